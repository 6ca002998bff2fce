//! Which invoice an HTLC is for, whether that takes it, and until when.

use super::part::{Payment, ordinary, three};
use super::scene::{Invoice, OTHER_SECRET, OTHER_SET, Scene, held, settled, unknown};
use crate::cases::derive::sha256;
use crate::cases::samples::{PREIMAGE, SECRET};

const INVOICE: &str = "amp.payee.invoice";
const DATA: &str = "amp.payee.payment-data";
const EXPIRY: &str = "amp.payee.invoice-expiry";
const FAILURE: &str = "amp.payee.failure";
const SPONTANEOUS: &str = "amp.payee.spontaneous";
const SETTLE_ALL: &str = "amp.payee.settle-all";

pub(super) fn scenes() -> Vec<Scene> {
    [found(), kinds(), both_kinds(), expired()].concat()
}

fn found() -> Vec<Scene> {
    let [one] = Payment::new("a").parts([1000]);
    let stranger = Payment::new("a").to(OTHER_SECRET).parts([1000]);
    let nobody = Payment::new("a").to([0; 32]).parts([1000]);
    let bare = one.changed(|part| part.records.payment_data = None);
    let plain = one.changed(|part| {
        part.records.payment_data = None;
        part.records.amp = None;
    });
    vec![
        Scene::must("secret-unknown", "No invoice has this payment_secret, and spontaneous payments are off.")
            .breaks(&[INVOICE, SPONTANEOUS])
            .obeys(&[FAILURE])
            .htlc(0, &stranger[0])
            .then([unknown(&stranger[0])]),
        Scene::should("secret-one-bit-off", "The payment_secret differs from the invoice's in its last bit.")
            .breaks(&[INVOICE, SPONTANEOUS])
            .htlc(0, &one.changed(|part| {
                let data = part.records.payment_data.as_mut().expect("a part with payment_data");
                data.0[31] ^= 1;
            }))
            .then([unknown(&one)]),
        Scene::should("secret-zero", "An all-zero payment_secret names no invoice.")
            .breaks(&[INVOICE])
            .htlc(0, &nobody[0])
            .then([unknown(&nobody[0])]),
        Scene::should("secret-zero-spontaneous", "An all-zero payment_secret fails also where spontaneous payments are taken.")
            .breaks(&[INVOICE])
            .spontaneous()
            .htlc(0, &nobody[0])
            .then([unknown(&nobody[0])]),
        Scene::should("no-payment-data", "An AMP record without payment_data: the payload reads, and the HTLC fails as for an unknown invoice.")
            .breaks(&[DATA])
            .obeys(&[FAILURE])
            .htlc(0, &bare)
            .then([unknown(&bare)]),
        Scene::should("no-payment-data-spontaneous", "An AMP record without payment_data is no spontaneous payment either.")
            .breaks(&[DATA])
            .spontaneous()
            .htlc(0, &bare)
            .then([unknown(&bare)]),
        Scene::must("nothing-but-an-amount", "An HTLC with neither an AMP record, nor payment_data, nor a keysend record.")
            .breaks(&[INVOICE])
            .spontaneous()
            .htlc(0, &plain)
            .then([unknown(&plain)]),
        Scene::should("no-invoices", "A payee without any invoice fails what comes, and says what it says of every unknown invoice.")
            .breaks(&[INVOICE, SPONTANEOUS])
            .obeys(&[FAILURE])
            .invoices([])
            .htlc(0, &one)
            .then([unknown(&one)]),
        Scene::should("payment-hash-is-no-name", "The parts of one payment have hashes of their own, of which no invoice knows: payment_secret alone finds it.")
            .obeys(&[INVOICE, DATA])
            .invoices([Invoice::amp(SECRET, Some(1000)), Invoice::amp(OTHER_SECRET, Some(500))])
            .htlc(0, &one)
            .then([settled(&one)]),
    ]
}

