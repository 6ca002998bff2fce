//! The smallest parsers, over nom's `complete` family, and their small error.
//!
//! A nom error carries the input by default, and a rich error makes every `Result` wide. So the
//! parsers here fail with [`Leaf`], which is two words; the public errors, with offsets and rules, are
//! built from it at the edge of a module, where it is known what was being read.

use nom::error::{ErrorKind, ParseError};

/// What went wrong inside one scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The input is empty where a first byte was needed.
    Empty,
    /// The input ends inside.
    Truncated,
    /// Written longer than needed.
    NotMinimal,
}

/// A fault, as nom carries it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaf(Fault);

impl ParseError<&[u8]> for Leaf {
    #[inline]
    fn from_error_kind(_: &[u8], _: ErrorKind) -> Self {
        // The leaf parsers below fail by themselves for one reason only.
        Self(Fault::Truncated)
    }

    #[inline]
    fn append(_: &[u8], _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// What a parser here gives: the input that is left, and the value.
pub(super) type Parsed<'a, T> = nom::IResult<&'a [u8], T, Leaf>;

/// Fails with a fault of our own, which no alternative may try to mend.
#[inline]
pub(super) fn fail<T>(fault: Fault) -> Parsed<'static, T> {
    Err(nom::Err::Failure(Leaf(fault)))
}

/// The fault inside a nom error. `complete` parsers never ask for more input, so `Incomplete` is a
/// cut input too.
#[inline]
#[allow(clippy::needless_pass_by_value, reason = "given to `map_err`")]
pub(super) fn fault(error: nom::Err<Leaf>) -> Fault {
    match error {
        nom::Err::Error(Leaf(fault)) | nom::Err::Failure(Leaf(fault)) => fault,
        nom::Err::Incomplete(_) => Fault::Truncated,
    }
}

#[inline]
pub(super) fn be_u16(input: &[u8]) -> Parsed<'_, u16> {
    nom::number::complete::be_u16(input)
}

#[inline]
pub(super) fn be_u32(input: &[u8]) -> Parsed<'_, u32> {
    nom::number::complete::be_u32(input)
}

#[inline]
pub(super) fn be_u64(input: &[u8]) -> Parsed<'_, u64> {
    nom::number::complete::be_u64(input)
}
