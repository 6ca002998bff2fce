//! A payer, routers that lose what they like, and this library's payee.

use super::*;
use crate::amp::payee::{
    self, FailReason, Htlc, HtlcId, MppTimeout, Payee, PayeeConfig, PayeeInvoice,
};
use crate::onion::Layouts;
use crate::wire::Encode;

const NOW: u64 = 1_700_000_000;
const HEIGHT: u32 = 800_000;

/// Where a part is that the payer counts as outstanding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// On its way to the payee.
    Coming,
    Held,
    /// On its way back.
    FailedByRouter,
    FailedByPayee(u16),
    Settled(usize),
}

/// What may happen next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Send(u64),
    /// A part arrives at the payee.
    Arrive(usize),
    /// A router fails a part.
    Lose(usize),
    /// The payee's time is over.
    Timeout,
    /// What became of a part comes back to the payer.
    Answer(usize),
    GiveUp,
}

#[derive(Clone)]
pub(super) struct World {
    pub(super) payer: Payer,
    pub(super) payee: Payee,
    pub(super) random: Seeded,
    pub(super) total: u64,
    at: u64,
    /// All that was sent, in the order of the ids, which count from 1.
    pub(super) hops: Vec<FinalHop>,
    pub(super) places: Vec<Option<Place>>,
    /// Shares that were ever seen by the payee, by the numbers of their parts.
    arrived: Vec<usize>,
    preimages: Vec<Preimage>,
    pub(super) ended: usize,
}

impl World {
    pub(super) fn new(config: PayerConfig, seed: u64, each_htlc: bool) -> Self {
        let timeout = if each_htlc { MppTimeout::of_each_htlc(60) } else { MppTimeout::of_set(60) };
        let total = config.total_msat;
        let setup = PayeeConfig::new(Layouts::DEPLOYED, 19).mpp_timeout(timeout.unwrap());
        let mut payee = Payee::new(setup, NOW, HEIGHT);
        payee.add_invoice(PayeeInvoice::amp(&SECRET).amount_msat(total)).unwrap();
        Self {
            payer: Payer::new(config).unwrap(),
            payee,
            random: Seeded::new(seed),
            total,
            at: NOW,
            hops: Vec::new(),
            places: Vec::new(),
            arrived: Vec::new(),
            preimages: Vec::new(),
            ended: 0,
        }
    }

    /// The numbers of the parts that are somewhere between payer and payee, or held.
    pub(super) fn between(&self) -> impl Iterator<Item = (usize, Place)> {
        self.places.iter().enumerate().filter_map(|(part, place)| Some((part, (*place)?)))
    }

    pub(super) fn amount(&self, part: usize) -> u64 {
        self.hops[part].payload.amt_to_forward().unwrap()
    }

    pub(super) fn happens(&mut self, step: Step) {
        self.unchecked(step);
        self.check();
    }

    /// Without looking at whether payer and network agree, as they don't while the payer is down.
    pub(super) fn unchecked(&mut self, step: Step) {
        match step {
            Step::Send(amount) => self.send(amount),
            Step::Arrive(part) => self.arrives(part),
            Step::Lose(part) => self.places[part] = Some(Place::FailedByRouter),
            Step::Timeout => {
                self.at += 60;
                let actions = self.payee.handle(self.at, payee::Event::Tick);
                self.answered(&actions);
            }
            Step::Answer(part) => self.answers(part),
            Step::GiveUp => {
                let actions = happens(&mut self.payer, Event::GiveUp);
                self.told(&actions);
            }
        }
    }

    fn send(&mut self, amount: u64) {
        let id = self.payer.next_id().unwrap();
        let actions = self.payer.handle(send(id, amount), &mut self.random);
        let [Action::Send(hop)] = &actions[..] else { panic!("{actions:?}") };
        self.offered(hop.clone());
    }

    pub(super) fn offered(&mut self, hop: FinalHop) {
        // Never a hash twice.
        assert!(self.hops.iter().all(|old| old.payment_hash != hop.payment_hash));
        assert_eq!(hop.id, u64::try_from(self.hops.len()).unwrap() + 1);
        self.hops.push(hop);
        self.places.push(Some(Place::Coming));
    }

    fn arrives(&mut self, part: usize) {
        let actions = self.offered_to_payee(part);
        self.answered(&actions);
    }

    /// Where parts of other sets may be out too.
    pub(super) fn unchecked_arrival(&mut self, part: usize) {
        let actions = self.offered_to_payee(part);
        self.placed(&actions);
    }

    fn offered_to_payee(&mut self, part: usize) -> Vec<payee::Action> {
        let hop = &self.hops[part];
        let payload = hop.payload.to_vec();
        let htlc = Htlc {
            id: HtlcId { channel: 1, id: u64::try_from(part).unwrap() },
            amount_msat: hop.payload.amt_to_forward().unwrap(),
            payment_hash: hop.payment_hash,
            cltv_expiry: CLTV,
            payload: &payload,
        };
        self.arrived.push(part);
        let actions = self.payee.handle(self.at, payee::Event::Htlc(htlc));
        assert!(!actions.is_empty());
        actions
    }

    fn answered(&mut self, actions: &[payee::Action]) {
        let settled =
            actions.iter().filter(|action| matches!(action, payee::Action::Settle { .. })).count();
        // All that is out, or nothing.
        let out = self.between().count();
        assert!(settled == 0 || settled == out, "{settled} of {out}");
        for action in actions {
            if let payee::Action::Fail { reason, .. } = action {
                // Nothing else is wrong with what the payer made.
                assert_eq!(*reason, FailReason::MppTimeout);
            }
        }
        self.placed(actions);
    }

