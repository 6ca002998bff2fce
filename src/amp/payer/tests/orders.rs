//! Every order of everything that can happen to up to four parts, and thousands of payments drawn.

use super::subsets::Subsets;
use super::world::{Place, Step, World};
use super::*;
use alloc::collections::BTreeSet;

/// How many failures there still may be: by routers, by the payee's time, and by the payer's giving up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Failures {
    losses: usize,
    timeouts: usize,
    give_up: bool,
}

/// All that matters for what can happen next: the parts that are out, in no order, and how the payment
/// stands. Two worlds that are alike in this differ only in what was drawn at random.
type Seen = (Vec<(u64, Place)>, [bool; 4], usize, Failures);

struct Search {
    seen: BTreeSet<Seen>,
    all_that_left: bool,
    ends: [usize; 2],
    steps: usize,
    subsets: Subsets,
}

/// What can happen next.
fn steps(world: &World, left: Failures) -> Vec<Step> {
    let mut steps = Vec::new();
    for (part, place) in world.between() {
        match place {
            Place::Coming => {
                steps.push(Step::Arrive(part));
                if left.losses > 0 {
                    steps.push(Step::Lose(part));
                }
            }
            Place::Held => {}
            _ => steps.push(Step::Answer(part)),
        }
    }
    let status = world.payer.status();
    let held = world.between().any(|(_, place)| place == Place::Held);
    // Where nothing more is sent the payee's time has to end some time.
    if held && (left.timeouts > 0 || status != Status::Open) {
        steps.push(Step::Timeout);
    }
    if left.give_up && !status.is_end() {
        steps.push(Step::GiveUp);
    }
    let may = |amount: &u64| {
        let id = world.payer.next_id().unwrap();
        let actions = world.payer.clone().handle(send(id, *amount), &mut Seeded::new(1));
        matches!(actions[..], [Action::Send(_)])
    };
    // Whatever the payer says that lacks: all that it takes.
    steps.extend((0..=world.total).filter(may).map(Step::Send));
    steps
}

fn after(step: Step, mut left: Failures) -> Failures {
    match step {
        Step::Lose(_) => left.losses -= 1,
        Step::Timeout => left.timeouts = left.timeouts.saturating_sub(1),
        Step::GiveUp => left.give_up = false,
        Step::Send(_) | Step::Arrive(_) | Step::Answer(_) => {}
    }
    left
}

impl Search {
    fn go(&mut self, world: &World, left: Failures) {
        let mut out: Vec<(u64, Place)> =
            world.between().map(|(part, place)| (world.amount(part), unnumbered(place))).collect();
        out.sort_unstable();
        let status = world.payer.status();
        let how = [
            world.payer.attempt.as_ref().is_some_and(|attempt| attempt.spent),
            world.payer.given_up,
            world.payer.settled.parts > 0,
            world.payer.earlier.is_empty(),
        ];
        // With what was lost of this attempt, as its shares are known to someone.
        if !self.seen.insert((out, how, world.hops.len(), left)) {
            return;
        }
        world.check_known_shares(self.all_that_left);
        #[cfg(feature = "serde")]
        storing::stored_and_loaded(&world.payer);
        let steps = steps(world, left);
        if steps.is_empty() {
            assert!(status.is_end(), "{status:?}");
            world.check_end();
            self.subsets.look(world);
            self.ends[usize::from(status == Status::GivenUp)] += 1;
        }
        for step in steps {
            let mut next = world.clone();
            next.happens(step);
            self.steps += 1;
            self.go(&next, after(step, left));
        }
    }
}

fn unnumbered(place: Place) -> Place {
    if matches!(place, Place::Settled(_)) { Place::Settled(0) } else { place }
}

fn search(max_parts: u32, fresh: bool, each_htlc: bool, left: Failures) -> Search {
    let config = PayerConfig::new(SECRET, 4, max_parts).fresh_root_after_each_failure(fresh);
    let world = World::new(config, 1, each_htlc);
    let (seen, subsets) = (BTreeSet::new(), Subsets::default());
    let mut search = Search { seen, all_that_left: fresh, ends: [0; 2], steps: 0, subsets };
    search.go(&world, left);
    assert!(search.ends.iter().all(|ends| *ends > 0), "{:?}", search.ends);
    search
}

