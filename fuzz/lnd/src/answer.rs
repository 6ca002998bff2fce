//! What both say, in one form. Nothing is copied.

use crate::Word;
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
    /// LND panicked, with these words.
    Panic(String),
}

/// The members of a payload that was read, by their names in the testee protocol.
#[allow(missing_docs, reason = "the names are BOLT 4's")]
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

/// The classes that LND's errors tell apart, by their numbers in the compact form.
const CLASSES: [Word; 10] = [
    Word::NONE,
    Word::TRUNCATED,
    Word::BAD_LENGTH,
    Word::NOT_MINIMAL,
    Word::NOT_CANONICAL,
    Word::UNKNOWN_EVEN,
    Word::MISSING,
    Word::FORBIDDEN,
    Word::BAD_VALUE,
    Word::LIMIT,
];

impl<'a> Answer<'a> {
    pub(crate) fn ours(checked: Result<PayloadView<'a>, OnionError>) -> Self {
        match checked {
            Ok(view) => Self::Ok(Accepted::ours(&view)),
            Err(error) => Self::Reject(Rejected {
                class: Word::of_class(error.rule().class()),
                record: error.record(),
                error: Some(error),
            }),
        }
    }

    /// Reads LND's answer in its compact form (`adapters/lnd/core/compact.go`).
    ///
    /// # Panics
    ///
    /// Where it isn't one: the adapter and this package don't fit together.
    pub fn theirs(compact: &'a [u8]) -> Self {
        let mut rest = Compact(compact);
        match rest.byte() {
            0 => Self::Ok(Accepted::theirs(rest)),
            1 => {
                let class = CLASSES[usize::from(rest.byte())];
                let record = if rest.0.is_empty() { None } else { Some(rest.integer()) };
                Self::Reject(Rejected { class, record, error: None })
            }
            2 => Self::Panic(String::from_utf8_lossy(rest.0).into_owned()),
            verdict => panic!("the adapter gave a verdict {verdict}"),
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
    fn ours(view: &PayloadView<'a>) -> Self {
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
            other: Other::Ours(view.other_records()),
        }
    }

    fn theirs(mut rest: Compact<'a>) -> Self {
        let members = u16::from_be_bytes(rest.array());
        let has = |member: u32| members & (1 << member) != 0;
        // The order is that of the bytes.
        Self {
            amt_to_forward: has(0).then(|| rest.integer()),
            outgoing_cltv_value: has(1).then(|| rest.narrow()),
            short_channel_id: has(2).then(|| rest.integer()),
            payment_data: has(3).then(|| (rest.array(), rest.integer())),
            encrypted_recipient_data: has(4).then(|| rest.bytes()),
            current_path_key: has(5).then(|| rest.array()),
            amp_record: has(6).then(|| (rest.array(), rest.array(), rest.narrow())),
            payment_metadata: has(7).then(|| rest.bytes()),
            total_amount_msat: has(8).then(|| rest.integer()),
            keysend_preimage: has(9).then(|| rest.bytes()),
            other: Other::Theirs(rest),
        }
    }
}

/// Records that have no member of their own: type and value.
#[derive(Clone)]
pub enum Other<'a> {
    /// As Ampwire reads them.
    Ours(OtherRecords<'a>),
    /// As LND's answer has them.
    Theirs(Compact<'a>),
}

impl<'a> Iterator for Other<'a> {
    type Item = (u64, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Ours(records) => {
                records.next().map(|record| (record.record_type(), record.value()))
            }
            Self::Theirs(rest) if rest.0.is_empty() => None,
            Self::Theirs(rest) => Some((rest.integer(), rest.bytes())),
        }
    }
}

/// The rest of an answer in the compact form.
#[derive(Clone, Copy)]
pub struct Compact<'a>(&'a [u8]);

impl<'a> Compact<'a> {
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (value, rest) = self.0.split_at(length);
        self.0 = rest;
        value
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut value = [0; N];
        value.copy_from_slice(self.take(N));
        value
    }

    fn byte(&mut self) -> u8 {
        let [byte] = self.array();
        byte
    }

    fn narrow(&mut self) -> u32 {
        u32::from_be_bytes(self.array())
    }

    fn integer(&mut self) -> u64 {
        u64::from_be_bytes(self.array())
    }

    fn bytes(&mut self) -> &'a [u8] {
        let length = self.narrow();
        self.take(usize::try_from(length).expect("at least 32 bits"))
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
