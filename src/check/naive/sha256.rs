//! SHA-256 and HMAC as FIPS 180-4 and RFC 2104 write them down, the constants computed from the
//! primes. Nothing here is fast or fit for secrets.

use alloc::vec::Vec;

/// The first 32 bits behind the point of a prime's root: square (2) or cube (3).
fn root_fraction(prime: u128, degree: u32) -> u32 {
    // The root of prime * 2^(32 * degree) is the prime's root times 2^32.
    let radicand = prime << (32 * degree);
    let mut root = 0_u128;
    for bit in (0..40).rev() {
        let candidate = root | 1 << bit;
        if candidate.pow(degree) <= radicand {
            root = candidate;
        }
    }
    low_32(root)
}

fn low_32(value: u128) -> u32 {
    u32::try_from(value & 0xffff_ffff).unwrap()
}

fn constants() -> ([u32; 8], [u32; 64]) {
    let is_prime = |number: &u128| (2..*number).all(|divisor| number % divisor != 0);
    let primes: Vec<u128> = (2..).filter(is_prime).take(64).collect();
    (
        core::array::from_fn(|i| root_fraction(primes[i], 2)),
        core::array::from_fn(|i| root_fraction(primes[i], 3)),
    )
}

/// The SHA-256 of a message.
#[allow(clippy::many_single_char_names, reason = "the names of FIPS 180-4")]
pub(in super::super) fn sha256(message: &[u8]) -> [u8; 32] {
    static CONSTANTS: std::sync::OnceLock<([u32; 8], [u32; 64])> = std::sync::OnceLock::new();
    let (start, round) = CONSTANTS.get_or_init(constants);
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    let bits = u64::try_from(message.len()).unwrap() * 8;
    padded.extend(bits.to_be_bytes());

    let mut hash = *start;
    for block in padded.chunks(64) {
        let mut words: Vec<u32> = block.chunks(4).map(|word| low_32(super::number(word))).collect();
        for i in 16..64 {
            let (early, late): (u32, u32) = (words[i - 15], words[i - 2]);
            let small0 = early.rotate_right(7) ^ early.rotate_right(18) ^ (early >> 3);
            let small1 = late.rotate_right(17) ^ late.rotate_right(19) ^ (late >> 10);
            words.push(
                words[i - 16].wrapping_add(small0).wrapping_add(words[i - 7]).wrapping_add(small1),
            );
        }
        let mut state = hash;
        for i in 0..64 {
            let [a, b, c, d, e, f, g, h] = state;
            let big1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let choice = (e & f) ^ (!e & g);
            let first = [big1, choice, round[i], words[i]].into_iter().fold(h, u32::wrapping_add);
            let big0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let majority = (a & b) ^ (a & c) ^ (b & c);
            let second = big0.wrapping_add(majority);
            state = [first.wrapping_add(second), a, b, c, d.wrapping_add(first), e, f, g];
        }
        for (word, more) in hash.iter_mut().zip(state) {
            *word = word.wrapping_add(more);
        }
    }
    let bytes: Vec<u8> = hash.iter().flat_map(|word| word.to_be_bytes()).collect();
    bytes.try_into().unwrap()
}

/// HMAC-SHA256 with a key of at most 64 bytes.
pub(in super::super) fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let padded =
        |pad: u8| -> Vec<u8> { (0..64).map(|i| key.get(i).copied().unwrap_or(0) ^ pad).collect() };
    let inner = sha256(&[&padded(0x36), message].concat());
    sha256(&[&padded(0x5c), &inner[..]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: [u8; 32]) -> alloc::string::String {
        alloc::format!("{}", crate::secret::PaymentHash(bytes))
    }

    #[test]
    fn known_answers() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hex(sha256(b"")), empty);
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(sha256(b"abc")), abc);
        // RFC 4231, test case 2.
        let hmac_jefe = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex(hmac(b"Jefe", b"what do ya want for nothing?")), hmac_jefe);
    }
}
