use crate::rule::{RuleId, rule};
use crate::tlv::{TlvError, TlvErrorKind};
use core::fmt;

/// What is wrong with a hop payload, or with one of its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OnionErrorKind {
    /// The TLV stream is broken.
    Tlv(TlvErrorKind),
    /// The payload's length prefix is cut.
    FrameLengthTruncated,
    /// The payload's length prefix is longer than needed.
    FrameLengthNotMinimal,
    /// The payload's length is 0 or 1.
    FrameLengthReserved {
        /// The length, in bytes.
        length: u64,
    },
    /// The payload's length runs past the end of the input.
    FrameTruncated {
        /// The length the prefix claims, in bytes.
        declared: u64,
        /// The bytes that are left for it.
        available: usize,
    },
    /// Bytes are left over after a framed payload.
    FrameTrailing,
    /// A truncated integer has too many bytes.
    IntegerTooLong {
        /// The length found, in bytes.
        actual: usize,
    },
    /// A truncated integer starts with a zero byte.
    IntegerNotMinimal,
    /// `short_channel_id` is not 8 bytes.
    ShortChannelIdLength {
        /// The length found, in bytes.
        actual: usize,
    },
    /// `payment_data` is not 32 to 40 bytes.
    PaymentDataLength {
        /// The length found, in bytes.
        actual: usize,
    },
    /// The total in `payment_data` starts with a zero byte.
    PaymentDataTotalNotMinimal,
    /// 68 bytes in type 8, where the AMP record of that layout is not accepted.
    AmpRecordType8NotAccepted,
    /// Type 8 is neither `payment_data` (32 to 40 bytes) nor an AMP record (68 bytes).
    PaymentDataOrAmpRecordLength {
        /// The length found, in bytes.
        actual: usize,
    },
    /// `current_path_key` is not 33 bytes.
    PathKeyLength {
        /// The length found, in bytes.
        actual: usize,
    },
    /// `current_path_key` is not a compressed point of the curve.
    PathKeyNotAPoint,
    /// An AMP record of type 14 is not 64 to 68 bytes.
    AmpRecordLength {
        /// The length found, in bytes.
        actual: usize,
    },
    /// An AMP record of type 8 is not 68 bytes.
    AmpRecordType8Length {
        /// The length found, in bytes.
        actual: usize,
    },
    /// The index of an AMP record of type 14 starts with a zero byte.
    AmpRecordIndexNotMinimal,
    /// The keysend preimage is not 32 bytes.
    KeysendLength {
        /// The length found, in bytes.
        actual: usize,
    },
    /// `update_add_htlc` has a path key and the payload has another.
    PathKeyTwice,
    /// There is a path key but no `encrypted_recipient_data`.
    PathKeyAlone,
    /// There is `encrypted_recipient_data` but no path key.
    PathKeyMissing,
    /// `amt_to_forward` is missing.
    AmtToForwardMissing,
    /// `outgoing_cltv_value` is missing.
    OutgoingCltvValueMissing,
    /// `short_channel_id` is missing at an intermediate hop.
    ShortChannelIdMissing,
    /// `short_channel_id` stands at the final hop.
    ShortChannelIdAtFinalHop,
    /// `payment_data` stands at an intermediate hop.
    PaymentDataAtIntermediateHop,
    /// An AMP record stands at an intermediate hop.
    AmpRecordAtIntermediateHop,
    /// AMP records in both layouts.
    AmpRecordConflict,
    /// A record of type 14, where the AMP record is not accepted.
    AmpRecordNotAccepted,
    /// An unknown record with an even type below 65536.
    UnknownEven,
    /// An unknown record with an even type from 65536 up, where the caller refuses those.
    CustomEven,
    /// A record that an intermediate hop of a blinded path must not have.
    NotForBlindedIntermediateHop,
    /// A record that the final hop of a blinded path must not have.
    NotForBlindedFinalHop,
    /// `total_amount_msat` is missing at the final hop of a blinded path.
    BlindedTotalMissing,
    /// `total_amount_msat` is missing beside an AMP record of type 8.
    AmpTotalMissing,
    /// A record of `encrypted_data_tlv` has the wrong length.
    EncryptedDataLength {
        /// The length found, in bytes.
        actual: usize,
    },
    /// An integer in a record of `encrypted_data_tlv` starts with a zero byte.
    EncryptedDataNotMinimal,
    /// A point in `encrypted_data_tlv` is not a compressed point of the curve.
    EncryptedDataNotAPoint,
    /// An unknown record with an even type in `encrypted_data_tlv`.
    EncryptedDataUnknownEven,
    /// `encrypted_data_tlv` names the next hop twice: by its channel and by its node.
    NextHopTwice,
    /// `encrypted_data_tlv` of an intermediate hop does not name the next one.
    NextHopMissing,
    /// `payment_relay` is missing in `encrypted_data_tlv` of an intermediate hop.
    PaymentRelayMissing,
    /// `allowed_features` in `encrypted_data_tlv` has a bit set that is unknown.
    AllowedFeatureUnknown,
    /// Writing only: `payment_data` is missing beside an AMP record of type 14.
    PaymentDataMissing,
    /// Writing only: an AMP record of type 8 and `payment_data`, which stands in type 8 too.
    Type8Conflict,
    /// Writing only: a record was given twice.
    RecordTwice,
}

