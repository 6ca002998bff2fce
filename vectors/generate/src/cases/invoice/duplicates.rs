//! Fields that may stand once and stand twice.

use ampwire_vectors::{Answer, Class, Level};

use super::builder::Invoice;
use super::{any, ok, reads, refuses};
use crate::case::Case;
use crate::invoice::{letters, minimal, symbols_of};

const FIRST: &str = "bolt11.field.first-counts";
const ORDER: &str = "bolt11.field.order";

/// Readers that refuse a second field say so in one of these ways.
const SAID: &[Class] = &[Class::Duplicate, Class::Conflict, Class::Forbidden, Class::Other];

pub(super) fn cases() -> Vec<Case> {
    let plain = Invoice::plain();
    let full = plain
        .clone()
        .metadata(&[0x01, 0x02])
        .expiry(86400)
        .min_final_cltv_expiry_delta(80)
        .payee_field();
    let hashed = Invoice::plain().without('d').description_hash([0x39; 32]);
    let words = |bytes: &[u8]| letters(&symbols_of(bytes));
    let other_key = words(&crate::invoice::payee(&crate::invoice::OTHER_KEY));
    let twice = |slug: &str, comment: &str, invoice: &Invoice| {
        let answers: [Answer; 2] = [reads(invoice), refuses(SAID)];
        any(slug, comment, invoice, &answers, &[FIRST, ORDER])
    };
    // Of p the text says that a payer should use the first; of the others it says nothing.
    let silent = |slug: &str, comment: &str, invoice: &Invoice| {
        twice(slug, comment, invoice).level(Level::May)
    };
    vec![
        ok("all-fields-once", "Every field that may stand once.", &full, &[FIRST]),
        twice(
            "payment-hash-twice",
            "Two payment_hashes: the first counts.",
            &plain.clone().skipped('p', &words(&[0x77; 32])),
        )
        .level(Level::Should),
        silent(
            "payment-secret-twice",
            "Two payment_secrets.",
            &plain.clone().skipped('s', &words(&[0x77; 32])),
        ),
        silent(
            "description-twice",
            "Two descriptions.",
            &plain.clone().skipped('d', &words(b"2 cups coffee")),
        ),
        silent(
            "description-twice-not-utf-8",
            "The second description is not UTF-8: what does not count is not looked at.",
            &plain.clone().skipped('d', &words(&[0xff])),
        )
        .any(vec![
            reads(&plain.clone().skipped('d', &words(&[0xff]))),
            refuses(&[SAID, &[Class::BadEncoding]].concat()),
        ]),
        silent(
            "description-hash-twice",
            "Two hashes of a description.",
            &hashed.skipped('h', &words(&[0x77; 32])),
        ),
        silent(
            "metadata-twice",
            "Two payment_metadata fields.",
            &full.clone().skipped('m', &words(&[0x03, 0x04])),
        ),
        silent("expiry-twice", "Two expiries.", &full.clone().skipped('x', &letters(&minimal(60)))),
        silent(
            "min-final-cltv-expiry-delta-twice",
            "Two min_final_cltv_expiry_deltas.",
            &full.clone().skipped('c', &letters(&minimal(18))),
        ),
        silent(
            "payee-twice",
            "Two payees: the first signed.",
            &full.clone().skipped('n', &other_key),
        ),
        silent(
            "features-twice",
            "Two feature vectors; the second has an unknown even bit.",
            &plain.clone().skipped('9', "psqqqqqqqqqqqqqqqqsgq"),
        )
        .any(vec![
            reads(&plain.clone().skipped('9', "psqqqqqqqqqqqqqqqqsgq")),
            refuses(&[SAID, &[Class::UnknownEven]].concat()),
        ]),
    ]
}
