//! Records that no reader knows: odd ones are kept, even ones refused, custom ones left to the application.
//!
//! The types 100, 101 and 102 are free in every known implementation; 19, 20, 66097 and 77777, for example, are not.

use ampwire_vectors::{Answer, Class};

use super::{BOLT, Payload, read};
use crate::case::{Case, rejection};

const CUSTOM: &str =
    "BOLT 1 refuses unknown even types; LND >= 0.9, LDK and eclair keep custom ones";

pub(super) fn cases() -> Vec<Case> {
    [odd(), even(), custom()].concat()
}

fn odd() -> Vec<Case> {
    let odds = |types: &[u64]| {
        types
            .iter()
            .fold(Payload::last_hop(), |payload, tlv_type| payload.other(*tlv_type, &[0x01]))
    };
    let between = Payload::new()
        .other(1, &[])
        .amt_to_forward(1000)
        .other(3, &[0x00])
        .outgoing_cltv_value(800)
        .other(5, &[0xff, 0xff])
        .other(7, &[])
        .payment_data([0x11; 32], 3000)
        .other(9, &[0x00])
        .other(11, &[0x01, 0x02])
        .other(13, &[])
        .other(15, &[0x0f])
        .other(17, &[0x11]);
    let long: Vec<u8> = (0..=u8::MAX).cycle().take(253).collect();
    [
        ("odd-101", "An unknown odd record is no reason to refuse.", odds(&[101])),
        (
            "odd-empty",
            "An unknown odd record without a value is there.",
            Payload::last_hop().other(101, &[]),
        ),
        ("odd-253", "An unknown odd type of three bytes.", odds(&[253])),
        ("odd-65535", "The largest odd type below the custom ones.", odds(&[65535])),
        (
            "odd-several",
            "Several unknown odd records keep their order.",
            odds(&[101, 103, 255, 65535]),
        ),
        (
            "odd-between-known",
            "Unknown odd records stand between known ones, in order of their types.",
            between,
        ),
        (
            "odd-like-records",
            "The value of an unknown record is not read as records.",
            Payload::last_hop().other(101, &[0x0e, 0x00, 0x02, 0x01, 0x00]),
        ),
        (
            "odd-long-value",
            "An unknown record whose length takes three bytes.",
            Payload::last_hop().other(101, &long),
        ),
    ]
    .into_iter()
    .map(|(slug, comment, payload)| {
        read(slug, comment, &payload)
            .obeys(&["bolt4.payload.unknown-odd", "bolt4.payload.unknown-even"])
            .decodes(&payload)
    })
    .collect()
}

fn even() -> Vec<Case> {
    let mut cases: Vec<Case> = [
        ("even-100", 100, [0x01].as_slice(), "An unknown even record is refused."),
        ("even-empty", 100, &[], "An unknown even record is refused also without a value."),
        ("even-254", 254, &[0x01], "An unknown even type of three bytes."),
        ("even-65534", 65534, &[0x01], "The largest even type below the custom ones."),
    ]
    .into_iter()
    .map(|(slug, tlv_type, value, comment)| {
        let payload = Payload::last_hop().other(tlv_type, value);
        read(slug, comment, &payload)
            .breaks(&["bolt4.payload.unknown-even"])
            .refused(Class::UnknownEven, &payload, tlv_type)
            .near("payload/odd-101")
    })
    .collect();
    let zero = Payload::new()
        .other(0, &[])
        .amt_to_forward(1000)
        .outgoing_cltv_value(800)
        .payment_data([0x11; 32], 3000);
    let two = Payload::last_hop().other(100, &[0x01]).other(102, &[0x02]);
    let behind_odd = Payload::last_hop().other(101, &[0x01]).other(102, &[0x02]);
    let relay = Payload::relay().other(100, &[0x01]);
    cases.extend([
        read("even-0", "Type 0 is even and unknown.", &zero)
            .breaks(&["bolt4.payload.unknown-even"])
            .refused(Class::UnknownEven, &zero, 0)
            .near("payload/final"),
        read("even-two", "Two unknown even records: the lower is the first to be refused.", &two)
            .breaks(&["bolt4.payload.unknown-even"])
            .reject(Class::UnknownEven)
            .open()
            .near("payload/odd-101"),
        read(
            "even-behind-odd",
            "The odd record is kept, the even one behind it refused.",
            &behind_odd,
        )
        .breaks(&["bolt4.payload.unknown-even"])
        .refused(Class::UnknownEven, &behind_odd, 102)
        .near("payload/odd-101"),
        read("even-at-relay", "An intermediate hop refuses unknown even records as well.", &relay)
            .intermediate()
            .breaks(&["bolt4.payload.unknown-even"])
            .refused(Class::UnknownEven, &relay, 100)
            .near("payload/relay-with-odd-records"),
    ]);
    cases.into_iter().map(|case| case.from(BOLT)).collect()
}

fn custom() -> Vec<Case> {
    let mut cases: Vec<Case> = [
        (
            "custom-odd-65537",
            Payload::last_hop().other(65537, &[0x01]),
            "The lowest odd custom type.",
        ),
        (
            "custom-odd-empty",
            Payload::last_hop().other(65537, &[]),
            "A custom record without a value is there.",
        ),
        (
            "custom-odd-largest",
            Payload::last_hop().other(u64::MAX, &[0x01]),
            "The largest type there is is odd.",
        ),
        (
            "custom-odd-2-63",
            Payload::last_hop().other(0x8000_0000_0000_0001, &[0x01]),
            "To a signed reader this type is negative.",
        ),
        (
            "custom-odd-several",
            Payload::last_hop()
                .other(101, &[0x01])
                .other(65537, &[0x02])
                .other(4_294_967_297, &[0x03]),
            "Unknown and custom records, in order of their types.",
        ),
    ]
    .into_iter()
    .map(|(slug, payload, comment)| {
        read(slug, comment, &payload)
            .obeys(&["bolt4.payload.unknown-odd"])
            .decodes(&payload)
            .from(BOLT)
    })
    .collect();
    for (slug, payload, comment) in [
        (
            "custom-even-65536",
            Payload::last_hop().other(65536, &[0x01]),
            "The lowest custom type is even.",
        ),
        (
            "custom-even-empty",
            Payload::last_hop().other(65536, &[]),
            "An even custom record without a value.",
        ),
        (
            "custom-even-message",
            Payload::last_hop().other(7_629_168, b"hello"),
            "The usual type for a message is even.",
        ),
        (
            "custom-even-largest",
            Payload::last_hop().other(u64::MAX - 1, &[0x01]),
            "The largest even type.",
        ),
    ] {
        cases.push(either(slug, comment, &payload));
    }
    let relay = Payload::relay().other(65536, &[0x01]);
    cases.push(
        either("custom-even-at-relay", "An even custom record at an intermediate hop.", &relay)
            .intermediate(),
    );
    cases
}

fn either(slug: &str, comment: &str, payload: &Payload) -> Case {
    read(slug, comment, payload)
        .obeys(&["bolt4.payload.custom-even"])
        .any(vec![Answer::Ok(payload.expected()), rejection(&[Class::UnknownEven])])
        .from(CUSTOM)
}
