use super::{Symbols, character_of};
use alloc::string::String;
use core::fmt;

/// Symbols, owned: text in lower case that is being written.
///
/// ```
/// use ampwire::symbols::SymbolsBuf;
///
/// let mut symbols = SymbolsBuf::new();
/// symbols.push_bytes(&[0xff]);
/// symbols.push_integer(32);
/// // Eight bits take two symbols; the two bits behind them are zero.
/// assert_eq!(symbols.as_str(), "lupq");
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SymbolsBuf(String);

impl SymbolsBuf {
    /// No symbols.
    pub const fn new() -> Self {
        Self(String::new())
    }

    /// Adds a symbol. The three high bits are ignored.
    pub fn push(&mut self, symbol: u8) {
        self.0.push(character_of(symbol));
    }

    /// Adds bytes, most significant bit first, and zero bits up to the end of the last symbol.
    // rule: bolt11.field.padding
    pub fn push_bytes(&mut self, bytes: &[u8]) {
        // Fewer than five bits wait; with eight more they fit.
        let (mut waiting, mut bits) = (0_u16, 0_u32);
        for byte in bytes {
            waiting = waiting << 8 | u16::from(*byte);
            bits += 8;
            while bits >= 5 {
                bits -= 5;
                self.push((waiting >> bits).to_le_bytes()[0]);
            }
            // What was written is shifted out before it can be read again.
            waiting &= 0b1_1111;
        }
        if bits > 0 {
            self.push((waiting << (5 - bits)).to_le_bytes()[0]);
        }
    }

    /// Adds an integer in the shortest form: zero is no symbol at all.
    // rule: bolt11.field.integer-minimal
    pub fn push_integer(&mut self, value: u64) {
        self.push_fixed(value, (u64::BITS - value.leading_zeros()).div_ceil(5));
    }

    /// Adds the lowest bits of an integer, as many as this number of symbols has.
    pub fn push_fixed(&mut self, value: u64, symbols: u32) {
        for place in (0..symbols).rev() {
            let digit = value.checked_shr(place.saturating_mul(5)).unwrap_or(0);
            self.push(digit.to_le_bytes()[0]);
        }
    }

    /// Adds symbols as they are.
    pub fn push_symbols(&mut self, symbols: Symbols<'_>) {
        symbols.iter().for_each(|symbol| self.push(symbol));
    }

    /// How many symbols there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no symbol.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The symbols, borrowed.
    pub fn as_symbols(&self) -> Symbols<'_> {
        Symbols(self.0.as_bytes())
    }
}

impl fmt::Debug for SymbolsBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SymbolsBuf([{} symbols])", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn values(symbols: &SymbolsBuf) -> Vec<u8> {
        symbols.as_symbols().iter().collect()
    }

    fn written(write: impl FnOnce(&mut SymbolsBuf)) -> SymbolsBuf {
        let mut symbols = SymbolsBuf::new();
        write(&mut symbols);
        symbols
    }

    /// The bits, one by one, as the definition has them.
    #[test]
    fn bytes_bit_by_bit() {
        for length in 0..70_u8 {
            let bytes: Vec<u8> =
                (0..length).map(|n| n.wrapping_mul(151).wrapping_add(length)).collect();
            let mut bits: Vec<u8> = bytes
                .iter()
                .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
                .collect();
            bits.resize(bits.len().div_ceil(5) * 5, 0);
            let expected: Vec<u8> =
                bits.chunks(5).map(|five| five.iter().fold(0, |all, bit| all << 1 | bit)).collect();
            assert_eq!(values(&written(|symbols| symbols.push_bytes(&bytes))), expected);
        }
        let longest = written(|symbols| symbols.push_bytes(&[0; 639]));
        assert_eq!(longest.len(), 1023);
    }

    #[test]
    fn integers_in_the_shortest_form() {
        for (value, expected) in [
            (0, &[][..]),
            (1, &[1]),
            (31, &[31]),
            (32, &[1, 0]),
            (60, &[1, 28]),
            (3600, &[3, 16, 16]),
            (604_800, &[18, 14, 20, 0]),
            (u64::MAX, &[15, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 31]),
        ] {
            assert_eq!(values(&written(|symbols| symbols.push_integer(value))), expected);
        }
    }

    #[test]
    fn integers_of_a_fixed_length() {
        let symbols = written(|symbols| symbols.push_fixed(1_496_314_658, 7));
        assert_eq!(symbols.as_str(), "pvjluez");
        assert_eq!(written(|symbols| symbols.push_fixed(0, 7)).as_str(), "qqqqqqq");
        assert_eq!(written(|symbols| symbols.push_fixed(u64::MAX, 7)).as_str(), "lllllll");
        assert_eq!(written(|symbols| symbols.push_fixed(33, 2)).as_str(), "pp");
        assert_eq!(values(&written(|symbols| symbols.push_fixed(1, 14)))[12..], [0, 1]);
    }

    #[test]
    fn symbols_come_in_lower_case() {
        let upper = Symbols::parse("QPZ").unwrap();
        assert_eq!(written(|symbols| symbols.push_symbols(upper)).as_str(), "qpz");
    }
}
