use super::{TlvError, TlvErrorKind};
use crate::wire::{BigSize, Encode, Fault, bigsize, length_of};
use bytes::BufMut;
use core::fmt;

/// One record of a TLV stream, borrowed from it.
///
/// `Debug` shows the type and the length, never the value: values can be secrets.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_field_names, reason = "`type` is a keyword")]
pub struct Record<'a> {
    record_type: u64,
    value: &'a [u8],
    offset: usize,
}

impl<'a> Record<'a> {
    pub(super) const fn new(record_type: u64, value: &'a [u8], offset: usize) -> Self {
        Self { record_type, value, offset }
    }

    /// Reads one record at the start of the input and gives what follows it.
    ///
    /// # Errors
    ///
    /// Where the type or the length is cut or not minimal, or the value runs past the end.
    pub fn parse_prefix(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), TlvError> {
        match record(bytes) {
            Ok((record_type, value, rest)) => Ok((Self::new(record_type, value, 0), rest)),
            Err(cut) => Err(explain(bytes, 0, cut)),
        }
    }

    /// Reads one record that is the whole input.
    ///
    /// # Errors
    ///
    /// As [`parse_prefix`](Self::parse_prefix); bytes left over are refused too.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, TlvError> {
        let (record, rest) = Self::parse_prefix(bytes)?;
        if rest.is_empty() {
            Ok(record)
        } else {
            // rule: ampwire.parse.whole
            let offset = bytes.len().saturating_sub(rest.len());
            Err(TlvError::new(TlvErrorKind::Trailing, offset, Some(record.record_type)))
        }
    }

    /// The type, BOLT 1's number of the record.
    pub const fn record_type(&self) -> u64 {
        self.record_type
    }

    /// The value.
    pub const fn value(&self) -> &'a [u8] {
        self.value
    }

    /// Where the record starts: the first byte of its type, counted from the start of the stream.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Where the length starts, counted from the start of the stream.
    pub fn length_offset(&self) -> usize {
        // Types and lengths that were read are minimal, so their sizes follow from their values.
        self.offset.saturating_add(length_of(self.record_type))
    }

    /// Where the value starts, counted from the start of the stream.
    pub fn value_offset(&self) -> usize {
        let length = BigSize::of_length(self.value.len());
        self.length_offset().saturating_add(length.wire_len())
    }
}

impl Encode for Record<'_> {
    fn wire_len(&self) -> usize {
        wire_len(self.record_type, self.value.len())
    }

    fn put(&self, out: &mut impl BufMut) {
        BigSize(self.record_type).put(out);
        BigSize::of_length(self.value.len()).put(out);
        out.put_slice(self.value);
    }
}

impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Record {{ type: {}, value: [{} bytes], offset: {} }}",
            self.record_type,
            self.value.len(),
            self.offset
        )
    }
}

/// The size of a record with a value of this length. A value is in memory, so the sum of its length
/// and two `BigSize`s does not overflow in practice; it saturates rather than wraps.
pub(crate) fn wire_len(record_type: u64, value_len: usize) -> usize {
    let length = BigSize::of_length(value_len);
    length_of(record_type).saturating_add(length.wire_len()).saturating_add(value_len)
}

/// What stopped the reading of a record, and what had been read by then.
#[derive(Clone, Copy)]
pub(super) enum Cut {
    Type(Fault),
    Length(u64, Fault),
    Value(u64, u64),
}

/// A record at the start of the input: type, value and what follows.
#[inline]
pub(super) fn record(input: &[u8]) -> Result<(u64, &[u8], &[u8]), Cut> {
    // rule: bolt1.tlv.type-minimal, rule: bolt1.tlv.type-complete
    let (record_type, rest) = bigsize(input).map_err(Cut::Type)?;
    // rule: bolt1.tlv.length-minimal, rule: bolt1.tlv.length-complete
    let (length, rest) = bigsize(rest).map_err(|fault| Cut::Length(record_type, fault))?;
    // rule: bolt1.tlv.value-complete. The length is compared before it is narrowed: on a 32-bit
    // machine a length of 2^32 + 1 must not become 1.
    match usize::try_from(length).ok().and_then(|length| rest.split_at_checked(length)) {
        Some((value, rest)) => Ok((record_type, value, rest)),
        None => Err(Cut::Value(record_type, length)),
    }
}

/// The error for a record that starts at `offset` of the stream and whose bytes are `input`.
#[cold]
pub(super) fn explain(input: &[u8], offset: usize, cut: Cut) -> TlvError {
    let length_offset = |record_type| offset.saturating_add(length_of(record_type));
    match cut {
        Cut::Type(Fault::NotMinimal) => TlvError::new(TlvErrorKind::TypeNotMinimal, offset, None),
        Cut::Type(_) => TlvError::new(TlvErrorKind::TypeTruncated, offset, None),
        Cut::Length(record_type, fault) => {
            let (kind, at) = match fault {
                Fault::NotMinimal => (TlvErrorKind::LengthNotMinimal, length_offset(record_type)),
                Fault::Truncated => (TlvErrorKind::LengthTruncated, length_offset(record_type)),
                // No byte of the length is there: the record is what could not be completed.
                Fault::Empty => (TlvErrorKind::LengthTruncated, offset),
            };
            TlvError::new(kind, at, Some(record_type))
        }
        Cut::Value(record_type, declared) => {
            let header = length_of(record_type).saturating_add(length_of(declared));
            let available = input.len().saturating_sub(header);
            let kind = TlvErrorKind::ValueTruncated { declared, available };
            TlvError::new(kind, length_offset(record_type), Some(record_type))
        }
    }
}
