//! What the plain form writes: `name=value` lines, or one JSON object.

use serde_json::{Map, Value};

use crate::protocol::{Garbage, Members, StrictJsonFault, strict_json_from_slice};
use crate::stray::Stray;

/// Reads the members from a whole output. Other lines are stray.
///
/// # Errors
/// Where the output has no meaning.
pub(super) fn read(output: &[u8], stray: &mut Stray) -> Result<Members, Garbage> {
    let text = core::str::from_utf8(output).map_err(|_| Garbage::NotUtf8)?;
    if text.trim_start().starts_with('{') {
        return match strict_json_from_slice(output) {
            Ok(Value::Object(members)) => Ok(members),
            Ok(_) => Err(Garbage::Malformed("the output is no JSON object".to_owned())),
            Err(StrictJsonFault::DuplicateKey(key)) => Err(Garbage::DuplicateKey(key)),
            Err(StrictJsonFault::NotJson(why)) => Err(Garbage::Malformed(format!(
                "the output begins with a brace, and is not one JSON object: {why}"
            ))),
        };
    }
    let mut members = Members::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match line.split_once('=').filter(|(name, _)| is_name(name)) {
            Some((name, value)) => insert(&mut members, name, value)?,
            None => {
                if stray.push(line) {
                    return Err(Garbage::Flood(Stray::FLOOD));
                }
            }
        }
    }
    Ok(members)
}

/// Lower-case letters, digits and underscores, in parts that dots separate.
fn is_name(text: &str) -> bool {
    text.split('.').all(|part| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    })
}

/// Puts a value in; a dotted name is a member of a member.
fn insert(members: &mut Members, name: &str, value: &str) -> Result<(), Garbage> {
    let twice = || Garbage::DuplicateKey(name.to_owned());
    let mut parts: Vec<&str> = name.split('.').collect();
    let last = parts.pop().unwrap_or_default();
    let mut object = members;
    for part in parts {
        let inner = object.entry(part).or_insert_with(|| Value::Object(Map::new()));
        object = inner.as_object_mut().ok_or_else(twice)?;
    }
    match object.insert(last.to_owned(), Value::from(value)) {
        None => Ok(()),
        Some(_) => Err(twice()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn members(output: &str) -> Result<Value, Garbage> {
        read(output.as_bytes(), &mut Stray::default()).map(Value::Object)
    }

    #[test]
    fn lines_and_objects() {
        for (output, expected) in [
            ("", json!({})),
            ("value=253\nlength=3\n", json!({ "value": "253", "length": "3" })),
            ("value=253\r\n\n", json!({ "value": "253" })),
            ("a.b=1\na.c=x=y\n", json!({ "a": { "b": "1", "c": "x=y" } })),
            ("empty=", json!({ "empty": "" })),
            (" {\"records\":[]}\n", json!({ "records": [] })),
            ("INFO x\nA=1\n1=2\n.a=1\na..b=1\n", json!({})),
        ] {
            assert_eq!(members(output), Ok(expected), "{output:?}");
        }
        let mut stray = Stray::default();
        read(b"a log line\nvalue=1\n", &mut stray).unwrap();
        assert_eq!(stray.count, 1);
    }

    #[test]
    fn what_has_no_meaning() {
        for (output, words) in [
            ("a=1\na=1\n", "stands twice"),
            ("a=1\na.b=1\n", "stands twice"),
            ("a.b=1\na=1\n", "stands twice"),
            ("{\"a\":1,\"a\":1}", "stands twice"),
            ("{\"a\":1} x", "not one JSON object"),
            ("{", "not one JSON object"),
        ] {
            let garbage = members(output).unwrap_err().to_string();
            assert!(garbage.contains(words), "{output:?}: {garbage}");
        }
        assert_eq!(read(b"a=\xff", &mut Stray::default()), Err(Garbage::NotUtf8));
        let flood = "noise\n".repeat(1001);
        assert!(matches!(members(&flood), Err(Garbage::Flood(_))));
    }
}
