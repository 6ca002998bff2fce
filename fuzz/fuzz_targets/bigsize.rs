#![no_main]
//! Any bytes as a BigSize.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::bigsize(data));
