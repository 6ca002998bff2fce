//! BOLT 11's examples of invalid invoices, as they are, and those of them that have two faults again with one fault each.

use ampwire_vectors::Class;

use super::builder::Invoice;
use super::examples::{NONSENSE, SUPPORT, beans, donation, hashed, nonsense, signature};
use super::{any, ok, reads, refused, refused_text, refuses};
use crate::case::Case;
use crate::invoice::{Checksum, checksum};

pub(super) fn cases() -> Vec<Case> {
    [invalid(), replacements()].concat()
}

/// What the oldest of the invalid examples are made from: it has neither `payment_secret` nor features.
fn old_nonsense() -> Invoice {
    let invoice = Invoice::empty().amount("2500u", "250000000").payment_hash();
    invoice.description(NONSENSE).expiry(60)
}

/// What the next of them are made from.
fn new_coffee() -> Invoice {
    let invoice = Invoice::empty().amount("2500u", "250000000").payment_hash();
    invoice.description("1 cup coffee").expiry(60).payment_secret().features(&[8, 14])
}

fn unrecoverable() -> Invoice {
    new_coffee().signature(
        signature(
            "7217ede274201d1219ee2d43075820d48bcbe8c90000b85aab9f47c467365b6b\
             7450bea18bddd14315410b72c66ee59da0aa630023cd9b8133a88e84b67f5885",
        ),
        2,
    )
}

fn without_secret() -> Invoice {
    let signature = hashed().signed();
    hashed().without('s').signature(signature.compact, signature.recovery_id)
}

/// The example says that the key is the payee's, and has two `payment_secret`s.
fn payee_and_high_s() -> Invoice {
    Invoice::empty()
        .amount("25m", "2500000000")
        .timestamp(2_096_314_658)
        .payment_hash()
        .description(SUPPORT)
        .payee_field()
        .payment_secret()
        .features(&[8, 14])
        .skipped('s', &crate::invoice::letters(&crate::invoice::symbols_of(&[0x11; 32])))
        .signature(
            signature(
                "0d309104bc47fecb3e23fadbabb26d3495ae1b48c1b14e8886b3f4f1c8ab122f\
                 85d04c97c30f69063b820a139cf17473d8e89ed587f7fa669e78175f798431fc",
            ),
            0,
        )
}

/// The first 103 symbols of an invoice's data.
fn too_short() -> String {
    let invoice = Invoice::empty().payment_hash().description(SUPPORT).text();
    let data = &invoice[5..108];
    format!("lnbc1{data}{}", checksum(Checksum::Bech32, "lnbc", data))
}

