#![no_main]
//! Invoices with faults put in, checksum and signature made right.

libfuzzer_sys::fuzz_target!(|wire: ampwire::arbitrary::InvoiceWire| {
    ampwire::check::invoice_fields(&wire);
});
