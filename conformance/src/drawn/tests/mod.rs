use super::derivation::{Bytes32, hash, xor};
use super::*;
use crate::builtin;
use crate::protocol::{Answer, Profile};
use ampwire::onion::{AmpRecord, Layout, PayloadBuilder, PaymentData};
use ampwire::secret::{PaymentSecret, SetId, Share};
use ampwire::wire::Encode;
use serde_json::json;

mod sender;
mod shares;

const SECRET: Bytes32 = [0x11; 32];
const SET: Bytes32 = [0x33; 32];
const ROOT: Bytes32 = [0x55; 32];

/// What is found, each rule once.
fn found(op: &str, input: &Value, answer: &Value) -> Vec<String> {
    let comparison = judge(op, input.as_object().unwrap(), answer.as_object().unwrap(), None);
    assert_eq!((comparison.members, comparison.compared), (1, 1));
    assert_eq!(comparison.reasons.len(), comparison.differences.len());
    let rules = comparison
        .differences
        .iter()
        .map(|difference| difference.expected.as_ref().unwrap().as_str().unwrap().to_owned());
    rules.collect::<BTreeSet<String>>().into_iter().collect()
}

fn ask(op: &str, input: &Value) -> Value {
    match builtin::answer(Profile::Amp, op, input.as_object().unwrap()) {
        Answer::Ok(members) => members.into(),
        other => panic!("{other:?}"),
    }
}

/// A change to an answer.
fn with(answer: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut answer = answer.clone();
    change(&mut answer);
    answer
}

#[test]
fn findings_name_rules_and_no_bytes() {
    let input = json!({"events": [{"new": {"id": "a", "last": true}}]});
    let mut answer = ask("shares.run", &input);
    answer["shares"][0]["index"] = json!("0");
    let judged = |answer: &Value| {
        judge("shares.run", input.as_object().unwrap(), answer.as_object().unwrap(), None)
    };
    let one = judged(&answer);
    let [difference] = one.differences.as_slice() else { panic!("{:?}", one.reasons) };
    assert_eq!(difference.member, "shares[0]");
    assert_eq!(difference.expected, Some(json!("amp.shares.kept")));
    assert!(one.reasons[0].starts_with("amp.shares.kept: shares[0]: "), "{:?}", one.reasons);
    let mut other = ask("shares.run", &input);
    other["shares"][0]["index"] = json!("0");
    assert_ne!(answer, other);
    assert_eq!(judged(&other), one);
    let omits = ["shares".to_owned()].into();
    let input = input.as_object().unwrap();
    let omitted = judge("shares.run", input, &Members::new(), Some(&omits));
    assert_eq!((omitted.members, omitted.compared, omitted.reasons.len()), (1, 0, 0));
}

#[test]
fn every_rule_that_is_named_is_there() {
    let rules = ampwire_vectors::rules().unwrap().rules;
    for source in [
        include_str!("../shares.rs"),
        include_str!("../sender.rs"),
        include_str!("../sent.rs"),
        include_str!("../payment.rs"),
    ] {
        for name in source.split('"').filter(|text| text.starts_with("amp.")) {
            assert!(rules.iter().any(|rule| rule.id == name), "{name}");
        }
    }
}
