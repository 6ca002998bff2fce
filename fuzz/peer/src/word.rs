//! Answers and differences as numbers, so that a fuzzer is not led by comparisons of their names.

use ampwire::rule::Class;
use std::fmt;

/// An answer in a word: `ok`, `panic`, or the class of a rejection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word(u8);

impl Word {
    /// All words.
    pub const ALL: [Self; 14] = [
        Self::OK,
        Self::PANIC,
        Self::NONE,
        Self::TRUNCATED,
        Self::BAD_LENGTH,
        Self::NOT_MINIMAL,
        Self::NOT_CANONICAL,
        Self::ORDER,
        Self::DUPLICATE,
        Self::UNKNOWN_EVEN,
        Self::MISSING,
        Self::FORBIDDEN,
        Self::BAD_VALUE,
        Self::LIMIT,
    ];
    const NAMES: [&str; 14] = [
        "ok",
        "panic",
        "none",
        "truncated",
        "bad_length",
        "not_minimal",
        "order or duplicate",
        "order",
        "duplicate",
        "unknown_even",
        "missing",
        "forbidden",
        "bad_value",
        "limit",
    ];

    /// It was read.
    pub const OK: Self = Self(0);
    /// The other panicked.
    pub const PANIC: Self = Self(1);
    /// The other's error tells no class.
    pub const NONE: Self = Self(2);
    /// The bytes end too early.
    pub const TRUNCATED: Self = Self(3);
    /// A value has the wrong length.
    pub const BAD_LENGTH: Self = Self(4);
    /// An integer is written longer than it needs.
    pub const NOT_MINIMAL: Self = Self(5);
    /// One error for both of the next two, as LND has it.
    pub const NOT_CANONICAL: Self = Self(6);
    /// Records are not in ascending order.
    pub const ORDER: Self = Self(7);
    /// A record appears twice.
    pub const DUPLICATE: Self = Self(8);
    /// An unknown record with an even type.
    pub const UNKNOWN_EVEN: Self = Self(9);
    /// A record that has to be there is not.
    pub const MISSING: Self = Self(10);
    /// A record that must not be there is.
    pub const FORBIDDEN: Self = Self(11);
    /// A value is outside what its type allows.
    pub const BAD_VALUE: Self = Self(12);
    /// Longer than the other reads, or can be given.
    pub const LIMIT: Self = Self(13);

    /// The word of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.name() == name)
    }

    /// The class of our rejection.
    ///
    /// # Panics
    ///
    /// At a class that no payload is refused with.
    pub fn of_class(class: Class) -> Self {
        match class {
            Class::Truncated => Self::TRUNCATED,
            Class::BadLength => Self::BAD_LENGTH,
            Class::NotMinimal => Self::NOT_MINIMAL,
            Class::Order => Self::ORDER,
            Class::Duplicate => Self::DUPLICATE,
            Class::UnknownEven => Self::UNKNOWN_EVEN,
            Class::Missing => Self::MISSING,
            Class::Forbidden => Self::FORBIDDEN,
            Class::BadValue => Self::BAD_VALUE,
            other => panic!("a payload refused as {other}"),
        }
    }

    /// The name.
    pub const fn name(self) -> &'static str {
        Self::NAMES[self.0 as usize]
    }

    /// A set of this word alone.
    pub const fn bit(self) -> u16 {
        1 << self.0
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What differs: the verdict, members of what was read, or a rejection's class and record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Differences(u16);

impl Differences {
    const NAMES: [&str; 14] = [
        "verdict",
        "class",
        "tlv_type",
        "amt_to_forward",
        "outgoing_cltv_value",
        "short_channel_id",
        "payment_data",
        "encrypted_recipient_data",
        "current_path_key",
        "amp_record",
        "payment_metadata",
        "total_amount_msat",
        "keysend_preimage",
        "other",
    ];

    /// One reads what the other refuses.
    pub const VERDICT: Self = Self(1);
    /// The class of a rejection.
    pub const CLASS: Self = Self(1 << 1);
    /// The record that a rejection names.
    pub const TLV_TYPE: Self = Self(1 << 2);
    /// The member of this name.
    pub const AMT_TO_FORWARD: Self = Self(1 << 3);
    /// The member of this name.
    pub const OUTGOING_CLTV_VALUE: Self = Self(1 << 4);
    /// The member of this name.
    pub const SHORT_CHANNEL_ID: Self = Self(1 << 5);
    /// The member of this name.
    pub const PAYMENT_DATA: Self = Self(1 << 6);
    /// The member of this name.
    pub const ENCRYPTED_RECIPIENT_DATA: Self = Self(1 << 7);
    /// The member of this name.
    pub const CURRENT_PATH_KEY: Self = Self(1 << 8);
    /// The member of this name.
    pub const AMP_RECORD: Self = Self(1 << 9);
    /// The member of this name.
    pub const PAYMENT_METADATA: Self = Self(1 << 10);
    /// The member of this name.
    pub const TOTAL_AMOUNT_MSAT: Self = Self(1 << 11);
    /// The member of this name.
    pub const KEYSEND_PREIMAGE: Self = Self(1 << 12);
    /// The records that have no member of their own.
    pub const OTHER: Self = Self(1 << 13);

    /// The difference of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|other| *other == name).map(|place| Self(1 << place))
    }

    /// Nothing differs.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether any of them is among these.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These but for others.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "";
        for (place, name) in Self::NAMES.iter().enumerate() {
            if self.0 & 1 << place != 0 {
                write!(f, "{before}{name}")?;
                before = ", ";
            }
        }
        Ok(())
    }
}
