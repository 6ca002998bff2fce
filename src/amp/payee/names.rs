//! What the names of sets stand for.

use super::key::SetKey;
use super::record::Name;
use crate::secret::SetId;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::vec::Vec;

/// Found by the first eight bytes of a key, so that a search among thousands of sets touches little memory.
///
/// Payers choose `set_id`s, and so can make several keys with the same beginning. Only the first of them
/// is found by it; the others are found among themselves by the whole key, and no payer makes a search
/// longer than that.
#[derive(Clone)]
pub(super) struct Names {
    first: BTreeMap<u64, (SetKey, Name)>,
    /// A key is here or there.
    others: BTreeMap<SetKey, Name>,
}

impl Names {
    pub(super) const fn new() -> Self {
        Self { first: BTreeMap::new(), others: BTreeMap::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.first.len().saturating_add(self.others.len())
    }

    pub(super) fn get(&self, key: &SetKey) -> Option<&Name> {
        match self.first.get(&key.beginning()) {
            Some((first, name)) if first == key => Some(name),
            _ => self.others.get(key),
        }
    }

    /// Says whether the name was not known.
    pub(super) fn insert(&mut self, key: SetKey, name: Name) -> bool {
        if let Some(known) = self.others.get_mut(&key) {
            *known = name;
            return false;
        }
        match self.first.entry(key.beginning()) {
            Entry::Vacant(place) => {
                place.insert((key, name));
                true
            }
            Entry::Occupied(mut place) if place.get().0 == key => {
                place.insert((key, name));
                false
            }
            Entry::Occupied(_) => self.others.insert(key, name).is_none(),
        }
    }

    pub(super) fn remove(&mut self, key: &SetKey) {
        match self.first.entry(key.beginning()) {
            Entry::Occupied(place) if place.get().0 == *key => {
                place.remove();
            }
            _ => {
                self.others.remove(key);
            }
        }
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&SetKey, &Name) -> bool) {
        self.first.retain(|_, (key, name)| keep(key, name));
        self.others.retain(|key, name| keep(key, name));
    }

    /// All of them, in the order of the keys.
    pub(super) fn sorted(&self) -> Vec<(&SetKey, &Name)> {
        let first = self.first.values().map(|(key, name)| (key, name));
        sorted(first.chain(&self.others))
    }

    /// Those by AMP that share a `set_id`, in the order of the keys.
    pub(super) fn of_set_id(&self, set_id: SetId) -> Vec<(&SetKey, &Name)> {
        let lowest = SetKey::Amp { set_id, secret: None };
        let first = self.first.get(&lowest.beginning()).map(|(key, name)| (key, name));
        let others = self.others.range(lowest..);
        let is_of = |key: &SetKey| matches!(key, SetKey::Amp { set_id: own, .. } if *own == set_id);
        let others = others.take_while(|(key, _)| is_of(key));
        sorted(first.into_iter().filter(|(key, _)| is_of(key)).chain(others))
    }
}

fn sorted<'a>(names: impl Iterator<Item = (&'a SetKey, &'a Name)>) -> Vec<(&'a SetKey, &'a Name)> {
    let mut names: Vec<_> = names.collect();
    names.sort_unstable_by_key(|(key, _)| *key);
    names
}

#[cfg(test)]
mod tests {
    use super::super::key::SecretHash;
    use super::*;

    fn by_amp(end: u8, secret: u8) -> SetKey {
        let mut set_id = [7; 32];
        set_id[31] = end;
        SetKey::Amp { set_id: SetId(set_id), secret: Some(SecretHash([secret; 32])) }
    }

    fn numbers(names: &[(&SetKey, &Name)]) -> Vec<usize> {
        names.iter().filter_map(|(_, name)| name.held()).collect()
    }

    /// All of these begin alike, one without AMP among them.
    #[test]
    fn keys_that_begin_alike() {
        let mpp = SetKey::Mpp { secret: SecretHash([7; 32]) };
        let keys = [by_amp(1, 2), by_amp(0, 9), by_amp(1, 1), mpp, by_amp(2, 0)];
        let mut names = Names::new();
        for (number, key) in keys.into_iter().enumerate() {
            assert!(names.get(&key).is_none());
            assert!(names.insert(key, Name::Held(number)));
            assert_eq!(names.len(), number + 1);
        }
        assert_eq!(numbers(&names.sorted()), [1, 2, 0, 4, 3]);
        assert_eq!(numbers(&names.of_set_id(by_set_id(1))), [2, 0]);
        assert_eq!(numbers(&names.of_set_id(by_set_id(3))), Vec::<usize>::new());
        // The first is gone: the others are found as before, and one takes its place or none.
        names.remove(&keys[0]);
        names.remove(&keys[0]);
        assert!(names.get(&keys[0]).is_none());
        for (number, key) in keys.into_iter().enumerate().skip(1) {
            assert_eq!(names.get(&key).and_then(Name::held), Some(number));
            assert!(!names.insert(key, Name::Held(number + 10)));
        }
        assert!(names.insert(keys[0], Name::Held(10)));
        assert!(!names.insert(keys[0], Name::Held(10)));
        assert_eq!(numbers(&names.sorted()), [11, 12, 10, 14, 13]);
        names.remove(&keys[1]);
        names.retain(|_, name| name.held() != Some(12) && name.held() != Some(10));
        assert_eq!((numbers(&names.sorted()), names.len()), (Vec::from([14, 13]), 2));
    }

    fn by_set_id(end: u8) -> SetId {
        let SetKey::Amp { set_id, .. } = by_amp(end, 0) else { panic!() };
        set_id
    }
}
