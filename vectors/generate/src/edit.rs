//! The edit between a rejection and its nearest valid neighbour.
//!
//! An edit is found by comparing two inputs, written in words that a reader understands, read back from these words by
//! the lint, and applied. So the words in a file can't drift from what the inputs say.
//!
//! ```text
//! insert 00 at offset 66; replace 41 by 42 at offset 1
//! delete 2 bytes at offset 9
//! set role to intermediate; remove path_key_in_htlc; add records.1 as {"type":"5","value":""}
//! ```
//!
//! Offsets count in the neighbour's bytes, also where there are several edits.

use ampwire_vectors::{Members, canonical_json};
use serde_json::Value;

use crate::bytes::{hex, length_of, unhex};

mod alignment;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Bytes put in before this offset.
    Insert {
        /// Offset in the neighbour's bytes.
        offset: u64,
        /// The new bytes.
        bytes: Vec<u8>,
    },
    /// Bytes taken out from this offset on.
    Delete {
        /// Offset in the neighbour's bytes.
        offset: u64,
        /// How many bytes.
        length: u64,
    },
    /// Bytes exchanged for others.
    Replace {
        /// Offset in the neighbour's bytes.
        offset: u64,
        /// The neighbour's bytes.
        old: Vec<u8>,
        /// The new bytes.
        new: Vec<u8>,
    },
    /// A member of the input set, new or not.
    Set {
        /// Names and indexes, joined by dots.
        path: String,
        /// The new value.
        value: Value,
    },
    /// A member or item taken out.
    Remove {
        /// Names and indexes, joined by dots.
        path: String,
    },
    /// An item appended to a list.
    Add {
        /// The list's path and the item's index.
        path: String,
        /// The item.
        value: Value,
    },
}

/// The smallest edit that leads from the neighbour's input to the other.
pub fn difference(neighbour: &Members, other: &Members) -> Vec<Edit> {
    let mut edits = Vec::new();
    let bytes = |members: &Members| members.get("bytes").and_then(Value::as_str).and_then(unhex);
    match (bytes(neighbour), bytes(other)) {
        (Some(old), Some(new)) => {
            edits.extend(alignment::difference(&old, &new));
            let rest = |members: &Members| -> Members {
                members
                    .iter()
                    .filter(|(name, _)| *name != "bytes")
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect()
            };
            compare_members("", &rest(neighbour), &rest(other), &mut edits);
        }
        _ => compare_members("", neighbour, other, &mut edits),
    }
    edits
}

fn compare_members(path: &str, old: &Members, new: &Members, edits: &mut Vec<Edit>) {
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match (old.get(name), new.get(name)) {
            (Some(old), Some(new)) => compare(&path, old, new, edits),
            (Some(_), None) => edits.push(Edit::Remove { path }),
            (None, Some(new)) => edits.push(Edit::Set { path, value: new.clone() }),
            (None, None) => {}
        }
    }
}

fn compare(path: &str, old: &Value, new: &Value, edits: &mut Vec<Edit>) {
    match (old, new) {
        _ if old == new => {}
        (Value::Object(old), Value::Object(new)) => compare_members(path, old, new, edits),
        (Value::Array(old), Value::Array(new))
            if [old, new].iter().all(|list| list.iter().all(Value::is_object)) =>
        {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                compare(&format!("{path}.{index}"), old, new, edits);
            }
            for index in (new.len()..old.len()).rev() {
                edits.push(Edit::Remove { path: format!("{path}.{index}") });
            }
            for (index, value) in new.iter().enumerate().skip(old.len()) {
                edits.push(Edit::Add { path: format!("{path}.{index}"), value: value.clone() });
            }
        }
        _ => edits.push(Edit::Set { path: path.to_owned(), value: new.clone() }),
    }
}

/// Edits in words.
pub fn words(edits: &[Edit]) -> String {
    let parts: Vec<String> = edits
        .iter()
        .map(|edit| match edit {
            Edit::Insert { offset, bytes } => format!("insert {} at offset {offset}", hex(bytes)),
            Edit::Delete { offset, length: 1 } => format!("delete 1 byte at offset {offset}"),
            Edit::Delete { offset, length } => format!("delete {length} bytes at offset {offset}"),
            Edit::Replace { offset, old, new } => {
                format!("replace {} by {} at offset {offset}", hex(old), hex(new))
            }
            Edit::Set { path, value } => format!("set {path} to {}", value_words(value)),
            Edit::Remove { path } => format!("remove {path}"),
            Edit::Add { path, value } => format!("add {path} as {}", value_words(value)),
        })
        .collect();
    parts.join("; ")
}

