//! From an invoice to the final hop's payload.

use super::{AmpSupport, InvoiceError, InvoiceErrorKind, InvoiceView, Tag, VerifiedInvoice};
use crate::feature::{Context, Feature, FeatureErrorKind, FeatureRules, Features};
use crate::onion::{AmpRecord, PayloadBuilder, PaymentData};
use crate::wire::Encode;

/// One part of a payment: the numbers that the payer chooses for its final hop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Part {
    /// What this part brings to the payee, in msat: `amt_to_forward` at the final hop.
    pub amount_msat: u64,
    /// What all parts bring together, in msat. It is the same in every part.
    pub total_msat: u64,
    /// When the part's HTLC to the payee expires, as a height in blocks.
    pub outgoing_cltv_value: u32,
}

/// A payer: which features it knows, and what time it is.
///
/// It refuses what a payer must not pay, and makes what the final hop of each part gets. Invoices come
/// with their signature checked.
///
/// ```
/// use ampwire::bolt11::{Part, Payer, VerifiedInvoice};
/// use ampwire::wire::Encode;
///
/// # let text = "lnbc25m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5vdhkven9v5sxyetpdeessp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q5sqqqqqqqqqqqqqqqqsgq2a25dxl5hrntdtn6zvydt7d66hyzsyhqs4wdynavys42xgl6sgx9c4g7me86a27t07mdtfry458rtjr0v92cnmswpsjscgt2vcse3sgpz3uapa";
/// # #[cfg(feature = "secp256k1")] {
/// let invoice = VerifiedInvoice::parse(text)?;
/// let part = Part {
///     amount_msat: 2_500_000_000,
///     total_msat: 2_500_000_000,
///     outgoing_cltv_value: 700_018,
/// };
/// let payload = Payer::without_amp().at(1_496_314_700).final_payload(&invoice, part)?.build()?;
/// assert_eq!(payload.payment_data().unwrap().total_msat, 2_500_000_000);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Payer {
    features: FeatureRules,
    now: Option<u64>,
}

impl Payer {
    /// A payer that knows the features of BOLT 9, and AMP.
    pub fn with_amp() -> Self {
        Self::knowing(FeatureRules::amp(Context::Invoice))
    }

    /// A payer that knows the features of BOLT 9, and not AMP.
    pub fn without_amp() -> Self {
        Self::knowing(FeatureRules::bystander(Context::Invoice))
    }

    /// A payer that knows the features that these rules know. Where a feature may stand is not asked of
    /// an invoice that is to be paid.
    pub fn knowing(features: FeatureRules) -> Self {
        Self { features, now: None }
    }

    /// Sets the time, in seconds since 1970. Without it no invoice has expired.
    pub fn at(mut self, now: u64) -> Self {
        self.now = Some(now);
        self
    }

    /// Checks whether the payer would pay the invoice without AMP, whatever the amount.
    ///
    /// # Errors
    ///
    /// The first of these: [`UnknownEvenFeature`](InvoiceErrorKind::UnknownEvenFeature) for the lowest
    /// bit; [`FeatureDependency`](InvoiceErrorKind::FeatureDependency) or
    /// [`AmpWithoutPaymentSecret`](InvoiceErrorKind::AmpWithoutPaymentSecret);
    /// [`AmpRequired`](InvoiceErrorKind::AmpRequired); [`Expired`](InvoiceErrorKind::Expired).
    pub fn check(&self, invoice: &VerifiedInvoice<'_>) -> Result<(), InvoiceError> {
        self.check_features(invoice)?;
        // rule: amp.invoice.payer
        if invoice.amp_support().is_required() {
            return Err(InvoiceError::new(InvoiceErrorKind::AmpRequired).of_field(Tag::FEATURES));
        }
        self.check_expiry(invoice)
    }

    /// Checks whether the payer would pay the invoice by AMP, whatever the amount.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check), but for [`AmpRequired`](InvoiceErrorKind::AmpRequired).
    pub fn check_amp(&self, invoice: &AmpInvoice<'_>) -> Result<(), InvoiceError> {
        self.check_features(&invoice.0)?;
        self.check_expiry(&invoice.0)
    }

    /// The final hop's payload of one part of a payment without AMP: amount and expiry, the payment
    /// secret with the total, and the invoice's `payment_metadata` if it has any, which goes into every
    /// part.
    ///
    /// It comes as a builder, so that the payer can add records of its own.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check), then [`PartAmount`](InvoiceErrorKind::PartAmount) where the part is
    /// zero or more than the total, [`TotalAmount`](InvoiceErrorKind::TotalAmount) where the total is
    /// below the invoice's amount or over twice that, and
    /// [`SeveralParts`](InvoiceErrorKind::SeveralParts) where the part is not the whole and the invoice
    /// does not offer `basic_mpp`.
    pub fn final_payload(
        &self,
        invoice: &VerifiedInvoice<'_>,
        part: Part,
    ) -> Result<PayloadBuilder, InvoiceError> {
        self.check(invoice)?;
        part.check(invoice.amount_msat())?;
        // rule: bolt11.pay.one-part
        let several = part.amount_msat != part.total_msat;
        if several && !features(invoice).has(Feature::BASIC_MPP) {
            return Err(InvoiceError::new(InvoiceErrorKind::SeveralParts).of_field(Tag::FEATURES));
        }
        Ok(payload(invoice, part))
    }

