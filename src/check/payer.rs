use super::naive::payer::{self as naive, Fate};
use super::naive::sha256::sha256 as hash;
use super::secrecy::debug_hides;
use crate::amp::payee::{self, Htlc, HtlcId, Payee, PayeeConfig, PayeeInvoice};
use crate::amp::payer::{Action, Event, FinalHop, Payer, PayerConfig, PayerErrorKind, Status};
use crate::arbitrary::{PayerAmount, PayerScenario, PayerStep};
use crate::onion::{Layout, Layouts, PayloadRules, PayloadView, Role};
use crate::secret::{PaymentHash, PaymentSecret, Preimage};
use crate::wire::Encode;
use alloc::vec::Vec;

const SECRET: [u8; 32] = [0x11; 32];
const METADATA: [u8; 3] = [1, 2, 3];
const EXPIRY: u32 = 800_040;

/// A generator that is the same each time. With `zeros` it is broken.
#[derive(Clone)]
struct Generator {
    drawn: u64,
    zeros: bool,
}

impl Generator {
    fn fill(&mut self, bytes: &mut [u8; 32]) {
        self.drawn += 1;
        let fine = || bitcoin_hashes::sha256::hash(&self.drawn.to_be_bytes()).to_byte_array();
        *bytes = if self.zeros { [0; 32] } else { fine() };
    }
}

/// A part that was sent, as the payee's side reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sent {
    id: u64,
    amount: u64,
    attempt: usize,
    set_id: [u8; 32],
    share: [u8; 32],
    index: u32,
    payment_hash: [u8; 32],
    payload: Vec<u8>,
}

/// A payer, a second one that only counts, and whoever sees all that is sent.
struct World {
    ours: Payer,
    /// Stored and loaded after every step.
    #[cfg(feature = "serde")]
    loaded: Payer,
    second: naive::Payer,
    generator: Generator,
    sent: Vec<Sent>,
    /// What the shares made when the total was out, by the attempt's number.
    roots: Vec<(usize, [u8; 32])>,
    metadata: bool,
}

/// A payer and a second, which counts everything anew, answer alike, whatever happens, and so does one that
/// is stored and loaded after each step. What is out never makes more than the total, and its shares
/// make the root where they make the total; of all shares that ever left under a root none that make it
/// have amounts below the total. The order in which two answers come does not matter. Once all is
/// answered nothing is out.
pub fn payer(scenario: &PayerScenario) {
    let mut world = World::new(scenario);
    for (place, step) in scenario.steps.iter().enumerate() {
        if let Some(next) = scenario.steps.get(place + 1) {
            world.either_order(*step, *next);
        }
        world.step(*step);
    }
    for part in world.second.out() {
        world.told(Event::FailedByRouter { id: part.id }, Fate::Router, part.id, 0);
    }
    world.step(PayerStep::GiveUp);
    assert!(world.ours.status().is_end());
    assert_eq!((world.ours.outstanding().count(), world.ours.lacks_msat()), (0, 0));
    let shares: Vec<&[u8]> = world.sent.iter().map(|sent| &sent.share[..]).collect();
    let shown = |sent: &Sent| {
        [sent.payment_hash, sent.set_id].map(|bytes| alloc::format!("{}", PaymentHash(bytes)))
    };
    let shown: Vec<_> = world.sent.iter().flat_map(shown).collect();
    debug_hides(&world.ours, &shares, &shown);
    for number in 0..=world.second.attempt {
        world.no_share_of_less(number);
    }
    world.all_shown_to_a_payee(false);
    world.all_shown_to_a_payee(true);
}

impl World {
    fn new(scenario: &PayerScenario) -> Self {
        let (total, max_parts) = (scenario.total_msat, scenario.max_parts);
        let fresh = scenario.fresh_root_after_each_failure;
        let mut config = PayerConfig::new(PaymentSecret::new(SECRET), total, max_parts.into())
            .fresh_root_after_each_failure(fresh);
        if scenario.metadata {
            config = config.payment_metadata(METADATA);
        }
        let ours = Payer::new(config).unwrap();
        Self {
            #[cfg(feature = "serde")]
            loaded: ours.clone(),
            ours,
            second: naive::Payer::new(total, max_parts.into(), fresh),
            generator: Generator { drawn: 0, zeros: false },
            sent: Vec::new(),
            roots: Vec::new(),
            metadata: scenario.metadata,
        }
    }

