use super::draw;
use crate::onion::Failure;
use arbitrary::{Arbitrary, Result, Unstructured};

/// Every message with a name, and codes without one, the data borrowed from the input.
impl<'a> Arbitrary<'a> for Failure<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let height = |u: &mut Unstructured<'a>| {
            draw::integer(u, 32).map(|height| u32::try_from(height).unwrap_or(u32::MAX))
        };
        Ok(match u.int_in_range(0..=6_u8)? {
            0 => Self::InvalidOnionPayload {
                record_type: draw::integer(u, 64)?,
                offset: u.arbitrary()?,
            },
            1 => Self::IncorrectOrUnknownPaymentDetails {
                htlc_msat: draw::integer(u, 64)?,
                height: height(u)?,
            },
            2 => Self::MppTimeout,
            3 => Self::FinalIncorrectCltvExpiry { cltv_expiry: height(u)? },
            4 => Self::FinalIncorrectHtlcAmount { incoming_htlc_amt: draw::integer(u, 64)? },
            5 => Self::InvalidOnionBlinding { sha256_of_onion: draw::array32(u)? },
            _ => {
                let code = u.arbitrary()?;
                let length = draw::length(u)?.min(u.len());
                let data = u.bytes(length)?;
                let other = Self::Other { code, data };
                // A code that has a name has that message's data.
                if Failure::parse(&code.to_be_bytes()) == Ok(Self::Other { code, data: &[] }) {
                    other
                } else {
                    Self::MppTimeout
                }
            }
        })
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, None)
    }
}