    fn placed(&mut self, actions: &[payee::Action]) {
        for action in actions {
            let part = usize::try_from(action.id().id).unwrap();
            let place = match action {
                payee::Action::Hold { .. } => Place::Held,
                payee::Action::Settle { preimage, .. } => {
                    self.preimages.push(*preimage);
                    Place::Settled(self.preimages.len() - 1)
                }
                payee::Action::Fail { failure, .. } => Place::FailedByPayee(failure.code()),
                other => panic!("{other:?}"),
            };
            self.places[part] = Some(place);
        }
    }

    /// What the payer is told about a part that is on its way back.
    pub(super) fn answer(&self, part: usize) -> Event {
        let id = self.hops[part].id;
        match self.places[part].unwrap() {
            Place::FailedByRouter => Event::FailedByRouter { id },
            Place::FailedByPayee(code) => Event::FailedByPayee { id, code: Some(code) },
            Place::Settled(number) => Event::Settled { id, preimage: self.preimages[number] },
            place => panic!("{place:?}"),
        }
    }

    fn answers(&mut self, part: usize) {
        let event = self.answer(part);
        let actions = happens(&mut self.payer, event);
        self.told(&actions);
        self.places[part] = None;
        // Told again, nothing happens.
        let before = self.payer.clone();
        assert_eq!(happens(&mut self.payer, event), []);
        same(&before, &self.payer);
    }

    fn told(&mut self, actions: &[Action]) {
        for action in actions {
            let Action::Ended(status) = action else { panic!("{action:?}") };
            assert!(status.is_end());
            self.ended += 1;
        }
    }

    /// What holds after every step.
    pub(super) fn check(&self) {
        let payer = &self.payer;
        let amount = |parts: &[usize]| parts.iter().map(|part| self.amount(*part)).sum::<u64>();
        let between: Vec<usize> = self.between().map(|(part, _)| part).collect();
        // Amounts are conserved: what is out is between the two, and never more than the total.
        assert_eq!(payer.outstanding_msat(), amount(&between));
        assert!(payer.outstanding().eq(between.iter().map(|part| self.hops[*part].clone())));
        let settled: Vec<usize> =
            payer.settled().map(|(id, _)| usize::try_from(id).unwrap() - 1).collect();
        let out = [&between[..], &settled[..]].concat();
        assert!(amount(&out) <= self.total);
        if payer.status() == Status::Open {
            assert_eq!(payer.outstanding_msat() + payer.lacks_msat(), self.total);
        }
        let Some(attempt) = &payer.attempt else {
            assert!(out.is_empty());
            return;
        };
        // Outstanding XOR kept is the root, and nothing is kept where the total is out alone.
        let root = Share::new(*attempt.tree.root().reveal());
        let left = out.iter().fold(root, |left, part| left.xor(&share(&self.hops[*part])));
        assert_eq!(left.is_zero(), amount(&out) == self.total);
        assert_eq!(left.is_zero(), attempt.tree.is_all_out());
        assert!(!attempt.set_id.is_zero() && !attempt.tree.root().is_zero());
        assert!(out.iter().all(|part| set_id(&self.hops[*part]) == attempt.set_id));
        assert!(out.len() <= usize::try_from(payer.config.max_parts).unwrap());
    }

    /// No shares that are known give the root without every part that is out. What is known are those
    /// that the payee has seen; or, where no share is ever used again, all that left the payer.
    pub(super) fn check_known_shares(&self, all_that_left: bool) {
        let Some(attempt) = &self.payer.attempt else { return };
        let all: Vec<usize> = (0..self.hops.len()).collect();
        let mut known = if all_that_left { all } else { self.arrived.clone() };
        known.retain(|part| set_id(&self.hops[*part]) == attempt.set_id);
        let must = |part: &usize| {
            self.places[*part].is_some()
                || self.payer.settled().any(|(id, _)| id == self.hops[*part].id)
        };
        let out: Vec<usize> = (0..self.hops.len()).filter(must).collect();
        let whole: u64 = out.iter().map(|part| self.amount(*part)).sum();
        for subset in 1..1_u32 << known.len() {
            let parts: Vec<usize> =
                (0..known.len()).filter(|i| subset >> i & 1 == 1).map(|i| known[i]).collect();
            let zero = Root::new([0; 32]);
            let add = |root: Root, part: &usize| root.combine(&share(&self.hops[*part]));
            let root = parts.iter().fold(zero, add);
            if root == *attempt.tree.root() {
                let complete = out.iter().all(|part| parts.contains(part));
                assert!(complete && (whole == self.total || attempt.spent), "{parts:?} of {out:?}");
            }
        }
    }

    /// What holds once nothing more happens.
    pub(super) fn check_end(&self) {
        assert_eq!(self.between().count(), 0);
        assert_eq!(self.payer.outstanding_msat(), 0);
        assert_eq!(self.payer.outstanding().count(), 0);
        assert_eq!((self.payee.held_htlcs(), self.payee.next_deadline()), (0, None));
        assert_eq!(self.ended, 1);
        let sum: u64 =
            self.payer.settled().map(|(id, _)| self.amount(usize::try_from(id).unwrap() - 1)).sum();
        // All or nothing, and both say the same.
        let whole =
            self.payee.answers().any(|action| matches!(action, payee::Action::Settle { .. }));
        assert_eq!(sum, if whole { self.total } else { 0 });
        let end = Status::Settled { settled_msat: self.total };
        assert_eq!(self.payer.status(), if whole { end } else { Status::GivenUp });
    }
}
