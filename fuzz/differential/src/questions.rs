//! What is asked: the same questions for the same seed, wherever this runs.

use ampwire::arbitrary::Wire;
use ampwire_conformance::protocol::Members;
use arbitrary::{Arbitrary, Unstructured};
use serde_json::{Value, json};

/// The payload of this number: a right one with up to three faults put in.
pub fn payload(seed: u64, number: u64) -> Vec<u8> {
    let entropy = ampwire_fuzz_peer::entropy(seed, number);
    // The generator repairs what does not fit, and so gives something for any bytes.
    Wire::arbitrary_take_rest(Unstructured::new(&entropy)).map_or(Vec::new(), |wire| wire.0)
}

/// One question: an operation and its input.
pub struct Question {
    pub op: &'static str,
    pub input: Members,
}

fn question(op: &'static str, input: Value) -> Question {
    let Value::Object(input) = input else { return Question { op, input: Members::new() } };
    Question { op, input }
}

/// A payload for every kind of hop, with these layouts of the AMP record accepted, and as a stream.
pub fn about(payload: &[u8], layouts: &[&str], path_key: bool) -> Vec<Question> {
    let bytes = hex::encode(payload);
    let mut questions = vec![question("tlv.decode", json!({ "bytes": bytes }))];
    for role in ["final", "intermediate"] {
        for path_key_in_htlc in [false, true].into_iter().filter(|yes| path_key || !yes) {
            let mut input = json!({ "bytes": bytes, "role": role, "layouts": layouts });
            if path_key_in_htlc {
                input["path_key_in_htlc"] = true.into();
            }
            questions.push(question("payload.decode", input));
        }
    }
    questions
}

/// What a payload was read as, to be written.
pub fn written(members: &Members) -> Question {
    Question { op: "payload.encode", input: members.clone() }
}
