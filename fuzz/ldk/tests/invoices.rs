//! Invoices, with LDK asked: what it is known to do otherwise is still so, and nothing else is.

use ampwire_fuzz_ldk::Ldk;
use ampwire_fuzz_peer::invoice::tests;
use std::path::Path;

#[test]
fn every_witness_diverges_by_its_entry() {
    tests::every_witness_diverges_by_its_entry::<Ldk>();
}

#[test]
fn other_answers_are_not_covered() {
    tests::other_answers_are_not_covered::<Ldk>();
}

#[test]
fn drawn_invoices() {
    tests::drawn_invoices::<Ldk>(2_000);
}

#[test]
fn regressions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions/diff_ldk_invoice");
    tests::regressions::<Ldk>(&folder);
}
