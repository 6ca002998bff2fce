//! The six messages that hop payloads and payments in parts lead to, read and written.

use super::{CODES, COMPLETE, MINIMAL, Message};
use crate::case::Case;
use crate::cases::samples::counting;

const LARGE: u64 = 0x0102_0304_0506_0708;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (slug, comment, message) in
        [invalid_onion_payload(), incorrect_details(), others()].concat()
    {
        let mut rules = vec![CODES];
        if slug.starts_with("invalid-payload") {
            rules.push(MINIMAL);
        }
        cases.push(message.encode(slug, comment).obeys(&rules));
        rules.push(COMPLETE);
        cases.push(message.decode(slug, comment).obeys(&rules));
    }
    cases.extend(followed());
    cases
}

fn invalid_onion_payload() -> Vec<(&'static str, &'static str, Message)> {
    let message = Message::invalid_onion_payload;
    vec![
        (
            "invalid-payload",
            "The AMP record is at fault, at no place that is named: as LND writes it.",
            message(14, 0),
        ),
        ("invalid-payload-type-0", "No record is named.", message(0, 0)),
        ("invalid-payload-type-1", "The lowest odd type.", message(1, 2)),
        ("invalid-payload-type-252", "The largest type of one byte.", message(252, 44)),
        ("invalid-payload-type-253", "The smallest type of three bytes.", message(253, 44)),
        (
            "invalid-payload-type-65534",
            "The largest even type below the custom ones.",
            message(65534, 44),
        ),
        ("invalid-payload-type-65535", "The largest type of three bytes.", message(65535, 44)),
        ("invalid-payload-type-65536", "The smallest type of five bytes.", message(65536, 44)),
        (
            "invalid-payload-type-4294967295",
            "The largest type of five bytes.",
            message(0xffff_ffff, 44),
        ),
        (
            "invalid-payload-type-4294967296",
            "The smallest type of nine bytes.",
            message(0x1_0000_0000, 44),
        ),
        (
            "invalid-payload-type-keysend",
            "The type of a keysend preimage.",
            message(5_482_373_484, 44),
        ),
        (
            "invalid-payload-type-2-63",
            "To a signed reader this type is negative.",
            message(1 << 63, 44),
        ),
        ("invalid-payload-type-largest", "The largest type there is.", message(u64::MAX, 44)),
        (
            "invalid-payload-offset-1",
            "The smallest offset that is none of no place.",
            message(14, 1),
        ),
        (
            "invalid-payload-offset-258",
            "Two different bytes show their order.",
            message(14, 0x0102),
        ),
        (
            "invalid-payload-offset-1299",
            "The last byte of the largest onion's payloads.",
            message(14, 1299),
        ),
        (
            "invalid-payload-offset-32768",
            "To a signed reader this offset is negative.",
            message(14, 0x8000),
        ),
        (
            "invalid-payload-offset-65535",
            "The largest offset; no payload is as long, and nothing says that a reader judges it.",
            message(14, 0xffff),
        ),
        (
            "invalid-payload-all-largest",
            "The largest type and the largest offset.",
            message(u64::MAX, 0xffff),
        ),
    ]
}

fn incorrect_details() -> Vec<(&'static str, &'static str, Message)> {
    let message = Message::incorrect_or_unknown_payment_details;
    vec![
        ("details", "What a payee answers to nearly everything.", message(1000, 800_000)),
        ("details-zeros", "An amount and a height of 0.", message(0, 0)),
        (
            "details-ones",
            "An amount and a height of 1: the numbers have all their bytes.",
            message(1, 1),
        ),
        ("details-byte-order", "Different bytes show their order.", message(LARGE, 0x090a_0b0c)),
        ("details-amount-2-32", "An amount that 32 bits can't hold.", message(1 << 32, 800_000)),
        (
            "details-amount-2-63",
            "To a signed reader this amount is negative.",
            message(1 << 63, 800_000),
        ),
        (
            "details-amount-largest",
            "The largest amount that eight bytes can hold.",
            message(u64::MAX, 800_000),
        ),
        (
            "details-height-2-31",
            "To a signed reader this height is negative.",
            message(1000, 1 << 31),
        ),
        (
            "details-height-largest",
            "The largest height that four bytes can hold.",
            message(1000, u32::MAX),
        ),
    ]
}

