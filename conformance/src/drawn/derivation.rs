//! Shares, and what a hash follows from: written anew, so that the library is not judged by itself.

use bitcoin_hashes::sha256;

/// A share, a root, a `set_id` or a hash.
pub(super) type Bytes32 = [u8; 32];

/// The XOR of all of them.
pub(super) fn xor<'s>(shares: impl IntoIterator<Item = &'s Bytes32>) -> Bytes32 {
    let mut sum = [0; 32];
    for share in shares {
        sum.iter_mut().zip(share).for_each(|(sum, byte)| *sum ^= byte);
    }
    sum
}

/// What the HTLC of a part is locked to, if this is the root: the hash of SHA256(root, share, index).
pub(super) fn hash(root: &Bytes32, share: &Bytes32, index: u32) -> Bytes32 {
    let message: Vec<u8> = root.iter().chain(share).copied().chain(index.to_be_bytes()).collect();
    hash_of(&sha256::Hash::hash(&message).to_byte_array())
}

/// What a preimage hashes to.
pub(super) fn hash_of(preimage: &[u8]) -> Bytes32 {
    sha256::Hash::hash(preimage).to_byte_array()
}

/// Whether all bytes are zero.
pub(super) fn is_zero(bytes: &Bytes32) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}
