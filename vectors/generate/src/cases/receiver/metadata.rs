//! `payment_metadata`, which an invoice asks for and every part brings.

use super::part::{Part, Payment};
use super::scene::{Invoice, Scene, held, settled, unknown};
use crate::cases::samples::SECRET;

const METADATA: &str = "amp.payee.metadata";

/// The metadata of the invoice.
const ASKED: [u8; 4] = [0xca, 0xfe, 0x00, 0x01];

pub(super) fn scenes() -> Vec<Scene> {
    let books = || [Invoice::amp(SECRET, Some(1000)).metadata(&ASKED)];
    let [a, b] = Payment::new("a").parts([400, 600]);
    let [right_a, right_b] = [a.metadata(&ASKED), b.metadata(&ASKED)];
    let fails = |slug, comment: &str, part: Part| {
        Scene::may(slug, comment)
            .breaks(&[METADATA])
            .invoices(books())
            .htlc(0, &right_a)
            .then([held(&right_a)])
            .htlc(1, &part)
            .then([unknown(&part)])
    };
    vec![
        Scene::should("metadata", "Both parts have the invoice's payment_metadata.")
            .obeys(&[METADATA])
            .invoices(books())
            .htlc(0, &right_a)
            .then([held(&right_a)])
            .htlc(1, &right_b)
            .then([settled(&right_a), settled(&right_b)]),
        Scene::should("metadata-nobody-asked-for", "The invoice has no payment_metadata, and both parts bring some, each another: it is not looked at.")
            .obeys(&[METADATA])
            .htlc(0, &right_a)
            .then([held(&right_a)])
            .htlc(1, &b.metadata(&[1]))
            .then([settled(&right_a), settled(&b)]),
        fails("metadata-missing", "The second part lacks the payment_metadata.", b.clone()),
        fails("metadata-other", "The second part's payment_metadata differs in a bit.", b.metadata(&[0xca, 0xfe, 0x00, 0x00])),
        fails("metadata-longer", "The second part's payment_metadata goes on behind the invoice's.", b.metadata(&[0xca, 0xfe, 0x00, 0x01, 0x00])),
        fails("metadata-shorter", "The second part's payment_metadata ends early.", b.metadata(&[0xca, 0xfe])),
        Scene::may("metadata-missing-then-right", "A part without the metadata fails, and comes again with it.")
            .breaks(&[METADATA])
            .obeys(&[METADATA])
            .invoices(books())
            .htlc(0, &right_a)
            .then([held(&right_a)])
            .htlc(1, &b)
            .then([unknown(&b)])
            .htlc(2, &right_b.named("a3"))
            .then([settled(&right_a), settled(&right_b.named("a3"))]),
        Scene::may("metadata-empty", "The invoice's payment_metadata is empty: a part has to bring the empty record.")
            .breaks(&[METADATA])
            .obeys(&[METADATA])
            .invoices([Invoice::amp(SECRET, Some(1000)).metadata(&[])])
            .htlc(0, &a)
            .then([unknown(&a)])
            .htlc(1, &a.metadata(&[]).named("a3"))
            .then([held(&a.named("a3"))])
            .htlc(2, &b.metadata(&[]))
            .then([settled(&a.named("a3")), settled(&b)]),
    ]
}
