//! The payee's state as it is stored (feature `serde`).
//!
//! A form of its own, so that the machine can change without it. What can be derived is not stored, and
//! held HTLCs stand inside their sets, so that little can contradict itself; the rest is checked.

use super::invoice::Terms;
use super::key::{SecretHash, SetKey};
use super::machine::{InvoiceEntry, Load};
use super::record::{Answer, Held, HeldSet, Record, SetEnd, SettledSet};
use super::{HtlcId, Payee, PayeeConfig, PayeeError, PayeeErrorKind};
use crate::amp::parts::payment_hash;
use crate::amp::versioned::{read_by_version, wipe};
use crate::canary::{Canary, planted};
use crate::secret::{PaymentHash, Preimage, SetId, Share};
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};

/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

/// All that a payee has to remember, to be stored before its actions are carried out.
///
/// It holds shares and preimages in the clear: it is to be kept as a wallet's keys are. `Debug` does not
/// show them, and they are overwritten when it is dropped; what is stored is not. Which format it is
/// stored in is the caller's choice. One that a later library wrote, in another form, is still read as a
/// state of its version: [`Payee::from_state`] refuses it by that.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PayeeState {
    version: u32,
    at: u64,
    height: u32,
    invoices: Vec<InvoiceState>,
    settled: Vec<SettledState>,
    sets: Vec<SetState>,
    answered: Vec<AnsweredState>,
}

