//! Two faults at once. Which is found first depends on how a reader goes about it, so every class that is right counts.

use ampwire_vectors::Class;

use super::{Payload, read};
use crate::bytes::{Labelled, Width, bigsize_in};
use crate::case::Case;
use crate::cases::samples::SECRET;

const SOURCE: &str = "the order of checks, which BOLT 4 leaves open";

const UNKNOWN: &str = "bolt4.payload.unknown-even";
const EXPIRY: &str = "bolt4.payload.outgoing-cltv-value";
const CHANNEL: &str = "bolt4.payload.short-channel-id";
const ASCENDING: &str = "bolt1.tlv.ascending";

pub(super) fn cases() -> Vec<Case> {
    let value = |bytes: &[u8]| Labelled::of("value", bytes);
    let missing_and_even =
        Payload::new().amt_to_forward(1000).payment_data(SECRET, 3000).other(100, &[0x01]);
    let length_then_order =
        Payload::plain().bad_value(8, value(&[0x11; 31]), 0).misplaced(4, value(&[0x03, 0x20]));
    let order_then_length = Payload::new()
        .outgoing_cltv_value(800)
        .misplaced(2, value(&[1; 9]))
        .payment_data(SECRET, 3000);
    let channel_and_data = Payload::plain().payment_data(SECRET, 3000).other(101, &[0x01]);
    let even_then_cut = Payload::last_hop().other(100, &[]).bad_length_field(
        101,
        &[0x02],
        "2, 1 there",
        value(&[0x01]),
    );
    let twice_not_minimal = Payload::new()
        .amt_to_forward(1000)
        .misplaced(2, value(&[0x00]))
        .outgoing_cltv_value(800)
        .payment_data(SECRET, 3000);
    let even_in_long_form = Payload::last_hop().bad_type(
        &bigsize_in(Width::Two, 100),
        "100, not minimal",
        Labelled::of("length", [0x00]),
    );
    let final_channel_and_even = Payload::relay().payment_data(SECRET, 3000).other(100, &[0x01]);
    let missing_then_cut = Payload::new().amt_to_forward(1000).bad_length_field(
        8,
        &[0x22],
        "34, 32 there",
        value(&SECRET),
    );
    let amp_length_and_even =
        Payload::last_hop().bad_value(14, value(&[0x22; 63]), 0).other(100, &[0x01]);
    vec![
        read(
            "two-faults-expiry-missing-and-even-record",
            "No expiry, and an unknown even record.",
            &missing_and_even,
        )
        .breaks(&[EXPIRY, UNKNOWN])
        .reject_either(&[Class::Missing, Class::UnknownEven])
        .near("payload/final"),
        read(
            "two-faults-length-then-order",
            "payment_data of a wrong length, then a record out of order.",
            &length_then_order,
        )
        .breaks(&["bolt4.payload.payment-data-length", ASCENDING])
        .reject_either(&[Class::BadLength, Class::Order, Class::Duplicate])
        .near("payload/final"),
        read(
            "two-faults-order-and-length",
            "A record that is out of order and too long.",
            &order_then_length,
        )
        .breaks(&[ASCENDING, "bolt1.tu.length"])
        .reject_either(&[Class::Order, Class::BadLength])
        .near("payload/final"),
        read(
            "two-faults-channel-missing-and-payment-data",
            "An intermediate hop without a channel, with payment_data.",
            &channel_and_data,
        )
        .intermediate()
        .breaks(&[CHANNEL, "bolt4.payload.payment-data-final-only"])
        .reject_either(&[Class::Missing, Class::Forbidden])
        .near("payload/relay-with-odd-records"),
        read(
            "two-faults-even-record-then-cut",
            "An unknown even record, then one that is cut.",
            &even_then_cut,
        )
        .breaks(&[UNKNOWN, "bolt1.tlv.value-complete"])
        .reject_either(&[Class::Truncated, Class::UnknownEven])
        .near("payload/odd-101"),
        read(
            "two-faults-duplicate-not-minimal",
            "An amount twice, the second with a leading zero byte.",
            &twice_not_minimal,
        )
        .breaks(&["bolt1.tlv.no-duplicate", "bolt1.tu.minimal"])
        .reject_either(&[Class::Duplicate, Class::NotMinimal])
        .near("payload/final"),
        read(
            "two-faults-even-type-not-minimal",
            "An unknown even type, in a longer form.",
            &even_in_long_form,
        )
        .breaks(&["bolt1.tlv.type-minimal", UNKNOWN])
        .reject_either(&[Class::NotMinimal, Class::UnknownEven])
        .near("payload/final"),
        read(
            "two-faults-short-channel-id-and-even-record",
            "short_channel_id at a final hop, and an unknown even record.",
            &final_channel_and_even,
        )
        .breaks(&["bolt4.payload.short-channel-id-final", UNKNOWN])
        .reject_either(&[Class::Forbidden, Class::UnknownEven])
        .near("payload/odd-101"),
        read(
            "two-faults-expiry-missing-then-cut",
            "No expiry, and payment_data that is cut.",
            &missing_then_cut,
        )
        .breaks(&[EXPIRY, "bolt1.tlv.value-complete"])
        .reject_either(&[Class::Truncated, Class::Missing])
        .near("payload/final"),
        read(
            "two-faults-amp-length-and-even-record",
            "An AMP record of a wrong length, and an unknown even record.",
            &amp_length_and_even,
        )
        .breaks(&["amp.record.length", UNKNOWN])
        .reject_either(&[Class::BadLength, Class::UnknownEven])
        .near("payload/amp-index-no-byte"),
    ]
    .into_iter()
    .map(|case| case.from(SOURCE))
    .collect()
}
