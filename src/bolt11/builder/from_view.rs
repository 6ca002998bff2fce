use super::{Amount, InvoiceBuilder};
use crate::bolt11::{FieldValue, InvoiceView, RawField, VerifiedInvoice};
use crate::wire::Encode;
use alloc::string::ToString;

/// What the invoice says, to be changed or signed again.
///
/// All of it is kept: the order, the fields that readers skip and where they stand, the amount's
/// multiplier, the case. So the same key gives the same text, where the signature was made as
/// [`sign`](InvoiceBuilder::sign) makes it. An invoice that a reader takes and a writer must not write,
/// such as one with both bits of a feature, is refused when it is signed.
///
/// Whether the payee's key is written is kept. Who the payee is, is not: any key may sign.
impl From<&InvoiceView<'_>> for InvoiceBuilder {
    fn from(invoice: &InvoiceView<'_>) -> Self {
        let mut builder = Self::new(invoice.network(), invoice.timestamp())
            .payment_hash(invoice.payment_hash())
            .payment_secret(invoice.payment_secret())
            .payee_in_field(invoice.payee_field().is_some())
            .upper_case(invoice.is_upper_case())
            .order(invoice.fields().map(|field| field.tag()));
        if let (Some(msat), Some(text)) = (invoice.amount_msat(), invoice.amount_text()) {
            builder.amount = Some(Amount { msat, text: text.to_ascii_lowercase() });
        }
        builder.description = invoice.description().map(|description| description.to_string());
        builder.description_hash = invoice.description_hash();
        builder.expiry = invoice.expiry();
        builder.min_final_cltv_expiry_delta = invoice.min_final_cltv_expiry_delta();
        builder.payment_metadata = invoice.payment_metadata().map(|bytes| bytes.to_vec());
        if let Some(features) = invoice.features() {
            builder.features = features.to_features();
            builder.empty_features_field = builder.features.is_empty();
        }
        for (position, field) in invoice.fields().enumerate() {
            match field.value() {
                Ok(FieldValue::Fallback(fallback)) => builder.fallbacks.push(fallback),
                Ok(FieldValue::RouteHint(hops)) => {
                    builder.route_hints.push(hops.into_iter().collect());
                }
                Ok(value) if !value.counts() => {
                    let raw = RawField::of_symbols(field.tag(), field.symbols());
                    builder.raw_fields.push(raw.at(position));
                }
                _ => {}
            }
        }
        builder
    }
}

impl From<&VerifiedInvoice<'_>> for InvoiceBuilder {
    /// As from an [`InvoiceView`].
    fn from(invoice: &VerifiedInvoice<'_>) -> Self {
        Self::from(&invoice.view())
    }
}

#[cfg(test)]
#[cfg(feature = "secp256k1")]
mod tests {
    use super::*;
    use crate::bolt11::{Invoice, SecretKey, examples};
    use alloc::borrow::ToOwned;
    use alloc::string::String;

    fn again(text: &str) -> Invoice {
        let key = SecretKey::new(examples::PRIVATE_KEY).unwrap();
        let view = InvoiceView::parse_unverified(text).unwrap();
        InvoiceBuilder::from(&view).sign(&key).unwrap()
    }

    #[test]
    fn the_examples_signed_again() {
        let (high_s, others) = examples::ALL.split_last().unwrap();
        for text in others {
            assert_eq!(again(text).as_str(), *text);
        }
        // The one with a high S is the first with another signature.
        assert_eq!(again(high_s).as_str(), examples::DONATION);
        let invoice = Invoice::parse(high_s).unwrap();
        let signature = (invoice.view().signature(), invoice.view().recovery_id());
        let builder = InvoiceBuilder::from(&invoice.view());
        let signed = builder.sign_with(invoice.payee(), |_| signature).unwrap();
        assert_eq!(signed, invoice);
    }

    /// What a reader takes and no writer would choose is written as it was.
    #[test]
    fn forms_that_need_not_be() {
        let donation = InvoiceView::parse_unverified(examples::COFFEE).unwrap();
        let builder = InvoiceBuilder::from(&donation);
        let written = |builder: &InvoiceBuilder| -> String {
            let key = SecretKey::new(examples::PRIVATE_KEY).unwrap();
            builder.sign(&key).unwrap().into_string()
        };
        for text in ["2500000n", "2500000000p", "2500u"] {
            let amount = Amount { msat: 250_000_000, text: text.to_owned() };
            let text = written(&InvoiceBuilder { amount: Some(amount), ..builder.clone() });
            assert_eq!(again(&text).as_str(), text);
        }
        let empty = InvoiceBuilder {
            features: crate::feature::Features::default(),
            empty_features_field: true,
            ..builder.clone()
        };
        let text = written(&empty);
        assert!(text.contains("9qq"));
        assert_eq!(again(&text).as_str(), text);
        // Setting features anew ends that.
        let order = empty.order.clone().unwrap();
        let without = empty
            .features(crate::feature::Features::default())
            .order(order.into_iter().filter(|tag| *tag != crate::bolt11::Tag::FEATURES));
        assert!(!written(&without).contains("9qq"));
    }
}
