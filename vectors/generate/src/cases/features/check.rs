//! Unknown bits, pairs, and several faults: what holds whatever the features are called.

use ampwire_vectors::Class;

use super::{BOTH, CONTEXT, EVEN, NEEDS, ODD, checked};
use crate::case::Case;

pub(super) fn cases() -> Vec<Case> {
    [valid(), unknown(), told(), several()].concat()
}

fn valid() -> Vec<Case> {
    let mut cases = Vec::new();
    for context in ["init", "node", "invoice"] {
        cases.push(
            checked(
                &format!("none-in-{context}"),
                "No feature at all: those that everyone has need not be said.",
                &[],
                context,
            )
            .obeys(&[EVEN, NEEDS, CONTEXT])
            .passes(),
        );
    }
    cases.extend([
        checked(
            "ordinary-invoice",
            "The features of an ordinary invoice: two are required, one is optional.",
            &[8, 14, 17],
            "invoice",
        )
        .obeys(&[EVEN, NEEDS, CONTEXT])
        .passes(),
        checked(
            "ordinary-init",
            "Features that most nodes have, all optional.",
            &[1, 5, 7, 9, 13, 15, 17, 19, 23, 25, 27, 39, 45, 47],
            "init",
        )
        .obeys(&[EVEN, NEEDS, CONTEXT])
        .passes(),
        checked(
            "pairs",
            "Both bits of a pair, three times: no writer should, and each reader takes the feature as required.",
            &[8, 9, 14, 15, 16, 17],
            "invoice",
        )
        .obeys(&[BOTH, NEEDS])
        .passes(),
    ]);
    cases
}

/// Bits that nobody has a name for. 100 and up are free.
fn unknown() -> Vec<Case> {
    let mut cases = Vec::new();
    for context in ["init", "node", "invoice"] {
        cases.push(
            checked(
                &format!("odd-101-in-{context}"),
                "An unknown odd bit is ignored.",
                &[9, 15, 101],
                context,
            )
            .obeys(&[ODD])
            .passes(),
        );
        cases.push(
            checked(
                &format!("even-100-in-{context}"),
                "An unknown even bit is refused.",
                &[9, 15, 100],
                context,
            )
            .breaks(&[EVEN])
            .reject(Class::UnknownEven)
            .near(&format!("features-check/odd-101-in-{context}")),
        );
    }
    cases.extend([
        checked("odd-alone", "An unknown odd bit and nothing else.", &[101], "init")
            .obeys(&[ODD])
            .passes(),
        checked(
            "odd-several",
            "However many unknown odd bits there are.",
            &[101, 103, 255, 257, 1001],
            "invoice",
        )
        .obeys(&[ODD])
        .passes(),
        checked("odd-5113", "The highest odd bit that an invoice can hold.", &[5113], "invoice")
            .obeys(&[ODD])
            .passes(),
        checked("odd-5115", "The first odd bit beyond what an invoice can hold.", &[5115], "node")
            .obeys(&[ODD])
            .passes(),
        checked("odd-65535", "An odd bit at the end of 16 bits.", &[65535], "node")
            .obeys(&[ODD])
            .passes(),
        refused("even-alone", "An unknown even bit and nothing else.", &[100], "init", "odd-alone"),
        refused(
            "even-5114",
            "The highest bit that an invoice can hold is even.",
            &[5114],
            "invoice",
            "odd-5113",
        ),
        refused("even-65534", "An even bit far up.", &[65534], "node", "odd-65535"),
        refused("even-several", "Two unknown even bits.", &[100, 102], "invoice", "odd-several"),
        refused(
            "even-behind-odd",
            "Unknown odd bits do not hide an even one behind them.",
            &[101, 103, 104],
            "invoice",
            "odd-several",
        ),
        checked(
            "unknown-pair",
            "Both bits of an unknown pair: the even one counts.",
            &[100, 101],
            "init",
        )
        .breaks(&[EVEN])
        .reject(Class::UnknownEven)
        .near("features-check/odd-alone"),
    ]);
    cases
}

