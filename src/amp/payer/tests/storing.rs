//! The state, stored and read again; and a payer that is killed between any two steps.

use super::world::{Place, Step, World};
use super::*;
use crate::amp::payee;
use alloc::string::String;
use serde_json::{Value, json};

/// What is stored is what is loaded.
pub(super) fn stored_and_loaded(payer: &Payer) {
    let text = serde_json::to_string(&payer.to_state()).unwrap();
    let state: PayerState = serde_json::from_str(&text).unwrap();
    assert!(state == payer.to_state());
    same(&Payer::from_state(&state).unwrap(), payer);
}

/// A wallet around a payer, which stores before it acts, and a node that offers an id once.
struct Wallet {
    world: World,
    disk: PayerState,
    /// What the node knows came of a part. It tells all of it after each start.
    results: Vec<Event>,
    /// How many more steps it lives.
    left: usize,
}

struct Killed;

impl Wallet {
    fn new(seed: u64, left: usize) -> Self {
        let world = World::new(PayerConfig::new(SECRET, 1_000, 4), seed, seed % 2 == 0);
        let disk = world.payer.to_state();
        Self { world, disk, results: Vec::new(), left }
    }

    fn step(&mut self) -> Result<(), Killed> {
        self.left = self.left.checked_sub(1).ok_or(Killed)?;
        Ok(())
    }

    /// Handle, store, act: killed before any of these.
    fn handle(&mut self, event: Event) -> Result<(), Killed> {
        self.step()?;
        let actions = self.world.payer.handle(event, &mut self.world.random);
        self.step()?;
        self.disk = self.world.payer.to_state();
        self.step()?;
        for action in actions {
            match action {
                Action::Send(hop) => self.offer(hop),
                Action::Ended(_) => {}
                Action::Refused { error, .. } => panic!("{error}"),
            }
        }
        Ok(())
    }

    /// The node takes each id once.
    fn offer(&mut self, hop: FinalHop) {
        match self.world.hops.iter().find(|old| old.id == hop.id) {
            Some(old) => assert_eq!(*old, hop),
            None => self.world.offered(hop),
        }
    }

    /// Started again: the last state that was stored.
    fn restart(&mut self, lives: usize) -> Result<(), Killed> {
        self.world.payer = Payer::from_state(&self.disk).unwrap();
        self.left = lives;
        let outstanding: Vec<FinalHop> = self.world.payer.outstanding().collect();
        for hop in outstanding {
            self.step()?;
            self.offer(hop);
        }
        for event in self.results.clone() {
            self.handle(event)?;
        }
        Ok(())
    }

    /// Goes on to the end: of the parts, every third is lost, up to five; the payee's time runs out once.
    fn run(&mut self, timeouts: &mut usize) -> Result<(), Killed> {
        while !self.world.payer.status().is_end() {
            if let Some(amount) = self.world.payer.plan(2).first().copied() {
                let id = self.world.payer.next_id().unwrap();
                self.handle(Event::Send { id, amt_to_forward: amount, outgoing_cltv_value: CLTV })?;
                continue;
            }
            let back = |place: &Place| !matches!(place, Place::Coming | Place::Held);
            let parts: Vec<(usize, Place)> = self.world.between().collect();
            if let Some((part, _)) = parts.iter().find(|(_, place)| back(place)) {
                let event = self.world.answer(*part);
                self.world.places[*part] = None;
                self.results.push(event);
                self.handle(event)?;
            } else if let Some((part, _)) = parts.iter().find(|(_, place)| *place == Place::Coming)
            {
                let lost = part % 3 == 1 && *part < 15;
                // The network goes its way whatever the payer does: no check of the two together.
                self.world.unchecked(if lost { Step::Lose(*part) } else { Step::Arrive(*part) });
                if *part == 3 && *timeouts > 0 {
                    *timeouts -= 1;
                    self.world.unchecked(Step::Timeout);
                }
            } else {
                self.world.unchecked(Step::Timeout);
            }
        }
        Ok(())
    }
}

/// Runs to the end, killed after that many steps of each life.
fn killed_after(seed: u64, lives: &[usize]) -> (Wallet, usize) {
    let mut lives = lives.iter().copied();
    let mut wallet = Wallet::new(seed, lives.next().unwrap_or(usize::MAX));
    let (mut killed, mut timeouts) = (0, 1);
    let mut result = wallet.run(&mut timeouts);
    while result.is_err() {
        killed += 1;
        let lives = lives.next().unwrap_or(usize::MAX);
        result = wallet.restart(lives).and_then(|()| wallet.run(&mut timeouts));
    }
    (wallet, killed)
}

#[test]
fn killed_between_any_two_steps() {
    for seed in 0..4 {
        let mut kills = 0;
        for first in 0.. {
            let (wallet, killed) = killed_after(seed, &[first]);
            settled(&wallet);
            if killed == 0 {
                break;
            }
            for second in [0, 1, 2, 3, 5, 8] {
                let (wallet, killed) = killed_after(seed, &[first, second]);
                settled(&wallet);
                kills += killed;
            }
        }
        assert!(kills > 100, "{kills}");
    }
}

