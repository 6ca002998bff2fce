//! Runs without a fault are right, and every planted fault is found.

use std::collections::BTreeSet;

use ampwire::amp::payee::Action;
use ampwire::amp::sha256;
use ampwire::onion::Failure;
use ampwire::secret::{PaymentHash, Preimage, Root, SetId, Share};

use super::part::Answer;
use super::*;

/// So many find every fault that is planted here.
const RUNS: u64 = 200;

fn chance(percent: u32) -> Chance {
    Chance::millionths(percent * 10_000)
}

/// Much goes wrong, so that little has to be run.
fn rough() -> Options {
    Options {
        total_msat: 1_000_000,
        parts: 4,
        max_parts: 8,
        hops: 3,
        loss: chance(10),
        unreadable: chance(2),
        slow: chance(5),
        dead: chance(1),
        overpay: chance(10),
        underpay: chance(1),
        hasten: chance(1),
        replays: chance(30),
        crashes: chance(5),
        delay_ms: 500,
        block_seconds: 300,
        mpp_timeout: 120,
        each_htlc: false,
        fresh_roots: false,
        give_up_seconds: 1_800,
    }
}

/// The kinds of what was broken in any of so many runs.
fn broken<H: Hook>(
    runs: u64,
    options: &Options,
    hook: impl Fn() -> H,
) -> (BTreeSet<BreachKind>, Tally) {
    let mut kinds = BTreeSet::new();
    let mut tally = Tally::default();
    for seed in 0..runs {
        let outcome = simulate(seed, options, &mut hook()).unwrap();
        kinds.extend(outcome.breaches.iter().map(|breach| breach.kind));
        tally += outcome.tally;
    }
    (kinds, tally)
}

#[test]
fn nothing_is_broken_whatever_is_lost() {
    let rough = rough();
    let variants = [
        rough.clone(),
        Options { each_htlc: true, ..rough.clone() },
        Options { fresh_roots: true, ..rough.clone() },
        Options { hops: 1, ..rough.clone() },
        Options { parts: 1, max_parts: 1, ..rough.clone() },
        Options { total_msat: 2, parts: 8, ..rough.clone() },
        Options { parts: 16, max_parts: 16, delay_ms: 20_000, ..rough.clone() },
        Options { total_msat: 2_100_000_000_000_000_000, hops: 20, ..rough },
    ];
    for options in variants {
        let (kinds, tally) = broken(RUNS, &options, || Nobody);
        assert_eq!((kinds, tally.settled + tally.given_up), (BTreeSet::new(), RUNS), "{options:?}");
    }
}

/// What is rare happens too: else nothing was shown.
#[test]
fn all_that_can_happen_happens() {
    let (_, tally) = broken(1_000, &rough(), || Nobody);
    let never: Vec<&str> =
        tally.events().into_iter().filter(|(_, count)| *count == 0).map(|(name, _)| name).collect();
    assert_eq!(never, [""; 0]);
    assert!(tally.settled > 100 && tally.given_up > 100, "{tally:?}");
    assert_eq!(tally.paid_msat, u128::from(tally.settled) * 1_000_000);
    // What nothing happens to is settled at once: eight HTLCs of three links, there and back.
    let quiet = Options {
        loss: chance(0),
        unreadable: chance(0),
        slow: chance(0),
        dead: chance(0),
        overpay: chance(0),
        underpay: chance(0),
        hasten: chance(0),
        replays: chance(0),
        crashes: chance(0),
        parts: 8,
        block_seconds: 86_400,
        ..rough()
    };
    let (_, tally) = broken(100, &quiet, || Nobody);
    assert_eq!((tally.settled, tally.sets, tally.parts, tally.parts_settled), (100, 100, 800, 800));
    assert!(tally.took_ms < 100 * 6_000, "{tally:?}");
}

#[test]
fn a_run_follows_from_its_seed() {
    #[derive(Default)]
    struct Listener(Vec<String>);

    impl Hook for Listener {
        fn seen(&mut self, at_ms: u64, seen: &Seen<'_>) {
            self.0.push(format!("{at_ms} {seen:?}"));
        }
    }

    let listen = |seed| {
        let mut listener = Listener::default();
        let outcome = simulate(seed, &rough(), &mut listener).unwrap();
        (listener.0, outcome.tally)
    };
    let (events, tally) = listen(5);
    assert_eq!(listen(5), (events.clone(), tally));
    assert_ne!(listen(6).0, events);
    assert_eq!(simulate(5, &rough(), &mut Nobody).unwrap().tally, tally);
}

#[test]
fn options_that_make_no_payment() {
    for options in [
        Options { total_msat: 0, ..rough() },
        Options { max_parts: 0, ..rough() },
        Options { mpp_timeout: 59, ..rough() },
    ] {
        assert!(simulate(1, &options, &mut Nobody).is_err());
    }
}

/// Checks that a planted fault is found as these, at least.
#[track_caller]
fn found<H: Hook>(hook: impl Fn() -> H, expected: &[BreachKind]) {
    found_with(&rough(), hook, expected);
}

