use crate::rule::{RuleId, rule};
use core::fmt;

/// What is wrong with a TLV stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TlvErrorKind {
    /// The stream ends inside a record's type.
    TypeTruncated,
    /// A type is written longer than needed.
    TypeNotMinimal,
    /// A type is lower than the one before it.
    TypeNotAscending,
    /// A record follows one of the highest type, 2^64-1.
    TypeAfterHighest,
    /// A type is the same as the one before it.
    TypeDuplicate,
    /// The stream ends before or inside a record's length.
    LengthTruncated,
    /// A length is written longer than needed.
    LengthNotMinimal,
    /// A record's length runs past the end of the stream.
    ValueTruncated {
        /// The length the record claims, in bytes.
        declared: u64,
        /// The bytes that are left for it.
        available: usize,
    },
    /// Bytes are left over after a single record.
    Trailing,
}

impl TlvErrorKind {
    /// The rule that is broken.
    pub const fn rule(self) -> RuleId {
        match self {
            Self::TypeTruncated => rule!("bolt1.tlv.type-complete"),
            Self::TypeNotMinimal => rule!("bolt1.tlv.type-minimal"),
            Self::TypeNotAscending => rule!("bolt1.tlv.ascending"),
            Self::TypeAfterHighest => rule!("bolt1.tlv.no-wraparound"),
            Self::TypeDuplicate => rule!("bolt1.tlv.no-duplicate"),
            Self::LengthTruncated => rule!("bolt1.tlv.length-complete"),
            Self::LengthNotMinimal => rule!("bolt1.tlv.length-minimal"),
            Self::ValueTruncated { .. } => rule!("bolt1.tlv.value-complete"),
            Self::Trailing => rule!("ampwire.parse.whole"),
        }
    }
}

impl fmt::Display for TlvErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TypeTruncated => "the stream ends inside a type",
            Self::TypeNotMinimal => "the type is longer than its value needs",
            Self::TypeNotAscending => "the type is lower than the one before it",
            Self::TypeAfterHighest => "nothing can follow a record of the highest type",
            Self::TypeDuplicate => "the type stands twice",
            Self::LengthTruncated => "the stream ends where a length should be",
            Self::LengthNotMinimal => "the length is longer than its value needs",
            Self::ValueTruncated { declared, available } => {
                return write!(f, "the length is {declared} bytes, but {available} are left");
            }
            Self::Trailing => "bytes are left over after the record",
        })
    }
}

/// Why a TLV stream was refused, where, and at which record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TlvError {
    kind: TlvErrorKind,
    offset: usize,
    record: Option<u64>,
}

impl TlvError {
    #[cold]
    pub(crate) const fn new(kind: TlvErrorKind, offset: usize, record: Option<u64>) -> Self {
        Self { kind, offset, record }
    }

    /// What is wrong.
    pub const fn kind(&self) -> TlvErrorKind {
        self.kind
    }

    /// The first byte of the item at fault, counted from the start of the input: of the type, or of
    /// the length where that is cut, too long or claims too much. Where no byte of a length is there,
    /// it is the record's type.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The type of the record at fault, where it could be read.
    pub const fn record(&self) -> Option<u64> {
        self.record
    }

    /// The rule that is broken.
    pub const fn rule(&self) -> RuleId {
        self.kind.rule()
    }
}

impl fmt::Display for TlvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)?;
        match self.record {
            Some(record) => write!(f, " (record type {record})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for TlvError {}
