//! Values that several families share. None is a secret, and none is valid anywhere else.

/// A payment secret.
pub(super) const SECRET: [u8; 32] = [0x11; 32];

/// A part's share, in the `root_share` field.
pub(super) const SHARE: [u8; 32] = [0x22; 32];

/// A set's id.
pub(super) const SET_ID: [u8; 32] = [0x33; 32];

/// A keysend preimage.
pub(super) const PREIMAGE: [u8; 32] = [0x44; 32];

/// The type of a keysend preimage.
pub(super) const KEYSEND: u64 = 5_482_373_484;

/// The generator of secp256k1, compressed: a point that everyone knows to be valid.
pub(super) const POINT: [u8; 33] = [
    0x02, 0x79, 0xbe, 0x66, 0x7e, 0xf9, 0xdc, 0xbb, 0xac, 0x55, 0xa0, 0x62, 0x95, 0xce, 0x87, 0x0b,
    0x07, 0x02, 0x9b, 0xfc, 0xdb, 0x2d, 0xce, 0x28, 0xd9, 0x59, 0xf2, 0x81, 0x5b, 0x16, 0xf8, 0x17,
    0x98,
];

/// Where `tests/live` saw what is captured. All keys, shares and preimages were drawn for that network.
pub(super) const CAPTURED: &str =
    "two LND v0.21.0-beta nodes on a regtest network of their own, tests/live";

/// The largest amount that there can be: 21 million BTC in msat.
pub(super) const ALL_BITCOIN: u64 = 2_100_000_000_000_000_000;

/// Bytes that count up from this one: they show which way round an array is.
pub(super) fn counting(first: u8) -> [u8; 32] {
    core::array::from_fn(|index| first.wrapping_add(u8::try_from(index).expect("below 32")))
}

/// Two bytes and thirty zeros, as LND's unit test of the record has them.
pub(super) fn two_then_zeros(first: u8, second: u8) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[0] = first;
    bytes[1] = second;
    bytes
}

/// The exclusive or of equally long arrays.
pub(super) fn xor<const N: usize>(left: [u8; N], right: [u8; N]) -> [u8; N] {
    core::array::from_fn(|index| left[index] ^ right[index])
}

/// The indexes at which the length of a truncated index changes, with a few between.
pub(super) const INDEXES: &[(u32, &str)] = &[
    (0, "Index 0 has no byte."),
    (1, "The smallest index of one byte."),
    (0x7f, "The largest index of seven bits."),
    (0x80, "An index with the high bit of its byte."),
    (0xff, "The largest index of one byte."),
    (0x100, "The smallest index of two bytes."),
    (0xffff, "The largest index of two bytes."),
    (0x1_0000, "The smallest index of three bytes."),
    (0xff_ffff, "The largest index of three bytes."),
    (0x100_0000, "The smallest index of four bytes."),
    (0x0102_0304, "Four different bytes show their order."),
    (0x8000_0000, "A signed reader takes this index for negative."),
    (0xdead_beef, "An ordinary random index."),
    (u32::MAX, "The largest index."),
];
