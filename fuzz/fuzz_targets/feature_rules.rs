#![no_main]
//! Feature vectors and who reads them where.

libfuzzer_sys::fuzz_target!(|question: ampwire::arbitrary::FeatureQuestion| {
    ampwire::check::feature_rules(&question)
});
