//! How sets are named, told apart, and begun again.

use super::part::{Payment, three};
use super::scene::{
    Invoice, OTHER_SECRET, OTHER_SET, Scene, TIMEOUT, held, settled, timed_out, unknown,
};
use crate::cases::samples::{SECRET, SET_ID};

const KEY: &str = "amp.payee.set-key";
const ZERO: &str = "amp.payee.set-id-zero";
const SETTLED: &str = "amp.payee.set-settled";
const AGAIN: &str = "amp.payee.set-again";
const SETTLE_ALL: &str = "amp.payee.settle-all";

pub(super) fn scenes() -> Vec<Scene> {
    [two(), zero(), after_settled(), again(), alike()].concat()
}

/// Two sets at a time.
fn two() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let [part_d, part_e, part_f] = Payment::new("d").set(OTHER_SET).parts([100, 500, 400]);
    let [part_g, part_h, part_i] =
        Payment::new("g").to(OTHER_SECRET).set(OTHER_SET).parts([100, 500, 400]);
    let [part_j, part_k, part_l] = Payment::new("j").to(OTHER_SECRET).parts([100, 500, 400]);
    let both = [Invoice::amp(SECRET, Some(1000)), Invoice::amp(OTHER_SECRET, Some(1000))];
    let interleaved = |scene: Scene, [part_x, part_y, part_z]: [&super::part::Part; 3]| {
        scene
            .obeys(&[KEY, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(0, part_x)
            .then([held(part_x)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .htlc(1, part_y)
            .then([held(part_y)])
            .htlc(2, &part_c)
            .then([settled(&part_a), settled(&part_b), settled(&part_c)])
            .htlc(2, part_z)
            .then([settled(part_x), settled(part_y), settled(part_z)])
    };
    vec![
        interleaved(
            Scene::should(
                "two-sets-interleaved",
                "The parts of two sets of one invoice in turn: each set is complete by its own parts.",
            ),
            [&part_d, &part_e, &part_f],
        ),
        interleaved(
            Scene::should(
                "two-invoices-interleaved",
                "The parts of two sets of two invoices in turn.",
            )
            .invoices(both.clone()),
            [&part_g, &part_h, &part_i],
        ),
        interleaved(
            Scene::may(
                "set-id-under-two-secrets",
                "Two payments to two invoices have one set_id: they are two sets.",
            )
            .invoices(both),
            [&part_j, &part_k, &part_l],
        ),
        Scene::should(
            "two-sets-half-each",
            "Two sets of one invoice have half of their total each: together they are no set.",
        )
        .obeys(&[KEY])
        .htlc(0, &part_a)
        .then([held(&part_a)])
        .htlc(1, &part_b)
        .then([held(&part_b)])
        .htlc(2, &part_d)
        .then([held(&part_d)])
        .htlc(3, &part_e)
        .then([held(&part_e)]),
    ]
}

fn zero() -> Vec<Scene> {
    let [part_a, part_b] = Payment::new("a").set([0; 32]).parts([400, 600]);
    let mut last = [0; 32];
    last[31] = 1;
    let [part_c] = Payment::new("c").set(last).parts([1000]);
    vec![
        Scene::should("zero-set-id", "Both parts of a set have an all-zero set_id: each fails.")
            .breaks(&[ZERO])
            .htlc(0, &part_a)
            .then([unknown(&part_a)])
            .htlc(1, &part_b)
            .then([unknown(&part_b)]),
        Scene::should(
            "set-id-one-bit",
            "One bit of the set_id is set, its last: it is not all zero.",
        )
        .obeys(&[ZERO])
        .htlc(0, &part_c)
        .then([settled(&part_c)]),
    ]
}

/// What comes behind a set that was settled.
fn after_settled() -> Vec<Scene> {
    let [part_a, part_b] = Payment::new("a").parts([400, 600]);
    let [extra] = Payment::new("x").parts([1000]);
    let small = extra.changed(|part| part.records.amt_to_forward = 1);
    let [part_c, part_d] = Payment::new("c").set(OTHER_SET).parts([400, 600]);
    let [part_e] = Payment::new("e").set([0x88; 32]).parts([1000]);
    let paid = |scene: Scene| {
        scene
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([settled(&part_a), settled(&part_b)])
    };
    vec![
        paid(Scene::should("extra-htlc-for-settled-set", "A set was settled, and one HTLC more comes for it, of one msat: it fails, alone."))
            .breaks(&[SETTLED])
            .htlc(2, &small)
            .then([unknown(&small)]),
        paid(Scene::should("whole-set-for-settled-set", "A set was settled, and an HTLC comes that would be a whole set under the same set_id: it fails."))
            .breaks(&[SETTLED])
            .htlc(2, &extra)
            .then([unknown(&extra)]),
        paid(Scene::should("part-again-after-settled", "A part of a settled set comes again as another HTLC: it fails, since its preimage is known to every router of its first path."))
            .breaks(&[SETTLED])
            .htlc(2, &part_b.named("b"))
            .then([unknown(&part_b.named("b"))]),
        paid(Scene::should("extra-htlc-then-another-set", "After an extra HTLC for a settled set, another set of the invoice begins and is settled."))
            .breaks(&[SETTLED])
            .obeys(&[KEY])
            .htlc(2, &small)
            .then([unknown(&small)])
            .htlc(3, &part_c)
            .then([held(&part_c)])
            .htlc(4, &part_d)
            .then([settled(&part_c), settled(&part_d)]),
        Scene::should("extra-htlc-beside-held-set", "An extra HTLC for a settled set comes while another set is held: that one goes on.")
            .breaks(&[SETTLED])
            .obeys(&[KEY])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_c)
            .then([held(&part_c)])
            .htlc(2, &part_b)
            .then([settled(&part_a), settled(&part_b)])
            .htlc(3, &small)
            .then([unknown(&small)])
            .htlc(4, &part_d)
            .then([settled(&part_c), settled(&part_d)]),
        paid(Scene::should("paid-again", "An AMP invoice is paid a second and a third time, each under a set_id of its own."))
            .obeys(&[SETTLED, KEY, SETTLE_ALL])
            .htlc(2, &part_c)
            .then([held(&part_c)])
            .htlc(3, &part_d)
            .then([settled(&part_c), settled(&part_d)])
            .htlc(100_000, &part_e)
            .then([settled(&part_e)]),
    ]
}

/// Two `set_id`s that differ in their last byte alone.
fn alike() -> Vec<Scene> {
    let mut nearly = SET_ID;
    nearly[31] ^= 1;
    let [part_a, part_b] = Payment::new("a").parts([400, 600]);
    let [part_d, part_e] = Payment::new("d").set(nearly).parts([400, 600]);
    let [part_c, part_f] = [part_a.named("a3"), part_d.named("d3")];
    vec![
        Scene::may("set-ids-that-begin-alike", "Two sets whose set_ids differ in the last bit time out together, come again in turn, and are both settled.")
            .obeys(&[KEY, AGAIN, SETTLE_ALL])
            .breaks(&["amp.payee.timeout"])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(0, &part_d)
            .then([held(&part_d)])
            .tick(TIMEOUT)
            .then([timed_out(&part_a), timed_out(&part_d)])
            .htlc(200, &part_f)
            .then([held(&part_f)])
            .htlc(200, &part_c)
            .then([held(&part_c)])
            .htlc(201, &part_e)
            .then([settled(&part_f), settled(&part_e)])
            .htlc(201, &part_b)
            .then([settled(&part_c), settled(&part_b)]),
    ]
}

/// A `set_id` that comes again after its set ended without being settled.
fn again() -> Vec<Scene> {
    let [part_a, part_b] = Payment::new("a").parts([400, 600]);
    let [part_c, part_d] = Payment::new("c").parts([400, 600]);
    let [part_e, part_f] = Payment::new("e").total(1500).parts([700, 800]);
    let late = part_b.named("a2-again");
    vec![
        Scene::may("set-again-after-timeout", "A set timed out, and its set_id comes again with other shares: it is taken, and settled.")
            .obeys(&[AGAIN, SETTLE_ALL])
            .breaks(&["amp.payee.timeout"])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .tick(TIMEOUT)
            .then([timed_out(&part_a)])
            .htlc(200, &part_c)
            .then([held(&part_c)])
            .htlc(201, &part_d)
            .then([settled(&part_c), settled(&part_d)]),
        Scene::may("set-again-with-another-total", "A set timed out, and its set_id comes again with another total.")
            .obeys(&[AGAIN, SETTLE_ALL])
            .breaks(&["amp.payee.timeout"])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .tick(TIMEOUT)
            .then([timed_out(&part_a)])
            .htlc(200, &part_e)
            .then([held(&part_e)])
            .htlc(201, &part_f)
            .then([settled(&part_e), settled(&part_f)]),
        Scene::may("set-again-same-parts", "A set timed out, and the same shares come again in new HTLCs.")
            .obeys(&[AGAIN, SETTLE_ALL])
            .breaks(&["amp.payee.timeout"])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .tick(TIMEOUT)
            .then([timed_out(&part_a)])
            .htlc(200, &part_a.named("a1-again"))
            .then([held(&part_a.named("a1-again"))])
            .htlc(201, &late)
            .then([settled(&part_a.named("a1-again")), settled(&late)]),
        Scene::may("timed-out-part-does-not-count", "A part timed out, and the rest of its set comes: the set lacks it.")
            .obeys(&[AGAIN])
            .breaks(&["amp.payee.timeout"])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(TIMEOUT, &part_b)
            .then([timed_out(&part_a), held(&part_b)])
            .tick(TIMEOUT + 1),
        Scene::may("set-again-after-cancel", "A set was cancelled, and its set_id comes again.")
            .obeys(&[AGAIN, "amp.payee.cancel", SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .cancel_set(1, SET_ID)
            .then([unknown(&part_a)])
            .htlc(2, &part_c)
            .then([held(&part_c)])
            .htlc(3, &part_d)
            .then([settled(&part_c), settled(&part_d)]),
    ]
}
