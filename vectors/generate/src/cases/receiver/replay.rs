//! HTLCs that are presented again, as after a reconnection.

use super::part::{DELTA, EXPIRY, HEIGHT, Part, Payment, keysend, three};
use super::scene::{
    Invoice, OTHER_SECRET, Scene, TIMEOUT, error, held, settled, timed_out, unknown, unknown_at,
};
use crate::cases::samples::{SECRET, SET_ID};

const REPLAY: &str = "amp.payee.replay";
const ID: &str = "amp.payee.htlc-id";
const SETTLE_ALL: &str = "amp.payee.settle-all";

pub(super) fn scenes() -> Vec<Scene> {
    [of_held(), of_settled(), of_failed(), of_newcomers(), of_spontaneous(), conflicts()].concat()
}

fn of_held() -> Vec<Scene> {
    let [a, b] = Payment::new("a").parts([500, 500]);
    let other_payload = a.with(65_537, &[1]);
    vec![
        Scene::should("replay-of-held", "A held HTLC is presented again: it is held again, and counts once.")
            .trace()
            .obeys(&[REPLAY])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &a)
            .then([held(&a)])
            .htlc(2, &a)
            .then([held(&a)]),
        Scene::should("replay-of-held-completed", "A held HTLC is presented again, and then the last part comes: the set is settled.")
            .trace()
            .obeys(&[REPLAY, SETTLE_ALL])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &a)
            .then([held(&a)])
            .htlc(2, &b)
            .then([settled(&a), settled(&b)]),
        Scene::should("replay-moves-no-deadline", "A held HTLC is presented again after 100 seconds: its time is over 120 seconds after it came first.")
            .trace()
            .obeys(&[REPLAY, "amp.payee.timeout"])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(100, &a)
            .then([held(&a)])
            .tick(TIMEOUT - 1)
            .tick(TIMEOUT)
            .then([timed_out(&a)]),
        Scene::may("replay-at-the-deadline", "A held HTLC is presented again at its deadline: its time is over, and then it is answered as recorded. There are two answers.")
            .trace()
            .obeys(&[REPLAY, "amp.payee.timeout"])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(TIMEOUT, &a)
            .then([timed_out(&a), timed_out(&a)]),
        Scene::should("replay-of-held-at-a-later-height", "A held HTLC is presented again when it would be too late for a newcomer by the invoice's delta: it is held again.")
            .trace()
            .obeys(&[REPLAY])
            .invoices([Invoice::amp(SECRET, Some(1000)).set("min_final_cltv_expiry_delta", 40)])
            .htlc(0, &a)
            .then([held(&a)])
            .block(1, HEIGHT + 10)
            .htlc(2, &a)
            .then([held(&a)])
            .htlc(3, &b.expiring(HEIGHT + 100))
            .then([settled(&a), settled(&b)]),
        Scene::should("replay-of-held-after-expiry", "A held HTLC is presented again after the invoice has expired: it is held again.")
            .trace()
            .obeys(&[REPLAY])
            .invoices([Invoice::amp(SECRET, Some(1000)).expires(10)])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(20, &a)
            .then([held(&a)])
            .htlc(21, &b)
            .then([settled(&a), settled(&b)]),
        Scene::may("replay-with-another-payload", "An HTLC is presented again with another payload, and the same hash, amount and expiry: that is a replay.")
            .trace()
            .obeys(&[REPLAY, ID])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &other_payload)
            .then([held(&a)]),
    ]
}

fn of_settled() -> Vec<Scene> {
    let [a, b] = Payment::new("a").parts([500, 500]);
    let paid = |scene: Scene| {
        scene.trace().htlc(0, &a).then([held(&a)]).htlc(1, &b).then([settled(&a), settled(&b)])
    };
    vec![
        paid(Scene::should("replay-of-settled", "Both HTLCs of a settled set are presented again: each has the same preimage again."))
            .obeys(&[REPLAY, SETTLE_ALL])
            .htlc(2, &a)
            .then([settled(&a)])
            .htlc(3, &b)
            .then([settled(&b)]),
        paid(Scene::should("replay-of-settled-late", "An HTLC of a settled set is presented again when its invoice has expired, its time is over and it expires itself: it has the same preimage again."))
            .obeys(&[REPLAY])
            .invoices([Invoice::amp(SECRET, Some(1000)).expires(10)])
            .block(500, EXPIRY)
            .htlc(501, &a)
            .then([settled(&a)]),
        paid(Scene::should("replay-of-settled-after-cancel", "An invoice was paid and is cancelled: an HTLC of its settled set is presented again, and has the same preimage again."))
            .obeys(&[REPLAY, "amp.payee.cancel"])
            .cancel_invoice(2, SECRET)
            .htlc(3, &b)
            .then([settled(&b)]),
    ]
}

