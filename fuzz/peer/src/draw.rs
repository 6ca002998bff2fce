/// A generator of bytes that anyone can write down (`SplitMix64`).
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }
}

/// The bytes out of which a generator makes the input of this number, of those of a seed: the same wherever
/// this runs.
pub fn entropy(seed: u64, number: u64) -> Vec<u8> {
    // Two rounds, so that neighbouring numbers and seeds have nothing in common.
    let mut random = SplitMix64(SplitMix64(seed).next() ^ number);
    let words = 16 + random.next() % 112;
    (0..words).flat_map(|_| random.next().to_le_bytes()).collect()
}
