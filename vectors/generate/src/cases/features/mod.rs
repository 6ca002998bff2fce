//! `features.decode`, `features.encode` and `features.check`.

use crate::case::Case;

mod amp;
mod check;
mod dependencies;
mod table;
mod vector;

const BOLT_1: &str = "BOLT 1, The init Message; BOLT 9, Assigned Feature Flags";
const BOLT_9: &str = "BOLT 9, Assigned Feature Flags and Requirements";
const DEPENDENCIES: &str = "LND v0.21.0-beta, feature/deps.go; BOLT 9, Assigned Feature Flags";

const BITS: &str = "bolt9.features.bits";
const MINIMAL: &str = "bolt9.features.minimal";
const LENGTH: &str = "bolt9.features.length";
const EVEN: &str = "bolt9.features.unknown-even";
const ODD: &str = "bolt9.features.unknown-odd";
const BOTH: &str = "bolt9.features.both-bits";
const NEEDS: &str = "bolt9.features.dependencies";
const CONTEXT: &str = "bolt9.features.context";

pub(super) fn cases() -> Vec<Case> {
    [vector::cases(), check::cases(), amp::cases(), table::cases(), dependencies::cases()].concat()
}

/// Bits as the protocol has them.
fn numbers(bits: &[u32]) -> Vec<String> {
    bits.iter().map(u32::to_string).collect()
}

/// A vector of these bits, checked in this context.
fn checked(slug: &str, comment: &str, bits: &[u32], context: &str) -> Case {
    Case::new("features.check", format!("features-check/{slug}"), comment)
        .with("features", numbers(bits))
        .with("context", context)
        .from(BOLT_9)
}

impl Case {
    /// Checked by a reader that knows these features and no other, each for its pair.
    fn known(self, bits: &[u32]) -> Self {
        self.with("known", numbers(bits))
    }

    /// Nothing is wrong with the features.
    fn passes(self) -> Self {
        self.ok(serde_json::json!({}))
    }
}
