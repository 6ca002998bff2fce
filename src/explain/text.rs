//! Which bytes are shown as text.

use super::{Packed, Value};
use alloc::string::String;
use core::fmt;

/// The bytes as text, where they are UTF-8 that can be put on a terminal; as bytes otherwise.
pub(super) fn text_or_bytes(bytes: &[u8]) -> Value<'_> {
    match core::str::from_utf8(bytes) {
        Ok(text) if is_readable(text) => Value::Text(text),
        _ => Value::Bytes,
    }
}

/// A text between quotation marks, with escapes for what a terminal obeys or what turns the order of
/// what is shown.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for character in self.0.chars() {
            match character {
                '\t' | '\n' | '\r' => write!(f, "{}", character.escape_default())?,
                other if is_allowed(other) => write!(f, "{other}")?,
                other => write!(f, "{}", other.escape_unicode())?,
            }
        }
        f.write_str("\"")
    }
}

/// Gives bytes to `take` as text; what is not UTF-8 is replaced.
pub(super) fn with_text<T>(bytes: Packed<'_>, take: impl FnOnce(&str) -> T) -> T {
    take(&String::from_utf8_lossy(&bytes.to_vec()))
}

/// Whether the bytes are UTF-8 of which all can be put on a terminal as it is.
pub(super) fn is_readable_text(bytes: Packed<'_>) -> bool {
    core::str::from_utf8(&bytes.to_vec()).is_ok_and(is_readable)
}

/// Something to see, and nothing that a terminal obeys or that turns the order of what is shown.
fn is_readable(text: &str) -> bool {
    text.chars().any(|character| !character.is_whitespace() && !is_joiner(character))
        && text.chars().all(is_allowed)
}

fn is_allowed(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        // Marks, embeddings, overrides and isolates of direction; line and paragraph separators; the
        // byte order mark; interlinear annotations; tags.
        '\u{061c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => false,
        other => !other.is_control() && !is_private(other),
    }
}

/// Joiners and selectors shape what stands beside them and are nothing by themselves.
const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// Private use: what it looks like is anyone's guess.
const fn is_private(character: char) -> bool {
    matches!(
        character,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_text() {
        for text in ["hello", "{\"action\":\"boost\"}", "zwei\nZeilen", "日本", "👩‍🚀 ⚡️"]
        {
            assert_eq!(text_or_bytes(text.as_bytes()), Value::Text(text), "{text}");
        }
    }

    #[test]
    fn what_is_quoted() {
        let cases = [
            ("cup", "\"cup\""),
            ("", "\"\""),
            ("a\nb\t", "\"a\\nb\\t\""),
            ("\u{1b}[31m", "\"\\u{1b}[31m\""),
            ("a\0", "\"a\\u{0}\""),
            ("gp\u{202e}j", "\"gp\\u{202e}j\""),
            ("日本", "\"日本\""),
        ];
        for (text, quoted) in cases {
            assert_eq!(alloc::format!("{}", Quoted(text)), quoted);
        }
    }

    #[test]
    fn what_is_not() {
        let cases: [&[u8]; 9] = [
            b"",
            b" \n",
            b"\x09",
            b"a\0b",
            b"\x1b[31mred",
            b"\x7f",
            "gp\u{202e}j.exe".as_bytes(),
            "\u{200d}".as_bytes(),
            &[0xc3, 0x28],
        ];
        for bytes in cases {
            assert_eq!(text_or_bytes(bytes), Value::Bytes, "{bytes:?}");
        }
    }
}
