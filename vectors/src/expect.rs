//! What a correct implementation answers.

use serde::{Deserialize, Serialize};

use crate::Members;

/// The expectation of a vector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expect {
    /// This result.
    Ok(Members),
    /// A refusal.
    Reject(Rejection),
    /// Any one of these.
    Any(Vec<Answer>),
}

/// One answer of an implementation, or one alternative of an expectation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// This result.
    Ok(Members),
    /// A refusal.
    Reject(Rejection),
}

/// A refusal, as far as it is known why and where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rejection {
    /// Every class that is right. Empty only in a recorded answer of a deployed implementation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub class: Vec<Class>,
    /// Where the item at fault starts, in bytes from the first byte of `in.bytes` or `in.invoice`. Decimal. Absent where no item is at
    /// fault (a missing record) and where several places are right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
    /// The type of the record at fault. Decimal. Absent where there is none, or several are right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tlv_type: Option<String>,
}

/// The classes of rejection of the testee protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Class {
    /// The input ends inside an item.
    Truncated,
    /// Bytes are left over.
    Trailing,
    /// An item has a length that its type does not allow.
    BadLength,
    /// A number is written longer than it need be.
    NotMinimal,
    /// Records are out of order.
    Order,
    /// A record, or an index, is there twice.
    Duplicate,
    /// An unknown record or feature that must be understood.
    UnknownEven,
    /// Something required is absent.
    Missing,
    /// Something is there that may not be.
    Forbidden,
    /// Two items contradict each other.
    Conflict,
    /// A value is outside of its range.
    BadValue,
    /// Hex, bech32 characters, case, separator or UTF-8.
    BadEncoding,
    /// A checksum does not fit.
    BadChecksum,
    /// An amount can't be read.
    BadAmount,
    /// Padding is not zero, or too long.
    BadPadding,
    /// A signature does not fit.
    BadSignature,
    /// The network is not known.
    UnknownNetwork,
    /// A limit is exceeded.
    Limit,
    /// Accepting would give something secret away.
    Insecure,
    /// Two values that must be equal differ.
    Mismatch,
    /// None of the others.
    Other,
}

impl Class {
    /// Every class, in the protocol's order.
    pub const ALL: &[Self] = &[
        Self::Truncated,
        Self::Trailing,
        Self::BadLength,
        Self::NotMinimal,
        Self::Order,
        Self::Duplicate,
        Self::UnknownEven,
        Self::Missing,
        Self::Forbidden,
        Self::Conflict,
        Self::BadValue,
        Self::BadEncoding,
        Self::BadChecksum,
        Self::BadAmount,
        Self::BadPadding,
        Self::BadSignature,
        Self::UnknownNetwork,
        Self::Limit,
        Self::Insecure,
        Self::Mismatch,
        Self::Other,
    ];

    /// The class as the protocol writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::Trailing => "trailing",
            Self::BadLength => "bad_length",
            Self::NotMinimal => "not_minimal",
            Self::Order => "order",
            Self::Duplicate => "duplicate",
            Self::UnknownEven => "unknown_even",
            Self::Missing => "missing",
            Self::Forbidden => "forbidden",
            Self::Conflict => "conflict",
            Self::BadValue => "bad_value",
            Self::BadEncoding => "bad_encoding",
            Self::BadChecksum => "bad_checksum",
            Self::BadAmount => "bad_amount",
            Self::BadPadding => "bad_padding",
            Self::BadSignature => "bad_signature",
            Self::UnknownNetwork => "unknown_network",
            Self::Limit => "limit",
            Self::Insecure => "insecure",
            Self::Mismatch => "mismatch",
            Self::Other => "other",
        }
    }

    /// Reads a class as the protocol writes it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.as_str() == name)
    }
}
