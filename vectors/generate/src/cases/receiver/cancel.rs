//! What the owner takes back.

use super::part::{HEIGHT, Payment, ordinary, three};
use super::scene::{Invoice, OTHER_SECRET, OTHER_SET, Scene, held, settled, unknown, unknown_at};
use crate::cases::samples::{SECRET, SET_ID};

const CANCEL: &str = "amp.payee.cancel";
const INVOICE: &str = "amp.payee.invoice";
const KEY: &str = "amp.payee.set-key";
const FAILURE: &str = "amp.payee.failure";
const SETTLE_ALL: &str = "amp.payee.settle-all";

pub(super) fn scenes() -> Vec<Scene> {
    [sets(), invoices()].concat()
}

fn sets() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let [part_d, part_e] = Payment::new("d").set(OTHER_SET).parts([400, 600]);
    let [part_f] = Payment::new("f").to(OTHER_SECRET).parts([400]);
    let both = [Invoice::amp(SECRET, Some(1000)), Invoice::amp(OTHER_SECRET, Some(1000))];
    vec![
        Scene::should(
            "cancel-set",
            "A set is cancelled, of parts that came at two heights: each fails with its own.",
        )
        .breaks(&[CANCEL])
        .obeys(&[FAILURE])
        .htlc(0, &part_a)
        .then([held(&part_a)])
        .block(1, HEIGHT + 1)
        .htlc(2, &part_b)
        .then([held(&part_b)])
        .block(3, HEIGHT + 2)
        .cancel_set(4, SET_ID)
        .then([unknown_at(&part_a, HEIGHT), unknown_at(&part_b, HEIGHT + 1)]),
        Scene::should(
            "cancel-set-beside-another",
            "One of two sets of an invoice is cancelled: the other goes on, and is settled.",
        )
        .breaks(&[CANCEL])
        .obeys(&[KEY, SETTLE_ALL])
        .htlc(0, &part_a)
        .then([held(&part_a)])
        .htlc(1, &part_d)
        .then([held(&part_d)])
        .cancel_set(2, SET_ID)
        .then([unknown(&part_a)])
        .htlc(3, &part_e)
        .then([settled(&part_d), settled(&part_e)]),
        Scene::may(
            "cancel-set-under-two-secrets",
            "Two invoices have a set of one set_id: cancelling it cancels both.",
        )
        .breaks(&[CANCEL])
        .invoices(both)
        .htlc(0, &part_a)
        .then([held(&part_a)])
        .htlc(1, &part_f)
        .then([held(&part_f)])
        .cancel_set(2, SET_ID)
        .then([unknown(&part_a), unknown(&part_f)]),
        Scene::should(
            "cancel-set-not-there",
            "A set_id of which nothing is held is cancelled: nothing happens.",
        )
        .trace()
        .obeys(&[CANCEL, SETTLE_ALL])
        .htlc(0, &part_a)
        .then([held(&part_a)])
        .cancel_set(1, OTHER_SET)
        .htlc(2, &part_b)
        .then([held(&part_b)])
        .htlc(3, &part_c)
        .then([settled(&part_a), settled(&part_b), settled(&part_c)]),
        Scene::should("cancel-settled-set", "A settled set is cancelled: it stays settled.")
            .trace()
            .obeys(&[CANCEL, SETTLE_ALL])
            .htlc(0, &part_d)
            .then([held(&part_d)])
            .htlc(1, &part_e)
            .then([settled(&part_d), settled(&part_e)])
            .cancel_set(2, OTHER_SET)
            .htlc(3, &part_d)
            .then([settled(&part_d)]),
    ]
}