impl OnionErrorKind {
    /// The rule that is broken.
    pub const fn rule(self) -> RuleId {
        match self {
            Self::Tlv(kind) => kind.rule(),
            Self::FrameLengthTruncated | Self::FrameTruncated { .. } => {
                rule!("bolt4.hop-payload.complete")
            }
            Self::FrameLengthNotMinimal => rule!("bolt4.hop-payload.length-minimal"),
            Self::FrameLengthReserved { .. } => rule!("bolt4.hop-payload.length-reserved"),
            Self::FrameTrailing => rule!("ampwire.parse.whole"),
            Self::IntegerTooLong { .. } => rule!("bolt1.tu.length"),
            Self::IntegerNotMinimal => rule!("bolt1.tu.minimal"),
            Self::ShortChannelIdLength { .. } => rule!("bolt4.payload.short-channel-id-length"),
            Self::PaymentDataLength { .. } => rule!("bolt4.payload.payment-data-length"),
            Self::PaymentDataTotalNotMinimal => {
                rule!("bolt4.payload.payment-data-total-minimal")
            }
            Self::AmpRecordType8NotAccepted => rule!("amp.record.type8-not-accepted"),
            Self::PaymentDataOrAmpRecordLength { .. } => {
                rule!("amp.record.type8-or-payment-data")
            }
            Self::PathKeyLength { .. } => rule!("bolt4.blinded.path-key-length"),
            Self::PathKeyNotAPoint => rule!("bolt4.blinded.path-key-point"),
            Self::AmpRecordLength { .. } => rule!("amp.record.length"),
            Self::AmpRecordType8Length { .. } => rule!("amp.record.type8-length"),
            Self::AmpRecordIndexNotMinimal => rule!("amp.record.index-minimal"),
            Self::KeysendLength { .. } => rule!("blip3.keysend.length"),
            Self::PathKeyTwice => rule!("bolt4.blinded.path-key-twice"),
            Self::PathKeyAlone => rule!("bolt4.blinded.path-key-alone"),
            Self::PathKeyMissing => rule!("bolt4.blinded.path-key-missing"),
            Self::AmtToForwardMissing => rule!("bolt4.payload.amt-to-forward"),
            Self::OutgoingCltvValueMissing => rule!("bolt4.payload.outgoing-cltv-value"),
            Self::ShortChannelIdMissing => rule!("bolt4.payload.short-channel-id"),
            Self::ShortChannelIdAtFinalHop => rule!("bolt4.payload.short-channel-id-final"),
            Self::PaymentDataAtIntermediateHop => {
                rule!("bolt4.payload.payment-data-final-only")
            }
            Self::AmpRecordAtIntermediateHop => rule!("amp.record.final-only"),
            Self::AmpRecordConflict => rule!("amp.record.conflict"),
            Self::Type8Conflict => rule!("amp.record.type8-with-payment-data"),
            Self::AmpRecordNotAccepted => rule!("amp.record.type14-not-accepted"),
            Self::UnknownEven => rule!("bolt4.payload.unknown-even"),
            Self::CustomEven => rule!("bolt4.payload.custom-even"),
            Self::NotForBlindedIntermediateHop => rule!("bolt4.blinded.intermediate-only"),
            Self::NotForBlindedFinalHop => rule!("bolt4.blinded.final-only"),
            Self::BlindedTotalMissing => rule!("bolt4.blinded.total-amount-msat"),
            Self::AmpTotalMissing => rule!("amp.payload.type8-total"),
            Self::EncryptedDataLength { .. } => rule!("bolt4.encrypted-data.lengths"),
            Self::EncryptedDataNotMinimal => rule!("bolt4.encrypted-data.integers-minimal"),
            Self::EncryptedDataNotAPoint => rule!("bolt4.encrypted-data.points"),
            Self::EncryptedDataUnknownEven => rule!("bolt4.encrypted-data.unknown-even"),
            Self::NextHopTwice => rule!("bolt4.encrypted-data.next-hop-once"),
            Self::NextHopMissing => rule!("bolt4.encrypted-data.next-hop"),
            Self::PaymentRelayMissing => rule!("bolt4.encrypted-data.payment-relay"),
            Self::AllowedFeatureUnknown => rule!("bolt4.encrypted-data.allowed-features"),
            Self::PaymentDataMissing => rule!("amp.payload.payment-data-written"),
            Self::RecordTwice => rule!("bolt1.tlv.no-duplicate"),
        }
    }
}

