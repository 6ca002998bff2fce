//! What is written.

use serde_json::json;

use super::super::builder::Invoice;
use super::super::hop::Hop;
use super::super::{amp, examples};
use super::{ok, plain, usual, with, written};
use crate::bytes::hex;
use crate::case::Case;
use crate::cases::samples::POINT;
use crate::invoice::{EXAMPLE_KEY, payee};

const HASH: &str = "bolt11.signature.hash";
const SHORTEST: &str = "bolt11.amount.shortest";
const ORDER: &str = "bolt11.write.order";

pub(super) fn cases() -> Vec<Case> {
    [published(), amounts(), numbers(), texts(), features(), others(), with_amp()].concat()
}

/// BOLT 11's examples but the one whose signature nobody made so.
fn published() -> Vec<Case> {
    examples::written()
        .into_iter()
        .map(|(name, invoice, source)| {
            let comment = "BOLT 11's example comes out as it is published.";
            let rules = [HASH, "bolt11.field.order"];
            ok(&format!("example-{name}"), comment, &invoice, &rules).from(&source)
        })
        .collect()
}

fn amounts() -> Vec<Case> {
    let list = [
        ("1", "100000000000", "1", "A whole bitcoin takes no multiplier."),
        ("21000000", "2100000000000000000", "21000000", "All bitcoin there can be."),
        ("1u", "100000", "1u", "A micro-bitcoin is not written as a thousand nano-bitcoin."),
        ("1n", "100", "1n", "A nano-bitcoin."),
        ("10p", "1", "10p", "One millisatoshi, the smallest amount."),
        (
            "184467440737095516150p",
            "18446744073709551615",
            "largest",
            "The largest amount of 64 bits.",
        ),
    ];
    list.into_iter()
        .map(|(text, msat, slug, comment)| {
            let invoice = Invoice::plain().amount(text, msat);
            usual(
                &format!("amount-{slug}"),
                comment,
                &invoice,
                &[SHORTEST, "bolt11.amount.multiplier"],
            )
        })
        .collect()
}

fn numbers() -> Vec<Case> {
    let plain = Invoice::plain;
    let between = |invoice: Invoice, place: usize| invoice.moved_to(place);
    vec![
        usual(
            "timestamp-0",
            "A timestamp of zero has seven symbols as well.",
            &plain().timestamp(0),
            &["bolt11.data.timestamp"],
        ),
        usual(
            "timestamp-1073741823",
            "A timestamp whose first symbol is zero.",
            &plain().timestamp(0x3fff_ffff),
            &["bolt11.data.timestamp"],
        ),
        usual(
            "timestamp-34359738367",
            "The last timestamp.",
            &plain().timestamp(0x7_ffff_ffff),
            &["bolt11.data.timestamp"],
        ),
        usual(
            "expiry-0",
            "An expiry of zero is a field without a symbol.",
            &between(plain().expiry(0), 2),
            &["bolt11.field.integer-minimal"],
        ),
        usual(
            "expiry-largest",
            "The largest expiry.",
            &between(plain().expiry(u64::MAX), 2),
            &["bolt11.field.integer-minimal", "bolt11.field.integer-range"],
        ),
        usual(
            "min-final-cltv-expiry-delta-0",
            "A delta of zero.",
            &between(plain().min_final_cltv_expiry_delta(0), 2),
            &["bolt11.field.integer-minimal"],
        ),
    ]
}

fn texts() -> Vec<Case> {
    let described = |text: &str| {
        Invoice::empty().payment_hash().description(text).payment_secret().features(&[8, 14])
    };
    let metadata = |bytes: &[u8]| Invoice::plain().metadata(bytes).moved_to(2);
    vec![
        usual(
            "description-empty",
            "An empty description is written.",
            &described(""),
            &["bolt11.d.utf-8", "bolt11.d-h.one"],
        ),
        usual(
            "description-unicode",
            "A description that is not ASCII.",
            &described("caf\u{e9} \u{2615} \u{1f9c0}"),
            &["bolt11.d.utf-8"],
        ),
        usual(
            "description-nul",
            "A zero byte within a description.",
            &described("before\0behind"),
            &["bolt11.d.utf-8"],
        ),
        usual(
            "description-639-bytes",
            "As long a description as fits.",
            &described(&"0123456789abcdef".repeat(40)[..639]),
            &["bolt11.field.longest"],
        ),
        usual(
            "description-hash",
            "The hash in the description's place.",
            &Invoice::plain().without('d').description_hash([0x39; 32]).moved_to(1),
            &["bolt11.d-h.one", "bolt11.d-h.not-both"],
        ),
        usual(
            "metadata-empty",
            "Empty payment_metadata is written.",
            &metadata(&[]),
            &["bolt11.m.kept"],
        ),
    ]
}

