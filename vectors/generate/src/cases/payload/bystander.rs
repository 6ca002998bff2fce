//! What a reader without AMP makes of payloads.
//!
//! Such a reader runs its own vectors: an implementation of AMP can't be told to know none, and the other way round. Most
//! of them are payloads of the family `payload` asked again; what is left out there are more values of the same kind.

use ampwire_vectors::{Answer, Class};
use serde_json::json;

use super::{Payload, read};
use crate::bytes::{Labelled, hex};
use crate::case::{Case, object, rejection};
use crate::cases::samples::{KEYSEND, POINT, PREIMAGE, SECRET, SET_ID, SHARE};

const SOURCE: &str = "BOLT 1 and BOLT 4; every implementation without AMP";

/// Payloads that are asked again.
const AGAIN: &[&str] = &[
    // Presence.
    "final",
    "final-without-payment-data",
    "final-empty",
    "final-without-amount",
    "final-without-expiry",
    "final-payment-data-alone",
    "final-with-short-channel-id",
    "relay",
    "relay-with-odd-records",
    "relay-without-amount",
    "relay-without-expiry",
    "relay-without-channel",
    "final-read-as-relay",
    "relay-with-payment-data",
    "relay-empty",
    "relay-with-payment-metadata",
    "relay-with-total-amount",
    // Values.
    "amount-0",
    "amount-72057594037927936",
    "amount-zero-byte",
    "amount-1000-in-8",
    "amount-9-bytes",
    "amount-all-bitcoin",
    "amount-above-all-bitcoin",
    "amount-2-63",
    "expiry-0",
    "expiry-4294967295",
    "expiry-zero-byte",
    "expiry-5-bytes",
    "relay-channel-1",
    "relay-channel-largest",
    "relay-channel-7-bytes",
    "relay-channel-9-bytes",
    "total-0",
    "total-72057594037927936",
    "total-largest",
    "total-zero-byte",
    "total-3000-in-8",
    "payment-data-31-bytes",
    "payment-data-41-bytes",
    "payment-data-64-bytes",
    "payment-data-65-bytes",
    "metadata-empty",
    "metadata-leading-zeros",
    "metadata-zero-byte",
    "metadata-like-records",
    "metadata-600-bytes",
    "total-amount-0",
    "total-amount-3000",
    "total-amount-zero-byte",
    // Framing.
    "order-expiry-first",
    "order-odd",
    "order-zeros-behind",
    "duplicate-amount",
    "duplicate-payment-data",
    "duplicate-odd",
    "cut-type-fd",
    "cut-before-length",
    "cut-length-fd",
    "cut-value-one-short",
    "cut-value-odd",
    "cut-value-largest",
    "type-8-in-3",
    "type-101-in-3",
    "length-34-in-3",
    // Unknown records.
    "odd-101",
    "odd-empty",
    "odd-65535",
    "odd-between-known",
    "even-0",
    "even-100",
    "even-empty",
    "even-65534",
    "even-at-relay",
    "custom-odd-65537",
    "custom-odd-2-63",
    "custom-odd-largest",
    "custom-even-65536",
    "custom-even-at-relay",
    // Blinded paths.
    "blinded-final",
    "blinded-final-key-in-htlc",
    "blinded-relay",
    "blinded-relay-key-in-htlc",
    "blinded-final-without-key",
    "blinded-relay-without-key",
    "blinded-final-two-keys",
    "blinded-relay-two-keys",
    "path-key-alone",
    "path-key-in-htlc-alone",
    "path-key-32-bytes",
    "path-key-34-bytes",
    "path-key-prefix-04",
    "path-key-off-curve",
    "path-key-beyond-prime",
    "path-key-32-bytes-at-relay",
    "path-key-off-curve-at-relay",
    "blinded-final-without-amount",
    "blinded-final-without-expiry",
    "blinded-final-without-total",
    "blinded-final-with-payment-data",
    "blinded-final-with-metadata",
    "blinded-final-with-odd-record",
    "blinded-final-with-custom-record",
    "blinded-final-with-keysend",
    "blinded-relay-with-amount",
    "blinded-relay-with-short-channel-id",
    "blinded-relay-with-payment-data",
    "blinded-relay-with-odd-record",
    "blinded-relay-with-custom-record",
    "path-key-alone-at-relay",
    "path-key-in-htlc-alone-at-relay",
    "blinded-final-with-short-channel-id",
    "blinded-final-with-even-record",
    "blinded-relay-with-expiry",
    "blinded-relay-with-metadata",
    "blinded-relay-with-total-amount",
    "blinded-relay-with-keysend",
    "blinded-relay-with-even-record",
    // The path key came with the HTLC.
    "blinded-final-without-amount-key-in-htlc",
    "blinded-final-without-expiry-key-in-htlc",
    "blinded-final-without-total-key-in-htlc",
    "blinded-final-with-short-channel-id-key-in-htlc",
    "blinded-final-with-payment-data-key-in-htlc",
    "blinded-final-with-metadata-key-in-htlc",
    "blinded-final-with-odd-record-key-in-htlc",
    "blinded-final-with-even-record-key-in-htlc",
    "blinded-final-with-custom-record-key-in-htlc",
    "blinded-relay-with-amount-key-in-htlc",
    "blinded-relay-with-expiry-key-in-htlc",
    "blinded-relay-with-short-channel-id-key-in-htlc",
    "blinded-relay-with-payment-data-key-in-htlc",
    "blinded-relay-with-metadata-key-in-htlc",
    "blinded-relay-with-total-amount-key-in-htlc",
    "blinded-relay-with-odd-record-key-in-htlc",
    "blinded-relay-with-even-record-key-in-htlc",
    "blinded-relay-with-custom-record-key-in-htlc",
    // Two faults.
    "two-faults-expiry-missing-and-even-record",
    "two-faults-even-record-then-cut",
    "two-faults-channel-missing-and-payment-data",
    "two-faults-short-channel-id-and-even-record",
    "two-faults-amount-missing-and-channel",
    "two-faults-amount-missing-and-payment-data-at-relay",
    "two-faults-payment-data-and-even-record-at-relay",
    "two-faults-channel-missing-and-even-record",
    "two-path-keys-alone",
    "two-path-keys-alone-at-relay",
    "two-faults-path-key-alone-and-even-record",
    "two-faults-no-path-key-and-payment-data",
    "two-faults-two-path-keys-and-total-missing",
    "two-faults-blinded-payment-data-and-total-missing",
    "two-faults-blinded-amount-missing-and-odd-record",
    "two-faults-blinded-relay-amount-and-even-record",
    "two-faults-off-curve-and-total-missing",
    "two-faults-off-curve-and-payment-data",
    "two-faults-off-curve-then-cut",
];

