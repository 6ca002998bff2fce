//! `amp_record.decode`: the value of one AMP record, in both layouts.

use ampwire_vectors::Class;
use serde_json::json;

use super::samples::{INDEXES, SET_ID, SHARE, counting, two_then_zeros, xor};
use crate::bytes::{Labelled, hex, truncated};
use crate::case::Case;

const LND: &str = "LND v0.21.0-beta, record/amp.go";
const LND_TEST: &str = "LND v0.21.0-beta, record/record_test.go and htlcswitch/hop/payload_test.go";
const THREE_SHARES: &str = "a set of three shares whose derivation LND v0.21.0-beta computed";
const TUTORIAL: &str = "the tutorial's account of AMP";

/// The value of an AMP record of type 14.
pub(super) fn type14(share: [u8; 32], set_id: [u8; 32], index: u32) -> Labelled {
    fields(share, set_id).join(Labelled::noted_of(
        "child_index",
        truncated(index.into()),
        &index.to_string(),
    ))
}

/// The value of an AMP record of type 8.
pub(super) fn type8(share: [u8; 32], set_id: [u8; 32], index: u32) -> Labelled {
    fields(share, set_id).noted("child_index", index.to_be_bytes(), &index.to_string())
}

fn fields(share: [u8; 32], set_id: [u8; 32]) -> Labelled {
    Labelled::of("root_share", share).part("set_id", set_id)
}

pub(super) fn cases() -> Vec<Case> {
    [type14_valid(), type14_wrong(), type8_valid(), type8_wrong()].concat()
}

fn case(layout: &str, slug: &str, comment: &str, bytes: &Labelled) -> Case {
    Case::new("amp_record.decode", format!("amp-record/{slug}"), comment)
        .bytes(bytes)
        .with("layout", layout)
        .amp_only()
        .from(if layout == "type14" { LND } else { TUTORIAL })
}

fn ok(
    layout: &str,
    slug: &str,
    comment: &str,
    (share, set_id, index): ([u8; 32], [u8; 32], u32),
) -> Case {
    let (bytes, rules) = if layout == "type14" {
        (
            type14(share, set_id, index),
            ["amp.record.layout", "amp.record.length", "amp.record.index-minimal"].as_slice(),
        )
    } else {
        (
            type8(share, set_id, index),
            ["amp.record.type8-layout", "amp.record.type8-length"].as_slice(),
        )
    };
    let record = json!({ "root_share": hex(&share), "set_id": hex(&set_id), "child_index": index.to_string() });
    case(layout, slug, comment, &bytes).obeys(rules).ok(record)
}

fn type14_valid() -> Vec<Case> {
    let mut cases: Vec<Case> = INDEXES
        .iter()
        .map(|&(index, comment)| {
            ok("type14", &format!("index-{index}"), comment, (SHARE, SET_ID, index))
        })
        .collect();
    let third = xor(xor(counting(0), [0x11; 32]), [0x22; 32]);
    cases.extend([
        ok(
            "type14",
            "byte-order",
            "root_share first, then set_id, then child_index, each from its first byte.",
            (counting(0x00), counting(0x20), 0x4041_4243),
        ),
        ok("type14", "zero-share", "A share of zeros is decoded.", ([0; 32], SET_ID, 1)),
        ok(
            "type14",
            "zero-set-id",
            "A set_id of zeros is decoded; the payee refuses it later.",
            (SHARE, [0; 32], 1),
        ),
        ok("type14", "all-zero", "64 zero bytes are a record of index 0.", ([0; 32], [0; 32], 0)),
        ok(
            "type14",
            "all-ones",
            "68 bytes ff are the largest record.",
            ([0xff; 32], [0xff; 32], u32::MAX),
        ),
        ok(
            "type14",
            "share-ends-in-zero",
            "Zero bytes at the end of set_id belong to it, not to the index.",
            (two_then_zeros(0x03, 0x04), two_then_zeros(0x05, 0x06), 17),
        )
        .from(LND_TEST),
        ok(
            "type14",
            "index-9",
            "An index of one byte behind two plain fields.",
            ([0x12; 32], [0x13; 32], 9),
        )
        .from(LND_TEST),
        ok("type14", "three-shares-1", "The first of three shares.", ([0x11; 32], SET_ID, 0))
            .from(THREE_SHARES),
        ok("type14", "three-shares-3", "The third of three shares.", (third, SET_ID, 0xdead_beef))
            .from(THREE_SHARES),
    ]);
    cases
}