/// A value as words: a plain string stands without quotes.
fn value_words(value: &Value) -> String {
    match value {
        Value::String(text)
            if !text.is_empty()
                && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
                && !["true", "false"].contains(&text.as_str()) =>
        {
            text.clone()
        }
        other => canonical_json(other),
    }
}

/// Reads edits from their words.
///
/// # Errors
/// The part that is not of a known form.
pub fn parse(words: &str) -> Result<Vec<Edit>, String> {
    words
        .split("; ")
        .map(|part| parse_one(part).ok_or_else(|| format!("{part:?} is no edit")))
        .collect()
}

fn parse_one(part: &str) -> Option<Edit> {
    let (verb, rest) = part.split_once(' ')?;
    match verb {
        "insert" => {
            let (bytes, offset) = rest.split_once(" at offset ")?;
            Some(Edit::Insert { offset: offset.parse().ok()?, bytes: unhex(bytes)? })
        }
        "delete" => {
            let (length, offset) = rest.split_once(" at offset ")?;
            let length = length.strip_suffix(" bytes").or_else(|| length.strip_suffix(" byte"))?;
            Some(Edit::Delete { offset: offset.parse().ok()?, length: length.parse().ok()? })
        }
        "replace" => {
            let (bytes, offset) = rest.split_once(" at offset ")?;
            let (old, new) = bytes.split_once(" by ")?;
            Some(Edit::Replace { offset: offset.parse().ok()?, old: unhex(old)?, new: unhex(new)? })
        }
        "set" => {
            let (path, value) = rest.split_once(" to ")?;
            Some(Edit::Set { path: path.to_owned(), value: parse_value(value)? })
        }
        "remove" => Some(Edit::Remove { path: rest.to_owned() }),
        "add" => {
            let (path, value) = rest.split_once(" as ")?;
            Some(Edit::Add { path: path.to_owned(), value: parse_value(value)? })
        }
        _ => None,
    }
}

fn parse_value(words: &str) -> Option<Value> {
    if words.starts_with(['"', '[', '{']) || ["true", "false"].contains(&words) {
        serde_json::from_str(words).ok()
    } else {
        Some(Value::String(words.to_owned()))
    }
}

/// Applies edits to the neighbour's input.
///
/// # Errors
/// The edit that does not fit the input.
pub fn apply(neighbour: &Members, edits: &[Edit]) -> Result<Members, String> {
    let mut input = Value::Object(neighbour.clone());
    for edit in edits.iter().filter(|edit| !is_byte_edit(edit)) {
        apply_to_members(&mut input, edit)
            .ok_or_else(|| format!("can't {}", words(core::slice::from_ref(edit))))?;
    }
    let byte_edits: Vec<&Edit> = edits.iter().filter(|edit| is_byte_edit(edit)).collect();
    if !byte_edits.is_empty() {
        let bytes = input.get_mut("bytes").ok_or("the neighbour has no bytes")?;
        let mut all = bytes.as_str().and_then(unhex).ok_or("the neighbour's bytes are not hex")?;
        // From the last to the first, so that every offset still counts in the neighbour's bytes.
        for edit in byte_edits.into_iter().rev() {
            apply_to_bytes(&mut all, edit)
                .ok_or_else(|| format!("can't {}", words(core::slice::from_ref(edit))))?;
        }
        *bytes = Value::String(hex(&all));
    }
    match input {
        Value::Object(members) => Ok(members),
        _ => Err("the input is no object".to_owned()),
    }
}

fn is_byte_edit(edit: &Edit) -> bool {
    matches!(edit, Edit::Insert { .. } | Edit::Delete { .. } | Edit::Replace { .. })
}

