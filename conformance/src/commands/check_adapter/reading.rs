//! An answer read for what is meant by it, with the mistakes in it: one that repeats in every answer is told once, and the rest of
//! the adapter is looked at all the same.

use serde_json::Value;

use super::mistake::Mistake;
use super::probe::Line;
use crate::protocol::{Answer, Class, Rejection};

/// A mistake, and where it was seen.
pub(super) type Found = (Mistake, String);

const VERDICTS: [&str; 4] = ["ok", "reject", "unsupported", "panic"];

/// What an id has come back as.
pub(super) fn id(line: &Line, id: &str) -> Option<Found> {
    let found = match line.members.get("id") {
        Some(Value::String(found)) if found == id => return None,
        Some(number @ Value::Number(_)) => (Mistake::IdIsNumber, format!("{number} for {id:?}")),
        Some(other) => (Mistake::IdChanged, format!("{other} for {id:?}")),
        None => (Mistake::IdChanged, format!("an answer to {id:?} without `id`")),
    };
    Some(found)
}

/// The answer of a line, where one can be made out.
pub(super) fn answer(line: &Line, found: &mut Vec<Found>) -> Option<Answer> {
    if let Some(key) = &line.duplicate {
        found.push((Mistake::DuplicateKey, format!("{key:?}")));
    }
    let mut there = Vec::new();
    for name in VERDICTS {
        match line.members.get(name) {
            None => {}
            Some(Value::Null) => found.push((Mistake::NullMember, format!("`{name}`"))),
            Some(content) => there.push((name, content)),
        }
    }
    let [(name, Value::Object(members))] = there[..] else {
        let text = Value::Object(line.members.clone()).to_string();
        found.push((Mistake::NoOneVerdict, crate::stray::shorten(&text)));
        return None;
    };
    let text = |member: &str, found: &mut Vec<Found>| match members.get(member) {
        None => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Null) => {
            found.push((Mistake::NullMember, format!("`{name}.{member}`")));
            None
        }
        Some(number @ Value::Number(_)) => {
            found.push((Mistake::NumberInAnswer, format!("`{name}.{member}` is {number}")));
            Some(number.to_string())
        }
        Some(other) => {
            found.push((Mistake::NoOneVerdict, format!("`{name}.{member}` is {other}")));
            None
        }
    };
    Some(match name {
        "ok" => Answer::Ok(members.clone()),
        "reject" => {
            let class = text("class", found);
            if let Some(class) = &class {
                if !Class::ALL.iter().any(|known| known.as_str() == class) {
                    found.push((Mistake::UnknownClass, format!("{class:?}")));
                }
            }
            Answer::Reject(Rejection {
                class,
                message: text("message", found),
                offset: text("offset", found),
                tlv_type: text("tlv_type", found),
            })
        }
        "unsupported" => Answer::Unsupported(text("why", found).unwrap_or_default()),
        _ => Answer::Panic(text("message", found).unwrap_or_default()),
    })
}

/// Whether a value that differs is only written otherwise than the protocol asks.
pub(super) fn only_written_otherwise(
    member: &str,
    expected: Option<&Value>,
    actual: Option<&Value>,
    found: &mut Vec<Found>,
) -> bool {
    match (expected, actual) {
        (None, Some(Value::Null)) => {
            found.push((Mistake::NullMember, format!("`{member}`")));
            true
        }
        (Some(Value::String(expected)), Some(Value::Number(number))) => {
            found.push((Mistake::NumberInAnswer, format!("`{member}` is {number}")));
            *expected == number.to_string()
        }
        (Some(Value::String(expected)), Some(Value::String(actual))) if expected != actual => {
            if actual.strip_prefix("0x").unwrap_or(actual).to_lowercase() != *expected {
                return false;
            }
            let mistake =
                if actual.starts_with("0x") { Mistake::PrefixedHex } else { Mistake::UpperCaseHex };
            found.push((mistake, format!("`{member}` is {actual:?}")));
            true
        }
        (Some(Value::Array(expected)), Some(Value::Array(actual))) => {
            expected.len() == actual.len()
                && expected.iter().zip(actual).all(|(expected, actual)| {
                    only_written_otherwise(member, Some(expected), Some(actual), found)
                })
        }
        (Some(Value::Object(expected)), Some(Value::Object(actual))) => {
            let names = expected.keys().chain(actual.keys());
            names.into_iter().all(|name| {
                let inner = format!("{member}.{name}");
                only_written_otherwise(&inner, expected.get(name), actual.get(name), found)
            })
        }
        (expected, actual) => expected == actual,
    }
}
