use super::record::record;
use super::{Record, TlvError, TlvReader};
use core::fmt;
use core::iter::FusedIterator;

/// A TLV stream that was checked as a whole and is borrowed.
///
/// Once it was parsed, nothing about it can fail.
///
/// ```
/// use ampwire::tlv::TlvStream;
///
/// let stream = TlvStream::parse(&[0x01, 0x01, 0xaa, 0x03, 0x00])?;
/// assert_eq!(stream.get(1).unwrap().value(), [0xaa]);
/// assert!(stream.get(2).is_none());
/// assert_eq!(stream.iter().count(), 2);
/// # Ok::<(), ampwire::tlv::TlvError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TlvStream<'a>(&'a [u8]);

impl<'a> TlvStream<'a> {
    /// Checks the framing and the order of a whole stream.
    ///
    /// # Errors
    ///
    /// The first fault, as [`TlvReader`] finds it.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, TlvError> {
        for record in TlvReader::new(bytes) {
            record?;
        }
        Ok(Self(bytes))
    }

    /// A stream of which the caller has walked every record with a [`TlvReader`].
    pub(crate) const fn walked(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// All records, in order.
    pub const fn iter(&self) -> Records<'a> {
        Records { rest: self.0, total: self.0.len() }
    }

    /// The record of this type.
    pub fn get(&self, record_type: u64) -> Option<Record<'a>> {
        self.iter()
            .take_while(|record| record.record_type() <= record_type)
            .find(|record| record.record_type() == record_type)
    }

    /// The bytes of the stream.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Whether there is no record.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for TlvStream<'a> {
    type Item = Record<'a>;
    type IntoIter = Records<'a>;

    fn into_iter(self) -> Records<'a> {
        self.iter()
    }
}

impl<'a> IntoIterator for &TlvStream<'a> {
    type Item = Record<'a>;
    type IntoIter = Records<'a>;

    fn into_iter(self) -> Records<'a> {
        self.iter()
    }
}

/// Shows types and lengths, never values: they can be secrets.
impl fmt::Debug for TlvStream<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlvStream ")?;
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The records of a [`TlvStream`].
#[derive(Clone)]
pub struct Records<'a> {
    rest: &'a [u8],
    total: usize,
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    #[inline]
    fn next(&mut self) -> Option<Record<'a>> {
        // The stream was checked, so the only way not to read a record is that none is left.
        let (record_type, value, rest) = record(self.rest).ok()?;
        let offset = self.total.saturating_sub(self.rest.len());
        self.rest = rest;
        Some(Record::new(record_type, value, offset))
    }
}

impl FusedIterator for Records<'_> {}

impl fmt::Debug for Records<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Records {{ {} of {} bytes left }}", self.rest.len(), self.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Encode;

    #[test]
    fn offsets_point_at_type_length_and_value() {
        let bytes = [0x01, 0x01, 0xaa, 0xfd, 0x01, 0x00, 0x02, 0xbb, 0xcc];
        let stream = TlvStream::parse(&bytes).unwrap();
        let record = stream.get(256).unwrap();
        assert_eq!((record.offset(), record.length_offset(), record.value_offset()), (3, 6, 7));
        assert_eq!(record.to_vec(), bytes[3..]);
        assert_eq!(Record::parse(&bytes[3..]).unwrap().value(), [0xbb, 0xcc]);
        assert_eq!(Record::parse_prefix(&bytes).unwrap().1, &bytes[3..]);
        assert_eq!(Record::parse(&bytes).unwrap_err().offset(), 3);
    }

    #[test]
    fn debug_hides_values() {
        let text = alloc::format!("{:?}", TlvStream::parse(&[1, 1, 0xaa]).unwrap());
        assert_eq!(text, "TlvStream [Record { type: 1, value: [1 bytes], offset: 0 }]");
    }
}
