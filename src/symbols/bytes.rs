//! Integers and bytes out of symbols.

use super::{NONE, SYMBOLS, Symbols};
use crate::canary::{Canary, planted};
use crate::wire::{BufferTooSmall, Encode};
use bytes::BufMut;
use core::fmt;

/// How many symbols make whole bytes: 40 bits.
const SYMBOLS_A_GROUP: usize = 8;
/// How many bytes they make.
const BYTES_A_GROUP: usize = 5;

/// How many symbols are turned into bytes at once where the bytes go somewhere else.
const CHUNK_SYMBOLS: usize = 32 * SYMBOLS_A_GROUP;
/// The bytes of that.
const CHUNK_BYTES: usize = 32 * BYTES_A_GROUP;

/// The symbol of each character that is one. For every byte, so that nothing has to be checked.
static VALUES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    #[allow(clippy::indexing_slicing, reason = "const; in range")]
    while byte < SYMBOLS.len() {
        if SYMBOLS[byte] != NONE {
            table[byte] = SYMBOLS[byte];
        }
        byte += 1;
    }
    table
};

/// The symbol of a character that was found to be one.
#[inline]
fn value(character: u8) -> u64 {
    u64::from(VALUES.get(usize::from(character)).copied().unwrap_or_default())
}

/// Up to eight symbols as the high bits of 40, and zeros behind.
#[inline]
fn group(characters: &[u8]) -> [u8; BYTES_A_GROUP] {
    let bits = characters.iter().fold(0, |bits, character| bits << 5 | value(*character));
    let missing = SYMBOLS_A_GROUP.saturating_sub(characters.len());
    let bytes = (bits << (5 * missing)).to_be_bytes();
    bytes.last_chunk().copied().unwrap_or_default()
}

/// Writes symbols as bytes. `out` has their number, rounded down or up; the bits that it has beyond the
/// symbols' last one become zero.
fn pack(characters: &[u8], out: &mut [u8]) {
    let whole = characters.len() / SYMBOLS_A_GROUP;
    let (characters, last) = characters.split_at(whole * SYMBOLS_A_GROUP);
    let split = out.split_at_mut_checked(whole * BYTES_A_GROUP);
    let (out, out_last) = split.unwrap_or_default();
    let groups = characters.chunks_exact(SYMBOLS_A_GROUP);
    for (characters, bytes) in groups.zip(out.chunks_exact_mut(BYTES_A_GROUP)) {
        bytes.iter_mut().zip(group(characters)).for_each(|(to, byte)| *to = byte);
    }
    out_last.iter_mut().zip(group(last)).for_each(|(to, byte)| *to = byte);
}

impl<'a> Symbols<'a> {
    /// The symbols as one integer, most significant first; `None` where that is over 2^64-1. No
    /// symbols are 0.
    pub fn to_u64(&self) -> Option<u64> {
        self.0.iter().try_fold(0_u64, |number, character| {
            number.checked_mul(32).map(|number| number | value(*character))
        })
    }

    /// The symbols as bytes. The bits behind the last byte have to be fewer than five, and zero.
    ///
    /// # Errors
    ///
    /// [`PaddingError`] where they are not.
    pub fn to_bytes(&self) -> Result<SymbolBytes<'a>, PaddingError> {
        let spare = self.len() % SYMBOLS_A_GROUP * 5 % 8;
        let last = self.0.last().copied().map_or(0, value);
        let looked_at = !(planted(Canary::InvoicePadding) && spare == 1);
        if spare >= 5 || looked_at && last & ((1 << spare) - 1) != 0 {
            return Err(PaddingError);
        }
        Ok(SymbolBytes(*self))
    }

    /// Gives the symbols as bytes, filled up with zero bits to a whole number of bytes, chunk by
    /// chunk. This is how an invoice is hashed.
    pub(crate) fn zero_filled(&self, mut take: impl FnMut(&[u8])) {
        let mut buffer = [0; CHUNK_BYTES];
        for characters in self.0.chunks(CHUNK_SYMBOLS) {
            let length = (characters.len() * 5).div_ceil(8);
            let bytes = buffer.get_mut(..length).unwrap_or_default();
            pack(characters, bytes);
            take(bytes);
        }
    }
}

