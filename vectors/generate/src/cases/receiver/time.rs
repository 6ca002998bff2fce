//! Deadlines, to the second.

use super::part::{Part, Payment, ordinary, three};
use super::scene::{Invoice, OTHER_SECRET, OTHER_SET, Scene, TIMEOUT, held, settled, timed_out};
use crate::cases::samples::SECRET;

const TIME: &str = "amp.payee.timeout";
const LENGTH: &str = "amp.payee.timeout-length";
const SETTLE_ALL: &str = "amp.payee.settle-all";
const KEY: &str = "amp.payee.set-key";
const AGAIN: &str = "amp.payee.set-again";

pub(super) fn scenes() -> Vec<Scene> {
    [one_deadline(), lengths(), several(), kinds()].concat()
}

/// Two parts at the start.
fn begun(scene: Scene, [part_a, part_b]: [&Part; 2]) -> Scene {
    scene.htlc(0, part_a).then([held(part_a)]).htlc(0, part_b).then([held(part_b)])
}

fn one_deadline() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let [part_m, part_n] = ["m1", "m2"].map(|id| ordinary(id, OTHER_SECRET, 400, 1000));
    let last = ordinary("m3", OTHER_SECRET, 600, 1000);
    vec![
        begun(Scene::must("timeout-a-second-before", "The last part comes a second before the deadline: the set is settled."), [&part_a, &part_b])
            .obeys(&[TIME, SETTLE_ALL])
            .htlc(TIMEOUT - 1, &part_c)
            .then([settled(&part_a), settled(&part_b), settled(&part_c)]),
        begun(Scene::should("timeout-at-the-deadline", "The last part comes at the deadline itself: it comes after it, and begins a new set."), [&part_a, &part_b])
            .breaks(&[TIME])
            .htlc(TIMEOUT, &part_c)
            .then([timed_out(&part_a), timed_out(&part_b), held(&part_c)]),
        begun(Scene::must("timeout-a-second-after", "The last part comes a second behind the deadline: the others have failed."), [&part_a, &part_b])
            .breaks(&[TIME])
            .htlc(TIMEOUT + 1, &part_c)
            .then([timed_out(&part_a), timed_out(&part_b), held(&part_c)]),
        begun(Scene::must("timeout-not-yet", "Nothing comes any more, and the deadline is a second away."), [&part_a, &part_b])
            .obeys(&[TIME])
            .tick(TIMEOUT - 1),
        begun(Scene::should("timeout-now", "Nothing comes any more until the deadline itself."), [&part_a, &part_b])
            .breaks(&[TIME])
            .tick(TIMEOUT - 1)
            .tick(TIMEOUT)
            .then([timed_out(&part_a), timed_out(&part_b)]),
        begun(Scene::must("timeout-long-ago", "Nothing comes for an hour."), [&part_a, &part_b])
            .breaks(&[TIME])
            .tick(3600)
            .then([timed_out(&part_a), timed_out(&part_b)]),
        begun(Scene::should("timeout-before-a-block", "A block comes behind the deadline, and leaves too little time as well: the deadline was first."), [&part_a, &part_b])
            .breaks(&[TIME])
            .block(TIMEOUT, super::part::EXPIRY)
            .then([timed_out(&part_a), timed_out(&part_b)]),
        begun(Scene::should("timeout-before-cancel", "The owner cancels the set at its deadline: the deadline was first."), [&part_a, &part_b])
            .breaks(&[TIME])
            .cancel_set(TIMEOUT, crate::cases::samples::SET_ID)
            .then([timed_out(&part_a), timed_out(&part_b)]),
        Scene::must("ordinary-timeout", "An ordinary payment of which a part lacks at the deadline.")
            .breaks(&[TIME])
            .invoices([Invoice::ordinary(OTHER_SECRET, Some(1000))])
            .htlc(0, &part_m)
            .then([held(&part_m)])
            .htlc(0, &part_n)
            .then([held(&part_n)])
            .tick(TIMEOUT)
            .then([timed_out(&part_m), timed_out(&part_n)]),
        Scene::should("ordinary-timeout-again", "An ordinary payment timed out, and is paid by other HTLCs.")
            .breaks(&[TIME])
            .obeys(&[AGAIN, SETTLE_ALL])
            .invoices([Invoice::ordinary(OTHER_SECRET, Some(1000))])
            .htlc(0, &part_m)
            .then([held(&part_m)])
            .tick(TIMEOUT)
            .then([timed_out(&part_m)])
            .htlc(200, &part_n)
            .then([held(&part_n)])
            .htlc(201, &last)
            .then([settled(&part_n), settled(&last)]),
        Scene::should("timeout-after-settled", "The set was settled, and its deadline passes: nothing happens.")
            .trace()
            .obeys(&[TIME, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(0, &part_b)
            .then([held(&part_b)])
            .htlc(1, &part_c)
            .then([settled(&part_a), settled(&part_b), settled(&part_c)])
            .tick(TIMEOUT)
            .tick(3600),
    ]
}

/// Other lengths than the usual one.
fn lengths() -> Vec<Scene> {
    let [part_a, part_b] = Payment::new("a").parts([400, 600]);
    let passes = |scene: Scene, seconds: u64| {
        scene
            .breaks(&[TIME])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .tick(seconds - 1)
            .tick(seconds)
            .then([timed_out(&part_a)])
    };
    vec![
        passes(
            Scene::should(
                "timeout-of-60",
                "The shortest time that a set may have: it is over after 60 seconds.",
            )
            .config("mpp_timeout", "60".into()),
            60,
        ),
        passes(
            Scene::should("timeout-of-300", "A set that has five minutes.")
                .config("mpp_timeout", "300".into()),
            300,
        ),
        Scene::should(
            "timeout-of-60-in-time",
            "With the shortest time that a set may have, the last part comes after 59 seconds.",
        )
        .obeys(&[TIME, LENGTH, SETTLE_ALL])
        .config("mpp_timeout", "60".into())
        .htlc(0, &part_a)
        .then([held(&part_a)])
        .htlc(59, &part_b)
        .then([settled(&part_a), settled(&part_b)]),
        passes(
            Scene::should(
                "timeout-by-default",
                "Where nobody says otherwise, a set has 120 seconds.",
            )
            .obeys(&[LENGTH])
            .without("mpp_timeout"),
            120,
        ),
    ]
}

/// Several sets.
fn several() -> Vec<Scene> {
    let [part_a, part_b] = Payment::new("a").parts([400, 600]);
    let [part_c, part_d] = Payment::new("c").set(OTHER_SET).parts([400, 600]);
    let [part_e, part_f] = Payment::new("e").to(OTHER_SECRET).set(OTHER_SET).parts([400, 600]);
    let [part_g] = Payment::new("g").set([0x88; 32]).parts([1000]);
    let books = || [Invoice::amp(SECRET, Some(1000)), Invoice::amp(OTHER_SECRET, Some(1000))];
    vec![
        Scene::must("timeout-two-in-one-jump", "Two sets begin 30 seconds apart, and the next thing that happens is behind both deadlines.")
            .breaks(&[TIME])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(30, &part_c)
            .then([held(&part_c)])
            .tick(500)
            .then([timed_out(&part_a), timed_out(&part_c)]),
        Scene::must("timeout-one-of-two", "Two sets begin 30 seconds apart: one times out, the other is completed a second before its own deadline.")
            .breaks(&[TIME])
            .obeys(&[KEY, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(30, &part_c)
            .then([held(&part_c)])
            .tick(TIMEOUT)
            .then([timed_out(&part_a)])
            .htlc(TIMEOUT + 29, &part_d)
            .then([settled(&part_c), settled(&part_d)]),
        Scene::must("timeout-two-invoices", "Sets of two invoices begin 30 seconds apart, and time out 30 seconds apart.")
            .breaks(&[TIME])
            .obeys(&[KEY])
            .invoices(books())
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(30, &part_e)
            .then([held(&part_e)])
            .tick(TIMEOUT)
            .then([timed_out(&part_a)])
            .tick(TIMEOUT + 29)
            .htlc(TIMEOUT + 30, &part_f)
            .then([timed_out(&part_e), held(&part_f)]),
        Scene::should("timeout-by-another-sets-part", "A part of another set comes at a set's deadline: the one fails and the other is settled in one event.")
            .breaks(&[TIME])
            .obeys(&[KEY, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(TIMEOUT, &part_g)
            .then([timed_out(&part_a), settled(&part_g)]),
        Scene::should("timeout-counts-from-each-sets-first", "A set times out, begins again, and has its whole time again.")
            .breaks(&[TIME])
            .obeys(&[AGAIN, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .tick(TIMEOUT)
            .then([timed_out(&part_a)])
            .htlc(200, &part_a.named("a3"))
            .then([held(&part_a.named("a3"))])
            .htlc(200 + TIMEOUT - 1, &part_b)
            .then([settled(&part_a.named("a3")), settled(&part_b)]),
    ]
}

/// Where the time of a set and the time of each HTLC are not the same.
fn kinds() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let again = part_a.named("a4");
    vec![
        Scene::should("timeout-staggered", "Two parts come a minute apart: they fail with their set, or each by itself.")
            .breaks(&[TIME])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(60, &part_b)
            .then([held(&part_b)])
            .tick(TIMEOUT)
            .of_set([timed_out(&part_a), timed_out(&part_b)])
            .of_each_htlc([timed_out(&part_a)])
            .tick(TIMEOUT + 59)
            .tick(TIMEOUT + 60)
            .of_each_htlc([timed_out(&part_b)]),
        Scene::should("timeout-staggered-completed", "The first of two parts times out, its share comes again, and then the last part: with the second part, where that is held still, the set is complete.")
            .breaks(&[TIME])
            .obeys(&[AGAIN])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(100, &part_b)
            .then([held(&part_b)])
            .tick(TIMEOUT)
            .of_set([timed_out(&part_a), timed_out(&part_b)])
            .of_each_htlc([timed_out(&part_a)])
            .htlc(130, &again)
            .then([held(&again)])
            .htlc(131, &part_c)
            .of_set([held(&part_c)])
            .of_each_htlc([settled(&part_b), settled(&again), settled(&part_c)]),
        Scene::should("timeout-not-moved-by-a-part", "A second part comes a second before the deadline: that does not move it for the first.")
            .breaks(&[TIME])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(TIMEOUT - 1, &part_b)
            .then([held(&part_b)])
            .htlc(TIMEOUT, &part_c)
            .of_set([timed_out(&part_a), timed_out(&part_b), held(&part_c)])
            .of_each_htlc([timed_out(&part_a), held(&part_c)]),
        Scene::should("timeout-two-kinds-in-one-jump", "Two parts come a minute apart, and the next thing that happens is behind all deadlines: by either kind both have failed.")
            .breaks(&[TIME])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(60, &part_b)
            .then([held(&part_b)])
            .tick(500)
            .then([timed_out(&part_a), timed_out(&part_b)]),
    ]
}
