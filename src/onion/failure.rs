//! Failure messages (BOLT 4, Failure Messages): what a hop or a payee answers when it does not take an
//! HTLC.
//!
//! ```text
//! failure_code  u16
//! data          by the code
//! ```
//!
//! Named here are those that hop payloads and multi-part payments lead to. Bytes after the data of a
//! named message are ignored, as BOLT 4 asks; a code without a name here is kept with its data.
//!
//! # The offset in `invalid_onion_payload`
//!
//! BOLT 4 says "byte offset in the decrypted byte stream" and leaves open where that begins. Here it
//! counts from the first byte of the TLV stream, behind the length prefix: that is what a payload's
//! errors count from, and what the one implementation that sends real offsets does for broken streams.
//! Where there is no byte to point at, since a record is missing, it is 0, and so is the type where
//! none could be read. Deployed AMP nodes always send 0.

use super::OnionError;
use crate::canary::{Canary, planted};
use crate::rule::{RuleId, rule};
use crate::wire::{BigSize, Encode, WireErrorKind};
use bytes::BufMut;
use core::fmt;

/// The message was built by a node before the one that made the onion could be read.
const BADONION: u16 = 0x8000;
/// Trying again does not help.
const PERM: u16 = 0x4000;

#[allow(clippy::decimal_bitwise_operands, reason = "BOLT 4 writes codes so")]
const INVALID_ONION_PAYLOAD: u16 = PERM | 22;
const INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS: u16 = PERM | 15;
const FINAL_INCORRECT_CLTV_EXPIRY: u16 = 18;
const FINAL_INCORRECT_HTLC_AMOUNT: u16 = 19;
const MPP_TIMEOUT: u16 = 23;
#[allow(clippy::decimal_bitwise_operands, reason = "BOLT 4 writes codes so")]
const INVALID_ONION_BLINDING: u16 = BADONION | PERM | 24;

/// A failure message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Failure<'a> {
    /// The hop's payload is not understood or lacks something. PERM|22.
    InvalidOnionPayload {
        /// The record at fault; 0 where none can be named.
        record_type: u64,
        /// Its place in the TLV stream, in bytes; 0 where none can be named.
        offset: u16,
    },
    /// The payee does not know the payment, or not so. PERM|15.
    IncorrectOrUnknownPaymentDetails {
        /// The amount of the HTLC, in msat.
        htlc_msat: u64,
        /// The height the payee was at, in blocks.
        height: u32,
    },
    /// The rest of the payment did not come in time. 23.
    MppTimeout,
    /// The HTLC expires before what the payload says. 18.
    FinalIncorrectCltvExpiry {
        /// The expiry of the HTLC, as a height in blocks.
        cltv_expiry: u32,
    },
    /// The HTLC has a lower amount than the payload says. 19.
    FinalIncorrectHtlcAmount {
        /// The amount of the HTLC, in msat.
        incoming_htlc_amt: u64,
    },
    /// Something failed inside a blinded path. BADONION|PERM|24.
    InvalidOnionBlinding {
        /// The SHA-256 of the onion.
        sha256_of_onion: [u8; 32],
    },
    /// A message that has no name here.
    Other {
        /// The code.
        code: u16,
        /// What follows it.
        data: &'a [u8],
    },
}

