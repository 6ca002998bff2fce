use super::fields::Fields;
use super::signature;
use super::text::Text;
use super::walk::{Found, walk};
use super::{Description, FieldValue, InvoiceError, InvoiceRules, Network};
use crate::feature::FeaturesView;
use crate::onion::PublicKey;
use crate::secret::{PaymentHash, PaymentSecret};
use crate::symbols::SymbolBytes;
use alloc::vec::Vec;
use core::fmt;

/// Whatever can be read of a text that should be an invoice, and what is wrong with it. This is for tools
/// that look at broken invoices; nobody pays one.
///
/// The first finding is the error that a strict reader stops with. After it the reading goes on, past a
/// wrong checksum or a wrong value, until no further field can be told; a character outside the alphabet
/// ends it.
///
/// ```
/// use ampwire::bolt11::{InvoiceErrorKind, LenientInvoice, Network};
///
/// let invoice = LenientInvoice::parse_unverified("lntbs20m1qqqqqq");
/// assert_eq!(invoice.network(), Some(Network::Signet));
/// assert_eq!(invoice.amount_msat(), Some(2_000_000_000));
/// let kinds: Vec<_> = invoice.findings().iter().map(|finding| finding.kind()).collect();
/// assert_eq!(
///     kinds,
///     [InvoiceErrorKind::Checksum, InvoiceErrorKind::DataTruncated { available: 0 }]
/// );
/// ```
#[derive(Clone)]
pub struct LenientInvoice<'a> {
    text: &'a str,
    parts: Option<Text<'a>>,
    found: Found,
    payee: Option<PublicKey>,
    findings: Vec<InvoiceError>,
    rules: InvoiceRules,
}

impl<'a> LenientInvoice<'a> {
    /// Reads what can be read, and checks the points and the signature too.
    #[cfg(feature = "secp256k1")]
    pub fn parse(text: &'a str) -> Self {
        Self::parse_with(text, InvoiceRules::new())
    }

    /// As [`parse`](Self::parse), by rules of the caller's.
    #[cfg(feature = "secp256k1")]
    pub fn parse_with(text: &'a str, rules: InvoiceRules) -> Self {
        let mut invoice = Self::parse_unverified_with(text, rules);
        invoice.check_signature();
        invoice
    }

    /// Reads what can be read, and does **not** look at the signature, nor whether points are on the
    /// curve.
    pub fn parse_unverified(text: &'a str) -> Self {
        Self::parse_unverified_with(text, InvoiceRules::new())
    }

    /// As [`parse_unverified`](Self::parse_unverified), by rules of the caller's.
    pub fn parse_unverified_with(text: &'a str, rules: InvoiceRules) -> Self {
        let mut findings = Vec::new();
        // Noting a fault never ends the reading.
        let parts = Text::parse(text, &mut findings).ok().flatten();
        let found = parts.and_then(|parts| walk(&parts, rules, &mut findings).ok());
        Self { text, parts, found: found.unwrap_or_default(), payee: None, findings, rules }
    }

    #[cfg(feature = "secp256k1")]
    fn check_signature(&mut self) {
        let before = self.findings.len();
        let _ = signature::check_points(self.fields(), &mut self.findings);
        let payee_is_a_point = !self
            .findings
            .iter()
            .skip(before)
            .any(|finding| finding.kind() == super::InvoiceErrorKind::PayeeNotAPoint);
        let Some((hash, signature, id)) = self.signed().filter(|_| payee_is_a_point) else {
            return;
        };
        let payee = match self.payee_field() {
            Some(payee) => signature::check_payee(hash, &signature, id, &payee).map(|()| payee),
            None => signature::recover(hash, &signature, id),
        };
        match payee {
            Ok(payee) => self.payee = Some(payee),
            Err(kind) => {
                let offset = self.signature_offset().unwrap_or_default();
                self.findings.push(InvoiceError::at(kind, offset));
            }
        }
    }

    #[cfg(feature = "secp256k1")]
    fn signed(&self) -> Option<([u8; 32], [u8; 64], u8)> {
        let (signature, recovery_id) = self.parts.as_ref().and_then(signature::parts)?;
        Some((self.signature_hash()?, signature, recovery_id))
    }

    /// What is wrong, in the order in which a strict reader looks. Where it is empty, a strict reader
    /// takes the text.
    pub fn findings(&self) -> &[InvoiceError] {
        &self.findings
    }

