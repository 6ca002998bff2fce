//! What the parts say the whole is.

use super::part::{Part, Payment, ordinary, three};
use super::scene::{Invoice, OTHER_SECRET, Scene, TIMEOUT, held, settled, timed_out, unknown};
use crate::cases::samples::SECRET;

const LEAST: &str = "amp.payee.total-least";
const MOST: &str = "amp.payee.total-most";
const EQUAL: &str = "amp.payee.total-equal";
const SUM: &str = "amp.payee.sum";
const SETTLE_ALL: &str = "amp.payee.settle-all";

pub(super) fn scenes() -> Vec<Scene> {
    [of_the_invoice(), of_the_set(), sums()].concat()
}

fn single(total: u64) -> Part {
    let [part] = Payment::new("a").total(total).parts([total]);
    part
}

fn of_the_invoice() -> Vec<Scene> {
    let [low_a, low_b] = Payment::new("a").total(999).parts([400, 599]);
    let zero = three()[0].total(0);
    let short = ordinary("m1", OTHER_SECRET, 999, 999);
    let no_amount = || [Invoice::amp(SECRET, None)];
    let whole = |total| {
        let part = single(total);
        move |scene: Scene| scene.htlc(0, &part).then([settled(&part)])
    };
    let fails = |total| {
        let part = single(total);
        move |scene: Scene| scene.htlc(0, &part).then([unknown(&part)])
    };
    vec![
        Scene::must("total-below-amount", "Two parts of a payment of one msat less than the invoice asks for: each fails when it comes.")
            .breaks(&[LEAST])
            .htlc(0, &low_a)
            .then([unknown(&low_a)])
            .htlc(1, &low_b)
            .then([unknown(&low_b)]),
        Scene::must("total-below-amount-all-there", "A single part with all of a total that is too low.")
            .breaks(&[LEAST])
            .htlc(0, &single(1).total(1))
            .then([unknown(&single(1))]),
        Scene::must("ordinary-total-below-amount", "An ordinary payment of one msat less than the invoice asks for.")
            .breaks(&[LEAST])
            .invoices([Invoice::ordinary(OTHER_SECRET, Some(1000))])
            .htlc(0, &short)
            .then([unknown(&short)]),
        whole(1001)(Scene::must("total-above-amount", "One msat more than the invoice asks for is taken.").obeys(&[LEAST, MOST])),
        whole(2000)(Scene::should("total-twice-amount", "Exactly twice what the invoice asks for is taken.").obeys(&[MOST])),
        fails(2001)(Scene::should("total-above-twice", "More than twice what the invoice asks for fails.").breaks(&[MOST])),
        fails(u64::MAX)(Scene::should("total-largest", "A total of 2^64-1 for an invoice of 1000 msat fails.").breaks(&[MOST])),
        whole(2_100_000_000_000)(
            Scene::should("total-without-amount", "An invoice that names no amount takes any total: here 21 BTC.")
                .invoices(no_amount())
                .obeys(&[LEAST, MOST]),
        ),
        whole(1)(
            Scene::should("total-one-msat", "An invoice that names no amount takes a total of 1 msat.")
                .invoices(no_amount())
                .obeys(&[LEAST]),
        ),
        Scene::should("total-zero", "A total of zero fails, also for an invoice that names no amount.")
            .breaks(&[LEAST])
            .invoices(no_amount())
            .htlc(0, &zero)
            .then([unknown(&zero)]),
        Scene::may("amount-of-half-the-range", "Twice an invoice's amount is over 2^64-1: no total is above it.")
            .obeys(&[MOST])
            .invoices([Invoice::amp(SECRET, Some(1 << 63))])
            .htlc(0, &single(u64::MAX))
            .then([settled(&single(u64::MAX))]),
    ]
}

fn of_the_set() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let other = part_b.total(1001);
    let retry = part_b.named("a4");
    let first = part_a.total(1001);
    let [part_x, part_y] = [600, 401].map(|msat| Payment::new("x").total(1001).parts([msat]));
    let [part_x, part_y] = [&part_x[0], &part_y[0].named("x2")].map(Part::clone);
    let [part_m, part_n] =
        [("m1", 1000), ("m2", 1001)].map(|(id, total)| ordinary(id, OTHER_SECRET, 500, total));
    let last = ordinary("m3", OTHER_SECRET, 500, 1000);
    vec![
        Scene::may("total-differs", "The second part says another total than the first: it fails, alone.")
            .breaks(&[EQUAL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &other)
            .then([unknown(&other)])
            .tick(2),
        Scene::may("total-differs-then-right", "A part with another total fails, the part with the right one comes, and the set is settled.")
            .breaks(&[EQUAL])
            .obeys(&[EQUAL, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &other)
            .then([unknown(&other)])
            .htlc(2, &retry)
            .then([held(&retry)])
            .htlc(3, &part_c)
            .then([settled(&part_a), settled(&retry), settled(&part_c)]),
        Scene::may("total-differs-would-complete", "The last part says a total that is reached with it: another than that of the set, so that it fails.")
            .breaks(&[EQUAL])
            .htlc(0, &part_x)
            .then([held(&part_x)])
            .htlc(1, &part_y.total(1000).changed(|part| part.records.amt_to_forward = 400))
            .then([unknown(&part_y.changed(|part| part.records.amt_to_forward = 400))]),
        Scene::may("total-of-the-first-counts", "The first part of a set has the wrong total: the later, right ones fail.")
            .breaks(&[EQUAL])
            .htlc(0, &first)
            .then([held(&first)])
            .htlc(1, &part_b)
            .then([unknown(&part_b)])
            .htlc(2, &part_c)
            .then([unknown(&part_c)])
            .tick(TIMEOUT)
            .then([timed_out(&first)]),
        Scene::may("ordinary-total-differs", "The second of two ordinary parts says another total: it fails, alone, and the payment is completed.")
            .breaks(&[EQUAL])
            .obeys(&[SETTLE_ALL])
            .invoices([Invoice::ordinary(OTHER_SECRET, Some(1000))])
            .htlc(0, &part_m)
            .then([held(&part_m)])
            .htlc(1, &part_n)
            .then([unknown(&part_n)])
            .htlc(2, &last)
            .then([settled(&part_m), settled(&last)]),
    ]
}

/// Amounts that nobody has.
fn sums() -> Vec<Scene> {
    let books = || [Invoice::amp(SECRET, None)];
    let payment = Payment::new("a").total(u64::MAX);
    let [part_a, part_b] = payment.parts([u64::MAX - 1, 1]);
    let over = part_b.changed(|part| part.records.amt_to_forward = 2);
    let [part_c, part_d] = payment.parts([1 << 63, 1 << 63]);
    vec![
        Scene::may("sum-largest", "Two parts make exactly 2^64-1 msat.")
            .obeys(&[SUM, SETTLE_ALL])
            .invoices(books())
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([settled(&part_a), settled(&part_b)]),
        Scene::should(
            "sum-over-the-range",
            "The second part would make 2^64 msat: it fails, and the first one waits.",
        )
        .breaks(&[SUM])
        .invoices(books())
        .htlc(0, &part_a)
        .then([held(&part_a)])
        .htlc(1, &over)
        .then([unknown(&over)]),
        Scene::should("sum-wraps-to-zero", "Twice 2^63 msat: a sum of 64 bits would be zero.")
            .breaks(&[SUM])
            .invoices(books())
            .htlc(0, &part_c)
            .then([held(&part_c)])
            .htlc(1, &part_d)
            .then([unknown(&part_d)]),
    ]
}
