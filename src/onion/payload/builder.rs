use super::{CustomRecord, Payload};
use crate::onion::{AmpRecord, Layout, OnionError, OnionErrorKind, PaymentData, PublicKey, types};
use crate::secret::Preimage;
use bytes::Bytes;

/// Puts a payload together and holds the rules for writers.
///
/// The order of the calls does not matter: records are written in ascending order.
///
/// ```
/// use ampwire::onion::{AmpRecord, Layout, PaymentData, PayloadBuilder};
/// use ampwire::secret::{PaymentSecret, SetId, Share};
/// use ampwire::wire::Encode;
///
/// let payload = PayloadBuilder::new()
///     .amt_to_forward(1000)
///     .outgoing_cltv_value(800)
///     .payment_data(PaymentData {
///         payment_secret: PaymentSecret::new([0x11; 32]),
///         total_msat: 3000,
///     })
///     .amp_record(AmpRecord {
///         layout: Layout::Type14,
///         root_share: Share::new([0x22; 32]),
///         set_id: SetId([0x33; 32]),
///         child_index: 5,
///     })
///     .build()?;
/// assert_eq!(payload.wire_len(), 111);
/// # Ok::<(), ampwire::onion::OnionError>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct PayloadBuilder(Payload);

impl PayloadBuilder {
    /// A payload without records.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the amount to forward, or at the final hop to receive, in msat.
    pub fn amt_to_forward(mut self, msat: u64) -> Self {
        self.0.amt_to_forward = Some(msat);
        self
    }

    /// Sets the expiry, as a height in blocks.
    pub fn outgoing_cltv_value(mut self, height: u32) -> Self {
        self.0.outgoing_cltv_value = Some(height);
        self
    }

    /// Sets the channel to forward over: the payload is for an intermediate hop.
    pub fn short_channel_id(mut self, short_channel_id: u64) -> Self {
        self.0.short_channel_id = Some(short_channel_id);
        self
    }

    /// Sets the invoice's secret and the total of all parts.
    pub fn payment_data(mut self, payment_data: PaymentData) -> Self {
        self.0.payment_data = Some(payment_data);
        self
    }

    /// Sets what the payee encrypted for this hop: the payload is inside a blinded path.
    pub fn encrypted_recipient_data(mut self, data: impl Into<Bytes>) -> Self {
        self.0.encrypted_recipient_data = Some(data.into());
        self
    }

    /// Sets the path key, at the first hop of a blinded path.
    pub fn current_path_key(mut self, path_key: PublicKey) -> Self {
        self.0.current_path_key = Some(path_key);
        self
    }

    /// Sets the AMP record. In the deployed layout it goes with `payment_data`, in the layout of type
    /// 8 with `total_amount_msat`.
    pub fn amp_record(mut self, amp_record: AmpRecord) -> Self {
        self.0.amp_record = Some(amp_record);
        self
    }

    /// Sets the invoice's `payment_metadata`. BOLT 4 wants it in every part of a payment.
    pub fn payment_metadata(mut self, metadata: impl Into<Bytes>) -> Self {
        self.0.payment_metadata = Some(metadata.into());
        self
    }

    /// Sets the total of all parts outside `payment_data`, in msat.
    pub fn total_amount_msat(mut self, msat: u64) -> Self {
        self.0.total_amount_msat = Some(msat);
        self
    }

    /// Sets the preimage of a keysend payment.
    pub fn keysend_preimage(mut self, preimage: Preimage) -> Self {
        self.0.keysend_preimage = Some(preimage);
        self
    }

    /// Adds a record of another type: a custom one from 65536 up, or an odd one.
    pub fn other_record(mut self, record_type: u64, value: impl Into<Bytes>) -> Self {
        self.0.other_records.push(CustomRecord { record_type, value: value.into() });
        self
    }

    /// The payload.
    ///
    /// # Errors
    ///
    /// The first rule for writers that is broken. Whether the hop is the final one follows from
    /// `short_channel_id`, inside a blinded path from `amt_to_forward`.
    pub fn build(mut self) -> Result<Payload, OnionError> {
        self.0.other_records.sort_by_key(CustomRecord::record_type);
        self.check_types()?;
        if self.0.encrypted_recipient_data.is_some() {
            self.check_blinded()?;
        } else {
            self.check_plain()?;
        }
        Ok(self.0)
    }

    fn check_types(&self) -> Result<(), OnionError> {
        let payload = &self.0;
        let type8 = payload.amp_record.is_some_and(|record| record.layout == Layout::Type8);
        // rule: amp.record.type8-with-payment-data
        if type8 && payload.payment_data.is_some() {
            return refuse(OnionErrorKind::Type8Conflict, types::PAYMENT_DATA);
        }
        let mut previous = None;
        for record_type in payload.other_records.iter().map(CustomRecord::record_type) {
            // rule: bolt1.tlv.no-duplicate
            if types::is_known(record_type) || previous == Some(record_type) {
                return refuse(OnionErrorKind::RecordTwice, record_type);
            }
            // rule: bolt4.payload.unknown-even
            if types::is_even(record_type) && record_type < types::CUSTOM_START {
                return refuse(OnionErrorKind::UnknownEven, record_type);
            }
            previous = Some(record_type);
        }
        Ok(())
    }

