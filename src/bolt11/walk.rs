//! The walk over an invoice that every reader takes, and what it finds.

use super::amount::{self, AmountFault};
use super::fields::{Field, FieldWalk};
use super::text::{SIGNATURE_LEN, TIMESTAMP_LEN, Text};
use super::value::FieldValue;
use super::{InvoiceError, InvoiceErrorKind, InvoiceRules, Network, Tag};
use crate::onion::PublicKey;
use crate::secret::{PaymentHash, PaymentSecret};

/// What happens to a fault: a strict reader stops with it, a lenient one notes it and goes on.
pub(super) trait Faults {
    /// Takes a fault. An error ends the reading.
    fn fault(&mut self, error: InvoiceError) -> Result<(), InvoiceError>;
}

/// Stops at the first fault.
pub(super) struct First;

impl Faults for First {
    fn fault(&mut self, error: InvoiceError) -> Result<(), InvoiceError> {
        Err(error)
    }
}

impl Faults for alloc::vec::Vec<InvoiceError> {
    fn fault(&mut self, error: InvoiceError) -> Result<(), InvoiceError> {
        self.push(error);
        Ok(())
    }
}

/// A value of so many symbols, which stays where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// Where it starts in the text.
    pub(super) offset: usize,
    /// How many symbols it has.
    pub(super) len: usize,
}

/// What an invoice may have and need not. Nothing here borrows the text.
#[derive(Clone, Copy, Default)]
pub(super) struct Optional {
    pub(super) amount_msat: Option<u64>,
    pub(super) description: Option<Span>,
    pub(super) description_hash: Option<[u8; 32]>,
    pub(super) payee: Option<PublicKey>,
    pub(super) expiry: Option<u64>,
    pub(super) min_final_cltv_expiry_delta: Option<u64>,
    pub(super) features: Option<Span>,
    pub(super) payment_metadata: Option<Span>,
}

/// What was found in a text. In an invoice that is read strictly the first four are there.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    pub(super) network: Option<Network>,
    pub(super) timestamp: Option<u64>,
    pub(super) payment_hash: Option<PaymentHash>,
    pub(super) payment_secret: Option<PaymentSecret>,
    pub(super) optional: Optional,
}

/// Where the tags of the two descriptions stand that counted, and the tags of which a field was there
/// that had something wrong.
#[derive(Default)]
struct Seen {
    description: Option<usize>,
    description_hash: Option<usize>,
    faulty: u32,
}

/// Reads everything between the start of the text and the signature.
#[inline]
pub(super) fn walk(
    text: &Text<'_>,
    rules: InvoiceRules,
    faults: &mut impl Faults,
) -> Result<Found, InvoiceError> {
    let mut found = Found::default();
    human_readable(text, &mut found, faults)?;
    // rule: bolt11.data.timestamp
    found.timestamp = text.data.get_range(0..TIMESTAMP_LEN).and_then(|symbols| symbols.to_u64());
    // rule: bolt11.data.complete
    if text.data_len < TIMESTAMP_LEN + SIGNATURE_LEN {
        let kind = InvoiceErrorKind::DataTruncated { available: text.data_len };
        faults.fault(InvoiceError::at(kind, text.data_offset()))?;
        return Ok(found);
    }
    let mut seen = Seen::default();
    let mut fields = FieldWalk::new(text, rules);
    let mut whole = text.is_readable();
    while let Some(field) = fields.step() {
        match field {
            Ok(field) => match field.value() {
                // rule: bolt11.field.order
                Ok(value) => found.take(&field, value, &mut seen),
                Err(error) => {
                    faults.fault(error)?;
                    seen.faulty |= 1 << field.tag().symbol();
                }
            },
            Err(error) => {
                faults.fault(error)?;
                whole = false;
            }
        }
    }
    // What could not be read to its end lacks nothing for certain.
    if whole {
        presence(&found, &seen, faults)?;
    }
    Ok(found)
}

