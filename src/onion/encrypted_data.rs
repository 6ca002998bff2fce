//! What `encrypted_recipient_data` holds, once it is in the clear (BOLT 4, Route Blinding:
//! `encrypted_data_tlv`).
//!
//! ```text
//! type  record                   value
//! 1     padding                  any bytes
//! 2     short_channel_id         8 bytes
//! 4     next_node_id             33 bytes, a compressed point
//! 6     path_id                  any bytes
//! 8     next_path_key_override   33 bytes, a compressed point
//! 10    payment_relay            cltv_expiry_delta u16 | fee_proportional_millionths u32 | fee_base_msat tu32
//! 12    payment_constraints      max_cltv_expiry u32 | htlc_minimum_msat tu64
//! 14    allowed_features         a feature vector
//! ```
//!
//! Decrypting is not done here: the caller has the keys.

use super::{OnionError, OnionErrorKind, PublicKey, Role, types};
use crate::canary::{Canary, planted};
use crate::feature::FeaturesView;
use crate::tlv::{Record, TlvReader, TlvStream};
use crate::wire::{tu32, tu64};
use core::fmt;

const PADDING: u64 = 1;
const SHORT_CHANNEL_ID: u64 = 2;
const NEXT_NODE_ID: u64 = 4;
const PATH_ID: u64 = 6;
const NEXT_PATH_KEY_OVERRIDE: u64 = 8;
const PAYMENT_RELAY: u64 = 10;
const PAYMENT_CONSTRAINTS: u64 = 12;
const ALLOWED_FEATURES: u64 = 14;

/// What a hop of a blinded path takes, and how long before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentRelay {
    /// Blocks between the expiry of the incoming and of the outgoing HTLC.
    pub cltv_expiry_delta: u16,
    /// The part of the fee that grows with the amount, in millionths of it.
    pub fee_proportional_millionths: u32,
    /// The part of the fee that does not, in msat.
    pub fee_base_msat: u32,
}

/// What a payment over a blinded path has to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentConstraints {
    /// The highest expiry, as a height in blocks.
    pub max_cltv_expiry: u32,
    /// The lowest amount, in msat.
    pub htlc_minimum_msat: u64,
}

/// `encrypted_data_tlv` in the clear, checked and borrowed. Once it was parsed, no accessor can fail.
#[derive(Clone, Copy)]
pub struct EncryptedDataView<'a> {
    stream: TlvStream<'a>,
    short_channel_id: Option<u64>,
    next_node_id: Option<PublicKey>,
    path_id: Option<&'a [u8]>,
    next_path_key_override: Option<PublicKey>,
    payment_relay: Option<PaymentRelay>,
    payment_constraints: Option<PaymentConstraints>,
    allowed_features: Option<&'a [u8]>,
}

impl<'a> EncryptedDataView<'a> {
    /// Reads the records for a hop of this role.
    ///
    /// # Errors
    ///
    /// The first fault of the bytes in stream order, then an unknown even record, then the rules on
    /// what has to be there.
    pub fn parse(bytes: &'a [u8], role: Role) -> Result<Self, OnionError> {
        let mut view = Self {
            stream: TlvStream::walked(bytes),
            short_channel_id: None,
            next_node_id: None,
            path_id: None,
            next_path_key_override: None,
            payment_relay: None,
            payment_constraints: None,
            allowed_features: None,
        };
        let mut unknown_even = None;
        for record in TlvReader::new(bytes) {
            let record = record?;
            let custom = record.record_type() >= types::CUSTOM_START;
            let ignored = planted(Canary::EncryptedDataCustom) && custom;
            if !view.take(&record)? && types::is_even(record.record_type()) && !ignored {
                unknown_even = unknown_even.or(Some(record));
            }
        }
        // rule: bolt4.encrypted-data.unknown-even
        if let Some(record) = unknown_even {
            return Err(OnionError::at(
                OnionErrorKind::EncryptedDataUnknownEven,
                record.offset(),
                record.record_type(),
            ));
        }
        view.check(role)?;
        Ok(view)
    }

