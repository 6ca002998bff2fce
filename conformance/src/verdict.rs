//! What an answer is worth: the verdict on one case, and whether it makes the run red.

use core::fmt;

use ampwire_vectors::{
    Answer as Expected, Expect, Level, Rejection as ExpectedRejection, Status, Vector,
};
use serde::{Deserialize, Serialize};

use crate::classes::Classes;
use crate::compare::{Comparison, Difference, compare};
use crate::drawn;
use crate::outcomes;
use crate::protocol::operations::{self, Compared};
use crate::protocol::{Answer, ErrorDetail, Hello, Members, Rejection};
use crate::session::{Broken, How};

/// The verdict on one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    /// As expected.
    Pass,
    /// Refused as expected, for another reason.
    OtherReason,
    /// Another answer than expected.
    Fail,
    /// The testee caught a fault of its own.
    Panic,
    /// The testee ended.
    Crash,
    /// No answer in time.
    Hang,
    /// Output without a meaning.
    Garbage,
    /// Of answers that were written down elsewhere: this one is not there.
    Missing,
    /// The testee doesn't implement this.
    Unsupported,
    /// The answer that a deployed implementation is known to give, accepted by an option.
    Deployed,
    /// Run and shown, without weight.
    Observed,
    /// It fails as an entry has foreseen.
    ExpectedFailure,
    /// It passes, and an entry says that it fails.
    UnexpectedPass,
}

impl Verdict {
    /// Every verdict, in the order of reports.
    pub(crate) const ALL: [Self; 13] = [
        Self::Pass,
        Self::OtherReason,
        Self::Fail,
        Self::Panic,
        Self::Crash,
        Self::Hang,
        Self::Garbage,
        Self::Missing,
        Self::Unsupported,
        Self::Deployed,
        Self::Observed,
        Self::ExpectedFailure,
        Self::UnexpectedPass,
    ];

    /// The word for people.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::OtherReason => "other reason",
            Self::Fail => "FAIL",
            Self::Panic => "PANIC",
            Self::Crash => "CRASH",
            Self::Hang => "HANG",
            Self::Garbage => "GARBAGE",
            Self::Missing => "MISSING",
            Self::Unsupported => "unsupported",
            Self::Deployed => "deployed",
            Self::Observed => "observed",
            Self::ExpectedFailure => "expected failure",
            Self::UnexpectedPass => "UNEXPECTED PASS",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}

/// What became of one case.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reaction {
    /// It wasn't asked, for this reason: the testee declared that it doesn't implement it.
    NotAsked(String),
    /// It was answered.
    Answered(Answer),
    /// The testee broke over it, perhaps after it had answered.
    Broke {
        /// How.
        broken: Broken,
        /// The answer that had come before.
        answer: Option<Answer>,
    },
}

/// How strictly a run is judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Strictness {
    /// The lowest level that can make a run red.
    pub(crate) level: Level,
    /// A rejection for another reason is red.
    pub(crate) reasons: bool,
    /// A deployed implementation's known answer is accepted.
    pub(crate) accept_deployed: bool,
}

/// The verdict on one case with its grounds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    /// The verdict.
    pub(crate) verdict: Verdict,
    /// What the verdict would be if the vector had weight, or no entry for expected failures.
    pub(crate) would_be: Option<Verdict>,
    /// Whether it makes the run red.
    pub(crate) red: bool,
    /// Why, in words.
    pub(crate) reasons: Vec<String>,
    /// The members that differ.
    pub(crate) differences: Vec<Difference>,
    /// How many members were compared.
    pub(crate) compared: usize,
    /// How many there are.
    pub(crate) members: usize,
    /// Members that the protocol doesn't know.
    pub(crate) unknown: Vec<String>,
    /// Of an expected rejection: whether its class was there to be compared.
    pub(crate) class_compared: Option<bool>,
    /// The deployed implementations whose known answer this is, each with its evidence.
    pub(crate) same_as: Vec<String>,
}

/// How deep the answers to one operation can be compared.
struct Depth<'a> {
    op: &'a str,
    vector: &'a Vector,
    hello: &'a Hello,
    classes: Option<&'a Classes>,
}

