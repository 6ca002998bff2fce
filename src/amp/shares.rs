//! The shares of one payment, on the payer's side: what is out with shards, and what is kept back.
//!
//! ```text
//! root = share of shard 1 XOR share of shard 2 XOR … over all that are outstanding, XOR what is kept
//! ```
//!
//! That holds at every moment. At first all is kept. A shard takes a random share, and what is kept
//! shrinks by it; the last one takes all that is kept. A shard that failed on its way gives its share
//! back, and others are made of it. Once nothing is kept, the outstanding shares alone make the root,
//! and the payee that has all of them can derive every preimage.
//!
//! ```
//! use ampwire::amp::{Part, ShareTree, sha256};
//!
//! // Here from a counter, so that the example runs: a payer takes its operating system's generator.
//! let mut next = 0_u8;
//! let mut random = |bytes: &mut [u8; 32]| {
//!     next += 1;
//!     bytes.fill(next);
//! };
//! let mut tree = ShareTree::random(&mut random)?;
//! tree.new_shard(1, &mut random)?;
//! tree.last_shard(2, &mut random)?;
//! // The second fails on its way, and two smaller ones take its place.
//! tree.cancel(2)?;
//! tree.new_shard(3, &mut random)?;
//! tree.last_shard(4, &mut random)?;
//!
//! let parts: Vec<Part> = tree.outstanding().map(|(_, shard)| shard.part()).collect();
//! assert_eq!(parts.len(), 3);
//! assert_eq!(sha256::reconstruct(&parts)?.root, *tree.root());
//! # Ok::<(), ampwire::amp::AmpError>(())
//! ```

use super::{AmpError, AmpErrorKind, Part, sha256};
use crate::canary::{Canary, planted};
use crate::secret::{PaymentHash, Preimage, Root, Share};
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::vec::Vec;

/// Where random bytes come from: a generator fit for secrets, the caller's. This library draws none.
///
/// A closure that fills 32 bytes is one.
pub trait Random {
    /// Fills all bytes anew. Where it can't, it leaves the zeros that it was given: no root, `set_id` or
    /// share is made of them, and who asked for one is told.
    fn fill(&mut self, bytes: &mut [u8; 32]);
}

impl<F: FnMut(&mut [u8; 32])> Random for F {
    fn fill(&mut self, bytes: &mut [u8; 32]) {
        self(bytes);
    }
}

/// What one part of the payment carries, and what it is locked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// For the AMP record's `root_share`.
    pub share: Share,
    /// For the AMP record. Drawn at random.
    pub child_index: u32,
    /// What the part's HTLC is locked to.
    pub payment_hash: PaymentHash,
}

impl Shard {
    /// The shard as the payee will have it, to reconstruct from.
    pub const fn part(&self) -> Part {
        Part {
            share: self.share,
            child_index: self.child_index,
            payment_hash: Some(self.payment_hash),
        }
    }
}

/// The shares of one payment: the root, what is kept of it, and the shards that are outstanding.
///
/// `Debug` shows no secret, and each is compared in constant time. Dropping the tree overwrites what it
/// holds, as far as safe code can; copies that were taken from it are their holder's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareTree {
    root: Root,
    kept: Share,
    outstanding: BTreeMap<u64, Shard>,
}

impl ShareTree {
    /// The shares of a new payment, of which all is kept.
    ///
    /// # Errors
    ///
    /// [`ZeroShare`](AmpErrorKind::ZeroShare) where the generator gave zeros: it is broken.
    pub fn random(random: &mut impl Random) -> Result<Self, AmpError> {
        Self::of_root(Root::new(draw(random)))
    }

    /// The shares of a payment with this root, which has to be random and used for no other payment.
    ///
    /// # Errors
    ///
    /// [`ZeroShare`](AmpErrorKind::ZeroShare) where the root is all zero.
    pub fn of_root(root: Root) -> Result<Self, AmpError> {
        // rule: amp.sha256.split
        if root.is_zero() {
            return Err(AmpError::new(AmpErrorKind::ZeroShare, None));
        }
        Ok(Self { kept: Share::new(*root.reveal()), root, outstanding: BTreeMap::new() })
    }

    /// The root. What it gives away is the whole payment.
    pub const fn root(&self) -> &Root {
        &self.root
    }

    /// Whether nothing is kept: the outstanding shares make the root.
    pub fn is_all_out(&self) -> bool {
        self.kept.is_zero()
    }

    /// The shard that is outstanding under this id.
    pub fn shard(&self, id: u64) -> Option<&Shard> {
        self.outstanding.get(&id)
    }

    /// The shards that are outstanding, each with its id, ascending.
    pub fn outstanding(&self) -> impl ExactSizeIterator<Item = (u64, &Shard)> {
        self.outstanding.iter().map(|(id, shard)| (*id, shard))
    }

    /// What claims a shard's HTLC, for comparing with what comes back.
    pub fn preimage(&self, id: u64) -> Option<Preimage> {
        let shard = self.outstanding.get(&id)?;
        Some(sha256::derive(&self.root, &shard.share, shard.child_index).preimage)
    }