    /// Takes a record whose type has a name; `false` where it has none.
    fn take(&mut self, record: &Record<'a>) -> Result<bool, OnionError> {
        let value = record.value();
        match record.record_type() {
            PADDING => {}
            SHORT_CHANNEL_ID => {
                let bytes = <[u8; 8]>::try_from(value).map_err(|_| bad_length(record))?;
                self.short_channel_id = Some(u64::from_be_bytes(bytes));
            }
            NEXT_NODE_ID => self.next_node_id = Some(point(record)?),
            PATH_ID => self.path_id = Some(value),
            NEXT_PATH_KEY_OVERRIDE => self.next_path_key_override = Some(point(record)?),
            PAYMENT_RELAY => self.payment_relay = Some(payment_relay(record)?),
            PAYMENT_CONSTRAINTS => self.payment_constraints = Some(payment_constraints(record)?),
            ALLOWED_FEATURES => self.allowed_features = Some(value),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn check(&self, role: Role) -> Result<(), OnionError> {
        let next = (self.short_channel_id.is_some(), self.next_node_id.is_some());
        match (next, role) {
            // rule: bolt4.encrypted-data.next-hop-once
            ((true, true), _) => {
                return self.refuse(OnionErrorKind::NextHopTwice, NEXT_NODE_ID);
            }
            // rule: bolt4.encrypted-data.next-hop
            ((false, false), Role::Intermediate) => {
                return self.refuse(OnionErrorKind::NextHopMissing, SHORT_CHANNEL_ID);
            }
            _ => {}
        }
        // rule: bolt4.encrypted-data.payment-relay
        if role == Role::Intermediate && self.payment_relay.is_none() {
            return self.refuse(OnionErrorKind::PaymentRelayMissing, PAYMENT_RELAY);
        }
        // rule: bolt4.encrypted-data.allowed-features: no bit is known, so none may be set, odd or even.
        let any = |bytes: &[u8]| bytes.iter().any(|byte| *byte != 0);
        if self.allowed_features.is_some_and(any) {
            return self.refuse(OnionErrorKind::AllowedFeatureUnknown, ALLOWED_FEATURES);
        }
        Ok(())
    }

    #[cold]
    fn refuse(&self, kind: OnionErrorKind, record_type: u64) -> Result<(), OnionError> {
        Err(match self.stream.get(record_type) {
            Some(record) => OnionError::at(kind, record.offset(), record_type),
            None => OnionError::of_record(kind, record_type),
        })
    }

    /// The channel to forward over.
    pub const fn short_channel_id(&self) -> Option<u64> {
        self.short_channel_id
    }

    /// The node to forward to.
    pub const fn next_node_id(&self) -> Option<PublicKey> {
        self.next_node_id
    }

    /// What the payee put there for itself to know the path again. A secret of the payee's.
    pub const fn path_id(&self) -> Option<&'a [u8]> {
        self.path_id
    }

    /// The path key to hand on instead of the derived one.
    pub const fn next_path_key_override(&self) -> Option<PublicKey> {
        self.next_path_key_override
    }

    /// What the hop takes, and how long before.
    pub const fn payment_relay(&self) -> Option<PaymentRelay> {
        self.payment_relay
    }

    /// What the payment has to keep.
    pub const fn payment_constraints(&self) -> Option<PaymentConstraints> {
        self.payment_constraints
    }

    /// The features that the payment may use. An absent vector is an empty one.
    pub fn allowed_features(&self) -> Option<FeaturesView<'a>> {
        // A vector too long for a message can't have come in one; it has no bit set either.
        self.allowed_features.and_then(|bytes| FeaturesView::from_bytes(bytes).ok())
    }