    fn step(&mut self, step: PayerStep) {
        match step {
            PayerStep::Send { id, amount, zeros } => {
                assert_eq!(self.ours.next_id(), Some(self.second.next_id()));
                let id = id.map_or(self.second.next_id(), u64::from);
                self.send(id, self.amount(amount), zeros);
            }
            PayerStep::GiveUp => {
                let ended = self.second.status().is_end();
                self.second.give_up();
                let actions = self.handle(Event::GiveUp);
                self.ends(&actions, ended);
            }
            _ => {
                let (event, fate, id, code) = self.answer(step).unwrap();
                self.told(event, fate, id, code);
            }
        }
        self.look();
    }

    fn amount(&self, amount: PayerAmount) -> u64 {
        let lacks = self.second.total - self.second.out_msat();
        match amount {
            PayerAmount::All => lacks,
            PayerAmount::Fraction(of) => lacks / u64::from(of),
            PayerAmount::One => 1,
            PayerAmount::Zero => 0,
            PayerAmount::TooMuch => lacks + 1,
        }
    }

    /// The event of a step that is an answer, and what the second payer needs of it.
    fn answer(&self, step: PayerStep) -> Option<(Event, Fate, u64, u16)> {
        Some(match step {
            PayerStep::Router(id) => {
                let id = id.into();
                (Event::FailedByRouter { id }, Fate::Router, id, 0)
            }
            PayerStep::Payee(id, code) => {
                let id = id.into();
                (Event::FailedByPayee { id, code }, Fate::Payee, id, code.unwrap_or(0))
            }
            PayerStep::Settle(id, right) => {
                let id = id.into();
                let known = self.preimage(id).filter(|_| right);
                let preimage = Preimage::new(known.unwrap_or([0x55; 32]));
                (Event::Settled { id, preimage }, Fate::Settled, id, 0)
            }
            PayerStep::Send { .. } | PayerStep::GiveUp => return None,
        })
    }

    /// What claims a part, where the shares of the whole set were out together.
    fn preimage(&self, id: u64) -> Option<[u8; 32]> {
        let sent = self.sent.iter().find(|sent| sent.id == id)?;
        let (_, root) = self.roots.iter().find(|(attempt, _)| *attempt == sent.attempt)?;
        Some(preimage(root, sent))
    }

    /// Ours and the loaded one, which have to do the same.
    fn handle(&mut self, event: Event) -> Vec<Action> {
        #[cfg(feature = "serde")]
        {
            let state = self.loaded.to_state();
            assert!(state == self.ours.to_state());
            self.loaded = Payer::from_state(&state).unwrap();
            assert!(self.loaded.to_state() == state);
            let mut generator = self.generator.clone();
            let actions =
                self.loaded.handle(event, &mut |bytes: &mut [u8; 32]| generator.fill(bytes));
            let generator = &mut self.generator;
            let ours = self.ours.handle(event, &mut |bytes: &mut [u8; 32]| generator.fill(bytes));
            assert_eq!(actions, ours);
            ours
        }
        #[cfg(not(feature = "serde"))]
        {
            let generator = &mut self.generator;
            self.ours.handle(event, &mut |bytes: &mut [u8; 32]| generator.fill(bytes))
        }
    }

    /// There is an action that says so where the payment has come to its end, and only then.
    fn ends(&self, actions: &[Action], ended: bool) {
        let status = self.second.status();
        let ends: Vec<Status> = actions
            .iter()
            .filter_map(
                |action| if let Action::Ended(status) = action { Some(*status) } else { None },
            )
            .collect();
        let expected = Vec::from_iter((!ended && status.is_end()).then_some(status));
        assert_eq!(ends, expected);
    }

    fn told(&mut self, event: Event, fate: Fate, id: u64, code: u16) {
        let ended = self.second.status().is_end();
        let mut against = Vec::new();
        let mut after = self.second.clone();
        // An id that was never used has no preimage; nor has a set that was never out as a whole.
        let known = self.second.parts.iter().any(|part| part.id == id);
        if let Event::Settled { preimage, .. } = event {
            if known && self.preimage(id) != Some(*preimage.reveal()) {
                against.push(PayerErrorKind::WrongPreimage);
            }
        }
        against.extend(after.ends(id, fate, code));
        if against.is_empty() {
            self.second = after;
        }
        let actions = self.handle(event);
        let refused = refusals(&actions);
        assert_eq!(refused.len(), usize::from(!against.is_empty()), "{event:?}: {against:?}");
        for (refused, kind) in refused {
            assert_eq!(refused, id);
            assert!(against.contains(&kind), "{event:?}: {kind:?}, {against:?}");
        }
        assert!(!actions.iter().any(|action| matches!(action, Action::Send(_))));
        self.ends(&actions, ended);
    }