#[track_caller]
fn found_with<H: Hook>(options: &Options, hook: impl Fn() -> H, expected: &[BreachKind]) {
    let (kinds, _) = broken(RUNS, options, hook);
    let missing: Vec<&BreachKind> = expected.iter().filter(|kind| !kinds.contains(kind)).collect();
    assert!(missing.is_empty(), "{missing:?} not in {kinds:?}");
}

/// The place of a part's share in its payload: before the `set_id`, which nothing else there looks like.
fn share_at(part: &Part) -> usize {
    let set_id = part.set_id.as_bytes();
    part.payload.windows(32).position(|window| window == set_id).unwrap() - 32
}

fn share_of(part: &Part) -> Share {
    let at = share_at(part);
    Share::new(part.payload[at..at + 32].try_into().unwrap())
}

/// A payee that reveals a preimage as soon as the payer has sent all parts, and does not wait for them. It knows what no payee does.
struct RevealsEarly;

impl Hook for RevealsEarly {
    fn answers(&mut self, parts: &[Part], actions: &mut Vec<Action>) {
        for action in actions {
            let Action::Hold { id } = *action else { continue };
            let held = parts.iter().find(|part| part.id == id.id).unwrap();
            let of_set =
                || parts.iter().filter(|part| part.set_id == held.set_id && part.end.is_none());
            if of_set().map(|part| part.amt_to_forward).sum::<u64>() != 1_000_000 {
                continue;
            }
            let root =
                of_set().fold(Root::new([0; 32]), |root, part| root.combine(&share_of(part)));
            let record = &held.payload[share_at(held) + 64..];
            let length = usize::from(held.payload[share_at(held) - 1]) - 64;
            let index =
                record[..length].iter().fold(0, |index, byte| index << 8 | u32::from(*byte));
            let preimage = sha256::derive(&root, &share_of(held), index).preimage;
            *action = Action::Settle { id, preimage };
        }
    }
}

#[test]
fn a_payee_that_reveals_early() {
    found(|| RevealsEarly, &[BreachKind::Early, BreachKind::Partial]);
    // What it reveals is right, so that nothing else gives it away.
    let (kinds, _) = broken(RUNS, &rough(), || RevealsEarly);
    assert!(!kinds.contains(&BreachKind::WrongPreimage), "{kinds:?}");
}

/// A payer whose shares do not make the root.
struct SplitsWrongly;

impl Hook for SplitsWrongly {
    fn sent(&mut self, part: &mut Part) {
        if part.id == 2 {
            let at = share_at(part);
            part.payload[at] ^= 1;
        }
    }
}

#[test]
fn a_payer_that_splits_wrongly() {
    found(|| SplitsWrongly, &[BreachKind::NoCause]);
}

/// A payee that counts the amounts of the HTLCs, and not what routers were told to forward.
struct CountsAmounts;

impl Hook for CountsAmounts {
    fn forwarded(&mut self, part: &mut Part) {
        if part.final_msat > part.amt_to_forward {
            let amount = part.final_msat.to_be_bytes();
            let amount = &amount[amount.iter().position(|byte| *byte != 0).unwrap()..];
            let behind = 2 + usize::from(part.payload[1]);
            let head = [&[2, u8::try_from(amount.len()).unwrap()], amount].concat();
            part.payload.splice(..behind, head);
        }
    }
}

#[test]
fn a_payee_that_an_overpaying_router_misleads() {
    found(|| CountsAmounts, &[BreachKind::NoCause]);
    let nobody_overpays = Options { overpay: chance(0), ..rough() };
    assert!(broken(RUNS, &nobody_overpays, || CountsAmounts).0.is_empty());
}

/// A router that takes its money and fails the part it was paid for.
struct TakesAndFails;

impl Hook for TakesAndFails {
    fn returns(&mut self, part: &mut Part, node: u32) -> bool {
        if node == 1 && part.id == 3 && matches!(part.end, Some(End::Settled(_))) {
            part.end = Some(End::ByRouter);
        }
        true
    }
}

#[test]
fn a_router_that_fails_what_was_settled() {
    found(|| TakesAndFails, &[BreachKind::Partial, BreachKind::Money]);
}

/// A router that does not pass on what came of a part.
struct Swallows;

impl Hook for Swallows {
    fn returns(&mut self, part: &mut Part, node: u32) -> bool {
        !(node == 1 && part.id == 3)
    }
}

#[test]
fn a_router_that_swallows_an_answer() {
    found(|| Swallows, &[BreachKind::Stuck]);
}

/// A payee whose answers are changed.
struct Answers(fn(&[Part], &mut Vec<Action>));

impl Hook for Answers {
    fn answers(&mut self, parts: &[Part], actions: &mut Vec<Action>) {
        (self.0)(parts, actions);
    }
}

#[test]
fn a_payee_that_lets_no_time_run_out() {
    let hook = || {
        Answers(|_, actions| {
            actions.retain(|action| {
                !matches!(action, Action::Fail { failure: Failure::MppTimeout, .. })
            });
        })
    };
    found(hook, &[BreachKind::Stuck]);
}

