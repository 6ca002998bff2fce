//! `bigsize.decode` and `bigsize.encode`.

use ampwire_vectors::Class;
use serde_json::json;

use crate::bytes::{Labelled, Width, bigsize, bigsize_in, length_of};
use crate::case::Case;

const SOURCE: &str = "BOLT 1, Appendix A: the boundaries of the four forms, and traps between them";

/// Slug, value, and what it shows.
const VALUES: &[(&str, u64, &str)] = &[
    ("0", 0, "Zero is one zero byte."),
    ("1", 1, "One byte is the value itself."),
    ("252", 252, "The largest value of one byte."),
    ("253", 253, "The smallest value of three bytes."),
    ("254", 254, "The byte fe inside of a three-byte form is no prefix."),
    ("255", 255, "The byte ff inside of a three-byte form is no prefix."),
    ("256", 256, "The most significant byte comes first: read the other way round this is 1."),
    (
        "64512",
        0xfc00,
        "Read with the least significant byte first this would be 252, in a form that is not minimal.",
    ),
    ("65535", 0xffff, "The largest value of three bytes."),
    ("65536", 0x1_0000, "The smallest value of five bytes."),
    ("16909060", 0x0102_0304, "Four different bytes show their order."),
    ("2147483647", 0x7fff_ffff, "The largest signed value of 32 bits."),
    ("2147483648", 0x8000_0000, "A signed 32-bit reader takes this for a negative number."),
    ("4294967295", 0xffff_ffff, "The largest value of five bytes."),
    ("4294967296", 0x1_0000_0000, "The smallest value of nine bytes; cut to 32 bits it is 0."),
    (
        "9007199254740993",
        0x20_0000_0000_0001,
        "A double can't hold this number: it becomes an even one.",
    ),
    ("72623859790382856", 0x0102_0304_0506_0708, "Eight different bytes show their order."),
    ("9223372036854775807", 0x7fff_ffff_ffff_ffff, "The largest signed value of 64 bits."),
    (
        "9223372036854775808",
        0x8000_0000_0000_0000,
        "A signed 64-bit reader takes this for a negative number.",
    ),
    ("18446744073709551615", u64::MAX, "The largest value; a signed reader says -1."),
];

/// Bytes, their form, the neighbour's slug, and what they hold.
const WIDER: &[(Width, u64, &str)] = &[
    (Width::Two, 0, "253"),
    (Width::Two, 1, "253"),
    (Width::Two, 252, "253"),
    (Width::Four, 0, "65536"),
    (Width::Four, 252, "65536"),
    (Width::Four, 253, "65536"),
    (Width::Four, 0xffff, "65536"),
    (Width::Eight, 0, "4294967296"),
    (Width::Eight, 252, "4294967296"),
    (Width::Eight, 0xffff, "4294967296"),
    (Width::Eight, 0x1_0000, "4294967296"),
    (Width::Eight, 0xffff_ffff, "4294967296"),
];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for &(slug, value, comment) in VALUES {
        let bytes = Labelled::noted_of("value", bigsize(value), &value.to_string());
        cases.push(
            decode(slug, comment, &bytes)
                .obeys(&["bolt1.bigsize.big-endian", "bolt1.bigsize.minimal"])
                .ok(json!({ "value": value.to_string(), "length": bytes.len().to_string() })),
        );
        cases.push(
            Case::new("bigsize.encode", format!("bigsize-encode/{slug}"), comment)
                .with("value", value.to_string())
                .obeys(&["bolt1.bigsize.big-endian", "bolt1.bigsize.minimal"])
                .ok_bytes(&bytes)
                .from(SOURCE),
        );
    }
    for (slug, value, rest) in [
        ("one-byte-and-more", 0, [0x00].as_slice()),
        ("252-and-more", 252, &[0xff, 0xff]),
        ("253-and-more", 253, &[0x00]),
        ("65536-and-more", 0x1_0000, &[0xfd]),
        ("largest-and-more", u64::MAX, &[0xff]),
    ] {
        let bytes =
            Labelled::noted_of("value", bigsize(value), &value.to_string()).part("rest", rest);
        let length = bytes.len() - length_of(rest);
        cases.push(
            decode(slug, "Only the BigSize is read; the bytes behind it are left.", &bytes)
                .obeys(&["bolt1.bigsize.big-endian", "bolt1.bigsize.complete"])
                .ok(json!({ "value": value.to_string(), "length": length.to_string() })),
        );
    }
    cases.extend(WIDER.iter().map(|&(width, value, neighbour)| {
        let bytes = bigsize_in(width, value);
        let slug = format!("not-minimal-{value}-in-{}", bytes.len());
        let comment = format!("{value} in {} bytes is longer than it need be.", bytes.len());
        decode(&slug, &comment, &Labelled::noted_of("value", bytes, "not minimal"))
            .breaks(&["bolt1.bigsize.minimal"])
            .reject(Class::NotMinimal)
            .at(0)
            .near(&format!("bigsize/{neighbour}"))
    }));
    cases.push(cut("empty", "No byte at all is no BigSize: not zero.", &[], "0"));
    for (width, value, neighbour) in [
        (Width::Two, 256, "256"),
        (Width::Four, 0x0102_0304, "16909060"),
        (Width::Eight, 0x0102_0304_0506_0708, "72623859790382856"),
    ] {
        let whole = bigsize_in(width, value);
        for length in 1..whole.len() {
            let slug = format!("cut-{:02x}-after-{length}", whole[0]);
            let comment = format!(
                "The first byte promises {} more, {} are there.",
                whole.len() - 1,
                length - 1
            );
            cases.push(cut(&slug, &comment, &whole[..length], neighbour));
        }
    }
    cases
}

fn cut(slug: &str, comment: &str, bytes: &[u8], neighbour: &str) -> Case {
    decode(slug, comment, &Labelled::noted_of("value", bytes, "cut"))
        .breaks(&["bolt1.bigsize.complete"])
        .reject(Class::Truncated)
        .at(0)
        .near(&format!("bigsize/{neighbour}"))
}

fn decode(slug: &str, comment: &str, bytes: &Labelled) -> Case {
    Case::new("bigsize.decode", format!("bigsize/{slug}"), comment).bytes(bytes).from(SOURCE)
}
