//! What explanations say. What holds for every one of them stands in `ampwire::check`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

mod agreement;
mod guesses;
mod random;
mod rows;
mod secrecy;

use ampwire::check::explanation as explain;
use ampwire::explain::{Explanation, Reading, Span};
use ampwire::feature::Context;
use ampwire::onion::{Layouts, Role};

/// A final hop's payload as LND's own code writes it: amount 1000, expiry 800, total 3000, secret
/// 11…, share 22…, set 33…, index 5, metadata 010203, custom record 65537.
const LND: &str = "020203e8040203200822111111111111111111111111111111111111111111111111111111111111\
    11110bb80e412222222222222222222222222222222222222222222222222222222222222222333333333333333333\
    3333333333333333333333333333333333333333333333051003010203fe000100010109";

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| u8::try_from(character.to_digit(16).unwrap()).unwrap())
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// The same payload behind its length.
fn framed(payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![u8::try_from(payload.len()).unwrap()];
    bytes.extend(payload);
    bytes
}

/// Every way to read that a caller can ask for.
fn readings() -> Vec<Reading> {
    let mut readings = Vec::new();
    for layouts in [Layouts::NONE, Layouts::DEPLOYED, Layouts::TYPE8, Layouts::BOTH] {
        let plain = Reading::new(layouts);
        for reading in [plain, plain.role(Role::Final), plain.role(Role::Intermediate)] {
            readings.push(reading);
            readings.push(reading.path_key_in_htlc(true));
            readings.push(reading.path_key_in_htlc(false).context(Context::Invoice));
        }
    }
    readings
}

/// An explanation as rows of text: offset, bytes, name and value, one span a row.
fn rows(explanation: &Explanation<'_>) -> Vec<String> {
    let row = |span: &Span<'_>| {
        let mut row = span.offset().to_string();
        row.push(' ');
        if span.is_secret() {
            row.push_str("(secret)");
        } else {
            let digit = |four_bits| char::from_digit(u32::from(four_bits), 16);
            let digits = span.bytes().iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
            row.extend(digits.flatten());
        }
        for words in [span.name(), &span.value().to_string()] {
            row.push(' ');
            row.push_str(words);
        }
        row.truncate(row.trim_end().len());
        row
    };
    explanation.spans().iter().map(row).collect()
}
