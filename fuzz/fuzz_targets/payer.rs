#![no_main]
//! What happens to a payer.

libfuzzer_sys::fuzz_target!(|scenario: ampwire::arbitrary::PayerScenario| {
    ampwire::check::payer(&scenario)
});
