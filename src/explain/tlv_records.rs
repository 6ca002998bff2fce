//! The records of a TLV stream, one after the other; and a stream of which no more is known.

use super::explanation::{Explanation, Taken};
use super::lax::{self, LaxRecord, Step};
use super::spans::{NAMELESS, Place, Spans};
use super::text::text_or_bytes;
use super::words::{counted, listed};
use super::{Kind, Refusal, Unit, Value, custom};
use crate::onion::{AmpRecord, PaymentData, types};
use crate::tlv::TlvStream;
use crate::wire::length_of;
use alloc::vec::Vec;

/// What the records of a stream mean.
pub(super) trait Meaning {
    /// The record's name.
    fn name(&self, record: &LaxRecord<'_>) -> Option<&'static str>;

    /// Gives the bytes of the value their spans.
    fn value<'a>(&mut self, spans: &mut Spans<'a>, record: &LaxRecord<'a>);

    /// So many more records are there and not listed.
    fn not_listed(&mut self, records: usize);
}

/// Gives every byte of a stream its span. The stream is what stands next.
pub(super) fn walk<'a>(spans: &mut Spans<'a>, mut stream: &'a [u8], meaning: &mut impl Meaning) {
    let mut previous = None;
    while !stream.is_empty() {
        if spans.is_full() {
            let records = lax::count(stream);
            meaning.not_listed(records);
            return spans.push(stream.len(), "records", Place::TOP, Value::NotListed { records });
        }
        match lax::step(stream) {
            Step::TypeCut => {
                return spans.push(stream.len(), "type", Place::TOP, Value::Unread);
            }
            Step::LengthCut { record_type, type_len } => {
                let place = Place::header_of(record_type);
                let empty =
                    LaxRecord { record_type, type_len, declared: 0, length_len: 0, value: &[] };
                let number = Value::Type { number: record_type, name: meaning.name(&empty) };
                spans.push(type_len, "type", place, number);
                let cut = stream.len().saturating_sub(type_len);
                if cut > 0 {
                    spans.push(cut, "length", place, Value::Unread);
                }
                return spans.doubt();
            }
            Step::Record(record) => {
                let ascends = previous.is_none_or(|previous| record.record_type > previous);
                previous = Some(record.record_type);
                if !(ascends && is_minimal(&record) && record.is_complete()) {
                    spans.doubt();
                }
                header(spans, &record, meaning);
                meaning.value(spans, &record);
                stream = stream.get(record.size()..).unwrap_or_default();
            }
        }
    }
}

fn is_minimal(record: &LaxRecord<'_>) -> bool {
    record.type_len == length_of(record.record_type)
        && record.length_len == length_of(record.declared)
}

fn header(spans: &mut Spans<'_>, record: &LaxRecord<'_>, meaning: &impl Meaning) {
    let place = Place::header_of(record.record_type);
    let number = Value::Type { number: record.record_type, name: meaning.name(record) };
    spans.push(record.type_len, "type", place, number);
    let length = Value::Number { number: record.declared, unit: Unit::Bytes };
    spans.push(record.length_len, "length", place, length);
}

/// A value of which no more is known: text where it is text.
pub(super) fn plain_value<'a>(spans: &mut Spans<'a>, record: &LaxRecord<'a>, name: &'static str) {
    let place = Place::inside(record.record_type);
    let value = if !record.is_complete() {
        Value::Unread
    } else if spans.is_doubtful() {
        // Half a secret can be text by chance.
        Value::Bytes
    } else {
        text_or_bytes(record.value)
    };
    spans.push(record.value.len(), name, place, value);
}

/// How many types a summary names.
const NAMED: usize = 8;

/// A stream of which it is not known where it stands.
#[derive(Default)]
struct Anywhere {
    records: usize,
    types: Vec<u64>,
}

impl Meaning for Anywhere {
    fn name(&self, record: &LaxRecord<'_>) -> Option<&'static str> {
        // What a type below the custom ones means is for each stream to say.
        custom::name_of(record.record_type)
    }

    fn value<'a>(&mut self, spans: &mut Spans<'a>, record: &LaxRecord<'a>) {
        self.records = self.records.saturating_add(1);
        if self.types.len() < NAMED {
            self.types.push(record.record_type);
        }
        let place = Place::inside(record.record_type);
        let length = record.value.len();
        if may_be_secret(record.record_type, length) && record.is_complete() {
            spans.push_secret(length, NAMELESS, place, Value::Bytes);
        } else {
            plain_value(spans, record, NAMELESS);
        }
    }

    fn not_listed(&mut self, records: usize) {
        self.records = self.records.saturating_add(records);
    }
}

/// Whether the record would be a secret if the stream were a hop payload, which it may well be.
fn may_be_secret(record_type: u64, length: usize) -> bool {
    let payment_data = PaymentData::MIN_WIRE_LEN..=PaymentData::MAX_WIRE_LEN;
    let amp_record = AmpRecord::MIN_WIRE_LEN..=AmpRecord::MAX_WIRE_LEN;
    match record_type {
        types::PAYMENT_DATA => payment_data.contains(&length) || length == AmpRecord::MAX_WIRE_LEN,
        types::AMP_RECORD => amp_record.contains(&length),
        types::KEYSEND_PREIMAGE => true,
        _ => false,
    }
}

/// Explains a stream of which it is not known where it stands.
pub(super) fn explain(bytes: &[u8]) -> Explanation<'_> {
    let mut spans = Spans::new(bytes);
    let mut stream = Anywhere::default();
    walk(&mut spans, bytes, &mut stream);
    let refusal = TlvStream::parse(bytes).err().map(Refusal::Tlv);
    let mut what = alloc::format!("TLV stream of {}", counted(stream.records, "record", "records"));
    if stream.records > 0 {
        what.push_str(if stream.records == 1 { ", type " } else { ", types " });
        what.push_str(&listed(stream.types.iter(), stream.records, NAMED));
    }
    Explanation::new(bytes, Kind::TlvStream, Taken::default(), spans, refusal, &what)
}