impl<'a> Depth<'a> {
    /// The classes of which a rejection says that one is the reason. None where that can't be compared.
    fn classes_of<'r>(&self, rejection: &'r Rejection) -> Vec<&'r str>
    where
        'a: 'r,
    {
        if self.hello.errors == ErrorDetail::Class {
            if let Some(class) = &rejection.class {
                return vec![class];
            }
        }
        let meant = self.classes.map_or(&[][..], |classes| classes.of(self.op, rejection));
        meant.iter().map(|class| class.as_str()).collect()
    }

    /// Compares the members of two results, in the way of the operation.
    fn compare(&self, expected: &Members, actual: &Members) -> Comparison {
        let omits = self.hello.omits.get(self.op);
        match operations::find(self.op).map(|operation| operation.compared) {
            Some(Compared::Outcomes) => {
                outcomes::compare(expected, actual, self.vector.trace, omits)
            }
            Some(Compared::ByRules) => drawn::judge(self.op, &self.vector.input, actual, omits),
            Some(Compared::Members) | None => compare(self.op, expected, actual, omits),
        }
    }

    /// Where every rejection should have a class that can be compared: why this one's lack of it counts.
    fn broken_promise(&self) -> Option<String> {
        if self.hello.errors == ErrorDetail::Class {
            return Some("it gives no class, and its handshake promises one".to_owned());
        }
        let file = self.classes?.file();
        Some(format!("it gives no message that {file} knows"))
    }
}

/// Judges what became of one case.
pub(crate) fn judge(
    op: &str,
    vector: &Vector,
    hello: &Hello,
    reaction: &Reaction,
    strictness: Strictness,
    classes: Option<&Classes>,
) -> Judgement {
    let depth = Depth { op, vector, hello, classes };
    let mut judgement = match reaction {
        Reaction::NotAsked(why) => {
            return Judgement::plain(Verdict::Unsupported, vec![why.clone()]);
        }
        Reaction::Answered(answer) => judge_answer(&depth, vector, answer),
        Reaction::Broke { broken, answer } => return broke(broken, answer.as_ref()),
    };
    if judgement.verdict == Verdict::Panic {
        judgement.red = true;
        return judgement;
    }
    if strictness.reasons && judgement.class_compared == Some(false) {
        if let Some(why) = depth.broken_promise() {
            judgement.verdict = Verdict::OtherReason;
            judgement.reasons = vec![why];
        }
    }
    if let Reaction::Answered(answer) = reaction {
        judgement.same_as = same_as(&depth, vector, answer, judgement.verdict);
    }
    if strictness.accept_deployed && !judgement.same_as.is_empty() {
        judgement.verdict = Verdict::Deployed;
        return judgement;
    }
    if vector.status != Status::Stable || vector.level < strictness.level {
        judgement.would_be = Some(judgement.verdict);
        judgement.verdict = Verdict::Observed;
        return judgement;
    }
    judgement.red = match judgement.verdict {
        Verdict::Fail | Verdict::Unsupported => true,
        Verdict::OtherReason => strictness.reasons,
        _ => false,
    };
    judgement
}

impl Judgement {
    fn plain(verdict: Verdict, reasons: Vec<String>) -> Self {
        Self {
            verdict,
            would_be: None,
            red: false,
            reasons,
            differences: Vec::new(),
            compared: 0,
            members: 0,
            unknown: Vec::new(),
            class_compared: None,
            same_as: Vec::new(),
        }
    }

    fn compared(comparison: Comparison) -> Self {
        let verdict = if comparison.differences.is_empty() { Verdict::Pass } else { Verdict::Fail };
        Self {
            differences: comparison.differences,
            compared: comparison.compared,
            members: comparison.members,
            unknown: comparison.unknown,
            ..Self::plain(verdict, comparison.reasons)
        }
    }

    /// How near this is to a pass: of several alternatives, the nearest is shown.
    fn rank(&self) -> (Verdict, usize) {
        (self.verdict, if self.members == 0 { usize::MAX } else { self.differences.len() })
    }
}

/// A testee that breaks is red whatever the vector's level: no level asks for that.
fn broke(broken: &Broken, answer: Option<&Answer>) -> Judgement {
    let verdict = match broken.how {
        How::Crash(_) => Verdict::Crash,
        How::Hang { .. } => Verdict::Hang,
        How::Garbage { .. } => Verdict::Garbage,
        How::Missing => Verdict::Missing,
    };
    let mut reasons = vec![broken.how.to_string()];
    if let How::Garbage { line, .. } = &broken.how {
        if !line.is_empty() {
            reasons.push(format!("the line: {line}"));
        }
    }
    if let Some(answer) = answer {
        reasons.push(format!(
            "that was after its answer to this case, which was `{}`",
            answer.verdict()
        ));
    }
    Judgement { red: true, ..Judgement::plain(verdict, reasons) }
}

