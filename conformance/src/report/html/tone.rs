//! The colour of an outcome, as a class of the style sheet. The word always stands beside it.

use crate::report::outcome::Outcome;

/// The class of a badge for a vector's verdict.
pub(crate) fn verdict(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "verdict good",
        Outcome::Accepted | Outcome::Tolerated => "verdict odd",
        Outcome::Skipped => "verdict",
        Outcome::Failed | Outcome::Broke => "verdict bad",
    }
}
