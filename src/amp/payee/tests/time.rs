//! Deadlines, to the second and to the block.

use super::*;

fn each_htlc() -> PayeeConfig {
    config().mpp_timeout(MppTimeout::of_each_htlc(120).unwrap())
}

fn offer(shards: &[Shard], number: u64, amount: u64) -> Offer {
    Offer::amp(number, amount, 1_000, &shards[usize::try_from(number).unwrap() % shards.len()])
}

#[test]
fn at_the_deadline_the_time_is_over() {
    for config in [config(), each_htlc()] {
        let shards = shards(1, 2);
        let mut payee = payee_with(config, &[amp_invoice()]);
        offer(&shards, 0, 400).give(&mut payee, NOW);
        assert_eq!(payee.next_deadline(), Some(NOW + 120));
        assert_eq!(payee.handle(NOW + 119, Event::Tick), []);
        let mut in_time = payee.clone();
        assert_eq!(offer(&shards, 1, 600).give(&mut in_time, NOW + 119).len(), 2);
        // The set that it would complete is gone: it begins a new one.
        let actions = offer(&shards, 1, 600).give(&mut payee, NOW + 120);
        assert_eq!(outcomes(&actions), [(0, timed_out()), (1, Outcome::Held)]);
        consistent(&payee);
        assert_eq!(payee.next_deadline(), Some(NOW + 240));
    }
}

#[test]
fn a_set_times_out_whole_or_htlc_by_htlc() {
    let shards = shards(1, 3);
    for (config, first) in [
        (config(), Vec::from([(0, timed_out()), (1, timed_out())])),
        (each_htlc(), Vec::from([(0, timed_out())])),
    ] {
        let mut payee = payee_with(config, &[amp_invoice()]);
        offer(&shards, 0, 400).give(&mut payee, NOW);
        offer(&shards, 1, 300).give(&mut payee, NOW + 20);
        assert_eq!(payee.handle(NOW + 119, Event::Tick), []);
        assert_eq!(outcomes(&payee.handle(NOW + 120, Event::Tick)), first);
        consistent(&payee);
        let (late, rest) =
            (payee.handle(NOW + 139, Event::Tick), payee.handle(NOW + 140, Event::Tick));
        assert_eq!(late, []);
        assert_eq!(first.len() + rest.len(), 2);
        assert!(rest.iter().all(|action| outcomes(&[*action]) == [(1, timed_out())]));
        consistent(&payee);
        assert_eq!((payee.held_sets(), payee.held_htlcs(), payee.next_deadline()), (0, 0, None));
    }
}

/// An HTLC that timed out alone is retried: its share is split anew, and the set completes.
#[test]
fn what_timed_out_alone_is_no_part_of_the_set() {
    let shards = shards(1, 3);
    let mut payee = payee_with(each_htlc(), &[amp_invoice()]);
    offer(&shards, 0, 400).give(&mut payee, NOW);
    offer(&shards, 1, 300).give(&mut payee, NOW + 20);
    let _ = payee.handle(NOW + 120, Event::Tick);
    assert_eq!(only(&offer(&shards, 2, 300).give(&mut payee, NOW + 121)), Outcome::Held);
    let again = Offer { id: 9, ..offer(&shards, 0, 400) };
    let settled: Vec<u64> =
        again.give(&mut payee, NOW + 122).iter().map(|action| action.id().id).collect();
    assert_eq!(settled, [1, 2, 9]);
    consistent(&payee);
}

#[test]
fn several_at_once_and_one_long_after() {
    for config in [config(), each_htlc()] {
        let shards = shards(1, 3);
        let mut payee = payee_with(config, &[amp_invoice()]);
        for (number, at) in [(0, NOW), (1, NOW + 30), (2, NOW + 30)] {
            let set_id = SetId([u8::try_from(number + 1).unwrap(); 32]);
            offer(&shards, number, 100).set_id(set_id).give(&mut payee, at);
        }
        let actions = payee.handle(u64::MAX, Event::Tick);
        let ids: Vec<u64> = actions.iter().map(|action| action.id().id).collect();
        assert_eq!(ids, [0, 1, 2]);
        consistent(&payee);
    }
}

#[test]
fn times_that_end_where_time_does() {
    let shards = shards(1, 1);
    let mut payee = payee();
    offer(&shards, 0, 100).give(&mut payee, u64::MAX - 5);
    assert_eq!(payee.handle(u64::MAX - 1, Event::Tick), []);
    assert_eq!(payee.handle(u64::MAX, Event::Tick).len(), 1);
}

#[test]
fn time_does_not_go_back() {
    let shards = shards(1, 2);
    let mut payee = payee();
    let _ = payee.handle(NOW + 50, Event::Tick);
    offer(&shards, 0, 400).give(&mut payee, NOW);
    assert_eq!(payee.next_deadline(), Some(NOW + 170));
}

#[test]
fn a_replay_moves_no_deadline() {
    for config in [config(), each_htlc()] {
        let shards = shards(1, 2);
        let mut payee = payee_with(config, &[amp_invoice()]);
        offer(&shards, 0, 400).give(&mut payee, NOW);
        assert_eq!(only(&offer(&shards, 0, 400).give(&mut payee, NOW + 100)), Outcome::Held);
        assert_eq!(payee.next_deadline(), Some(NOW + 120));
        // And one at the deadline is answered with what has just become of it.
        let actions = offer(&shards, 0, 400).give(&mut payee, NOW + 120);
        assert_eq!(outcomes(&actions), [(0, timed_out()), (0, timed_out())]);
    }
}

