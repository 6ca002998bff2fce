use super::attempt::{Attempt, Earlier};
use super::{Action, Event, FinalHop, PayerConfig, PayerError, PayerErrorKind, Status};
use crate::amp::parts::payment_hash;
use crate::amp::{Random, Scheme};
use crate::canary::{Canary, planted};
use crate::secret::{PaymentHash, Preimage, SetId};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// The bit of a `failure_code` that says: no use in trying again. BOLT 4, Returning Errors.
const PERM: u16 = 0x4000;

/// A payment by AMP: what is planned, what is out, and what came of it. See [the module](super).
#[derive(Debug, Clone)]
pub struct Payer {
    pub(super) config: PayerConfig,
    /// `None` before the first part, and once an attempt has failed.
    pub(super) attempt: Option<Attempt>,
    pub(super) earlier: Vec<Earlier>,
    /// Every part that was ever sent.
    pub(super) parts: BTreeMap<u64, PartRecord>,
    pub(super) hashes: BTreeSet<PaymentHash>,
    pub(super) outstanding: Sum,
    pub(super) settled: Sum,
    pub(super) given_up: bool,
}

/// So many parts, and what they make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sum {
    pub(super) parts: u32,
    pub(super) msat: u64,
}

/// A part that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PartRecord {
    pub(super) amt_to_forward: u64,
    pub(super) outgoing_cltv_value: u32,
    pub(super) payment_hash: PaymentHash,
    pub(super) fate: Fate,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Outstanding,
    FailedByRouter,
    FailedByPayee,
    Settled(Preimage),
}

impl Payer {
    /// A payment of which nothing was sent.
    ///
    /// # Errors
    ///
    /// [`TotalZero`](PayerErrorKind::TotalZero), [`MaxPartsZero`](PayerErrorKind::MaxPartsZero),
    /// [`SchemeUnfit`](PayerErrorKind::SchemeUnfit), and [`Payload`](PayerErrorKind::Payload) where the
    /// other records can't stand in a payload.
    pub fn new(config: PayerConfig) -> Result<Self, PayerError> {
        // rule: amp.payer.no-subset
        if config.total_msat == 0 {
            return Err(PayerErrorKind::TotalZero.into());
        }
        if config.max_parts == 0 {
            return Err(PayerErrorKind::MaxPartsZero.into());
        }
        if config.scheme == Scheme::HmacXor {
            return Err(PayerErrorKind::SchemeUnfit.into());
        }
        config.base_payload().amt_to_forward(0).outgoing_cltv_value(0).build()?;
        Ok(Self {
            config,
            attempt: None,
            earlier: Vec::new(),
            parts: BTreeMap::new(),
            hashes: BTreeSet::new(),
            outstanding: Sum::default(),
            settled: Sum::default(),
            given_up: false,
        })
    }

    /// Takes in what happens, and gives what is to be done once the state was stored. The generator is
    /// used by [`Event::Send`] alone.
    #[must_use = "each of the actions has to be carried out: it does not come again by itself"]
    pub fn handle(&mut self, event: Event, random: &mut impl Random) -> Vec<Action> {
        let ended = self.status().is_end();
        let (id, done) = match event {
            Event::Send { id, amt_to_forward, outgoing_cltv_value } => {
                let sent = self.send(id, amt_to_forward, outgoing_cltv_value, random);
                (id, sent.map(Some))
            }
            Event::FailedByRouter { id } => {
                (id, self.failed(id, Fate::FailedByRouter, None).map(|()| None))
            }
            Event::FailedByPayee { id, code } => {
                (id, self.failed(id, Fate::FailedByPayee, code).map(|()| None))
            }
            Event::Settled { id, preimage } => (id, self.settle(id, preimage).map(|()| None)),
            Event::GiveUp => {
                self.given_up = true;
                (0, Ok(None))
            }
        };
        let mut actions = Vec::new();
        match done {
            Ok(sent) => actions.extend(sent.map(Action::Send)),
            Err(error) => actions.push(Action::Refused { id, error }),
        }
        if !ended && self.status().is_end() {
            actions.push(Action::Ended(self.status()));
        }
        actions
    }

