//! TLV streams, by the loop that all of LDK's readers of TLV streams are made of.

use super::lightning::_decode_tlv_stream_range;
use super::lightning::io::Read;
use super::lightning::ln::msgs::DecodeError;
use super::lightning::util::ser::FixedLengthReader;
use crate::answer::{Failure, Members, one};
use crate::arguments::Arguments;
use crate::payload::records;

pub(super) fn decode(mut arguments: Arguments) -> Result<Members, Failure> {
    let bytes = arguments.bytes("bytes")?;
    arguments.finish()?;
    match read(&bytes) {
        Ok(read) => Ok(one("records", records(&read))),
        Err(DecodeError::ShortRead) => Err(Failure::refused("truncated", "ShortRead")),
        // An invalid value is a wrong order, a record twice or a BigSize that isn't minimal: LDK tells no further.
        Err(error) => Err(Failure::unclassed(format!("{error:?}"))),
    }
}

/// LDK's loop without any record that it knows. Each record is taken by the hook that its hop payloads have for custom ones.
// What is dropped without need is the macro's own.
#[allow(clippy::drop_non_drop)]
fn read(bytes: &[u8]) -> Result<Vec<(u64, Vec<u8>)>, DecodeError> {
    let mut records = Vec::new();
    let mut stream = bytes;
    // Called where a type is out of the range that is read, and here all are in it.
    let rewind = |_, _| unreachable!();
    let mut keep =
        |kind: u64, reader: &mut FixedLengthReader<'_, &[u8]>| -> Result<bool, DecodeError> {
            let mut value = Vec::new();
            reader.read_to_limit(&mut value, u64::MAX)?;
            records.push((kind, value));
            Ok(true)
        };
    _decode_tlv_stream_range!(&mut stream, .., rewind, {}, keep);
    Ok(records)
}
