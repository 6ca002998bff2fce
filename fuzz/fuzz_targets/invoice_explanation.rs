#![no_main]
//! Any bytes, explained as an invoice.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::invoice_explanation(data));
