//! `amp.reconstruct`: from all parts to the root and every preimage.

mod captured;

use ampwire_vectors::{Answer, Class};
use serde_json::{Value, json};

use super::derive::{derived, preimage, sha256};
use super::samples::{counting, xor};
use super::split;
use crate::bytes::hex;
use crate::case::{Case, object, rejection};

const LND: &str = "LND >= 0.13, amp/sharer.go and invoices/update.go";
const LND_COMPUTED: &str = "a set of three shares whose derivation LND v0.21.0-beta computed";
const TUTORIAL: &str = "the tutorial's account of AMP";
const PROPOSAL: &str = "the proposal of 2018: its example adds, real shares are combined by XOR";

/// A part as it was received.
#[derive(Clone, Copy)]
struct Part {
    share: [u8; 32],
    index: u32,
    hash: Option<[u8; 32]>,
}

fn part(share: [u8; 32], index: u32) -> Part {
    Part { share, index, hash: None }
}

fn root(parts: &[Part]) -> [u8; 32] {
    parts.iter().fold([0; 32], |root, part| xor(root, part.share))
}

/// The parts, each with the hash that a right payer announces.
fn announced(scheme: &str, parts: &[Part]) -> Vec<Part> {
    let root = root(parts);
    parts
        .iter()
        .map(|part| Part {
            hash: Some(sha256(&[&preimage(scheme, root, part.share, part.index)])),
            ..*part
        })
        .collect()
}

/// LND's set of three: the root counts from 00 to 1f.
fn three() -> [Part; 3] {
    let third = xor(xor(counting(0), [0x11; 32]), [0x22; 32]);
    [part([0x11; 32], 0), part([0x22; 32], 1), part(third, 0xdead_beef)]
}

fn case(scheme: &str, slug: &str, comment: &str, parts: &[Part]) -> Case {
    let children: Vec<Value> = parts
        .iter()
        .map(|part| {
            let mut child = json!({ "share": hex(&part.share), "index": part.index.to_string() });
            if let (Some(hash), Value::Object(members)) = (part.hash, &mut child) {
                members.insert("hash".to_owned(), json!(hex(&hash)));
            }
            child
        })
        .collect();
    let prefix = scheme.replace('_', "-");
    Case::new("amp.reconstruct", format!("reconstruct/{prefix}-{slug}"), comment)
        .with("scheme", scheme)
        .with("children", children)
        .amp_only()
        .from(match scheme {
            "sha256" => LND,
            "bp2018" => PROPOSAL,
            _ => TUTORIAL,
        })
}

fn ok(scheme: &str, slug: &str, comment: &str, parts: &[Part]) -> Case {
    let root = root(parts);
    let children: Vec<Value> =
        parts.iter().map(|part| derived(preimage(scheme, root, part.share, part.index))).collect();
    let case =
        case(scheme, slug, comment, parts).ok(json!({ "root": hex(&root), "children": children }));
    let rules = match scheme {
        "sha256" => ["amp.sha256.root", "amp.sha256.preimage"].as_slice(),
        "bp2018" => &["amp.bp2018.preimage", "amp.bp2018.index-once"],
        _ => &["amp.hmac-xor.preimage", "amp.hmac-xor.zero-preimage", "amp.hmac-xor.index-once"],
    };
    let case = case.obeys(rules);
    if parts.iter().any(|part| part.hash.is_some()) {
        case.obeys(&["amp.reconstruct.hash"])
    } else {
        case
    }
}

fn mismatch(scheme: &str, slug: &str, comment: &str, parts: &[Part], neighbour: &str) -> Case {
    case(scheme, slug, comment, parts)
        .breaks(&["amp.reconstruct.hash"])
        .reject(Class::Mismatch)
        .near(&format!("reconstruct/{}-{neighbour}", scheme.replace('_', "-")))
}

pub(super) fn cases() -> Vec<Case> {
    [deployed(), deployed_wrong(), empty(), proposal(), tutorial(), captured::settled_by_lnd()]
        .concat()
}

