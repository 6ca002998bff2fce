//! The floor that the library's readers are measured against: the shortest loop over a TLV stream
//! that checks what BOLT 1 asks for.
//!
//! It refuses what the library refuses (a type or length that is cut or not minimal, an order that is
//! not strictly ascending, a value that runs past the end) and gives the type and value of each
//! record. It says neither where nor why it refused. The rest of the input is a slice that gets
//! shorter: a place in the whole that is counted up costs twice as much.

/// Gives each record to `each`; false where the stream is broken.
#[inline]
pub fn walk<'a>(mut rest: &'a [u8], mut each: impl FnMut(u64, &'a [u8])) -> bool {
    let mut previous = None;
    while !rest.is_empty() {
        let Some((record_type, after)) = mostly_short(rest) else { return false };
        if previous.is_some_and(|previous| record_type <= previous) {
            return false;
        }
        let Some((length, after)) = mostly_short(after) else { return false };
        let Some((value, after)) =
            usize::try_from(length).ok().and_then(|length| after.split_at_checked(length))
        else {
            return false;
        };
        each(record_type, value);
        previous = Some(record_type);
        rest = after;
    }
    true
}

/// A minimal `BigSize` at the start of the input, and what follows it.
#[inline]
pub fn bigsize(input: &[u8]) -> Option<(u64, &[u8])> {
    let (&first, rest) = input.split_first()?;
    if first < 0xfd { Some((u64::from(first), rest)) } else { long(first, rest) }
}

/// The same, the longer forms out of the way: in a stream they are rare, and without them the loop
/// needs fewer registers (28 instructions a record instead of 33).
#[inline]
fn mostly_short(input: &[u8]) -> Option<(u64, &[u8])> {
    let (&first, rest) = input.split_first()?;
    if first < 0xfd { Some((u64::from(first), rest)) } else { rare(first, rest) }
}

#[inline(never)]
fn rare(first: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    long(first, rest)
}

#[inline]
fn long(first: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let (value, rest, floor) = match first {
        0xfd => {
            let (bytes, rest) = rest.split_first_chunk()?;
            (u64::from(u16::from_be_bytes(*bytes)), rest, 0xfd)
        }
        0xfe => {
            let (bytes, rest) = rest.split_first_chunk()?;
            (u64::from(u32::from_be_bytes(*bytes)), rest, 0x1_0000)
        }
        _ => {
            let (bytes, rest) = rest.split_first_chunk()?;
            (u64::from_be_bytes(*bytes), rest, 0x1_0000_0000)
        }
    };
    (value >= floor).then_some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs;
    use ampwire::tlv::{TlvReader, TlvStream};

    fn by_hand(bytes: &[u8]) -> Option<Vec<(u64, &[u8])>> {
        let mut records = Vec::new();
        walk(bytes, |record_type, value| records.push((record_type, value))).then_some(records)
    }

    fn by_library(bytes: &[u8]) -> Option<Vec<(u64, &[u8])>> {
        TlvReader::new(bytes)
            .map(|record| record.map(|record| (record.record_type(), record.value())).ok())
            .collect()
    }

    /// Every truncation and every inverted byte of every stream.
    #[test]
    fn refuses_what_the_library_refuses() {
        let mut refused = 0;
        let mut compare = |bytes: &[u8]| {
            let expected = by_library(bytes);
            assert_eq!(by_hand(bytes), expected);
            assert_eq!(TlvStream::parse(bytes).is_ok(), expected.is_some());
            refused += usize::from(expected.is_none());
        };
        for mut bytes in inputs::streams() {
            for end in 0..=bytes.len() {
                compare(&bytes[..end]);
            }
            for place in 0..bytes.len() {
                bytes[place] = !bytes[place];
                compare(&bytes);
                bytes[place] = !bytes[place];
            }
        }
        assert!(refused > 20_000, "{refused}");
    }
}
