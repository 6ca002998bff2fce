//! Sets that are complete and do not fit together, and some that look so and do.

use super::complete;
use super::part::{HEIGHT, Payment, three};
use super::scene::{OTHER_SET, Scene, held, settled, unknown, unknown_at};
use crate::cases::samples::{SHARE, xor};

const RECONSTRUCT: &str = "amp.payee.reconstruct";
const SETTLE_ALL: &str = "amp.payee.settle-all";
const FAILURE: &str = "amp.payee.failure";
const AGAIN: &str = "amp.payee.set-again";

pub(super) fn scenes() -> Vec<Scene> {
    [vec![complete::subset()], faults(), odd_ones(), others()].concat()
}

/// One thing is wrong in one part.
fn faults() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let wrong = [
        ("wrong-hash", "The third part is locked to another hash", part_c.locked_to([0x77; 32])),
        (
            "wrong-index",
            "The third part's index is another than its hash was made with",
            part_c.record(|record| record.index = 3),
        ),
        (
            "wrong-share",
            "One bit of the third part's share is another",
            part_c.record(|record| record.share[31] ^= 1),
        ),
        (
            "hash-of-another-part",
            "The third part is locked to the second part's hash",
            part_c.locked_to(part_b.payment_hash),
        ),
    ];
    let mut scenes: Vec<Scene> = wrong
        .into_iter()
        .map(|(slug, what, wrong)| {
            Scene::should(
                slug,
                format!("{what}: the set does not reconstruct, and all of it fails."),
            )
            .breaks(&[RECONSTRUCT])
            .obeys(&[FAILURE])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .htlc(2, &wrong)
            .then([unknown(&part_a), unknown(&part_b), unknown(&wrong)])
        })
        .collect();
    let first = part_a.record(|record| record.share[0] ^= 0x80);
    scenes.push(
        Scene::should(
            "wrong-share-first",
            "The first part's share is wrong: that shows only when the set is complete.",
        )
        .breaks(&[RECONSTRUCT])
        .htlc(0, &first)
        .then([held(&first)])
        .htlc(1, &part_b)
        .then([held(&part_b)])
        .htlc(2, &part_c)
        .then([unknown(&first), unknown(&part_b), unknown(&part_c)]),
    );
    let (share_a, share_b) = (share(&part_a), share(&part_b));
    let (swapped_a, swapped_b) = (
        part_a.record(|record| record.share = share_b),
        part_b.record(|record| record.share = share_a),
    );
    scenes.push(
        Scene::should(
            "shares-swapped",
            "Two parts have each other's share: the root is right, and their hashes are not.",
        )
        .breaks(&[RECONSTRUCT])
        .htlc(0, &swapped_a)
        .then([held(&swapped_a)])
        .htlc(1, &swapped_b)
        .then([held(&swapped_b)])
        .htlc(2, &part_c)
        .then([unknown(&swapped_a), unknown(&swapped_b), unknown(&part_c)]),
    );
    let wrong = part_c.locked_to([0x77; 32]);
    scenes.push(
        Scene::should("wrong-hash-heights", "A set that does not reconstruct, of parts that came at different heights: each failure has the height when its part came.")
            .breaks(&[RECONSTRUCT])
            .obeys(&[FAILURE])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .block(1, HEIGHT + 1)
            .htlc(2, &part_b)
            .then([held(&part_b)])
            .block(3, HEIGHT + 3)
            .htlc(4, &wrong)
            .then([unknown_at(&part_a, HEIGHT), unknown_at(&part_b, HEIGHT + 1), unknown_at(&wrong, HEIGHT + 3)]),
    );
    scenes
}

fn share(part: &super::part::Part) -> [u8; 32] {
    part.records.amp.as_ref().expect("a part by AMP").share
}