fn apply_to_bytes(all: &mut Vec<u8>, edit: &Edit) -> Option<()> {
    let (offset, length, new) = match edit {
        Edit::Insert { offset, bytes } => (*offset, 0, bytes.as_slice()),
        Edit::Delete { offset, length } => (*offset, *length, [].as_slice()),
        Edit::Replace { offset, old, new } => (*offset, length_of(old), new.as_slice()),
        _ => return None,
    };
    let start = usize::try_from(offset).ok()?;
    let end = start.checked_add(usize::try_from(length).ok()?)?;
    let target = all.get(start..end)?;
    if let Edit::Replace { old, .. } = edit {
        if target != old {
            return None;
        }
    }
    all.splice(start..end, new.iter().copied());
    Some(())
}

fn apply_to_members(input: &mut Value, edit: &Edit) -> Option<()> {
    let (path, value) = match edit {
        Edit::Set { path, value } | Edit::Add { path, value } => (path, Some(value)),
        Edit::Remove { path } => (path, None),
        _ => return None,
    };
    let mut steps: Vec<&str> = path.split('.').collect();
    let last = steps.pop()?;
    let mut place = input;
    for step in steps {
        place = match place {
            Value::Object(members) => members.get_mut(step)?,
            Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    match (place, value) {
        (Value::Object(members), Some(value)) if matches!(edit, Edit::Set { .. }) => {
            members.insert(last.to_owned(), value.clone());
        }
        (Value::Object(members), None) => {
            members.remove(last)?;
        }
        (Value::Array(items), Some(value)) if matches!(edit, Edit::Add { .. }) => {
            (last.parse() == Ok(items.len())).then(|| items.push(value.clone()))?;
        }
        (Value::Array(items), Some(value)) => {
            *items.get_mut(last.parse::<usize>().ok()?)? = value.clone();
        }
        (Value::Array(items), None) => {
            let index = last.parse().ok()?;
            (index < items.len()).then(|| items.remove(index))?;
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::case::object;

    fn there_and_back(neighbour: Value, other: Value) -> String {
        let (neighbour, other) = (object(neighbour), object(other));
        let edits = difference(&neighbour, &other);
        let words = words(&edits);
        assert_eq!(parse(&words), Ok(edits.clone()), "{words}");
        assert_eq!(apply(&neighbour, &edits), Ok(other), "{words}");
        words
    }

    #[test]
    fn byte_edits_are_small_and_lead_there() {
        let cases = [
            (
                "0e41000102030405060708",
                "0e4200010203040506070800",
                "replace 41 by 42 at offset 1; insert 00 at offset 11",
            ),
            ("fd00fd", "fd00fc", "replace fd by fc at offset 2"),
            ("0102", "01", "delete 1 byte at offset 1"),
            ("", "fd", "insert fd at offset 0"),
            ("010203040506", "", "delete 6 bytes at offset 0"),
        ];
        for (old, new, expected) in cases {
            assert_eq!(there_and_back(json!({ "bytes": old }), json!({ "bytes": new })), expected);
        }
    }

    #[test]
    fn member_edits_lead_there() {
        let words = there_and_back(
            json!({ "bytes": "00", "role": "final", "path_key_in_htlc": true, "layouts": ["type14"] }),
            json!({ "bytes": "0001", "role": "intermediate", "layouts": [] }),
        );
        assert_eq!(
            words,
            "insert 01 at offset 1; set layouts to []; remove path_key_in_htlc; set role to intermediate"
        );
        let words = there_and_back(
            json!({ "records": [{ "type": "1", "value": "" }, { "type": "2", "value": "00" }] }),
            json!({ "records": [{ "type": "1", "value": "aa" }, { "type": "2", "value": "" }, { "type": "2", "value": "" }] }),
        );
        assert_eq!(
            words,
            "set records.0.value to aa; set records.1.value to \"\"; add records.2 as {\"type\":\"2\",\"value\":\"\"}"
        );
    }

    #[test]
    fn an_edit_that_does_not_fit_is_refused() {
        let neighbour = object(json!({ "bytes": "0001" }));
        for words in [
            "replace 41 by 42 at offset 0",
            "delete 3 bytes at offset 0",
            "insert 00 at offset 3",
            "remove role",
        ] {
            let edits = parse(words).unwrap();
            assert!(apply(&neighbour, &edits).is_err(), "{words}");
        }
        assert!(parse("turn it around").is_err());
    }
}
