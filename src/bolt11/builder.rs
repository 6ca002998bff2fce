mod from_view;

use super::amount::AmountText;
use super::tagged::{self, Content, Field, MAX_BYTES, MAX_ENTRIES};
use super::{
    Fallback, InvoiceError, InvoiceErrorKind, Network, RawField, RouteHintEntry, Tag,
    UnsignedInvoice,
};
use crate::feature::{Context, Feature, FeatureErrorKind, FeatureRules, Features};
use crate::onion::PublicKey;
use crate::secret::{PaymentHash, PaymentSecret};
use crate::symbols::SymbolsBuf;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// The highest timestamp: it has 35 bits.
const MAX_TIMESTAMP: u64 = (1 << 35) - 1;

/// The highest feature bit that a field has room for.
const MAX_FEATURE_BIT: u32 = 1023 * 5 - 1;

/// Puts an invoice together and holds the rules for writers: what is signed is valid.
///
/// The order of the calls does not matter, but that fallback addresses, route hints and fields written
/// as they are keep the order in which they were given: the most preferred first.
///
/// ```
/// use ampwire::bolt11::{InvoiceBuilder, Network};
/// use ampwire::feature::{Feature, FeaturesBuilder};
/// use ampwire::secret::{PaymentHash, PaymentSecret};
///
/// let features = FeaturesBuilder::new()
///     .require(Feature::VAR_ONION_OPTIN)
///     .require(Feature::PAYMENT_SECRET)
///     .offer(Feature::BASIC_MPP)
///     .build()?;
/// let invoice = InvoiceBuilder::new(Network::Bitcoin, 1_496_314_658)
///     .amount_msat(250_000_000)
///     .payment_hash(PaymentHash([0x44; 32]))
///     .payment_secret(PaymentSecret::new([0x11; 32]))
///     .description("1 cup coffee")
///     .expiry(60)
///     .features(features);
/// invoice.check()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct InvoiceBuilder {
    network: Network,
    amount: Option<Amount>,
    timestamp: u64,
    payment_hash: Option<PaymentHash>,
    payment_secret: Option<PaymentSecret>,
    description: Option<String>,
    description_hash: Option<[u8; 32]>,
    payee: Option<PublicKey>,
    payee_in_field: bool,
    expiry: Option<u64>,
    min_final_cltv_expiry_delta: Option<u64>,
    fallbacks: Vec<Fallback>,
    route_hints: Vec<Vec<RouteHintEntry>>,
    pub(super) features: Features,
    /// A field without bits, which only an invoice that was read can have.
    empty_features_field: bool,
    payment_metadata: Option<Vec<u8>>,
    raw_fields: Vec<RawField>,
    order: Option<Vec<Tag>>,
    upper_case: bool,
}

/// The amount, and how it is written.
#[derive(Clone)]
struct Amount {
    msat: u64,
    text: String,
}

impl InvoiceBuilder {
    /// An invoice for this network and made at this time, in seconds since 1970.
    pub fn new(network: Network, timestamp: u64) -> Self {
        Self {
            network,
            amount: None,
            timestamp,
            payment_hash: None,
            payment_secret: None,
            description: None,
            description_hash: None,
            payee: None,
            payee_in_field: false,
            expiry: None,
            min_final_cltv_expiry_delta: None,
            fallbacks: Vec::new(),
            route_hints: Vec::new(),
            features: Features::default(),
            empty_features_field: false,
            payment_metadata: None,
            raw_fields: Vec::new(),
            order: None,
            upper_case: false,
        }
    }

    /// Sets the amount, in msat. Without it the payer chooses.
    pub fn amount_msat(mut self, msat: u64) -> Self {
        self.amount = Some(Amount { msat, text: format!("{}", AmountText(msat)) });
        self
    }

    /// Sets the payment hash.
    pub fn payment_hash(mut self, payment_hash: PaymentHash) -> Self {
        self.payment_hash = Some(payment_hash);
        self
    }

    /// Sets the payment secret.
    pub fn payment_secret(mut self, payment_secret: PaymentSecret) -> Self {
        self.payment_secret = Some(payment_secret);
        self
    }

