#![no_main]
//! Any bytes as the payload of every kind of hop.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::hop_payload(data));
