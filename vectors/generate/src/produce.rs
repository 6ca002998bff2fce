//! Cases and answers into vectors.

use std::collections::BTreeMap;

use ampwire_vectors::{
    Answer, Expect, Level, Members, Near, Rejection, RuleFile, RuleLevel, RuleReferences,
    SUITE_VERSION, Source, Status, VECTORS_SCHEMA, Vector, VectorFile, content_hash, expand,
};
use serde_json::Value;

use crate::case::{Case, Declared, Entry, Refusal};
use crate::cases::Operation;
use crate::edit;
use crate::oracle::{Given, Oracle};
use crate::scenario::Outcomes;

/// Makes the files of all operations that have cases.
///
/// # Errors
/// Every case that is wrong in itself, or on which the declaration and the implementations do not agree.
pub fn produce(
    operations: &[Operation],
    cases: &[Case],
    rules: &RuleFile,
    oracles: &mut [Box<dyn Oracle>],
) -> Result<Vec<VectorFile>, Vec<String>> {
    let by_id: BTreeMap<&str, &Case> = cases.iter().map(|case| (case.id.as_str(), case)).collect();
    let mut problems = Vec::new();
    let mut files = Vec::new();
    if by_id.len() != cases.len() {
        problems.push("two cases have one id".to_owned());
    }
    for operation in operations {
        let mut vectors = Vec::new();
        for case in cases.iter().filter(|case| case.op == operation.op) {
            match vector(case, &by_id, rules, oracles) {
                Ok(vector) => vectors.push(vector),
                Err(problem) => problems.push(format!("{}: {problem}", case.id)),
            }
        }
        files.push(VectorFile {
            schema: VECTORS_SCHEMA.to_owned(),
            suite: SUITE_VERSION.to_owned(),
            op: operation.op.to_owned(),
            header: operation.header.iter().map(|&line| line.to_owned()).collect(),
            vectors,
        });
    }
    for case in cases {
        if operations.iter().all(|operation| operation.op != case.op) {
            problems.push(format!("{}: the operation {} is not listed", case.id, case.op));
        }
    }
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

fn vector(
    case: &Case,
    by_id: &BTreeMap<&str, &Case>,
    rules: &RuleFile,
    oracles: &mut [Box<dyn Oracle>],
) -> Result<Vector, String> {
    let input = expand(&case.input);
    let mut answers = Vec::new();
    let mut of_each_htlc = Vec::new();
    for oracle in oracles.iter_mut() {
        for profile in &case.profiles {
            let given = oracle.answer(*profile, case.op, &input)?;
            answers.push((format!("{} ({})", oracle.name(), profile.as_str()), given));
        }
        if let Declared::Outcomes(_) = case.declared {
            let given = oracle.answer_with_timeouts_of_each_htlc(&input)?;
            of_each_htlc.push((format!("{} (timeouts of each HTLC)", oracle.name()), given));
        }
    }
    let expect = match &case.declared {
        Declared::Outcomes(outcomes) => agreed_outcomes(outcomes, &answers, &of_each_htlc),
        _ => agreed(case, &answers),
    };
    answers.extend(of_each_htlc);
    let expect = expect.ok_or_else(|| disagreement(case, &answers))?;
    let names = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
    let mut vector = Vector {
        id: case.id.clone(),
        hash: String::new(),
        comment: case.comment.clone(),
        status: Status::Stable,
        since: SUITE_VERSION.to_owned(),
        level: level(case, rules)?,
        profiles: case.profiles.clone(),
        rules: RuleReferences { obeys: names(&case.obeys), breaks: names(&case.breaks) },
        needs: needs(&case.input),
        input: case.input.clone(),
        expect,
        trace: matches!(&case.declared, Declared::Outcomes(outcomes) if outcomes.trace),
        deployed: case.deployed.clone(),
        near: near(case, by_id)?,
        map: case.map.clone(),
        source: Source { kind: case.kind, from: case.from.clone() },
    };
    vector.hash = content_hash(case.op, &vector);
    Ok(vector)
}

/// The expectation, if the declaration and every answer agree.
fn agreed(case: &Case, answers: &[(String, Given)]) -> Option<Expect> {
    match &case.declared {
        // Outcomes need both kinds of timeout.
        Declared::Nothing | Declared::Outcomes(_) => None,
        Declared::Ok(result) => answers
            .iter()
            .all(|(_, given)| *given == Given::Ok(result.clone()))
            .then(|| Expect::Ok(result.clone())),
        Declared::Reject(refusal) => agreed_refusal(case, refusal, answers),
        Declared::Any(alternatives) => {
            let (_, first) = answers.first()?;
            let one_of = alternatives.iter().any(|alternative| match (alternative, first) {
                (Answer::Ok(result), Given::Ok(given)) => result == given,
                (Answer::Reject(refusal), Given::Reject { class: Some(class), .. }) => {
                    refusal.class.contains(class)
                }
                _ => false,
            });
            let alike = answers.iter().all(|(_, given)| given == first);
            (one_of && alike).then(|| Expect::Any(alternatives.clone()))
        }
        Declared::Random { list, entries } => answers
            .iter()
            .all(|(_, given)| has_entries(given, list, entries))
            .then(|| Expect::Ok(Members::new())),
    }
}

/// The expectation of a scenario, if every answer by either kind of timeout is as declared.
fn agreed_outcomes(
    outcomes: &Outcomes,
    of_set: &[(String, Given)],
    of_each_htlc: &[(String, Given)],
) -> Option<Expect> {
    let as_declared = |declared: &[Value], answers: &[(String, Given)]| {
        answers.iter().all(|(_, given)| match given {
            Given::Ok(result) => result
                .get("outcomes")
                .and_then(Value::as_array)
                .is_some_and(|given| outcomes.are(declared, given)),
            _ => false,
        })
    };
    let agree =
        as_declared(&outcomes.of_set, of_set) && as_declared(&outcomes.of_each_htlc, of_each_htlc);
    let mut expected = outcomes.expected();
    agree.then(|| match expected.len() {
        1 => Expect::Ok(expected.remove(0)),
        _ => Expect::Any(expected.into_iter().map(Answer::Ok).collect()),
    })
}

/// Whether an answer has these entries in this list, and no other.
fn has_entries(given: &Given, list: &str, entries: &[Entry]) -> bool {
    let Given::Ok(result) = given else { return false };
    let Some(Value::Array(given)) = result.get(list) else { return false };
    given.len() == entries.len()
        && given.iter().zip(entries).all(|(given, entry)| {
            given.get("id").and_then(Value::as_str) == Some(entry.id.as_str())
                && entry.has.iter().all(|name| given.get(*name).is_some())
                && entry.lacks.iter().all(|name| given.get(*name).is_none())
        })
}

fn agreed_refusal(case: &Case, refusal: &Refusal, answers: &[(String, Given)]) -> Option<Expect> {
    let mut places = Vec::new();
    for (_, given) in answers {
        match given {
            Given::Reject { class: Some(class), offset, tlv_type }
                if refusal.class.contains(class) =>
            {
                places.push((offset.clone(), tlv_type.clone()));
            }
            _ => return None,
        }
    }
    let place = agreed_place(refusal, &places, has_bytes(case))?;
    let (offset, tlv_type) = if refusal.open { (None, None) } else { place };
    Some(Expect::Reject(Rejection { class: refusal.class.clone(), offset, tlv_type }))
}

/// Whether there are bytes, or the characters of an invoice, to point at. Why an invoice is not paid is no question of
/// where.
fn has_bytes(case: &Case) -> bool {
    case.input.contains_key("bytes") || case.op == "invoice.decode"
}

/// Offset and record of a refusal.
type Place = (Option<String>, Option<String>);

/// The place, if the declaration and every answer agree on it. Without bytes there is nothing to point at, and an
/// implementation that refuses an argument for itself need not name the record it was for.
fn agreed_place(refusal: &Refusal, places: &[Place], has_bytes: bool) -> Option<Place> {
    let text = |number: Option<u64>| number.map(|number| number.to_string());
    let (offset, tlv_type) = (text(refusal.offset), text(refusal.tlv_type));
    let one = |declared: Option<String>, given: Vec<&Option<String>>| -> Option<Option<String>> {
        let known: Vec<&String> = given.iter().filter_map(|place| place.as_ref()).collect();
        let all_alike = if has_bytes {
            given.windows(2).all(|pair| pair[0] == pair[1])
        } else {
            known.windows(2).all(|pair| pair[0] == pair[1])
        };
        let everywhere = known.len() == given.len();
        let first = known.first().map(|&place| place.clone());
        let as_declared = declared.is_none() || given.is_empty() || declared == first;
        let place = if given.is_empty() { declared } else { first.filter(|_| everywhere) };
        (all_alike && as_declared).then_some(place)
    };
    Some((
        one(offset, places.iter().map(|place| &place.0).collect())?,
        one(tlv_type, places.iter().map(|place| &place.1).collect())?,
    ))
}

fn disagreement(case: &Case, answers: &[(String, Given)]) -> String {
    let mut lines = vec![
        "no agreement".to_owned(),
        format!("  in        {}", Value::Object(case.input.clone())),
        format!("  declared  {:?}", case.declared),
    ];
    lines.extend(answers.iter().map(|(name, given)| format!("  {name}  {given:?}")));
    lines.join("\n")
}

/// The highest level among the rules that the case is about, unless it says another.
fn level(case: &Case, rules: &RuleFile) -> Result<Level, String> {
    if let Some(level) = case.level {
        return Ok(level);
    }
    let about = if case.breaks.is_empty() { &case.obeys } else { &case.breaks };
    let mut highest = Level::Info;
    for id in about {
        let rule = rules.find(id).ok_or_else(|| format!("there is no rule {id}"))?;
        highest = highest.max(match rule.level {
            RuleLevel::Must => Level::Must,
            RuleLevel::Should => Level::Should,
            RuleLevel::May => Level::May,
        });
    }
    Ok(highest)
}

/// The capability tags that follow from an input.
pub fn needs(input: &Members) -> Vec<String> {
    let text = |name: &str| input.get(name).and_then(Value::as_str);
    let mut tags = Vec::new();
    let config = input.get("config").and_then(Value::as_object);
    let either = |name| input.get(name).or_else(|| config?.get(name));
    if let Some(Value::Array(layouts)) = either("layouts") {
        tags.extend(
            layouts.iter().filter_map(Value::as_str).map(|layout| format!("layout:{layout}")),
        );
    }
    let record =
        input.get("amp_record").and_then(|record| record.get("layout")).and_then(Value::as_str);
    tags.extend(text("layout").or(record).map(|layout| format!("layout:{layout}")));
    if text("role") == Some("intermediate") {
        tags.push("role:intermediate".to_owned());
    }
    if input.contains_key("path_key_in_htlc") {
        tags.push("path-key".to_owned());
    }
    let scheme = either("scheme").and_then(Value::as_str);
    tags.extend(scheme.map(|scheme| format!("scheme:{scheme}")));
    if input.contains_key("known") {
        tags.push("known-features".to_owned());
    }
    if input.get("verify") == Some(&Value::Bool(false)) {
        tags.push("invoice:no-verify".to_owned());
    }
    if input.contains_key("now") {
        tags.push("now".to_owned());
    }
    if input.get("events").is_some_and(cancels_a_set) {
        tags.push("receiver:cancel-set".to_owned());
    }
    tags
}

/// Whether a set is cancelled in this list of events, or in a part of it that is repeated.
fn cancels_a_set(events: &Value) -> bool {
    events.as_array().into_iter().flatten().any(|event| {
        event.get("cancel_set").is_some() || event.pointer("/repeat/of").is_some_and(cancels_a_set)
    })
}

fn near(case: &Case, by_id: &BTreeMap<&str, &Case>) -> Result<Option<Near>, String> {
    let Some(id) = &case.near else {
        return Ok(None);
    };
    let neighbour =
        by_id.get(id.as_str()).ok_or_else(|| format!("there is no case {id} to be near"))?;
    let edits = edit::difference(&neighbour.input, &case.input);
    let words = edit::words(&edits);
    if edit::parse(&words).as_ref() != Ok(&edits)
        || edit::apply(&neighbour.input, &edits).as_ref() != Ok(&case.input)
    {
        return Err(format!("the edit {words:?} does not lead from {id} here"));
    }
    Ok(Some(Near { id: id.clone(), edit: words }))
}

#[cfg(test)]
mod tests;