    fn send(&mut self, id: u64, amt_to_forward: u64, zeros: bool) {
        self.generator.zeros = zeros;
        let mut against = self.second.against(id, amt_to_forward);
        let actions = self.handle(Event::Send { id, amt_to_forward, outgoing_cltv_value: EXPIRY });
        self.generator.zeros = false;
        if let [Action::Send(hop)] = &actions[..] {
            assert!(against.is_empty(), "{id}, {amt_to_forward} msat: {against:?}");
            self.second.sent(id, amt_to_forward);
            self.takes(id, amt_to_forward, hop);
            return;
        }
        let [Action::Refused { id: refused, error }] = &actions[..] else { panic!("{actions:?}") };
        let broken = matches!(
            error.kind(),
            PayerErrorKind::NotFresh | PayerErrorKind::Share(_) | PayerErrorKind::HashTwice
        );
        if zeros && broken {
            against.push(error.kind());
        }
        assert_eq!(*refused, id);
        assert!(
            against.contains(&error.kind()),
            "{id}, {amt_to_forward} msat: {error}, {against:?}"
        );
    }

    /// Looks at what is sent.
    fn takes(&mut self, id: u64, amount: u64, hop: &FinalHop) {
        let bytes = hop.payload.to_vec();
        let rules = PayloadRules::new(Role::Final, Layouts::DEPLOYED);
        let payload = PayloadView::parse(&bytes, rules).unwrap();
        let (data, record) = (payload.payment_data().unwrap(), payload.amp_record().unwrap());
        assert_eq!((hop.id, payload.amt_to_forward()), (id, Some(amount)));
        assert_eq!(payload.outgoing_cltv_value(), Some(EXPIRY));
        assert_eq!((*data.payment_secret.reveal(), data.total_msat), (SECRET, self.second.total));
        assert_eq!(payload.payment_metadata(), self.metadata.then_some(&METADATA[..]));
        assert_eq!(record.layout, Layout::Type14);
        let sent = Sent {
            id,
            amount,
            attempt: self.second.attempt,
            set_id: record.set_id.0,
            share: *record.root_share.reveal(),
            index: record.child_index,
            payment_hash: hop.payment_hash.0,
            payload: bytes,
        };
        assert!(sent.set_id != [0; 32] && sent.share != [0; 32]);
        for other in &self.sent {
            assert_ne!(other.payment_hash, sent.payment_hash, "a hash twice");
            assert_eq!(other.set_id == sent.set_id, other.attempt == sent.attempt);
        }
        self.sent.push(sent);
    }

    /// What holds after every step.
    fn look(&mut self) {
        let (ours, second) = (&self.ours, &self.second);
        let (out, settled) = (second.out(), second.settled_msat());
        assert_eq!(ours.status(), second.status());
        assert_eq!(ours.outstanding_msat(), second.out_msat());
        assert!(second.out_msat() + settled <= second.total);
        let lacks = second.total - second.out_msat();
        let open = ours.status() == Status::Open;
        assert_eq!(ours.lacks_msat(), if open { lacks } else { 0 });
        let hops: Vec<(u64, Vec<u8>)> =
            ours.outstanding().map(|hop| (hop.id, hop.payload.to_vec())).collect();
        let of = |id| self.sent.iter().find(|sent| sent.id == id).unwrap();
        let expected = out.iter().map(|part| (part.id, of(part.id).payload.clone()));
        assert!(hops.into_iter().eq(expected));
        let claimed: u64 = ours.settled().map(|(id, _)| of(id).amount).sum();
        assert_eq!(claimed, settled);
        let plan = ours.plan(3);
        assert_eq!(plan.iter().sum::<u64>(), if plan.is_empty() { 0 } else { lacks });
        if ours.status() == Status::AllOut {
            let root = out.iter().fold([0; 32], |root, part| xor(root, of(part.id).share));
            assert_ne!(root, [0; 32]);
            let attempt = second.attempt;
            for sent in self.sent.iter().filter(|sent| sent.attempt == attempt) {
                assert_eq!(hash(&preimage(&root, sent)), sent.payment_hash);
            }
            if let Some((_, known)) = self.roots.iter().find(|(number, _)| *number == attempt) {
                assert_eq!(*known, root);
            } else {
                assert!(self.roots.iter().all(|(_, known)| *known != root));
                self.roots.push((attempt, root));
            }
        }
    }

