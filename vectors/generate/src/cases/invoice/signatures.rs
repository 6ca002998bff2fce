//! The signature where no field names the payee: the key is recovered.

use ampwire_vectors::Class;

use super::builder::Invoice;
use super::{ok, refused};
use crate::bytes::array;
use crate::case::Case;

const VALID: &str = "bolt11.signature.valid";
const HASH: &str = "bolt11.signature.hash";
const HIGH_S: &str = "bolt11.signature.high-s";
const RECOVERY_ID: &str = "bolt11.signature.recovery-id";

/// The order of secp256k1's group.
const ORDER: &str = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

pub(super) fn cases() -> Vec<Case> {
    [recovered(), small(), recovery_ids(), out_of_range()].concat()
}

fn small_number(value: u8) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[31] = value;
    bytes
}

fn signature(r: [u8; 32], s: [u8; 32]) -> [u8; 64] {
    [r, s].concat().try_into().expect("64 bytes")
}

fn with(r: [u8; 32], s: [u8; 32], recovery_id: u8) -> Invoice {
    Invoice::plain().signature(signature(r, s), recovery_id)
}

/// Whether a key can be recovered.
fn is_recoverable(invoice: &Invoice) -> bool {
    invoice.object().contains_key("payee")
}

fn recovered() -> Vec<Case> {
    let plain = Invoice::plain();
    let high = plain.clone().high_s();
    let turned_s = {
        let right = plain.signed();
        let other = right.with_other_s();
        plain.clone().signature(other.compact, right.recovery_id)
    };
    let reused = {
        let signature = plain.signed();
        let other = plain.clone().amount("20m", "2000000000");
        other.signature(signature.compact, signature.recovery_id)
    };
    let turned_id = plain.clone().turned_recovery_id(1);
    let mut cases = vec![
        ok(
            "high-s",
            "A high S with its recovery id: the right key is recovered.",
            &high,
            &[HIGH_S, VALID],
        ),
        ok(
            "high-s-recovery-id-left",
            "A high S with the recovery id of the low one: another key is recovered.",
            &turned_s,
            &[HIGH_S, VALID],
        ),
        ok(
            "recovery-id-turned",
            "The recovery id is the other one: another key is recovered.",
            &turned_id,
            &[RECOVERY_ID, VALID],
        ),
        ok(
            "signature-of-another-invoice",
            "A signature over something else: another key is recovered, and nothing is wrong to see.",
            &reused,
            &[HASH, VALID],
        ),
    ];
    // What is signed is filled up to whole bytes. The symbols' number modulo 8 decides how many bits that takes.
    for length in [1, 3, 4, 6] {
        let invoice = plain.clone().skipped('2', &"l".repeat(length));
        cases.push(ok(
            &format!("signed-with-{length}-symbols-more"),
            "Each number of symbols takes another filling before it is hashed.",
            &invoice,
            &[HASH],
        ));
    }
    cases
}

/// Small numbers are as good as large ones.
fn small() -> Vec<Case> {
    let find = |id: u8, recoverable: bool| {
        (1..=255)
            .map(|r| with(small_number(r), small_number(1), id))
            .find(|invoice| is_recoverable(invoice) == recoverable)
            .expect("half of all numbers are a point's x")
    };
    let refuse = |slug: &str, comment: &str, invoice: &Invoice| {
        let place = (Class::BadSignature, Some(invoice.signature_at()));
        refused(slug, comment, invoice, place, VALID, "plain")
    };
    vec![
        ok("small-r", "A small r, and s is 1.", &find(0, true), &[VALID]),
        ok(
            "small-r-recovery-id-2",
            "A small r that stands for an x above the group's order.",
            &find(2, true),
            &[VALID, RECOVERY_ID],
        ),
        ok(
            "small-r-recovery-id-3",
            "The same for the point with the odd y.",
            &find(3, true),
            &[VALID, RECOVERY_ID],
        ),
        refuse("r-of-no-point", "r is no point's x.", &find(0, false)),
        refuse(
            "r-of-no-point-recovery-id-2",
            "r and the group's order together are no point's x.",
            &find(2, false),
        ),
        ok(
            "largest-s",
            "s is one less than the group's order.",
            &with(
                small_number(1),
                array("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140"),
                0,
            ),
            &[VALID, HIGH_S],
        ),
    ]
}

fn recovery_ids() -> Vec<Case> {
    let compact = Invoice::plain().signed().compact;
    let refuse = |slug: &str, comment: &str, id: u8, rule: &'static str| {
        let invoice = Invoice::plain().signature(compact, id);
        let place = (Class::BadSignature, Some(invoice.signature_at()));
        refused(slug, comment, &invoice, place, rule, "plain")
    };
    let mut cases = vec![
        refuse(
            "recovery-id-2",
            "r and the group's order together are no element of the field.",
            2,
            VALID,
        ),
        refuse("recovery-id-3", "The same for the point with the odd y.", 3, VALID),
    ];
    for id in [4_u8, 27, 252, 255] {
        let comment = match id {
            27 => "A recovery id as message signatures have it.",
            31 => "A recovery id as signatures of compressed keys have it.",
            252.. => {
                "A recovery id that wraps round where four are added, or is taken for a negative number."
            }
            _ => "A recovery id above 3.",
        };
        cases.push(refuse(&format!("recovery-id-{id}"), comment, id, RECOVERY_ID));
    }
    cases
}

fn out_of_range() -> Vec<Case> {
    let (zero, order) = ([0; 32], array(ORDER));
    let largest = [0xff; 32];
    let right = Invoice::plain().signed().compact;
    let (r, s): ([u8; 32], [u8; 32]) =
        (right[..32].try_into().expect("32 bytes"), right[32..].try_into().expect("32 bytes"));
    let list = [
        ("r-zero", "r is zero.", zero, s),
        ("s-zero", "s is zero.", r, zero),
        ("r-and-s-zero", "r and s are zero.", zero, zero),
        ("r-order", "r is the group's order.", order, s),
        ("s-order", "s is the group's order.", r, order),
        ("r-largest", "All bits of r.", largest, s),
        ("s-largest", "All bits of s.", r, largest),
    ];
    let refuse = |slug: &str, comment: &str, invoice: &Invoice, near: &str| {
        let place = (Class::BadSignature, Some(invoice.signature_at()));
        refused(slug, comment, invoice, place, VALID, near)
    };
    let mut cases: Vec<Case> = list
        .into_iter()
        .map(|(slug, comment, r, s)| refuse(slug, comment, &with(r, s, 0), "plain"))
        .collect();
    for (slug, comment, r, s) in [
        ("payee-s-zero", "s is zero, and the payee is in a field.", r, zero),
        ("payee-r-order", "r is the group's order, and the payee is in a field.", order, s),
    ] {
        let invoice = Invoice::plain().payee_field().signature(signature(r, s), 0);
        cases.push(refuse(slug, comment, &invoice, "payee"));
    }
    cases
}