impl fmt::Display for OnionErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Tlv(kind) => return kind.fmt(f),
            Self::FrameLengthTruncated => "the payload's length is cut",
            Self::FrameLengthNotMinimal => "the payload's length is longer than its value needs",
            Self::FrameLengthReserved { length } => {
                return write!(f, "a payload length of {length} is reserved");
            }
            Self::FrameTruncated { declared, available } => {
                return write!(
                    f,
                    "the payload's length is {declared} bytes, but {available} are left"
                );
            }
            Self::FrameTrailing => "bytes are left over after the payload",
            Self::IntegerTooLong { actual } => {
                return write!(f, "the truncated integer has {actual} bytes, too many");
            }
            Self::IntegerNotMinimal => "the truncated integer starts with a zero byte",
            Self::ShortChannelIdLength { actual } => {
                return write!(f, "short_channel_id has 8 bytes, this has {actual}");
            }
            Self::PaymentDataLength { actual } => {
                return write!(f, "payment_data has 32 to 40 bytes, this has {actual}");
            }
            Self::PaymentDataTotalNotMinimal => {
                "total_msat in payment_data starts with a zero byte"
            }
            Self::AmpRecordType8NotAccepted => {
                "payment_data has 32 to 40 bytes, this has 68 (the AMP record of type 8 is not accepted)"
            }
            Self::PaymentDataOrAmpRecordLength { actual } => {
                return write!(
                    f,
                    "payment_data has 32 to 40 bytes and an AMP record of type 8 has 68, this has {actual}"
                );
            }
            Self::PathKeyLength { actual } => {
                return write!(f, "current_path_key has 33 bytes, this has {actual}");
            }
            Self::PathKeyNotAPoint => "current_path_key is not a compressed point of the curve",
            Self::AmpRecordLength { actual } => {
                return write!(f, "an AMP record of type 14 has 64 to 68 bytes, this has {actual}");
            }
            Self::AmpRecordType8Length { actual } => {
                return write!(f, "an AMP record of type 8 has 68 bytes, this has {actual}");
            }
            Self::AmpRecordIndexNotMinimal => "child_index starts with a zero byte",
            Self::KeysendLength { actual } => {
                return write!(f, "the keysend preimage has 32 bytes, this has {actual}");
            }
            Self::PathKeyTwice => "current_path_key, but update_add_htlc has a path key already",
            Self::PathKeyAlone => "a path key, but encrypted_recipient_data is missing",
            Self::PathKeyMissing => "encrypted_recipient_data, but a path key is missing",
            Self::AmtToForwardMissing => "amt_to_forward is missing",
            Self::OutgoingCltvValueMissing => "outgoing_cltv_value is missing",
            Self::ShortChannelIdMissing => "short_channel_id is missing at an intermediate hop",
            Self::ShortChannelIdAtFinalHop => "short_channel_id at the final hop",
            Self::PaymentDataAtIntermediateHop => "payment_data at an intermediate hop",
            Self::AmpRecordAtIntermediateHop => "an AMP record at an intermediate hop",
            Self::AmpRecordConflict => "AMP records of type 8 and of type 14",
            Self::Type8Conflict => "payment_data and an AMP record, both of type 8",
            Self::AmpRecordNotAccepted => {
                "an unknown even record (the AMP record of type 14 is not accepted)"
            }
            Self::UnknownEven => "an unknown even record",
            Self::CustomEven => "an even custom record",
            Self::NotForBlindedIntermediateHop => {
                "a record that an intermediate hop of a blinded path must not have"
            }
            Self::NotForBlindedFinalHop => {
                "a record that the final hop of a blinded path must not have"
            }
            Self::BlindedTotalMissing => {
                "total_amount_msat is missing at the final hop of a blinded path"
            }
            Self::AmpTotalMissing => "total_amount_msat is missing beside an AMP record of type 8",
            Self::EncryptedDataLength { actual } => {
                return write!(f, "the record has {actual} bytes, not what its type has");
            }
            Self::EncryptedDataNotMinimal => "the integer starts with a zero byte",
            Self::EncryptedDataNotAPoint => "this is not a compressed point of the curve",
            Self::EncryptedDataUnknownEven => "an unknown even record in encrypted_data_tlv",
            Self::NextHopTwice => "the next hop is named by its channel and by its node",
            Self::NextHopMissing => "the next hop is not named",
            Self::PaymentRelayMissing => "payment_relay is missing at an intermediate hop",
            Self::AllowedFeatureUnknown => "allowed_features has an unknown bit",
            Self::PaymentDataMissing => "payment_data is missing beside the AMP record",
            Self::RecordTwice => "the record was given twice",
        };
        f.write_str(text)
    }
}

