//! The bytes or the invoice to inspect, of which only so much is ever held.

use core::fmt;
use std::borrow::Cow;
use std::io::{self, Read};

use ampwire::explain::Kind;

/// The most bytes that are taken. A Lightning message has 65535 at most; this is far more, so that a mistaken file is still shown.
const MOST: usize = 16 * 1024 * 1024;

/// How much is read at a time.
const CHUNK: usize = 64 * 1024;

/// Bytes, or the text of an invoice.
#[derive(Debug)]
pub(super) struct Input<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    /// It is text that was not read as hex.
    pub(super) is_invoice: bool,
}

impl<'a> Input<'a> {
    fn of(bytes: impl Into<Cow<'a, [u8]>>, is_invoice: bool) -> Self {
        Self { bytes: bytes.into(), is_invoice }
    }
}

/// Why there are no bytes.
#[derive(Debug)]
pub(super) enum Fault {
    /// There is nothing.
    Empty,
    /// A character that is no hex digit, with its line and column, counted from 1.
    NotHex { character: u8, line: usize, column: usize, hint: &'static str },
    /// Half a byte at the end.
    Odd { digits: usize },
    /// More than [`MOST`].
    TooLong,
    /// Standard input couldn't be read.
    Unreadable(io::Error),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there are no bytes to inspect: the input is empty"),
            Self::NotHex { character, line, column, hint } => {
                if *line > 1 {
                    write!(f, "line {line}, ")?;
                }
                if character.is_ascii() {
                    write!(
                        f,
                        "character {column}, {:?}, is no hex digit{hint}",
                        char::from(*character)
                    )
                } else {
                    write!(f, "character {column}, byte {character:#04x}, is no hex digit{hint}")
                }
            }
            Self::Odd { digits } => {
                write!(f, "there are {digits} hex digits: one is missing, or one too many")
            }
            Self::TooLong => {
                write!(
                    f,
                    "there are more than {MOST} bytes, and nothing on Lightning is near as long"
                )
            }
            Self::Unreadable(error) => write!(f, "standard input can't be read: {error}"),
        }
    }
}

/// Whether a text is an invoice or at least no hex, which has no l; `None` where nothing says what it is.
fn is_invoice(text: &[u8], kind: Option<Kind>) -> bool {
    match kind {
        Some(kind) => kind == Kind::Invoice,
        None => matches!(text.trim_ascii_start().first(), Some(b'l' | b'L')),
    }
}

/// The bytes, or the invoice, of arguments, which are one text with spaces in it.
pub(super) fn from_arguments(
    arguments: &[String],
    kind: Option<Kind>,
) -> Result<Input<'static>, Fault> {
    if arguments.first().is_some_and(|first| is_invoice(first.as_bytes(), kind)) {
        return raw(arguments.join(" ").as_bytes()).map(|text| Input::of(text, true));
    }
    let mut digits = Digits::default();
    for (index, argument) in arguments.iter().enumerate() {
        if index > 0 {
            digits.take(b" ")?;
        }
        digits.take(argument.as_bytes())?;
    }
    digits.finish().map(|bytes| Input::of(bytes, false))
}

/// The bytes, or the invoice, of one line.
pub(super) fn from_line(line: &[u8], kind: Option<Kind>) -> Result<Input<'_>, Fault> {
    if is_invoice(line, kind) {
        return Ok(Input::of(line, true));
    }
    let mut digits = Digits::default();
    digits.take(line)?;
    digits.finish().map(|bytes| Input::of(bytes, false))
}

/// The bytes of a stream of hex, or the invoice that it has.
pub(super) fn text(mut stream: impl Read, kind: Option<Kind>) -> Result<Input<'static>, Fault> {
    let mut start = Vec::new();
    let chunk = u64::try_from(CHUNK).unwrap_or(u64::MAX);
    stream.by_ref().take(chunk).read_to_end(&mut start).map_err(Fault::Unreadable)?;
    let is_invoice = is_invoice(&start, kind);
    let whole = start.as_slice().chain(stream);
    let bytes = if is_invoice { raw(whole) } else { hex(whole) };
    bytes.map(|bytes| Input::of(bytes, is_invoice))
}

