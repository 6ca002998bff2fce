use super::fields::Fields;
use super::{Payload, PayloadRules, Role, presence};
use crate::canary::{Canary, planted};
use crate::onion::{AmpRecord, HopPayload, OnionError, PaymentData, PublicKey, types};
use crate::secret::Preimage;
use crate::tlv::{Record, Records, TlvStream};
use core::fmt;

/// The payload of one hop, checked and borrowed.
///
/// Once it was parsed, no accessor can fail. `Debug` does not show secrets.
///
/// ```
/// use ampwire::onion::{Layouts, PayloadRules, PayloadView, Role};
///
/// let bytes = [0x02, 0x02, 0x03, 0xe8, 0x04, 0x02, 0x03, 0x20];
/// let rules = PayloadRules::new(Role::Final, Layouts::DEPLOYED);
/// let payload = PayloadView::parse(&bytes, rules)?;
/// assert_eq!(payload.amt_to_forward(), Some(1000));
///
/// let rules = PayloadRules::new(Role::Intermediate, Layouts::DEPLOYED);
/// let error = PayloadView::parse(&bytes, rules).unwrap_err();
/// assert_eq!(error.rule().id(), "bolt4.payload.short-channel-id");
/// # Ok::<(), ampwire::onion::OnionError>(())
/// ```
#[derive(Clone, Copy)]
pub struct PayloadView<'a> {
    stream: TlvStream<'a>,
    fields: Fields<'a>,
    role: Role,
}

impl<'a> PayloadView<'a> {
    /// Reads a payload: the TLV stream of one hop, without its length prefix.
    ///
    /// # Errors
    ///
    /// The first fault of the bytes in stream order, then the first presence rule that is broken.
    pub fn parse(bytes: &'a [u8], rules: PayloadRules) -> Result<Self, OnionError> {
        let mut fields = Fields::default();
        fields.walk(bytes, rules)?;
        let stream = TlvStream::walked(bytes);
        presence::check(&fields, &stream, rules)?;
        Ok(Self { stream, fields, role: rules.role })
    }

    /// Reads a payload behind its length prefix from the start of the input, and gives what follows.
    ///
    /// # Errors
    ///
    /// As [`HopPayload::parse_prefix`] and [`parse`](Self::parse); offsets count from the prefix.
    pub fn parse_framed_prefix(
        bytes: &'a [u8],
        rules: PayloadRules,
    ) -> Result<(Self, &'a [u8]), OnionError> {
        let (hop, rest) = HopPayload::parse_prefix(bytes)?;
        Ok((Self::parse_framed_body(&hop, rules)?, rest))
    }

    /// Reads a payload behind its length prefix that is the whole input.
    ///
    /// # Errors
    ///
    /// As [`parse_framed_prefix`](Self::parse_framed_prefix); bytes left over are refused too.
    pub fn parse_framed(bytes: &'a [u8], rules: PayloadRules) -> Result<Self, OnionError> {
        Self::parse_framed_body(&HopPayload::parse(bytes)?, rules)
    }

    fn parse_framed_body(hop: &HopPayload<'a>, rules: PayloadRules) -> Result<Self, OnionError> {
        Self::parse(hop.payload(), rules).map_err(|error| {
            error.nested_at(if planted(Canary::FrameOffset) { 0 } else { hop.prefix_len() })
        })
    }

    /// Which hop the payload was read for.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Whether the hop is inside a blinded path.
    pub const fn is_blinded(&self) -> bool {
        self.fields.encrypted_recipient_data.is_some()
    }

    /// The amount to forward, or at the final hop to receive, in msat.
    pub const fn amt_to_forward(&self) -> Option<u64> {
        self.fields.amt_to_forward
    }

    /// The expiry of the HTLC to forward, or at the final hop the least one to accept, as a height in
    /// blocks.
    pub const fn outgoing_cltv_value(&self) -> Option<u32> {
        self.fields.outgoing_cltv_value
    }

    /// The channel to forward over.
    pub const fn short_channel_id(&self) -> Option<u64> {
        self.fields.short_channel_id
    }

    /// The invoice's secret and the total of all parts.
    pub const fn payment_data(&self) -> Option<PaymentData> {
        match self.fields.payment_data {
            Some(payment_data) => Some(payment_data.to_payment_data()),
            None => None,
        }
    }

