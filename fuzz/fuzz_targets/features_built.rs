#![no_main]
//! Feature vectors that a builder made.

libfuzzer_sys::fuzz_target!(|steps: ampwire::arbitrary::FeatureSteps| {
    ampwire::check::features_built(&steps)
});