/// Why a hop payload was refused, where, and at which record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OnionError {
    kind: OnionErrorKind,
    offset: Option<usize>,
    record: Option<u64>,
}

impl OnionError {
    /// A fault of a record, at a byte of the payload.
    #[cold]
    pub(crate) const fn at(kind: OnionErrorKind, offset: usize, record: u64) -> Self {
        Self { kind, offset: Some(offset), record: Some(record) }
    }

    /// A fault that has no byte: a record is not there, or nothing was read.
    #[cold]
    pub(crate) const fn of_record(kind: OnionErrorKind, record: u64) -> Self {
        Self { kind, offset: None, record: Some(record) }
    }

    /// A fault of the frame around a payload.
    #[cold]
    pub(crate) const fn frame(kind: OnionErrorKind, offset: usize) -> Self {
        Self { kind, offset: Some(offset), record: None }
    }

    /// The same fault, counted from a start that lies `by` bytes before.
    #[must_use]
    pub(crate) fn nested_at(self, by: usize) -> Self {
        Self { offset: self.offset.map(|offset| offset.saturating_add(by)), ..self }
    }

    /// What is wrong.
    pub const fn kind(&self) -> OnionErrorKind {
        self.kind
    }

    /// The first byte of the item at fault, counted from the start of the input. `None` where a
    /// record is missing, or when writing.
    ///
    /// The item is the record's type where the record should not be there, the length field where
    /// that claims too much, the value where its length is wrong, and an integer inside the value
    /// where that is not minimal.
    pub const fn offset(&self) -> Option<usize> {
        self.offset
    }

    /// The type of the record at fault: the one that is missing where one is.
    pub const fn record(&self) -> Option<u64> {
        self.record
    }

    /// The rule that is broken.
    pub const fn rule(&self) -> RuleId {
        self.kind.rule()
    }
}

impl From<TlvError> for OnionError {
    fn from(error: TlvError) -> Self {
        Self {
            kind: OnionErrorKind::Tlv(error.kind()),
            offset: Some(error.offset()),
            record: error.record(),
        }
    }
}

impl fmt::Display for OnionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        if let Some(offset) = self.offset {
            write!(f, " at byte {offset}")?;
        }
        match self.record {
            Some(record) => write!(f, " (record type {record})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for OnionError {}
