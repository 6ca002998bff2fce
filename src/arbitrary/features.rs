use super::draw;
use crate::feature::{Context, Feature};
use alloc::vec::Vec;
use arbitrary::{Arbitrary, Result, Unstructured};

/// A feature vector, and who reads it where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureQuestion {
    /// The bits, in any order, perhaps twice, and perhaps too high for a message.
    pub bits: Vec<u32>,
    /// Which features the reader knows.
    pub knowing: Knowing,
    /// Where the vector stands.
    pub context: Context,
}

/// Which features a reader knows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "for checks alone")]
pub enum Knowing {
    /// Those with a name.
    Amp,
    /// Those with a name, except AMP.
    Bystander,
    /// Those that these bits belong to.
    Bits(Vec<u32>),
}

/// Calls of a [`FeaturesBuilder`](crate::feature::FeaturesBuilder), one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureSteps(pub Vec<FeatureStep>);

/// One call of a [`FeaturesBuilder`](crate::feature::FeaturesBuilder).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "for checks alone")]
pub enum FeatureStep {
    /// `require`.
    Require(Feature),
    /// `offer`.
    Offer(Feature),
    /// `bit`.
    Bit(u32),
}

impl<'a> Arbitrary<'a> for Feature {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        // Those that depend on another come up more often than one in twenty-four.
        let needy = [Self::AMP, Self::BASIC_MPP, Self::ZEROCONF, Self::SIMPLE_CLOSE];
        if u.ratio(1, 4)? { u.choose(&needy).copied() } else { u.choose(Self::ALL).copied() }
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, Some(2))
    }
}

impl<'a> Arbitrary<'a> for Context {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.choose(&[Self::Init, Self::Node, Self::Invoice, Self::ChannelType]).copied()
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, Some(1))
    }
}

/// A bit: of a feature with a name, a low one, or one that no message can hold.
fn bit(u: &mut Unstructured<'_>) -> Result<u32> {
    Ok(match u.int_in_range(0..=15_u8)? {
        0..=9 => {
            let feature = u.arbitrary::<Feature>()?;
            if u.arbitrary()? { feature.required_bit() } else { feature.optional_bit() }
        }
        10..=13 => u.int_in_range(0..=130)?,
        14 => u32::try_from(draw::integer(u, 12)?).unwrap_or(0),
        _ => u32::try_from(draw::integer(u, 32)?).unwrap_or(0) | 1 << 19,
    })
}

/// A bit at the end of what an invoice's field can hold. Those at the end of a message are left out: it
/// takes milliseconds to check such a vector.
fn bit_at_the_end(u: &mut Unstructured<'_>) -> Result<Option<u32>> {
    Ok(if u.ratio(1, 32)? { Some(*u.choose(&[5114, 5115])?) } else { None })
}

fn bits(u: &mut Unstructured<'_>) -> Result<Vec<u32>> {
    let count = u.int_in_range(0..=8_usize)?;
    (0..count).map(|_| bit(u)).collect()
}

impl<'a> Arbitrary<'a> for FeatureQuestion {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let context = u.arbitrary()?;
        let knowing = match u.int_in_range(0..=7_u8)? {
            0..=3 => Knowing::Amp,
            4 | 5 => Knowing::Bystander,
            _ => Knowing::Bits(bits(u)?),
        };
        let mut bits = bits(u)?;
        // What features need, so that the rules behind that one are reached.
        if u.ratio(3, 4)? {
            bits.extend([9, 14]);
        }
        bits.extend(bit_at_the_end(u)?);
        Ok(Self { bits, knowing, context })
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, None)
    }
}

impl<'a> Arbitrary<'a> for FeatureSteps {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let count = u.int_in_range(0..=6_usize)?;
        let mut steps = Vec::with_capacity(count);
        for _ in 0..count {
            steps.push(match u.int_in_range(0..=8_u8)? {
                0..=3 => FeatureStep::Require(u.arbitrary()?),
                4..=7 => FeatureStep::Offer(u.arbitrary()?),
                _ => FeatureStep::Bit(bit(u)?),
            });
        }
        steps.extend(bit_at_the_end(u)?.map(FeatureStep::Bit));
        Ok(Self(steps))
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, None)
    }
}
