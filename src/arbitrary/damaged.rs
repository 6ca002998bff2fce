use super::draw;
use crate::onion::{AmpRecord, Payload, PayloadBuilder, PaymentData};
use crate::secret::{PaymentSecret, Preimage, Share};
use alloc::vec::Vec;
use arbitrary::{Arbitrary, Result, Unstructured};

/// A payload for a final hop, whose secrets are known, and what then happens to its bytes.
///
/// The secrets are bytes that are no text and, read as records, fall into disorder at once: bytes
/// chosen with care could be a secret and a right record in one, which nobody can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    /// The payload.
    pub payload: Payload,
    /// What is done to its bytes, in this order.
    pub damages: Vec<Damage>,
}

/// What can happen to bytes. A place is taken modulo their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "for checks alone")]
pub enum Damage {
    /// All from there on is lost.
    Cut(usize),
    /// One byte is lost.
    Lost(usize),
    /// One byte is another.
    Changed(usize, u8),
    /// There is one byte more.
    Inserted(usize, u8),
}

/// What every byte of a secret is. In UTF-8 it stands nowhere.
const SECRET: [u8; 32] = [0xc1; 32];

impl<'a> Arbitrary<'a> for Damaged {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let count = u.int_in_range(0..=3_usize)?;
        let mut damages = Vec::with_capacity(count);
        for _ in 0..count {
            let place = usize::from(u.arbitrary::<u16>()?);
            damages.push(match u.int_in_range(0..=3_u8)? {
                0 => Damage::Cut(place),
                1 => Damage::Lost(place),
                2 => Damage::Changed(place, u.arbitrary()?),
                _ => Damage::Inserted(place, u.arbitrary()?),
            });
        }
        let mut builder = PayloadBuilder::new()
            .amt_to_forward(draw::integer(u, 64)?)
            .outgoing_cltv_value(u.arbitrary()?);
        let amp_record: Option<AmpRecord> =
            if u.ratio(3, 4)? { Some(u.arbitrary()?) } else { None };
        let type8 = amp_record.filter(|record| record.layout.record_type() == 8);
        if let Some(record) = amp_record {
            builder = builder.amp_record(AmpRecord { root_share: Share::new(SECRET), ..record });
        }
        if type8.is_some() {
            builder = builder.total_amount_msat(draw::integer(u, 64)?);
        } else {
            let payment_secret = PaymentSecret::new(SECRET);
            let total_msat = draw::integer(u, 64)?;
            builder = builder.payment_data(PaymentData { payment_secret, total_msat });
        }
        if u.arbitrary()? {
            builder = builder.keysend_preimage(Preimage::new(SECRET));
        }
        if u.arbitrary()? {
            builder = builder.payment_metadata(draw::value(u)?);
        }
        let payload = builder.build().map_err(|_| arbitrary::Error::IncorrectFormat)?;
        Ok(Self { payload, damages })
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, None)
    }
}
