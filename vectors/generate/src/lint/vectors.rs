//! What must hold of each vector.

use std::collections::{BTreeMap, BTreeSet};

use ampwire_vectors::{
    Answer, Authority, Expect, Level, Rule, RuleFile, RuleLevel, Vector, canonical_json,
    content_hash,
};
use serde_json::Value;

use super::Parsed;
use crate::edit;
use crate::produce;

/// The capability tags of the testee protocol.
const TAGS: &[&str] = &[
    "layout:type8",
    "layout:type14",
    "scheme:sha256",
    "scheme:bp2018",
    "scheme:hmac_xor",
    "path-key",
    "role:intermediate",
    "invoice:no-verify",
    "known-features",
    "now",
    "receiver:cancel-set",
];

/// More places than this are no small change.
const MOST_EDITS: usize = 5;

pub(super) fn check(parsed: &Parsed) -> Vec<String> {
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    let mut contents = BTreeMap::new();
    let all: BTreeMap<&str, (&str, &Vector)> =
        parsed.vectors().map(|(op, vector)| (vector.id.as_str(), (op, vector))).collect();
    for (_, file) in &parsed.files {
        for vector in &file.vectors {
            if !ids.insert(vector.id.as_str()) {
                problems.push(format!("{}: the id is there twice", vector.id));
            }
        }
    }
    for (op, vector) in parsed.vectors() {
        let id = &vector.id;
        let mut say = |what: String| problems.push(format!("{id}: {what}"));
        let hash = content_hash(op, vector);
        if hash != vector.hash {
            say(format!("the hash is {hash}, not {}", vector.hash));
        }
        let question =
            (op, canonical_json(&Value::Object(vector.input.clone())), vector.profiles.clone());
        if let Some(other) = contents.insert(question, id) {
            say(format!("asks what {other} asks"));
        }
        if !vector.comment.ends_with('.') {
            say("the comment is no sentence".to_owned());
        }
        for tag in vector.needs.iter().filter(|tag| !TAGS.contains(&tag.as_str())) {
            say(format!("needs {tag}, which no testee can declare"));
        }
        if vector.needs != produce::needs(&vector.input) {
            say(format!(
                "needs {:?}, its input asks for {:?}",
                vector.needs,
                produce::needs(&vector.input)
            ));
        }
        map(vector).into_iter().for_each(&mut say);
        if vector.map.is_empty() && unlabelled(op, vector, parsed) {
            say("no map here, nor in another vector of the same bytes".to_owned());
        }
        near(op, vector, &all).into_iter().for_each(&mut say);
        rules(op, vector, &parsed.rules).into_iter().for_each(&mut say);
        deployed(vector).into_iter().for_each(&mut say);
    }
    problems
}

/// The labels cover all bytes, in order, without gap or overlap.
fn map(vector: &Vector) -> Vec<String> {
    if vector.map.is_empty() {
        return Vec::new();
    }
    let bytes = labelled_bytes(vector);
    let mut reached = 0;
    let mut problems = Vec::new();
    for label in &vector.map {
        if label.offset != reached || label.length == 0 {
            problems.push(format!(
                "the map has a label of {} bytes at {}, expected at {reached}",
                label.length, label.offset
            ));
        }
        reached = label.offset.saturating_add(label.length);
    }
    let length = bytes.map_or_else(|| invoice(vector).map_or(0, str::len), |hex| hex.len() / 2);
    if usize::try_from(reached) != Ok(length) {
        problems.push(format!("the map covers {reached} of {length} bytes"));
    }
    problems
}

/// Whether nobody labels the bytes. What is asked a second time, of other implementations, need not be labelled twice. An
/// invoice that is refused need not be labelled: it may be in parts that have no name, and its neighbour is.
fn unlabelled(op: &str, vector: &Vector, parsed: &Parsed) -> bool {
    let bytes = match labelled_bytes(vector) {
        None if op == "invoice.decode" && !matches!(vector.expect, Expect::Reject(_)) => {
            invoice(vector)
        }
        bytes => bytes,
    };
    bytes.is_some_and(|bytes| !bytes.is_empty())
        && !parsed.vectors().any(|(other_op, other)| {
            other_op == op
                && !other.map.is_empty()
                && (labelled_bytes(other) == bytes || invoice(other) == bytes)
        })
}

/// The bytes that the map is about.
fn labelled_bytes(vector: &Vector) -> Option<&str> {
    vector.input.get("bytes")?.as_str()
}

/// The invoice, of which the map labels the characters.
fn invoice(vector: &Vector) -> Option<&str> {
    vector.input.get("invoice")?.as_str()
}

