//! AMP invoices. Reading them does not depend on knowing AMP, but some readers without AMP refuse bit 30 at once.

use ampwire_vectors::Class;

use super::builder::Invoice;
use super::{any, ok, reads, refuses};
use crate::case::Case;
use crate::cases::samples::counting;

const BITS: &str = "bolt11.9.bits";
const SECRET: &str = "amp.invoice.payment-secret";
const PAYER: &str = "amp.invoice.payer";
const OPTIONAL: &str = "amp.invoice.optional";
const EVEN: &str = "bolt11.pay.features";
const LND: &str = "LND v0.21.0-beta, lnrpc/invoicesrpc and zpay32: the shape of an AMP invoice";

/// The shape that LND gives an AMP invoice: p, d, c, x, s, 9; thirty days; bits 8, 14 and 30.
pub(super) fn lnd() -> Invoice {
    Invoice::empty()
        .payment_hash_of(counting(0x80))
        .description("")
        .min_final_cltv_expiry_delta(80)
        .expiry(2_592_000)
        .payment_secret_of(counting(0x40))
        .features(&[8, 14, 30])
}

/// The same with other features.
fn with(bits: &[u64]) -> Invoice {
    lnd().without('9').features(bits)
}

pub(super) fn cases() -> Vec<Case> {
    let secret = |bits: &[u64]| with(bits);
    let list = [
        (
            "amp",
            "An AMP invoice as LND writes it, without an amount.",
            lnd(),
            &[SECRET, PAYER, BITS][..],
        ),
        (
            "amp-amount",
            "An AMP invoice with an amount, on regtest.",
            lnd().network("lnbcrt", "regtest").amount("1u", "100000"),
            &[SECRET, PAYER],
        ),
        (
            "amp-signet",
            "An AMP invoice on signet.",
            lnd().network("lntbs", "signet").amount("1020n", "102000").by_other_key(),
            &[SECRET, PAYER],
        ),
        (
            "amp-metadata",
            "An AMP invoice with payment_metadata.",
            lnd().metadata(&[0x01, 0xfa, 0xfa, 0xf0]),
            &[SECRET, "bolt11.m.kept"],
        ),
        (
            "amp-basic-mpp",
            "AMP and basic_mpp together: neither needs the other.",
            secret(&[8, 14, 17, 30]),
            &[SECRET, PAYER],
        ),
        (
            "amp-both-bits",
            "Both bits of AMP: readers take it as required.",
            secret(&[8, 14, 30, 31]),
            &[PAYER, BITS],
        ),
        (
            "amp-payment-secret-optional",
            "AMP with payment_secret as an optional feature.",
            secret(&[9, 15, 30]),
            &[SECRET],
        ),
        (
            "amp-payee",
            "An AMP invoice with the payee's key in a field.",
            lnd().payee_field(),
            &[SECRET, "bolt11.signature.payee"],
        ),
    ];
    let mut cases = Vec::new();
    for (slug, comment, invoice, rules) in list {
        cases.push(ok(slug, comment, &invoice, rules).amp_only());
        if !matches!(slug, "amp" | "amp-basic-mpp" | "amp-both-bits") {
            continue;
        }
        let other = any(
            &format!("{slug}-read-without-amp"),
            "The same, read by an implementation without AMP: it refuses bit 30 here, or when it is to pay.",
            &invoice,
            &[reads(&invoice), refuses(&[Class::UnknownEven])],
            &[EVEN],
        );
        cases.push(Case { map: Vec::new(), ..other.bystander_only() });
    }
    for (slug, comment, bits, rules) in [
        (
            "amp-optional",
            "AMP is offered, and not required.",
            &[8_u64, 14, 31][..],
            &[OPTIONAL, SECRET][..],
        ),
        (
            "amp-optional-basic-mpp",
            "AMP and basic_mpp are offered.",
            &[8, 14, 17, 31],
            &[OPTIONAL, SECRET],
        ),
    ] {
        cases.push(ok(slug, comment, &with(bits), rules));
    }
    for (slug, comment, bits) in [
        (
            "amp-without-payment-secret",
            "AMP without the feature payment_secret: refused when reading, or when paying.",
            &[8_u64, 30][..],
        ),
        (
            "amp-optional-without-payment-secret",
            "AMP is offered without the feature payment_secret.",
            &[8, 31],
        ),
    ] {
        let invoice = with(bits);
        cases.push(any(
            slug,
            comment,
            &invoice,
            &[reads(&invoice), refuses(&[Class::Missing, Class::UnknownEven])],
            &[BITS],
        ));
    }
    let path = lnd().skipped('5', &"q".repeat(40));
    cases.push(
        any(
            "amp-with-blinded-path",
            "An AMP invoice with the field of LND's blinded paths: its writer does not make that.",
            &path,
            &[
                reads(&path),
                refuses(&[
                    Class::UnknownEven,
                    Class::Forbidden,
                    Class::Conflict,
                    Class::Truncated,
                    Class::BadLength,
                    Class::BadValue,
                    Class::Other,
                ]),
            ],
            &["bolt11.field.unknown"],
        )
        .level(ampwire_vectors::Level::Info),
    );
    cases.into_iter().map(|case| case.from(LND)).collect()
}
