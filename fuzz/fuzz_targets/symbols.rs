#![no_main]
//! Any bytes as text in bech32's alphabet.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::symbols(data));