fn deployed() -> Vec<Case> {
    let [first, second, third] = three();
    let sixteen: Vec<Part> = (0..16_u8)
        .map(|number| part(counting(number.wrapping_mul(7)), u32::from(number) * 1000))
        .collect();
    let one = part(counting(0), 5);
    let with_hashes = announced("sha256", &three());
    let mut some_hashes = with_hashes.clone();
    some_hashes[1].hash = None;
    let repeated = [part([0x11; 32], 3), part([0x11; 32], 3), part([0x22; 32], 4)];
    vec![
        ok("sha256", "one", "One part: its share is the root.", &[one]),
        ok("sha256", "two", "Two parts.", &[part([0x11; 32], 1), part([0x22; 32], 2)]),
        ok("sha256", "three", "Three parts.", &three()).from(LND_COMPUTED),
        ok(
            "sha256",
            "three-reversed",
            "The order of arrival does not matter; the answer keeps it.",
            &[third, second, first],
        )
        .from(LND_COMPUTED),
        ok(
            "sha256",
            "three-rotated",
            "The order of arrival does not matter; the answer keeps it.",
            &[second, third, first],
        )
        .from(LND_COMPUTED),
        ok(
            "sha256",
            "three-with-hashes",
            "Every part's payment hash is the one derived.",
            &with_hashes,
        )
        .from(LND_COMPUTED),
        ok("sha256", "three-with-two-hashes", "A part without a hash is not judged.", &some_hashes)
            .from(LND_COMPUTED),
        ok("sha256", "one-with-hash", "One part, with its hash.", &announced("sha256", &[one])),
        ok(
            "sha256",
            "sixteen",
            "Sixteen parts, each with its hash.",
            &announced("sha256", &sixteen),
        ),
        ok(
            "sha256",
            "index-twice",
            "Two parts with one index and different shares have different preimages.",
            &announced("sha256", &[part([0x11; 32], 7), part([0x22; 32], 7)]),
        ),
        ok(
            "sha256",
            "share-twice",
            "Two parts with one share and different indexes cancel in the root alone.",
            &announced("sha256", &[part([0x11; 32], 1), part([0x11; 32], 2), part([0x22; 32], 3)]),
        ),
        ok(
            "sha256",
            "part-twice",
            "The same share and index twice, and hashes that fit: both have one preimage.",
            &announced("sha256", &repeated),
        ),
        ok(
            "sha256",
            "zero-root",
            "Shares that cancel give a root of zeros, which is a root.",
            &announced("sha256", &[part([0x11; 32], 1), part([0x11; 32], 2)]),
        ),
        ok(
            "sha256",
            "zero-share",
            "A share of zeros changes nothing in the root.",
            &announced("sha256", &[part(counting(0), 1), part([0; 32], 2)]),
        ),
        ok("sha256", "zero-share-alone", "One part with a share of zeros.", &[part([0; 32], 0)]),
        ok(
            "sha256",
            "indexes-at-the-ends",
            "The smallest and the largest index.",
            &announced("sha256", &[part(counting(0), 0), part(counting(1), u32::MAX)]),
        ),
    ]
}

