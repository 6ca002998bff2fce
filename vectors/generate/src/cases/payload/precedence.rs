//! Two rules on what has to be there and what may not, broken at once. A reader may find either first.
//!
//! This project judges a stream from front to back, then the presence of records, and last whether a point is on the
//! curve. Where two faults are of one class, the record that is named first is left open.

use ampwire_vectors::Class;

use super::blinded::{DATA, FINAL, RELAY, final_without_total, keyless_final, whole_relay};
use super::{Payload, read};
use crate::bytes::Labelled;
use crate::case::Case;
use crate::cases::samples::{POINT, SECRET, SET_ID, SHARE};

const SOURCE: &str = "the order of checks, which BOLT 4 leaves open";

const AMOUNT: &str = "bolt4.payload.amt-to-forward";
const EXPIRY: &str = "bolt4.payload.outgoing-cltv-value";
const CHANNEL: &str = "bolt4.payload.short-channel-id";
const CHANNEL_FINAL: &str = "bolt4.payload.short-channel-id-final";
const DATA_FINAL: &str = "bolt4.payload.payment-data-final-only";
const AMP_FINAL: &str = "amp.record.final-only";
const UNKNOWN: &str = "bolt4.payload.unknown-even";
const ALONE: &str = "bolt4.blinded.path-key-alone";
const ABSENT: &str = "bolt4.blinded.path-key-missing";
const TWICE: &str = "bolt4.blinded.path-key-twice";
const TOTAL: &str = "bolt4.blinded.total-amount-msat";
const POINT_RULE: &str = "bolt4.blinded.path-key-point";
const CONFLICT: &str = "amp.record.conflict";

pub(super) fn cases() -> Vec<Case> {
    let cases = [clear(), path_key(), blinded(), type8(), off_curve()].concat();
    cases.into_iter().map(|case| case.from(SOURCE)).collect()
}

