use crate::amp::Scheme;
use crate::bolt11::{AmpInvoice, InvoiceError, Part, Payer as InvoicePayer};
use crate::secret::PaymentSecret;
use crate::wire::Encode;
use alloc::vec::Vec;
use core::fmt;

/// What is paid, and how: the same for all parts of a payment and for all its attempts.
///
/// ```
/// use ampwire::amp::payer::PayerConfig;
/// use ampwire::secret::PaymentSecret;
///
/// let config = PayerConfig::new(PaymentSecret::new([0x11; 32]), 1_000_000, 16)
///     .payment_metadata([0x01, 0x02])
///     .other_record(65_537, [0x09]);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PayerConfig {
    pub(super) payment_secret: PaymentSecret,
    pub(super) total_msat: u64,
    pub(super) max_parts: u32,
    pub(super) payment_metadata: Option<Vec<u8>>,
    pub(super) other_records: Vec<(u64, Vec<u8>)>,
    pub(super) scheme: Scheme,
    pub(super) fresh_root_after_each_failure: bool,
}

impl PayerConfig {
    /// A payment of this many millisatoshi to whom the secret is from, in so many parts at most that are
    /// out at once. `total_msat` is what all parts make together, and what each of them says.
    pub const fn new(payment_secret: PaymentSecret, total_msat: u64, max_parts: u32) -> Self {
        Self {
            payment_secret,
            total_msat,
            max_parts,
            payment_metadata: None,
            other_records: Vec::new(),
            scheme: Scheme::Sha256,
            fresh_root_after_each_failure: false,
        }
    }

    /// A payment of an invoice: its secret, and its `payment_metadata` if it has any. `payer` says which
    /// features are known, and what time it is; the total is the invoice's amount, up to twice as
    /// much, or anything where the invoice says none.
    ///
    /// It is asked once, before the payment: what is sent later may come after the invoice's end, and a
    /// payee takes it for a set that has begun.
    ///
    /// ```no_run
    /// use ampwire::amp::payer::{Payer, PayerConfig};
    /// use ampwire::bolt11::{self, AmpInvoice, VerifiedInvoice};
    ///
    /// # #[cfg(feature = "secp256k1")]
    /// # fn pay(text: &str, now: u64) -> Result<(), Box<dyn core::error::Error>> {
    /// let invoice = VerifiedInvoice::parse(text)?;
    /// let invoice = AmpInvoice::new(&invoice).ok_or("the payee does not take AMP")?;
    /// let total_msat = invoice.invoice().amount_msat().unwrap_or(1_000);
    /// let knowing = bolt11::Payer::with_amp().at(now);
    /// let payer = Payer::new(PayerConfig::of_invoice(&knowing, &invoice, total_msat, 16)?)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`check_amp`](InvoicePayer::check_amp), then [`PartAmount`](crate::bolt11::InvoiceErrorKind::PartAmount)
    /// for a total of zero and [`TotalAmount`](crate::bolt11::InvoiceErrorKind::TotalAmount).
    pub fn of_invoice(
        payer: &InvoicePayer,
        invoice: &AmpInvoice<'_>,
        total_msat: u64,
        max_parts: u32,
    ) -> Result<Self, InvoiceError> {
        payer.check_amp(invoice)?;
        let all = Part { amount_msat: total_msat, total_msat, outgoing_cltv_value: 0 };
        let invoice = invoice.invoice();
        all.check(invoice.amount_msat())?;
        let config = Self::new(invoice.payment_secret(), total_msat, max_parts);
        Ok(match invoice.payment_metadata() {
            Some(metadata) => config.payment_metadata(metadata.to_vec()),
            None => config,
        })
    }

    /// The invoice's `payment_metadata`, which goes into every part.
    pub fn payment_metadata(mut self, metadata: impl Into<Vec<u8>>) -> Self {
        self.payment_metadata = Some(metadata.into());
        self
    }

    /// A record of another type, which goes into every part.
    pub fn other_record(mut self, record_type: u64, value: impl Into<Vec<u8>>) -> Self {
        self.other_records.push((record_type, value.into()));
        self
    }

    /// Whether a router's failure is taken for one of the payee's: no share is used again, and what
    /// lacks is sent only once nothing is outstanding, under a new root and `set_id`.
    ///
    /// It closes what remains where a router and the payee collude, at the price of waiting.
    pub const fn fresh_root_after_each_failure(mut self, yes: bool) -> Self {
        self.fresh_root_after_each_failure = yes;
        self
    }

    /// Derives by a scheme that is not deployed.
    ///
    /// No known payee does so: to all of them the payment's hashes are wrong, and they fail it. By
    /// [`Bp2018`](Scheme::Bp2018) two parts with one index have one hash: such a part is refused, and
    /// asked for again gets another index. [`HmacXor`](Scheme::HmacXor) is broken and can't be paid by:
    /// its shares are all made at once, and none can be split anew. It is refused.
    pub const fn undeployed_scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = scheme;
        self
    }
}

/// Shows the length of what goes to the payee alone.
impl fmt::Debug for PayerConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PayerConfig")
            .field("payment_secret", &self.payment_secret)
            .field("total_msat", &self.total_msat)
            .field("max_parts", &self.max_parts)
            .field("payment_metadata_len", &self.payment_metadata.as_ref().map(Vec::len))
            .field("other_records", &self.other_records.len())
            .field("scheme", &self.scheme)
            .field("fresh_root_after_each_failure", &self.fresh_root_after_each_failure)
            .finish()
    }
}

impl Drop for PayerConfig {
    fn drop(&mut self) {
        self.payment_secret.wipe();
    }
}
