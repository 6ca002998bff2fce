use super::draw;
use crate::onion::payload::CustomRecord;
use crate::onion::{AmpRecord, Layout, Payload, PayloadBuilder, PaymentData, PublicKey, types};
use crate::secret::Preimage;
use crate::wire::{Tu32, Tu64};
use alloc::vec::Vec;
use arbitrary::{Arbitrary, Error, Result, Unstructured};

/// Records that have no name in this library: odd ones and custom ones, ascending, each type once, as
/// many as four.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomRecords(pub Vec<CustomRecord>);

impl<'a> Arbitrary<'a> for CustomRecords {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        // The one way to a custom record is a payload that has it.
        let payload =
            with_others(PayloadBuilder::new().amt_to_forward(0).outgoing_cltv_value(0), u)?;
        let payload = payload.build().map_err(|_| Error::IncorrectFormat)?;
        Ok(Self(payload.other_records().to_vec()))
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, None)
    }
}

/// Every kind of hop: final and intermediate, outside and inside a blinded path, with the AMP record
/// in either layout.
impl<'a> Arbitrary<'a> for Payload {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let builder = match u.int_in_range(0..=9_u8)? {
            0..=4 => final_hop(u)?,
            5 | 6 => intermediate_hop(u)?,
            7 | 8 => blinded_final_hop(u)?,
            _ => blinded_hop(u)?,
        };
        // Valid by construction; were it not, no input of this kind would ever be seen, so the tests
        // of this module hold that it never happens.
        builder.build().map_err(|_| Error::IncorrectFormat)
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, None)
    }
}

fn amount_and_expiry(builder: PayloadBuilder, u: &mut Unstructured<'_>) -> Result<PayloadBuilder> {
    Ok(builder
        .amt_to_forward(u.arbitrary::<Tu64>()?.0)
        .outgoing_cltv_value(u.arbitrary::<Tu32>()?.0))
}

fn final_hop(u: &mut Unstructured<'_>) -> Result<PayloadBuilder> {
    let mut builder = amount_and_expiry(PayloadBuilder::new(), u)?;
    let (mut payment_data, mut total) = (u.arbitrary::<bool>()?, u.ratio(1, 4)?);
    if u.ratio(3, 4)? {
        let amp_record = u.arbitrary::<AmpRecord>()?;
        // Each layout brings what it needs to say the total.
        match amp_record.layout {
            Layout::Type14 => payment_data = true,
            Layout::Type8 => (payment_data, total) = (false, true),
        }
        builder = builder.amp_record(amp_record);
    }
    if payment_data {
        builder = builder.payment_data(u.arbitrary::<PaymentData>()?);
    }
    with_extras(builder, total, u)
}

fn intermediate_hop(u: &mut Unstructured<'_>) -> Result<PayloadBuilder> {
    let builder = amount_and_expiry(PayloadBuilder::new(), u)?;
    let builder = builder.short_channel_id(draw::integer(u, 64)?);
    let total = u.ratio(1, 8)?;
    with_extras(builder, total, u)
}

/// What may stand at any hop outside a blinded path.
fn with_extras(
    mut builder: PayloadBuilder,
    total: bool,
    u: &mut Unstructured<'_>,
) -> Result<PayloadBuilder> {
    if total {
        builder = builder.total_amount_msat(u.arbitrary::<Tu64>()?.0);
    }
    if u.ratio(1, 4)? {
        builder = builder.payment_metadata(draw::value(u)?);
    }
    if u.ratio(1, 8)? {
        builder = builder.keysend_preimage(u.arbitrary::<Preimage>()?);
    }
    with_others(builder, u)
}

fn blinded_final_hop(u: &mut Unstructured<'_>) -> Result<PayloadBuilder> {
    let builder = amount_and_expiry(blinded_hop(u)?, u)?;
    Ok(builder.total_amount_msat(u.arbitrary::<Tu64>()?.0))
}

fn blinded_hop(u: &mut Unstructured<'_>) -> Result<PayloadBuilder> {
    let builder = PayloadBuilder::new().encrypted_recipient_data(draw::value(u)?);
    Ok(if u.arbitrary()? { builder.current_path_key(u.arbitrary::<PublicKey>()?) } else { builder })
}

fn with_others(mut builder: PayloadBuilder, u: &mut Unstructured<'_>) -> Result<PayloadBuilder> {
    let count = if u.arbitrary()? { u.int_in_range(0..=4_usize)? } else { 0 };
    let mut seen = Vec::with_capacity(count);
    for _ in 0..count {
        let record_type = other_type(u)?;
        // A type stands once: the second is left out.
        if !seen.contains(&record_type) {
            seen.push(record_type);
            builder = builder.other_record(record_type, draw::value(u)?);
        }
    }
    Ok(builder)
}

/// A type without a name here: odd, or from 65536 up.
pub(super) fn other_type(u: &mut Unstructured<'_>) -> Result<u64> {
    let drawn = match u.int_in_range(0..=3_u8)? {
        0 => *u.choose(&[
            1,
            3,
            15,
            17,
            19,
            65_535,
            65_536,
            65_537,
            types::KEYSEND_PREIMAGE + 2,
            u64::MAX,
        ])?,
        1 => types::KEYSEND_PREIMAGE.saturating_sub(1),
        _ => draw::integer(u, 64)?,
    };
    let allowed = drawn >= types::CUSTOM_START && !types::is_known(drawn);
    Ok(if allowed { drawn } else { drawn | 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Encode;

    /// Inputs of many lengths, with many a byte in front.
    fn inputs() -> impl Iterator<Item = Vec<u8>> {
        (0..=255_u8).flat_map(|first| {
            (0..40_usize).map(move |length| {
                let next = |byte: &u8| Some(byte.wrapping_mul(5).wrapping_add(113));
                core::iter::successors(Some(first), next).take(length * 7).collect()
            })
        })
    }

    #[test]
    fn never_fails() {
        for input in inputs() {
            assert!(Payload::arbitrary(&mut Unstructured::new(&input)).is_ok(), "{input:?}");
            assert!(CustomRecords::arbitrary(&mut Unstructured::new(&input)).is_ok(), "{input:?}");
        }
    }

    #[test]
    fn every_kind_of_hop_comes_up() {
        let payloads: Vec<Payload> = inputs()
            .map(|input| Payload::arbitrary(&mut Unstructured::new(&input)).unwrap())
            .collect();
        let amp = |layout| move |p: &&Payload| p.amp_record().is_some_and(|r| r.layout == layout);
        assert!(payloads.iter().filter(amp(Layout::Type14)).count() > 100);
        assert!(payloads.iter().filter(amp(Layout::Type8)).count() > 100);
        let blinded = |p: &&Payload| p.encrypted_recipient_data().is_some();
        assert!(payloads.iter().filter(blinded).count() > 100);
        assert!(payloads.iter().filter(|p| p.short_channel_id().is_some()).count() > 100);
        assert!(payloads.iter().filter(|p| p.other_records().len() > 1).count() > 100);
        assert!(payloads.iter().any(|p| p.wire_len() > 300));
    }
}
