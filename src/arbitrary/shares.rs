use alloc::vec::Vec;
use arbitrary::{Arbitrary, Result, Unstructured};

/// What is done with the shares of one payment, under six ids.
/// [`check::share_tree`](crate::check::share_tree) does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareSteps {
    /// Whether the root, and all that is drawn, is another one.
    pub seed: u8,
    /// What is done, in order.
    pub steps: Vec<ShareStep>,
}

/// One thing that is done with shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareStep {
    /// A shard that is not the last.
    New(u8, ShareGenerator),
    /// The shard that takes all that is kept.
    Last(u8),
    /// Shards for so many ids from the first one on, which take all that is kept.
    All(u8, u8, ShareGenerator),
    /// A shard comes back.
    Cancel(u8),
}

/// What the generator gives for a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareGenerator {
    /// What looks random.
    Fine,
    /// Zeros.
    Zeros,
    /// Exactly what is kept.
    Kept,
}

impl<'a> Arbitrary<'a> for ShareGenerator {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(match u.int_in_range(0..=15_u8)? {
            0 => Self::Zeros,
            1 => Self::Kept,
            _ => Self::Fine,
        })
    }
}

impl<'a> Arbitrary<'a> for ShareStep {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let id = u.int_in_range(0..=5)?;
        Ok(match u.int_in_range(0..=9_u8)? {
            0..=3 => Self::New(id, u.arbitrary()?),
            4 | 5 => Self::Last(id),
            6 => Self::All(id, u.int_in_range(0..=4)?, u.arbitrary()?),
            _ => Self::Cancel(id),
        })
    }
}

impl<'a> Arbitrary<'a> for ShareSteps {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let seed = u.arbitrary()?;
        let count = u.int_in_range(1..=40_usize)?;
        let mut steps = Vec::with_capacity(count);
        for _ in 0..count {
            steps.push(u.arbitrary()?);
        }
        Ok(Self { seed, steps })
    }
    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, None)
    }
}
