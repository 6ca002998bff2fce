//! The spans of a field.

use super::characters::Characters;
use super::shape::Shape;
use super::words::Facts;
use crate::bolt11::{Field, FieldValue, RouteHintEntry, Tag};
use crate::canary::{Canary, planted};
use crate::explain::{Ignored, Packed, Unit, Value};
use crate::symbols::{Symbols, symbol_of};

/// In a text that is broken, a feature vector of more symbols may be something else.
const LONGEST_FEATURES: usize = 24;

/// What a field of this tag is called.
pub(super) const fn name_of(tag: Tag) -> Option<&'static str> {
    Some(match tag {
        Tag::PAYMENT_HASH => "payment_hash",
        Tag::PAYMENT_SECRET => "payment_secret",
        Tag::DESCRIPTION => "description",
        Tag::DESCRIPTION_HASH => "description_hash",
        Tag::PAYEE => "payee",
        Tag::EXPIRY => "expiry",
        Tag::MIN_FINAL_CLTV_EXPIRY_DELTA => "min_final_cltv_expiry_delta",
        Tag::FALLBACK => "fallback",
        Tag::ROUTE_HINT => "route_hint",
        Tag::FEATURES => "features",
        Tag::PAYMENT_METADATA => "payment_metadata",
        Tag::BLINDED_PATH => "blinded_path",
        _ => return None,
    })
}

/// The value of a field: the characters as they stand in the input.
struct FieldSpans<'s, 'a> {
    spans: &'s mut Characters<'a>,
    characters: &'a [u8],
    tag: Tag,
    name: &'static str,
    shape: Shape,
}

/// Gives a field its spans: the next ones. `characters` is all of it, tag and length included.
pub(super) fn spans<'a>(
    spans: &mut Characters<'a>,
    facts: &mut Facts<'a>,
    field: &Field<'_>,
    characters: &'a [u8],
    shape: Shape,
) {
    let tag = field.tag();
    let name = name_of(tag);
    let (header, characters) = characters.split_at_checked(3).unwrap_or((characters, &[]));
    let (tag_character, length) = header.split_at_checked(1).unwrap_or((header, &[]));
    let symbols = u64::try_from(field.symbols().len()).unwrap_or(u64::MAX);
    let length_value = Value::Number { number: symbols, unit: Unit::Symbols };
    let or_malformed =
        |characters, value| if readable(characters) { value } else { Value::Malformed };
    spans.header(1, "tag", tag, or_malformed(tag_character, Value::Tag { tag, name }));
    spans.header(2, "length", tag, or_malformed(length, length_value));
    let name = name.unwrap_or("value");
    let mut value = FieldSpans { spans, characters, tag, name, shape };
    match field.value() {
        _ if !readable(characters) => value.whole(Value::Malformed),
        Ok(says) => value.says(facts, says),
        Err(_) => value.whole(Value::Malformed),
    }
}

fn readable(characters: &[u8]) -> bool {
    characters.iter().all(|character| symbol_of(*character).is_some())
}