/// Bytes that are written as symbols, most significant bit first, with fewer than five zero bits
/// behind. They are read where they stand; as a slice they are there only once they are copied:
/// [`to_vec`](Encode::to_vec) and [`encode_to_slice`](Encode::encode_to_slice).
///
/// `Debug` shows the length alone: what the bytes mean, and whether they are secret, is not known
/// here.
///
/// ```
/// use ampwire::symbols::Symbols;
/// use ampwire::wire::Encode;
///
/// let bytes = Symbols::parse("q8hs").unwrap().to_bytes()?;
/// assert_eq!(bytes.to_vec(), [0x01, 0xef]);
/// assert!(bytes.iter().eq([0x01, 0xef]));
/// // One symbol is no byte, and the bits behind the last byte are zero.
/// assert!(Symbols::parse("q").unwrap().to_bytes().is_err());
/// assert!(Symbols::parse("qp").unwrap().to_bytes().is_err());
/// # Ok::<(), ampwire::symbols::PaddingError>(())
/// ```
#[derive(Clone, Copy)]
pub struct SymbolBytes<'a>(Symbols<'a>);

impl<'a> SymbolBytes<'a> {
    /// How many bytes there are.
    pub const fn len(&self) -> usize {
        // No more than a string can hold, so five times as many don't overflow in eighths.
        self.0.len() / 8 * 5 + self.0.len() % 8 * 5 / 8
    }

    /// Whether there is no byte.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The symbols that the bytes are written as.
    pub const fn symbols(&self) -> Symbols<'a> {
        self.0
    }

    /// The byte at this place.
    pub fn get(&self, index: usize) -> Option<u8> {
        if index >= self.len() {
            return None;
        }
        // The byte lies in up to three symbols: 15 bits, of which it starts at one of the first five.
        let (first, start) = (index / 5 * 8 + index % 5 * 8 / 5, index % 5 * 8 % 5);
        let symbol = |place: usize| {
            first.checked_add(place).and_then(|place| self.0.0.get(place)).copied().map_or(0, value)
        };
        let bits = symbol(0) << 10 | symbol(1) << 5 | symbol(2);
        Some((bits >> (15 - 8 - start)).to_le_bytes()[0])
    }

    /// The bytes, in order.
    pub fn iter(&self) -> SymbolByteIter<'a> {
        SymbolByteIter { characters: self.0.0.iter(), left: self.len(), bits: 0, held: 0 }
    }

    /// The bytes as an array; `None` where there are more or fewer.
    pub fn to_array<const N: usize>(&self) -> Option<[u8; N]> {
        if self.len() != N {
            return None;
        }
        let mut out = [0; N];
        pack(self.0.0, &mut out);
        Some(out)
    }
}

impl Encode for SymbolBytes<'_> {
    fn wire_len(&self) -> usize {
        self.len()
    }

    fn put(&self, out: &mut impl BufMut) {
        let mut buffer = [0; CHUNK_BYTES];
        for characters in self.0.0.chunks(CHUNK_SYMBOLS) {
            let bytes = buffer.get_mut(..characters.len() * 5 / 8).unwrap_or_default();
            pack(characters, bytes);
            out.put_slice(bytes);
        }
    }

    fn encode_to_slice(&self, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
        let (needed, available) = (self.len(), out.len());
        let room = out.get_mut(..needed).ok_or(BufferTooSmall::new(needed, available))?;
        pack(self.0.0, room);
        Ok(needed)
    }
}

impl fmt::Debug for SymbolBytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SymbolBytes([{} bytes])", self.len())
    }
}

impl<'a> IntoIterator for SymbolBytes<'a> {
    type Item = u8;
    type IntoIter = SymbolByteIter<'a>;

    fn into_iter(self) -> SymbolByteIter<'a> {
        self.iter()
    }
}

impl<'a> IntoIterator for &SymbolBytes<'a> {
    type Item = u8;
    type IntoIter = SymbolByteIter<'a>;

    fn into_iter(self) -> SymbolByteIter<'a> {
        self.iter()
    }
}

/// Bytes that are written as symbols, one after the other.
#[derive(Clone)]
pub struct SymbolByteIter<'a> {
    characters: core::slice::Iter<'a, u8>,
    /// The bytes to come.
    left: usize,
    /// The lowest `held` bits of `bits` are read and not given yet.
    bits: u64,
    held: u32,
}

impl Iterator for SymbolByteIter<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        self.left = self.left.checked_sub(1)?;
        while self.held < 8 {
            self.bits = self.bits << 5 | self.characters.next().copied().map_or(0, value);
            self.held += 5;
        }
        self.held -= 8;
        Some((self.bits >> self.held).to_le_bytes()[0])
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for SymbolByteIter<'_> {}

impl core::iter::FusedIterator for SymbolByteIter<'_> {}

impl fmt::Debug for SymbolByteIter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SymbolByteIter([{} bytes])", self.left)
    }
}