fn deployed_wrong() -> Vec<Case> {
    let whole = announced("sha256", &three());
    let changed = |change: fn(&mut Vec<Part>)| {
        let mut parts = whole.clone();
        change(&mut parts);
        parts
    };
    let one = announced("sha256", &[part(counting(0), 5)]);
    let mut one_wrong = one.clone();
    one_wrong[0].index = 6;
    let flip = |hash: &mut Option<[u8; 32]>, byte: usize, bit: u8| {
        if let Some(hash) = hash {
            hash[byte] ^= bit;
        }
    };
    let mut last_bit = whole.clone();
    flip(&mut last_bit[2].hash, 31, 0x01);
    let mut first_bit = whole.clone();
    flip(&mut first_bit[0].hash, 0, 0x80);
    vec![
        mismatch(
            "sha256",
            "last-bit-of-last-hash",
            "One bit of one hash is wrong: the last of all.",
            &last_bit,
            "three-with-hashes",
        ),
        mismatch(
            "sha256",
            "first-bit-of-first-hash",
            "One bit of one hash is wrong: the first of all.",
            &first_bit,
            "three-with-hashes",
        ),
        mismatch(
            "sha256",
            "hashes-swapped",
            "Two parts carry each other's hash.",
            &changed(|parts| {
                (parts[0].hash, parts[1].hash) = (parts[1].hash, parts[0].hash);
            }),
            "three-with-hashes",
        ),
        mismatch(
            "sha256",
            "hash-zero",
            "A hash of zeros is a hash, and wrong.",
            &changed(|parts| parts[1].hash = Some([0; 32])),
            "three-with-hashes",
        ),
        mismatch(
            "sha256",
            "index-wrong",
            "A part with another index than the payer's.",
            &changed(|parts| parts[1].index = 2),
            "three-with-hashes",
        ),
        mismatch(
            "sha256",
            "share-wrong",
            "One bit of one share is wrong: every hash differs.",
            &changed(|parts| parts[0].share[31] ^= 1),
            "three-with-hashes",
        ),
        mismatch(
            "sha256",
            "part-missing",
            "Two of three parts do not make the root.",
            &changed(|parts| {
                parts.pop();
            }),
            "three-with-hashes",
        ),
        mismatch(
            "sha256",
            "part-twice-naively",
            "A part that comes twice cancels its own share.",
            &changed(|parts| {
                let again = parts[0];
                parts.push(again);
            }),
            "three-with-hashes",
        ),
        mismatch(
            "sha256",
            "part-too-many",
            "A part of another set.",
            &changed(|parts| parts.push(part(counting(0x40), 9))),
            "three-with-hashes",
        ),
        mismatch(
            "sha256",
            "one-index-wrong",
            "One part, whose index is not the payer's.",
            &one_wrong,
            "one-with-hash",
        ),
    ]
}

fn empty() -> Vec<Case> {
    let nothing = json!({ "root": hex(&[0; 32]), "children": [] });
    vec![
        case("sha256", "none", "No part: refused here, a root of zeros elsewhere.", &[])
            .obeys(&["amp.reconstruct.empty"])
            .any(vec![rejection(&[Class::Missing]), Answer::Ok(object(nothing))]),
    ]
}

fn proposal() -> Vec<Case> {
    let number = |value: u32| {
        let mut bytes = [0; 32];
        bytes[28..].copy_from_slice(&value.to_be_bytes());
        bytes
    };
    let toy = [part(number(123_456), 1), part(number(654_321), 2)];
    let three = [part(counting(0), 1), part(counting(0x20), 2), part(counting(0x40), 3)];
    let mut wrong = announced("bp2018", &three);
    wrong[1].index = 4;
    vec![
        ok(
            "bp2018",
            "toy",
            "The proposal's example adds 123456 and 654321; as shares they are combined by XOR, to 530865.",
            &toy,
        ),
        ok("bp2018", "one", "One part: its share is the base preimage.", &[part(counting(0), 1)]),
        ok("bp2018", "three", "Three parts, numbered from 1.", &three),
        ok(
            "bp2018",
            "three-with-hashes",
            "Three parts, each with its hash.",
            &announced("bp2018", &three),
        ),
        ok(
            "bp2018",
            "shuffled",
            "The order of arrival does not matter; the answer keeps it.",
            &[three[2], three[0], three[1]],
        ),
        ok(
            "bp2018",
            "gaps",
            "Numbers with gaps.",
            &[part(counting(0), 0), part(counting(0x20), u32::MAX)],
        ),
        ok(
            "bp2018",
            "zero-base",
            "Shares that cancel give a base preimage of zeros.",
            &[part([0x11; 32], 1), part([0x11; 32], 2)],
        ),
        case(
            "bp2018",
            "index-twice",
            "One number twice: two parts would have one preimage.",
            &[three[0], part(counting(0x20), 1), three[2]],
        )
        .breaks(&["amp.bp2018.index-once"])
        .reject(Class::Insecure)
        .near("reconstruct/bp2018-three"),
        case(
            "bp2018",
            "index-twice-with-hashes",
            "One number twice, also where the hashes fit.",
            &announced("bp2018", &[three[0], three[1], part(counting(0x40), 2)]),
        )
        .breaks(&["amp.bp2018.index-once"])
        .reject(Class::Insecure)
        .near("reconstruct/bp2018-three-with-hashes"),
        mismatch(
            "bp2018",
            "index-wrong",
            "A part with another number than the payer's.",
            &wrong,
            "three-with-hashes",
        ),
    ]
}