impl<'a> FieldSpans<'_, 'a> {
    fn says(&mut self, facts: &mut Facts<'a>, value: FieldValue<'_>) {
        match value {
            FieldValue::PaymentHash(_) | FieldValue::PaymentSecret(_) => self.bytes(),
            FieldValue::DescriptionHash(hash) => {
                facts.description_hash = Some(hash);
                self.bytes();
            }
            FieldValue::Payee(key) => {
                facts.payee = Some(key);
                self.bytes();
            }
            FieldValue::PaymentMetadata(_) => {
                facts.has_metadata = true;
                self.bytes();
            }
            FieldValue::Description(_) => {
                let packed = Packed::new(self.characters);
                // In a text that is broken, what can't be read as text may be anything.
                let text = packed.filter(|packed| {
                    !self.shape.may_mislead() || crate::explain::text::is_readable_text(*packed)
                });
                facts.description = text;
                match text {
                    Some(text) => self.whole(Value::PackedText(text)),
                    None => self.bytes(),
                }
            }
            FieldValue::Expiry(number) => {
                facts.expiry = Some(number);
                self.whole(Value::Number { number, unit: Unit::Seconds });
            }
            FieldValue::MinFinalCltvExpiryDelta(number) => {
                self.whole(Value::Number { number, unit: Unit::Blocks });
            }
            FieldValue::Fallback(fallback) => {
                let number = u64::from(fallback.version());
                self.part(1, "version", Value::Number { number, unit: Unit::None });
                let (_, program) = self.characters.split_at_checked(1).unwrap_or_default();
                let value = Packed::new(program).map_or(Value::Malformed, Value::Packed);
                self.part(program.len(), "program", value);
            }
            FieldValue::RouteHint(_) => self.route_hint(),
            FieldValue::Features(features) => {
                facts.features = Some(features.to_features());
                self.features();
            }
            FieldValue::Skipped => self.ignored(facts, Ignored::Skipped),
            FieldValue::Repeated => self.ignored(facts, Ignored::Repeated),
            FieldValue::Unknown => self.ignored(facts, Ignored::Unknown),
        }
    }

    fn ignored(&mut self, facts: &mut Facts<'a>, why: Ignored) {
        facts.ignored = facts.ignored.saturating_add(1);
        self.whole(Value::Ignored(why));
    }

    /// All of it as bytes.
    fn bytes(&mut self) {
        self.whole(Packed::new(self.characters).map_or(Value::Malformed, Value::Packed));
    }

    /// All of it is this.
    fn whole(&mut self, value: Value<'a>) {
        self.part(self.characters.len(), self.name, value);
    }

    /// The next characters of it are this.
    fn part(&mut self, length: usize, name: &'static str, value: Value<'a>) {
        let is_raw = !matches!(
            value,
            Value::Number { .. }
                | Value::PackedText(_)
                | Value::Bits { .. }
                | Value::ShortChannelId(_)
        );
        // A secret of the wrong length is one too.
        let is_one = self.tag == Tag::PAYMENT_SECRET
            && !(planted(Canary::InvoiceSecret) && matches!(value, Value::Ignored(_)));
        let secret = is_raw && (is_one || self.shape.may_mislead());
        self.spans.value(length, name, self.tag, value, secret);
    }

    /// Entries don't begin at symbols: the symbol that has the first bit of something belongs to that.
    fn route_hint(&mut self) {
        let Some(packed) = Packed::new(self.characters).filter(|_| !self.shape.may_mislead())
        else {
            return self.whole(Value::Unread);
        };
        let number =
            |unit| move |packed: Packed<'a>| Value::Number { number: packed.number(), unit };
        let mut place = 0_usize;
        let mut at = 0_usize;
        while at < packed.len() {
            let mut take = |bytes: usize, name, value: &dyn Fn(Packed<'a>) -> Value<'a>| {
                let says = value(packed.part(at, bytes));
                at = at.saturating_add(bytes);
                // The last one has all that is left.
                let end = if at < packed.len() { at * 8 / 5 } else { self.characters.len() };
                self.part(end.saturating_sub(place), name, says);
                place = end;
            };
            take(33, "node_id", &Value::Packed);
            take(8, "short_channel_id", &|packed| Value::ShortChannelId(packed.number()));
            take(4, "fee_base_msat", &number(Unit::Msat));
            take(4, "fee_proportional_millionths", &number(Unit::Millionths));
            take(2, "cltv_expiry_delta", &number(Unit::Blocks));
        }
        const { assert!(33 + 8 + 4 + 4 + 2 == RouteHintEntry::LEN) }
    }

    /// One span for each symbol that has bits, and one for those without between them.
    fn features(&mut self) {
        let length = self.characters.len();
        let symbols =
            core::str::from_utf8(self.characters).ok().and_then(|text| Symbols::parse(text).ok());
        let Some(symbols) =
            symbols.filter(|_| !self.shape.may_mislead() || length <= LONGEST_FEATURES)
        else {
            return self.whole(Value::Unread);
        };
        if length == 0 {
            return self.whole(Value::Bits { lowest: 0, set: 0 });
        }
        let mut without = 0_usize;
        for (place, set) in symbols.iter().enumerate() {
            let behind = length.saturating_sub(place).saturating_sub(1);
            let lowest =
                |behind: usize| u32::try_from(behind).unwrap_or(u32::MAX).saturating_mul(5);
            if set == 0 {
                without = without.saturating_add(1);
                if behind > 0 {
                    continue;
                }
            }
            if without > 0 {
                let behind = if set == 0 { behind } else { behind.saturating_add(1) };
                self.part(without, self.name, Value::Bits { lowest: lowest(behind), set: 0 });
                without = 0;
            }
            if set != 0 {
                self.part(1, self.name, Value::Bits { lowest: lowest(behind), set });
            }
        }
    }
}
