//! The parts of an invoice.
//!
//! | file | concept |
//! |---|---|
//! | `envelope` | what stands around an invoice that someone copied |
//! | `shape` | how far it can be told what stands where, where the text is broken |
//! | `characters` | the spans as they are collected |
//! | `fields` | the spans of a field |
//! | `words` | what an invoice says, and what follows, in plain words |

mod characters;
mod envelope;
mod fields;
mod shape;
mod words;

use self::characters::Characters;
use self::envelope::Envelope;
use self::shape::{CHECKSUM_LEN, SIGNATURE_LEN, Shape};
use self::words::{Amount, Facts};
use super::explanation::{Explanation, Taken};
use super::{Fault, Kind, Packed, Unit, Value};
use crate::bolt11::{InvoiceErrorKind, LenientInvoice, Tag};
use crate::symbols::{Symbols, symbol_of};
use alloc::borrow::Cow;

/// The symbols of the timestamp.
const TIMESTAMP_LEN: usize = 7;
/// A human-readable part that can't be read and is longer may have symbols in it that were data.
const LONGEST_SHOWN: usize = 24;

/// What came of looking at an invoice's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SignatureCheck {
    /// It is right: it is the payee's that the invoice gives, or it gives the payee.
    Right,
    /// It is not right.
    Wrong,
    /// Nobody looked, or it can't be told: the text is broken.
    NotChecked,
}

/// Whether the text is meant to be an invoice: it begins with `ln` or `lightning:` and, in the former
/// case, has a separator.
pub(super) fn is_likely(input: &[u8]) -> bool {
    let envelope = Envelope::of(input);
    let start = envelope.invoice.get(..2).unwrap_or_default();
    envelope.has_scheme() || start.eq_ignore_ascii_case(b"ln") && envelope.invoice.contains(&b'1')
}

/// The invoice in a text that is meant to be one, right or wrong: without `lightning:` before it and
/// space around it. `None` where the text is taken for something else, or is not UTF-8.
///
/// ```
/// use ampwire::explain::invoice_in;
///
/// assert_eq!(invoice_in(b"lightning:LNBC1Q\n"), Some("LNBC1Q"));
/// assert_eq!(invoice_in(b"020203e8"), None);
/// ```
pub fn invoice_in(input: &[u8]) -> Option<&str> {
    text_of(input).filter(|_| is_likely(input))
}

/// Whether it is right, but for points and the signature.
pub(super) fn is_right(input: &[u8]) -> bool {
    text_of(input).is_some_and(|text| crate::bolt11::InvoiceView::parse_unverified(text).is_ok())
}

/// The invoice without what stands around it.
pub(super) fn text_of(input: &[u8]) -> Option<&str> {
    core::str::from_utf8(Envelope::of(input).invoice).ok()
}

impl<'a> Explanation<'a> {
    /// For an invoice: the invoice, without what stands around it. `None` where it is not UTF-8.
    pub fn invoice(&self) -> Option<&'a str> {
        if self.kind == Kind::Invoice { text_of(self.input) } else { None }
    }
}

/// Explains an invoice, without looking at points and the signature.
pub(super) fn explain(input: &[u8]) -> Explanation<'_> {
    explain_with(input, |text| LenientInvoice::parse_unverified(text))
}

/// Explains an invoice.
#[cfg(feature = "secp256k1")]
pub(super) fn explain_checked(input: &[u8]) -> Explanation<'_> {
    explain_with(input, |text| LenientInvoice::parse(text))
}

fn explain_with(input: &[u8], parse: impl FnOnce(&str) -> LenientInvoice<'_>) -> Explanation<'_> {
    let envelope = Envelope::of(input);
    let text = as_text(envelope.invoice);
    let invoice = parse(&text);
    let mut spans = Characters::new(input);
    envelope.before(&mut spans);
    let mut parts = Parts { text: envelope.invoice, spans, facts: Facts::default() };
    parts.all(&invoice);
    let Parts { mut spans, facts, .. } = parts;
    envelope.after(&mut spans);
    let spans = spans.finish();

    let (signature, recovered) = (signature_of(&invoice), invoice.payee());
    let first = invoice.findings().first();
    let fault = first.map(|error| Fault::of_invoice(*error, envelope.start(), &spans));
    let hedge = if fault.is_some() { "as far as it can be read: " } else { "" };
    Explanation {
        input,
        kind: Kind::Invoice,
        taken: Taken::default(),
        spans,
        fault,
        summary: alloc::format!("{hedge}{}", facts.headline()),
        notes: facts.notes(&envelope, signature, recovered),
        signature: Some(signature),
    }
}

/// The bytes as text of the same length. What is not ASCII is no less wrong as a control character, at
/// the same place.
fn as_text(invoice: &[u8]) -> Cow<'_, str> {
    core::str::from_utf8(invoice).map_or_else(
        |_| {
            let ascii = |byte: &u8| if byte.is_ascii() { char::from(*byte) } else { '\u{7f}' };
            Cow::Owned(invoice.iter().map(ascii).collect())
        },
        Cow::Borrowed,
    )
}

