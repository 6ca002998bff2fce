//! In which order cases are asked, and in which part of a divided run each of them is. Both hang on a case's id and on nothing else, so
//! that neither a new vector nor another selection moves the others.

use core::fmt;
use core::str::FromStr;

/// The seed of an order. It fits a number of JSON in every language.
pub(crate) type Seed = u32;

/// One of several parts of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shard {
    /// From 1.
    index: u32,
    of: u32,
}

impl Shard {
    /// Whether it has the vector with this id. Each id is in exactly one of the parts.
    pub(crate) fn has(self, id: &str) -> bool {
        mixed(0, id) % u64::from(self.of) == u64::from(self.index - 1)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text
            .split_once('/')
            .and_then(|(index, of)| Some((index.parse::<u32>().ok()?, of.parse::<u32>().ok()?)));
        match numbers {
            Some((index, of)) if (1..=of).contains(&index) => Ok(Self { index, of }),
            _ => Err("a part is I/N, from 1/N to N/N: 1/3, 2/3, 3/3".to_owned()),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.index, self.of)
    }
}

/// By what a case is put in its place.
pub(crate) fn place(seed: Seed, id: &str) -> u64 {
    // Zero is for the parts: an order must not sort by them.
    mixed(u64::from(seed) + 1, id)
}

/// FNV-1a of a text, begun with the seed and mixed once more (as `SplitMix64` does), since the remainder looks at the last bits alone.
pub(crate) fn mixed(seed: u64, text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::suite::Suite;

    #[test]
    fn what_is_no_part() {
        for text in ["", "1", "0/3", "4/3", "1/0", "-1/3", "1/3/3", "a/b", "1/4294967296"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
        assert_eq!("2/3".parse::<Shard>().unwrap().to_string(), "2/3");
    }

    #[test]
    fn every_vector_is_in_exactly_one_part_and_none_is_much_larger() {
        let cases = &Suite::for_tests().cases;
        for of in [1, 2, 3, 7, 16] {
            let shards: Vec<Shard> = (1..=of).map(|index| Shard { index, of }).collect();
            let mut sizes = vec![0_u32; shards.len()];
            for case in cases {
                let having: Vec<usize> =
                    (0..shards.len()).filter(|place| shards[*place].has(&case.vector.id)).collect();
                assert_eq!(having.len(), 1, "{} of {of}", case.vector.id);
                sizes[having[0]] += 1;
            }
            let even = u32::try_from(cases.len()).unwrap() / of;
            assert!(sizes.iter().all(|size| (even / 2..=even * 2).contains(size)), "{sizes:?}");
        }
    }

    /// The parts and orders of a version are those of the next: these values come from another program.
    #[test]
    fn the_values_stay() {
        assert_eq!(mixed(0, ""), 0xf52a_15e9_a9b5_e89b);
        assert_eq!(mixed(0, "payload/final"), 0x5260_4fdb_23fe_2a4b);
        assert_eq!(mixed(4_294_967_296, "payload/final"), 0xcbcb_fdb8_d7ca_2932);
    }

    #[test]
    fn orders_differ_by_their_seed() {
        let order = |seed: Seed| {
            let mut ids: Vec<&str> =
                Suite::for_tests().cases.iter().map(|case| case.vector.id.as_str()).collect();
            ids.sort_by_key(|id| place(seed, id));
            ids
        };
        let orders: BTreeSet<Vec<&str>> = [0, 1, 2, Seed::MAX].into_iter().map(order).collect();
        assert_eq!(orders.len(), 4);
    }
}
