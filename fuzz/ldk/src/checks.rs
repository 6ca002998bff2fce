//! Checks of single divergences, beyond what the entry's words say. Each has to show that the
//! difference is the known one and nothing else. Where LDK refuses what Ampwire reads, what LDK minds is
//! taken out, and LDK is asked again: then both have to agree. Where LDK goes on after what Ampwire
//! refuses, LDK's answer has to be Ampwire's to the payload without that.

use crate::Ldk;
use ampwire::onion::types;
use ampwire::tlv::Record;
use ampwire_fuzz_peer::{Answer, Case, Check, Differences, Word};
use std::borrow::Cow;

/// All of them, by name.
pub(crate) const CHECKS: &[(&str, Check)] = &[
    ("lower_amounts_are_read", lower_amounts_are_read),
    ("another_expiry_is_read", another_expiry_is_read),
    ("read_with_a_secret", read_with_a_secret),
    ("read_without_total", read_without_total),
    ("read_without_metadata", read_without_metadata),
    ("read_without_invoice_request", read_without_invoice_request),
    ("keysend_dropped", keysend_dropped),
    ("strangers_ignored", strangers_ignored),
    ("too_long_for_an_onion", too_long_for_an_onion),
];

/// 21 million BTC in millisatoshi.
const ALL_BITCOIN: u64 = 2_100_000_000_000_000_000;

/// An odd type that LDK knows: a request for an invoice.
const INVOICE_REQUEST: u64 = 77_777;

/// Where custom records begin.
const CUSTOM: u64 = 65_536;

/// What a change gives for a record.
type Changed<'r> = Option<Cow<'r, [u8]>>;

#[allow(clippy::unnecessary_wraps, reason = "what a change gives")]
fn kept<'r>(record: &Record<'r>) -> Changed<'r> {
    Some(Cow::Borrowed(record.value()))
}

/// LDK refused, and named no record.
fn refused(case: &Case<'_, '_>, class: Word) -> bool {
    matches!(case.theirs, Answer::Reject(theirs) if theirs.class == class && theirs.record.is_none())
}

/// LDK refused the payload, and both agree on a changed one, but for what else LDK minds in it.
fn read_when(case: &Case<'_, '_>, change: impl for<'r> Fn(&Record<'r>) -> Changed<'r>) -> bool {
    refused(case, Word::NONE)
        && case.changed(change).is_some_and(|payload| case.known_of::<Ldk>(&payload))
}

fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, digit| number << 8 | u64::from(*digit))
}

fn lower_amounts_are_read(case: &Case<'_, '_>) -> bool {
    read_when(case, |record| {
        let value = record.value();
        match record.record_type() {
            types::AMT_TO_FORWARD | types::TOTAL_AMOUNT_MSAT if number(value) > ALL_BITCOIN => {
                Some(Cow::Borrowed(&[1]))
            }
            types::PAYMENT_DATA if number(&value[32..]) > ALL_BITCOIN => {
                Some(Cow::Owned([&value[..32], &[1]].concat()))
            }
            _ => kept(record),
        }
    })
}

fn another_expiry_is_read(case: &Case<'_, '_>) -> bool {
    read_when(case, |record| match record.record_type() {
        types::OUTGOING_CLTV_VALUE => Some(Cow::Borrowed(&[3, 32])),
        _ => kept(record),
    })
}

/// It is the last thing that LDK asks for.
fn read_with_a_secret(case: &Case<'_, '_>) -> bool {
    let secret = [[8, 32].as_slice(), &[1; 32]].concat();
    let bytes = case.question.bytes();
    let place = case
        .question
        .records()
        .take_while(|record| record.record_type() < types::PAYMENT_DATA)
        .last()
        .map_or(0, |record| record.value_offset() + record.value().len());
    let payload = [&bytes[..place], &secret, &bytes[place..]].concat();
    refused(case, Word::MISSING) && case.same_of::<Ldk>(&payload)
}

fn read_without_total(case: &Case<'_, '_>) -> bool {
    read_without(case, types::TOTAL_AMOUNT_MSAT)
}

fn read_without_metadata(case: &Case<'_, '_>) -> bool {
    read_without(case, types::PAYMENT_METADATA)
}

fn read_without_invoice_request(case: &Case<'_, '_>) -> bool {
    read_without(case, INVOICE_REQUEST)
}

fn read_without(case: &Case<'_, '_>, record_type: u64) -> bool {
    read_when(case, |record| if record.record_type() == record_type { None } else { kept(record) })
}

/// LDK reads it all but for the keysend preimage.
fn keysend_dropped(case: &Case<'_, '_>) -> bool {
    matches!(case.theirs, Answer::Ok(theirs) if theirs.keysend_preimage.is_none())
}

/// LDK reads the payload as if it had no records but those of a blinded path. At the final hop it hands on
/// the keysend preimage and the custom records as they are.
fn strangers_ignored(case: &Case<'_, '_>) -> bool {
    let Answer::Ok(theirs) = case.theirs else { return false };
    let stranger = |kind: u64| kind >= CUSTOM || kind % 2 == 1;
    let Some(repaired) =
        case.changed(|record| if stranger(record.record_type()) { None } else { kept(record) })
    else {
        return false;
    };
    let keysend = case.question.record(types::KEYSEND_PREIMAGE).map(|record| record.value());
    let custom = case.question.records().filter(|record| {
        let kind = record.record_type();
        kind >= CUSTOM && kind != types::KEYSEND_PREIMAGE
    });
    let handed_on = case.question.role() == ampwire::onion::Role::Intermediate
        || theirs.other.clone().eq(custom.map(|record| (record.record_type(), record.value())));
    theirs.keysend_preimage == keysend
        && handed_on
        && case.same_but::<Ldk>(Differences::KEYSEND_PREIMAGE.and(Differences::OTHER), &repaired)
}

/// The adapter has to put the payload into an onion, which has room for this much, whatever it puts in the
/// place of `encrypted_recipient_data`.
const ROOM: usize = 1100;

fn too_long_for_an_onion(case: &Case<'_, '_>) -> bool {
    refused(case, Word::LIMIT) && case.question.bytes().len() > ROOM
}
