//! What both say of an invoice, in one form.

use ampwire::bolt11::{InvoiceError, InvoiceView, VerifiedInvoice};
use ampwire::wire::Encode;
use std::fmt;

use super::parts::is_point;

/// The verdict on a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvoiceAnswer {
    /// It was read.
    Ok(Box<Invoice>),
    /// It was refused, with the class where one was told.
    Reject(Option<String>),
    /// The other panicked, with these words.
    Panic(String),
}

/// What was read, with the defaults of whoever read it.
#[allow(missing_docs, reason = "the names are the testee protocol's")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invoice {
    pub network: String,
    pub amount_msat: Option<u64>,
    pub timestamp: u64,
    pub payment_hash: Vec<u8>,
    pub payment_secret: Option<Vec<u8>>,
    pub description: Option<Vec<u8>>,
    pub description_hash: Option<Vec<u8>>,
    pub payee: Vec<u8>,
    /// Seconds. Below zero where the other's own type is too narrow.
    pub expiry: i128,
    pub min_final_cltv_expiry_delta: u64,
    pub fallbacks: Vec<(u8, Vec<u8>)>,
    /// Of each the bytes.
    pub route_hints: Vec<Vec<u8>>,
    pub features: Vec<u32>,
    pub payment_metadata: Option<Vec<u8>>,
}

impl InvoiceAnswer {
    /// What Ampwire says, strictly and with the signature, and its error.
    pub fn ours(text: &str) -> (Self, Option<InvoiceError>) {
        match VerifiedInvoice::parse(text) {
            Ok(invoice) => {
                let mut read = Invoice::of(&invoice);
                read.payee = invoice.payee().as_bytes().to_vec();
                (Self::Ok(Box::new(read)), None)
            }
            Err(error) => (Self::Reject(Some(error.class().as_str().to_owned())), Some(error)),
        }
    }

    /// Whether theirs is the same. A rejection that tells no class agrees with any.
    pub fn agrees(&self, theirs: &Self) -> bool {
        match (self, theirs) {
            (Self::Reject(ours), Self::Reject(theirs)) => theirs.is_none() || ours == theirs,
            _ => self == theirs,
        }
    }
}

impl Invoice {
    /// Whether another is the same, with some key for the payee.
    pub(super) fn is_but_for_payee(&self, other: &Self) -> bool {
        if !is_point(&other.payee) {
            return false;
        }
        let other = Self { payee: self.payee.clone(), ..other.clone() };
        *self == other
    }

    /// All but the payee.
    fn of(view: &InvoiceView<'_>) -> Self {
        Self {
            network: view.network().name().to_owned(),
            amount_msat: view.amount_msat(),
            timestamp: view.timestamp(),
            payment_hash: view.payment_hash().as_bytes().to_vec(),
            payment_secret: Some(view.payment_secret().reveal().to_vec()),
            description: view.description().map(|text| text.to_string().into_bytes()),
            description_hash: view.description_hash().map(|hash| hash.to_vec()),
            payee: Vec::new(),
            expiry: view.expiry_or_default().into(),
            min_final_cltv_expiry_delta: view.min_final_cltv_expiry_delta_or_default(),
            fallbacks: view
                .fallbacks()
                .map(|one| (one.version(), one.program().to_vec()))
                .collect(),
            route_hints: view
                .route_hints()
                .map(|hint| hint.entries().flat_map(|entry| entry.to_bytes()).collect())
                .collect(),
            features: view.features().map(|bits| bits.iter().collect()).unwrap_or_default(),
            payment_metadata: view.payment_metadata().map(|bytes| bytes.to_vec()),
        }
    }
}

impl fmt::Display for InvoiceAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ok(invoice) => write!(f, "accepted: {invoice:?}"),
            Self::Reject(class) => {
                write!(f, "rejected: {}", class.as_deref().unwrap_or("no class"))
            }
            Self::Panic(words) => write!(f, "panicked: {words}"),
        }
    }
}
