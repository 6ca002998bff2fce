use super::naive::sha256::sha256 as hash;
use super::secrecy::debug_hides;
use crate::amp::{AmpErrorKind, Part, Random, Shard, ShareTree, sha256};
use crate::arbitrary::{ShareGenerator, ShareStep, ShareSteps};
use crate::secret::Root;
use alloc::vec::Vec;

/// What should be out: id, share, index, and nothing of how the tree keeps it.
type Out = Vec<(u64, [u8; 32], u32)>;

/// Looks random, and is the same each time. The first bytes may be given.
struct Generator {
    seed: u8,
    drawn: u64,
    first: Option<[u8; 32]>,
}

impl Random for Generator {
    fn fill(&mut self, bytes: &mut [u8; 32]) {
        self.drawn += 1;
        let message = [&[self.seed][..], &self.drawn.to_be_bytes()].concat();
        let fine = || bitcoin_hashes::sha256::hash(&message).to_byte_array();
        *bytes = self.first.take().unwrap_or_else(fine);
    }
}

/// Whatever is done, what is out and what is kept make the root; a shard is locked to its hash; what can't
/// be changes nothing. All that are out give the root in any order once nothing is kept, and no strict
/// subset of them does.
pub fn share_tree(steps: &ShareSteps) {
    let root = hash(&[steps.seed]);
    let mut tree = ShareTree::of_root(Root::new(root)).unwrap();
    let mut out = Out::new();
    let mut random = Generator { seed: steps.seed, drawn: 0, first: None };
    for step in &steps.steps {
        let kept = kept(&root, &out);
        let before = tree.clone();
        let mut wrong = Vec::new();
        random.first = first_draw(*step, kept);
        let result = match *step {
            ShareStep::New(id, generator) => {
                wrong.extend(taken(&[id], &out, &kept));
                if generator != ShareGenerator::Fine {
                    wrong.push(AmpErrorKind::ZeroShare);
                }
                tree.new_shard(id.into(), &mut random).map(|shard| Vec::from([shard]))
            }
            ShareStep::Last(id) => {
                wrong.extend(taken(&[id], &out, &kept));
                let shard = tree.last_shard(id.into(), &mut random);
                shard.map(|shard| Vec::from([shard]))
            }
            ShareStep::All(first, count, generator) => {
                let ids: Vec<u8> = (first..first + count).collect();
                wrong.extend(taken(&ids, &out, &kept));
                if ids.is_empty() {
                    wrong.push(AmpErrorKind::NoParts);
                }
                if ids.len() > 1 && generator != ShareGenerator::Fine {
                    wrong.push(AmpErrorKind::ZeroShare);
                }
                let ids: Vec<u64> = ids.into_iter().map(u64::from).collect();
                tree.all_shards(&ids, &mut random)
            }
            ShareStep::Cancel(id) => {
                let known = out.iter().any(|(other, _, _)| *other == u64::from(id));
                if !known {
                    wrong.push(AmpErrorKind::ShardUnknown);
                }
                out.retain(|(other, _, _)| *other != u64::from(id));
                tree.cancel(id.into()).map(|()| Vec::new())
            }
        };
        match result {
            Err(error) => {
                assert!(wrong.contains(&error.kind()), "{step:?}: {error}");
                assert!(tree == before, "{step:?} changed something");
            }
            Ok(shards) => {
                assert!(wrong.is_empty(), "{step:?}: {wrong:?}");
                for (id, shard) in (first_id(*step)..).zip(&shards) {
                    out.push((id, *shard.share.reveal(), shard.child_index));
                    assert_eq!(tree.shard(id), Some(shard));
                }
                let last = !matches!(step, ShareStep::New(..) | ShareStep::Cancel(_));
                look(&tree, &root, &out, &shards, last);
            }
        }
    }
    let secrets: Vec<[u8; 32]> = out.iter().map(|(_, share, _)| *share).chain([root]).collect();
    let secrets: Vec<&[u8]> = secrets.iter().map(|secret| &secret[..]).collect();
    let shown = tree.outstanding().map(|(_, shard)| alloc::format!("{}", shard.payment_hash));
    debug_hides(&tree, &secrets, &shown.collect::<Vec<_>>());
}

/// What the generator gives first, where the step says so.
fn first_draw(step: ShareStep, kept: [u8; 32]) -> Option<[u8; 32]> {
    let (ShareStep::New(_, generator) | ShareStep::All(_, _, generator)) = step else {
        return None;
    };
    match generator {
        ShareGenerator::Fine => None,
        ShareGenerator::Zeros => Some([0; 32]),
        ShareGenerator::Kept => Some(kept),
    }
}

fn first_id(step: ShareStep) -> u64 {
    match step {
        ShareStep::New(id, _)
        | ShareStep::Last(id)
        | ShareStep::All(id, ..)
        | ShareStep::Cancel(id) => id.into(),
    }
}

fn kept(root: &[u8; 32], out: &Out) -> [u8; 32] {
    out.iter().fold(*root, |left, (_, share, _)| core::array::from_fn(|i| left[i] ^ share[i]))
}

/// Why there may be no shards of these ids.
fn taken(ids: &[u8], out: &Out, kept: &[u8; 32]) -> Vec<AmpErrorKind> {
    let mut wrong = Vec::new();
    if ids.iter().any(|id| out.iter().any(|(other, _, _)| *other == u64::from(*id))) {
        wrong.push(AmpErrorKind::ShardTwice);
    }
    if *kept == [0; 32] && !ids.is_empty() {
        wrong.push(AmpErrorKind::NothingKept);
    }
    wrong
}

/// What holds after a step that made these shards, if any, the last one `last`.
fn look(tree: &ShareTree, root: &[u8; 32], out: &Out, made: &[Shard], last: bool) {
    let kept = kept(root, out);
    assert_eq!(tree.root().reveal(), root);
    assert_eq!((tree.is_all_out(), last), (kept == [0; 32], kept == [0; 32]));
    let mut sorted = out.clone();
    sorted.sort_unstable();
    let found = tree.outstanding();
    assert_eq!(found.len(), out.len());
    let found: Out =
        found.map(|(id, shard)| (id, *shard.share.reveal(), shard.child_index)).collect();
    assert_eq!(found, sorted);
    for shard in made {
        let preimage =
            hash(&[&root[..], shard.share.reveal(), &shard.child_index.to_be_bytes()].concat());
        assert_eq!(shard.payment_hash.0, hash(&preimage));
        assert!(!shard.share.is_zero());
    }
    if !tree.is_all_out() {
        return;
    }
    let mut parts: Vec<Part> = tree.outstanding().map(|(_, shard)| shard.part()).collect();
    let ids: Vec<u64> = tree.outstanding().map(|(id, _)| id).collect();
    let set = sha256::reconstruct(&parts).unwrap();
    assert_eq!(set.root.reveal(), root);
    for (id, child) in ids.iter().zip(&set.children) {
        assert_eq!(tree.preimage(*id), Some(child.preimage));
    }
    for subset in 1..(1_u32 << parts.len()) - 1 {
        let some = parts.iter().enumerate().filter(|(place, _)| subset >> place & 1 == 1);
        let some: Vec<Part> = some.map(|(_, part)| *part).collect();
        assert!(sha256::reconstruct(&some).is_err(), "{subset:b} of {}", parts.len());
    }
    parts.reverse();
    assert_eq!(sha256::reconstruct(&parts).unwrap().root.reveal(), root);
}
