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
fn begun(scene: Scene, [a, b]: [&Part; 2]) -> Scene {
    scene.htlc(0, a).then([held(a)]).htlc(0, b).then([held(b)])
}

fn one_deadline() -> Vec<Scene> {
    let [a, b, c] = three();
    let [m, n] = ["m1", "m2"].map(|id| ordinary(id, OTHER_SECRET, 400, 1000));
    let last = ordinary("m3", OTHER_SECRET, 600, 1000);
    vec![
        begun(Scene::must("timeout-a-second-before", "The last part comes a second before the deadline: the set is settled."), [&a, &b])
            .obeys(&[TIME, SETTLE_ALL])
            .htlc(TIMEOUT - 1, &c)
            .then([settled(&a), settled(&b), settled(&c)]),
        begun(Scene::should("timeout-at-the-deadline", "The last part comes at the deadline itself: it comes after it, and begins a new set."), [&a, &b])
            .breaks(&[TIME])
            .htlc(TIMEOUT, &c)
            .then([timed_out(&a), timed_out(&b), held(&c)]),
        begun(Scene::must("timeout-a-second-after", "The last part comes a second behind the deadline: the others have failed."), [&a, &b])
            .breaks(&[TIME])
            .htlc(TIMEOUT + 1, &c)
            .then([timed_out(&a), timed_out(&b), held(&c)]),
        begun(Scene::must("timeout-not-yet", "Nothing comes any more, and the deadline is a second away."), [&a, &b])
            .obeys(&[TIME])
            .tick(TIMEOUT - 1),
        begun(Scene::should("timeout-now", "Nothing comes any more until the deadline itself."), [&a, &b])
            .breaks(&[TIME])
            .tick(TIMEOUT - 1)
            .tick(TIMEOUT)
            .then([timed_out(&a), timed_out(&b)]),
        begun(Scene::must("timeout-long-ago", "Nothing comes for an hour."), [&a, &b])
            .breaks(&[TIME])
            .tick(3600)
            .then([timed_out(&a), timed_out(&b)]),
        begun(Scene::should("timeout-before-a-block", "A block comes behind the deadline, and leaves too little time as well: the deadline was first."), [&a, &b])
            .breaks(&[TIME])
            .block(TIMEOUT, super::part::EXPIRY)
            .then([timed_out(&a), timed_out(&b)]),
        begun(Scene::should("timeout-before-cancel", "The owner cancels the set at its deadline: the deadline was first."), [&a, &b])
            .breaks(&[TIME])
            .cancel_set(TIMEOUT, crate::cases::samples::SET_ID)
            .then([timed_out(&a), timed_out(&b)]),
        Scene::must("ordinary-timeout", "An ordinary payment of which a part lacks at the deadline.")
            .breaks(&[TIME])
            .invoices([Invoice::ordinary(OTHER_SECRET, Some(1000))])
            .htlc(0, &m)
            .then([held(&m)])
            .htlc(0, &n)
            .then([held(&n)])
            .tick(TIMEOUT)
            .then([timed_out(&m), timed_out(&n)]),
        Scene::should("ordinary-timeout-again", "An ordinary payment timed out, and is paid by other HTLCs.")
            .breaks(&[TIME])
            .obeys(&[AGAIN, SETTLE_ALL])
            .invoices([Invoice::ordinary(OTHER_SECRET, Some(1000))])
            .htlc(0, &m)
            .then([held(&m)])
            .tick(TIMEOUT)
            .then([timed_out(&m)])
            .htlc(200, &n)
            .then([held(&n)])
            .htlc(201, &last)
            .then([settled(&n), settled(&last)]),
        Scene::should("timeout-after-settled", "The set was settled, and its deadline passes: nothing happens.")
            .trace()
            .obeys(&[TIME, SETTLE_ALL])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(0, &b)
            .then([held(&b)])
            .htlc(1, &c)
            .then([settled(&a), settled(&b), settled(&c)])
            .tick(TIMEOUT)
            .tick(3600),
    ]
}

