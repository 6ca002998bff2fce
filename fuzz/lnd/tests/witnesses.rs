//! The known divergences, with LND asked: each is still there, and is only what it says.

use ampwire_fuzz_lnd::Lnd;
use ampwire_fuzz_peer::witnesses;
use std::path::Path;

#[test]
fn every_witness_diverges_and_its_entry_covers_it() {
    witnesses::every_one_diverges_and_its_entry_covers_it::<Lnd>();
}

#[test]
fn regressions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions/diff_lnd_payload");
    witnesses::regressions::<Lnd>(&folder);
}

#[test]
fn other_answers_are_not_covered() {
    witnesses::other_answers_are_not_covered::<Lnd>();
}

#[test]
fn files_that_do_not_fit_are_refused() {
    witnesses::files_that_do_not_fit_are_refused::<Lnd>();
}