    fn check_plain(&self) -> Result<(), OnionError> {
        let payload = &self.0;
        let final_hop = payload.short_channel_id.is_none();
        let checks = [
            // rule: bolt4.blinded.path-key-alone
            (
                payload.current_path_key.is_some(),
                OnionErrorKind::PathKeyAlone,
                types::ENCRYPTED_RECIPIENT_DATA,
            ),
            // rule: bolt4.payload.amt-to-forward
            (
                payload.amt_to_forward.is_none(),
                OnionErrorKind::AmtToForwardMissing,
                types::AMT_TO_FORWARD,
            ),
            // rule: bolt4.payload.outgoing-cltv-value
            (
                payload.outgoing_cltv_value.is_none(),
                OnionErrorKind::OutgoingCltvValueMissing,
                types::OUTGOING_CLTV_VALUE,
            ),
            // rule: bolt4.payload.payment-data-final-only
            (
                !final_hop && payload.payment_data.is_some(),
                OnionErrorKind::PaymentDataAtIntermediateHop,
                types::PAYMENT_DATA,
            ),
        ];
        for (broken, kind, record_type) in checks {
            if broken {
                return refuse(kind, record_type);
            }
        }
        let Some(amp_record) = payload.amp_record else { return Ok(()) };
        // rule: amp.record.final-only
        if !final_hop {
            let record_type = amp_record.layout.record_type();
            return refuse(OnionErrorKind::AmpRecordAtIntermediateHop, record_type);
        }
        match amp_record.layout {
            // rule: amp.payload.payment-data-written
            Layout::Type14 if payload.payment_data.is_none() => {
                refuse(OnionErrorKind::PaymentDataMissing, types::PAYMENT_DATA)
            }
            // rule: amp.payload.type8-total
            Layout::Type8 if payload.total_amount_msat.is_none() => {
                refuse(OnionErrorKind::AmpTotalMissing, types::TOTAL_AMOUNT_MSAT)
            }
            _ => Ok(()),
        }
    }

    fn check_blinded(&self) -> Result<(), OnionError> {
        let payload = &self.0;
        let required = [
            (payload.amt_to_forward.is_some(), types::AMT_TO_FORWARD),
            (payload.outgoing_cltv_value.is_some(), types::OUTGOING_CLTV_VALUE),
            (payload.total_amount_msat.is_some(), types::TOTAL_AMOUNT_MSAT),
        ];
        let final_hop = required.iter().any(|(present, _)| *present);
        let stranger = [
            (payload.short_channel_id.is_some(), types::SHORT_CHANNEL_ID),
            (payload.payment_data.is_some(), types::PAYMENT_DATA),
            (
                payload.amp_record.is_some(),
                payload.amp_record.map_or(0, |record| record.layout.record_type()),
            ),
            (payload.payment_metadata.is_some(), types::PAYMENT_METADATA),
            (payload.keysend_preimage.is_some(), types::KEYSEND_PREIMAGE),
        ]
        .into_iter()
        .find_map(|(present, record_type)| present.then_some(record_type))
        .or_else(|| payload.other_records.first().map(CustomRecord::record_type));
        if let Some(record_type) = stranger {
            // rule: bolt4.blinded.final-only, rule: bolt4.blinded.intermediate-only
            return refuse(
                if final_hop {
                    OnionErrorKind::NotForBlindedFinalHop
                } else {
                    OnionErrorKind::NotForBlindedIntermediateHop
                },
                record_type,
            );
        }
        // Either all three, at the final hop, or none of them.
        let lacking = required.iter().find(|(present, _)| final_hop && !present);
        match lacking {
            Some((_, types::AMT_TO_FORWARD)) => {
                refuse(OnionErrorKind::AmtToForwardMissing, types::AMT_TO_FORWARD)
            }
            Some((_, types::OUTGOING_CLTV_VALUE)) => {
                refuse(OnionErrorKind::OutgoingCltvValueMissing, types::OUTGOING_CLTV_VALUE)
            }
            // rule: bolt4.blinded.total-amount-msat
            Some(_) => refuse(OnionErrorKind::BlindedTotalMissing, types::TOTAL_AMOUNT_MSAT),
            None => Ok(()),
        }
    }
}

fn refuse(kind: OnionErrorKind, record_type: u64) -> Result<(), OnionError> {
    Err(OnionError::of_record(kind, record_type))
}
