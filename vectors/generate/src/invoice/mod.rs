//! The text of an invoice from raw parts.
//!
//! Nothing here knows what is allowed: the cases need invoices that are wrong in every way. The checksum is the `bech32`
//! crate's and the signature libsecp256k1's, so that nothing rests on the library whose answers are checked.

mod signing;
mod symbols;
mod text;

pub use signing::{Signature, payee, sign};
pub use symbols::{ALPHABET, letters, minimal, symbols, symbols_of, symbols_of_letters};
pub use text::{Checksum, Split, checksum, hrp_and_data};

/// The private key of BOLT 11's examples. Published there: it signs nothing of value.
pub const EXAMPLE_KEY: [u8; 32] = [
    0xe1, 0x26, 0xf6, 0x8f, 0x7e, 0xaf, 0xcc, 0x8b, 0x74, 0xf5, 0x4d, 0x26, 0x9f, 0xe2, 0x06, 0xbe,
    0x71, 0x50, 0x00, 0xf9, 0x4d, 0xac, 0x06, 0x7d, 0x1c, 0x04, 0xa8, 0xca, 0x3b, 0x2d, 0xb7, 0x34,
];

/// Another private key, for a payee that is not the one of the examples.
pub const OTHER_KEY: [u8; 32] = [0x42; 32];

/// The keys that invoices of the suite are signed with.
pub const KEYS: [[u8; 32]; 2] = [EXAMPLE_KEY, OTHER_KEY];

/// Symbols of a signature: 64 bytes and the recovery id.
pub const SIGNATURE_SYMBOLS: usize = 104;

/// Symbols of a checksum.
pub const CHECKSUM_SYMBOLS: usize = 6;
