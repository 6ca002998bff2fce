use super::record::{self, Cut, explain};
use super::{Record, TlvError, TlvErrorKind};
use crate::canary::{Canary, planted};
use core::fmt;
use core::iter::FusedIterator;

/// Walks a TLV stream record by record, checking as it goes.
///
/// Gives each record as it is reached, then the first fault, then nothing more. A caller who wants to
/// know that the whole stream is right has to walk to the end, or use
/// [`TlvStream`](super::TlvStream).
///
/// ```
/// use ampwire::tlv::TlvReader;
///
/// let mut records = TlvReader::new(&[0x01, 0x01, 0xaa, 0x03, 0x05, 0xbb]);
/// assert_eq!(records.next().unwrap()?.value(), [0xaa]);
/// let error = records.next().unwrap().unwrap_err();
/// assert_eq!(error.to_string(), "the length is 5 bytes, but 1 are left at byte 4 (record type 3)");
/// assert!(records.next().is_none());
/// # Ok::<(), ampwire::tlv::TlvError>(())
/// ```
#[derive(Clone)]
pub struct TlvReader<'a> {
    rest: &'a [u8],
    total: usize,
    previous: Option<u64>,
}

impl<'a> TlvReader<'a> {
    /// A reader of a whole stream. Nothing is read yet.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, total: bytes.len(), previous: None }
    }

    /// How many bytes were read so far.
    pub const fn offset(&self) -> usize {
        self.total.saturating_sub(self.rest.len())
    }
}

impl<'a> Iterator for TlvReader<'a> {
    type Item = Result<Record<'a>, TlvError>;

    #[allow(clippy::inline_always, reason = "a call for each record costs as much as reading it")]
    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        // rule: bolt1.tlv.stream-end
        if self.rest.is_empty() {
            return None;
        }
        let offset = self.offset();
        let error = match record::record(self.rest) {
            Ok((record_type, value, rest)) => match self.previous {
                // rule: bolt1.tlv.ascending, rule: bolt1.tlv.no-duplicate; unsigned, so that nothing
                // can follow the highest type, rule: bolt1.tlv.no-wraparound
                Some(previous) if !follows(previous, record_type) => {
                    out_of_order(previous, record_type, offset)
                }
                _ => {
                    self.previous = Some(record_type);
                    self.rest = rest;
                    return Some(Ok(Record::new(record_type, value, offset)));
                }
            },
            Err(cut) => refuse(self.rest, offset, self.previous, cut),
        };
        self.rest = &[];
        Some(Err(error))
    }
}

impl FusedIterator for TlvReader<'_> {}

impl fmt::Debug for TlvReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TlvReader {{ at byte {} of {} }}", self.offset(), self.total)
    }
}

/// Whether a type may stand behind another.
#[inline]
fn follows(previous: u64, record_type: u64) -> bool {
    if planted(Canary::TypeSigned) {
        return record_type ^ (1 << 63) > previous ^ (1 << 63);
    }
    if planted(Canary::TypeAfterHighest) {
        return record_type >= previous.wrapping_add(1);
    }
    record_type > previous
}

/// The error for a record that can't be read. The type is judged before anything behind it is.
///
/// It is given all it needs by value: a reader whose address nobody takes is kept in registers.
#[cold]
fn refuse(input: &[u8], offset: usize, previous: Option<u64>, cut: Cut) -> TlvError {
    let record_type = match cut {
        Cut::Type(_) => None,
        Cut::Length(record_type, _) | Cut::Value(record_type, _) => Some(record_type),
    };
    match (previous, record_type) {
        (Some(previous), Some(record_type)) if record_type <= previous => {
            out_of_order(previous, record_type, offset)
        }
        _ => explain(input, offset, cut),
    }
}

#[cold]
fn out_of_order(previous: u64, record_type: u64, offset: usize) -> TlvError {
    let kind = if record_type == previous {
        TlvErrorKind::TypeDuplicate
    } else if previous == u64::MAX {
        TlvErrorKind::TypeAfterHighest
    } else {
        TlvErrorKind::TypeNotAscending
    };
    TlvError::new(kind, offset, Some(record_type))
}