fn judge_answer(depth: &Depth<'_>, vector: &Vector, answer: &Answer) -> Judgement {
    match answer {
        Answer::Panic(message) => Judgement::plain(Verdict::Panic, vec![or_silent(message)]),
        Answer::Unsupported(why) => {
            let declared =
                format!("it says unsupported, and declared {} in its handshake", depth.op);
            Judgement::plain(Verdict::Unsupported, vec![declared, or_silent(why)])
        }
        Answer::Ok(_) | Answer::Reject(_) => {
            let judged = |expected: &Expected| judge_expected(depth, expected, answer);
            match &vector.expect {
                Expect::Ok(members) => judged(&Expected::Ok(members.clone())),
                Expect::Reject(rejection) => judged(&Expected::Reject(rejection.clone())),
                // No alternative at all can't be met. The suite's own check refuses such a vector before.
                Expect::Any(alternatives) => alternatives
                    .iter()
                    .map(judged)
                    .min_by_key(Judgement::rank)
                    .unwrap_or_else(|| Judgement::plain(Verdict::Fail, Vec::new())),
            }
        }
    }
}

fn or_silent(message: &str) -> String {
    if message.is_empty() {
        "it doesn't say why".to_owned()
    } else {
        crate::stray::shorten(message)
    }
}

/// Judges an answer against one expectation.
fn judge_expected(depth: &Depth<'_>, expected: &Expected, answer: &Answer) -> Judgement {
    match (expected, answer) {
        (Expected::Ok(expected), Answer::Ok(actual)) => {
            Judgement::compared(depth.compare(expected, actual))
        }
        (Expected::Reject(expected), Answer::Reject(actual)) => {
            let said = depth.classes_of(actual);
            let reasons = other_reasons(expected, &said, actual);
            let verdict = if reasons.is_empty() { Verdict::Pass } else { Verdict::OtherReason };
            Judgement {
                class_compared: Some(!said.is_empty()),
                ..Judgement::plain(verdict, reasons)
            }
        }
        (Expected::Reject(_), _) => {
            Judgement::plain(Verdict::Fail, vec!["accepted, and must be refused".to_owned()])
        }
        (Expected::Ok(_), _) => {
            Judgement::plain(Verdict::Fail, vec!["refused, and must be accepted".to_owned()])
        }
    }
}

/// In what a rejection differs from the expected one. Where the testee doesn't say, there is nothing to differ.
fn other_reasons(expected: &ExpectedRejection, said: &[&str], actual: &Rejection) -> Vec<String> {
    let classes: Vec<&str> = expected.class.iter().map(|class| class.as_str()).collect();
    if classes.is_empty() || said.is_empty() {
        return Vec::new();
    }
    if !said.iter().any(|class| classes.contains(class)) {
        let by = if actual.class.is_some() { "" } else { ", by its message" };
        let said = said.join("` or `");
        return vec![format!("refused as `{said}`{by}; right is {}", classes.join(" or "))];
    }
    let pairs = [
        ("offset", &expected.offset, &actual.offset),
        ("tlv_type", &expected.tlv_type, &actual.tlv_type),
    ];
    let differing =
        pairs.into_iter().filter_map(|(name, expected, actual)| match (expected, actual) {
            (Some(expected), Some(actual)) if expected != actual => {
                Some(format!("the class is right, `{name}` is {actual}; right is {expected}"))
            }
            _ => None,
        });
    differing.collect()
}

/// The deployed implementations that are known to give this answer, where it isn't the expected one.
fn same_as(depth: &Depth<'_>, vector: &Vector, answer: &Answer, verdict: Verdict) -> Vec<String> {
    if verdict != Verdict::Fail {
        return Vec::new();
    }
    let known = vector.deployed.iter().filter(|deployed| {
        matches!(
            judge_expected(depth, &deployed.answer, answer).verdict,
            Verdict::Pass | Verdict::OtherReason
        )
    });
    known
        .map(|deployed| {
            format!("{} {} ({})", deployed.implementation, deployed.versions, deployed.evidence)
        })
        .collect()
}

#[cfg(test)]
mod tests;
