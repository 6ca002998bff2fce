//! Payloads that can be written, with the bytes they are written as.

use ampwire_vectors::{Answer, Class, Level};
use serde_json::{Value, json};

use super::{DATA, LND, TUTORIAL, blinded_final, case, changed, ok, with_record};
use crate::bytes::hex;
use crate::case::{Case, object, rejection};
use crate::cases::payload::Payload;
use crate::cases::samples::{ALL_BITCOIN, KEYSEND, POINT, PREIMAGE, SECRET, SET_ID, SHARE};

pub(super) fn cases() -> Vec<Case> {
    [valid(), sizes(), order()].concat()
}

fn valid() -> Vec<Case> {
    let everything = with_record().payment_metadata(&[0x01, 0x02, 0x03]).other(65537, &[0x09]);
    let zeros = Payload::new().amt_to_forward(0).outgoing_cltv_value(0).payment_data([0; 32], 0);
    let relay_zero = Payload::plain().short_channel_id(0);
    let keyless = Payload::plain().encrypted_recipient_data(&DATA).total_amount_msat(3000);
    let long: Vec<u8> = (0..=u8::MAX).cycle().take(253).collect();
    vec![
        ok(
            "final",
            "The payload of an ordinary final hop.",
            &Payload::last_hop(),
            &[
                "bolt4.payload.amt-to-forward",
                "bolt4.payload.outgoing-cltv-value",
                "bolt4.payload.payment-data-length",
            ],
        ),
        ok(
            "final-without-payment-data",
            "payment_data is not required of every payment.",
            &Payload::plain(),
            &["bolt4.payload.amt-to-forward", "bolt4.payload.outgoing-cltv-value"],
        ),
        ok(
            "final-zeros",
            "Zeros are written, as records without a value; payment_data has its secret alone.",
            &zeros,
            &["bolt1.tu.minimal", "bolt4.payload.payment-data-total-minimal"],
        )
        .level(Level::Should),
        ok(
            "relay",
            "The payload of an ordinary intermediate hop.",
            &Payload::relay(),
            &["bolt4.payload.short-channel-id", "bolt4.payload.short-channel-id-length"],
        ),
        ok(
            "relay-channel-0",
            "A short_channel_id of zeros takes eight bytes.",
            &relay_zero,
            &["bolt4.payload.short-channel-id-length"],
        )
        .level(Level::Should),
        ok(
            "keysend",
            "A keysend preimage.",
            &Payload::plain().keysend(PREIMAGE),
            &["blip3.keysend.length"],
        ),
        ok(
            "metadata-empty",
            "An empty payment_metadata is written.",
            &Payload::last_hop().payment_metadata(&[]),
            &["bolt4.payload.payment-metadata"],
        ),
        ok(
            "metadata-253-bytes",
            "A payment_metadata whose length takes three bytes.",
            &Payload::last_hop().payment_metadata(&long),
            &["bolt4.payload.payment-metadata", "bolt1.tlv.length-minimal"],
        ),
        ok(
            "total-amount",
            "total_amount_msat beside payment_data.",
            &Payload::last_hop().total_amount_msat(3000),
            &["bolt4.payload.total-amount-msat"],
        ),
        ok(
            "total-amount-0",
            "total_amount_msat of zero is written, as a record without a value.",
            &Payload::last_hop().total_amount_msat(0),
            &["bolt4.payload.total-amount-msat"],
        ),
        ok(
            "amount-all-bitcoin",
            "An amount of exactly 21 million BTC.",
            &Payload::new().amt_to_forward(ALL_BITCOIN).outgoing_cltv_value(800),
            &["bolt4.payload.amount-limit"],
        ),
        ok(
            "amp",
            "One part of an AMP payment.",
            &with_record(),
            &["amp.payload.payment-data-written", "amp.record.layout"],
        )
        .from(LND),
        ok(
            "amp-and-everything",
            "An AMP record, metadata and a custom record, byte for byte as LND writes them.",
            &everything,
            &[
                "amp.payload.payment-data-written",
                "amp.record.layout",
                "bolt4.payload.payment-metadata",
            ],
        )
        .from("bytes written by LND v0.21.0-beta, routing/route PackHopPayload"),
        ok(
            "type8-amp",
            "An AMP record of type 8, with its total.",
            &Payload::plain().amp_type8(SHARE, SET_ID, 5).total_amount_msat(3000),
            &[
                "amp.record.type8-layout",
                "amp.payload.type8-total",
                "amp.record.type8-with-payment-data",
            ],
        )
        .from(TUTORIAL),
        ok(
            "blinded-final",
            "The final hop of a blinded path.",
            &blinded_final(),
            &["bolt4.blinded.final-only", "bolt4.blinded.total-amount-msat"],
        ),
        ok(
            "blinded-final-key-in-htlc",
            "The final hop of a blinded path; the path key goes with the HTLC.",
            &keyless,
            &["bolt4.blinded.final-only", "bolt4.blinded.path-key-twice"],
        ),
        ok(
            "blinded-relay",
            "The introduction of a blinded path.",
            &Payload::new().encrypted_recipient_data(&DATA).current_path_key(&POINT),
            &["bolt4.blinded.intermediate-only"],
        ),
        ok(
            "blinded-relay-key-in-htlc",
            "A later hop of a blinded path.",
            &Payload::new().encrypted_recipient_data(&DATA),
            &["bolt4.blinded.intermediate-only"],
        ),
    ]
}