fn invoices() -> Vec<Scene> {
    let [part_a, part_b, _] = three();
    let [part_d, part_e] = Payment::new("d").set(OTHER_SET).parts([400, 600]);
    let [part_f, part_g] = Payment::new("f").to(OTHER_SECRET).parts([400, 600]);
    let [part_m, part_n] = ["m1", "m2"].map(|id| ordinary(id, SECRET, 500, 1000));
    let both = [Invoice::amp(SECRET, Some(1000)), Invoice::amp(OTHER_SECRET, Some(1000))];
    vec![
        Scene::should("cancel-invoice", "An invoice is cancelled while two of its sets are held: both fail, and so does what comes later.")
            .breaks(&[CANCEL, INVOICE])
            .obeys(&[FAILURE])
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_d)
            .then([held(&part_d)])
            .cancel_invoice(2, SECRET)
            .then([unknown(&part_a), unknown(&part_d)])
            .htlc(3, &part_b)
            .then([unknown(&part_b)])
            .htlc(4, &part_e)
            .then([unknown(&part_e)]),
        Scene::should("cancel-invoice-before-any-part", "An invoice is cancelled, and a part comes for it.")
            .breaks(&[INVOICE])
            .cancel_invoice(0, SECRET)
            .htlc(1, &part_a)
            .then([unknown(&part_a)]),
        Scene::should("cancel-invoice-where-spontaneous-is-on", "What comes for a cancelled invoice is no spontaneous payment.")
            .breaks(&[INVOICE])
            .spontaneous()
            .cancel_invoice(0, SECRET)
            .htlc(1, &part_a)
            .then([unknown(&part_a)]),
        Scene::should("cancel-invoice-beside-another", "One of two invoices is cancelled: a set of the other goes on, under the same set_id, and is settled.")
            .breaks(&[CANCEL])
            .obeys(&[KEY, SETTLE_ALL])
            .invoices(both)
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_f)
            .then([held(&part_f)])
            .cancel_invoice(2, SECRET)
            .then([unknown(&part_a)])
            .htlc(3, &part_g)
            .then([settled(&part_f), settled(&part_g)]),
        Scene::should("cancel-invoice-not-there", "A payment_secret of no invoice is cancelled: nothing happens.")
            .trace()
            .obeys(&[CANCEL, SETTLE_ALL])
            .htlc(0, &part_d)
            .then([held(&part_d)])
            .cancel_invoice(1, OTHER_SECRET)
            .htlc(2, &part_e)
            .then([settled(&part_d), settled(&part_e)]),
        Scene::should("cancel-paid-invoice", "An invoice was paid, another set of it is held, and it is cancelled: that set fails, and the first one stays settled.")
            .trace()
            .breaks(&[CANCEL, INVOICE])
            .htlc(0, &part_d)
            .then([held(&part_d)])
            .htlc(1, &part_e)
            .then([settled(&part_d), settled(&part_e)])
            .htlc(2, &part_a)
            .then([held(&part_a)])
            .cancel_invoice(3, SECRET)
            .then([unknown(&part_a)])
            .htlc(4, &part_b)
            .then([unknown(&part_b)])
            .htlc(5, &part_e)
            .then([settled(&part_e)]),
        Scene::should("cancel-ordinary-invoice", "An ordinary invoice is cancelled while a part of its payment is held.")
            .breaks(&[CANCEL, INVOICE])
            .invoices([Invoice::ordinary(SECRET, Some(1000))])
            .htlc(0, &part_m)
            .then([held(&part_m)])
            .cancel_invoice(1, SECRET)
            .then([unknown(&part_m)])
            .htlc(2, &part_n)
            .then([unknown(&part_n)]),
        Scene::may("cancel-secret-of-a-spontaneous-payment", "The payment_secret of a spontaneous payment is cancelled: there is no such invoice, and the payment goes on.")
            .obeys(&[CANCEL, SETTLE_ALL])
            .invoices([])
            .spontaneous()
            .htlc(0, &part_d)
            .then([held(&part_d)])
            .cancel_invoice(1, SECRET)
            .htlc(2, &part_e)
            .then([settled(&part_d), settled(&part_e)]),
        Scene::may("cancel-spontaneous-set", "A spontaneous set is cancelled.")
            .breaks(&[CANCEL])
            .invoices([])
            .spontaneous()
            .htlc(0, &part_d)
            .then([held(&part_d)])
            .cancel_set(1, OTHER_SET)
            .then([unknown(&part_d)])
            .htlc(2, &part_e)
            .then([held(&part_e)]),
    ]
}
