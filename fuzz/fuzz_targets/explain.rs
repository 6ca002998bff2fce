#![no_main]
//! Any bytes, explained as every kind.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::explain(data));
