use crate::symbols::{Case, CheckedError, Checksum, Symbols, character_of, symbol_of};
use alloc::string::String;

/// What every bit of the symbol that is pushed out stands for: BIP 173's generators.
const GENERATORS: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];

/// Any bytes: the first says how many are the human-readable part, the rest is data, once as text and
/// once as symbols. The checksum is the one that BIP 173 describes, found symbol by symbol, and text is
/// taken exactly if it ends with it.
pub fn checksum(data: &[u8]) {
    let Some((length, rest)) = data.split_first() else { return };
    let (hrp, data) = rest.split_at(usize::from(*length).min(rest.len()));
    // Where a reader comes to the checksum, the human-readable part is ASCII.
    let hrp: String = hrp.iter().map(|byte| char::from(byte & 0x7f)).collect();
    checksum_of(&hrp, &String::from_utf8_lossy(data));

    let mut text: String = data.iter().copied().map(character_of).collect();
    let (checksum, case) = Checksum::of_hrp(&hrp).text(&text).unwrap();
    assert_ne!(case, Some(Case::Upper));
    text.push_str(&checksum.finish());
    assert_eq!(remainder(&hrp, &text), 1);
    checksum_of(&hrp, &text);
    checksum_of(&hrp.to_ascii_uppercase(), &text.to_ascii_uppercase());
    // Any other last symbol is wrong.
    let last = text.pop().and_then(|last| symbol_of(u8::try_from(last).unwrap())).unwrap();
    text.push(character_of(last ^ (1 + length % 31)));
    assert_eq!(Symbols::parse_checked(&hrp, &text), Err(CheckedError::Checksum));
}

/// Text behind a human-readable part: it is taken for the reason for which it should be.
pub(super) fn checksum_of(hrp: &str, text: &str) {
    let lower = text.bytes().any(|byte| byte.is_ascii_lowercase());
    let upper = text.bytes().any(|byte| byte.is_ascii_uppercase());
    let strange = text.bytes().any(|byte| symbol_of(byte).is_none());
    let expected = if strange || lower && upper {
        Err(CheckedError::CharacterOrCase)
    } else if text.len() < 6 {
        Err(CheckedError::Short)
    } else if remainder(hrp, text) == 1 {
        Ok(text.len() - 6)
    } else {
        Err(CheckedError::Checksum)
    };
    let found = Symbols::parse_checked(hrp, text);
    assert_eq!(found.map(|checked| checked.symbols.len()), expected, "{hrp} {text}");
    if let Ok(checked) = found {
        let case = if lower { Some(Case::Lower) } else { upper.then_some(Case::Upper) };
        assert_eq!(checked.case, case);
        let characters = checked.symbols.iter().map(character_of);
        assert!(characters.eq(text.to_ascii_lowercase()[..text.len() - 6].chars()));
    }
}

/// BIP 173's division, symbol by symbol: 1 where the text ends with its checksum.
fn remainder(hrp: &str, text: &str) -> u32 {
    let hrp = hrp.to_ascii_lowercase();
    let high = hrp.bytes().map(|byte| byte >> 5);
    let low = hrp.bytes().map(|byte| byte & 31);
    let symbols = text.bytes().filter_map(symbol_of);
    high.chain([0]).chain(low).chain(symbols).fold(1, |state, symbol| {
        let out = state >> 25;
        let shifted = (state & 0x1ff_ffff) << 5 ^ u32::from(symbol);
        (0..5).filter(|bit| out >> bit & 1 == 1).fold(shifted, |state, bit| state ^ GENERATORS[bit])
    })
}
