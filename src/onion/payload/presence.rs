//! Which records a payload has to have and must not have (BOLT 4, payload format: the reader).
//!
//! The order of the checks is part of what callers see: with two faults the first one here is
//! reported. It is the order of the deployed AMP implementation, so that failures can be compared.

use super::fields::Fields;
use super::{PayloadRules, Role};
use crate::canary::{Canary, planted};
use crate::onion::{OnionError, OnionErrorKind, types};
use crate::tlv::TlvStream;

pub(super) fn check(
    fields: &Fields<'_>,
    stream: &TlvStream<'_>,
    rules: PayloadRules,
) -> Result<(), OnionError> {
    let check = Check { fields, stream, rules };
    if planted(Canary::PresenceOrder) {
        check.unknown_even()?;
    }
    check.path_keys()?;
    check.amount_and_expiry()?;
    check.short_channel_id()?;
    check.payment_records()?;
    check.unknown_even()?;
    check.blinded()?;
    check.amp_total()
}

struct Check<'c, 'a> {
    fields: &'c Fields<'a>,
    stream: &'c TlvStream<'a>,
    rules: PayloadRules,
}

impl Check<'_, '_> {
    fn is_final(&self) -> bool {
        self.rules.role == Role::Final
    }

    fn is_blinded(&self) -> bool {
        self.fields.encrypted_recipient_data.is_some()
    }

    fn path_keys(&self) -> Result<(), OnionError> {
        let in_payload = self.fields.current_path_key.is_some();
        let in_htlc = self.rules.path_key_in_htlc;
        // rule: bolt4.blinded.path-key-twice
        if in_payload && in_htlc {
            return self.forbid(OnionErrorKind::PathKeyTwice, types::CURRENT_PATH_KEY);
        }
        let missing = match (self.is_blinded(), in_payload || in_htlc) {
            // rule: bolt4.blinded.path-key-alone
            (false, true) => (OnionErrorKind::PathKeyAlone, types::ENCRYPTED_RECIPIENT_DATA),
            // rule: bolt4.blinded.path-key-missing
            (true, false) => (OnionErrorKind::PathKeyMissing, types::CURRENT_PATH_KEY),
            _ => return Ok(()),
        };
        Err(OnionError::of_record(missing.0, missing.1))
    }

    fn amount_and_expiry(&self) -> Result<(), OnionError> {
        let amount = self.fields.amt_to_forward.is_some();
        let expiry = self.fields.outgoing_cltv_value.is_some();
        if self.is_final() || !self.is_blinded() {
            // rule: bolt4.payload.amt-to-forward
            if !amount {
                return missing(OnionErrorKind::AmtToForwardMissing, types::AMT_TO_FORWARD);
            }
            // rule: bolt4.payload.outgoing-cltv-value
            if !expiry {
                return missing(
                    OnionErrorKind::OutgoingCltvValueMissing,
                    types::OUTGOING_CLTV_VALUE,
                );
            }
            return Ok(());
        }
        // rule: bolt4.blinded.intermediate-only
        let kind = OnionErrorKind::NotForBlindedIntermediateHop;
        if amount {
            return self.forbid(kind, types::AMT_TO_FORWARD);
        }
        if expiry {
            return self.forbid(kind, types::OUTGOING_CLTV_VALUE);
        }
        Ok(())
    }

    fn short_channel_id(&self) -> Result<(), OnionError> {
        match (self.fields.short_channel_id.is_some(), self.is_final(), self.is_blinded()) {
            // rule: bolt4.payload.short-channel-id-final
            (true, true, _) => {
                self.forbid(OnionErrorKind::ShortChannelIdAtFinalHop, types::SHORT_CHANNEL_ID)
            }
            // rule: bolt4.blinded.intermediate-only
            (true, false, true) => {
                self.forbid(OnionErrorKind::NotForBlindedIntermediateHop, types::SHORT_CHANNEL_ID)
            }
            // rule: bolt4.payload.short-channel-id
            (false, false, false) => {
                missing(OnionErrorKind::ShortChannelIdMissing, types::SHORT_CHANNEL_ID)
            }
            _ => Ok(()),
        }
    }

