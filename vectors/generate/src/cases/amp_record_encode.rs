//! `amp_record.encode`: the value of one AMP record, in both layouts.

use ampwire_vectors::Class;
use serde_json::json;

use super::amp_record::{type8, type14};
use super::samples::{INDEXES, SET_ID, SHARE, counting};
use crate::bytes::hex;
use crate::case::Case;

const LND: &str = "LND v0.21.0-beta, record/amp.go";
const TUTORIAL: &str = "the tutorial's account of AMP";

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for &(index, comment) in INDEXES {
        cases.push(ok("type14", &format!("index-{index}"), comment, (SHARE, SET_ID, index)));
    }
    for (index, comment) in [
        (0, "Index 0 is four zero bytes."),
        (1, "An index of fixed width keeps its leading zero bytes."),
        (0x0102_0304, "Four different bytes show their order."),
        (u32::MAX, "The largest index."),
    ] {
        cases.push(ok("type8", &format!("type8-index-{index}"), comment, (SHARE, SET_ID, index)));
    }
    for (layout, prefix) in [("type14", ""), ("type8", "type8-")] {
        let order = "root_share first, then set_id, then child_index, each from its first byte.";
        cases.push(ok(
            layout,
            &format!("{prefix}byte-order"),
            order,
            (counting(0x00), counting(0x20), 0x4041_4243),
        ));
        cases.push(ok(
            layout,
            &format!("{prefix}all-zero"),
            "Zeros are encoded.",
            ([0; 32], [0; 32], 0),
        ));
        let length =
            if layout == "type14" { "amp.record.length" } else { "amp.record.type8-length" };
        let index = if layout == "type14" { "bolt1.tu.length" } else { "amp.record.type8-length" };
        let largest = format!("{prefix}index-4294967295");
        for (slug, comment, share, set_id) in [
            ("share-31", "root_share is 32 bytes, not 31.", 31, 32),
            ("share-33", "root_share is 32 bytes, not 33.", 33, 32),
            ("share-empty", "root_share is 32 bytes, not none.", 0, 32),
            ("set-id-31", "set_id is 32 bytes, not 31.", 32, 31),
            ("set-id-33", "set_id is 32 bytes, not 33.", 32, 33),
            ("share-31-set-id-33", "64 bytes together are not 32 and 32.", 31, 33),
        ] {
            cases.push(
                case(layout, &format!("{prefix}{slug}"), comment)
                    .with("root_share", hex(&vec![0x22; share]))
                    .with("set_id", hex(&vec![0x33; set_id]))
                    .with("child_index", u32::MAX.to_string())
                    .breaks(&[length])
                    .reject(Class::BadLength)
                    .near(&format!("amp-record-encode/{largest}")),
            );
        }
        cases.push(
            case(
                layout,
                &format!("{prefix}index-too-large"),
                "The smallest index that four bytes can't hold.",
            )
            .with("root_share", hex(&SHARE))
            .with("set_id", hex(&SET_ID))
            .with("child_index", "4294967296")
            .breaks(&[index])
            .reject(Class::BadValue)
            .near(&format!("amp-record-encode/{largest}")),
        );
    }
    cases
}

fn case(layout: &str, slug: &str, comment: &str) -> Case {
    Case::new("amp_record.encode", format!("amp-record-encode/{slug}"), comment)
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
    case(layout, slug, comment)
        .input(json!({
            "layout": layout,
            "root_share": hex(&share),
            "set_id": hex(&set_id),
            "child_index": index.to_string(),
        }))
        .obeys(rules)
        .ok_bytes(&bytes)
}
