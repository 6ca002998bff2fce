#![no_main]
//! Any bytes as a hop payload behind its length.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::frame(data));
