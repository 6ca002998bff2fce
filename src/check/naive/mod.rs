//! A second decoder: straight from the text, slow, with indexes and no shared code. It is here to
//! disagree with the first.

pub(super) mod encrypted_data;
pub(super) mod failure;
pub(super) mod features;
pub(super) mod invoice;
pub(super) mod payee;
pub(super) mod payer;
pub(super) mod payload;
pub(super) mod sha256;

use alloc::vec::Vec;

/// Why bytes are refused: the class by its name in the testee protocol, the byte at fault, counted from
/// the start of the input, and the type of the record where it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) class: &'static str,
    pub(super) offset: usize,
    pub(super) record: Option<u64>,
}

impl Fault {
    pub(super) fn new(class: &'static str, offset: usize) -> Self {
        Self { class, offset, record: None }
    }

    pub(super) fn of(self, record: u64) -> Self {
        Self { record: Some(record), ..self }
    }
}

/// The number in these bytes, most significant first.
pub(super) fn number(bytes: &[u8]) -> u128 {
    let mut value = 0;
    for byte in bytes {
        value = value * 256 + u128::from(*byte);
    }
    value
}

/// A `BigSize` that starts at an offset: its value and the offset behind it.
pub(super) fn bigsize(data: &[u8], at: usize) -> Result<(u64, usize), Fault> {
    if at >= data.len() {
        return Err(Fault::new("truncated", at));
    }
    let more = match data[at] {
        0xff => 8,
        0xfe => 4,
        0xfd => 2,
        _ => 0,
    };
    let end = at + 1 + more;
    if end > data.len() {
        return Err(Fault::new("truncated", at));
    }
    let value = if more == 0 { u128::from(data[at]) } else { number(&data[at + 1..end]) };
    let shortest = if value < 253 {
        0
    } else if value < 1 << 16 {
        2
    } else if value < 1 << 32 {
        4
    } else {
        8
    };
    if more != shortest {
        return Err(Fault::new("not_minimal", at));
    }
    Ok((u64::try_from(value).unwrap(), end))
}

/// A truncated integer of at most `width` bytes that is all of `data`.
pub(super) fn truncated(data: &[u8], width: usize) -> Result<u64, Fault> {
    if data.len() > width {
        Err(Fault::new("bad_length", 0))
    } else if !data.is_empty() && data[0] == 0 {
        Err(Fault::new("not_minimal", 0))
    } else {
        Ok(u64::try_from(number(data)).unwrap())
    }
}

/// A record, by offsets into the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_field_names, reason = "`type` is a keyword")]
pub(super) struct Record {
    pub(super) record_type: u64,
    pub(super) start: usize,
    pub(super) length_at: usize,
    pub(super) value_at: usize,
    pub(super) end: usize,
}

impl Record {
    pub(super) fn value<'d>(&self, data: &'d [u8]) -> &'d [u8] {
        &data[self.value_at..self.end]
    }
}

/// The record that starts at an offset, behind one of type `previous`.
pub(super) fn record(data: &[u8], start: usize, previous: Option<u64>) -> Result<Record, Fault> {
    let (record_type, length_at) = bigsize(data, start)?;
    if previous == Some(record_type) {
        return Err(Fault::new("duplicate", start).of(record_type));
    }
    if previous > Some(record_type) {
        return Err(Fault::new("order", start).of(record_type));
    }
    if length_at == data.len() {
        return Err(Fault::new("truncated", start).of(record_type));
    }
    let (length, value_at) = bigsize(data, length_at).map_err(|fault| fault.of(record_type))?;
    // In numbers that no sum of these can leave.
    let end = u128::from(length) + u128::try_from(value_at).unwrap();
    match usize::try_from(end) {
        Ok(end) if end <= data.len() => Ok(Record { record_type, start, length_at, value_at, end }),
        _ => Err(Fault::new("truncated", length_at).of(record_type)),
    }
}

/// All records up to the first fault, and the fault.
pub(super) fn stream(data: &[u8]) -> (Vec<Record>, Option<Fault>) {
    let mut records: Vec<Record> = Vec::new();
    let mut at = 0;
    while at != data.len() {
        match record(data, at, records.last().map(|last| last.record_type)) {
            Ok(next) => {
                at = next.end;
                records.push(next);
            }
            Err(fault) => return (records, Some(fault)),
        }
    }
    (records, None)
}
