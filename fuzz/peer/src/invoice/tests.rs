//! The tests that every peer has that is compared on invoices.

use super::{
    Habits, Invoice, InvoiceAnswer, InvoicePeer, Outcome, drawn, invoice, invoice_of_text, judge,
};
use std::fs;
use std::path::Path;

/// A model without habits is Ampwire: on drawn invoices both say the same.
///
/// # Panics
///
/// Where they don't.
pub fn the_model_is_ampwire_but_for_habits(model: super::Model, count: u64) {
    for text in drawn(count) {
        let modelled = model(&text, &Habits::none());
        match (InvoiceAnswer::ours(&text).0, modelled.read) {
            (InvoiceAnswer::Ok(ours), Ok(read)) => assert_eq!(ours, read, "{text}"),
            (InvoiceAnswer::Reject(Some(class)), Err(classes)) => {
                assert!(classes.contains(&class), "{text}: {class} is not among {classes:?}");
            }
            (ours, read) => panic!("{text}: {ours}, the model {read:?}"),
        }
        assert_eq!(modelled.used, [""; 0], "{text}");
    }
}

/// An entry that no longer diverges has to go.
///
/// # Panics
///
/// Where a witness shows no difference, or not by its entry.
pub fn every_witness_diverges_by_its_entry<P: InvoicePeer>() {
    for habit in P::habits().iter() {
        for text in habit.witnesses() {
            let (ours, theirs) = (InvoiceAnswer::ours(text).0, P::ask(text));
            let outcome = judge(text, &ours, &theirs, P::habits(), P::MODEL);
            let Outcome::Known(used) = outcome else {
                panic!("{}: {text}: {ours}, they {theirs}", habit.id());
            };
            assert!(used.contains(&habit.id()), "{}: {text}: {used:?}", habit.id());
            let others = P::habits().without(habit.id());
            let without = judge(text, &ours, &theirs, &others, P::MODEL);
            assert!(matches!(without, Outcome::Unlisted), "{} isn't needed: {text}", habit.id());
        }
    }
}

/// Nothing else is waved through: for every witness, answers that the peer did not give, each beside the
/// one it gave.
///
/// # Panics
///
/// Where one is covered.
pub fn other_answers_are_not_covered<P: InvoicePeer>() {
    for habit in P::habits().iter() {
        for text in habit.witnesses() {
            let (ours, theirs) = (InvoiceAnswer::ours(text).0, P::ask(text));
            let payee_is_open = (P::MODEL)(text, P::habits()).payee_is_open;
            for other in beside(&theirs, payee_is_open) {
                let outcome = judge(text, &ours, &other, P::habits(), P::MODEL);
                let covered = matches!(outcome, Outcome::Known(_));
                assert!(!covered, "{}: {text}: {other} is covered", habit.id());
            }
        }
    }
}

/// Changes what was read.
type Bend = fn(&mut Invoice);

const PAYEE: Bend = |it| it.payee[1] ^= 1;

const BENDS: [Bend; 12] = [
    |it| it.network.push('x'),
    |it| it.amount_msat = Some(it.amount_msat.map_or(7, |msat| msat ^ 1)),
    |it| it.timestamp ^= 1,
    |it| it.payment_hash[0] ^= 1,
    |it| it.payment_secret = it.payment_secret.is_none().then(|| vec![1; 32]),
    |it| it.description = it.description.is_none().then(Vec::new),
    |it| it.description_hash = it.description_hash.is_none().then(|| vec![1; 32]),
    |it| it.expiry ^= 1,
    |it| it.min_final_cltv_expiry_delta ^= 1,
    |it| it.fallbacks.push((18, vec![7; 20])),
    |it| it.route_hints.push(vec![2; 51]),
    |it| it.features.push(6000),
];

fn beside(theirs: &InvoiceAnswer, payee_is_open: bool) -> Vec<InvoiceAnswer> {
    let mut answers = vec![InvoiceAnswer::Panic("no".to_owned())];
    match theirs {
        InvoiceAnswer::Ok(invoice) => {
            let payee = (!payee_is_open).then_some(&PAYEE);
            answers.extend(BENDS.iter().chain(payee).map(|bend| {
                let mut bent = invoice.clone();
                bend(&mut bent);
                InvoiceAnswer::Ok(bent)
            }));
            answers.push(InvoiceAnswer::Reject(Some("order".to_owned())));
        }
        _ => answers.push(InvoiceAnswer::Ok(Box::default())),
    }
    answers
}

/// Invoices that a generator draws, the same in every run: none differs but by what is known.
///
/// # Panics
///
/// Where one does.
pub fn drawn_invoices<P: InvoicePeer>(count: u64) {
    drawn(count).for_each(|text| invoice_of_text::<P>(&text));
}

/// What once was a crash.
///
/// # Panics
///
/// Where it is one, and where the folder or a file in it can't be read.
pub fn regressions<P: InvoicePeer>(folder: &Path) {
    for file in fs::read_dir(folder).expect("a folder of regressions") {
        invoice::<P>(&fs::read(file.expect("a file").path()).expect("a file to read"));
    }
}
