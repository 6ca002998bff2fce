//! The built-in testee: this project's own codec behind the testee protocol.
//!
//! | file | concept |
//! |---|---|
//! | `input` | reading a request's members |
//! | `refusal` | the library's errors as rejections |
//! | `scalars` `tlv` `amp_record` `payload` `onion_failure` `features` `derivation` `invoice_decode` `invoice_encode` `invoice_payment` | the operations |
//! | `shares_run` `receiver_run` `sender_run` | the operations that run a scenario |
//! | `random` | the operating system's generator |

mod amp_record;
mod derivation;
mod features;
mod input;
mod invoice_decode;
mod invoice_encode;
mod invoice_payment;
mod onion_failure;
mod payload;
mod random;
mod receiver_run;
mod refusal;
mod scalars;
mod sender_run;
mod shares_run;
mod tlv;

use crate::protocol::{Answer, ErrorDetail, Hello, Members, PROTOCOL, Profile, Rejection};
use crate::testee::Testee;

/// What the built-in codec calls itself in its handshake.
pub(crate) const NAME: &str = "ampwire";

/// The built-in codec in one of the two profiles.
#[derive(Debug, Clone, Copy)]
pub struct Builtin {
    /// Which of the two it plays.
    pub profile: Profile,
}

impl Testee for Builtin {
    fn hello(&self) -> Hello {
        hello(self.profile)
    }

    fn answer(&mut self, op: &str, input: &Members) -> Answer {
        answer(self.profile, op, input)
    }
}

/// An operation: its members in, the members of `ok` or a rejection out. The profile decides what is
/// known where the request does not say it.
type Operation = fn(Profile, &Members) -> Result<Answer, Rejection>;

/// What everyone has who reads hop payloads.
const COMMON: &[(&str, Operation)] = &[
    ("bigsize.decode", |_, members| scalars::bigsize_decode(members)),
    ("bigsize.encode", |_, members| scalars::bigsize_encode(members)),
    ("tu16.decode", |_, members| scalars::tu16_decode(members)),
    ("tu16.encode", |_, members| scalars::tu16_encode(members)),
    ("tu32.decode", |_, members| scalars::tu32_decode(members)),
    ("tu32.encode", |_, members| scalars::tu32_encode(members)),
    ("tu64.decode", |_, members| scalars::tu64_decode(members)),
    ("tu64.encode", |_, members| scalars::tu64_encode(members)),
    ("tlv.decode", |_, members| tlv::decode(members)),
    ("tlv.encode", |_, members| tlv::encode(members)),
    ("payload.decode", |_, members| payload::decode(members)),
    ("payload.encode", |_, members| payload::encode(members)),
    ("onion_failure.decode", |_, members| onion_failure::decode(members)),
    ("onion_failure.encode", |_, members| onion_failure::encode(members)),
    ("features.decode", |_, members| features::decode(members)),
    ("features.encode", |_, members| features::encode(members)),
    ("features.check", features::check),
    ("invoice.decode", |_, members| invoice_decode::decode(members)),
    ("invoice.encode", |_, members| invoice_encode::encode(members)),
    ("invoice.final_payload", invoice_payment::final_payload),
];

/// What only an implementation of AMP has.
const AMP: &[(&str, Operation)] = &[
    ("amp_record.decode", |_, members| amp_record::decode(members)),
    ("amp_record.encode", |_, members| amp_record::encode(members)),
    ("amp.split", |_, members| derivation::split(members)),
    ("amp.derive", |_, members| derivation::derive(members)),
    ("amp.reconstruct", |_, members| derivation::reconstruct(members)),
    ("shares.run", |_, members| shares_run::run(members)),
    ("receiver.run", |_, members| receiver_run::run(members, receiver_run::Timeout::OfSet)),
    ("sender.run", |_, members| sender_run::run(members)),
];