/// Shares and indexes that are there twice, or are zero.
fn odd_ones() -> Vec<Scene> {
    let [part_a, part_b] = Payment::new("a").parts([500, 500]);
    let twice = part_a.named("a1-again");
    let less = part_a.changed(|part| part.records.amt_to_forward = 200);
    let rest = twice.changed(|part| part.records.amt_to_forward = 300);
    let other = xor(SHARE, [0x0f; 32]);
    let [part_c, part_d, part_e] =
        Payment::new("a").of_shares([300, 300, 400], [SHARE, SHARE, other]);
    let [part_f, part_g, part_h] = Payment::new("a").of([300, 300, 400], [SHARE; 3], [7; 3]);
    let [part_i, part_j, part_k] =
        Payment::new("a").of([300, 300, 400], [SHARE, other, [0x5a; 32]], [u32::MAX; 3]);
    let [part_l, part_m] = Payment::new("a").of_shares([300, 700], [SHARE, [0; 32]]);
    let [part_n, part_o] = Payment::new("a").of_shares([300, 700], [SHARE; 2]);
    let [part_p] = Payment::new("a").of_shares([1000], [[0; 32]]);
    vec![
        Scene::should("same-part-twice", "One part is there twice, and the other lacks: equal shares cancel each other out of the root, and the set fails.")
            .breaks(&[RECONSTRUCT])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &twice)
            .then([unknown(&part_a), unknown(&twice)]),
        Scene::should("same-part-twice-of-three", "A set is complete with one part there twice and the other there once: the root lacks a share, and all three fail.")
            .breaks(&[RECONSTRUCT])
            .htlc(0, &less)
            .then([held(&less)])
            .htlc(1, &rest)
            .then([held(&rest)])
            .htlc(2, &part_b)
            .then([unknown(&less), unknown(&rest), unknown(&part_b)]),
        Scene::should("equal-shares", "Two of three shares are equal, under different indexes: all hashes fit.")
            .obeys(&[RECONSTRUCT, SETTLE_ALL])
            .htlc(0, &part_c)
            .then([held(&part_c)])
            .htlc(1, &part_d)
            .then([held(&part_d)])
            .htlc(2, &part_e)
            .then([settled(&part_c), settled(&part_d), settled(&part_e)]),
        Scene::should("same-part-thrice", "Three HTLCs of one share, index and hash: the share is the root, and all three are settled with one preimage.")
            .obeys(&[RECONSTRUCT, SETTLE_ALL])
            .htlc(0, &part_f)
            .then([held(&part_f)])
            .htlc(1, &part_g)
            .then([held(&part_g)])
            .htlc(2, &part_h)
            .then([settled(&part_f), settled(&part_g), settled(&part_h)]),
        Scene::should("equal-indexes", "All parts have the largest index: indexes need not differ.")
            .obeys(&[RECONSTRUCT, SETTLE_ALL])
            .htlc(0, &part_i)
            .then([held(&part_i)])
            .htlc(1, &part_j)
            .then([held(&part_j)])
            .htlc(2, &part_k)
            .then([settled(&part_i), settled(&part_j), settled(&part_k)]),
        Scene::should("zero-share", "A part's share is all zero: it is taken.")
            .obeys(&[RECONSTRUCT, SETTLE_ALL])
            .htlc(0, &part_l)
            .then([held(&part_l)])
            .htlc(1, &part_m)
            .then([settled(&part_l), settled(&part_m)]),
        Scene::should("zero-root", "Two equal shares make an all-zero root, and the hashes fit it: the payer risked its own money, the payee takes it.")
            .obeys(&[RECONSTRUCT, SETTLE_ALL])
            .htlc(0, &part_n)
            .then([held(&part_n)])
            .htlc(1, &part_o)
            .then([settled(&part_n), settled(&part_o)]),
        Scene::should("zero-root-one-part", "A set of one part with an all-zero share, which is the root: taken.")
            .obeys(&[RECONSTRUCT, SETTLE_ALL])
            .htlc(0, &part_p)
            .then([settled(&part_p)]),
    ]
}

/// What a set that fails does not touch.
fn others() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let wrong = part_c.locked_to([0x77; 32]);
    let [part_d, part_e] = Payment::new("d").set(OTHER_SET).parts([400, 600]);
    let [part_f] = Payment::new("f").set([0x88; 32]).parts([1000]);
    let again = [part_a.named("e1"), part_b.named("e2"), part_c.named("e3")];
    vec![
        Scene::should("bad-set-beside-another", "A set does not reconstruct while another of the same invoice is held: that one goes on, and is settled.")
            .breaks(&[RECONSTRUCT])
            .obeys(&["amp.payee.set-key", SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_d)
            .then([held(&part_d)])
            .htlc(2, &part_b)
            .then([held(&part_b)])
            .htlc(3, &wrong)
            .then([unknown(&part_a), unknown(&part_b), unknown(&wrong)])
            .htlc(4, &part_e)
            .then([settled(&part_d), settled(&part_e)]),
        Scene::should("bad-set-then-another", "After a set that did not reconstruct the invoice is paid by another set.")
            .breaks(&[RECONSTRUCT])
            .obeys(&["amp.payee.set-key", SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .htlc(2, &wrong)
            .then([unknown(&part_a), unknown(&part_b), unknown(&wrong)])
            .htlc(3, &part_f)
            .then([settled(&part_f)]),
        Scene::should("settled-set-then-bad", "A set does not reconstruct after another of the invoice was settled: only the bad one fails.")
            .breaks(&[RECONSTRUCT])
            .obeys(&["amp.payee.set-key", SETTLE_ALL])
            .htlc(0, &part_f)
            .then([settled(&part_f)])
            .htlc(1, &part_a)
            .then([held(&part_a)])
            .htlc(2, &part_b)
            .then([held(&part_b)])
            .htlc(3, &wrong)
            .then([unknown(&part_a), unknown(&part_b), unknown(&wrong)]),
        Scene::may("bad-set-again", "A set that did not reconstruct begins again under its set_id, with right parts.")
            .breaks(&[RECONSTRUCT])
            .obeys(&[AGAIN, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .htlc(2, &wrong)
            .then([unknown(&part_a), unknown(&part_b), unknown(&wrong)])
            .htlc(3, &again[0])
            .then([held(&again[0])])
            .htlc(4, &again[1])
            .then([held(&again[1])])
            .htlc(5, &again[2])
            .then([settled(&again[0]), settled(&again[1]), settled(&again[2])]),
    ]
}