/// Other lengths than the usual one.
fn lengths() -> Vec<Scene> {
    let [a, b] = Payment::new("a").parts([400, 600]);
    let passes = |scene: Scene, seconds: u64| {
        scene
            .breaks(&[TIME])
            .htlc(0, &a)
            .then([held(&a)])
            .tick(seconds - 1)
            .tick(seconds)
            .then([timed_out(&a)])
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
        .htlc(0, &a)
        .then([held(&a)])
        .htlc(59, &b)
        .then([settled(&a), settled(&b)]),
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
    let [a, b] = Payment::new("a").parts([400, 600]);
    let [c, d] = Payment::new("c").set(OTHER_SET).parts([400, 600]);
    let [e, f] = Payment::new("e").to(OTHER_SECRET).set(OTHER_SET).parts([400, 600]);
    let [g] = Payment::new("g").set([0x88; 32]).parts([1000]);
    let books = || [Invoice::amp(SECRET, Some(1000)), Invoice::amp(OTHER_SECRET, Some(1000))];
    vec![
        Scene::must("timeout-two-in-one-jump", "Two sets begin 30 seconds apart, and the next thing that happens is behind both deadlines.")
            .breaks(&[TIME])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(30, &c)
            .then([held(&c)])
            .tick(500)
            .then([timed_out(&a), timed_out(&c)]),
        Scene::must("timeout-one-of-two", "Two sets begin 30 seconds apart: one times out, the other is completed a second before its own deadline.")
            .breaks(&[TIME])
            .obeys(&[KEY, SETTLE_ALL])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(30, &c)
            .then([held(&c)])
            .tick(TIMEOUT)
            .then([timed_out(&a)])
            .htlc(TIMEOUT + 29, &d)
            .then([settled(&c), settled(&d)]),
        Scene::must("timeout-two-invoices", "Sets of two invoices begin 30 seconds apart, and time out 30 seconds apart.")
            .breaks(&[TIME])
            .obeys(&[KEY])
            .invoices(books())
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(30, &e)
            .then([held(&e)])
            .tick(TIMEOUT)
            .then([timed_out(&a)])
            .tick(TIMEOUT + 29)
            .htlc(TIMEOUT + 30, &f)
            .then([timed_out(&e), held(&f)]),
        Scene::should("timeout-by-another-sets-part", "A part of another set comes at a set's deadline: the one fails and the other is settled in one event.")
            .breaks(&[TIME])
            .obeys(&[KEY, SETTLE_ALL])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(TIMEOUT, &g)
            .then([timed_out(&a), settled(&g)]),
        Scene::should("timeout-counts-from-each-sets-first", "A set times out, begins again, and has its whole time again.")
            .breaks(&[TIME])
            .obeys(&[AGAIN, SETTLE_ALL])
            .htlc(0, &a)
            .then([held(&a)])
            .tick(TIMEOUT)
            .then([timed_out(&a)])
            .htlc(200, &a.named("a3"))
            .then([held(&a.named("a3"))])
            .htlc(200 + TIMEOUT - 1, &b)
            .then([settled(&a.named("a3")), settled(&b)]),
    ]
}

/// Where the time of a set and the time of each HTLC are not the same.
fn kinds() -> Vec<Scene> {
    let [a, b, c] = three();
    let again = a.named("a4");
    vec![
        Scene::should("timeout-staggered", "Two parts come a minute apart: they fail with their set, or each by itself.")
            .breaks(&[TIME])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(60, &b)
            .then([held(&b)])
            .tick(TIMEOUT)
            .of_set([timed_out(&a), timed_out(&b)])
            .of_each_htlc([timed_out(&a)])
            .tick(TIMEOUT + 59)
            .tick(TIMEOUT + 60)
            .of_each_htlc([timed_out(&b)]),
        Scene::should("timeout-staggered-completed", "The first of two parts times out, its share comes again, and then the last part: with the second part, where that is held still, the set is complete.")
            .breaks(&[TIME])
            .obeys(&[AGAIN])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(100, &b)
            .then([held(&b)])
            .tick(TIMEOUT)
            .of_set([timed_out(&a), timed_out(&b)])
            .of_each_htlc([timed_out(&a)])
            .htlc(130, &again)
            .then([held(&again)])
            .htlc(131, &c)
            .of_set([held(&c)])
            .of_each_htlc([settled(&b), settled(&again), settled(&c)]),
        Scene::should("timeout-not-moved-by-a-part", "A second part comes a second before the deadline: that does not move it for the first.")
            .breaks(&[TIME])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(TIMEOUT - 1, &b)
            .then([held(&b)])
            .htlc(TIMEOUT, &c)
            .of_set([timed_out(&a), timed_out(&b), held(&c)])
            .of_each_htlc([timed_out(&a), held(&c)]),
        Scene::should("timeout-two-kinds-in-one-jump", "Two parts come a minute apart, and the next thing that happens is behind all deadlines: by either kind both have failed.")
            .breaks(&[TIME])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(60, &b)
            .then([held(&b)])
            .tick(500)
            .then([timed_out(&a), timed_out(&b)]),
    ]
}
