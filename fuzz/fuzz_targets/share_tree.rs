#![no_main]
//! What is done with the shares of a payment.

libfuzzer_sys::fuzz_target!(|steps: ampwire::arbitrary::ShareSteps| {
    ampwire::check::share_tree(&steps)
});
