//! Canonical JSON, and the hashes made over it.

use bitcoin_hashes::sha256;
use serde_json::{Value, json};

use crate::{Answer, Expect, Rejection, Vector};

/// JSON with sorted members and no space: one text for one value.
pub fn canonical_json(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    text
}

fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_canonical(item, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            // Sorted here, because a feature of serde_json decides whether its map is.
            let mut names: Vec<&String> = members.keys().collect();
            names.sort();
            text.push('{');
            for (index, name) in names.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(&Value::String(name.clone()).to_string());
                text.push(':');
                if let Some(member) = members.get(name) {
                    write_canonical(member, text);
                }
            }
            text.push('}');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

/// The content hash of a vector: the first 16 hex digits of the SHA-256 over the canonical JSON of `op`, `profiles`,
/// `needs`, `in` and `expect`, and of `trace` where the vector has it. Words may change under a hash, what is asked and what is
/// expected may not. It is the hash of the vector as it is written, with its lists not yet repeated.
pub fn content_hash(op: &str, vector: &Vector) -> String {
    let profiles: Vec<&str> = vector.profiles.iter().map(|profile| profile.as_str()).collect();
    let mut content = json!({
        "op": op,
        "profiles": profiles,
        "needs": vector.needs,
        "in": vector.input,
        "expect": vector.expect.to_value(),
    });
    if let (true, Some(members)) = (vector.trace, content.as_object_mut()) {
        members.insert("trace".to_owned(), Value::Bool(true));
    }
    let mut hash = file_hash(canonical_json(&content).as_bytes());
    hash.truncate(16);
    hash
}

/// SHA-256 as 64 lower-case hex digits: the hash of a file in the manifest.
pub fn file_hash(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in sha256::Hash::hash(bytes).to_byte_array() {
        for digit in [byte >> 4, byte & 0x0f] {
            text.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    text
}

impl Expect {
    /// The expectation as JSON.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Ok(members) => json!({ "ok": members }),
            Self::Reject(rejection) => json!({ "reject": rejection.to_value() }),
            Self::Any(answers) => {
                json!({ "any": answers.iter().map(Answer::to_value).collect::<Vec<_>>() })
            }
        }
    }
}

impl Answer {
    /// The answer as JSON.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Ok(members) => json!({ "ok": members }),
            Self::Reject(rejection) => json!({ "reject": rejection.to_value() }),
        }
    }
}

impl Rejection {
    /// The rejection as JSON, with the members that are there.
    pub fn to_value(&self) -> Value {
        let mut members = serde_json::Map::new();
        if !self.class.is_empty() {
            let names: Vec<&str> = self.class.iter().map(|class| class.as_str()).collect();
            members.insert("class".to_owned(), json!(names));
        }
        if let Some(offset) = &self.offset {
            members.insert("offset".to_owned(), json!(offset));
        }
        if let Some(tlv_type) = &self.tlv_type {
            members.insert("tlv_type".to_owned(), json!(tlv_type));
        }
        Value::Object(members)
    }
}