/// The vectors of the family: those asked again, and those of its own.
pub(super) fn cases(asked: &[Case]) -> Vec<Case> {
    let again = AGAIN.iter().map(|slug| {
        let id = format!("payload/{slug}");
        let case = asked.iter().find(|case| case.id == id).expect("a payload to ask again").clone();
        let near = case.near.as_ref().map(|near| near.replace("payload/", "bystander/"));
        // The labels stand at the payload that is asked again, and so does what LND answers.
        Case {
            near,
            map: Vec::new(),
            deployed: Vec::new(),
            from: format!("{id}, read without AMP"),
            ..case.without_amp()
        }
    });
    let own = [amp(), keysend()].concat().into_iter().map(Case::without_amp);
    again.chain(own).collect()
}

fn amp() -> Vec<Case> {
    let not_type14 = ["amp.record.type14-not-accepted", "bolt4.payload.unknown-even"];
    let not_type8 = ["amp.record.type8-not-accepted", "bolt4.payload.payment-data-length"];
    let whole = Payload::last_hop().amp_type14(SHARE, SET_ID, 5);
    let alone = Payload::plain().amp_type14(SHARE, SET_ID, 5);
    let empty = Payload::last_hop().other(14, &[]);
    let short = Payload::last_hop().other(14, &[0x22; 63]);
    let relay = Payload::relay().amp_type14(SHARE, SET_ID, 5);
    let type8 = Payload::plain().amp_type8(SHARE, SET_ID, 5);
    let type8_and_total = type8.clone().total_amount_msat(3000);
    let blinded = Payload::plain()
        .encrypted_recipient_data(&[0xaa; 16])
        .current_path_key(&POINT)
        .amp_type14(SHARE, SET_ID, 5)
        .total_amount_msat(3000);
    let swapped = Payload::new()
        .outgoing_cltv_value(800)
        .misplaced(2, Labelled::of("amt_to_forward", [0x03, 0xe8]))
        .amp_type14(SHARE, SET_ID, 5);
    let blinded_relay = Payload::new()
        .encrypted_recipient_data(&[0xaa; 16])
        .current_path_key(&POINT)
        .amp_type14(SHARE, SET_ID, 5);
    let blinded_type8 = Payload::plain()
        .amp_type8(SHARE, SET_ID, 5)
        .encrypted_recipient_data(&[0xaa; 16])
        .current_path_key(&POINT)
        .total_amount_msat(3000);
    let type8_at_relay = Payload::relay().amp_type8(SHARE, SET_ID, 5);
    let both = Payload::plain().amp_type8(SHARE, SET_ID, 5).amp_type14(SHARE, SET_ID, 5);
    let even = Payload::last_hop().amp_type14(SHARE, SET_ID, 5).other(100, &[0x01]);
    let metadata = Payload::last_hop()
        .amp_type14(SHARE, SET_ID, 5)
        .payment_metadata(&[0x01, 0x02, 0x03])
        .other(65537, &[0x09]);
    let no_amount = Payload::new()
        .outgoing_cltv_value(800)
        .payment_data(SECRET, 3000)
        .amp_type14(SHARE, SET_ID, 5);
    let no_channel = Payload::last_hop().amp_type14(SHARE, SET_ID, 5);
    let unknown = |slug: &str, comment: &str, payload: &Payload, neighbour: &str| {
        read(slug, comment, payload)
            .breaks(&not_type14)
            .refused(Class::UnknownEven, payload, 14)
            .near(&format!("bystander/{neighbour}"))
    };
    let too_long = |slug: &str, comment: &str, payload: &Payload| {
        read(slug, comment, payload)
            .breaks(&not_type8)
            .reject(Class::BadLength)
            .at(payload.start_of(8) + 2)
            .of_type(8)
            .near("bystander/total-72057594037927936")
    };
    let cases = vec![
        unknown("amp", "To a reader without AMP the record is unknown and even.", &whole, "final"),
        unknown(
            "amp-without-payment-data",
            "The AMP record is unknown, whatever stands beside it.",
            &alone,
            "final-without-payment-data",
        ),
        unknown("amp-0-bytes", "Whether the record has a value does not matter.", &empty, "final"),
        unknown("amp-63-bytes", "The value of an unknown record is not judged.", &short, "final"),
        unknown("amp-at-relay", "An intermediate hop refuses it as well.", &relay, "relay")
            .intermediate(),
        unknown(
            "amp-and-everything",
            "An AMP record, metadata and a custom record: the rest makes the AMP record no better known.",
            &metadata,
            "final",
        ),
        unknown("amp-and-even-record", "Two unknown even records.", &even, "final").open(),
        too_long("type8-amp", "68 bytes in type 8 are no payment_data.", &type8_and_total),
        too_long("type8-amp-without-total", "68 bytes in type 8, without a total.", &type8),
        read(
            "blinded-final-with-amp",
            "In a blinded path the record is unknown, and too much.",
            &blinded,
        )
        .breaks(&["bolt4.blinded.final-only", not_type14[0]])
        .reject_either(&[Class::UnknownEven, Class::Forbidden])
        .near("bystander/blinded-final"),
        read(
            "blinded-relay-with-amp",
            "Inside of a blinded path the record is unknown, and too much.",
            &blinded_relay,
        )
        .intermediate()
        .breaks(&["bolt4.blinded.intermediate-only", not_type14[0]])
        .reject_either(&[Class::UnknownEven, Class::Forbidden])
        .near("bystander/blinded-relay"),
        read(
            "blinded-final-with-type8-amp",
            "In a blinded path 68 bytes in type 8 are too long for payment_data, which is too much.",
            &blinded_type8,
        )
        .breaks(&["bolt4.blinded.final-only", not_type8[0]])
        .reject_either(&[Class::BadLength, Class::Forbidden])
        .near("bystander/blinded-final"),
        read(
            "type8-amp-at-relay",
            "68 bytes in type 8 at an intermediate hop: too long, and payment_data is too much.",
            &type8_at_relay,
        )
        .intermediate()
        .breaks(&[not_type8[0], "bolt4.payload.payment-data-final-only"])
        .reject_either(&[Class::BadLength, Class::Forbidden])
        .near("bystander/relay"),
        read("both-amp-records", "Both AMP records: one is too long, one unknown.", &both)
            .breaks(&[not_type8[0], not_type14[0]])
            .reject_either(&[Class::BadLength, Class::UnknownEven])
            .near("bystander/total-72057594037927936"),
        read(
            "two-faults-amount-missing-and-amp",
            "No amount, and an AMP record.",
            &no_amount,
        )
        .breaks(&["bolt4.payload.amt-to-forward", not_type14[0]])
        .reject_either(&[Class::Missing, Class::UnknownEven])
        .near("bystander/final"),
        read(
            "amp-read-at-relay",
            "The payload of a final hop at an intermediate one: no channel, and too much else.",
            &no_channel,
        )
        .intermediate()
        .breaks(&[
            "bolt4.payload.short-channel-id",
            "bolt4.payload.payment-data-final-only",
            not_type14[0],
        ])
        .reject_either(&[Class::Missing, Class::Forbidden, Class::UnknownEven])
        .near("bystander/relay"),
        read("two-faults-order-and-amp", "Records out of order, and an AMP record.", &swapped)
            .breaks(&["bolt1.tlv.ascending", not_type14[0]])
            .reject_either(&[Class::Order, Class::UnknownEven])
            .near("bystander/final-without-payment-data"),
    ];
    cases.into_iter().map(|case| case.from(SOURCE)).collect()
}

