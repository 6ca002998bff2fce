//! The text of an invoice taken apart: human-readable part, data and checksum.

use super::walk::Faults;
use super::{InvoiceError, InvoiceErrorKind};
use crate::canary::{Canary, planted};
use crate::symbols::{CHECKSUM_LEN, Checksum, Symbols};

/// How far the quick way looks for the separator: no human-readable part is longer whose amount fits a
/// u64. The thorough way looks everywhere.
const LONGEST_HRP: usize = 32;
/// The symbols of the timestamp.
pub(super) const TIMESTAMP_LEN: usize = 7;
/// The symbols of the signature and its recovery id.
pub(super) const SIGNATURE_LEN: usize = 104;

/// An invoice's text and where its parts are.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    /// All of it.
    pub(super) all: &'a str,
    /// Where the separator stands.
    pub(super) separator: usize,
    /// How many characters there are between separator and checksum.
    pub(super) data_len: usize,
    /// Those of them that are symbols, up to the first that is none. In an invoice that is read strictly
    /// that is all.
    pub(super) data: Symbols<'a>,
}

impl<'a> Text<'a> {
    /// Takes the text apart; the faults go to `faults`, in the order of the contract for readers.
    /// `None` where there is nothing to read because no separator was found.
    pub(super) fn parse(
        text: &'a str,
        faults: &mut impl Faults,
    ) -> Result<Option<Self>, InvoiceError> {
        match quick(text) {
            Some(parts) => Ok(Some(parts)),
            None => thorough(text, faults),
        }
    }

    /// The text that was taken apart before, with the same separator.
    pub(super) fn again(text: &'a str, separator: usize) -> Self {
        let after = text.as_bytes().get(separator.saturating_add(1)..).unwrap_or_default();
        let data_len = after.len().saturating_sub(CHECKSUM_LEN);
        let data = Symbols::checked_before(after.get(..data_len).unwrap_or_default());
        Self { all: text, separator, data_len, data }
    }

    /// The human-readable part.
    pub(super) fn hrp(&self) -> &'a str {
        self.all.get(..self.separator).unwrap_or_default()
    }

    /// Where the data starts.
    pub(super) const fn data_offset(&self) -> usize {
        self.separator.saturating_add(1)
    }

    /// Where the signature starts.
    pub(super) const fn signature_offset(&self) -> usize {
        self.data_offset().saturating_add(self.data_len.saturating_sub(SIGNATURE_LEN))
    }

    /// Whether every character of the data is a symbol.
    pub(super) const fn is_readable(&self) -> bool {
        self.data.len() == self.data_len
    }

    /// The symbols in front of the signature and those of it; `None` where not all can be read.
    pub(super) fn split_signature(&self) -> Option<(Symbols<'a>, Symbols<'a>)> {
        if !self.is_readable() || self.data_len < TIMESTAMP_LEN + SIGNATURE_LEN {
            return None;
        }
        self.data.split_at_checked(self.data_len.checked_sub(SIGNATURE_LEN)?)
    }

    /// Whether the letters are in upper case.
    pub(super) fn is_upper_case(&self) -> bool {
        let first = self.all.bytes().find(u8::is_ascii_alphabetic);
        first.is_some_and(|letter| letter.is_ascii_uppercase())
    }
}

/// Takes apart what has nothing wrong, in one pass over the data. `None` says nothing more than that
/// the thorough way has to look.
fn quick(text: &str) -> Option<Text<'_>> {
    let start = text.as_bytes().get(..LONGEST_HRP.min(text.len()))?;
    // A separator further on would be found as a character outside the alphabet.
    let separator = start.iter().rposition(|byte| *byte == b'1')?;
    let hrp = text.get(..separator).filter(|hrp| !hrp.is_empty())?;
    // Of the human-readable part only what every invoice has is taken here: ASCII that is not space.
    let (mut lower, mut upper) = (false, false);
    for byte in hrp.bytes() {
        match byte {
            b'a'..=b'z' => lower = true,
            b'A'..=b'Z' => upper = true,
            b'!'..=b'~' => {}
            _ => return None,
        }
    }
    let checked = Symbols::parse_checked(hrp, text.get(separator.checked_add(1)?..)?).ok()?;
    match checked.case {
        Some(crate::symbols::Case::Lower) => lower = true,
        Some(crate::symbols::Case::Upper) => upper = true,
        None => {}
    }
    if lower && upper {
        return None;
    }
    let data = checked.symbols;
    Some(Text { all: text, separator, data_len: data.len(), data })
}

