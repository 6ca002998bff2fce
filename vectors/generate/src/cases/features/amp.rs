//! AMP's pair, 30 and 31: known to one profile, unknown to the other.

use ampwire_vectors::{Class, Level};

use super::{BOTH, CONTEXT, DEPENDENCIES, EVEN, NEEDS, ODD, checked};
use crate::case::{Case, object, rejection};

/// Slug, bits, context, and what a reader that implements AMP takes.
const VALID: &[(&str, &[u32], &str, &str)] = &[
    ("required", &[8, 14, 30], "invoice", "The features of an AMP invoice as LND makes it."),
    ("optional", &[9, 15, 31], "invoice", "AMP is offered, not asked for."),
    ("required-in-init", &[8, 14, 30], "init", "AMP, required of a peer."),
    ("optional-in-init", &[9, 15, 31], "init", "AMP, offered to a peer."),
    ("required-in-node", &[8, 14, 30], "node", "AMP, required in a node's announcement."),
    ("optional-in-node", &[9, 15, 31], "node", "AMP, offered in a node's announcement."),
    ("required-secret-optional", &[9, 15, 30], "invoice", "Either bit of payment_secret will do."),
    ("optional-secret-required", &[8, 14, 31], "invoice", "Either bit of payment_secret will do."),
    ("with-basic-mpp", &[8, 14, 17, 30], "invoice", "AMP beside basic_mpp."),
    ("pair", &[8, 14, 30, 31], "invoice", "Both bits of AMP's pair."),
    ("with-odd-101", &[8, 14, 30, 101], "invoice", "AMP beside an unknown odd bit."),
];

pub(super) fn cases() -> Vec<Case> {
    let cases = [
        implemented().into_iter().map(Case::amp_only).collect::<Vec<_>>(),
        bystander().into_iter().map(Case::bystander_only).collect(),
    ]
    .concat();
    cases.into_iter().map(|case| case.from(DEPENDENCIES)).collect()
}

fn implemented() -> Vec<Case> {
    let mut cases: Vec<Case> = VALID
        .iter()
        .map(|(slug, bits, context, comment)| {
            let rules: &[&str] =
                if *slug == "pair" { &[BOTH, NEEDS] } else { &[EVEN, NEEDS, CONTEXT] };
            checked(&format!("amp-{slug}"), comment, bits, context).obeys(rules).passes()
        })
        .collect();
    for (slug, bits, comment, neighbour) in [
        ("required-without-secret", &[8, 30][..], "AMP needs payment_secret.", "required"),
        ("optional-without-secret", &[9, 31], "AMP that is offered needs it as well.", "optional"),
        ("required-alone", &[30], "AMP and nothing else.", "required"),
        ("optional-alone", &[31], "AMP, offered, and nothing else.", "optional"),
        (
            "with-basic-mpp-without-secret",
            &[8, 17, 30],
            "basic_mpp does not stand for payment_secret.",
            "with-basic-mpp",
        ),
        ("pair-without-secret", &[8, 30, 31], "Both bits of AMP's pair need it.", "pair"),
    ] {
        cases.push(
            checked(&format!("amp-{slug}"), comment, bits, "invoice")
                .breaks(&[NEEDS])
                .reject(Class::Missing)
                .near(&format!("features-check/amp-{neighbour}")),
        );
    }
    cases.extend([
        checked(
            "amp-without-var-onion",
            "AMP and payment_secret alone. payment_secret needed var_onion_optin before everyone had both.",
            &[14, 30],
            "invoice",
        )
        .obeys(&[NEEDS])
        .any(vec![
            ampwire_vectors::Answer::Ok(object(serde_json::json!({}))),
            rejection(&[Class::Missing]),
        ]),
        checked(
            "amp-with-even-100",
            "AMP is known, another required feature is not.",
            &[8, 14, 30, 100],
            "invoice",
        )
        .breaks(&[EVEN])
        .reject(Class::UnknownEven)
        .near("features-check/amp-required"),
        checked(
            "amp-two-faults-even-and-secret",
            "AMP without payment_secret, and an unknown even bit.",
            &[8, 30, 100],
            "invoice",
        )
        .breaks(&[EVEN, NEEDS])
        .reject_either(&[Class::UnknownEven, Class::Missing])
        .near("features-check/amp-required"),
        checked(
            "amp-two-faults-secret-and-context",
            "AMP without payment_secret, and option_payment_metadata, in init.",
            &[9, 31, 49],
            "init",
        )
        .breaks(&[NEEDS, CONTEXT])
        .reject_either(&[Class::Missing, Class::Forbidden])
        .near("features-check/amp-optional-in-init"),
    ]);
    cases
}

/// To who does not implement AMP, 30 and 31 are numbers like any other.
fn bystander() -> Vec<Case> {
    let mut cases = Vec::new();
    for context in ["init", "node", "invoice"] {
        cases.push(
            checked(
                &format!("bystander-amp-optional-in-{context}"),
                "AMP is offered: who does not implement it ignores that.",
                &[9, 15, 31],
                context,
            )
            .obeys(&[ODD])
            .passes(),
        );
        cases.push(
            checked(
                &format!("bystander-amp-required-in-{context}"),
                "AMP is required: who does not implement it has to refuse.",
                &[8, 14, 30],
                context,
            )
            .breaks(&[EVEN])
            .reject(Class::UnknownEven)
            .near(&format!("features-check/bystander-amp-optional-in-{context}")),
        );
    }
    cases.extend([
        checked(
            "bystander-amp-optional-alone",
            "What an unknown feature needs is unknown as well.",
            &[31],
            "invoice",
        )
        .obeys(&[ODD])
        .passes(),
        checked(
            "bystander-amp-optional-with-basic-mpp",
            "An invoice that can be paid by basic_mpp or by AMP.",
            &[8, 14, 17, 31],
            "invoice",
        )
        .obeys(&[ODD])
        .passes(),
        refused(
            "bystander-amp-required-alone",
            "AMP is required, and nothing else.",
            &[30],
            "bystander-amp-optional-alone",
        ),
        refused(
            "bystander-amp-required-with-basic-mpp",
            "AMP is required; that basic_mpp is offered makes no difference.",
            &[8, 14, 17, 30],
            "bystander-amp-optional-with-basic-mpp",
        ),
        refused(
            "bystander-amp-pair",
            "Both bits of AMP's pair: the even one counts.",
            &[8, 14, 30, 31],
            "bystander-amp-optional-with-basic-mpp",
        ),
        checked(
            "bystander-two-faults-amp-and-dependency",
            "AMP is required, and option_zeroconf lacks option_scid_alias.",
            &[8, 14, 30, 51],
            "init",
        )
        .breaks(&[EVEN, NEEDS])
        .reject_either(&[Class::UnknownEven, Class::Missing])
        .level(Level::Must)
        .near("features-check/bystander-amp-optional-in-init"),
    ]);
    cases
}

fn refused(slug: &str, comment: &str, bits: &[u32], neighbour: &str) -> Case {
    checked(slug, comment, bits, "invoice")
        .breaks(&[EVEN])
        .reject(Class::UnknownEven)
        .near(&format!("features-check/{neighbour}"))
}
