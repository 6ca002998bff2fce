#![no_main]
//! Payloads with faults put in.

libfuzzer_sys::fuzz_target!(|wire: ampwire::arbitrary::Wire| ampwire::check::hop_payload_wire(
    &wire
));