    /// Sets the description: what the payment is for, at most 639 bytes. Not with
    /// [`description_hash`](Self::description_hash).
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets the SHA-256 of a description that the payer gets elsewhere. Not with
    /// [`description`](Self::description).
    pub fn description_hash(mut self, description_hash: [u8; 32]) -> Self {
        self.description_hash = Some(description_hash);
        self
    }

    /// Says who the payee is: who signs with another key is refused. It is not written, unless
    /// [`payee_in_field`](Self::payee_in_field) says so.
    pub fn payee(mut self, payee: PublicKey) -> Self {
        self.payee = Some(payee);
        self
    }

    /// Says whether the payee's key is written, as a field of 53 symbols. It need not be: readers
    /// recover it from the signature.
    pub fn payee_in_field(mut self, yes: bool) -> Self {
        self.payee_in_field = yes;
        self
    }

    /// Sets the expiry, in seconds after the timestamp. Without it readers take 3600.
    pub fn expiry(mut self, seconds: u64) -> Self {
        self.expiry = Some(seconds);
        self
    }

    /// Sets the least number of blocks that the last HTLC has to leave. Without it readers take 18.
    pub fn min_final_cltv_expiry_delta(mut self, blocks: u64) -> Self {
        self.min_final_cltv_expiry_delta = Some(blocks);
        self
    }

    /// Adds an address on the chain to fall back on.
    pub fn fallback(mut self, fallback: Fallback) -> Self {
        self.fallbacks.push(fallback);
        self
    }

    /// Adds a private route to the payee: 1 to 12 hops, from the payer's side to the payee's.
    pub fn route_hint(mut self, hops: impl Into<Vec<RouteHintEntry>>) -> Self {
        self.route_hints.push(hops.into());
        self
    }

    /// Sets the features: [`FeaturesBuilder`](crate::feature::FeaturesBuilder) makes them. Without bits
    /// there is no field.
    pub fn features(mut self, features: Features) -> Self {
        self.features = features;
        self.empty_features_field = false;
        self
    }

    /// Sets what the payer has to send back with every part, at most 639 bytes. It may be empty.
    pub fn payment_metadata(mut self, payment_metadata: impl Into<Vec<u8>>) -> Self {
        self.payment_metadata = Some(payment_metadata.into());
        self
    }

    /// Adds a field that is written as it is. It must be one that readers skip.
    pub fn raw_field(mut self, field: RawField) -> Self {
        self.raw_fields.push(field);
        self
    }

    /// Asks for an order of the fields: the tag of each, also of those written as they are. Without it
    /// the order is LND's: p, d, h, m, c, x, f, r, n, s, 9, and then the others.
    pub fn order(mut self, order: impl IntoIterator<Item = Tag>) -> Self {
        self.order = Some(order.into_iter().collect());
        self
    }

    /// Says whether the invoice is written in upper case, which makes a smaller QR code.
    pub fn upper_case(mut self, yes: bool) -> Self {
        self.upper_case = yes;
        self
    }

    /// Checks the rules for writers, in the order of the fields above; what depends on the key is
    /// checked when the invoice is signed.
    ///
    /// Whether the nodes of route hints are points of the curve is asked with the feature `secp256k1`,
    /// without which nothing is signed here.
    ///
    /// # Errors
    ///
    /// The first rule that is broken.
    pub fn check(&self) -> Result<(), InvoiceError> {
        self.arranged().map(|_| ())
    }

    /// The invoice but for its signature, to be signed with the key of this payee.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check), then [`PayeeMismatch`](InvoiceErrorKind::PayeeMismatch) where another
    /// payee was set.
    pub fn unsigned(&self, payee: PublicKey) -> Result<UnsignedInvoice, InvoiceError> {
        let fields = self.arranged()?;
        // rule: bolt11.write.payee
        if self.payee.is_some_and(|expected| expected != payee) {
            return Err(InvoiceError::new(InvoiceErrorKind::PayeeMismatch));
        }
        let amount = self.amount.as_ref().map_or("", |amount| &amount.text);
        let hrp = format!("ln{}{amount}", self.network.prefix());
        let mut data = SymbolsBuf::new();
        // rule: bolt11.data.timestamp
        data.push_fixed(self.timestamp, 7);
        for field in fields {
            field.put(&mut data, &payee);
        }
        Ok(UnsignedInvoice {
            hrp,
            data,
            payee,
            payee_in_field: self.payee_in_field,
            upper_case: self.upper_case,
        })
    }

