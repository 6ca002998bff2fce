//! What bytes are, when nobody says it.

use super::{
    Kind, Reading, amp_record, failure_message, feature_vector, hop_payload, invoice, lax,
};
use crate::feature::{Feature, FeaturesView};
use crate::onion::{AmpRecord, Failure, PayloadRules, PayloadView, Role, types};
use crate::tlv::{TlvReader, TlvStream};
use crate::wire::Encode;
use alloc::vec::Vec;

/// What bytes may be.
///
/// Text that begins with `lightning:`, or with `ln` and has a `1`, in any case, is an invoice, right or
/// wrong. Otherwise it is tried in this order, from what few bytes are to what most are; the first that
/// holds is the guess:
///
/// 1. they are right as a hop payload behind its length;
/// 2. they are right as a hop payload;
/// 3. they are a failure message with a code that has a name, and of the length that it has;
/// 4. they are a feature vector without leading zeros in which every bit has a name, no pair has both
///    bits and no feature lacks one that it needs;
/// 5. they begin as a hop payload does, behind a length or not, and have a fault later;
/// 6. they are right as a TLV stream;
/// 7. they are right as the value of an AMP record;
/// 8. nothing holds: they are taken for a broken failure message where the code has a name, for a
///    feature vector that lacks something where every bit has a name, for the value of an AMP record
///    where they have about its length, and for a broken TLV stream otherwise.
///
/// ```
/// use ampwire::explain::{Kind, Reading};
/// use ampwire::onion::Layouts;
///
/// let guess = Reading::new(Layouts::BOTH).guess(&[0x02, 0x00, 0x04, 0x00]);
/// assert_eq!(guess.kind(), Kind::Payload);
/// assert!(guess.fits());
/// assert_eq!(guess.others(), [Kind::Features, Kind::TlvStream]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    kind: Kind,
    fits: bool,
    others: Vec<Kind>,
}

impl Guess {
    /// The best guess.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether the bytes are right as that.
    pub const fn fits(&self) -> bool {
        self.fits
    }

    /// What else they are right as. Any bytes are a feature vector, and nearly any a failure message
    /// of an unknown code: these stand here only where the points above hold.
    pub fn others(&self) -> &[Kind] {
        &self.others
    }
}

/// The longest feature vector that is guessed, in bytes. The features that have a name fit in eight.
const LONGEST_FEATURES: usize = 16;

impl Reading {
    /// Guesses what bytes are. The order in which it is tried stands at [`Guess`].
    pub fn guess(self, bytes: &[u8]) -> Guess {
        guess(bytes, self)
    }
}

fn guess(bytes: &[u8], reading: Reading) -> Guess {
    if invoice::is_likely(bytes) {
        let fits = invoice::is_right(bytes);
        return Guess { kind: Kind::Invoice, fits, others: Vec::new() };
    }
    let order = [
        Kind::FramedPayload,
        Kind::Payload,
        Kind::Failure,
        Kind::Features,
        Kind::TlvStream,
        Kind::AmpRecord,
    ];
    let fitting: Vec<Kind> = order.into_iter().filter(|kind| fits(*kind, bytes, reading)).collect();
    // Between the feature vector and the TLV stream in that order.
    let strong = |kind: &Kind| !matches!(kind, Kind::TlvStream | Kind::AmpRecord);
    let best = fitting.first().copied();
    let kind = best
        .filter(strong)
        .or_else(|| begins_as_payload(bytes, reading))
        .or(best)
        .unwrap_or_else(|| broken(bytes));
    Guess {
        kind,
        // A failure message with more than its data is right too, and nothing to guess by.
        fits: fitting.contains(&kind) || kind == Kind::Failure && Failure::parse(bytes).is_ok(),
        others: fitting.into_iter().filter(|other| *other != kind).collect(),
    }
}

