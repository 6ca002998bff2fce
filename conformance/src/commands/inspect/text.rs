//! An answer for people: the guess, plain words, the fields, the fault.

use ampwire::bolt11::InvoiceErrorKind;
use ampwire::explain::{Explanation, Fault, Kind, Refusal, Value};
use ampwire::onion::Role;
use ampwire::rule::{Authority, Level, RuleId};
use anstyle::Style;

use super::{Answer, rows};
use crate::args::{Inspect, KindName};
use crate::render::output::Output;
use crate::render::style::{BOLD, DIM, RED, YELLOW, paint};
use crate::render::wrap::wrap;

const PLAIN: Style = Style::new();

/// Writes all of it.
pub(super) fn write(output: &mut Output, answer: &Answer<'_>, arguments: &Inspect, width: usize) {
    let explanation = &answer.explanation;
    paragraph(output, width, DIM, 0, &origin(answer));
    paragraph(output, width, BOLD, 0, &capital(explanation.summary()));
    for note in explanation.notes() {
        paragraph(output, width, PLAIN, 0, note);
    }
    for assumption in assumptions(answer, arguments) {
        paragraph(output, width, DIM, 0, &assumption);
    }
    output.line("");
    rows::write(explanation, arguments.reveal, width, |line| output.line(line));
    if let Some(fault) = explanation.fault() {
        let rule = fault.rule();
        let standing = format!("{} ({}); {}", level(rule), authority(rule), rule.source());
        output.line("");
        paragraph(output, width, RED, 0, &headline(explanation, fault));
        paragraph(output, width, BOLD, 2, rule.id());
        paragraph(output, width, PLAIN, 2, rule.sentence());
        paragraph(output, width, DIM, 2, &standing);
    }
    if let Some(note) = hidden(answer, arguments) {
        output.line("");
        paragraph(output, width, YELLOW, 0, &note);
    }
}

/// A text in lines that fit.
fn paragraph(output: &mut Output, width: usize, style: Style, indent: usize, text: &str) {
    let blank = " ".repeat(indent);
    for line in wrap(text, width.saturating_sub(indent)) {
        let line = if style == PLAIN { line } else { paint(style, line) };
        output.line(&format!("{blank}{line}"));
    }
}

/// How it came to be explained as that.
fn origin(answer: &Answer<'_>) -> String {
    let kind = answer.explanation.kind();
    let length = answer.explanation.input().len();
    let bytes = match (kind, length) {
        (Kind::Invoice, 1) => "character",
        (Kind::Invoice, _) => "characters",
        (_, 1) => "byte",
        (_, _) => "bytes",
    };
    let Some(guess) = &answer.guess else {
        return format!("As asked: {kind}, {length} {bytes}.");
    };
    // Every hop payload is a TLV stream.
    let implied = |other: Kind| guess.fits && kind == Kind::Payload && other == Kind::TlvStream;
    let others: Vec<String> = guess
        .others
        .iter()
        .filter(|other| !implied(**other))
        .map(|other| format!("{other} (--as {})", KindName::of(*other)))
        .collect();
    let others = match (others.is_empty(), guess.fits) {
        // Its text says what it is.
        _ if kind == Kind::Invoice => String::new(),
        (true, true) => String::new(),
        (true, false) => " Right as nothing that is read here; --as takes another kind.".to_owned(),
        (false, true) => format!(" Also right as: {}.", others.join(", ")),
        (false, false) => format!(" Right only as: {}.", others.join(", ")),
    };
    format!("Guessed: {kind}, {length} {bytes}.{others}")
}

/// What was taken because nobody said it.
fn assumptions(answer: &Answer<'_>, arguments: &Inspect) -> Vec<String> {
    let explanation = &answer.explanation;
    let mut found = Vec::new();
    if let (Some(role), None) = (explanation.role(), arguments.role) {
        let (hop, other) = match role {
            Role::Final => ("final", "intermediate"),
            Role::Intermediate => ("intermediate", "final"),
        };
        // Where the payload is right for one hop, it is wrong for the other, and nothing was assumed.
        if explanation.fault().is_some() {
            found.push(format!("Read for the {hop} hop; --role {other} reads it for the other."));
        }
    }
    if explanation.path_key_in_htlc() == Some(true) && arguments.path_key.is_none() {
        found.push(
            "Read as if update_add_htlc carried a path key; --path-key=no reads it without."
                .to_owned(),
        );
    }
    if explanation.kind() == Kind::Features && arguments.context.is_none() {
        found.push(
            "Not judged by which features are known and where they stand; --context says where."
                .to_owned(),
        );
    }
    found
}

/// Where and what.
fn headline(explanation: &Explanation<'_>, fault: &Fault) -> String {
    let is_invoice = explanation.kind() == Kind::Invoice;
    let place = fault.offset().map(|offset| {
        if is_invoice {
            format!(" at character {offset}")
        } else {
            format!(" at byte {offset} ({offset:#x})")
        }
    });
    let record = fault.record().map(|record| format!(", record type {record}"));
    let field = fault.tag().map(|tag| format!(", field {tag}"));
    let character = fault.offset().filter(|_| is_about_a_character(fault));
    let character = character.and_then(|offset| explanation.input().get(offset));
    let character = character.map(|byte| match byte {
        b'!'..=b'~' => format!(" (it is {:?})", char::from(*byte)),
        _ => format!(" (it is the byte {byte:#04x})"),
    });
    let place = [place, record, field].into_iter().flatten().collect::<String>();
    format!("Fault{place}: {fault}{}", character.unwrap_or_default())
}

/// Whether it says more which character it is than where it stands.
fn is_about_a_character(fault: &Fault) -> bool {
    match fault.refusal() {
        Refusal::Invoice(error) => matches!(
            error.kind(),
            InvoiceErrorKind::NotPrintable
                | InvoiceErrorKind::MixedCase
                | InvoiceErrorKind::NotInAlphabet
                | InvoiceErrorKind::AmountSyntax
        ),
        _ => false,
    }
}

/// What is hidden, and how to see it.
fn hidden(answer: &Answer<'_>, arguments: &Inspect) -> Option<String> {
    let spans = answer.explanation.spans();
    // What is not listed has no bytes to show.
    let listed = |value| !matches!(value, Value::NotListed { .. });
    let is_hidden =
        spans.iter().filter(|span| span.is_secret() && span.length() > 0 && listed(span.value()));
    let count = is_hidden.count();
    if count == 0 || arguments.reveal {
        return None;
    }
    let it = if count == 1 { "it" } else { "them" };
    Some(match (answer.explanation.fault().is_some(), count) {
        (true, 1) => {
            "1 field is hidden, a secret or perhaps part of one; --reveal shows it.".to_owned()
        }
        (true, _) => format!(
            "{count} fields are hidden, secrets or perhaps parts of them; --reveal shows them."
        ),
        (false, _) => format!(
            "{count} {} hidden; --reveal shows {it}.",
            if count == 1 { "secret is" } else { "secrets are" }
        ),
    })
}

fn level(rule: RuleId) -> &'static str {
    match rule.level() {
        Level::Must => "Must",
        Level::Should => "Should",
        _ => "May",
    }
}

fn authority(rule: RuleId) -> &'static str {
    match rule.authority() {
        Authority::Bolt => "a merged BOLT",
        Authority::Blip => "a bLIP",
        Authority::Deployed => "deployed implementations",
        _ => "this project",
    }
}

/// The text with a capital at its start, unless that is a name.
fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
