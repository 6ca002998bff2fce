//! An invoice for programs, also one that is broken.

use ampwire::bolt11::{AmpSupport, Field, FieldValue, LenientInvoice, Network, Tag};
use ampwire::explain::SignatureCheck;
use ampwire::wire::Encode;

use crate::invoice_object::{
    Decimal, EntryObject, FallbackObject, Hex, InvoiceObject, UnknownObject,
};

/// The most bytes that a field of an invoice has.
const MOST_BYTES: usize = 640;

impl InvoiceObject {
    /// Of an invoice, in which secrets are left out unless they are to be revealed.
    pub(super) fn of(invoice: &LenientInvoice<'_>, reveal: bool) -> Self {
        let mut object = Self {
            network: invoice.network().map(Network::name),
            amount_msat: invoice.amount_msat().map(Decimal),
            hrp_amount: invoice.amount_text().map(str::to_ascii_lowercase),
            timestamp: invoice.timestamp().map(Decimal),
            upper_case: invoice.is_upper_case(),
            ..Self::default()
        };
        for (place, field) in invoice.fields().enumerate() {
            object.order.push(field.tag().character());
            object.take(place, &field, reveal);
        }
        object.payee_in_field = object.payee.is_some();
        // The key recovered from a text that is broken is anyone's.
        if object.payee.is_none() && invoice.findings().is_empty() {
            object.payee = invoice.payee().map(|key| Hex(*key.as_bytes()));
        }
        if let Some((signature, recovery_id)) = invoice.signature() {
            object.signature = Some(Hex(signature));
            object.recovery_id = Some(Decimal(recovery_id.into()));
        }
        object
    }

    fn take(&mut self, place: usize, field: &Field<'_>, reveal: bool) {
        match field.value() {
            Ok(FieldValue::PaymentHash(hash)) => self.payment_hash = Some(Hex(hash.0)),
            Ok(FieldValue::PaymentSecret(secret)) => {
                self.payment_secret = reveal.then(|| Hex(*secret.reveal()));
            }
            Ok(FieldValue::Description(text)) => self.description = Some(text.to_string()),
            Ok(FieldValue::DescriptionHash(hash)) => self.description_hash = Some(Hex(hash)),
            Ok(FieldValue::Payee(key)) => self.payee = Some(Hex(*key.as_bytes())),
            Ok(FieldValue::Expiry(seconds)) => self.expiry = Some(Decimal(seconds)),
            Ok(FieldValue::MinFinalCltvExpiryDelta(blocks)) => {
                self.min_final_cltv_expiry_delta = Some(Decimal(blocks));
            }
            Ok(FieldValue::Fallback(fallback)) => {
                self.fallbacks.push(FallbackObject::of(&fallback));
            }
            Ok(FieldValue::RouteHint(hint)) => {
                self.route_hints
                    .push(hint.entries().map(|entry| EntryObject::of(&entry)).collect());
            }
            Ok(FieldValue::Features(features)) => {
                let mut bits: Vec<u32> = features.iter().collect();
                bits.sort_unstable();
                self.features = Some(bits.into_iter().map(|bit| Decimal(bit.into())).collect());
            }
            Ok(FieldValue::PaymentMetadata(bytes)) => {
                let mut buffer = [0; MOST_BYTES];
                let length = bytes.encode_to_slice(&mut buffer).unwrap_or(0);
                self.payment_metadata = buffer.get(..length).map(hex::encode);
            }
            Ok(_) => {
                let may_be_secret = field.tag() == Tag::PAYMENT_SECRET;
                self.unknown.push(UnknownObject {
                    tag: field.tag().character(),
                    words: (reveal || !may_be_secret).then(|| field.symbols().to_string()),
                    at: Decimal(u64::try_from(place).unwrap_or(u64::MAX)),
                });
            }
            // The fault says so.
            Err(_) => {}
        }
    }
}

/// Whether AMP may be used, or has to be.
pub(super) fn amp_of(invoice: &LenientInvoice<'_>) -> &'static str {
    let features = invoice.features().map(|features| features.to_features());
    match features.as_ref().map_or(AmpSupport::None, AmpSupport::of) {
        AmpSupport::Required => "required",
        AmpSupport::Optional => "optional",
        AmpSupport::None => "none",
    }
}

/// What came of looking at the signature.
pub(super) const fn check_of(check: SignatureCheck) -> &'static str {
    match check {
        SignatureCheck::Right => "right",
        SignatureCheck::Wrong => "wrong",
        _ => "not_checked",
    }
}
