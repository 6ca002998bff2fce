//! What the payer does.

use ampwire::amp::payer::{Action, Event, FinalHop};
use ampwire::wire::Encode;

use super::part::{Part, Way};
use super::run::{Run, What};
use super::{BreachKind, End, Hook, Options, Seen};

/// Where a crash falls.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Crash {
    /// The state was not stored: nothing has happened.
    BeforeStoring,
    /// It was, and nothing was carried out.
    AfterStoring,
}

impl<H: Hook> Run<'_, H> {
    /// Whether a node crashes at this event, and where.
    pub(super) fn crash(&mut self) -> Option<Crash> {
        if !self.draw.happens(self.options.crashes) {
            return None;
        }
        self.tally.crashes += 1;
        let before = self.draw.below(2) == 0;
        Some(if before { Crash::BeforeStoring } else { Crash::AfterStoring })
    }

    /// The payer takes an event, and may crash at it. Gives the actions, and whether they were lost.
    fn payer_takes(&mut self, event: Event) -> (Vec<Action>, bool) {
        let crash = self.crash();
        let random = |bytes: &mut [u8; 32]| self.secrets.fill(bytes);
        if crash == Some(Crash::BeforeStoring) {
            let stored = self.payer.clone();
            let _ = self.payer.handle(event, &mut { random });
            self.payer = stored;
        }
        let random = |bytes: &mut [u8; 32]| self.secrets.fill(bytes);
        let actions = self.payer.handle(event, &mut { random });
        if crash.is_some() {
            self.hook.seen(self.now_ms, &Seen::PayerRestarts);
        }
        for action in &actions {
            match action {
                Action::Refused { id, .. } => self.breach(BreachKind::Step, Some(*id)),
                Action::Ended(status) => self.over(*status),
                _ => {}
            }
        }
        (actions, crash == Some(Crash::AfterStoring))
    }

    pub(super) fn give_up(&mut self) {
        if self.payer.status().is_end() {
            return;
        }
        self.hook.seen(self.now_ms, &Seen::GivesUp);
        self.payer_takes(Event::GiveUp);
    }

    pub(super) fn send_what_lacks(&mut self) {
        self.is_planned = false;
        let lacks = self.payer.lacks_msat();
        if lacks == 0 {
            return;
        }
        if self.parts.len() >= Options::MOST_SENDS {
            self.give_up();
            return;
        }
        let begins = self.payer.outstanding_msat() == 0;
        if begins {
            self.tally.sets += 1;
        }
        let wanted = if begins { u64::from(self.options.parts) } else { 1 + self.draw.below(2) };
        let live = u64::try_from(self.live).unwrap_or(u64::MAX);
        let left = u64::from(self.options.max_parts).saturating_sub(live);
        let count = wanted.min(left).min(lacks);
        let mut rest = lacks;
        for still in (0..count).rev() {
            // What follows needs a millisatoshi each.
            let most = rest.saturating_sub(still);
            let mean = rest / still.saturating_add(1);
            let drawn = self.draw.below(mean.saturating_mul(2).saturating_sub(1).max(1));
            let amount = if still == 0 { rest } else { drawn.saturating_add(1).min(most) };
            rest = rest.saturating_sub(amount);
            self.send(amount);
        }
    }

    fn send(&mut self, amt_to_forward: u64) {
        let Some(id) = self.payer.next_id() else { return };
        let padding = u64::from(Options::PADDING).saturating_add(1);
        let padding = u32::try_from(self.draw.below(padding)).unwrap_or(0);
        let outgoing_cltv_value =
            self.height.saturating_add(Options::DELTA).saturating_add(padding);
        let event = Event::Send { id, amt_to_forward, outgoing_cltv_value };
        let (actions, lost) = self.payer_takes(event);
        let sent = actions.into_iter().find_map(|action| match action {
            Action::Send(hop) => Some(hop),
            _ => None,
        });
        // What was stored and not sent is found again.
        let hop = if lost { self.payer.outstanding().find(|hop| hop.id == id) } else { sent };
        match (hop, self.payer.set_id()) {
            (Some(hop), Some(set_id)) => {
                let part = Part {
                    id,
                    set_id,
                    amt_to_forward,
                    outgoing_cltv_value,
                    payment_hash: hop.payment_hash,
                    payload: payload(&hop),
                    final_msat: amt_to_forward,
                    final_expiry: outgoing_cltv_value,
                    way: Way::Forth,
                    answer: None,
                    recorded: false,
                    unsent: false,
                    arrived_at: 0,
                    end: None,
                    settled_links: 0,
                };
                self.offer(part);
            }
            _ => self.breach(BreachKind::Step, Some(id)),
        }
    }

    /// Asks the payer for a part that it must not send: beyond what lacks, of nothing, once a part was claimed, or under a root of which
    /// the payee knows a share.
    fn ask_wrongly(&mut self) {
        let Some(next) = self.payer.next_id() else { return };
        let of_set = |part: &&Part| !part.is_done() || matches!(part.end, Some(End::Settled(_)));
        let out: u64 = self.parts.iter().filter(of_set).map(|part| part.amt_to_forward).sum();
        let lacks = self.options.total_msat.saturating_sub(out);
        let ended = self
            .parts
            .iter()
            .any(|part| part.is_done() && matches!(part.end, Some(End::Settled(_))));
        let spent = self.payer.set_id().is_some_and(|set_id| self.spent.contains(&set_id));
        let amount = match self.draw.below(3) {
            0 => 0,
            1 => lacks.saturating_add(1),
            _ if ended || spent => lacks,
            _ => return,
        };
        // Ids are used once in all.
        let id = if self.draw.below(2) == 0 { next } else { 1 };
        let event = Event::Send {
            id,
            amt_to_forward: amount,
            outgoing_cltv_value: self.height.saturating_add(Options::DELTA),
        };
        let mut random = |bytes: &mut [u8; 32]| self.secrets.fill(bytes);
        let before = self.payer.outstanding_msat();
        let actions = self.payer.handle(event, &mut random);
        let refused = matches!(actions[..], [Action::Refused { .. }]);
        if !refused || self.payer.outstanding_msat() != before {
            self.breach(BreachKind::Step, Some(id));
        }
    }

    fn offer(&mut self, mut part: Part) {
        self.hook.sent(&mut part);
        let place = self.parts.len();
        let known = self.parts.iter().any(|other| other.payment_hash == part.payment_hash);
        if known || self.spent.contains(&part.set_id) || part.set_id.is_zero() {
            self.breach(BreachKind::Twice, Some(part.id));
        }
        self.parts.push(part);
        self.live += 1;
        self.tally.parts += 1;
        self.see(place, |part| Seen::Sent { part });
        let delay = self.delay();
        self.after(delay, What::Arrive { part: place, node: 1 });
    }

    /// The payer learns what came of a part.
    pub(super) fn learn(&mut self, place: usize) {
        let Some(part) = self.parts.get_mut(place) else { return };
        let Some(end) = part.end else { return };
        part.way = Way::Done;
        let (id, set_id) = (part.id, part.set_id);
        self.live = self.live.saturating_sub(1);
        let event = match end {
            End::Settled(preimage) => {
                self.tally.parts_settled += 1;
                Event::Settled { id, preimage }
            }
            End::ByRouter => {
                self.tally.failed_by_router += 1;
                Event::FailedByRouter { id }
            }
            End::ByPayee(code) => {
                self.spent.push(set_id);
                match code {
                    Some(_) => self.tally.failed_by_payee += 1,
                    None => self.tally.unreadable += 1,
                }
                Event::FailedByPayee { id, code }
            }
        };
        self.see(place, |part| Seen::Ended { part });
        self.payer_takes(event);
        if self.draw.below(ASKS_WRONGLY) == 0 {
            self.ask_wrongly();
        }
        if self.payer.lacks_msat() > 0 {
            let ms = self.draw.below(1_000);
            self.plan(ms);
        }
    }
}

/// One time in so many the payer is asked for what it must not do.
const ASKS_WRONGLY: u64 = 8;

fn payload(hop: &FinalHop) -> Vec<u8> {
    hop.payload.to_vec()
}
