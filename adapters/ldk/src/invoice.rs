//! What LDK says about an invoice, in types that no version of LDK owns.

use serde_json::{Value, json};

use crate::answer::Members;
use crate::payload::{decimal, hex};

/// An invoice that LDK took. The names are BOLT 11's, as in the invoice object of the protocol.
// It holds a payment secret, so it has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Invoice {
    /// `bitcoin`, `testnet`, `signet`, `regtest`, or `simnet`, which the protocol has no name for.
    pub network: &'static str,
    /// Absent too where LDK has no number for the amount that is written.
    pub amount_msat: Option<u64>,
    /// The amount in the human-readable part, as LDK writes it.
    pub hrp_amount: Option<String>,
    /// Seconds since 1970.
    pub timestamp: u64,
    /// The hash whose preimage is paid for.
    pub payment_hash: Option<[u8; 32]>,
    /// LDK takes no invoice without one.
    pub payment_secret: [u8; 32],
    /// Absent where there is a hash of it.
    pub description: Option<String>,
    /// SHA-256 of a description that is told elsewhere.
    pub description_hash: Option<[u8; 32]>,
    /// The key in the `n` field, or the one that the signature gives.
    pub payee: [u8; 33],
    /// Whether there was an `n` field.
    pub payee_in_field: bool,
    /// In seconds, as written.
    pub expiry: Option<u64>,
    /// In blocks, as written.
    pub min_final_cltv_expiry_delta: Option<u64>,
    /// Version and program; 17 and 18 stand before hashes of 20 bytes.
    pub fallbacks: Vec<(u8, Vec<u8>)>,
    /// The `r` fields.
    pub route_hints: Vec<Vec<RouteHintEntry>>,
    /// The bits that are set, ascending.
    pub features: Option<Vec<u64>>,
    /// Bytes of the payee's own.
    pub payment_metadata: Option<Vec<u8>>,
    /// The fields that LDK passed over, and those that its accessors do not return as another one came before.
    pub unknown: Vec<UnknownField>,
    /// The tags of all fields.
    pub order: String,
    /// R, then S.
    pub signature: [u8; 64],
    /// 0 to 3.
    pub recovery_id: i32,
}

/// A hop of a route hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteHintEntry {
    /// The node that the channel starts from.
    pub node_id: [u8; 33],
    /// The channel.
    pub short_channel_id: u64,
    /// In millisatoshi.
    pub fee_base_msat: u32,
    /// In millionths of the amount.
    pub fee_proportional_millionths: u32,
    /// In blocks.
    pub cltv_expiry_delta: u16,
}

/// A field that doesn't count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField {
    /// Its tag's character.
    pub tag: char,
    /// The characters of its value.
    pub words: String,
    /// How many fields stand before it.
    pub at: u64,
}

impl Invoice {
    /// The invoice object of the protocol.
    pub fn members(&self) -> Members {
        let mut members = Members::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                members.insert(name.to_owned(), value);
            }
        };
        put("network", Some(self.network.into()));
        put("amount_msat", self.amount_msat.map(decimal));
        put("hrp_amount", self.hrp_amount.clone().map(Value::from));
        put("timestamp", Some(decimal(self.timestamp)));
        put("payment_hash", self.payment_hash.map(|hash| hex(&hash)));
        put("payment_secret", Some(hex(&self.payment_secret)));
        put("description", self.description.clone().map(Value::from));
        put("description_hash", self.description_hash.map(|hash| hex(&hash)));
        put("payee", Some(hex(&self.payee)));
        put("payee_in_field", self.payee_in_field.then(|| true.into()));
        put("expiry", self.expiry.map(decimal));
        put("min_final_cltv_expiry_delta", self.min_final_cltv_expiry_delta.map(decimal));
        put("fallbacks", list(&self.fallbacks, fallback));
        put("route_hints", list(&self.route_hints, |hint| hint.iter().map(entry).collect()));
        let features =
            self.features.as_ref().map(|bits| bits.iter().copied().map(decimal).collect());
        put("features", features);
        put("payment_metadata", self.payment_metadata.as_deref().map(hex));
        put("unknown", list(&self.unknown, unknown));
        put("order", Some(self.order.clone().into()));
        put("signature", Some(hex(&self.signature)));
        put("recovery_id", Some(self.recovery_id.to_string().into()));
        members
    }
}

/// A list that is left out where it is empty.
fn list<T>(entries: &[T], value: impl Fn(&T) -> Value) -> Option<Value> {
    (!entries.is_empty()).then(|| entries.iter().map(value).collect())
}

fn fallback((version, program): &(u8, Vec<u8>)) -> Value {
    json!({ "version": decimal((*version).into()), "program": hex(program) })
}

fn entry(entry: &RouteHintEntry) -> Value {
    json!({
        "node_id": hex(&entry.node_id),
        "short_channel_id": decimal(entry.short_channel_id),
        "fee_base_msat": decimal(entry.fee_base_msat.into()),
        "fee_proportional_millionths": decimal(entry.fee_proportional_millionths.into()),
        "cltv_expiry_delta": decimal(entry.cltv_expiry_delta.into()),
    })
}

fn unknown(field: &UnknownField) -> Value {
    json!({ "tag": field.tag.to_string(), "words": field.words, "at": decimal(field.at) })
}
