//! One entry of a route hint.

use serde_json::{Value, json};

use crate::bytes::hex;

/// One entry of a route hint.
#[derive(Clone, Copy)]
pub(super) struct Hop {
    pub(super) node_id: [u8; 33],
    pub(super) short_channel_id: u64,
    pub(super) fee_base_msat: u32,
    pub(super) fee_proportional_millionths: u32,
    pub(super) cltv_expiry_delta: u16,
}

impl Hop {
    /// The 51 bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        [
            self.node_id.as_slice(),
            &self.short_channel_id.to_be_bytes(),
            &self.fee_base_msat.to_be_bytes(),
            &self.fee_proportional_millionths.to_be_bytes(),
            &self.cltv_expiry_delta.to_be_bytes(),
        ]
        .concat()
    }

    /// The object.
    pub(super) fn object(&self) -> Value {
        json!({
            "node_id": hex(&self.node_id),
            "short_channel_id": self.short_channel_id.to_string(),
            "fee_base_msat": self.fee_base_msat.to_string(),
            "fee_proportional_millionths": self.fee_proportional_millionths.to_string(),
            "cltv_expiry_delta": self.cltv_expiry_delta.to_string(),
        })
    }
}
