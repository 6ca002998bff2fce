use crate::rule::{RuleId, rule};
use core::fmt;

/// Why a derivation, or something to be done with shares, was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AmpErrorKind {
    /// There is no part to reconstruct from.
    NoParts,
    /// A part's `payment_hash` is not the hash of the preimage derived for it.
    HashMismatch,
    /// A share that is all zero can't be split, and no half may be all zero.
    ZeroShare,
    /// `bp2018`: two parts have the same index, and so the same preimage and `payment_hash`.
    Bp2018IndexTwice,
    /// `hmac_xor`: two parts have the same index, and their shares cancel each other.
    HmacXorIndexTwice,
    /// `hmac_xor`: a preimage is all zero, which everyone knows.
    HmacXorZeroPreimage,
    /// A shard of this id is outstanding.
    ShardTwice,
    /// No shard of this id is outstanding.
    ShardUnknown,
    /// Nothing of the root is kept: no further shard can be made.
    NothingKept,
}

impl AmpErrorKind {
    /// The rule that is broken.
    pub const fn rule(self) -> RuleId {
        match self {
            Self::NoParts => rule!("amp.reconstruct.empty"),
            Self::HashMismatch => rule!("amp.reconstruct.hash"),
            Self::ZeroShare => rule!("amp.sha256.split"),
            Self::Bp2018IndexTwice => rule!("amp.bp2018.index-once"),
            Self::HmacXorIndexTwice => rule!("amp.hmac-xor.index-once"),
            Self::HmacXorZeroPreimage => rule!("amp.hmac-xor.zero-preimage"),
            Self::ShardTwice => rule!("amp.shares.id-once"),
            Self::ShardUnknown => rule!("amp.shares.cancel"),
            Self::NothingKept => rule!("amp.shares.nothing-kept"),
        }
    }
}

impl fmt::Display for AmpErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoParts => "there is no part to reconstruct from",
            Self::HashMismatch => "the payment_hash is not that of the derived preimage",
            Self::ZeroShare => "an all-zero share can't be split, nor be a half of a split",
            Self::Bp2018IndexTwice => {
                "the index stands twice: two parts would have one preimage and one payment_hash"
            }
            Self::HmacXorIndexTwice => "the index stands twice: the shares cancel each other",
            Self::HmacXorZeroPreimage => "the preimage would be all zero, known to everyone",
            Self::ShardTwice => "a shard of this id is outstanding",
            Self::ShardUnknown => "no shard of this id is outstanding",
            Self::NothingKept => "all shares are out: no further shard can be made",
        })
    }
}

/// Why a derivation was refused, and at which part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AmpError {
    kind: AmpErrorKind,
    part: Option<usize>,
}

impl AmpError {
    #[cold]
    pub(super) const fn new(kind: AmpErrorKind, part: Option<usize>) -> Self {
        Self { kind, part }
    }

    /// What is wrong.
    pub const fn kind(&self) -> AmpErrorKind {
        self.kind
    }

    /// The place of the part at fault in the list given, counted from 0. `None` where no single part
    /// is.
    pub const fn part(&self) -> Option<usize> {
        self.part
    }

    /// The rule that is broken.
    pub const fn rule(&self) -> RuleId {
        self.kind.rule()
    }
}

impl fmt::Display for AmpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Some(part) => write!(f, "{} (part {part}, counted from 0)", self.kind),
            None => self.kind.fmt(f),
        }
    }
}

impl core::error::Error for AmpError {}
