use super::{Invoice, InvoiceView};
#[cfg(feature = "secp256k1")]
use super::{InvoiceError, InvoiceRules};
use crate::onion::PublicKey;
use core::fmt;
use core::ops::Deref;

/// An invoice whose signature was checked: who the payee is, is known.
///
/// It has everything that an [`InvoiceView`] has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifiedInvoice<'a> {
    view: InvoiceView<'a>,
    payee: PublicKey,
}

impl<'a> VerifiedInvoice<'a> {
    /// Reads an invoice, and checks its points and its signature.
    ///
    /// # Errors
    ///
    /// As [`InvoiceView::parse_unverified`], then as [`InvoiceView::verify`].
    #[cfg(feature = "secp256k1")]
    pub fn parse(text: &'a str) -> Result<Self, InvoiceError> {
        InvoiceView::parse_unverified(text)?.verify()
    }

    /// As [`parse`](Self::parse), by rules of the caller's.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and those that the rules add.
    #[cfg(feature = "secp256k1")]
    pub fn parse_with(text: &'a str, rules: InvoiceRules) -> Result<Self, InvoiceError> {
        InvoiceView::parse_unverified_with(text, rules)?.verify()
    }

    pub(super) const fn assume(view: &InvoiceView<'a>, payee: PublicKey) -> Self {
        Self { view: *view, payee }
    }

    /// The payee's key: the one in the invoice, against which the signature was checked, or the one that
    /// was recovered from the signature.
    pub const fn payee(&self) -> PublicKey {
        self.payee
    }

    /// The invoice without that knowledge.
    pub const fn view(&self) -> InvoiceView<'a> {
        self.view
    }

    /// The invoice as a value of its own: the text is copied.
    pub fn to_invoice(&self) -> Invoice {
        Invoice::of(self)
    }
}

impl<'a> Deref for VerifiedInvoice<'a> {
    type Target = InvoiceView<'a>;

    fn deref(&self) -> &InvoiceView<'a> {
        &self.view
    }
}

/// The text, as it was read.
impl fmt::Display for VerifiedInvoice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view.fmt(f)
    }
}

impl fmt::Debug for VerifiedInvoice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedInvoice")
            .field("payee", &self.payee)
            .field("view", &self.view)
            .finish()
    }
}
