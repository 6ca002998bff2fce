//! Things by number: found without searching, however many there are. A number that is free again is
//! used again.

use alloc::vec::Vec;

#[derive(Clone)]
pub(super) struct Slab<T> {
    places: Vec<Option<T>>,
    free: Vec<usize>,
}

impl<T> Slab<T> {
    pub(super) const fn new() -> Self {
        Self { places: Vec::new(), free: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len().saturating_sub(self.free.len())
    }

    /// The number that the thing has from now on.
    pub(super) fn insert(&mut self, thing: T) -> usize {
        let Some(number) = self.free.pop() else {
            self.places.push(Some(thing));
            return self.places.len().saturating_sub(1);
        };
        if let Some(place) = self.places.get_mut(number) {
            *place = Some(thing);
        }
        number
    }

    pub(super) fn get(&self, number: usize) -> Option<&T> {
        self.places.get(number)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, number: usize) -> Option<&mut T> {
        self.places.get_mut(number)?.as_mut()
    }

    pub(super) fn remove(&mut self, number: usize) -> Option<T> {
        let thing = self.places.get_mut(number)?.take()?;
        self.free.push(number);
        Some(thing)
    }

    /// All of them, each with its number.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        let places = self.places.iter().enumerate();
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
}