/// Four millisatoshi in up to four parts of every size.
#[test]
fn every_order_and_every_failure() {
    let (mut steps, mut given, mut claims) = (0, 0, 0);
    for max_parts in 1..=4 {
        for (fresh, each_htlc) in [(false, false), (false, true), (true, false)] {
            let left = Failures { losses: 4, timeouts: 2, give_up: true };
            let search = search(max_parts, fresh, each_htlc, left);
            steps += search.steps;
            given += search.subsets.given;
            claims += search.subsets.claims;
        }
    }
    // Not by having nothing to do, or to claim.
    assert!(steps > 35_000, "{steps}");
    assert!(given > 20_000 && claims > 2_000, "{given}, {claims}");
}

/// A payment over routers that lose some parts, to a payee whose time runs out now and then.
fn drawn(seed: u64) -> Status {
    let mut draw = Seeded::new(seed ^ 0xffff_ffff);
    let total = 1 + u64::try_from(draw.below(1_000_000)).unwrap();
    let max_parts = u32::try_from(1 + draw.below(16)).unwrap();
    let fresh = draw.below(4) == 0;
    let config = PayerConfig::new(SECRET, total, max_parts).fresh_root_after_each_failure(fresh);
    let mut world = World::new(config, seed, draw.below(2) == 0);
    let mut left = Failures { losses: draw.below(20), timeouts: draw.below(3), give_up: false };
    for _ in 0..1_000 {
        left.give_up = draw.below(500) == 0;
        let mut steps = Vec::new();
        for step in some_steps(&world, &mut draw) {
            match step {
                Step::Lose(_) if left.losses == 0 => {}
                Step::Timeout if left.timeouts == 0 && world.payer.status() == Status::Open => {}
                Step::GiveUp if !left.give_up => {}
                _ => steps.push(step),
            }
        }
        if steps.is_empty() {
            world.check_end();
            return world.payer.status();
        }
        let step = steps[draw.below(steps.len())];
        left = after(step, left);
        world.happens(step);
    }
    panic!("seed {seed}: {:?}", world.payer.status());
}

/// As [`steps`], with one amount only to send.
fn some_steps(world: &World, draw: &mut Seeded) -> Vec<Step> {
    let mut steps = Vec::new();
    for (part, place) in world.between() {
        match place {
            Place::Coming => steps.extend([Step::Arrive(part), Step::Lose(part)]),
            Place::Held => {}
            _ => steps.push(Step::Answer(part)),
        }
    }
    let status = world.payer.status();
    if world.between().any(|(_, place)| place == Place::Held) && draw.below(8) == 0 {
        steps.push(Step::Timeout);
    }
    if !status.is_end() {
        steps.push(Step::GiveUp);
    }
    let parts = u32::try_from(1 + draw.below(4)).unwrap();
    steps.extend(world.payer.plan(parts).first().copied().map(Step::Send));
    if steps.iter().all(|step| *step == Step::GiveUp) && world.between().count() > 0 {
        steps.push(Step::Timeout);
    }
    steps
}

#[test]
fn thousands_of_payments() {
    let mut ends = [0; 2];
    for seed in 0..3_000 {
        match drawn(seed) {
            Status::Settled { .. } => ends[0] += 1,
            Status::GivenUp => ends[1] += 1,
            status => panic!("seed {seed}: {status:?}"),
        }
    }
    assert!(ends[0] > 2_000 && ends[1] > 10, "{ends:?}");
}

/// What the text says remains: a share that a router showed to the payee, and that was used again. And
/// that the option excludes it.
#[test]
fn a_router_that_shows_a_share() {
    let mut payer = payer();
    let known = [sent(&mut payer, 1, 400), sent(&mut payer, 2, 600)];
    happens(&mut payer, Event::FailedByRouter { id: 2 });
    sent(&mut payer, 3, 600);
    // The payee holds the first, and has seen the second's share: it takes 400 without the third.
    let preimage = preimages(&known)[0];
    assert_eq!(happens(&mut payer, Event::Settled { id: 1, preimage }), []);
    assert_eq!(payer.status(), Status::Settling);

    let config = config().fresh_root_after_each_failure(true);
    let mut careful = Payer::new(config).unwrap();
    sent(&mut careful, 1, 400);
    sent(&mut careful, 2, 600);
    happens(&mut careful, Event::FailedByRouter { id: 2 });
    let kind = PayerErrorKind::PayeeFailed;
    refused(&careful, send(3, 600), kind, Some("amp.payer.retry-payee"));
}