#[cfg(test)]
mod tests {
    use super::*;
    use TlvErrorKind::{
        LengthNotMinimal, LengthTruncated, TypeAfterHighest, TypeDuplicate, TypeNotAscending,
        TypeNotMinimal, TypeTruncated, ValueTruncated,
    };
    use alloc::vec::Vec;

    fn walk(bytes: &[u8]) -> Result<Vec<(u64, &[u8])>, TlvError> {
        TlvReader::new(bytes).map(|r| r.map(|r| (r.record_type(), r.value()))).collect()
    }

    fn fault(bytes: &[u8]) -> (TlvErrorKind, usize, Option<u64>) {
        let error = walk(bytes).unwrap_err();
        (error.kind(), error.offset(), error.record())
    }

    #[test]
    fn valid_streams() {
        assert_eq!(walk(&[]), Ok(Vec::new()));
        assert_eq!(walk(&[0x21, 0x00]), Ok(alloc::vec![(0x21, &[][..])]));
        assert_eq!(walk(&[0, 1, 7, 1, 0]), Ok(alloc::vec![(0, &[7][..]), (1, &[][..])]));
        let highest = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x2a];
        assert_eq!(walk(&highest), Ok(alloc::vec![(u64::MAX, &[0x2a][..])]));
    }

    #[test]
    fn each_fault_with_its_place() {
        assert_eq!(fault(&[0xfd]), (TypeTruncated, 0, None));
        assert_eq!(fault(&[1, 0, 0xfd, 1]), (TypeTruncated, 2, None));
        assert_eq!(fault(&[0xfd, 0, 1, 0]), (TypeNotMinimal, 0, None));
        assert_eq!(fault(&[0xfd, 1, 1]), (LengthTruncated, 0, Some(257)));
        assert_eq!(fault(&[0x0f, 0xfd, 0x26]), (LengthTruncated, 1, Some(15)));
        assert_eq!(fault(&[0x0f, 0xfd, 0, 1, 0]), (LengthNotMinimal, 1, Some(15)));
        let short = ValueTruncated { declared: 0x2602, available: 0 };
        assert_eq!(fault(&[0x0f, 0xfd, 0x26, 0x02]), (short, 1, Some(15)));
        assert_eq!(fault(&[1, 0, 1, 0]), (TypeDuplicate, 2, Some(1)));
        assert_eq!(fault(&[2, 0, 1, 0]), (TypeNotAscending, 2, Some(1)));
        let mut after_highest = alloc::vec![0xff; 9];
        after_highest.extend([0, 0, 0]);
        assert_eq!(fault(&after_highest), (TypeAfterHighest, 10, Some(0)));
    }

    #[test]
    fn lengths_are_compared_before_they_are_narrowed() {
        for length in [u64::MAX, u64::MAX / 2, 1 << 32, (1 << 32) + 1] {
            let mut bytes = alloc::vec![0x21, 0xff];
            bytes.extend(length.to_be_bytes());
            bytes.push(0);
            let kind = ValueTruncated { declared: length, available: 1 };
            assert_eq!(fault(&bytes), (kind, 1, Some(0x21)));
        }
    }

    #[test]
    fn order_is_judged_before_what_follows_the_type() {
        assert_eq!(fault(&[2, 0, 1, 9]), (TypeNotAscending, 2, Some(1)));
        assert_eq!(fault(&[2, 0, 2]), (TypeDuplicate, 2, Some(2)));
    }

    #[test]
    fn fused_after_the_fault() {
        let mut reader = TlvReader::new(&[2, 0, 1, 0, 3, 0]);
        assert!(matches!(reader.next(), Some(Ok(_))));
        assert!(matches!(reader.next(), Some(Err(_))));
        assert!(reader.next().is_none());
        assert!(reader.next().is_none());
    }
}