/// Paid once, in full, and nothing is left.
fn settled(wallet: &Wallet) {
    let world = &wallet.world;
    assert_eq!(world.payer.status(), Status::Settled { settled_msat: 1_000 });
    let preimages: Vec<u64> = world.payer.settled().map(|(id, _)| id).collect();
    let sum: u64 = preimages.iter().map(|id| world.amount(usize::try_from(*id).unwrap() - 1)).sum();
    assert_eq!(sum, 1_000);
    assert_eq!((world.between().count(), world.payee.held_htlcs()), (0, 0));
    same(&Payer::from_state(&wallet.disk).unwrap(), &world.payer);
}

/// A state that is loaded twice: both copies go on, and the node takes each id once.
#[test]
fn loaded_twice() {
    let mut first = payer();
    let begun = sent(&mut first, 1, 400);
    let state = first.to_state();
    let mut copies = [Payer::from_state(&state).unwrap(), Payer::from_state(&state).unwrap()];
    let mut node: Vec<FinalHop> = Vec::from([begun]);
    for (seed, copy) in (0..).zip(&mut copies) {
        let id = copy.next_id().unwrap();
        let actions = copy.handle(send(id, copy.lacks_msat()), &mut Seeded::new(seed));
        let [Action::Send(hop)] = &actions[..] else { panic!("{actions:?}") };
        if node.iter().all(|old| old.id != hop.id) {
            node.push(hop.clone());
        }
    }
    // One payment is out, and the second copy sees that it is not its own.
    assert_eq!(node.len(), 2);
    let preimage = preimages(&node)[1];
    let event = Event::Settled { id: 2, preimage };
    assert_eq!(happens(&mut copies[0], event), []);
    let kind = PayerErrorKind::WrongPreimage;
    refused(&copies[1], event, kind, Some("amp.payer.verify"));
}

/// What two copies of a state do, however they take turns: one payment, or none.
#[test]
fn loaded_twice_and_going_on() {
    let mut paid = [0; 2];
    for seed in 0..2_000 {
        let world = two_copies(seed);
        // One set at most, and that in full.
        let sum: u64 = world
            .payee
            .answers()
            .filter(|action| matches!(action, payee::Action::Settle { .. }))
            .map(|action| world.amount(usize::try_from(action.id().id).unwrap()))
            .sum();
        assert!(sum == 0 || sum == 1_000, "seed {seed}: {sum}");
        paid[usize::from(sum > 0)] += 1;
    }
    assert!(paid[1] > 200, "{paid:?}");
}

/// The world has the node's parts, whichever copy they are from.
fn two_copies(seed: u64) -> World {
    let mut draw = Seeded::new(seed ^ 0xffff_ffff);
    let mut world = World::new(PayerConfig::new(SECRET, 1_000, 4), seed, false);
    if draw.below(2) == 0 {
        world.happens(Step::Send(400));
    }
    let state = world.payer.to_state();
    let load = || Payer::from_state(&state).unwrap();
    let mut copies = [load(), load()];
    for _ in 0..200 {
        let copy = &mut copies[draw.below(2)];
        let plan = copy.plan(u32::try_from(1 + draw.below(3)).unwrap());
        if let (Some(amount), true) = (plan.first(), draw.below(3) > 0) {
            let id = copy.next_id().unwrap();
            let actions = copy.handle(send(id, *amount), &mut world.random);
            let [Action::Send(hop)] = &actions[..] else { panic!("{actions:?}") };
            // The node takes each id once, and tells no copy of it.
            if usize::try_from(id).unwrap() == world.hops.len() + 1 {
                world.offered(hop.clone());
            }
            continue;
        }
        let parts: Vec<(usize, Place)> = world.between().collect();
        let Some((part, place)) = parts.get(draw.below(parts.len() + 1)) else { continue };
        match place {
            Place::Coming if draw.below(4) == 0 => world.unchecked(Step::Lose(*part)),
            Place::Coming => world.unchecked_arrival(*part),
            Place::Held if draw.below(8) == 0 => world.unchecked(Step::Timeout),
            Place::Held => {}
            _ => {
                let event = world.answer(*part);
                world.places[*part] = None;
                for copy in &mut copies {
                    let _ = copy.handle(event, &mut world.random);
                }
            }
        }
    }
    world
}

fn broken(state: &Value) -> PayerErrorKind {
    Payer::from_state(&serde_json::from_value(state.clone()).unwrap()).unwrap_err().kind()
}