    /// A shard that is not the last: it takes a random share of what is kept.
    ///
    /// # Errors
    ///
    /// [`ShardTwice`](AmpErrorKind::ShardTwice) where the id is outstanding,
    /// [`NothingKept`](AmpErrorKind::NothingKept) where nothing is kept, and
    /// [`ZeroShare`](AmpErrorKind::ZeroShare) where the generator is broken. Nothing has changed then.
    pub fn new_shard(&mut self, id: u64, random: &mut impl Random) -> Result<Shard, AmpError> {
        self.may_add(id)?;
        let (share, rest) = sha256::split(&self.kept, Share::new(draw(random)))?;
        // rule: amp.shares.kept
        self.add(id, share, rest, random)
    }

    /// The last shard: it takes all that is kept.
    ///
    /// # Errors
    ///
    /// As [`new_shard`](Self::new_shard).
    pub fn last_shard(&mut self, id: u64, random: &mut impl Random) -> Result<Shard, AmpError> {
        self.may_add(id)?;
        self.add(id, self.kept, Share::new([0; 32]), random)
    }

    /// One shard for each id, which together take all that is kept; given in the order of the ids.
    ///
    /// # Errors
    ///
    /// As [`new_shard`](Self::new_shard), and [`NoParts`](AmpErrorKind::NoParts) where there is no id.
    /// Nothing has changed then.
    pub fn all_shards(
        &mut self,
        ids: &[u64],
        random: &mut impl Random,
    ) -> Result<Vec<Shard>, AmpError> {
        let no_parts = || AmpError::new(AmpErrorKind::NoParts, None);
        let (last, others) = ids.split_last().ok_or_else(no_parts)?;
        let mut tree = self.clone();
        let mut shards = Vec::with_capacity(ids.len());
        for id in others {
            let shard = tree.new_shard(*id, random);
            if shard.is_err() && planted(Canary::ShareUndone) {
                core::mem::swap(self, &mut tree);
            }
            shards.push(shard?);
        }
        shards.push(tree.last_shard(*last, random)?);
        core::mem::swap(self, &mut tree);
        Ok(shards)
    }

    /// Takes a shard back that failed on its way: its share is kept again.
    ///
    /// A payee that failed the part knows its share. What is split off it then is known too: see
    /// `amp.payer.retry-payee` in the specification.
    ///
    /// # Errors
    ///
    /// [`ShardUnknown`](AmpErrorKind::ShardUnknown) where no such shard is outstanding.
    pub fn cancel(&mut self, id: u64) -> Result<(), AmpError> {
        // rule: amp.shares.cancel
        let unknown = || AmpError::new(AmpErrorKind::ShardUnknown, None);
        let mut shard = self.outstanding.remove(&id).ok_or_else(unknown)?;
        if !planted(Canary::ShareCancelled) {
            self.kept = self.kept.xor(&shard.share);
        }
        shard.share.wipe();
        Ok(())
    }

    /// Puts a shard out that was out before, as a stored state says. What is kept is not looked at: in
    /// which order the shares were made, and what failed between them, is not known any more.
    #[cfg(feature = "serde")]
    pub(super) fn put_back(
        &mut self,
        id: u64,
        share: Share,
        child_index: u32,
    ) -> Result<(), AmpError> {
        self.is_new(id)?;
        let payment_hash = sha256::derive(&self.root, &share, child_index).payment_hash;
        self.outstanding.insert(id, Shard { share, child_index, payment_hash });
        self.kept = self.kept.xor(&share);
        Ok(())
    }

    fn is_new(&self, id: u64) -> Result<(), AmpError> {
        // rule: amp.shares.id-once
        if self.outstanding.contains_key(&id) {
            return Err(AmpError::new(AmpErrorKind::ShardTwice, None));
        }
        Ok(())
    }

    fn may_add(&self, id: u64) -> Result<(), AmpError> {
        self.is_new(id)?;
        // rule: amp.shares.nothing-kept
        if self.kept.is_zero() {
            return Err(AmpError::new(AmpErrorKind::NothingKept, None));
        }
        Ok(())
    }

    fn add(
        &mut self,
        id: u64,
        share: Share,
        rest: Share,
        random: &mut impl Random,
    ) -> Result<Shard, AmpError> {
        let [a, b, c, d, ..] = draw(random);
        let child_index = u32::from_be_bytes([a, b, c, d]);
        let payment_hash = sha256::derive(&self.root, &share, child_index).payment_hash;
        let made = Shard { share, child_index, payment_hash };
        match self.outstanding.entry(id) {
            Entry::Vacant(place) => place.insert(made),
            Entry::Occupied(_) => return Err(AmpError::new(AmpErrorKind::ShardTwice, None)),
        };
        self.kept = rest;
        Ok(made)
    }

    /// Overwrites every secret.
    fn wipe(&mut self) {
        self.root.wipe();
        self.kept.wipe();
        self.outstanding.values_mut().for_each(|shard| shard.share.wipe());
    }
}

impl Drop for ShareTree {
    fn drop(&mut self) {
        self.wipe();
    }
}

fn draw(random: &mut impl Random) -> [u8; 32] {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests;
