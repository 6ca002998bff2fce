#![no_main]
//! Any bytes as an invoice.

libfuzzer_sys::fuzz_target!(|data: &[u8]| ampwire::check::invoice_text(data));
