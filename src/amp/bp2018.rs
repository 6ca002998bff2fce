//! The derivation of the 2018 proposal: the base preimage and a counter.
//!
//! ```text
//! base           = share_1 XOR share_2 XOR … over all parts
//! preimage_i     = SHA256(base | be32(i))
//! payment_hash_i = SHA256(preimage_i)
//! ```
//!
//! The proposal leaves the width of `i` open; four bytes, most significant first, is this project's
//! choice. A part's share does not go into its own preimage: whoever has the base has every preimage,
//! and two parts with one index have one preimage.
//!
//! To read and to test such material. What runs on the network is [`sha256`](super::sha256).

use super::parts::{self, Child, Part, Set};
use super::{AmpError, AmpErrorKind};
use crate::secret::{Preimage, Root};

/// The preimage and hash of the part with this number.
pub fn derive(base: &Root, index: u32) -> Child {
    // rule: amp.bp2018.preimage
    let mut message = [0; 36];
    let (bases, number) = message.split_at_mut(32);
    bases.copy_from_slice(base.reveal());
    number.copy_from_slice(&index.to_be_bytes());
    Child::of(Preimage::new(bitcoin_hashes::sha256::hash(&message).to_byte_array()))
}

/// The base preimage and all preimages of a payment whose parts are all there.
///
/// # Errors
///
/// As [`sha256::reconstruct`](super::sha256::reconstruct), and
/// [`Bp2018IndexTwice`](AmpErrorKind::Bp2018IndexTwice) where two parts have one index.
pub fn reconstruct(all: &[Part]) -> Result<Set, AmpError> {
    let base = parts::root_of(all)?;
    // rule: amp.bp2018.index-once
    if let Some(part) = parts::repeated_index(all.iter().map(|part| part.child_index)) {
        return Err(AmpError::new(AmpErrorKind::Bp2018IndexTwice, Some(part)));
    }
    parts::reconstruct(all, base, |part| derive(&base, part.child_index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Share;

    fn part(byte: u8, child_index: u32) -> Part {
        Part { share: Share::new([byte; 32]), child_index, payment_hash: None }
    }

    #[test]
    fn the_share_does_not_matter_once_the_base_is_known() {
        let set = reconstruct(&[part(1, 1), part(2, 2)]).unwrap();
        assert_eq!(set.root, Root::new([3; 32]));
        assert_eq!(set.children[1], derive(&Root::new([3; 32]), 2));
    }

    #[test]
    fn an_index_stands_once() {
        let error = reconstruct(&[part(1, 5), part(2, 6), part(4, 5)]).unwrap_err();
        assert_eq!((error.kind(), error.part()), (AmpErrorKind::Bp2018IndexTwice, Some(2)));
    }
}
