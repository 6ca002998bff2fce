//! What a payee said in a scenario, against what it should say: HTLC by HTLC.
//!
//! The order of events counts, that within one event does not. Of each HTLC the last answer is compared, with its event; all of
//! them where the vector has `trace`. Of `error` the text is not compared.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::compare::{Comparison, Difference, same_at_the_start};
use crate::protocol::Members;

/// The one member that is compared.
const MEMBER: &str = "outcomes";

/// What an outcome can say.
const ANSWERS: [&str; 4] = ["settled", "failed", "held", "error"];

/// Compares the outcomes of an answer with the expected ones.
pub(crate) fn compare(
    expected: &Members,
    actual: &Members,
    trace: bool,
    omits: Option<&BTreeSet<String>>,
) -> Comparison {
    let mut comparison = Comparison { members: 1, ..Comparison::default() };
    if omits.is_some_and(|omits| omits.contains(MEMBER)) {
        return comparison;
    }
    comparison.compared = 1;
    comparison.unknown = actual.keys().filter(|name| *name != MEMBER).cloned().collect();
    let read = (read(expected.get(MEMBER)), read(actual.get(MEMBER)));
    let (expected, actual) = match read {
        (Ok(expected), Ok(actual)) => (expected, actual),
        (Err(malformed), _) | (_, Err(malformed)) => {
            comparison.differences.push(malformed.difference);
            return comparison.told(vec![malformed.why]);
        }
    };
    comparison.unknown.extend(actual.iter().flat_map(|outcome| outcome.unknown.iter().cloned()));
    let (expected, actual) = (by_htlc(&expected, trace), by_htlc(&actual, trace));
    let mut reasons = Vec::new();
    let ids: BTreeSet<&str> = expected.keys().chain(actual.keys()).copied().collect();
    for id in ids {
        let (expected, actual) = (expected.get(id), actual.get(id));
        if expected != actual {
            reasons.push(words(id, slice(expected), slice(actual)));
            comparison.differences.push(difference(id, expected, actual));
        }
    }
    comparison.told(reasons)
}

/// One answer to one HTLC.
struct Outcome {
    event: u64,
    id: String,
    said: Said,
    /// Members that the protocol doesn't know.
    unknown: Vec<String>,
}

/// What is compared of an outcome, in an order of its own: within one event there is none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Held,
    Settled(String),
    Failed { name: String, data: Option<String> },
    Error,
}

/// All answers to one HTLC that are compared, each with its event.
type Answers = Vec<(u64, Said)>;

fn read(outcomes: Option<&Value>) -> Result<Vec<Outcome>, Box<Malformed>> {
    let Some(Value::Array(entries)) = outcomes else {
        return Err(malformed(MEMBER, outcomes, "there is no list of outcomes"));
    };
    let mut read: Vec<Outcome> = Vec::with_capacity(entries.len());
    for (place, entry) in entries.iter().enumerate() {
        let member = format!("{MEMBER}[{place}]");
        let outcome = Outcome::read(entry).map_err(|why| malformed(&member, Some(entry), &why))?;
        if let Some(before) = read.last().filter(|before| before.event > outcome.event) {
            let why = format!(
                "event {} stands behind event {}: outcomes stand in the order of events",
                outcome.event, before.event
            );
            return Err(malformed(&member, Some(entry), &why));
        }
        read.push(outcome);
    }
    Ok(read)
}

/// A list that is not of the protocol's form.
struct Malformed {
    difference: Difference,
    why: String,
}

fn malformed(member: &str, actual: Option<&Value>, why: &str) -> Box<Malformed> {
    let (member, actual) = (member.to_owned(), actual.cloned());
    let why = format!("{member}: {why}");
    Box::new(Malformed {
        difference: Difference { member, expected: None, actual, hint: None },
        why,
    })
}

impl Outcome {
    fn read(entry: &Value) -> Result<Self, String> {
        let members = entry.as_object().ok_or("an outcome is an object")?;
        let event = members.get("event").and_then(Value::as_str).and_then(number);
        let event = event.ok_or("`event` is no decimal string")?;
        let id = members.get("id").and_then(Value::as_str).ok_or("`id` is no text")?;
        let mut answers = ANSWERS.iter().filter_map(|name| Some((*name, members.get(*name)?)));
        let (Some((name, value)), None) = (answers.next(), answers.next()) else {
            return Err(format!("an outcome has one of {}", ANSWERS.join(", ")));
        };
        let mut unknown: Vec<String> = members
            .keys()
            .filter(|known| !["event", "id", name].contains(&known.as_str()))
            .map(|name| format!("{MEMBER}.{name}"))
            .collect();
        let said = Said::read(name, value, &mut unknown)?;
        Ok(Self { event, id: id.to_owned(), said, unknown })
    }
}