/// The bytes of a stream of hex.
fn hex(mut stream: impl Read) -> Result<Vec<u8>, Fault> {
    let mut digits = Digits::default();
    let mut chunk = vec![0; CHUNK];
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => return digits.finish(),
            Ok(length) => digits.take(chunk.get(..length).unwrap_or_default())?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Fault::Unreadable(error)),
        }
    }
}

/// The bytes of a stream, whatever they are.
pub(super) fn binary(stream: impl Read) -> Result<Input<'static>, Fault> {
    raw(stream).map(|bytes| Input::of(bytes, false))
}

fn raw(stream: impl Read) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MOST).unwrap_or(u64::MAX).saturating_add(1);
    stream.take(limit).read_to_end(&mut bytes).map_err(Fault::Unreadable)?;
    match bytes.len() {
        0 => Err(Fault::Empty),
        length if length > MOST => Err(Fault::TooLong),
        _ => Ok(bytes),
    }
}

/// Hex as it comes, in pieces that may end anywhere.
struct Digits {
    bytes: Vec<u8>,
    /// The first half of a byte.
    half: Option<u8>,
    /// How many digits there are since the last character that was none.
    run: usize,
    line: usize,
    column: usize,
    /// Nothing but spaces has come so far.
    is_first: bool,
}

impl Default for Digits {
    fn default() -> Self {
        Self { bytes: Vec::new(), half: None, run: 0, line: 1, column: 0, is_first: true }
    }
}

impl Digits {
    fn take(&mut self, text: &[u8]) -> Result<(), Fault> {
        text.iter().try_for_each(|character| self.character(*character))
    }

    fn character(&mut self, character: u8) -> Result<(), Fault> {
        self.column = self.column.saturating_add(1);
        match char::from(character).to_digit(16) {
            // A digit is below 16.
            Some(digit) => return self.digit(u8::try_from(digit).unwrap_or_default()),
            // What stands before a number in C and elsewhere: its zero is no digit of the number.
            None if matches!(character, b'x' | b'X') && self.run == 1 && self.half == Some(0) => {
                self.half = None;
            }
            None if is_between(character) => {}
            None => return Err(self.not_hex(character)),
        }
        self.run = 0;
        if character == b'\n' {
            self.line = self.line.saturating_add(1);
            self.column = 0;
        }
        Ok(())
    }

    fn digit(&mut self, digit: u8) -> Result<(), Fault> {
        self.run = self.run.saturating_add(1);
        self.is_first = false;
        match self.half.take() {
            None => self.half = Some(digit),
            Some(_) if self.bytes.len() >= MOST => return Err(Fault::TooLong),
            Some(high) => self.bytes.push(high << 4 | digit),
        }
        Ok(())
    }

    fn not_hex(&self, character: u8) -> Fault {
        let hint = if self.is_first && character.eq_ignore_ascii_case(&b'l') {
            "; an invoice is read with --as invoice"
        } else if !character.is_ascii() || character.is_ascii_control() {
            "; raw bytes are read from standard input with --binary"
        } else {
            ""
        };
        Fault::NotHex { character, line: self.line, column: self.column, hint }
    }

    fn finish(self) -> Result<Vec<u8>, Fault> {
        if self.half.is_some() {
            let digits = self.bytes.len().saturating_mul(2).saturating_add(1);
            return Err(Fault::Odd { digits });
        }
        if self.bytes.is_empty() { Err(Fault::Empty) } else { Ok(self.bytes) }
    }
}

