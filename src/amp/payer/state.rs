//! The payment's state as it is stored (feature `serde`).
//!
//! A form of its own, as the payee's: sums and hashes that can be derived are not stored, the rest is
//! checked.

use super::attempt::{Attempt, Earlier};
use super::machine::{Fate, PartRecord};
use super::{Payer, PayerConfig, PayerError, PayerErrorKind};
use crate::amp::parts::payment_hash;
use crate::amp::versioned::{read_by_version, wipe};
use crate::amp::{Scheme, ShareTree};
use crate::canary::{Canary, planted};
use crate::secret::{PaymentHash, PaymentSecret, Preimage, Root, SetId, Share};
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

/// All that a payer has to remember of a payment, to be stored before its actions are carried out.
///
/// It holds the root, shares and preimages in the clear: it is to be kept as a wallet's keys are. `Debug`
/// does not show them, and they are overwritten when it is dropped; what is stored is not. Which format
/// it is stored in is the caller's choice. One that a later library wrote, in another form, is still read
/// as a state of its version: [`Payer::from_state`] refuses it by that.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PayerState {
    version: u32,
    payment_secret: [u8; 32],
    total_msat: u64,
    max_parts: u32,
    payment_metadata: Option<Vec<u8>>,
    other_records: Vec<(u64, Vec<u8>)>,
    scheme: SchemeState,
    fresh_root_after_each_failure: bool,
    given_up: bool,
    earlier: Vec<EarlierState>,
    attempt: Option<AttemptState>,
    parts: Vec<PartState>,
}

// Some formats leave out what is `None`.
read_by_version!(
    PayerState,
    VERSION,
    payment_secret,
    total_msat,
    max_parts,
    payment_metadata or None,
    other_records,
    scheme,
    fresh_root_after_each_failure,
    given_up,
    earlier,
    attempt or None,
    parts
);

