//! One payment from its first part to its end.

use core::cmp::Reverse;
use std::collections::BinaryHeap;

use ampwire::amp::payee::{MppTimeout, Payee, PayeeConfig, PayeeInvoice};
use ampwire::amp::payer::{Payer, PayerConfig, Status};
use ampwire::onion::Layouts;
use ampwire::secret::{PaymentSecret, SetId};

use super::generator::Generator;
use super::part::Part;
use super::routing::SLOWEST_MS;
use super::{Breach, BreachKind, Hook, Options, Seen, Tally};

/// The clock at the start, in seconds. Any would do.
const BEGIN: u64 = 1_700_000_000;
/// The height at the start. Any would do.
const HEIGHT: u32 = 800_000;
/// No run has as many events: it goes round in circles.
const MOST_EVENTS: u64 = 10_000_000;
/// So many blocks after the payer has given up every HTLC has expired.
const MOST_BLOCKS: u32 = 1_000;

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) tally: Tally,
    pub(crate) breaches: Vec<Breach>,
}

/// Simulates one payment.
///
/// # Errors
/// Where the options make no payment.
pub(crate) fn simulate<H: Hook>(
    seed: u64,
    options: &Options,
    hook: &mut H,
) -> Result<Outcome, String> {
    let mut run = Run::new(seed, options, hook)?;
    run.go();
    run.look_at_the_end();
    Ok(Outcome { tally: run.tally, breaches: run.breaches })
}

/// A run as it stands.
pub(super) struct Run<'a, H> {
    pub(super) options: &'a Options,
    pub(super) hook: &'a mut H,
    /// What happens in the world.
    pub(super) draw: Generator,
    /// What the payer draws.
    pub(super) secrets: Generator,
    pub(super) now_ms: u64,
    pub(super) height: u32,
    /// Whatever has not ended above this height never will.
    last_height: u32,
    pub(super) payer: Payer,
    pub(super) payee: Payee,
    /// By id, which counts from 1.
    pub(super) parts: Vec<Part>,
    /// How many parts the payer waits for.
    pub(super) live: usize,
    /// The sets that the payee holds.
    pub(super) held: Vec<HeldSet>,
    /// The sets of which the payee has failed a part.
    pub(super) spent: Vec<SetId>,
    /// What each node gained, the payer's and then each router's and the payee's, in millisatoshi.
    pub(super) gains: Vec<i128>,
    pub(super) is_planned: bool,
    pub(super) tick_at: Option<u64>,
    /// The payee let a deadline pass.
    pub(super) is_overdue: bool,
    pub(super) tally: Tally,
    pub(super) breaches: Vec<Breach>,
    queue: BinaryHeap<Reverse<Due>>,
    order: u64,
}

/// A set that the payee holds.
pub(super) struct HeldSet {
    pub(super) set_id: SetId,
    /// In seconds.
    pub(super) began_at: u64,
    pub(super) msat: u64,
    pub(super) htlcs: usize,
}

/// What is due when. What is due at the same time happens in the order in which it was planned.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    at_ms: u64,
    order: u64,
    what: What,
}

/// What happens. Parts are meant by their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// The payer sends what lacks.
    Plan,
    GiveUp,
    /// A part comes to a node, counted from the payer, who is 0.
    Arrive {
        part: usize,
        node: u32,
    },
    /// A part is presented to the payee again.
    Again {
        part: usize,
    },
    /// What came of a part comes to a node.
    Return {
        part: usize,
        node: u32,
    },
    /// A deadline of the payee's.
    Tick,
    Block,
}