    fn payment_records(&self) -> Result<(), OnionError> {
        if !self.is_final() {
            // rule: bolt4.payload.payment-data-final-only
            if self.fields.payment_data.is_some() {
                return self
                    .forbid(OnionErrorKind::PaymentDataAtIntermediateHop, types::PAYMENT_DATA);
            }
            // rule: amp.record.final-only. Of two AMP records the first in the stream is reported.
            if let Some(amp_record) = self.fields.amp_record {
                let record_type = if self.fields.two_amp_records {
                    types::PAYMENT_DATA
                } else {
                    amp_record.layout.record_type()
                };
                return self.forbid(OnionErrorKind::AmpRecordAtIntermediateHop, record_type);
            }
        }
        // rule: amp.record.conflict
        if self.fields.two_amp_records {
            return self.forbid(OnionErrorKind::AmpRecordConflict, types::AMP_RECORD);
        }
        Ok(())
    }

    fn unknown_even(&self) -> Result<(), OnionError> {
        let Some(record_type) = self.fields.lowest_unknown_even else { return Ok(()) };
        let kind = match record_type {
            // rule: amp.record.type14-not-accepted
            types::AMP_RECORD => OnionErrorKind::AmpRecordNotAccepted,
            // rule: bolt4.payload.unknown-even
            0..types::CUSTOM_START => OnionErrorKind::UnknownEven,
            // rule: bolt4.payload.custom-even. The lowest is a custom one: none below 65536 is unknown.
            _ if self.rules.refuse_custom_even => OnionErrorKind::CustomEven,
            _ => return Ok(()),
        };
        self.forbid(kind, record_type)
    }

    fn blinded(&self) -> Result<(), OnionError> {
        if !self.is_blinded() {
            return Ok(());
        }
        let (kind, allowed): (_, &[u64]) = if self.is_final() {
            // rule: bolt4.blinded.final-only
            (OnionErrorKind::NotForBlindedFinalHop, &[2, 4, 10, 12, 18])
        } else {
            // rule: bolt4.blinded.intermediate-only
            (OnionErrorKind::NotForBlindedIntermediateHop, &[10, 12])
        };
        let ignored = |odd| planted(Canary::BlindedUnknownOdd) && !types::is_even(odd);
        let is_strange = |record_type| !allowed.contains(&record_type) && !ignored(record_type);
        let stranger = self.stream.iter().find(|record| is_strange(record.record_type()));
        if let Some(record) = stranger {
            return Err(OnionError::at(kind, record.offset(), record.record_type()));
        }
        // rule: bolt4.blinded.total-amount-msat
        if self.is_final() && self.fields.total_amount_msat.is_none() {
            return missing(OnionErrorKind::BlindedTotalMissing, types::TOTAL_AMOUNT_MSAT);
        }
        Ok(())
    }

    fn amp_total(&self) -> Result<(), OnionError> {
        // rule: amp.payload.type8-total, and rule: amp.payload.payment-data-optional in type 14
        match self.fields.amp_record {
            Some(amp_record)
                if amp_record.layout.record_type() == types::PAYMENT_DATA
                    && self.fields.total_amount_msat.is_none() =>
            {
                missing(OnionErrorKind::AmpTotalMissing, types::TOTAL_AMOUNT_MSAT)
            }
            _ => Ok(()),
        }
    }

    /// Refuses a record that is there; its place is looked up only now.
    #[cold]
    fn forbid(&self, kind: OnionErrorKind, record_type: u64) -> Result<(), OnionError> {
        Err(match self.stream.get(record_type) {
            Some(record) => OnionError::at(kind, record.offset(), record_type),
            None => OnionError::of_record(kind, record_type),
        })
    }
}

#[cold]
fn missing(kind: OnionErrorKind, record_type: u64) -> Result<(), OnionError> {
    Err(OnionError::of_record(kind, record_type))
}
