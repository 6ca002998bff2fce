//! When a set is complete, and what becomes of it then.

use super::*;
use crate::amp::Scheme;

/// The amounts given in turn; what the last one leads to.
fn paid(payee: &mut Payee, shards: &[Shard], amounts: &[u64]) -> Vec<(u64, Outcome)> {
    let mut last = Vec::new();
    for ((number, shard), amount) in (0..).zip(shards).zip(amounts) {
        last = outcomes(&Offer::amp(number, *amount, 1_000, shard).give(payee, NOW));
        consistent(payee);
    }
    last
}

fn settled(ids: impl IntoIterator<Item = u64>) -> Vec<(u64, Outcome)> {
    ids.into_iter().map(|id| (id, Outcome::Settled)).collect()
}

#[test]
fn the_sum_makes_the_total() {
    assert_eq!(paid(&mut payee(), &shards(1, 1), &[1_000]), settled([0]));
    assert_eq!(paid(&mut payee(), &shards(1, 2), &[999]), [(0, Outcome::Held)]);
    assert_eq!(paid(&mut payee(), &shards(1, 3), &[999, 0]), [(1, Outcome::Held)]);
    assert_eq!(paid(&mut payee(), &shards(1, 3), &[999, 0, 1]), settled(0..3));
    // More than the total, by as much as one likes.
    assert_eq!(paid(&mut payee(), &shards(1, 2), &[900, 900]), settled(0..2));
    assert_eq!(paid(&mut payee(), &shards(1, 1), &[5_000]), settled([0]));
}

/// Two of three parts, on which routers put so much that they reach the total.
#[test]
fn what_a_router_adds_is_not_counted() {
    let (mut payee, shards) = (payee(), shards(1, 3));
    let offer = |number: u64, amount| {
        Offer::amp(number, amount, 1_000, &shards[usize::try_from(number).unwrap()])
    };
    for number in 0..2 {
        let overpaid = offer(number, 400).with(|offer| offer.amount_msat = 500);
        assert_eq!(only(&overpaid.give(&mut payee, NOW)), Outcome::Held);
    }
    assert_eq!(outcomes(&offer(2, 200).give(&mut payee, NOW)), settled(0..3));
}

#[test]
fn a_hash_a_share_or_an_index_that_does_not_fit() {
    let right = shards(1, 3);
    let wrongs: [fn(&mut Shard); 3] = [
        |shard| shard.payment_hash = PaymentHash([9; 32]),
        |shard| shard.share = Share::new([9; 32]),
        |shard| shard.child_index ^= 1,
    ];
    for wrong in wrongs {
        for place in 0..3 {
            let mut shards = right.clone();
            wrong(&mut shards[place]);
            let mut payee = payee();
            let failed = paid(&mut payee, &shards, &[400, 300, 300]);
            let expected =
                [(0, unknown(400, HEIGHT)), (1, unknown(300, HEIGHT)), (2, unknown(300, HEIGHT))];
            assert_eq!(failed, expected);
            // The set alone has failed: the invoice is there, and the set's name too.
            let (again, other) = (shards_from(10, &right), shards_from(20, &super::shards(2, 3)));
            for (offers, set_id) in [(again, SET), (other, SetId([0x34; 32]))] {
                let mut last = Vec::new();
                for offer in offers {
                    last = offer.set_id(set_id).give(&mut payee, NOW);
                }
                assert_eq!(last.len(), 3);
                assert!(last.iter().all(|action| matches!(action, Action::Settle { .. })));
            }
        }
    }
}

fn shards_from(first: u64, shards: &[Shard]) -> Vec<Offer> {
    let amounts = [400, 300, 300];
    (first..)
        .zip(shards)
        .zip(amounts)
        .map(|((number, shard), amount)| Offer::amp(number, amount, 1_000, shard))
        .collect()
}

#[test]
fn a_shard_that_is_there_twice_cancels_itself() {
    let shards = shards(1, 2);
    let twice = [shards[0], shards[0], shards[1]];
    let failed = paid(&mut payee(), &twice, &[300, 300, 400]);
    assert_eq!(failed.len(), 3);
    assert!(failed.iter().all(|(_, outcome)| matches!(outcome, Outcome::Failed(..))));
}

