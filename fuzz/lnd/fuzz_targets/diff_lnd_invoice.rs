#![no_main]
//! Any bytes as an invoice, for Ampwire and for LND.

use ampwire_fuzz_lnd::{Lnd, start};
use ampwire_fuzz_peer::invoice::invoice;

libfuzzer_sys::fuzz_target!(init: start(), |data: &[u8]| invoice::<Lnd>(data));
