//! Which bits are set, read and written.

use ampwire_vectors::{Class, Level};
use serde_json::json;

use super::{BITS, BOLT_1, BOTH, LENGTH, MINIMAL, numbers};
use crate::bytes::Labelled;
use crate::case::Case;

/// The bits at the bounds of bytes, of integers, of what an invoice can hold, and around AMP's pair.
const SINGLE: &[(u32, &str)] = &[
    (0, "The lowest bit of the last byte."),
    (7, "The highest bit of the last byte."),
    (8, "The lowest bit of the byte before it."),
    (15, "The highest bit of two bytes."),
    (16, "The lowest bit of the third byte from the end."),
    (29, "The bit below AMP's pair."),
    (30, "AMP, required."),
    (31, "AMP, optional; the highest bit of four bytes."),
    (32, "The lowest bit that 32 bits can't hold."),
    (39, "The highest bit of five bytes, and of eight symbols of an invoice."),
    (40, "The lowest bit of six bytes, and of nine symbols of an invoice."),
    (63, "The highest bit that 64 bits can hold."),
    (64, "The lowest bit that 64 bits can't hold."),
    (255, "The highest bit of 32 bytes."),
    (256, "The lowest bit of 33 bytes."),
    (5114, "The highest bit that an invoice can hold."),
];

/// Slug, bits, and what they show.
const SEVERAL: &[(&str, &[u32], &str)] = &[
    ("none", &[], "No bit is no byte."),
    ("amp-required", &[8, 14, 30], "An AMP invoice as LND makes it: each feature is required."),
    ("amp-optional", &[9, 15, 31], "The features of a payee of AMP, each of them optional."),
    ("pair", &[8, 9], "Both bits of a pair are two bits."),
    ("amp-pair", &[30, 31], "Both bits of AMP's pair."),
    ("whole-byte", &[0, 1, 2, 3, 4, 5, 6, 7], "Every bit of a byte."),
    ("ends-of-bytes", &[0, 7, 8, 15], "The first and the last bit of two bytes."),
    ("ends-of-two-bytes", &[0, 15], "The first and the last bit of all."),
    (
        "reading-direction",
        &[1, 8],
        "Two different bytes show their order: read the other way round these are 0 and 9.",
    ),
    ("apart", &[0, 64, 255], "Bits far apart, with zero bytes between them."),
    ("ordinary-invoice", &[8, 14, 17, 25, 49], "An ordinary invoice's features."),
    (
        "ordinary-node",
        &[1, 5, 7, 8, 11, 12, 14, 17, 19, 23, 25, 27, 31, 45, 47, 51, 61],
        "An ordinary node's features.",
    ),
];

pub(super) fn cases() -> Vec<Case> {
    [both_ways(), leading_zeros(), written()].concat()
}

/// The bytes of a vector: eight bits each, the lowest last.
fn bytes(bits: &[u32]) -> Vec<u8> {
    let length = bits.iter().max().map_or(0, |highest| highest / 8 + 1);
    (0..length)
        .rev()
        .map(|place| {
            let inside = bits.iter().filter(|bit| **bit / 8 == place);
            inside.fold(0, |byte, bit| byte | 1 << (bit % 8))
        })
        .collect()
}

/// The bytes with a label for each run: a byte with its bits, or bytes without.
fn labelled(bytes: &[u8]) -> Labelled {
    let mut labels = Labelled::new();
    let mut zeros = 0;
    for (index, byte) in bytes.iter().enumerate() {
        if *byte == 0 {
            zeros += 1;
            continue;
        }
        labels = labels.noted("bits", vec![0; zeros], "none");
        zeros = 0;
        let place = bytes.len() - 1 - index;
        let set =
            (0..8).filter(|bit| byte >> bit & 1 == 1).map(|bit| (8 * place + bit).to_string());
        let set: Vec<String> = set.collect();
        labels = labels.noted("bits", [*byte], &set.join(", "));
    }
    labels.noted("bits", vec![0; zeros], "none")
}

