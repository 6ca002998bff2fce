//! The report: everything a run found, in the form of `schema/report-1.schema.json`. What people read is made from it.
//!
//! | file | concept |
//! |---|---|
//! | `saved` | a report as JSON, read again and checked; with `--reproducible` without what differs by chance |
//! | `plain` | text of others made harmless for a line |
//! | `outcome` | what a verdict means to programs that know only passed, skipped and failed |
//! | `words` | what is said of a testee, a vector and a run that ended early, in every format |
//! | `junit` `tap` `markdown` `github` | one format each |
//! | `asked` | what the vectors asked whose answers were not plainly right |
//! | `kept` | what is kept of an answer that is too long |
//! | `html` | one page that needs nothing else |
//! | `changes` | what is different between two reports |

pub(crate) mod asked;
#[cfg(feature = "cli")]
pub(crate) mod changes;
#[cfg(feature = "cli")]
pub(crate) mod github;
#[cfg(feature = "cli")]
pub(crate) mod html;
#[cfg(feature = "cli")]
pub(crate) mod junit;
pub(crate) mod kept;
#[cfg(feature = "cli")]
pub(crate) mod markdown;
pub(crate) mod outcome;
pub(crate) mod plain;
#[cfg(feature = "cli")]
pub(crate) mod saved;
#[cfg(feature = "cli")]
pub(crate) mod tap;
pub(crate) mod words;

use ampwire_vectors::{Level, Status};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use self::asked::{Asked, RuleText};
use crate::compare::Difference;
use crate::expect::{ExceptionReport, Exceptions, Failure, Stale};
use crate::protocol::Hello;
use crate::run::order::Seed;
use crate::stray::Stray;
use crate::verdict::Verdict;

/// The name of the report's form.
pub(crate) const SCHEMA: &str = "ampwire-report-1";
/// What stands for a folder where the vectors are those of the program.
pub(crate) const EMBEDDED: &str = "embedded";

/// One call of `ampwire check`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Report {
    /// Always [`SCHEMA`].
    pub(crate) schema: String,
    /// The program.
    pub(crate) runner: Runner,
    /// The vectors.
    pub(crate) suite: SuiteReport,
    /// The version of the testee protocol.
    pub(crate) protocol: String,
    /// How strictly it was judged.
    pub(crate) options: Options,
    /// The file of expected failures. Not there where none was used.
    #[serde(default)]
    pub(crate) exceptions: Option<ExceptionsReport>,
    /// One entry a testee; the built-in codec is one in each profile.
    pub(crate) runs: Vec<RunReport>,
    /// The rules of the vectors that have `asked`, in the order of the specification.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) rules: Vec<RuleText>,
    /// The exit status, and so the outcome of it all.
    pub(crate) exit_status: u8,
}

/// The program that ran.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Runner {
    pub(crate) name: String,
    pub(crate) version: String,
}

/// The vectors that were used.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SuiteReport {
    /// The suite's version.
    pub(crate) version: String,
    /// `embedded`, or the folder.
    pub(crate) source: String,
    /// How many vectors it has, withdrawn ones too.
    pub(crate) vectors: usize,
}

/// What was asked for, as far as it bears on the outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Options {
    pub(crate) level: Level,
    pub(crate) strict_reasons: bool,
    pub(crate) accept_deployed: bool,
    pub(crate) fail_fast: bool,
    pub(crate) profile: Option<String>,
    pub(crate) only: Vec<String>,
    pub(crate) skip: Vec<String>,
    pub(crate) rules: Vec<String>,
    pub(crate) ops: Vec<String>,
    /// The file that says what the testee's messages mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) classes: Option<String>,
    /// The options for a process a vector, as they would be typed. Empty for a testee that stays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) exec: Vec<String>,
    /// The part of the selection, as `2/3`. Not there where it was all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shard: Option<String>,
}

/// The file of expected failures.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ExceptionsReport {
    /// Its path, as it was given.
    pub(crate) file: String,
    /// How many entries it has.
    pub(crate) entries: usize,
    /// What in it matches nothing.
    pub(crate) stale: Vec<Stale>,
}

impl ExceptionsReport {
    /// What is said about this file.
    pub(crate) fn new(exceptions: &Exceptions) -> Self {
        Self {
            file: exceptions.path.to_string_lossy().into_owned(),
            entries: exceptions.entries.len(),
            stale: exceptions.stale.clone(),
        }
    }
}