/// Two faults of different classes, or of one class at different records.
fn faults(
    slug: &str,
    comment: &str,
    payload: &Payload,
    rules: &[&'static str],
    classes: &[Class],
) -> Case {
    read(&format!("two-faults-{slug}"), comment, payload).breaks(rules).reject_either(classes)
}

/// Outside of blinded paths.
fn clear() -> Vec<Case> {
    let channel_no_amount =
        Payload::new().outgoing_cltv_value(800).short_channel_id(1).payment_data(SECRET, 3000);
    let channel_no_expiry =
        Payload::new().amt_to_forward(1000).short_channel_id(1).payment_data(SECRET, 3000);
    let amp_no_expiry =
        Payload::new().amt_to_forward(1000).short_channel_id(1).amp_type14(SHARE, SET_ID, 5);
    let amp_no_channel = Payload::plain().amp_type14(SHARE, SET_ID, 5);
    let data_and_even = Payload::relay().payment_data(SECRET, 3000).other(100, &[0x01]);
    let amp_and_even = Payload::relay().amp_type14(SHARE, SET_ID, 5).other(100, &[0x01]);
    let no_amount_and_even =
        Payload::new().outgoing_cltv_value(800).short_channel_id(1).other(100, &[0x01]);
    let no_channel_and_even = Payload::plain().other(100, &[0x01]);
    let missing_or_forbidden = [Class::Missing, Class::Forbidden];
    let forbidden_or_even = [Class::Forbidden, Class::UnknownEven];
    let missing_or_even = [Class::Missing, Class::UnknownEven];
    let relay = |case: Case, neighbour: &str| case.intermediate().near(neighbour);
    vec![
        faults(
            "amount-missing-and-channel",
            "A final hop without an amount, with short_channel_id.",
            &channel_no_amount,
            &[AMOUNT, CHANNEL_FINAL],
            &missing_or_forbidden,
        )
        .near("payload/final"),
        faults(
            "expiry-missing-and-channel",
            "A final hop without an expiry, with short_channel_id.",
            &channel_no_expiry,
            &[EXPIRY, CHANNEL_FINAL],
            &missing_or_forbidden,
        )
        .near("payload/final"),
        relay(
            faults(
                "amount-missing-and-payment-data-at-relay",
                "An intermediate hop without an amount, with payment_data.",
                &channel_no_amount,
                &[AMOUNT, DATA_FINAL],
                &missing_or_forbidden,
            ),
            "payload/relay-channel-1",
        ),
        relay(
            faults(
                "expiry-missing-and-amp-at-relay",
                "An intermediate hop without an expiry, with an AMP record.",
                &amp_no_expiry,
                &[EXPIRY, AMP_FINAL],
                &missing_or_forbidden,
            ),
            "payload/relay-channel-1",
        ),
        relay(
            faults(
                "channel-missing-and-amp",
                "An intermediate hop without a channel, with an AMP record.",
                &amp_no_channel,
                &[CHANNEL, AMP_FINAL],
                &missing_or_forbidden,
            ),
            "payload/relay",
        ),
        relay(
            faults(
                "payment-data-and-even-record-at-relay",
                "payment_data at an intermediate hop, and an unknown even record.",
                &data_and_even,
                &[DATA_FINAL, UNKNOWN],
                &forbidden_or_even,
            ),
            "payload/relay",
        ),
        relay(
            faults(
                "amp-and-even-record-at-relay",
                "An AMP record at an intermediate hop, and an unknown even record.",
                &amp_and_even,
                &[AMP_FINAL, UNKNOWN],
                &forbidden_or_even,
            ),
            "payload/relay",
        ),
        relay(
            faults(
                "amount-missing-and-even-record-at-relay",
                "An intermediate hop without an amount, with an unknown even record.",
                &no_amount_and_even,
                &[AMOUNT, UNKNOWN],
                &missing_or_even,
            ),
            "payload/relay-channel-1",
        ),
        relay(
            faults(
                "channel-missing-and-even-record",
                "An intermediate hop without a channel, with an unknown even record.",
                &no_channel_and_even,
                &[CHANNEL, UNKNOWN],
                &missing_or_even,
            ),
            "payload/relay",
        ),
    ]
}

/// Where the path key is, and something else.
fn path_key() -> Vec<Case> {
    let alone_no_amount =
        Payload::new().outgoing_cltv_value(800).payment_data(SECRET, 3000).current_path_key(&POINT);
    let alone_and_even = Payload::last_hop().current_path_key(&POINT).other(100, &[0x01]);
    let alone_at_relay = Payload::relay().current_path_key(&POINT);
    let no_key_no_amount = Payload::new()
        .outgoing_cltv_value(800)
        .encrypted_recipient_data(&DATA)
        .total_amount_msat(3000);
    let no_key_no_total = Payload::plain().encrypted_recipient_data(&DATA);
    let no_key_and_data =
        Payload::last_hop().encrypted_recipient_data(&DATA).total_amount_msat(3000);
    let no_key_and_even = keyless_final().other(100, &[0x01]);
    let two_keys_and_odd = whole_relay().other(101, &[0x01]);
    vec![
        read(
            "two-path-keys-alone-at-relay",
            "Two path keys, and no encrypted data.",
            &alone_at_relay,
        )
        .intermediate()
        .path_key_in_htlc()
        .breaks(&[ALONE, TWICE])
        .reject_either(&[Class::Forbidden, Class::Missing])
        .near("payload/relay"),
        faults(
            "path-key-alone-and-amount-missing",
            "A path key without encrypted data, and no amount.",
            &alone_no_amount,
            &[ALONE, AMOUNT],
            &[Class::Missing],
        )
        .near("payload/final"),
        faults(
            "path-key-alone-and-even-record",
            "A path key without encrypted data, and an unknown even record.",
            &alone_and_even,
            &[ALONE, UNKNOWN],
            &[Class::Missing, Class::UnknownEven],
        )
        .near("payload/final"),
        faults(
            "no-path-key-and-amount-missing",
            "Encrypted data without a path key, and no amount.",
            &no_key_no_amount,
            &[ABSENT, AMOUNT],
            &[Class::Missing],
        )
        .lnd_refuses(Class::Forbidden)
        .near("payload/blinded-final"),
        faults(
            "no-path-key-and-total-missing",
            "Encrypted data without a path key, and no total.",
            &no_key_no_total,
            &[ABSENT, TOTAL],
            &[Class::Missing],
        )
        .lnd_refuses(Class::Forbidden)
        .near("payload/blinded-final"),
        faults(
            "no-path-key-and-payment-data",
            "Encrypted data without a path key, and payment_data.",
            &no_key_and_data,
            &[ABSENT, FINAL],
            &[Class::Missing, Class::Forbidden],
        )
        .near("payload/blinded-final"),
        faults(
            "no-path-key-and-even-record",
            "Encrypted data without a path key, and an unknown even record.",
            &no_key_and_even,
            &[ABSENT, UNKNOWN, FINAL],
            &[Class::Missing, Class::UnknownEven, Class::Forbidden],
        )
        .near("payload/blinded-final"),
        faults(
            "two-path-keys-and-total-missing",
            "A path key in the payload and one with the HTLC, and no total.",
            &final_without_total(),
            &[TWICE, TOTAL],
            &[Class::Forbidden, Class::Missing],
        )
        .path_key_in_htlc()
        .near("payload/blinded-final"),
        faults(
            "two-path-keys-and-odd-record",
            "A path key in the payload and one with the HTLC, and a record too many.",
            &two_keys_and_odd,
            &[TWICE, RELAY],
            &[Class::Forbidden],
        )
        .intermediate()
        .path_key_in_htlc()
        .near("payload/blinded-relay"),
    ]
}

/// Inside of blinded paths.
fn blinded() -> Vec<Case> {
    let data_no_total =
        Payload::last_hop().encrypted_recipient_data(&DATA).current_path_key(&POINT);
    let even_no_total = final_without_total().other(100, &[0x01]);
    let odd_no_amount = Payload::new()
        .outgoing_cltv_value(800)
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .total_amount_msat(3000)
        .other(101, &[0x01]);
    let channel_and_even = Payload::relay()
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .total_amount_msat(3000)
        .other(100, &[0x01]);
    let amount_and_even = Payload::new()
        .amt_to_forward(1000)
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .other(100, &[0x01]);
    let channel_and_data = Payload::new()
        .short_channel_id(1)
        .payment_data(SECRET, 3000)
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT);
    vec![
        faults(
            "blinded-payment-data-and-total-missing",
            "payment_data in a blinded path, in the place of total_amount_msat.",
            &data_no_total,
            &[FINAL, TOTAL],
            &[Class::Forbidden, Class::Missing],
        )
        .near("payload/blinded-final"),
        faults(
            "blinded-even-record-and-total-missing",
            "An unknown even record in a blinded path, and no total.",
            &even_no_total,
            &[UNKNOWN, FINAL, TOTAL],
            &[Class::UnknownEven, Class::Forbidden, Class::Missing],
        )
        .near("payload/blinded-final"),
        faults(
            "blinded-amount-missing-and-odd-record",
            "No amount at the final hop of a blinded path, and a record too many.",
            &odd_no_amount,
            &[AMOUNT, FINAL],
            &[Class::Missing, Class::Forbidden],
        )
        .near("payload/blinded-final"),
        faults(
            "blinded-channel-and-even-record",
            "short_channel_id at the final hop of a blinded path, and an unknown even record.",
            &channel_and_even,
            &[CHANNEL_FINAL, FINAL, UNKNOWN],
            &[Class::Forbidden, Class::UnknownEven],
        )
        .near("payload/blinded-final"),
        faults(
            "blinded-relay-amount-and-even-record",
            "An amount inside of a blinded path, and an unknown even record.",
            &amount_and_even,
            &[RELAY, UNKNOWN],
            &[Class::Forbidden, Class::UnknownEven],
        )
        .intermediate()
        .near("payload/blinded-relay"),
        faults(
            "blinded-relay-channel-and-payment-data",
            "Two records too many inside of a blinded path.",
            &channel_and_data,
            &[RELAY, DATA_FINAL],
            &[Class::Forbidden],
        )
        .intermediate()
        .near("payload/blinded-relay"),
    ]
}

