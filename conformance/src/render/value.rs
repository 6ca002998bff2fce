//! JSON values and answers for a line: shortened in the middle, never without saying so.

use ampwire_vectors::{Expect, Rejection};
use serde_json::Value;

/// The longest text that is shown whole, in characters.
const TEXT: usize = 72;
/// The longest line for a value.
const LINE: usize = 400;

/// A value on one line.
pub(crate) fn value(value: &Value) -> String {
    cut(&shortened(value).to_string(), LINE)
}

/// A value that may be absent.
pub(crate) fn optional(found: Option<&Value>) -> String {
    found.map_or_else(|| "nothing".to_owned(), value)
}

/// The same value with long texts shortened.
fn shortened(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(middle(text)),
        Value::Array(items) => Value::Array(items.iter().map(shortened).collect()),
        Value::Object(members) => Value::Object(
            members.iter().map(|(name, value)| (name.clone(), shortened(value))).collect(),
        ),
        other => other.clone(),
    }
}

/// A text, a long one by its two ends and its length.
pub(crate) fn middle(text: &str) -> String {
    let count = text.chars().count();
    if count <= TEXT {
        return text.to_owned();
    }
    let start: String = text.chars().take(32).collect();
    let end: String = text.chars().skip(count - 16).collect();
    format!("{start}…{end} ({count} characters)")
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most).collect();
    format!("{start}…")
}

/// An expectation in words, one line an alternative.
pub(crate) fn expectation(expect: &Expect) -> Vec<String> {
    match expect {
        Expect::Ok(members) => vec![accepted(&Value::Object(members.clone()))],
        Expect::Reject(rejection) => vec![refused(rejection)],
        Expect::Any(alternatives) => {
            let alternative = |answer: &ampwire_vectors::Answer| match answer {
                ampwire_vectors::Answer::Ok(members) => accepted(&Value::Object(members.clone())),
                ampwire_vectors::Answer::Reject(rejection) => refused(rejection),
            };
            let lines = alternatives.iter().map(alternative).enumerate();
            lines
                .map(|(index, line)| if index == 0 { line } else { format!("or {line}") })
                .collect()
        }
    }
}

fn accepted(members: &Value) -> String {
    format!("ok {}", value(members))
}

fn refused(rejection: &Rejection) -> String {
    let classes: Vec<&str> = rejection.class.iter().map(|class| class.as_str()).collect();
    let mut words =
        vec![if classes.is_empty() { "for any reason".to_owned() } else { classes.join(" or ") }];
    words.extend(rejection.offset.iter().map(|offset| format!("offset {offset}")));
    words.extend(rejection.tlv_type.iter().map(|tlv_type| format!("tlv_type {tlv_type}")));
    format!("reject {}", words.join(", "))
}

/// An answer as a report has it, in words.
pub(crate) fn answer(actual: Option<&Value>) -> String {
    let Some(Value::Object(members)) = actual else {
        return "no answer".to_owned();
    };
    let words: Vec<String> =
        members.iter().map(|(verdict, content)| format!("{verdict} {}", value(content))).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn long_texts_are_shortened_and_short_ones_are_not() {
        assert_eq!(
            value(&json!({ "a": "00".repeat(32) })),
            format!("{{\"a\":\"{}\"}}", "00".repeat(32))
        );
        let long = value(&json!(["00".repeat(1000)]));
        assert!(long.contains("… ") || long.contains("(2000 characters)"), "{long}");
        assert!(value(&json!(vec!["x"; 1000])).chars().count() == 401);
    }

    #[test]
    fn expectations_in_words() {
        let expect: Expect = serde_json::from_value(json!({ "any": [
            { "ok": { "root": "00" } },
            { "reject": { "class": ["missing", "insecure"], "offset": "3" } },
        ] }))
        .unwrap();
        assert_eq!(
            expectation(&expect),
            ["ok {\"root\":\"00\"}", "or reject missing or insecure, offset 3"]
        );
    }
}
