//! Bytes as the vectors write them: two lower-case hex digits each. The standard library reads no hex.

use core::fmt;

/// Reads lower-case hex.
///
/// ```
/// assert_eq!(ampwire_vectors::from_hex("00ff"), Ok(vec![0x00, 0xff]));
/// assert!(ampwire_vectors::from_hex("0F").is_err());
/// ```
///
/// # Errors
/// An odd number of digits, or a character that is no lower-case hex digit.
pub fn from_hex(text: &str) -> Result<Vec<u8>, NotHex> {
    let (pairs, rest) = text.as_bytes().split_at(text.len() / 2 * 2);
    let byte = |pair: &[u8]| match pair {
        [high, low] => Ok(digit(*high)? << 4 | digit(*low)?),
        _ => Err(NotHex),
    };
    if rest.is_empty() { pairs.chunks(2).map(byte).collect() } else { Err(NotHex) }
}

fn digit(character: u8) -> Result<u8, NotHex> {
    match character {
        b'0'..=b'9' => Ok(character - b'0'),
        b'a'..=b'f' => Ok(character - b'a' + 10),
        _ => Err(NotHex),
    }
}

/// The text is not lower-case hex with two digits a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotHex;

impl fmt::Display for NotHex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not lower-case hex with two digits a byte")
    }
}

impl core::error::Error for NotHex {}
