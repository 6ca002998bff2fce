use super::view::MAX_LEN;
use super::{Feature, FeatureError, FeatureErrorKind};
use crate::canary::{Canary, planted};
use crate::symbols::character_of;
use crate::wire::Encode;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use bytes::BufMut;
use core::fmt;

/// The highest bit that fits a message.
#[allow(clippy::as_conversions, clippy::cast_possible_truncation, reason = "const; it fits")]
const MAX_BIT: u32 = MAX_LEN as u32 * 8 - 1;

/// A feature vector, owned: the set bits. It is written in the shortest form.
///
/// It can hold any bits that a message can, also both of a pair: it is what was read. To put one
/// together by the rules there is [`FeaturesBuilder`].
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Features(BTreeSet<u32>);

impl Features {
    /// Just these bits, as a writer has to take them who is not told what they mean: both of a pair
    /// stay. A bit that is given twice counts once.
    ///
    /// # Errors
    ///
    /// [`TooLong`](FeatureErrorKind::TooLong) for the lowest bit that no message can hold.
    pub fn from_bits(bits: impl IntoIterator<Item = u32>) -> Result<Self, FeatureError> {
        let bits: BTreeSet<u32> = bits.into_iter().collect();
        // rule: bolt9.features.length
        match bits.range(MAX_BIT + 1..).next() {
            None => Ok(Self(bits)),
            Some(bit) => {
                let actual = usize::try_from(bit / 8).unwrap_or(usize::MAX).saturating_add(1);
                Err(FeatureError::new(FeatureErrorKind::TooLong { actual }, Some(*bit)))
            }
        }
    }

    /// Whether the bit is set.
    pub fn contains(&self, bit: u32) -> bool {
        self.0.contains(&bit)
    }

    /// Whether either bit of the feature is set.
    pub fn has(&self, feature: Feature) -> bool {
        self.contains(feature.required_bit()) || self.contains(feature.optional_bit())
    }

    /// Whether the feature is required: its even bit is set, whatever the odd one is.
    pub fn requires(&self, feature: Feature) -> bool {
        self.contains(feature.required_bit())
    }

    /// The set bits, ascending.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u32> + '_ {
        self.0.iter().copied()
    }

    /// Whether no bit is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The digits of this many bits each, the last one first, as few as there need be.
    fn digits(&self, width: u32) -> Vec<u8> {
        let mut digits = Vec::new();
        for bit in &self.0 {
            let place = usize::try_from(bit / width).unwrap_or(usize::MAX);
            if digits.len() <= place {
                // Bounded: no bit is over MAX_BIT.
                digits.resize(place.saturating_add(1), 0_u8);
            }
            if let Some(digit) = digits.get_mut(place) {
                *digit |= 1 << (bit % width);
            }
        }
        digits
    }

    /// The vector in bech32's alphabet, as it stands in an invoice.
    pub fn to_symbols(&self) -> String {
        let mut digits = self.digits(5);
        if planted(Canary::FeatureSymbols) {
            digits.resize(self.wire_len().saturating_mul(8).div_ceil(5), 0);
        }
        digits.into_iter().rev().map(character_of).collect()
    }
}

/// Bits that no message can hold are left out.
impl FromIterator<u32> for Features {
    fn from_iter<T: IntoIterator<Item = u32>>(bits: T) -> Self {
        Self(bits.into_iter().filter(|bit| *bit <= MAX_BIT).collect())
    }
}

impl Encode for Features {
    fn wire_len(&self) -> usize {
        let floored = planted(Canary::FeatureByte);
        let bytes = |bit: &u32| if floored { bit.div_ceil(8) } else { bit / 8 + 1 };
        let highest = self.0.last().map_or(0, bytes);
        usize::try_from(highest).unwrap_or(usize::MAX)
    }

    fn put(&self, out: &mut impl BufMut) {
        // rule: bolt9.features.minimal
        self.digits(8).into_iter().rev().for_each(|byte| out.put_u8(byte));
    }
}

impl fmt::Debug for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Features ")?;
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Puts a feature vector together by the rules for writers: what a feature needs is set with it, and
/// no pair has both its bits.
///
/// ```
/// use ampwire::feature::{Feature, FeaturesBuilder};
///
/// let features = FeaturesBuilder::new()
///     .require(Feature::VAR_ONION_OPTIN)
///     .require(Feature::AMP)
///     .build()?;
/// assert_eq!(features.iter().collect::<Vec<u32>>(), [8, 14, 30]);
/// # Ok::<(), ampwire::feature::FeatureError>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct FeaturesBuilder(BTreeSet<u32>);

