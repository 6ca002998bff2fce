//! That `Debug` does not show what is secret.

use alloc::format;
use alloc::string::String;
use core::fmt::Debug;

/// No secret stands in the text, neither in hex nor as a list of numbers. `shown` is what may stand
/// there in hex and could, by chance or by design of a fuzzer, be the same bytes as a secret.
///
/// The first 16 bytes are looked for. Of what is shorter too much looks like the rest of the text.
pub(super) fn hidden(text: &str, secrets: &[&[u8]], shown: &[String]) {
    let mut text = text.to_lowercase();
    for shown in shown {
        text = text.replace(shown.as_str(), "…");
    }
    for start in secrets.iter().filter_map(|secret| secret.first_chunk::<16>()) {
        let hex = format!("{:032x}", u128::from_be_bytes(*start));
        assert!(!text.contains(&hex), "a secret in hex in {text}");
        let list = format!("{start:?}");
        assert!(!text.contains(list.trim_matches(['[', ']'])), "a secret as numbers in {text}");
    }
}

/// [`hidden`] for both forms of a value's `Debug`.
pub(super) fn debug_hides(value: &impl Debug, secrets: &[&[u8]], shown: &[String]) {
    hidden(&format!("{value:?}"), secrets, shown);
    hidden(&format!("{value:#?}"), secrets, shown);
}
