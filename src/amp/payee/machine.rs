//! What the payee does at each event.

use super::invoice::Terms;
use super::judge::{Newcomer, Payment, judge};
use super::key::{SecretHash, SetKey};
use super::record::{Answer, Held, HeldSet, Record, SetEnd};
use super::{Action, Event, Htlc, HtlcId, PayeeConfig, PayeeError, PayeeErrorKind, PayeeInvoice};
use crate::amp::Part;
use crate::secret::{PaymentSecret, Preimage, SetId};
use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::vec::Vec;
use core::fmt;

/// The payee. See the [module](super).
#[derive(Clone)]
pub struct Payee {
    pub(super) config: PayeeConfig,
    /// The latest time seen, in seconds.
    pub(super) at: u64,
    /// In blocks.
    pub(super) height: u32,
    pub(super) invoices: BTreeMap<SecretHash, InvoiceEntry>,
    /// All HTLCs that are recorded.
    pub(super) htlcs: BTreeMap<HtlcId, Record>,
    /// The held sets by number, in the order they began.
    pub(super) sets: BTreeMap<u64, HeldSet>,
    pub(super) next_set: u64,
    /// The numbers of the held sets.
    pub(super) names: BTreeMap<SetKey, u64>,
    /// The sets that were settled.
    pub(super) settled: BTreeMap<SetKey, SettledSet>,
    /// What is held without an invoice.
    pub(super) spontaneous: Load,
    /// When each held set has to be looked at: the second, and the set's number.
    pub(super) deadlines: BTreeSet<(u64, u64)>,
    /// A height at or below the least at which an HTLC of each held set expires, and the set's number.
    pub(super) expiries: BTreeSet<(u32, u64)>,
}

/// An invoice, and what is held for it.
#[derive(Clone)]
pub(super) struct InvoiceEntry {
    pub(super) terms: Terms,
    pub(super) cancelled: bool,
    pub(super) load: Load,
}

/// How much is held.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Load {
    pub(super) sets: usize,
    pub(super) htlcs: usize,
}

/// A set that was settled.
#[derive(Clone, Copy)]
pub(super) struct SettledSet {
    /// In seconds.
    pub(super) at: u64,
    pub(super) spontaneous: bool,
}

impl Payee {
    /// A payee that has seen nothing, at this time in seconds and this height in blocks.
    pub fn new(config: PayeeConfig, at: u64, height: u32) -> Self {
        Self {
            config,
            at,
            height,
            invoices: BTreeMap::new(),
            htlcs: BTreeMap::new(),
            sets: BTreeMap::new(),
            next_set: 0,
            names: BTreeMap::new(),
            settled: BTreeMap::new(),
            spontaneous: Load::default(),
            deadlines: BTreeSet::new(),
            expiries: BTreeSet::new(),
        }
    }

    /// Takes an invoice in. To be stored before the invoice is given out.
    ///
    /// # Errors
    ///
    /// [`ZeroPaymentSecret`](PayeeErrorKind::ZeroPaymentSecret), and
    /// [`InvoiceTwice`](PayeeErrorKind::InvoiceTwice) where there is one with its secret.
    pub fn add_invoice(&mut self, invoice: PayeeInvoice) -> Result<(), PayeeError> {
        // rule: amp.payee.invoice
        if invoice.is_zero {
            return Err(PayeeErrorKind::ZeroPaymentSecret.into());
        }
        if self.invoices.contains_key(&invoice.secret) {
            return Err(PayeeErrorKind::InvoiceTwice.into());
        }
        let entry = InvoiceEntry { terms: invoice.terms, cancelled: false, load: Load::default() };
        self.invoices.insert(invoice.secret, entry);
        Ok(())
    }

    /// Forgets an invoice, and which of its sets were settled. An unknown one is no error.
    ///
    /// # Errors
    ///
    /// [`InvoiceHeld`](PayeeErrorKind::InvoiceHeld) while HTLCs are held for it.
    pub fn remove_invoice(&mut self, payment_secret: &PaymentSecret) -> Result<(), PayeeError> {
        let secret = SecretHash::of(payment_secret);
        if self.invoices.get(&secret).is_some_and(|invoice| invoice.load.sets > 0) {
            return Err(PayeeErrorKind::InvoiceHeld.into());
        }
        if self.invoices.remove(&secret).is_some() {
            self.settled.retain(|key, set| set.spontaneous || key.secret() != Some(secret));
        }
        Ok(())
    }

    /// Forgets which spontaneous sets were settled before this time, in seconds.
    pub fn forget_spontaneous(&mut self, before: u64) {
        self.settled.retain(|_, set| !set.spontaneous || set.at >= before);
    }

