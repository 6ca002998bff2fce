//! Feature vectors as strings of binary digits, and BOLT 9's table a second time, by numbers.

use alloc::vec::Vec;

/// The numbers of the bits that are set, ascending: digits of `width` bits each, all written out and
/// counted from the end.
pub(in super::super) fn bits(digits: &[u8], width: usize) -> Vec<u32> {
    let mut written: Vec<bool> = Vec::new();
    for digit in digits {
        for place in (0..width).rev() {
            written.push(digit / 2_u8.pow(u32::try_from(place).unwrap()) % 2 == 1);
        }
    }
    written.reverse();
    (0..).zip(written).filter_map(|(bit, set)| set.then_some(bit)).collect()
}

/// BOLT 9's table: the even bit, the contexts (an empty list is any place), the even bits of what it
/// needs. The row of 30 is this project's, after the deployed implementation.
const TABLE: [(u32, &str, &[u32]); 24] = [
    (0, "", &[]),
    (4, "IN", &[]),
    (6, "", &[]),
    (8, "", &[]),
    (10, "IN", &[]),
    (12, "", &[]),
    (14, "", &[]),
    (16, "IN9", &[14]),
    (18, "IN", &[]),
    (22, "INT", &[]),
    (24, "IN9", &[]),
    (26, "IN", &[]),
    (28, "IN", &[]),
    (30, "IN9", &[14]),
    (34, "IN", &[]),
    (36, "IN9", &[]),
    (38, "IN", &[]),
    (42, "IN", &[]),
    (44, "", &[]),
    (46, "INT", &[]),
    (48, "9", &[]),
    (50, "INT", &[46]),
    (60, "IN", &[26]),
    (62, "IN", &[]),
];

/// The even bits of all features with a name.
pub(in super::super) fn named() -> impl Iterator<Item = u32> {
    TABLE.iter().map(|(even, ..)| *even)
}

fn row(bit: u32) -> Option<(&'static str, &'static [u32])> {
    let row = TABLE.iter().find(|(even, ..)| *even == bit || *even + 1 == bit);
    row.map(|(_, contexts, needs)| (*contexts, *needs))
}

/// The even bits of all that a feature needs, directly or through another.
pub(in super::super) fn needs(bit: u32) -> Vec<u32> {
    let mut all = Vec::new();
    for needed in row(bit).map_or(&[][..], |(_, needs)| needs) {
        all.push(*needed);
        all.extend(needs(*needed));
    }
    all
}

/// What is wrong with these bits, ascending, for a reader who knows `known` (even bits), in a place
/// with this letter in BOLT 9's table: the class, the bit, and the even bit that lacks.
pub(in super::super) fn fault(
    bits: &[u32],
    known: &[u32],
    place: char,
) -> Option<(&'static str, u32, Option<u32>)> {
    let is_known = |bit: u32| known.contains(&(bit - bit % 2));
    for bit in bits {
        if bit % 2 == 0 && !is_known(*bit) {
            return Some(("unknown_even", *bit, None));
        }
    }
    for bit in bits.iter().filter(|bit| is_known(**bit)) {
        for needed in row(*bit).map_or(&[][..], |(_, needs)| needs) {
            if !bits.contains(needed) && !bits.contains(&(needed + 1)) {
                return Some(("missing", *bit, Some(*needed)));
            }
        }
    }
    for bit in bits.iter().filter(|bit| is_known(**bit)) {
        if row(*bit).is_some_and(|(places, _)| !places.is_empty() && !places.contains(place)) {
            return Some(("forbidden", *bit, None));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_both_widths() {
        assert_eq!(bits(&[0x02, 0x00], 8), [9]);
        // `sgq` in bech32's alphabet.
        assert_eq!(bits(&[16, 8, 0], 5), [8, 14]);
        assert!(bits(&[], 5).is_empty());
    }
}
