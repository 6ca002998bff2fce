//! The invoice object of the testee protocol: its members and their forms.

use ampwire::bolt11::{Fallback, RouteHintEntry};
use serde::{Serialize, Serializer};

/// What was read of an invoice. What is not there is left out.
#[derive(Serialize, Default)]
pub(crate) struct InvoiceObject {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) network: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) amount_msat: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hrp_amount: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) timestamp: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) payment_hash: Option<Hex<32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) payment_secret: Option<Hex<32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description_hash: Option<Hex<32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) payee: Option<Hex<33>>,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) payee_in_field: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expiry: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) min_final_cltv_expiry_delta: Option<Decimal>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) fallbacks: Vec<FallbackObject>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) route_hints: Vec<Vec<EntryObject>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) features: Option<Vec<Decimal>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) payment_metadata: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) unknown: Vec<UnknownObject>,
    pub(crate) order: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signature: Option<Hex<64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recovery_id: Option<Decimal>,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) upper_case: bool,
}

#[derive(Serialize)]
pub(crate) struct FallbackObject {
    pub(crate) version: Decimal,
    pub(crate) program: String,
}

#[derive(Serialize)]
pub(crate) struct EntryObject {
    pub(crate) node_id: Hex<33>,
    pub(crate) short_channel_id: Decimal,
    pub(crate) fee_base_msat: Decimal,
    pub(crate) fee_proportional_millionths: Decimal,
    pub(crate) cltv_expiry_delta: Decimal,
}

#[derive(Serialize)]
pub(crate) struct UnknownObject {
    pub(crate) tag: char,
    /// Left out where it may be a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) words: Option<String>,
    pub(crate) at: Decimal,
}

/// A number as a string of decimal digits.
pub(crate) struct Decimal(pub(crate) u64);

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Bytes as hex.
pub(crate) struct Hex<const N: usize>(pub(crate) [u8; N]);

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

impl FallbackObject {
    /// Of this fallback address.
    pub(crate) fn of(fallback: &Fallback) -> Self {
        Self {
            version: Decimal(fallback.version().into()),
            program: hex::encode(fallback.program()),
        }
    }
}

impl EntryObject {
    /// Of this hop.
    pub(crate) fn of(entry: &RouteHintEntry) -> Self {
        Self {
            node_id: Hex(*entry.node_id.as_bytes()),
            short_channel_id: Decimal(entry.short_channel_id),
            fee_base_msat: Decimal(entry.fee_base_msat.into()),
            fee_proportional_millionths: Decimal(entry.fee_proportional_millionths.into()),
            cltv_expiry_delta: Decimal(entry.cltv_expiry_delta.into()),
        }
    }
}
