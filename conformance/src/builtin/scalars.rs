//! `bigsize.*` and `tu*.*`.

use ampwire::wire::{BigSize, Encode, Tu16, Tu32, Tu64};

use super::{input, refusal};
use crate::protocol::{Answer, Members, Rejection};

pub(super) fn bigsize_decode(members: &Members) -> Result<Answer, Rejection> {
    let bytes = input::the_bytes(members)?;
    let (value, rest) = BigSize::parse_prefix(&bytes).map_err(refusal::wire)?;
    let length = bytes.len() - rest.len();
    Ok(Answer::ok([("value", value.0.to_string().into()), ("length", length.to_string().into())]))
}

pub(super) fn bigsize_encode(members: &Members) -> Result<Answer, Rejection> {
    Ok(written(&BigSize(value(members)?)))
}

pub(super) fn tu16_decode(members: &Members) -> Result<Answer, Rejection> {
    Ok(read(Tu16::parse(&input::the_bytes(members)?).map_err(refusal::wire)?.0))
}

pub(super) fn tu32_decode(members: &Members) -> Result<Answer, Rejection> {
    Ok(read(Tu32::parse(&input::the_bytes(members)?).map_err(refusal::wire)?.0))
}

pub(super) fn tu64_decode(members: &Members) -> Result<Answer, Rejection> {
    Ok(read(Tu64::parse(&input::the_bytes(members)?).map_err(refusal::wire)?.0))
}

pub(super) fn tu16_encode(members: &Members) -> Result<Answer, Rejection> {
    Ok(written(&Tu16(value(members)?)))
}

pub(super) fn tu32_encode(members: &Members) -> Result<Answer, Rejection> {
    Ok(written(&Tu32(value(members)?)))
}

pub(super) fn tu64_encode(members: &Members) -> Result<Answer, Rejection> {
    Ok(written(&Tu64(value(members)?)))
}

fn value<T: core::str::FromStr>(members: &Members) -> Result<T, Rejection> {
    input::integer(input::required(members, "value")?, "value")
}

fn read(value: impl Into<u64>) -> Answer {
    let value: u64 = value.into();
    Answer::ok([("value", value.to_string().into())])
}

/// What was written, as the answer of every `encode`.
///
/// The library writes in two ways: to a vector, and to a slice of the length that it says before. That both come to the
/// same is asked each time; else no vector would show that the length is wrong.
pub(super) fn written(value: &impl Encode) -> Answer {
    let bytes = value.to_vec();
    let mut slice = vec![0; bytes.len()];
    if value.encode_to_slice(&mut slice) != Ok(bytes.len()) || slice != bytes {
        return Answer::Panic("the value has another length than it says".to_owned());
    }
    Answer::ok([("bytes", hex::encode(bytes).into())])
}
