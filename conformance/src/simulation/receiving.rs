//! What the payee does, and whether it had cause.

use ampwire::amp::payee::{Action, Event, FailReason, Htlc};
use ampwire::onion::Failure;
use ampwire::secret::Preimage;

use super::part::{Answer, Way};
use super::run::{HeldSet, Run, What};
use super::sending::Crash;
use super::{BreachKind, End, Hook, Options, Part, Seen};

/// Failure codes of BOLT 4, by their numbers there.
const FINAL_INCORRECT_CLTV_EXPIRY: u16 = 18;
const FINAL_INCORRECT_HTLC_AMOUNT: u16 = 19;
const MPP_TIMEOUT: u16 = 23;
const INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS: u16 = 0x4000 | 15;

/// What the payee is told.
#[derive(Clone, Copy)]
enum Told {
    Part(usize),
    Block,
    Tick,
}

impl<H: Hook> Run<'_, H> {
    /// A part comes to the payee.
    pub(super) fn present(&mut self, place: usize) {
        let now = self.seconds();
        let Some(part) = self.parts.get_mut(place) else { return };
        part.way = Way::AtPayee;
        part.arrived_at = now;
        self.see(place, |part| Seen::Arrives { part, again: false });
        self.tell(Told::Part(place));
    }

    /// A part is presented again, if it is there still.
    pub(super) fn present_again(&mut self, place: usize) {
        let Some(part) = self.parts.get(place) else { return };
        if part.may_come_again() {
            self.tally.replays += 1;
            self.see(place, |part| Seen::Arrives { part, again: true });
            self.tell(Told::Part(place));
        }
    }

    pub(super) fn announce_block(&mut self) {
        self.tell(Told::Block);
    }

    pub(super) fn tick(&mut self) {
        self.tick_at = None;
        self.tell(Told::Tick);
    }

    /// The HTLC has left the payee's channel.
    pub(super) fn forget(&mut self, place: usize) {
        let Some(part) = self.parts.get(place) else { return };
        let id = part.htlc_id();
        let mut actions = self.payee.handle(self.seconds(), Event::Resolved { id });
        self.carry_out(&mut actions, None);
    }

    /// The payee takes an event, and may crash at it.
    fn tell(&mut self, told: Told) {
        match self.crash() {
            None => self.tell_once(told),
            Some(Crash::BeforeStoring) => {
                let stored = self.payee.clone();
                self.handle(told);
                self.payee = stored;
                self.restart();
            }
            Some(Crash::AfterStoring) => {
                self.handle(told);
                self.restart();
            }
        }
    }

    /// After a crash: the height, and all that is in the channels.
    fn restart(&mut self) {
        self.hook.seen(self.now_ms, &Seen::PayeeRestarts);
        self.tell_once(Told::Block);
        for place in 0..self.parts.len() {
            if self.parts.get(place).is_some_and(Part::may_come_again) {
                self.tell_once(Told::Part(place));
            }
        }
    }

    fn tell_once(&mut self, told: Told) {
        let mut actions = self.handle(told);
        let newcomer = match told {
            Told::Part(place) => Some(place),
            _ => None,
        };
        self.hook.answers(&self.parts, &mut actions);
        self.carry_out(&mut actions, newcomer);
    }

    fn handle(&mut self, told: Told) -> Vec<Action> {
        let at = self.seconds();
        let event = match told {
            Told::Block => Event::Block { height: self.height },
            Told::Tick => Event::Tick,
            Told::Part(place) => {
                let Some(part) = self.parts.get(place) else { return Vec::new() };
                Event::Htlc(Htlc {
                    id: part.htlc_id(),
                    amount_msat: part.final_msat,
                    payment_hash: part.payment_hash,
                    cltv_expiry: part.final_expiry,
                    payload: &part.payload,
                })
            }
        };
        self.payee.handle(at, event)
    }

    /// Does what the payee says, after it was judged.
    fn carry_out(&mut self, actions: &mut Vec<Action>, newcomer: Option<usize>) {
        let mut settled = None;
        for action in actions.drain(..) {
            let Some(place) = usize::try_from(action.id().id).ok().and_then(|id| id.checked_sub(1))
            else {
                continue;
            };
            match action {
                Action::Hold { .. } => self.hold(place),
                Action::Settle { preimage, .. } => {
                    if self.settle(place, preimage) {
                        settled = Some(place);
                    }
                }
                Action::Fail { failure, reason, .. } => {
                    self.fail(place, &failure, reason);
                }
                _ => self.breach(BreachKind::Step, self.parts.get(place).map(|part| part.id)),
            }
        }
        self.held.retain(|set| set.htlcs > 0);
        if let Some(place) = settled {
            self.look_for_subset(place);
        }
        if let Some(place) = newcomer {
            self.look_for_whole(place);
        }
        self.wake();
    }

    /// Sees to it that the payee is woken at its next deadline.
    fn wake(&mut self) {
        let Some(next) = self.payee.next_deadline() else { return };
        if next <= self.seconds() {
            // It was told the time, and asks to be told again.
            if !core::mem::replace(&mut self.is_overdue, true) {
                self.breach(BreachKind::Stuck, None);
            }
            return;
        }
        if self.tick_at.is_none_or(|at| next < at) {
            self.tick_at = Some(next);
            let ms = self.milliseconds_until(next);
            self.after(ms, What::Tick);
        }
    }

    fn hold(&mut self, place: usize) {
        let now = self.seconds();
        let Some(part) = self.parts.get_mut(place) else { return };
        match part.answer {
            None => {
                part.answer = Some(Answer::Held);
                part.recorded = true;
                part.arrived_at = now;
                let (set_id, msat) = (part.set_id, part.amt_to_forward);
                match self.held.iter_mut().find(|set| set.set_id == set_id) {
                    Some(set) => {
                        set.msat = set.msat.saturating_add(msat);
                        set.htlcs += 1;
                    }
                    None => self.held.push(HeldSet { set_id, began_at: now, msat, htlcs: 1 }),
                }
                self.see(place, |part| Seen::Held { part });
                if self.draw.happens(self.options.replays) {
                    let ms = self.draw.below(120_000);
                    self.after(ms, What::Again { part: place });
                }
            }
            Some(Answer::Held) => {}
            Some(_) => {
                let id = part.id;
                self.breach(BreachKind::Replay, Some(id));
            }
        }
    }

    /// Gives whether the part was not settled before.
    fn settle(&mut self, place: usize, preimage: Preimage) -> bool {
        let Some(part) = self.parts.get_mut(place) else { return false };
        let id = part.id;
        let hash = bitcoin_hashes::sha256::hash(preimage.reveal()).to_byte_array();
        let fits = hash == part.payment_hash.0;
        let before = part.answer.replace(Answer::Settled);
        part.recorded = true;
        if before == Some(Answer::Held) {
            self.release(place);
        }
        if !fits {
            self.breach(BreachKind::WrongPreimage, Some(id));
        }
        match before {
            Some(Answer::Settled) => {
                self.answer_again(place, End::Settled(preimage));
                return false;
            }
            Some(Answer::Failed { .. }) => self.breach(BreachKind::Replay, Some(id)),
            _ => self.see(place, |part| Seen::Settled { part }),
        }
        self.answer(place, End::Settled(preimage));
        true
    }

    fn fail(&mut self, place: usize, failure: &Failure<'_>, reason: FailReason) {
        let code = failure.code();
        let Some(part) = self.parts.get_mut(place) else { return };
        let id = part.id;
        let before = part.answer;
        match before {
            Some(Answer::Settled) => {
                self.breach(BreachKind::Replay, Some(id));
                return;
            }
            Some(Answer::Failed { code: said }) => {
                if said != code {
                    self.breach(BreachKind::Replay, Some(id));
                }
                self.answer_again(place, End::ByPayee(Some(code)));
                return;
            }
            _ => {}
        }
        let held = before == Some(Answer::Held);
        if !self.has_cause(place, held, code) {
            self.breach(BreachKind::NoCause, Some(id));
        }
        if held {
            self.release(place);
        }
        if code == MPP_TIMEOUT {
            self.tally.timeouts += 1;
        }
        if let Some(part) = self.parts.get_mut(place) {
            part.answer = Some(Answer::Failed { code });
            part.recorded = held;
        }
        let name = failure.name();
        self.see(place, |part| Seen::Failed { part, name, reason });
        self.answer(place, End::ByPayee(Some(code)));
    }

    /// The part is held no more.
    fn release(&mut self, place: usize) {
        let Some(part) = self.parts.get(place) else { return };
        if let Some(set) = self.held.iter_mut().find(|set| set.set_id == part.set_id) {
            set.msat = set.msat.saturating_sub(part.amt_to_forward);
            set.htlcs = set.htlcs.saturating_sub(1);
        }
    }

    /// Whether there is a reason to fail the part so. Parts and hashes are never tampered with here, so a set that is whole is right.
    fn has_cause(&self, place: usize, held: bool, code: u16) -> bool {
        let Some(part) = self.parts.get(place) else { return false };
        let too_near = |expiry: u32| expiry < self.height.saturating_add(Options::DELTA);
        match (held, code) {
            (false, FINAL_INCORRECT_HTLC_AMOUNT) => part.final_msat < part.amt_to_forward,
            (false, FINAL_INCORRECT_CLTV_EXPIRY) => part.final_expiry < part.outgoing_cltv_value,
            (false, INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS) => too_near(part.final_expiry),
            (true, MPP_TIMEOUT) => {
                let set = self.held.iter().find(|set| set.set_id == part.set_id);
                let begun = set.map_or(part.arrived_at, |set| set.began_at);
                let begun = if self.options.each_htlc { part.arrived_at } else { begun };
                self.seconds() >= begun.saturating_add(self.options.mpp_timeout)
            }
            (true, INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS) => {
                let mut of_set = self.parts.iter().filter(|other| other.set_id == part.set_id);
                of_set.any(|other| other.recorded && too_near(other.final_expiry))
            }
            _ => false,
        }
    }

    /// The first answer that is none to wait goes out, or is lost.
    fn answer(&mut self, place: usize, end: End) {
        let lost = self.draw.happens(self.options.replays) && self.draw.below(2) == 0;
        if !lost {
            self.turn_back(place, end, self.options.hops);
            if self.draw.happens(self.options.replays) {
                let ms = self.delay();
                self.after(ms, What::Again { part: place });
            }
            return;
        }
        self.tally.answers_lost += 1;
        self.see(place, |part| Seen::AnswerLost { part });
        if let Some(part) = self.parts.get_mut(place) {
            part.unsent = true;
            if !part.recorded {
                part.answer = None;
            }
        }
        let ms = self.draw.below(30_000);
        self.after(ms, What::Again { part: place });
    }

    /// The same answer as before: it goes out if it has not.
    fn answer_again(&mut self, place: usize, end: End) {
        let Some(part) = self.parts.get_mut(place) else { return };
        if core::mem::take(&mut part.unsent) && part.way == Way::AtPayee {
            self.turn_back(place, end, self.options.hops);
        }
    }

    /// A preimage was revealed: all that is outstanding of the set has to be with the payee, and not failed.
    fn look_for_subset(&mut self, place: usize) {
        let Some(set_id) = self.parts.get(place).map(|part| part.set_id) else { return };
        let mut of_set = self.parts.iter().filter(|part| part.set_id == set_id);
        let lacks = of_set.find(|part| !part.is_done() && !part.is_with_payee());
        if let Some(id) = lacks.map(|part| part.id) {
            self.breach(BreachKind::Early, Some(id));
        }
    }

    /// A part came, and is held: then the set must not be whole.
    fn look_for_whole(&mut self, place: usize) {
        let Some(part) = self.parts.get(place).filter(|part| part.is_held()) else { return };
        let set = self.held.iter().find(|set| set.set_id == part.set_id);
        if set.is_some_and(|set| set.msat >= self.options.total_msat) {
            let id = part.id;
            self.breach(BreachKind::NoCause, Some(id));
        }
    }
}