impl<'a> Failure<'a> {
    /// Reads a failure message: the code and its data, without the lengths and the padding around it.
    ///
    /// # Errors
    ///
    /// Where the code, or the data that it has to have, is cut, or a number in it is not minimal.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, FailureError> {
        // rule: bolt4.failure.complete
        let (code, data) = take::<2>(bytes, 0)?;
        let code = u16::from_be_bytes(code);
        Ok(match code {
            INVALID_ONION_PAYLOAD => {
                let (record_type, rest) = bigsize(data)?;
                let at = bytes.len().saturating_sub(rest.len());
                let (offset, _) = take::<2>(rest, at)?;
                Self::InvalidOnionPayload { record_type, offset: u16::from_be_bytes(offset) }
            }
            INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS => {
                let (htlc_msat, rest) = take::<8>(data, 2)?;
                let (height, _) = take::<4>(rest, 10)?;
                Self::IncorrectOrUnknownPaymentDetails {
                    htlc_msat: u64::from_be_bytes(htlc_msat),
                    height: u32::from_be_bytes(height),
                }
            }
            FINAL_INCORRECT_CLTV_EXPIRY => {
                Self::FinalIncorrectCltvExpiry { cltv_expiry: u32::from_be_bytes(take(data, 2)?.0) }
            }
            FINAL_INCORRECT_HTLC_AMOUNT => Self::FinalIncorrectHtlcAmount {
                incoming_htlc_amt: u64::from_be_bytes(take(data, 2)?.0),
            },
            MPP_TIMEOUT => Self::MppTimeout,
            INVALID_ONION_BLINDING => {
                Self::InvalidOnionBlinding { sha256_of_onion: take(data, 2)?.0 }
            }
            code => Self::Other { code, data },
        })
    }

    /// The failure code.
    pub const fn code(&self) -> u16 {
        match self {
            Self::InvalidOnionPayload { .. } => INVALID_ONION_PAYLOAD,
            Self::IncorrectOrUnknownPaymentDetails { .. } => INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS,
            Self::MppTimeout => MPP_TIMEOUT,
            Self::FinalIncorrectCltvExpiry { .. } => FINAL_INCORRECT_CLTV_EXPIRY,
            Self::FinalIncorrectHtlcAmount { .. } => FINAL_INCORRECT_HTLC_AMOUNT,
            Self::InvalidOnionBlinding { .. } => INVALID_ONION_BLINDING,
            Self::Other { code, .. } => *code,
        }
    }

    /// BOLT 4's name of the message, where it has one here.
    pub const fn name(&self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidOnionPayload { .. } => "invalid_onion_payload",
            Self::IncorrectOrUnknownPaymentDetails { .. } => "incorrect_or_unknown_payment_details",
            Self::MppTimeout => "mpp_timeout",
            Self::FinalIncorrectCltvExpiry { .. } => "final_incorrect_cltv_expiry",
            Self::FinalIncorrectHtlcAmount { .. } => "final_incorrect_htlc_amount",
            Self::InvalidOnionBlinding { .. } => "invalid_onion_blinding",
            Self::Other { .. } => return None,
        })
    }
}

/// The failure to answer a payload with that has this fault. Inside a blinded path it is
/// `invalid_onion_blinding` instead, which the caller knows and has the onion's hash for.
impl From<&OnionError> for Failure<'_> {
    fn from(error: &OnionError) -> Self {
        Self::InvalidOnionPayload {
            record_type: error.record().unwrap_or(0),
            // A payload in an onion has at most 1300 bytes; a longer one names no place.
            offset: error.offset().and_then(|offset| u16::try_from(offset).ok()).unwrap_or(0),
        }
    }
}

impl Encode for Failure<'_> {
    fn wire_len(&self) -> usize {
        2 + match self {
            Self::InvalidOnionPayload { record_type, .. } => BigSize(*record_type).wire_len() + 2,
            Self::IncorrectOrUnknownPaymentDetails { .. } => 12,
            Self::MppTimeout => 0,
            Self::FinalIncorrectCltvExpiry { .. } => 4,
            Self::FinalIncorrectHtlcAmount { .. } => 8,
            Self::InvalidOnionBlinding { .. } => 32,
            Self::Other { data, .. } => data.len(),
        }
    }

    fn put(&self, out: &mut impl BufMut) {
        // rule: bolt4.failure.codes
        out.put_u16(self.code());
        match self {
            Self::InvalidOnionPayload { record_type, offset } => {
                BigSize(*record_type).put(out);
                let last_first = planted(Canary::FailureOffset);
                out.put_u16(if last_first { offset.swap_bytes() } else { *offset });
            }
            Self::IncorrectOrUnknownPaymentDetails { htlc_msat, height } => {
                out.put_u64(*htlc_msat);
                out.put_u32(*height);
            }
            Self::MppTimeout => {}
            Self::FinalIncorrectCltvExpiry { cltv_expiry } => out.put_u32(*cltv_expiry),
            Self::FinalIncorrectHtlcAmount { incoming_htlc_amt } => out.put_u64(*incoming_htlc_amt),
            Self::InvalidOnionBlinding { sha256_of_onion } => out.put_slice(sha256_of_onion),
            Self::Other { data, .. } => out.put_slice(data),
        }
    }
}

fn take<const N: usize>(bytes: &[u8], at: usize) -> Result<([u8; N], &[u8]), FailureError> {
    // What is cut is pointed at where it begins, or, where no byte of it is there, at the code.
    let offset = if bytes.is_empty() { 0 } else { at };
    let cut = FailureError { kind: FailureErrorKind::Truncated, offset };
    bytes.split_first_chunk::<N>().map(|(chunk, rest)| (*chunk, rest)).ok_or(cut)
}

fn bigsize(data: &[u8]) -> Result<(u64, &[u8]), FailureError> {
    if let (true, [0xfd, high, low, rest @ ..]) = (planted(Canary::FailureType), data) {
        return Ok((u16::from_be_bytes([*high, *low]).into(), rest));
    }
    match BigSize::parse_prefix(data) {
        Ok((value, rest)) => Ok((value.0, rest)),
        // rule: bolt4.failure.type-minimal
        Err(error) if error.kind() == WireErrorKind::BigSizeNotMinimal => {
            Err(FailureError { kind: FailureErrorKind::TypeNotMinimal, offset: 2 })
        }
        Err(_) => {
            let offset = if data.is_empty() { 0 } else { 2 };
            Err(FailureError { kind: FailureErrorKind::Truncated, offset })
        }
    }
}

