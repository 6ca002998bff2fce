//! When a set is complete, and that all of it is settled then.

use super::part::{Part, Payment, three};
use super::scene::{Invoice, Scene, failed, held, settled, unknown};
use crate::cases::samples::{SECRET, SHARE, xor};

const COMPLETE: &str = "amp.payee.complete";
const SETTLE_ALL: &str = "amp.payee.settle-all";
const ORDER: &str = "amp.payee.order";
const AMOUNT: &str = "amp.payee.htlc-amount";

pub(super) fn scenes() -> Vec<Scene> {
    [whole(), amounts(), routers(), vec![thousand()]].concat()
}

/// Sets of several sizes that are all there.
fn whole() -> Vec<Scene> {
    let [one] = Payment::new("a").parts([1000]);
    let [first, second] = Payment::new("a").parts([1, 999]);
    let [part_a, part_b, part_c] = three();
    vec![
        Scene::should("one-part", "A set of one HTLC is complete with it.")
            .obeys(&[COMPLETE, SETTLE_ALL])
            .htlc(0, &one)
            .then([settled(&one)]),
        Scene::must("two-parts", "Two parts of very different amounts: the first waits for the second.")
            .obeys(&[COMPLETE, SETTLE_ALL])
            .htlc(0, &first)
            .then([held(&first)])
            .htlc(5, &second)
            .then([settled(&first), settled(&second)]),
        Scene::must("three-parts", "Three parts: the first two wait, the third completes the set, and each has a preimage of its own.")
            .obeys(&[COMPLETE, SETTLE_ALL, ORDER])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .htlc(2, &part_c)
            .then([settled(&part_a), settled(&part_b), settled(&part_c)]),
        Scene::should("three-parts-trace", "Three parts again, with all that is said: a part that waits is neither settled nor failed.")
            .trace()
            .obeys(&[COMPLETE, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .tick(2)
            .htlc(3, &part_c)
            .then([settled(&part_a), settled(&part_b), settled(&part_c)]),
        sixteen(),
    ]
}

/// A set of sixteen, from the last part to the first.
fn sixteen() -> Scene {
    let parts = Payment::new("a")
        .total(136)
        .parts::<16>(core::array::from_fn(|number| u64::try_from(number).expect("below 16") + 1));
    let mut scene =
        Scene::must("sixteen-parts", "Sixteen parts of 1 to 16 msat, the last one first.")
            .obeys(&[COMPLETE, SETTLE_ALL, ORDER])
            .invoices([Invoice::amp(SECRET, Some(136))]);
    for (second, part) in (0..).zip(parts.iter().rev()) {
        scene = scene.htlc(second, part);
        if second < 15 {
            scene = scene.then([held(part)]);
        }
    }
    parts.iter().fold(scene, |scene, part| scene.then([settled(part)]))
}

/// Sums that miss the total, meet it, and pass it.
fn amounts() -> Vec<Scene> {
    let [part_a, part_b, part_c, part_d] = Payment::new("a").parts([400, 500, 99, 1]);
    let [part_e, part_f, part_g] = Payment::new("a").parts([400, 500, 300]);
    let [part_h, part_i, part_j] = Payment::new("a").parts([400, 0, 600]);
    let [part_k, part_l] = Payment::new("a").parts([0, 1000]);
    vec![
        Scene::must("one-msat-short", "999 of 1000 msat: all parts wait.")
            .breaks(&[COMPLETE])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .htlc(2, &part_c)
            .then([held(&part_c)])
            .tick(3),
        Scene::must("last-msat", "999 of 1000 msat, and then a part of 1 msat.")
            .obeys(&[COMPLETE, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .htlc(2, &part_c)
            .then([held(&part_c)])
            .htlc(3, &part_d)
            .then([settled(&part_a), settled(&part_b), settled(&part_c), settled(&part_d)]),
        Scene::must(
            "sum-above-total",
            "1200 msat arrive where 1000 are the total: all of it is settled.",
        )
        .obeys(&[COMPLETE, SETTLE_ALL])
        .htlc(0, &part_e)
        .then([held(&part_e)])
        .htlc(1, &part_f)
        .then([held(&part_f)])
        .htlc(2, &part_g)
        .then([settled(&part_e), settled(&part_f), settled(&part_g)]),
        Scene::may(
            "part-of-nothing",
            "A part that forwards 0 msat is taken, and its share is needed.",
        )
        .obeys(&[COMPLETE, SETTLE_ALL])
        .htlc(0, &part_h)
        .then([held(&part_h)])
        .htlc(1, &part_i)
        .then([held(&part_i)])
        .htlc(2, &part_j)
        .then([settled(&part_h), settled(&part_i), settled(&part_j)]),
        Scene::may(
            "part-of-nothing-first",
            "A part of 0 msat begins a set, and does not complete it.",
        )
        .obeys(&[COMPLETE, SETTLE_ALL])
        .htlc(0, &part_k)
        .then([held(&part_k)])
        .htlc(1, &part_l)
        .then([settled(&part_k), settled(&part_l)]),
    ]
}

/// Routers that pay another amount than they were told to.
fn routers() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let (more_a, more_b, less_b) =
        (part_a.carrying(900), part_b.carrying(501), part_b.carrying(499));
    let retry = part_b.named("b2");
    let data = 499_u64.to_be_bytes();
    vec![
        Scene::must("router-overpays", "A router pays 900 msat for a part of 400: with the next part the HTLCs are worth more than the total, and the set still lacks one.")
            .obeys(&[COMPLETE, SETTLE_ALL, AMOUNT])
            .htlc(0, &more_a)
            .then([held(&more_a)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .htlc(2, &part_c)
            .then([settled(&more_a), settled(&part_b), settled(&part_c)]),
        Scene::must("router-overpays-alone", "A router pays the whole total for a part of 400 msat: the part waits.")
            .breaks(&[COMPLETE])
            .obeys(&[AMOUNT])
            .htlc(0, &part_a.carrying(1000))
            .then([held(&part_a)]),
        Scene::must("router-overpays-a-little", "One msat more than asked for is taken.")
            .obeys(&[AMOUNT, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &more_b)
            .then([held(&more_b)])
            .htlc(2, &part_c)
            .then([settled(&part_a), settled(&more_b), settled(&part_c)]),
        Scene::must("router-underpays", "A router keeps one msat back: its HTLC fails, with the amount that it has, and the rest of the set waits.")
            .breaks(&[AMOUNT])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &less_b)
            .then([failed(&less_b, "final_incorrect_htlc_amount", &data)])
            .htlc(2, &part_c)
            .then([held(&part_c)]),
        Scene::must("router-underpays-retry", "The part that a router underpaid comes again by another one, and completes the set.")
            .obeys(&[COMPLETE, SETTLE_ALL])
            .breaks(&[AMOUNT])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &less_b)
            .then([failed(&less_b, "final_incorrect_htlc_amount", &data)])
            .htlc(2, &part_c)
            .then([held(&part_c)])
            .htlc(9, &retry)
            .then([settled(&part_a), settled(&part_c), settled(&retry)]),
    ]
}

/// A thousand HTLCs: eight parts, 125 times. An odd number of turns leaves the XOR of the shares as it is.
fn thousand() -> Scene {
    let shares: [[u8; 32]; 8] =
        core::array::from_fn(|number| xor(SHARE, [u8::try_from(number).expect("below 8") + 1; 32]));
    let parts: Vec<Part> = Payment::new("a")
        .total(1_000_000)
        .of_shares([1000; 8], shares)
        .into_iter()
        .map(|part| part.named(&format!("{}-{{n}}", part.id)))
        .collect();
    let answers: Vec<_> = parts.iter().map(settled).collect();
    Scene::should("thousand-parts", "A thousand HTLCs of 1000 msat: eight different parts, each 125 times, so that the XOR of all shares is that of the eight.")
        .obeys(&[COMPLETE, SETTLE_ALL])
        .invoices([Invoice::amp(SECRET, Some(1_000_000))])
        .repeated(125, &parts)
        .then_repeated(125, &answers)
}

/// The sets of which a part completes the total although others lack.
pub(super) fn subset() -> Scene {
    let [part_a, part_b, part_c] = Payment::new("a").parts([600, 500, 400]);
    Scene::should("subset-reaches-total", "Two of three parts reach the total, so that the set is taken for complete, and does not reconstruct. The third part begins a new set.")
        .breaks(&["amp.payee.reconstruct"])
        .obeys(&[COMPLETE])
        .htlc(0, &part_a)
        .then([held(&part_a)])
        .htlc(1, &part_b)
        .then([unknown(&part_a), unknown(&part_b)])
        .htlc(2, &part_c)
        .then([held(&part_c)])
}
