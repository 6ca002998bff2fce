use super::key::SetKey;
use super::{Action, FailReason, Htlc, HtlcId};
use crate::amp::Part;
use crate::secret::{PaymentHash, Preimage, Share};

/// What is recorded of an HTLC.
#[derive(Clone)]
pub(super) struct Record {
    pub(super) id: HtlcId,
    pub(super) amount_msat: u64,
    pub(super) payment_hash: PaymentHash,
    pub(super) cltv_expiry: u32,
    /// The height when it arrived, for its failure.
    pub(super) arrived_height: u32,
    pub(super) answer: Answer,
}

/// What an HTLC was answered with.
#[derive(Clone)]
pub(super) enum Answer {
    Held(Held),
    Settled(Preimage),
    Failed(SetEnd),
}

/// Of an HTLC that is held.
#[derive(Clone)]
pub(super) struct Held {
    /// The number of its set.
    pub(super) set: usize,
    pub(super) amt_to_forward: u64,
    /// In seconds.
    pub(super) arrived_at: u64,
    /// Without AMP there is none.
    pub(super) share: Option<(Share, u32)>,
    /// The number of the HTLC of its set that arrived before it.
    pub(super) previous: Option<usize>,
}

/// Once the HTLC is answered nobody needs its share.
impl Drop for Held {
    fn drop(&mut self) {
        if let Some((share, _)) = &mut self.share {
            share.wipe();
        }
    }
}

impl Record {
    /// Whether the HTLC is the recorded one. Its payload is not compared: the onion commits to it.
    pub(super) fn is(&self, htlc: &Htlc<'_>) -> bool {
        self.amount_msat == htlc.amount_msat
            && self.payment_hash == htlc.payment_hash
            && self.cltv_expiry == htlc.cltv_expiry
    }

    /// The answer, to be given once or once more.
    pub(super) fn action(&self) -> Action {
        let id = self.id;
        match &self.answer {
            Answer::Held(_) => Action::Hold { id },
            Answer::Settled(preimage) => Action::Settle { id, preimage: *preimage },
            Answer::Failed(end) => {
                let reason = end.reason();
                let failure = reason.failure(self.amount_msat, self.arrived_height);
                Action::Fail { id, failure, reason }
            }
        }
    }

    pub(super) const fn held(&self) -> Option<&Held> {
        match &self.answer {
            Answer::Held(held) => Some(held),
            Answer::Settled(_) | Answer::Failed(_) => None,
        }
    }

    /// What the derivation needs, of an HTLC that is held by AMP.
    pub(super) fn part(&self) -> Option<Part> {
        let (share, child_index) = self.held()?.share?;
        Some(Part { share, child_index, payment_hash: Some(self.payment_hash) })
    }
}

/// How a set ends that is not settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) enum SetEnd {
    MppTimeout,
    ExpiryTooNear,
    NotReconstructed,
    Cancelled,
}

impl SetEnd {
    const fn reason(self) -> FailReason {
        match self {
            Self::MppTimeout => FailReason::MppTimeout,
            Self::ExpiryTooNear => FailReason::ExpiryTooNear,
            Self::NotReconstructed => FailReason::NotReconstructed,
            Self::Cancelled => FailReason::Cancelled,
        }
    }
}

/// A set, as long as HTLCs of it are held.
#[derive(Clone)]
pub(super) struct HeldSet {
    pub(super) key: SetKey,
    /// Whether it began without an invoice.
    pub(super) spontaneous: bool,
    pub(super) total_msat: u64,
    /// The sum of `amt_to_forward`.
    pub(super) sum_msat: u64,
    /// How many HTLCs it has.
    pub(super) htlcs: usize,
    /// The number of the one that arrived last. Each names the one before it: so a set takes as much memory
    /// with many as with one, and taking one in touches no other.
    pub(super) newest: Option<usize>,
    /// When its first HTLC arrived, in seconds.
    #[cfg_attr(not(feature = "serde"), allow(dead_code, reason = "for who stores it"))]
    pub(super) began_at: u64,
    /// Where it stands among the deadlines.
    pub(super) deadline: u64,
    /// Where it stands among the expiries: no HTLC of it expires sooner.
    pub(super) least_expiry: u32,
}

impl HeldSet {
    pub(super) const fn is_complete(&self) -> bool {
        // rule: amp.payee.complete
        self.sum_msat >= self.total_msat
    }
}

/// A set that was settled.
#[derive(Clone, Copy)]
pub(super) struct SettledSet {
    /// In seconds.
    pub(super) at: u64,
    pub(super) spontaneous: bool,
}
