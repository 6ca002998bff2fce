use crate::amp::AmpError;
use crate::onion::OnionError;
use crate::rule::{RuleId, rule};
use core::fmt;

/// Why the payer refuses something. Nothing has changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PayerErrorKind {
    /// A payment of nothing is complete before its first part.
    TotalZero,
    /// A payment in no part.
    MaxPartsZero,
    /// The shares of this scheme can't be made one after the other.
    SchemeUnfit,
    /// A payload of this payment can't be written.
    Payload(OnionError),
    /// The generator gave a root or a `set_id` of zeros, one that was used before, or both alike.
    NotFresh,
    /// A share can't be made: the generator is broken.
    Share(AmpError),
    /// A part with this payment hash was sent before.
    HashTwice,
    /// A part of this id was sent before.
    PartTwice,
    /// A part of nothing: without it the others would make the total.
    AmountZero,
    /// The outstanding parts make the total.
    NothingLacks,
    /// The part is larger than what lacks.
    AmountTooLarge,
    /// More parts would be needed than may be outstanding: none may follow this one, and something
    /// would lack still.
    TooManyParts,
    /// The payee failed a part, and others are outstanding: what lacks waits for them.
    PayeeFailed,
    /// A part was settled, or the payment was given up: nothing more is sent.
    Over,
    /// No part of this id was sent.
    PartUnknown,
    /// The part came to another end before. If it was said to have failed, and this is its preimage, that
    /// was said too soon, and the payee has the money.
    PartResolved,
    /// The preimage does not hash to the part's payment hash.
    WrongPreimage,
    /// The state has a version that this library does not know.
    StateVersion {
        /// The version found.
        version: u32,
    },
    /// No payer can have been in this state.
    StateBroken,
}

impl PayerErrorKind {
    /// The rule that is broken. `None` where it is no rule, but how the payment was set up, and how it
    /// stands.
    pub const fn rule(self) -> Option<RuleId> {
        Some(match self {
            Self::MaxPartsZero | Self::SchemeUnfit | Self::TooManyParts | Self::Over => {
                return None;
            }
            Self::Payload(error) => error.rule(),
            Self::NotFresh => rule!("amp.payer.fresh"),
            Self::Share(error) => error.rule(),
            Self::HashTwice => rule!("amp.payer.hash-once"),
            Self::PartTwice => rule!("amp.shares.id-once"),
            Self::TotalZero | Self::AmountZero | Self::NothingLacks | Self::AmountTooLarge => {
                rule!("amp.payer.no-subset")
            }
            Self::PayeeFailed => rule!("amp.payer.retry-payee"),
            Self::PartUnknown | Self::PartResolved => rule!("amp.shares.cancel"),
            Self::WrongPreimage => rule!("amp.payer.verify"),
            Self::StateVersion { .. } | Self::StateBroken => rule!("amp.payer.write-ahead"),
        })
    }
}

impl fmt::Display for PayerErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TotalZero => "a payment of nothing",
            Self::MaxPartsZero => "a payment in no part",
            Self::SchemeUnfit => "the shares of this scheme can't be made one after the other",
            Self::Payload(error) => return error.fmt(f),
            Self::NotFresh => "the root or the set_id is zero or not new: the generator is broken",
            Self::Share(error) => return error.fmt(f),
            Self::HashTwice => "a part with this payment_hash was sent before",
            Self::PartTwice => "a part of this id was sent before",
            Self::AmountZero => "a part of nothing",
            Self::NothingLacks => "the outstanding parts make the total",
            Self::AmountTooLarge => "the part is larger than what lacks",
            Self::TooManyParts => "the last part that may be sent takes all that lacks",
            Self::PayeeFailed => "the payee failed a part: wait until nothing is outstanding",
            Self::Over => "a part was settled or the payment given up: nothing more is sent",
            Self::PartUnknown => "no part of this id was sent",
            Self::PartResolved => "the part came to another end before",
            Self::WrongPreimage => "the preimage does not hash to the part's payment_hash",
            Self::StateVersion { version } => return write!(f, "a state of version {version}"),
            Self::StateBroken => "no payer can have been in this state",
        })
    }
}

/// Why the payer refuses something. Nothing has changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PayerError(PayerErrorKind);

impl PayerError {
    /// What is wrong.
    pub const fn kind(&self) -> PayerErrorKind {
        self.0
    }

    /// The rule that is broken, where it is one.
    pub const fn rule(&self) -> Option<RuleId> {
        self.0.rule()
    }
}

impl From<PayerErrorKind> for PayerError {
    fn from(kind: PayerErrorKind) -> Self {
        Self(kind)
    }
}

impl From<OnionError> for PayerError {
    fn from(error: OnionError) -> Self {
        Self(PayerErrorKind::Payload(error))
    }
}

impl From<AmpError> for PayerError {
    fn from(error: AmpError) -> Self {
        Self(PayerErrorKind::Share(error))
    }
}

impl fmt::Display for PayerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl core::error::Error for PayerError {}
