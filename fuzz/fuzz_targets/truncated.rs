#![no_main]
//! Any bytes as truncated integers.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::truncated(data));
