//! 32 bytes as people and nodes write them, and secrets from standard input.

use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Read};
use std::path::Path;

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};

use super::Failure;
use crate::args::SecretText;
use crate::render::output::Output;

/// The longest line with 32 bytes that is taken, spaces included.
const LONGEST_LINE: u64 = 1024;

/// How much JSON is read: far more than a node keeps.
const MOST: u64 = 1 << 30;

/// 32 bytes as hex, or as base64 with its padding. The lengths have nothing in common.
///
/// # Errors
/// What is wrong, in words that show nothing of the text.
pub(super) fn array(text: &str) -> Result<[u8; 32], String> {
    let text = text.trim();
    let bytes = match text.len() {
        64 => HEXLOWER_PERMISSIVE.decode(text.as_bytes()),
        44 => BASE64.decode(text.as_bytes()),
        length => {
            return Err(format!(
                "there are {length} characters: 32 bytes are 64 as hex, or 44 as base64"
            ));
        }
    };
    let form = if text.len() == 64 { "hex" } else { "base64" };
    let bytes = bytes.map_err(|error| format!("character {} is not {form}", error.position + 1))?;
    // Of 44 characters one or two may be padding.
    <[u8; 32]>::try_from(bytes).map_err(|bytes| format!("these are {} bytes, not 32", bytes.len()))
}

/// The bytes of an argument, which `name` names in messages, or of the next line of standard input.
pub(super) fn secret(text: &SecretText, name: &str, no_color: bool) -> Result<[u8; 32], Failure> {
    let fault = |words: String| Failure::usage(format!("{name}: {words}"));
    if !text.is_stdin() {
        return array(text.reveal()).map_err(fault);
    }
    let stdin = io::stdin();
    if stdin.is_terminal() {
        Output::stderr(no_color)
            .line(&format!("ampwire: reading {name} from the terminal, a line"));
    }
    let mut line = Vec::new();
    // The lock's buffer is the process's: what a line leaves is there for the next.
    let read = stdin.lock().take(LONGEST_LINE).read_until(b'\n', &mut line);
    read.map_err(|error| fault(format!("standard input can't be read: {error}")))?;
    let text =
        std::str::from_utf8(&line).map_err(|_| fault("standard input is not text".into()))?;
    array(text).map_err(fault)
}

/// A whole file, or standard input.
pub(super) fn whole(file: &Path, no_color: bool) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        let stdin = io::stdin();
        if stdin.is_terminal() {
            let hint = "ampwire: reading JSON from the terminal, to the end of input (Ctrl-D)";
            Output::stderr(no_color).line(hint);
        }
        stdin.lock().take(MOST + 1).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes))
    };
    let name = named(file);
    read.map_err(|error| Failure::usage(format!("{name}: {error}")))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MOST) {
        return Err(Failure::usage(format!("{name}: more than {MOST} bytes")));
    }
    Ok(bytes)
}

/// What a file is called in messages.
pub(super) fn named(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() }
}

/// Fills with the operating system's random bytes. Where it gives none, with zeros, which every user refuses.
pub(super) fn random(bytes: &mut [u8; 32]) {
    if getrandom::fill(bytes).is_err() {
        *bytes = [0; 32];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_two_bytes() {
        let bytes = core::array::from_fn(|index| u8::try_from(index).unwrap());
        let base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        let hexadecimal = hex::encode(bytes);
        for text in [base64, &hexadecimal, &hexadecimal.to_uppercase(), &format!(" {base64}\n")] {
            assert_eq!(array(text), Ok(bytes));
        }
    }

    #[test]
    fn what_is_no_thirty_two_bytes_is_not_shown() {
        for (text, words) in [
            (String::new(), "there are 0 characters: 32 bytes are 64 as hex, or 44 as base64"),
            ("5e".repeat(31), "there are 62 characters: 32 bytes are 64 as hex, or 44 as base64"),
            (format!("{}zz", "5e".repeat(31)), "character 63 is not hex"),
            (format!("{}=!==", "A".repeat(40)), "character 41 is not base64"),
            ("A".repeat(44), "these are 33 bytes, not 32"),
        ] {
            assert_eq!(array(&text).unwrap_err(), words);
        }
    }
}
