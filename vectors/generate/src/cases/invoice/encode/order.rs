//! In which order fields are written, and those that are written as they are.

use ampwire_vectors::{Class, Level, Members};
use serde_json::{Value, json};

use super::super::builder::Invoice;
use super::super::hop::Hop;
use super::super::{amp, examples};
use super::{ok, plain, refused, usual, with, without_order, written};
use crate::case::Case;
use crate::cases::samples::POINT;

const ORDER: &str = "bolt11.write.order";
const UNKNOWN: &str = "bolt11.write.unknown";
const FIELD_ORDER: &str = "bolt11.field.order";

pub(super) fn cases() -> Vec<Case> {
    [orders(), unknown(), refusals(), bad_fields()].concat()
}

const HOP: Hop = Hop {
    node_id: POINT,
    short_channel_id: 1,
    fee_base_msat: 1000,
    fee_proportional_millionths: 10,
    cltv_expiry_delta: 40,
};

/// Every field but the description's hash, in the usual order.
fn full() -> Invoice {
    Invoice::empty()
        .payment_hash()
        .description("1 cup coffee")
        .metadata(&[0x01, 0x02])
        .min_final_cltv_expiry_delta(80)
        .expiry(86400)
        .fallback(0, &[0x0f; 20])
        .route_hint(&[HOP])
        .payee_field()
        .payment_secret()
        .features(&[8, 14])
}

fn orders() -> Vec<Case> {
    let several = Invoice::empty()
        .payment_hash()
        .description_hash([0x39; 32])
        .fallback(17, &[0x0f; 20])
        .fallback(18, &[0x0e; 20])
        .route_hint(&[HOP])
        .route_hint(&[HOP, HOP])
        .payment_secret();
    let apart = Invoice::empty()
        .fallback(17, &[0x0f; 20])
        .payment_secret()
        .route_hint(&[HOP])
        .description_hash([0x39; 32])
        .fallback(18, &[0x0e; 20])
        .payment_hash()
        .route_hint(&[HOP, HOP]);
    vec![
        usual("order-usual", "All fields, and no order is asked for.", &full(), &[ORDER]),
        usual(
            "order-usual-several",
            "Several fallbacks and routes, and no order is asked for.",
            &several,
            &[ORDER],
        ),
        ok(
            "order-reversed",
            "The usual order turned round.",
            &full().ordered("9snrfxcmdp"),
            &[ORDER, FIELD_ORDER],
        ),
        ok(
            "order-apart",
            "Fallbacks and routes apart from each other keep their order.",
            &apart,
            &[ORDER, FIELD_ORDER],
        ),
    ]
}

fn unknown() -> Vec<Case> {
    let plain = Invoice::plain;
    let between = plain().skipped('2', "qpz").moved_to(1).skipped('2', "ry");
    let listed = json!([{ "tag": "2", "words": "qpz" }, { "tag": "z", "words": "" }]);
    let behind = plain().skipped('2', "qpz").skipped('z', "");
    let free = with(with(super::plain(), "unknown", listed.clone()), "order", json!("2pdzs9"));
    let free_places = plain().skipped('2', "qpz").moved_to(0).skipped('z', "").moved_to(3);
    let again = plain().skipped('p', &"q".repeat(52));
    vec![
        written(
            "unknown",
            "Unknown fields come behind all others, as they are listed.",
            with(super::plain(), "unknown", listed),
            &behind,
            &[UNKNOWN],
        ),
        ok(
            "unknown-at",
            "Two fields of one tag, each in the place that it names.",
            &between,
            &[UNKNOWN, FIELD_ORDER],
        ),
        written(
            "unknown-in-order",
            "Fields that name no place, in an order that gives them one.",
            free,
            &free_places,
            &[UNKNOWN, ORDER],
        ),
        ok(
            "unknown-wrong-length-before",
            "A payment_hash that no reader counts may stand before the one that counts.",
            &plain().skipped('p', &"q".repeat(51)).moved_to(0),
            &[UNKNOWN],
        ),
        ok(
            "unknown-again",
            "A second payment_hash comes after the one that counts.",
            &again,
            &[UNKNOWN],
        ),
        ok(
            "unknown-fallback",
            "A fallback of an unknown version.",
            &plain().skipped('f', "nqqqq"),
            &[UNKNOWN],
        ),
        ok(
            "unknown-ill-formed-again",
            "What no reader looks at may be ill-formed: an expiry after the one that counts.",
            &plain().expiry(60).skipped('x', "qq"),
            &[UNKNOWN],
        ),
        ok(
            "everything",
            "Fields that count and fields that don't, in an order of their own.",
            &examples::ignored().skipped('9', "q").skipped('5', "qqqq"),
            &[UNKNOWN, FIELD_ORDER],
        ),
    ]
}

fn order(text: &str) -> Members {
    with(plain(), "order", json!(text))
}

fn listed(fields: Value) -> Members {
    with(plain(), "unknown", fields)
}

