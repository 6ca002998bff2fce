//! The records of a hop payload.

use super::amp_record::{self, Part};
use super::explanation::{Explanation, Taken};
use super::lax::{self, LaxRecord};
use super::payload_words::Facts;
use super::spans::{NAMELESS, Place, Spans};
use super::tlv_records::{Meaning, plain_value, walk};
#[cfg(feature = "secp256k1")]
use super::{Fault, Span};
use super::{Kind, Reading, Refusal, Unit, Value, custom};
#[cfg(feature = "secp256k1")]
use crate::onion::OnionErrorKind;
use crate::onion::{
    AmpRecord, Layout, OnionError, PayloadRules, PayloadView, PublicKey, Role, types,
};

/// The name of the path key's span.
const PATH_KEY: &str = "current_path_key";

/// What a record of this type is called, whatever its length.
pub(super) const fn name_of(record_type: u64) -> Option<&'static str> {
    Some(match record_type {
        types::AMT_TO_FORWARD => "amt_to_forward",
        types::OUTGOING_CLTV_VALUE => "outgoing_cltv_value",
        types::SHORT_CHANNEL_ID => "short_channel_id",
        types::PAYMENT_DATA => "payment_data",
        types::ENCRYPTED_RECIPIENT_DATA => "encrypted_recipient_data",
        types::CURRENT_PATH_KEY => PATH_KEY,
        types::AMP_RECORD => "amp_record",
        types::PAYMENT_METADATA => "payment_metadata",
        types::TOTAL_AMOUNT_MSAT => "total_amount_msat",
        other => return custom::name_of(other),
    })
}

/// Whether a record of type 8 has the length of an AMP record.
fn is_type8_amp(record: &LaxRecord<'_>) -> bool {
    let length = u64::try_from(AmpRecord::MAX_WIRE_LEN);
    record.record_type == types::PAYMENT_DATA && length.is_ok_and(|it| it == record.declared)
}

impl Meaning for Facts {
    fn name(&self, record: &LaxRecord<'_>) -> Option<&'static str> {
        name_of(if is_type8_amp(record) { types::AMP_RECORD } else { record.record_type })
    }

    fn value<'a>(&mut self, spans: &mut Spans<'a>, record: &LaxRecord<'a>) {
        let name = name_of(record.record_type).unwrap_or(NAMELESS);
        let integer = |spans: &mut _, width, unit| integer(spans, record, name, width, unit);
        match record.record_type {
            types::AMT_TO_FORWARD => self.amt_to_forward = integer(spans, 8, Unit::Msat),
            types::OUTGOING_CLTV_VALUE => {
                self.outgoing_cltv_value = integer(spans, 4, Unit::Height);
            }
            types::TOTAL_AMOUNT_MSAT => self.total_amount_msat = integer(spans, 8, Unit::Msat),
            types::SHORT_CHANNEL_ID => self.short_channel_id = short_channel_id(spans, record),
            types::PAYMENT_DATA if is_type8_amp(record) => self.amp(spans, record, Layout::Type8),
            types::PAYMENT_DATA => {
                self.has_payment_data = true;
                self.total_msat = payment_data(spans, record);
            }
            types::ENCRYPTED_RECIPIENT_DATA => {
                self.is_blinded = true;
                let value = if record.is_complete() { Value::Bytes } else { Value::Unread };
                let place = Place::inside(record.record_type);
                spans.push(record.value.len(), name, place, value);
            }
            types::CURRENT_PATH_KEY => {
                self.has_path_key = true;
                let key = <[u8; 33]>::try_from(record.value).ok().and_then(PublicKey::new);
                let fits = record.is_complete() && key.is_some();
                let value = if fits { Value::Bytes } else { Value::Malformed };
                let place = Place::inside(record.record_type);
                spans.push(record.value.len(), name, place, value);
            }
            types::AMP_RECORD => self.amp(spans, record, Layout::Type14),
            types::PAYMENT_METADATA => {
                self.has_metadata = true;
                plain_value(spans, record, name);
            }
            types::KEYSEND_PREIMAGE => {
                self.has_keysend = true;
                let fits = record.is_complete() && record.value.len() == 32;
                let value = if fits { Value::Bytes } else { Value::Malformed };
                let place = Place::inside(record.record_type);
                spans.push_secret(record.value.len(), name, place, value);
            }
            other => {
                self.other(other);
                plain_value(spans, record, name);
            }
        }
    }

    fn not_listed(&mut self, _: usize) {}
}

impl Facts {
    fn amp<'a>(&mut self, spans: &mut Spans<'a>, record: &LaxRecord<'a>, layout: Layout) {
        let part: Part = amp_record::fields(spans, record.value, layout, record.is_complete());
        self.amp_record = Some(part);
    }
}

fn integer<'a>(
    spans: &mut Spans<'a>,
    record: &LaxRecord<'a>,
    name: &'static str,
    width: usize,
    unit: Unit,
) -> Option<u64> {
    let number = if record.is_complete() { truncated_integer(record.value, width) } else { None };
    let value = number.map_or(Value::Malformed, |number| Value::Number { number, unit });
    spans.push(record.value.len(), name, Place::inside(record.record_type), value);
    number
}