    /// Takes an event at this time, in seconds, and says what is to be done, once the state has been
    /// stored. What was due by then comes first. A time before the latest one counts as that.
    pub fn handle(&mut self, at: u64, event: Event<'_>) -> Vec<Action> {
        let mut actions = Vec::new();
        self.at = self.at.max(at);
        self.time_out(&mut actions);
        match event {
            Event::Htlc(htlc) => self.htlc(&htlc, &mut actions),
            Event::Block { height } => {
                self.height = height;
                self.look_at_expiries(&mut actions);
            }
            Event::Tick => {}
            Event::CancelSet { set_id } => self.cancel_set(set_id, &mut actions),
            Event::CancelInvoice { payment_secret } => {
                self.cancel_invoice(SecretHash::of(&payment_secret), &mut actions);
            }
            Event::Resolved { id } => self.resolved(id),
        }
        actions
    }

    /// When a set has to be looked at next, in seconds: the time of the next [`Event::Tick`], if nothing
    /// happens before.
    pub fn next_deadline(&self) -> Option<u64> {
        self.deadlines.first().map(|(at, _)| *at)
    }

    /// What every recorded HTLC was answered with, by id. After a restart all of them can be carried out
    /// again.
    pub fn answers(&self) -> impl Iterator<Item = Action> {
        self.htlcs.iter().map(|(id, record)| record.action(*id))
    }

    /// How many sets are held.
    pub fn held_sets(&self) -> usize {
        self.sets.len()
    }

    /// How many HTLCs are held.
    pub fn held_htlcs(&self) -> usize {
        self.sets.values().map(|set| set.htlcs.len()).sum()
    }

    /// Whether an HTLC that expires at this height has less than `delta` blocks left.
    pub(super) fn is_too_near(&self, cltv_expiry: u32, delta: u32) -> bool {
        u64::from(cltv_expiry) < u64::from(self.height).saturating_add(delta.into())
    }

    fn htlc(&mut self, htlc: &Htlc<'_>, actions: &mut Vec<Action>) {
        let id = htlc.id;
        if let Some(record) = self.htlcs.get(&id) {
            // rule: amp.payee.replay, and rule: amp.payee.htlc-id
            let known = record.is(htlc);
            actions.push(if known { record.action(id) } else { Action::Conflict { id } });
            return;
        }
        match judge(self, htlc) {
            Ok(newcomer) => self.take(htlc, newcomer, actions),
            Err(reason) => {
                let failure = reason.failure(htlc, self.height);
                actions.push(Action::Fail { id, failure, reason });
            }
        }
    }

    /// Records an HTLC.
    fn take(&mut self, htlc: &Htlc<'_>, newcomer: Newcomer, actions: &mut Vec<Action>) {
        let Newcomer { amt_to_forward, total_msat, payment } = newcomer;
        let arrived_height = self.height;
        let record = |answer| Record {
            amount_msat: htlc.amount_msat,
            payment_hash: htlc.payment_hash,
            cltv_expiry: htlc.cltv_expiry,
            arrived_height,
            answer,
        };
        match payment {
            Payment::Keysend(preimage) => {
                actions.push(Action::Settle { id: htlc.id, preimage });
                self.htlcs.insert(htlc.id, record(Answer::Settled(preimage)));
            }
            Payment::Set { key, begun, spontaneous, share } => {
                let number = match begun {
                    Some(number) => number,
                    None => self.begin(key, spontaneous, total_msat, htlc.cltv_expiry),
                };
                let held = Held { set: number, amt_to_forward, arrived_at: self.at, share };
                self.htlcs.insert(htlc.id, record(Answer::Held(held)));
                self.join(number, htlc, amt_to_forward, actions);
            }
        }
    }

    fn begin(&mut self, key: SetKey, spontaneous: bool, total_msat: u64, expiry: u32) -> u64 {
        let number = self.next_set;
        self.next_set = self.next_set.saturating_add(1);
        let deadline = self.at.saturating_add(self.config.mpp_timeout.seconds);
        let set = HeldSet {
            key,
            spontaneous,
            total_msat,
            sum_msat: 0,
            htlcs: VecDeque::new(),
            began_at: self.at,
            deadline,
            least_expiry: expiry,
        };
        self.insert(number, set);
        number
    }

