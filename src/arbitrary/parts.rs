use super::draw;
use crate::amp::Part;
use crate::secret::Share;
use alloc::vec::Vec;
use arbitrary::{Arbitrary, Result, Unstructured, size_hint};

/// The parts of a payment, as many as 16, seldom none.
///
/// A share or an index that stands twice is frequent, and so is an all-zero share. Hardly any part has
/// a `payment_hash`, as one that is right can't be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts(pub Vec<Part>);

impl<'a> Arbitrary<'a> for Part {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let payment_hash = if u.ratio(1, 32)? { Some(u.arbitrary()?) } else { None };
        let child_index = u32::try_from(draw::integer(u, 32)?).unwrap_or(u32::MAX);
        Ok(Self { share: u.arbitrary()?, child_index, payment_hash })
    }

    fn size_hint(depth: usize) -> (usize, Option<usize>) {
        let hash = (0, Some(33));
        size_hint::and_all(&[(1, Some(1)), hash, (1, Some(9)), Share::size_hint(depth)])
    }
}

impl<'a> Arbitrary<'a> for Parts {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let count = match u.int_in_range(0..=31_u8)? {
            0 => 0,
            1..=16 => u.int_in_range(1..=3_usize)?,
            _ => u.int_in_range(1..=16_usize)?,
        };
        let mut parts: Vec<Part> = Vec::with_capacity(count);
        for _ in 0..count {
            let mut part = Part::arbitrary(u)?;
            if let Some(other) = (!parts.is_empty()).then(|| u.choose(&parts)).transpose()? {
                match u.int_in_range(0..=15_u8)? {
                    0 => part.share = other.share,
                    1 => part.child_index = other.child_index,
                    2 => part = *other,
                    3 => part.child_index = other.child_index.wrapping_add(1),
                    _ => {}
                }
            }
            parts.push(part);
        }
        Ok(Self(parts))
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, None)
    }
}
