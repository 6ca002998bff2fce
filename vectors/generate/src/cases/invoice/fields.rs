//! Fields that are skipped, fields that have to be there, and their order.

use ampwire_vectors::{Class, Level};

use super::builder::{Invoice, PAYMENT_HASH, PAYMENT_SECRET};
use super::hop::Hop;
use super::{any, ok, reads, refused, refuses};
use crate::case::Case;
use crate::cases::samples::POINT;
use crate::invoice::{letters, payee, symbols_of};

const UNKNOWN: &str = "bolt11.field.unknown";
const FIXED: &str = "bolt11.field.fixed-length";
const ORDER: &str = "bolt11.field.order";
const HASH: &str = "bolt11.signature.hash";

pub(super) fn cases() -> Vec<Case> {
    [unknown(), fixed_lengths(), required(), orders()].concat()
}

fn unknown() -> Vec<Case> {
    let plain = Invoice::plain();
    let all = "qzryg8f2tvwjk4eua7l063".chars().filter(|tag| !"rf".contains(*tag));
    let all = all.fold(plain.clone(), |invoice, tag| invoice.skipped(tag, "qp"));
    let rules = &[UNKNOWN, HASH];
    let path = plain.clone().skipped('5', "qqqq");
    vec![
        ok(
            "unknown-field",
            "An unknown field is skipped, and stays in what is signed.",
            &plain.clone().skipped('2', "qqq"),
            rules,
        ),
        ok(
            "unknown-field-first",
            "An unknown field before all others.",
            &plain.clone().skipped('2', "pzry9x8g").moved_to(0),
            rules,
        ),
        ok(
            "unknown-field-between",
            "An unknown field between others.",
            &plain.clone().skipped('v', "l").moved_to(2),
            rules,
        ),
        ok(
            "unknown-field-twice",
            "The same unknown field twice, with different values: neither is lost.",
            &plain.clone().skipped('2', "qq").skipped('2', "pp"),
            rules,
        ),
        ok(
            "unknown-field-of-1023",
            "An unknown field as long as a field can be.",
            &plain.clone().skipped('2', &"l".repeat(1023)),
            rules,
        ),
        ok(
            "unknown-field-of-5-bits",
            "The value of an unknown field is symbols, not bytes: one symbol is fine.",
            &plain.clone().skipped('k', "7"),
            rules,
        ),
        ok(
            "all-unknown-fields",
            "Every tag without a meaning in BOLT 11 or elsewhere, once.",
            &all,
            rules,
        ),
        ok(
            "tag-l-empty",
            "The tag l, whose field is empty: one implementation gives it a meaning of its own.",
            &plain.clone().skipped('l', ""),
            rules,
        ),
        ok(
            "tag-t",
            "The tag t, to which one implementation gives a meaning of its own.",
            &plain.clone().skipped('t', "qqqqqq"),
            rules,
        ),
        any(
            "tag-5",
            "The tag of blinded paths in LND. A reader that knows them refuses what is none.",
            &path,
            &[
                reads(&path),
                refuses(&[
                    Class::Truncated,
                    Class::BadLength,
                    Class::BadValue,
                    Class::Conflict,
                    Class::Other,
                ]),
            ],
            rules,
        )
        .level(Level::Info),
    ]
}

/// A field of fixed size with another: the text says in one place that it fails the payment, and its own example skips it.
fn fixed_lengths() -> Vec<Case> {
    let plain = Invoice::plain();
    let with_payee = plain.clone().payee_field();
    let hashed = Invoice::plain().without('d').description_hash([0x39; 32]);
    let words = |bytes: &[u8]| letters(&symbols_of(bytes));
    let key = words(&payee(&crate::invoice::EXAMPLE_KEY));
    let mut cases = Vec::new();
    let mut either = |slug: &str, comment: &str, invoice: &Invoice| {
        let answers = [reads(invoice), refuses(&[Class::BadLength])];
        cases.push(any(slug, comment, invoice, &answers, &[FIXED, HASH]));
    };
    for (tag, name, base, value) in [
        ('p', "payment-hash", &plain, words(&PAYMENT_HASH)),
        ('s', "payment-secret", &plain, words(&PAYMENT_SECRET)),
        ('h', "description-hash", &hashed, words(&[0x39; 32])),
        ('n', "payee", &with_payee, key),
    ] {
        let (shorter, longer) = (value.len() - 1, value.len() + 1);
        either(
            &format!("{name}-of-{shorter}-after"),
            &format!("A field {tag} of {shorter} symbols stands after the one that counts."),
            &base.clone().skipped(tag, &value[..shorter]),
        );
        either(
            &format!("{name}-of-{longer}-before"),
            &format!("A field {tag} of {longer} symbols stands before the one that counts."),
            &base.clone().skipped(tag, &format!("{value}q")).moved_to(0),
        );
    }
    either(
        "payment-hash-of-0-before",
        "A field p without a value stands before the one that counts.",
        &plain.clone().skipped('p', "").moved_to(0),
    );
    let only = plain.clone().skipped('n', &"q".repeat(52));
    either(
        "payee-of-52-only",
        "The one payee's field does not count: the key is recovered.",
        &only,
    );
    cases
}