impl FeaturesBuilder {
    /// A vector without bits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a feature as required, and with it, as required, what it needs.
    pub fn require(mut self, feature: Feature) -> Self {
        self.set(feature, Feature::required_bit);
        self
    }

    /// Sets a feature as optional, and with it, as optional, what it needs and is not set.
    pub fn offer(mut self, feature: Feature) -> Self {
        self.set(feature, Feature::optional_bit);
        self
    }

    fn set(&mut self, feature: Feature, bit: fn(Feature) -> u32) {
        self.0.insert(bit(feature));
        for dependency in feature.depends_on() {
            let required = self.0.contains(&dependency.required_bit());
            if bit(*dependency) == dependency.required_bit() {
                if !planted(Canary::FeatureBuilder) {
                    self.0.remove(&dependency.optional_bit());
                }
                self.set(*dependency, bit);
            } else if !required {
                self.set(*dependency, bit);
            }
        }
    }

    /// Sets a bit by its number, without what it may need.
    pub fn bit(mut self, bit: u32) -> Self {
        self.0.insert(bit);
        self
    }

    /// The vector.
    ///
    /// # Errors
    ///
    /// [`BothBits`](FeatureErrorKind::BothBits) where both bits of a pair were set,
    /// [`TooLong`](FeatureErrorKind::TooLong) where a bit is over what a message can hold.
    pub fn build(self) -> Result<Features, FeatureError> {
        for bit in &self.0 {
            // rule: bolt9.features.both-bits
            if bit % 2 == 0 && self.0.contains(&(bit | 1)) {
                return Err(FeatureError::new(FeatureErrorKind::BothBits, Some(*bit)));
            }
        }
        Features::from_bits(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::FeaturesView;
    use crate::symbols::Symbols;

    #[test]
    fn both_forms_both_ways() {
        for bits in [&[][..], &[0], &[9], &[8, 14, 30], &[39, 40], &[4, 5], &[99], &[5114]] {
            let features: Features = bits.iter().copied().collect();
            let bytes = features.to_vec();
            assert_eq!(bytes.len(), features.wire_len());
            let view = FeaturesView::from_bytes(&bytes).unwrap();
            assert!(view.is_minimal());
            assert_eq!(view.to_features(), features);
            let text = features.to_symbols();
            let view = FeaturesView::from_symbols(Symbols::parse(&text).unwrap()).unwrap();
            assert!(view.is_minimal());
            assert_eq!(view.to_features(), features);
            assert!(bits.iter().all(|bit| view.contains(*bit)));
        }
        let highest: Features = [5114].into_iter().collect();
        assert_eq!(highest.to_symbols().len(), 1023);
    }

    #[test]
    fn bits_that_a_message_can_hold() {
        let features = Features::from_bits([MAX_BIT, 31, 30, 31]).unwrap();
        assert_eq!(features.iter().collect::<Vec<u32>>(), [30, 31, MAX_BIT]);
        for bit in [MAX_BIT + 1, u32::MAX] {
            let error = Features::from_bits([u32::MAX, 0, bit]).unwrap_err();
            let builder = FeaturesBuilder::new().bit(u32::MAX).bit(bit).build().unwrap_err();
            assert_eq!((error.rule().id(), error.bit()), ("bolt9.features.length", Some(bit)));
            assert_eq!(builder, error);
        }
    }

    #[test]
    fn leading_zeros_are_read() {
        let view = FeaturesView::from_bytes(&[0, 0, 2, 0]).unwrap();
        assert!(!view.is_minimal());
        assert_eq!(view.to_features().to_vec(), [2, 0]);
    }

    #[test]
    fn what_a_feature_needs_is_set_with_it() {
        let bits =
            |builder: FeaturesBuilder| -> Vec<u32> { builder.build().unwrap().iter().collect() };
        let builder = FeaturesBuilder::new();
        assert_eq!(bits(builder.clone().offer(Feature::BASIC_MPP)), [15, 17]);
        assert_eq!(
            bits(builder.clone().require(Feature::PAYMENT_SECRET).offer(Feature::BASIC_MPP)),
            [14, 17]
        );
        assert_eq!(
            bits(builder.clone().offer(Feature::BASIC_MPP).require(Feature::AMP)),
            [14, 17, 30]
        );
        assert_eq!(bits(builder.clone().offer(Feature::ZEROCONF)), [47, 51]);
        let error = builder.bit(30).bit(31).build().unwrap_err();
        assert_eq!((error.kind(), error.bit()), (FeatureErrorKind::BothBits, Some(30)));
    }
}
