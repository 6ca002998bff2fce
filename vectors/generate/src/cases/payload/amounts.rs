//! Amounts around 21 million BTC. BOLT 1 limits what may be encoded; readers differ, so both answers stand.

use ampwire_vectors::{Answer, Class};

use super::{Payload, read};
use crate::case::{Case, rejection};
use crate::cases::samples::{ALL_BITCOIN, SECRET};

const SOURCE: &str = "BOLT 1, Fundamental Types; how six implementations read larger amounts";

pub(super) fn cases() -> Vec<Case> {
    let amount = |msat| {
        Payload::new().amt_to_forward(msat).outgoing_cltv_value(800).payment_data(SECRET, 3000)
    };
    let total = |msat| Payload::plain().payment_data(SECRET, msat);
    let total_amount = |msat| Payload::last_hop().total_amount_msat(msat);
    let limit = [
        ("amount-all-bitcoin", "amt_to_forward of exactly 21 million BTC.", amount(ALL_BITCOIN)),
        ("total-all-bitcoin", "A total of exactly 21 million BTC.", total(ALL_BITCOIN)),
        (
            "total-amount-all-bitcoin",
            "total_amount_msat of exactly 21 million BTC.",
            total_amount(ALL_BITCOIN),
        ),
    ];
    let beyond = [
        ("amount-above-all-bitcoin", "One msat more than 21 million BTC.", amount(ALL_BITCOIN + 1)),
        (
            "amount-2-63",
            "To a signed reader this amount is negative.",
            amount(0x8000_0000_0000_0000),
        ),
        ("amount-largest", "The largest amount that eight bytes can hold.", amount(u64::MAX)),
        ("total-above-all-bitcoin", "One msat more than 21 million BTC.", total(ALL_BITCOIN + 1)),
        (
            "total-largest",
            "The largest total that eight bytes can hold: payment_data is 40 bytes.",
            total(u64::MAX),
        ),
        (
            "total-amount-above-all-bitcoin",
            "One msat more than 21 million BTC.",
            total_amount(ALL_BITCOIN + 1),
        ),
        (
            "total-amount-largest",
            "The largest total that eight bytes can hold.",
            total_amount(u64::MAX),
        ),
    ];
    let mut cases: Vec<Case> = limit
        .into_iter()
        .map(|(slug, comment, payload)| {
            read(slug, comment, &payload)
                .obeys(&["bolt4.payload.amount-limit"])
                .decodes(&payload)
                .from(SOURCE)
        })
        .collect();
    cases.extend(beyond.into_iter().map(|(slug, comment, payload)| {
        read(slug, comment, &payload)
            .obeys(&["bolt4.payload.amount-limit"])
            .any(vec![Answer::Ok(payload.expected()), rejection(&[Class::BadValue, Class::Limit])])
            .from(SOURCE)
    }));
    cases
}
