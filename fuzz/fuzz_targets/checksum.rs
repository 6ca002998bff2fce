#![no_main]
//! Any bytes: bech32's checksum, against a second way to find it.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::checksum(data));
