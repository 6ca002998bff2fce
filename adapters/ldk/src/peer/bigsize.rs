//! `BigSize`, by LDK's type of that name.

use super::lightning::ln::msgs::DecodeError;
use super::lightning::util::ser::{BigSize, Readable as _, Writeable as _};
use crate::answer::{Failure, Members, one};
use crate::arguments::Arguments;
use crate::payload::{decimal, hex};

pub(super) fn decode(mut arguments: Arguments) -> Result<Members, Failure> {
    let bytes = arguments.bytes("bytes")?;
    arguments.finish()?;
    let (value, rest) = read(&bytes).map_err(|error| refusal(&error))?;
    let length = u64::try_from(bytes.len() - rest.len()).unwrap_or(u64::MAX);
    let mut members = one("value", decimal(value));
    members.insert("length".to_owned(), decimal(length));
    Ok(members)
}

pub(super) fn encode(mut arguments: Arguments) -> Result<Members, Failure> {
    let value = arguments.integer("value")?;
    arguments.finish()?;
    Ok(one("bytes", hex(&write(value))))
}

/// The integer at the start, and what follows it.
pub(super) fn read(bytes: &[u8]) -> Result<(u64, &[u8]), DecodeError> {
    let mut rest = bytes;
    let value = BigSize::read(&mut rest)?;
    Ok((value.0, rest))
}

pub(super) fn write(value: u64) -> Vec<u8> {
    BigSize(value).encode()
}

fn refusal(error: &DecodeError) -> Failure {
    let message = format!("{error:?}");
    match error {
        DecodeError::ShortRead => Failure::refused("truncated", message),
        // Of a BigSize, LDK calls one thing an invalid value: a longer encoding than is needed.
        DecodeError::InvalidValue => Failure::refused("not_minimal", message),
        _ => Failure::unclassed(message),
    }
}