#[test]
fn a_payee_that_settles_only_some() {
    let hook = || {
        Answers(|_, actions| {
            actions.retain(|action| !matches!(action, Action::Settle { id, .. } if id.id == 1));
        })
    };
    found(hook, &[BreachKind::Stuck, BreachKind::Partial]);
}

/// A payee that fails, for no reason, what it should do otherwise with.
fn fails(parts: &[Part], actions: &mut Vec<Action>, whom: fn(&Part, &Action) -> bool) {
    use ampwire::amp::payee::FailReason;

    for action in actions {
        let id = action.id();
        let part = parts.iter().find(|part| part.id == id.id).unwrap();
        if whom(part, action) {
            let reason = FailReason::MppTimeout;
            *action = Action::Fail { id, failure: Failure::MppTimeout, reason };
        }
    }
}

#[test]
fn a_payee_that_fails_a_newcomer_for_no_reason() {
    let hook = || {
        Answers(|parts, actions| {
            fails(parts, actions, |part, action| {
                part.id == 2 && part.answer.is_none() && matches!(action, Action::Hold { .. })
            });
        })
    };
    found(hook, &[BreachKind::NoCause]);
}

#[test]
fn a_payee_that_fails_a_held_set_before_its_time() {
    let hook = || {
        Answers(|parts, actions| {
            fails(parts, actions, |part, action| {
                part.answer == Some(Answer::Held) && matches!(action, Action::Settle { .. })
            });
        })
    };
    found(hook, &[BreachKind::NoCause]);
}

#[test]
fn a_payee_that_answers_a_replay_in_another_way() {
    let hook = || {
        Answers(|parts, actions| {
            fails(parts, actions, |part, _| part.answer == Some(Answer::Settled));
        })
    };
    found(hook, &[BreachKind::Replay]);
}

#[test]
fn a_payee_that_holds_what_it_settled() {
    let hook = || {
        Answers(|parts, actions| {
            for action in actions {
                let id = action.id();
                let settled = parts.iter().any(|part| part.id == id.id && part.is_settled());
                if settled {
                    *action = Action::Hold { id };
                }
            }
        })
    };
    found(hook, &[BreachKind::Replay]);
}

#[test]
fn a_payee_that_holds_what_is_whole() {
    let hook = || {
        Answers(|_, actions| {
            for action in actions {
                if let Action::Settle { id, .. } = *action {
                    *action = Action::Hold { id };
                }
            }
        })
    };
    found(hook, &[BreachKind::NoCause, BreachKind::Stuck]);
}

#[test]
fn a_preimage_that_does_not_fit() {
    let hook = || {
        Answers(|_, actions| {
            for action in actions {
                if let Action::Settle { id, preimage } = *action {
                    let mut bytes = *preimage.reveal();
                    bytes[31] ^= 1;
                    *action = Action::Settle { id, preimage: Preimage::new(bytes) };
                }
            }
        })
    };
    found(hook, &[BreachKind::WrongPreimage, BreachKind::Step]);
}

#[test]
fn a_payee_that_reports_a_conflict() {
    let hook = || {
        Answers(|_, actions| {
            let conflict = actions.first().map(|action| Action::Conflict { id: action.id() });
            actions.extend(conflict);
        })
    };
    found(hook, &[BreachKind::Step]);
}

/// A payer that offers a hash twice, or goes on with a set of which the payee knows a share.
#[derive(Default)]
struct Repeats {
    hash: Option<PaymentHash>,
    set_id: Option<SetId>,
    hashes: bool,
}

impl Hook for Repeats {
    fn sent(&mut self, part: &mut Part) {
        if self.hashes {
            part.payment_hash = *self.hash.get_or_insert(part.payment_hash);
        } else {
            part.set_id = *self.set_id.get_or_insert(part.set_id);
        }
    }
}

#[test]
fn a_payer_that_repeats_itself() {
    found(|| Repeats { hashes: true, ..Repeats::default() }, &[BreachKind::Twice]);
    found(Repeats::default, &[BreachKind::Twice]);
}

/// A payer that pays for a part twice what it was to be.
struct PaysTwice;

impl Hook for PaysTwice {
    fn sent(&mut self, part: &mut Part) {
        if part.id == 1 {
            part.amt_to_forward *= 2;
            part.final_msat *= 2;
        }
    }
}

#[test]
fn a_payer_that_pays_too_much() {
    found(|| PaysTwice, &[BreachKind::Money, BreachKind::Partial]);
}

/// Every kind can be found: each stands in a test above.
#[test]
fn every_kind_has_words_of_its_own() {
    let names: BTreeSet<&str> = BreachKind::ALL.iter().map(|kind| kind.name()).collect();
    let words: BTreeSet<&str> = BreachKind::ALL.iter().map(|kind| kind.words()).collect();
    assert_eq!((names.len(), words.len()), (BreachKind::ALL.len(), BreachKind::ALL.len()));
    let text = include_str!("tests.rs");
    for kind in BreachKind::ALL {
        assert!(text.matches(&format!("BreachKind::{kind:?}")).count() > 0, "{kind:?} has no test");
    }
}
