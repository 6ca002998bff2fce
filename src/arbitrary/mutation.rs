//! Faults put into a stream of records, and into bytes.

use super::{draw, payload};
use crate::onion::{AmpRecord, Layout, PaymentData, PublicKey, types};
use crate::tlv::TlvReader;
use crate::wire::{BigSize, Encode, Tu32, Tu64};
use alloc::vec::Vec;
use arbitrary::{Result, Unstructured};
use bytes::BufMut;

/// One record, and how it is to be written: not always as it should be.
#[derive(Clone)]
struct Raw {
    record_type: u64,
    value: Vec<u8>,
    /// The length to write, where it is not that of the value.
    declared: Option<u64>,
    /// How many forms above the shortest the type and the length are written.
    type_widened: u8,
    length_widened: u8,
}

impl Raw {
    fn new(record_type: u64, value: Vec<u8>) -> Self {
        Self { record_type, value, declared: None, type_widened: 0, length_widened: 0 }
    }

    fn put(&self, out: &mut Vec<u8>) {
        let length = BigSize::of_length(self.value.len()).0;
        put_widened(self.record_type, self.type_widened, out);
        put_widened(self.declared.unwrap_or(length), self.length_widened, out);
        out.extend(&self.value);
    }

    /// Where in the value an integer begins, of the records that end with one.
    fn integer_at(&self) -> Option<usize> {
        match self.record_type {
            types::AMT_TO_FORWARD | types::OUTGOING_CLTV_VALUE | types::TOTAL_AMOUNT_MSAT => {
                Some(0)
            }
            types::PAYMENT_DATA => Some(32),
            types::AMP_RECORD => Some(64),
            _ => None,
        }
    }
}

/// A `BigSize` in its shortest form, or in one some steps longer.
fn put_widened(value: u64, steps: u8, out: &mut Vec<u8>) {
    let shortest = match BigSize(value).wire_len() {
        1 => 0_u8,
        3 => 1,
        5 => 2,
        _ => 3,
    };
    match shortest.saturating_add(steps) {
        form if form == shortest => BigSize(value).put(out),
        1 => {
            out.put_u8(0xfd);
            out.put_uint(value, 2);
        }
        2 => {
            out.put_u8(0xfe);
            out.put_uint(value, 4);
        }
        _ => {
            out.put_u8(0xff);
            out.put_u64(value);
        }
    }
}

/// A stream taken apart.
pub(super) struct Stream(Vec<Raw>);

impl Stream {
    /// The records of a stream that is right.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let raw =
            |record: crate::tlv::Record<'_>| Raw::new(record.record_type(), record.value().into());
        Self(TlvReader::new(bytes).map_while(Result::ok).map(raw).collect())
    }

    /// Records with right values, whichever together: the least that a hop needs, and any others.
    pub(super) fn of_any_records(
        choices: &mut Unstructured<'_>,
        u: &mut Unstructured<'_>,
    ) -> Result<Self> {
        let mut stream = Self(Vec::new());
        let chosen = choices.arbitrary::<u16>()?;
        for (place, named) in NAMED.into_iter().enumerate() {
            let needed =
                named.record_type() <= types::OUTGOING_CLTV_VALUE && choices.ratio(7, 8)?;
            if needed || chosen >> place & 1 == 1 {
                let record = right_record(named, u)?;
                // Both records of type 8 may be chosen: the first stays.
                if !stream.0.iter().any(|other| other.record_type == record.record_type) {
                    stream.insert(record);
                }
            }
        }
        Ok(stream)
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        let mut out = Vec::new();
        self.0.iter().for_each(|record| record.put(&mut out));
        out
    }

    /// Puts one fault in, or one more record. `choices` says which and where, `u` has the bytes of
    /// what is put in.
    pub(super) fn mutate(
        &mut self,
        choices: &mut Unstructured<'_>,
        u: &mut Unstructured<'_>,
    ) -> Result<()> {
        match choices.int_in_range(0..=15_u8)? {
            0 => self.insert(Raw::new(even_type(choices)?, draw::value(u)?)),
            1 => self.insert(Raw::new(payload::other_type(choices)?, draw::value(u)?)),
            2 | 3 => self.graft(choices, u)?,
            4 => self.remove(choices)?,
            5 => self.swap(choices)?,
            6 => self.duplicate(choices)?,
            other => {
                let Some(record) = self.pick(choices)? else { return Ok(()) };
                change(record, other, choices, u)?;
                // A record with another type moves to its place, or stays as a fault of its own.
                if other == RETAG && choices.ratio(3, 4)? {
                    self.0.sort_by_key(|record| record.record_type);
                }
            }
        }
        Ok(())
    }

    fn pick(&mut self, choices: &mut Unstructured<'_>) -> Result<Option<&mut Raw>> {
        let at = choices.choose_index(self.0.len().max(1))?;
        Ok(self.0.get_mut(at))
    }

    /// Where the order puts it; in front of one with the same type.
    fn insert(&mut self, record: Raw) {
        let at = self.0.partition_point(|other| other.record_type < record.record_type);
        self.0.insert(at, record);
    }

    /// A record with a right value, which may not belong here.
    fn graft(&mut self, choices: &mut Unstructured<'_>, u: &mut Unstructured<'_>) -> Result<()> {
        let record = right_record(*choices.choose(&NAMED)?, u)?;
        self.0.retain(|old| old.record_type != record.record_type);
        self.insert(record);
        Ok(())
    }

    fn remove(&mut self, choices: &mut Unstructured<'_>) -> Result<()> {
        let at = choices.choose_index(self.0.len().max(1))?;
        if at < self.0.len() {
            self.0.remove(at);
        }
        Ok(())
    }

    fn swap(&mut self, choices: &mut Unstructured<'_>) -> Result<()> {
        let count = self.0.len().max(1);
        let (left, right) = (choices.choose_index(count)?, choices.choose_index(count)?);
        if left.max(right) < self.0.len() {
            self.0.swap(left, right);
        }
        Ok(())
    }

    fn duplicate(&mut self, choices: &mut Unstructured<'_>) -> Result<()> {
        let at = choices.choose_index(self.0.len().max(1))?;
        if let Some(record) = self.0.get(at).cloned() {
            self.0.insert(at, record);
        }
        Ok(())
    }
}

