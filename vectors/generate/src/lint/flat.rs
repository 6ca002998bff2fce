//! The flat form: as the rich one says, and small enough for those who take it.

use ampwire_vectors::VectorFile;
use serde_json::Value;

use super::{Parsed, Tree};
use crate::flat::{self, BYTES, TOKENS};

pub(super) fn check(tree: &Tree, parsed: &Parsed) -> Vec<String> {
    let files: Vec<VectorFile> = parsed.files.iter().map(|(_, file)| file.clone()).collect();
    let mut problems = match flat::files(&files) {
        Ok(expected) => differences(tree, &expected),
        Err(problem) => vec![problem],
    };
    let mut total = 0;
    for (path, text) in tree.texts.iter().filter(|(path, _)| path.starts_with("flat/")) {
        total += text.len();
        // What is no JSON is found by its schema.
        let Ok(value) = serde_json::from_str::<Value>(text) else { continue };
        let tokens = flat::tokens(&value);
        if tokens >= TOKENS {
            problems.push(format!("{path} has {tokens} JSON tokens, fewer than {TOKENS} are fine"));
        }
        if has_null_or_number(&value) {
            problems.push(format!("{path} has null or a number without quotes"));
        }
    }
    if total >= BYTES {
        problems.push(format!("the flat files have {total} bytes, fewer than {BYTES} are fine"));
    }
    problems
}

fn differences(tree: &Tree, expected: &crate::tree::Files) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, text) in expected {
        let path = path.strip_prefix("vectors/").unwrap_or(path);
        match tree.texts.get(path) {
            None => problems.push(format!("{path} is not there")),
            Some(present) if present != text => {
                problems.push(format!("{path} is not what the rich files say"));
            }
            Some(_) => {}
        }
    }
    for path in tree.texts.keys().filter(|path| path.starts_with("flat/")) {
        if !expected.contains_key(&format!("vectors/{path}")) {
            problems.push(format!("{path} is not of the flat form"));
        }
    }
    problems
}

fn has_null_or_number(value: &Value) -> bool {
    match value {
        Value::Null | Value::Number(_) => true,
        Value::Array(items) => items.iter().any(has_null_or_number),
        Value::Object(members) => members.values().any(has_null_or_number),
        Value::Bool(_) | Value::String(_) => false,
    }
}