read_by_version!(PayeeState, VERSION, at, height, invoices, settled, sets, answered);

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InvoiceState {
    payment_secret_sha256: [u8; 32],
    cancelled: bool,
    amp: bool,
    preimage: Option<[u8; 32]>,
    amount_msat: Option<u64>,
    expires_at: Option<u64>,
    min_final_cltv_expiry_delta: u32,
    payment_metadata: Option<Vec<u8>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
enum NameState {
    Amp { set_id: [u8; 32], payment_secret_sha256: Option<[u8; 32]> },
    Mpp { payment_secret_sha256: [u8; 32] },
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettledState {
    name: NameState,
    at: u64,
    spontaneous: bool,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SetState {
    name: NameState,
    spontaneous: bool,
    total_msat: u64,
    began_at: u64,
    htlcs: Vec<HeldState>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HtlcState {
    channel: u64,
    id: u64,
    amount_msat: u64,
    payment_hash: [u8; 32],
    cltv_expiry: u32,
    arrived_height: u32,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeldState {
    htlc: HtlcState,
    arrived_at: u64,
    amt_to_forward: u64,
    amp: Option<ShareState>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ShareState {
    root_share: [u8; 32],
    child_index: u32,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnsweredState {
    htlc: HtlcState,
    answer: AnswerState,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
enum AnswerState {
    Settled { preimage: [u8; 32] },
    Failed(SetEnd),
}

impl Payee {
    /// The state, to be stored.
    // rule: amp.payee.write-ahead
    pub fn to_state(&self) -> PayeeState {
        let invoices = self.invoices.iter().map(|(secret, entry)| InvoiceState {
            payment_secret_sha256: secret.0,
            cancelled: entry.cancelled,
            amp: entry.terms.amp,
            preimage: entry.terms.mpp.as_ref().map(|(_, preimage)| *preimage.reveal()),
            amount_msat: entry.terms.amount_msat,
            expires_at: entry.terms.expires_at,
            min_final_cltv_expiry_delta: entry.terms.min_final_cltv_expiry_delta,
            payment_metadata: entry.terms.payment_metadata.clone(),
        });
        let settled = self.names.settled().iter().map(|(key, set)| SettledState {
            name: NameState::of(key),
            at: set.at,
            spontaneous: set.spontaneous,
        });
        // By name: which number a set has is nobody else's affair.
        let mut sets: Vec<&HeldSet> = self.sets.iter().map(|(_, set)| set).collect();
        sets.sort_unstable_by_key(|set| set.key);
        PayeeState {
            version: VERSION,
            at: self.at,
            height: self.height,
            invoices: invoices.collect(),
            settled: settled.collect(),
            sets: sets.into_iter().map(|set| self.set_state(set)).collect(),
            answered: self.recorded().filter_map(AnsweredState::of).collect(),
        }
    }

    fn set_state(&self, set: &HeldSet) -> SetState {
        let held = |number| HeldState::of(self.records.get(number)?);
        SetState {
            name: NameState::of(&set.key),
            spontaneous: set.spontaneous,
            total_msat: set.total_msat,
            began_at: set.began_at,
            htlcs: self.in_order(set).into_iter().filter_map(held).collect(),
        }
    }

    /// A payee in a state that was stored. It may have another configuration than before. Its height is
    /// the stored one: what has to come first, [the module](super) says.
    ///
    /// # Errors
    ///
    /// [`StateVersion`](PayeeErrorKind::StateVersion) for a version that is not known, and
    /// [`StateBroken`](PayeeErrorKind::StateBroken) where no payee can have been in this state: what
    /// was stored is damaged.
    pub fn from_state(config: PayeeConfig, state: &PayeeState) -> Result<Self, PayeeError> {
        if state.version != VERSION {
            return Err(PayeeErrorKind::StateVersion { version: state.version }.into());
        }
        let mut payee = Self::new(config, state.at, state.height);
        payee.restore(state).ok_or(PayeeErrorKind::StateBroken)?;
        Ok(payee)
    }

    fn restore(&mut self, state: &PayeeState) -> Option<()> {
        for invoice in &state.invoices {
            let secret = SecretHash(invoice.payment_secret_sha256);
            let new = self.invoices.insert(secret, invoice.entry()).is_none();
            sound(new && (invoice.amp || invoice.preimage.is_some()))?;
        }
        for set in &state.settled {
            let key = set.name.key(set.spontaneous, self)?;
            let settled = SettledSet { at: set.at, spontaneous: set.spontaneous };
            let new = self.names.settle(key, settled);
            sound(new && set.at <= self.at)?;
        }
        for answered in &state.answered {
            let answer = answered.answer.answer(&answered.htlc)?;
            self.restore_htlc(&answered.htlc, answer)?;
        }
        state.sets.iter().try_for_each(|set| self.restore_set(set))
    }

    fn restore_set(&mut self, state: &SetState) -> Option<()> {
        let key = state.name.key(state.spontaneous, self)?;
        sound(self.names.get(&key, &self.sets).is_none())?;
        let first = state.htlcs.first()?;
        let timeout = self.config.mpp_timeout;
        let from = if timeout.each_htlc { first.arrived_at } else { state.began_at };
        let from = if planted(Canary::PayeeLoaded) { self.at } else { from };
        let number = self.insert(HeldSet {
            key,
            spontaneous: state.spontaneous,
            total_msat: state.total_msat,
            sum_msat: 0,
            htlcs: 0,
            newest: None,
            began_at: state.began_at,
            deadline: from.saturating_add(timeout.seconds),
            least_expiry: first.htlc.cltv_expiry,
        });
        let hash = match key {
            SetKey::Mpp { secret } => self.invoices.get(&secret)?.terms.mpp.as_ref(),
            SetKey::Amp { .. } => None,
        };
        let hash = hash.map(|(hash, _)| hash.0);
        let (mut last, mut sum, mut previous) = (state.began_at, 0_u64, None);
        for htlc in &state.htlcs {
            sound(htlc.amp.is_some() == key.is_amp())?;
            sound(hash.is_none_or(|hash| hash == htlc.htlc.payment_hash))?;
            sound(last <= htlc.arrived_at && htlc.arrived_at <= self.at)?;
            last = htlc.arrived_at;
            sound(htlc.amt_to_forward <= htlc.htlc.amount_msat)?;
            sum = sum.checked_add(htlc.amt_to_forward)?;
            previous =
                Some(self.restore_htlc(&htlc.htlc, Answer::Held(htlc.held(number, previous)))?);
            self.join(number, previous?, htlc.amt_to_forward, htlc.htlc.cltv_expiry);
        }
        // A complete set would have been settled or failed.
        sound(!self.sets.get(number)?.is_complete())
    }

    fn restore_htlc(&mut self, htlc: &HtlcState, answer: Answer) -> Option<usize> {
        sound(!self.htlcs.contains_key(&htlc.id()))?;
        Some(self.record(htlc.record(answer)))
    }
}

/// A condition that every state fulfils.
fn sound(holds: bool) -> Option<()> {
    holds.then_some(())
}

impl InvoiceState {
    fn entry(&self) -> InvoiceEntry {
        let mpp = self.preimage.map(|preimage| {
            let preimage = Preimage::new(preimage);
            (payment_hash(&preimage), preimage)
        });
        InvoiceEntry {
            terms: Terms {
                amp: self.amp,
                mpp,
                amount_msat: self.amount_msat,
                expires_at: self.expires_at,
                min_final_cltv_expiry_delta: self.min_final_cltv_expiry_delta,
                payment_metadata: self.payment_metadata.clone(),
            },
            cancelled: self.cancelled,
            load: Load::default(),
        }
    }
}

impl NameState {
    fn of(key: &SetKey) -> Self {
        match key {
            SetKey::Amp { set_id, secret } => {
                Self::Amp { set_id: set_id.0, payment_secret_sha256: secret.map(|secret| secret.0) }
            }
            SetKey::Mpp { secret } => Self::Mpp { payment_secret_sha256: secret.0 },
        }
    }

    /// The key, where it can be that of a set: of an invoice that is paid so, or spontaneous.
    fn key(self, spontaneous: bool, payee: &Payee) -> Option<SetKey> {
        let terms = |secret: SecretHash| payee.invoices.get(&secret).map(|entry| &entry.terms);
        let (key, possible) = match self {
            Self::Amp { set_id, payment_secret_sha256 } => {
                let secret = payment_secret_sha256.map(SecretHash);
                let invoiced = secret.and_then(terms).is_some_and(|terms| terms.amp);
                let key = SetKey::Amp { set_id: SetId(set_id), secret };
                (key, set_id != [0; 32] && (spontaneous || invoiced))
            }
            Self::Mpp { payment_secret_sha256 } => {
                let secret = SecretHash(payment_secret_sha256);
                let invoiced = terms(secret).is_some_and(|terms| terms.mpp.is_some());
                (SetKey::Mpp { secret }, invoiced && !spontaneous)
            }
        };
        possible.then_some(key)
    }
}

impl HtlcState {
    const fn of(record: &Record) -> Self {
        Self {
            channel: record.id.channel,
            id: record.id.id,
            amount_msat: record.amount_msat,
            payment_hash: record.payment_hash.0,
            cltv_expiry: record.cltv_expiry,
            arrived_height: record.arrived_height,
        }
    }

    const fn id(&self) -> HtlcId {
        HtlcId { channel: self.channel, id: self.id }
    }

    fn record(&self, answer: Answer) -> Record {
        Record {
            id: self.id(),
            amount_msat: self.amount_msat,
            payment_hash: PaymentHash(self.payment_hash),
            cltv_expiry: self.cltv_expiry,
            arrived_height: self.arrived_height,
            answer,
        }
    }
}

impl HeldState {
    fn of(record: &Record) -> Option<Self> {
        let held = record.held()?;
        Some(Self {
            htlc: HtlcState::of(record),
            arrived_at: held.arrived_at,
            amt_to_forward: held.amt_to_forward,
            amp: held.share.map(|(share, child_index)| ShareState {
                root_share: *share.reveal(),
                child_index,
            }),
        })
    }

    fn held(&self, set: usize, previous: Option<usize>) -> Held {
        let share = |amp: &ShareState| (Share::new(amp.root_share), amp.child_index);
        Held {
            set,
            amt_to_forward: self.amt_to_forward,
            arrived_at: self.arrived_at,
            share: self.amp.as_ref().map(share),
            previous,
        }
    }
}

impl AnsweredState {
    fn of(record: &Record) -> Option<Self> {
        let answer = match &record.answer {
            Answer::Held(_) => return None,
            Answer::Settled(preimage) => AnswerState::Settled { preimage: *preimage.reveal() },
            Answer::Failed(end) => AnswerState::Failed(*end),
        };
        Some(Self { htlc: HtlcState::of(record), answer })
    }
}

impl AnswerState {
    fn answer(&self, htlc: &HtlcState) -> Option<Answer> {
        match self {
            Self::Settled { preimage } => {
                let preimage = Preimage::new(*preimage);
                sound(payment_hash(&preimage).0 == htlc.payment_hash)?;
                Some(Answer::Settled(preimage))
            }
            Self::Failed(end) => Some(Answer::Failed(*end)),
        }
    }
}

impl fmt::Debug for PayeeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PayeeState")
            .field("version", &self.version)
            .field("at", &self.at)
            .field("height", &self.height)
            .field("invoices", &self.invoices.len())
            .field("settled", &self.settled.len())
            .field("sets", &self.sets.len())
            .field("answered", &self.answered.len())
            .finish()
    }
}

impl Drop for PayeeState {
    fn drop(&mut self) {
        self.invoices.iter_mut().filter_map(|invoice| invoice.preimage.as_mut()).for_each(wipe);
        let held = self.sets.iter_mut().flat_map(|set| &mut set.htlcs);
        held.filter_map(|htlc| htlc.amp.as_mut()).for_each(|amp| wipe(&mut amp.root_share));
        for answered in &mut self.answered {
            if let AnswerState::Settled { preimage } = &mut answered.answer {
                wipe(preimage);
            }
        }
    }
}
