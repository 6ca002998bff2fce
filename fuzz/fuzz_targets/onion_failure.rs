#![no_main]
//! Any bytes as a failure message.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::onion_failure(data));
