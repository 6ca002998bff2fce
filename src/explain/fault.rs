use super::Span;
use crate::bolt11::{InvoiceError, InvoiceErrorKind, Tag};
use crate::feature::FeatureError;
use crate::onion::{FailureError, FailureErrorKind, OnionError};
use crate::rule::{Class, RuleId};
use crate::tlv::TlvError;
use core::fmt;

/// The error that the parser gives for the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// Of a TLV stream.
    Tlv(TlvError),
    /// Of a hop payload, or of an AMP record.
    Onion(OnionError),
    /// Of a feature vector.
    Feature(FeatureError),
    /// Of a failure message.
    Failure(FailureError),
    /// Of an invoice. Its offset counts from the start of the invoice, which need not be that of the
    /// input.
    Invoice(InvoiceError),
}

impl Refusal {
    /// The rule that is broken.
    pub const fn rule(&self) -> RuleId {
        match self {
            Self::Tlv(error) => error.rule(),
            Self::Onion(error) => error.rule(),
            Self::Feature(error) => error.rule(),
            Self::Failure(error) => error.rule(),
            Self::Invoice(error) => error.rule(),
        }
    }

    /// Where the parser says the fault is. A feature vector of so many bytes has its bits at bytes.
    fn offset(&self, input_len: usize) -> Option<usize> {
        match self {
            Self::Tlv(error) => Some(error.offset()),
            Self::Onion(error) => error.offset(),
            Self::Feature(error) => error.bit().and_then(|bit| {
                let from_the_end = usize::try_from(bit / 8).ok()?;
                input_len.checked_sub(from_the_end)?.checked_sub(1)
            }),
            Self::Failure(error) => Some(error.offset()),
            Self::Invoice(error) => error.offset(),
        }
    }
}

/// Why the bytes were refused, and which of them to mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    refusal: Refusal,
    offset: Option<usize>,
    length: usize,
}

impl Fault {
    pub(super) fn new(refusal: Refusal, spans: &[Span<'_>], input_len: usize) -> Self {
        let offset = refusal.offset(input_len);
        let length = offset.map_or(0, |offset| marked(&refusal, offset, spans));
        Self { refusal, offset, length }
    }

    /// Of an invoice that starts at this byte of the input.
    pub(super) fn of_invoice(error: InvoiceError, start: usize, spans: &[Span<'_>]) -> Self {
        let refusal = Refusal::Invoice(error);
        let offset = error.offset().map(|offset| offset.saturating_add(start));
        let length = offset.map_or(0, |offset| marked(&refusal, offset, spans));
        Self { refusal, offset, length }
    }

    /// The first byte of the item at fault, counted from the start of the input. `None` where
    /// something is missing, or the input as a whole is at fault.
    pub const fn offset(&self) -> Option<usize> {
        self.offset
    }

    /// How many bytes the item at fault has, as far as they are there. It can be 0: an empty value.
    pub const fn length(&self) -> usize {
        self.length
    }

    /// The rule that is broken.
    pub const fn rule(&self) -> RuleId {
        self.refusal.rule()
    }

    /// The type of the record at fault: of the one that is missing, where one is.
    pub const fn record(&self) -> Option<u64> {
        match &self.refusal {
            Refusal::Tlv(error) => error.record(),
            Refusal::Onion(error) => error.record(),
            Refusal::Feature(_) | Refusal::Failure(_) | Refusal::Invoice(_) => None,
        }
    }

    /// The tag of the invoice's field at fault: of the one that is missing, where one is.
    pub const fn tag(&self) -> Option<Tag> {
        match &self.refusal {
            Refusal::Invoice(error) => error.tag(),
            _ => None,
        }
    }

    /// The parser's error.
    pub const fn refusal(&self) -> &Refusal {
        &self.refusal
    }
}

/// What is wrong, without the place.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.refusal {
            Refusal::Tlv(error) => error.kind().fmt(f),
            Refusal::Onion(error) => error.kind().fmt(f),
            // A bit is not a place as the others have it: its number is part of what is wrong.
            Refusal::Feature(error) => error.fmt(f),
            Refusal::Invoice(error) => error.kind().fmt(f),
            Refusal::Failure(error) => f.write_str(match error.kind() {
                FailureErrorKind::Truncated => "the failure message is cut",
                FailureErrorKind::TypeNotMinimal => "the type is longer than its value needs",
            }),
        }
    }
}

/// How many bytes belong to the item at the offset: its span, or, where a value has the wrong length,
/// all spans of that value.
fn marked(refusal: &Refusal, offset: usize, spans: &[Span<'_>]) -> usize {
    if is_one_character(refusal) {
        let length = spans.last().map_or(0, |span| span.offset().saturating_add(span.length()));
        return usize::from(offset < length);
    }
    let start = spans.partition_point(|span| span.offset() < offset);
    let at_fault = spans.get(start..).unwrap_or_default();
    // An empty span can stand at the same offset, before the item: an integer of zero.
    let item = at_fault.iter().take_while(|span| span.offset() == offset).map(Span::length).max();
    let whole_value = matches!(refusal, Refusal::Onion(_))
        && refusal.rule().class() == Class::BadLength
        && at_fault.first().is_some_and(|span| span.depth() > 0);
    if whole_value {
        let value = at_fault.iter().take_while(|span| span.depth() > 0);
        return value.map(Span::length).fold(0, usize::saturating_add);
    }
    item.unwrap_or(0)
}

/// Whether a single character is at fault, wherever in a field it stands.
const fn is_one_character(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::Invoice(error) => matches!(
            error.kind(),
            InvoiceErrorKind::NotPrintable
                | InvoiceErrorKind::MixedCase
                | InvoiceErrorKind::NotInAlphabet
                | InvoiceErrorKind::AmountSyntax
                | InvoiceErrorKind::Padding
                | InvoiceErrorKind::NotMinimal
        ),
        _ => false,
    }
}
