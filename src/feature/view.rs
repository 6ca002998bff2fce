use super::{FeatureError, FeatureErrorKind, Features};
use crate::symbols::Symbols;
use core::fmt;

/// The longest vector: what fits a message (BOLT 1: 65535 bytes).
pub(super) const MAX_LEN: usize = 65_535;

/// A feature vector, borrowed.
///
/// ```
/// use ampwire::feature::FeaturesView;
/// use ampwire::symbols::Symbols;
///
/// let features = FeaturesView::from_bytes(&[0x02, 0x00])?;
/// assert_eq!(features.iter().collect::<Vec<u32>>(), [9]);
/// let features = FeaturesView::from_symbols(Symbols::parse("sgq").unwrap())?;
/// assert_eq!(features.iter().collect::<Vec<u32>>(), [8, 14]);
/// # Ok::<(), ampwire::feature::FeatureError>(())
/// ```
#[derive(Clone, Copy)]
pub struct FeaturesView<'a>(Form<'a>);

#[derive(Clone, Copy)]
enum Form<'a> {
    Bytes(&'a [u8]),
    Symbols(Symbols<'a>),
}

impl<'a> FeaturesView<'a> {
    /// A vector as it stands in messages. Leading zero bytes are accepted.
    ///
    /// # Errors
    ///
    /// [`TooLong`](FeatureErrorKind::TooLong) over 65535 bytes.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self, FeatureError> {
        bounded(bytes.len())?;
        Ok(Self(Form::Bytes(bytes)))
    }

    /// A vector as it stands in an invoice. Leading zero symbols are accepted.
    ///
    /// # Errors
    ///
    /// [`TooLong`](FeatureErrorKind::TooLong) over 65535 symbols.
    pub fn from_symbols(symbols: Symbols<'a>) -> Result<Self, FeatureError> {
        bounded(symbols.len())?;
        Ok(Self(Form::Symbols(symbols)))
    }

    /// How many bytes or symbols there are, and how many bits each has.
    fn size(&self) -> (usize, u32) {
        match self.0 {
            Form::Bytes(bytes) => (bytes.len(), 8),
            Form::Symbols(symbols) => (symbols.len(), 5),
        }
    }

    /// The byte or symbol that is `place` from the last.
    fn digit(&self, place: usize) -> u8 {
        let (length, _) = self.size();
        let index = length.checked_sub(place).and_then(|index| index.checked_sub(1));
        index
            .and_then(|index| match self.0 {
                Form::Bytes(bytes) => bytes.get(index).copied(),
                Form::Symbols(symbols) => symbols.get(index),
            })
            .unwrap_or(0)
    }

    /// Whether the bit is set.
    // rule: bolt9.features.bits
    pub fn contains(&self, bit: u32) -> bool {
        let (_, width) = self.size();
        let place = usize::try_from(bit / width).unwrap_or(usize::MAX);
        self.digit(place) >> (bit % width) & 1 == 1
    }

    /// The set bits, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + use<'a> {
        let view = *self;
        let (length, width) = self.size();
        // Bounded by MAX_LEN when it was made: 8 bits each fit a u32.
        (0_u32..).zip(0..length).flat_map(move |(place, index)| {
            let digit = view.digit(index);
            (0..width)
                .filter(move |bit| digit >> bit & 1 == 1)
                .map(move |bit| place.saturating_mul(width).saturating_add(bit))
        })
    }

    /// Whether the vector has no leading zero byte or symbol: the form that BOLT 1 and BOLT 11 ask
    /// writers for.
    pub fn is_minimal(&self) -> bool {
        let (length, _) = self.size();
        length == 0 || self.digit(length.saturating_sub(1)) != 0
    }

    /// The vector as a value of its own.
    pub fn to_features(&self) -> Features {
        self.iter().collect()
    }
}

fn bounded(actual: usize) -> Result<(), FeatureError> {
    // rule: bolt9.features.length
    if actual > MAX_LEN {
        return Err(FeatureError::new(FeatureErrorKind::TooLong { actual }, None));
    }
    Ok(())
}

impl fmt::Debug for FeaturesView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FeaturesView ")?;
        f.debug_set().entries(self.iter()).finish()
    }
}
