//! What becomes of sets: they begin, grow, end.

use super::Action;
use super::key::{SecretHash, SetKey};
use super::machine::{Load, Payee};
use super::record::{Answer, Held, HeldSet, Record, SetEnd, SettledSet};
use crate::amp::Part;
use crate::canary::{Canary, planted};
use crate::secret::{Preimage, SetId};
use alloc::vec::Vec;

impl Payee {
    /// A new set without HTLCs. Gives its number.
    pub(super) fn begin(
        &mut self,
        key: SetKey,
        spontaneous: bool,
        total_msat: u64,
        least_expiry: u32,
    ) -> usize {
        self.insert(HeldSet {
            key,
            spontaneous,
            total_msat,
            sum_msat: 0,
            htlcs: 0,
            newest: None,
            began_at: self.at,
            deadline: self.at.saturating_add(self.config.mpp_timeout.seconds),
            least_expiry,
        })
    }

    /// Takes a set in that has no HTLCs yet.
    pub(super) fn insert(&mut self, set: HeldSet) -> usize {
        let (key, deadline, least_expiry) = (set.key, set.deadline, set.least_expiry);
        self.with_load(&set, |load| load.sets = load.sets.saturating_add(1));
        let number = self.sets.insert(set);
        self.names.hold(key, number);
        self.deadlines.insert((deadline, number));
        self.expiries.insert((least_expiry, number));
        number
    }

    /// Takes a set out, whatever its HTLCs were answered with.
    fn remove(&mut self, number: usize) -> Option<HeldSet> {
        let set = self.sets.remove(number)?;
        self.names.release(&set.key, number);
        self.deadlines.remove(&(set.deadline, number));
        self.expiries.remove(&(set.least_expiry, number));
        self.with_load(&set, |load| {
            load.sets = load.sets.saturating_sub(1);
            load.htlcs = load.htlcs.saturating_sub(set.htlcs);
        });
        Some(set)
    }

    /// Adds a recorded HTLC to its set. It names the one before it already.
    pub(super) fn join(&mut self, number: usize, record: usize, amt_to_forward: u64, expiry: u32) {
        let Some(set) = self.sets.get_mut(number) else { return };
        set.newest = Some(record);
        set.htlcs = set.htlcs.saturating_add(1);
        // It was judged whether there is room.
        set.sum_msat = set.sum_msat.saturating_add(amt_to_forward);
        if expiry < set.least_expiry && !planted(Canary::PayeeExpiry) {
            self.expiries.remove(&(set.least_expiry, number));
            self.expiries.insert((expiry, number));
            set.least_expiry = expiry;
        }
        let (spontaneous, key) = (set.spontaneous, set.key);
        self.with_load_of(spontaneous, &key, |load| load.htlcs = load.htlcs.saturating_add(1));
    }

    /// Takes an HTLC out of its set that is not recorded any more.
    pub(super) fn leave(&mut self, record: usize, held: &Held) {
        let Some(set) = self.sets.get(held.set) else { return };
        // The one that arrived after it names the one before it from now on.
        let next = self.numbers_of(set).find(|number| self.previous(*number) == Some(record));
        match next.and_then(|next| self.held_mut(next)) {
            Some(next) => next.previous = held.previous,
            None => {
                if let Some(set) = self.sets.get_mut(held.set) {
                    set.newest = held.previous;
                }
            }
        }
        self.left(held.set, 1, held.amt_to_forward);
    }

    /// Counts HTLCs out of their set that are not in its list any more.
    fn left(&mut self, number: usize, htlcs: usize, msat: u64) {
        let Some(set) = self.sets.get_mut(number) else { return };
        set.htlcs = set.htlcs.saturating_sub(htlcs);
        if !planted(Canary::PayeeLeft) {
            set.sum_msat = set.sum_msat.saturating_sub(msat);
        }
        let (spontaneous, key) = (set.spontaneous, set.key);
        self.with_load_of(spontaneous, &key, |load| load.htlcs = load.htlcs.saturating_sub(htlcs));
        let first = self.sets.get(number).and_then(|set| self.records_of(set).last());
        let Some(first) = first.and_then(Record::held).map(|held| held.arrived_at) else {
            self.remove(number);
            return;
        };
        let timeout = self.config.mpp_timeout;
        if let Some(set) = self.sets.get_mut(number).filter(|_| timeout.each_htlc) {
            self.deadlines.remove(&(set.deadline, number));
            set.deadline = first.saturating_add(timeout.seconds);
            self.deadlines.insert((set.deadline, number));
        }
    }

