//! What the names of sets stand for.

use super::key::SetKey;
use super::record::{HeldSet, SettledSet};
use super::slab::Slab;
use crate::secret::SetId;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::vec::Vec;

/// What a set's name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// The set of this number, of which HTLCs are held.
    Held(usize),
    Settled,
}

/// The names of all sets. Those that are held have their names themselves, and are passed to every search.
///
/// A held set is found by the first eight bytes of its name, so that a search among thousands touches
/// little memory. Payers choose `set_id`s, and so can make several names with one beginning: only the
/// first of them is found by it, the others among themselves by the whole name. No payer makes a search
/// longer than that.
#[derive(Clone)]
pub(super) struct Names {
    held: BTreeMap<u64, usize>,
    /// Those whose beginning another had when they came.
    others: BTreeMap<SetKey, usize>,
    settled: BTreeMap<SetKey, SettledSet>,
}

impl Names {
    pub(super) const fn new() -> Self {
        Self { held: BTreeMap::new(), others: BTreeMap::new(), settled: BTreeMap::new() }
    }

    pub(super) fn get(&self, key: &SetKey, sets: &Slab<HeldSet>) -> Option<Name> {
        let is_it = |number: &&usize| sets.get(**number).is_some_and(|set| set.key == *key);
        let first = self.held.get(&key.beginning()).filter(is_it);
        match first.or_else(|| self.others.get(key)) {
            Some(number) => Some(Name::Held(*number)),
            None => self.settled.get(key).map(|_| Name::Settled),
        }
    }

    /// Takes in the name of a set that is held from now on.
    pub(super) fn hold(&mut self, key: SetKey, number: usize) {
        match self.held.entry(key.beginning()) {
            Entry::Vacant(place) => {
                place.insert(number);
            }
            Entry::Occupied(_) => {
                self.others.insert(key, number);
            }
        }
    }

    /// Forgets the name of a set that is not held any more.
    pub(super) fn release(&mut self, key: &SetKey, number: usize) {
        match self.held.entry(key.beginning()) {
            Entry::Occupied(place) if *place.get() == number => {
                place.remove();
            }
            _ => {
                self.others.remove(key);
            }
        }
    }

    /// Takes in the name of a set that was settled. Says whether it is new.
    pub(super) fn settle(&mut self, key: SetKey, set: SettledSet) -> bool {
        self.settled.insert(key, set).is_none()
    }

    /// The sets that were settled, by name.
    pub(super) const fn settled(&self) -> &BTreeMap<SetKey, SettledSet> {
        &self.settled
    }

    /// Forgets sets that were settled.
    pub(super) fn forget(&mut self, which: impl Fn(&SetKey, &SettledSet) -> bool) {
        self.settled.retain(|key, set| !which(key, set));
    }

    /// The numbers of the held sets by AMP that share a `set_id`, by name.
    pub(super) fn held_of(&self, set_id: SetId, sets: &Slab<HeldSet>) -> Vec<usize> {
        let lowest = SetKey::Amp { set_id, secret: None };
        let is_of = |key: &SetKey| matches!(key, SetKey::Amp { set_id: own, .. } if *own == set_id);
        let first = self.held.get(&lowest.beginning()).copied();
        let first = first.and_then(|number| Some((sets.get(number)?.key, number)));
        let others = self.others.range(lowest..).map(|(key, number)| (*key, *number));
        let others = others.take_while(|(key, _)| is_of(key));
        let mut held: Vec<(SetKey, usize)> =
            first.into_iter().filter(|(key, _)| is_of(key)).chain(others).collect();
        held.sort_unstable_by_key(|(key, _)| *key);
        held.into_iter().map(|(_, number)| number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::key::SecretHash;
    use super::*;

    fn set_id(end: u8) -> SetId {
        let mut set_id = [7; 32];
        set_id[31] = end;
        SetId(set_id)
    }

    fn by_amp(end: u8, secret: u8) -> SetKey {
        SetKey::Amp { set_id: set_id(end), secret: Some(SecretHash([secret; 32])) }
    }

    fn set(key: SetKey) -> HeldSet {
        HeldSet {
            key,
            spontaneous: false,
            total_msat: 1,
            sum_msat: 0,
            htlcs: 0,
            newest: None,
            began_at: 0,
            deadline: 0,
            least_expiry: 0,
        }
    }

    /// All of these begin alike, one without AMP among them.
    #[test]
    fn names_that_begin_alike() {
        let mpp = SetKey::Mpp { secret: SecretHash([7; 32]) };
        let keys = [by_amp(1, 2), by_amp(0, 9), by_amp(1, 1), mpp, by_amp(2, 0)];
        let (mut names, mut sets) = (Names::new(), Slab::new());
        for (number, key) in keys.into_iter().enumerate() {
            assert_eq!(names.get(&key, &sets), None);
            assert_eq!(sets.insert(set(key)), number);
            names.hold(key, number);
            assert_eq!(names.get(&key, &sets), Some(Name::Held(number)));
        }
        assert_eq!(names.held_of(set_id(1), &sets), [2_usize, 0]);
        assert!(names.held_of(set_id(3), &sets).is_empty());
        // The first is gone, and comes again: the others are found as before.
        for _ in 0..2 {
            names.release(&keys[0], 0);
            sets.remove(0);
            assert_eq!(names.get(&keys[0], &sets), None);
            for (number, key) in keys.iter().enumerate().skip(1) {
                assert_eq!(names.get(key, &sets), Some(Name::Held(number)));
            }
            assert_eq!(sets.insert(set(keys[0])), 0);
            names.hold(keys[0], 0);
            assert_eq!(names.get(&keys[0], &sets), Some(Name::Held(0)));
        }
        // One that was not the first is settled.
        names.release(&keys[2], 2);
        sets.remove(2);
        let settled = SettledSet { at: 0, spontaneous: false };
        assert!(names.settle(keys[2], settled));
        assert!(!names.settle(keys[2], settled));
        assert_eq!(names.get(&keys[2], &sets), Some(Name::Settled));
        assert_eq!(names.held_of(set_id(1), &sets), [0_usize]);
        names.forget(|key, _| *key == keys[2]);
        assert_eq!(names.get(&keys[2], &sets), None);
    }
}
