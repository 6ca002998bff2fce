use super::{Habits, InvoiceAnswer, Model, Outcome, judge, text_of};

/// An implementation to compare with on invoices.
pub trait InvoicePeer: Sized + 'static {
    /// What it is called.
    const NAME: &'static str;

    /// How it reads.
    const MODEL: Model;

    /// What it is known to do otherwise.
    fn habits() -> &'static Habits;

    /// What it says of a text.
    fn ask(text: &str) -> InvoiceAnswer;
}

/// Any bytes, as an invoice for both.
///
/// # Panics
///
/// Where they differ, and not by what is known.
pub fn invoice<P: InvoicePeer>(data: &[u8]) {
    if let Some(text) = text_of(data) {
        invoice_of_text::<P>(&text);
    }
}

/// A text, for both.
///
/// # Panics
///
/// Where they differ, and not by what is known.
pub fn invoice_of_text<P: InvoicePeer>(text: &str) {
    let (ours, error) = InvoiceAnswer::ours(text);
    let theirs = P::ask(text);
    match judge(text, &ours, &theirs, P::habits(), P::MODEL) {
        Outcome::Same => {}
        Outcome::Known(used) => P::habits().count(&used),
        Outcome::Unlisted => {
            let modelled = (P::MODEL)(text, P::habits());
            panic!(
                "Ampwire and {name} differ, and no known habit says so\n\
                 invoice {text}\n\
                 ours    {ours} ({error:?})\n\
                 theirs  {theirs}\n\
                 model   {:?} by {:?}",
                modelled.read,
                modelled.used,
                name = P::NAME,
            );
        }
    }
}

/// Prints the habits that were met, for the process's end.
pub fn print_habits<P: InvoicePeer>() {
    for habit in P::habits().iter().filter(|habit| habit.hits() > 0) {
        eprintln!("known {}: {}", habit.id(), habit.hits());
    }
}