fn signature_of(invoice: &LenientInvoice<'_>) -> SignatureCheck {
    let is_wrong = invoice.findings().iter().any(|finding| {
        matches!(
            finding.kind(),
            InvoiceErrorKind::RecoveryId { .. }
                | InvoiceErrorKind::SignatureInvalid
                | InvoiceErrorKind::SignatureHighS
                | InvoiceErrorKind::SignatureNotThePayees
        )
    });
    // From other text than was signed, some other key is recovered, or none.
    let can_be_told = !shape::is_text_broken(invoice);
    match invoice.payee() {
        Some(_) if can_be_told || invoice.payee_field().is_some() => SignatureCheck::Right,
        _ if is_wrong && can_be_told => SignatureCheck::Wrong,
        _ => SignatureCheck::NotChecked,
    }
}

/// The parts of an invoice as they get their spans.
struct Parts<'a> {
    text: &'a [u8],
    spans: Characters<'a>,
    facts: Facts<'a>,
}

impl<'a> Parts<'a> {
    fn all(&mut self, invoice: &LenientInvoice<'_>) {
        let separator = self.text.iter().rposition(|byte| *byte == b'1').filter(|place| *place > 0);
        let Some(separator) = separator else {
            if !self.text.is_empty() {
                self.spans.hidden(self.text.len(), "invoice", Value::Unread);
            }
            return;
        };
        self.human_readable(invoice, separator);
        self.spans.plain(1, "separator", Value::Bytes);
        let start = separator.saturating_add(1);
        let Some(end) = self.text.len().checked_sub(CHECKSUM_LEN).filter(|end| *end >= start)
        else {
            let length = self.text.len().saturating_sub(start);
            if length > 0 {
                self.spans.plain(length, "checksum", Value::Unread);
            }
            return;
        };
        self.data(invoice, separator, end);
        let is_wrong = |kind| matches!(kind, InvoiceErrorKind::Checksum);
        let is_wrong = invoice.findings().iter().any(|finding| is_wrong(finding.kind()));
        let checksum = if is_wrong { Value::Malformed } else { Value::Bytes };
        self.spans.plain(CHECKSUM_LEN, "checksum", checksum);
    }

