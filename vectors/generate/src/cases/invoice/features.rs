//! The `9` field: which bits are set. Whether they are understood is another question: see paying.

use ampwire_vectors::{Class, Level};

use super::builder::Invoice;
use super::{any, ok, reads, refused, refuses};
use crate::case::Case;
use crate::invoice::symbols_of_letters;

const BITS: &str = "bolt11.9.bits";
const MINIMAL: &str = "bolt11.field.integer-minimal";
const OMITTED: &str = "bolt11.9.omitted";

pub(super) fn cases() -> Vec<Case> {
    [sets(), even(), absent(), not_minimal()].concat()
}

fn with(bits: &[u64]) -> Invoice {
    Invoice::empty().payment_hash().description("1 cup coffee").payment_secret().features(bits)
}

fn sets() -> Vec<Case> {
    let list: Vec<(&str, &str, &[u64])> = vec![
        ("features-9-15", "The two features that everyone has, as optional ones.", &[9, 15]),
        ("features-8-14-17", "Payments in parts are possible.", &[8, 14, 17]),
        (
            "features-both-of-a-pair",
            "Both bits of a pair: no writer should, and readers take the feature as required.",
            &[8, 9, 14, 15, 16, 17],
        ),
        ("features-49", "The payee would like payment_metadata, and gives none.", &[8, 14, 49]),
        ("features-99", "An unknown odd bit.", &[8, 14, 99]),
        (
            "features-101-to-119",
            "Ten unknown odd bits.",
            &[8, 14, 101, 103, 105, 107, 109, 111, 113, 115, 117, 119],
        ),
        ("features-4-5", "Bits 4 and 5 stand in two symbols.", &[5, 8, 9, 14]),
        ("features-39", "The last bit of the eighth symbol.", &[8, 14, 39]),
        ("features-5113", "The highest odd bit that a field can hold.", &[8, 14, 5113]),
    ];
    list.into_iter()
        .map(|(slug, comment, bits)| ok(slug, comment, &with(bits), &[BITS, MINIMAL]))
        .collect()
}

/// Some readers refuse an even bit that they don't know when reading, others when paying.
fn even() -> Vec<Case> {
    let list: Vec<(&str, &str, &[u64])> = vec![
        ("features-100", "An unknown even bit.", &[8, 14, 100]),
        ("features-4", "The highest bit of the last symbol.", &[4, 8, 14]),
        ("features-40", "The lowest bit of the ninth symbol.", &[8, 14, 40]),
        ("features-5114", "The highest bit that a field can hold.", &[8, 14, 5114]),
        ("features-24", "option_route_blinding is required.", &[8, 14, 24]),
        ("features-36", "A required feature that BOLT 9 allows in invoices.", &[8, 14, 36]),
    ];
    let one = with(&[8, 14, 16, 22]);
    let mut cases: Vec<Case> = list
        .into_iter()
        .map(|(slug, comment, bits)| {
            let invoice = with(bits);
            any(
                slug,
                comment,
                &invoice,
                &[reads(&invoice), refuses(&[Class::UnknownEven])],
                &[BITS],
            )
        })
        .collect();
    cases.push(any(
        "features-22",
        "A feature that has no place in an invoice.",
        &one,
        &[reads(&one), refuses(&[Class::UnknownEven, Class::Forbidden])],
        &[BITS],
    ));
    for (slug, comment, bits) in [
        (
            "features-8-17",
            "Payments in parts, and no payment_secret among the features.",
            &[8, 17][..],
        ),
        ("features-16", "Payments in parts alone.", &[16][..]),
    ] {
        let invoice = with(bits);
        cases.push(any(
            slug,
            comment,
            &invoice,
            &[reads(&invoice), refuses(&[Class::Missing])],
            &[BITS],
        ));
    }
    cases
}

fn absent() -> Vec<Case> {
    let plain = Invoice::plain();
    let none = plain.clone().without('9');
    let empty = plain.without('9').features(&[]);
    vec![
        ok(
            "no-features",
            "No features: those that everyone has need not be said.",
            &none,
            &[BITS, OMITTED],
        ),
        any(
            "features-empty",
            "A feature field without a bit, which a writer leaves out.",
            &empty,
            &[reads(&empty), refuses(&[Class::BadLength, Class::NotMinimal])],
            &[BITS],
        )
        .level(Level::May),
        ok("features-only-odd", "An unknown odd bit and nothing else.", &with(&[101]), &[BITS]),
    ]
}

fn not_minimal() -> Vec<Case> {
    let of = |words: &str| {
        let base = Invoice::empty().payment_hash().description("1 cup coffee").payment_secret();
        base.features_of(symbols_of_letters(words), &[8, 14])
    };
    let list = [
        ("features-zero-symbol", "A zero symbol at the start.", "qsgq"),
        ("features-one-zero-symbol", "A zero symbol and nothing else.", "q"),
        (
            "features-zero-symbol-and-byte",
            "A zero symbol at the start, and a first byte that is not zero: 4 is set in the second symbol.",
            "qysgq",
        ),
        (
            "features-zero-symbol-and-3",
            "A zero symbol at the start, and low bits of the second.",
            "qrsgq",
        ),
        (
            "features-zero-symbol-and-31",
            "A zero symbol at the start, and all bits of the second.",
            "qlsgq",
        ),
    ];
    list.into_iter()
        .map(|(slug, comment, words)| {
            let invoice = of(words);
            let place = (Class::NotMinimal, Some(invoice.value_of('9')));
            refused(slug, comment, &invoice, place, MINIMAL, "plain")
        })
        .collect()
}