    /// Takes a set in, with the HTLCs that it has.
    pub(super) fn insert(&mut self, number: u64, set: HeldSet) {
        self.names.insert(set.key, number);
        self.deadlines.insert((set.deadline, number));
        self.expiries.insert((set.least_expiry, number));
        let htlcs = set.htlcs.len();
        self.with_load(&set, |load| {
            load.sets = load.sets.saturating_add(1);
            load.htlcs = load.htlcs.saturating_add(htlcs);
        });
        self.sets.insert(number, set);
    }

    /// Adds a recorded HTLC to its set, and completes the set if that is all of it.
    fn join(&mut self, number: u64, htlc: &Htlc<'_>, amount: u64, actions: &mut Vec<Action>) {
        let Some(set) = self.sets.get_mut(&number) else { return };
        set.htlcs.push_back(htlc.id);
        // It was judged whether there is room.
        set.sum_msat = set.sum_msat.saturating_add(amount);
        if htlc.cltv_expiry < set.least_expiry {
            self.expiries.remove(&(set.least_expiry, number));
            self.expiries.insert((htlc.cltv_expiry, number));
            set.least_expiry = htlc.cltv_expiry;
        }
        let complete = set.is_complete();
        let (spontaneous, key) = (set.spontaneous, set.key);
        self.with_load_of(spontaneous, &key, |load| load.htlcs = load.htlcs.saturating_add(1));
        if complete {
            self.complete(number, actions);
        } else {
            actions.push(Action::Hold { id: htlc.id });
        }
    }

    /// Settles a complete set, or fails it.
    pub(super) fn complete(&mut self, number: u64, actions: &mut Vec<Action>) {
        match self.preimages(number) {
            // rule: amp.payee.settle-all
            Ok(preimages) => {
                let Some(set) = self.remove(number) else { return };
                let settled = SettledSet { at: self.at, spontaneous: set.spontaneous };
                self.settled.insert(set.key, settled);
                for (id, preimage) in set.htlcs.iter().zip(preimages) {
                    self.answer(*id, Answer::Settled(preimage), actions);
                }
            }
            Err(end) => self.end(number, end, actions),
        }
    }

    /// The preimages of a complete set, one an HTLC, in their order. None of them was shown to anyone
    /// before all of them were right.
    fn preimages(&self, number: u64) -> Result<Vec<Preimage>, SetEnd> {
        let broken = SetEnd::NotReconstructed;
        let set = self.sets.get(&number).ok_or(broken)?;
        let delta = self.config.min_final_cltv_expiry_delta;
        let records = || set.htlcs.iter().filter_map(|id| self.htlcs.get(id));
        // rule: amp.payee.expiry-again
        if records().any(|record| self.is_too_near(record.cltv_expiry, delta)) {
            return Err(SetEnd::ExpiryTooNear);
        }
        if let SetKey::Mpp { secret } = &set.key {
            let invoice = self.invoices.get(secret).ok_or(broken)?;
            let (_, preimage) = invoice.terms.mpp.as_ref().ok_or(broken)?;
            return Ok(set.htlcs.iter().map(|_| *preimage).collect());
        }
        // rule: amp.payee.reconstruct, and rule: amp.payee.order: the root is the XOR of all shares
        let parts: Vec<Part> = records().filter_map(Record::part).collect();
        let all = self.config.scheme.reconstruct(&parts).map_err(|_| broken)?;
        if all.children.len() != set.htlcs.len() {
            return Err(broken);
        }
        Ok(all.children.iter().map(|child| child.preimage).collect())
    }

    /// Fails all HTLCs of a set. Its name is free again.
    // rule: amp.payee.set-again
    fn end(&mut self, number: u64, how: SetEnd, actions: &mut Vec<Action>) {
        let Some(set) = self.remove(number) else { return };
        for id in &set.htlcs {
            self.answer(*id, Answer::Failed(how), actions);
        }
    }

    fn answer(&mut self, id: HtlcId, answer: Answer, actions: &mut Vec<Action>) {
        if let Some(record) = self.htlcs.get_mut(&id) {
            record.answer = answer;
            actions.push(record.action(id));
        }
    }