/// A truncated integer of at most so many bytes, eight or fewer.
fn truncated_integer(bytes: &[u8], width: usize) -> Option<u64> {
    let fits = bytes.len() <= width && bytes.first() != Some(&0);
    fits.then(|| bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}

fn short_channel_id<'a>(spans: &mut Spans<'a>, record: &LaxRecord<'a>) -> Option<u64> {
    let bytes = <[u8; 8]>::try_from(record.value).ok().filter(|_| record.is_complete());
    let id = bytes.map(u64::from_be_bytes);
    let value = id.map_or(Value::Malformed, Value::ShortChannelId);
    let place = Place::inside(record.record_type);
    spans.push(record.value.len(), "short_channel_id", place, value);
    id
}

/// Gives `payment_data` its spans, and the total.
fn payment_data<'a>(spans: &mut Spans<'a>, record: &LaxRecord<'a>) -> Option<u64> {
    let place = Place::inside(record.record_type);
    let Some((_, total)) = record.value.split_first_chunk::<32>() else {
        spans.push_secret(record.value.len(), "payment_secret", place, Value::Malformed);
        return None;
    };
    spans.push_secret(32, "payment_secret", place, Value::Bytes);
    let number = if record.is_complete() { truncated_integer(total, 8) } else { None };
    let value =
        number.map_or(Value::Malformed, |number| Value::Number { number, unit: Unit::Msat });
    if !total.is_empty() || record.is_complete() {
        spans.push(total.len(), "total_msat", place, value);
    }
    number
}

/// Explains a hop payload, behind its length or without it.
pub(super) fn explain(bytes: &[u8], kind: Kind, reading: Reading) -> Explanation<'_> {
    let mut spans = Spans::new(bytes);
    let mut facts = Facts::default();
    let stream = if kind == Kind::FramedPayload { frame(&mut spans) } else { bytes };
    walk(&mut spans, stream, &mut facts);
    let left_over = spans.rest().len();
    if left_over > 0 {
        spans.push(left_over, "left over", Place::TOP, Value::LeftOver);
    }
    let (role, path_key_in_htlc, error) = settle(bytes, kind, reading, Some(&facts));
    let taken =
        Taken { role: Some(role), path_key_in_htlc: Some(path_key_in_htlc), ..Taken::default() };
    let what = facts.words(role);
    let refusal = error.map(Refusal::Onion);
    Explanation::new(bytes, kind, taken, spans, refusal, &what)
}

/// Gives the length before a payload its span, and what of the payload is there.
fn frame<'a>(spans: &mut Spans<'a>) -> &'a [u8] {
    let Some((length, prefix_len)) = lax::bigsize(spans.rest()) else {
        let cut = spans.rest().len();
        if cut > 0 {
            spans.push(cut, "length", Place::TOP, Value::Unread);
        }
        return &[];
    };
    let value = Value::Number { number: length, unit: Unit::Bytes };
    spans.push(prefix_len, "length", Place::TOP, value);
    let rest = spans.rest();
    let whole = usize::try_from(length).ok().and_then(|length| rest.get(..length));
    if whole.is_none_or(|whole| whole.len() < rest.len()) {
        // A byte may be lost or doubled anywhere, and all behind it be shifted.
        spans.doubt();
    }
    whole.unwrap_or(rest)
}

/// Parses, as a payload or behind its length.
fn parse(bytes: &[u8], kind: Kind, rules: PayloadRules) -> Result<(), OnionError> {
    if kind == Kind::FramedPayload {
        PayloadView::parse_framed(bytes, rules).map(drop)
    } else {
        PayloadView::parse(bytes, rules).map(drop)
    }
}

/// Which hop the payload is for and whether a path key came beside it, where that is not known: as
/// the payload is right, or else as it looks. With it, the parser's error.
pub(super) fn settle(
    bytes: &[u8],
    kind: Kind,
    reading: Reading,
    facts: Option<&Facts>,
) -> (Role, bool, Option<OnionError>) {
    let rules =
        |role, path_key| PayloadRules::new(role, reading.layouts).path_key_in_htlc(path_key);
    for role in [Role::Final, Role::Intermediate] {
        for path_key in [false, true] {
            let possible = reading.role.is_none_or(|known| known == role)
                && reading.path_key_in_htlc.is_none_or(|known| known == path_key);
            if possible && parse(bytes, kind, rules(role, path_key)).is_ok() {
                return (role, path_key, None);
            }
        }
    }
    let facts = facts.copied().unwrap_or_default();
    let role = reading.role.unwrap_or_else(|| facts.likely_role());
    let path_key = reading.path_key_in_htlc.unwrap_or_else(|| facts.lacks_path_key());
    (role, path_key, parse(bytes, kind, rules(role, path_key)).err())
}

/// The same explanation, with a path key that is not on the curve as a fault.
#[cfg(feature = "secp256k1")]
pub(super) fn check_points(mut explanation: Explanation<'_>) -> Explanation<'_> {
    if explanation.fault.is_none() {
        let key = explanation.spans.iter().find(|span| span.name() == PATH_KEY);
        if let Some(error) = key.and_then(off_the_curve) {
            let refusal = Refusal::Onion(error);
            let fault = Fault::new(refusal, &explanation.spans, explanation.input.len());
            explanation.fault = Some(fault);
        }
    }
    explanation
}

/// The error that a path key gives which is not on the curve.
#[cfg(feature = "secp256k1")]
fn off_the_curve(key: &Span<'_>) -> Option<OnionError> {
    let point = <[u8; 33]>::try_from(key.bytes()).ok().and_then(PublicKey::new)?;
    // rule: bolt4.blinded.path-key-point
    let kind = OnionErrorKind::PathKeyNotAPoint;
    let error = OnionError::at(kind, key.offset(), types::CURRENT_PATH_KEY);
    (!point.check_point()).then_some(error)
}
