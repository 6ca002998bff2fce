//! Checks of single divergences, beyond what the entry's words say. Each has to show that the
//! difference is the known one and nothing else: where LND goes on after what Ampwire refuses, the
//! payload is repaired, and what LND said of the payload as it was has to be what Ampwire says of the
//! repaired one.

use crate::Lnd;
use ampwire::onion::{PublicKey, types};
use ampwire::rule::Class;
use ampwire_fuzz_peer::{Answer, Case, Check, Differences};

/// All of them, by name.
pub(crate) const CHECKS: &[(&str, Check)] = &[
    ("keysend_repaired", keysend_repaired),
    ("total_repaired", total_repaired),
    ("path_key_not_on_the_curve", path_key_not_on_the_curve),
    ("length_wrong_for_the_record", length_wrong_for_the_record),
    ("length_over_the_limit", length_over_the_limit),
    ("names_a_stranger", names_a_stranger),
];

/// LND gives the keysend record as it is, and goes on as if it had 32 bytes.
fn keysend_repaired(case: &Case<'_, '_>) -> bool {
    let bytes = case.question.bytes();
    let Some(keysend) = case.question.record(types::KEYSEND_PREIMAGE) else { return false };
    if let Answer::Ok(theirs) = case.theirs {
        if theirs.keysend_preimage != Some(keysend.value()) {
            return false;
        }
    }
    let end = keysend.value_offset() + keysend.value().len();
    let repaired = [&bytes[..keysend.length_offset()], &[32], &[0; 32], &bytes[end..]].concat();
    case.same_but::<Lnd>(Differences::KEYSEND_PREIMAGE, &repaired)
}

/// LND reads the payload as if `total_amount_msat` were there, and gives none.
fn total_repaired(case: &Case<'_, '_>) -> bool {
    // All the others have lower types, so it comes last.
    let repaired = [case.question.bytes(), &[18, 1, 1]].concat();
    matches!(case.theirs, Answer::Ok(theirs) if theirs.total_amount_msat.is_none())
        && case.same_but::<Lnd>(Differences::TOTAL_AMOUNT_MSAT, &repaired)
}

/// The point's length and first byte are right, it is not on the curve, and what Ampwire names comes
/// after it.
fn path_key_not_on_the_curve(case: &Case<'_, '_>) -> bool {
    let Some(record) = case.question.record(types::CURRENT_PATH_KEY) else { return false };
    let off_the_curve = <[u8; 33]>::try_from(record.value())
        .ok()
        .and_then(PublicKey::new)
        .is_some_and(|point| !point.check_point());
    let Some(error) = case.ours.error() else { return false };
    let found_after_the_walk =
        matches!(error.rule().class(), Class::Missing | Class::Forbidden | Class::UnknownEven);
    let end = record.value_offset() + record.value().len();
    off_the_curve && (found_after_the_walk || error.offset().is_some_and(|offset| offset >= end))
}

/// LND reads no longer records than this, whatever their type.
const LIMIT: u64 = 65_535;

/// The length that claims too much is none that the record may have.
fn length_wrong_for_the_record(case: &Case<'_, '_>) -> bool {
    let (Some(length), Some(error)) = (case.length_at_fault(), case.ours.error()) else {
        return false;
    };
    let right = match error.record() {
        Some(types::AMT_TO_FORWARD | types::TOTAL_AMOUNT_MSAT) => 0..=8,
        Some(types::OUTGOING_CLTV_VALUE) => 0..=4,
        Some(types::SHORT_CHANNEL_ID) => 8..=8,
        Some(types::PAYMENT_DATA) => 32..=40,
        Some(types::CURRENT_PATH_KEY) => 33..=33,
        Some(types::AMP_RECORD) => 64..=68,
        // LND has no length for any other.
        _ => return false,
    };
    length <= LIMIT && !right.contains(&length)
}

/// The length that claims too much is over the limit.
fn length_over_the_limit(case: &Case<'_, '_>) -> bool {
    case.length_at_fault().is_some_and(|length| length > LIMIT)
}

/// The record that LND names is one of the strangers.
fn names_a_stranger(case: &Case<'_, '_>) -> bool {
    let (Answer::Reject(theirs), Some(strangers)) = (case.theirs, &case.entry.strangers) else {
        return false;
    };
    theirs.record.is_some_and(|named| {
        !strangers.beside.contains(&named) && case.question.types().any(|found| found == named)
    })
}