/// Network and amount.
fn human_readable(
    text: &Text<'_>,
    found: &mut Found,
    faults: &mut impl Faults,
) -> Result<(), InvoiceError> {
    let (network, amount) = match Network::split_hrp(text.hrp()) {
        Ok(parts) => parts,
        Err(offset) => {
            return faults.fault(InvoiceError::at(InvoiceErrorKind::UnknownNetwork, offset));
        }
    };
    found.network = Some(network);
    match amount::parse(amount) {
        Ok(amount_msat) => found.optional.amount_msat = amount_msat,
        Err((fault, place)) => {
            let kind = match fault {
                AmountFault::Syntax => InvoiceErrorKind::AmountSyntax,
                AmountFault::NotPositive => InvoiceErrorKind::AmountNotPositive,
                AmountFault::SubMillisatoshi => InvoiceErrorKind::AmountSubMillisatoshi,
                AmountFault::Range => InvoiceErrorKind::AmountRange,
            };
            let start = text.separator.saturating_sub(amount.len());
            faults.fault(InvoiceError::at(kind, start.saturating_add(place)))?;
        }
    }
    Ok(())
}

impl Found {
    /// Takes a field's value, if it says something.
    #[inline]
    fn take(&mut self, field: &Field<'_>, value: FieldValue<'_>, seen: &mut Seen) {
        let span = Some(Span { offset: field.value_offset(), len: field.symbols().len() });
        let optional = &mut self.optional;
        match value {
            FieldValue::PaymentHash(hash) => self.payment_hash = Some(hash),
            FieldValue::PaymentSecret(secret) => self.payment_secret = Some(secret),
            FieldValue::Description(_) => {
                optional.description = span;
                seen.description = Some(field.offset());
            }
            FieldValue::DescriptionHash(hash) => {
                optional.description_hash = Some(hash);
                seen.description_hash = Some(field.offset());
            }
            FieldValue::Payee(key) => optional.payee = Some(key),
            FieldValue::Expiry(seconds) => optional.expiry = Some(seconds),
            FieldValue::MinFinalCltvExpiryDelta(blocks) => {
                optional.min_final_cltv_expiry_delta = Some(blocks);
            }
            FieldValue::Features(_) => optional.features = span,
            FieldValue::PaymentMetadata(_) => optional.payment_metadata = span,
            // Those of which there may be several are looked up where they stand.
            FieldValue::Fallback(_)
            | FieldValue::RouteHint(_)
            | FieldValue::Skipped
            | FieldValue::Repeated
            | FieldValue::Unknown => {}
        }
    }
}

/// Which fields have to be there, and which not together.
fn presence(found: &Found, seen: &Seen, faults: &mut impl Faults) -> Result<(), InvoiceError> {
    // A field that is there and wrong was told already.
    let told = |tag: Tag| seen.faulty & 1 << tag.symbol() != 0;
    let missing = |kind, tag| InvoiceError::new(kind).of_field(tag);
    // rule: bolt11.p.present
    if found.payment_hash.is_none() && !told(Tag::PAYMENT_HASH) {
        faults.fault(missing(InvoiceErrorKind::PaymentHashMissing, Tag::PAYMENT_HASH))?;
    }
    // rule: bolt11.s.present
    if found.payment_secret.is_none() && !told(Tag::PAYMENT_SECRET) {
        faults.fault(missing(InvoiceErrorKind::PaymentSecretMissing, Tag::PAYMENT_SECRET))?;
    }
    match (seen.description, seen.description_hash) {
        // rule: bolt11.d-h.one
        (None, None) if !told(Tag::DESCRIPTION) && !told(Tag::DESCRIPTION_HASH) => {
            faults.fault(missing(InvoiceErrorKind::DescriptionMissing, Tag::DESCRIPTION))
        }
        // rule: bolt11.d-h.not-both
        (Some(description), Some(hash)) => {
            let tag = if hash > description { Tag::DESCRIPTION_HASH } else { Tag::DESCRIPTION };
            let offset = hash.max(description);
            faults.fault(InvoiceError::at(InvoiceErrorKind::DescriptionTwice, offset).of_field(tag))
        }
        _ => Ok(()),
    }
}
