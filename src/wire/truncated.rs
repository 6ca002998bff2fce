use super::leaf::Fault;
use super::{Encode, WireError, WireErrorKind};
use crate::canary::{Canary, planted};
use bytes::BufMut;

/// The big-endian value of at most eight bytes. The length is the caller's to check.
#[inline]
fn value_of(bytes: &[u8]) -> Result<u64, Fault> {
    // rule: bolt1.tu.minimal
    if bytes.first() == Some(&0) && !(planted(Canary::TruncatedZero) && bytes.len() == 4) {
        return Err(Fault::NotMinimal);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // The first four and the last four: where they overlap they agree.
        let (first, last) = (u32::from_be_bytes(*first), u32::from_be_bytes(*last));
        return Ok(u64::from(first) << (8 * (bytes.len() - 4)) | u64::from(last));
    }
    Ok(match *bytes {
        [a] => u64::from(a),
        [a, b] => u64::from(u16::from_be_bytes([a, b])),
        [a, b, c] => u64::from(u32::from_be_bytes([0, a, b, c])),
        _ => 0,
    })
}

/// The value of a whole tu32; `None` where there are more than four bytes.
#[inline]
pub(crate) fn tu32(bytes: &[u8]) -> Option<Result<u32, Fault>> {
    // rule: bolt1.tu.length
    if bytes.len() > Tu32::MAX_WIRE_LEN {
        return None;
    }
    // Four bytes at most: the value fits.
    Some(value_of(bytes).map(|value| u32::try_from(value).unwrap_or(u32::MAX)))
}

/// The value of a whole tu64; `None` where there are more than eight bytes.
#[inline]
pub(crate) fn tu64(bytes: &[u8]) -> Option<Result<u64, Fault>> {
    // rule: bolt1.tu.length
    if bytes.len() > Tu64::MAX_WIRE_LEN {
        return None;
    }
    Some(value_of(bytes))
}

macro_rules! truncated_integer {
    ($name:ident, $value:ident, $bytes:literal, $text:literal) => {
        #[doc = concat!("A ", $text, ": a truncated unsigned integer of at most ", $bytes, " bytes (BOLT 1, Fundamental Types).")]
        ///
        /// It has no length of its own: it stands at the end of a record, and all bytes there are its.
        /// Zero takes no byte.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub $value);

        impl $name {
            /// The longest form, in bytes.
            pub const MAX_WIRE_LEN: usize = $bytes;

            /// Reads the integer from the whole input.
            ///
            /// # Errors
            ///
            /// [`IntegerTooLong`](WireErrorKind::IntegerTooLong) where there are more bytes than the
            /// width has, [`IntegerNotMinimal`](WireErrorKind::IntegerNotMinimal) where the first byte
            /// is zero.
            pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
                // rule: bolt1.tu.length
                if bytes.len() > Self::MAX_WIRE_LEN {
                    return Err(WireError::new(WireErrorKind::IntegerTooLong, 0));
                }
                let value = value_of(bytes)
                    .map_err(|_| WireError::new(WireErrorKind::IntegerNotMinimal, 0))?;
                $value::try_from(value)
                    .map(Self)
                    .map_err(|_| WireError::new(WireErrorKind::IntegerTooLong, 0))
            }

            const fn skip(self) -> usize {
                // A shift of at most 64 bits: fits any usize.
                #[allow(clippy::as_conversions, clippy::cast_possible_truncation)]
                let zeros = self.0.leading_zeros() as usize;
                zeros / 8
            }
        }

        impl From<$value> for $name {
            fn from(value: $value) -> Self {
                Self(value)
            }
        }

        impl Encode for $name {
            fn wire_len(&self) -> usize {
                Self::MAX_WIRE_LEN.saturating_sub(self.skip())
            }

            fn put(&self, out: &mut impl BufMut) {
                let bytes = self.0.to_be_bytes();
                out.put_slice(bytes.get(self.skip()..).unwrap_or_default());
            }
        }
    };
}

truncated_integer!(Tu16, u16, 2, "tu16");
truncated_integer!(Tu32, u32, 4, "tu32");
truncated_integer!(Tu64, u64, 8, "tu64");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::WireErrorKind::{IntegerNotMinimal, IntegerTooLong};

    #[test]
    fn boundaries_both_ways() {
        for shift in 0..64_u32 {
            let one = 1_u64 << shift;
            for value in [one - 1, one, one.wrapping_mul(2).wrapping_sub(1)] {
                let bytes = Tu64(value).to_vec();
                assert_eq!(bytes.len(), Tu64(value).wire_len());
                assert_ne!(bytes.first(), Some(&0));
                assert_eq!(Tu64::parse(&bytes), Ok(Tu64(value)));
                if let Ok(value) = u32::try_from(value) {
                    assert_eq!(Tu32(value).to_vec(), bytes);
                    assert_eq!(Tu32::parse(&bytes), Ok(Tu32(value)));
                }
                if let Ok(value) = u16::try_from(value) {
                    assert_eq!(Tu16(value).to_vec(), bytes);
                    assert_eq!(Tu16::parse(&bytes), Ok(Tu16(value)));
                }
            }
        }
        assert!(Tu16(0).to_vec().is_empty());
    }

    #[test]
    fn leading_zeros_and_long_forms_are_refused() {
        for length in 1..=8 {
            let mut bytes = alloc::vec![0; length];
            assert_eq!(Tu64::parse(&bytes).unwrap_err().kind(), IntegerNotMinimal);
            bytes[length - 1] = 1;
            let expected = if length == 1 { Ok(Tu64(1)) } else { Tu64::parse(&bytes) };
            assert_eq!(Tu64::parse(&bytes), expected);
        }
        assert_eq!(Tu64::parse(&[1; 9]).unwrap_err().kind(), IntegerTooLong);
        assert_eq!(Tu32::parse(&[1; 5]).unwrap_err().kind(), IntegerTooLong);
        assert_eq!(Tu16::parse(&[1; 3]).unwrap_err().kind(), IntegerTooLong);
        // Length is judged before the leading zero.
        assert_eq!(Tu16::parse(&[0; 3]).unwrap_err().kind(), IntegerTooLong);
        assert_eq!(Tu16::parse(&[0, 1]).unwrap_err().rule().id(), "bolt1.tu.minimal");
    }
}