    /// The text.
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// Whether the first letter is in upper case.
    pub fn is_upper_case(&self) -> bool {
        self.parts.is_some_and(|parts| parts.is_upper_case())
    }

    /// The human-readable part: what stands before the separator.
    pub fn human_readable_part(&self) -> Option<&'a str> {
        self.parts.map(|parts| parts.hrp())
    }

    /// The network.
    pub const fn network(&self) -> Option<Network> {
        self.found.network
    }

    /// The amount, in msat.
    pub const fn amount_msat(&self) -> Option<u64> {
        self.found.optional.amount_msat
    }

    /// The amount as it is written, right or wrong.
    pub fn amount_text(&self) -> Option<&'a str> {
        let start = "ln".len().saturating_add(self.network()?.prefix().len());
        self.human_readable_part()?.get(start..).filter(|amount| !amount.is_empty())
    }

    /// When the invoice was made, in seconds since 1970.
    pub const fn timestamp(&self) -> Option<u64> {
        self.found.timestamp
    }

    /// The payment hash.
    pub const fn payment_hash(&self) -> Option<PaymentHash> {
        self.found.payment_hash
    }

    /// The payment secret.
    pub const fn payment_secret(&self) -> Option<PaymentSecret> {
        self.found.payment_secret
    }

    /// What the payment is for.
    pub fn description(&self) -> Option<Description<'a>> {
        self.find(|value| match value {
            FieldValue::Description(description) => Some(description),
            _ => None,
        })
    }

    /// The SHA-256 of a description that is given elsewhere.
    pub const fn description_hash(&self) -> Option<[u8; 32]> {
        self.found.optional.description_hash
    }

    /// The payee's key, where the invoice gives it.
    pub const fn payee_field(&self) -> Option<PublicKey> {
        self.found.optional.payee
    }

    /// The payee's key, where the signature was looked at and is right: the invoice's, or the one
    /// recovered. After a wrong checksum it may be anyone's.
    pub const fn payee(&self) -> Option<PublicKey> {
        self.payee
    }

    /// For how many seconds after the timestamp the invoice may be paid, as written.
    pub const fn expiry(&self) -> Option<u64> {
        self.found.optional.expiry
    }

    /// The least number of blocks between the last hop's HTLC and its expiry, as written.
    pub const fn min_final_cltv_expiry_delta(&self) -> Option<u64> {
        self.found.optional.min_final_cltv_expiry_delta
    }

    /// The features.
    pub fn features(&self) -> Option<FeaturesView<'a>> {
        self.find(|value| match value {
            FieldValue::Features(features) => Some(features),
            _ => None,
        })
    }

    /// What the final hop's payload has to give back.
    pub fn payment_metadata(&self) -> Option<SymbolBytes<'a>> {
        self.find(|value| match value {
            FieldValue::PaymentMetadata(metadata) => Some(metadata),
            _ => None,
        })
    }

    /// Every field that can be told, in the order of the text, each with its value or with what is wrong
    /// with it. Fallback addresses and route hints are found here.
    pub fn fields(&self) -> Fields<'a> {
        self.parts.map_or_else(Fields::none, |parts| Fields::of(&parts, self.rules))
    }

    /// The signature, R and S of 32 bytes each, and the recovery id.
    pub fn signature(&self) -> Option<([u8; 64], u8)> {
        self.parts.as_ref().and_then(signature::parts)
    }

    /// Where the signature starts, if it can be read: counted in characters from the start of the text.
    pub fn signature_offset(&self) -> Option<usize> {
        let parts = self.parts.as_ref()?;
        parts.split_signature().map(|_| parts.signature_offset())
    }

    /// The hash that is signed, if everything that it is of can be read.
    pub fn signature_hash(&self) -> Option<[u8; 32]> {
        let parts = self.parts.as_ref()?;
        parts.split_signature().map(|(signed, _)| signature::hash(parts.hrp(), signed))
    }

    fn find<T>(&self, take: impl FnMut(FieldValue<'a>) -> Option<T>) -> Option<T> {
        self.fields().filter_map(|field| field.value().ok()).find_map(take)
    }
}

impl fmt::Debug for LenientInvoice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LenientInvoice")
            .field("network", &self.network())
            .field("amount_msat", &self.amount_msat())
            .field("timestamp", &self.timestamp())
            .field("fields", &self.fields())
            .field("payee", &self.payee)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}
