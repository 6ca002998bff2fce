#![no_main]
//! Any bytes as `encrypted_data_tlv`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::encrypted_data(data));
