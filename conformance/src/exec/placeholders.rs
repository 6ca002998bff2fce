//! `{op}` and the like in a command: what the plain form tells a program besides its standard input.

use std::ffi::OsString;

use serde_json::Value;

use crate::process::Command;
use crate::protocol::Members;

/// The longest argument, in bytes: Linux takes 128 KiB.
const LONGEST: usize = 100_000;

/// Whether the command learns the operation.
pub(super) fn names_op(command: &Command) -> bool {
    names(command, "op")
}

/// Whether this placeholder stands in the command.
pub(super) fn names(command: &Command, name: &str) -> bool {
    let placeholder = format!("{{{name}}}");
    command.arguments.iter().any(|word| word.to_string_lossy().contains(&placeholder))
}

/// The command for one case. `names` are those that stand for something; one that this case lacks stands for nothing.
///
/// # Errors
/// Where an argument can't be one.
pub(super) fn filled(
    command: &Command,
    names: &[String],
    op: &str,
    input: &Members,
) -> Result<Command, String> {
    let mut arguments = Vec::new();
    for word in &command.arguments {
        let Some(text) = word.to_str().filter(|text| text.contains('{')) else {
            arguments.push(word.clone());
            continue;
        };
        let text = fill(text, names, op, input);
        if text.len() > LONGEST || text.contains('\0') {
            return Err("this input can't be an argument: take it from standard input".to_owned());
        }
        arguments.push(OsString::from(text));
    }
    Ok(Command { arguments, ..command.clone() })
}

/// One pass from left to right: what was filled in is not looked at again.
fn fill(text: &str, names: &[String], op: &str, input: &Members) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        filled.push_str(before);
        let name = from.get(1..).and_then(|inner| inner.split_once('}')).map(|(name, _)| name);
        let value = match name {
            Some("op") => Some(op.to_owned()),
            Some(name) if names.iter().any(|known| known == name) => {
                Some(input.get(name).map(text_of).unwrap_or_default())
            }
            _ => None,
        };
        let length = if let (Some(value), Some(name)) = (value, name) {
            filled.push_str(&value);
            name.len() + 2
        } else {
            filled.push('{');
            1
        };
        rest = from.get(length..).unwrap_or_default();
    }
    filled.push_str(rest);
    filled
}

/// A member as text. A list is joined by commas.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<String>>().join(","),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_stands_for_something_is_filled_in_once() {
        let Value::Object(input) =
            json!({ "bytes": "0{op}1", "layouts": ["type14", "type8"], "verify": false })
        else {
            unreachable!()
        };
        let names = ["bytes", "layouts", "role", "verify"].map(str::to_owned);
        for (text, expected) in [
            ("--op={op}", "--op=x.y"),
            ("{bytes}", "0{op}1"),
            ("{layouts}/{role}/{verify}", "type14,type8//false"),
            ("{print $1}", "{print $1}"),
            ("{{op}}", "{x.y}"),
            ("{", "{"),
            ("{op", "{op"),
            ("é{op}é", "éx.yé"),
        ] {
            assert_eq!(fill(text, &names, "x.y", &input), expected, "{text}");
        }
    }

    #[test]
    fn what_can_be_no_argument_is_said() {
        let command = Command::new("x", vec!["{bytes}".into()]);
        let names = ["bytes".to_owned()];
        for bytes in ["a\0b".to_owned(), "0".repeat(LONGEST + 1)] {
            let input = [("bytes".to_owned(), json!(bytes))].into_iter().collect();
            assert!(filled(&command, &names, "x", &input).is_err());
        }
    }
}