/// Every rejection has a valid neighbour, and the edit leads from there to here.
fn near(op: &str, vector: &Vector, all: &BTreeMap<&str, (&str, &Vector)>) -> Option<String> {
    let near = match (&vector.expect, &vector.near) {
        (Expect::Reject(_), None) => {
            return Some("a rejection without a valid neighbour".to_owned());
        }
        (_, None) => return None,
        (Expect::Reject(_), Some(near)) => near,
        (_, Some(_)) => return Some("a neighbour, although it is no rejection".to_owned()),
    };
    let Some((neighbour_op, neighbour)) = all.get(near.id.as_str()) else {
        return Some(format!("near {}, which is not there", near.id));
    };
    if *neighbour_op != op {
        return Some(format!("near {}, which is of {neighbour_op}", near.id));
    }
    if !matches!(neighbour.expect, Expect::Ok(_)) {
        return Some(format!("near {}, which is not valid for certain", near.id));
    }
    let edits = match edit::parse(&near.edit) {
        Ok(edits) => edits,
        Err(problem) => return Some(problem),
    };
    let places = edit::places(&edits);
    if places > MOST_EDITS {
        return Some(format!("{places} edits away from {}", near.id));
    }
    match edit::apply(&neighbour.input, &edits) {
        Ok(input) if input == vector.input => None,
        Ok(_) => Some(format!("the edit leads from {} elsewhere", near.id)),
        Err(problem) => Some(format!("near {}: {problem}", near.id)),
    }
}

/// The operations whose input is a story: what is right in it and what is wrong stand side by side.
const SCENARIOS: &[&str] = &["receiver.run", "sender.run"];

/// The rules are there, a rejection breaks one, and they carry the level. A scenario may break some and keep others.
fn rules(op: &str, vector: &Vector, rules: &RuleFile) -> Vec<String> {
    let mut problems = Vec::new();
    let mut find = |ids: &[String]| -> Vec<Rule> {
        ids.iter()
            .filter_map(|id| {
                let rule = rules.find(id).cloned();
                if rule.is_none() {
                    problems.push(format!("there is no rule {id}"));
                }
                rule
            })
            .collect()
    };
    let (obeys, breaks) = (find(&vector.rules.obeys), find(&vector.rules.breaks));
    let is_rejection = matches!(vector.expect, Expect::Reject(_));
    let is_scenario = SCENARIOS.contains(&op);
    if is_rejection == breaks.is_empty() && (is_rejection || !is_scenario) {
        problems.push("a rejection breaks a rule, and nothing else does".to_owned());
    }
    if !is_rejection && obeys.is_empty() && breaks.is_empty() {
        problems.push("about no rule".to_owned());
    }
    let about = match (is_rejection, is_scenario) {
        (true, _) => breaks,
        (false, true) => [obeys, breaks].concat(),
        (false, false) => obeys,
    };
    if [&vector.rules.obeys, &vector.rules.breaks].into_iter().any(|ids| has_twice(ids)) {
        problems.push("a rule is there twice".to_owned());
    }
    let highest = about.iter().map(|rule| rule.level).max();
    let allowed = match highest {
        Some(RuleLevel::Must) => Level::Must,
        Some(RuleLevel::Should) => Level::Should,
        Some(RuleLevel::May) => Level::May,
        None => Level::Info,
    };
    if vector.level > allowed {
        problems.push(format!(
            "the level is {}, no rule of it has more than {}",
            vector.level.as_str(),
            allowed.as_str()
        ));
    }
    if vector.level == Level::Must && about.iter().all(|rule| rule.authority == Authority::Ampwire)
    {
        problems.push("the level is must, and nobody but this project says so".to_owned());
    }
    problems
}

fn has_twice(ids: &[String]) -> bool {
    let mut seen = BTreeSet::new();
    !ids.iter().all(|id| seen.insert(id))
}

/// A recorded answer differs from what is expected: otherwise there is nothing to record.
fn deployed(vector: &Vector) -> Vec<String> {
    let differs = |answer: &Answer| match (&vector.expect, answer) {
        (Expect::Ok(expected), Answer::Ok(given)) => expected != given,
        (Expect::Reject(expected), Answer::Reject(given)) => {
            !given.class.is_empty()
                && given.class.iter().all(|class| !expected.class.contains(class))
        }
        (Expect::Any(answers), given) => !answers.contains(given),
        _ => true,
    };
    vector
        .deployed
        .iter()
        .filter(|deployed| !differs(&deployed.answer))
        .map(|deployed| {
            format!("{} answers as expected: nothing to record", deployed.implementation)
        })
        .collect()
}
