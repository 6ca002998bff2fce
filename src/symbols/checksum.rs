//! The checksum of bech32 (BIP 173, constant 1), over characters as they stand.
//!
//! BIP 173 divides a polynomial: symbols are its coefficients, highest first, and what remains is the
//! checksum. `x` is one place to the left, and taking in a symbol `v` is
//!
//! ```text
//! state <- x * state + v   (mod g)        a state is six symbols, 30 bits
//! ```
//!
//! Done symbol by symbol, each step waits for the one before. All of it is linear: the remainder of a
//! sum is the XOR of the remainders. So a block of symbols `v1 ... vn` is taken in at once,
//!
//! ```text
//! state <- x^n * state  +  x^(n-1) * v1  +  ...  +  x * v(n-1)  +  vn
//! ```
//!
//! and every product comes out of a table: [`STATES`] has the first one, for each of the state's six
//! symbols, and [`CHARACTERS`] has the others, for each place in the block and straight from the
//! character. The two bits that a remainder leaves free say what kind of character it was, so one pass
//! finds strangers and mixed case too.

use super::{NONE, SYMBOLS, Symbols, character_of};
use crate::canary::{Canary, planted};
use alloc::string::String;
use core::fmt;

/// How many symbols the checksum has.
pub const CHECKSUM_LEN: usize = 6;

/// How many characters are taken in at once. Measured on text of 491 characters: 8 take a third longer,
/// 32 a tenth less, for twice the tables.
const BLOCK: usize = 16;

/// The 30 bits of a state.
const STATE: u32 = (1 << 30) - 1;
/// A letter in lower case has this bit in its table, one in upper case the next. No letter has none, a
/// character outside the alphabet has both.
const LOWER: u32 = 1 << 30;
const UPPER: u32 = 1 << 31;

/// What the highest symbol of a state comes back as when it is pushed out to the left: BIP 173's five
/// generators, for each of the symbol's bits, lowest first.
const GENERATORS: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];

/// The sum of the generators for each symbol.
const CARRIES: [u32; 32] = {
    let mut table = [0; 32];
    let mut symbol = 0;
    #[allow(clippy::indexing_slicing, reason = "const; in range")]
    while symbol < 32 {
        let mut bit = 0;
        while bit < 5 {
            if symbol >> bit & 1 == 1 {
                table[symbol] ^= GENERATORS[bit];
            }
            bit += 1;
        }
        symbol += 1;
    }
    table
};

/// Takes in one symbol.
#[allow(clippy::as_conversions, clippy::indexing_slicing, reason = "const; a state has 30 bits")]
const fn step(state: u32, symbol: u32) -> u32 {
    ((state << 5) & STATE) ^ symbol ^ CARRIES[((state & STATE) >> 25) as usize]
}

/// For each place in a block and each byte: the symbol times the power of `x` that the place has, and
/// the kind of character in the two high bits.
static CHARACTERS: [[u32; 256]; BLOCK] = {
    let mut table = [[LOWER | UPPER; 256]; BLOCK];
    let mut byte = 0_u8;
    #[allow(clippy::as_conversions, clippy::indexing_slicing, reason = "const; in range")]
    while byte < 128 {
        if SYMBOLS[byte as usize] != NONE {
            let kind = match byte {
                b'a'..=b'z' => LOWER,
                b'A'..=b'Z' => UPPER,
                _ => 0,
            };
            let mut product = SYMBOLS[byte as usize] as u32;
            let mut place = BLOCK;
            while place > 0 {
                place -= 1;
                table[place][byte as usize] = product | kind;
                product = step(product, 0);
            }
        }
        byte += 1;
    }
    table
};

/// For each of a state's six symbols, lowest first, and each value of it: what it is worth a block
/// later.
static STATES: [[u32; 32]; CHECKSUM_LEN] = {
    let mut table = [[0; 32]; CHECKSUM_LEN];
    let mut place = 0;
    #[allow(clippy::as_conversions, clippy::indexing_slicing, reason = "const; in range")]
    while place < CHECKSUM_LEN {
        let mut symbol = 0_u32;
        while symbol < 32 {
            let mut state = symbol << (5 * place);
            let mut steps = 0;
            while steps < BLOCK {
                state = step(state, 0);
                steps += 1;
            }
            table[place][symbol as usize] = state;
            symbol += 1;
        }
        place += 1;
    }
    table
};

