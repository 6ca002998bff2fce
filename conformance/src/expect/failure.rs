//! How a testee failed, in the words of an entry.

use core::fmt;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::protocol::Answer;
use crate::report::kept;
use crate::verdict::{Judgement, Verdict};

/// The ways to fail that an entry can foresee. Breaking (a panic, a crash, a hang, garbage) is none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Got {
    /// Accepted, and must be refused.
    Ok,
    /// Refused, and must be accepted.
    Reject,
    /// Accepted as it must be, with other values.
    Value,
    /// Refused as it must be, for another reason.
    Reason,
    /// Not implemented, though the handshake says it is.
    Unsupported,
}

impl Got {
    /// The word for it in a file.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Reject => "reject",
            Self::Value => "value",
            Self::Reason => "reason",
            Self::Unsupported => "unsupported",
        }
    }

    /// What it means.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Ok => "accepted, and must be refused",
            Self::Reject => "refused, and must be accepted",
            Self::Value => "other values than expected",
            Self::Reason => "refused for another reason than expected",
            Self::Unsupported => "says unsupported, and declared it",
        }
    }
}

/// One way to fail, in all that tells it from others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Failure {
    /// The kind of failure.
    pub(crate) got: Got,
    /// For [`Got::Value`], the members that differ.
    pub(crate) members: BTreeSet<String>,
    /// For a rejection, its class if it has one.
    pub(crate) class: Option<String>,
}

impl Failure {
    /// How this answer fails, whether or not that is red. `None` for one that doesn't fail.
    pub(crate) fn of(judgement: &Judgement, answer: &Answer) -> Option<Self> {
        let got = match (judgement.verdict, answer) {
            // An accepted departure is a failure all the same: the same file serves with the option and without.
            (Verdict::Fail | Verdict::Deployed, Answer::Ok(_)) => {
                if judgement.differences.is_empty() { Got::Ok } else { Got::Value }
            }
            (Verdict::Fail | Verdict::Deployed, Answer::Reject(_)) => Got::Reject,
            (Verdict::OtherReason, _) => Got::Reason,
            (Verdict::Unsupported, Answer::Unsupported(_)) => Got::Unsupported,
            _ => return None,
        };
        let class = match answer {
            Answer::Reject(rejection) => rejection.class.as_deref().map(kept::class),
            _ => None,
        };
        let members = judgement.differences.iter().map(|difference| difference.member.clone());
        Some(Self { got, members: members.collect(), class })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.got.as_str())?;
        match (self.got, &self.class) {
            (Got::Value, _) => {
                let members: Vec<&str> = self.members.iter().map(String::as_str).collect();
                write!(formatter, " ({})", members.join(", "))
            }
            // The testee's own words, which may be anything.
            (Got::Reject | Got::Reason, Some(class)) => {
                write!(formatter, " ({})", crate::stray::shorten(class))
            }
            _ => Ok(()),
        }
    }
}
