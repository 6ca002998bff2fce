use super::{OnionError, OnionErrorKind};
use crate::canary::{Canary, planted};
use crate::wire::{BigSize, Encode, WireErrorKind};
use bytes::BufMut;

/// A hop payload behind its length (BOLT 4, Packet Structure: `hop_payloads`).
///
/// ```text
/// length   BigSize; 0 (once the legacy format) and 1 (reserved) are refused
/// payload  `length` bytes: a TLV stream
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct HopPayload<'a> {
    payload: &'a [u8],
}

impl<'a> HopPayload<'a> {
    /// Takes the framed payload from the start of the input and gives what follows it: in an onion
    /// the hop's HMAC and the payloads of the hops behind it.
    ///
    /// # Errors
    ///
    /// Where the length is cut, not minimal, 0 or 1, or runs past the end of the input.
    pub fn parse_prefix(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), OnionError> {
        let framing = |kind| OnionError::frame(kind, 0);
        let (mut length, rest) = BigSize::parse_prefix(bytes).map_err(|error| {
            framing(match error.kind() {
                // rule: bolt4.hop-payload.length-minimal
                WireErrorKind::BigSizeNotMinimal => OnionErrorKind::FrameLengthNotMinimal,
                _ => OnionErrorKind::FrameLengthTruncated,
            })
        })?;
        // rule: bolt4.hop-payload.length-reserved
        if length.0 < 2 {
            return Err(framing(OnionErrorKind::FrameLengthReserved { length: length.0 }));
        }
        if planted(Canary::FrameLengthNarrowed) {
            length.0 &= u64::from(u32::MAX);
        }
        // rule: bolt4.hop-payload.complete. Compared before it is narrowed.
        match usize::try_from(length.0).ok().and_then(|length| rest.split_at_checked(length)) {
            Some((payload, rest)) => Ok((Self { payload }, rest)),
            None => Err(framing(OnionErrorKind::FrameTruncated {
                declared: length.0,
                available: rest.len(),
            })),
        }
    }

    /// Reads a framed payload that is the whole input.
    ///
    /// # Errors
    ///
    /// As [`parse_prefix`](Self::parse_prefix); bytes left over are refused too.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, OnionError> {
        let (payload, rest) = Self::parse_prefix(bytes)?;
        if rest.is_empty() {
            Ok(payload)
        } else {
            // rule: ampwire.parse.whole
            let offset = bytes.len().saturating_sub(rest.len());
            Err(OnionError::frame(OnionErrorKind::FrameTrailing, offset))
        }
    }

    /// The payload: a TLV stream.
    pub const fn payload(&self) -> &'a [u8] {
        self.payload
    }

    /// How many bytes the length takes.
    pub fn prefix_len(&self) -> usize {
        BigSize::of_length(self.payload.len()).wire_len()
    }
}

impl core::fmt::Debug for HopPayload<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "HopPayload([{} bytes])", self.payload.len())
    }
}

/// Writes a payload behind its length.
///
/// # Errors
///
/// [`FrameLengthReserved`](OnionErrorKind::FrameLengthReserved) where the payload has fewer than two
/// bytes, which no hop payload has; nothing is written then.
pub fn frame(payload: &impl Encode, out: &mut impl BufMut) -> Result<(), OnionError> {
    let length = BigSize::of_length(payload.wire_len());
    if length.0 < 2 {
        let kind = OnionErrorKind::FrameLengthReserved { length: length.0 };
        return Err(OnionError::frame(kind, 0));
    }
    length.put(out);
    payload.put(out);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tlv::Record;

    #[test]
    fn whole_and_prefix() {
        let (hop, rest) = HopPayload::parse_prefix(&[2, 0x21, 0, 9]).unwrap();
        assert_eq!((hop.payload(), rest, hop.prefix_len()), (&[0x21, 0][..], &[9][..], 1));
        let error = HopPayload::parse(&[2, 0x21, 0, 9]).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (OnionErrorKind::FrameTrailing, Some(3)));
    }

    #[test]
    fn refused_frames() {
        let kind = |bytes: &[u8]| HopPayload::parse(bytes).unwrap_err().kind();
        assert_eq!(kind(&[]), OnionErrorKind::FrameLengthTruncated);
        assert_eq!(kind(&[0xfd, 0]), OnionErrorKind::FrameLengthTruncated);
        assert_eq!(kind(&[0xfd, 0, 0x10]), OnionErrorKind::FrameLengthNotMinimal);
        assert_eq!(kind(&[0]), OnionErrorKind::FrameLengthReserved { length: 0 });
        assert_eq!(kind(&[1, 0]), OnionErrorKind::FrameLengthReserved { length: 1 });
        let truncated = OnionErrorKind::FrameTruncated { declared: 3, available: 2 };
        assert_eq!(kind(&[3, 0x21, 0]), truncated);
        let mut huge = alloc::vec![0xff; 9];
        huge.push(0);
        let truncated = OnionErrorKind::FrameTruncated { declared: u64::MAX, available: 1 };
        assert_eq!(kind(&huge), truncated);
    }

    #[test]
    fn written_and_read() {
        let record = Record::parse(&[0x21, 1, 7]).unwrap();
        let mut out = alloc::vec::Vec::new();
        frame(&record, &mut out).unwrap();
        assert_eq!(out, [3, 0x21, 1, 7]);
        assert_eq!(HopPayload::parse(&out).unwrap().payload(), record.to_vec());
    }
}