fn others() -> Vec<(&'static str, &'static str, Message)> {
    let expiry = Message::final_incorrect_cltv_expiry;
    let amount = Message::final_incorrect_htlc_amount;
    let hash = Message::invalid_onion_blinding;
    vec![
        (
            "mpp-timeout",
            "The other parts did not come in time: a code and nothing else.",
            Message::mpp_timeout(),
        ),
        ("expiry", "The HTLC expires before what the payload says.", expiry(800_100)),
        ("expiry-0", "An expiry of 0 has all its bytes.", expiry(0)),
        ("expiry-byte-order", "Different bytes show their order.", expiry(0x0102_0304)),
        ("expiry-2-31", "To a signed reader this expiry is negative.", expiry(1 << 31)),
        ("expiry-largest", "The largest expiry that four bytes can hold.", expiry(u32::MAX)),
        ("amount", "The HTLC has a lower amount than the payload says.", amount(999)),
        ("amount-0", "An amount of 0 has all its bytes.", amount(0)),
        ("amount-byte-order", "Different bytes show their order.", amount(LARGE)),
        ("amount-2-32", "An amount that 32 bits can't hold.", amount(1 << 32)),
        ("amount-2-63", "To a signed reader this amount is negative.", amount(1 << 63)),
        ("amount-largest", "The largest amount that eight bytes can hold.", amount(u64::MAX)),
        (
            "blinding",
            "Something failed inside of a blinded path: the hash of the onion.",
            hash([0x77; 32]),
        ),
        ("blinding-zeros", "A hash of zeros.", hash([0; 32])),
        ("blinding-byte-order", "The hash is kept byte for byte.", hash(counting(0))),
        ("blinding-ones", "A hash of ones.", hash([0xff; 32])),
    ]
}

/// Bytes behind the data are for readers of a later version.
fn followed() -> Vec<Case> {
    let details = || Message::incorrect_or_unknown_payment_details(1000, 800_000);
    [
        (
            "invalid-payload-and-more",
            "A byte behind the data is ignored.",
            Message::invalid_onion_payload(14, 0).and("rest", [0x00]),
        ),
        (
            "details-and-zero",
            "A zero byte behind the data is ignored.",
            details().and("rest", [0x00]),
        ),
        (
            "details-and-record",
            "A TLV record behind the data is ignored.",
            details().and("rest", [0x01, 0x02, 0x03, 0x04]),
        ),
        (
            "details-and-cut-record",
            "Behind the data nothing is read, so nothing there can be cut.",
            details().and("rest", [0xfd]),
        ),
        (
            "details-and-message",
            "Another message behind the data is ignored.",
            details().and("rest", [0x00, 0x17]),
        ),
        (
            "mpp-timeout-and-more",
            "Bytes behind a code that has no data.",
            Message::mpp_timeout().and("rest", [0xff; 4]),
        ),
        (
            "expiry-and-more",
            "Four bytes more do not make a wider number.",
            Message::final_incorrect_cltv_expiry(800_100).and("rest", [0xff; 4]),
        ),
        (
            "amount-and-more",
            "A byte behind the data is ignored.",
            Message::final_incorrect_htlc_amount(999).and("rest", [0x01]),
        ),
        (
            "blinding-and-more",
            "A byte behind the hash is ignored.",
            Message::invalid_onion_blinding([0x77; 32]).and("rest", [0x77]),
        ),
    ]
    .into_iter()
    .map(|(slug, comment, message)| message.decode(slug, comment).obeys(&[CODES, COMPLETE]))
    .collect()
}
