//! What has to be done before anything else, and the only unsafe code: a function of libc's.
#![allow(unsafe_code)]

use crate::Ldk;
use ampwire_fuzz_peer::invoice::{print_habits, tests};
use ampwire_fuzz_peer::{print_counts, witnesses};

/// Whoever starts a fuzzer calls this before anything else, from `LLVMFuzzerInitialize`.
///
/// The files of known divergences are read and every witness is asked, as the tests do it: whoever built
/// the target has not to compile LDK a second time for them. At the process's end those that were met
/// are printed.
pub fn start() {
    witnesses::every_one_diverges_and_its_entry_covers_it::<Ldk>();
    witnesses::other_answers_are_not_covered::<Ldk>();
    tests::every_witness_diverges_by_its_entry::<Ldk>();
    tests::other_answers_are_not_covered::<Ldk>();
    // SAFETY: the function is there as long as the process, and doesn't panic.
    unsafe {
        assert_eq!(libc::atexit(at_exit), 0);
    }
}

extern "C" fn at_exit() {
    print_counts::<Ldk>();
    print_habits::<Ldk>();
}
