//! Members that can't be written together, or not without others.

use ampwire_vectors::Class;
use serde_json::{Value, json};

use super::{DATA, LND, TUTORIAL, blinded_final, case, changed, with_record};
use crate::case::Case;
use crate::cases::payload::Payload;
use crate::cases::samples::{POINT, PREIMAGE, SECRET, SET_ID, SHARE};

pub(super) fn cases() -> Vec<Case> {
    [presence(), blinded()].concat()
}

fn presence() -> Vec<Case> {
    let without = |payload: &Payload, name: &str| changed(payload, &[(name, Value::Null)]);
    let amount = "bolt4.payload.amt-to-forward";
    let expiry = "bolt4.payload.outgoing-cltv-value";
    let type8 = Payload::plain().amp_type8(SHARE, SET_ID, 5).total_amount_msat(3000);
    vec![
        case("empty", "A payload of no members has no amount.", json!({}))
            .breaks(&[amount, expiry])
            .reject(Class::Missing)
            .open()
            .near("payload-encode/final-without-payment-data"),
        case(
            "without-amount",
            "amt_to_forward has to be written.",
            without(&Payload::last_hop(), "amt_to_forward"),
        )
        .breaks(&[amount])
        .reject(Class::Missing)
        .of_type(2)
        .near("payload-encode/final"),
        case(
            "without-expiry",
            "outgoing_cltv_value has to be written.",
            without(&Payload::last_hop(), "outgoing_cltv_value"),
        )
        .breaks(&[expiry])
        .reject(Class::Missing)
        .of_type(4)
        .near("payload-encode/final"),
        case(
            "relay-without-amount",
            "amt_to_forward has to be written to an intermediate hop as well.",
            without(&Payload::relay(), "amt_to_forward"),
        )
        .breaks(&[amount])
        .reject(Class::Missing)
        .of_type(2)
        .near("payload-encode/relay"),
        case(
            "path-key-alone",
            "A path key without encrypted data.",
            Value::Object(Payload::plain().current_path_key(&POINT).expected()),
        )
        .breaks(&["bolt4.blinded.path-key-alone"])
        .reject(Class::Missing)
        .of_type(10)
        .near("payload-encode/final-without-payment-data"),
        case(
            "relay-with-payment-data",
            "A channel is for intermediate hops, payment_data for the final one.",
            Value::Object(Payload::relay().payment_data(SECRET, 3000).expected()),
        )
        .breaks(&["bolt4.payload.payment-data-final-only"])
        .reject(Class::Forbidden)
        .of_type(8)
        .near("payload-encode/relay"),
        case(
            "relay-with-type8-amp",
            "A channel is for intermediate hops, an AMP record for the final one.",
            Value::Object(
                Payload::relay().amp_type8(SHARE, SET_ID, 5).total_amount_msat(3000).expected(),
            ),
        )
        .breaks(&["amp.record.final-only"])
        .reject(Class::Forbidden)
        .open()
        .near("payload-encode/type8-amp")
        .from(TUTORIAL),
        case(
            "relay-with-amp",
            "A channel is for intermediate hops, payment_data and an AMP record for the final one.",
            Value::Object(
                Payload::relay().payment_data(SECRET, 3000).amp_type14(SHARE, SET_ID, 5).expected(),
            ),
        )
        .breaks(&["amp.record.final-only", "bolt4.payload.payment-data-final-only"])
        .reject(Class::Forbidden)
        .open()
        .near("payload-encode/amp")
        .from(LND),
        case(
            "relay-with-amp-alone",
            "A channel and an AMP record, without payment_data.",
            Value::Object(Payload::relay().amp_type14(SHARE, SET_ID, 5).expected()),
        )
        .breaks(&["amp.record.final-only", "amp.payload.payment-data-written"])
        .reject_either(&[Class::Forbidden, Class::Missing])
        .near("payload-encode/amp")
        .from(LND),
        case(
            "amp-without-payment-data",
            "A writer puts payment_data beside an AMP record of type 14.",
            without(&with_record(), "payment_data"),
        )
        .breaks(&["amp.payload.payment-data-written"])
        .reject(Class::Missing)
        .of_type(8)
        .near("payload-encode/amp")
        .from(LND),
        case(
            "type8-without-total",
            "An AMP record of type 8 needs total_amount_msat.",
            without(&type8, "total_amount_msat"),
        )
        .breaks(&["amp.payload.type8-total"])
        .reject(Class::Missing)
        .of_type(18)
        .near("payload-encode/type8-amp")
        .from(TUTORIAL),
    ]
}

