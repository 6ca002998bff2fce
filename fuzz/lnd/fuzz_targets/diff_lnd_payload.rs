#![no_main]
//! Any bytes as the payload of a hop, for Ampwire and for LND.

use ampwire_fuzz_lnd::{Lnd, start};
use ampwire_fuzz_peer::payload;

libfuzzer_sys::fuzz_target!(init: start(), |data: &[u8]| payload::<Lnd>(data));
