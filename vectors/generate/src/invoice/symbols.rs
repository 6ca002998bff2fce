//! Bytes, numbers and letters as symbols of five bits.

/// Bech32's alphabet: the letter of each symbol.
pub const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// Bytes as symbols, filled up with zero bits.
pub fn symbols_of(bytes: &[u8]) -> Vec<u8> {
    let mut symbols = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            symbols.push(symbol(held >> bits));
        }
    }
    if bits > 0 {
        symbols.push(symbol(held << (5 - bits)));
    }
    symbols
}

fn symbol(value: u32) -> u8 {
    value.to_le_bytes()[0] & 31
}

/// A number in this many symbols, most significant first.
pub fn symbols(value: u64, count: usize) -> Vec<u8> {
    (0..count)
        .rev()
        .map(|place| {
            let shifted = u32::try_from(place * 5).ok().and_then(|bits| value.checked_shr(bits));
            shifted.unwrap_or(0).to_le_bytes()[0] & 31
        })
        .collect()
}

/// A number without a zero symbol at its start. Zero has no symbol.
pub fn minimal(value: u64) -> Vec<u8> {
    symbols(value, 13).into_iter().skip_while(|symbol| *symbol == 0).collect()
}

/// Symbols as the letters that stand for them.
pub fn letters(symbols: &[u8]) -> String {
    symbols.iter().map(|symbol| char::from(ALPHABET[usize::from(*symbol)])).collect()
}

/// Letters, in lower case, as their symbols.
///
/// # Panics
/// Where a letter is not of the alphabet.
pub fn symbols_of_letters(letters: &str) -> Vec<u8> {
    let symbol = |letter: u8| ALPHABET.iter().position(|known| *known == letter);
    letters
        .bytes()
        .map(|letter| {
            let symbol = symbol(letter).unwrap_or_else(|| panic!("{letters:?} has other letters"));
            u8::try_from(symbol).expect("there are 32 letters")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_symbols_from_the_left() {
        assert_eq!(symbols_of(&[0xff]), [31, 28]);
        assert_eq!(symbols_of(&[0x00, 0x44, 0x32, 0x14, 0xc7]), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(letters(&symbols_of(&[0x11; 32])).len(), 52);
        assert_eq!(letters(&symbols_of(&[0x01, 0xfa, 0xfa, 0xf0])), "q8a04uq");
    }

    #[test]
    fn numbers_become_symbols_from_the_right() {
        assert_eq!(letters(&symbols(1_496_314_658, 7)), "pvjluez");
        assert_eq!(letters(&minimal(604_800)), "jw5q");
        assert_eq!(minimal(0), [0; 0]);
        assert_eq!(minimal(u64::MAX).len(), 13);
        assert_eq!(symbols_of_letters("pu"), [1, 28]);
    }
}