    /// What the payee encrypted for this hop of a blinded path.
    pub const fn encrypted_recipient_data(&self) -> Option<&'a [u8]> {
        self.fields.encrypted_recipient_data
    }

    /// The path key, at the first hop of a blinded path.
    pub const fn current_path_key(&self) -> Option<PublicKey> {
        match self.fields.current_path_key {
            Some(path_key) => Some(path_key.to_public_key()),
            None => None,
        }
    }

    /// The AMP record, in whichever accepted layout it has.
    pub const fn amp_record(&self) -> Option<AmpRecord> {
        match self.fields.amp_record {
            Some(amp_record) => Some(amp_record.to_amp_record()),
            None => None,
        }
    }

    /// The invoice's `payment_metadata`, sent back. Empty is not absent.
    pub const fn payment_metadata(&self) -> Option<&'a [u8]> {
        self.fields.payment_metadata
    }

    /// The total of all parts outside `payment_data`, in msat.
    pub const fn total_amount_msat(&self) -> Option<u64> {
        self.fields.total_amount_msat
    }

    /// The preimage of a keysend payment.
    pub const fn keysend_preimage(&self) -> Option<Preimage> {
        match self.fields.keysend_preimage {
            Some(preimage) => Some(Preimage::new(*preimage)),
            None => None,
        }
    }

    /// Every record that has no accessor here: unknown odd ones and custom ones, in order.
    pub fn other_records(&self) -> OtherRecords<'a> {
        OtherRecords(self.stream.iter())
    }

    /// The whole stream of records.
    pub const fn stream(&self) -> TlvStream<'a> {
        self.stream
    }

    /// Checks that `current_path_key` is on the curve. Parsing checks its length and first byte only,
    /// so that it does the same with and without the feature.
    ///
    /// # Errors
    ///
    /// [`PathKeyNotAPoint`](crate::onion::OnionErrorKind::PathKeyNotAPoint).
    #[cfg(feature = "secp256k1")]
    pub fn check_points(&self) -> Result<(), OnionError> {
        match self.current_path_key() {
            // rule: bolt4.blinded.path-key-point
            Some(key) if !key.check_point() => {
                let offset = self
                    .stream
                    .get(types::CURRENT_PATH_KEY)
                    .map_or(0, |record| record.value_offset());
                let kind = crate::onion::OnionErrorKind::PathKeyNotAPoint;
                Err(OnionError::at(kind, offset, types::CURRENT_PATH_KEY))
            }
            _ => Ok(()),
        }
    }

    /// The payload as a value of its own: variable parts are copied.
    pub fn to_payload(&self) -> Payload {
        Payload::copied(self)
    }

    /// The payload as a value of its own that shares `source`, the buffer it was parsed from: nothing
    /// is copied. What does not lie in `source` is.
    pub fn to_payload_in(&self, source: &bytes::Bytes) -> Payload {
        Payload::shared(self, source)
    }
}

impl fmt::Debug for PayloadView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = |bytes: Option<&[u8]>| bytes.map(<[u8]>::len);
        f.debug_struct("PayloadView")
            .field("role", &self.role)
            .field("amt_to_forward", &self.amt_to_forward())
            .field("outgoing_cltv_value", &self.outgoing_cltv_value())
            .field("short_channel_id", &self.short_channel_id())
            .field("payment_data", &self.payment_data())
            .field("encrypted_recipient_data_len", &length(self.encrypted_recipient_data()))
            .field("current_path_key", &self.current_path_key())
            .field("amp_record", &self.amp_record())
            .field("payment_metadata_len", &length(self.payment_metadata()))
            .field("total_amount_msat", &self.total_amount_msat())
            .field("keysend_preimage", &self.keysend_preimage())
            .field("other_records", &self.other_records())
            .finish()
    }
}

/// The records of a payload that have no accessor of their own.
#[derive(Clone)]
pub struct OtherRecords<'a>(Records<'a>);

impl<'a> Iterator for OtherRecords<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        self.0.find(|record| !types::is_known(record.record_type()))
    }
}

impl core::iter::FusedIterator for OtherRecords<'_> {}

impl fmt::Debug for OtherRecords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
