use crate::rule::{RuleId, rule};
use core::fmt;

/// What is wrong with a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WireErrorKind {
    /// A BigSize is empty or cut.
    BigSizeTruncated,
    /// A BigSize is written longer than needed.
    BigSizeNotMinimal,
    /// A truncated integer has more bytes than its width.
    IntegerTooLong,
    /// A truncated integer starts with a zero byte.
    IntegerNotMinimal,
    /// Bytes are left over after the value.
    Trailing,
}

impl WireErrorKind {
    /// The rule that is broken.
    pub const fn rule(self) -> RuleId {
        match self {
            Self::BigSizeTruncated => rule!("bolt1.bigsize.complete"),
            Self::BigSizeNotMinimal => rule!("bolt1.bigsize.minimal"),
            Self::IntegerTooLong => rule!("bolt1.tu.length"),
            Self::IntegerNotMinimal => rule!("bolt1.tu.minimal"),
            Self::Trailing => rule!("ampwire.parse.whole"),
        }
    }
}

impl fmt::Display for WireErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BigSizeTruncated => "the BigSize is cut",
            Self::BigSizeNotMinimal => "the BigSize is longer than its value needs",
            Self::IntegerTooLong => "the truncated integer has too many bytes",
            Self::IntegerNotMinimal => "the truncated integer starts with a zero byte",
            Self::Trailing => "bytes are left over",
        })
    }
}

/// Why a scalar was refused, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WireError {
    kind: WireErrorKind,
    offset: usize,
}

impl WireError {
    #[cold]
    pub(crate) const fn new(kind: WireErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// What is wrong.
    pub const fn kind(&self) -> WireErrorKind {
        self.kind
    }

    /// The first byte of the item at fault, counted from the start of the input.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The rule that is broken.
    pub const fn rule(&self) -> RuleId {
        self.kind.rule()
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

impl core::error::Error for WireError {}