fn type14_wrong() -> Vec<Case> {
    let mut cases = Vec::new();
    let whole = type14(SHARE, SET_ID, 0);
    for length in [0, 1, 31, 32, 33, 40, 63] {
        let comment = if length == 0 {
            "A record without a value."
        } else {
            "Too short for two fields of 32 bytes."
        };
        let bytes = Labelled::noted_of("value", &whole.bytes()[..length], "too short");
        cases.push(wrong_length("type14", length, comment, &bytes, "index-0"));
    }
    for (length, comment) in [
        (69, "One byte more than the largest index takes."),
        (72, "An index of eight bytes."),
        (96, "Another 32 bytes behind set_id."),
        (106, "As long as a record of 2019 was."),
    ] {
        let bytes = fields(SHARE, SET_ID).noted("child_index", vec![0xff; length - 64], "too long");
        cases.push(wrong_length("type14", length, comment, &bytes, "index-4294967295"));
    }
    let zero_first = fields(SHARE, SET_ID).noted(
        "child_index",
        [0x00, 0xff, 0xff, 0xff, 0xff],
        "too long, not minimal",
    );
    cases.push(
        case(
            "type14",
            "length-69-leading-zero",
            "Too long and with a leading zero byte: either is a reason.",
            &zero_first,
        )
        .breaks(&["amp.record.length", "amp.record.index-minimal"])
        .reject_either(&[Class::BadLength, Class::NotMinimal])
        .near("amp-record/index-4294967295"),
    );
    for (slug, index, neighbour, comment) in [
        ("index-zero-in-1", [0x00].as_slice(), "index-0", "Index 0 has no byte, not a zero byte."),
        ("index-zero-in-2", &[0, 0], "index-0", "Index 0 in two bytes."),
        ("index-zero-in-3", &[0, 0, 0], "index-0", "Index 0 in three bytes."),
        (
            "index-zero-in-4",
            &[0, 0, 0, 0],
            "index-0",
            "Index 0 in four bytes, as the other layout has it.",
        ),
        (
            "index-1-in-2",
            &[0, 1],
            "index-1",
            "Index 1 in two bytes, as the record had it before 2021.",
        ),
        ("index-255-in-2", &[0, 0xff], "index-255", "Index 255 in two bytes."),
        ("index-256-in-3", &[0, 1, 0], "index-256", "Index 256 in three bytes."),
        ("index-65535-in-3", &[0, 0xff, 0xff], "index-65535", "Index 65535 in three bytes."),
        (
            "index-1-in-4",
            &[0, 0, 0, 1],
            "index-1",
            "Index 1 in four bytes, as the other layout has it.",
        ),
        ("index-65536-in-4", &[0, 1, 0, 0], "index-65536", "Index 65536 in four bytes."),
        (
            "index-16777215-in-4",
            &[0, 0xff, 0xff, 0xff],
            "index-16777215",
            "The largest index of three bytes, in four.",
        ),
    ] {
        let bytes = fields(SHARE, SET_ID).noted("child_index", index, "not minimal");
        cases.push(
            case("type14", slug, comment, &bytes)
                .breaks(&["amp.record.index-minimal"])
                .reject(Class::NotMinimal)
                .at(64)
                .near(&format!("amp-record/{neighbour}")),
        );
    }
    cases
}

fn type8_valid() -> Vec<Case> {
    let mut cases: Vec<Case> = [
        (0, "Index 0 is four zero bytes."),
        (1, "Leading zero bytes belong to an index of fixed width."),
        (0xff, "The largest index of one byte, in four."),
        (0x100, "The most significant byte comes first."),
        (0x1_0000, "The second byte is the one that counts 65536."),
        (0x0102_0304, "Four different bytes show their order."),
        (0x8000_0000, "A signed reader takes this index for negative."),
        (u32::MAX, "The largest index."),
    ]
    .into_iter()
    .map(|(index, comment)| {
        ok("type8", &format!("type8-index-{index}"), comment, (SHARE, SET_ID, index))
    })
    .collect();
    cases.extend([
        ok(
            "type8",
            "type8-byte-order",
            "root_share first, then set_id, then child_index, each from its first byte.",
            (counting(0x00), counting(0x20), 0x4041_4243),
        ),
        ok(
            "type8",
            "type8-all-zero",
            "68 zero bytes are a record of index 0.",
            ([0; 32], [0; 32], 0),
        ),
        ok(
            "type8",
            "type8-all-ones",
            "68 bytes ff are the largest record.",
            ([0xff; 32], [0xff; 32], u32::MAX),
        ),
    ]);
    cases
}

fn type8_wrong() -> Vec<Case> {
    let whole = type8(SHARE, SET_ID, 1);
    let mut cases = Vec::new();
    for (length, comment) in [
        (0, "A record without a value."),
        (32, "As long as payment_data with a total of zero."),
        (40, "As long as payment_data can be."),
        (64, "An index has four bytes, also index 0."),
        (65, "An index has four bytes, not one."),
        (67, "An index has four bytes, not three."),
    ] {
        let bytes = Labelled::noted_of("value", &whole.bytes()[..length], "too short");
        cases.push(wrong_length("type8", length, comment, &bytes, "type8-index-1"));
    }
    for (length, comment) in [(69, "One byte too many."), (72, "An index of eight bytes.")] {
        let bytes = fields(SHARE, SET_ID).noted("child_index", vec![0xff; length - 64], "too long");
        cases.push(wrong_length("type8", length, comment, &bytes, "type8-index-4294967295"));
    }
    cases
}

fn wrong_length(
    layout: &str,
    length: usize,
    comment: &str,
    bytes: &Labelled,
    neighbour: &str,
) -> Case {
    let (slug, rule) = if layout == "type14" {
        (format!("length-{length}"), "amp.record.length")
    } else {
        (format!("type8-length-{length}"), "amp.record.type8-length")
    };
    case(layout, &slug, comment, bytes)
        .breaks(&[rule])
        .reject(Class::BadLength)
        .at(0)
        .near(&format!("amp-record/{neighbour}"))
}
