//! The matrix as data. What people read is made from it.

use ampwire_vectors::Level;
use serde::Serialize;
use serde_json::Value;

use crate::expect::Kind as EntryKind;
use crate::report::{Options, Runner, SuiteReport, Summary};
use crate::verdict::Verdict;

/// The name of the form.
pub(crate) const SCHEMA: &str = "ampwire-matrix-1";

/// The answers of several testees.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Matrix {
    /// Always [`SCHEMA`].
    pub(crate) schema: &'static str,
    /// The program.
    pub(crate) runner: Runner,
    /// The vectors.
    pub(crate) suite: SuiteReport,
    /// How strictly it was judged, and what was selected.
    pub(crate) options: Options,
    /// Who was asked, in the order of the columns.
    pub(crate) testees: Vec<Testee>,
    /// Optional testees that aren't there.
    pub(crate) left_out: Vec<LeftOut>,
    /// The counts.
    pub(crate) summary: Counts,
    /// Who differs from whom: each pair of testees.
    pub(crate) pairs: Vec<Pair>,
    /// The rows that differ alike, the most urgent first.
    pub(crate) clusters: Vec<Cluster>,
    /// The questions in whose answers someone differs; with `--all`, all.
    pub(crate) rows: Vec<Row>,
    /// What is not as it should be, in words.
    pub(crate) notes: Vec<String>,
    /// The exit status.
    pub(crate) exit_status: u8,
    /// How a testee is asked again, up to its name. Not there where nobody was asked now.
    #[serde(skip)]
    pub(crate) again: Option<String>,
}

/// One testee.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Testee {
    /// What it is called here.
    pub(crate) name: String,
    /// What it calls itself. Not there where it never said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) implementation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<String>,
    pub(crate) language: String,
    pub(crate) profiles: Vec<String>,
    /// Whether it is the built-in codec.
    pub(crate) builtin: bool,
    /// Why its run ended early.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) problem: Option<String>,
    /// The counts of its run, as `check` has them.
    pub(crate) run: Summary,
    /// How many questions it has an answer to.
    pub(crate) answers: usize,
    /// In how many of them the answer is another than expected, and nothing explains it.
    pub(crate) new: usize,
    /// In how many of them it is another than expected, and that is known.
    pub(crate) known: usize,
}

/// An optional testee that isn't there.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LeftOut {
    pub(crate) name: String,
    pub(crate) why: String,
}

/// The counts. The standings add up to `questions`.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Counts {
    /// Questions that at least one testee answered.
    pub(crate) questions: usize,
    /// Those of them that two or more answered.
    pub(crate) compared: usize,
    pub(crate) alike: usize,
    pub(crate) new: usize,
    pub(crate) known: usize,
    pub(crate) weightless: usize,
    pub(crate) allowed: usize,
    pub(crate) reason: usize,
    pub(crate) single: usize,
}

/// Two testees.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Pair {
    pub(crate) testees: [String; 2],
    /// Questions that both answered.
    pub(crate) compared: usize,
    /// Those of them to which they say otherwise.
    pub(crate) differ: usize,
    /// Those of these where what one of the two says is new.
    pub(crate) new: usize,
}

/// What a difference means. The order is the order of urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// Someone answers otherwise than expected, and nothing explains it.
    New,
    /// Whoever answers otherwise than expected is known to do so.
    Known,
    /// Someone answers otherwise than the suite has it, where that has no weight.
    Weightless,
    /// All are right, and don't say the same.
    Allowed,
    /// All refuse, not all for the same reason.
    Reason,
    /// Nobody differs.
    Alike,
    /// One testee alone has an answer, and it is as expected.
    Single,
}

impl Standing {
    /// Whether someone differs, from others or from what is expected.
    pub(crate) fn differs(self) -> bool {
        self < Self::Alike
    }

    /// The word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
            Self::Weightless => "weightless",
            Self::Allowed => "allowed",
            Self::Reason => "reason",
            Self::Alike => "alike",
            Self::Single => "single",
        }
    }
}