/// Kinds of payment that an invoice does not take.
fn kinds() -> Vec<Scene> {
    let [part_a, part_b] = Payment::new("a").parts([400, 600]);
    let [to_ordinary] = Payment::new("b").to(OTHER_SECRET).parts([1000]);
    let to_amp = ordinary("m1", SECRET, 1000, 1000);
    let part_to_amp = ordinary("m1", SECRET, 400, 1000);
    let right = ordinary("m1", OTHER_SECRET, 1000, 1000);
    let wrong = right.locked_to([0x77; 32]);
    let stranger = ordinary("m1", [0x99; 32], 1000, 1000);
    let books = [Invoice::amp(SECRET, Some(1000)), Invoice::ordinary(OTHER_SECRET, Some(1000))];
    let locked = part_b.locked_to(sha256(&[&PREIMAGE]));
    vec![
        Scene::should("amp-to-ordinary-invoice", "A part by AMP for an invoice that takes none.")
            .breaks(&[INVOICE])
            .invoices(books.clone())
            .htlc(0, &to_ordinary)
            .then([unknown(&to_ordinary)]),
        Scene::should("amp-to-ordinary-invoice-spontaneous", "A part by AMP for an invoice that takes none is no spontaneous payment.")
            .breaks(&[INVOICE])
            .invoices(books.clone())
            .spontaneous()
            .htlc(0, &to_ordinary)
            .then([unknown(&to_ordinary)]),
        Scene::should("ordinary-to-amp-invoice", "An HTLC without an AMP record for an AMP invoice, locked to its payment_hash: nobody has the preimage.")
            .breaks(&[INVOICE])
            .htlc(0, &to_amp.locked_to(sha256(&[&SECRET])))
            .then([unknown(&to_amp)]),
        Scene::should("ordinary-part-to-amp-invoice", "A part of a payment without an AMP record for an AMP invoice: it fails when it comes, and waits for no others.")
            .breaks(&[INVOICE])
            .htlc(0, &part_to_amp)
            .then([unknown(&part_to_amp)]),
        Scene::must("ordinary-wrong-hash", "An ordinary HTLC with an invoice's payment_secret and another payment_hash.")
            .breaks(&[INVOICE])
            .invoices(books.clone())
            .htlc(0, &wrong)
            .then([unknown(&wrong)]),
        Scene::must("ordinary-wrong-secret", "An ordinary HTLC with an invoice's payment_hash and another payment_secret.")
            .breaks(&[INVOICE])
            .invoices(books.clone())
            .htlc(0, &stranger)
            .then([unknown(&stranger)]),
        Scene::must("ordinary-wrong-secret-spontaneous", "What is not by AMP and has payment_data is never spontaneous.")
            .breaks(&[INVOICE])
            .invoices(books.clone())
            .spontaneous()
            .htlc(0, &stranger)
            .then([unknown(&stranger)]),
        Scene::should("hash-of-an-ordinary-invoice", "A part by AMP is locked to the payment_hash of an ordinary invoice: it waits with its set, which does not reconstruct, and the ordinary invoice is paid later.")
            .breaks(&["amp.payee.reconstruct"])
            .obeys(&[INVOICE])
            .invoices(books)
            .htlc(0, &locked)
            .then([held(&locked)])
            .htlc(1, &part_a)
            .then([unknown(&part_a), unknown(&locked)])
            .htlc(2, &right)
            .then([settled(&right)]),
    ]
}

