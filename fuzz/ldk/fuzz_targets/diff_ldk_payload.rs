#![no_main]
//! Any bytes as the payload of a hop, for Ampwire and for LDK.

use ampwire_fuzz_ldk::{Ldk, start};
use ampwire_fuzz_peer::payload;

libfuzzer_sys::fuzz_target!(init: start(), |data: &[u8]| payload::<Ldk>(data));