/// What is wrong with a failure message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureErrorKind {
    /// The code or its data is cut.
    Truncated,
    /// The type in `invalid_onion_payload` is longer than needed.
    TypeNotMinimal,
}

/// Why a failure message was refused, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FailureError {
    kind: FailureErrorKind,
    offset: usize,
}

impl FailureError {
    /// What is wrong.
    pub const fn kind(&self) -> FailureErrorKind {
        self.kind
    }

    /// The first byte of the item at fault.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The rule that is broken.
    pub const fn rule(&self) -> RuleId {
        match self.kind {
            FailureErrorKind::Truncated => rule!("bolt4.failure.complete"),
            FailureErrorKind::TypeNotMinimal => rule!("bolt4.failure.type-minimal"),
        }
    }
}

impl fmt::Display for FailureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.kind {
            FailureErrorKind::Truncated => "the failure message is cut",
            FailureErrorKind::TypeNotMinimal => "the type is longer than its value needs",
        };
        write!(f, "{text} at byte {}", self.offset)
    }
}

impl core::error::Error for FailureError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::onion::{Layouts, PayloadRules, PayloadView, Role};

    /// What LND's own encoder writes for the same.
    #[test]
    fn bytes_of_each_message() {
        let cases: [(Failure<'_>, &[u8]); 7] = [
            (Failure::InvalidOnionPayload { record_type: 14, offset: 0 }, &[0x40, 0x16, 14, 0, 0]),
            (
                Failure::InvalidOnionPayload { record_type: 65534, offset: 258 },
                &[0x40, 0x16, 0xfd, 0xff, 0xfe, 1, 2],
            ),
            (
                Failure::IncorrectOrUnknownPaymentDetails { htlc_msat: 1000, height: 800 },
                &[0x40, 0x0f, 0, 0, 0, 0, 0, 0, 3, 0xe8, 0, 0, 3, 0x20],
            ),
            (Failure::MppTimeout, &[0, 23]),
            (Failure::FinalIncorrectCltvExpiry { cltv_expiry: 7 }, &[0, 18, 0, 0, 0, 7]),
            (
                Failure::FinalIncorrectHtlcAmount { incoming_htlc_amt: 7 },
                &[0, 19, 0, 0, 0, 0, 0, 0, 0, 7],
            ),
            (Failure::Other { code: 0x2002, data: &[9] }, &[0x20, 2, 9]),
        ];
        for (failure, bytes) in cases {
            assert_eq!(failure.to_vec(), bytes);
            assert_eq!(failure.wire_len(), bytes.len());
            assert_eq!(Failure::parse(bytes), Ok(failure));
        }
        let blinding = Failure::InvalidOnionBlinding { sha256_of_onion: [7; 32] }.to_vec();
        assert_eq!((blinding.len(), &blinding[..2]), (34, &[0xc0, 0x18][..]));
    }

    #[test]
    fn every_cut_is_refused_and_what_follows_ignored() {
        let long = Failure::IncorrectOrUnknownPaymentDetails { htlc_msat: 1, height: 2 };
        let mut bytes = long.to_vec();
        for end in 0..bytes.len() {
            let error = Failure::parse(&bytes[..end]).unwrap_err();
            assert!(error.offset() < end.max(1));
        }
        bytes.extend([1, 2, 3]);
        assert_eq!(Failure::parse(&bytes), Ok(long));
        let error = Failure::parse(&[0x40, 0x16, 0xfd, 0, 14, 0, 0]).unwrap_err();
        assert_eq!(error.rule().id(), "bolt4.failure.type-minimal");
    }

    #[test]
    fn from_our_own_errors() {
        let failure = |bytes: &[u8], role| {
            let error =
                PayloadView::parse(bytes, PayloadRules::new(role, Layouts::NONE)).unwrap_err();
            Failure::from(&error)
        };
        assert_eq!(
            failure(&[2, 0, 4, 0, 0x14, 0], Role::Final),
            Failure::InvalidOnionPayload { record_type: 20, offset: 4 }
        );
        assert_eq!(
            failure(&[2, 0, 4, 0], Role::Intermediate),
            Failure::InvalidOnionPayload { record_type: 6, offset: 0 }
        );
        assert_eq!(
            failure(&[0xfd], Role::Final),
            Failure::InvalidOnionPayload { record_type: 0, offset: 0 }
        );
    }
}
