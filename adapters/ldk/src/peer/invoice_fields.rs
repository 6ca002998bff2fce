//! The tagged fields of an invoice, as LDK lists them: those that it knows, and all others as symbols.

use bitcoin::bech32::Fe32;

use super::lightning::bolt11_invoice::{RawBolt11Invoice, RawDataPart, RawTaggedField};

/// The symbols of the timestamp, which stands before the fields.
const TIMESTAMP: usize = 7;

/// The symbols of a field's tag and length.
const HEAD: usize = 3;

/// The tags of fields of which several count.
const SEVERAL: [char; 2] = ['f', 'r'];

/// The tag's character.
pub(super) fn tag(field: &RawTaggedField) -> char {
    let symbol = match field {
        RawTaggedField::KnownSemantics(known) => Some(known.tag()),
        RawTaggedField::UnknownSemantics(symbols) => symbols.first().copied(),
    };
    symbol.unwrap_or(Fe32::Q).to_char()
}

/// The characters of a field's value, as LDK writes it.
pub(super) fn words(invoice: &RawBolt11Invoice, field: &RawTaggedField) -> String {
    let data = RawDataPart {
        timestamp: invoice.data.timestamp.clone(),
        tagged_fields: vec![field.clone()],
    };
    let (_, symbols) = RawBolt11Invoice { hrp: invoice.hrp.clone(), data }.to_raw();
    symbols.into_iter().skip(TIMESTAMP + HEAD).map(Fe32::to_char).collect()
}

/// Whether LDK returns the field where it is asked for those with its tag: it knows it, and no other one of which it
/// returns a single one stands before it.
pub(super) fn counts(field: &RawTaggedField, before: &[RawTaggedField]) -> bool {
    let known = |field: &RawTaggedField| matches!(field, RawTaggedField::KnownSemantics(_));
    let tag_here = tag(field);
    known(field)
        && (SEVERAL.contains(&tag_here)
            || !before.iter().any(|other| known(other) && tag(other) == tag_here))
}

/// A field of which LDK knows nothing but its symbols, or none where the characters are not bech32's or too many.
pub(super) fn unknown(tag: Fe32, words: &str) -> Option<RawTaggedField> {
    let words: Vec<Fe32> = words.chars().map(symbol).collect::<Option<_>>()?;
    let length =
        |value: usize| u8::try_from(value).ok().and_then(|value| Fe32::try_from(value).ok());
    let head = [tag, length(words.len() / 32)?, length(words.len() % 32)?];
    Some(RawTaggedField::UnknownSemantics(head.into_iter().chain(words).collect()))
}

/// The symbol of a lower-case character.
pub(super) fn symbol(character: char) -> Option<Fe32> {
    Fe32::from_char(character).ok().filter(|symbol| symbol.to_char() == character)
}
