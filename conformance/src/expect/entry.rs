//! One entry of the file.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::failure::{Failure, Got};
use super::when::When;

/// Why a failure is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// A fault of the implementation, reported at `url`.
    Bug,
    /// Known, and stays so.
    Wontfix,
    /// The vector is held to be wrong; `url` says why.
    Disagree,
    /// Nobody has looked at it yet.
    Todo,
}

impl Kind {
    /// Every kind, in the order of summaries.
    pub(crate) const ALL: [Self; 4] = [Self::Bug, Self::Wontfix, Self::Disagree, Self::Todo];

    /// The word for it in a file.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Bug => "bug",
            Self::Wontfix => "wontfix",
            Self::Disagree => "disagree",
            Self::Todo => "todo",
        }
    }
}

/// One entry, checked by itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The line in the file, from 1.
    pub(crate) line: usize,
    /// Ids and globs of ids.
    pub(crate) patterns: Vec<String>,
    /// How the testee fails.
    pub(crate) got: Got,
    /// For other values: the members that differ, all of them.
    pub(crate) members: BTreeSet<String>,
    /// For a rejection: its class. Any where it isn't given.
    pub(crate) class: Option<String>,
    /// Why that is expected.
    pub(crate) kind: Kind,
    /// Why, in words. Empty only for what nobody has looked at.
    pub(crate) reason: String,
    /// Where more about it can be read.
    pub(crate) url: Option<String>,
    /// The content of the vector that it is about.
    pub(crate) hash: Option<String>,
    /// For which testee it is.
    pub(crate) when: When,
    /// The last day on which it covers anything.
    pub(crate) until: Option<Date>,
}

impl Entry {
    /// Whether this is the failure that it foresees.
    pub(crate) fn foresees(&self, failure: &Failure) -> bool {
        self.got == failure.got
            && (self.got != Got::Value || self.members == failure.members)
            && (self.class.is_none() || self.class == failure.class)
    }

    /// The failure that it foresees.
    pub(crate) fn failure(&self) -> Failure {
        Failure { got: self.got, members: self.members.clone(), class: self.class.clone() }
    }
}

/// Whether this is a glob and not an id.
pub(crate) fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?', '[', ']', '{', '}', '\\', '!'])
}
