//! How a file differs from what it should be, in words.

use std::collections::BTreeMap;

use serde_json::Value;

use super::versions::without_returns;

/// How many ids of a kind are named before the rest is counted.
const NAMED: usize = 3;

/// What lies behind other bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// Nothing but the ends of lines.
    LineEnds(String),
    /// The same JSON, written otherwise.
    Layout(String),
    /// Something else is said.
    Content(String),
}

impl Difference {
    /// How the bytes differ from the text, which they do.
    pub(super) fn of(bytes: &[u8], expected: &str) -> Self {
        if without_returns(bytes) == expected.as_bytes() {
            return Self::LineEnds(
                "each line ends in CR LF. git does that where core.autocrlf is on; `* -text` in a .gitattributes beside the copy keeps it from it"
                    .to_owned(),
            );
        }
        let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bare.len() < bytes.len() && bare == expected.as_bytes() {
            return Self::Layout("a byte order mark stands before it".to_owned());
        }
        let (Ok(found), Ok(expected_value)) =
            (serde_json::from_slice::<Value>(bare), serde_json::from_str::<Value>(expected))
        else {
            return Self::Content(if is_json(expected) && !is_json_bytes(bare) {
                "it is no JSON any more".to_owned()
            } else {
                String::new()
            });
        };
        if found == expected_value {
            return Self::Layout(
                "the same JSON in another layout: a formatter has been at it".to_owned(),
            );
        }
        let suite = |value: &Value| value.get("suite").and_then(Value::as_str).map(str::to_owned);
        let other = suite(&found).filter(|other| Some(other) != suite(&expected_value).as_ref());
        let told = other.map(|other| format!("it is of suite {other}"));
        let changes = changes(&found, &expected_value);
        Self::Content(told.into_iter().chain(changes).collect::<Vec<_>>().join("; "))
    }
}

fn is_json(text: &str) -> bool {
    is_json_bytes(text.as_bytes())
}

fn is_json_bytes(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
}

/// The vectors, or rules, of a file by id.
fn entries(value: &Value) -> Option<Vec<(&str, &Value)>> {
    let list = match value {
        Value::Array(list) => list,
        other => other.get("vectors").or_else(|| other.get("rules"))?.as_array()?,
    };
    list.iter().map(|entry| Some((entry.get("id")?.as_str()?, entry))).collect()
}

/// What a copy's file has that the suite's has not, and the other way round.
fn changes(found: &Value, expected: &Value) -> Option<String> {
    let (found, expected) = (entries(found)?, entries(expected)?);
    let here: BTreeMap<&str, &Value> = found.iter().copied().collect();
    let there: BTreeMap<&str, &Value> = expected.iter().copied().collect();
    let only = |left: &BTreeMap<&str, &Value>, right: &BTreeMap<&str, &Value>| {
        left.keys().filter(|id| !right.contains_key(*id)).map(|id| (*id).to_owned()).collect()
    };
    let changed = here.iter().filter_map(|(id, mine)| {
        let theirs = there.get(id).filter(|theirs| *theirs != mine)?;
        Some(format!("{id} ({})", members(mine, theirs).join(", ")))
    });
    let mut parts = Vec::new();
    for (words, ids) in [
        ("changed", changed.collect::<Vec<String>>()),
        ("not here", only(&there, &here)),
        ("not in the suite", only(&here, &there)),
    ] {
        if !ids.is_empty() {
            parts.push(format!("{} {words}: {}", ids.len(), named(&ids)));
        }
    }
    if here.len() < found.len() {
        parts.push("an id stands twice".to_owned());
    }
    let ids = |list: &[(&str, &Value)]| list.iter().map(|(id, _)| (*id).to_owned()).collect();
    let (mine, theirs): (Vec<String>, Vec<String>) = (ids(&found), ids(&expected));
    if parts.is_empty() && mine != theirs {
        parts.push("the same in another order".to_owned());
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The names of the members in which two objects differ.
fn members<'a>(left: &'a Value, right: &'a Value) -> Vec<&'a str> {
    let names = |value: &'a Value| value.as_object().into_iter().flat_map(|members| members.keys());
    let mut names: Vec<&str> = names(left)
        .chain(names(right))
        .map(String::as_str)
        .filter(|name| left.get(name) != right.get(name))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn named(ids: &[String]) -> String {
    let shown = ids.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match ids.len().checked_sub(NAMED) {
        Some(more) if more > 0 => format!("{shown} and {more} more"),
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "[\n{\"id\":\"a/a\",\"valid\":true},\n{\"id\":\"a/b\",\"valid\":true}\n]\n";

    fn content(bytes: &str) -> String {
        match Difference::of(bytes.as_bytes(), LIST) {
            Difference::Content(why) => why,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn line_ends_and_layout_are_no_content() {
        let returns = LIST.replace('\n', "\r\n");
        assert!(matches!(Difference::of(returns.as_bytes(), LIST), Difference::LineEnds(_)));
        let marked = format!("\u{feff}{LIST}");
        for text in [LIST.trim_end(), &LIST.replace(',', ", "), &LIST.replace('\n', "\r"), &marked]
        {
            assert!(
                matches!(Difference::of(text.as_bytes(), LIST), Difference::Layout(_)),
                "{text:?}"
            );
        }
    }

    #[test]
    fn changes_are_told_by_id() {
        assert_eq!(content(&LIST.replacen("true", "false", 1)), "1 changed: a/a (valid)");
        assert_eq!(
            content(&LIST.replacen("a/a", "a/c", 1)),
            "1 not here: a/a; 1 not in the suite: a/c"
        );
        assert_eq!(content("[]"), "2 not here: a/a, a/b");
        assert_eq!(
            content("[{\"id\":\"a/b\",\"valid\":true},{\"id\":\"a/a\",\"valid\":true}]"),
            "the same in another order"
        );
        let twice = LIST.replacen("true},", "true},\n{\"id\":\"a/a\",\"valid\":true},", 1);
        assert_eq!(content(&twice), "an id stands twice");
        assert_eq!(content("[{"), "it is no JSON any more");
        assert_eq!(content("{}"), "");
    }

    #[test]
    fn many_are_counted() {
        let ids: Vec<String> = (0..5).map(|number| format!("a/{number}")).collect();
        assert_eq!(named(&ids), "a/0, a/1, a/2 and 2 more");
        assert_eq!(named(&ids[..3]), "a/0, a/1, a/2");
    }
}
