//! The payload's rules, as sets: what each known value has to look like, and which records a hop of
//! each kind needs and may have.

use super::{Fault, Record};
use crate::onion::{Layout, Layouts, Role};
use alloc::vec::Vec;

const KEYSEND: u64 = 5_482_373_484;

/// What the reader knows beside the bytes.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Hop {
    pub(in super::super) role: Role,
    pub(in super::super) layouts: Layouts,
    pub(in super::super) path_key_in_htlc: bool,
    pub(in super::super) refuse_custom_even: bool,
}

/// The records, or the first fault of framing or of a value.
pub(in super::super) fn walk(data: &[u8], layouts: Layouts) -> Result<Vec<Record>, Fault> {
    let (records, fault) = super::stream(data);
    for record in &records {
        value(record.record_type, record.value(data), layouts).map_err(|wrong| {
            Fault::new(wrong.class, record.value_at + wrong.offset).of(record.record_type)
        })?;
    }
    fault.map_or(Ok(records), Err)
}

/// The fault of a value, counted from its start.
fn value(record_type: u64, value: &[u8], layouts: Layouts) -> Result<(), Fault> {
    let length = value.len();
    let expect = |right: bool| if right { Ok(()) } else { Err(Fault::new("bad_length", 0)) };
    let integer_from = |start: usize, width: usize| {
        super::truncated(&value[start..], width)
            .map(drop)
            .map_err(|fault| Fault::new(fault.class, start))
    };
    match record_type {
        2 | 18 => integer_from(0, 8),
        4 => integer_from(0, 4),
        6 => expect(length == 8),
        8 if length == 68 && layouts.accepts(Layout::Type8) => Ok(()),
        8 => expect((32..=40).contains(&length)).and_then(|()| integer_from(32, 8)),
        12 => {
            expect(length == 33)?;
            if value[0] == 2 || value[0] == 3 { Ok(()) } else { Err(Fault::new("bad_value", 0)) }
        }
        14 if layouts.accepts(Layout::Type14) => {
            expect((64..=68).contains(&length)).and_then(|()| integer_from(64, 4))
        }
        KEYSEND => expect(length == 32),
        _ => Ok(()),
    }
}

/// Whether a hop takes a payload of these records, whose framing and values are right.
pub(in super::super) fn acceptable(records: &[Record], hop: Hop) -> bool {
    let has = |record_type| records.iter().any(|record| record.record_type == record_type);
    let needs = |types: &[u64]| types.iter().all(|record_type| has(*record_type));
    let lacks = |types: &[u64]| !types.iter().any(|record_type| has(*record_type));
    let only = |types: &[u64]| records.iter().all(|record| types.contains(&record.record_type));
    let type8_length =
        |record: &&Record| record.record_type == 8 && record.end - record.value_at == 68;
    let amp_in_type8 = records.iter().find(type8_length).is_some();
    let amp_in_type14 = has(14) && hop.layouts.accepts(Layout::Type14);

    let blinded = has(10);
    let path_keys = usize::from(has(12)) + usize::from(hop.path_key_in_htlc);
    let mut known = alloc::vec![2, 4, 6, 8, 10, 12, 16, 18, KEYSEND];
    if hop.layouts.accepts(Layout::Type14) {
        known.push(14);
    }
    let evens_known = records
        .iter()
        .map(|record| record.record_type)
        .filter(|record_type| record_type % 2 == 0 && !known.contains(record_type))
        .all(|unknown| unknown > 0xffff && !hop.refuse_custom_even);

    path_keys == usize::from(blinded)
        && evens_known
        && !(amp_in_type8 && amp_in_type14)
        && (!amp_in_type8 || has(18))
        && match (hop.role, blinded) {
            (Role::Final, false) => needs(&[2, 4]) && lacks(&[6]),
            (Role::Intermediate, false) => needs(&[2, 4, 6]) && lacks(&[8]) && !amp_in_type14,
            (Role::Final, true) => needs(&[2, 4, 18]) && only(&[2, 4, 10, 12, 18]),
            (Role::Intermediate, true) => only(&[10, 12]),
        }
}

/// The first rule of presence that is broken, in the order in which they are judged: its class, and
/// the record that lacks or should not be there.
pub(in super::super) fn presence(records: &[Record], hop: Hop) -> Option<(&'static str, u64)> {
    let has = |record_type| records.iter().any(|record| record.record_type == record_type);
    let lacks = |record_type| !has(record_type);
    let is_amp = |record: &&Record| match record.record_type {
        8 => record.end - record.value_at == 68,
        14 => hop.layouts.accepts(Layout::Type14),
        _ => false,
    };
    let amp: Vec<u64> = records.iter().filter(is_amp).map(|record| record.record_type).collect();
    let payment_data = has(8) && !amp.contains(&8);
    let (blinded, to_payee) = (has(10), hop.role == Role::Final);
    let path_key = has(12) || hop.path_key_in_htlc;
    let plain_or_last = to_payee || !blinded;
    let named = [2, 4, 6, 8, 10, 12, 16, 18, KEYSEND];
    let unknown = records.iter().map(|record| record.record_type).find(|record_type| {
        record_type % 2 == 0 && !named.contains(record_type) && !amp.contains(record_type)
    });
    let refused = unknown.filter(|unknown| *unknown < 1 << 16 || hop.refuse_custom_even);
    let allowed: &[u64] = if to_payee { &[2, 4, 10, 12, 18] } else { &[10, 12] };
    let stranger = records.iter().find(|record| blinded && !allowed.contains(&record.record_type));
    let rules = [
        (has(12) && hop.path_key_in_htlc, "forbidden", 12),
        (!blinded && path_key, "missing", 10),
        (blinded && !path_key, "missing", 12),
        (plain_or_last && lacks(2), "missing", 2),
        (plain_or_last && lacks(4), "missing", 4),
        (!plain_or_last && has(2), "forbidden", 2),
        (!plain_or_last && has(4), "forbidden", 4),
        ((to_payee || blinded) && has(6), "forbidden", 6),
        (!to_payee && !blinded && lacks(6), "missing", 6),
        (!to_payee && payment_data, "forbidden", 8),
        (!to_payee && !amp.is_empty(), "forbidden", amp.first().copied().unwrap_or(0)),
        (amp.len() == 2, "conflict", 14),
        (refused.is_some(), "unknown_even", refused.unwrap_or(0)),
        (stranger.is_some(), "forbidden", stranger.map_or(0, |record| record.record_type)),
        (blinded && to_payee && lacks(18), "missing", 18),
        (amp.contains(&8) && lacks(18), "missing", 18),
    ];
    rules.into_iter().find_map(|(broken, class, record)| broken.then_some((class, record)))
}
