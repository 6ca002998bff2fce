#![no_main]
//! Invoices that a builder made.

libfuzzer_sys::fuzz_target!(|builder: ampwire::bolt11::InvoiceBuilder| {
    ampwire::check::invoice_value(&builder);
});