fn of_failed() -> Vec<Scene> {
    let [a, b, c] = three();
    let wrong = c.locked_to([0x77; 32]);
    let near = a.expiring(HEIGHT + DELTA + 5);
    vec![
        Scene::should("replay-of-timed-out", "An HTLC whose time was over is presented again: it fails again, the same.")
            .trace()
            .obeys(&[REPLAY])
            .htlc(0, &a)
            .then([held(&a)])
            .tick(TIMEOUT)
            .then([timed_out(&a)])
            .htlc(200, &a)
            .then([timed_out(&a)]),
        Scene::may("replay-of-timed-out-beside-retry", "A set timed out and began again: the HTLC of the first attempt is presented again, fails again, and counts nowhere.")
            .trace()
            .obeys(&[REPLAY, "amp.payee.set-again"])
            .htlc(0, &a)
            .then([held(&a)])
            .tick(TIMEOUT)
            .then([timed_out(&a)])
            .htlc(200, &b)
            .then([held(&b)])
            .htlc(201, &a)
            .then([timed_out(&a)])
            .htlc(202, &c)
            .then([held(&c)]),
        Scene::should("replay-of-cancelled", "An HTLC of a cancelled set is presented again at another height: it fails again, with the height when it came first.")
            .trace()
            .obeys(&[REPLAY, "amp.payee.failure"])
            .htlc(0, &a)
            .then([held(&a)])
            .cancel_set(1, SET_ID)
            .then([unknown(&a)])
            .block(2, HEIGHT + 2)
            .htlc(3, &a)
            .then([unknown(&a)]),
        Scene::may("replay-of-failed-by-a-block", "A set failed by a block, and the height goes back: its HTLC fails again.")
            .trace()
            .obeys(&[REPLAY])
            .htlc(0, &near)
            .then([held(&near)])
            .block(1, HEIGHT + 6)
            .then([unknown(&near)])
            .block(2, HEIGHT + 5)
            .htlc(3, &near)
            .then([unknown(&near)]),
        Scene::may("replay-of-not-reconstructed", "All HTLCs of a set that did not reconstruct are presented again, the one that came last too: each fails again.")
            .trace()
            .obeys(&[REPLAY])
            .breaks(&["amp.payee.reconstruct"])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &b)
            .then([held(&b)])
            .htlc(2, &wrong)
            .then([unknown(&a), unknown(&b), unknown(&wrong)])
            .htlc(3, &wrong)
            .then([unknown(&wrong)])
            .htlc(4, &a)
            .then([unknown(&a)])
            .htlc(5, &b)
            .then([unknown(&b)]),
    ]
}

/// What failed as a newcomer was not recorded: it is judged again.
fn of_newcomers() -> Vec<Scene> {
    let [a, b] = Payment::new("a").parts([500, 500]);
    let soon = a.expiring(HEIGHT + DELTA + 2);
    let [more] = Payment::new("x").total(1001).parts([1001]);
    vec![
        Scene::may("newcomer-judged-again", "An HTLC fails since it expires too soon, and is presented again at a lower height: it is taken.")
            .trace()
            .obeys(&[REPLAY])
            .breaks(&["amp.payee.cltv"])
            .block(0, HEIGHT + 3)
            .htlc(1, &soon)
            .then([unknown_at(&soon, HEIGHT + 3)])
            .block(2, HEIGHT + 2)
            .htlc(3, &soon)
            .then([held(&soon)])
            .htlc(4, &b)
            .then([settled(&soon), settled(&b)]),
        Scene::may("newcomer-judged-again-other-height", "An HTLC for no invoice is presented again at another height: it fails again, with the height of now.")
            .trace()
            .obeys(&[REPLAY, "amp.payee.failure"])
            .breaks(&["amp.payee.invoice"])
            .invoices([Invoice::amp(OTHER_SECRET, Some(1000))])
            .htlc(0, &a)
            .then([unknown(&a)])
            .block(1, HEIGHT + 7)
            .htlc(2, &a)
            .then([unknown_at(&a, HEIGHT + 7)]),
        Scene::may("newcomer-judged-again-after-timeout", "An HTLC has another total than its set and fails; the set times out, the HTLC is presented again, and is a set of its own.")
            .trace()
            .obeys(&[REPLAY, "amp.payee.set-again"])
            .breaks(&["amp.payee.total-equal"])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &more)
            .then([unknown(&more)])
            .tick(TIMEOUT)
            .then([timed_out(&a)])
            .htlc(130, &more)
            .then([settled(&more)]),
        Scene::may("newcomer-with-another-hash", "An HTLC failed as a newcomer, and another one comes under its id: nothing was recorded, so that it is judged by itself.")
            .trace()
            .obeys(&[REPLAY, ID])
            .breaks(&["amp.payee.total-least"])
            .htlc(0, &a.total(999))
            .then([unknown(&a)])
            .htlc(1, &b.named("a1"))
            .then([held(&b.named("a1"))]),
    ]
}