/// The case of text that has letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// Every letter is in lower case.
    Lower,
    /// Every letter is in upper case.
    Upper,
}

/// A checksum under way.
///
/// ```
/// use ampwire::symbols::{Checksum, Symbols};
///
/// // BIP 173's shortest example: a human-readable part, and no data.
/// let checksum = Checksum::of_hrp("a").finish();
/// assert_eq!(checksum, "2uel5l");
/// let checked = Symbols::parse_checked("A", "2UEL5L").unwrap();
/// assert!(checked.symbols.is_empty());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Checksum(u32);

impl Checksum {
    /// Starts with the human-readable part, which counts in lower case.
    // rule: bolt11.text.case
    pub fn of_hrp(hrp: &str) -> Self {
        let lower = || hrp.bytes().map(|byte| u32::from(byte.to_ascii_lowercase()));
        let high = lower().map(|byte| byte >> 5);
        let low = lower().map(|byte| byte & 31);
        Self(high.chain([0]).chain(low).fold(1, step))
    }

    /// Takes in symbols that are text, of any length. With it comes the case of the letters, `None` where there are
    /// none.
    ///
    /// The whole is `None` where a character is not of the alphabet or letters are of both cases.
    // rule: bolt11.text.length
    pub fn text(self, text: &str) -> Option<(Self, Option<Case>)> {
        let (mut state, mut kinds) = (self.0, 0);
        let [.., single] = &CHARACTERS;
        let (head, blocks) = text.as_bytes().split_at(text.len() % BLOCK);
        for byte in head {
            let product = product(single, *byte);
            kinds |= product;
            state = step(state, product & STATE);
        }
        for block in blocks.chunks_exact(BLOCK) {
            let mut sum = 0;
            for (byte, table) in block.iter().zip(&CHARACTERS) {
                let product = product(table, *byte);
                if !(planted(Canary::ChecksumCase) && blocks.len() >= 4 * BLOCK) {
                    kinds |= product;
                }
                sum ^= product;
            }
            state = (block_later(state) ^ sum) & STATE;
        }
        let case = match (kinds & LOWER != 0, kinds & UPPER != 0) {
            (true, true) => return None,
            (true, false) => Some(Case::Lower),
            (false, true) => Some(Case::Upper),
            (false, false) => None,
        };
        Some((Self(state), case))
    }

    /// Whether the symbols taken in end with their checksum.
    // rule: bolt11.text.checksum
    pub const fn is_right(self) -> bool {
        self.0 == 1
    }

    /// The six characters, in lower case, to write behind what was taken in.
    pub fn finish(self) -> String {
        let state = (0..CHECKSUM_LEN).fold(self.0, |state, _| step(state, 0)) ^ 1;
        [25_u32, 20, 15, 10, 5, 0]
            .map(|shift| character_of((state >> shift).to_le_bytes()[0]))
            .into_iter()
            .collect()
    }
}

/// The table's word for a byte.
#[inline(always)]
#[allow(clippy::inline_always, reason = "one load; without it the loop is not unrolled")]
fn product(table: &[u32; 256], byte: u8) -> u32 {
    // The compiler sees that no byte is over 255.
    table.get(usize::from(byte)).copied().unwrap_or(LOWER | UPPER)
}

/// What a state is worth a block later.
fn block_later(state: u32) -> u32 {
    STATES.iter().zip([0_u32, 5, 10, 15, 20, 25]).fold(0, |sum, (table, shift)| {
        let symbol = usize::from((state >> shift).to_le_bytes()[0] & 31);
        sum ^ table.get(symbol).copied().unwrap_or(0)
    })
}

/// Text that was found to end with its checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked<'a> {
    /// The symbols, without those of the checksum.
    pub symbols: Symbols<'a>,
    /// The case of the letters, the checksum's included; `None` where there are none.
    pub case: Option<Case>,
}

