//! What both say, in one form. Nothing is copied.

use crate::{Packed, Word};
use ampwire::onion::payload::OtherRecords;
use ampwire::onion::{OnionError, PayloadView, types};
use ampwire::rule::RuleId;
use std::fmt;

/// The verdict on a payload.
#[allow(
    clippy::large_enum_variant,
    reason = "short-lived, and boxing it would cost an allocation each time"
)]
pub enum Answer<'a> {
    /// It was read.
    Ok(Accepted<'a>),
    /// It was refused.
    Reject(Rejected),
    /// The other panicked, with these words.
    Panic(String),
}

/// The members of a payload that was read, by their names in the testee protocol.
#[allow(missing_docs, reason = "the names are BOLT 4's")]
#[derive(Default)]
pub struct Accepted<'a> {
    pub amt_to_forward: Option<u64>,
    pub outgoing_cltv_value: Option<u32>,
    pub short_channel_id: Option<u64>,
    /// `payment_secret` and `total_msat`.
    pub payment_data: Option<([u8; 32], u64)>,
    pub encrypted_recipient_data: Option<&'a [u8]>,
    pub current_path_key: Option<[u8; 33]>,
    /// `root_share`, `set_id` and `child_index`, of type 14.
    pub amp_record: Option<([u8; 32], [u8; 32], u32)>,
    pub payment_metadata: Option<&'a [u8]>,
    pub total_amount_msat: Option<u64>,
    /// LND keeps any length.
    pub keysend_preimage: Option<&'a [u8]>,
    /// Every other record, in order.
    pub other: Other<'a>,
}

/// A rejection.
pub struct Rejected {
    /// The class.
    pub class: Word,
    /// The record that is named.
    pub record: Option<u64>,
    /// Ours alone.
    pub error: Option<OnionError>,
}

impl<'a> Answer<'a> {
    pub(crate) fn ours(checked: Result<PayloadView<'a>, OnionError>, other_from: u64) -> Self {
        match checked {
            Ok(view) => Self::Ok(Accepted::ours(&view, other_from)),
            Err(error) => Self::Reject(Rejected {
                class: Word::of_class(error.rule().class()),
                record: error.record(),
                error: Some(error),
            }),
        }
    }

    /// The answer in a word.
    pub const fn word(&self) -> Word {
        match self {
            Self::Ok(_) => Word::OK,
            Self::Reject(rejected) => rejected.class,
            Self::Panic(_) => Word::PANIC,
        }
    }

    /// The rule that our rejection names.
    pub fn rule(&self) -> Option<RuleId> {
        self.error().map(|error| error.rule())
    }

    /// Our error.
    pub fn error(&self) -> Option<OnionError> {
        match self {
            Self::Reject(rejected) => rejected.error,
            _ => None,
        }
    }
}

impl<'a> Accepted<'a> {
    fn ours(view: &PayloadView<'a>, other_from: u64) -> Self {
        // The value is copied by the accessor, and wanted where it stands.
        let keysend = || {
            let record = view.stream().get(types::KEYSEND_PREIMAGE);
            record.map(|record| record.value())
        };
        Self {
            amt_to_forward: view.amt_to_forward(),
            outgoing_cltv_value: view.outgoing_cltv_value(),
            short_channel_id: view.short_channel_id(),
            payment_data: view
                .payment_data()
                .map(|data| (*data.payment_secret.reveal(), data.total_msat)),
            encrypted_recipient_data: view.encrypted_recipient_data(),
            current_path_key: view.current_path_key().map(|key| *key.as_bytes()),
            amp_record: view.amp_record().map(|record| {
                (*record.root_share.reveal(), *record.set_id.as_bytes(), record.child_index)
            }),
            payment_metadata: view.payment_metadata(),
            total_amount_msat: view.total_amount_msat(),
            keysend_preimage: view.keysend_preimage().and_then(|_| keysend()),
            other: Other::Ours(view.other_records(), other_from),
        }
    }
}

/// Records that have no member of their own: type and value.
#[derive(Clone)]
pub enum Other<'a> {
    /// As Ampwire reads them, from a type on.
    Ours(OtherRecords<'a>, u64),
    /// Packed by an adapter: the type in eight bytes, and the value as a byte string.
    Packed(Packed<'a>),
    /// As a list.
    Listed(&'a [(u64, Vec<u8>)]),
}

impl Default for Other<'_> {
    fn default() -> Self {
        Self::Listed(&[])
    }
}

impl<'a> Iterator for Other<'a> {
    type Item = (u64, &'a [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Ours(records, from) => records
                .map(|record| (record.record_type(), record.value()))
                .find(|(record_type, _)| record_type >= from),
            Self::Packed(rest) if rest.rest().is_empty() => None,
            Self::Packed(rest) => Some((rest.integer(), rest.bytes())),
            Self::Listed(list) => {
                let ((record_type, value), rest) = list.split_first()?;
                *list = rest;
                Some((*record_type, value))
            }
        }
    }
}

impl fmt::Display for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ok(accepted) => accepted.fmt(f),
            Self::Reject(rejected) => rejected.fmt(f),
            Self::Panic(words) => write!(f, "panicked: {words}"),
        }
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rejected: {}", self.class)?;
        if let Some(record) = self.record {
            write!(f, ", record {record}")?;
        }
        match self.error {
            Some(error) => write!(f, " ({error}, {})", error.rule()),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Accepted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("accepted:")?;
        let mut member = |name, value: Option<String>| match value {
            Some(value) => write!(f, " {name}={value}"),
            None => Ok(()),
        };
        let number = |value: Option<u64>| value.map(|value| value.to_string());
        let bytes = |value: Option<&[u8]>| value.map(hex::encode);
        member("amt_to_forward", number(self.amt_to_forward))?;
        member("outgoing_cltv_value", number(self.outgoing_cltv_value.map(u64::from)))?;
        member("short_channel_id", number(self.short_channel_id))?;
        let payment_data = |(secret, total)| format!("{},{total}", hex::encode::<[u8; 32]>(secret));
        member("payment_data", self.payment_data.map(payment_data))?;
        member("encrypted_recipient_data", bytes(self.encrypted_recipient_data))?;
        member("current_path_key", self.current_path_key.map(hex::encode))?;
        let amp_record = |(share, set, index): ([u8; 32], [u8; 32], u32)| {
            format!("{},{},{index}", hex::encode(share), hex::encode(set))
        };
        member("amp_record", self.amp_record.map(amp_record))?;
        member("payment_metadata", bytes(self.payment_metadata))?;
        member("total_amount_msat", number(self.total_amount_msat))?;
        member("keysend_preimage", bytes(self.keysend_preimage))?;
        for (record_type, value) in self.other.clone() {
            write!(f, " {record_type}={}", hex::encode(value))?;
        }
        Ok(())
    }
}
