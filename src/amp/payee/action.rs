use super::{Htlc, HtlcId};
use crate::onion::{Failure, OnionError};
use crate::rule::{RuleId, rule};
use crate::secret::Preimage;
use core::fmt;

/// What is to be done about an HTLC, after the state was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Nothing yet: the HTLC is held until a later action names it.
    Hold {
        /// The HTLC.
        id: HtlcId,
    },
    /// `update_fulfill_htlc` with this preimage.
    Settle {
        /// The HTLC.
        id: HtlcId,
        /// What claims it.
        preimage: Preimage,
    },
    /// `update_fail_htlc` with this failure, or, where it is `invalid_onion_blinding` and the HTLC came
    /// with a path key, `update_fail_malformed_htlc`.
    Fail {
        /// The HTLC.
        id: HtlcId,
        /// What the payer is told.
        failure: Failure<'static>,
        /// Why, for the payee's own eyes: the failure says less on purpose.
        reason: FailReason,
    },
    /// A mistake of the caller's: another HTLC is recorded under this id. Nothing has changed, and this
    /// HTLC has no answer.
    Conflict {
        /// The id.
        id: HtlcId,
    },
}

impl Action {
    /// The HTLC concerned.
    pub const fn id(&self) -> HtlcId {
        match self {
            Self::Hold { id }
            | Self::Settle { id, .. }
            | Self::Fail { id, .. }
            | Self::Conflict { id } => *id,
        }
    }
}

/// Why an HTLC is failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailReason {
    /// The payload does not read.
    Payload(OnionError),
    /// The payload is that of a blinded hop.
    Blinded,
    /// An even custom record that the payee was not told it knows.
    CustomEven {
        /// Its type.
        record_type: u64,
        /// Its place in the payload, in bytes.
        offset: usize,
    },
    /// The HTLC has less than `amt_to_forward`.
    HtlcAmount,
    /// The HTLC expires before `outgoing_cltv_value`.
    HtlcExpiry,
    /// No `payment_data`, and nothing that does without.
    PaymentDataMissing,
    /// No invoice has this `payment_secret`.
    InvoiceUnknown,
    /// The invoice is not paid in this way: by AMP, or without.
    InvoiceKind,
    /// The HTLC is not locked to the invoice's payment hash.
    InvoiceHash,
    /// The invoice was cancelled.
    InvoiceCancelled,
    /// The keysend preimage does not hash to the payment hash.
    KeysendHash,
    /// A payment without invoice, where such are not taken.
    SpontaneousOff,
    /// An all-zero `set_id`.
    SetIdZero,
    /// The set was settled before.
    SetSettled,
    /// The invoice has expired, and the set has not begun.
    InvoiceExpired,
    /// Not the invoice's `payment_metadata`.
    Metadata,
    /// A total of zero, or below the invoice's amount.
    TotalTooLow,
    /// A total above twice the invoice's amount.
    TotalTooHigh,
    /// Not the total of the HTLCs that are held of the set.
    TotalDiffers,
    /// The set's amounts would add up to more than 2^64-1 msat.
    SumTooLarge,
    /// The HTLC expires too soon after it arrived.
    ExpiryTooSoon,
    /// One of the [`Limits`](super::Limits).
    LimitReached,
    /// The set was not complete in time.
    MppTimeout,
    /// The set was held until one of its HTLCs came too near its expiry.
    ExpiryTooNear,
    /// The set was complete, and a preimage does not fit its hash.
    NotReconstructed,
    /// The owner gave the set or the invoice up.
    Cancelled,
}