/// Root 7, shares 5, 5 and 7: equal shares under other indexes, or all the same, if the payer meant it.
#[test]
fn equal_shares_that_the_payer_meant() {
    let shard = |share: u8, child_index| {
        let message = [&[7; 32][..], &[share; 32], &u32::to_be_bytes(child_index)].concat();
        Shard {
            share: Share::new([share; 32]),
            child_index,
            payment_hash: PaymentHash(sha256(&sha256(&message))),
        }
    };
    for second in [5, 6] {
        let shards = [shard(5, 5), shard(5, second), shard(7, 5)];
        assert_eq!(paid(&mut payee(), &shards, &[300, 300, 400]), settled(0..3));
    }
}

#[test]
fn all_zero_share_and_root() {
    // LND's known answer for an all-zero root and share with index 0.
    let hash = [
        0x15, 0x96, 0xd8, 0x29, 0x58, 0xb4, 0xb5, 0x47, 0x45, 0x65, 0x62, 0x7b, 0xc4, 0x0d, 0xd2,
        0x3f, 0x48, 0xaa, 0x50, 0xa3, 0x75, 0xba, 0x06, 0xb2, 0x5e, 0x4b, 0x8a, 0xd9, 0x53, 0x10,
        0x5f, 0x51,
    ];
    let zero =
        Shard { share: Share::new([0; 32]), child_index: 0, payment_hash: PaymentHash(hash) };
    assert_eq!(paid(&mut payee(), &[zero], &[1_000]), settled([0]));
}

#[test]
fn a_settled_set_takes_no_more() {
    let (mut payee, shards) = (payee(), shards(1, 3));
    paid(&mut payee, &shards, &[400, 300, 300]);
    for (amount, total) in [(1, 1_000), (1_000, 1_000), (1_000, 1_500)] {
        let extra = Offer::amp(9, amount, total, &shards[0]);
        refused(&payee, &extra, FailReason::SetSettled, "amp.payee.set-settled");
    }
    // The others are settled still, and another set can be.
    assert_eq!(payee.answers().count(), 3);
    let other = Offer::amp(9, 1_000, 1_000, &super::shards(2, 1)[0]).set_id(SetId([0x34; 32]));
    assert_eq!(only(&other.give(&mut payee, NOW)), Outcome::Settled);
}

#[test]
fn an_invoice_without_amp_is_settled_once() {
    let mut payee = payee_with(config(), &[mpp_invoice()]);
    assert_eq!(only(&Offer::mpp(0, 400, 1_000).give(&mut payee, NOW)), Outcome::Held);
    let both = Offer::mpp(1, 600, 1_000).give(&mut payee, NOW);
    let settle = |number| Action::Settle { id: id(number), preimage: PREIMAGE };
    assert_eq!(both, [settle(0), settle(1)]);
    consistent(&payee);
    refused(&payee, &Offer::mpp(2, 1_000, 1_000), FailReason::SetSettled, "amp.payee.set-settled");
}

#[test]
fn sets_do_not_touch_each_other() {
    let (mut payee, first, second) = (payee(), shards(1, 2), shards(2, 2));
    let other = SetId([0x34; 32]);
    let of = |number, amount, total, shard: &Shard, set_id| {
        Offer::amp(number, amount, total, shard).set_id(set_id)
    };
    assert_eq!(only(&of(0, 400, 1_000, &first[0], SET).give(&mut payee, NOW)), Outcome::Held);
    assert_eq!(only(&of(1, 700, 1_200, &second[0], other).give(&mut payee, NOW)), Outcome::Held);
    // The first does not reconstruct.
    let failed = of(2, 600, 1_000, &second[1], SET).give(&mut payee, NOW);
    assert_eq!(outcomes(&failed), [(0, unknown(400, HEIGHT)), (2, unknown(600, HEIGHT))]);
    consistent(&payee);
    let done = of(3, 500, 1_200, &second[1], other).give(&mut payee, NOW);
    assert_eq!(outcomes(&done), settled([1, 3]));
}