impl<'a> Symbols<'a> {
    /// Checks in one pass that every character is a symbol, that letters are of one case, and that
    /// the last six symbols are the checksum of the human-readable part and all before them. Whether
    /// the human-readable part is of the same case is for a layer above.
    ///
    /// # Errors
    ///
    /// [`CheckedError`]: the first that fails, in the order of its variants.
    pub fn parse_checked(hrp: &str, text: &'a str) -> Result<Checked<'a>, CheckedError> {
        let (checksum, case) =
            Checksum::of_hrp(hrp).text(text).ok_or(CheckedError::CharacterOrCase)?;
        let length = text.len().checked_sub(CHECKSUM_LEN).ok_or(CheckedError::Short)?;
        let symbols = text.as_bytes().get(..length).ok_or(CheckedError::Short)?;
        if checksum.is_right() {
            Ok(Checked { symbols: Symbols(symbols), case })
        } else {
            Err(CheckedError::Checksum)
        }
    }
}

/// Why text is not taken with its checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckedError {
    /// A character is not of the alphabet, or letters are of both cases: see [`Symbols::parse`] for
    /// where.
    CharacterOrCase,
    /// There are fewer symbols than a checksum has.
    Short,
    /// The last six symbols are not the checksum.
    Checksum,
}

impl fmt::Display for CheckedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CharacterOrCase => {
                "a character is not of bech32's alphabet, or the letters are of both cases"
            }
            Self::Short => "there are fewer characters than a checksum has",
            Self::Checksum => "the checksum is wrong",
        })
    }
}