    fn send(
        &mut self,
        id: u64,
        amt_to_forward: u64,
        outgoing_cltv_value: u32,
        random: &mut impl Random,
    ) -> Result<FinalHop, PayerError> {
        self.may_send(id, amt_to_forward)?;
        // An attempt that can't make its first part has not begun.
        let mut fresh = None;
        let attempt = match &mut self.attempt {
            Some(attempt) => attempt,
            None => fresh.insert(Attempt::random(&self.earlier, random)?),
        };
        let last = amt_to_forward == self.config.total_msat - self.outstanding.msat;
        let payment_hash = attempt.add(&self.config, id, last, random)?;
        let record = PartRecord {
            amt_to_forward,
            outgoing_cltv_value,
            payment_hash,
            fate: Fate::Outstanding,
        };
        let hop = if self.hashes.contains(&payment_hash) && !planted(Canary::PayerHash) {
            // rule: amp.payer.hash-once
            Err(PayerErrorKind::HashTwice.into())
        } else {
            attempt.final_hop(&self.config, id, &record)
        };
        if hop.is_err() {
            attempt.take_back(id)?;
        }
        let hop = hop?;
        if fresh.is_some() {
            self.attempt = fresh;
        }
        self.outstanding.add(amt_to_forward);
        self.hashes.insert(payment_hash);
        self.parts.insert(id, record);
        Ok(hop)
    }

    fn may_send(&self, id: u64, amt_to_forward: u64) -> Result<(), PayerError> {
        let lacks = self.config.total_msat - self.outstanding.msat;
        let left = self.config.max_parts.saturating_sub(self.outstanding.parts);
        let spent = self.attempt.as_ref().is_some_and(|attempt| attempt.spent);
        let any_settled = self.settled.parts > 0 && !planted(Canary::PayerSettled);
        let last_place = left == 1 && !planted(Canary::PayerPlaces);
        let checks = [
            (self.given_up || any_settled, PayerErrorKind::Over),
            (self.parts.contains_key(&id), PayerErrorKind::PartTwice),
            // rule: amp.payer.retry-payee
            (spent, PayerErrorKind::PayeeFailed),
            // rule: amp.payer.no-subset
            (amt_to_forward == 0 && !planted(Canary::PayerZero), PayerErrorKind::AmountZero),
            (lacks == 0, PayerErrorKind::NothingLacks),
            (amt_to_forward > lacks, PayerErrorKind::AmountTooLarge),
            // Only the last part may take the last place: it would be too small for ever.
            (left == 0 || (last_place && amt_to_forward < lacks), PayerErrorKind::TooManyParts),
        ];
        match checks.into_iter().find(|(broken, _)| *broken) {
            Some((_, kind)) => Err(kind.into()),
            None => Ok(()),
        }
    }

    fn failed(&mut self, id: u64, fate: Fate, code: Option<u16>) -> Result<(), PayerError> {
        let part = self.parts.get_mut(&id).ok_or(PayerErrorKind::PartUnknown)?;
        if part.fate == fate {
            return Ok(());
        }
        if part.fate != Fate::Outstanding {
            return Err(PayerErrorKind::PartResolved.into());
        }
        let by_payee = fate == Fate::FailedByPayee || self.config.fresh_root_after_each_failure;
        if let Some(attempt) = &mut self.attempt {
            // rule: amp.payer.retry-router
            attempt.take_back(id)?;
            // rule: amp.payer.retry-payee
            attempt.spent |= by_payee && !planted(Canary::PayerSpent);
        }
        part.fate = fate;
        self.outstanding.subtract(part.amt_to_forward);
        self.given_up |= code.is_some_and(|code| code & PERM != 0);
        self.retire();
        Ok(())
    }

    /// Forgets the shares of an attempt that has failed, once nothing of it is outstanding.
    fn retire(&mut self) {
        let over = self.outstanding.parts == 0 && self.settled.parts == 0;
        if let Some(attempt) = self.attempt.take_if(|attempt| over && attempt.spent) {
            self.earlier.push(attempt.earlier());
        }
    }

