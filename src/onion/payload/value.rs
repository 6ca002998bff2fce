use super::PayloadView;
use crate::canary::{Canary, planted};
use crate::onion::{AmpRecord, Layout, PaymentData, PublicKey, types};
use crate::secret::Preimage;
use crate::tlv::{Record, wire_len};
use crate::wire::{BigSize, Encode, Tu32, Tu64};
use alloc::vec::Vec;
use bytes::{BufMut, Bytes};
use core::fmt;

/// A record that this library has no name for, owned.
#[derive(Clone, PartialEq, Eq)]
pub struct CustomRecord {
    pub(super) record_type: u64,
    pub(super) value: Bytes,
}

impl CustomRecord {
    /// The type.
    pub const fn record_type(&self) -> u64 {
        self.record_type
    }

    /// The value.
    pub const fn value(&self) -> &Bytes {
        &self.value
    }
}

/// Shows the type and the length, never the value.
impl fmt::Debug for CustomRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "CustomRecord {{ type: {}, value: [{} bytes] }}",
            self.record_type,
            self.value.len()
        )
    }
}

/// The payload of one hop, owned. It can hold only what can be written, and writing it can't fail.
///
/// It comes from a [`PayloadView`], and then writes the very bytes that were read, or from a
/// [`PayloadBuilder`](super::PayloadBuilder), which holds the rules for writers.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Payload {
    pub(super) amt_to_forward: Option<u64>,
    pub(super) outgoing_cltv_value: Option<u32>,
    pub(super) short_channel_id: Option<u64>,
    pub(super) payment_data: Option<PaymentData>,
    pub(super) encrypted_recipient_data: Option<Bytes>,
    pub(super) current_path_key: Option<PublicKey>,
    pub(super) amp_record: Option<AmpRecord>,
    pub(super) payment_metadata: Option<Bytes>,
    pub(super) total_amount_msat: Option<u64>,
    pub(super) keysend_preimage: Option<Preimage>,
    /// Ascending, none with a type that has a field above.
    pub(super) other_records: Vec<CustomRecord>,
}

impl Payload {
    pub(super) fn copied(view: &PayloadView<'_>) -> Self {
        Self::from_view(view, Bytes::copy_from_slice)
    }

    pub(super) fn shared(view: &PayloadView<'_>, source: &Bytes) -> Self {
        let range = source.as_ptr_range();
        Self::from_view(view, |part| {
            let inside = part.as_ptr_range();
            // `slice_ref` panics on a slice of another buffer.
            if range.start <= inside.start && inside.end <= range.end {
                source.slice_ref(part)
            } else {
                Bytes::copy_from_slice(part)
            }
        })
    }