    /// Two answers for different parts, in both orders, lead to the same.
    fn either_order(&self, first: PayerStep, then: PayerStep) {
        let (Some(first), Some(then)) = (self.answer(first), self.answer(then)) else { return };
        if first.2 == then.2 {
            return;
        }
        let no_generator = &mut |_: &mut [u8; 32]| panic!("answers need no generator");
        let after = |events: [Event; 2], no_generator: &mut dyn FnMut(&mut [u8; 32])| {
            let mut payer = self.ours.clone();
            for event in events {
                let _ = payer.handle(event, &mut |bytes: &mut [u8; 32]| no_generator(bytes));
            }
            payer
        };
        let one = after([first.0, then.0], no_generator);
        let other = after([then.0, first.0], no_generator);
        assert_eq!(one.status(), other.status());
        assert!(one.outstanding().eq(other.outstanding()) && one.settled().eq(other.settled()));
        assert_eq!(one.set_id(), other.set_id());
        #[cfg(feature = "serde")]
        assert!(one.to_state() == other.to_state());
    }

    /// Of the shares that left under this root none together make it whose amounts are below the total.
    fn no_share_of_less(&self, attempt: usize) {
        let Some((_, root)) = self.roots.iter().find(|(number, _)| *number == attempt) else {
            return;
        };
        // More would take too long; what holds for some holds for these.
        let sent: Vec<&Sent> =
            self.sent.iter().filter(|sent| sent.attempt == attempt).take(10).collect();
        for subset in 1..1_u32 << sent.len() {
            let some = || sent.iter().enumerate().filter(|(place, _)| subset >> place & 1 == 1);
            if some().fold([0; 32], |root, (_, sent)| xor(root, sent.share)) == *root {
                let amount: u64 = some().map(|(_, sent)| sent.amount).sum();
                assert!(amount >= self.second.total, "{amount} msat give the root");
            }
        }
    }

    /// A payee that gets everything that was ever sent, as if no router had failed anything: it claims
    /// nothing, or at least the total.
    fn all_shown_to_a_payee(&self, backwards: bool) {
        let config = PayeeConfig::new(Layouts::DEPLOYED, 19);
        let mut payee = Payee::new(config, 0, 800_000);
        let mut invoice = PayeeInvoice::amp(&PaymentSecret::new(SECRET));
        if self.metadata {
            invoice = invoice.payment_metadata(METADATA);
        }
        payee.add_invoice(invoice).unwrap();
        let mut order: Vec<&Sent> = self.sent.iter().collect();
        if backwards {
            order.reverse();
        }
        for sent in order {
            let htlc = Htlc {
                id: HtlcId { channel: 1, id: sent.id },
                amount_msat: sent.amount,
                payment_hash: PaymentHash(sent.payment_hash),
                cltv_expiry: EXPIRY,
                payload: &sent.payload,
            };
            let mut claimed = 0;
            for action in payee.handle(0, payee::Event::Htlc(htlc)) {
                if let payee::Action::Settle { id, preimage } = action {
                    let part = self.sent.iter().find(|sent| sent.id == id.id).unwrap();
                    assert_eq!(hash(preimage.reveal()), part.payment_hash);
                    claimed += part.amount;
                }
            }
            assert!(claimed == 0 || claimed >= self.second.total, "{claimed} msat are claimed");
        }
    }
}

fn refusals(actions: &[Action]) -> Vec<(u64, PayerErrorKind)> {
    actions
        .iter()
        .filter_map(|action| match action {
            Action::Refused { id, error } => Some((*id, error.kind())),
            _ => None,
        })
        .collect()
}

fn preimage(root: &[u8; 32], sent: &Sent) -> [u8; 32] {
    hash(&[&root[..], &sent.share, &sent.index.to_be_bytes()].concat())
}

fn xor(left: [u8; 32], right: [u8; 32]) -> [u8; 32] {
    core::array::from_fn(|i| left[i] ^ right[i])
}
