//! LDK's published crates as testees of the testee protocol, version 1: [`stable`] and [`candidate`].
//!
//! The code that calls LDK stands in `src/peer/` once and is compiled for each version; what the two versions do not have in
//! common stands in `src/stable.rs` and `src/candidate.rs`. README.md says what is called, and what is not.

#[cfg(fuzzing)]
compile_error!(
    "`--cfg fuzzing` replaces LDK's cryptography by mocks and opens its private types: this would not be LDK"
);

pub mod answer;
mod arguments;
#[cfg(feature = "candidate")]
pub mod candidate;
pub mod invoice;
pub mod payload;
pub mod server;
pub mod sphinx;
#[cfg(feature = "stable")]
pub mod stable;

/// The version of `lightning` that this build is locked to, of those that start so.
pub(crate) fn locked_version(start: &str) -> &'static str {
    let mut lines = include_str!("../Cargo.lock").lines();
    while lines.any(|line| line == "name = \"lightning\"") {
        let quoted =
            lines.next().and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
        if let Some(version) = quoted.filter(|version| version.starts_with(start)) {
            return version;
        }
    }
    "unknown"
}