impl Said {
    fn read(name: &str, value: &Value, unknown: &mut Vec<String>) -> Result<Self, String> {
        match (name, value) {
            ("settled", Value::String(preimage)) => Ok(Self::Settled(preimage.clone())),
            ("held", Value::Bool(true)) => Ok(Self::Held),
            ("error", Value::String(_)) => Ok(Self::Error),
            ("failed", Value::Object(failed)) => {
                let text = |name: &str| match failed.get(name) {
                    None => Ok(None),
                    Some(Value::String(text)) => Ok(Some(text.clone())),
                    Some(_) => Err(format!("`failed.{name}` is no text")),
                };
                let name = text("name")?.ok_or("`failed` has no `name`")?;
                let data = text("data")?;
                let others =
                    failed.keys().filter(|name| !["name", "data"].contains(&name.as_str()));
                unknown.extend(others.map(|name| format!("{MEMBER}.failed.{name}")));
                Ok(Self::Failed { name, data })
            }
            _ => Err(format!("`{name}` is of another type than the protocol's")),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Held => "held".to_owned(),
            Self::Settled(_) => "settled".to_owned(),
            Self::Failed { name, .. } => format!("failed with {name}"),
            Self::Error => "an error".to_owned(),
        }
    }

    fn to_value(&self, event: u64) -> Value {
        let (name, value) = match self {
            Self::Held => ("held", true.into()),
            Self::Settled(preimage) => ("settled", preimage.clone().into()),
            Self::Failed { name, data } => {
                let mut failed = Members::new();
                failed.insert("name".to_owned(), name.clone().into());
                failed.extend(data.iter().map(|data| ("data".to_owned(), data.clone().into())));
                ("failed", failed.into())
            }
            Self::Error => ("error", true.into()),
        };
        let mut members = Members::new();
        members.insert("event".to_owned(), event.to_string().into());
        members.insert(name.to_owned(), value);
        members.into()
    }
}

/// A decimal string without leading zeros.
fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

/// What is compared of each HTLC.
fn by_htlc(outcomes: &[Outcome], trace: bool) -> BTreeMap<&str, Answers> {
    let mut htlcs: BTreeMap<&str, Answers> = BTreeMap::new();
    for outcome in outcomes {
        htlcs.entry(&outcome.id).or_default().push((outcome.event, outcome.said.clone()));
    }
    for answers in htlcs.values_mut() {
        answers.sort();
        if !trace {
            last(answers);
        }
    }
    htlcs
}

/// Leaves the last answer. Answers of one event have no order among themselves: where the last event brought several they all
/// are the last, once each, but for a `held` that another one took the place of.
fn last(answers: &mut Answers) {
    let event = answers.last().map(|(event, _)| *event);
    answers.retain(|(other, _)| Some(*other) == event);
    answers.dedup();
    if answers.len() > 1 {
        answers.retain(|(_, said)| *said != Said::Held);
    }
}

fn difference(id: &str, expected: Option<&Answers>, actual: Option<&Answers>) -> Difference {
    let value = |answers: Option<&Answers>| match answers?.as_slice() {
        [(event, said)] => Some(said.to_value(*event)),
        several => Some(several.iter().map(|(event, said)| said.to_value(*event)).collect()),
    };
    Difference {
        member: format!("{MEMBER}.{id}"),
        expected: value(expected),
        actual: value(actual),
        hint: None,
    }
}

fn slice(answers: Option<&Answers>) -> &[(u64, Said)] {
    answers.map_or(&[], Vec::as_slice)
}

/// The first difference in words.
fn words(id: &str, expected: &[(u64, Said)], actual: &[(u64, Said)]) -> String {
    let place = same_at_the_start(expected, actual);
    match (expected.get(place), actual.get(place)) {
        (Some((right, expected)), Some((event, actual))) if right == event => {
            let (words, others) = (expected.words(), actual.words());
            if words == others {
                return format!("HTLC {id}, event {event}: {words}, with other bytes");
            }
            format!("HTLC {id}, event {event}: {others}, right is {words}")
        }
        (Some((right, expected)), Some((event, actual))) => format!(
            "HTLC {id}: {} at event {event}, right is {} at event {right}",
            actual.words(),
            expected.words()
        ),
        (Some((right, expected)), None) => {
            format!("HTLC {id}: no answer where it is {} at event {right}", expected.words())
        }
        (None, Some((event, actual))) => {
            format!("HTLC {id}: {} at event {event}, where no answer is right", actual.words())
        }
        (None, None) => format!("HTLC {id}"),
    }
}

#[cfg(test)]
mod tests;
