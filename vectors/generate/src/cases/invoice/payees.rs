//! The payee's key in an `n` field.

use ampwire_vectors::{Class, Level};

use super::builder::Invoice;
use super::{any, ok, own_choice, reads, refused, refuses};
use crate::case::Case;
use crate::invoice::{EXAMPLE_KEY, OTHER_KEY, letters, payee, symbols_of};

const PAYEE: &str = "bolt11.signature.payee";
const POINT: &str = "bolt11.n.point";
const RECOVERY_ID: &str = "bolt11.signature.recovery-id";
const HIGH_S: &str = "bolt11.signature.high-s";

pub(super) fn cases() -> Vec<Case> {
    [right(), recovery_ids(), other_keys(), points()].concat()
}

fn named() -> Invoice {
    Invoice::plain().payee_field()
}

fn words(key: &[u8]) -> String {
    letters(&symbols_of(key))
}

fn right() -> Vec<Case> {
    let high = named().high_s();
    vec![
        ok(
            "payee",
            "The payee's key in a field: it is the one that signed.",
            &named(),
            &[PAYEE, POINT, HIGH_S],
        ),
        ok(
            "payee-other-key",
            "Another payee's key in a field.",
            &Invoice::plain().by_other_key().payee_field(),
            &[PAYEE, POINT],
        ),
        refused(
            "payee-high-s",
            "With the payee's key in a field, a high S is refused.",
            &high,
            (Class::BadSignature, Some(high.signature_at())),
            HIGH_S,
            "payee",
        ),
        {
            let high =
                Invoice::plain().by_other_key().payee_field().amount("20m", "2000000000").high_s();
            refused(
                "payee-other-key-high-s",
                "A high S of another key, in another invoice.",
                &high,
                (Class::BadSignature, Some(high.signature_at())),
                HIGH_S,
                "payee-other-key",
            )
        },
    ]
}

/// With a payee's field nothing is recovered, so the recovery id says nothing.
fn recovery_ids() -> Vec<Case> {
    let mut cases = Vec::new();
    for bits in [1, 3] {
        cases.push(ok(
            &format!("payee-recovery-id-turned-by-{bits}"),
            "The recovery id is another one than the right one: the payee's field counts, and nothing is recovered.",
            &named().turned_recovery_id(bits),
            &[PAYEE],
        ));
    }
    for id in [4, 255] {
        let signature = named().signed();
        let invoice = named().signature(signature.compact, id);
        cases.push(any(
            &format!("payee-recovery-id-{id}"),
            "A recovery id that no writer may write, where nothing is recovered.",
            &invoice,
            &[refuses(&[Class::BadSignature]), reads(&invoice)],
            &[PAYEE],
        ));
    }
    let invoice = named().signature(named().signed().compact, 5);
    cases.push(own_choice(refused(
        "payee-recovery-id-5",
        "This project refuses a recovery id that no writer may write, also where nothing is recovered.",
        &invoice,
        (Class::BadSignature, Some(invoice.signature_at())),
        RECOVERY_ID,
        "payee",
    )));
    cases
}

fn other_keys() -> Vec<Case> {
    let wrong = |slug: &str, comment: &str, invoice: &Invoice| {
        let place = (Class::BadSignature, Some(invoice.signature_at()));
        refused(slug, comment, invoice, place, PAYEE, "payee")
    };
    let other = Invoice::plain().skipped('n', &words(&payee(&OTHER_KEY)));
    let mut turned = payee(&EXAMPLE_KEY);
    turned[0] ^= 1;
    let negated = Invoice::plain().skipped('n', &words(&turned));
    let reused = named().amount("20m", "2000000000");
    let signature = named().signed();
    let reused = reused.signature(signature.compact, signature.recovery_id);
    let only_first = named().moved_to(0).skipped('n', &words(&payee(&OTHER_KEY)));
    let other_first = Invoice::plain().skipped('n', &words(&payee(&OTHER_KEY))).moved_to(0);
    let other_first = other_first.skipped('n', &words(&payee(&EXAMPLE_KEY)));
    vec![
        wrong("payee-did-not-sign", "The key in the field is not the one that signed.", &other),
        wrong("payee-negated", "The key in the field has the other first byte.", &negated),
        wrong(
            "payee-signed-something-else",
            "The signature is the payee's, over another amount.",
            &reused,
        )
        .breaks(&["bolt11.signature.hash"]),
        any(
            "payee-first-signed",
            "Two payees, of which the first signed.",
            &only_first,
            &[
                reads(&only_first),
                refuses(&[Class::BadSignature, Class::Duplicate, Class::Conflict, Class::Other]),
            ],
            &["bolt11.field.first-counts"],
        )
        .level(Level::May),
        {
            let place = (Class::BadSignature, Some(other_first.signature_at()));
            refused(
                "payee-second-signed",
                "Two payees, of which the second signed: the first counts.",
                &other_first,
                place,
                PAYEE,
                "payee",
            )
            .level(Level::May)
        },
    ]
}

fn points() -> Vec<Case> {
    let key = payee(&EXAMPLE_KEY);
    let with = |first: u8, rest: [u8; 32]| {
        let bytes = [&[first], rest.as_slice()].concat();
        Invoice::plain().skipped('n', &words(&bytes))
    };
    let x: [u8; 32] = key[1..].try_into().expect("32 bytes");
    let mut five = [0; 32];
    five[31] = 5;
    let list = [
        ("payee-prefix-4", "A key whose first byte is that of an uncompressed one.", with(4, x)),
        ("payee-prefix-0", "A key of 33 zero bytes.", with(0, [0; 32])),
        ("payee-off-curve", "A key whose x is 5: no point of the curve has it.", with(2, five)),
        ("payee-x-too-large", "A key whose x is not below the field's order.", with(3, [0xff; 32])),
    ];
    list.into_iter()
        .map(|(slug, comment, invoice)| {
            let place = (Class::BadValue, Some(invoice.value_of('n')));
            let case = refused(slug, comment, &invoice, place, POINT, "payee");
            // Where the key is none, the signature is not its.
            case.reject_for(&[Class::BadValue, Class::BadSignature]).open().level(Level::Should)
        })
        .collect()
}