/// A reader without keysend sees a custom record of an even type, which it keeps or refuses.
fn keysend() -> Vec<Case> {
    let whole = Payload::plain().keysend(PREIMAGE);
    let custom = Payload::plain().other(KEYSEND, &PREIMAGE);
    let value = Labelled::noted_of("keysend_preimage", [0x44; 31], "not 32 bytes");
    let short = Payload::plain().bad_value(KEYSEND, value, 0);
    let kept = json!({
        "amt_to_forward": "1000",
        "outgoing_cltv_value": "800",
        "other": [{ "type": KEYSEND.to_string(), "value": hex(&[0x44; 31]) }],
    });
    let cases = vec![
        read(
            "keysend",
            "keysend is optional: without it this is a custom record of an even type.",
            &whole,
        )
        .obeys(&["blip3.keysend.length", "bolt4.payload.custom-even"])
        .any(vec![
            Answer::Ok(whole.expected()),
            Answer::Ok(custom.expected()),
            rejection(&[Class::UnknownEven]),
        ]),
        read(
            "keysend-31-bytes",
            "Without keysend 31 bytes are a custom record like any other.",
            &short,
        )
        .obeys(&["bolt4.payload.custom-even"])
        .any(vec![rejection(&[Class::BadLength, Class::UnknownEven]), Answer::Ok(object(kept))]),
    ];
    cases.into_iter().map(|case| case.from("bLIP 3, keysend")).collect()
}
