//! Payloads built record by record, with the object that a reader should make of them.

use ampwire_vectors::Members;
use serde_json::{Value, json};

use crate::bytes::{Labelled, bigsize, hex, truncated};
use crate::cases::amp_record;
use crate::cases::samples::{KEYSEND, SECRET};

/// A payload under construction.
#[derive(Clone, Default)]
pub(in crate::cases) struct Payload {
    bytes: Labelled,
    expected: Members,
    other: Vec<Value>,
    starts: Vec<(u64, u64)>,
    fault: Option<Fault>,
}

/// Where a payload was broken on purpose.
#[derive(Clone, Copy)]
pub(super) struct Fault {
    /// The first byte of the item at fault.
    pub(super) offset: u64,
    /// The record, where its type can be read.
    pub(super) tlv_type: Option<u64>,
}

impl Payload {
    /// No records.
    pub(in crate::cases) fn new() -> Self {
        Self::default()
    }

    /// `amt_to_forward` and `outgoing_cltv_value` of every sample.
    pub(in crate::cases) fn plain() -> Self {
        Self::new().amt_to_forward(1000).outgoing_cltv_value(800)
    }

    /// An ordinary final hop.
    pub(in crate::cases) fn last_hop() -> Self {
        Self::plain().payment_data(SECRET, 3000)
    }

    /// An ordinary intermediate hop.
    pub(in crate::cases) fn relay() -> Self {
        Self::plain().short_channel_id(0x0102_0304_0506_0708)
    }

    pub(in crate::cases) fn amt_to_forward(self, msat: u64) -> Self {
        self.number(2, "amt_to_forward", msat)
    }

    pub(in crate::cases) fn outgoing_cltv_value(self, blocks: u32) -> Self {
        self.number(4, "outgoing_cltv_value", blocks.into())
    }

    pub(in crate::cases) fn short_channel_id(self, id: u64) -> Self {
        let value = Labelled::noted_of("short_channel_id", id.to_be_bytes(), &id.to_string());
        self.known(6, value, "short_channel_id", json!(id.to_string()))
    }

    pub(in crate::cases) fn payment_data(self, secret: [u8; 32], total: u64) -> Self {
        let value = Labelled::of("payment_secret", secret).noted(
            "total_msat",
            truncated(total),
            &total.to_string(),
        );
        let object = json!({ "payment_secret": hex(&secret), "total_msat": total.to_string() });
        self.known(8, value, "payment_data", object)
    }

    pub(in crate::cases) fn encrypted_recipient_data(self, bytes: &[u8]) -> Self {
        let name = "encrypted_recipient_data";
        self.known(10, Labelled::of(name, bytes), name, json!(hex(bytes)))
    }

    pub(in crate::cases) fn current_path_key(self, point: &[u8]) -> Self {
        self.known(
            12,
            Labelled::of("current_path_key", point),
            "current_path_key",
            json!(hex(point)),
        )
    }

    pub(in crate::cases) fn payment_metadata(self, bytes: &[u8]) -> Self {
        self.known(
            16,
            Labelled::of("payment_metadata", bytes),
            "payment_metadata",
            json!(hex(bytes)),
        )
    }

    pub(in crate::cases) fn total_amount_msat(self, msat: u64) -> Self {
        self.number(18, "total_amount_msat", msat)
    }

    pub(in crate::cases) fn keysend(self, preimage: [u8; 32]) -> Self {
        self.known(
            KEYSEND,
            Labelled::of("keysend_preimage", preimage),
            "keysend_preimage",
            json!(hex(&preimage)),
        )
    }

    /// The deployed AMP record.
    pub(in crate::cases) fn amp_type14(
        self,
        share: [u8; 32],
        set_id: [u8; 32],
        index: u32,
    ) -> Self {
        let value = amp_record::type14(share, set_id, index);
        self.amp(14, value, "type14", (share, set_id, index))
    }

    /// The AMP record of the other layout.
    pub(in crate::cases) fn amp_type8(self, share: [u8; 32], set_id: [u8; 32], index: u32) -> Self {
        let value = amp_record::type8(share, set_id, index);
        self.amp(8, value, "type8", (share, set_id, index))
    }