#[test]
fn broken_states() {
    let mut payer = payer();
    sent(&mut payer, 1, 1_000);
    happens(&mut payer, Event::FailedByPayee { id: 1, code: TIMEOUT });
    let hops = [sent(&mut payer, 2, 400), sent(&mut payer, 3, 600)];
    let settled = Event::Settled { id: 2, preimage: preimages(&hops)[0] };
    happens(&mut payer, settled);
    let whole = serde_json::to_value(payer.to_state()).unwrap();
    same(&Payer::from_state(&serde_json::from_value(whole.clone()).unwrap()).unwrap(), &payer);

    let mut tomorrow = whole.clone();
    tomorrow["version"] = json!(2);
    assert_eq!(broken(&tomorrow), PayerErrorKind::StateVersion { version: 2 });
    let zeros = json!([0_u8; 32].to_vec());
    let ones = json!([1_u8; 32].to_vec());
    let set_id = whole["attempt"]["set_id"].clone();
    let earlier = whole["earlier"][0].clone();
    let hash = whole["parts"][0]["payment_hash"].clone();
    let changes = [
        ("/total_msat", json!(0)),
        ("/total_msat", json!(999)),
        ("/total_msat", json!(1_001)),
        ("/max_parts", json!(0)),
        ("/max_parts", json!(1)),
        ("/scheme", json!("HmacXor")),
        ("/scheme", json!("Bp2018")),
        ("/other_records", json!([[14, [1]]])),
        ("/attempt", Value::Null),
        ("/attempt/root", zeros.clone()),
        ("/attempt/root", ones.clone()),
        ("/attempt/set_id", zeros.clone()),
        ("/attempt/set_id", whole["attempt"]["root"].clone()),
        ("/earlier/0/set_id", zeros.clone()),
        ("/earlier/0/set_id", set_id),
        ("/earlier", json!([earlier, earlier])),
        ("/parts/1/id", json!(3)),
        ("/parts/0/id", json!(2)),
        ("/parts/0/payment_hash", whole["parts"][1]["payment_hash"].clone()),
        ("/parts/1/payment_hash", hash),
        ("/parts/1/amt_to_forward", json!(0)),
        ("/parts/1/amt_to_forward", json!(399)),
        ("/parts/1/amt_to_forward", json!(401)),
        ("/parts/1/amt_to_forward", json!(u64::MAX)),
        ("/parts/1/fate/Settled/preimage", ones.clone()),
        ("/parts/1/fate/Settled/root_share", zeros),
        ("/parts/2/fate/Outstanding/root_share", ones),
        ("/parts/2/fate/Outstanding/child_index", json!(0)),
    ];
    for (place, value) in changes {
        let mut state = whole.clone();
        *state.pointer_mut(place).unwrap() = value.clone();
        assert_eq!(broken(&state), PayerErrorKind::StateBroken, "{place} {value}");
    }
    // An attempt that nothing is left of, and that may not go on.
    let mut spent = super::payer();
    sent(&mut spent, 1, 400);
    happens(&mut spent, Event::FailedByRouter { id: 1 });
    let mut state = serde_json::to_value(spent.to_state()).unwrap();
    state["attempt"]["spent"] = json!(true);
    assert_eq!(broken(&state), PayerErrorKind::StateBroken);

    let mut more = whole.clone();
    more["more"] = json!(1);
    assert!(serde_json::from_value::<PayerState>(more).is_err());
    for member in whole.as_object().unwrap().keys() {
        let mut less = whole.clone();
        less.as_object_mut().unwrap().remove(member);
        let state = serde_json::from_value::<PayerState>(less);
        // What some formats leave out where there is none.
        match member.as_str() {
            "payment_metadata" => assert!(Payer::from_state(&state.unwrap()).is_ok()),
            "attempt" => assert!(Payer::from_state(&state.unwrap()).is_err()),
            _ => assert!(state.is_err(), "{member}"),
        }
    }
}

/// A later library's state has members that this one can't know.
#[test]
fn a_state_of_another_form() {
    for (text, version) in [
        (r#"{"version":2,"attempt":[1],"more":{}}"#, 2),
        (r#"{"total_msat":1,"more":{},"version":4294967295}"#, u32::MAX),
        ("[7]", 7),
    ] {
        let state: PayerState = serde_json::from_str(text).unwrap();
        let kind = Payer::from_state(&state).unwrap_err().kind();
        assert_eq!(kind, PayerErrorKind::StateVersion { version }, "{text}");
    }
    let text = serde_json::to_string(&payer().to_state()).unwrap();
    for end in 0..text.len() {
        assert!(serde_json::from_str::<PayerState>(&text[..end]).is_err(), "{end}");
    }
}

/// Some of the shares alone make the root, which no generator that is random comes to: it is loaded all
/// the same.
#[test]
fn shares_that_make_the_root_too_soon() {
    let mut payer = payer();
    // Root, set_id, and shares with their indexes; the last has an index alone.
    let mut random = given(&[1, 9, 2, 20, 4, 21, 3, 22, 23, 24]);
    for id in 1..=4 {
        let actions = payer.handle(send(id, 250), &mut random);
        assert!(matches!(actions[..], [Action::Send(_)]), "{actions:?}");
    }
    let _ = payer.handle(Event::FailedByRouter { id: 2 }, &mut random);
    assert!(matches!(payer.handle(send(5, 250), &mut random)[..], [Action::Send(_)]));
    stored_and_loaded(&payer);
}

#[test]
fn the_state_shows_no_secret() {
    let mut payer = payer();
    sent(&mut payer, 1, 400);
    let text: String = alloc::format!("{:?}", payer.to_state());
    assert!(!text.contains('['), "{text}");
}
