#[cfg(feature = "secp256k1")]
use super::InvoiceError;
use super::VerifiedInvoice;
use super::view::{Contents, InvoiceView};
use crate::onion::PublicKey;
use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;
use core::hash::{Hash, Hasher};

/// An invoice of one's own, signature checked: the text, and what is in it.
///
/// Its text is kept as it was read or written, byte for byte. [`view`](Self::view) has the accessors.
#[derive(Clone)]
pub struct Invoice {
    text: String,
    separator: usize,
    contents: Contents,
    payee: PublicKey,
}

impl Invoice {
    /// Reads an invoice, and checks its points and its signature.
    ///
    /// # Errors
    ///
    /// As [`VerifiedInvoice::parse`].
    #[cfg(feature = "secp256k1")]
    pub fn parse(text: &str) -> Result<Self, InvoiceError> {
        VerifiedInvoice::parse(text).map(|invoice| invoice.to_invoice())
    }

    pub(super) fn of(invoice: &VerifiedInvoice<'_>) -> Self {
        let (separator, contents) = invoice.contents();
        Self { text: invoice.as_str().to_owned(), separator, contents, payee: invoice.payee() }
    }

    /// What the invoice says. Nothing is read again.
    pub fn view(&self) -> VerifiedInvoice<'_> {
        let view = InvoiceView::again(&self.text, self.separator, &self.contents);
        view.assume_verified(self.payee)
    }

    /// The payee's key.
    pub const fn payee(&self) -> PublicKey {
        self.payee
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text, given away.
    pub fn into_string(self) -> String {
        self.text
    }
}

#[cfg(feature = "secp256k1")]
impl core::str::FromStr for Invoice {
    type Err = InvoiceError;

    fn from_str(text: &str) -> Result<Self, InvoiceError> {
        Self::parse(text)
    }
}

/// Two invoices are equal if their texts and payees are.
impl PartialEq for Invoice {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.payee == other.payee
    }
}

impl Eq for Invoice {}

impl Hash for Invoice {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl AsRef<str> for Invoice {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// The text.
impl fmt::Display for Invoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Invoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Invoice").field(&self.view()).finish()
    }
}
