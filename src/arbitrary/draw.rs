//! Numbers, lengths and bytes with a bias to the edges.

use alloc::vec;
use alloc::vec::Vec;
use arbitrary::{Result, Unstructured};

/// Where the wire format changes its mind: widths of `BigSize` and of truncated integers, and the ends
/// of the machine's integers.
const EDGES: [u64; 20] = [
    0,
    1,
    0x7f,
    0x80,
    0xfc,
    0xfd,
    0xfe,
    0xff,
    0x100,
    0xffff,
    0x1_0000,
    0xff_ffff,
    0x100_0000,
    0xffff_ffff,
    0x1_0000_0000,
    0x1_0000_0001,
    0x7fff_ffff_ffff_ffff,
    0x8000_0000_0000_0000,
    u64::MAX - 1,
    u64::MAX,
];

/// The lengths at which the records of a payload are right or wrong.
const LENGTHS: [usize; 22] =
    [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 34, 40, 41, 63, 64, 65, 67, 68, 69, 70];

/// An integer of at most `bits` bits.
pub(super) fn integer(u: &mut Unstructured<'_>, bits: u32) -> Result<u64> {
    let value = match u.int_in_range(0..=3_u8)? {
        0 => *u.choose(&EDGES)?,
        1 => {
            let power = 1_u64 << u.int_in_range(0..=63_u32)?;
            power.wrapping_add(*u.choose(&[0, 1, u64::MAX])?)
        }
        2 => u64::from(u.arbitrary::<u8>()?),
        _ => u.arbitrary()?,
    };
    // Too wide for the type: the low bits are an edge of their own as often as not.
    Ok(value & (u64::MAX >> 64_u32.saturating_sub(bits)))
}

/// A length at one of the places that matter.
pub(super) fn length(u: &mut Unstructured<'_>) -> Result<usize> {
    u.choose(&LENGTHS).copied()
}

/// This many bytes; zeros where the input has no more.
pub(super) fn bytes(u: &mut Unstructured<'_>, length: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    u.fill_buffer(&mut bytes)?;
    Ok(bytes)
}

/// The value of a record whose length is free.
pub(super) fn value(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let length = match u.int_in_range(0..=7_u8)? {
        0..=2 => usize::from(u.int_in_range(0..=8_u8)?),
        3..=5 => length(u)?,
        6 => usize::from(u.int_in_range(0..=100_u8)?),
        // Around the place where the length takes three bytes.
        _ => usize::from(u.int_in_range(250..=258_u16)?),
    };
    bytes(u, length)
}

/// 32 bytes: all alike, or anything.
pub(super) fn array32(u: &mut Unstructured<'_>) -> Result<[u8; 32]> {
    Ok(match u.int_in_range(0..=5_u8)? {
        0 => [0; 32],
        1 => [0xff; 32],
        2 => [u.arbitrary()?; 32],
        _ => u.arbitrary()?,
    })
}
