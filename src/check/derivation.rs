use super::errors;
use super::naive::sha256::{hmac, sha256 as hash};
use super::secrecy::debug_hides;
use crate::amp::{AmpError, AmpErrorKind, Child, Part, Set, bp2018, hmac_xor, sha256};
use crate::arbitrary::Parts;
use crate::secret::{PaymentHash, Root, Share};
use alloc::vec::Vec;

/// What the second implementation derives for a part: preimage and hash.
type Expected = ([u8; 32], [u8; 32]);

type Reconstruct = fn(&[Part]) -> Result<Set, AmpError>;

/// The parts of a payment in all three derivations.
pub fn derivation(parts: &Parts) {
    let parts = &parts.0[..];
    let root = parts.iter().fold([0; 32], |root, part| xor(root, *part.share.reveal()));
    let index = |part: &Part| part.child_index.to_be_bytes();
    let share = |part: &Part| *part.share.reveal();

    let deployed = |part: &Part| hash(&[&root[..], &share(part), &index(part)].concat());
    let deployed: Vec<Expected> = parts.iter().map(deployed).map(expected).collect();
    let proposal = |part: &Part| hash(&[&root[..], &index(part)].concat());
    let proposal: Vec<Expected> = parts.iter().map(proposal).map(expected).collect();
    let tutorial = |part: &Part| xor(root, share(part));
    let tutorial: Vec<Expected> = parts.iter().map(tutorial).map(expected).collect();
    let none = parts.is_empty();
    let twice = (0..parts.len()).any(|place| repeated(parts, place));
    let known = tutorial.iter().any(|(preimage, _)| *preimage == [0; 32]);
    scheme(parts, root, sha256::reconstruct, &deployed, none);
    scheme(parts, root, bp2018::reconstruct, &proposal, none || twice);
    scheme(parts, root, hmac_xor::reconstruct, &tutorial, none || twice || known);

    for (place, part) in parts.iter().enumerate() {
        let root = Root::new(root);
        let derived = sha256::derive(&root, &part.share, part.child_index);
        assert_eq!(found(derived), deployed[place]);
        assert_eq!(found(bp2018::derive(&root, part.child_index)), proposal[place]);
        match hmac_xor::derive(&root, &part.share) {
            Ok(derived) => assert_eq!(found(derived), tutorial[place]),
            Err(error) => {
                assert_eq!(error.kind(), AmpErrorKind::HmacXorZeroPreimage);
                assert_eq!(tutorial[place].0, [0; 32]);
            }
        }
        let shown = part.payment_hash.map(|hash| alloc::format!("{hash}"));
        debug_hides(part, &[part.share.reveal()], &Vec::from_iter(shown));
    }
    deployed_split(parts, root);
    tutorial_split(parts);
}

fn scheme(
    parts: &[Part],
    root: [u8; 32],
    reconstruct: Reconstruct,
    expected: &[Expected],
    refuses: bool,
) {
    let bare: Vec<Part> = parts.iter().map(|part| Part { payment_hash: None, ..*part }).collect();
    match reconstruct(&bare) {
        Err(error) => {
            assert!(refuses, "refused without need: {error}");
            refused(parts, root, reconstruct, error);
        }
        Ok(set) => {
            assert!(!refuses, "reconstructed, though it gives something away");
            assert_eq!(set.root.reveal(), &root);
            assert!(set.children.iter().copied().map(found).eq(expected.iter().copied()));
            hidden(&set);

            // The parts with the hashes that they were given: right or refused.
            let right = parts.iter().zip(expected).position(|(part, expected)| {
                part.payment_hash.is_some_and(|hash| hash.0 != expected.1)
            });
            match (reconstruct(parts), right) {
                (Ok(same), None) => assert_eq!(same, set),
                (Err(error), Some(wrong)) => {
                    assert_eq!(
                        (error.kind(), error.part()),
                        (AmpErrorKind::HashMismatch, Some(wrong))
                    );
                    errors::named(error.rule(), &error);
                }
                (found, wrong) => panic!("{found:?}, the part with a wrong hash: {wrong:?}"),
            }

            let hash = |(part, child): (&Part, &Expected)| Part {
                payment_hash: Some(PaymentHash(child.1)),
                ..*part
            };
            let whole: Vec<Part> = bare.iter().zip(expected).map(hash).collect();
            assert_eq!(reconstruct(&whole).as_ref(), Ok(&set), "with all hashes right");
            any_order(&whole, &set, reconstruct);
            all_but_one(&whole, reconstruct);
        }
    }
}

