//! Payments by AMP that no invoice asked for.

use super::part::{Payment, three};
use super::scene::{
    Invoice, OTHER_SECRET, OTHER_SET, Scene, TIMEOUT, held, settled, timed_out, unknown,
};
use crate::cases::samples::SECRET;

const SPONTANEOUS: &str = "amp.payee.spontaneous";
const SETTLE_ALL: &str = "amp.payee.settle-all";
const KEY: &str = "amp.payee.set-key";

pub(super) fn scenes() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let [part_d, part_e] = Payment::new("d").to(OTHER_SECRET).parts([400, 600]);
    let [less] = Payment::new("l").set(OTHER_SET).total(10).parts([10]);
    let [more] = Payment::new("m").set([0x88; 32]).total(1_000_000).parts([1_000_000]);
    let spontaneous = |scene: Scene| scene.invoices([]).spontaneous();
    vec![
        spontaneous(Scene::should("spontaneous", "No invoice has this payment_secret, and the payee takes spontaneous payments."))
            .obeys(&[SPONTANEOUS, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .htlc(2, &part_c)
            .then([settled(&part_a), settled(&part_b), settled(&part_c)]),
        Scene::should("spontaneous-off", "The same payment to a payee that takes none: each part fails by itself.")
            .breaks(&[SPONTANEOUS])
            .obeys(&["amp.payee.failure"])
            .invoices([])
            .htlc(0, &part_a)
            .then([unknown(&part_a)])
            .htlc(1, &part_b)
            .then([unknown(&part_b)])
            .htlc(2, &part_c)
            .then([unknown(&part_c)]),
        spontaneous(Scene::may("spontaneous-other-totals", "Three spontaneous payments under one payment_secret, of a lower and of a higher total than the first: each stands for itself."))
            .obeys(&[SPONTANEOUS, KEY, SETTLE_ALL])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &less)
            .then([settled(&less)])
            .htlc(2, &more)
            .then([settled(&more)])
            .htlc(3, &part_b)
            .then([held(&part_b)])
            .htlc(4, &part_c)
            .then([settled(&part_a), settled(&part_b), settled(&part_c)]),
        spontaneous(Scene::may("spontaneous-much-later", "Under a payment_secret that a spontaneous payment had, another comes after a day: nothing has expired."))
            .obeys(&[SPONTANEOUS])
            .htlc(0, &more)
            .then([settled(&more)])
            .htlc(86_400, &less)
            .then([settled(&less)]),
        spontaneous(Scene::should("spontaneous-total-zero", "A spontaneous payment of a total of zero fails."))
            .breaks(&["amp.payee.total-least"])
            .htlc(0, &part_a.total(0))
            .then([unknown(&part_a)]),
        spontaneous(Scene::should("spontaneous-timeout", "A spontaneous set that is not complete in time fails like any other."))
            .breaks(&["amp.payee.timeout"])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(0, &part_b)
            .then([held(&part_b)])
            .tick(TIMEOUT)
            .then([timed_out(&part_a), timed_out(&part_b)]),
        Scene::must("invoice-counts-where-spontaneous-is-on", "A payment to an invoice, of less than that asks for: it is none that nobody asked for.")
            .breaks(&["amp.payee.total-least"])
            .spontaneous()
            .htlc(0, &part_a.total(900))
            .then([unknown(&part_a)]),
        Scene::should("spontaneous-beside-invoice", "A spontaneous payment while a set for an invoice is held, both under one set_id.")
            .obeys(&[SPONTANEOUS, KEY, SETTLE_ALL])
            .invoices([Invoice::amp(SECRET, Some(1000))])
            .spontaneous()
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .htlc(2, &part_c)
            .then([settled(&part_a), settled(&part_b), settled(&part_c)])
            .htlc(3, &part_d)
            .then([held(&part_d)])
            .htlc(4, &part_e)
            .then([settled(&part_d), settled(&part_e)]),
    ]
}
