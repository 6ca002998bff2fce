//! Members that can't be written.

use ampwire_vectors::{Class, Level, Members};
use serde_json::{Value, json};

use super::super::amp;
use super::super::hop::Hop;
use super::{plain, refused, with, without_order};
use crate::bytes::hex;
use crate::case::Case;
use crate::cases::samples::POINT;
use crate::invoice::{OTHER_KEY, payee};

pub(super) fn cases() -> Vec<Case> {
    [required(), lengths(), fallbacks(), route_hints(), features(), keys()].concat()
}

fn set(name: &str, value: Value) -> Members {
    with(plain(), name, value)
}

fn refuse(slug: &str, comment: &str, request: Members, class: Class, rule: &'static str) -> Case {
    refused(slug, comment, request, class, rule, "plain")
}

fn required() -> Vec<Case> {
    let neither = set("description", Value::Null);
    let both = set("description_hash", json!(hex(&[0x39; 32])));
    vec![
        refuse(
            "network-unknown",
            "A network that nobody knows.",
            set("network", json!("mainnet")),
            Class::UnknownNetwork,
            "bolt11.hrp.prefix",
        ),
        refuse(
            "amount-0",
            "An amount of zero.",
            set("amount_msat", json!("0")),
            Class::BadAmount,
            "bolt11.amount.positive",
        ),
        refuse(
            "timestamp-34359738368",
            "A timestamp of more than 35 bits.",
            set("timestamp", json!("34359738368")),
            Class::BadValue,
            "bolt11.data.timestamp",
        ),
        refuse(
            "expiry-18446744073709551616",
            "An expiry of more than 64 bits.",
            set("expiry", json!("18446744073709551616")),
            Class::BadValue,
            "bolt11.field.integer-range",
        )
        .level(Level::May),
        refuse(
            "amount-18446744073709551616",
            "An amount of more than 64 bits.",
            set("amount_msat", json!("18446744073709551616")),
            Class::BadAmount,
            "bolt11.amount.range",
        )
        .level(Level::May)
        .reject_for(&[Class::BadAmount, Class::BadValue]),
        refuse(
            "no-payment-hash",
            "No payment_hash.",
            set("payment_hash", Value::Null),
            Class::Missing,
            "bolt11.p.present",
        ),
        refuse(
            "no-payment-secret",
            "No payment_secret.",
            set("payment_secret", Value::Null),
            Class::Missing,
            "bolt11.s.present",
        ),
        refuse(
            "no-description",
            "Neither description nor its hash.",
            neither,
            Class::Missing,
            "bolt11.d-h.one",
        ),
        refuse(
            "description-and-hash",
            "A description and its hash.",
            both,
            Class::Conflict,
            "bolt11.d-h.not-both",
        ),
    ]
}

fn lengths() -> Vec<Case> {
    let bytes = |length: usize| json!(hex(&vec![0x11; length]));
    let hash = with(set("description", Value::Null), "description_hash", bytes(31));
    let fixed = "bolt11.field.fixed-length";
    let longest = "bolt11.field.longest";
    vec![
        refuse(
            "payment-hash-of-31-bytes",
            "A payment_hash that is a byte short.",
            set("payment_hash", bytes(31)),
            Class::BadLength,
            fixed,
        ),
        refuse(
            "payment-secret-of-31-bytes",
            "A payment_secret that is a byte short.",
            set("payment_secret", bytes(31)),
            Class::BadLength,
            fixed,
        ),
        refuse(
            "description-hash-of-31-bytes",
            "A description's hash that is a byte short.",
            hash,
            Class::BadLength,
            fixed,
        ),
        refuse(
            "description-640-bytes",
            "A description that is a byte longer than a field.",
            set("description", json!("x".repeat(640))),
            Class::BadLength,
            longest,
        ),
        refuse(
            "metadata-640-bytes",
            "payment_metadata that is a byte longer than a field.",
            set("payment_metadata", bytes(640)),
            Class::BadLength,
            longest,
        ),
    ]
}

fn fallbacks() -> Vec<Case> {
    let of = |version: &str, length: usize| {
        set("fallbacks", json!([{ "version": version, "program": hex(&vec![0x0f; length]) }]))
    };
    let rule = "bolt11.f.program";
    vec![
        refuse(
            "fallback-version-19",
            "A version that readers skip.",
            of("19", 20),
            Class::BadValue,
            rule,
        ),
        refuse(
            "fallback-version-0-of-19-bytes",
            "Witness version 0 with 19 bytes.",
            of("0", 19),
            Class::BadLength,
            rule,
        ),
        refuse(
            "fallback-version-1-of-1-byte",
            "A witness program of one byte.",
            of("1", 1),
            Class::BadLength,
            rule,
        ),
        refuse(
            "fallback-version-17-of-21-bytes",
            "A public key's hash of 21 bytes.",
            of("17", 21),
            Class::BadLength,
            rule,
        ),
    ]
}

