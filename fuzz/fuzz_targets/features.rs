#![no_main]
//! Any bytes as a feature vector, in bytes and in symbols.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::features(data));
