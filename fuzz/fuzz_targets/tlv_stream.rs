#![no_main]
//! Any bytes as a TLV stream.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::tlv_stream(data));