#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
enum SchemeState {
    #[default]
    Sha256,
    Bp2018,
    HmacXor,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EarlierState {
    set_id: [u8; 32],
    root_sha256: [u8; 32],
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AttemptState {
    set_id: [u8; 32],
    root: [u8; 32],
    spent: bool,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartState {
    id: u64,
    amt_to_forward: u64,
    outgoing_cltv_value: u32,
    payment_hash: [u8; 32],
    fate: FateState,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
enum FateState {
    Outstanding { root_share: [u8; 32], child_index: u32 },
    Settled { root_share: [u8; 32], child_index: u32, preimage: [u8; 32] },
    FailedByRouter,
    FailedByPayee,
}

impl Payer {
    /// The state, to be stored.
    // rule: amp.payer.write-ahead
    pub fn to_state(&self) -> PayerState {
        let config = &self.config;
        let earlier = |earlier: &Earlier| EarlierState {
            set_id: earlier.set_id.0,
            root_sha256: earlier.root_sha256,
        };
        let attempt = |attempt: &Attempt| AttemptState {
            set_id: attempt.set_id.0,
            root: *attempt.tree.root().reveal(),
            spent: attempt.spent,
        };
        PayerState {
            version: VERSION,
            payment_secret: *config.payment_secret.reveal(),
            total_msat: config.total_msat,
            max_parts: config.max_parts,
            payment_metadata: config.payment_metadata.clone(),
            other_records: config.other_records.clone(),
            scheme: SchemeState::of(config.scheme),
            fresh_root_after_each_failure: config.fresh_root_after_each_failure,
            given_up: self.given_up,
            earlier: self.earlier.iter().map(earlier).collect(),
            attempt: self.attempt.as_ref().map(attempt),
            parts: self.parts.iter().map(|(id, part)| self.part_state(*id, part)).collect(),
        }
    }

    fn part_state(&self, id: u64, part: &PartRecord) -> PartState {
        let shard = self.attempt.as_ref().and_then(|attempt| attempt.tree.shard(id));
        let fate = match (part.fate, shard) {
            (Fate::Settled(preimage), Some(shard)) => FateState::Settled {
                root_share: *shard.share.reveal(),
                child_index: shard.child_index,
                preimage: *preimage.reveal(),
            },
            (_, Some(shard)) => FateState::Outstanding {
                root_share: *shard.share.reveal(),
                child_index: shard.child_index,
            },
            (Fate::FailedByRouter, None) => FateState::FailedByRouter,
            // What is outstanding or settled has its shard.
            (_, None) => FateState::FailedByPayee,
        };
        PartState {
            id,
            amt_to_forward: part.amt_to_forward,
            outgoing_cltv_value: part.outgoing_cltv_value,
            payment_hash: part.payment_hash.0,
            fate,
        }
    }

    /// A payment in a state that was stored.
    ///
    /// # Errors
    ///
    /// [`StateVersion`](PayerErrorKind::StateVersion) for a version that is not known, and
    /// [`StateBroken`](PayerErrorKind::StateBroken) where no payer can have been in this state: what
    /// was stored is damaged.
    pub fn from_state(state: &PayerState) -> Result<Self, PayerError> {
        if state.version != VERSION {
            return Err(PayerErrorKind::StateVersion { version: state.version }.into());
        }
        Self::restored(state).ok_or_else(|| PayerErrorKind::StateBroken.into())
    }

    fn restored(state: &PayerState) -> Option<Self> {
        let mut payer = Self::new(state.config()).ok()?;
        payer.given_up = state.given_up;
        for earlier in &state.earlier {
            let earlier = earlier.earlier();
            let known = |old: &Earlier| {
                old.set_id == earlier.set_id || old.root_sha256 == earlier.root_sha256
            };
            sound(!earlier.set_id.is_zero() && !payer.earlier.iter().any(known))?;
            payer.earlier.push(earlier);
        }
        payer.attempt = match &state.attempt {
            Some(attempt) => Some(attempt.attempt(&state.parts)?),
            None => None,
        };
        state.parts.iter().try_for_each(|part| payer.restore_part(part))?;
        payer.is_sound().then_some(payer)
    }

    fn restore_part(&mut self, state: &PartState) -> Option<()> {
        let part = state.record();
        sound(part.amt_to_forward > 0 && self.hashes.insert(part.payment_hash))?;
        let sum = match part.fate {
            Fate::Outstanding => Some(&mut self.outstanding),
            Fate::Settled(_) => Some(&mut self.settled),
            Fate::FailedByRouter | Fate::FailedByPayee => None,
        };
        if let Some(sum) = sum {
            sum.msat.checked_add(part.amt_to_forward)?;
            sum.add(part.amt_to_forward);
            let attempt = self.attempt.as_ref()?;
            let shard = attempt.tree.shard(state.id)?;
            sound(attempt.payment_hash(self.config.scheme, shard) == part.payment_hash)?;
        }
        if let Fate::Settled(preimage) = part.fate {
            sound(payment_hash(&preimage) == part.payment_hash)?;
        }
        sound(self.parts.insert(state.id, part).is_none())
    }

    /// What holds between the members.
    fn is_sound(&self) -> bool {
        let Some(out) = self.outstanding.msat.checked_add(self.settled.msat) else { return false };
        let parts = self.outstanding.parts.saturating_add(self.settled.parts);
        let bounded = out <= self.config.total_msat && parts <= self.config.max_parts;
        bounded
            && self.attempt.as_ref().is_none_or(|attempt| {
                let all_out = attempt.tree.is_all_out() == (out == self.config.total_msat);
                all_out && attempt.is_fresh(&self.earlier) && (!attempt.spent || parts > 0)
            })
    }
}

/// A condition that every state fulfils.
fn sound(holds: bool) -> Option<()> {
    holds.then_some(())
}

impl SchemeState {
    const fn of(scheme: Scheme) -> Self {
        match scheme {
            Scheme::Sha256 => Self::Sha256,
            Scheme::Bp2018 => Self::Bp2018,
            Scheme::HmacXor => Self::HmacXor,
        }
    }

    const fn scheme(self) -> Scheme {
        match self {
            Self::Sha256 => Scheme::Sha256,
            Self::Bp2018 => Scheme::Bp2018,
            Self::HmacXor => Scheme::HmacXor,
        }
    }
}

impl PayerState {
    fn config(&self) -> PayerConfig {
        PayerConfig {
            payment_secret: PaymentSecret::new(self.payment_secret),
            total_msat: self.total_msat,
            max_parts: self.max_parts,
            payment_metadata: self.payment_metadata.clone(),
            other_records: self.other_records.clone(),
            scheme: self.scheme.scheme(),
            fresh_root_after_each_failure: self.fresh_root_after_each_failure,
        }
    }
}

impl EarlierState {
    const fn earlier(&self) -> Earlier {
        Earlier { set_id: SetId(self.set_id), root_sha256: self.root_sha256 }
    }
}

impl AttemptState {
    fn attempt(&self, parts: &[PartState]) -> Option<Attempt> {
        let mut tree = ShareTree::of_root(Root::new(self.root)).ok()?;
        for (id, root_share, child_index) in parts.iter().filter_map(PartState::share) {
            let share = Share::new(root_share);
            sound(!share.is_zero())?;
            tree.put_back(id, share, child_index).ok()?;
        }
        Some(Attempt {
            set_id: SetId(self.set_id),
            tree,
            spent: self.spent && !planted(Canary::PayerLoaded),
        })
    }
}

impl PartState {
    const fn share(&self) -> Option<(u64, [u8; 32], u32)> {
        match self.fate {
            FateState::Outstanding { root_share, child_index }
            | FateState::Settled { root_share, child_index, .. } => {
                Some((self.id, root_share, child_index))
            }
            FateState::FailedByRouter | FateState::FailedByPayee => None,
        }
    }

    const fn record(&self) -> PartRecord {
        PartRecord {
            amt_to_forward: self.amt_to_forward,
            outgoing_cltv_value: self.outgoing_cltv_value,
            payment_hash: PaymentHash(self.payment_hash),
            fate: match self.fate {
                FateState::Outstanding { .. } => Fate::Outstanding,
                FateState::Settled { preimage, .. } => Fate::Settled(Preimage::new(preimage)),
                FateState::FailedByRouter => Fate::FailedByRouter,
                FateState::FailedByPayee => Fate::FailedByPayee,
            },
        }
    }
}

impl fmt::Debug for PayerState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PayerState")
            .field("version", &self.version)
            .field("total_msat", &self.total_msat)
            .field("max_parts", &self.max_parts)
            .field("given_up", &self.given_up)
            .field("earlier", &self.earlier.len())
            .field("parts", &self.parts.len())
            .finish_non_exhaustive()
    }
}

impl Drop for PayerState {
    fn drop(&mut self) {
        wipe(&mut self.payment_secret);
        if let Some(attempt) = &mut self.attempt {
            wipe(&mut attempt.root);
        }
        for part in &mut self.parts {
            match &mut part.fate {
                FateState::Outstanding { root_share, .. } => wipe(root_share),
                FateState::Settled { root_share, preimage, .. } => {
                    wipe(root_share);
                    wipe(preimage);
                }
                FateState::FailedByRouter | FateState::FailedByPayee => {}
            }
        }
    }
}
