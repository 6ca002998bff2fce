#![no_main]
//! Payloads that a builder made.

libfuzzer_sys::fuzz_target!(|payload: ampwire::onion::Payload| ampwire::check::payload_value(
    &payload
));