/// An order that does not fit.
fn refusals() -> Vec<Case> {
    let refuse = |slug: &str, comment: &str, request: Members, near: &str| {
        refused(slug, comment, request, Class::BadValue, ORDER, near)
    };
    let one = |tag: &str, at: &str| json!([{ "tag": tag, "words": "qpz", "at": at }]);
    let at =
        |tag: &str, place: &str, text: &str| with(listed(one(tag, place)), "order", json!(text));
    let exchanged = json!([{ "tag": "2", "words": "qpz", "at": "3" }, { "tag": "3", "words": "ry", "at": "2" }]);
    let two = json!([{ "tag": "2", "words": "qpz", "at": "1" }, { "tag": "2", "words": "ry", "at": "1" }]);
    vec![
        refuse("order-empty", "An order of nothing.", order(""), "plain"),
        refuse(
            "order-twice",
            "An order that names the payment_hash twice.",
            order("ppds9"),
            "plain",
        ),
        refuse(
            "order-too-long",
            "An order that names a field that is not there.",
            order("pdxs9"),
            "plain",
        ),
        refuse(
            "order-other-letter",
            "An order with a letter that is no tag.",
            order("pdsb"),
            "plain",
        ),
        refuse(
            "order-without-unknown",
            "An order that leaves an unknown field out.",
            with(listed(json!([{ "tag": "2", "words": "qpz" }])), "order", json!("pds9")),
            "unknown-in-order",
        ),
        refuse(
            "unknown-at-without-order",
            "A place, and no order that it could be a place in.",
            listed(one("2", "4")),
            "plain",
        ),
        refuse(
            "unknown-at-other-tag",
            "A place where the order has another tag.",
            at("2", "1", "pd2s9"),
            "unknown-at",
        ),
        refuse(
            "unknown-at-exchanged",
            "Two fields, each in the place that the order has for the other.",
            with(listed(exchanged), "order", json!("pd23s9")),
            "unknown-at",
        ),
        refuse(
            "unknown-at-twice",
            "Two fields in one place.",
            with(listed(two), "order", json!("p2ds92")),
            "unknown-at",
        ),
    ]
}

/// Fields that can't be written as they are.
fn bad_fields() -> Vec<Case> {
    let refuse = |slug: &str, comment: &str, fields: Value, class: Class, rule: &'static str| {
        refused(slug, comment, listed(fields), class, rule, "plain")
    };
    let field = |tag: &str, words: &str| json!([{ "tag": tag, "words": words }]);
    let characters = "bolt11.text.characters";
    let encoding = Class::BadEncoding;
    let conflict = |slug: &str, comment: &str, tag: &str, words: &str| {
        refuse(slug, comment, field(tag, words), Class::Conflict, UNKNOWN).level(Level::May)
    };
    let before = with(
        listed(json!([{ "tag": "p", "words": "q".repeat(52), "at": "0" }])),
        "order",
        json!("ppds9"),
    );
    let path = without_order(&amp::lnd());
    let path = with(path, "unknown", json!([{ "tag": "5", "words": "qqqq" }]));
    let optional = with(path.clone(), "features", json!(["8", "14", "31"]));
    let mut cases = vec![
        refuse(
            "unknown-tag-b",
            "A tag that is no letter of bech32's alphabet.",
            field("b", "qq"),
            encoding,
            characters,
        ),
        refuse(
            "unknown-tag-of-two",
            "A tag of two letters.",
            field("22", "qq"),
            encoding,
            characters,
        ),
        refuse(
            "unknown-words-letter",
            "A value with a letter that is not of bech32's alphabet.",
            field("2", "qbq"),
            encoding,
            characters,
        ),
        refuse(
            "unknown-of-1024",
            "A symbol more than a field can have.",
            field("2", &"q".repeat(1024)),
            Class::BadLength,
            "bolt11.field.longest",
        ),
        conflict("unknown-expiry", "An expiry that a reader would count.", "x", "pu"),
        conflict("unknown-expiry-ill-formed", "An expiry that a reader would refuse.", "x", "q"),
        conflict(
            "unknown-description-hash",
            "A description's hash that a reader would count, beside the description.",
            "h",
            &"q".repeat(52),
        ),
        conflict("unknown-route-hint", "Every routing hint counts.", "r", ""),
        conflict(
            "unknown-fallback-17",
            "Every fallback of a known version counts.",
            "f",
            "3qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
        ),
        refused(
            "unknown-before",
            "A payment_hash before the one that shall count.",
            before,
            Class::Conflict,
            UNKNOWN,
            "plain",
        )
        .level(Level::May),
        refused(
            "amp-with-blinded-path",
            "An AMP invoice with the field of blinded paths.",
            path,
            Class::Forbidden,
            "amp.invoice.blinded-paths",
            "amp",
        ),
    ];
    cases.push(refused(
        "amp-optional-with-blinded-path",
        "AMP is offered, and there is the field of blinded paths.",
        optional,
        Class::Forbidden,
        "amp.invoice.blinded-paths",
        "amp-optional",
    ));
    cases
}