    /// The final hop's payload of one part of a payment by AMP: as
    /// [`final_payload`](Self::final_payload), and the part's AMP record. The HTLC is locked to the hash
    /// that the record's child has, and not to the invoice's payment hash.
    ///
    /// The record's layout has to be type 14: beside `payment_data` no other can stand, and
    /// [`build`](PayloadBuilder::build) says so. An AMP invoice is paid in parts whether or not it offers
    /// `basic_mpp`.
    ///
    /// # Errors
    ///
    /// As [`check_amp`](Self::check_amp), then [`PartAmount`](InvoiceErrorKind::PartAmount) and
    /// [`TotalAmount`](InvoiceErrorKind::TotalAmount).
    pub fn final_amp_payload(
        &self,
        invoice: &AmpInvoice<'_>,
        part: Part,
        amp_record: AmpRecord,
    ) -> Result<PayloadBuilder, InvoiceError> {
        self.check_amp(invoice)?;
        part.check(invoice.0.amount_msat())?;
        Ok(payload(&invoice.0, part).amp_record(amp_record))
    }

    fn check_features(&self, invoice: &VerifiedInvoice<'_>) -> Result<(), InvoiceError> {
        let error = |kind| Err(InvoiceError::new(kind).of_field(Tag::FEATURES));
        let Err(broken) = self.features.check(&features(invoice)) else { return Ok(()) };
        match (broken.kind(), broken.bit()) {
            // rule: bolt11.pay.features
            (FeatureErrorKind::UnknownEven, Some(bit)) => {
                error(InvoiceErrorKind::UnknownEvenFeature { bit })
            }
            // rule: amp.invoice.payment-secret
            (FeatureErrorKind::DependencyMissing { feature, .. }, _) if feature == Feature::AMP => {
                error(InvoiceErrorKind::AmpWithoutPaymentSecret)
            }
            // rule: bolt11.pay.dependencies
            (kind @ FeatureErrorKind::DependencyMissing { .. }, _) => {
                error(InvoiceErrorKind::FeatureDependency(kind))
            }
            // The place is asked last, and not of a payer.
            _ => Ok(()),
        }
    }

    fn check_expiry(&self, invoice: &VerifiedInvoice<'_>) -> Result<(), InvoiceError> {
        let at = invoice.expires_at();
        // rule: bolt11.pay.expired
        if self.now.is_some_and(|now| now > at) {
            return Err(InvoiceError::new(InvoiceErrorKind::Expired { at }));
        }
        Ok(())
    }
}

impl Part {
    /// Checks the amounts against each other and against the invoice's, if it has one.
    // rule: bolt11.pay.amount
    pub(crate) fn check(self, invoice_msat: Option<u64>) -> Result<(), InvoiceError> {
        if self.amount_msat == 0 || self.amount_msat > self.total_msat {
            return Err(InvoiceError::new(InvoiceErrorKind::PartAmount));
        }
        let fits = |msat: u64| (msat..=msat.saturating_mul(2)).contains(&self.total_msat);
        if !invoice_msat.is_none_or(fits) {
            return Err(InvoiceError::new(InvoiceErrorKind::TotalAmount));
        }
        Ok(())
    }
}

fn features(invoice: &VerifiedInvoice<'_>) -> Features {
    invoice.features().map(|features| features.to_features()).unwrap_or_default()
}

// rule: bolt11.pay.payment-data
fn payload(invoice: &VerifiedInvoice<'_>, part: Part) -> PayloadBuilder {
    let payload = PayloadBuilder::new()
        .amt_to_forward(part.amount_msat)
        .outgoing_cltv_value(part.outgoing_cltv_value)
        .payment_data(PaymentData {
            payment_secret: invoice.payment_secret(),
            total_msat: part.total_msat,
        });
    match invoice.payment_metadata() {
        Some(metadata) => payload.payment_metadata(metadata.to_vec()),
        None => payload,
    }
}

/// An invoice that can be paid by AMP: its signature is checked, and it has bit 30 or 31.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmpInvoice<'a>(VerifiedInvoice<'a>);

impl<'a> AmpInvoice<'a> {
    /// The invoice, if it can be paid by AMP. A payee fails an HTLC with an AMP record for any other.
    pub fn new(invoice: &VerifiedInvoice<'a>) -> Option<Self> {
        invoice.amp_support().is_offered().then_some(Self(*invoice))
    }

    /// The invoice.
    pub const fn invoice(&self) -> VerifiedInvoice<'a> {
        self.0
    }
}

impl InvoiceView<'_> {
    /// What the invoice says about AMP.
    pub fn amp_support(&self) -> AmpSupport {
        let features = self.features();
        AmpSupport::of_bits(|bit| features.is_some_and(|features| features.contains(bit)))
    }
}

#[cfg(test)]
#[cfg(feature = "secp256k1")]
mod tests;