impl core::error::Error for CheckedError {}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec::Vec;
    use bech32::primitives::checksum::Engine;
    use bech32::{Bech32, Bech32m, Fe32, Fe32IterExt, Hrp};

    /// Numbers that look random and are always the same.
    struct Draw(u64);

    impl Draw {
        fn below(&mut self, bound: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (self.0 >> 33) % bound
        }

        fn symbols(&mut self, length: usize) -> Vec<u8> {
            (0..length).map(|_| u8::try_from(self.below(32)).unwrap()).collect()
        }

        /// A human-readable part as BIP 173 allows it, without letters in upper case.
        fn hrp(&mut self) -> String {
            let length = 1 + self.below(83);
            (0..length)
                .map(|_| char::from(u8::try_from(33 + self.below(94)).unwrap()))
                .map(|character| character.to_ascii_lowercase())
                .collect()
        }
    }

    fn text(symbols: &[u8]) -> String {
        symbols.iter().copied().map(character_of).collect()
    }

    /// The checksum as the `bech32` crate computes it: `Bech32` or `Bech32m`.
    fn by_bech32<C: bech32::Checksum<MidstateRepr = u32>>(hrp: &str, symbols: &[u8]) -> String {
        let mut engine = Engine::<C>::new();
        engine.input_hrp(Hrp::parse(hrp).unwrap());
        for symbol in symbols {
            engine.input_fe(Fe32::try_from(*symbol).unwrap());
        }
        engine.input_target_residue();
        let residue = *engine.residue();
        (0..6)
            .rev()
            .map(|place| character_of(u8::try_from(residue >> (5 * place) & 31).unwrap()))
            .collect()
    }

    #[test]
    fn the_same_as_the_crates() {
        let mut draw = Draw(11);
        // Every remainder of a block, several blocks, and lengths of invoices.
        for length in (0..200).chain([489, 490, 499, 1_023, 7_089, 60_000]) {
            let (hrp, symbols) = (draw.hrp(), draw.symbols(length));
            let data = text(&symbols);
            let (checksum, case) = Checksum::of_hrp(&hrp).text(&data).unwrap();
            assert_eq!(checksum.finish(), by_bech32::<Bech32>(&hrp, &symbols), "{hrp} {data}");
            let letters = data.bytes().any(|byte| byte.is_ascii_lowercase());
            assert_eq!(case, letters.then_some(Case::Lower));

            let whole = data.clone() + &checksum.finish();
            let checked = Symbols::parse_checked(&hrp, &whole).unwrap();
            assert_eq!(checked.symbols.iter().collect::<Vec<u8>>(), symbols);
            // In upper case it is the same text.
            let upper = whole.to_uppercase();
            let checked = Symbols::parse_checked(&hrp.to_uppercase(), &upper).unwrap();
            assert_eq!(checked.symbols.iter().collect::<Vec<u8>>(), symbols);
            assert_ne!(checked.case, Some(Case::Lower));

            // bech32m's constant is not bech32's.
            let other = data + &by_bech32::<Bech32m>(&hrp, &symbols);
            assert_eq!(Symbols::parse_checked(&hrp, &other), Err(CheckedError::Checksum));
        }
    }

    /// A table is as good as its worst entry: every symbol at every place of a block, and every
    /// symbol of a state.
    #[test]
    fn every_entry_of_the_tables() {
        for place in 0..BLOCK {
            for symbol in 0..32 {
                let mut symbols = [0; BLOCK];
                symbols[place] = symbol;
                let expected = symbols.iter().fold(0, |state, v| step(state, u32::from(*v)));
                let character = usize::from(u8::try_from(character_of(symbol)).unwrap());
                assert_eq!(CHARACTERS[place][character] & STATE, expected);
                let upper = usize::from(u8::try_from(character).unwrap().to_ascii_uppercase());
                assert_eq!(CHARACTERS[place][upper] & STATE, expected);
            }
            for byte in 0..=255_u8 {
                let kind = CHARACTERS[place][usize::from(byte)] & !STATE;
                let expected = match (super::super::symbol_of(byte), byte) {
                    (None, _) => LOWER | UPPER,
                    (_, b'0'..=b'9') => 0,
                    (_, b'a'..=b'z') => LOWER,
                    _ => UPPER,
                };
                assert_eq!(kind, expected, "{byte}");
            }
        }
        for state in (0..30).map(|bit| 1 << bit).chain([STATE, 0x1234_5678]) {
            let expected = (0..BLOCK).fold(state, |state, _| step(state, 0));
            assert_eq!(block_later(state), expected);
        }
    }

    #[test]
    fn known_answers() {
        // BIP 173's valid examples.
        for (hrp, data) in [
            ("A", "2UEL5L"),
            ("a", "2uel5l"),
            (
                "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio",
                "tt5tgs",
            ),
            ("abcdef", "qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"),
            (
                "1",
                "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
            ),
            ("split", "checkupstagehandshakeupstreamerranterredcaperred2y9e3w"),
            ("?", "ezyfcl"),
        ] {
            assert!(Symbols::parse_checked(hrp, data).is_ok(), "{hrp}1{data}");
        }
        let crate_text: String = [1, 2, 3]
            .into_iter()
            .map(|symbol| Fe32::try_from(symbol).unwrap())
            .with_checksum::<Bech32>(&Hrp::parse("lnbc").unwrap())
            .chars()
            .collect();
        let ours = "pzr".to_string() + &Checksum::of_hrp("lnbc").text("pzr").unwrap().0.finish();
        assert_eq!(crate_text, "lnbc1".to_string() + &ours);
    }

    #[test]
    fn one_wrong_character_anywhere() {
        let data = "qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw";
        for place in 0..data.len() {
            for byte in 1..128_u8 {
                let mut changed = data.as_bytes().to_vec();
                changed[place] = byte;
                let changed = String::from_utf8(changed).unwrap();
                let answer = Symbols::parse_checked("abcdef", &changed);
                let expected = match super::super::symbol_of(byte) {
                    _ if changed == data => Ok(()),
                    None => Err(CheckedError::CharacterOrCase),
                    Some(_) if byte.is_ascii_uppercase() => Err(CheckedError::CharacterOrCase),
                    Some(_) => Err(CheckedError::Checksum),
                };
                assert_eq!(answer.map(|_| ()), expected, "{changed}");
            }
        }
    }

    #[test]
    fn shorter_than_a_checksum() {
        for text in ["", "q", "qqqqq", "2uel5"] {
            assert_eq!(Symbols::parse_checked("a", text), Err(CheckedError::Short));
        }
        // A stranger is said first.
        assert_eq!(Symbols::parse_checked("a", "1"), Err(CheckedError::CharacterOrCase));
        assert_eq!(Symbols::parse_checked("a", "q\u{e9}q"), Err(CheckedError::CharacterOrCase));
    }
}