/// Who is told what is known decides by that, whoever it is.
fn told() -> Vec<Case> {
    vec![
        checked("known-100", "A feature without a name, known.", &[100], "init")
            .known(&[100])
            .obeys(&[EVEN])
            .passes(),
        checked(
            "known-by-odd-bit",
            "A feature is known by either bit of its pair.",
            &[100],
            "init",
        )
        .known(&[101])
        .obeys(&[EVEN])
        .passes(),
        checked("known-pair", "Both bits of a known pair.", &[100, 101], "init")
            .known(&[100])
            .obeys(&[EVEN, BOTH])
            .passes(),
        checked(
            "known-anywhere",
            "Of a feature without a name nobody can say where it may stand.",
            &[100],
            "invoice",
        )
        .known(&[100])
        .obeys(&[EVEN, CONTEXT])
        .passes(),
        checked("known-nothing", "No bit, and nothing known.", &[], "init")
            .known(&[])
            .obeys(&[EVEN])
            .passes(),
        checked(
            "known-nothing-odd",
            "Odd bits, to a reader that knows nothing.",
            &[9, 15, 17],
            "invoice",
        )
        .known(&[])
        .obeys(&[ODD])
        .passes(),
        checked(
            "known-nothing-odd-in-init",
            "Where an unknown feature may stand is not judged either: payment_metadata is for invoices.",
            &[49],
            "init",
        )
        .known(&[])
        .obeys(&[ODD])
        .level(ampwire_vectors::Level::Should)
        .passes(),
        checked(
            "known-nothing-even",
            "payment_secret, to a reader that knows nothing.",
            &[14],
            "invoice",
        )
        .known(&[])
        .breaks(&[EVEN])
        .reject(Class::UnknownEven)
        .near("features-check/known-nothing"),
        checked(
            "known-other",
            "Another feature is known, and one that is not is required.",
            &[100, 102],
            "init",
        )
        .known(&[100])
        .breaks(&[EVEN])
        .reject(Class::UnknownEven)
        .near("features-check/known-100"),
        checked(
            "known-neighbour",
            "99 and 101 are of other pairs than each other: 98 is known, 100 is not.",
            &[98, 100],
            "init",
        )
        .known(&[99])
        .breaks(&[EVEN])
        .reject(Class::UnknownEven)
        .near("features-check/known-100"),
        checked(
            "known-not-amp",
            "Who does not know AMP refuses what requires it.",
            &[8, 14, 30],
            "invoice",
        )
        .known(&[8, 14])
        .breaks(&[EVEN])
        .reject(Class::UnknownEven)
        .near("features-check/known-amp"),
        checked("known-amp", "Who knows AMP takes it.", &[8, 14, 30], "invoice")
            .known(&[8, 14, 30])
            .obeys(&[EVEN, NEEDS])
            .passes(),
        checked(
            "known-not-amp-optional",
            "Who does not know AMP ignores what offers it.",
            &[9, 15, 31],
            "invoice",
        )
        .known(&[8, 14])
        .obeys(&[ODD])
        .passes(),
    ]
}

/// Several faults at once. Which is found first depends on how a reader goes about it.
fn several() -> Vec<Case> {
    let known = [46, 50, 48];
    vec![
        checked(
            "two-faults-even-and-dependency",
            "An unknown even bit, and option_zeroconf without option_scid_alias.",
            &[51, 100],
            "init",
        )
        .known(&known)
        .breaks(&[EVEN, NEEDS])
        .reject_either(&[Class::UnknownEven, Class::Missing])
        .near("features-check/zeroconf"),
        checked(
            "two-faults-even-and-context",
            "An unknown even bit, and option_payment_metadata in init.",
            &[49, 100],
            "init",
        )
        .known(&known)
        .breaks(&[EVEN, CONTEXT])
        .reject_either(&[Class::UnknownEven, Class::Forbidden])
        .near("features-check/zeroconf"),
        checked(
            "two-faults-dependency-and-context",
            "option_zeroconf without option_scid_alias, and in an invoice.",
            &[51],
            "invoice",
        )
        .known(&known)
        .breaks(&[NEEDS, CONTEXT])
        .reject_either(&[Class::Missing, Class::Forbidden])
        .near("features-check/zeroconf"),
        checked(
            "two-faults-context-and-dependency",
            "option_payment_metadata in init, below an option_zeroconf without option_scid_alias.",
            &[49, 51],
            "init",
        )
        .known(&known)
        .breaks(&[CONTEXT, NEEDS])
        .reject_either(&[Class::Forbidden, Class::Missing])
        .near("features-check/zeroconf"),
        checked(
            "three-faults",
            "An unknown even bit, a dependency that is not there, and the wrong place for it.",
            &[51, 100],
            "invoice",
        )
        .known(&known)
        .breaks(&[EVEN, NEEDS, CONTEXT])
        .reject_either(&[Class::UnknownEven, Class::Missing, Class::Forbidden])
        .near("features-check/zeroconf"),
    ]
}

/// An unknown even bit.
fn refused(slug: &str, comment: &str, bits: &[u32], context: &str, neighbour: &str) -> Case {
    checked(slug, comment, bits, context)
        .breaks(&[EVEN])
        .reject(Class::UnknownEven)
        .near(&format!("features-check/{neighbour}"))
}
