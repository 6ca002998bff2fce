//! How far it can be told what stands where in an invoice whose text is broken.

use crate::bolt11::{Field, FieldValue, InvoiceErrorKind, LenientInvoice, Tag};
use crate::symbols::symbol_of;
use alloc::string::String;

/// The symbols of the signature and the recovery id behind it.
pub(super) const SIGNATURE_LEN: usize = 104;
/// The characters of the checksum.
pub(super) const CHECKSUM_LEN: usize = 6;

/// What can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The checksum is right: everything stands where it should.
    Sure,
    /// The text is wrong, and all the same the fields end where the signature begins: some characters
    /// are others than they should be, and none is lost.
    Changed,
    /// As [`Changed`](Self::Changed), and there is no payment secret: it may be under another tag.
    Astray,
    /// The text is wrong, and the fields don't end there: characters are lost, most likely at the end.
    /// Fields at the start can be told as long as they look like fields.
    Cut,
}

impl Shape {
    /// Whether a value may be another's than the tag says.
    pub(super) const fn may_mislead(self) -> bool {
        matches!(self, Self::Astray | Self::Cut)
    }
}

/// Whether the text as such is at fault, and so all that is read of it may be wrong.
pub(super) fn is_text_broken(invoice: &LenientInvoice<'_>) -> bool {
    invoice.findings().iter().any(|finding| {
        matches!(
            finding.kind(),
            InvoiceErrorKind::NotPrintable
                | InvoiceErrorKind::MixedCase
                | InvoiceErrorKind::SeparatorMissing
                | InvoiceErrorKind::NotInAlphabet
                | InvoiceErrorKind::ChecksumTruncated { .. }
                | InvoiceErrorKind::Checksum
        )
    })
}

/// A text of the same length that can be walked: every character that can't be in an invoice is one that
/// can, and all letters are of one case.
pub(super) fn repaired(invoice: &[u8], separator: usize) -> String {
    let characters = invoice.iter().enumerate().map(|(place, byte)| match byte {
        byte if place > separator && symbol_of(*byte).is_none() => 'q',
        b'!'..=b'~' => char::from(byte.to_ascii_lowercase()),
        _ => '?',
    });
    characters.collect()
}

/// What can be told of a text that is broken, from two readings of it up to its checksum at `end`: as if
/// no character were lost, and as if the end were.
pub(super) fn of_broken(
    as_it_is: &LenientInvoice<'_>,
    as_cut: &LenientInvoice<'_>,
    separator: usize,
    end: usize,
) -> Shape {
    if !ends_well(as_it_is, separator) {
        return Shape::Cut;
    }
    if as_it_is.payment_secret().is_some() {
        return Shape::Changed;
    }
    // By chance, a text that is cut can end well too.
    let mut fields =
        as_cut.fields().take_while(|field| field.end() <= end && looks_like_a_field(field));
    if fields.any(|field| field.tag() == Tag::PAYMENT_SECRET) { Shape::Cut } else { Shape::Astray }
}

/// Whether the fields end where the signature begins.
fn ends_well(invoice: &LenientInvoice<'_>, separator: usize) -> bool {
    let timestamp_end = separator.saturating_add(8);
    let end = invoice.fields().last().map_or(timestamp_end, |field| field.end());
    invoice.signature_offset() == Some(end)
}

/// The repaired text with so much behind it that what should be the signature is read as fields too.
pub(super) fn lengthened(repaired: &str) -> String {
    let more = core::iter::repeat_n('q', SIGNATURE_LEN + CHECKSUM_LEN);
    repaired.chars().chain(more).collect()
}

/// Whether a field in a text of which the end is lost looks like one: a signature read as a field would
/// hardly.
pub(super) fn looks_like_a_field(field: &Field<'_>) -> bool {
    matches!(field.value(), Ok(value) if !matches!(value, FieldValue::Unknown | FieldValue::Skipped))
}
