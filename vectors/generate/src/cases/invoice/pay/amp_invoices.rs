//! AMP invoices, seen by a payer that knows AMP and by one that does not.

use ampwire_vectors::{Class, Level};

use super::super::{amp, refuses};
use super::{DATA, FEATURES, Part};
use crate::case::Case;
use crate::cases::samples::counting;

pub(super) fn cases() -> Vec<Case> {
    const PAYER: &str = "amp.invoice.payer";
    const OPTIONAL: &str = "amp.invoice.optional";
    const SECRET: &str = "amp.invoice.payment-secret";
    let of = |bits: &[u64]| Part {
        secret: counting(0x40),
        ..Part::of(&amp::lnd().without('9').features(bits))
    };
    let metadata = |bits: &[u64]| {
        let invoice = amp::lnd().without('9').features(bits);
        Part { secret: counting(0x40), ..Part::with_metadata(&invoice, &[0x01, 0xfa]) }
    };
    let plain = of(&[8, 14]);
    let mut cases = vec![plain.paid(
        "without-amp",
        "What an AMP invoice would be without its AMP bit.",
        &[DATA],
    )];
    for (slug, comment, part) in [
        ("amp", "An AMP invoice: it is paid by AMP or not at all.", of(&[8, 14, 30])),
        ("amp-basic-mpp", "An AMP invoice that offers basic_mpp too.", of(&[8, 14, 17, 30])),
        ("amp-both-bits", "Both bits of AMP.", of(&[8, 14, 30, 31])),
        ("amp-metadata", "An AMP invoice with payment_metadata.", metadata(&[8, 14, 30])),
    ] {
        cases.push(part.refused(slug, comment, Class::Forbidden, PAYER, "without-amp").amp_only());
        let comment = "Bit 30 is unknown and even to a payer without AMP.";
        let slug = format!("bystander-{slug}");
        let case = part.refused(&slug, comment, Class::UnknownEven, FEATURES, "without-amp");
        cases.push(case.bystander_only());
    }
    let alone = of(&[8, 30]);
    cases.push(
        alone
            .refused(
                "amp-without-payment-secret",
                "AMP needs payment_secret, and is not paid without AMP.",
                Class::Missing,
                SECRET,
                "without-amp",
            )
            .breaks(&[PAYER])
            .reject_either(&[Class::Missing, Class::Forbidden])
            .amp_only(),
    );
    cases.push(
        alone
            .refused(
                "bystander-amp-without-payment-secret",
                "Bit 30 is unknown and even, whatever else lacks.",
                Class::UnknownEven,
                FEATURES,
                "without-amp",
            )
            .bystander_only(),
    );
    let optional = of(&[8, 31]);
    cases.push(
        optional
            .refused(
                "amp-optional-without-payment-secret",
                "Who knows AMP misses payment_secret, which it needs.",
                Class::Missing,
                SECRET,
                "without-amp",
            )
            .amp_only(),
    );
    cases.push(
        optional
            .paid(
                "bystander-amp-optional-without-payment-secret",
                "Who does not know AMP does not know what it needs.",
                &[FEATURES, OPTIONAL],
            )
            .bystander_only(),
    );
    for (slug, comment, part) in [
        ("amp-optional", "AMP is offered, and not required.", of(&[8, 14, 31])),
        (
            "amp-optional-part",
            "AMP and basic_mpp are offered.",
            of(&[8, 14, 17, 31]).part(400, 1000),
        ),
        (
            "amp-optional-metadata",
            "AMP is offered, and there is payment_metadata.",
            metadata(&[8, 14, 31]),
        ),
    ] {
        let answers = vec![part.answer(), refuses(&[Class::Forbidden])];
        let case = part.case(slug, &format!("{comment} Some who know AMP pay by it alone."));
        cases.push(case.obeys(&[OPTIONAL, DATA]).any(answers).level(Level::May).amp_only());
        let comment = format!("{comment} Bit 31 is unknown and odd to a payer without AMP.");
        let case = part.paid(&format!("bystander-{slug}"), &comment, &[FEATURES, OPTIONAL, DATA]);
        cases.push(case.bystander_only());
    }
    cases
}