fn blinded() -> Vec<Case> {
    let final_only = "bolt4.blinded.final-only";
    let forbidden = |slug: &str, comment: &str, payload: Payload| {
        case(&format!("blinded-final-with-{slug}"), comment, Value::Object(payload.expected()))
            .breaks(&[final_only])
            .reject(Class::Forbidden)
            .open()
            .near("payload-encode/blinded-final")
    };
    let missing = |slug: &str, comment: &str, name: &str, rule: &'static str| {
        case(
            &format!("blinded-final-without-{slug}"),
            comment,
            changed(&blinded_final(), &[(name, Value::Null)]),
        )
        .breaks(&[rule])
        .reject(Class::Missing)
        .open()
        .near("payload-encode/blinded-final")
    };
    let relay_with_custom = Payload::new()
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .other(65537, &[0x01]);
    let relay_with_amount = Payload::new()
        .amt_to_forward(1000)
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT);
    vec![
        forbidden(
            "short-channel-id",
            "A channel at the final hop of a blinded path.",
            blinded_final().short_channel_id(1),
        ),
        forbidden(
            "payment-data",
            "payment_data in a blinded path.",
            blinded_final().payment_data(SECRET, 3000),
        ),
        forbidden(
            "metadata",
            "payment_metadata in a blinded path.",
            blinded_final().payment_metadata(&[0x01]),
        ),
        forbidden("keysend", "keysend in a blinded path.", blinded_final().keysend(PREIMAGE)),
        forbidden(
            "other",
            "Another record in a blinded path.",
            blinded_final().other(101, &[0x01]),
        ),
        case(
            "blinded-final-with-amp",
            "An AMP record in a blinded path, where payment_data can't stand beside it.",
            Value::Object(blinded_final().amp_type14(SHARE, SET_ID, 5).expected()),
        )
        .breaks(&[final_only, "amp.payload.payment-data-written"])
        .reject_either(&[Class::Forbidden, Class::Missing])
        .near("payload-encode/blinded-final"),
        missing(
            "amount",
            "Expiry and total, but no amount.",
            "amt_to_forward",
            "bolt4.payload.amt-to-forward",
        ),
        missing(
            "expiry",
            "Amount and total, but no expiry.",
            "outgoing_cltv_value",
            "bolt4.payload.outgoing-cltv-value",
        ),
        missing(
            "total",
            "Amount and expiry, but no total.",
            "total_amount_msat",
            "bolt4.blinded.total-amount-msat",
        ),
        case(
            "blinded-relay-with-other",
            "A custom record at an intermediate hop of a blinded path.",
            Value::Object(relay_with_custom.expected()),
        )
        .breaks(&["bolt4.blinded.intermediate-only"])
        .reject(Class::Forbidden)
        .open()
        .near("payload-encode/blinded-relay"),
        case(
            "blinded-amount-alone",
            "An amount alone: too much for an intermediate hop, too little for a final one.",
            Value::Object(relay_with_amount.expected()),
        )
        .breaks(&["bolt4.payload.outgoing-cltv-value", "bolt4.blinded.intermediate-only"])
        .reject_either(&[Class::Missing, Class::Forbidden])
        .near("payload-encode/blinded-relay"),
    ]
}
