use alloc::vec::Vec;
use arbitrary::{Arbitrary, Result, Unstructured};

/// What happens to a payer, in a world so small that things meet: few msat, few parts, and answers for
/// parts that were sent and for parts that were not. [`check::payer`](crate::check::payer) makes events
/// of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayerScenario {
    /// What is paid, in millisatoshi, 1 to 1,000.
    pub total_msat: u64,
    /// Parts that are out at once at most, 1 to 5.
    pub max_parts: u8,
    /// Whether a router's failure is taken for one of the payee's.
    pub fresh_root_after_each_failure: bool,
    /// Whether there is a `payment_metadata`.
    pub metadata: bool,
    /// What happens, in order.
    pub steps: Vec<PayerStep>,
}

/// One thing that happens to a payer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayerStep {
    /// A part is to be sent.
    Send {
        /// Under this id, or the one that the payer proposes.
        id: Option<u8>,
        /// Of so much.
        amount: PayerAmount,
        /// Whether the generator gives zeros.
        zeros: bool,
    },
    /// A router failed the part.
    Router(u8),
    /// The payee failed the part, with this code.
    Payee(u8, Option<u16>),
    /// The part was settled; whether with the right preimage, where anyone knows that.
    Settle(u8, bool),
    /// The caller gives up.
    GiveUp,
}

/// How much a part is to be, seen from what lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayerAmount {
    /// All of it.
    All,
    /// A fraction of it: the second, the third, ….
    Fraction(u8),
    /// One msat.
    One,
    /// Nothing.
    Zero,
    /// One msat more.
    TooMuch,
}

impl<'a> Arbitrary<'a> for PayerAmount {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(match u.int_in_range(0..=15_u8)? {
            0 => Self::Zero,
            1 => Self::TooMuch,
            2 => Self::One,
            3..=8 => Self::All,
            _ => Self::Fraction(u.int_in_range(2..=5)?),
        })
    }
}

impl<'a> Arbitrary<'a> for PayerStep {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        // Mostly one of the first, which was sent more often than not.
        let part = |u: &mut Unstructured<'a>| {
            let most = if u.ratio(1, 4)? { 9 } else { 3 };
            u.int_in_range(0..=most)
        };
        Ok(match u.int_in_range(0..=31_u8)? {
            0 => Self::GiveUp,
            1..=6 => Self::Router(part(u)?),
            7..=11 => {
                let codes = [None, Some(23), Some(23), Some(18), Some(0x400f)];
                Self::Payee(part(u)?, *u.choose(&codes)?)
            }
            12..=14 => Self::Settle(part(u)?, true),
            15 => Self::Settle(part(u)?, false),
            _ => Self::Send {
                id: if u.ratio(1, 8)? { Some(part(u)?) } else { None },
                amount: u.arbitrary()?,
                zeros: u.ratio(1, 6)?,
            },
        })
    }
}

impl<'a> Arbitrary<'a> for PayerScenario {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let most = if u.arbitrary()? { 8 } else { 1_000 };
        let total_msat = u.int_in_range(1..=most)?;
        let max_parts = u.int_in_range(1..=5)?;
        let (fresh_root_after_each_failure, metadata) = (u.ratio(1, 4)?, u.arbitrary()?);
        let count = u.int_in_range(1..=40_usize)?;
        let mut steps = Vec::with_capacity(count);
        for _ in 0..count {
            steps.push(u.arbitrary()?);
        }
        Ok(Self { total_msat, max_parts, fresh_root_after_each_failure, metadata, steps })
    }
    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, None)
    }
}
