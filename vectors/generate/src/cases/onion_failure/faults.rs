//! Messages that are cut, or whose type is longer than it need be.

use ampwire_vectors::Class;
use serde_json::json;

use super::{BADONION, COMPLETE, MINIMAL, PERM, code_bytes, decode};
use crate::bytes::{Labelled, Width, bigsize_in, length_of};
use crate::case::Case;
use crate::cases::samples::counting;

const HTLC_MSAT: [u8; 8] = 1000_u64.to_be_bytes();
const HEIGHT: [u8; 4] = 800_000_u32.to_be_bytes();

pub(super) fn cases() -> Vec<Case> {
    [codes(), invalid_onion_payload(), incorrect_details(), others(), not_minimal()].concat()
}

/// The code itself is cut.
fn codes() -> Vec<Case> {
    vec![
        decode("empty", "No byte at all is no message.", &Labelled::new())
            .cut_at(0)
            .near("failure/mpp-timeout"),
        decode(
            "cut-code-40",
            "Half of a code, with PERM set.",
            &Labelled::noted_of("failure_code", [0x40], "cut"),
        )
        .cut_at(0)
        .near("failure/invalid-payload"),
        decode(
            "cut-code-00",
            "Half of a code.",
            &Labelled::noted_of("failure_code", [0x00], "cut"),
        )
        .cut_at(0)
        .near("failure/mpp-timeout"),
    ]
}

/// A message that ends inside of a field, or before it. What stands whole is before it.
fn cut(slug: &str, comment: &str, whole: Labelled, name: &str, rest: &[u8]) -> Case {
    // With no byte of the field there is none to point at.
    let offset = if rest.is_empty() { 0 } else { whole.len() };
    decode(slug, comment, &whole.noted(name, rest, "cut")).cut_at(offset)
}

fn invalid_onion_payload() -> Vec<Case> {
    let code = || code_bytes(PERM + 22, "PERM|22");
    let type_14 = || code().noted("type", [14], "14");
    let type_65534 = || code().noted("type", [0xfd, 0xff, 0xfe], "65534");
    let at_type = "A BigSize of which a part is there.";
    [
        ("invalid-payload-cut-before-type", "Neither type nor offset.", code(), "type", [].as_slice(), ""),
        ("invalid-payload-cut-type-fd", at_type, code(), "type", &[0xfd], "-type-65534"),
        ("invalid-payload-cut-type-fdff", at_type, code(), "type", &[0xfd, 0xff], "-type-65534"),
        ("invalid-payload-cut-type-fe", at_type, code(), "type", &[0xfe, 0, 1, 0], "-type-65536"),
        ("invalid-payload-cut-type-ff", at_type, code(), "type", &[0xff; 8], "-type-largest"),
        ("invalid-payload-cut-before-offset", "A type, and no offset.", type_14(), "offset", &[], ""),
        ("invalid-payload-cut-offset", "Half of an offset.", type_14(), "offset", &[0x00], ""),
        (
            "invalid-payload-cut-before-offset-wide",
            "A type of three bytes, and no offset: together as long as a type of one byte with one.",
            type_65534(),
            "offset",
            &[],
            "-type-65534",
        ),
        (
            "invalid-payload-cut-offset-wide",
            "A type of three bytes, and half of an offset.",
            type_65534(),
            "offset",
            &[0x00],
            "-type-65534",
        ),
    ]
    .into_iter()
    .map(|(slug, comment, whole, name, rest, neighbour)| {
        cut(slug, comment, whole, name, rest).near(&format!("failure/invalid-payload{neighbour}"))
    })
    .collect()
}

