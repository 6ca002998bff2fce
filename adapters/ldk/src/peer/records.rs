//! Where the records of a TLV stream stand, for the transport: it has to put what belongs to them into the HTLC.
//!
//! No answer comes from here. Where a stream can't be read to its end, or its types do not ascend, LDK is asked all the
//! same, and refuses it.

use std::ops::Range;

use super::bigsize;

/// A record's type, and where its value stands.
pub(super) type Place = (u64, Range<usize>);

/// The records up to the stream's end, or none where it can't be read to its end in ascending order.
pub(super) fn places(stream: &[u8]) -> Vec<Place> {
    walk(stream).unwrap_or_default()
}

fn walk(stream: &[u8]) -> Option<Vec<Place>> {
    let mut places: Vec<Place> = Vec::new();
    let mut rest = stream;
    while !rest.is_empty() {
        let (kind, after) = bigsize::read(rest).ok()?;
        if places.last().is_some_and(|(before, _)| *before >= kind) {
            return None;
        }
        let (length, value) = bigsize::read(after).ok()?;
        let length = usize::try_from(length).ok()?;
        let start = stream.len() - value.len();
        rest = value.get(length..)?;
        places.push((kind, start..start + length));
    }
    Some(places)
}

/// The value of the first record of this type.
pub(super) fn value<'a>(stream: &'a [u8], places: &[Place], kind: u64) -> Option<&'a [u8]> {
    let (_, place) = places.iter().find(|(other, _)| *other == kind)?;
    stream.get(place.clone())
}

/// The stream with some values replaced, and their lengths with them.
pub(super) fn replace(
    stream: &[u8],
    places: &[Place],
    new: impl Fn(u64, &[u8]) -> Option<Vec<u8>>,
) -> Vec<u8> {
    let mut replaced = Vec::new();
    for (kind, place) in places {
        let old = stream.get(place.clone()).unwrap_or_default();
        let value = new(*kind, old).unwrap_or_else(|| old.to_vec());
        replaced.extend(bigsize::write(*kind));
        replaced.extend(bigsize::write(u64::try_from(value.len()).unwrap_or(u64::MAX)));
        replaced.extend(value);
    }
    replaced
}