/// Readers of the AMP record of type 8.
fn type8() -> Vec<Case> {
    let record = || Payload::plain().amp_type8(SHARE, SET_ID, 5);
    let even_no_total = record().other(100, &[0x01]);
    let no_channel = record().total_amount_msat(3000);
    let both_at_relay = Payload::relay()
        .amp_type8(SHARE, SET_ID, 5)
        .amp_type14(SHARE, SET_ID, 5)
        .total_amount_msat(3000);
    let both_blinded = record()
        .encrypted_recipient_data(&DATA)
        .current_path_key(&POINT)
        .amp_type14(SHARE, SET_ID, 5)
        .total_amount_msat(3000);
    vec![
        faults(
            "type8-even-record-and-total-missing",
            "An AMP record of type 8 without a total, and an unknown even record.",
            &even_no_total,
            &["amp.payload.type8-total", UNKNOWN],
            &[Class::UnknownEven, Class::Missing],
        )
        .layouts(&["type8"])
        .near("payload/type8-amp"),
        faults(
            "type8-channel-missing",
            "An intermediate hop without a channel, with an AMP record of type 8.",
            &no_channel,
            &[CHANNEL, AMP_FINAL],
            &[Class::Missing, Class::Forbidden],
        )
        .intermediate()
        .layouts(&["type8"])
        .near("payload/type8-relay"),
        faults(
            "conflict-at-relay",
            "Two AMP records at an intermediate hop.",
            &both_at_relay,
            &[AMP_FINAL, CONFLICT],
            &[Class::Forbidden, Class::Conflict],
        )
        .intermediate()
        .layouts(&["type8", "type14"])
        .near("payload/both-relay"),
        faults(
            "conflict-blinded",
            "Two AMP records at the final hop of a blinded path.",
            &both_blinded,
            &[CONFLICT, FINAL],
            &[Class::Conflict, Class::Forbidden],
        )
        .layouts(&["type8", "type14"])
        .near("payload/blinded-final"),
    ]
}

