//! What is asked: the same questions for the same seed, wherever this runs.

use ampwire::arbitrary::Wire;
use ampwire_conformance::protocol::Members;
use arbitrary::{Arbitrary, Unstructured};
use serde_json::{Value, json};

/// A generator of bytes that anyone can write down (`SplitMix64`).
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }
}

/// The payload of this number: a right one with up to three faults put in.
pub fn payload(seed: u64, number: u64) -> Vec<u8> {
    // Two rounds, so that neighbouring numbers and seeds have nothing in common.
    let mut random = SplitMix64(SplitMix64(seed).next() ^ number);
    let words = 16 + random.next() % 112;
    let entropy: Vec<u8> = (0..words).flat_map(|_| random.next().to_le_bytes()).collect();
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