fn tutorial() -> Vec<Case> {
    let split_from = |indexes: &[u32]| -> Vec<Part> {
        indexes.iter().map(|index| part(split::share(counting(0), *index), *index)).collect()
    };
    let (two, three) = (split_from(&[1, 2]), split_from(&[1, 2, 3]));
    let mut wrong = announced("hmac_xor", &three);
    wrong[2].hash = wrong[0].hash;
    let insecure =
        |slug: &str, comment: &str, parts: &[Part], rule: &'static str, neighbour: &str| {
            case("hmac_xor", slug, comment, parts)
                .breaks(&[rule])
                .reject(Class::Insecure)
                .near(&format!("reconstruct/hmac-xor-{neighbour}"))
        };
    let zero = "amp.hmac-xor.zero-preimage";
    let mut one_wrong = vec![two[0]];
    one_wrong[0].hash = Some([0x55; 32]);
    vec![
        ok("hmac_xor", "two", "Two parts: each one's preimage is the other's share.", &two),
        ok(
            "hmac_xor",
            "two-with-hashes",
            "Two parts, each with its hash.",
            &announced("hmac_xor", &two),
        ),
        ok(
            "hmac_xor",
            "three",
            "Three parts: the XOR of their shares is not the root share that they were made from.",
            &three,
        ),
        ok(
            "hmac_xor",
            "three-with-hashes",
            "Three parts, each with its hash.",
            &announced("hmac_xor", &three),
        ),
        ok(
            "hmac_xor",
            "shuffled",
            "The order of arrival does not matter; the answer keeps it.",
            &[three[2], three[0], three[1]],
        ),
        ok(
            "hmac_xor",
            "shares-of-no-root",
            "The payee can't tell that shares come from no common root.",
            &[part(counting(0), 1), part(counting(0x20), 2), part(counting(0x41), 3)],
        ),
        insecure("one", "One part: its preimage would be all zero.", &two[..1], zero, "two"),
        insecure(
            "zero-preimage",
            "Two shares cancel, so the third is the XOR of all: its preimage would be all zero.",
            &[three[0], part([0x11; 32], 2), part([0x11; 32], 3)],
            zero,
            "three",
        ),
        insecure(
            "zero-share",
            "A share of zeros beside one other: the other's preimage would be all zero.",
            &[two[0], part([0; 32], 2)],
            zero,
            "two",
        ),
        insecure(
            "index-twice",
            "One index twice, with different shares.",
            &[two[0], part(two[1].share, 1)],
            "amp.hmac-xor.index-once",
            "two",
        ),
        insecure(
            "part-twice",
            "The same part twice: the shares cancel, and each preimage is a share.",
            &[two[0], two[0]],
            "amp.hmac-xor.index-once",
            "two",
        ),
        mismatch(
            "hmac_xor",
            "hash-of-another",
            "A part with the hash of another.",
            &wrong,
            "three-with-hashes",
        ),
        case(
            "hmac_xor",
            "one-and-wrong-hash",
            "One part, and a hash that does not fit either.",
            &one_wrong,
        )
        .breaks(&[zero, "amp.reconstruct.hash"])
        .reject_either(&[Class::Insecure, Class::Mismatch])
        .near("reconstruct/hmac-xor-two-with-hashes"),
    ]
}
