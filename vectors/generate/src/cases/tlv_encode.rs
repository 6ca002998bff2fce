//! `tlv.encode`: records in any order into the canonical stream.

use ampwire_vectors::Class;
use serde_json::{Value, json};

use crate::bytes::{Labelled, hex};
use crate::case::Case;

const SOURCE: &str = "BOLT 1, Type-Length-Value Format: what a writer has to keep";

type Records<'a> = &'a [(u64, &'a [u8])];

pub(super) fn cases() -> Vec<Case> {
    let ascending = "bolt1.tlv.ascending";
    let long: Vec<u8> = (0..=u8::MAX).cycle().take(300).collect();
    let mut cases = vec![
        ok("none", "No records are an empty stream.", &[], &["bolt1.tlv.stream-end"]),
        ok(
            "one",
            "One record.",
            &[(1, &[0x2a])],
            &["bolt1.tlv.type-minimal", "bolt1.tlv.length-minimal"],
        ),
        ok(
            "empty-value",
            "A record without a value has the length 0.",
            &[(33, &[])],
            &["bolt1.tlv.length-minimal"],
        ),
        ok(
            "in-order",
            "Records that are in order stay so.",
            &[(1, &[0x2a]), (2, &[0; 8])],
            &[ascending],
        ),
        ok(
            "reversed",
            "The writer sorts.",
            &[(65536, &[0x04]), (253, &[0x03]), (4, &[0x02]), (0, &[0x01])],
            &[ascending],
        ),
        ok(
            "shuffled",
            "The writer sorts.",
            &[(18, &[0x12]), (2, &[0x02]), (5_482_373_484, &[0x99]), (8, &[0x08]), (4, &[0x04])],
            &[ascending],
        ),
        ok(
            "sorted-as-numbers",
            "9 is before 10, and 10 before 100: as numbers, not as text.",
            &[(100, &[]), (10, &[]), (9, &[])],
            &[ascending],
        ),
        ok(
            "sorted-unsigned",
            "The types 2^63 and 2^64-1 are the largest, not negative.",
            &[
                (u64::MAX, &[]),
                (0x8000_0000_0000_0000, &[]),
                (1, &[]),
                (0x7fff_ffff_ffff_ffff, &[]),
            ],
            &[ascending, "bolt1.tlv.no-wraparound"],
        ),
        ok(
            "sorted-beyond-doubles",
            "2^53+1 and 2^53 are one number as doubles.",
            &[(0x20_0000_0000_0001, &[0x02]), (0x20_0000_0000_0000, &[0x01])],
            &[ascending, "bolt1.tlv.no-duplicate"],
        ),
        ok(
            "sorted-beyond-32-bits",
            "2^32 is behind 5, although its low 32 bits are 0.",
            &[(0x1_0000_0000, &[]), (5, &[])],
            &[ascending],
        ),
    ];
    for tlv_type in [252, 253, 65535, 65536, 0xffff_ffff, 0x1_0000_0000] {
        cases.push(ok(
            &format!("type-{tlv_type}"),
            "The type takes the shortest form.",
            &[(tlv_type, &[])],
            &["bolt1.tlv.type-minimal"],
        ));
    }
    for length in [252, 253, 256] {
        cases.push(ok(
            &format!("length-{length}"),
            "The length takes the shortest form.",
            &[(1, &long[..length])],
            &["bolt1.tlv.length-minimal"],
        ));
    }
    cases.extend([
        twice(
            "duplicate",
            "One type twice is not a stream.",
            &[(1, &[0x2a]), (1, &[0; 8])],
            "in-order",
        ),
        twice(
            "duplicate-equal",
            "Not even with one value.",
            &[(1, &[0x2a]), (1, &[0x2a])],
            "in-order",
        ),
        twice(
            "duplicate-apart",
            "Not even with another between them.",
            &[(2, &[]), (33, &[]), (2, &[])],
            "empty-value",
        ),
        twice(
            "duplicate-largest",
            "The type 2^64-1 twice.",
            &[(u64::MAX, &[]), (u64::MAX, &[])],
            "one",
        ),
    ]);
    cases
}

fn ok(slug: &str, comment: &str, records: Records<'_>, rules: &[&'static str]) -> Case {
    let mut sorted = records.to_vec();
    sorted.sort_by_key(|(tlv_type, _)| *tlv_type);
    let bytes = sorted.iter().fold(Labelled::new(), |bytes, (tlv_type, value)| {
        bytes.join(Labelled::record(*tlv_type, Labelled::of("value", value)))
    });
    case(slug, comment, records).obeys(rules).ok_bytes(&bytes)
}

fn twice(slug: &str, comment: &str, records: Records<'_>, neighbour: &str) -> Case {
    case(slug, comment, records)
        .breaks(&["bolt1.tlv.no-duplicate"])
        .reject(Class::Duplicate)
        .near(&format!("tlv-encode/{neighbour}"))
}

fn case(slug: &str, comment: &str, records: Records<'_>) -> Case {
    let records: Vec<Value> = records
        .iter()
        .map(|(tlv_type, value)| json!({ "type": tlv_type.to_string(), "value": hex(value) }))
        .collect();
    Case::new("tlv.encode", format!("tlv-encode/{slug}"), comment)
        .with("records", records)
        .from(SOURCE)
}
