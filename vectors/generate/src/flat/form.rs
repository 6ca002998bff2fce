//! One vector, flat.

use ampwire_vectors::{Answer, Expect, Members, Rejection, Vector};
use serde_json::{Value, json};

/// The vector as the flat files have it: what is asked and what is expected side by side in one object.
///
/// # Errors
/// Two members of one name.
pub fn flat(op: &str, vector: &Vector) -> Result<Value, String> {
    let mut members = content(op, vector)?;
    let words = [
        ("id", json!(vector.id)),
        ("comment", json!(vector.comment)),
        ("level", json!(vector.level.as_str())),
    ];
    let breaks = (!vector.rules.breaks.is_empty()).then(|| ("breaks", json!(vector.rules.breaks)));
    for (name, value) in words.into_iter().chain(breaks) {
        add(&mut members, name, value, vector)?;
    }
    Ok(Value::Object(members))
}

/// What of a stable vector never changes: what is asked and what is expected. The words around it may.
///
/// # Errors
/// Two members of one name.
pub fn content(op: &str, vector: &Vector) -> Result<Members, String> {
    let mut members = vector.input.clone();
    let expected = match &vector.expect {
        Expect::Ok(result) => accepted(op, result),
        Expect::Reject(rejection) => refused(rejection),
        Expect::Any(answers) => {
            let answers = answers.iter().map(|answer| {
                Value::Object(match answer {
                    Answer::Ok(result) => accepted(op, result),
                    Answer::Reject(rejection) => refused(rejection),
                })
            });
            Members::from_iter([("answers".to_owned(), Value::Array(answers.collect()))])
        }
    };
    for (name, value) in expected {
        add(&mut members, &name, value, vector)?;
    }
    Ok(members)
}

fn accepted(op: &str, result: &Members) -> Members {
    let mut members: Members = result
        .iter()
        .map(|(name, value)| (expected_name(op, name).to_owned(), value.clone()))
        .collect();
    members.insert("valid".to_owned(), Value::Bool(true));
    members
}

/// The one member that is asked and answered under one name.
fn expected_name<'a>(op: &str, name: &'a str) -> &'a str {
    if (op, name) == ("amp.reconstruct", "children") { "expected_children" } else { name }
}

/// With a prefix, because a failure message has an `offset` of its own.
fn refused(rejection: &Rejection) -> Members {
    let mut members = Members::from_iter([("valid".to_owned(), Value::Bool(false))]);
    if let Value::Object(told) = rejection.to_value() {
        members.extend(told.into_iter().map(|(name, value)| (format!("reject_{name}"), value)));
    }
    members
}

fn add(members: &mut Members, name: &str, value: Value, vector: &Vector) -> Result<(), String> {
    match members.insert(name.to_owned(), value) {
        None => Ok(()),
        Some(_) => Err(format!("{}: in the flat form, {name} would stand twice", vector.id)),
    }
}
