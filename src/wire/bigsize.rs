use super::leaf::{self, Fault, Parsed, be_u16, be_u32, be_u64};
use super::{Encode, WireError, WireErrorKind};
use crate::canary::{Canary, planted};
use bytes::BufMut;

/// A BigSize: BOLT 1's variable-length unsigned integer (Appendix A), 1, 3, 5 or 9 bytes.
///
/// ```
/// use ampwire::wire::{BigSize, Encode};
///
/// assert_eq!(BigSize::parse(&[0xfd, 0x00, 0xfd])?, BigSize(253));
/// assert_eq!(BigSize(253).to_vec(), [0xfd, 0x00, 0xfd]);
/// let error = BigSize::parse(&[0xfd, 0x00, 0xfc]).unwrap_err();
/// assert_eq!(error.rule().id(), "bolt1.bigsize.minimal");
/// # Ok::<(), ampwire::wire::WireError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct BigSize(pub u64);

impl BigSize {
    /// The shortest form, in bytes.
    pub const MIN_WIRE_LEN: usize = 1;
    /// The longest form, in bytes.
    pub const MAX_WIRE_LEN: usize = 9;

    /// A length in memory, as it is written. There is no machine with lengths that do not fit.
    #[inline]
    pub(crate) fn of_length(length: usize) -> Self {
        Self(u64::try_from(length).unwrap_or(u64::MAX))
    }

    /// Reads a BigSize that is the whole input.
    ///
    /// # Errors
    ///
    /// As [`parse_prefix`](Self::parse_prefix); bytes left over are refused too.
    #[inline]
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        let (value, rest) = Self::parse_prefix(bytes)?;
        if rest.is_empty() {
            Ok(value)
        } else {
            // rule: ampwire.parse.whole
            let offset = bytes.len().saturating_sub(rest.len());
            Err(WireError::new(WireErrorKind::Trailing, offset))
        }
    }

    /// Reads a BigSize at the start of the input and gives what follows it.
    ///
    /// # Errors
    ///
    /// [`BigSizeTruncated`](WireErrorKind::BigSizeTruncated) where the input is empty or ends inside,
    /// [`BigSizeNotMinimal`](WireErrorKind::BigSizeNotMinimal) where a shorter form would do.
    #[inline]
    pub fn parse_prefix(bytes: &[u8]) -> Result<(Self, &[u8]), WireError> {
        match bigsize(bytes) {
            Ok((value, rest)) => Ok((Self(value), rest)),
            Err(Fault::Empty | Fault::Truncated) => {
                Err(WireError::new(WireErrorKind::BigSizeTruncated, 0))
            }
            Err(Fault::NotMinimal) => Err(WireError::new(WireErrorKind::BigSizeNotMinimal, 0)),
        }
    }
}

impl From<u64> for BigSize {
    fn from(value: u64) -> Self {
        Self(value)
    }
}

impl Encode for BigSize {
    fn wire_len(&self) -> usize {
        length_of(self.0)
    }

    fn put(&self, out: &mut impl BufMut) {
        // The narrowest width that holds the value: minimal by construction.
        if let Ok(value) = u8::try_from(self.0) {
            if value < 0xfd {
                return out.put_u8(value);
            }
        }
        if let Ok(value) = u16::try_from(self.0) {
            out.put_u8(0xfd);
            out.put_u16(value);
        } else if let Ok(value) = u32::try_from(self.0) {
            out.put_u8(0xfe);
            out.put_u32(value);
        } else {
            out.put_u8(0xff);
            out.put_u64(self.0);
        }
    }
}

/// How many bytes a value takes as a BigSize.
pub(crate) const fn length_of(value: u64) -> usize {
    match value {
        0..=0xfc => 1,
        0xfd..=0xffff => 3,
        0x1_0000..=0xffff_ffff => 5,
        _ => 9,
    }
}