    /// Settles a complete set, or fails it.
    pub(super) fn complete(&mut self, number: usize, actions: &mut Vec<Action>) {
        let Some(set) = self.sets.get(number) else { return };
        match self.preimages(set) {
            // rule: amp.payee.settle-all
            Ok(preimages) => {
                let numbers = self.in_order(set);
                let Some(set) = self.remove(number) else { return };
                let settled = SettledSet { at: self.at, spontaneous: set.spontaneous };
                if !planted(Canary::PayeeSettled) {
                    self.names.settle(set.key, settled);
                }
                actions.reserve(preimages.len());
                for (record, preimage) in numbers.into_iter().zip(preimages) {
                    self.answer(record, Answer::Settled(preimage), actions);
                }
            }
            Err(end) => self.end(number, end, actions),
        }
    }

    /// The preimages of a complete set, one an HTLC, in their order. None of them was shown to anyone
    /// before all of them were right.
    fn preimages(&self, set: &HeldSet) -> Result<Vec<Preimage>, SetEnd> {
        let delta = self.config.min_final_cltv_expiry_delta;
        // rule: amp.payee.expiry-again
        if self.records_of(set).any(|record| self.is_too_near(record.cltv_expiry, delta)) {
            return Err(SetEnd::ExpiryTooNear);
        }
        let broken = SetEnd::NotReconstructed;
        if let SetKey::Mpp { secret } = &set.key {
            let terms = self.invoices.get(secret).and_then(|invoice| invoice.terms.mpp.as_ref());
            let (_, preimage) = terms.ok_or(broken)?;
            return Ok(self.numbers_of(set).map(|_| *preimage).collect());
        }
        // rule: amp.payee.reconstruct, and rule: amp.payee.order: the root is the XOR of all shares
        let records = self.in_order(set).into_iter().map(|number| self.records.get(number)?.part());
        let parts: Option<Vec<Part>> = records.collect();
        let all = self.config.scheme.reconstruct(&parts.ok_or(broken)?).map_err(|_| broken)?;
        Ok(all.children.iter().map(|child| child.preimage).collect())
    }

    /// The numbers of a set's HTLCs, the one that arrived last first.
    fn numbers_of(&self, set: &HeldSet) -> impl Iterator<Item = usize> {
        core::iter::successors(set.newest, |number| self.previous(*number))
    }

    /// The HTLCs of a set, the one that arrived last first.
    fn records_of(&self, set: &HeldSet) -> impl Iterator<Item = &Record> {
        self.numbers_of(set).filter_map(|number| self.records.get(number))
    }

    /// The numbers of a set's HTLCs, in the order they arrived.
    pub(super) fn in_order(&self, set: &HeldSet) -> Vec<usize> {
        let mut numbers = Vec::with_capacity(set.htlcs);
        numbers.extend(self.numbers_of(set));
        numbers.reverse();
        numbers
    }

    fn previous(&self, number: usize) -> Option<usize> {
        self.records.get(number)?.held()?.previous
    }

    fn held_mut(&mut self, number: usize) -> Option<&mut Held> {
        match &mut self.records.get_mut(number)?.answer {
            Answer::Held(held) => Some(held),
            Answer::Settled(_) | Answer::Failed(_) => None,
        }
    }

    /// Fails all HTLCs of a set. Its name is free again.
    // rule: amp.payee.set-again
    fn end(&mut self, number: usize, how: SetEnd, actions: &mut Vec<Action>) {
        let Some(set) = self.remove(number) else { return };
        for record in self.in_order(&set) {
            self.answer(record, Answer::Failed(how), actions);
        }
    }

    fn answer(&mut self, number: usize, answer: Answer, actions: &mut Vec<Action>) {
        if let Some(record) = self.records.get_mut(number) {
            record.answer = answer;
            actions.push(record.action());
        }
    }

