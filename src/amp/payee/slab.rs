//! Things by number: found without searching, however many there are. A number that is free again is
//! used again.

use alloc::vec::Vec;

/// How many things lie together. Growing by blocks moves nothing that is there, and leaves no more than
/// one block unused.
const BLOCK: usize = 64;

#[derive(Clone)]
pub(super) struct Slab<T> {
    /// All but the last are full.
    blocks: Vec<Vec<Option<T>>>,
    free: Vec<usize>,
    len: usize,
}

impl<T> Slab<T> {
    pub(super) const fn new() -> Self {
        Self { blocks: Vec::new(), free: Vec::new(), len: 0 }
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// The number that the thing has from now on.
    pub(super) fn insert(&mut self, thing: T) -> usize {
        self.len = self.len.saturating_add(1);
        if let Some(number) = self.free.pop() {
            if let Some(place) = self.place(number) {
                *place = Some(thing);
            }
            return number;
        }
        let full = self.blocks.len().saturating_sub(1).saturating_mul(BLOCK);
        if let Some(last) = self.blocks.last_mut().filter(|last| last.len() < BLOCK) {
            last.push(Some(thing));
            return full.saturating_add(last.len()).saturating_sub(1);
        }
        let mut block = Vec::with_capacity(BLOCK);
        block.push(Some(thing));
        self.blocks.push(block);
        self.blocks.len().saturating_sub(1).saturating_mul(BLOCK)
    }

    fn place(&mut self, number: usize) -> Option<&mut Option<T>> {
        self.blocks.get_mut(number / BLOCK)?.get_mut(number % BLOCK)
    }

    pub(super) fn get(&self, number: usize) -> Option<&T> {
        self.blocks.get(number / BLOCK)?.get(number % BLOCK)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, number: usize) -> Option<&mut T> {
        self.place(number)?.as_mut()
    }

    pub(super) fn remove(&mut self, number: usize) -> Option<T> {
        let thing = self.place(number)?.take()?;
        self.free.push(number);
        self.len = self.len.saturating_sub(1);
        Some(thing)
    }

    /// All of them, each with its number.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        let places = self.blocks.iter().flatten().enumerate();
        places.filter_map(|(number, place)| Some((number, place.as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_used_again() {
        let mut slab = Slab::new();
        let numbers: Vec<usize> = "abc".chars().map(|letter| slab.insert(letter)).collect();
        assert_eq!((numbers.as_slice(), slab.len()), (&[0, 1, 2][..], 3));
        assert_eq!((slab.remove(1), slab.remove(1), slab.remove(9)), (Some('b'), None, None));
        assert_eq!((slab.len(), slab.get(1), slab.get(9)), (2, None, None));
        assert_eq!((slab.insert('d'), slab.insert('e'), slab.len()), (1, 3, 4));
        *slab.get_mut(0).unwrap() = 'z';
        let all: Vec<(usize, char)> =
            slab.iter().map(|(number, letter)| (number, *letter)).collect();
        assert_eq!(all, [(0, 'z'), (1, 'd'), (2, 'c'), (3, 'e')]);
    }

    #[test]
    fn more_than_a_block() {
        let mut slab = Slab::new();
        for number in 0..=3 * BLOCK {
            assert_eq!(slab.insert(number), number);
        }
        assert!(slab.iter().all(|(number, thing)| number == *thing));
        assert_eq!((slab.iter().count(), slab.len()), (3 * BLOCK + 1, 3 * BLOCK + 1));
        assert_eq!(slab.remove(BLOCK), Some(BLOCK));
        assert_eq!((slab.get(BLOCK - 1), slab.get(BLOCK)), (Some(&(BLOCK - 1)), None));
        assert_eq!((slab.insert(7), slab.insert(8)), (BLOCK, 3 * BLOCK + 1));
    }
}
