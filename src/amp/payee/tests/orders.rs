//! Every order of up to four parts, and everything that can happen to each of them. What is to come of
//! it is said here without looking at the order.

use super::*;

/// What happens to a part on its way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It arrives as the payer made it.
    Right,
    /// It never arrives.
    Lost,
    /// A router put more on it.
    Overpaid,
    /// A router kept some of it.
    Underpaid,
    /// It arrives twice, as after a reconnection.
    Replayed,
    /// Its share is another one.
    Damaged,
}

const FATES: [Fate; 6] =
    [Fate::Right, Fate::Lost, Fate::Overpaid, Fate::Underpaid, Fate::Replayed, Fate::Damaged];
const AMOUNTS: [&[u64]; 5] = [&[], &[1_000], &[400, 600], &[300, 300, 400], &[100, 200, 300, 400]];

/// What each part ends with, by number.
fn expected(fates: &[Fate]) -> Vec<Option<Outcome>> {
    let amounts = AMOUNTS[fates.len()];
    let lacks = |fate: &Fate| matches!(fate, Fate::Lost | Fate::Underpaid);
    let whole = !fates.iter().any(lacks);
    let damaged = fates.contains(&Fate::Damaged);
    let one = |(fate, amount): (&Fate, &u64)| match fate {
        Fate::Lost => None,
        Fate::Underpaid => {
            let failure = Failure::FinalIncorrectHtlcAmount { incoming_htlc_amt: amount - 1 };
            Some(Outcome::Failed("final_incorrect_htlc_amount", failure.to_vec()))
        }
        _ if !whole => Some(timed_out()),
        Fate::Overpaid if damaged => Some(unknown(amount + 700, HEIGHT)),
        _ if damaged => Some(unknown(*amount, HEIGHT)),
        _ => Some(Outcome::Settled),
    };
    fates.iter().zip(amounts).map(one).collect()
}

fn offer(number: usize, fate: Fate, shard: &Shard, parts: usize) -> Offer {
    let amount = AMOUNTS[parts][number];
    let offer = Offer::amp(u64::try_from(number).unwrap(), amount, 1_000, shard);
    offer.with(|offer| match fate {
        Fate::Overpaid => offer.amount_msat += 700,
        Fate::Underpaid => offer.amount_msat -= 1,
        Fate::Damaged => offer.amp_record.as_mut().unwrap().root_share = Share::new([0x99; 32]),
        Fate::Right | Fate::Lost | Fate::Replayed => {}
    })
}

/// Every order of the numbers below `count`.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return Vec::from([Vec::new()]);
    }
    let insert = |order: Vec<usize>| {
        (0..count).map(move |place| {
            let mut order = order.clone();
            order.insert(place, count - 1);
            order
        })
    };
    orders(count - 1).into_iter().flat_map(insert).collect()
}

fn last_answers(all: &[Action], parts: usize) -> Vec<Option<Outcome>> {
    let mut last = alloc::vec![None; parts];
    for (id, outcome) in outcomes(all) {
        last[usize::try_from(id).unwrap()] = Some(outcome);
    }
    last
}

#[test]
fn every_order_and_every_fate() {
    let mut runs = 0;
    for parts in 1..=4 {
        let shards = shards(1, u64::try_from(parts).unwrap());
        let orders = orders(parts);
        for number in 0..FATES.len().pow(u32::try_from(parts).unwrap()) {
            let fates: Vec<Fate> = (0..parts)
                .map(|part| {
                    FATES[number / FATES.len().pow(u32::try_from(part).unwrap()) % FATES.len()]
                })
                .collect();
            let offers: Vec<Offer> =
                (0..parts).map(|part| offer(part, fates[part], &shards[part], parts)).collect();
            let expected = expected(&fates);
            for order in &orders {
                assert_eq!(run(&offers, &fates, order), expected);
                runs += 1;
            }
        }
    }
    assert_eq!(runs, 6 + 36 * 2 + 216 * 6 + 1_296 * 24);
}

fn run(offers: &[Offer], fates: &[Fate], order: &[usize]) -> Vec<Option<Outcome>> {
    let mut payee = payee();
    let mut all = Vec::new();
    for part in order {
        let times = match fates[*part] {
            Fate::Lost => 0,
            Fate::Replayed => 2,
            _ => 1,
        };
        for _ in 0..times {
            all.extend(offers[*part].give(&mut payee, NOW));
        }
        never_in_part(&payee);
    }
    all.extend(payee.handle(NOW + 120, Event::Tick));
    // Nothing is left.
    assert_eq!((payee.held_sets(), payee.next_deadline()), (0, None));
    last_answers(&all, offers.len())
}

/// A preimage is out for all parts that are recorded, or for none.
fn never_in_part(payee: &Payee) {
    let settled = payee.answers().filter(|action| matches!(action, Action::Settle { .. })).count();
    assert!(settled == 0 || settled == payee.answers().count());
}

/// Two sets of two parts each, in every order: each ends as if it were alone.
#[test]
fn two_sets_interleaved() {
    let (first, second) = (shards(1, 2), shards(2, 2));
    for damaged in [false, true] {
        let offer = |number: u64, shard: &Shard, set: u8| {
            Offer::amp(number, 500, 1_000, shard).set_id(SetId([set; 32]))
        };
        let mut wrong = first[1];
        if damaged {
            wrong.child_index ^= 1;
        }
        let offers = [
            offer(0, &first[0], 1),
            offer(1, &wrong, 1),
            offer(2, &second[0], 2),
            offer(3, &second[1], 2),
        ];
        for order in orders(4) {
            let mut payee = payee();
            let mut all = Vec::new();
            for part in order {
                all.extend(offers[part].give(&mut payee, NOW));
                consistent(&payee);
            }
            let end = if damaged { unknown(500, HEIGHT) } else { Outcome::Settled };
            let expected = [end.clone(), end, Outcome::Settled, Outcome::Settled].map(Some);
            assert_eq!(last_answers(&all, 4), expected);
        }
    }
}

/// No strict subset of the parts is ever settled, whichever parts are there and whatever routers put on
/// them.
#[test]
fn no_strict_subset_is_settled() {
    for parts in 2..=4 {
        let shards = shards(1, u64::try_from(parts).unwrap());
        for subset in 0..(1_u32 << parts) - 1 {
            let mut payee = payee();
            for part in (0..parts).filter(|part| subset >> part & 1 == 1) {
                let overpaid = offer(part, Fate::Overpaid, &shards[part], parts);
                assert_eq!(only(&overpaid.give(&mut payee, NOW)), Outcome::Held);
            }
        }
    }
}
