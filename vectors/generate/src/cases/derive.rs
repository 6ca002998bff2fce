//! `amp.derive`: from root, share and index to preimage and hash.

use ampwire_vectors::Class;
use bitcoin_hashes::sha256;
use serde_json::{Value, json};

use super::samples::{counting, xor};
use crate::bytes::hex;
use crate::case::Case;

const TUTORIAL: &str = "the tutorial's account of AMP";
const PROPOSAL: &str = "the proposal of 2018; the width of the index is this project's choice";

/// SHA-256 of the parts, one behind the other.
pub(super) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    sha256::Hash::hash(&parts.concat()).to_byte_array()
}

/// The preimage of a part in the scheme of this name.
pub(super) fn preimage(scheme: &str, root: [u8; 32], share: [u8; 32], index: u32) -> [u8; 32] {
    match scheme {
        "sha256" => sha256(&[&root, &share, &index.to_be_bytes()]),
        "bp2018" => sha256(&[&root, &index.to_be_bytes()]),
        "hmac_xor" => xor(share, root),
        other => panic!("no scheme {other}"),
    }
}

/// Preimage and hash, as the operations answer them.
pub(super) fn derived(preimage: [u8; 32]) -> Value {
    json!({ "preimage": hex(&preimage), "hash": hex(&sha256(&[&preimage])) })
}

/// What LND's own code computed.
struct Known {
    slug: &'static str,
    comment: &'static str,
    root: [u8; 32],
    share: [u8; 32],
    index: u32,
    preimage: &'static str,
    hash: &'static str,
}

/// Results of LND's own code.
fn known() -> Vec<Known> {
    let root = counting(0);
    let third = xor(xor(root, [0x11; 32]), [0x22; 32]);
    vec![
        Known {
            slug: "all-zero",
            comment: "Zeros are hashed like anything else: the index is four bytes, also index 0.",
            root: [0x00; 32],
            share: [0x00; 32],
            index: 0,
            preimage: "1751ac12e70e15b4f76c16775cd329ae55973b612521dab2de828a5cdb6c8ab3",
            hash: "1596d82958b4b5474565627bc40dd23f48aa50a375ba06b25e4b8ad953105f51",
        },
        Known {
            slug: "all-ones",
            comment: "The largest index.",
            root: [0xff; 32],
            share: [0xff; 32],
            index: u32::MAX,
            preimage: "45711c71a8ea9075f812520ebd55ac5565beaa67a4a54b7f7768d156e728d926",
            hash: "877d1490f00c696eca91b030375a9edeb96047ad9fb241397a8cefb2fd0315b0",
        },
        Known {
            slug: "index-0",
            comment: "A set of one part: the share is the root.",
            root: [0x01; 32],
            share: [0x01; 32],
            index: 0,
            preimage: "a4c34b4f8b7a812d59c08a9569c8fc154205dd1f0c7d1c16ed05ed5c281c2d63",
            hash: "0637855a5577b9f3b4af9a53fb1127c0968dfe64afd0c16f7006780f0845d340",
        },
        Known {
            slug: "index-1",
            comment: "Another index gives another preimage.",
            root: [0x01; 32],
            share: [0x01; 32],
            index: 1,
            preimage: "eecb0247ca1cb22d4fdc4f1ad25cbdbf2e9e581dc7eebd1178380351652615ef",
            hash: "1330ce0b252d42090a5b960d545c29aabc07205a16ec1b27abc77fed3506c0f1",
        },
        Known {
            slug: "index-2-31",
            comment: "An index that a signed reader takes for negative.",
            root: [0x01; 32],
            share: [0x02; 32],
            index: 0x8000_0000,
            preimage: "54b5f9583dace7d319ff8f8ed0e9611924bc1afef71826d4b7e93dac945bc9b8",
            hash: "3750ea1b7afce71ead969713111986be784cd578f5c7a421e0da889b12c4911a",
        },
        Known {
            slug: "byte-order",
            comment: "Different bytes show the order of the index and of the fields.",
            root,
            share: root,
            index: 0x0102_0304,
            preimage: "241f0c0e722f3f10a51ffbb4a1a7a5eb3bba3c225f73ce03199bbd5ca1a9940b",
            hash: "047683de9c8cbfefbd13f2855d871f7f0bf79c4980d730feedaeb85d5d41f3b3",
        },
        Known {
            slug: "three-shares-1",
            comment: "The first of three parts.",
            root,
            share: [0x11; 32],
            index: 0,
            preimage: "5e593dceb61b06ba3a44f5dfdac33b284bae6ec6853ae923196c1a3a55f9da71",
            hash: "752546f52dda2afdd6bda8a2a4d5055dfafbb1ed5bfc16a49a54cb80cf2364f5",
        },
        Known {
            slug: "three-shares-2",
            comment: "The second of three parts.",
            root,
            share: [0x22; 32],
            index: 1,
            preimage: "7d39ebb43bc21422802497ba6e00efbe9dfaef0c0e56b3d9b44982fe2b36f496",
            hash: "54e33d6145119f3883750af2f7d2e3556980c5ce5108ec1b409ee63852fabc03",
        },
        Known {
            slug: "three-shares-3",
            comment: "The third of three parts.",
            root,
            share: third,
            index: 0xdead_beef,
            preimage: "45ca8d65506060c821eeba69692fe32ad56cac2d6df1ef95eeafc3338c41db85",
            hash: "19fc40ae86956b435897c8e510fba846aafbb809ff13cddf2cdb4fce90bab98c",
        },
    ]
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = sha256_cases();
    for (scheme, from) in [("bp2018", PROPOSAL), ("hmac_xor", TUTORIAL)] {
        for (slug, comment, root, share, index) in [
            ("index-0", "Index 0.", counting(0), counting(0x20), 0),
            ("index-1", "Index 1.", counting(0), counting(0x20), 1),
            (
                "index-256",
                "The most significant byte of the index comes first.",
                counting(0),
                counting(0x20),
                256,
            ),
            (
                "byte-order",
                "Four different bytes show their order.",
                counting(0),
                counting(0x20),
                0x0102_0304,
            ),
            ("index-largest", "The largest index.", [0xff; 32], [0x0f; 32], u32::MAX),
        ] {
            cases.push(ok(scheme, slug, comment, (root, share, index)).from(from));
        }
    }
    cases.push(
        ok(
            "bp2018",
            "zero-base",
            "A base preimage of zeros is hashed like any other.",
            ([0; 32], [0; 32], 1),
        )
        .from(PROPOSAL),
    );
    cases.push(
        ok(
            "hmac_xor",
            "zero-root",
            "A root of zeros: the preimage is the share.",
            ([0; 32], counting(1), 1),
        )
        .from(TUTORIAL),
    );
    for (slug, comment, root) in [
        (
            "share-is-root",
            "The share is the XOR of all shares: the preimage would be all zero, which everyone knows.",
            counting(0x20),
        ),
        ("all-zero", "Zeros all over: so would be the preimage.", [0; 32]),
    ] {
        let neighbour = if root == [0; 32] { "zero-root" } else { "index-1" };
        cases.push(
            case("hmac_xor", slug, comment, (root, root, 1))
                .breaks(&["amp.hmac-xor.zero-preimage"])
                .reject(Class::Insecure)
                .near(&format!("derive/hmac-xor-{neighbour}"))
                .from(TUTORIAL),
        );
    }
    cases
}