/// How an answer differs from what is expected, or from that of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum How {
    /// The testee breaks.
    Panic,
    Crash,
    Hang,
    Garbage,
    Accepts,
    Refuses,
    /// It accepts, with other values.
    Value,
    /// It refuses, for another reason.
    Reason,
    /// It declares the operation, and says unsupported.
    Unsupported,
}

/// Testees that do the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Deviation {
    pub(crate) testees: Vec<String>,
    pub(crate) how: How,
    /// Of other values: the members that differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) members: Vec<String>,
    /// Of another reason: the class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) class: Option<String>,
}

/// Rows that differ alike.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Cluster {
    pub(crate) standing: Standing,
    /// The built-in codec is alone against all others.
    pub(crate) alone: bool,
    pub(crate) op: String,
    /// Who does otherwise than expected; where all are right, who does what.
    pub(crate) deviations: Vec<Deviation>,
    /// What is on file about it.
    pub(crate) grounds: Vec<Ground>,
    /// Those who answer as expected, in some of the rows at least.
    pub(crate) as_expected: Vec<String>,
    /// The row with the smallest input.
    pub(crate) example: String,
    /// The ids of its rows.
    pub(crate) rows: Vec<String>,
}

/// What is on file about a difference. All but a departure make it known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Ground {
    pub(crate) by: By,
    /// In words.
    pub(crate) text: String,
    /// Of an expected failure: its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<EntryKind>,
    /// Where more about it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    /// Of a departure: the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rule: Option<String>,
}

/// Where it is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum By {
    /// A file of expected failures.
    ExpectedFailure,
    /// The vector: a deployed implementation is known to answer so.
    Deployed,
    /// A rule of the vector: this implementation departs from it somewhere, perhaps here. It explains and excuses nothing: a rule
    /// has many vectors.
    Departure,
}

/// One question with its answers.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    /// The vector.
    pub(crate) id: String,
    /// The same question as the other profile is asked it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) also: Vec<String>,
    pub(crate) op: String,
    pub(crate) level: Level,
    /// What it is about. Not there where the suite at hand doesn't have the vector.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) comment: Option<String>,
    pub(crate) expected: Value,
    pub(crate) standing: Standing,
    /// The built-in codec is alone against all others.
    pub(crate) alone: bool,
    /// Those who say the same; who answers as expected first.
    pub(crate) groups: Vec<Vec<String>>,
    /// The members in which those who accept differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) members: Vec<String>,
    /// Those whose answer fits several groups, as it leaves out where they differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) undecided: Vec<String>,
    /// One a testee that was asked, in the order of the columns.
    pub(crate) cells: Vec<Cell>,
    /// How long the input is, to find the smallest.
    #[serde(skip)]
    pub(crate) size: usize,
}

/// One answer.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Cell {
    pub(crate) testee: String,
    /// The vector, where it is not the one that names the row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    pub(crate) verdict: Verdict,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) would_be: Option<Verdict>,
    /// Its group's place. Not there where it has no vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) group: Option<usize>,
    /// The answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) actual: Option<Value>,
    /// Why it has its verdict.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) reasons: Vec<String>,
    /// In what it is not as expected, if in anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) how: Option<How>,
    /// Of other values: the members that differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) members: Vec<String>,
    /// What is on file about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) grounds: Vec<Ground>,
}

impl Cell {
    /// Whether it is another answer than expected: a reason alone is none.
    pub(crate) fn is_otherwise(&self) -> bool {
        self.how.is_some_and(|how| how != How::Reason)
    }

    /// Whether that is known.
    pub(crate) fn is_known(&self) -> bool {
        self.grounds.iter().any(|ground| ground.by != By::Departure)
    }

    /// Whether it is another answer than expected, has weight, and nothing on file makes it known.
    pub(crate) fn is_new(&self) -> bool {
        self.is_otherwise() && !self.is_known() && !self.is_weightless()
    }

    /// Whether it is without weight.
    pub(crate) fn is_weightless(&self) -> bool {
        self.verdict == Verdict::Observed
    }
}
