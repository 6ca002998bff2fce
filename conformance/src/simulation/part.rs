//! One part on its way: its HTLCs, link by link.

use ampwire::amp::payee::HtlcId;
use ampwire::secret::{PaymentHash, Preimage, SetId};

use super::Options;

/// A part that was sent.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) id: u64,
    pub(crate) set_id: SetId,
    pub(crate) amt_to_forward: u64,
    pub(super) outgoing_cltv_value: u32,
    pub(super) payment_hash: PaymentHash,
    pub(super) payload: Vec<u8>,
    /// The amount of the HTLC that the payee gets.
    pub(crate) final_msat: u64,
    /// The expiry of that HTLC.
    pub(super) final_expiry: u32,
    pub(super) way: Way,
    /// What the payee answered last.
    pub(super) answer: Option<Answer>,
    /// Whether the payee remembers that.
    pub(super) recorded: bool,
    /// The answer has not gone out: the connection broke.
    pub(super) unsent: bool,
    /// When it came to the payee, in seconds.
    pub(super) arrived_at: u64,
    /// What came of it, once that is on its way back.
    pub(crate) end: Option<End>,
    /// On how many links its HTLC was settled.
    pub(super) settled_links: u32,
}

/// Where a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// On its way to the payee.
    Forth,
    /// With a router that does not go on.
    Kept,
    /// With the payee.
    AtPayee,
    /// What came of it is on its way back, and the payee's HTLC is there still.
    Leaving,
    /// The payee's HTLC is gone, or never was.
    Back,
    /// The payer knows what came of it.
    Done,
}

/// What the payee says of an HTLC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Held,
    Settled,
    Failed { code: u16 },
}

/// What came of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Settled(Preimage),
    ByRouter,
    /// By the payee, or nobody knows by whom.
    ByPayee(Option<u16>),
}

impl Part {
    pub(super) const fn htlc_id(&self) -> HtlcId {
        HtlcId { channel: 1, id: self.id }
    }

    /// The amount of the HTLC on a link, counted from the payer's, which is 0.
    pub(super) fn link_msat(&self, link: u32, hops: u32) -> u64 {
        let last = hops.saturating_sub(1);
        if link >= last {
            return self.final_msat;
        }
        let routers = u64::from(last.saturating_sub(link));
        self.amt_to_forward.saturating_add(routers.saturating_mul(Options::FEE_MSAT))
    }

    /// The expiry of the payer's own HTLC.
    pub(super) const fn first_expiry(&self, hops: u32) -> u32 {
        let blocks = hops.saturating_sub(1).saturating_mul(Options::ROUTER_DELTA);
        self.outgoing_cltv_value.saturating_add(blocks)
    }

    /// Whether its HTLC can be presented to the payee again. An answer that is not recorded and has gone out is not asked for again.
    pub(super) fn may_come_again(&self) -> bool {
        self.way == Way::AtPayee || (self.way == Way::Leaving && self.recorded)
    }

    /// Whether the payee has it, and has not failed it. After a crash what was settled before is answered part by part.
    pub(super) fn is_with_payee(&self) -> bool {
        self.is_settled() || (self.way == Way::AtPayee && (self.answer.is_none() || self.is_held()))
    }

    pub(super) fn is_done(&self) -> bool {
        self.way == Way::Done
    }

    pub(super) fn is_settled(&self) -> bool {
        self.answer == Some(Answer::Settled)
    }

    pub(super) fn is_held(&self) -> bool {
        self.answer == Some(Answer::Held)
    }
}
