use crate::secret::{PaymentHash, PaymentSecret, SetId};
use core::fmt;

/// Names one HTLC, for ever: it is never used for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HtlcId {
    /// The caller's number for the channel, which it keeps for as long as there is the channel. A
    /// `short_channel_id` is none: it is another one once the channel was confirmed, or spliced. An HTLC
    /// that is presented under another name is another HTLC, and its amount counts twice.
    pub channel: u64,
    /// `id` in `update_add_htlc`.
    pub id: u64,
}

/// An HTLC whose onion ended here: the final hop's payload was found in it.
///
/// One whose `update_add_htlc` has a path key is not for this payee: the caller fails it with
/// `invalid_onion_blinding`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Htlc<'a> {
    /// Its name. One that is known is a replay, as after a reconnection.
    pub id: HtlcId,
    /// `amount_msat` in `update_add_htlc`.
    pub amount_msat: u64,
    /// `payment_hash` in `update_add_htlc`.
    pub payment_hash: PaymentHash,
    /// `cltv_expiry` in `update_add_htlc`, a height in blocks.
    pub cltv_expiry: u32,
    /// The payload: the TLV stream, without its length.
    pub payload: &'a [u8],
}

/// Shows the payload's length, never the payload: there are secrets in it.
impl fmt::Debug for Htlc<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Htlc")
            .field("id", &self.id)
            .field("amount_msat", &self.amount_msat)
            .field("payment_hash", &self.payment_hash)
            .field("cltv_expiry", &self.cltv_expiry)
            .field("payload_len", &self.payload.len())
            .finish()
    }
}

/// What happens to a payee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// An HTLC arrived, or is presented again.
    Htlc(Htlc<'a>),
    /// The chain has this height. It may be lower than before. Each is announced: it is then that what is
    /// held and expires too soon fails.
    Block {
        /// The height, in blocks.
        height: u32,
    },
    /// Nothing but time passed. [`Payee::next_deadline`](super::Payee::next_deadline) says when this is
    /// worth while.
    Tick,
    /// The owner gives up what is held under this `set_id`, for any invoice.
    CancelSet {
        /// The set.
        set_id: SetId,
    },
    /// The owner takes an invoice back: what is held for it fails, and nothing more is taken.
    CancelInvoice {
        /// The invoice's secret.
        payment_secret: PaymentSecret,
    },
    /// The HTLC has left its channel for good, by whichever answer, or with the channel: it will not be
    /// presented again.
    Resolved {
        /// The HTLC.
        id: HtlcId,
    },
}
