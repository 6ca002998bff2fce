//! What holds for every explanation, and what single ones say.

mod agreement;
mod guesses;
mod random;
mod rows;
mod secrecy;

use super::{Explanation, Kind, Reading, Refusal, Span};
use crate::bolt11::InvoiceView;
use crate::feature::{Context, FeatureRules, FeaturesView};
use crate::onion::{AmpRecord, Failure, Layouts, OnionError, PayloadRules, PayloadView, Role};
use crate::tlv::TlvStream;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

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
    let mut bytes = alloc::vec![u8::try_from(payload.len()).unwrap()];
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

/// The parser's error, for the bytes as they were read.
fn strict(explanation: &Explanation<'_>, reading: Reading) -> Option<Refusal> {
    let bytes = explanation.input();
    let onion = |result: Result<(), OnionError>| result.err().map(Refusal::Onion);
    let rules = || {
        PayloadRules::new(explanation.role().unwrap(), reading.layouts)
            .path_key_in_htlc(explanation.path_key_in_htlc().unwrap())
    };
    match explanation.kind() {
        Kind::FramedPayload => onion(PayloadView::parse_framed(bytes, rules()).map(drop)),
        Kind::Payload => onion(PayloadView::parse(bytes, rules()).map(drop)),
        Kind::TlvStream => TlvStream::parse(bytes).err().map(Refusal::Tlv),
        Kind::Failure => Failure::parse(bytes).err().map(Refusal::Failure),
        Kind::Invoice => match explanation.invoice() {
            Some(text) => InvoiceView::parse_unverified(text).err().map(Refusal::Invoice),
            // What is not even UTF-8 is refused by its characters.
            None => explanation.fault().map(|fault| *fault.refusal()),
        },
        Kind::AmpRecord => onion(AmpRecord::parse(explanation.layout().unwrap(), bytes).map(drop)),
        Kind::Features => match (FeaturesView::from_bytes(bytes), reading.context) {
            (Err(error), _) => Some(Refusal::Feature(error)),
            (Ok(view), Some(context)) => {
                let rules = FeatureRules::amp(context);
                rules.check(&view.to_features()).err().map(Refusal::Feature)
            }
            // What is judged then has its own test.
            (Ok(_), None) => explanation.fault().map(|fault| *fault.refusal()),
        },
    }
}

/// Explains, and checks what holds for every explanation.
fn explain(reading: Reading, kind: Kind, bytes: &[u8]) -> Explanation<'_> {
    let explanation = reading.explain(kind, bytes);
    let mut end = 0;
    for span in explanation.spans() {
        assert_eq!(span.offset(), end, "{kind}: a gap or an overlap");
        assert_eq!(span.bytes(), &bytes[end..end + span.length()]);
        end += span.length();
    }
    assert_eq!(end, bytes.len(), "{kind}: not to the end");
    assert!(explanation.spans().len() <= super::MAX_SPANS + 8);
    assert_eq!(explanation.fault().map(|fault| *fault.refusal()), strict(&explanation, reading));
    if let Some(fault) = explanation.fault() {
        assert!(!fault.to_string().is_empty());
        if let Some(offset) = fault.offset() {
            assert!(offset + fault.length() <= bytes.len(), "{kind}: {fault:?}");
            let spans = explanation.spans();
            let starts = spans.iter().any(|span| span.offset() == offset);
            let is_listed = spans.iter().all(|span| {
                !matches!(span.value(), super::Value::NotListed { .. }) || span.offset() > offset
            });
            // A character of an invoice is at fault wherever it stands.
            let is_inside = kind == Kind::Invoice && fault.length() == 1;
            assert!(
                starts || is_inside || !is_listed || offset == bytes.len(),
                "{kind}: {fault:?} {spans:?}"
            );
        }
    }
    assert!(!explanation.summary().is_empty());
    explanation
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
