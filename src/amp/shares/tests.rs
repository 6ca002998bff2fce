use super::*;

/// Not fit for secrets: SHA-256 of a counter.
fn counter(seed: u64) -> impl FnMut(&mut [u8; 32]) {
    let mut next = seed;
    move |bytes| {
        next += 1;
        *bytes = bitcoin_hashes::sha256::hash(&next.to_be_bytes()).to_byte_array();
    }
}

fn tree() -> ShareTree {
    ShareTree::of_root(Root::new([0x5e; 32])).unwrap()
}

/// The invariant, computed byte by byte from what the tree shows and what it keeps.
fn holds(tree: &ShareTree) {
    let mut sum = *tree.kept.reveal();
    for (_, shard) in tree.outstanding() {
        for (byte, share) in sum.iter_mut().zip(shard.share.reveal()) {
            *byte ^= share;
        }
    }
    assert_eq!(&sum, tree.root().reveal());
}

#[test]
fn shares_out_and_kept_make_the_root() {
    let (mut tree, mut random) = (tree(), counter(1));
    holds(&tree);
    let first = tree.new_shard(1, &mut random).unwrap();
    holds(&tree);
    let second = tree.last_shard(2, &mut random).unwrap();
    holds(&tree);
    assert!(tree.is_all_out());
    assert_eq!(first.share.xor(&second.share), Share::new([0x5e; 32]));
    tree.cancel(1).unwrap();
    holds(&tree);
    assert!(!tree.is_all_out());
    assert_eq!(tree.kept, first.share);
    assert_eq!((tree.shard(1), tree.shard(2)), (None, Some(&second)));
}

#[test]
fn what_the_payee_derives_is_what_the_shards_are_locked_to() {
    let (mut tree, mut random) = (tree(), counter(2));
    let shards = tree.all_shards(&[5, 3, 9, 1], &mut random).unwrap();
    holds(&tree);
    let parts: Vec<Part> = shards.iter().map(Shard::part).collect();
    let set = sha256::reconstruct(&parts).unwrap();
    assert_eq!(&set.root, tree.root());
    for (id, child) in [5, 3, 9, 1].into_iter().zip(&set.children) {
        assert_eq!(tree.preimage(id), Some(child.preimage));
    }
    assert_eq!(tree.preimage(2), None);
    // Without any one of them nothing comes out.
    for lacking in 0..parts.len() {
        let mut fewer = parts.clone();
        fewer.remove(lacking);
        assert!(sha256::reconstruct(&fewer).is_err());
    }
}

#[test]
fn one_shard_is_the_root_itself() {
    let (mut tree, mut random) = (tree(), counter(3));
    let shards = tree.all_shards(&[7], &mut random).unwrap();
    assert_eq!(shards[0].share.reveal(), tree.root().reveal());
}

#[test]
fn refused_and_nothing_changed() {
    let (mut tree, mut random) = (tree(), counter(4));
    let refused = |tree: &mut ShareTree, kind, run: &mut dyn FnMut(&mut ShareTree) -> AmpError| {
        let before = tree.clone();
        assert_eq!(run(tree).kind(), kind);
        assert!(*tree == before, "{kind:?} changed the tree");
    };
    tree.new_shard(1, &mut random).unwrap();
    for last in [false, true] {
        refused(&mut tree, AmpErrorKind::ShardTwice, &mut |tree| {
            let mut random = counter(9);
            let again =
                if last { tree.last_shard(1, &mut random) } else { tree.new_shard(1, &mut random) };
            again.unwrap_err()
        });
    }
    refused(&mut tree, AmpErrorKind::ShardUnknown, &mut |tree| tree.cancel(2).unwrap_err());
    // The second of three is there already: the first was not made either.
    refused(&mut tree, AmpErrorKind::ShardTwice, &mut |tree| {
        tree.all_shards(&[4, 1, 5], &mut counter(9)).unwrap_err()
    });
    refused(&mut tree, AmpErrorKind::NoParts, &mut |tree| {
        tree.all_shards(&[], &mut counter(9)).unwrap_err()
    });
    // A generator that gives zeros, or just what is kept.
    let kept = *tree.kept.reveal();
    for broken in [[0; 32], kept] {
        refused(&mut tree, AmpErrorKind::ZeroShare, &mut |tree| {
            tree.new_shard(3, &mut |bytes: &mut [u8; 32]| *bytes = broken).unwrap_err()
        });
    }
    tree.last_shard(2, &mut random).unwrap();
    for last in [false, true] {
        refused(&mut tree, AmpErrorKind::NothingKept, &mut |tree| {
            let mut random = counter(9);
            let more =
                if last { tree.last_shard(3, &mut random) } else { tree.new_shard(3, &mut random) };
            more.unwrap_err()
        });
    }
    tree.cancel(2).unwrap();
    refused(&mut tree, AmpErrorKind::ShardUnknown, &mut |tree| tree.cancel(2).unwrap_err());
    assert!(ShareTree::of_root(Root::new([0; 32])).is_err());
    assert!(ShareTree::random(&mut |bytes: &mut [u8; 32]| bytes.fill(0)).is_err());
}

/// Every sequence of four operations out of eight, and what holds after each step of it.
#[test]
fn every_sequence_of_operations() {
    let mut steps = 0;
    for sequence in 0..8_usize.pow(4) {
        let (mut tree, mut random) = (tree(), counter(5));
        let mut ids: Vec<u64> = Vec::new();
        for step in 0..4_u32 {
            let operation = sequence / 8_usize.pow(step) % 8;
            let id = u64::try_from(operation % 2).unwrap();
            let (is_there, zero) = (ids.contains(&id), tree.is_all_out());
            let possible = match operation / 2 {
                0 | 1 => !is_there && !zero,
                2 => is_there,
                _ => !is_there && !ids.contains(&(id + 2)) && !zero,
            };
            let done = match operation / 2 {
                0 => tree.new_shard(id, &mut random).map(|_| ids.push(id)),
                1 => tree.last_shard(id, &mut random).map(|_| ids.push(id)),
                2 => tree.cancel(id).map(|()| ids.retain(|other| *other != id)),
                _ => {
                    let both = [id, id + 2];
                    tree.all_shards(&both, &mut random).map(|_| ids.extend(both))
                }
            };
            assert_eq!(done.is_ok(), possible, "{sequence} {step}");
            holds(&tree);
            let mut expected = ids.clone();
            expected.sort_unstable();
            assert!(tree.outstanding().map(|(id, _)| id).eq(expected));
            steps += 1;
        }
    }
    assert_eq!(steps, 8_usize.pow(4) * 4);
}

#[test]
fn what_is_dropped_is_overwritten() {
    let (mut tree, mut random) = (tree(), counter(6));
    tree.new_shard(1, &mut random).unwrap();
    tree.wipe();
    assert!(tree.root.is_zero() && tree.kept.is_zero());
    assert!(tree.outstanding().all(|(_, shard)| shard.share.is_zero()));
}

#[test]
fn nothing_secret_shows() {
    let (mut tree, mut random) = (tree(), counter(7));
    let shard = tree.new_shard(1, &mut random).unwrap();
    let text = alloc::format!("{tree:?}");
    let hidden = [*tree.root().reveal(), *tree.kept.reveal(), *shard.share.reveal()];
    for secret in hidden {
        assert!(!text.contains(&alloc::format!("{}", PaymentHash(secret))), "{text}");
        assert!(!text.contains(&alloc::format!("{secret:?}")), "{text}");
    }
    assert!(text.contains(&alloc::format!("{}", shard.payment_hash)));
}
