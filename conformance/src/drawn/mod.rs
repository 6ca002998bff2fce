//! Answers that are drawn anew each time: not compared but judged, by the rules of sharing and sending.
//!
//! | file | concept |
//! |---|---|
//! | `derivation` | shares, and what a hash follows from |
//! | `read` | an answer's members, in their form |
//! | `shares` | `shares.run` |
//! | `sender` | `sender.run`: the story, with the answers beside it |
//! | `sent` | one part that was sent, by itself |
//! | `payment` | how a payment stands, as the story and the answers tell it |
//!
//! A judge draws nothing and keeps nothing. What it finds has none of the answer's bytes in it, so that the same mistake made
//! again is the same finding.

mod derivation;
mod payment;
mod read;
mod sender;
mod sent;
mod shares;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::compare::{Comparison, Difference};
use crate::protocol::Members;

/// The form of an answer is the protocol's.
const PROTOCOL: &str = "protocol";
/// A payer is there to pay: what it refuses without a reason.
const NEEDLESS: &str = "needless";
/// More parts at a time than the request allows.
const MAX_PARTS: &str = "max_parts";

/// Something that is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    /// Where: an entry of the answer.
    place: String,
    /// The rule that is broken, by its id; or one of the three above, which are none of `amp.md`.
    rule: &'static str,
    /// What is wrong.
    why: String,
}

impl Finding {
    fn new(rule: &'static str, place: impl Into<String>, why: impl Into<String>) -> Self {
        Self { place: place.into(), rule, why: why.into() }
    }
}

/// What was found, each once.
#[derive(Debug, Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, rule: &'static str, place: impl Into<String>, why: impl Into<String>) {
        let finding = Finding::new(rule, place, why);
        if !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }
}

/// Judges what `shares.run` or `sender.run` gave for this input. None of another operation is judged.
pub(crate) fn judge(
    op: &str,
    input: &Members,
    answer: &Members,
    omits: Option<&BTreeSet<String>>,
) -> Comparison {
    let (member, judge): (&str, fn(&Members, &Value) -> Findings) = match op {
        "shares.run" => ("shares", shares::judge),
        "sender.run" => ("shards", sender::judge),
        _ => return Comparison::default(),
    };
    let mut comparison = Comparison { members: 1, ..Comparison::default() };
    if omits.is_some_and(|omits| omits.contains(member)) {
        return comparison;
    }
    comparison.compared = 1;
    comparison.unknown = answer.keys().filter(|name| *name != member).cloned().collect();
    let Findings(findings) = answer.get(member).map_or_else(
        || Findings(vec![Finding::new(PROTOCOL, member, "it is not there")]),
        |entries| judge(input, entries),
    );
    for Finding { place, rule, why } in findings {
        comparison.reasons.push(format!("{rule}: {place}: {why}"));
        comparison.differences.push(Difference {
            member: place,
            expected: Some(rule.into()),
            actual: Some(why.into()),
            hint: None,
        });
    }
    comparison
}

#[cfg(test)]
mod tests;