fn features() -> Vec<Case> {
    let of = |bits: &[u64]| Invoice::plain().without('9').features(bits);
    let none = Invoice::plain().without('9');
    vec![
        usual("plain", "An ordinary small invoice.", &Invoice::plain(), &[HASH, ORDER]),
        usual("no-features", "No features: no field.", &none, &["bolt11.9.omitted"]),
        written(
            "features-empty",
            "An empty list of features: no field.",
            with(super::without_order(&none), "features", json!([])),
            &none,
            &["bolt11.9.omitted"],
        ),
        usual(
            "features-5114",
            "The highest bit that fits.",
            &of(&[8, 14, 5114]),
            &["bolt11.9.bits", "bolt11.field.longest"],
        ),
        usual(
            "features-unknown",
            "Bits that nobody knows are written as given.",
            &of(&[8, 14, 100, 103]),
            &["bolt11.9.bits"],
        ),
    ]
}

fn others() -> Vec<Case> {
    let hop = Hop {
        node_id: POINT,
        short_channel_id: u64::MAX,
        fee_base_msat: u32::MAX,
        fee_proportional_millionths: u32::MAX,
        cltv_expiry_delta: u16::MAX,
    };
    let fallback =
        |version: u8, program: &[u8]| Invoice::plain().fallback(version, program).moved_to(2);
    let named = Invoice::plain().payee_field().moved_to(2);
    let mut all = plain();
    for (name, value) in [("hrp_amount", "7u"), ("signature", "00"), ("recovery_id", "9")] {
        all = with(all, name, json!(value));
    }
    vec![
        usual(
            "fallback-version-16",
            "The last witness version.",
            &fallback(16, &[0x0f; 32]),
            &["bolt11.f.program"],
        ),
        usual(
            "route-hint-of-12",
            "As many entries as fit, all bits of their numbers set.",
            &Invoice::plain().route_hint(&[hop; 12]).moved_to(2),
            &["bolt11.r.entries", "bolt11.field.longest"],
        ),
        usual("payee-in-field", "The payee's key in a field.", &named, &["bolt11.signature.payee"]),
        written(
            "payee-given",
            "The payee that is asked for has signed; no field is asked for.",
            with(plain(), "payee", json!(hex(&payee(&EXAMPLE_KEY)))),
            &Invoice::plain(),
            &["bolt11.write.payee"],
        ),
        written(
            "what-comes-anew",
            "Amount as written, signature and recovery id of an invoice that was read come anew.",
            all,
            &Invoice::plain(),
            &[HASH],
        ),
        usual("other-key", "Another key signs.", &Invoice::plain().by_other_key(), &[HASH]),
        usual(
            "upper-case",
            "In upper case; what is signed is the same.",
            &Invoice::plain().amount("20m", "2000000000").upper_case(),
            &["bolt11.text.case", HASH],
        ),
        usual(
            "signet",
            "A signet invoice.",
            &Invoice::plain().network("lntbs", "signet").amount("1n", "100"),
            &["bolt11.hrp.prefix"],
        ),
        usual(
            "regtest",
            "A regtest invoice.",
            &Invoice::plain().network("lnbcrt", "regtest").amount("20u", "2000000"),
            &["bolt11.hrp.prefix"],
        ),
    ]
}

fn with_amp() -> Vec<Case> {
    let rules = &["amp.invoice.payment-secret", ORDER];
    let of = |bits: &[u64]| amp::lnd().without('9').features(bits);
    let from = "LND v0.21.0-beta, lnrpc/invoicesrpc and zpay32: the shape of an AMP invoice";
    let cases = vec![
        usual(
            "amp",
            "An AMP invoice as LND gives it: bits 8, 14 and 30, thirty days.",
            &amp::lnd(),
            rules,
        ),
        usual("amp-optional", "AMP is offered, and not required.", &of(&[8, 14, 31]), rules),
        usual("amp-basic-mpp", "AMP and basic_mpp together.", &of(&[8, 14, 17, 30]), rules),
        usual(
            "amp-metadata",
            "An AMP invoice with payment_metadata.",
            &amp::lnd().metadata(&[1, 2, 3]).moved_to(2),
            rules,
        ),
        ok(
            "amp-unknown-field",
            "An AMP invoice with an unknown field.",
            &amp::lnd().skipped('2', "qqq"),
            &["amp.invoice.blinded-paths", "bolt11.write.unknown"],
        ),
    ];
    cases.into_iter().map(|case| case.from(from)).collect()
}
