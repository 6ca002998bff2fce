//! BigSize and TLV streams, as BOLT 1 has them. It stands where your library will be: when that answers, delete it.

use std::fmt;

/// What is wrong, and where: the offset of the item at fault, and its record's type.
#[derive(Debug)]
pub struct WireError {
    pub kind: &'static str,
    pub message: String,
    pub offset: usize,
    pub tlv_type: Option<u64>,
}

impl WireError {
    fn new(kind: &'static str, message: impl Into<String>, offset: usize) -> Self {
        Self {
            kind,
            message: message.into(),
            offset,
            tlv_type: None,
        }
    }

    fn of(mut self, tlv_type: u64) -> Self {
        self.tlv_type = Some(tlv_type);
        self
    }

    fn behind(mut self, bytes: usize) -> Self {
        self.offset += bytes;
        self
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for WireError {}

/// The number at the start of the bytes, and how many bytes it has.
pub fn read_bigsize(bytes: &[u8]) -> Result<(u64, usize), WireError> {
    let Some((&first, rest)) = bytes.split_first() else {
        return Err(WireError::new(
            "truncated",
            "there is no byte of a number",
            0,
        ));
    };
    // How many bytes of number follow the first, and the smallest number that needs so many.
    let (width, smallest) = match first {
        // To see it red, write 0xfc in the second place: the one number that is then accepted in more bytes than it needs.
        0xfd => (2, 0xfd),
        0xfe => (4, 0x1_0000),
        0xff => (8, 0x1_0000_0000),
        _ => return Ok((first.into(), 1)),
    };
    let Some(digits) = rest.get(..width) else {
        let message = format!("{} of a number's {width} bytes", rest.len());
        return Err(WireError::new("truncated", message, 0));
    };
    let value = digits
        .iter()
        .fold(0, |value, &byte| value << 8 | u64::from(byte));
    if value < smallest {
        let message = format!("{value} in {} bytes", width + 1);
        return Err(WireError::new("not_minimal", message, 0));
    }
    Ok((value, width + 1))
}

/// The records, as type and value. Types are strictly ascending.
pub fn read_tlv_stream(bytes: &[u8]) -> Result<Vec<(u64, &[u8])>, WireError> {
    let mut records: Vec<(u64, &[u8])> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let (kind, read) = read_bigsize(&bytes[at..]).map_err(|error| error.behind(start))?;
        at += read;
        if let Some(&(last, _)) = records.last().filter(|(last, _)| kind <= *last) {
            let wrong = if kind == last { "duplicate" } else { "order" };
            let message = format!("type {kind} after {last}");
            return Err(WireError::new(wrong, message, start).of(kind));
        }
        if at == bytes.len() {
            return Err(WireError::new("truncated", "a record without a length", start).of(kind));
        }
        let claim = at;
        let (length, read) =
            read_bigsize(&bytes[at..]).map_err(|error| error.behind(claim).of(kind))?;
        at += read;
        let left = &bytes[at..];
        let value = usize::try_from(length)
            .ok()
            .and_then(|length| left.get(..length));
        let Some(value) = value else {
            let message = format!("a value of {length} bytes, {} are left", left.len());
            return Err(WireError::new("truncated", message, claim).of(kind));
        };
        records.push((kind, value));
        at += value.len();
    }
    Ok(records)
}