#[test]
fn after_a_timeout_the_set_begins_again_with_any_total() {
    let shards = shards(1, 2);
    let mut payee = payee();
    offer(&shards, 0, 400).give(&mut payee, NOW);
    let _ = payee.handle(NOW + 120, Event::Tick);
    for (number, shard) in (2..).zip(&shards) {
        let offer = Offer::amp(number, 750, 1_500, shard);
        assert!(!matches!(only(&offer.give(&mut payee, NOW + 121)[..1]), Outcome::Failed(..)));
    }
    assert_eq!(payee.held_sets(), 0);
    refused_at(
        &payee,
        &offer(&shards, 7, 400),
        NOW + 122,
        FailReason::SetSettled,
        "amp.payee.set-settled",
    );
}

#[test]
fn the_least_time() {
    for make in [MppTimeout::of_set, MppTimeout::of_each_htlc] {
        for seconds in [0, 59] {
            let error = make(seconds).unwrap_err();
            assert_eq!(error.kind(), PayeeErrorKind::TimeoutTooShort);
            assert_eq!(error.rule().id(), "amp.payee.timeout-length");
        }
        let mut payee = payee_with(config().mpp_timeout(make(60).unwrap()), &[amp_invoice()]);
        offer(&shards(1, 2), 0, 1).give(&mut payee, NOW);
        assert_eq!(payee.next_deadline(), Some(NOW + 60));
    }
}

#[test]
fn an_expired_invoice_begins_no_set() {
    let shards = shards(1, 2);
    let mut payee = payee_with(config(), &[amp_invoice().expires_at(NOW + 10)]);
    // At its last second it has not expired.
    assert_eq!(only(&offer(&shards, 0, 400).give(&mut payee, NOW + 10)), Outcome::Held);
    let other = offer(&shards, 1, 600).set_id(SetId([9; 32]));
    refused_at(&payee, &other, NOW + 11, FailReason::InvoiceExpired, "amp.payee.invoice-expiry");
    // What has begun may end well.
    assert_eq!(offer(&shards, 1, 600).give(&mut payee.clone(), NOW + 11).len(), 2);
    // Or not, and then it does not begin again.
    let _ = payee.handle(NOW + 130, Event::Tick);
    let again = offer(&shards, 1, 600);
    refused_at(&payee, &again, NOW + 130, FailReason::InvoiceExpired, "amp.payee.invoice-expiry");
}

#[test]
fn a_block_that_leaves_too_few() {
    let shards = shards(1, 3);
    // The invoice's own delta counts on arrival only.
    let invoice = amp_invoice().min_final_cltv_expiry_delta(25);
    let mut payee = payee_with(config(), &[invoice]);
    offer(&shards, 0, 300).expiring(HEIGHT + 30).give(&mut payee, NOW);
    offer(&shards, 1, 300).expiring(HEIGHT + 28).give(&mut payee, NOW);
    let other = offer(&shards, 2, 300).expiring(HEIGHT + 29).set_id(SetId([9; 32]));
    other.give(&mut payee, NOW);
    // 28 expires with exactly 19 blocks left at height 9.
    assert_eq!(payee.handle(NOW, Event::Block { height: HEIGHT + 9 }), []);
    let failed = payee.handle(NOW, Event::Block { height: HEIGHT + 10 });
    // The whole set, with the height when it arrived.
    assert_eq!(outcomes(&failed), [(0, unknown(300, HEIGHT)), (1, unknown(300, HEIGHT))]);
    assert!(failed.iter().all(|action| {
        matches!(action, Action::Fail { reason: FailReason::ExpiryTooNear, .. })
    }));
    consistent(&payee);
    let other = payee.handle(NOW, Event::Block { height: HEIGHT + 11 });
    assert_eq!(outcomes(&other), [(2, unknown(300, HEIGHT))]);
}

/// Of an HTLC that has left the set nothing is left that a block could find too near.
#[test]
fn a_block_after_the_nearest_has_gone() {
    let shards = shards(1, 2);
    let mut payee = payee();
    offer(&shards, 0, 300).expiring(HEIGHT + 20).give(&mut payee, NOW);
    offer(&shards, 1, 300).expiring(HEIGHT + 30).give(&mut payee, NOW);
    let _ = payee.handle(NOW, Event::Resolved { id: id(0) });
    consistent(&payee);
    assert_eq!(payee.handle(NOW, Event::Block { height: HEIGHT + 11 }), []);
    consistent(&payee);
    assert_eq!(payee.handle(NOW, Event::Block { height: HEIGHT + 12 }).len(), 1);
}

#[test]
fn a_height_may_go_back() {
    let shards = shards(1, 2);
    let mut payee = payee();
    let near = offer(&shards, 0, 400).expiring(HEIGHT + DELTA);
    let _ = payee.handle(NOW, Event::Block { height: HEIGHT + 1 });
    refused(&payee, &near, FailReason::ExpiryTooSoon, "amp.payee.cltv");
    let _ = payee.handle(NOW, Event::Block { height: HEIGHT });
    assert_eq!(only(&near.give(&mut payee, NOW)), Outcome::Held);
}

/// Heights are looked at when they are announced. Should one have come by another way, completing looks
/// again, before anything is revealed.
#[test]
fn expiries_are_checked_again_when_complete() {
    let shards = shards(1, 2);
    for (later, settles) in [(1, true), (2, false)] {
        let mut payee = payee();
        offer(&shards, 0, 400).expiring(HEIGHT + DELTA + 1).give(&mut payee, NOW);
        payee.height += later;
        let actions = offer(&shards, 1, 600).give(&mut payee, NOW);
        assert_eq!(actions.len(), 2);
        for action in actions {
            match action {
                Action::Settle { .. } => assert!(settles),
                Action::Fail { reason, .. } => {
                    assert!(!settles && reason == FailReason::ExpiryTooNear);
                }
                other => panic!("{other:?}"),
            }
        }
        consistent(&payee);
    }
}
