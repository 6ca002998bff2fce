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
    let [a, b, c] = three();
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
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &b)
            .then([held(&b)])
            .htlc(2, &c)
            .then([settled(&a), settled(&b), settled(&c)]),
        Scene::should("three-parts-trace", "Three parts again, with all that is said: a part that waits is neither settled nor failed.")
            .trace()
            .obeys(&[COMPLETE, SETTLE_ALL])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &b)
            .then([held(&b)])
            .tick(2)
            .htlc(3, &c)
            .then([settled(&a), settled(&b), settled(&c)]),
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
    let [a, b, c, d] = Payment::new("a").parts([400, 500, 99, 1]);
    let [e, f, g] = Payment::new("a").parts([400, 500, 300]);
    let [h, i, j] = Payment::new("a").parts([400, 0, 600]);
    let [k, l] = Payment::new("a").parts([0, 1000]);
    vec![
        Scene::must("one-msat-short", "999 of 1000 msat: all parts wait.")
            .breaks(&[COMPLETE])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &b)
            .then([held(&b)])
            .htlc(2, &c)
            .then([held(&c)])
            .tick(3),
        Scene::must("last-msat", "999 of 1000 msat, and then a part of 1 msat.")
            .obeys(&[COMPLETE, SETTLE_ALL])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &b)
            .then([held(&b)])
            .htlc(2, &c)
            .then([held(&c)])
            .htlc(3, &d)
            .then([settled(&a), settled(&b), settled(&c), settled(&d)]),
        Scene::must(
            "sum-above-total",
            "1200 msat arrive where 1000 are the total: all of it is settled.",
        )
        .obeys(&[COMPLETE, SETTLE_ALL])
        .htlc(0, &e)
        .then([held(&e)])
        .htlc(1, &f)
        .then([held(&f)])
        .htlc(2, &g)
        .then([settled(&e), settled(&f), settled(&g)]),
        Scene::may(
            "part-of-nothing",
            "A part that forwards 0 msat is taken, and its share is needed.",
        )
        .obeys(&[COMPLETE, SETTLE_ALL])
        .htlc(0, &h)
        .then([held(&h)])
        .htlc(1, &i)
        .then([held(&i)])
        .htlc(2, &j)
        .then([settled(&h), settled(&i), settled(&j)]),
        Scene::may(
            "part-of-nothing-first",
            "A part of 0 msat begins a set, and does not complete it.",
        )
        .obeys(&[COMPLETE, SETTLE_ALL])
        .htlc(0, &k)
        .then([held(&k)])
        .htlc(1, &l)
        .then([settled(&k), settled(&l)]),
    ]
}

/// Routers that pay another amount than they were told to.
fn routers() -> Vec<Scene> {
    let [a, b, c] = three();
    let (more_a, more_b, less_b) = (a.carrying(900), b.carrying(501), b.carrying(499));
    let retry = b.named("b2");
    let data = 499_u64.to_be_bytes();
    vec![
        Scene::must("router-overpays", "A router pays 900 msat for a part of 400: with the next part the HTLCs are worth more than the total, and the set still lacks one.")
            .obeys(&[COMPLETE, SETTLE_ALL, AMOUNT])
            .htlc(0, &more_a)
            .then([held(&more_a)])
            .htlc(1, &b)
            .then([held(&b)])
            .htlc(2, &c)
            .then([settled(&more_a), settled(&b), settled(&c)]),
        Scene::must("router-overpays-alone", "A router pays the whole total for a part of 400 msat: the part waits.")
            .breaks(&[COMPLETE])
            .obeys(&[AMOUNT])
            .htlc(0, &a.carrying(1000))
            .then([held(&a)]),
        Scene::must("router-overpays-a-little", "One msat more than asked for is taken.")
            .obeys(&[AMOUNT, SETTLE_ALL])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &more_b)
            .then([held(&more_b)])
            .htlc(2, &c)
            .then([settled(&a), settled(&more_b), settled(&c)]),
        Scene::must("router-underpays", "A router keeps one msat back: its HTLC fails, with the amount that it has, and the rest of the set waits.")
            .breaks(&[AMOUNT])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &less_b)
            .then([failed(&less_b, "final_incorrect_htlc_amount", &data)])
            .htlc(2, &c)
            .then([held(&c)]),
        Scene::must("router-underpays-retry", "The part that a router underpaid comes again by another one, and completes the set.")
            .obeys(&[COMPLETE, SETTLE_ALL])
            .breaks(&[AMOUNT])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &less_b)
            .then([failed(&less_b, "final_incorrect_htlc_amount", &data)])
            .htlc(2, &c)
            .then([held(&c)])
            .htlc(9, &retry)
            .then([settled(&a), settled(&c), settled(&retry)]),
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
    let [a, b, c] = Payment::new("a").parts([600, 500, 400]);
    Scene::should("subset-reaches-total", "Two of three parts reach the total, so that the set is taken for complete, and does not reconstruct. The third part begins a new set.")
        .breaks(&["amp.payee.reconstruct"])
        .obeys(&[COMPLETE])
        .htlc(0, &a)
        .then([held(&a)])
        .htlc(1, &b)
        .then([unknown(&a), unknown(&b)])
        .htlc(2, &c)
        .then([held(&c)])
}
