//! What can't be written: numbers over their width, and a hash of another length.

use ampwire_vectors::Class;
use serde_json::{Value, json};

use super::{BOLT, CODES};
use crate::bytes::hex;
use crate::case::Case;

const OVER_16_BITS: &str = "65536";
const OVER_32_BITS: &str = "4294967296";
const OVER_64_BITS: &str = "18446744073709551616";

pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = [
        (
            "invalid-payload-type-too-large",
            "A type that no BigSize can hold.",
            json!({ "name": "invalid_onion_payload", "type": OVER_64_BITS, "offset": "0" }),
            "invalid-payload",
        ),
        (
            "invalid-payload-offset-too-large",
            "An offset that two bytes can't hold.",
            json!({ "name": "invalid_onion_payload", "type": "14", "offset": OVER_16_BITS }),
            "invalid-payload",
        ),
        (
            "details-amount-too-large",
            "An amount that eight bytes can't hold.",
            details(OVER_64_BITS, "800000"),
            "details",
        ),
        (
            "details-height-too-large",
            "A height that four bytes can't hold.",
            details("1000", OVER_32_BITS),
            "details",
        ),
        (
            "expiry-too-large",
            "An expiry that four bytes can't hold.",
            json!({ "name": "final_incorrect_cltv_expiry", "cltv_expiry": OVER_32_BITS }),
            "expiry",
        ),
        (
            "amount-too-large",
            "An amount that eight bytes can't hold.",
            json!({ "name": "final_incorrect_htlc_amount", "incoming_htlc_amt": OVER_64_BITS }),
            "amount",
        ),
    ]
    .into_iter()
    .map(|(slug, comment, input, neighbour)| {
        refused(slug, comment, input, neighbour, Class::BadValue)
    })
    .collect();
    for (length, comment) in [
        (0, "A hash without bytes."),
        (31, "A hash that lacks a byte."),
        (33, "A hash with a byte too many."),
    ] {
        let hash = hex(&vec![0x77; length]);
        cases.push(refused(
            &format!("blinding-{length}-bytes"),
            comment,
            json!({ "name": "invalid_onion_blinding", "sha256_of_onion": hash }),
            "blinding",
            Class::BadLength,
        ));
    }
    cases
}

fn details(htlc_msat: &str, height: &str) -> Value {
    json!({
        "name": "incorrect_or_unknown_payment_details",
        "htlc_msat": htlc_msat,
        "height": height,
    })
}

fn refused(slug: &str, comment: &str, input: Value, neighbour: &str, class: Class) -> Case {
    Case::new("onion_failure.encode", format!("failure-encode/{slug}"), comment)
        .input(input)
        .breaks(&[CODES])
        .reject(class)
        .near(&format!("failure-encode/{neighbour}"))
        .from(BOLT)
}
