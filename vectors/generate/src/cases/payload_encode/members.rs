//! Members that can't be written for themselves: out of range, of a wrong length, of a type that is taken.

use ampwire_vectors::{Class, Level};
use serde_json::json;

use super::{TUTORIAL, blinded_final, case, changed, ok, with_record};
use crate::bytes::hex;
use crate::case::Case;
use crate::cases::payload::Payload;
use crate::cases::samples::{KEYSEND, POINT, PREIMAGE, SET_ID, SHARE};

pub(super) fn cases() -> Vec<Case> {
    [out_of_range(), other(), lengths()].concat()
}

fn out_of_range() -> Vec<Case> {
    let beyond_64 = "18446744073709551616";
    let amount = "bolt1.tu.length";
    [
        (
            "amount-too-large",
            "An amount that eight bytes can't hold.",
            Payload::last_hop(),
            "amt_to_forward",
            beyond_64,
            amount,
            "final",
        ),
        (
            "expiry-too-large",
            "An expiry that four bytes can't hold.",
            Payload::last_hop(),
            "outgoing_cltv_value",
            "4294967296",
            amount,
            "final",
        ),
        (
            "channel-too-large",
            "A short_channel_id that eight bytes can't hold.",
            Payload::relay(),
            "short_channel_id",
            beyond_64,
            "bolt4.payload.short-channel-id-length",
            "relay",
        ),
        (
            "total-too-large",
            "A total that eight bytes can't hold.",
            Payload::last_hop(),
            "payment_data.total_msat",
            beyond_64,
            amount,
            "final",
        ),
        (
            "total-amount-too-large",
            "A total_amount_msat that eight bytes can't hold.",
            Payload::last_hop().total_amount_msat(3000),
            "total_amount_msat",
            beyond_64,
            amount,
            "total-amount",
        ),
        (
            "amp-index-too-large",
            "An index that four bytes can't hold.",
            with_record(),
            "amp_record.child_index",
            "4294967296",
            amount,
            "amp",
        ),
    ]
    .into_iter()
    .map(|(slug, comment, payload, path, value, rule, neighbour)| {
        case(slug, comment, changed(&payload, &[(path, json!(value))]))
            .breaks(&[rule])
            .reject(Class::BadValue)
            .near(&format!("payload-encode/{neighbour}"))
    })
    .collect()
}

fn other() -> Vec<Case> {
    let one = |tlv_type: u64| json!([{ "type": tlv_type.to_string(), "value": "01" }]);
    let twice = json!([{ "type": "101", "value": "01" }, { "type": "101", "value": "02" }]);
    let mut cases = vec![
        case(
            "other-payment-data",
            "payment_data, and another record of its type.",
            changed(&Payload::last_hop(), &[("other", one(8))]),
        )
        .breaks(&["bolt1.tlv.no-duplicate"])
        .reject(Class::Duplicate)
        .near("payload-encode/final"),
        case(
            "other-amount",
            "amt_to_forward, and another record of its type.",
            changed(&Payload::last_hop(), &[("other", one(2))]),
        )
        .breaks(&["bolt1.tlv.no-duplicate"])
        .reject(Class::Duplicate)
        .near("payload-encode/final"),
        case(
            "other-amp",
            "An AMP record, and another record of its type.",
            changed(&with_record(), &[("other", one(14))]),
        )
        .breaks(&["bolt1.tlv.no-duplicate"])
        .reject(Class::Duplicate)
        .near("payload-encode/amp"),
        case(
            "other-keysend",
            "keysend, and another record of its type.",
            changed(&Payload::plain().keysend(PREIMAGE), &[("other", one(KEYSEND))]),
        )
        .breaks(&["bolt1.tlv.no-duplicate"])
        .reject(Class::Duplicate)
        .near("payload-encode/keysend"),
        case(
            "other-keysend-alone",
            "A keysend preimage among the other records: this project writes it from its own member alone.",
            changed(
                &Payload::plain(),
                &[("other", json!([{ "type": KEYSEND.to_string(), "value": hex(&PREIMAGE) }]))],
            ),
        )
        .breaks(&["bolt1.tlv.no-duplicate"])
        .reject(Class::Duplicate)
        .near("payload-encode/keysend")
        .level(Level::May),
        case(
            "other-twice",
            "An odd record twice.",
            changed(&Payload::last_hop(), &[("other", twice)]),
        )
        .breaks(&["bolt1.tlv.no-duplicate"])
        .reject(Class::Duplicate)
        .near("payload-encode/final"),
        case(
            "conflict",
            "payment_data and an AMP record of type 8 are one type.",
            changed(
                &Payload::last_hop().total_amount_msat(3000),
                &[(
                    "amp_record",
                    json!({
                        "layout": "type8",
                        "root_share": hex(&SHARE),
                        "set_id": hex(&SET_ID),
                        "child_index": "5",
                    }),
                )],
            ),
        )
        .breaks(&["bolt1.tlv.no-duplicate", "amp.record.type8-with-payment-data"])
        .reject_either(&[Class::Conflict, Class::Duplicate])
        .near("payload-encode/type8-amp")
        .from(TUTORIAL),
    ];
    for tlv_type in [0, 100, 65534] {
        cases.push(
            case(
                &format!("other-even-{tlv_type}"),
                "A writer does not make up even records: every reader would refuse.",
                changed(&Payload::last_hop(), &[("other", one(tlv_type))]),
            )
            .breaks(&["bolt4.payload.unknown-even"])
            .reject(Class::UnknownEven)
            .near("payload-encode/final"),
        );
    }
    let custom = Payload::last_hop().other(65536, &[0x01]);
    cases.push(ok(
        "other-even-65536",
        "An even custom record is written.",
        &custom,
        &["bolt4.payload.custom-even"],
    ));
    cases
}