fn route_hints() -> Vec<Case> {
    let hop = Hop {
        node_id: POINT,
        short_channel_id: 1,
        fee_base_msat: 1000,
        fee_proportional_millionths: 10,
        cltv_expiry_delta: 40,
    };
    let changed = |name: &str, value: Value| {
        let mut entry = hop.object();
        entry[name] = value;
        set("route_hints", json!([[entry]]))
    };
    let off_curve = format!("02{}05", "00".repeat(31));
    let (entries, point) = ("bolt11.r.entries", "bolt11.r.point");
    let many: Vec<Value> = vec![hop.object(); 13];
    vec![
        refuse(
            "route-hint-empty",
            "A route without an entry.",
            set("route_hints", json!([[]])),
            Class::BadLength,
            entries,
        ),
        refuse(
            "route-hint-of-13",
            "More entries than a field can hold.",
            set("route_hints", json!([many])),
            Class::BadLength,
            "bolt11.field.longest",
        ),
        refuse(
            "route-hint-node-of-32-bytes",
            "A node that is a byte short.",
            changed("node_id", json!(hex(&POINT[..32]))),
            Class::BadLength,
            entries,
        ),
        refuse(
            "route-hint-node-off-curve",
            "A node that is no point of the curve.",
            changed("node_id", json!(off_curve)),
            Class::BadValue,
            point,
        ),
        refuse(
            "route-hint-fee-base-msat-4294967296",
            "A fee of more than 32 bits.",
            changed("fee_base_msat", json!("4294967296")),
            Class::BadValue,
            entries,
        ),
        refuse(
            "route-hint-cltv-expiry-delta-65536",
            "A delta of more than 16 bits.",
            changed("cltv_expiry_delta", json!("65536")),
            Class::BadValue,
            entries,
        ),
        refuse(
            "route-hint-short-channel-id-2-64",
            "A short_channel_id of more than 64 bits.",
            changed("short_channel_id", json!("18446744073709551616")),
            Class::BadValue,
            entries,
        ),
    ]
}

fn features() -> Vec<Case> {
    let of = |bits: &[&str]| set("features", json!(bits));
    let amp_of = |bits: &[&str]| with(without_order(&amp::lnd()), "features", json!(bits));
    let amp = |slug: &str, comment: &str, bits: &[&str], class, rule| {
        refused(slug, comment, amp_of(bits), class, rule, "amp")
    };
    let (both, needs) = ("bolt9.features.both-bits", "bolt9.features.dependencies");
    let (context, secret) = ("bolt9.features.context", "amp.invoice.payment-secret");
    vec![
        refuse(
            "features-5115",
            "A bit more than a field can hold.",
            of(&["8", "14", "5115"]),
            Class::Limit,
            "bolt11.field.longest",
        ),
        refuse(
            "features-both-bits",
            "Both bits of a pair.",
            of(&["8", "14", "15"]),
            Class::Conflict,
            both,
        ),
        refuse(
            "features-17-without-payment-secret",
            "basic_mpp without payment_secret.",
            of(&["8", "17"]),
            Class::Missing,
            needs,
        )
        .level(Level::Should),
        refuse(
            "features-22",
            "A feature that has no place in an invoice.",
            of(&["8", "14", "22"]),
            Class::Forbidden,
            context,
        ),
        amp(
            "amp-without-payment-secret",
            "AMP without payment_secret.",
            &["8", "30"],
            Class::Missing,
            secret,
        ),
        amp(
            "amp-optional-without-payment-secret",
            "AMP is offered, without payment_secret.",
            &["8", "31"],
            Class::Missing,
            secret,
        ),
        amp("amp-both-bits", "Both bits of AMP.", &["8", "14", "30", "31"], Class::Conflict, both),
    ]
}

fn keys() -> Vec<Case> {
    let key = |text: &str| set("private_key", json!(text));
    let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    let valid = "bolt11.signature.valid";
    let payee_rule = "bolt11.write.payee";
    let other = json!(hex(&payee(&OTHER_KEY)));
    vec![
        refuse(
            "private-key-of-31-bytes",
            "A private key that is a byte short.",
            key(&"11".repeat(31)),
            Class::BadLength,
            valid,
        ),
        refuse(
            "private-key-zero",
            "A private key of zero.",
            key(&"00".repeat(32)),
            Class::BadValue,
            valid,
        ),
        refuse(
            "private-key-order",
            "A private key that is the group's order.",
            key(order),
            Class::BadValue,
            valid,
        ),
        refuse(
            "payee-other",
            "Another payee than the one whose key signs.",
            set("payee", other),
            Class::Mismatch,
            payee_rule,
        ),
    ]
}