/// What may stand between digits: what hex dumps, lists and quoted strings have there.
fn is_between(character: u8) -> bool {
    character.is_ascii_whitespace() || matches!(character, b',' | b':' | b';' | b'"' | b'\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Result<Vec<u8>, String> {
        let whole = hex(text.as_bytes()).map_err(|fault| fault.to_string());
        // The same in pieces of one byte.
        let mut digits = Digits::default();
        let pieces = text.as_bytes().chunks(1).try_for_each(|piece| digits.take(piece));
        let pieces = pieces.and_then(|()| digits.finish()).map_err(|fault| fault.to_string());
        assert_eq!(whole, pieces);
        whole
    }

    #[test]
    fn what_is_tolerated() {
        let accepted = [
            "0203e8",
            "0203E8\n",
            "0x0203e8",
            "0X0203E8",
            " 02 03\te8\r\n",
            "02:03:e8",
            "{0x02, 0x03, 0xe8".trim_start_matches('{'),
            "\"0203e8\"",
            "0 2 0 3 e 8",
        ];
        for input in accepted {
            assert_eq!(text(input), Ok(vec![2, 3, 0xe8]), "{input}");
        }
    }

    #[test]
    fn what_is_not() {
        let cases = [
            ("", "there are no bytes to inspect: the input is empty"),
            (" \n", "there are no bytes to inspect: the input is empty"),
            ("0x", "there are no bytes to inspect: the input is empty"),
            ("02030", "there are 5 hex digits: one is missing, or one too many"),
            ("02g3", "character 3, 'g', is no hex digit"),
            ("02\n0z", "line 2, character 2, 'z', is no hex digit"),
            ("10x2", "character 3, 'x', is no hex digit"),
            ("lnbc1", "character 1, 'l', is no hex digit; an invoice is read with --as invoice"),
            (
                "02é",
                "character 3, byte 0xc3, is no hex digit; raw bytes are read from standard input with --binary",
            ),
            (
                "\u{1b}[0m",
                "character 1, '\\u{1b}', is no hex digit; raw bytes are read from standard input with --binary",
            ),
        ];
        for (input, message) in cases {
            assert_eq!(text(input).unwrap_err(), message, "{input:?}");
        }
    }

    #[test]
    fn arguments_are_one_text() {
        let arguments = ["0203".to_owned(), "e".to_owned(), "8".to_owned()];
        assert_eq!(*from_arguments(&arguments, None).unwrap().bytes, [2, 3, 0xe8]);
        assert!(matches!(from_arguments(&[String::new()], None), Err(Fault::Empty)));
    }

    #[test]
    fn text_that_can_be_no_hex_is_taken_as_an_invoice() {
        for invoice in ["lnbc1", " LNBC1 ", "lightning:x", "l", "L\u{ff}"] {
            for input in [
                super::text(invoice.as_bytes(), None).unwrap(),
                from_line(invoice.as_bytes(), None).unwrap(),
                from_arguments(&[invoice.to_owned()], None).unwrap(),
            ] {
                assert!(input.is_invoice && *input.bytes == *invoice.as_bytes(), "{input:?}");
            }
        }
        let arguments = ["lnbc1".to_owned(), "x".to_owned()];
        assert_eq!(*from_arguments(&arguments, None).unwrap().bytes, *b"lnbc1 x");
        assert_eq!(*from_line(b"02", Some(Kind::Invoice)).unwrap().bytes, *b"02");
        assert!(from_line(b"lnbc1", Some(Kind::Payload)).is_err());
        let input = super::text(&b"02 03"[..], None).unwrap();
        assert!(!input.is_invoice && *input.bytes == [2, 3], "{input:?}");
    }

    #[test]
    fn what_is_held_is_bounded() {
        assert!(matches!(raw(io::repeat(7)), Err(Fault::TooLong)));
        assert!(matches!(hex(io::repeat(b'7')), Err(Fault::TooLong)));
        assert!(matches!(raw(io::empty()), Err(Fault::Empty)));
        assert_eq!(raw(&b"\x02\n"[..]).unwrap(), b"\x02\n");
    }
}
