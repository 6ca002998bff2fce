//! An answer for programs: one object, in the form of `schema/inspect-1.schema.json`.

use ampwire::bolt11::{LenientInvoice, Tag};
use ampwire::explain::{Explanation, Fault, Ignored, Kind, SignatureCheck, Span, Unit, Value};
use ampwire::onion::Role;
use ampwire::rule::{Authority, Level};
use serde::Serialize;

use super::Answer;
use super::invoice_json::{amp_of, check_of};
use crate::args::KindName;
use crate::invoice_object::InvoiceObject;

/// The name of the form.
const SCHEMA: &str = "ampwire-inspect-1";

/// Longer than any Lightning message: bytes of a longer field are left out, so that what is written stays bounded.
const MOST_BYTES: usize = 65_535;

/// Far longer than any invoice that is in use: the members of a longer one are left out, for the same reason.
const MOST_CHARACTERS: usize = 256 * 1024;

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
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
    #[serde(flatten)]
    invoice: Option<InvoiceMembers>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spans: Option<Vec<SpanObject>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<FaultObject>,
}

/// What an invoice has besides.
#[derive(Serialize)]
struct InvoiceMembers {
    amp: &'static str,
    signature_check: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<InvoiceObject>,
}

/// The answer to a line that is an invoice and right.
#[derive(Serialize)]
struct InvoiceLine {
    line: u64,
    kind: &'static str,
    length: usize,
    #[serde(flatten)]
    invoice: InvoiceMembers,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<char>,
    secret: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
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
    Tag {
        tag: char,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<&'static str>,
    },
    Network {
        name: &'static str,
    },
    Packed {
        bytes: String,
    },
    Ignored {
        why: &'static str,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<char>,
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
    let mut object = of_answer(answer, reveal);
    object.line = Some(line);
    if object.invoice.is_some() {
        // The members of an invoice say the same in fewer words.
        object.spans = None;
    }
    serde_json::to_writer(output, &object)
}

/// The answer to one line of many that is an invoice and right, on one line.
pub(super) fn write_invoice_line(
    output: &mut Vec<u8>,
    line: u64,
    length: usize,
    invoice: &LenientInvoice<'_>,
    reveal: bool,
) -> Result<(), serde_json::Error> {
    let members = InvoiceMembers {
        amp: amp_of(invoice),
        signature_check: check_of(SignatureCheck::Right),
        invoice: Some(InvoiceObject::of(invoice, reveal)),
    };
    let kind = KindName::of(Kind::Invoice);
    serde_json::to_writer(output, &InvoiceLine { line, kind, length, invoice: members })
}

/// What an invoice has besides; `None` of anything else.
fn of_invoice(explanation: &Explanation<'_>, reveal: bool) -> Option<InvoiceMembers> {
    let check = check_of(explanation.signature()?);
    let text = explanation.invoice().filter(|text| text.len() <= MOST_CHARACTERS);
    // The signature matters to the members only where nothing else is wrong, and takes most of the time.
    let invoice = text.map(|text| match explanation.fault() {
        None => LenientInvoice::parse(text),
        Some(_) => LenientInvoice::parse_unverified(text),
    });
    // Where characters are lost, a secret can stand in any member.
    let is_in_place = |span: &Span<'_>| {
        span.tag() == Some(Tag::PAYMENT_SECRET)
            || span.tag().is_some() && span.value() == Value::Unread
    };
    let can_be_told = explanation.spans().iter().all(|span| !span.is_secret() || is_in_place(span));
    let invoice = invoice.filter(|_| reveal || can_be_told);
    Some(InvoiceMembers {
        amp: invoice.as_ref().map_or("none", amp_of),
        signature_check: check,
        invoice: invoice.map(|invoice| InvoiceObject::of(&invoice, reveal)),
    })
}

fn of_answer<'a>(answer: &'a Answer<'_>, reveal: bool) -> Object<'a> {
    let explanation = &answer.explanation;
    let guess = answer.guess.as_ref().map(|guess| GuessObject {
        fits: guess.fits,
        others: guess.others.iter().map(|other| KindName::of(*other)).collect(),
    });
    let role = explanation.role().map(|role| match role {
        Role::Final => "final",
        Role::Intermediate => "intermediate",
    });
    let is_invoice = explanation.kind() == Kind::Invoice;
    let spans = explanation.spans().iter().map(|span| of_span(span, is_invoice, reveal));
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
        notes: explanation.notes(),
        invoice: of_invoice(explanation, reveal),
        spans: Some(spans.collect()),
        fault: explanation.fault().map(of_fault),
    }
}

fn of_span(span: &Span<'_>, is_invoice: bool, reveal: bool) -> SpanObject {
    let is_listed = !matches!(span.value(), Value::NotListed { .. });
    let shown = is_listed && (reveal || !span.is_secret());
    let in_bounds = shown && span.length() <= MOST_BYTES;
    // What says as much as the bytes says nothing where they are hidden.
    let is_text = matches!(span.value(), Value::Text(_) | Value::Packed(_) | Value::PackedText(_));
    let characters = if is_invoice { readable(span.bytes()) } else { None };
    SpanObject {
        offset: span.offset(),
        length: span.length(),
        name: span.name(),
        depth: span.depth(),
        record: span.record().map(|record| record.to_string()),
        tag: span.tag().map(Tag::character),
        secret: span.is_secret(),
        bytes: (in_bounds && characters.is_none()).then(|| hex::encode(span.bytes())),
        text: characters.filter(|_| in_bounds),
        value: (in_bounds || !is_text).then(|| of_value(span.value())),
        says: if is_text { String::new() } else { span.value().to_string() },
    }
}

/// Characters as they stand in an invoice; `None` where they can't.
fn readable(characters: &[u8]) -> Option<String> {
    let all = characters.iter().all(|byte| matches!(byte, b' '..=b'~'));
    core::str::from_utf8(characters).ok().filter(|_| all).map(str::to_owned)
}

fn of_value(value: Value<'_>) -> ValueObject {
    match value {
        Value::Type { number, name } => ValueObject::Type { number: number.to_string(), name },
        Value::Number { number, unit } => {
            let unit = match unit {
                Unit::Msat => Some("msat"),
                Unit::Height => Some("block"),
                Unit::Bytes => Some("byte"),
                Unit::Symbols => Some("symbol"),
                Unit::Blocks => Some("blocks"),
                Unit::Seconds => Some("second"),
                Unit::Moment => Some("unix_time"),
                Unit::Millionths => Some("millionth"),
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
        Value::Tag { tag, name } => ValueObject::Tag { tag: tag.character(), name },
        Value::Network(network) => ValueObject::Network { name: network.name() },
        Value::Packed(packed) => ValueObject::Packed { bytes: packed.to_string() },
        Value::PackedText(packed) => {
            ValueObject::Text { text: String::from_utf8_lossy(&packed.to_vec()).into_owned() }
        }
        Value::Ignored(why) => ValueObject::Ignored {
            why: match why {
                Ignored::Repeated => "repeated",
                Ignored::Unknown => "unknown",
                _ => "skipped",
            },
        },
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
        tag: fault.tag().map(Tag::character),
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