    fn from_view(view: &PayloadView<'_>, own: impl Fn(&[u8]) -> Bytes) -> Self {
        let other = |record: Record<'_>| CustomRecord {
            record_type: record.record_type(),
            value: own(record.value()),
        };
        Self {
            amt_to_forward: view.amt_to_forward(),
            outgoing_cltv_value: view.outgoing_cltv_value(),
            short_channel_id: view.short_channel_id(),
            payment_data: view.payment_data(),
            encrypted_recipient_data: view.encrypted_recipient_data().map(&own),
            current_path_key: view.current_path_key(),
            amp_record: view.amp_record(),
            payment_metadata: view.payment_metadata().map(&own),
            total_amount_msat: view.total_amount_msat(),
            keysend_preimage: view.keysend_preimage(),
            other_records: view.other_records().map(other).collect(),
        }
    }

    /// The amount to forward, or at the final hop to receive, in msat.
    pub const fn amt_to_forward(&self) -> Option<u64> {
        self.amt_to_forward
    }

    /// The expiry, as a height in blocks.
    pub const fn outgoing_cltv_value(&self) -> Option<u32> {
        self.outgoing_cltv_value
    }

    /// The channel to forward over.
    pub const fn short_channel_id(&self) -> Option<u64> {
        self.short_channel_id
    }

    /// The invoice's secret and the total of all parts.
    pub const fn payment_data(&self) -> Option<&PaymentData> {
        self.payment_data.as_ref()
    }

    /// What the payee encrypted for this hop of a blinded path.
    pub const fn encrypted_recipient_data(&self) -> Option<&Bytes> {
        self.encrypted_recipient_data.as_ref()
    }

    /// The path key, at the first hop of a blinded path.
    pub const fn current_path_key(&self) -> Option<&PublicKey> {
        self.current_path_key.as_ref()
    }

    /// The AMP record.
    pub const fn amp_record(&self) -> Option<&AmpRecord> {
        self.amp_record.as_ref()
    }

    /// The invoice's `payment_metadata`, sent back. Empty is not absent.
    pub const fn payment_metadata(&self) -> Option<&Bytes> {
        self.payment_metadata.as_ref()
    }

    /// The total of all parts outside `payment_data`, in msat.
    pub const fn total_amount_msat(&self) -> Option<u64> {
        self.total_amount_msat
    }

    /// The preimage of a keysend payment.
    pub const fn keysend_preimage(&self) -> Option<&Preimage> {
        self.keysend_preimage.as_ref()
    }

    /// The other records, ascending.
    pub fn other_records(&self) -> &[CustomRecord] {
        &self.other_records
    }

    /// Every record with its type, ascending. Straight code: the order is that of the lines, and the
    /// other records come in where their types put them.
    fn each(&self, mut put: impl FnMut(u64, Value<'_>)) {
        let mut others = self.other_records.iter().peekable();
        let type8 = |record: &&AmpRecord| record.layout == Layout::Type8;
        let type14 = |record: &&AmpRecord| record.layout == Layout::Type14;
        let amp_record = self.amp_record.as_ref();
        let known = [
            (types::AMT_TO_FORWARD, self.amt_to_forward.map(Value::Tu64)),
            (types::OUTGOING_CLTV_VALUE, self.outgoing_cltv_value.map(Value::Tu32)),
            (types::SHORT_CHANNEL_ID, self.short_channel_id.map(Value::ShortChannelId)),
            (types::PAYMENT_DATA, self.payment_data.as_ref().map(Value::PaymentData)),
            (types::PAYMENT_DATA, amp_record.filter(type8).map(Value::AmpRecord)),
            (
                types::ENCRYPTED_RECIPIENT_DATA,
                self.encrypted_recipient_data.as_deref().map(Value::Bytes),
            ),
            (
                types::CURRENT_PATH_KEY,
                self.current_path_key.as_ref().map(|key| Value::Bytes(key.as_bytes())),
            ),
            (types::AMP_RECORD, amp_record.filter(type14).map(Value::AmpRecord)),
            (types::PAYMENT_METADATA, self.payment_metadata.as_deref().map(Value::Bytes)),
            (types::TOTAL_AMOUNT_MSAT, self.total_amount_msat.map(Value::Tu64)),
            (
                types::KEYSEND_PREIMAGE,
                self.keysend_preimage.as_ref().map(|preimage| Value::Bytes(preimage.reveal())),
            ),
        ];
        for (record_type, value) in known {
            let Some(value) = value else { continue };
            let late = planted(Canary::PayloadOrder) && record_type == types::KEYSEND_PREIMAGE;
            let comes_first = |other: &&CustomRecord| other.record_type < record_type && !late;
            while let Some(other) = others.next_if(comes_first) {
                put(other.record_type, Value::Bytes(&other.value));
            }
            put(record_type, value);
        }
        others.for_each(|other| put(other.record_type, Value::Bytes(&other.value)));
    }
}

impl Encode for Payload {
    fn wire_len(&self) -> usize {
        let mut length = 0_usize;
        self.each(|record_type, value| {
            length = length.saturating_add(wire_len(record_type, value.wire_len()));
        });
        length
    }

    fn put(&self, out: &mut impl BufMut) {
        self.each(|record_type, value| {
            BigSize(record_type).put(out);
            BigSize::of_length(value.wire_len()).put(out);
            value.put(out);
        });
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = |bytes: &Option<Bytes>| bytes.as_ref().map(Bytes::len);
        f.debug_struct("Payload")
            .field("amt_to_forward", &self.amt_to_forward)
            .field("outgoing_cltv_value", &self.outgoing_cltv_value)
            .field("short_channel_id", &self.short_channel_id)
            .field("payment_data", &self.payment_data)
            .field("encrypted_recipient_data_len", &length(&self.encrypted_recipient_data))
            .field("current_path_key", &self.current_path_key)
            .field("amp_record", &self.amp_record)
            .field("payment_metadata_len", &length(&self.payment_metadata))
            .field("total_amount_msat", &self.total_amount_msat)
            .field("keysend_preimage", &self.keysend_preimage)
            .field("other_records", &self.other_records)
            .finish()
    }
}

/// The value of a record, as what it means.
enum Value<'p> {
    Tu64(u64),
    Tu32(u32),
    ShortChannelId(u64),
    PaymentData(&'p PaymentData),
    AmpRecord(&'p AmpRecord),
    Bytes(&'p [u8]),
}

impl Encode for Value<'_> {
    fn wire_len(&self) -> usize {
        match self {
            Self::Tu64(value) => Tu64(*value).wire_len(),
            Self::Tu32(value) => Tu32(*value).wire_len(),
            Self::ShortChannelId(_) => 8,
            Self::PaymentData(value) => value.wire_len(),
            Self::AmpRecord(value) => value.wire_len(),
            Self::Bytes(value) => value.len(),
        }
    }

    fn put(&self, out: &mut impl BufMut) {
        match self {
            Self::Tu64(value) => Tu64(*value).put(out),
            Self::Tu32(value) => Tu32(*value).put(out),
            Self::ShortChannelId(value) => out.put_u64(*value),
            Self::PaymentData(value) => value.put(out),
            Self::AmpRecord(value) => value.put(out),
            Self::Bytes(value) => out.put_slice(value),
        }
    }
}
