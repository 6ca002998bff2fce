use super::{AmpError, AmpErrorKind};
use crate::canary::{Canary, planted};
use crate::secret::{PaymentHash, Preimage, Root, Share};
use alloc::vec::Vec;

/// What a part's derivation gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Child {
    /// What claims the part's HTLC.
    pub preimage: Preimage,
    /// What the part's HTLC is locked to: the SHA-256 of the preimage.
    pub payment_hash: PaymentHash,
}

impl Child {
    #[inline]
    pub(super) fn of(preimage: Preimage) -> Self {
        let payment_hash = payment_hash(&preimage);
        Self { preimage, payment_hash }
    }
}

/// What an HTLC is locked to that this preimage claims.
#[inline]
pub(super) fn payment_hash(preimage: &Preimage) -> PaymentHash {
    PaymentHash(bitcoin_hashes::sha256::hash(preimage.reveal()).to_byte_array())
}

/// A part of a payment, as the payee has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The share in the part's AMP record.
    pub share: Share,
    /// The index in the part's AMP record.
    pub child_index: u32,
    /// The hash the part's HTLC is locked to, where it is to be compared.
    pub payment_hash: Option<PaymentHash>,
}

/// A payment put together from all its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The XOR of all shares.
    pub root: Root,
    /// What was derived for each part, in the order the parts were given.
    pub children: Vec<Child>,
}

/// The XOR of the shares of all parts.
pub(super) fn root_of(parts: &[Part]) -> Result<Root, AmpError> {
    // rule: amp.reconstruct.empty
    if parts.is_empty() {
        return Err(AmpError::new(AmpErrorKind::NoParts, None));
    }
    let left_out = usize::from(planted(Canary::ShareLeftOut) && parts.len() > 4);
    // rule: amp.sha256.root
    Ok(parts.iter().skip(left_out).fold(Root::new([0; 32]), |root, part| root.combine(&part.share)))
}

/// Derives all children and compares the hashes that were given.
#[inline]
pub(super) fn reconstruct(
    parts: &[Part],
    root: Root,
    derive: impl Fn(&Part) -> Child,
) -> Result<Set, AmpError> {
    compared(parts, root, parts.iter().map(derive).collect())
}

/// Compares the hashes that were given with those of the children, one a part. Nothing is given out
/// before every one of them is right.
#[inline]
pub(super) fn compared(parts: &[Part], root: Root, children: Vec<Child>) -> Result<Set, AmpError> {
    for (index, (part, child)) in parts.iter().zip(&children).enumerate() {
        // rule: amp.reconstruct.hash
        if part.payment_hash.is_some_and(|hash| hash != child.payment_hash) {
            return Err(AmpError::new(AmpErrorKind::HashMismatch, Some(index)));
        }
    }
    Ok(Set { root, children })
}

/// The place of the first part whose index another part before it has.
pub(super) fn repeated_index(indexes: impl Iterator<Item = u32>) -> Option<usize> {
    let mut sorted: Vec<(u32, usize)> =
        indexes.enumerate().map(|(place, index)| (index, place)).collect();
    sorted.sort_unstable();
    let second = |pair: &[(u32, usize)]| match pair {
        [(first, _), (second, place)] if first == second => Some(*place),
        _ => None,
    };
    sorted.windows(2).filter_map(second).min()
}
