//! `tlv.decode` and `tlv.encode`.

use ampwire::tlv::{TlvError, TlvStream, TlvWriter};
use serde_json::{Value, json};

use super::{input, refusal};
use crate::protocol::{Answer, Members, Rejection};

pub(super) fn decode(members: &Members) -> Result<Answer, Rejection> {
    let bytes = input::the_bytes(members)?;
    let stream = TlvStream::parse(&bytes).map_err(refusal::tlv)?;
    let records: Vec<Value> =
        stream.iter().map(|record| record_json(record.record_type(), record.value())).collect();
    Ok(Answer::ok([("records", records.into())]))
}

pub(super) fn encode(members: &Members) -> Result<Answer, Rejection> {
    let mut list = records(input::required(members, "records")?, "records")?;
    // The request may give them in any order. The writer wants them ascending and refuses a type twice, and is left to say so.
    let bytes = write(&list).or_else(|_| {
        list.sort_by_key(|(record_type, _)| *record_type);
        write(&list)
    });
    // Where a record would have stood is no offset of the request.
    let bytes = bytes.map_err(|error| Rejection { offset: None, ..refusal::tlv(error) })?;
    Ok(Answer::ok([("bytes", hex::encode(bytes).into())]))
}

fn write(records: &[(u64, Vec<u8>)]) -> Result<Vec<u8>, TlvError> {
    let mut bytes = Vec::new();
    let mut writer = TlvWriter::new(&mut bytes);
    for (record_type, value) in records {
        writer.record(*record_type, value)?;
    }
    Ok(bytes)
}

/// A record as the protocol writes it.
pub(super) fn record_json(record_type: u64, value: &[u8]) -> Value {
    json!({"type": record_type.to_string(), "value": hex::encode(value)})
}

/// A list of records, in the order given.
pub(super) fn records(value: &Value, name: &str) -> Result<Vec<(u64, Vec<u8>)>, Rejection> {
    let record = |value| {
        let members = input::object(value, name)?;
        let record_type = input::integer(input::required(members, "type")?, "type")?;
        Ok((record_type, input::bytes(input::required(members, "value")?, "value")?))
    };
    input::list(value, name)?.iter().map(record).collect()
}