fn both_ways() -> Vec<Case> {
    let single = SINGLE.iter().map(|(bit, comment)| (bit.to_string(), vec![*bit], *comment));
    let several =
        SEVERAL.iter().map(|(slug, bits, comment)| ((*slug).to_owned(), bits.to_vec(), *comment));
    let mut cases = Vec::new();
    for (slug, bits, comment) in single.chain(several) {
        let mut rules = vec![BITS];
        if bits.windows(2).any(|pair| pair[0] % 2 == 0 && pair[1] == pair[0] + 1) {
            rules.push(BOTH);
        }
        if slug == "5114" {
            rules.push(LENGTH);
        }
        let labelled = labelled(&bytes(&bits));
        cases.push(decode(&slug, comment, &labelled, &bits).obeys(&rules));
        cases.push(
            encode(&slug, comment, &numbers(&bits))
                .obeys(&[&rules[..], &[MINIMAL]].concat())
                .ok_bytes(&labelled),
        );
    }
    cases
}

/// A reader takes what no writer should write.
fn leading_zeros() -> Vec<Case> {
    [
        ("zero-byte", &[][..], 1, "A zero byte holds no bit."),
        ("zero-bytes", &[], 32, "Nor do many."),
        ("zero-byte-before-0", &[0], 1, "A zero byte before the one that counts."),
        ("zero-bytes-before-amp", &[8, 14, 30], 4, "An AMP invoice's features, in eight bytes."),
        (
            "zero-byte-before-31",
            &[31],
            1,
            "Where the highest bit is set, no sign needs a byte before it.",
        ),
        ("zero-bytes-before-255", &[255], 32, "Half of the bytes carry nothing."),
    ]
    .into_iter()
    .map(|(slug, bits, zeros, comment)| {
        let labelled = labelled(&[vec![0; zeros], bytes(bits)].concat());
        decode(slug, comment, &labelled, bits).obeys(&[BITS])
    })
    .collect()
}

/// What only a writer can be asked.
fn written() -> Vec<Case> {
    let mut cases: Vec<Case> = [
        ("descending", &[30, 14, 8][..], "Bits in descending order are the same bits."),
        ("out-of-order", &[14, 30, 8], "Bits in no order are the same bits."),
        ("repeated", &[8, 14, 30, 30], "A bit that is named twice is set once."),
        ("repeated-apart", &[30, 8, 14, 30, 8], "In any order, too."),
    ]
    .into_iter()
    .map(|(slug, bits, comment)| {
        // The protocol asks runners for ascending bits; who takes any order takes it so.
        encode(slug, comment, &numbers(bits))
            .obeys(&[BITS, MINIMAL])
            .level(Level::May)
            .ok_bytes(&labelled(&bytes(bits)))
    })
    .collect();
    for (slug, bit, comment) in [
        ("over-65535-bytes", "524280", "The lowest bit that needs more than 65535 bytes."),
        (
            "over-32-bits",
            "4294967296",
            "A bit's number that is 0 where only 32 bits of it are kept.",
        ),
        (
            "over-64-bits",
            "18446744073709551616",
            "A bit's number that is 0 where only 64 bits of it are kept.",
        ),
    ] {
        cases.push(
            encode(slug, comment, &[bit.to_owned()])
                .breaks(&[LENGTH])
                .level(Level::May)
                .reject_for(&[Class::Limit, Class::BadValue])
                .near("features-encode/0"),
        );
    }
    cases
}

fn decode(slug: &str, comment: &str, bytes: &Labelled, bits: &[u32]) -> Case {
    Case::new("features.decode", format!("features/{slug}"), comment)
        .bytes(bytes)
        .ok(json!({ "features": numbers(bits) }))
        .from(BOLT_1)
}

fn encode(slug: &str, comment: &str, bits: &[String]) -> Case {
    Case::new("features.encode", format!("features-encode/{slug}"), comment)
        .with("features", bits.to_vec())
        .from(BOLT_1)
}
