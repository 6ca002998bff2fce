#![no_main]
//! Any bytes as an AMP record, in both layouts.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::amp_record(data));