fn lengths() -> Vec<Case> {
    let type8 = Payload::plain().amp_type8(SHARE, SET_ID, 5).total_amount_msat(3000);
    let mut cases = Vec::new();
    for (slug, name, payload, path, rule, length, neighbour) in [
        (
            "secret",
            "payment_secret",
            Payload::last_hop(),
            "payment_data.payment_secret",
            "bolt4.payload.payment-data-length",
            32,
            "final",
        ),
        (
            "amp-share",
            "root_share",
            with_record(),
            "amp_record.root_share",
            "amp.record.length",
            32,
            "amp",
        ),
        (
            "amp-set-id",
            "set_id",
            with_record(),
            "amp_record.set_id",
            "amp.record.length",
            32,
            "amp",
        ),
        (
            "type8-share",
            "root_share",
            type8,
            "amp_record.root_share",
            "amp.record.type8-length",
            32,
            "type8-amp",
        ),
        (
            "keysend",
            "keysend_preimage",
            Payload::plain().keysend(PREIMAGE),
            "keysend_preimage",
            "blip3.keysend.length",
            32,
            "keysend",
        ),
        (
            "path-key",
            "current_path_key",
            blinded_final(),
            "current_path_key",
            "bolt4.blinded.path-key-length",
            33,
            "blinded-final",
        ),
    ] {
        for wrong in [length - 1, length + 1] {
            let comment = format!("{name} is {length} bytes, not {wrong}.");
            let bytes: Vec<u8> = POINT.into_iter().chain([0]).take(wrong).collect();
            cases.push(
                case(
                    &format!("{slug}-{wrong}-bytes"),
                    &comment,
                    changed(&payload, &[(path, json!(hex(&bytes)))]),
                )
                .breaks(&[rule])
                .reject(Class::BadLength)
                .near(&format!("payload-encode/{neighbour}")),
            );
        }
    }
    // No point of the curve has an x of 5.
    let mut off_curve = [0; 33];
    (off_curve[0], off_curve[32]) = (2, 5);
    cases.push(
        case(
            "path-key-off-curve",
            "A current_path_key that is no point of the curve.",
            changed(&blinded_final(), &[("current_path_key", json!(hex(&off_curve)))]),
        )
        .breaks(&["bolt4.blinded.path-key-point"])
        .reject(Class::BadValue)
        .near("payload-encode/blinded-final"),
    );
    cases
}
