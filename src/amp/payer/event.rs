use super::PayerError;
use crate::onion::Payload;
use crate::secret::{PaymentHash, Preimage};

/// What happens to a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The caller has a path for a part, and wants to send it.
    Send {
        /// The part's id, and its HTLC attempt's: never used before for this payment. See
        /// [`Payer::next_id`](super::Payer::next_id).
        id: u64,
        /// What the payee gets by this part, in millisatoshi. The part that takes all that lacks is the
        /// last one.
        amt_to_forward: u64,
        /// For the final hop: a height in blocks.
        outgoing_cltv_value: u32,
    },
    /// A node on the way failed the part, and it is certain that it was not the payee.
    FailedByRouter {
        /// The part.
        id: u64,
    },
    /// The payee failed the part; or it is not certain who did: the failure can't be read, or the HTLC
    /// ended on the chain.
    FailedByPayee {
        /// The part.
        id: u64,
        /// `failure_code`, where the failure could be read. One with the bit PERM ends the payment.
        code: Option<u16>,
    },
    /// The part was settled with this preimage.
    Settled {
        /// The part.
        id: u64,
        /// What came back.
        preimage: Preimage,
    },
    /// The caller gives up: nothing more is sent. Parts that are outstanding come to their end still.
    GiveUp,
}

/// What is to be done, after the state was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "there are two at a time at most")]
pub enum Action {
    /// An HTLC is to be offered.
    Send(FinalHop),
    /// Nothing is done, and nothing has changed.
    Refused {
        /// The part that the event was about.
        id: u64,
        /// Why.
        error: PayerError,
    },
    /// The payment is at its end: nothing is outstanding, and nothing more is sent. [`Status`] says
    /// which end.
    Ended(Status),
}

/// What a part's final hop gets, and what its HTLC is locked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinalHop {
    /// The part's id. An HTLC is offered under it once, for ever.
    pub id: u64,
    /// For every `update_add_htlc` on the way, and as the onion's associated data.
    pub payment_hash: PaymentHash,
    /// The final hop's payload.
    pub payload: Payload,
}

/// How a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Something lacks, and may be sent.
    Open,
    /// The outstanding parts make the total: they are waited for.
    AllOut,
    /// The payee failed a part: the others are waited for, and then all is sent under a new root.
    Draining,
    /// A part was settled: the others are waited for.
    Settling,
    /// Given up: what is outstanding is waited for.
    GivingUp,
    /// The end: the payee was paid. Where it took less than the total it gave the rest away.
    Settled {
        /// What it took, in millisatoshi.
        settled_msat: u64,
    },
    /// The end: nothing was paid.
    GivenUp,
}

impl Status {
    /// Whether it is an end: nothing is outstanding, and nothing more is sent.
    pub const fn is_end(&self) -> bool {
        matches!(self, Self::Settled { .. } | Self::GivenUp)
    }
}
