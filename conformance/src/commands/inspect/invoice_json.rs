//! An invoice for programs, with the members that the testee protocol gives it.

use ampwire::bolt11::{
    AmpSupport, Fallback, Field, FieldValue, LenientInvoice, Network, RouteHintEntry, Tag,
};
use ampwire::explain::SignatureCheck;
use ampwire::wire::Encode;
use serde::{Serialize, Serializer};

/// The most bytes that a field of an invoice has.
const MOST_BYTES: usize = 640;

/// What was read of an invoice. What is not there is left out.
#[derive(Serialize, Default)]
pub(super) struct InvoiceObject {
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount_msat: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hrp_amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_hash: Option<Hex<32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_secret: Option<Hex<32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description_hash: Option<Hex<32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payee: Option<Hex<33>>,
    #[serde(skip_serializing_if = "is_false")]
    payee_in_field: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiry: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_final_cltv_expiry_delta: Option<Decimal>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fallbacks: Vec<FallbackObject>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    route_hints: Vec<Vec<EntryObject>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    features: Option<Vec<Decimal>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_metadata: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<UnknownObject>,
    order: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<Hex<64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_id: Option<Decimal>,
    #[serde(skip_serializing_if = "is_false")]
    upper_case: bool,
}

#[derive(Serialize)]
struct FallbackObject {
    version: Decimal,
    program: String,
}

#[derive(Serialize)]
struct EntryObject {
    node_id: Hex<33>,
    short_channel_id: Decimal,
    fee_base_msat: Decimal,
    fee_proportional_millionths: Decimal,
    cltv_expiry_delta: Decimal,
}

#[derive(Serialize)]
struct UnknownObject {
    tag: char,
    /// Left out where it may be a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    at: Decimal,
}

/// A number as a string of decimal digits.
struct Decimal(u64);

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Bytes as hex.
struct Hex<const N: usize>([u8; N]);

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // None has more bytes than a signature.
        let mut digits = [0; 128];
        let written = digits.get_mut(..N * 2).and_then(|digits| {
            hex::encode_to_slice(self.0, digits).ok()?;
            core::str::from_utf8(digits).ok()
        });
        serializer.serialize_str(written.unwrap_or_default())
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
const fn is_false(value: &bool) -> bool {
    !*value
}

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
            Ok(FieldValue::Fallback(fallback)) => self.fallbacks.push(of_fallback(&fallback)),
            Ok(FieldValue::RouteHint(hint)) => {
                self.route_hints.push(hint.entries().map(|entry| of_entry(&entry)).collect());
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

fn of_fallback(fallback: &Fallback) -> FallbackObject {
    FallbackObject {
        version: Decimal(fallback.version().into()),
        program: hex::encode(fallback.program()),
    }
}

fn of_entry(entry: &RouteHintEntry) -> EntryObject {
    EntryObject {
        node_id: Hex(*entry.node_id.as_bytes()),
        short_channel_id: Decimal(entry.short_channel_id),
        fee_base_msat: Decimal(entry.fee_base_msat.into()),
        fee_proportional_millionths: Decimal(entry.fee_proportional_millionths.into()),
        cltv_expiry_delta: Decimal(entry.cltv_expiry_delta.into()),
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