fn operations(profile: Profile) -> impl Iterator<Item = &'static (&'static str, Operation)> {
    let amp = match profile {
        Profile::Bystander => &[],
        Profile::Amp => AMP,
    };
    COMMON.iter().chain(amp)
}

/// What the built-in codec says about itself in this profile.
#[must_use]
pub fn hello(profile: Profile) -> Hello {
    let amp: &[&str] = match profile {
        Profile::Bystander => &[],
        Profile::Amp => &[
            "layout:type8",
            "layout:type14",
            "receiver:cancel-set",
            "scheme:sha256",
            "scheme:bp2018",
            "scheme:hmac_xor",
        ],
    };
    let can = ["invoice:no-verify", "known-features", "now", "path-key", "role:intermediate"]
        .iter()
        .chain(amp);
    Hello {
        protocol: PROTOCOL.to_owned(),
        name: NAME.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        language: "rust".to_owned(),
        profiles: [profile.as_str().to_owned()].into(),
        ops: operations(profile).map(|(op, _)| (*op).to_owned()).collect(),
        can: can.map(|tag| (*tag).to_owned()).collect(),
        omits: [].into(),
        errors: ErrorDetail::Class,
        max_line: None,
    }
}

/// The built-in codec's answer to one case.
#[must_use]
pub fn answer(profile: Profile, op: &str, input: &Members) -> Answer {
    match operations(profile).find(|(name, _)| *name == op) {
        Some((_, operation)) => operation(profile, input).unwrap_or_else(Answer::Reject),
        None => Answer::unsupported(format!("the operation {op:?} is not implemented")),
    }
}

/// The built-in payee's answer to `receiver.run` where each HTLC has a timeout of its own, as in LND, and not the set as a
/// whole. Both are sound, so a scenario in which that matters has two right answers.
#[must_use]
pub fn answer_with_timeouts_of_each_htlc(input: &Members) -> Answer {
    receiver_run::run(input, receiver_run::Timeout::OfEachHtlc).unwrap_or_else(Answer::Reject)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ask(profile: Profile, op: &str, input: &serde_json::Value) -> serde_json::Value {
        answer(profile, op, input.as_object().unwrap()).to_json("1")
    }

    #[test]
    fn a_bystander_refuses_the_amp_record() {
        let bytes = format!("020101040101{}{}", "0e40", "11".repeat(64));
        let mut input = json!({"bytes": bytes, "role": "final", "layouts": []});
        let refused = ask(Profile::Bystander, "payload.decode", &input);
        assert_eq!(refused["reject"]["class"], "unknown_even");
        assert_eq!(refused["reject"]["offset"], "6");
        input["layouts"] = json!(["type14"]);
        let accepted = ask(Profile::Amp, "payload.decode", &input);
        assert_eq!(accepted["ok"]["amp_record"]["child_index"], "0");
    }

    #[test]
    fn what_is_not_declared_is_unsupported() {
        let derive = ask(Profile::Bystander, "amp.derive", &json!({}));
        assert!(derive.get("unsupported").is_some());
        assert!(!hello(Profile::Bystander).ops.contains("amp.derive"));
        assert!(hello(Profile::Amp).ops.contains("amp.derive"));
    }

    #[test]
    fn a_request_out_of_form_is_refused_with_words() {
        for input in [
            json!({}),
            json!({"bytes": "0g"}),
            json!({"bytes": "000"}),
            json!({"bytes": "AA"}),
            json!({"bytes": 1}),
        ] {
            let answer = ask(Profile::Amp, "bigsize.decode", &input);
            assert!(answer["reject"]["message"].is_string(), "{input}");
        }
        for value in [json!("-1"), json!("01"), json!(""), json!("+1"), json!(1)] {
            let answer = ask(Profile::Amp, "bigsize.encode", &json!({"value": value}));
            assert!(answer["reject"]["class"].is_string());
        }
        let over = ask(Profile::Amp, "tu16.encode", &json!({"value": "65536"}));
        assert_eq!(over["reject"]["class"], "bad_value");
    }
}
