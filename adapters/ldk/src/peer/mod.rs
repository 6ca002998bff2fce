//! Requests turned into calls of LDK's public functions, and their results into answers.
//!
//! Nothing is judged here: arguments are converted into the types that LDK's functions take, and what these return is
//! reported. This module is compiled once for each version of LDK.

mod bigsize;
mod features;
mod htlc;
mod invoice_decode;
mod invoice_encode;
mod invoice_fields;
mod node;
mod payload_decode;
mod payload_encode;
mod records;
mod tlv;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};

use super::{differences, lightning};
use crate::answer::{Answer, Failure, Members};
use crate::arguments::Arguments;
use crate::invoice::Invoice;
use crate::payload::{Payload, Role};
use crate::server;

pub(super) use htlc::Transport;
pub(super) use payload_encode::{Recipient, refused_custom_records};

type Operation = fn(&node::Node, Arguments) -> Result<Members, Failure>;

/// Every operation except the handshake, sorted.
const OPERATIONS: [(&str, Operation); 10] = [
    ("bigsize.decode", |_, arguments| bigsize::decode(arguments)),
    ("bigsize.encode", |_, arguments| bigsize::encode(arguments)),
    ("features.check", |_, arguments| features::check(arguments)),
    ("features.decode", |_, arguments| features::decode(arguments)),
    ("features.encode", |_, arguments| features::encode(arguments)),
    ("invoice.decode", |_, arguments| invoice_decode::decode(arguments)),
    ("invoice.encode", |_, arguments| invoice_encode::encode(arguments)),
    ("payload.decode", payload_decode::decode),
    ("payload.encode", payload_encode::encode),
    ("tlv.decode", |_, arguments| tlv::decode(arguments)),
];

/// This version of LDK, with the keys of one node.
pub struct Testee {
    node: node::Node,
}

impl Testee {
    /// A testee whose keys are always the same.
    ///
    /// # Panics
    /// Where LDK can't be given its keys.
    pub fn new() -> Self {
        Self { node: node::Node::new() }
    }

    /// The version of LDK.
    pub fn version(&self) -> &'static str {
        differences::version()
    }

    /// What LDK makes of a hop payload's TLV stream, without the protocol around it: for callers in the same process.
    ///
    /// # Errors
    /// LDK's refusal, or why LDK could not be asked.
    pub fn decode_payload(
        &self,
        stream: &[u8],
        role: Role,
        path_key_in_htlc: bool,
    ) -> Result<Payload, Failure> {
        htlc::decode(&self.node, stream, role, path_key_in_htlc)
    }

    /// What LDK makes of an invoice's text, without the protocol around it: for callers in the same process.
    ///
    /// # Errors
    /// LDK's refusal.
    // One testee answers everything, whether or not it needs the node's keys.
    #[allow(clippy::unused_self)]
    pub fn decode_invoice(&self, text: &str) -> Result<Invoice, Failure> {
        invoice_decode::read(text)
    }
}

impl Default for Testee {
    fn default() -> Self {
        Self::new()
    }
}

impl server::Testee for Testee {
    fn greet(&self) -> Value {
        json!({
            "protocol": "1",
            "name": "ldk",
            "version": self.version(),
            "language": "rust",
            "profiles": ["bystander"],
            "ops": OPERATIONS.map(|(name, _)| name),
            "can": ["known-features", "path-key", "role:intermediate"],
            "omits": {
                "invoice.decode": ["upper_case"],
                "payload.decode": ["current_path_key", "encrypted_recipient_data", "other"],
            },
            // Of a refused hop payload, LDK's error says that it was refused.
            "errors": "none",
        })
    }

    fn run(&self, op: &str, arguments: Value) -> Answer {
        let Some((_, operation)) = OPERATIONS.iter().find(|(name, _)| *name == op) else {
            return Answer::Unsupported("unknown op".to_owned());
        };
        caught(|| Arguments::new(arguments).and_then(|arguments| operation(&self.node, arguments)))
    }
}

/// A panic of LDK's becomes the answer.
fn caught(run: impl FnOnce() -> Result<Members, Failure>) -> Answer {
    catch_unwind(AssertUnwindSafe(|| Answer::from(run()))).unwrap_or_else(|payload| {
        let message = payload.downcast_ref::<String>().map(String::as_str);
        Answer::Panic(
            message.or(payload.downcast_ref().copied()).unwrap_or("no message").to_owned(),
        )
    })
}

#[cfg(test)]
mod tests;
