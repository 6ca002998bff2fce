use super::fields::{Field, Fields};
use super::signature;
use super::text::{SIGNATURE_LEN, TIMESTAMP_LEN, Text};
use super::value::FieldValue;
use super::walk::{First, Found, Optional, Span, walk};
use super::{
    Description, Fallback, InvoiceError, InvoiceErrorKind, InvoiceRules, Network, RouteHintView,
    VerifiedInvoice,
};
use crate::feature::FeaturesView;
use crate::onion::PublicKey;
use crate::secret::{PaymentHash, PaymentSecret};
use crate::symbols::{SymbolBytes, Symbols};
use core::fmt;

/// The seconds for which an invoice may be paid that says nothing else.
const DEFAULT_EXPIRY: u64 = 3600;
/// `min_final_cltv_expiry_delta` of an invoice that says nothing else, in blocks.
const DEFAULT_MIN_FINAL_CLTV_EXPIRY_DELTA: u64 = 18;

/// An invoice, checked and borrowed, of which **nobody looked at the signature**: anyone could have
/// written it, with any payee's key in it.
///
/// [`verify`](Self::verify) makes a [`VerifiedInvoice`] of it, which is what one pays. Once it was parsed,
/// no accessor can fail. `Debug` does not show secrets.
///
/// ```
/// use ampwire::bolt11::{InvoiceErrorKind, InvoiceView};
///
/// let error = InvoiceView::parse_unverified("lnbc1qqqqqq").unwrap_err();
/// assert_eq!(error.kind(), InvoiceErrorKind::Checksum);
/// assert_eq!(error.offset(), Some(5));
/// assert_eq!(error.rule().id(), "bolt11.text.checksum");
/// ```
#[derive(Clone, Copy)]
pub struct InvoiceView<'a> {
    text: Text<'a>,
    contents: Contents,
}

/// What an invoice says. Nothing here borrows the text.
#[derive(Clone, Copy)]
pub(super) struct Contents {
    network: Network,
    timestamp: u64,
    payment_hash: PaymentHash,
    payment_secret: PaymentSecret,
    optional: Optional,
}

impl Contents {
    /// What a strict walk found. It leaves nothing out without an error.
    fn of(found: &Found) -> Option<Self> {
        Some(Self {
            network: found.network?,
            timestamp: found.timestamp?,
            payment_hash: found.payment_hash?,
            payment_secret: found.payment_secret?,
            optional: found.optional,
        })
    }
}

impl<'a> InvoiceView<'a> {
    /// Reads an invoice and does **not** look at its signature, nor whether its points are on the curve.
    /// To pay it, or to believe a word of it, use [`VerifiedInvoice::parse`].
    ///
    /// # Errors
    ///
    /// The first rule that is broken: of the text, the human-readable part, the data's length, the
    /// fields in their order, and what fields there have to be.
    pub fn parse_unverified(text: &'a str) -> Result<Self, InvoiceError> {
        Self::parse_unverified_with(text, InvoiceRules::new())
    }

    /// As [`parse_unverified`](Self::parse_unverified), by rules of the caller's.
    ///
    /// # Errors
    ///
    /// As [`parse_unverified`](Self::parse_unverified), and those that the rules add.
    pub fn parse_unverified_with(text: &'a str, rules: InvoiceRules) -> Result<Self, InvoiceError> {
        let no_separator = InvoiceError::at(InvoiceErrorKind::SeparatorMissing, 0);
        let text = Text::parse(text, &mut First)?.ok_or(no_separator)?;
        let found = walk(&text, rules, &mut First)?;
        let contents = Contents::of(&found)
            .ok_or_else(|| InvoiceError::new(InvoiceErrorKind::PaymentHashMissing))?;
        Ok(Self { text, contents })
    }

    /// A text that was parsed before, with what was found then.
    pub(super) fn again(text: &'a str, separator: usize, contents: &Contents) -> Self {
        Self { text: Text::again(text, separator), contents: *contents }
    }

    /// What the invoice says, for who keeps the text.
    pub(super) const fn contents(&self) -> (usize, Contents) {
        (self.text.separator, self.contents)
    }

