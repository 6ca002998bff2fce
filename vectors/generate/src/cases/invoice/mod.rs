//! `invoice.decode`, `invoice.encode` and `invoice.final_payload`.

use ampwire_vectors::{Answer, Class, Level};

use self::builder::Invoice;
use crate::case::{Case, rejection};

mod amounts;
mod amp;
mod builder;
mod counterexamples;
mod data;
mod descriptions;
mod duplicates;
mod encode;
mod examples;
mod fallbacks;
mod features;
mod fields;
mod hop;
mod integers;
mod labels;
mod networks;
mod padding;
mod pay;
mod payees;
mod route_hints;
mod signatures;
mod text;
mod unverified;

const SOURCE: &str = "BOLT 11";

pub(super) fn cases() -> Vec<Case> {
    let decode = [
        examples::cases(),
        text::cases(),
        networks::cases(),
        amounts::cases(),
        data::cases(),
        fields::cases(),
        duplicates::cases(),
        padding::cases(),
        descriptions::cases(),
        integers::cases(),
        fallbacks::cases(),
        route_hints::cases(),
        features::cases(),
        payees::cases(),
        signatures::cases(),
        unverified::cases(),
        amp::cases(),
    ]
    .concat();
    [decode, encode::cases(), pay::cases()]
        .concat()
        .into_iter()
        .map(|case| if case.from.is_empty() { case.from(SOURCE) } else { case })
        .collect()
}

/// A case that reads this text.
fn read_text(slug: &str, comment: &str, text: &str) -> Case {
    Case::new("invoice.decode", format!("invoice/{slug}"), comment).with("invoice", text)
}

/// A case that reads this invoice.
fn read(slug: &str, comment: &str, invoice: &Invoice) -> Case {
    Case { map: invoice.labels(), ..read_text(slug, comment, &invoice.text()) }
}

/// An invoice that is read.
fn ok(slug: &str, comment: &str, invoice: &Invoice, rules: &[&'static str]) -> Case {
    read(slug, comment, invoice).obeys(rules).ok(invoice.object().into())
}

/// An invoice of which several readings are right. The rules are those that all of them keep.
fn any(
    slug: &str,
    comment: &str,
    invoice: &Invoice,
    answers: &[Answer],
    rules: &[&'static str],
) -> Case {
    read(slug, comment, invoice).obeys(rules).any(answers.to_vec())
}

/// An invoice that is refused.
fn refused(
    slug: &str,
    comment: &str,
    invoice: &Invoice,
    (class, offset): (Class, Option<u64>),
    rule: &'static str,
    near: &str,
) -> Case {
    refused_text(slug, comment, &invoice.text(), (class, offset), rule, near)
}

/// A text that is refused.
fn refused_text(
    slug: &str,
    comment: &str,
    text: &str,
    (class, offset): (Class, Option<u64>),
    rule: &'static str,
    near: &str,
) -> Case {
    let case = read_text(slug, comment, text).breaks(&[rule]).reject(class);
    let case = case.near(&format!("invoice/{near}"));
    match offset {
        Some(offset) => case.at(offset),
        None => case,
    }
}

/// This reading.
fn reads(invoice: &Invoice) -> Answer {
    Answer::Ok(invoice.object())
}

/// A refusal for one of these reasons.
fn refuses(classes: &[Class]) -> Answer {
    rejection(classes)
}

/// The text asks it of writers alone, so that readers may do either; this project's refuses.
fn own_choice(case: Case) -> Case {
    case.level(Level::May)
}

/// Words with some of the lowest bits of the last symbol turned.
fn last_turned(words: &str, bits: u8) -> String {
    let mut symbols = crate::invoice::symbols_of_letters(words);
    if let Some(last) = symbols.last_mut() {
        *last ^= bits;
    }
    crate::invoice::letters(&symbols)
}
