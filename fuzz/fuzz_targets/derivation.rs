#![no_main]
//! The parts of a payment, in all three derivations.

libfuzzer_sys::fuzz_target!(|parts: ampwire::arbitrary::Parts| ampwire::check::derivation(&parts));
