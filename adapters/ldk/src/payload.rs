//! What LDK says about a hop payload, in types that no version of LDK owns.

use bitcoin::hex::DisplayHex;
use serde_json::{Value, json};

use crate::answer::Members;

/// For which hop the payload is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The last one.
    Final,
    /// Any before it.
    Intermediate,
}

/// As much of a hop payload as LDK's answer shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Payload {
    /// In millisatoshi.
    pub amt_to_forward: Option<u64>,
    /// A block height.
    pub outgoing_cltv_value: Option<u32>,
    /// The channel to forward over.
    pub short_channel_id: Option<u64>,
    /// The payment secret, and the total in millisatoshi.
    pub payment_data: Option<([u8; 32], u64)>,
    /// Bytes of the payee's own.
    pub payment_metadata: Option<Vec<u8>>,
    /// In millisatoshi, of a blinded payment.
    pub total_amount_msat: Option<u64>,
    /// Of a payment without an invoice.
    pub keysend_preimage: Option<[u8; 32]>,
    /// The custom records that LDK hands on, ascending. It drops other records that it doesn't know.
    pub custom: Vec<(u64, Vec<u8>)>,
}

impl Payload {
    /// The payload object of the protocol.
    pub fn members(&self) -> Members {
        let mut members = Members::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                members.insert(name.to_owned(), value);
            }
        };
        put("amt_to_forward", self.amt_to_forward.map(decimal));
        put("outgoing_cltv_value", self.outgoing_cltv_value.map(|value| decimal(value.into())));
        put("short_channel_id", self.short_channel_id.map(decimal));
        put(
            "payment_data",
            self.payment_data.map(|(secret, total)| json!({ "payment_secret": hex(&secret), "total_msat": decimal(total) })),
        );
        put("payment_metadata", self.payment_metadata.as_deref().map(hex));
        put("total_amount_msat", self.total_amount_msat.map(decimal));
        put("keysend_preimage", self.keysend_preimage.as_ref().map(|preimage| hex(preimage)));
        put("other", (!self.custom.is_empty()).then(|| records(&self.custom)));
        members
    }
}

/// A list of records.
pub(crate) fn records(records: &[(u64, Vec<u8>)]) -> Value {
    let object =
        |(kind, value): &(u64, Vec<u8>)| json!({ "type": decimal(*kind), "value": hex(value) });
    records.iter().map(object).collect()
}

/// A decimal string.
pub(crate) fn decimal(value: u64) -> Value {
    value.to_string().into()
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> Value {
    bytes.to_lower_hex_string().into()
}
