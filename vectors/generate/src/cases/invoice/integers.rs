//! `expiry` and `min_final_cltv_expiry_delta`: numbers of any width.

use ampwire_vectors::{Answer, Class, Level};
use serde_json::json;

use super::builder::Invoice;
use super::{any, ok, own_choice, reads, refused, refuses};
use crate::case::Case;
use crate::invoice::symbols_of_letters;

const MINIMAL: &str = "bolt11.field.integer-minimal";
const RANGE: &str = "bolt11.field.integer-range";
const HASH: &str = "bolt11.signature.hash";

/// The two fields: tag, name, and the member's.
const FIELDS: [(char, &str, &str); 2] = [
    ('x', "expiry", "expiry"),
    ('c', "min-final-cltv-expiry-delta", "min_final_cltv_expiry_delta"),
];

pub(super) fn cases() -> Vec<Case> {
    [expiries(), deltas(), zero(), not_minimal(), too_large()].concat()
}

/// The plain invoice with this number in these letters.
fn with(tag: char, member: &'static str, words: &str, value: &str) -> Invoice {
    Invoice::plain().member(tag, symbols_of_letters(words), member, json!(value))
}

fn expiries() -> Vec<Case> {
    let list = [
        ("expiry-31", "The largest expiry of one symbol.", 31),
        ("expiry-3600", "The default, written all the same.", 3600),
        ("expiry-604800", "A week: the last symbol is zero.", 604_800),
        ("expiry-2592000", "Thirty days.", 2_592_000),
    ];
    let large = [
        ("expiry-4294967296", "More seconds than 32 bits hold.", 1 << 32),
        (
            "expiry-9223372037",
            "The first number of seconds whose nanoseconds do not fit 63 bits.",
            9_223_372_037,
        ),
        ("expiry-9223372036854775808", "More seconds than 63 bits hold.", 1 << 63),
        ("expiry-18446744073709551615", "As many seconds as 64 bits hold.", u64::MAX),
    ];
    let plain = Invoice::plain();
    let list = list
        .into_iter()
        .map(|(slug, comment, value)| ok(slug, comment, &plain.clone().expiry(value), &[MINIMAL]));
    let large = large.into_iter().map(|(slug, comment, value)| {
        let invoice = plain.clone().expiry(value);
        read_or_refused(slug, comment, &invoice)
    });
    let own = own_choice(ok(
        "expiry-4294967297",
        "This project reads any expiry that 64 bits hold.",
        &plain.clone().expiry((1 << 32) + 1),
        &[MINIMAL, RANGE],
    ));
    list.chain(large).chain([own]).collect()
}

fn deltas() -> Vec<Case> {
    let plain = Invoice::plain();
    let with = |value| plain.clone().min_final_cltv_expiry_delta(value);
    let list = [
        ("min-final-cltv-expiry-delta-18", "The default, written all the same.", 18),
        ("min-final-cltv-expiry-delta-80", "What LND asks for.", 80),
        ("min-final-cltv-expiry-delta-65535", "As many blocks as 16 bits hold.", 65_535),
    ];
    let large = [
        (
            "min-final-cltv-expiry-delta-65554",
            "More blocks than 16 bits hold: cut off it is 18.",
            65_554,
        ),
        (
            "min-final-cltv-expiry-delta-4294967296",
            "More blocks than 32 bits hold: cut off it is zero.",
            1 << 32,
        ),
        (
            "min-final-cltv-expiry-delta-18446744073709551615",
            "As many blocks as 64 bits hold.",
            u64::MAX,
        ),
    ];
    let list =
        list.into_iter().map(|(slug, comment, value)| ok(slug, comment, &with(value), &[MINIMAL]));
    let large = large
        .into_iter()
        .map(|(slug, comment, value)| read_or_refused(slug, comment, &with(value)));
    list.chain(large).collect()
}

/// No limit is set, and no reader has to count so far; none may cut the number off.
fn read_or_refused(slug: &str, comment: &str, invoice: &Invoice) -> Case {
    let answers: [Answer; 2] = [reads(invoice), refuses(&[Class::BadValue, Class::Limit])];
    any(slug, comment, invoice, &answers, &[MINIMAL, RANGE]).level(Level::Should)
}

fn zero() -> Vec<Case> {
    let mut cases = Vec::new();
    for (tag, name, member) in FIELDS {
        let empty = with(tag, member, "", "0");
        let one = with(tag, member, "q", "0");
        cases.push(any(
            &format!("{name}-0"),
            "Zero without a symbol: the shortest form.",
            &empty,
            &[reads(&empty), refuses(&[Class::BadLength, Class::NotMinimal, Class::BadValue])],
            &[MINIMAL],
        ));
        cases.push(any(
            &format!("{name}-0-one-symbol"),
            "Zero as one symbol, which is a zero symbol at the start. Some writers do it so.",
            &one,
            &[refuses(&[Class::NotMinimal]), reads(&one)],
            &[HASH],
        ));
    }
    cases
}

fn not_minimal() -> Vec<Case> {
    let mut cases = Vec::new();
    for (tag, name, member) in FIELDS {
        let near = format!("{name}-{}", if tag == 'x' { "31" } else { "18" });
        for (slug, comment, words) in [
            ("one-zero-symbol", "A zero symbol at the start.", "ql"),
            ("zero-of-two-symbols", "Zero in two symbols.", "qq"),
        ] {
            let invoice = with(tag, member, words, "");
            let place = (Class::NotMinimal, Some(invoice.value_of(tag)));
            let slug = format!("{name}-{slug}");
            cases.push(refused(&slug, comment, &invoice, place, MINIMAL, &near));
        }
    }
    cases
}

fn too_large() -> Vec<Case> {
    let mut cases = Vec::new();
    for (tag, name, member) in FIELDS {
        // 16 times 32^12 is 2^64; 32^13 is 2^65.
        for (value, words) in
            [("18446744073709551616", "sqqqqqqqqqqqq"), ("18446744073709551676", "sqqqqqqqqqqpu")]
        {
            let invoice = with(tag, member, words, value);
            cases.push(any(
                &format!("{name}-{value}"),
                "More than 64 bits hold: refused or read, not wrapped round.",
                &invoice,
                &[refuses(&[Class::BadValue, Class::Limit, Class::BadLength]), reads(&invoice)],
                &[MINIMAL],
            ));
        }
        let longest = with(tag, member, &"l".repeat(1023), "");
        let place = (Class::BadValue, Some(longest.value_of(tag)));
        let near = format!("{name}-{}", if tag == 'x' { "31" } else { "18" });
        let slug = format!("{name}-of-1023-symbols");
        let comment = "A number of 1023 symbols: this project refuses what 64 bits don't hold.";
        let case = refused(&slug, comment, &longest, place, RANGE, &near);
        let classes = [Class::BadValue, Class::Limit, Class::BadLength];
        cases.push(own_choice(case.reject_for(&classes).at(longest.value_of(tag))));
    }
    cases
}
