//! What the payee does at each event.

use super::invoice::Terms;
use super::judge::{Newcomer, Payment, judge};
use super::key::{SecretHash, SetKey};
use super::names::Names;
use super::record::{Answer, Held, HeldSet, Record, SettledSet};
use super::slab::Slab;
use super::{Action, Event, Htlc, HtlcId, PayeeConfig, PayeeError, PayeeErrorKind, PayeeInvoice};
use crate::canary::{Canary, planted};
use crate::secret::PaymentSecret;
use alloc::collections::{BTreeMap, BTreeSet};
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
    /// All HTLCs that are recorded, and the number of each.
    pub(super) records: Slab<Record>,
    pub(super) htlcs: BTreeMap<HtlcId, usize>,
    /// The held sets.
    pub(super) sets: Slab<HeldSet>,
    /// What the names of sets stand for.
    pub(super) names: Names,
    /// What is held without an invoice.
    pub(super) spontaneous: Load,
    /// When each held set has to be looked at: the second, and the set's number.
    pub(super) deadlines: BTreeSet<(u64, usize)>,
    /// A height at or below the least at which an HTLC of each held set expires, and the set's number.
    pub(super) expiries: BTreeSet<(u32, usize)>,
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

impl Payee {
    /// A payee that has seen nothing, at this time in seconds and this height in blocks.
    pub fn new(config: PayeeConfig, at: u64, height: u32) -> Self {
        Self {
            config,
            at,
            height,
            invoices: BTreeMap::new(),
            records: Slab::new(),
            htlcs: BTreeMap::new(),
            sets: Slab::new(),
            names: Names::new(),
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
            self.forget(|key, set| !set.spontaneous && key.secret() == Some(secret));
        }
        Ok(())
    }

    /// Forgets which spontaneous sets were settled before this time, in seconds.
    pub fn forget_spontaneous(&mut self, before: u64) {
        self.forget(|_, set| set.spontaneous && set.at < before);
    }

    fn forget(&mut self, which: impl Fn(&SetKey, &SettledSet) -> bool) {
        self.names.forget(which);
    }

    /// Takes an event at this time, in seconds, and says what is to be done, once the state has been
    /// stored. What was due by then comes first. A time before the latest one counts as that, for ever: one
    /// that is wrong by far is better not said.
    #[must_use = "each of the actions has to be carried out: it does not come again by itself"]
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
        self.recorded().map(Record::action)
    }

    /// All that are recorded, by id.
    pub(super) fn recorded(&self) -> impl Iterator<Item = &Record> {
        self.htlcs.values().filter_map(|number| self.records.get(*number))
    }

    /// How many sets are held.
    pub fn held_sets(&self) -> usize {
        self.sets.len()
    }

    /// How many HTLCs are held.
    pub fn held_htlcs(&self) -> usize {
        self.sets.iter().map(|(_, set)| set.htlcs).sum()
    }

    /// Whether an HTLC that expires at this height has less than `delta` blocks left.
    pub(super) fn is_too_near(&self, cltv_expiry: u32, delta: u32) -> bool {
        u64::from(cltv_expiry) < u64::from(self.height).saturating_add(delta.into())
    }

    fn htlc(&mut self, htlc: &Htlc<'_>, actions: &mut Vec<Action>) {
        let id = htlc.id;
        if let Some(record) = self.htlcs.get(&id).and_then(|number| self.records.get(*number)) {
            // rule: amp.payee.replay, and rule: amp.payee.htlc-id
            let known = record.is(htlc) || planted(Canary::PayeeReplay);
            actions.push(if known { record.action() } else { Action::Conflict { id } });
            return;
        }
        match judge(self, htlc) {
            Ok(newcomer) => self.take(htlc, newcomer, actions),
            Err(reason) => {
                let failure = reason.newcomer_failure(htlc, self.height);
                actions.push(Action::Fail { id, failure, reason });
            }
        }
    }

    /// Records an HTLC.
    fn take(&mut self, htlc: &Htlc<'_>, newcomer: Newcomer, actions: &mut Vec<Action>) {
        let Newcomer { amt_to_forward, total_msat, payment } = newcomer;
        let counts = if planted(Canary::PayeeOverpaid) { htlc.amount_msat } else { amt_to_forward };
        let arrived_height = self.height;
        let record = |answer| Record {
            id: htlc.id,
            amount_msat: htlc.amount_msat,
            payment_hash: htlc.payment_hash,
            cltv_expiry: htlc.cltv_expiry,
            arrived_height,
            answer,
        };
        match payment {
            Payment::Keysend(preimage) => {
                actions.push(Action::Settle { id: htlc.id, preimage });
                self.record(record(Answer::Settled(preimage)));
            }
            Payment::Set { key, begun, spontaneous, share } => {
                let set = match begun {
                    Some(set) => set,
                    None => self.begin(key, spontaneous, total_msat, htlc.cltv_expiry),
                };
                let previous = self.sets.get(set).and_then(|set| set.newest);
                let held = Held { set, amt_to_forward, arrived_at: self.at, share, previous };
                let number = self.record(record(Answer::Held(held)));
                self.join(set, number, counts, htlc.cltv_expiry);
                if self.sets.get(set).is_some_and(HeldSet::is_complete) {
                    self.complete(set, actions);
                } else {
                    actions.push(Action::Hold { id: htlc.id });
                }
            }
        }
    }

    /// Takes in what is known of an HTLC. Gives its number.
    pub(super) fn record(&mut self, record: Record) -> usize {
        let id = record.id;
        let number = self.records.insert(record);
        self.htlcs.insert(id, number);
        number
    }

    /// Forgets an HTLC. If it was held its set goes on without it.
    fn resolved(&mut self, id: HtlcId) {
        let Some(number) = self.htlcs.remove(&id) else { return };
        let Some(record) = self.records.remove(number) else { return };
        if let Answer::Held(held) = &record.answer {
            self.leave(number, held);
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
            .field("settled_sets", &self.names.settled().len())
            .finish_non_exhaustive()
    }
}