    /// All fields, checked, as they will stand.
    fn arranged(&self) -> Result<Vec<Field<'_>>, InvoiceError> {
        self.check_values()?;
        self.check_route_hints()?;
        self.check_features()?;
        let counted = self.counted_fields();
        let order = self.order.as_deref();
        let amp = self.features.has(Feature::AMP);
        tagged::check_raw(&counted, &self.raw_fields, order, amp)?;
        tagged::arrange(counted, &self.raw_fields, order)
    }

    fn check_values(&self) -> Result<(), InvoiceError> {
        let error = |kind| Err(InvoiceError::new(kind));
        let missing = |kind, tag| Err(InvoiceError::new(kind).of_field(tag));
        // rule: bolt11.amount.positive
        if self.amount.as_ref().is_some_and(|amount| amount.msat == 0) {
            return error(InvoiceErrorKind::AmountNotPositive);
        }
        // rule: bolt11.data.timestamp
        if self.timestamp > MAX_TIMESTAMP {
            return error(InvoiceErrorKind::TimestampRange);
        }
        // rule: bolt11.p.present
        if self.payment_hash.is_none() {
            return missing(InvoiceErrorKind::PaymentHashMissing, Tag::PAYMENT_HASH);
        }
        // rule: bolt11.s.present
        if self.payment_secret.is_none() {
            return missing(InvoiceErrorKind::PaymentSecretMissing, Tag::PAYMENT_SECRET);
        }
        match (&self.description, &self.description_hash) {
            // rule: bolt11.d-h.one
            (None, None) => {
                return missing(InvoiceErrorKind::DescriptionMissing, Tag::DESCRIPTION);
            }
            // rule: bolt11.d-h.not-both
            (Some(_), Some(_)) => {
                return missing(InvoiceErrorKind::DescriptionTwice, Tag::DESCRIPTION_HASH);
            }
            (Some(description), None) => bounded(description.as_bytes(), Tag::DESCRIPTION)?,
            (None, Some(_)) => {}
        }
        bounded(self.payment_metadata.as_deref().unwrap_or_default(), Tag::PAYMENT_METADATA)
    }

    fn check_route_hints(&self) -> Result<(), InvoiceError> {
        let error = |kind| Err(InvoiceError::new(kind).of_field(Tag::ROUTE_HINT));
        for hops in &self.route_hints {
            // rule: bolt11.r.entries
            if !(1..=MAX_ENTRIES).contains(&hops.len()) {
                return error(InvoiceErrorKind::RouteHintEntries { actual: hops.len() });
            }
            // rule: bolt11.r.point
            #[cfg(feature = "secp256k1")]
            if !hops.iter().all(|hop| hop.node_id.check_point()) {
                return error(InvoiceErrorKind::RouteHintNotAPoint);
            }
        }
        Ok(())
    }

    fn check_features(&self) -> Result<(), InvoiceError> {
        let error = |kind| Err(InvoiceError::new(kind).of_field(Tag::FEATURES));
        // rule: bolt11.field.longest
        if let Some(bit) = self.features.iter().next_back().filter(|bit| *bit > MAX_FEATURE_BIT) {
            let actual = usize::try_from(bit / 8).unwrap_or(usize::MAX).saturating_add(1);
            let kind = FeatureErrorKind::TooLong { actual };
            return error(InvoiceErrorKind::Features(kind));
        }
        // rule: bolt9.features.both-bits
        let both = |bit: &u32| bit % 2 == 0 && self.features.contains(bit | 1);
        if self.features.iter().any(|bit| both(&bit)) {
            return error(InvoiceErrorKind::Features(FeatureErrorKind::BothBits));
        }
        // A writer knows what its own bits mean, whatever they are.
        let rules = FeatureRules::knowing(Context::Invoice, self.features.iter());
        match rules.check(&self.features).map_err(|error| error.kind()) {
            Ok(()) => Ok(()),
            // rule: amp.invoice.payment-secret
            Err(FeatureErrorKind::DependencyMissing { feature, .. }) if feature == Feature::AMP => {
                error(InvoiceErrorKind::AmpWithoutPaymentSecret)
            }
            // rule: bolt9.features.dependencies, rule: bolt9.features.context
            Err(kind) => error(InvoiceErrorKind::Features(kind)),
        }
    }

    /// The fields that count, in the order that LND writes.
    // rule: bolt11.write.order
    fn counted_fields(&self) -> Vec<Field<'_>> {
        let mut fields = Vec::new();
        fields.extend(
            self.payment_hash.as_ref().map(|hash| Field::bytes(Tag::PAYMENT_HASH, &hash.0)),
        );
        let description = self.description.as_deref().map(str::as_bytes);
        fields.extend(description.map(|text| Field::bytes(Tag::DESCRIPTION, text)));
        let description_hash = self.description_hash.as_ref();
        fields.extend(description_hash.map(|hash| Field::bytes(Tag::DESCRIPTION_HASH, hash)));
        // rule: bolt11.m.kept
        let payment_metadata = self.payment_metadata.as_deref();
        fields.extend(payment_metadata.map(|data| Field::bytes(Tag::PAYMENT_METADATA, data)));
        let delta = self.min_final_cltv_expiry_delta;
        let tag = Tag::MIN_FINAL_CLTV_EXPIRY_DELTA;
        fields.extend(delta.map(|blocks| Field { tag, content: Content::Integer(blocks) }));
        let tag = Tag::EXPIRY;
        fields.extend(self.expiry.map(|seconds| Field { tag, content: Content::Integer(seconds) }));
        let tag = Tag::FALLBACK;
        let fallbacks = self.fallbacks.iter();
        fields.extend(fallbacks.map(|one| Field { tag, content: Content::Fallback(one) }));
        let tag = Tag::ROUTE_HINT;
        let route_hints = self.route_hints.iter();
        fields.extend(route_hints.map(|hops| Field { tag, content: Content::RouteHint(hops) }));
        let tag = Tag::PAYEE;
        fields.extend(self.payee_in_field.then_some(Field { tag, content: Content::Payee }));
        let payment_secret = self.payment_secret.as_ref().map(PaymentSecret::reveal);
        fields.extend(payment_secret.map(|secret| Field::bytes(Tag::PAYMENT_SECRET, secret)));
        // rule: bolt11.9.omitted
        let features = !self.features.is_empty() || self.empty_features_field;
        let (tag, content) = (Tag::FEATURES, Content::Features(&self.features));
        fields.extend(features.then_some(Field { tag, content }));
        fields
    }
}

