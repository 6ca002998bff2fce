//! Ampwire and another implementation on the same invoices.
//!
//! A payload differs in one thing, and an entry covers that. An invoice differs in several at once: an
//! amount that wraps round, beside a fallback address that is skipped. So each peer has a model: a reader
//! of invoices that does as Ampwire does, but for the peer's known habits, each of which is an entry of
//! `fuzz/divergences/`. Where the two differ, the peer's answer has to be the model's.

mod answer;
mod habits;
pub mod ldk;
pub mod lnd;
mod notes;
mod parts;
mod target;
pub mod tests;

pub use answer::{Invoice, InvoiceAnswer};
pub use habits::{Habit, Habits};
pub use target::{InvoicePeer, invoice, invoice_of_text, print_habits};

use ampwire::arbitrary::InvoiceWire;
use arbitrary::{Arbitrary, Unstructured};
use std::collections::BTreeSet;

/// What a model says.
pub struct Modelled {
    /// What was read, where nothing is wrong.
    pub read: Result<Box<Invoice>, BTreeSet<String>>,
    /// The habits that mattered.
    pub used: Vec<&'static str>,
    /// Whether the peer may refuse it for what the model doesn't read: an entry's name.
    pub may_refuse: Option<&'static str>,
    /// Whether the peer's payee is not compared.
    pub payee_is_open: bool,
}

/// Reads a text as a peer with these habits.
pub type Model = fn(&str, &Habits) -> Modelled;

/// An entry's name: of several faults the other names one that Ampwire comes to later.
pub const ANOTHER_FAULT: &str = "another-fault-first";

/// How two answers compare.
pub enum Outcome {
    /// They agree.
    Same,
    /// They differ by these habits.
    Known(Vec<&'static str>),
    /// They differ.
    Unlisted,
}

/// Compares the answers to a text.
pub fn judge(
    text: &str,
    ours: &InvoiceAnswer,
    theirs: &InvoiceAnswer,
    habits: &Habits,
    model: Model,
) -> Outcome {
    if ours.agrees(theirs) {
        return Outcome::Same;
    }
    let Modelled { read, mut used, may_refuse, payee_is_open } = model(text, habits);
    let covered = match (&read, theirs) {
        (Ok(read), InvoiceAnswer::Ok(theirs)) if payee_is_open => read.is_but_for_payee(theirs),
        (Ok(read), InvoiceAnswer::Ok(theirs)) => read == theirs,
        (Err(classes), InvoiceAnswer::Reject(class)) => {
            let both = matches!(ours, InvoiceAnswer::Reject(_));
            if both {
                used.push(ANOTHER_FAULT);
            }
            let among = class.as_ref().is_none_or(|class| classes.contains(class));
            (among || may_refuse.is_some()) && (!both || habits.has(ANOTHER_FAULT))
        }
        (Ok(_), InvoiceAnswer::Reject(_)) => may_refuse.is_some(),
        (Err(_), InvoiceAnswer::Ok(_)) | (_, InvoiceAnswer::Panic(_)) => false,
    };
    if let (InvoiceAnswer::Reject(_), Some(id)) = (theirs, may_refuse) {
        used.push(id);
    }
    if covered && !used.is_empty() { Outcome::Known(used) } else { Outcome::Unlisted }
}

/// The text that a fuzzer's input is: as it is where the first byte is even; else the rest is drawn from.
pub fn text_of(data: &[u8]) -> Option<String> {
    let (first, rest) = data.split_first()?;
    if first % 2 == 0 {
        return String::from_utf8(rest.to_vec()).ok();
    }
    if rest.len() < InvoiceWire::size_hint(0).0 {
        return None;
    }
    InvoiceWire::arbitrary_take_rest(Unstructured::new(rest)).ok().map(|wire| wire.0)
}

/// The invoice of this number, of those of a seed: the same wherever this runs.
pub fn numbered(seed: u64, number: u64) -> String {
    let entropy = crate::entropy(seed, number);
    let wire = InvoiceWire::arbitrary_take_rest(Unstructured::new(&entropy));
    // The generator repairs what does not fit, and so gives something for any bytes.
    wire.map_or(String::new(), |wire| wire.0)
}

/// So many invoices of one seed.
pub fn drawn(count: u64) -> impl Iterator<Item = String> {
    (0..count).map(|number| numbered(11, number))
}