fn of_spontaneous() -> Vec<Scene> {
    let [a, b] = Payment::new("a").parts([500, 500]);
    let near = a.expiring(HEIGHT + DELTA + 2);
    let one = keysend("k1", 700, [0x77; 32]);
    let spontaneous = |scene: Scene| scene.trace().invoices([]).spontaneous().obeys(&[REPLAY]);
    vec![
        spontaneous(Scene::should("replay-of-keysend", "A keysend HTLC is presented again: it has the same preimage again."))
            .htlc(0, &one)
            .then([settled(&one)])
            .htlc(1, &one)
            .then([settled(&one)]),
        spontaneous(Scene::should("replay-of-spontaneous", "A held HTLC of a spontaneous payment is presented again, and the payment is completed."))
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &a)
            .then([held(&a)])
            .htlc(2, &b)
            .then([settled(&a), settled(&b)]),
        spontaneous(Scene::should("replay-of-spontaneous-settled-late", "An HTLC of a spontaneous payment that was settled is presented again when a newcomer would expire too soon: it has the same preimage again."))
            .htlc(0, &near)
            .then([held(&near)])
            .htlc(1, &b)
            .then([settled(&near), settled(&b)])
            .block(2, HEIGHT + 10)
            .htlc(3, &near)
            .then([settled(&near)]),
    ]
}

/// Another HTLC under an id that is taken.
fn conflicts() -> Vec<Scene> {
    let [a, b] = Payment::new("a").parts([500, 500]);
    let others: [(&str, &str, Part); 3] = [
        ("hash", "payment_hash", a.locked_to([0x77; 32])),
        ("amount", "amount", a.carrying(501)),
        ("expiry", "expiry", a.changed(|part| part.cltv_expiry += 1)),
    ];
    let mut scenes: Vec<Scene> = others
        .iter()
        .map(|(slug, what, other)| {
            Scene::may(&format!("conflict-{slug}"), format!("An HTLC comes under the id of a held one with another {what}: a mistake of the caller, and the held one goes on."))
                .trace()
                .breaks(&[ID])
                .obeys(&[SETTLE_ALL])
                .htlc(0, &a)
                .then([held(&a)])
                .htlc(1, other)
                .then([error(&a)])
                .htlc(2, &b)
                .then([settled(&a), settled(&b)])
        })
        .collect();
    let other = a.locked_to(b.payment_hash);
    scenes.push(
        Scene::may("conflict-settled", "An HTLC comes under the id of a settled one with another payment_hash: no preimage is told.")
            .trace()
            .breaks(&[ID])
            .obeys(&[REPLAY])
            .htlc(0, &a)
            .then([held(&a)])
            .htlc(1, &b)
            .then([settled(&a), settled(&b)])
            .htlc(2, &other)
            .then([error(&a)])
            .htlc(3, &a)
            .then([settled(&a)]),
    );
    scenes.push(
        Scene::may(
            "conflict-failed",
            "An HTLC comes under the id of a failed one with another amount: it is not taken.",
        )
        .trace()
        .breaks(&[ID])
        .obeys(&[REPLAY])
        .htlc(0, &a)
        .then([held(&a)])
        .tick(TIMEOUT)
        .then([timed_out(&a)])
        .htlc(130, &a.carrying(501))
        .then([error(&a)])
        .htlc(131, &a)
        .then([timed_out(&a)]),
    );
    scenes
}