fn incorrect_details() -> Vec<Case> {
    let code = || code_bytes(PERM + 15, "PERM|15");
    let amount = || code().noted("htlc_msat", HTLC_MSAT, "1000");
    let name = "incorrect_or_unknown_payment_details";
    let mut cases = vec![
        cut(
            "details-cut-before-amount",
            "A code and nothing else, as older versions of this message had it.",
            code(),
            "htlc_msat",
            &[],
        )
        .lnd_gives(json!({ "name": name, "htlc_msat": "0", "height": "0" })),
    ];
    for length in [1, 4, 7] {
        cases.push(cut(
            &format!("details-cut-amount-{length}"),
            "An amount of which a part is there.",
            code(),
            "htlc_msat",
            &HTLC_MSAT[..length],
        ));
    }
    cases.push(
        cut(
            "details-cut-before-height",
            "An amount and no height, as older versions of this message had it.",
            amount(),
            "height",
            &[],
        )
        .lnd_gives(json!({ "name": name, "htlc_msat": "1000", "height": "0" })),
    );
    for length in 1..HEIGHT.len() {
        cases.push(cut(
            &format!("details-cut-height-{length}"),
            "A height of which a part is there.",
            amount(),
            "height",
            &HEIGHT[..length],
        ));
    }
    cases.into_iter().map(|case| case.near("failure/details")).collect()
}

fn others() -> Vec<Case> {
    let mut cases = Vec::new();
    let whole = 800_100_u32.to_be_bytes();
    for length in 0..whole.len() {
        let bytes = code_bytes(18, "18");
        cases
            .push(field_cut("expiry", length, bytes, "cltv_expiry", &whole).near("failure/expiry"));
    }
    let whole = 999_u64.to_be_bytes();
    for length in [0, 1, 4, 7] {
        let bytes = code_bytes(19, "19");
        cases.push(
            field_cut("amount", length, bytes, "incoming_htlc_amt", &whole).near("failure/amount"),
        );
    }
    for length in [0, 1, 16, 31] {
        let bytes = code_bytes(BADONION + PERM + 24, "BADONION|PERM|24");
        cases.push(
            field_cut("blinding", length, bytes, "sha256_of_onion", &counting(0))
                .near("failure/blinding-byte-order"),
        );
    }
    cases
}

fn field_cut(family: &str, length: usize, code: Labelled, name: &str, whole: &[u8]) -> Case {
    let comment = match length {
        0 => format!("{name} is not there."),
        1 => format!("One byte of {name}, which has {}.", whole.len()),
        length => format!("{length} bytes of {name}, which has {}.", whole.len()),
    };
    cut(&format!("{family}-cut-{length}"), &comment, code, name, &whole[..length])
}

fn not_minimal() -> Vec<Case> {
    let code = || code_bytes(PERM + 22, "PERM|22");
    let mut cases = Vec::new();
    for (width, tlv_type, neighbour) in [
        (Width::Two, 0, "-type-0"),
        (Width::Two, 14, ""),
        (Width::Two, 252, "-type-252"),
        (Width::Four, 14, ""),
        (Width::Four, 65535, "-type-65535"),
        (Width::Eight, 14, ""),
        (Width::Eight, 0xffff_ffff, "-type-4294967295"),
    ] {
        let written = bigsize_in(width, tlv_type);
        let offset: u16 = match neighbour {
            "" | "-type-0" => 0,
            _ => 44,
        };
        let bytes =
            code().noted("type", &written, "not minimal").part("offset", offset.to_be_bytes());
        let size = length_of(&written);
        cases.push(
            decode(
                &format!("invalid-payload-type-{tlv_type}-in-{size}"),
                &format!("The type {tlv_type} in {size} bytes is longer than it need be."),
                &bytes,
            )
            .breaks(&[MINIMAL])
            .reject(Class::NotMinimal)
            .at(2)
            .near(&format!("failure/invalid-payload{neighbour}")),
        );
    }
    cases.push(
        decode(
            "invalid-payload-two-faults",
            "A type that is longer than it need be, and no offset.",
            &code().noted("type", [0xfd, 0x00, 0x0e], "not minimal"),
        )
        .breaks(&[MINIMAL, COMPLETE])
        .reject_either(&[Class::NotMinimal, Class::Truncated])
        .near("failure/invalid-payload"),
    );
    cases
}
