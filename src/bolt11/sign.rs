//! Signing an invoice.

use super::signature;
#[cfg(feature = "secp256k1")]
use super::{Invoice, InvoiceBuilder, InvoiceError, InvoiceErrorKind, InvoiceView};
use crate::onion::PublicKey;
use crate::symbols::{Checksum, SymbolsBuf};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// An invoice that lacks its signature: all rules for writers were checked, and what is to be signed is
/// fixed.
///
/// [`InvoiceBuilder::unsigned`] makes it.
#[derive(Clone, PartialEq, Eq)]
#[must_use]
pub struct UnsignedInvoice {
    /// In lower case.
    pub(super) hrp: String,
    pub(super) data: SymbolsBuf,
    pub(super) payee: PublicKey,
    pub(super) payee_in_field: bool,
    pub(super) upper_case: bool,
}

impl UnsignedInvoice {
    /// The hash to sign: the SHA-256 of the human-readable part and the data.
    pub fn hash(&self) -> [u8; 32] {
        signature::hash(&self.hrp, self.data.as_symbols())
    }

    /// The payee, whose key has to sign.
    pub const fn payee(&self) -> PublicKey {
        self.payee
    }

    /// The text with a signature of any kind, which nothing here looks at: for who checks it
    /// elsewhere, or means it to be wrong.
    pub fn with_unchecked_signature(&self, signature: &[u8; 64], recovery_id: u8) -> String {
        let mut data = self.data.clone();
        let mut bytes = Vec::with_capacity(65);
        bytes.extend(signature);
        bytes.push(recovery_id);
        data.push_bytes(&bytes);
        text(&self.hrp, data.as_str(), self.upper_case)
    }

    /// The invoice with its signature: R and S of 32 bytes each, and the recovery id.
    ///
    /// A high S is taken where the payee's key is not in a field, as readers take it.
    ///
    /// # Errors
    ///
    /// [`RecoveryId`](InvoiceErrorKind::RecoveryId) over 3,
    /// [`SignatureInvalid`](InvoiceErrorKind::SignatureInvalid) where no key can be recovered,
    /// [`SignatureHighS`](InvoiceErrorKind::SignatureHighS) where that is forbidden, and
    /// [`SignatureNotThePayees`](InvoiceErrorKind::SignatureNotThePayees) where the key is another's.
    #[cfg(feature = "secp256k1")]
    pub fn with_signature(
        &self,
        signature: &[u8; 64],
        recovery_id: u8,
    ) -> Result<Invoice, InvoiceError> {
        let hash = self.hash();
        // rule: bolt11.signature.high-s
        if self.payee_in_field {
            signature::check_payee(hash, signature, recovery_id, &self.payee)
                .map_err(InvoiceError::new)?;
        }
        // rule: bolt11.signature.recovery-id, then rule: bolt11.signature.valid
        let payee = signature::recover(hash, signature, recovery_id).map_err(InvoiceError::new)?;
        // rule: bolt11.signature.payee
        if payee != self.payee {
            return Err(InvoiceError::new(InvoiceErrorKind::SignatureNotThePayees));
        }
        self.finish(signature, recovery_id)
    }

    /// The invoice with a signature that is the payee's. It is read once more: what a reader would
    /// refuse is not given out.
    #[cfg(feature = "secp256k1")]
    fn finish(&self, signature: &[u8; 64], recovery_id: u8) -> Result<Invoice, InvoiceError> {
        let text = self.with_unchecked_signature(signature, recovery_id);
        let view = InvoiceView::parse_unverified(&text)?;
        Ok(view.assume_verified(self.payee).to_invoice())
    }

    /// The invoice, signed with this key.
    ///
    /// The nonce is RFC 6979's with SHA-256 and nothing else in it, and S is low: the same invoice and
    /// key give the same text.
    ///
    /// # Errors
    ///
    /// [`PayeeMismatch`](InvoiceErrorKind::PayeeMismatch) where the key is not the payee's.
    #[cfg(feature = "secp256k1")]
    // rule: bolt11.signature.deterministic
    pub fn sign(&self, key: &SecretKey) -> Result<Invoice, InvoiceError> {
        use secp256k1::Message;
        use secp256k1::ecdsa::RecoverableSignature;

        // rule: bolt11.write.payee
        if key.public_key() != self.payee {
            return Err(InvoiceError::new(InvoiceErrorKind::PayeeMismatch));
        }
        let message = Message::from_digest(self.hash());
        let signature = RecoverableSignature::sign_ecdsa_recoverable(message, &key.0);
        let (recovery_id, signature) = signature.serialize_compact();
        self.finish(&signature, recovery_id.to_u8())
    }
}

/// A payment secret is in the data.
impl fmt::Debug for UnsignedInvoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnsignedInvoice")
            .field("hrp", &self.hrp)
            .field("data", &self.data)
            .field("payee", &self.payee)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "secp256k1")]
impl InvoiceBuilder {
    /// The invoice, signed with this key, whose public key is the payee.
    ///
    /// # Errors
    ///
    /// As [`unsigned`](Self::unsigned).
    pub fn sign(&self, key: &SecretKey) -> Result<Invoice, InvoiceError> {
        self.unsigned(key.public_key())?.sign(key)
    }

    /// The invoice, signed by a signer that holds the payee's key: it gets the hash and gives the
    /// signature, R and S of 32 bytes each, and the recovery id. What it gives is checked.
    ///
    /// Where a signer may fail, take [`unsigned`](Self::unsigned) and
    /// [`with_signature`](UnsignedInvoice::with_signature).
    ///
    /// # Errors
    ///
    /// As [`unsigned`](Self::unsigned), then as [`with_signature`](UnsignedInvoice::with_signature).
    pub fn sign_with(
        &self,
        payee: PublicKey,
        signer: impl FnOnce([u8; 32]) -> ([u8; 64], u8),
    ) -> Result<Invoice, InvoiceError> {
        let unsigned = self.unsigned(payee)?;
        let (signature, recovery_id) = signer(unsigned.hash());
        unsigned.with_signature(&signature, recovery_id)
    }
}

/// The key that invoices are signed with (feature `secp256k1`).
///
/// `Debug` does not show it. Its memory is overwritten when it is dropped, as well as that can be done.
#[cfg(feature = "secp256k1")]
#[derive(Clone)]
pub struct SecretKey(secp256k1::SecretKey);

#[cfg(feature = "secp256k1")]
impl SecretKey {
    /// The key of these bytes; `None` where the number is zero or not below the order of the group.
    pub fn new(bytes: [u8; 32]) -> Option<Self> {
        secp256k1::SecretKey::from_secret_bytes(bytes).ok().map(Self)
    }

    /// Its public key: the payee of what is signed with it.
    pub fn public_key(&self) -> PublicKey {
        PublicKey::of_point(&self.0.public_key())
    }
}

#[cfg(feature = "secp256k1")]
impl Drop for SecretKey {
    fn drop(&mut self) {
        self.0.non_secure_erase();
    }
}

#[cfg(feature = "secp256k1")]
impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey([32 bytes])")
    }
}

/// The text: human-readable part, separator, data and checksum.
// rule: bolt11.text.checksum
fn text(hrp: &str, data: &str, upper_case: bool) -> String {
    let mut text = String::with_capacity(hrp.len().saturating_add(data.len()).saturating_add(7));
    text.push_str(hrp);
    text.push('1');
    text.push_str(data);
    if let Some((checksum, _)) = Checksum::of_hrp(hrp).text(data) {
        text.push_str(&checksum.finish());
    }
    // rule: bolt11.text.case
    if upper_case {
        text.make_ascii_uppercase();
    }
    text
}