/// A path key that is no point, and something else: finding out takes an implementation of the curve.
fn off_curve() -> Vec<Case> {
    let mut five = [0; 33];
    five[0] = 0x02;
    five[32] = 0x05;
    let key = |payload: Payload| {
        payload.bad_value(12, Labelled::noted_of("current_path_key", five, "not a point"), 0)
    };
    let no_total = key(Payload::plain().encrypted_recipient_data(&DATA));
    let no_amount = key(Payload::new().outgoing_cltv_value(800).encrypted_recipient_data(&DATA))
        .total_amount_msat(3000);
    let data = key(Payload::last_hop().encrypted_recipient_data(&DATA)).total_amount_msat(3000);
    let even = key(Payload::plain().encrypted_recipient_data(&DATA))
        .total_amount_msat(3000)
        .other(100, &[0x01]);
    let whole = key(Payload::plain().encrypted_recipient_data(&DATA)).total_amount_msat(3000);
    let alone = key(Payload::last_hop());
    let relay = key(Payload::new().amt_to_forward(1000).encrypted_recipient_data(&DATA));
    let cut = key(Payload::plain().encrypted_recipient_data(&DATA)).bad_length_field(
        18,
        &[0x02],
        "2, 1 there",
        Labelled::of("total_amount_msat", [0x0b]),
    );
    let too_short = Payload::plain().encrypted_recipient_data(&DATA).bad_value(
        12,
        Labelled::noted_of("current_path_key", [0x02; 32], "not 33 bytes"),
        0,
    );
    vec![
        faults(
            "off-curve-and-total-missing",
            "A path key that is no point, and no total.",
            &no_total,
            &[POINT_RULE, TOTAL],
            &[Class::BadValue, Class::Missing],
        )
        .near("payload/blinded-final"),
        faults(
            "off-curve-and-amount-missing",
            "A path key that is no point, and no amount.",
            &no_amount,
            &[POINT_RULE, AMOUNT],
            &[Class::BadValue, Class::Missing],
        )
        .near("payload/blinded-final"),
        faults(
            "off-curve-and-payment-data",
            "A path key that is no point, and payment_data in a blinded path.",
            &data,
            &[POINT_RULE, FINAL],
            &[Class::BadValue, Class::Forbidden],
        )
        .near("payload/blinded-final"),
        faults(
            "off-curve-and-even-record",
            "A path key that is no point, and an unknown even record.",
            &even,
            &[POINT_RULE, UNKNOWN, FINAL],
            &[Class::BadValue, Class::UnknownEven, Class::Forbidden],
        )
        .near("payload/blinded-final"),
        faults(
            "off-curve-and-two-path-keys",
            "A path key that is no point, and one with the HTLC.",
            &whole,
            &[POINT_RULE, TWICE],
            &[Class::BadValue, Class::Forbidden],
        )
        .path_key_in_htlc()
        .near("payload/blinded-final"),
        faults(
            "off-curve-alone",
            "A path key that is no point, and no encrypted data.",
            &alone,
            &[POINT_RULE, ALONE],
            &[Class::BadValue, Class::Missing],
        )
        .near("payload/final"),
        faults(
            "off-curve-and-amount-at-relay",
            "A path key that is no point, and an amount inside of a blinded path.",
            &relay,
            &[POINT_RULE, RELAY],
            &[Class::BadValue, Class::Forbidden],
        )
        .intermediate()
        .near("payload/blinded-relay"),
        faults(
            "off-curve-then-cut",
            "A path key that is no point, then a record that is cut.",
            &cut,
            &[POINT_RULE, "bolt1.tlv.value-complete"],
            &[Class::BadValue, Class::Truncated],
        )
        .near("payload/blinded-final"),
        faults(
            "path-key-length-and-total-missing",
            "A path key of 32 bytes, and no total.",
            &too_short,
            &["bolt4.blinded.path-key-length", TOTAL],
            &[Class::BadLength, Class::Missing],
        )
        .near("payload/blinded-final"),
    ]
}
