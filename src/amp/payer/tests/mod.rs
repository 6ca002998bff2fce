//! Each rule of the specification's section 9, kept and broken, and a payment's whole way to the payee.

mod orders;
mod rules;
#[cfg(feature = "serde")]
mod storing;
mod subsets;
mod world;

use super::*;
use crate::amp::{Part, Random, Scheme, sha256};
use crate::rule::RuleId;
use crate::secret::{PaymentSecret, Preimage, Root, SetId, Share};
use alloc::vec::Vec;

const SECRET: PaymentSecret = PaymentSecret::new([0x11; 32]);
const CLTV: u32 = 800_040;
/// `mpp_timeout` and `incorrect_or_unknown_payment_details`.
const TIMEOUT: Option<u16> = Some(0x0017);
const UNKNOWN_DETAILS: Option<u16> = Some(0x400f);

/// A generator from a seed. Not fit for secrets.
#[derive(Clone)]
struct Seeded {
    seed: u64,
    next: u64,
}

impl Seeded {
    fn new(seed: u64) -> Self {
        Self { seed, next: 0 }
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        let number = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        usize::try_from(number).unwrap() % end
    }
}

impl Random for Seeded {
    fn fill(&mut self, bytes: &mut [u8; 32]) {
        self.next += 1;
        let message = [self.seed.to_be_bytes(), self.next.to_be_bytes()].concat();
        *bytes = bitcoin_hashes::sha256::hash(&message).to_byte_array();
    }
}

/// A generator that gives these bytes, each for 32, and then fails the test.
fn given(bytes: &[u8]) -> impl Random {
    let mut bytes = Vec::from(bytes).into_iter();
    move |place: &mut [u8; 32]| place.fill(bytes.next().unwrap())
}

fn config() -> PayerConfig {
    PayerConfig::new(SECRET, 1_000, 4)
}

fn payer() -> Payer {
    Payer::new(config()).unwrap()
}

fn send(id: u64, amt_to_forward: u64) -> Event {
    Event::Send { id, amt_to_forward, outgoing_cltv_value: CLTV }
}

/// Sends a part, which nothing speaks against.
#[track_caller]
fn sent(payer: &mut Payer, id: u64, amount: u64) -> FinalHop {
    let mut random = Seeded::new(id << 32 | amount);
    match &payer.handle(send(id, amount), &mut random)[..] {
        [Action::Send(hop)] => hop.clone(),
        others => panic!("{others:?}"),
    }
}

/// Handles what needs no generator.
fn happens(payer: &mut Payer, event: Event) -> Vec<Action> {
    payer.handle(event, &mut |_: &mut [u8; 32]| panic!("no generator is needed"))
}

/// Asserts that an event is refused for this reason, by this rule, and that nothing changed.
#[track_caller]
fn refused(payer: &Payer, event: Event, kind: PayerErrorKind, rule: Option<&str>) {
    refused_with(payer, event, &mut Seeded::new(77), kind, rule);
}

#[track_caller]
fn refused_with(
    payer: &Payer,
    event: Event,
    random: &mut impl Random,
    kind: PayerErrorKind,
    rule: Option<&str>,
) {
    let mut after = payer.clone();
    match &after.handle(event, random)[..] {
        [Action::Refused { error, .. }] => {
            assert_eq!(error.kind(), kind);
            assert_eq!(error.rule().map(RuleId::id), rule);
        }
        others => panic!("{others:?}"),
    }
    same(payer, &after);
}

/// Two payers are in one state.
#[track_caller]
fn same(left: &Payer, right: &Payer) {
    let tree = |payer: &Payer| payer.attempt.as_ref().map(|attempt| attempt.tree.clone());
    let spent = |payer: &Payer| payer.attempt.as_ref().map(|attempt| attempt.spent);
    assert_eq!(left.config, right.config);
    assert_eq!((tree(left), spent(left)), (tree(right), spent(right)));
    assert_eq!((left.set_id(), &left.earlier), (right.set_id(), &right.earlier));
    assert_eq!((&left.parts, &left.hashes), (&right.parts, &right.hashes));
    assert_eq!((left.outstanding, left.settled), (right.outstanding, right.settled));
    assert_eq!(left.given_up, right.given_up);
}

fn share(hop: &FinalHop) -> Share {
    hop.payload.amp_record().unwrap().root_share
}

fn set_id(hop: &FinalHop) -> SetId {
    hop.payload.amp_record().unwrap().set_id
}

fn part(hop: &FinalHop) -> Part {
    Part {
        share: share(hop),
        child_index: hop.payload.amp_record().unwrap().child_index,
        payment_hash: Some(hop.payment_hash),
    }
}

/// What claims the parts, as a payee that has all of them finds it.
fn preimages(hops: &[FinalHop]) -> Vec<Preimage> {
    let parts: Vec<Part> = hops.iter().map(part).collect();
    let set = sha256::reconstruct(&parts).unwrap();
    set.children.iter().map(|child| child.preimage).collect()
}
