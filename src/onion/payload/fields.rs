use super::PayloadRules;
use crate::onion::amp_record::AmpRecordView;
use crate::onion::payment_data::PaymentDataView;
use crate::onion::public_key::PublicKeyView;
use crate::onion::{AmpRecord, Layout, OnionError, OnionErrorKind, PaymentData, types};
use crate::tlv::{Record, TlvReader};
use crate::wire::{tu32, tu64};

/// The known records of a payload, each read as the walk comes to it.
///
/// Integers are values, the rest is borrowed: what a caller never asks for is never copied.
#[derive(Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    pub(super) amt_to_forward: Option<u64>,
    pub(super) outgoing_cltv_value: Option<u32>,
    pub(super) short_channel_id: Option<u64>,
    pub(super) payment_data: Option<PaymentDataView<'a>>,
    pub(super) encrypted_recipient_data: Option<&'a [u8]>,
    pub(super) current_path_key: Option<PublicKeyView<'a>>,
    pub(super) amp_record: Option<AmpRecordView<'a>>,
    pub(super) payment_metadata: Option<&'a [u8]>,
    pub(super) total_amount_msat: Option<u64>,
    pub(super) keysend_preimage: Option<&'a [u8; 32]>,
    /// Both layouts of the AMP record are there; `amp_record` is the later one, of type 14.
    pub(super) two_amp_records: bool,
    /// The lowest type that is even and unknown, custom or not.
    pub(super) lowest_unknown_even: Option<u64>,
}

impl<'a> Fields<'a> {
    /// Walks the whole payload. Framing and values are judged in stream order, so that the first
    /// fault in the bytes is the one reported.
    pub(super) fn walk(&mut self, bytes: &'a [u8], rules: PayloadRules) -> Result<(), OnionError> {
        for record in TlvReader::new(bytes) {
            self.take(&record?, rules)?;
        }
        Ok(())
    }

    #[inline]
    fn take(&mut self, record: &Record<'a>, rules: PayloadRules) -> Result<(), OnionError> {
        let value = record.value();
        match record.record_type() {
            types::AMT_TO_FORWARD => self.amt_to_forward = Some(integer64(record)?),
            types::OUTGOING_CLTV_VALUE => self.outgoing_cltv_value = Some(integer32(record)?),
            types::SHORT_CHANNEL_ID => self.short_channel_id = Some(short_channel_id(record)?),
            types::PAYMENT_DATA => self.take_type8(record, rules)?,
            types::ENCRYPTED_RECIPIENT_DATA => self.encrypted_recipient_data = Some(value),
            types::CURRENT_PATH_KEY => {
                let path_key = PublicKeyView::parse(value, record.value_offset())?;
                self.current_path_key = Some(path_key);
            }
            types::AMP_RECORD if rules.layouts.accepts(Layout::Type14) => {
                let amp_record =
                    AmpRecordView::parse(Layout::Type14, value, record.value_offset())?;
                self.two_amp_records = self.amp_record.replace(amp_record).is_some();
            }
            // rule: bolt4.payload.payment-metadata
            types::PAYMENT_METADATA => self.payment_metadata = Some(value),
            // rule: bolt4.payload.total-amount-msat
            types::TOTAL_AMOUNT_MSAT => self.total_amount_msat = Some(integer64(record)?),
            types::KEYSEND_PREIMAGE => self.keysend_preimage = Some(keysend(record)?),
            // rule: bolt4.payload.unknown-odd: nothing to do, the record stays in the stream.
            odd if !types::is_even(odd) => {}
            even => self.lowest_unknown_even = self.lowest_unknown_even.or(Some(even)),
        }
        Ok(())
    }

    /// Type 8 is `payment_data`, or, where that is accepted, the AMP record: the lengths decide.
    fn take_type8(&mut self, record: &Record<'a>, rules: PayloadRules) -> Result<(), OnionError> {
        let (value, offset) = (record.value(), record.value_offset());
        let actual = value.len();
        let refuse = |kind| Err(OnionError::at(kind, offset, types::PAYMENT_DATA));
        match (actual, rules.layouts.accepts(Layout::Type8)) {
            // rule: amp.record.type8-or-payment-data
            (AmpRecord::MAX_WIRE_LEN, true) => {
                self.amp_record = Some(AmpRecordView::parse(Layout::Type8, value, offset)?);
            }
            (0..PaymentData::MIN_WIRE_LEN | 41.., true) => {
                return refuse(OnionErrorKind::PaymentDataOrAmpRecordLength { actual });
            }
            // rule: amp.record.type8-not-accepted
            (AmpRecord::MAX_WIRE_LEN, false) => {
                return refuse(OnionErrorKind::AmpRecordType8NotAccepted);
            }
            _ => self.payment_data = Some(PaymentDataView::parse(value, offset)?),
        }
        Ok(())
    }
}

#[inline]
fn integer64(record: &Record<'_>) -> Result<u64, OnionError> {
    match tu64(record.value()) {
        Some(Ok(value)) => Ok(value),
        fault => Err(integer_fault(record, fault.is_some())),
    }
}

#[inline]
fn integer32(record: &Record<'_>) -> Result<u32, OnionError> {
    match tu32(record.value()) {
        Some(Ok(value)) => Ok(value),
        fault => Err(integer_fault(record, fault.is_some())),
    }
}

// rule: bolt1.tu.length, rule: bolt1.tu.minimal
#[cold]
fn integer_fault(record: &Record<'_>, length_fits: bool) -> OnionError {
    let kind = if length_fits {
        OnionErrorKind::IntegerNotMinimal
    } else {
        OnionErrorKind::IntegerTooLong { actual: record.value().len() }
    };
    OnionError::at(kind, record.value_offset(), record.record_type())
}

// rule: bolt4.payload.short-channel-id-length
fn short_channel_id(record: &Record<'_>) -> Result<u64, OnionError> {
    <[u8; 8]>::try_from(record.value()).map(u64::from_be_bytes).map_err(|_| {
        let kind = OnionErrorKind::ShortChannelIdLength { actual: record.value().len() };
        OnionError::at(kind, record.value_offset(), types::SHORT_CHANNEL_ID)
    })
}

// rule: blip3.keysend.length
fn keysend<'a>(record: &Record<'a>) -> Result<&'a [u8; 32], OnionError> {
    record.value().try_into().map_err(|_| {
        let kind = OnionErrorKind::KeysendLength { actual: record.value().len() };
        OnionError::at(kind, record.value_offset(), types::KEYSEND_PREIMAGE)
    })
}
