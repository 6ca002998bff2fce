//! Invoices, with LND asked: what it is known to do otherwise is still so, and nothing else is.

use ampwire_fuzz_lnd::Lnd;
use ampwire_fuzz_peer::invoice::tests;
use std::path::Path;

#[test]
fn every_witness_diverges_by_its_entry() {
    tests::every_witness_diverges_by_its_entry::<Lnd>();
}

#[test]
fn other_answers_are_not_covered() {
    tests::other_answers_are_not_covered::<Lnd>();
}

#[test]
fn drawn_invoices() {
    tests::drawn_invoices::<Lnd>(2_000);
}

#[test]
fn regressions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions/diff_lnd_invoice");
    tests::regressions::<Lnd>(&folder);
}