/// A BigSize at the start of the input: the value, and what follows it.
#[inline]
pub(crate) fn bigsize(input: &[u8]) -> Result<(u64, &[u8]), Fault> {
    match input.split_first() {
        // One byte is by far the usual form: decided without looking at the others.
        Some((&first, rest)) if first < 0xfd => Ok((u64::from(first), rest)),
        Some((&first, rest)) => {
            long(first, rest).map(|(rest, value)| (value, rest)).map_err(leaf::fault)
        }
        None => Err(Fault::Empty),
    }
}

/// A BigSize of more than one byte, behind its first.
#[inline(never)]
fn long(first: u8, rest: &[u8]) -> Parsed<'_, u64> {
    // rule: bolt1.bigsize.big-endian; be_* fail where bytes lack: rule: bolt1.bigsize.complete
    let (rest, value, floor) = match first {
        0xfd => {
            let (rest, value) = be_u16(rest)?;
            (rest, u64::from(value), 0xfd)
        }
        0xfe => {
            let (rest, value) = be_u32(rest)?;
            (rest, u64::from(value), 0x1_0000)
        }
        _ => {
            let (rest, value) = be_u64(rest)?;
            (rest, value, 0x1_0000_0000)
        }
    };
    // rule: bolt1.bigsize.minimal
    if value < floor - u64::from(planted(Canary::BigSizeFloor)) {
        leaf::fail(Fault::NotMinimal)
    } else {
        Ok((rest, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::WireErrorKind::{BigSizeNotMinimal, BigSizeTruncated};

    /// Every boundary of BOLT 1's Appendix A.
    const PAIRS: [(u64, &[u8]); 10] = [
        (0, &[0x00]),
        (252, &[0xfc]),
        (253, &[0xfd, 0x00, 0xfd]),
        (65535, &[0xfd, 0xff, 0xff]),
        (65536, &[0xfe, 0x00, 0x01, 0x00, 0x00]),
        (0xffff_ffff, &[0xfe, 0xff, 0xff, 0xff, 0xff]),
        (0x1_0000_0000, &[0xff, 0, 0, 0, 1, 0, 0, 0, 0]),
        (0x7fff_ffff_ffff_ffff, &[0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        (0x8000_0000_0000_0000, &[0xff, 0x80, 0, 0, 0, 0, 0, 0, 0]),
        (u64::MAX, &[0xff; 9]),
    ];

    #[test]
    fn boundaries_both_ways() {
        for (value, bytes) in PAIRS {
            assert_eq!(BigSize::parse(bytes), Ok(BigSize(value)));
            assert_eq!(BigSize(value).to_vec(), bytes);
            assert_eq!(BigSize(value).wire_len(), bytes.len());
        }
    }

    #[test]
    fn every_cut_is_refused() {
        for (_, bytes) in PAIRS {
            for end in 0..bytes.len() {
                let error = BigSize::parse(&bytes[..end]).unwrap_err();
                assert_eq!((error.kind(), error.offset()), (BigSizeTruncated, 0));
                assert_eq!(error.rule().id(), "bolt1.bigsize.complete");
            }
        }
    }

    #[test]
    fn longer_forms_are_refused() {
        let longer: [&[u8]; 6] = [
            &[0xfd, 0x00, 0x00],
            &[0xfd, 0x00, 0xfc],
            &[0xfe, 0x00, 0x00, 0x00, 0x00],
            &[0xfe, 0x00, 0x00, 0xff, 0xff],
            &[0xff, 0, 0, 0, 0, 0, 0, 0, 0],
            &[0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff],
        ];
        for bytes in longer {
            let error = BigSize::parse(bytes).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (BigSizeNotMinimal, 0));
        }
    }

    #[test]
    fn whole_and_prefix() {
        assert_eq!(BigSize::parse_prefix(&[1, 2]), Ok((BigSize(1), &[2][..])));
        let error = BigSize::parse(&[0xfd, 1, 0, 7]).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (WireErrorKind::Trailing, 3));
    }
}