/// A record that has a name, and of which the value has a form.
#[derive(Clone, Copy)]
enum Named {
    Integer(u64),
    ShortChannelId,
    PaymentData,
    AmpRecord(Layout),
    EncryptedRecipientData,
    CurrentPathKey,
    PaymentMetadata,
    Keysend,
}

const NAMED: [Named; 11] = [
    Named::Integer(types::AMT_TO_FORWARD),
    Named::Integer(types::OUTGOING_CLTV_VALUE),
    Named::ShortChannelId,
    Named::PaymentData,
    Named::AmpRecord(Layout::Type8),
    Named::EncryptedRecipientData,
    Named::CurrentPathKey,
    Named::AmpRecord(Layout::Type14),
    Named::PaymentMetadata,
    Named::Integer(types::TOTAL_AMOUNT_MSAT),
    Named::Keysend,
];

impl Named {
    fn record_type(self) -> u64 {
        match self {
            Self::Integer(record_type) => record_type,
            Self::ShortChannelId => types::SHORT_CHANNEL_ID,
            Self::PaymentData => types::PAYMENT_DATA,
            Self::AmpRecord(layout) => layout.record_type(),
            Self::EncryptedRecipientData => types::ENCRYPTED_RECIPIENT_DATA,
            Self::CurrentPathKey => types::CURRENT_PATH_KEY,
            Self::PaymentMetadata => types::PAYMENT_METADATA,
            Self::Keysend => types::KEYSEND_PREIMAGE,
        }
    }
}

fn right_record(named: Named, u: &mut Unstructured<'_>) -> Result<Raw> {
    let value = match named {
        Named::Integer(types::OUTGOING_CLTV_VALUE) => u.arbitrary::<Tu32>()?.to_vec(),
        Named::Integer(_) => u.arbitrary::<Tu64>()?.to_vec(),
        Named::ShortChannelId => draw::integer(u, 64)?.to_be_bytes().to_vec(),
        Named::PaymentData => u.arbitrary::<PaymentData>()?.to_vec(),
        Named::AmpRecord(layout) => AmpRecord { layout, ..u.arbitrary()? }.to_vec(),
        Named::EncryptedRecipientData | Named::PaymentMetadata => draw::value(u)?,
        Named::CurrentPathKey => u.arbitrary::<PublicKey>()?.as_bytes().to_vec(),
        Named::Keysend => draw::array32(u)?.to_vec(),
    };
    Ok(Raw::new(named.record_type(), value))
}

const RETAG: u8 = 7;

/// A fault in one record.
fn change(
    record: &mut Raw,
    what: u8,
    choices: &mut Unstructured<'_>,
    u: &mut Unstructured<'_>,
) -> Result<()> {
    match what {
        RETAG => record.record_type = retagged(record.record_type, choices)?,
        8 => record.type_widened = choices.int_in_range(1..=3_u8)?,
        9 => record.length_widened = choices.int_in_range(1..=3_u8)?,
        10 => {
            let length = BigSize::of_length(record.value.len()).0;
            let near = [length.wrapping_add(1), length.saturating_sub(1)];
            record.declared = Some(if choices.ratio(3, 4)? {
                *choices.choose(&near)?
            } else {
                draw::integer(choices, 64)?
            });
        }
        11 => {
            record.value.push(choices.arbitrary()?);
        }
        12 => {
            record.value.pop();
        }
        13 => {
            let length = draw::length(choices)?;
            record.value = draw::bytes(u, length)?;
        }
        14 => record.value.clear(),
        _ => {
            let at = record.integer_at().unwrap_or(0).min(record.value.len());
            record.value.insert(at, 0);
        }
    }
    Ok(())
}

/// The other layout's type, or that of any record with a name.
fn retagged(record_type: u64, choices: &mut Unstructured<'_>) -> Result<u64> {
    match record_type {
        types::PAYMENT_DATA => Ok(types::AMP_RECORD),
        types::AMP_RECORD => Ok(types::PAYMENT_DATA),
        _ => choices.choose(&[2, 4, 6, 8, 10, 12, 14, 16, 18, types::KEYSEND_PREIMAGE]).copied(),
    }
}

/// An even type below the custom range that has no name.
fn even_type(choices: &mut Unstructured<'_>) -> Result<u64> {
    let drawn = draw::integer(choices, 16)? & !1;
    Ok(if types::is_known(drawn) { drawn.saturating_add(18) } else { drawn })
}

/// A fault in the bytes, wherever it falls.
pub(super) fn mutate_bytes(bytes: &mut Vec<u8>, choices: &mut Unstructured<'_>) -> Result<()> {
    let at = choices.choose_index(bytes.len().max(1))?;
    let Some(byte) = bytes.get_mut(at) else { return Ok(()) };
    match choices.int_in_range(0..=7_u8)? {
        0..=2 => *byte ^= 1 << choices.int_in_range(0..=7_u8)?,
        3 => *byte = *choices.choose(&[0x00, 0x01, 0xfc, 0xfd, 0xfe, 0xff])?,
        4 | 5 => bytes.truncate(at),
        6 => bytes.insert(at, choices.arbitrary()?),
        _ => {
            bytes.remove(at);
        }
    }
    Ok(())
}