    /// The whole stream of records.
    pub const fn stream(&self) -> TlvStream<'a> {
        self.stream
    }

    /// Checks that the points are on the curve.
    ///
    /// # Errors
    ///
    /// [`EncryptedDataNotAPoint`](OnionErrorKind::EncryptedDataNotAPoint) for the first that is not.
    #[cfg(feature = "secp256k1")]
    pub fn check_points(&self) -> Result<(), OnionError> {
        let points = [
            (self.next_node_id, NEXT_NODE_ID),
            (self.next_path_key_override, NEXT_PATH_KEY_OVERRIDE),
        ];
        for (point, record_type) in points {
            if point.is_some_and(|point| !point.check_point()) {
                let offset = self.stream.get(record_type).map_or(0, |record| record.value_offset());
                let kind = OnionErrorKind::EncryptedDataNotAPoint;
                return Err(OnionError::at(kind, offset, record_type));
            }
        }
        Ok(())
    }
}

/// Shows no `path_id`: it is the payee's secret.
impl fmt::Debug for EncryptedDataView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptedDataView")
            .field("short_channel_id", &self.short_channel_id)
            .field("next_node_id", &self.next_node_id)
            .field("path_id_len", &self.path_id.map(<[u8]>::len))
            .field("next_path_key_override", &self.next_path_key_override)
            .field("payment_relay", &self.payment_relay)
            .field("payment_constraints", &self.payment_constraints)
            .field("allowed_features", &self.allowed_features())
            .finish_non_exhaustive()
    }
}

// rule: bolt4.encrypted-data.lengths
#[cold]
fn bad_length(record: &Record<'_>) -> OnionError {
    let kind = OnionErrorKind::EncryptedDataLength { actual: record.value().len() };
    OnionError::at(kind, record.value_offset(), record.record_type())
}

// rule: bolt4.encrypted-data.integers-minimal
#[cold]
fn not_minimal(record: &Record<'_>, inside: usize) -> OnionError {
    let offset = record.value_offset().saturating_add(inside);
    OnionError::at(OnionErrorKind::EncryptedDataNotMinimal, offset, record.record_type())
}

// rule: bolt4.encrypted-data.points
fn point(record: &Record<'_>) -> Result<PublicKey, OnionError> {
    let bytes = <[u8; 33]>::try_from(record.value()).map_err(|_| bad_length(record))?;
    PublicKey::new(bytes).ok_or_else(|| {
        let kind = OnionErrorKind::EncryptedDataNotAPoint;
        OnionError::at(kind, record.value_offset(), record.record_type())
    })
}

fn payment_relay(record: &Record<'_>) -> Result<PaymentRelay, OnionError> {
    let bad = || bad_length(record);
    let (delta, rest) = record.value().split_first_chunk::<2>().ok_or_else(bad)?;
    let (proportional, mut base) = rest.split_first_chunk::<4>().ok_or_else(bad)?;
    if let (true, [0, rest @ ..]) = (planted(Canary::EncryptedDataFee) && base.len() == 4, base) {
        base = rest;
    }
    Ok(PaymentRelay {
        cltv_expiry_delta: u16::from_be_bytes(*delta),
        fee_proportional_millionths: u32::from_be_bytes(*proportional),
        fee_base_msat: tu32(base).ok_or_else(bad)?.map_err(|_| not_minimal(record, 6))?,
    })
}