    fn settle(&mut self, id: u64, preimage: Preimage) -> Result<(), PayerError> {
        let part = self.parts.get_mut(&id).ok_or(PayerErrorKind::PartUnknown)?;
        // rule: amp.payer.verify
        if payment_hash(&preimage) != part.payment_hash && !planted(Canary::PayerPreimage) {
            return Err(PayerErrorKind::WrongPreimage.into());
        }
        match part.fate {
            Fate::Settled(_) => Ok(()),
            Fate::FailedByRouter | Fate::FailedByPayee => Err(PayerErrorKind::PartResolved.into()),
            Fate::Outstanding => {
                part.fate = Fate::Settled(preimage);
                self.outstanding.subtract(part.amt_to_forward);
                self.settled.add(part.amt_to_forward);
                Ok(())
            }
        }
    }

    /// How the payment stands.
    pub fn status(&self) -> Status {
        let waiting = self.outstanding.parts > 0;
        let spent = self.attempt.as_ref().is_some_and(|attempt| attempt.spent);
        match (self.settled.parts > 0, self.given_up) {
            (true, _) if waiting => Status::Settling,
            (true, _) => Status::Settled { settled_msat: self.settled.msat },
            (_, true) if waiting => Status::GivingUp,
            (_, true) => Status::GivenUp,
            _ if spent => Status::Draining,
            _ if self.outstanding.msat == self.config.total_msat => Status::AllOut,
            _ => Status::Open,
        }
    }

    /// An id that was not used: one more than the greatest that was. `None` after the last there is.
    ///
    /// It follows from the state alone, so that a state that is loaded twice names its parts alike.
    // rule: amp.payer.write-ahead
    pub fn next_id(&self) -> Option<u64> {
        self.parts.last_key_value().map_or(Some(1), |(id, _)| id.checked_add(1))
    }

    /// The parts that are outstanding, each as it was to be sent: after a restart those that the node
    /// does not know are offered.
    pub fn outstanding(&self) -> impl Iterator<Item = FinalHop> {
        let parts = self.parts.iter().filter(|(_, part)| part.fate == Fate::Outstanding);
        parts
            .filter_map(|(id, part)| self.attempt.as_ref()?.final_hop(&self.config, *id, part).ok())
    }

    /// What the outstanding parts make, in millisatoshi.
    pub const fn outstanding_msat(&self) -> u64 {
        self.outstanding.msat
    }

    /// What may be sent now, in millisatoshi: 0 unless the payment is [open](Status::Open).
    pub fn lacks_msat(&self) -> u64 {
        match self.status() {
            Status::Open => self.config.total_msat - self.outstanding.msat,
            _ => 0,
        }
    }

    /// What lacks, in so many amounts as equal as can be; in fewer where fewer parts may be sent.
    pub fn plan(&self, parts: u32) -> Vec<u64> {
        let left = self.config.max_parts.saturating_sub(self.outstanding.parts);
        let lacks = self.lacks_msat();
        let parts = u64::from(parts.min(left)).min(lacks);
        let (Some(each), Some(rest)) = (lacks.checked_div(parts), lacks.checked_rem(parts)) else {
            return Vec::new();
        };
        (0..parts).map(|part| each + u64::from(part < rest)).collect()
    }

    /// The name of the set that is being sent. Each attempt has its own.
    pub fn set_id(&self) -> Option<SetId> {
        self.attempt.as_ref().map(|attempt| attempt.set_id)
    }

    /// The parts that were settled, each with what proves it.
    pub fn settled(&self) -> impl Iterator<Item = (u64, Preimage)> {
        self.parts.iter().filter_map(|(id, part)| match part.fate {
            Fate::Settled(preimage) => Some((*id, preimage)),
            _ => None,
        })
    }
}

impl Sum {
    /// The caller has made certain that it fits.
    pub(super) const fn add(&mut self, msat: u64) {
        self.parts = self.parts.saturating_add(1);
        self.msat = self.msat.saturating_add(msat);
    }

    const fn subtract(&mut self, msat: u64) {
        self.parts = self.parts.saturating_sub(1);
        self.msat = self.msat.saturating_sub(msat);
    }
}

impl Drop for Payer {
    fn drop(&mut self) {
        for part in self.parts.values_mut() {
            if let Fate::Settled(preimage) = &mut part.fate {
                preimage.wipe();
            }
        }
    }
}
