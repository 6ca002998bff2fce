//! The signature: what is signed, whether points are points, and whose signature it is.

use super::text::{SIGNATURE_LEN, Text};
use crate::canary::{Canary, planted};
use crate::symbols::Symbols;
use bitcoin_hashes::{HashEngine as _, sha256};

#[cfg(feature = "secp256k1")]
pub(super) use with_curve::{check_payee, check_points, recover};

/// The hash that is signed: of the human-readable part in lower case, and of the symbols in front of the
/// signature as they were received, filled up with zero bits.
// rule: bolt11.signature.hash
pub(super) fn hash(hrp: &str, signed: Symbols<'_>) -> [u8; 32] {
    let mut engine = sha256::HashEngine::new();
    let mut lower = [0; 32];
    for part in hrp.as_bytes().chunks(lower.len()) {
        let lower = lower.get_mut(..part.len()).unwrap_or_default();
        lower.iter_mut().zip(part).for_each(|(to, byte)| *to = byte.to_ascii_lowercase());
        engine.input(lower);
    }
    let signed = if planted(Canary::InvoiceHash) {
        signed.get_range(0..signed.len() / 8 * 8).unwrap_or_default()
    } else {
        signed
    };
    signed.zero_filled(|bytes| engine.input(bytes));
    engine.finalize().to_byte_array()
}

/// R and S, and the recovery id behind them.
pub(super) fn parts(text: &Text<'_>) -> Option<([u8; 64], u8)> {
    const LEN: usize = SIGNATURE_LEN * 5 / 8;
    let (_, signature) = text.split_signature()?;
    let bytes: [u8; LEN] = signature.to_bytes().ok()?.to_array()?;
    let (signature, recovery_id) = bytes.split_first_chunk()?;
    Some((*signature, *recovery_id.first()?))
}

/// What needs the curve.
#[cfg(feature = "secp256k1")]
mod with_curve {
    use super::super::fields::Fields;
    use super::super::value::{FieldValue, route_hint_not_a_point};
    use super::super::walk::Faults;
    use super::super::{InvoiceError, InvoiceErrorKind, Tag};
    use crate::canary::{Canary, planted};
    use crate::onion::PublicKey;
    use secp256k1::Message;
    use secp256k1::ecdsa::{RecoverableSignature, RecoveryId, Signature};

    /// Half the order of the group, rounded down: no low S is over it.
    const HALF_ORDER: [u8; 32] = [
        0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b,
        0x20, 0xa0,
    ];

    /// Checks that every point is on the curve, in the order of the text.
    pub(in super::super) fn check_points(
        fields: Fields<'_>,
        faults: &mut impl Faults,
    ) -> Result<(), InvoiceError> {
        for field in fields {
            match field.value() {
                // rule: bolt11.n.point
                Ok(FieldValue::Payee(key)) if !key.check_point() => {
                    let kind = InvoiceErrorKind::PayeeNotAPoint;
                    faults
                        .fault(InvoiceError::at(kind, field.value_offset()).of_field(Tag::PAYEE))?;
                }
                // rule: bolt11.r.point
                Ok(FieldValue::RouteHint(hint)) => {
                    for (place, entry) in hint.entries().enumerate() {
                        if !entry.node_id.check_point() {
                            faults.fault(route_hint_not_a_point(field.value_offset(), place))?;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A recovery id, and numbers that a signature can have.
    fn in_range(signature: &[u8; 64], recovery_id: u8) -> Result<RecoveryId, InvoiceErrorKind> {
        // rule: bolt11.signature.recovery-id
        let id = RecoveryId::try_from(i32::from(recovery_id))
            .map_err(|_| InvoiceErrorKind::RecoveryId { actual: recovery_id })?;
        // rule: bolt11.signature.valid
        // That neither is over the order of the group is checked when the signature is taken in.
        let (r, s) = signature.split_at(32);
        if [r, s].iter().any(|number| number.iter().all(|byte| *byte == 0)) {
            return Err(InvoiceErrorKind::SignatureInvalid);
        }
        Ok(id)
    }

    /// The key that made a signature, which may have a high S.
    // rule: bolt11.signature.high-s
    pub(in super::super) fn recover(
        hash: [u8; 32],
        signature: &[u8; 64],
        recovery_id: u8,
    ) -> Result<PublicKey, InvoiceErrorKind> {
        let id = in_range(signature, recovery_id)?;
        // rule: bolt11.signature.valid
        RecoverableSignature::from_compact(signature, id)
            .and_then(|signature| signature.recover_ecdsa(Message::from_digest(hash)))
            .ok()
            .and_then(|key| PublicKey::new(key.serialize()))
            .ok_or(InvoiceErrorKind::SignatureInvalid)
    }

    /// Checks that a signature is the payee's. Its recovery id has to be one, and is not used.
    pub(in super::super) fn check_payee(
        hash: [u8; 32],
        signature: &[u8; 64],
        recovery_id: u8,
        payee: &PublicKey,
    ) -> Result<(), InvoiceErrorKind> {
        in_range(signature, if planted(Canary::InvoiceRecoveryId) { 0 } else { recovery_id })?;
        // rule: bolt11.signature.valid
        let taken =
            Signature::from_compact(signature).map_err(|_| InvoiceErrorKind::SignatureInvalid)?;
        // rule: bolt11.signature.high-s
        if signature.iter().skip(32).gt(&HALF_ORDER) {
            return Err(InvoiceErrorKind::SignatureHighS);
        }
        // rule: bolt11.signature.payee
        secp256k1::PublicKey::from_slice(payee.as_bytes())
            .and_then(|payee| taken.verify(Message::from_digest(hash), &payee))
            .map_err(|_| InvoiceErrorKind::SignatureNotThePayees)
    }
}
