//! `encrypted_data_tlv`, rule by rule.

use super::{Fault, Record, stream, truncated};
use crate::onion::Role;
use alloc::vec::Vec;

/// The records, or the first fault: of the framing or of a value in stream order, then an unknown even
/// type, then what has to be there.
pub(in super::super) fn records(
    data: &[u8],
    role: Role,
) -> Result<Vec<Record>, (Fault, Option<usize>)> {
    let (records, fault) = stream(data);
    for record in &records {
        if let Err(wrong) = value(record.record_type, record.value(data)) {
            let fault = Fault::new(wrong.class, record.value_at + wrong.offset);
            let fault = fault.of(record.record_type);
            return Err((fault, Some(fault.offset)));
        }
    }
    if let Some(fault) = fault {
        return Err((fault, Some(fault.offset)));
    }
    match presence(&records, data, role) {
        None => Ok(records),
        Some((class, record_type)) => {
            let found = records.iter().find(|record| record.record_type == record_type);
            let at = found.map(|record| record.start);
            Err((Fault::new(class, at.unwrap_or(0)).of(record_type), at))
        }
    }
}

/// The fault of a value, counted from its start.
fn value(record_type: u64, value: &[u8]) -> Result<(), Fault> {
    let length = value.len();
    let bad_length = Err(Fault::new("bad_length", 0));
    // Fields of fixed width in front, and a truncated integer behind.
    let integer_behind = |fixed: usize, width: usize| {
        if length < fixed || length > fixed + width {
            return bad_length;
        }
        truncated(&value[fixed..], width).map(drop).map_err(|fault| Fault::new(fault.class, fixed))
    };
    match record_type {
        2 if length != 8 => bad_length,
        4 | 8 if length != 33 => bad_length,
        4 | 8 if value[0] != 2 && value[0] != 3 => Err(Fault::new("bad_value", 0)),
        10 => integer_behind(2 + 4, 4),
        12 => integer_behind(4, 8),
        _ => Ok(()),
    }
}

fn presence(records: &[Record], data: &[u8], role: Role) -> Option<(&'static str, u64)> {
    let get = |record_type| records.iter().find(|record| record.record_type == record_type);
    let has = |record_type| get(record_type).is_some();
    let named = [2, 4, 6, 8, 10, 12, 14];
    for record in records {
        if record.record_type % 2 == 0 && !named.contains(&record.record_type) {
            return Some(("unknown_even", record.record_type));
        }
    }
    let forwards = role == Role::Intermediate;
    let some_feature =
        get(14).is_some_and(|record| !super::features::bits(record.value(data), 8).is_empty());
    if has(2) && has(4) {
        Some(("conflict", 4))
    } else if forwards && !has(2) && !has(4) {
        Some(("missing", 2))
    } else if forwards && !has(10) {
        Some(("missing", 10))
    } else if some_feature {
        Some(("unknown_even", 14))
    } else {
        None
    }
}
