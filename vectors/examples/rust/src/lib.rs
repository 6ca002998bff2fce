//! Reads TLV streams (BOLT 1), and is tested by the vectors.

/// Why data is refused, named by the vectors' classes, so that a test can compare them.
pub type Refused = &'static str;

/// An integer of one, three, five or nine bytes, and how many it has.
pub fn big_size(data: &[u8]) -> Result<(u64, usize), Refused> {
    let (first, rest) = data.split_first().ok_or("truncated")?;
    let (size, least) = match first {
        0xff => (8, 0x1_0000_0000),
        0xfe => (4, 0x1_0000),
        0xfd => (2, 0xfd),
        small => return Ok((u64::from(*small), 1)),
    };
    let bytes = rest.get(..size).ok_or("truncated")?;
    let value = bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    if value < least { Err("not_minimal") } else { Ok((value, 1 + size)) }
}

/// All records, to the end of the data: types and values.
pub fn stream(mut data: &[u8]) -> Result<Vec<(u64, &[u8])>, Refused> {
    let mut records: Vec<(u64, &[u8])> = Vec::new();
    while !data.is_empty() {
        let (kind, used) = big_size(data)?;
        match records.last() {
            Some((before, _)) if kind == *before => return Err("duplicate"),
            Some((before, _)) if kind < *before => return Err("order"),
            _ => {}
        }
        data = &data[used..];
        let (length, used) = big_size(data)?;
        data = &data[used..];
        let length = usize::try_from(length).map_err(|_| "truncated")?;
        let (value, rest) = data.split_at_checked(length).ok_or("truncated")?;
        records.push((kind, value));
        data = rest;
    }
    Ok(records)
}
