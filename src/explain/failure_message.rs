//! The fields of a failure message.

use super::explanation::{Explanation, Taken};
use super::lax;
use super::spans::{Place, Spans};
use super::words::{FailureCode, Grouped, counted};
use super::{Kind, Refusal, Unit, Value};
use crate::canary::{Canary, planted};
use crate::onion::Failure;
use alloc::string::String;

/// BOLT 4's name of a code. The messages that hop payloads and multi-part payments lead to have their
/// names where they are defined.
pub(super) fn name_of(code: u16) -> Option<&'static str> {
    const BADONION: u16 = 0x8000;
    const PERM: u16 = 0x4000;
    const NODE: u16 = 0x2000;
    const UPDATE: u16 = 0x1000;
    let named = [
        (NODE + 2, "temporary_node_failure"),
        (PERM + NODE + 2, "permanent_node_failure"),
        (PERM + NODE + 3, "required_node_feature_missing"),
        (BADONION + PERM + 4, "invalid_onion_version"),
        (BADONION + PERM + 5, "invalid_onion_hmac"),
        (BADONION + PERM + 6, "invalid_onion_key"),
        (UPDATE + 7, "temporary_channel_failure"),
        (PERM + 8, "permanent_channel_failure"),
        (PERM + 9, "required_channel_feature_missing"),
        (PERM + 10, "unknown_next_peer"),
        (UPDATE + 11, "amount_below_minimum"),
        (UPDATE + 12, "fee_insufficient"),
        (UPDATE + 13, "incorrect_cltv_expiry"),
        (UPDATE + 14, "expiry_too_soon"),
        (PERM + 15, "incorrect_or_unknown_payment_details"),
        (18, "final_incorrect_cltv_expiry"),
        (19, "final_incorrect_htlc_amount"),
        (UPDATE + 20, "channel_disabled"),
        (21, "expiry_too_far"),
        (PERM + 22, "invalid_onion_payload"),
        (23, "mpp_timeout"),
        (BADONION + PERM + 24, "invalid_onion_blinding"),
    ];
    named.into_iter().find(|(number, _)| *number == code).map(|(_, name)| name)
}

/// Explains a failure message: the code and its data, without the lengths and the padding around it.
pub(super) fn explain(bytes: &[u8]) -> Explanation<'_> {
    let mut spans = Spans::new(bytes);
    let mut what = String::from("failure message");
    if let Some((code, _)) = bytes.split_first_chunk::<2>() {
        let code = u16::from_be_bytes(*code);
        let name = name_of(code);
        spans.push(2, "failure_code", Place::TOP, Value::FailureCode { code, name });
        what = alloc::format!("failure message {}", FailureCode { code, name });
        data(&mut spans, code);
    } else if !bytes.is_empty() {
        spans.push(bytes.len(), "failure_code", Place::TOP, Value::Unread);
    }
    let parsed = Failure::parse(bytes);
    if let Ok(failure) = &parsed {
        what.push_str(&said(failure));
    }
    let refusal = parsed.err().map(Refusal::Failure);
    Explanation::new(bytes, Kind::Failure, Taken::default(), spans, refusal, &what)
}

/// What the data of a message says.
fn said(failure: &Failure<'_>) -> String {
    match *failure {
        Failure::InvalidOnionPayload { record_type, offset } => {
            alloc::format!(": record {record_type}, offset {offset}")
        }
        Failure::IncorrectOrUnknownPaymentDetails { htlc_msat, height } => {
            alloc::format!(": {} msat, at block {height}", Grouped(htlc_msat))
        }
        Failure::FinalIncorrectCltvExpiry { cltv_expiry } => {
            alloc::format!(": the HTLC expires at block {cltv_expiry}")
        }
        Failure::FinalIncorrectHtlcAmount { incoming_htlc_amt } => {
            alloc::format!(": the HTLC has {} msat", Grouped(incoming_htlc_amt))
        }
        Failure::Other { data, .. } if !data.is_empty() => {
            alloc::format!(", {} of data", counted(data.len(), "byte", "bytes"))
        }
        _ => String::new(),
    }
}

/// Gives what follows the code its spans.
fn data(spans: &mut Spans<'_>, code: u16) {
    // The codes of the messages that are named in full, by one of each.
    let has_code = |failure: Failure<'_>| failure.code() == code;
    let read = if has_code(Failure::InvalidOnionPayload { record_type: 0, offset: 0 }) {
        record_type(spans) && number(spans, "offset", 2, Unit::None)
    } else if has_code(Failure::IncorrectOrUnknownPaymentDetails { htlc_msat: 0, height: 0 }) {
        number(spans, "htlc_msat", 8, Unit::Msat) && number(spans, "height", 4, Unit::Height)
    } else if has_code(Failure::FinalIncorrectCltvExpiry { cltv_expiry: 0 }) {
        number(spans, "cltv_expiry", 4, Unit::Height)
    } else if has_code(Failure::FinalIncorrectHtlcAmount { incoming_htlc_amt: 0 }) {
        number(spans, "incoming_htlc_amt", 8, Unit::Msat)
    } else if has_code(Failure::InvalidOnionBlinding { sha256_of_onion: [0; 32] }) {
        let length = spans.rest().len();
        let value = if length < 32 { Value::Unread } else { Value::Bytes };
        spans.push(length.min(32), "sha256_of_onion", Place::TOP, value);
        length >= 32
    } else if has_code(Failure::MppTimeout) {
        true
    } else {
        let length = spans.rest().len();
        if length > 0 {
            spans.push(length, "data", Place::TOP, Value::Bytes);
        }
        true
    };
    let length = spans.rest().len();
    if read && length > 0 && !planted(Canary::ExplainGap) {
        spans.push(length, "ignored", Place::TOP, Value::Bytes);
    }
}

/// A number of a fixed width. Gives whether it is there.
fn number(spans: &mut Spans<'_>, name: &'static str, width: usize, unit: Unit) -> bool {
    let Some(bytes) = spans.rest().get(..width) else {
        let length = spans.rest().len();
        if length > 0 {
            spans.push(length, name, Place::TOP, Value::Unread);
        }
        return false;
    };
    let number = bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
    spans.push(width, name, Place::TOP, Value::Number { number, unit });
    true
}

/// The type of the record at fault. Gives whether it is there.
fn record_type(spans: &mut Spans<'_>) -> bool {
    if let Some((number, length)) = lax::bigsize(spans.rest()) {
        let name = super::hop_payload::name_of(number);
        spans.push(length, "type", Place::TOP, Value::Type { number, name });
        return true;
    }
    let length = spans.rest().len();
    if length > 0 {
        spans.push(length, "type", Place::TOP, Value::Unread);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_with_the_messages() {
        let messages = [
            Failure::InvalidOnionPayload { record_type: 0, offset: 0 },
            Failure::IncorrectOrUnknownPaymentDetails { htlc_msat: 0, height: 0 },
            Failure::MppTimeout,
            Failure::FinalIncorrectCltvExpiry { cltv_expiry: 0 },
            Failure::FinalIncorrectHtlcAmount { incoming_htlc_amt: 0 },
            Failure::InvalidOnionBlinding { sha256_of_onion: [0; 32] },
        ];
        for message in messages {
            assert_eq!(name_of(message.code()), message.name());
        }
        assert_eq!(name_of(0), None);
    }
}