/// Shows what the invoice will say; of the payment secret, the metadata and fields that nobody looks at,
/// only that they are there.
impl fmt::Debug for InvoiceBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let metadata = self.payment_metadata.as_ref().map(Vec::len);
        f.debug_struct("InvoiceBuilder")
            .field("network", &self.network)
            .field("amount_msat", &self.amount.as_ref().map(|amount| amount.msat))
            .field("timestamp", &self.timestamp)
            .field("payment_hash", &self.payment_hash)
            .field("payment_secret", &self.payment_secret)
            .field("description", &self.description)
            .field("description_hash", &self.description_hash)
            .field("payee", &self.payee)
            .field("payee_in_field", &self.payee_in_field)
            .field("expiry", &self.expiry)
            .field("min_final_cltv_expiry_delta", &self.min_final_cltv_expiry_delta)
            .field("fallbacks", &self.fallbacks)
            .field("route_hints", &self.route_hints)
            .field("features", &self.features)
            .field("payment_metadata_len", &metadata)
            .field("raw_fields", &self.raw_fields)
            .field("order", &self.order)
            .field("upper_case", &self.upper_case)
            .finish_non_exhaustive()
    }
}

/// Checks that a field has room for these bytes.
// rule: bolt11.field.longest
fn bounded(bytes: &[u8], tag: Tag) -> Result<(), InvoiceError> {
    if bytes.len() > MAX_BYTES {
        let actual = bytes.len().saturating_mul(8).div_ceil(5);
        return Err(InvoiceError::new(InvoiceErrorKind::FieldTooLong { actual }).of_field(tag));
    }
    Ok(())
}

#[cfg(test)]
#[cfg(feature = "secp256k1")]
mod tests;