    fn with_load(&mut self, set: &HeldSet, change: impl FnOnce(&mut Load)) {
        self.with_load_of(set.spontaneous, &set.key, change);
    }

    fn with_load_of(&mut self, spontaneous: bool, key: &SetKey, change: impl FnOnce(&mut Load)) {
        let invoice = key.secret().filter(|_| !spontaneous);
        match invoice.and_then(|secret| self.invoices.get_mut(&secret)) {
            Some(invoice) => change(&mut invoice.load),
            None => change(&mut self.spontaneous),
        }
    }

    /// Fails what is due.
    // rule: amp.payee.timeout
    pub(super) fn time_out(&mut self, actions: &mut Vec<Action>) {
        let due = if planted(Canary::PayeeTimeout) { self.at.saturating_sub(1) } else { self.at };
        while let Some((deadline, number)) =
            self.deadlines.first().copied().filter(|(deadline, _)| *deadline <= due)
        {
            if self.config.mpp_timeout.each_htlc {
                self.time_out_htlcs(number, deadline, actions);
            } else {
                self.end(number, SetEnd::MppTimeout, actions);
            }
        }
    }

    /// Fails the HTLCs of a set whose own time is over, which are its first.
    fn time_out_htlcs(&mut self, number: usize, deadline: u64, actions: &mut Vec<Action>) {
        let Some(set) = self.sets.get(number) else { return };
        let numbers = self.in_order(set);
        let (mut over, mut msat) = (0, 0_u64);
        for record in &numbers {
            let Some(held) = self.records.get(*record).and_then(Record::held) else { continue };
            if held.arrived_at.saturating_add(self.config.mpp_timeout.seconds) > deadline {
                break;
            }
            over += 1;
            msat = msat.saturating_add(held.amt_to_forward);
        }
        let Some((over, left)) = numbers.split_at_checked(over) else { return };
        match left.first().and_then(|first| self.held_mut(*first)) {
            None => self.end(number, SetEnd::MppTimeout, actions),
            Some(first) => {
                first.previous = None;
                self.left(number, over.len(), msat);
                for record in over {
                    self.answer(*record, Answer::Failed(SetEnd::MppTimeout), actions);
                }
            }
        }
    }

    /// Fails the sets with an HTLC that expires too soon.
    // rule: amp.payee.block
    pub(super) fn look_at_expiries(&mut self, actions: &mut Vec<Action>) {
        let delta = self.config.min_final_cltv_expiry_delta;
        while let Some((expiry, number)) = self.expiries.first().copied() {
            if !self.is_too_near(expiry, delta) {
                break;
            }
            // An HTLC that has left its set may have been the one that expired first.
            let expiries = |set| self.records_of(set).map(|record| record.cltv_expiry);
            let least = self.sets.get(number).and_then(|set| expiries(set).min());
            self.expiries.remove(&(expiry, number));
            match (least, self.sets.get_mut(number)) {
                (Some(least), Some(set)) if least > expiry => {
                    self.expiries.insert((least, number));
                    set.least_expiry = least;
                }
                _ => self.end(number, SetEnd::ExpiryTooNear, actions),
            }
        }
    }

    // rule: amp.payee.cancel
    pub(super) fn cancel_set(&mut self, set_id: SetId, actions: &mut Vec<Action>) {
        for number in self.names.held_of(set_id, &self.sets) {
            self.end(number, SetEnd::Cancelled, actions);
        }
    }

    pub(super) fn cancel_invoice(&mut self, secret: SecretHash, actions: &mut Vec<Action>) {
        let Some(invoice) = self.invoices.get_mut(&secret) else { return };
        invoice.cancelled = true;
        let is_of_invoice = |set: &HeldSet| !set.spontaneous && set.key.secret() == Some(secret);
        let of_invoice = self.sets.iter().filter(|(_, set)| is_of_invoice(set));
        let numbers: Vec<usize> = of_invoice.map(|(number, _)| number).collect();
        for number in numbers {
            self.end(number, SetEnd::Cancelled, actions);
        }
    }
}
