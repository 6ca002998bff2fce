//! Text in bech32's alphabet: 5-bit symbols, borrowed, and numbers out of them.
//!
//! BOLT 11 writes everything after the human-readable part so. Nothing here knows of invoices.

mod buffer;
mod bytes;
mod checksum;

pub use buffer::SymbolsBuf;
pub use bytes::{PaddingError, SymbolByteIter, SymbolBytes};
pub use checksum::{CHECKSUM_LEN, Case, Checked, CheckedError, Checksum};

use core::fmt;
use core::ops::Range;

/// The character of each symbol.
const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// What no character of the alphabet has.
const NONE: u8 = 0xff;

/// The symbol of each ASCII character, in either case.
const SYMBOLS: [u8; 128] = {
    let mut table = [NONE; 128];
    let mut symbol = 0_u8;
    #[allow(clippy::as_conversions, clippy::indexing_slicing, reason = "const; in range")]
    while symbol < 32 {
        let character = ALPHABET[symbol as usize];
        table[character as usize] = symbol;
        table[character.to_ascii_uppercase() as usize] = symbol;
        symbol += 1;
    }
    table
};

/// The symbol, 0 to 31, that a character stands for.
pub const fn symbol_of(character: u8) -> Option<u8> {
    #[allow(clippy::as_conversions, clippy::indexing_slicing, reason = "checked before")]
    if character < 128 && SYMBOLS[character as usize] != NONE {
        Some(SYMBOLS[character as usize])
    } else {
        None
    }
}

/// The character, in lower case, that a symbol stands as. The three high bits are ignored.
pub const fn character_of(symbol: u8) -> char {
    #[allow(clippy::as_conversions, clippy::indexing_slicing, reason = "masked to 0..32")]
    let character = ALPHABET[(symbol & 31) as usize] as char;
    character
}

/// Text of which every character is a symbol. It borrows the text; upper and lower case may mix,
/// which is for a layer above to judge.
///
/// ```
/// use ampwire::symbols::Symbols;
///
/// let symbols = Symbols::parse("sgq").unwrap();
/// assert_eq!(symbols.iter().collect::<Vec<u8>>(), [16, 8, 0]);
/// assert_eq!(Symbols::parse("s1q").unwrap_err().offset(), 1);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Symbols<'a>(&'a [u8]);

impl<'a> Symbols<'a> {
    /// Checks that every character is a symbol.
    ///
    /// # Errors
    ///
    /// [`SymbolError`] with the first character that is none.
    pub fn parse(text: &'a str) -> Result<Self, SymbolError> {
        match text.bytes().position(|character| symbol_of(character).is_none()) {
            None => Ok(Self(text.as_bytes())),
            Some(offset) => Err(SymbolError { offset }),
        }
    }

    /// Symbols out of text of which every character was found to be one before.
    pub(crate) const fn checked_before(text: &'a [u8]) -> Self {
        Self(text)
    }

    /// How many symbols there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no symbol.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The symbol at this place, 0 to 31.
    pub fn get(&self, index: usize) -> Option<u8> {
        self.0.get(index).copied().and_then(symbol_of)
    }

    /// The symbols in a range; `None` where it ends beyond them.
    pub fn get_range(&self, range: Range<usize>) -> Option<Self> {
        self.0.get(range).map(Self)
    }

    /// The first `at` symbols and the rest; `None` where there are fewer.
    pub fn split_at_checked(&self, at: usize) -> Option<(Self, Self)> {
        self.0.split_at_checked(at).map(|(first, rest)| (Self(first), Self(rest)))
    }

    /// All symbols, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u8> + use<'a> {
        self.0.iter().copied().filter_map(symbol_of)
    }
}

/// The characters, in lower case.
impl fmt::Display for Symbols<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|symbol| write!(f, "{}", character_of(symbol)))
    }
}

impl fmt::Debug for Symbols<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Symbols([{} symbols])", self.0.len())
    }
}

/// A character that stands for no symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SymbolError {
    offset: usize,
}

impl SymbolError {
    /// The place of the character, in bytes from the start of the text.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for SymbolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the character at byte {} is not of bech32's alphabet", self.offset)
    }
}

impl core::error::Error for SymbolError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_both_ways() {
        for symbol in 0..32 {
            let character = u8::try_from(character_of(symbol)).unwrap();
            assert_eq!(symbol_of(character), Some(symbol));
            assert_eq!(symbol_of(character.to_ascii_uppercase()), Some(symbol));
        }
        let known = (0..=255).filter(|character| symbol_of(*character).is_some()).count();
        // 23 letters in two cases and 9 digits.
        assert_eq!(known, 23 * 2 + 9);
        for character in *b"1bio-" {
            assert_eq!(symbol_of(character), None);
        }
    }
}
