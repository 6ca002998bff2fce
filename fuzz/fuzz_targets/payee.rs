#![no_main]
//! What happens to a payee.

libfuzzer_sys::fuzz_target!(|scenario: ampwire::arbitrary::PayeeScenario| {
    ampwire::check::payee(&scenario)
});