    /// What stands before the separator.
    fn human_readable(&mut self, invoice: &LenientInvoice<'_>, separator: usize) {
        let unread = |spans: &mut Characters<'a>, length: usize, name| {
            if length > LONGEST_SHOWN {
                spans.hidden(length, name, Value::Malformed);
            } else {
                spans.plain(length, name, Value::Malformed);
            }
        };
        let has_prefix = self.text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(b"ln"));
        if !has_prefix || separator <= 2 {
            return unread(&mut self.spans, separator, "prefix");
        }
        self.spans.plain(2, "prefix", Value::Bytes);
        let Some(network) = invoice.network() else {
            return unread(&mut self.spans, separator.saturating_sub(2), "network");
        };
        self.facts.network = Some(network);
        self.spans.plain(network.prefix().len(), "network", Value::Network(network));
        let length = separator.saturating_sub(2).saturating_sub(network.prefix().len());
        match invoice.amount_msat() {
            _ if length == 0 => self.facts.amount = Amount::Any,
            Some(msat) => {
                self.facts.amount = Amount::Msat(msat);
                self.spans.plain(
                    length,
                    "amount",
                    Value::Number { number: msat, unit: Unit::Msat },
                );
            }
            None => unread(&mut self.spans, length, "amount"),
        }
    }

    /// What stands between separator and checksum.
    fn data(&mut self, invoice: &LenientInvoice<'_>, separator: usize, end: usize) {
        let start = separator.saturating_add(1);
        if end.saturating_sub(start) < TIMESTAMP_LEN {
            return self.rest(start, end);
        }
        let fields = start.saturating_add(TIMESTAMP_LEN);
        let timestamp = self.symbols(start, fields).and_then(|symbols| symbols.to_u64());
        self.facts.timestamp = timestamp;
        let value = timestamp
            .map_or(Value::Malformed, |number| Value::Number { number, unit: Unit::Moment });
        self.spans.plain(TIMESTAMP_LEN, "timestamp", value);

        if !shape::is_text_broken(invoice) {
            return self.fields(invoice, fields, end, Shape::Sure);
        }
        let repaired = shape::repaired(self.text, separator);
        let lengthened = shape::lengthened(&repaired);
        let as_it_is = LenientInvoice::parse_unverified(&repaired);
        let as_cut = LenientInvoice::parse_unverified(&lengthened);
        match shape::of_broken(&as_it_is, &as_cut, separator, end) {
            Shape::Cut => self.fields(&as_cut, fields, end, Shape::Cut),
            shape => self.fields(&as_it_is, fields, end, shape),
        }
    }

    /// The fields and the signature, from `start` to `end`.
    fn fields(&mut self, walkable: &LenientInvoice<'_>, start: usize, end: usize, shape: Shape) {
        let signature = end.checked_sub(SIGNATURE_LEN).filter(|signature| *signature >= start);
        // Where the text is cut, no one knows where the signature starts.
        let limit = if shape == Shape::Cut { Some(end) } else { signature };
        let Some(limit) = limit else {
            return self.rest(start, end);
        };
        let mut at = start;
        let mut fields = walkable.fields();
        for field in fields.by_ref() {
            let is_one = shape != Shape::Cut || shape::looks_like_a_field(&field);
            if field.end() > limit || !is_one {
                break;
            }
            if self.spans.is_full() {
                let records = walkable.fields().filter(|other| other.offset() >= at).count();
                self.spans.hidden(limit.saturating_sub(at), "fields", Value::NotListed { records });
                at = limit;
                break;
            }
            let characters = self.text.get(field.offset()..field.end()).unwrap_or_default();
            fields::spans(&mut self.spans, &mut self.facts, &field, characters, shape);
            at = field.end();
        }
        self.facts.is_whole = at == limit && shape != Shape::Cut;
        let Some(signature) = signature.filter(|_| shape != Shape::Cut) else {
            self.facts.lost_at = (at < end).then_some(at);
            return self.rest(at, end);
        };
        self.misfit(at, signature);
        self.signature(signature, end, shape);
    }

    /// A field that runs into the signature, or too few symbols for one.
    fn misfit(&mut self, start: usize, end: usize) {
        let tag = self.text.get(start).copied().and_then(symbol_of).and_then(Tag::new);
        let (Some(tag), 1..) = (tag, end.saturating_sub(start)) else { return };
        let name = fields::name_of(tag);
        self.spans.header(1, "tag", tag, Value::Tag { tag, name });
        let declared = self.symbols(start.saturating_add(1), start.saturating_add(3));
        let number = declared.and_then(|symbols| symbols.to_u64()).unwrap_or_default();
        match end.saturating_sub(start).saturating_sub(1) {
            0 => {}
            1 => self.spans.header(1, "length", tag, Value::Unread),
            more => {
                let unit = Unit::Symbols;
                self.spans.header(2, "length", tag, Value::Number { number, unit });
                let length = more.saturating_sub(2);
                self.spans.value(length, name.unwrap_or("value"), tag, Value::Unread, true);
            }
        }
    }

    /// R and S, and the recovery id. They share no symbol, but for the bits that begin in the first's
    /// last one.
    fn signature(&mut self, start: usize, end: usize, shape: Shape) {
        const RECOVERY_ID_LEN: usize = 2;
        let characters = self.text.get(start..end).unwrap_or_default();
        let length = characters.len().saturating_sub(RECOVERY_ID_LEN);
        let packed = Packed::new(characters);
        let signature = packed.map(|packed| Value::Packed(packed.part(0, 64)));
        let signature = signature.unwrap_or(Value::Malformed);
        if shape.may_mislead() {
            self.spans.hidden(length, "signature", signature);
        } else {
            self.spans.plain(length, "signature", signature);
        }
        let id = packed
            .map(|packed| Value::Number { number: packed.part(64, 1).number(), unit: Unit::None });
        self.spans.plain(RECOVERY_ID_LEN, "recovery_id", id.unwrap_or(Value::Malformed));
    }

    /// What can't be read.
    fn rest(&mut self, start: usize, end: usize) {
        let length = end.saturating_sub(start);
        if length > 0 {
            self.spans.hidden(length, "rest", Value::Unread);
        }
    }

    /// The symbols in a part of the text, if they all are some.
    fn symbols(&self, start: usize, end: usize) -> Option<Symbols<'a>> {
        let text = core::str::from_utf8(self.text.get(start..end)?).ok()?;
        Symbols::parse(text).ok()
    }
}
