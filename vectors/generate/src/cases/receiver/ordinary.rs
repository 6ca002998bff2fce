//! Ordinary payments and keysend beside AMP.

use super::part::{Payment, keysend, ordinary, three};
use super::scene::{Invoice, OTHER_SECRET, Scene, held, settled, unknown};
use crate::cases::derive::sha256;
use crate::cases::samples::{PREIMAGE, SECRET};

const COMPLETE: &str = "amp.payee.complete";
const SETTLE_ALL: &str = "amp.payee.settle-all";
const KEYSEND: &str = "amp.payee.keysend";
const SPONTANEOUS: &str = "amp.payee.spontaneous";
const SETTLED: &str = "amp.payee.set-settled";

pub(super) fn scenes() -> Vec<Scene> {
    [parts(), keysends()].concat()
}

fn books() -> [Invoice; 2] {
    [Invoice::amp(SECRET, Some(1000)), Invoice::ordinary(OTHER_SECRET, Some(1000))]
}

fn parts() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let whole = ordinary("m1", OTHER_SECRET, 1000, 1000);
    let [part_m, part_n] =
        [("m1", 300), ("m2", 700)].map(|(id, msat)| ordinary(id, OTHER_SECRET, msat, 1000));
    let more = part_m.carrying(1000);
    let brings = whole.changed(|part| part.records.keysend = Some([0x77; 32]));
    vec![
        Scene::must("ordinary", "An ordinary payment in one HTLC.")
            .obeys(&[COMPLETE, SETTLE_ALL])
            .invoices(books())
            .htlc(0, &whole)
            .then([settled(&whole)]),
        Scene::must("ordinary-two-parts", "An ordinary payment in two HTLCs of one payment_hash.")
            .obeys(&[COMPLETE, SETTLE_ALL])
            .invoices(books())
            .htlc(0, &part_m)
            .then([held(&part_m)])
            .htlc(1, &part_n)
            .then([settled(&part_m), settled(&part_n)]),
        Scene::must("ordinary-router-overpays", "The first of two HTLCs is overpaid up to the total: it waits for the second.")
            .obeys(&[COMPLETE, SETTLE_ALL])
            .invoices(books())
            .htlc(0, &more)
            .then([held(&more)])
            .htlc(1, &part_n)
            .then([settled(&more), settled(&part_n)]),
        Scene::must("ordinary-beside-amp", "An ordinary payment and one by AMP, to an invoice each, in turn.")
            .obeys(&[COMPLETE, SETTLE_ALL])
            .invoices(books())
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(0, &part_m)
            .then([held(&part_m)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .htlc(2, &part_n)
            .then([settled(&part_m), settled(&part_n)])
            .htlc(3, &part_c)
            .then([settled(&part_a), settled(&part_b), settled(&part_c)]),
        Scene::should("ordinary-paid-again", "An ordinary invoice was paid: one HTLC more fails.")
            .breaks(&[SETTLED])
            .invoices(books())
            .htlc(0, &whole)
            .then([settled(&whole)])
            .htlc(1, &whole.named("m2"))
            .then([unknown(&whole.named("m2"))]),
        Scene::may("ordinary-with-keysend-record", "payment_data and a keysend record without an AMP record: an ordinary payment, and the record's preimage is not looked at.")
            .obeys(&[SETTLE_ALL, "amp.payee.invoice"])
            .invoices(books())
            .htlc(0, &brings)
            .then([settled(&brings)]),
        Scene::may("ordinary-with-keysend-record-spontaneous", "The same where spontaneous payments are taken.")
            .obeys(&[SETTLE_ALL, "amp.payee.invoice"])
            .invoices(books())
            .spontaneous()
            .htlc(0, &brings)
            .then([settled(&brings)]),
    ]
}

fn keysends() -> Vec<Scene> {
    let one = keysend("k1", 700, [0x77; 32]);
    let wrong = one.locked_to([0x78; 32]);
    let [part_a, part_b] = Payment::new("a").parts([400, 600]);
    let brings =
        [&part_a, &part_b].map(|part| part.changed(|part| part.records.keysend = Some([0x77; 32])));
    let to_invoice = keysend("k1", 1000, PREIMAGE);
    vec![
        Scene::must("keysend", "A spontaneous HTLC with its preimage, settled at once.")
            .obeys(&[KEYSEND, SPONTANEOUS])
            .spontaneous()
            .htlc(0, &one)
            .then([settled(&one)]),
        Scene::must("keysend-wrong-preimage", "The preimage that a keysend HTLC brings is not that of its hash.")
            .breaks(&[KEYSEND])
            .spontaneous()
            .htlc(0, &wrong)
            .then([unknown(&wrong)]),
        Scene::should("keysend-off", "A keysend HTLC for a payee that takes no spontaneous payments.")
            .breaks(&[SPONTANEOUS])
            .htlc(0, &one)
            .then([unknown(&one)]),
        Scene::may("keysend-twice", "The same preimage in a second keysend HTLC: it is settled as well, at once.")
            .obeys(&[KEYSEND])
            .spontaneous()
            .htlc(0, &one)
            .then([settled(&one)])
            .htlc(1, &one.named("k2"))
            .then([settled(&one.named("k2"))]),
        Scene::may("keysend-beside-amp", "A keysend HTLC while a set by AMP is held: neither is touched by the other.")
            .obeys(&[KEYSEND, SETTLE_ALL])
            .spontaneous()
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &one)
            .then([settled(&one)])
            .htlc(2, &part_b)
            .then([settled(&part_a), settled(&part_b)]),
        Scene::should("amp-with-keysend-record", "Both parts have a keysend record beside the AMP record: it is AMP, and the record is not looked at.")
            .obeys(&[SETTLE_ALL, COMPLETE])
            .htlc(0, &brings[0])
            .then([held(&part_a)])
            .htlc(1, &brings[1])
            .then([settled(&part_a), settled(&part_b)]),
        Scene::should("amp-with-keysend-record-spontaneous", "A part by AMP with a keysend record, where keysend is taken: it waits.")
            .obeys(&[COMPLETE])
            .spontaneous()
            .htlc(0, &brings[0])
            .then([held(&part_a)]),
        Scene::may("keysend-with-an-invoices-hash", "A keysend HTLC without payment_data has the hash of an ordinary invoice: where spontaneous payments are off it fails, since payment_secret names the invoice.")
            .breaks(&[SPONTANEOUS])
            .invoices([Invoice::ordinary(SECRET, Some(1000))])
            .htlc(0, &to_invoice)
            .then([unknown(&to_invoice)]),
        Scene::should("keysend-preimage-of-another", "The hash of a keysend HTLC is that of the hash of its preimage.")
            .breaks(&[KEYSEND])
            .spontaneous()
            .htlc(0, &one.locked_to(sha256(&[&one.payment_hash])))
            .then([unknown(&one)]),
    ]
}