/// An invoice that says of itself that AMP is optional.
fn both_kinds() -> Vec<Scene> {
    let [part_a, part_b, part_c] = three();
    let [part_d] = Payment::new("d").set(OTHER_SET).parts([1000]);
    let [part_m, part_n] = ["m1", "m2"].map(|id| ordinary(id, SECRET, 500, 1000));
    let third = ordinary("m3", SECRET, 1000, 1000);
    let books = [Invoice::amp(SECRET, Some(1000)).or_ordinary()];
    vec![
        Scene::may("invoice-of-both-kinds", "An invoice for AMP and for ordinary payments gets parts of both in turn: they are two sets, and both are settled.")
            .obeys(&[INVOICE, SETTLE_ALL, "amp.payee.set-key"])
            .invoices(books.clone())
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(0, &part_m)
            .then([held(&part_m)])
            .htlc(1, &part_b)
            .then([held(&part_b)])
            .htlc(1, &part_n)
            .then([settled(&part_m), settled(&part_n)])
            .htlc(2, &part_c)
            .then([settled(&part_a), settled(&part_b), settled(&part_c)]),
        Scene::may("invoice-of-both-kinds-again", "An invoice for both kinds was paid by an ordinary payment: by AMP it can be paid still, by another ordinary one it can't.")
            .obeys(&[INVOICE])
            .breaks(&["amp.payee.set-settled"])
            .invoices(books)
            .htlc(0, &part_m)
            .then([held(&part_m)])
            .htlc(1, &part_n)
            .then([settled(&part_m), settled(&part_n)])
            .htlc(2, &third)
            .then([unknown(&third)])
            .htlc(3, &part_d)
            .then([settled(&part_d)]),
    ]
}

fn expired() -> Vec<Scene> {
    let [part_a, part_b] = Payment::new("a").parts([400, 600]);
    let [one] = Payment::new("c").set(OTHER_SET).parts([1000]);
    let [part_m, part_n] = ["m1", "m2"].map(|id| ordinary(id, OTHER_SECRET, 500, 1000));
    let books = [Invoice::amp(SECRET, Some(1000)).expires(60)];
    vec![
        Scene::may("invoice-at-its-expiry", "At the second expires_at itself a set begins, and is settled.")
            .obeys(&[EXPIRY, SETTLE_ALL])
            .invoices(books.clone())
            .htlc(60, &part_a)
            .then([held(&part_a)])
            .htlc(60, &part_b)
            .then([settled(&part_a), settled(&part_b)]),
        Scene::should("invoice-expired", "A second after expires_at no set begins.")
            .breaks(&[EXPIRY])
            .invoices(books.clone())
            .htlc(61, &one)
            .then([unknown(&one)]),
        Scene::may("invoice-expires-while-held", "An invoice expires while a set is held: the set goes on, and is settled; another set does not begin.")
            .obeys(&[EXPIRY, SETTLE_ALL])
            .breaks(&[EXPIRY])
            .invoices(books.clone())
            .htlc(50, &part_a)
            .then([held(&part_a)])
            .tick(61)
            .htlc(62, &one)
            .then([unknown(&one)])
            .htlc(63, &part_b)
            .then([settled(&part_a), settled(&part_b)]),
        Scene::may("invoice-expired-set-again", "A set begins before the invoice expires and times out after it: under its name nothing begins again.")
            .breaks(&[EXPIRY, "amp.payee.timeout"])
            .invoices(books.clone())
            .htlc(50, &part_a)
            .then([held(&part_a)])
            .tick(170)
            .then([super::scene::timed_out(&part_a)])
            .htlc(171, &part_b)
            .then([unknown(&part_b)]),
        Scene::should("invoice-expired-after-payment", "An AMP invoice that was paid takes no further set once it has expired.")
            .breaks(&[EXPIRY])
            .invoices(books)
            .htlc(0, &part_a)
            .then([held(&part_a)])
            .htlc(1, &part_b)
            .then([settled(&part_a), settled(&part_b)])
            .htlc(61, &one)
            .then([unknown(&one)]),
        Scene::should("ordinary-invoice-expired", "An ordinary invoice that has expired takes no payment; beside it an AMP invoice goes on.")
            .breaks(&[EXPIRY])
            .obeys(&[INVOICE])
            .invoices([Invoice::amp(SECRET, Some(1000)), Invoice::ordinary(OTHER_SECRET, Some(1000)).expires(60)])
            .htlc(61, &part_m)
            .then([unknown(&part_m)])
            .htlc(61, &part_n)
            .then([unknown(&part_n)])
            .htlc(62, &one)
            .then([settled(&one)]),
    ]
}
