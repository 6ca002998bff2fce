use super::{TlvError, TlvErrorKind};
use crate::wire::{BigSize, Encode};
use bytes::BufMut;

/// Writes a TLV stream record by record and holds its order.
///
/// ```
/// use ampwire::tlv::TlvWriter;
///
/// let mut bytes = Vec::new();
/// let mut writer = TlvWriter::new(&mut bytes);
/// writer.record(1, &[0xaa])?;
/// writer.record(3, &[])?;
/// assert!(writer.record(2, &[]).is_err());
/// assert_eq!(bytes, [0x01, 0x01, 0xaa, 0x03, 0x00]);
/// # Ok::<(), ampwire::tlv::TlvError>(())
/// ```
#[derive(Debug)]
pub struct TlvWriter<'o, B> {
    out: &'o mut B,
    previous: Option<u64>,
    written: usize,
}

impl<'o, B: BufMut> TlvWriter<'o, B> {
    /// A writer of a new stream at the end of `out`.
    pub const fn new(out: &'o mut B) -> Self {
        Self { out, previous: None, written: 0 }
    }

    /// Writes a record.
    ///
    /// # Errors
    ///
    /// Where the type is not above that of the record before; nothing is written then. The offset is
    /// where the record would have stood.
    pub fn record(&mut self, record_type: u64, value: &[u8]) -> Result<(), TlvError> {
        self.begin(record_type)?;
        self.header(record_type, value.len());
        self.out.put_slice(value);
        self.written = self.written.saturating_add(value.len());
        Ok(())
    }

    /// Writes a record whose value is given as what it means.
    ///
    /// # Errors
    ///
    /// As [`record`](Self::record).
    pub fn encode(&mut self, record_type: u64, value: &impl Encode) -> Result<(), TlvError> {
        self.begin(record_type)?;
        let length = value.wire_len();
        self.header(record_type, length);
        value.put(self.out);
        self.written = self.written.saturating_add(length);
        Ok(())
    }

    fn begin(&mut self, record_type: u64) -> Result<(), TlvError> {
        // rule: bolt1.tlv.ascending, rule: bolt1.tlv.no-duplicate
        let kind = match self.previous {
            Some(previous) if record_type == previous => TlvErrorKind::TypeDuplicate,
            Some(previous) if record_type < previous => TlvErrorKind::TypeNotAscending,
            _ => {
                self.previous = Some(record_type);
                return Ok(());
            }
        };
        Err(TlvError::new(kind, self.written, Some(record_type)))
    }

    fn header(&mut self, record_type: u64, length: usize) {
        let (record_type, length) = (BigSize(record_type), BigSize::of_length(length));
        record_type.put(self.out);
        length.put(self.out);
        let header = record_type.wire_len().saturating_add(length.wire_len());
        self.written = self.written.saturating_add(header);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tlv::TlvStream;
    use crate::wire::Tu32;
    use alloc::vec::Vec;

    #[test]
    fn what_is_written_reads_back() {
        let mut bytes = Vec::new();
        let mut writer = TlvWriter::new(&mut bytes);
        writer.encode(2, &Tu32(1000)).unwrap();
        writer.record(u64::MAX, &[0; 300]).unwrap();
        let stream = TlvStream::parse(&bytes).unwrap();
        assert_eq!(stream.get(2).unwrap().value(), [0x03, 0xe8]);
        assert_eq!(stream.get(u64::MAX).unwrap().value().len(), 300);
    }

    #[test]
    fn order_is_held_and_nothing_written() {
        let mut bytes = Vec::new();
        let mut writer = TlvWriter::new(&mut bytes);
        writer.record(4, &[1]).unwrap();
        let duplicate = writer.record(4, &[]).unwrap_err();
        assert_eq!((duplicate.kind(), duplicate.offset()), (TlvErrorKind::TypeDuplicate, 3));
        let lower = writer.record(2, &[]).unwrap_err();
        assert_eq!((lower.kind(), lower.record()), (TlvErrorKind::TypeNotAscending, Some(2)));
        assert_eq!(bytes, [4, 1, 1]);
    }
}
