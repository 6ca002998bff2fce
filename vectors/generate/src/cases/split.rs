//! `amp.split`: the shares of the tutorial's scheme, the one that fixes them.

use ampwire_vectors::Class;
use bitcoin_hashes::{Hash, HashEngine, HmacEngine, sha256};
use serde_json::json;

use super::samples::counting;
use crate::bytes::hex;
use crate::case::Case;

const TUTORIAL: &str = "the tutorial's account of AMP";

/// The share of a part: HMAC-SHA256 with the root as its key.
pub(super) fn share(root: [u8; 32], index: u32) -> [u8; 32] {
    let mut engine = HmacEngine::<sha256::HashEngine>::new(&root);
    engine.input(&index.to_be_bytes());
    engine.finalize().to_byte_array()
}

pub(super) fn cases() -> Vec<Case> {
    let sixteen: Vec<u32> = (1..=16).collect();
    let mut cases: Vec<Case> = [
        ("two", "Two parts, numbered from 1.", counting(0), [1, 2].as_slice()),
        ("three", "Three parts, numbered from 1.", counting(0), &[1, 2, 3]),
        ("sixteen", "Sixteen parts.", counting(0), &sixteen),
        ("shuffled", "The shares are in the order of the indexes given.", counting(0), &[3, 1, 2]),
        ("ends", "The smallest and the largest index.", counting(0), &[0, u32::MAX]),
        (
            "byte-order",
            "Different bytes show the order of the index.",
            counting(0),
            &[0x0102_0304, 0x0403_0201],
        ),
        ("zero-root", "A root share of zeros is a key like any other.", [0; 32], &[1, 2]),
    ]
    .into_iter()
    .map(|(slug, comment, root, indexes)| {
        let shares: Vec<String> = indexes.iter().map(|index| hex(&share(root, *index))).collect();
        case(slug, comment, root, indexes)
            .obeys(&["amp.hmac-xor.share", "amp.hmac-xor.index-once"])
            .ok(json!({ "shares": shares }))
    })
    .collect();
    for (slug, comment, indexes) in [
        ("none", "No part at all.", [].as_slice()),
        ("one", "One part: its preimage would be all zero.", &[1]),
        ("one-index-0", "One part, numbered 0.", &[0]),
    ] {
        let classes = if indexes.is_empty() {
            [Class::Insecure, Class::Missing].as_slice()
        } else {
            &[Class::Insecure]
        };
        cases.push(
            case(slug, comment, counting(0), indexes)
                .breaks(&["amp.hmac-xor.zero-preimage"])
                .reject_either(classes)
                .near("split/two"),
        );
    }
    for (slug, comment, indexes, neighbour) in [
        (
            "index-twice",
            "One index twice: equal shares cancel each other.",
            [1, 1].as_slice(),
            "two",
        ),
        ("index-twice-apart", "One index twice, with another between.", &[1, 2, 1], "three"),
    ] {
        cases.push(
            case(slug, comment, counting(0), indexes)
                .breaks(&["amp.hmac-xor.index-once"])
                .reject(Class::Insecure)
                .near(&format!("split/{neighbour}")),
        );
    }
    cases
}

fn case(slug: &str, comment: &str, root: [u8; 32], indexes: &[u32]) -> Case {
    let indexes: Vec<String> = indexes.iter().map(ToString::to_string).collect();
    Case::new("amp.split", format!("split/{slug}"), comment)
        .with("scheme", "hmac_xor")
        .with("root", hex(&root))
        .with("indexes", indexes)
        .amp_only()
        .from(TUTORIAL)
}