fn required() -> Vec<Case> {
    let plain = Invoice::plain();
    let missing = |slug: &str, comment: &str, invoice: &Invoice, rule: &'static str| {
        refused(slug, comment, invoice, (Class::Missing, None), rule, "plain")
    };
    let short_hash =
        plain.clone().changed('p', |words| words[..51].to_owned()).that_is_skipped('p');
    let long_hash = plain.clone().changed('p', |words| format!("{words}q")).that_is_skipped('p');
    let short_description = plain.clone().without('d').skipped('h', &"q".repeat(51));
    let either =
        |case: Case| case.breaks(&[FIXED]).reject_either(&[Class::Missing, Class::BadLength]);
    let secret = |slug: &str, comment: &str, invoice: &Invoice| {
        any(
            slug,
            comment,
            invoice,
            &[refuses(&[Class::Missing, Class::BadLength]), reads(invoice)],
            &["bolt11.p.present"],
        )
    };
    let both = plain.clone().description_hash([0x39; 32]);
    let both_turned = both.clone().moved_to(1);
    let conflict = |slug: &str, comment: &str, invoice: &Invoice, tag: char| {
        let place = (Class::Conflict, Some(invoice.length_of(tag) - 1));
        refused(slug, comment, invoice, place, "bolt11.d-h.not-both", "plain")
    };
    vec![
        missing(
            "no-payment-hash",
            "No payment_hash.",
            &plain.clone().without('p'),
            "bolt11.p.present",
        ),
        either(missing(
            "payment-hash-of-51-only",
            "The one payment_hash is a symbol short.",
            &short_hash,
            "bolt11.p.present",
        )),
        either(missing(
            "payment-hash-of-53-only",
            "The one payment_hash is a symbol long.",
            &long_hash,
            "bolt11.p.present",
        )),
        missing(
            "no-description",
            "Neither description nor its hash.",
            &plain.clone().without('d'),
            "bolt11.d-h.one",
        ),
        either(missing(
            "description-hash-of-51-only",
            "No description, and a description's hash that is a symbol short.",
            &short_description,
            "bolt11.d-h.one",
        )),
        conflict(
            "description-and-hash",
            "A description, and later a description's hash.",
            &both,
            'h',
        ),
        conflict(
            "hash-and-description",
            "A description's hash, and later a description.",
            &both_turned,
            'd',
        ),
        secret(
            "no-payment-secret",
            "No payment_secret: nobody may pay it. Some refuse it when reading, others when paying.",
            &plain.clone().without('s'),
        ),
        secret(
            "payment-secret-of-51-only",
            "The one payment_secret is a symbol short.",
            &plain.clone().changed('s', |words| words[..51].to_owned()).that_is_skipped('s'),
        ),
        ok(
            "description-hash",
            "A description's hash in the description's place.",
            &plain.clone().without('d').description_hash([0x39; 32]),
            &["bolt11.d-h.one", "bolt11.d-h.not-both", "bolt11.p.present", "bolt11.s.present"],
        ),
    ]
}

fn orders() -> Vec<Case> {
    let full = Invoice::plain()
        .metadata(&[0x01, 0x02])
        .min_final_cltv_expiry_delta(80)
        .expiry(86400)
        .fallback(0, &[0x0f; 20])
        .route_hint(&[Hop {
            node_id: POINT,
            short_channel_id: 1,
            fee_base_msat: 1000,
            fee_proportional_millionths: 10,
            cltv_expiry_delta: 40,
        }])
        .payee_field();
    let order = |slug: &str, comment: &str, tags: &str| {
        ok(slug, comment, &full.clone().ordered(tags), &[ORDER, HASH])
    };
    vec![
        order("order-of-lnd", "All fields in the order in which LND writes them.", "pdmcxfrns9"),
        order(
            "order-of-examples",
            "All fields, the payment_secret first, as in most of BOLT 11's examples.",
            "spdxcfrn9m",
        ),
        order(
            "order-reversed",
            "All fields, the features first and the payment_hash last.",
            "9snrfxcmdp",
        ),
        order(
            "order-last-is-description",
            "All fields, the description last: what follows is the signature.",
            "pxcs9mfrnd",
        ),
    ]
}
