//! `tu16`, `tu32` and `tu64`: decode and encode.

use ampwire_vectors::Class;
use serde_json::json;

use crate::bytes::{Labelled, truncated};
use crate::case::Case;

const SOURCE: &str = "BOLT 1, Fundamental Types: every length from 0 to the width, its smallest and its largest value";

struct Width {
    name: &'static str,
    decode: &'static str,
    encode: &'static str,
    bytes: usize,
    /// One more than the largest value.
    too_large: &'static str,
    /// Values beside the smallest and the largest of each length.
    more: &'static [(u64, &'static str)],
}

const WIDTHS: [Width; 3] = [
    Width {
        name: "tu16",
        decode: "tu16.decode",
        encode: "tu16.encode",
        bytes: 2,
        too_large: "65536",
        more: &[
            (0x0102, "Two different bytes show their order."),
            (0x8000, "A signed reader takes this for negative."),
        ],
    },
    Width {
        name: "tu32",
        decode: "tu32.decode",
        encode: "tu32.encode",
        bytes: 4,
        too_large: "4294967296",
        more: &[
            (0x0102_0304, "Four different bytes show their order."),
            (0x8000_0000, "A signed reader takes this for negative."),
        ],
    },
    Width {
        name: "tu64",
        decode: "tu64.decode",
        encode: "tu64.encode",
        bytes: 8,
        too_large: "18446744073709551616",
        more: &[
            (0x0102_0304_0506_0708, "Eight different bytes show their order."),
            (0x20_0000_0000_0001, "A double can't hold this number: it becomes an even one."),
            (0x8000_0000_0000_0000, "A signed reader takes this for negative."),
        ],
    },
];

pub(super) fn cases() -> Vec<Case> {
    WIDTHS.iter().flat_map(of_width).collect()
}

fn of_width(width: &Width) -> Vec<Case> {
    let mut values = vec![(0, "Zero is the empty string.".to_owned())];
    for length in 1..=width.bytes {
        let words = if length == 1 { "1 byte".to_owned() } else { format!("{length} bytes") };
        values.push((smallest(length), format!("The smallest value of {words}.")));
        values.push((largest(length), format!("The largest value of {words}.")));
    }
    values.extend(width.more.iter().map(|&(value, comment)| (value, comment.to_owned())));

    let mut cases = Vec::new();
    for (value, comment) in values {
        let bytes = Labelled::noted_of("value", truncated(value), &value.to_string());
        let rules = ["bolt1.tu.minimal", "bolt1.tu.length"];
        cases.push(
            decode(width, &value.to_string(), &comment, &bytes)
                .obeys(&rules)
                .ok(json!({ "value": value.to_string() })),
        );
        cases.push(
            Case::new(width.encode, format!("{}-encode/{value}", width.name), comment)
                .with("value", value.to_string())
                .obeys(&rules)
                .ok_bytes(&bytes)
                .from(SOURCE),
        );
    }
    cases.push(
        Case::new(
            width.encode,
            format!("{}-encode/too-large", width.name),
            format!("The smallest value that {} bytes can't hold.", width.bytes),
        )
        .with("value", width.too_large)
        .breaks(&["bolt1.tu.length"])
        .reject(Class::BadValue)
        .near(&format!("{}-encode/{}", width.name, largest(width.bytes)))
        .from(SOURCE),
    );
    for length in 1..=width.bytes {
        let bytes = [vec![0], truncated(largest(length - 1))].concat();
        let slug = format!("leading-zero-in-{length}");
        let comment = if length == 1 {
            "Zero is the empty string, not a zero byte.".to_owned()
        } else {
            format!("A leading zero byte before a value of {} bytes.", length - 1)
        };
        cases.push(not_minimal(width, &slug, &comment, bytes, largest(length - 1)));
    }
    cases.push(not_minimal(
        width,
        "all-zero",
        "Zero in full width: as a fixed integer would have it.",
        vec![0; width.bytes],
        0,
    ));
    let one = [vec![0; width.bytes - 1], vec![1]].concat();
    cases.push(not_minimal(
        width,
        "one-in-full-width",
        "One in full width: as a fixed integer would have it.",
        one,
        1,
    ));
    let too_long = [vec![1], vec![0; width.bytes]].concat();
    let comment = "One byte more than the width.";
    cases.push(
        bad_length(width, "one-byte-too-long", comment, too_long, smallest(width.bytes))
            .reject(Class::BadLength)
            .at(0),
    );
    let twice = vec![0xff; width.bytes * 2];
    let comment = "Twice the width: a reader that keeps the low bytes takes the largest value.";
    cases.push(
        bad_length(width, "twice-the-width", comment, twice, largest(width.bytes))
            .reject(Class::BadLength)
            .at(0),
    );
    let zero_first = [vec![0], truncated(largest(width.bytes))].concat();
    let comment = "Too long and with a leading zero byte: either is a reason.";
    cases.push(
        bad_length(width, "leading-zero-and-too-long", comment, zero_first, largest(width.bytes))
            .breaks(&["bolt1.tu.minimal"])
            .reject_either(&[Class::BadLength, Class::NotMinimal]),
    );
    cases
}

fn not_minimal(width: &Width, slug: &str, comment: &str, bytes: Vec<u8>, neighbour: u64) -> Case {
    decode(width, slug, comment, &Labelled::noted_of("value", bytes, "not minimal"))
        .breaks(&["bolt1.tu.minimal"])
        .reject(Class::NotMinimal)
        .at(0)
        .near(&format!("{}/{neighbour}", width.name))
}

fn bad_length(width: &Width, slug: &str, comment: &str, bytes: Vec<u8>, neighbour: u64) -> Case {
    decode(width, slug, comment, &Labelled::noted_of("value", bytes, "too long"))
        .breaks(&["bolt1.tu.length"])
        .near(&format!("{}/{neighbour}", width.name))
}

fn decode(width: &Width, slug: &str, comment: &str, bytes: &Labelled) -> Case {
    Case::new(width.decode, format!("{}/{slug}", width.name), comment).bytes(bytes).from(SOURCE)
}

/// The smallest value that takes this many bytes.
fn smallest(length: usize) -> u64 {
    1 << (8 * (length - 1))
}

/// The largest value that takes at most this many bytes.
fn largest(length: usize) -> u64 {
    if length == 0 { 0 } else { u64::MAX >> (64 - 8 * length) }
}