/// The sizes that LND's own writer gives, with amount and expiry of one byte.
fn sizes() -> Vec<Case> {
    let from = "sizes computed by LND v0.21.0-beta, routing/route PayloadSize";
    let mut cases = Vec::new();
    for (total, index, size) in [
        (0, 0, 106),
        (0, 0xff, 107),
        (0, u32::MAX, 110),
        (1, 0, 107),
        (1, u32::MAX, 111),
        (u64::MAX, 0, 114),
        (u64::MAX, u32::MAX, 118),
    ] {
        let payload = Payload::new()
            .amt_to_forward(1)
            .outgoing_cltv_value(1)
            .payment_data(SECRET, total)
            .amp_type14(SHARE, SET_ID, index);
        assert_eq!(payload.bytes().len(), size, "LND's size");
        let total = if total == u64::MAX { "largest".to_owned() } else { total.to_string() };
        let slug = format!("size-{size}-total-{total}-index-{index}");
        let comment = format!("An AMP payload of {size} bytes.");
        let case = ok(
            &slug,
            &comment,
            &payload,
            &["amp.payload.payment-data-written", "amp.record.index-minimal"],
        )
        .from(from);
        cases.push(if total == "largest" {
            // More than there is bitcoin: a writer may refuse.
            let written = object(json!({ "bytes": payload.bytes().hex() }));
            case.obeys(&["bolt4.payload.amount-limit"])
                .any(vec![Answer::Ok(written), rejection(&[Class::BadValue, Class::Limit])])
        } else {
            case
        });
    }
    cases
}

/// `other` in any order.
fn order() -> Vec<Case> {
    let shuffled = |payload: &Payload, types: &[(u64, &[u8])]| {
        let list: Vec<Value> = types
            .iter()
            .map(|(tlv_type, value)| json!({ "type": tlv_type.to_string(), "value": hex(value) }))
            .collect();
        changed(payload, &[("other", Value::Array(list))])
    };
    let custom =
        Payload::last_hop().other(101, &[0x01]).other(65537, &[0x02]).other(u64::MAX, &[0x03]);
    let between = Payload::new()
        .other(1, &[0x01])
        .amt_to_forward(1000)
        .other(3, &[0x03])
        .outgoing_cltv_value(800)
        .payment_data(SECRET, 3000)
        .other(9, &[0x09])
        .amp_type14(SHARE, SET_ID, 5)
        .other(15, &[0x0f])
        .payment_metadata(&[0x10])
        .other(17, &[0x11]);
    let keysend =
        Payload::plain().other(65537, &[0x01]).keysend(PREIMAGE).other(KEYSEND + 1, &[0x02]);
    let rules = ["bolt1.tlv.ascending"];
    vec![
        case(
            "other-reversed",
            "Other records are sorted behind the known ones.",
            shuffled(&custom, &[(u64::MAX, &[0x03]), (65537, &[0x02]), (101, &[0x01])]),
        )
        .obeys(&rules)
        .ok_bytes(custom.bytes()),
        case(
            "other-between-known",
            "Other records are sorted in between the known ones.",
            shuffled(
                &between,
                &[(17, &[0x11]), (3, &[0x03]), (15, &[0x0f]), (9, &[0x09]), (1, &[0x01])],
            ),
        )
        .obeys(&rules)
        .ok_bytes(between.bytes()),
        case(
            "other-around-keysend",
            "keysend is sorted among custom records.",
            shuffled(&keysend, &[(KEYSEND + 1, &[0x02]), (65537, &[0x01])]),
        )
        .obeys(&rules)
        .ok_bytes(keysend.bytes()),
    ]
}
