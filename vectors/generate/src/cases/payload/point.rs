//! The path key in a payload as a point: its length, its prefix, and whether it is on the curve.

use ampwire_vectors::Class;

use super::blinded::DATA;
use super::{Payload, read};
use crate::bytes::Labelled;
use crate::case::Case;
use crate::cases::samples::POINT;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for length in [0, 1, 32, 34, 65] {
        let mut bytes = [POINT.as_slice(), &[0; 32]].concat();
        bytes.truncate(length);
        let value = Labelled::noted_of("current_path_key", bytes, "not 33 bytes");
        let payload = Payload::plain()
            .encrypted_recipient_data(&DATA)
            .bad_value(12, value, 0)
            .total_amount_msat(3000);
        cases.push(
            read(&format!("path-key-{length}-bytes"), "A path key is 33 bytes.", &payload)
                .breaks(&["bolt4.blinded.path-key-length"])
                .broken(Class::BadLength, &payload)
                .near("payload/blinded-final"),
        );
    }
    let with_prefix = |prefix: u8| {
        let mut point = POINT;
        point[0] = prefix;
        point
    };
    let with_coordinate = |coordinate: [u8; 32]| {
        let mut point = POINT;
        point[1..].copy_from_slice(&coordinate);
        point
    };
    let mut five = [0; 32];
    five[31] = 5;
    // The field's prime plus one: one, to a reader that reduces. One is the first coordinate of a point.
    let mut beyond_prime = [0xff; 32];
    beyond_prime[27..].copy_from_slice(&[0xfe, 0xff, 0xff, 0xfc, 0x30]);
    for (slug, comment, point) in [
        ("path-key-prefix-00", "The prefix of no point.", with_prefix(0x00)),
        ("path-key-prefix-04", "The prefix of an uncompressed point.", with_prefix(0x04)),
        ("path-key-prefix-06", "The prefix of a hybrid point.", with_prefix(0x06)),
        ("path-key-zero", "33 zero bytes.", [0; 33]),
        (
            "path-key-off-curve",
            "No point of the curve has 5 as its first coordinate.",
            with_coordinate(five),
        ),
        (
            "path-key-beyond-prime",
            "A first coordinate above the field's prime; reduced it would be 1, which a point has.",
            with_coordinate(beyond_prime),
        ),
        (
            "path-key-all-ones",
            "The largest first coordinate, above the field's prime.",
            with_coordinate([0xff; 32]),
        ),
    ] {
        let value = Labelled::noted_of("current_path_key", point, "not a point");
        let payload = Payload::plain()
            .encrypted_recipient_data(&DATA)
            .bad_value(12, value, 0)
            .total_amount_msat(3000);
        cases.push(
            read(slug, comment, &payload)
                .breaks(&["bolt4.blinded.path-key-point"])
                .broken(Class::BadValue, &payload)
                .near("payload/blinded-final"),
        );
    }
    cases.extend(at_relay());
    cases
}

/// An intermediate hop looks at its path key as closely.
fn at_relay() -> Vec<Case> {
    let mut off_curve = [0; 33];
    off_curve[0] = 0x02;
    off_curve[32] = 0x05;
    [
        (
            "path-key-32-bytes-at-relay",
            "A path key of 32 bytes, at an intermediate hop.",
            &POINT[..32],
            "not 33 bytes",
            "bolt4.blinded.path-key-length",
            Class::BadLength,
        ),
        (
            "path-key-off-curve-at-relay",
            "A path key that is no point, at an intermediate hop.",
            &off_curve,
            "not a point",
            "bolt4.blinded.path-key-point",
            Class::BadValue,
        ),
    ]
    .into_iter()
    .map(|(slug, comment, bytes, note, rule, class)| {
        let value = Labelled::noted_of("current_path_key", bytes, note);
        let payload = Payload::new().encrypted_recipient_data(&DATA).bad_value(12, value, 0);
        read(slug, comment, &payload)
            .intermediate()
            .breaks(&[rule])
            .broken(class, &payload)
            .near("payload/blinded-relay")
    })
    .collect()
}