fn invalid() -> Vec<Case> {
    let old = old_nonsense().text();
    let end = old.len();
    let wrong_sum = format!("{}t", &old[..end - 1]);
    let unknown = beans(&[8, 14, 99, 100]);
    let secret = without_secret();
    let named = payee_and_high_s();
    let unrecoverable = unrecoverable();
    let source = |case: Case, name: &str| {
        case.from(&format!("BOLT 11, Examples of Invalid Invoices: {name}"))
    };
    vec![
        source(
            any(
                "example-feature-100",
                "An unknown even feature: refused here, or when it is to be paid.",
                &unknown,
                &[reads(&unknown), refuses(&[Class::UnknownEven])],
                &["bolt11.9.bits", "bolt11.pay.features"],
            ),
            "adding invalid unknown feature 100",
        ),
        source(
            refused_text(
                "example-wrong-checksum",
                "A wrong checksum. There is no payment_secret either.",
                &wrong_sum,
                (Class::BadChecksum, u64::try_from(end - 6).ok()),
                "bolt11.text.checksum",
                "example-nonsense",
            ),
            "bech32 checksum is invalid",
        ),
        source(
            refused_text(
                "example-no-separator",
                "No character 1.",
                &old[10..],
                (Class::BadEncoding, Some(0)),
                "bolt11.text.separator",
                "example-nonsense",
            ),
            "malformed bech32 string (no 1)",
        ),
        source(
            refused_text(
                "example-mixed-case",
                "The human-readable part in capitals.",
                &format!("LNBC{}", &old[4..]),
                (Class::BadEncoding, Some(8)),
                "bolt11.text.case",
                "example-nonsense",
            ),
            "malformed bech32 string (mixed case)",
        ),
        source(
            refused(
                "example-not-recoverable",
                "A signature from which no key can be recovered.",
                &unrecoverable,
                (Class::BadSignature, Some(unrecoverable.signature_at())),
                "bolt11.signature.valid",
                "example-coffee",
            ),
            "signature is not recoverable",
        ),
        source(
            refused_text(
                "example-too-short",
                "Less data than timestamp and signature have.",
                &too_short(),
                (Class::Truncated, Some(5)),
                "bolt11.data.complete",
                "example-donation",
            ),
            "string is too short",
        ),
        source(
            refused(
                "example-multiplier",
                "A multiplier that nobody knows.",
                &new_coffee().bad_amount("2500x"),
                (Class::BadAmount, Some(8)),
                "bolt11.amount.syntax",
                "example-coffee",
            ),
            "invalid multiplier",
        ),
        source(
            refused(
                "example-sub-millisatoshi",
                "An amount that is no whole number of millisatoshi.",
                &new_coffee().bad_amount("2500000001p"),
                (Class::BadAmount, Some(4)),
                "bolt11.amount.sub-millisatoshi",
                "example-coffee",
            ),
            "invalid sub-millisatoshi precision",
        ),
        source(
            any(
                "example-no-payment-secret",
                "No payment_secret: refused here, or when it is to be paid. The signature is another invoice's.",
                &secret,
                &[refuses(&[Class::Missing]), reads(&secret)],
                &["bolt11.p.present"],
            ),
            "missing required s field",
        ),
        source(
            refused(
                "example-payee-high-s",
                "A high S beside the payee's key. There are two payment_secrets as well.",
                &named,
                (Class::BadSignature, Some(named.signature_at())),
                "bolt11.signature.high-s",
                "example-donation",
            )
            .reject_for(&[Class::BadSignature, Class::Duplicate, Class::Conflict])
            .open(),
            "non canonical signature (high-S) with n field",
        ),
    ]
}

/// Examples with one fault each, where those of the text have two.
fn replacements() -> Vec<Case> {
    let nonsense = nonsense().text();
    let end = nonsense.len();
    let turned = if nonsense.ends_with('q') { "p" } else { "q" };
    let named = Invoice::empty()
        .amount("25m", "2500000000")
        .payment_hash()
        .description(SUPPORT)
        .payee_field()
        .payment_secret()
        .features(&[8, 14]);
    let high = named.clone().high_s();
    let unsigned = hashed().without('s');
    let right_high = donation().high_s();
    let cases = vec![
        ok(
            "alone-payee",
            "The payee's key, and one payment_secret.",
            &named,
            &["bolt11.signature.payee"],
        ),
        refused(
            "alone-payee-high-s",
            "A high S beside the payee's key, and nothing else amiss.",
            &high,
            (Class::BadSignature, Some(high.signature_at())),
            "bolt11.signature.high-s",
            "alone-payee",
        ),
        refused_text(
            "alone-wrong-checksum",
            "A wrong checksum, and nothing else amiss.",
            &format!("{}{turned}", &nonsense[..end - 1]),
            (Class::BadChecksum, u64::try_from(end - 6).ok()),
            "bolt11.text.checksum",
            "example-nonsense",
        ),
        refused_text(
            "alone-no-separator",
            "No character 1, and nothing else amiss.",
            &nonsense[10..],
            (Class::BadEncoding, Some(0)),
            "bolt11.text.separator",
            "example-nonsense",
        ),
        refused_text(
            "alone-mixed-case",
            "The human-readable part in capitals, and nothing else amiss.",
            &format!("LNBC{}", &nonsense[4..]),
            (Class::BadEncoding, Some(8)),
            "bolt11.text.case",
            "example-nonsense",
        ),
        any(
            "alone-no-payment-secret",
            "No payment_secret, and the right signature.",
            &unsigned,
            &[refuses(&[Class::Missing]), reads(&unsigned)],
            &["bolt11.p.present"],
        ),
        ok(
            "alone-high-s",
            "A high S with its own recovery id: the examples' key is recovered.",
            &right_high,
            &["bolt11.signature.high-s"],
        ),
    ];
    let from = "made anew from BOLT 11's examples, with one fault each";
    cases.into_iter().map(|case| case.from(from)).collect()
}
