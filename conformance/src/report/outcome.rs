//! What a verdict means to programs that know only passed, skipped and failed. A new verdict finds its place here, once.

use super::VectorReport;
use crate::verdict::Verdict;

/// What became of a vector. The order is from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// As expected.
    Passed,
    /// Not quite as expected, and accepted as it is.
    Accepted,
    /// Not as expected, without weight.
    Tolerated,
    /// Not asked, or not implemented.
    Skipped,
    /// Red: another answer than expected.
    Failed,
    /// Red: the testee itself broke.
    Broke,
}

impl Outcome {
    /// What became of this vector.
    pub(crate) fn of(vector: &VectorReport) -> Self {
        let (red, otherwise) = match vector.verdict {
            Verdict::Pass => (Self::Failed, Self::Passed),
            Verdict::OtherReason | Verdict::Deployed => (Self::Failed, Self::Accepted),
            Verdict::Panic
            | Verdict::Crash
            | Verdict::Hang
            | Verdict::Garbage
            | Verdict::Missing => (Self::Broke, Self::Tolerated),
            Verdict::Unsupported => (Self::Failed, Self::Skipped),
            Verdict::Observed if vector.would_be == Some(Verdict::Pass) => {
                (Self::Failed, Self::Passed)
            }
            Verdict::Fail | Verdict::Observed | Verdict::ExpectedFailure => {
                (Self::Failed, Self::Tolerated)
            }
            // Always red: what it passes is no reason to keep the entry.
            Verdict::UnexpectedPass => (Self::Failed, Self::Failed),
        };
        if vector.red { red } else { otherwise }
    }

    /// Whether it makes a run red.
    pub(crate) fn is_red(self) -> bool {
        match self {
            Self::Failed | Self::Broke => true,
            Self::Passed | Self::Accepted | Self::Tolerated | Self::Skipped => false,
        }
    }
}
