#![no_main]
//! Any bytes as an invoice, for Ampwire and for LDK.

use ampwire_fuzz_ldk::{Ldk, start};
use ampwire_fuzz_peer::invoice::invoice;

libfuzzer_sys::fuzz_target!(init: start(), |data: &[u8]| invoice::<Ldk>(data));