    fn amp(
        self,
        tlv_type: u64,
        value: Labelled,
        layout: &str,
        (share, set_id, index): ([u8; 32], [u8; 32], u32),
    ) -> Self {
        let object = json!({
            "layout": layout,
            "root_share": hex(&share),
            "set_id": hex(&set_id),
            "child_index": index.to_string(),
        });
        self.known(tlv_type, value, "amp_record", object)
    }

    /// A record that the reader does not know and keeps.
    pub(in crate::cases) fn other(self, tlv_type: u64, value: &[u8]) -> Self {
        let mut payload = self.record(tlv_type, Labelled::of("value", value));
        payload.other.push(json!({ "type": tlv_type.to_string(), "value": hex(value) }));
        payload
    }

    fn number(self, tlv_type: u64, name: &str, value: u64) -> Self {
        let text = value.to_string();
        self.known(tlv_type, Labelled::noted_of(name, truncated(value), &text), name, json!(text))
    }

    fn known(self, tlv_type: u64, value: Labelled, name: &str, expected: Value) -> Self {
        let mut payload = self.record(tlv_type, value);
        payload.expected.insert(name.to_owned(), expected);
        payload
    }

    fn record(mut self, tlv_type: u64, value: Labelled) -> Self {
        self.starts.push((tlv_type, self.bytes.len()));
        self.bytes = self.bytes.join(Labelled::record(tlv_type, value));
        self
    }

    /// A whole record that is at fault by standing here: out of order, or a second time.
    pub(super) fn misplaced(mut self, tlv_type: u64, value: Labelled) -> Self {
        self.fault = Some(Fault { offset: self.bytes.len(), tlv_type: Some(tlv_type) });
        self.record(tlv_type, value)
    }

    /// A type that is cut or not minimal, with what follows it.
    pub(super) fn bad_type(mut self, bytes: &[u8], note: &str, rest: Labelled) -> Self {
        self.fault = Some(Fault { offset: self.bytes.len(), tlv_type: None });
        self.bytes = self.bytes.noted("type", bytes, note).join(rest);
        self
    }

    /// A type behind which nothing stands.
    pub(super) fn no_length(mut self, tlv_type: u64) -> Self {
        self.fault = Some(Fault { offset: self.bytes.len(), tlv_type: Some(tlv_type) });
        self.bytes = self.bytes.noted("type", bigsize(tlv_type), &tlv_type.to_string());
        self
    }

    /// A length that is cut, not minimal, or promises more than is there.
    pub(super) fn bad_length_field(
        mut self,
        tlv_type: u64,
        length: &[u8],
        note: &str,
        value: Labelled,
    ) -> Self {
        self.bytes = self.bytes.noted("type", bigsize(tlv_type), &tlv_type.to_string());
        self.fault = Some(Fault { offset: self.bytes.len(), tlv_type: Some(tlv_type) });
        self.bytes = self.bytes.noted("length", length, note).join(value);
        self
    }

    /// A known record with a value at fault, from this offset in the value on.
    pub(super) fn bad_value(self, tlv_type: u64, value: Labelled, offset: u64) -> Self {
        let length = value.len();
        let mut payload = self.record(tlv_type, value);
        payload.fault =
            Some(Fault { offset: payload.bytes.len() - length + offset, tlv_type: Some(tlv_type) });
        payload
    }

    pub(in crate::cases) fn bytes(&self) -> &Labelled {
        &self.bytes
    }

    /// The payload object.
    pub(in crate::cases) fn expected(&self) -> Members {
        let mut expected = self.expected.clone();
        if !self.other.is_empty() {
            expected.insert("other".to_owned(), Value::Array(self.other.clone()));
        }
        expected
    }

    pub(super) fn fault(&self) -> Fault {
        self.fault.expect("the payload was not broken")
    }

    /// Where the record of this type starts.
    pub(super) fn start_of(&self, tlv_type: u64) -> u64 {
        let found = self.starts.iter().find(|(present, _)| *present == tlv_type);
        found.expect("the payload has no such record").1
    }
}
