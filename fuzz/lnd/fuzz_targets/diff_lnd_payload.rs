#![no_main]
//! Any bytes as the payload of a hop, for Ampwire and for LND.

libfuzzer_sys::fuzz_target!(init: ampwire_fuzz_lnd::start(), |data: &[u8]| ampwire_fuzz_lnd::payload(data));
