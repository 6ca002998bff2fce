//! Numbers that look random and follow from a seed: xoshiro256++, seeded by splitmix64. Fit for simulations, not for secrets.

use super::Chance;

/// A stream of numbers.
#[derive(Debug, Clone)]
pub(super) struct Generator([u64; 4]);

impl Generator {
    /// The stream of a seed; `stream` tells several of one seed apart.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut state = mixed(seed) ^ stream.wrapping_mul(0xa076_1d64_78bd_642f);
        Self(core::array::from_fn(|_| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            mixed(state)
        }))
    }

    fn next(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let out = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        out
    }

    /// A number below `bound`; 0 where that is 0.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        let product = u128::from(self.next()) * u128::from(bound);
        // The upper half of a product of two numbers of 64 bits has 64 bits.
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// Whether it happens.
    pub(super) fn happens(&mut self, chance: Chance) -> bool {
        chance.is_possible() && self.below(Chance::CERTAIN) < chance.of_a_million()
    }

    /// Fills 32 bytes.
    pub(super) fn fill(&mut self, bytes: &mut [u8; 32]) {
        for eight in bytes.chunks_exact_mut(8) {
            eight.copy_from_slice(&self.next().to_le_bytes());
        }
    }
}

/// The last step of splitmix64.
fn mixed(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spread_and_follow_from_the_seed() {
        let draw = |seed, stream| {
            let mut generator = Generator::new(seed, stream);
            core::array::from_fn::<u64, 4, _>(|_| generator.next())
        };
        assert_eq!(draw(7, 0), draw(7, 0));
        assert_ne!(draw(7, 0), draw(8, 0));
        assert_ne!(draw(7, 0), draw(7, 1));
        let mut generator = Generator::new(1, 0);
        let mut counts = [0_u32; 10];
        for _ in 0..10_000 {
            counts[usize::try_from(generator.below(10)).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| (850..1_150).contains(count)), "{counts:?}");
        assert_eq!(generator.below(0), 0);
    }

    #[test]
    fn chances() {
        let mut generator = Generator::new(3, 0);
        let mut count = |text: &str| {
            let chance: Chance = text.parse().unwrap();
            (0..100_000).filter(|_| generator.happens(chance)).count()
        };
        assert_eq!((count("0"), count("100")), (0, 100_000));
        assert!((24_000..26_000).contains(&count("25%")));
        assert!((30..200).contains(&count("0.1")));
    }
}
