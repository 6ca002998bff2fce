//! `invoice.encode`: an invoice object and a private key, written as an invoice.

use ampwire_vectors::{Class, Level, Members};
use serde_json::{Value, json};

use super::builder::Invoice;
use crate::case::Case;

mod members;
mod order;
mod valid;

const DETERMINISTIC: &str = "bolt11.signature.deterministic";

pub(super) fn cases() -> Vec<Case> {
    [valid::cases(), order::cases(), members::cases()].concat()
}

fn case(slug: &str, comment: &str, request: Members) -> Case {
    let case = Case::new("invoice.encode", format!("invoice-encode/{slug}"), comment);
    let case = case.input(Value::Object(request));
    // Whoever has no AMP can't be asked to offer it.
    let features = case.input.get("features").and_then(Value::as_array);
    let amp =
        features.is_some_and(|bits| bits.contains(&json!("30")) || bits.contains(&json!("31")));
    if amp { case.amp_only() } else { case }
}

/// What is written, byte for byte: that needs the nonce and the order that this project recommends.
fn ok(slug: &str, comment: &str, invoice: &Invoice, rules: &[&'static str]) -> Case {
    written(slug, comment, invoice.request(), invoice, rules)
}

/// The same without an order being asked for.
fn usual(slug: &str, comment: &str, invoice: &Invoice, rules: &[&'static str]) -> Case {
    written(slug, comment, without_order(invoice), invoice, rules)
}

fn written(
    slug: &str,
    comment: &str,
    request: Members,
    invoice: &Invoice,
    rules: &[&'static str],
) -> Case {
    case(slug, comment, request)
        .obeys(rules)
        .obeys(&[DETERMINISTIC])
        .ok(json!({ "invoice": invoice.text() }))
        .level(Level::Should)
}

/// A request that is refused.
fn refused(
    slug: &str,
    comment: &str,
    request: Members,
    class: Class,
    rule: &'static str,
    near: &str,
) -> Case {
    let near = format!("invoice-encode/{near}");
    case(slug, comment, request).breaks(&[rule]).reject(class).near(&near)
}

/// The plain invoice, without an order being asked for.
fn plain() -> Members {
    without_order(&Invoice::plain())
}

/// What an invoice is made from, without an order being asked for.
fn without_order(invoice: &Invoice) -> Members {
    with(invoice.request(), "order", Value::Null)
}

/// A request with a member set, or taken out.
fn with(mut request: Members, name: &str, value: Value) -> Members {
    match value {
        Value::Null => request.remove(name),
        value => request.insert(name.to_owned(), value),
    };
    request
}
