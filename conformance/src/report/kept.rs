//! What a report keeps of an answer. A testee may write 4 MiB to each of two thousand questions: all of it together would be many
//! gigabytes. What weighs more than a right answer could is kept with its beginning, its length and its hash.

use ampwire_vectors::Vector;
use serde::Serialize;
use serde_json::{Value, json};

use super::answer_value;
use crate::compare::Difference;
use crate::protocol::{Answer, Members};
use crate::run::order;
use crate::verdict::Judgement;

/// What any answer may weigh and be kept whole.
const WHOLE: usize = 16 * 1024;
/// How much heavier than its vector an answer may be besides: what a sender drew has a payload for each short event.
const TIMES: usize = 8;
/// How much is kept of what is too heavy.
const BEGINNING: usize = 4 * 1024;
/// How much is kept of one text in it, in characters.
const TEXT: usize = 1000;
/// How many members that the protocol doesn't know are named.
const UNKNOWN: usize = 50;
/// About what a value takes by itself, or the key of a member.
const VALUE: usize = 64;
/// About what an object takes for its first members, however few it has.
const OBJECT: usize = 600;

/// How heavy an answer to this vector may be and be kept whole. It hangs on nothing else, so that the report doesn't hang on the order
/// of the run.
fn room(vector: &Vector) -> usize {
    let asked: usize =
        vector.input.iter().map(|(key, value)| VALUE + key.len() + weight(value)).sum();
    WHOLE + TIMES * (asked + weight(&vector.expect.to_value()))
}

/// About how many bytes a value takes in memory.
fn weight(value: &Value) -> usize {
    VALUE
        + match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => 0,
            Value::String(text) => text.len(),
            Value::Array(entries) => entries.iter().map(weight).sum(),
            Value::Object(members) => weight_of(members),
        }
}

fn weight_of(members: &Members) -> usize {
    let object = if members.is_empty() { 0 } else { OBJECT };
    members.iter().fold(object, |sum, (key, value)| sum + VALUE + key.len() + weight(value))
}

/// An answer as the report has it, as far as it is kept.
pub(crate) fn answer(answer: &Answer, vector: &Vector) -> Value {
    // What is heavy isn't copied before it is cut. All but this kind have but texts.
    if let Answer::Ok(members) = answer {
        let weight = weight_of(members);
        // Nearly all are light, and their vectors need not be weighed.
        if weight > WHOLE && weight > room(vector) {
            return json!({ "ok": shortened(members, |left| Value::Object(cut_members(members, left))) });
        }
        return answer_value(answer);
    }
    let mut value = answer_value(answer);
    let room = room(vector);
    for value in value.as_object_mut().into_iter().flat_map(|members| members.values_mut()) {
        shorten(value, room);
    }
    value
}

/// Leaves of a judgement what is kept.
pub(crate) fn judgement(judgement: &mut Judgement, vector: &Vector) {
    for reason in &mut judgement.reasons {
        cut_text(reason, TEXT);
    }
    let unnamed = judgement.unknown.len().saturating_sub(UNKNOWN);
    judgement.unknown.truncate(UNKNOWN);
    for name in &mut judgement.unknown {
        cut_text(name, TEXT);
    }
    if unnamed > 0 {
        judgement.unknown.push(format!("and {unnamed} more"));
    }
    if judgement.differences.is_empty() {
        return;
    }
    let room = room(vector);
    let mut heavy = 0;
    let mut kept = 0;
    for Difference { member, actual, expected, hint } in &mut judgement.differences {
        if heavy > room {
            break;
        }
        cut_text(member, TEXT);
        if let Some(text) = hint {
            cut_text(text, TEXT);
        }
        if let Some(value) = actual {
            shorten(value, room);
        }
        let values = expected.iter().chain(actual.iter());
        heavy += VALUE * 4 + member.len() + values.map(weight).sum::<usize>();
        kept += 1;
    }
    let more = judgement.differences.len() - kept;
    if more > 0 {
        judgement.differences.truncate(kept);
        judgement.differences.shrink_to_fit();
        judgement.reasons.push(format!("and {more} more differences"));
    }
}