    /// Takes a set out, whatever its HTLCs were answered with.
    fn remove(&mut self, number: u64) -> Option<HeldSet> {
        let set = self.sets.remove(&number)?;
        self.names.remove(&set.key);
        self.deadlines.remove(&(set.deadline, number));
        self.expiries.remove(&(set.least_expiry, number));
        let htlcs = set.htlcs.len();
        self.with_load(&set, |load| {
            load.sets = load.sets.saturating_sub(1);
            load.htlcs = load.htlcs.saturating_sub(htlcs);
        });
        Some(set)
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
    fn time_out(&mut self, actions: &mut Vec<Action>) {
        while let Some((deadline, number)) =
            self.deadlines.first().copied().filter(|(deadline, _)| *deadline <= self.at)
        {
            if self.config.mpp_timeout.each_htlc {
                self.time_out_htlcs(number, deadline, actions);
            } else {
                self.end(number, SetEnd::MppTimeout, actions);
            }
        }
    }

    /// Fails the HTLCs of a set whose own time is over, which are its first.
    fn time_out_htlcs(&mut self, number: u64, deadline: u64, actions: &mut Vec<Action>) {
        let Some(mut set) = self.remove(number) else { return };
        while let Some((id, held)) = set.htlcs.front().and_then(|id| self.held(*id)) {
            let own = held.arrived_at.saturating_add(self.config.mpp_timeout.seconds);
            if own > deadline {
                set.deadline = own;
                self.insert(number, set);
                return;
            }
            set.sum_msat = set.sum_msat.saturating_sub(held.amt_to_forward);
            set.htlcs.pop_front();
            self.answer(id, Answer::Failed(SetEnd::MppTimeout), actions);
        }
    }

    fn held(&self, id: HtlcId) -> Option<(HtlcId, &Held)> {
        self.htlcs.get(&id).and_then(Record::held).map(|held| (id, held))
    }

    /// Fails the sets with an HTLC that expires too soon.
    // rule: amp.payee.block
    fn look_at_expiries(&mut self, actions: &mut Vec<Action>) {
        let delta = self.config.min_final_cltv_expiry_delta;
        while let Some((expiry, number)) = self.expiries.first().copied() {
            if !self.is_too_near(expiry, delta) {
                break;
            }
            // An HTLC that has left its set may have been the one that expired first.
            let least = self.sets.get(&number).and_then(|set| {
                set.htlcs
                    .iter()
                    .filter_map(|id| self.htlcs.get(id))
                    .map(|record| record.cltv_expiry)
                    .min()
            });
            match (least, self.sets.get_mut(&number)) {
                (Some(least), Some(set)) if least > expiry => {
                    self.expiries.remove(&(expiry, number));
                    self.expiries.insert((least, number));
                    set.least_expiry = least;
                }
                _ => {
                    self.expiries.remove(&(expiry, number));
                    self.end(number, SetEnd::ExpiryTooNear, actions);
                }
            }
        }
    }

    // rule: amp.payee.cancel
    fn cancel_set(&mut self, set_id: SetId, actions: &mut Vec<Action>) {
        let first = SetKey::Amp { set_id, secret: None };
        let last = SetKey::Amp { set_id, secret: Some(SecretHash([0xff; 32])) };
        let numbers: Vec<u64> = self.names.range(first..=last).map(|(_, number)| *number).collect();
        for number in numbers {
            self.end(number, SetEnd::Cancelled, actions);
        }
    }

    fn cancel_invoice(&mut self, secret: SecretHash, actions: &mut Vec<Action>) {
        let Some(invoice) = self.invoices.get_mut(&secret) else { return };
        invoice.cancelled = true;
        let of_invoice = |set: &HeldSet| !set.spontaneous && set.key.secret() == Some(secret);
        let of_invoice = self.sets.iter().filter(|(_, set)| of_invoice(set));
        let numbers: Vec<u64> = of_invoice.map(|(number, _)| *number).collect();
        for number in numbers {
            self.end(number, SetEnd::Cancelled, actions);
        }
    }

    /// Forgets an HTLC. If it was held its set goes on without it.
    fn resolved(&mut self, id: HtlcId) {
        let Some(record) = self.htlcs.remove(&id) else { return };
        let Some(held) = record.held() else { return };
        let Some(mut set) = self.remove(held.set) else { return };
        set.htlcs.retain(|other| *other != id);
        set.sum_msat = set.sum_msat.saturating_sub(held.amt_to_forward);
        if let Some((_, first)) = set.htlcs.front().and_then(|id| self.held(*id)) {
            if self.config.mpp_timeout.each_htlc {
                set.deadline = first.arrived_at.saturating_add(self.config.mpp_timeout.seconds);
            }
            self.insert(held.set, set);
        }
    }
}

/// Shows how much there is, and nothing of it.
impl fmt::Debug for Payee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payee")
            .field("config", &self.config)
            .field("at", &self.at)
            .field("height", &self.height)
            .field("invoices", &self.invoices.len())
            .field("htlcs", &self.htlcs.len())
            .field("held_sets", &self.sets.len())
            .field("settled_sets", &self.settled.len())
            .finish_non_exhaustive()
    }
}
