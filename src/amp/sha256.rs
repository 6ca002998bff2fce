//! The deployed derivation.
//!
//! ```text
//! root          = share_1 XOR share_2 XOR … over all parts
//! preimage_i    = SHA256(root | share_i | be32(child_index_i))
//! payment_hash_i = SHA256(preimage_i)
//! ```
//!
//! A payer draws the root at random and splits it, so that no proper subset of the shares says
//! anything about the root. `child_index` is any u32. Deployed readers take an all-zero share or root
//! and equal indexes; a payer must not make them: with an all-zero root and share the preimage can be
//! computed by everyone.

use super::parts::{self, Child, Part, Set};
use super::{AmpError, AmpErrorKind};
use crate::canary::{Canary, planted};
use crate::secret::{Preimage, Root, Share};

/// A part's preimage and hash.
#[inline]
pub fn derive(root: &Root, share: &Share, child_index: u32) -> Child {
    // rule: amp.sha256.preimage
    let mut message = [0; 68];
    let (roots, rest) = message.split_at_mut(32);
    let (shares, index) = rest.split_at_mut(32);
    roots.copy_from_slice(root.reveal());
    shares.copy_from_slice(share.reveal());
    index.copy_from_slice(&child_index.to_be_bytes());
    if planted(Canary::IndexOrder) {
        index.reverse();
    }
    Child::of(Preimage::new(bitcoin_hashes::sha256::hash(&message).to_byte_array()))
}

/// The root and all preimages of a payment whose parts are all there.
///
/// # Errors
///
/// [`NoParts`](AmpErrorKind::NoParts) where there is none, and
/// [`HashMismatch`](AmpErrorKind::HashMismatch) where a part's hash is given and differs: a share or
/// an index is wrong, or parts lack. No preimage is given out then.
pub fn reconstruct(all: &[Part]) -> Result<Set, AmpError> {
    let root = parts::root_of(all)?;
    parts::reconstruct(all, root, |part| derive(&root, &part.share, part.child_index))
}

/// Splits a share, or the root of a payment, in two: `left`, and what makes it the whole again.
///
/// `left` has to be random, from a generator fit for secrets, and used for nothing else.
///
/// # Errors
///
/// [`ZeroShare`](AmpErrorKind::ZeroShare) where the share to split, or one of the halves, is all zero.
pub fn split(share: &Share, left: Share) -> Result<(Share, Share), AmpError> {
    let right = share.xor(&left);
    // rule: amp.sha256.split
    if share.is_zero() || left.is_zero() || right.is_zero() {
        return Err(AmpError::new(AmpErrorKind::ZeroShare, None));
    }
    Ok((left, right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amp::test_hex::hex;
    use crate::secret::PaymentHash;

    fn check(root: [u8; 32], share: [u8; 32], index: u32, preimage: &str, hash: &str) {
        let child = derive(&Root::new(root), &Share::new(share), index);
        assert_eq!(child.preimage.reveal(), &hex(preimage));
        assert_eq!(child.payment_hash, PaymentHash(hex(hash)));
    }

    /// Known answers that LND's own package gave, and that agree with the formula.
    #[test]
    fn known_answers() {
        check(
            [0; 32],
            [0; 32],
            0,
            "1751ac12e70e15b4f76c16775cd329ae55973b612521dab2de828a5cdb6c8ab3",
            "1596d82958b4b5474565627bc40dd23f48aa50a375ba06b25e4b8ad953105f51",
        );
        check(
            [0xff; 32],
            [0xff; 32],
            u32::MAX,
            "45711c71a8ea9075f812520ebd55ac5565beaa67a4a54b7f7768d156e728d926",
            "877d1490f00c696eca91b030375a9edeb96047ad9fb241397a8cefb2fd0315b0",
        );
        check(
            [1; 32],
            [1; 32],
            1,
            "eecb0247ca1cb22d4fdc4f1ad25cbdbf2e9e581dc7eebd1178380351652615ef",
            "1330ce0b252d42090a5b960d545c29aabc07205a16ec1b27abc77fed3506c0f1",
        );
        check(
            [1; 32],
            [2; 32],
            0x8000_0000,
            "54b5f9583dace7d319ff8f8ed0e9611924bc1afef71826d4b7e93dac945bc9b8",
            "3750ea1b7afce71ead969713111986be784cd578f5c7a421e0da889b12c4911a",
        );
        let counting = core::array::from_fn(|i| u8::try_from(i).unwrap());
        check(
            counting,
            counting,
            0x0102_0304,
            "241f0c0e722f3f10a51ffbb4a1a7a5eb3bba3c225f73ce03199bbd5ca1a9940b",
            "047683de9c8cbfefbd13f2855d871f7f0bf79c4980d730feedaeb85d5d41f3b3",
        );
    }

    fn three() -> ([u8; 32], [Part; 3]) {
        let root: [u8; 32] = core::array::from_fn(|i| u8::try_from(i).unwrap());
        let last = Share::new(root).xor(&Share::new([0x11; 32])).xor(&Share::new([0x22; 32]));
        let part = |share, child_index, hash| Part {
            share,
            child_index,
            payment_hash: Some(PaymentHash(hex(hash))),
        };
        let parts = [
            part(
                Share::new([0x11; 32]),
                0,
                "752546f52dda2afdd6bda8a2a4d5055dfafbb1ed5bfc16a49a54cb80cf2364f5",
            ),
            part(
                Share::new([0x22; 32]),
                1,
                "54e33d6145119f3883750af2f7d2e3556980c5ce5108ec1b409ee63852fabc03",
            ),
            part(
                last,
                0xdead_beef,
                "19fc40ae86956b435897c8e510fba846aafbb809ff13cddf2cdb4fce90bab98c",
            ),
        ];
        (root, parts)
    }

    #[test]
    fn three_parts_in_any_order() {
        let (root, mut parts) = three();
        for _ in 0..3 {
            parts.rotate_left(1);
            assert_eq!(reconstruct(&parts).unwrap().root, Root::new(root));
        }
        let preimage = hex("5e593dceb61b06ba3a44f5dfdac33b284bae6ec6853ae923196c1a3a55f9da71");
        assert_eq!(reconstruct(&parts).unwrap().children[0].preimage.reveal(), &preimage);
    }

    #[test]
    fn a_missing_part_or_a_wrong_index_gives_nothing() {
        let (_, mut parts) = three();
        let error = reconstruct(&parts[..2]).unwrap_err();
        assert_eq!((error.kind(), error.part()), (AmpErrorKind::HashMismatch, Some(0)));
        parts[1].child_index = 2;
        let error = reconstruct(&parts).unwrap_err();
        assert_eq!((error.kind(), error.part()), (AmpErrorKind::HashMismatch, Some(1)));
        assert_eq!(reconstruct(&[]).unwrap_err().kind(), AmpErrorKind::NoParts);
    }

    #[test]
    fn splits_that_give_something_away_are_refused() {
        let whole = Share::new([7; 32]);
        let (left, right) = split(&whole, Share::new([5; 32])).unwrap();
        assert_eq!(left.xor(&right), whole);
        for (share, left) in [([0; 32], [5; 32]), ([7; 32], [0; 32]), ([7; 32], [7; 32])] {
            let error = split(&Share::new(share), Share::new(left)).unwrap_err();
            assert_eq!(error.kind(), AmpErrorKind::ZeroShare);
        }
    }
}