/// Takes any text apart and says everything that is wrong with it.
#[cold]
fn thorough<'a>(text: &'a str, faults: &mut impl Faults) -> Result<Option<Text<'a>>, InvoiceError> {
    let at = InvoiceError::at;
    let bytes = text.as_bytes();
    let unprintable = characters(bytes, faults)?;
    // rule: bolt11.text.separator
    let mut separator = bytes.iter().rposition(|byte| *byte == b'1').filter(|place| *place > 0);
    if planted(Canary::InvoiceSeparator) {
        separator = bytes.iter().position(|byte| *byte == b'1').filter(|place| *place > 0);
    }
    let Some(separator) = separator else {
        faults.fault(at(InvoiceErrorKind::SeparatorMissing, 0))?;
        return Ok(None);
    };
    let after = text.get(separator.saturating_add(1)..).unwrap_or_default();
    let after_offset = separator.saturating_add(1);
    // rule: bolt11.text.characters
    let stranger = Symbols::parse(after).err().map(|error| error.offset());
    if let Some(place) = stranger {
        let place = after_offset.saturating_add(place);
        if unprintable != Some(place) {
            faults.fault(at(InvoiceErrorKind::NotInAlphabet, place))?;
        }
    }
    // rule: bolt11.text.checksum-complete
    let data_len = if let Some(data_len) = after.len().checked_sub(CHECKSUM_LEN) {
        // rule: bolt11.text.checksum
        if stranger.is_none() && !is_checksum_right(text, separator) {
            let offset = after_offset.saturating_add(data_len);
            faults.fault(at(InvoiceErrorKind::Checksum, offset))?;
        }
        data_len
    } else {
        let kind = InvoiceErrorKind::ChecksumTruncated { available: after.len() };
        faults.fault(at(kind, separator))?;
        0
    };
    let readable = stranger.map_or(data_len, |place| place.min(data_len));
    let readable = after.as_bytes().get(..readable).unwrap_or_default();
    let data = Symbols::checked_before(readable);
    Ok(Some(Text { all: text, separator, data_len, data }))
}

/// Finds the first character that may not be in any text, and the first letter of the other case; the
/// place of the former comes back.
fn characters(bytes: &[u8], faults: &mut impl Faults) -> Result<Option<usize>, InvoiceError> {
    let (mut unprintable, mut mixed) = (None, None);
    let mut first_letter: Option<u8> = None;
    for (place, byte) in bytes.iter().enumerate() {
        // rule: bolt11.text.characters
        if unprintable.is_none() && !matches!(byte, b'!'..=b'~') {
            unprintable = Some(place);
            faults.fault(InvoiceError::at(InvoiceErrorKind::NotPrintable, place))?;
        }
        // rule: bolt11.text.case
        if mixed.is_none() && byte.is_ascii_alphabetic() {
            let first = *first_letter.get_or_insert(*byte);
            if first.is_ascii_uppercase() != byte.is_ascii_uppercase() {
                mixed = Some(place);
                faults.fault(InvoiceError::at(InvoiceErrorKind::MixedCase, place))?;
            }
        }
    }
    Ok(unprintable)
}

/// Whether the text after the separator ends with its checksum, whatever the case of its letters.
fn is_checksum_right(text: &str, separator: usize) -> bool {
    let (hrp, after) = text.split_at_checked(separator).unwrap_or_default();
    let (start, after) = (Checksum::of_hrp(hrp), after.get(1..).unwrap_or_default());
    // Letters of both cases, which is said elsewhere, are taken in one at a time.
    let one_by_one = || {
        after
            .split_inclusive(|_: char| true)
            .try_fold(start, |checksum, symbol| checksum.text(symbol).map(|(checksum, _)| checksum))
    };
    let checksum = start.text(after).map(|(checksum, _)| checksum).or_else(one_by_one);
    checksum.is_some_and(Checksum::is_right)
}