/// One testee.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RunReport {
    /// The program and its arguments.
    pub(crate) command: Vec<String>,
    /// What it says about itself. Not there where it never said so.
    pub(crate) hello: Option<Hello>,
    /// How many were asked at a time.
    #[serde(default = "one")]
    pub(crate) jobs: usize,
    /// The seed of the order in which the vectors were asked. Not there where it was the suite's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) seed: Option<Seed>,
    /// Why the run ended early: the testee couldn't be run, or is broken.
    pub(crate) fault: Option<FaultReport>,
    /// The run was interrupted.
    pub(crate) interrupted: bool,
    /// What is not as it should be and has no verdict.
    pub(crate) warnings: Vec<String>,
    /// The counts.
    pub(crate) summary: Summary,
    /// The first stray lines.
    pub(crate) stray_lines: Vec<String>,
    /// The vectors, in the order of the suite.
    pub(crate) vectors: Vec<VectorReport>,
}

/// Why a testee can't be tested.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FaultReport {
    /// In words.
    pub(crate) message: String,
    /// A line that had no meaning, shortened.
    pub(crate) line: Option<String>,
    /// The end of its standard error.
    pub(crate) stderr: String,
}

/// The counts of a run. The verdicts add up to `selected`, less `not_run`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
// A count that an older report lacks is of something that couldn't happen then.
#[serde(default)]
pub(crate) struct Summary {
    /// Vectors that were to be run for this testee.
    pub(crate) selected: usize,
    /// Vectors that were asked.
    pub(crate) ran: usize,
    /// Vectors that were left over when the run ended early.
    pub(crate) not_run: usize,
    pub(crate) pass: usize,
    pub(crate) other_reason: usize,
    pub(crate) fail: usize,
    pub(crate) panic: usize,
    pub(crate) crash: usize,
    pub(crate) hang: usize,
    pub(crate) garbage: usize,
    pub(crate) missing: usize,
    pub(crate) unsupported: usize,
    pub(crate) deployed: usize,
    pub(crate) observed: usize,
    pub(crate) expected_failure: usize,
    pub(crate) unexpected_pass: usize,
    /// Entries for expected failures of which no vector was judged.
    pub(crate) exceptions_not_run: usize,
    /// Vectors that make the run red.
    pub(crate) red: usize,
    /// Members of answers that were compared.
    pub(crate) members_compared: usize,
    /// Members of answers that there were to compare.
    pub(crate) members: usize,
    /// Vectors that were not as expected, and asked again alone.
    pub(crate) asked_alone: usize,
    /// Those of them whose answer was another one then.
    pub(crate) state_leaks: usize,
    /// Rejections that were expected and came.
    pub(crate) rejections: usize,
    /// Those of them whose class was compared.
    pub(crate) classes_compared: usize,
    /// Stray lines.
    pub(crate) stray_lines: usize,
    /// How often the testee was started anew.
    pub(crate) restarts: usize,
    /// From the start to the end.
    pub(crate) milliseconds: u64,
}

/// One vector.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct VectorReport {
    pub(crate) id: String,
    pub(crate) hash: String,
    pub(crate) op: String,
    pub(crate) level: Level,
    pub(crate) status: Status,
    pub(crate) rules: RulesReport,
    pub(crate) verdict: Verdict,
    /// What the verdict would be if the vector had weight, or no entry for expected failures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) would_be: Option<Verdict>,
    /// Whether it makes the run red.
    pub(crate) red: bool,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) reasons: Vec<String>,
    /// The members that differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) differences: Vec<Difference>,
    /// The expectation, as the vector has it.
    pub(crate) expected: Value,
    /// The answer, without its id. Not there where none came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) actual: Option<Value>,
    /// How it failed, in the words of such an entry.
    #[serde(skip)]
    pub(crate) failure: Option<Failure>,
    /// The entry for an expected failure that bore on the verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) exception: Option<ExceptionReport>,
    /// Deployed implementations whose known answer this is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) same_as: Vec<String>,
    /// What came when it was asked again, alone in a fresh process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) alone: Option<AloneReport>,
    pub(crate) members_compared: usize,
    pub(crate) members: usize,
    /// Of an expected rejection that came: whether its class was there to be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) class_compared: Option<bool>,
    /// Members of the answer that the protocol doesn't know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) unknown_members: Vec<String>,
    /// Stray lines that came with this vector, the first of them in full.
    #[serde(default, skip_serializing_if = "no_stray")]
    pub(crate) stray: StrayReport,
    /// The end of standard error, where the testee broke.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) stderr: String,
    /// What it asked. Not there where it passed as expected, or wasn't asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) asked: Option<Asked>,
    /// From the question to the answer.
    pub(crate) microseconds: u64,
}

