//! An answer made comparable with those of others.

use std::collections::BTreeMap;

use ampwire_vectors::{Answer as Expected, Expect};
use serde_json::Value;

use crate::compare::leaves;
use crate::protocol::{ErrorDetail, Hello, Members, operations};
use crate::report::VectorReport;
use crate::verdict::Verdict;

/// What a testee said to a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    /// It accepts. Each member that it reports, by its dotted name; one that is absent has no value.
    Ok(BTreeMap<String, Option<Value>>),
    /// It refuses, with a reason if it gives one.
    Reject(Option<Reason>),
    /// It broke.
    Broke(Verdict),
}

/// Why something is refused. A vector lists every class that is right for it: between these nobody differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reason {
    /// One that is right.
    Right,
    /// Another one.
    Other(String),
}

/// The verdict on the answer alone: without weights, without expected failures, whatever was accepted.
pub(super) fn plain_verdict(vector: &VectorReport) -> Verdict {
    let verdict = match vector.verdict {
        Verdict::Observed | Verdict::ExpectedFailure | Verdict::UnexpectedPass => {
            vector.would_be.unwrap_or(vector.verdict)
        }
        verdict => verdict,
    };
    if verdict == Verdict::Deployed { Verdict::Fail } else { verdict }
}

impl Said {
    /// The answer of this testee; none where it has no vote.
    pub(super) fn new(vector: &VectorReport, hello: &Hello) -> Option<Self> {
        match plain_verdict(vector) {
            Verdict::Unsupported => return None,
            broke @ (Verdict::Panic | Verdict::Crash | Verdict::Hang | Verdict::Garbage) => {
                return Some(Self::Broke(broke));
            }
            _ => {}
        }
        let expected = alternatives(&vector.expected);
        let actual = vector.actual.as_ref()?;
        if let Some(Value::Object(members)) = actual.get("ok") {
            if !operations::is_compared_by_members(&vector.op) {
                return Some(Self::Ok(found(vector)));
            }
            let accepted: Vec<&Members> = expected
                .iter()
                .filter_map(|answer| match answer {
                    Expected::Ok(members) => Some(members),
                    Expected::Reject(_) => None,
                })
                .collect();
            return Some(Self::Ok(leaves(
                &vector.op,
                &accepted,
                members,
                hello.omits.get(&vector.op),
            )));
        }
        let class = actual.get("reject")?.get("class").and_then(Value::as_str);
        let class = class.filter(|_| hello.errors == ErrorDetail::Class);
        Some(Self::Reject(class.map(|class| reason(vector, &expected, class))))
    }
}

/// What was found in an answer that is not compared member by member. Two in which nothing was found say the same.
fn found(vector: &VectorReport) -> BTreeMap<String, Option<Value>> {
    let found = vector.differences.iter();
    found.map(|difference| (difference.member.clone(), difference.actual.clone())).collect()
}

/// The answers that are right for a vector.
fn alternatives(expected: &Value) -> Vec<Expected> {
    match serde_json::from_value::<Expect>(expected.clone()) {
        Ok(Expect::Ok(members)) => vec![Expected::Ok(members)],
        Ok(Expect::Reject(rejection)) => vec![Expected::Reject(rejection)],
        Ok(Expect::Any(answers)) => answers,
        Err(_) => Vec::new(),
    }
}

fn reason(vector: &VectorReport, expected: &[Expected], class: &str) -> Reason {
    let right = expected.iter().any(|answer| match answer {
        Expected::Reject(rejection) => {
            rejection.class.is_empty()
                || rejection.class.iter().any(|right| right.as_str() == class)
        }
        Expected::Ok(_) => false,
    });
    match (right, plain_verdict(vector)) {
        (true, Verdict::OtherReason) => Reason::Other(format!("{class}, elsewhere")),
        (true, _) => Reason::Right,
        (false, _) => Reason::Other(class.to_owned()),
    }
}

/// The class of a rejection, as the testee gave it.
pub(super) fn class_of(actual: Option<&Value>) -> Option<String> {
    Some(actual?.get("reject")?.get("class")?.as_str()?.to_owned())
}
