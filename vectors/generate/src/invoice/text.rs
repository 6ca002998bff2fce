//! Human-readable part, separator, data and checksum.

use bech32::primitives::iter::Fe32IterExt;
use bech32::{Bech32, Bech32m, Fe32, Hrp};

use super::{ALPHABET, CHECKSUM_SYMBOLS, SIGNATURE_SYMBOLS};

/// What the checksum is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// The constant of BIP 173, which invoices use.
    Bech32,
    /// The constant of BIP 350, which they do not.
    Bech32m,
}

/// The six letters of the checksum, in lower case.
///
/// # Panics
/// Where the human-readable part is none, or longer than 83 characters, or a letter is not of the alphabet.
pub fn checksum(kind: Checksum, hrp: &str, data: &str) -> String {
    let part = Hrp::parse(hrp).unwrap_or_else(|error| panic!("{hrp:?}: {error}"));
    let symbol = |letter| Fe32::from_char(letter).unwrap_or_else(|error| panic!("{error}"));
    let symbols = data.chars().map(symbol);
    let text: String = match kind {
        Checksum::Bech32 => symbols.with_checksum::<Bech32>(&part).chars().collect(),
        Checksum::Bech32m => symbols.with_checksum::<Bech32m>(&part).chars().collect(),
    };
    text[text.len() - CHECKSUM_SYMBOLS..].to_owned()
}

/// Human-readable part and data of a text without a checksum, in lower case, if it has such parts.
pub fn hrp_and_data(text: &str) -> Option<(String, String)> {
    let (hrp, data) = text.rsplit_once('1')?;
    let (lower, upper) = (text.to_ascii_lowercase(), text.to_ascii_uppercase());
    let data_lower = data.to_ascii_lowercase();
    let fits = (text == lower || text == upper)
        && Hrp::parse(hrp).is_ok()
        && data_lower.bytes().all(|letter| ALPHABET.contains(&letter));
    fits.then(|| (hrp.to_ascii_lowercase(), data_lower))
}

/// A text in three parts: what is signed, the signature, the checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split<'a> {
    /// Everything before the signature.
    pub signed: &'a str,
    /// The letters of the signature; none where the data is too short for one.
    pub signature: &'a str,
    /// The letters of the checksum.
    pub checksum: &'a str,
}

impl<'a> Split<'a> {
    /// Takes a text apart, if there is a checksum behind a separator.
    pub fn of(text: &'a str) -> Option<Self> {
        let separator = text.rfind('1').filter(|_| text.is_ascii())?;
        let end = text.len().checked_sub(CHECKSUM_SYMBOLS).filter(|end| *end > separator)?;
        let start = end.checked_sub(SIGNATURE_SYMBOLS).filter(|start| *start >= separator + 8);
        let start = start.unwrap_or(end);
        Some(Self { signed: &text[..start], signature: &text[start..end], checksum: &text[end..] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_bip_173s() {
        assert_eq!(checksum(Checksum::Bech32, "a", ""), "2uel5l");
        assert_eq!(checksum(Checksum::Bech32m, "a", ""), "lqfn3a");
        assert_eq!(checksum(Checksum::Bech32, "A", ""), "2uel5l");
    }

    #[test]
    fn a_text_is_taken_apart_where_that_can_be() {
        assert_eq!(Split::of("a12uel5l").map(|split| split.signed), Some("a1"));
        assert_eq!(Split::of("a12uel5"), None);
        assert_eq!(hrp_and_data("A1QP"), Some(("a".to_owned(), "qp".to_owned())));
        assert_eq!(hrp_and_data("A1qp"), None);
        assert_eq!(hrp_and_data("1qp"), None);
        assert_eq!(hrp_and_data("a1bio"), None);
    }
}
