use crate::symbols::{SymbolBytes, Symbols};
use alloc::vec::Vec;
use core::fmt;

/// Bytes that an invoice has as symbols of 5 bits. They are read where they stand.
#[derive(Clone, Copy)]
pub struct Packed<'a> {
    all: SymbolBytes<'a>,
    start: usize,
    length: usize,
}

impl<'a> Packed<'a> {
    /// All bytes of these characters; `None` where they are no whole bytes of symbols.
    pub(super) fn new(characters: &'a [u8]) -> Option<Self> {
        let text = core::str::from_utf8(characters).ok()?;
        let all = Symbols::parse(text).ok()?.to_bytes().ok()?;
        Some(Self { all, start: 0, length: all.len() })
    }

    /// So many of the bytes, from this one on; as far as they are there.
    pub(super) fn part(self, start: usize, length: usize) -> Self {
        let start = start.min(self.length);
        let length = length.min(self.length.saturating_sub(start));
        Self { all: self.all, start: self.start.saturating_add(start), length }
    }

    /// How many bytes there are.
    pub const fn len(&self) -> usize {
        self.length
    }

    /// Whether there is no byte.
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The bytes, in order.
    pub fn iter(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.all.iter().skip(self.start).take(self.length)
    }

    /// The bytes.
    pub fn to_vec(&self) -> Vec<u8> {
        self.iter().collect()
    }

    /// The bytes as one number; what is over 64 bits is lost.
    pub(super) fn number(self) -> u64 {
        self.iter().fold(0, |number, byte| number << 8 | u64::from(byte))
    }
}

impl PartialEq for Packed<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Packed<'_> {}

/// The bytes as hex.
impl fmt::Display for Packed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Shows no bytes: they can be secrets.
impl fmt::Debug for Packed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Packed([{} bytes])", self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn parts_of_the_bytes() {
        let all = Packed::new(b"qypqxpq9qcrsszg").unwrap();
        assert_eq!(all.to_string(), "010203040506070809");
        let part = all.part(3, 2);
        assert_eq!((part.to_string().as_str(), part.len(), part.number()), ("0405", 2, 0x0405));
        assert_eq!(part.part(1, 9).to_vec(), [5]);
        assert!(all.part(100, 1).is_empty());
        assert!(Packed::new(b"q").is_none() && Packed::new(b"1").is_none());
        assert_eq!(alloc::format!("{all:?}"), "Packed([9 bytes])");
    }
}