fn payment_constraints(record: &Record<'_>) -> Result<PaymentConstraints, OnionError> {
    let bad = || bad_length(record);
    let (expiry, minimum) = record.value().split_first_chunk::<4>().ok_or_else(bad)?;
    Ok(PaymentConstraints {
        max_cltv_expiry: u32::from_be_bytes(*expiry),
        htlc_minimum_msat: tu64(minimum).ok_or_else(bad)?.map_err(|_| not_minimal(record, 4))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use OnionErrorKind::{
        AllowedFeatureUnknown, EncryptedDataLength, EncryptedDataNotAPoint,
        EncryptedDataNotMinimal, EncryptedDataUnknownEven, NextHopMissing, NextHopTwice,
        PaymentRelayMissing,
    };
    use alloc::vec::Vec;

    const CHANNEL: [u8; 10] = [2, 8, 0, 0, 0, 0, 0, 0, 0, 7];
    const RELAY: [u8; 9] = [10, 7, 0, 144, 0, 0, 0, 100, 1];

    fn node() -> Vec<u8> {
        let mut record = alloc::vec![4, 33, 2];
        record.extend([0x11; 32]);
        record
    }

    fn fault(parts: &[&[u8]], role: Role) -> (OnionErrorKind, Option<usize>, Option<u64>) {
        let error = EncryptedDataView::parse(&parts.concat(), role).unwrap_err();
        (error.kind(), error.offset(), error.record())
    }

    #[test]
    fn an_intermediate_hop() {
        let bytes =
            [&[1, 2, 0, 0][..], &CHANNEL, &RELAY, &[12, 5, 0, 0, 1, 0, 9], &[14, 0]].concat();
        let data = EncryptedDataView::parse(&bytes, Role::Intermediate).unwrap();
        assert_eq!(data.short_channel_id(), Some(7));
        let relay = PaymentRelay {
            cltv_expiry_delta: 144,
            fee_proportional_millionths: 100,
            fee_base_msat: 1,
        };
        assert_eq!(data.payment_relay(), Some(relay));
        let constraints = PaymentConstraints { max_cltv_expiry: 256, htlc_minimum_msat: 9 };
        assert_eq!(data.payment_constraints(), Some(constraints));
        assert!(
            EncryptedDataView::parse(&[&node()[..], &RELAY].concat(), Role::Intermediate).is_ok()
        );
    }

    #[test]
    fn the_next_hop_stands_there_once() {
        let relay = &RELAY[..];
        let both = fault(&[&CHANNEL, &node(), relay], Role::Intermediate);
        assert_eq!(both, (NextHopTwice, Some(10), Some(4)));
        assert_eq!(fault(&[relay], Role::Intermediate), (NextHopMissing, None, Some(2)));
        let no_relay = fault(&[&CHANNEL], Role::Intermediate);
        assert_eq!(no_relay, (PaymentRelayMissing, None, Some(10)));
        assert!(EncryptedDataView::parse(&[], Role::Final).is_ok());
        assert!(EncryptedDataView::parse(&[6, 1, 9], Role::Final).is_ok());
    }

    #[test]
    fn values() {
        let end = Role::Final;
        assert_eq!(fault(&[&[2, 0]], end), (EncryptedDataLength { actual: 0 }, Some(2), Some(2)));
        for length in [0_u8, 5, 11] {
            let mut relay = alloc::vec![10, length];
            relay.extend(alloc::vec![1; length.into()]);
            let kind = EncryptedDataLength { actual: length.into() };
            assert_eq!(fault(&[&relay], end), (kind, Some(2), Some(10)));
        }
        let zero = [10, 7, 0, 1, 0, 0, 0, 1, 0];
        assert_eq!(fault(&[&zero], end), (EncryptedDataNotMinimal, Some(8), Some(10)));
        let zero = [12, 5, 0, 0, 0, 1, 0];
        assert_eq!(fault(&[&zero], end), (EncryptedDataNotMinimal, Some(6), Some(12)));
        let mut point = node();
        point[2] = 4;
        assert_eq!(fault(&[&point], end), (EncryptedDataNotAPoint, Some(2), Some(4)));
        assert_eq!(fault(&[&[14, 1, 2]], end), (AllowedFeatureUnknown, Some(0), Some(14)));
        assert!(EncryptedDataView::parse(&[14, 1, 0], end).is_ok());
    }

    #[test]
    fn unknown_records() {
        assert_eq!(fault(&[&[16, 0]], Role::Final), (EncryptedDataUnknownEven, Some(0), Some(16)));
        let custom = [0xfe, 0, 1, 0, 0, 0];
        assert_eq!(
            fault(&[&custom], Role::Final),
            (EncryptedDataUnknownEven, Some(0), Some(65536))
        );
        assert!(EncryptedDataView::parse(&[17, 0], Role::Final).is_ok());
    }

    #[test]
    fn the_path_id_does_not_show() {
        let text = alloc::format!("{:?}", EncryptedDataView::parse(&[6, 1, 0xee], Role::Final));
        assert!(text.contains("path_id_len: Some(1)") && !text.contains("238"), "{text}");
    }
}