fn fits(kind: Kind, bytes: &[u8], reading: Reading) -> bool {
    match kind {
        Kind::FramedPayload | Kind::Payload => {
            hop_payload::settle(bytes, kind, reading, None).2.is_none()
        }
        Kind::Failure => {
            let named = code_of(bytes).and_then(failure_message::name_of).is_some();
            named && Failure::parse(bytes).is_ok_and(|failure| failure.wire_len() == bytes.len())
        }
        Kind::Features => is_likely_vector(bytes, reading),
        // Known by its text alone.
        Kind::Invoice => false,
        Kind::TlvStream => !bytes.is_empty() && TlvStream::parse(bytes).is_ok(),
        Kind::AmpRecord => {
            AmpRecord::parse(amp_record::layout_of(bytes, reading.layouts), bytes).is_ok()
        }
    }
}

fn code_of(bytes: &[u8]) -> Option<u16> {
    bytes.split_first_chunk::<2>().map(|(code, _)| u16::from_be_bytes(*code))
}

fn is_likely_vector(bytes: &[u8], reading: Reading) -> bool {
    has_named_bits_only(bytes) && feature_vector::check(bytes, reading.context).is_ok()
}

fn has_named_bits_only(bytes: &[u8]) -> bool {
    let Ok(view) = FeaturesView::from_bytes(bytes) else {
        return false;
    };
    let sound = |bit: u32| Feature::of_bit(bit).is_some() && !view.contains(bit ^ 1);
    (1..=LONGEST_FEATURES).contains(&bytes.len()) && view.is_minimal() && view.iter().all(sound)
}

/// The kind of payload that more of the bytes speak for, where any do.
fn begins_as_payload(bytes: &[u8], reading: Reading) -> Option<Kind> {
    let framed = lax::bigsize(bytes).map_or(0, |(length, prefix_len)| {
        let rest = bytes.get(prefix_len..).unwrap_or_default();
        let whole = usize::try_from(length).ok().and_then(|length| rest.get(..length));
        known(whole.unwrap_or(rest), reading)
    });
    let plain = known(bytes, reading);
    if framed == 0 && plain == 0 {
        return None;
    }
    Some(if framed >= plain { Kind::FramedPayload } else { Kind::Payload })
}

/// How many bytes at the start are records of a hop payload, with values that such records have; 0
/// where the first record is another.
fn known(stream: &[u8], reading: Reading) -> usize {
    let first = TlvReader::new(stream).next().and_then(Result::ok);
    let begins = first.is_some_and(|record| {
        matches!(
            record.record_type(),
            types::AMT_TO_FORWARD | types::OUTGOING_CLTV_VALUE | types::ENCRYPTED_RECIPIENT_DATA
        )
    });
    if !begins {
        return 0;
    }
    let rules = PayloadRules::new(Role::Final, reading.layouts);
    let mut bytes = 0_usize;
    for record in TlvReader::new(stream).map_while(Result::ok) {
        let size = record.wire_len();
        let alone = stream.get(record.offset()..).and_then(|rest| rest.get(..size));
        // What a record lacks beside it doesn't matter: the value is judged before.
        let value_fits = alone.is_some_and(|alone| match PayloadView::parse(alone, rules) {
            Ok(_) => true,
            Err(error) => error.offset().is_none_or(|offset| offset == 0),
        });
        if !value_fits {
            break;
        }
        if types::is_known(record.record_type()) {
            bytes = bytes.saturating_add(size);
        }
    }
    bytes
}

/// What bytes that are right as nothing are most likely meant to be.
fn broken(bytes: &[u8]) -> Kind {
    // About the length: some bytes lost, or some too many.
    let about = AmpRecord::MIN_WIRE_LEN.saturating_sub(4)..=AmpRecord::MAX_WIRE_LEN + 4;
    if code_of(bytes).and_then(failure_message::name_of).is_some() {
        Kind::Failure
    } else if has_named_bits_only(bytes) {
        Kind::Features
    } else if about.contains(&bytes.len()) {
        Kind::AmpRecord
    } else {
        Kind::TlvStream
    }
}