/// The bits behind the last byte are five or more, or not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PaddingError;

impl fmt::Display for PaddingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bits behind the last byte are five or more, or not zero")
    }
}

impl core::error::Error for PaddingError {}

#[cfg(test)]
mod tests {
    use super::super::character_of;
    use super::*;
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    /// Bit by bit, as the words say it: the independent way.
    fn bits_of(symbols: &[u8]) -> Vec<u8> {
        symbols.iter().flat_map(|symbol| (0..5).rev().map(move |bit| symbol >> bit & 1)).collect()
    }

    fn byte_of(bits: &[u8]) -> u8 {
        (0..8).fold(0, |byte, place| byte << 1 | bits.get(place).copied().unwrap_or(0))
    }

    fn text(symbols: &[u8]) -> String {
        symbols.iter().copied().map(character_of).collect()
    }

    /// Symbols that look random, of a length.
    fn drawn(length: usize) -> Vec<u8> {
        let mut state = u64::try_from(length).unwrap() + 1;
        (0..length)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                u8::try_from(state >> 59).unwrap()
            })
            .collect()
    }

    #[test]
    fn bytes_of_every_length() {
        for length in (0..100).chain([1023]) {
            let mut symbols = drawn(length);
            let spare = length * 5 % 8;
            if let Some(last) = symbols.last_mut() {
                *last = *last >> spare.min(4) << spare.min(4);
            }
            let text = text(&symbols);
            let bytes = Symbols::parse(&text).unwrap().to_bytes();
            assert_eq!(bytes.is_err(), spare >= 5, "{length}");
            let Ok(bytes) = bytes else { continue };
            let expected: Vec<u8> = bits_of(&symbols).chunks_exact(8).map(byte_of).collect();
            assert_eq!(bytes.len(), expected.len());
            assert_eq!(bytes.to_vec(), expected);
            assert_eq!(bytes.iter().collect::<Vec<u8>>(), expected);
            assert_eq!(bytes.iter().len(), expected.len());
            for index in 0..=expected.len() {
                assert_eq!(bytes.get(index), expected.get(index).copied());
            }
            let mut slice = vec![0xee; expected.len()];
            assert_eq!(bytes.encode_to_slice(&mut slice), Ok(expected.len()));
            assert_eq!(slice, expected);
            if let Ok(array) = <[u8; 32]>::try_from(&expected[..]) {
                assert_eq!(bytes.to_array(), Some(array));
            }
            assert_eq!(bytes.to_array::<7>().is_some(), expected.len() == 7);
        }
    }

    #[test]
    fn every_padding() {
        for length in 1..=8 {
            for last in 0..32_u8 {
                let mut symbols = vec![31; length];
                symbols[length - 1] = last;
                let spare = length * 5 % 8;
                let right = spare < 5 && last.trailing_zeros() >= u32::try_from(spare).unwrap();
                let text = text(&symbols);
                let bytes = Symbols::parse(&text).unwrap().to_bytes();
                assert_eq!(bytes.is_ok(), right, "{length} {last}");
            }
        }
    }

    #[test]
    fn zero_filled_chunk_by_chunk() {
        for length in [0, 1, 2, 7, 8, 9, 255, 256, 257, 300, 1000] {
            let symbols = drawn(length);
            let expected: Vec<u8> = bits_of(&symbols).chunks(8).map(byte_of).collect();
            let mut all = Vec::new();
            let text = text(&symbols);
            Symbols::parse(&text).unwrap().zero_filled(|bytes| all.extend_from_slice(bytes));
            assert_eq!(all, expected, "{length}");
        }
    }

    #[test]
    fn integers() {
        for (text, number) in [
            ("", Some(0)),
            ("q", Some(0)),
            ("l", Some(31)),
            ("L", Some(31)),
            ("pq", Some(32)),
            ("qqqqqqqqqqqqqqqqqqqqp", Some(1)),
            // 2^64-1 is 15 and twelve times 31.
            ("0llllllllllll", Some(u64::MAX)),
            ("sqqqqqqqqqqqq", None),
            ("pqqqqqqqqqqqqq", None),
        ] {
            assert_eq!(Symbols::parse(text).unwrap().to_u64(), number, "{text}");
        }
    }

    #[test]
    fn bytes_do_not_show() {
        let bytes = Symbols::parse("q8hs").unwrap().to_bytes().unwrap();
        assert_eq!(
            alloc::format!("{bytes:?} {:?}", bytes.iter()),
            "SymbolBytes([2 bytes]) SymbolByteIter([2 bytes])"
        );
    }
}
