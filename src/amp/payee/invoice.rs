use super::key::SecretHash;
use crate::amp::parts::payment_hash;
use crate::bolt11::VerifiedInvoice;
use crate::secret::{PaymentHash, PaymentSecret, Preimage};
use crate::wire::Encode;
use alloc::vec::Vec;
use core::fmt;

/// What the payee has to know of an invoice that it gave out.
#[derive(Clone, PartialEq, Eq)]
pub struct PayeeInvoice {
    /// The secret itself is not kept: only what arrives has to be compared with it.
    pub(super) secret: SecretHash,
    pub(super) is_zero: bool,
    pub(super) terms: Terms,
}

/// What an invoice asks for.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) amp: bool,
    /// With the preimage's hash. Without, the invoice is paid by AMP alone.
    pub(super) mpp: Option<(PaymentHash, Preimage)>,
    pub(super) amount_msat: Option<u64>,
    pub(super) expires_at: Option<u64>,
    pub(super) min_final_cltv_expiry_delta: u32,
    pub(super) payment_metadata: Option<Vec<u8>>,
}

impl PayeeInvoice {
    /// An invoice that is paid by AMP, any number of times. Its payment hash is a mere name.
    pub fn amp(payment_secret: &PaymentSecret) -> Self {
        Self::new(payment_secret, true, None)
    }

    /// An invoice that is paid without AMP, in one part or several, once.
    pub fn mpp(payment_secret: &PaymentSecret, preimage: Preimage) -> Self {
        Self::new(payment_secret, false, Some(preimage))
    }

    /// An invoice with feature bit 31, which may be paid either way: once without AMP, and any number of
    /// times by AMP.
    pub fn amp_or_mpp(payment_secret: &PaymentSecret, preimage: Preimage) -> Self {
        Self::new(payment_secret, true, Some(preimage))
    }

    /// An invoice as it was signed: paid as its features say, with its amount, expiry,
    /// `min_final_cltv_expiry_delta` and `payment_metadata`. Events have to be timed in seconds since 1970.
    ///
    /// The preimage is that of its payment hash: one that can be paid without AMP has it, one that requires
    /// AMP has none. `None` where it is otherwise.
    pub fn of_invoice(invoice: &VerifiedInvoice<'_>, preimage: Option<Preimage>) -> Option<Self> {
        let support = invoice.amp_support();
        let paid_without = preimage.as_ref().map(payment_hash) == Some(invoice.payment_hash());
        if paid_without == support.is_required() || paid_without != preimage.is_some() {
            return None;
        }
        let delta = invoice.min_final_cltv_expiry_delta_or_default();
        let mut own = Self::new(&invoice.payment_secret(), support.is_offered(), preimage)
            .expires_at(invoice.expires_at())
            .min_final_cltv_expiry_delta(u32::try_from(delta).unwrap_or(u32::MAX));
        own.terms.amount_msat = invoice.amount_msat();
        own.terms.payment_metadata = invoice.payment_metadata().map(|metadata| metadata.to_vec());
        Some(own)
    }

    fn new(payment_secret: &PaymentSecret, amp: bool, preimage: Option<Preimage>) -> Self {
        Self {
            secret: SecretHash::of(payment_secret),
            is_zero: payment_secret.is_zero(),
            terms: Terms {
                amp,
                mpp: preimage.map(|preimage| (payment_hash(&preimage), preimage)),
                amount_msat: None,
                expires_at: None,
                min_final_cltv_expiry_delta: 0,
                payment_metadata: None,
            },
        }
    }

    /// The amount asked for, in msat. Without one any total from 1 msat up is taken.
    pub fn amount_msat(mut self, amount_msat: u64) -> Self {
        self.terms.amount_msat = Some(amount_msat);
        self
    }

    /// The last second at which a set may begin, on the clock that the events are timed by.
    pub fn expires_at(mut self, seconds: u64) -> Self {
        self.terms.expires_at = Some(seconds);
        self
    }

    /// The blocks that an HTLC has to have left when it arrives. Counts where it is more than the
    /// payee's own.
    pub fn min_final_cltv_expiry_delta(mut self, blocks: u32) -> Self {
        self.terms.min_final_cltv_expiry_delta = blocks;
        self
    }

    /// What every HTLC has to give back.
    pub fn payment_metadata(mut self, metadata: impl Into<Vec<u8>>) -> Self {
        self.terms.payment_metadata = Some(metadata.into());
        self
    }
}

/// Shows neither the secret's hash, nor the preimage, nor the metadata.
impl fmt::Debug for PayeeInvoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = &self.terms;
        f.debug_struct("PayeeInvoice")
            .field("amp", &terms.amp)
            .field("payment_hash", &terms.mpp.as_ref().map(|(hash, _)| hash))
            .field("amount_msat", &terms.amount_msat)
            .field("expires_at", &terms.expires_at)
            .field("min_final_cltv_expiry_delta", &terms.min_final_cltv_expiry_delta)
            .field("payment_metadata_len", &terms.payment_metadata.as_ref().map(Vec::len))
            .finish_non_exhaustive()
    }
}