/// What came when a vector was asked again, alone in a fresh process.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AloneReport {
    /// What that is worth, without the file of expected failures.
    pub(crate) verdict: Verdict,
    /// Whether it is what came in the run. If it isn't, the answer hangs on what was asked before, or on chance.
    pub(crate) same: bool,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) reasons: Vec<String>,
    /// The answer, where it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) actual: Option<Value>,
}

/// The rules of a vector.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RulesReport {
    pub(crate) obeys: Vec<String>,
    pub(crate) breaks: Vec<String>,
}

/// Stray lines of one vector.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct StrayReport {
    pub(crate) count: usize,
    pub(crate) first: Vec<String>,
}

impl From<Stray> for StrayReport {
    fn from(stray: Stray) -> Self {
        Self { count: stray.count, first: stray.first }
    }
}

const fn one() -> usize {
    1
}

fn no_stray(stray: &StrayReport) -> bool {
    stray.count == 0
}

impl VectorReport {
    /// Whether it was answered otherwise alone.
    pub(crate) fn leaks(&self) -> bool {
        self.alone.as_ref().is_some_and(|alone| !alone.same)
    }
}

impl Summary {
    /// Counts the verdicts of these vectors.
    pub(crate) fn count(selected: usize, vectors: &[VectorReport]) -> Self {
        let mut summary =
            Self { selected, not_run: selected.saturating_sub(vectors.len()), ..Self::default() };
        for vector in vectors {
            *summary.of_mut(vector.verdict) += 1;
            summary.red += usize::from(vector.red);
            // What wasn't asked has no answer and took no time; what was asked has one or the other.
            summary.ran +=
                usize::from(vector.verdict != Verdict::Unsupported || vector.actual.is_some());
            summary.members_compared += vector.members_compared;
            summary.members += vector.members;
            summary.asked_alone += usize::from(vector.alone.is_some());
            summary.state_leaks += usize::from(vector.leaks());
            summary.rejections += usize::from(vector.class_compared.is_some());
            summary.classes_compared += usize::from(vector.class_compared == Some(true));
        }
        summary
    }

    /// How many vectors have this verdict.
    pub(crate) fn of(&self, verdict: Verdict) -> usize {
        match verdict {
            Verdict::Pass => self.pass,
            Verdict::OtherReason => self.other_reason,
            Verdict::Fail => self.fail,
            Verdict::Panic => self.panic,
            Verdict::Crash => self.crash,
            Verdict::Hang => self.hang,
            Verdict::Garbage => self.garbage,
            Verdict::Missing => self.missing,
            Verdict::Unsupported => self.unsupported,
            Verdict::Deployed => self.deployed,
            Verdict::Observed => self.observed,
            Verdict::ExpectedFailure => self.expected_failure,
            Verdict::UnexpectedPass => self.unexpected_pass,
        }
    }

    fn of_mut(&mut self, verdict: Verdict) -> &mut usize {
        match verdict {
            Verdict::Pass => &mut self.pass,
            Verdict::OtherReason => &mut self.other_reason,
            Verdict::Fail => &mut self.fail,
            Verdict::Panic => &mut self.panic,
            Verdict::Crash => &mut self.crash,
            Verdict::Hang => &mut self.hang,
            Verdict::Garbage => &mut self.garbage,
            Verdict::Missing => &mut self.missing,
            Verdict::Unsupported => &mut self.unsupported,
            Verdict::Deployed => &mut self.deployed,
            Verdict::Observed => &mut self.observed,
            Verdict::ExpectedFailure => &mut self.expected_failure,
            Verdict::UnexpectedPass => &mut self.unexpected_pass,
        }
    }
}

/// An answer as the report has it: the one member that carries it.
pub(crate) fn answer_value(answer: &crate::protocol::Answer) -> Value {
    let Value::Object(mut members) = answer.to_json("") else {
        return Value::Object(Map::new());
    };
    members.remove("id");
    Value::Object(members)
}