    /// Checks that the payee's key and the nodes of route hints are on the curve, in the order of the
    /// text. Parsing checks their length and first byte only, so that it does the same with and without
    /// the feature.
    ///
    /// # Errors
    ///
    /// [`PayeeNotAPoint`](InvoiceErrorKind::PayeeNotAPoint) or
    /// [`RouteHintNotAPoint`](InvoiceErrorKind::RouteHintNotAPoint).
    #[cfg(feature = "secp256k1")]
    pub fn check_points(&self) -> Result<(), InvoiceError> {
        signature::check_points(self.fields(), &mut First)
    }

    /// Checks the points, then the signature: against the payee's key where the invoice gives it, else by
    /// recovering the key.
    ///
    /// # Errors
    ///
    /// As [`check_points`](Self::check_points), and what can be wrong with a signature:
    /// [`RecoveryId`](InvoiceErrorKind::RecoveryId),
    /// [`SignatureInvalid`](InvoiceErrorKind::SignatureInvalid),
    /// [`SignatureHighS`](InvoiceErrorKind::SignatureHighS),
    /// [`SignatureNotThePayees`](InvoiceErrorKind::SignatureNotThePayees).
    #[cfg(feature = "secp256k1")]
    pub fn verify(&self) -> Result<VerifiedInvoice<'a>, InvoiceError> {
        self.check_points()?;
        let (hash, signature, id) = (self.signature_hash(), self.signature(), self.recovery_id());
        let payee = match self.payee_field() {
            Some(payee) => signature::check_payee(hash, &signature, id, &payee).map(|()| payee),
            None => signature::recover(hash, &signature, id),
        };
        match payee {
            Ok(payee) => Ok(self.assume_verified(payee)),
            Err(kind) => Err(InvoiceError::at(kind, self.signature_offset())),
        }
    }

    /// Takes the caller's word for the signature and for who made it. This is for who checks signatures
    /// with other means: [`signature_hash`](Self::signature_hash), [`signature`](Self::signature) and
    /// [`recovery_id`](Self::recovery_id) are what that takes.
    pub const fn assume_verified(&self, payee: PublicKey) -> VerifiedInvoice<'a> {
        VerifiedInvoice::assume(self, payee)
    }

    /// The text, as it was read.
    pub const fn as_str(&self) -> &'a str {
        self.text.all
    }

    /// Whether the text is in upper case, as a QR code has it.
    pub fn is_upper_case(&self) -> bool {
        self.text.is_upper_case()
    }

    /// The network.
    pub const fn network(&self) -> Network {
        self.contents.network
    }

    /// The amount, in msat. Without one the payer chooses.
    pub const fn amount_msat(&self) -> Option<u64> {
        self.contents.optional.amount_msat
    }

    /// The amount as it is written, digits and multiplier.
    pub fn amount_text(&self) -> Option<&'a str> {
        let start = "ln".len().saturating_add(self.network().prefix().len());
        self.text.hrp().get(start..).filter(|amount| !amount.is_empty())
    }

    /// When the invoice was made, in seconds since 1970.
    pub const fn timestamp(&self) -> u64 {
        self.contents.timestamp
    }

    /// The hash of the preimage. In an invoice that AMP pays it is a name and nothing more.
    pub const fn payment_hash(&self) -> PaymentHash {
        self.contents.payment_hash
    }

    /// The secret that the final hop's payload has to carry.
    pub const fn payment_secret(&self) -> PaymentSecret {
        self.contents.payment_secret
    }

    /// What the payment is for; `None` where there is a hash instead.
    pub fn description(&self) -> Option<Description<'a>> {
        self.bytes(self.contents.optional.description).map(Description::checked_before)
    }

    /// The SHA-256 of a description that is given elsewhere.
    pub const fn description_hash(&self) -> Option<[u8; 32]> {
        self.contents.optional.description_hash
    }

    /// The payee's key, where the invoice gives it. Whether it signed is another question.
    pub const fn payee_field(&self) -> Option<PublicKey> {
        self.contents.optional.payee
    }

    /// For how many seconds after the timestamp the invoice may be paid, as written.
    pub const fn expiry(&self) -> Option<u64> {
        self.contents.optional.expiry
    }

    /// For how many seconds after the timestamp the invoice may be paid: 3600 where it does not say.
    pub fn expiry_or_default(&self) -> u64 {
        self.expiry().unwrap_or(DEFAULT_EXPIRY)
    }

    /// The last second in which the invoice may be paid, since 1970; at most 2^64-1.
    pub fn expires_at(&self) -> u64 {
        self.timestamp().saturating_add(self.expiry_or_default())
    }

    /// The least number of blocks between the last hop's HTLC and its expiry, as written.
    pub const fn min_final_cltv_expiry_delta(&self) -> Option<u64> {
        self.contents.optional.min_final_cltv_expiry_delta
    }

    /// The least number of blocks between the last hop's HTLC and its expiry: 18 where the invoice does
    /// not say.
    // rule: bolt11.c.default
    pub fn min_final_cltv_expiry_delta_or_default(&self) -> u64 {
        self.min_final_cltv_expiry_delta().unwrap_or(DEFAULT_MIN_FINAL_CLTV_EXPIRY_DELTA)
    }

    /// The addresses on the chain to fall back on, the most preferred first.
    pub fn fallbacks(&self) -> impl Iterator<Item = Fallback> + use<'a> {
        self.fields().filter_map(|field| match field.value() {
            Ok(FieldValue::Fallback(fallback)) => Some(fallback),
            _ => None,
        })
    }

    /// The private routes to the payee, the most preferred first.
    pub fn route_hints(&self) -> impl Iterator<Item = RouteHintView<'a>> + use<'a> {
        self.fields().filter_map(|field| match field.value() {
            Ok(FieldValue::RouteHint(hint)) => Some(hint),
            _ => None,
        })
    }

    /// The features; `None` where there is no field of them, which is not the same as an empty one.
    pub fn features(&self) -> Option<FeaturesView<'a>> {
        let symbols = self.symbols(self.contents.optional.features)?;
        FeaturesView::from_symbols(symbols).ok()
    }

    /// What the final hop's payload has to give back. Empty is not absent.
    pub fn payment_metadata(&self) -> Option<SymbolBytes<'a>> {
        self.bytes(self.contents.optional.payment_metadata)
    }

    /// Every field, in the order of the text.
    pub fn fields(&self) -> Fields<'a> {
        Fields::of(&self.text, InvoiceRules::new())
    }

    /// The fields that say nothing: those of unknown tags, those that are skipped, and those that came
    /// again. With each comes its place among all fields, counted from 0.
    pub fn unknown_fields(&self) -> impl Iterator<Item = (usize, Field<'a>)> + use<'a> {
        self.fields().enumerate().filter(|(_, field)| !field.counts())
    }

    /// The signature: R and S, of 32 bytes each.
    pub fn signature(&self) -> [u8; 64] {
        signature::parts(&self.text).map_or([0; 64], |(signature, _)| signature)
    }

    /// The recovery id, as it stands behind the signature. Nothing over 3 is one.
    pub fn recovery_id(&self) -> u8 {
        signature::parts(&self.text).map_or(u8::MAX, |(_, recovery_id)| recovery_id)
    }

    /// Where the signature starts: counted in characters from the start of the text.
    pub const fn signature_offset(&self) -> usize {
        self.text.signature_offset()
    }

    /// The hash that is signed: the SHA-256 of the human-readable part in lower case and of the data in
    /// front of the signature, as received.
    pub fn signature_hash(&self) -> [u8; 32] {
        let (signed, _) = self.text.split_signature().unwrap_or_default();
        signature::hash(self.text.hrp(), signed)
    }

    /// A value's symbols where they stand.
    fn symbols(&self, span: Option<Span>) -> Option<Symbols<'a>> {
        let span = span?;
        let start = span.offset.checked_sub(self.text.data_offset())?;
        self.text.data.get_range(start..start.checked_add(span.len)?)
    }

    fn bytes(&self, span: Option<Span>) -> Option<SymbolBytes<'a>> {
        self.symbols(span)?.to_bytes().ok()
    }
}

/// Two invoices are equal if their texts are.
impl PartialEq for InvoiceView<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for InvoiceView<'_> {}

/// The text, as it was read.
impl fmt::Display for InvoiceView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for InvoiceView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvoiceView")
            .field("network", &self.network())
            .field("amount_msat", &self.amount_msat())
            .field("timestamp", &self.timestamp())
            .field("fields", &self.fields())
            .finish_non_exhaustive()
    }
}

const _: () = assert!(TIMESTAMP_LEN + SIGNATURE_LEN == 111);