fn sha256_cases() -> Vec<Case> {
    let from = "computed by LND v0.21.0-beta, amp/child.go";
    let mut cases = Vec::new();
    for Known { slug, comment, root, share, index, preimage: expected, hash } in known() {
        let result = derived(preimage("sha256", root, share, index));
        assert_eq!(
            result,
            json!({ "preimage": expected, "hash": hash }),
            "LND's result for {slug}"
        );
        cases.push(ok("sha256", slug, comment, (root, share, index)).from(from));
    }
    for (slug, comment, share, index) in [
        ("index-255", "The largest index of one byte is hashed as four.", counting(0x20), 255),
        ("index-256", "The most significant byte of the index comes first.", counting(0x20), 256),
        ("index-65536", "The second byte of the index counts 65536.", counting(0x20), 65536),
        ("zero-share", "A share of zeros, as the last of a set may have it.", [0; 32], 7),
    ] {
        cases.push(
            ok("sha256", slug, comment, (counting(0), share, index))
                .from("LND >= 0.13, amp/child.go"),
        );
    }
    cases
}

fn case(
    scheme: &str,
    slug: &str,
    comment: &str,
    (root, share, index): ([u8; 32], [u8; 32], u32),
) -> Case {
    let case =
        Case::new("amp.derive", format!("derive/{}-{slug}", scheme.replace('_', "-")), comment)
            .with("scheme", scheme)
            .with("root", hex(&root))
            .with("index", index.to_string())
            .amp_only();
    // The proposal of 2018 hashes no share.
    if scheme == "bp2018" { case } else { case.with("share", hex(&share)) }
}

fn ok(scheme: &str, slug: &str, comment: &str, parts: ([u8; 32], [u8; 32], u32)) -> Case {
    let rule = match scheme {
        "sha256" => "amp.sha256.preimage",
        "bp2018" => "amp.bp2018.preimage",
        _ => "amp.hmac-xor.preimage",
    };
    let (root, share, index) = parts;
    let case = case(scheme, slug, comment, parts)
        .obeys(&[rule])
        .ok(derived(preimage(scheme, root, share, index)));
    if scheme == "hmac_xor" { case.obeys(&["amp.hmac-xor.zero-preimage"]) } else { case }
}
