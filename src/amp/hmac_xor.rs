//! The derivation of a tutorial: shares made with HMAC, preimages by XOR. **It is broken**, for every
//! number of parts; it is here to read and to test such material.
//!
//! ```text
//! share_i        = HMAC-SHA256(key: root share, message: be32(i))
//! root           = share_1 XOR share_2 XOR … over all parts
//! preimage_i     = share_i XOR root
//! payment_hash_i = SHA256(preimage_i)
//! ```
//!
//! - With one part the preimage is `share_1 XOR share_1`, all zero, which everyone knows. Refused.
//! - A part's preimage is the XOR of the *other* shares. With two parts each share is the other part's
//!   preimage; with more, whoever holds all shares but one can claim the part that lacks. A payee
//!   together with one router on the last path takes that part while the rest is never settled: the
//!   payment is not atomic.
//! - The XOR of the shares is not the root share they were made from, so the payee can't check that
//!   they come from one: only matching hashes prove the set.

use super::parts::{self, Child, Part, Set};
use super::{AmpError, AmpErrorKind};
use crate::secret::{Preimage, Root, Share, xor};
use alloc::vec::Vec;
use bitcoin_hashes::{Hash as _, HashEngine as _, HmacEngine, sha256};

/// The shares of parts with these indexes, made from one root share.
///
/// # Errors
///
/// [`HmacXorZeroPreimage`](AmpErrorKind::HmacXorZeroPreimage) for fewer than two indexes,
/// [`HmacXorIndexTwice`](AmpErrorKind::HmacXorIndexTwice) where an index stands twice.
pub fn split(root_share: &Share, indexes: &[u32]) -> Result<Vec<Share>, AmpError> {
    check_indexes(indexes.iter().copied(), indexes.len())?;
    Ok(indexes.iter().map(|index| share_of(root_share, *index)).collect())
}

// rule: amp.hmac-xor.share
fn share_of(root_share: &Share, index: u32) -> Share {
    let mut engine = HmacEngine::<sha256::HashEngine>::new(root_share.reveal());
    engine.input(&index.to_be_bytes());
    Share::new(engine.finalize().to_byte_array())
}

fn check_indexes(indexes: impl Iterator<Item = u32>, count: usize) -> Result<(), AmpError> {
    // rule: amp.hmac-xor.zero-preimage
    if count < 2 {
        return Err(AmpError::new(AmpErrorKind::HmacXorZeroPreimage, None));
    }
    // rule: amp.hmac-xor.index-once
    match parts::repeated_index(indexes) {
        Some(part) => Err(AmpError::new(AmpErrorKind::HmacXorIndexTwice, Some(part))),
        None => Ok(()),
    }
}

/// A part's preimage and hash. `root` is the XOR of all shares, not the root share.
///
/// # Errors
///
/// [`HmacXorZeroPreimage`](AmpErrorKind::HmacXorZeroPreimage) where the share is the root: the
/// preimage would be all zero.
pub fn derive(root: &Root, share: &Share) -> Result<Child, AmpError> {
    child(root, share, None)
}

/// [`derive()`] for the part at this place.
fn child(root: &Root, share: &Share, part: Option<usize>) -> Result<Child, AmpError> {
    // rule: amp.hmac-xor.preimage
    let preimage = Preimage::new(xor(root.reveal(), share.reveal()));
    // rule: amp.hmac-xor.zero-preimage
    if preimage.is_zero() {
        return Err(AmpError::new(AmpErrorKind::HmacXorZeroPreimage, part));
    }
    Ok(Child::of(preimage))
}

/// The XOR of all shares and all preimages of a payment whose parts are all there.
///
/// # Errors
///
/// As [`sha256::reconstruct`](super::sha256::reconstruct), [`split`] and [`derive()`].
pub fn reconstruct(all: &[Part]) -> Result<Set, AmpError> {
    let root = parts::root_of(all)?;
    check_indexes(all.iter().map(|part| part.child_index), all.len())?;
    let numbered = all.iter().enumerate();
    let children = numbered.map(|(place, part)| child(&root, &part.share, Some(place)));
    parts::compared(all, root, children.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amp::test_hex::hex;

    fn parts_of(shares: &[Share]) -> Vec<Part> {
        let part = |(index, share): (u32, &Share)| Part {
            share: *share,
            child_index: index,
            payment_hash: None,
        };
        (1..).zip(shares).map(part).collect()
    }

    /// Computed with Python's hmac module.
    #[test]
    fn share_known_answer() {
        let shares = split(&Share::new([0x0b; 32]), &[1, 2]).unwrap();
        assert_eq!(shares[0].reveal(), &hex(SHARE_1));
        assert_eq!(shares[1].reveal(), &hex(SHARE_2));
    }
    const SHARE_1: &str = "3adc5a0eddd630a4a174a88cb04cd26cc13318249ac3174ca6f23e9cb9f38d21";
    const SHARE_2: &str = "abc980a0a276744d9f01e1b104a951963360e84f864f93a8634f66344c8b41d8";

    #[test]
    fn one_part_is_refused() {
        let one = parts_of(&[Share::new([9; 32])]);
        assert_eq!(reconstruct(&one).unwrap_err().kind(), AmpErrorKind::HmacXorZeroPreimage);
        let alone = derive(&Root::new([9; 32]), &Share::new([9; 32])).unwrap_err();
        assert_eq!(alone.kind(), AmpErrorKind::HmacXorZeroPreimage);
        let split = split(&Share::new([9; 32]), &[1]).unwrap_err();
        assert_eq!(split.kind(), AmpErrorKind::HmacXorZeroPreimage);
    }

    #[test]
    fn two_parts_give_each_other_away() {
        let shares = split(&Share::new([9; 32]), &[1, 2]).unwrap();
        let set = reconstruct(&parts_of(&shares)).unwrap();
        assert_eq!(set.children[0].preimage.reveal(), shares[1].reveal());
        assert_eq!(set.children[1].preimage.reveal(), shares[0].reveal());
    }

    #[test]
    fn all_shares_but_one_claim_the_part_that_lacks() {
        for count in 3..=8 {
            let indexes: Vec<u32> = (1..=count).collect();
            let shares = split(&Share::new([9; 32]), &indexes).unwrap();
            let set = reconstruct(&parts_of(&shares)).unwrap();
            for (lacking, child) in set.children.iter().enumerate() {
                let known = shares.iter().enumerate().filter(|(i, _)| *i != lacking);
                let stolen = known.fold(Share::new([0; 32]), |sum, (_, share)| sum.xor(share));
                assert_eq!(stolen.reveal(), child.preimage.reveal());
            }
        }
    }

    #[test]
    fn the_root_is_not_the_root_share() {
        let root_share = Share::new([9; 32]);
        let shares = split(&root_share, &[1, 2, 3]).unwrap();
        assert_ne!(reconstruct(&parts_of(&shares)).unwrap().root.reveal(), root_share.reveal());
    }

    #[test]
    fn an_index_stands_once_and_no_preimage_is_zero() {
        let error = split(&Share::new([9; 32]), &[4, 4, 5]).unwrap_err();
        assert_eq!((error.kind(), error.part()), (AmpErrorKind::HmacXorIndexTwice, Some(1)));
        // Distinct indexes, but two equal shares: the third part's preimage is their XOR, zero.
        let parts = parts_of(&[Share::new([1; 32]), Share::new([2; 32]), Share::new([2; 32])]);
        let error = reconstruct(&parts).unwrap_err();
        assert_eq!((error.kind(), error.part()), (AmpErrorKind::HmacXorZeroPreimage, Some(0)));
    }
}