impl FailReason {
    /// The rule by which the HTLC is failed.
    pub const fn rule(&self) -> RuleId {
        match self {
            Self::Payload(error) => error.rule(),
            Self::Blinded => rule!("bolt4.blinded.final-only"),
            Self::CustomEven { .. } => rule!("amp.payee.custom-even"),
            Self::HtlcAmount => rule!("amp.payee.htlc-amount"),
            Self::HtlcExpiry => rule!("amp.payee.htlc-expiry"),
            Self::PaymentDataMissing => rule!("amp.payee.payment-data"),
            Self::InvoiceUnknown
            | Self::InvoiceKind
            | Self::InvoiceHash
            | Self::InvoiceCancelled => rule!("amp.payee.invoice"),
            Self::KeysendHash => rule!("amp.payee.keysend"),
            Self::SpontaneousOff => rule!("amp.payee.spontaneous"),
            Self::SetIdZero => rule!("amp.payee.set-id-zero"),
            Self::SetSettled => rule!("amp.payee.set-settled"),
            Self::InvoiceExpired => rule!("amp.payee.invoice-expiry"),
            Self::Metadata => rule!("amp.payee.metadata"),
            Self::TotalTooLow => rule!("amp.payee.total-least"),
            Self::TotalTooHigh => rule!("amp.payee.total-most"),
            Self::TotalDiffers => rule!("amp.payee.total-equal"),
            Self::SumTooLarge => rule!("amp.payee.sum"),
            Self::ExpiryTooSoon => rule!("amp.payee.cltv"),
            Self::LimitReached => rule!("amp.payee.limits"),
            Self::MppTimeout => rule!("amp.payee.timeout"),
            Self::ExpiryTooNear => rule!("amp.payee.expiry-again"),
            Self::NotReconstructed => rule!("amp.payee.reconstruct"),
            Self::Cancelled => rule!("amp.payee.cancel"),
        }
    }

    /// What the payer of a newcomer is told.
    pub(super) fn newcomer_failure(&self, htlc: &Htlc<'_>, height: u32) -> Failure<'static> {
        match self {
            Self::Payload(error) => Failure::from(error),
            // BOLT 2 lets the hash of the onion, which is not known here, be all zero.
            Self::Blinded => Failure::InvalidOnionBlinding { sha256_of_onion: [0; 32] },
            Self::CustomEven { record_type, offset } => Failure::InvalidOnionPayload {
                record_type: *record_type,
                offset: u16::try_from(*offset).unwrap_or(0),
            },
            Self::HtlcAmount => {
                Failure::FinalIncorrectHtlcAmount { incoming_htlc_amt: htlc.amount_msat }
            }
            Self::HtlcExpiry => Failure::FinalIncorrectCltvExpiry { cltv_expiry: htlc.cltv_expiry },
            _ => self.failure(htlc.amount_msat, height),
        }
    }

    /// What the payer is told of an HTLC of this amount that arrived at this height, and that nothing is
    /// wrong with by itself.
    // rule: amp.payee.failure
    pub(super) const fn failure(&self, htlc_msat: u64, height: u32) -> Failure<'static> {
        match self {
            Self::MppTimeout => Failure::MppTimeout,
            _ => Failure::IncorrectOrUnknownPaymentDetails { htlc_msat, height },
        }
    }
}

impl fmt::Display for FailReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Payload(error) => return error.fmt(f),
            Self::CustomEven { record_type, .. } => {
                return write!(f, "the record of type {record_type} has to be understood");
            }
            Self::Blinded => "AMP has no blinded paths",
            Self::HtlcAmount => "the HTLC has less than amt_to_forward",
            Self::HtlcExpiry => "the HTLC expires before outgoing_cltv_value",
            Self::PaymentDataMissing => "there is no payment_data",
            Self::InvoiceUnknown => "no invoice has this payment_secret",
            Self::InvoiceKind => "the invoice is not paid in this way",
            Self::InvoiceHash => "the HTLC is not locked to the invoice's payment_hash",
            Self::InvoiceCancelled => "the invoice was cancelled",
            Self::KeysendHash => "the keysend preimage does not hash to the payment_hash",
            Self::SpontaneousOff => "payments without invoice are not taken",
            Self::SetIdZero => "the set_id is all zero",
            Self::SetSettled => "the set was settled before",
            Self::InvoiceExpired => "the invoice has expired",
            Self::Metadata => "not the invoice's payment_metadata",
            Self::TotalTooLow => "the total is zero, or below the invoice's amount",
            Self::TotalTooHigh => "the total is above twice the invoice's amount",
            Self::TotalDiffers => "not the total of the other HTLCs of the set",
            Self::SumTooLarge => "the amounts of the set add up to too much",
            Self::ExpiryTooSoon => "the HTLC expires too soon",
            Self::LimitReached => "a limit on what is held is reached",
            Self::MppTimeout => "the set was not complete in time",
            Self::ExpiryTooNear => "an HTLC of the set came too near its expiry",
            Self::NotReconstructed => "a preimage of the set does not fit its payment_hash",
            Self::Cancelled => "given up by the payee",
        })
    }
}