impl<'a, H: Hook> Run<'a, H> {
    fn new(seed: u64, options: &'a Options, hook: &'a mut H) -> Result<Self, String> {
        let mut secrets = Generator::new(seed, 1);
        let mut secret = [0; 32];
        secrets.fill(&mut secret);
        let secret = PaymentSecret::new(secret);
        let sends = PayerConfig::new(secret, options.total_msat, options.max_parts)
            .fresh_root_after_each_failure(options.fresh_roots);
        let timeout = if options.each_htlc {
            MppTimeout::of_each_htlc(options.mpp_timeout)
        } else {
            MppTimeout::of_set(options.mpp_timeout)
        };
        let receives = PayeeConfig::new(Layouts::DEPLOYED, Options::DELTA)
            .mpp_timeout(timeout.map_err(|error| error.to_string())?);
        let invoice = PayeeInvoice::amp(&secret).amount_msat(options.total_msat);
        let nodes = usize::try_from(options.hops).unwrap_or(0).saturating_add(1);
        let mut run = Self {
            options,
            hook,
            draw: Generator::new(seed, 0),
            secrets,
            now_ms: 0,
            height: HEIGHT,
            last_height: u32::MAX,
            payer: Payer::new(sends).map_err(|error| error.to_string())?,
            payee: Payee::new(receives, BEGIN, HEIGHT),
            parts: Vec::new(),
            live: 0,
            held: Vec::new(),
            spent: Vec::new(),
            gains: vec![0; nodes],
            is_planned: false,
            tick_at: None,
            is_overdue: false,
            tally: Tally::default(),
            breaches: Vec::new(),
            queue: BinaryHeap::new(),
            order: 0,
        };
        run.payee.add_invoice(invoice).map_err(|error| error.to_string())?;
        run.plan(0);
        run.after(options.give_up_seconds.saturating_mul(1_000), What::GiveUp);
        run.plan_block();
        Ok(run)
    }

    fn go(&mut self) {
        while let Some(Reverse(due)) = self.queue.pop() {
            self.now_ms = due.at_ms;
            match due.what {
                What::Plan => self.send_what_lacks(),
                What::GiveUp => {
                    self.last_height = self.height.saturating_add(MOST_BLOCKS);
                    self.give_up();
                }
                What::Arrive { part, node } => self.arrive(part, node),
                What::Again { part } => self.present_again(part),
                What::Return { part, node } => self.come_back(part, node),
                What::Tick => self.tick(),
                What::Block => self.block(),
            }
            let over = self.live == 0 && self.payer.status().is_end();
            if over
                || self.order > MOST_EVENTS
                || (self.height > self.last_height && self.now_ms > self.last_ms())
            {
                break;
            }
        }
    }

    /// When nothing can be on its way any more, in milliseconds.
    fn last_ms(&self) -> u64 {
        let options = self.options;
        let link = options.delay_ms.saturating_mul(2).saturating_add(SLOWEST_MS);
        let way = link.saturating_mul(options.hops.into()).saturating_mul(2);
        let seconds = options.give_up_seconds.saturating_add(options.mpp_timeout);
        seconds.saturating_mul(1_000).saturating_add(way).saturating_mul(2)
    }

    /// Something is due in so many milliseconds.
    pub(super) fn after(&mut self, ms: u64, what: What) {
        self.order = self.order.saturating_add(1);
        let at_ms = self.now_ms.saturating_add(ms);
        self.queue.push(Reverse(Due { at_ms, order: self.order, what }));
    }

    /// The payer wants to send, in so many milliseconds.
    pub(super) fn plan(&mut self, ms: u64) {
        if !self.is_planned {
            self.is_planned = true;
            self.after(ms, What::Plan);
        }
    }

    pub(super) fn plan_block(&mut self) {
        let mean = self.options.block_seconds.saturating_mul(1_000);
        let ms = self.draw.below(mean.saturating_mul(2)).saturating_add(1);
        self.after(ms, What::Block);
    }

    /// The delay of one link.
    pub(super) fn delay(&mut self) -> u64 {
        self.draw.below(self.options.delay_ms.saturating_mul(2).saturating_add(1))
    }

    /// The payee's clock, in seconds.
    pub(super) fn seconds(&self) -> u64 {
        BEGIN.saturating_add(self.now_ms / 1_000)
    }

    pub(super) fn milliseconds_until(&self, seconds: u64) -> u64 {
        seconds.saturating_sub(BEGIN).saturating_mul(1_000).saturating_sub(self.now_ms)
    }

    pub(super) fn breach(&mut self, kind: BreachKind, part: Option<u64>) {
        let breach = Breach { at_ms: self.now_ms, kind, part };
        self.hook.seen(self.now_ms, &Seen::Breach(&breach));
        self.breaches.push(breach);
    }

    pub(super) fn see(&mut self, place: usize, seen: impl FnOnce(&Part) -> Seen<'_>) {
        if let Some(part) = self.parts.get(place) {
            self.hook.seen(self.now_ms, &seen(part));
        }
    }

    pub(super) fn over(&mut self, status: Status) {
        match status {
            Status::Settled { settled_msat } => {
                self.tally.settled += 1;
                self.tally.paid_msat += u128::from(settled_msat);
            }
            _ => self.tally.given_up += 1,
        }
        self.tally.took_ms += u128::from(self.now_ms);
        self.hook.seen(self.now_ms, &Seen::Over(status));
    }
}
