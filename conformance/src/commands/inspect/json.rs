//! An answer for programs: one object, in the form of `schema/inspect-1.schema.json`.

use ampwire::explain::{Fault, Span, Unit, Value};
use ampwire::onion::Role;
use ampwire::rule::{Authority, Level};
use serde::Serialize;

use super::Answer;
use crate::args::KindName;

/// The name of the form.
const SCHEMA: &str = "ampwire-inspect-1";

/// Longer than any Lightning message: bytes of a longer field are left out, so that what is written stays bounded.
const MOST_BYTES: usize = 65_535;

/// The whole object. Numbers that can be over 2^53, and types of records, are decimal strings.
#[derive(Serialize)]
struct Object<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    guess: Option<GuessObject>,
    read_as: ReadAs,
    length: usize,
    summary: &'a str,
    spans: Vec<SpanObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<FaultObject>,
}

#[derive(Serialize)]
struct GuessObject {
    fits: bool,
    others: Vec<&'static str>,
}

#[derive(Serialize)]
struct ReadAs {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_key_in_htlc: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    layout: Option<String>,
}

#[derive(Serialize)]
struct SpanObject {
    offset: usize,
    length: usize,
    name: &'static str,
    depth: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    secret: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<ValueObject>,
    #[serde(skip_serializing_if = "String::is_empty")]
    says: String,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum ValueObject {
    Bytes,
    Type {
        number: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<&'static str>,
    },
    Number {
        number: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<&'static str>,
    },
    ShortChannelId {
        number: String,
    },
    Text {
        text: String,
    },
    Features {
        bits: Vec<u32>,
    },
    FailureCode {
        code: u16,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<&'static str>,
    },
    Malformed,
    Cut,
    LeftOver,
    NotListed {
        records: usize,
    },
}

#[derive(Serialize)]
struct FaultObject {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<usize>,
    length: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    message: String,
    rule: RuleObject,
}

#[derive(Serialize)]
struct RuleObject {
    id: &'static str,
    level: &'static str,
    authority: &'static str,
    class: &'static str,
    sentence: &'static str,
    source: &'static str,
}

/// The answer as JSON over several lines.
pub(super) fn object(answer: &Answer<'_>, reveal: bool) -> Result<String, serde_json::Error> {
    let object = of_answer(answer, reveal);
    serde_json::to_string_pretty(&Object { schema: Some(SCHEMA), ..object })
}

/// The answer to one line of many, on one line.
pub(super) fn write_line(
    output: &mut Vec<u8>,
    line: u64,
    answer: &Answer<'_>,
    reveal: bool,
) -> Result<(), serde_json::Error> {
    let object = of_answer(answer, reveal);
    serde_json::to_writer(output, &Object { line: Some(line), ..object })
}

fn of_answer<'a>(answer: &'a Answer<'_>, reveal: bool) -> Object<'a> {
    let explanation = &answer.explanation;
    let guess = answer.guess.as_ref().map(|guess| GuessObject {
        fits: guess.fits(),
        others: guess.others().iter().map(|other| KindName::of(*other)).collect(),
    });
    let role = explanation.role().map(|role| match role {
        Role::Final => "final",
        Role::Intermediate => "intermediate",
    });
    let spans = explanation.spans().iter().map(|span| of_span(span, reveal));
    Object {
        schema: None,
        line: None,
        kind: KindName::of(explanation.kind()),
        guess,
        read_as: ReadAs {
            role,
            path_key_in_htlc: explanation.path_key_in_htlc(),
            layout: explanation.layout().map(|layout| layout.to_string()),
        },
        length: explanation.input().len(),
        summary: explanation.summary(),
        spans: spans.collect(),
        fault: explanation.fault().map(of_fault),
    }
}

fn of_span(span: &Span<'_>, reveal: bool) -> SpanObject {
    let is_listed = !matches!(span.value(), Value::NotListed { .. });
    let shown = is_listed && (reveal || !span.is_secret());
    let in_bounds = shown && span.length() <= MOST_BYTES;
    // A text is as long as its bytes; hidden, it says nothing.
    let is_text = matches!(span.value(), Value::Text(_));
    SpanObject {
        offset: span.offset(),
        length: span.length(),
        name: span.name(),
        depth: span.depth(),
        record: span.record().map(|record| record.to_string()),
        secret: span.is_secret(),
        bytes: in_bounds.then(|| hex::encode(span.bytes())),
        value: (in_bounds || !is_text).then(|| of_value(span.value())),
        says: if is_text { String::new() } else { span.value().to_string() },
    }
}

fn of_value(value: Value<'_>) -> ValueObject {
    match value {
        Value::Type { number, name } => ValueObject::Type { number: number.to_string(), name },
        Value::Number { number, unit } => {
            let unit = match unit {
                Unit::Msat => Some("msat"),
                Unit::Height => Some("block"),
                Unit::Bytes => Some("byte"),
                _ => None,
            };
            ValueObject::Number { number: number.to_string(), unit }
        }
        Value::ShortChannelId(id) => ValueObject::ShortChannelId { number: id.to_string() },
        Value::Text(text) => ValueObject::Text { text: text.to_owned() },
        Value::Bits { lowest, set } => ValueObject::Features {
            bits: (0..8)
                .filter(|place| set >> place & 1 == 1)
                .map(|place| lowest.saturating_add(place))
                .collect(),
        },
        Value::FailureCode { code, name } => ValueObject::FailureCode { code, name },
        Value::Malformed => ValueObject::Malformed,
        Value::Unread => ValueObject::Cut,
        Value::LeftOver => ValueObject::LeftOver,
        Value::NotListed { records } => ValueObject::NotListed { records },
        // What is new to this program is shown as its bytes.
        _ => ValueObject::Bytes,
    }
}

fn of_fault(fault: &Fault) -> FaultObject {
    let rule = fault.rule();
    FaultObject {
        offset: fault.offset(),
        length: fault.length(),
        record: fault.record().map(|record| record.to_string()),
        message: fault.to_string(),
        rule: RuleObject {
            id: rule.id(),
            level: match rule.level() {
                Level::Must => "must",
                Level::Should => "should",
                _ => "may",
            },
            authority: match rule.authority() {
                Authority::Bolt => "bolt",
                Authority::Blip => "blip",
                Authority::Deployed => "deployed",
                _ => "ampwire",
            },
            class: rule.class().as_str(),
            sentence: rule.sentence(),
            source: rule.source(),
        },
    }
}