/// A class that a testee has given, as far as it is kept. None has a name that long.
pub(crate) fn class(class: &str) -> String {
    let mut class = class.to_owned();
    cut_text(&mut class, TEXT);
    class
}

/// Keeps the beginning of what is too heavy.
fn shorten(value: &mut Value, room: usize) {
    if weight(value) > room {
        *value = shortened(value, |left| cut(value, left));
    }
}

/// The beginning of a value, and of how much it is that. The hash tells apart what begins alike.
fn shortened(whole: &impl Serialize, cut: impl FnOnce(&mut usize) -> Value) -> Value {
    let json = serde_json::to_string(whole).unwrap_or_default();
    let hash = order::mixed(0, &json);
    let all = format!("… shortened by ampwire: {} bytes of JSON, hash {hash:016x}", json.len());
    drop(json);
    let mut left = BEGINNING;
    let mut short = cut(&mut left);
    match &mut short {
        Value::String(text) => text.push_str(&all),
        Value::Array(entries) => entries.push(Value::String(all)),
        Value::Object(members) => drop(members.insert("…".to_owned(), Value::String(all))),
        other => *other = Value::String(all),
    }
    short
}

/// The beginning of a value, as far as it finds room.
fn cut(value: &Value, left: &mut usize) -> Value {
    *left = left.saturating_sub(VALUE);
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        Value::String(text) => {
            let mut text = text.chars().take(TEXT).collect::<String>();
            cut_text(&mut text, *left);
            *left = left.saturating_sub(text.len());
            Value::String(text)
        }
        Value::Array(entries) => {
            let mut kept = Vec::new();
            for entry in entries {
                if *left == 0 {
                    break;
                }
                kept.push(cut(entry, left));
            }
            Value::Array(kept)
        }
        Value::Object(members) => Value::Object(cut_members(members, left)),
    }
}

fn cut_members(members: &Members, left: &mut usize) -> Members {
    let mut kept = Members::new();
    for (key, value) in members {
        if *left == 0 {
            break;
        }
        let key = class(key);
        *left = left.saturating_sub(VALUE + key.len());
        kept.insert(key, cut(value, left));
    }
    kept
}

/// Cuts a text to this many characters, and shows that.
fn cut_text(text: &mut String, most: usize) {
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
        text.push('…');
        text.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn light(mut value: Value) -> Value {
        shorten(&mut value, WHOLE);
        value
    }

    #[test]
    fn what_is_light_stays_as_it_is() {
        for value in [json!({}), json!("1".repeat(10_000)), json!({ "a": ["b", { "c": "d" }] })] {
            assert_eq!(light(value.clone()), value);
        }
    }

    #[test]
    fn of_what_is_heavy_the_beginning_stays_and_the_rest_is_told_apart() {
        let texts = ["a", "b"].map(|end| light(json!("1".repeat(1_000_000) + end)));
        assert_ne!(texts[0], texts[1]);
        let text = texts[0].as_str().unwrap();
        assert!(text.starts_with("1111111111"), "{text}");
        assert!(text.contains("1000003 bytes of JSON"), "{text}");
        let many: serde_json::Map<_, _> =
            (0..100_000).map(|number| (number.to_string(), json!(""))).collect();
        let deep = (0..100).fold(json!([]), |inner, _| json!([inner, "x".repeat(500)]));
        for value in [
            Value::Object(many),
            json!(vec![""; 100_000]),
            json!({ "k".repeat(100_000): 1 }),
            json!("ß".repeat(100_000)),
            deep,
        ] {
            let short = light(value);
            assert!(weight(&short) <= WHOLE, "{}: {short}", weight(&short));
            assert!(short.to_string().contains("shortened by ampwire"), "{short}");
        }
    }
}