/// The same children, each with its part, whatever the order.
fn any_order(whole: &[Part], set: &Set, reconstruct: Reconstruct) {
    let mut order: Vec<usize> = (0..whole.len()).collect();
    for turn in 0..whole.len().min(4) {
        order.rotate_left(turn);
        order.reverse();
        let parts: Vec<Part> = order.iter().map(|place| whole[*place]).collect();
        let other = reconstruct(&parts).expect("the same parts in another order");
        assert_eq!(other.root, set.root);
        let children: Vec<Child> = order.iter().map(|place| set.children[*place]).collect();
        assert_eq!(other.children, children);
    }
}

/// Without one part that has a share, nothing comes out.
fn all_but_one(whole: &[Part], reconstruct: Reconstruct) {
    for lacking in 0..whole.len() {
        let mut parts = whole.to_vec();
        let part = parts.remove(lacking);
        // A part whose share is all zero is no part of the root.
        if !part.share.is_zero() {
            let error = reconstruct(&parts).expect_err("reconstructed, though a part lacks");
            errors::named(error.rule(), &error);
        }
    }
}

/// Why parts are refused, before any hash is looked at.
fn refused(parts: &[Part], root: [u8; 32], reconstruct: Reconstruct, error: AmpError) {
    errors::named(error.rule(), &error);
    assert_eq!(reconstruct(parts), Err(error), "hashes are looked at too early");
    let at = |place: usize| &parts[place];
    match (error.kind(), error.part()) {
        (AmpErrorKind::NoParts, None) => assert!(parts.is_empty()),
        (AmpErrorKind::Bp2018IndexTwice | AmpErrorKind::HmacXorIndexTwice, Some(place)) => {
            let first = !(0..place).any(|earlier| repeated(parts, earlier));
            assert!(repeated(parts, place) && first, "{error}");
        }
        (AmpErrorKind::HmacXorZeroPreimage, None) => assert_eq!(parts.len(), 1),
        (AmpErrorKind::HmacXorZeroPreimage, Some(place)) => {
            assert_eq!(at(place).share.reveal(), &root);
        }
        (kind, place) => panic!("{kind:?} at {place:?}"),
    }
}

/// The payer's side of the deployed scheme: two halves that are the whole again, none of them zero.
fn deployed_split(parts: &[Part], root: [u8; 32]) {
    for part in parts {
        let whole = Share::new(root);
        let zero = [root, *part.share.reveal()].contains(&[0; 32]) || whole == part.share;
        match sha256::split(&whole, part.share) {
            Ok((left, right)) => {
                assert_eq!(left, part.share);
                assert_eq!(xor(*left.reveal(), *right.reveal()), root);
                assert!(!zero && !right.is_zero());
            }
            Err(error) => {
                assert_eq!((error.kind(), error.part()), (AmpErrorKind::ZeroShare, None));
                errors::named(error.rule(), &error);
                assert!(zero, "split refused without need");
            }
        }
    }
}

/// The payer's side of the tutorial's: the shares are HMACs, and a payee gets the preimages of all.
fn tutorial_split(parts: &[Part]) {
    let Some(key) = parts.first().map(|part| part.share) else { return };
    let indexes: Vec<u32> = parts.iter().map(|part| part.child_index).collect();
    match hmac_xor::split(&key, &indexes) {
        Ok(shares) => {
            for (index, share) in indexes.iter().zip(&shares) {
                assert_eq!(share.reveal(), &hmac(key.reveal(), &index.to_be_bytes()));
            }
            let part = |(share, child_index): (&Share, &u32)| Part {
                share: *share,
                child_index: *child_index,
                payment_hash: None,
            };
            let split: Vec<Part> = shares.iter().zip(&indexes).map(part).collect();
            assert!(hmac_xor::reconstruct(&split).is_ok(), "split, and not reconstructed");
        }
        Err(error) => {
            errors::named(error.rule(), &error);
            let mut once = indexes.clone();
            once.sort_unstable();
            once.dedup();
            assert!(indexes.len() < 2 || once.len() < indexes.len(), "{error}");
        }
    }
}

fn hidden(set: &Set) {
    let mut secrets: Vec<&[u8]> = alloc::vec![&set.root.reveal()[..]];
    secrets.extend(set.children.iter().map(|child| &child.preimage.reveal()[..]));
    let shown: Vec<_> =
        set.children.iter().map(|child| alloc::format!("{}", child.payment_hash)).collect();
    debug_hides(set, &secrets, &shown);
}

/// Whether a part before this one has the same index.
fn repeated(parts: &[Part], place: usize) -> bool {
    parts[..place].iter().any(|part| part.child_index == parts[place].child_index)
}

fn expected(preimage: [u8; 32]) -> Expected {
    (preimage, hash(&preimage))
}

fn found(child: Child) -> Expected {
    (*child.preimage.reveal(), child.payment_hash.0)
}

fn xor(left: [u8; 32], right: [u8; 32]) -> [u8; 32] {
    core::array::from_fn(|i| left[i] ^ right[i])
}
