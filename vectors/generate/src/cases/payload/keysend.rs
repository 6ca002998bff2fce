//! The keysend preimage of bLIP 3. A reader without keysend sees a custom record of an even type.

use ampwire_vectors::Class;
use serde_json::json;

use super::{Payload, read};
use crate::bytes::{Labelled, hex};
use crate::case::Case;
use crate::cases::samples::{KEYSEND, PREIMAGE, counting};

const SOURCE: &str = "bLIP 3, keysend";

pub(super) fn cases() -> Vec<Case> {
    let rule = "blip3.keysend.length";
    let mut cases: Vec<Case> = [
        (
            "keysend",
            "A spontaneous payment of one part: the preimage travels in the payload.",
            Payload::plain().keysend(PREIMAGE),
        ),
        (
            "keysend-byte-order",
            "The preimage is kept byte for byte.",
            Payload::plain().keysend(counting(0)),
        ),
        (
            "keysend-with-payment-data",
            "keysend beside payment_data.",
            Payload::last_hop().keysend(PREIMAGE),
        ),
        (
            "keysend-between-custom",
            "keysend between other custom records: it is not one of them.",
            Payload::plain().other(65537, &[0x01]).keysend(PREIMAGE).other(KEYSEND + 1, &[0x02]),
        ),
    ]
    .into_iter()
    .map(|(slug, comment, payload)| read(slug, comment, &payload).obeys(&[rule]).decodes(&payload))
    .collect();
    for (length, comment) in [
        (0, "A keysend record without a preimage."),
        (31, "A preimage that lacks a byte."),
        (33, "A preimage with a byte too many."),
        (64, "Two preimages."),
    ] {
        let value = Labelled::noted_of("keysend_preimage", vec![0x44; length], "not 32 bytes");
        let payload = Payload::plain().bad_value(KEYSEND, value, 0);
        cases.push(
            read(&format!("keysend-{length}-bytes"), comment, &payload)
                .breaks(&[rule])
                .broken(Class::BadLength, &payload)
                .lnd_gives(json!({
                    "amt_to_forward": "1000",
                    "outgoing_cltv_value": "800",
                    "keysend_preimage": hex(&vec![0x44; length]),
                }))
                .near("payload/keysend"),
        );
    }
    cases.into_iter().map(|case| case.from(SOURCE)).collect()
}
