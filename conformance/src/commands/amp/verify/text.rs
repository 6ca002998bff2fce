//! The answer for people.

use super::invoice::State;
use super::judge::{Judged, SetReport};
use crate::render::output::Output;
use crate::render::style::{BOLD, DIM, GREEN, RED, paint};

/// Writes all of it.
pub(super) fn write(output: &mut Output, judged: &[Judged<'_>]) {
    for invoice in judged.iter().filter(|invoice| !invoice.sets.is_empty()) {
        let r_hash = invoice.invoice.r_hash.map(|hash| format!(" r_hash {}", hex::encode(hash)));
        let place = &invoice.invoice.place;
        output.line(&format!("{}{}", paint(BOLD, place), r_hash.unwrap_or_default()));
        invoice.sets.iter().for_each(|set| write_set(output, set));
        output.line("");
    }
    output.line(&summary(judged));
}

fn write_set(output: &mut Output, set: &SetReport<'_>) {
    let verdict = if set.faults.is_empty() {
        paint(GREEN, "consistent")
    } else {
        paint(RED, "not consistent")
    };
    output.line(&format!("  set {}", set.set_id));
    output.line(&format!("    {}: {verdict}", headline(set)));
    for fault in &set.faults {
        let htlc = fault.htlc.map(|htlc| format!("{}: ", htlc.name())).unwrap_or_default();
        output.line(&format!("    {} {htlc}{}", paint(RED, "-"), fault.kind.words()));
    }
    for note in &set.notes {
        output.line(&paint(DIM, format!("    {note}")));
    }
}

fn headline(set: &SetReport<'_>) -> String {
    let state = set.state();
    let count = set.of(state).len();
    let amount = match set.total_msat() {
        Some(total) => format!(", {} of {total} msat", set.sum_msat()),
        None => String::new(),
    };
    let others: Vec<String> = [State::Settled, State::Held, State::Cancelled]
        .into_iter()
        .filter(|other| *other != state)
        .map(|other| (set.of(other).len(), other))
        .filter(|(count, _)| *count > 0)
        .map(|(count, other)| format!("{count} {}", other.name()))
        .collect();
    let others =
        if others.is_empty() { String::new() } else { format!(" (and {})", others.join(", ")) };
    format!("{}, {}{others}{amount}", state.name(), counted(count, "HTLC", "HTLCs"))
}

fn summary(judged: &[Judged<'_>]) -> String {
    let sets = || judged.iter().flat_map(|invoice| &invoice.sets);
    let count = sets().count();
    let without = judged.iter().filter(|invoice| invoice.sets.is_empty()).count();
    let bare = match without {
        0 => String::new(),
        without => format!(", {without} without a payment by AMP"),
    };
    let invoices = counted(judged.len(), "invoice", "invoices");
    let words = format!("{invoices}{bare}; {}", counted(count, "set", "sets"));
    let wrong = sets().filter(|set| !set.faults.is_empty()).count();
    match (count, wrong) {
        (0, _) => format!("{words}: nothing to check."),
        (_, 0) => format!("{words}: {}.", paint(GREEN, "all consistent")),
        _ => format!("{words}: {}.", paint(RED, format!("{wrong} not consistent"))),
    }
}

fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
