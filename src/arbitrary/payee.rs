use alloc::vec::Vec;
use arbitrary::{Arbitrary, Result, Unstructured};

/// What happens to a payee, out of a small world in which things meet often: five payments of up to three
/// parts, three invoices, twelve ids. [`check::payee`](crate::check::payee) makes events of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayeeScenario {
    /// Whether payments without an invoice are taken.
    pub accept_spontaneous: bool,
    /// Whether each HTLC times out alone.
    pub each_htlc: bool,
    /// Whether limits are so small that they are met.
    pub small_limits: bool,
    /// What happens, in order.
    pub steps: Vec<PayeeStep>,
}

/// One thing that happens to a payee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayeeStep {
    /// A part of a payment arrives.
    Offer {
        /// Which payment, 0 to 4.
        payment: u8,
        /// Which of its parts, 0 to 2.
        part: u8,
        /// What is wrong with it, if anything.
        fault: u8,
        /// The HTLC's id.
        id: u8,
    },
    /// Seconds pass.
    Wait(u8),
    /// So many blocks more, or, from 128 up, so many less than 256.
    Block(u8),
    /// A set is cancelled: that of this payment.
    CancelSet(u8),
    /// An invoice is cancelled, 0 to 2.
    CancelInvoice(u8),
    /// The HTLC of this id has left its channel.
    Resolved(u8),
}

impl<'a> Arbitrary<'a> for PayeeStep {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(match u.int_in_range(0..=19_u8)? {
            0 => Self::Wait(u.arbitrary()?),
            1 => Self::Wait(u.int_in_range(0..=3)?),
            2 => Self::Block(u.int_in_range(0..=3)?),
            3 => Self::Block(u.arbitrary()?),
            4 => Self::CancelSet(u.int_in_range(0..=4)?),
            5 => Self::CancelInvoice(u.int_in_range(0..=2)?),
            6 => Self::Resolved(u.int_in_range(0..=11)?),
            _ => Self::Offer {
                payment: u.int_in_range(0..=4)?,
                part: u.int_in_range(0..=2)?,
                // Mostly none.
                fault: if u.ratio(1, 4)? { u.int_in_range(1..=16)? } else { 0 },
                id: u.int_in_range(0..=11)?,
            },
        })
    }
}

impl<'a> Arbitrary<'a> for PayeeScenario {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let (accept_spontaneous, each_htlc) = (u.arbitrary()?, u.arbitrary()?);
        let small_limits = u.ratio(1, 4)?;
        let count = u.int_in_range(1..=40_usize)?;
        let mut steps = Vec::with_capacity(count);
        for _ in 0..count {
            steps.push(u.arbitrary()?);
        }
        Ok(Self { accept_spontaneous, each_htlc, small_limits, steps })
    }
    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (1, None)
    }
}
