use crate::rule::{RuleId, rule};
use core::fmt;

/// Why the payee's owner was refused something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PayeeErrorKind {
    /// Less than 60 seconds for a set.
    TimeoutTooShort,
    /// An all-zero `payment_secret` names no invoice.
    ZeroPaymentSecret,
    /// There is an invoice with this `payment_secret`.
    InvoiceTwice,
    /// The invoice has sets that are held.
    InvoiceHeld,
    /// The state has a version that this library does not know.
    StateVersion {
        /// The version found.
        version: u32,
    },
    /// No payee can have been in this state.
    StateBroken,
}

impl PayeeErrorKind {
    /// The rule that is broken.
    pub const fn rule(self) -> RuleId {
        match self {
            Self::TimeoutTooShort => rule!("amp.payee.timeout-length"),
            Self::ZeroPaymentSecret | Self::InvoiceTwice | Self::InvoiceHeld => {
                rule!("amp.payee.invoice")
            }
            Self::StateVersion { .. } | Self::StateBroken => rule!("amp.payee.write-ahead"),
        }
    }
}

impl fmt::Display for PayeeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimeoutTooShort => f.write_str("a set is held for 60 seconds at least"),
            Self::ZeroPaymentSecret => f.write_str("an all-zero payment_secret names no invoice"),
            Self::InvoiceTwice => f.write_str("there is an invoice with this payment_secret"),
            Self::InvoiceHeld => f.write_str("HTLCs are held for this invoice: cancel it first"),
            Self::StateVersion { version } => write!(f, "a state of version {version}"),
            Self::StateBroken => f.write_str("no payee can have been in this state"),
        }
    }
}

/// Why the payee's owner was refused something. What HTLCs are failed for is a
/// [`FailReason`](super::FailReason).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PayeeError(PayeeErrorKind);

impl PayeeError {
    /// What is wrong.
    pub const fn kind(&self) -> PayeeErrorKind {
        self.0
    }

    /// The rule that is broken.
    pub const fn rule(&self) -> RuleId {
        self.0.rule()
    }
}

impl From<PayeeErrorKind> for PayeeError {
    fn from(kind: PayeeErrorKind) -> Self {
        Self(kind)
    }
}

impl fmt::Display for PayeeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl core::error::Error for PayeeError {}
