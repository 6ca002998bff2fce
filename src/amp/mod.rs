//! AMP's shares and preimages: the three derivations that have been described, each in a module of its
//! own, and a payer's shares as they go out and come back, in [`ShareTree`].
//!
//! ```text
//! module     a part's preimage                              the root
//! sha256     SHA256(root | share | be32(child_index))       XOR of all shares       deployed
//! bp2018     SHA256(base | be32(index))                     XOR of all shares       a proposal of 2018
//! hmac_xor   share XOR root, the shares HMACs of a key      XOR of all shares       a tutorial; broken
//! ```
//!
//! In all of them `payment_hash` is the SHA-256 of the preimage, and the payee can compute any
//! preimage only once it has the shares of every part. [`sha256`] is what runs on the network and the
//! one to use; the other two are there to read and to test such material, and say what they risk.
//!
//! ```
//! use ampwire::amp::{Part, sha256};
//! use ampwire::secret::{Root, Share};
//!
//! // The payer splits a root into two shares, here with a half that is not random.
//! let root = Share::new([0x55; 32]);
//! let (left, right) = sha256::split(&root, Share::new([0x11; 32]))?;
//! let root = Root::new([0x55; 32]);
//! let hashes = [
//!     sha256::derive(&root, &left, 0).payment_hash,
//!     sha256::derive(&root, &right, 1).payment_hash,
//! ];
//!
//! // The payee has both parts, and gets both preimages.
//! let parts = [
//!     Part { share: left, child_index: 0, payment_hash: Some(hashes[0]) },
//!     Part { share: right, child_index: 1, payment_hash: Some(hashes[1]) },
//! ];
//! let set = sha256::reconstruct(&parts)?;
//! assert_eq!(set.root, root);
//! assert_eq!(set.children[1].payment_hash, hashes[1]);
//! # Ok::<(), ampwire::amp::AmpError>(())
//! ```

pub mod bp2018;
mod error;
pub mod hmac_xor;
mod parts;
pub mod payee;
pub mod payer;
mod scheme;
pub mod sha256;
mod shares;
#[cfg(feature = "serde")]
mod versioned;

pub use error::{AmpError, AmpErrorKind};
pub use parts::{Child, Part, Set};
pub use scheme::Scheme;
pub use shares::{Random, Shard, ShareTree};

#[cfg(test)]
mod test_hex {
    pub(super) fn hex(text: &str) -> [u8; 32] {
        core::array::from_fn(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap())
    }
}
