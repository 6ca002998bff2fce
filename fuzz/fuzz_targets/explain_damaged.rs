#![no_main]
//! Payloads that lost or changed bytes: what is shown of their secrets.

libfuzzer_sys::fuzz_target!(
    |damaged: ampwire::arbitrary::Damaged| ampwire::check::explain_damaged(&damaged)
);