#[test]
fn one_set_id_under_two_secrets_and_in_two_layouts() {
    let layouts = PayeeConfig::new(Layouts::BOTH, DELTA).accept_spontaneous(true);
    let mut payee = payee_with(layouts, &[amp_invoice(), PayeeInvoice::amp(&OTHER_SECRET)]);
    let sets = [shards(1, 2), shards(2, 2), shards(3, 2)];
    let offers = |number: u64, half: usize| {
        [
            Offer::amp(number, 500, 1_000, &sets[0][half]),
            Offer::amp(number + 1, 500, 1_000, &sets[1][half]).secret(OTHER_SECRET),
            Offer::type8(number + 2, 500, 1_000, &sets[2][half]),
        ]
    };
    for offer in offers(0, 0) {
        assert_eq!(only(&offer.give(&mut payee, NOW)), Outcome::Held);
    }
    for (offer, first) in offers(3, 1).iter().zip(0..) {
        assert_eq!(outcomes(&offer.give(&mut payee, NOW)), settled([first, first + 3]));
        consistent(&payee);
    }
}

#[test]
fn spontaneous_sets_stand_each_for_itself() {
    let mut payee = payee_with(config().accept_spontaneous(true), &[]);
    for (number, total) in [(0, 1_000), (1, 7), (2, 50_000)] {
        let shard = shards(u8::try_from(number + 1).unwrap(), 1).remove(0);
        let set_id = SetId([u8::try_from(number + 1).unwrap(); 32]);
        let offer = Offer::amp(number, total, total, &shard).set_id(set_id);
        assert_eq!(only(&offer.give(&mut payee, NOW)), Outcome::Settled);
    }
    let again = Offer::amp(9, 7, 7, &shards(2, 1)[0]).set_id(SetId([2; 32]));
    refused(&payee, &again, FailReason::SetSettled, "amp.payee.set-settled");
}

#[test]
fn other_schemes_only_where_asked_for() {
    use crate::amp::{bp2018, hmac_xor};
    let parts = |shares: &[Share]| -> Vec<crate::amp::Part> {
        let part = |(share, child_index): (&Share, u32)| crate::amp::Part {
            share: *share,
            child_index,
            payment_hash: None,
        };
        shares.iter().zip(1..).map(part).collect()
    };
    let random = parts(&[Share::new([1; 32]), Share::new([6; 32])]);
    let tutorial = parts(&hmac_xor::split(&Share::new([3; 32]), &[1, 2]).unwrap());
    let deployed = bp2018::reconstruct(&random).unwrap();
    let hmacs = hmac_xor::reconstruct(&tutorial).unwrap();
    for (scheme, parts, set) in
        [(Scheme::Bp2018, random, deployed), (Scheme::HmacXor, tutorial, hmacs)]
    {
        let shards: Vec<Shard> = parts
            .iter()
            .zip(&set.children)
            .map(|(part, child)| Shard {
                share: part.share,
                child_index: part.child_index,
                payment_hash: child.payment_hash,
            })
            .collect();
        let mut asked = payee_with(config().undeployed_scheme(scheme), &[amp_invoice()]);
        assert_eq!(paid(&mut asked, &shards, &[400, 600]), settled(0..2));
        let failed = paid(&mut payee(), &shards, &[400, 600]);
        assert_eq!(failed, [(0, unknown(400, HEIGHT)), (1, unknown(600, HEIGHT))]);
    }
}

#[test]
fn a_thousand_parts() {
    let (mut payee, shards) = (payee(), shards(1, 1_000));
    let mut last = Vec::new();
    for (number, shard) in (0..).zip(&shards) {
        last = Offer::amp(number, 1, 1_000, shard).give(&mut payee, NOW);
        assert_eq!(last.len(), if number == 999 { 1_000 } else { 1 });
    }
    assert_eq!(outcomes(&last), settled(0..1_000));
    consistent(&payee);
}
