use ampwire_vectors::{Class, Profile};
use serde_json::json;

use super::*;
use crate::bytes::Labelled;
use crate::case::{object, rejection};

const OPERATIONS: &[Operation] = &[Operation { op: "tlv.decode", header: &["A test."] }];

/// Gives one answer to everything.
struct Says(Value);

impl Oracle for Says {
    fn name(&self) -> &'static str {
        "says"
    }

    fn answer(&mut self, _: Profile, _: &str, _: &Members) -> Result<Given, String> {
        Ok(Given::from_json(&self.0))
    }

    fn answer_with_timeouts_of_each_htlc(&mut self, _: &Members) -> Result<Given, String> {
        Ok(Given::from_json(&self.0))
    }
}

/// Gives one answer with timeouts of a set, and another with those of each HTLC.
struct SaysBoth(Value, Value);

impl Oracle for SaysBoth {
    fn name(&self) -> &'static str {
        "says both"
    }

    fn answer(&mut self, _: Profile, _: &str, _: &Members) -> Result<Given, String> {
        Ok(Given::from_json(&self.0))
    }

    fn answer_with_timeouts_of_each_htlc(&mut self, _: &Members) -> Result<Given, String> {
        Ok(Given::from_json(&self.1))
    }
}

fn rules() -> RuleFile {
    serde_json::from_value(json!({
        "schema": "ampwire-rules-1",
        "suite": "0.1.0",
        "rules": [{
            "id": "a.b.c",
            "level": "must",
            "authority": "bolt",
            "source": "BOLT 1",
            "side": "both",
            "class": "order",
            "sentence": "A rule.",
        }],
    }))
    .unwrap()
}

fn expectation(case: Case, answers: &[Value]) -> Result<Expect, String> {
    let mut oracles: Vec<Box<dyn Oracle>> = Vec::new();
    for answer in answers {
        oracles.push(Box::new(Says(answer.clone())));
    }
    expectation_of(case, oracles)
}

fn expectation_of(case: Case, mut oracles: Vec<Box<dyn Oracle>>) -> Result<Expect, String> {
    let files = produce(OPERATIONS, &[case.obeys(&["a.b.c"])], &rules(), &mut oracles)
        .map_err(|problems| problems.join("\n"))?;
    Ok(files[0].vectors[0].expect.clone())
}

fn case() -> Case {
    Case::new("tlv.decode", "a/b", "A case.").bytes(&Labelled::of("type", [0x01]))
}

fn rejected(class: &str, offset: &str) -> Value {
    json!({ "reject": { "class": class, "offset": offset, "tlv_type": "1" } })
}

#[test]
fn a_result_has_to_be_everyones() {
    let right = json!({ "ok": { "value": "1" } });
    let wrong = json!({ "ok": { "value": "2" } });
    let declared = || case().ok(json!({ "value": "1" }));
    assert!(expectation(declared(), &[right.clone(), right.clone()]).is_ok());
    for answers in [
        vec![right.clone(), wrong.clone()],
        vec![wrong.clone(), right.clone()],
        vec![wrong.clone(), wrong],
        vec![right.clone(), rejected("order", "0")],
        vec![right, json!({ "unsupported": { "why": "no" } })],
    ] {
        assert!(expectation(declared(), &answers).is_err(), "{answers:?}");
    }
    assert!(expectation(case(), &[]).is_err(), "a case that declares nothing");
}

#[test]
fn a_refusal_has_to_be_everyones_in_class_and_place() {
    let here = rejected("order", "0");
    let declared = || case().reject(Class::Order);
    let expected = Expect::Reject(Rejection {
        class: vec![Class::Order],
        offset: Some("0".to_owned()),
        tlv_type: Some("1".to_owned()),
    });
    assert_eq!(expectation(declared(), &[here.clone(), here.clone()]), Ok(expected.clone()));
    assert_eq!(
        expectation(declared().at(0).of_type(1), &[here.clone(), here.clone()]),
        Ok(expected)
    );
    for (case, other) in [
        (declared(), rejected("duplicate", "0")),
        (declared(), rejected("order", "1")),
        (declared(), json!({ "reject": { "class": "order" } })),
        (declared(), json!({ "reject": {} })),
        (declared(), json!({ "ok": {} })),
        (declared().at(1), here.clone()),
        (declared().of_type(2), here.clone()),
    ] {
        assert!(expectation(case, &[here.clone(), other.clone()]).is_err(), "{other}");
    }
}

#[test]
fn an_open_refusal_records_no_place_but_wants_one() {
    let declared = || case().reject_either(&[Class::Order, Class::Truncated]);
    let here = rejected("order", "0");
    let expected =
        Rejection { class: vec![Class::Order, Class::Truncated], offset: None, tlv_type: None };
    assert_eq!(
        expectation(declared(), &[here.clone(), here.clone()]),
        Ok(Expect::Reject(expected))
    );
    assert!(expectation(declared(), &[here, rejected("order", "1")]).is_err());
}

#[test]
fn an_encoder_need_not_name_the_record() {
    let declared =
        || Case::new("tlv.decode", "a/b", "A case.").with("value", "1").reject(Class::BadValue);
    let bare = json!({ "reject": { "class": "bad_value" } });
    let named = json!({ "reject": { "class": "bad_value", "tlv_type": "2" } });
    let other = json!({ "reject": { "class": "bad_value", "tlv_type": "4" } });
    let place = |answers: &[Value]| match expectation(declared(), answers)? {
        Expect::Reject(refusal) => Ok(refusal.tlv_type),
        _ => Err("no rejection".to_owned()),
    };
    assert_eq!(place(&[bare.clone(), named.clone()]), Ok(None));
    assert_eq!(place(&[named.clone(), named.clone()]), Ok(Some("2".to_owned())));
    assert!(place(&[named, other]).is_err());
}

#[test]
fn of_several_answers_everyone_gives_the_same() {
    let kept = json!({ "ok": { "value": "1" } });
    let refused = json!({ "reject": { "class": "unknown_even" } });
    let declared = || {
        case().any(vec![
            Answer::Ok(object(json!({ "value": "1" }))),
            rejection(&[Class::UnknownEven]),
        ])
    };
    assert!(expectation(declared(), &[kept.clone(), kept.clone()]).is_ok());
    assert!(expectation(declared(), &[refused.clone(), refused.clone()]).is_ok());
    assert!(expectation(declared(), &[kept, refused]).is_err());
    assert!(expectation(declared(), &[json!({ "ok": { "value": "2" } })]).is_err());
}

#[test]
fn outcomes_are_everyones_by_both_kinds_of_timeout() {
    let held = json!({ "event": "0", "id": "a", "held": true });
    let over = json!({ "event": "1", "id": "a", "failed": { "name": "mpp_timeout" } });
    let both = vec![held.clone(), over.clone()];
    let declared = |of_set: &[Value], of_each_htlc: &[Value], trace| {
        let (of_set, of_each_htlc) = (of_set.to_vec(), of_each_htlc.to_vec());
        let mut case = case();
        case.declared = Declared::Outcomes(Outcomes { of_set, of_each_htlc, trace });
        case
    };
    let ok = |outcomes: &[Value]| json!({ "ok": { "outcomes": outcomes } });
    let told = |case, of_set: &[Value], of_each_htlc: &[Value]| {
        let said = SaysBoth(ok(of_set), ok(of_each_htlc));
        expectation_of(case, vec![Box::new(said), Box::new(SaysBoth(ok(&both), ok(&both)))])
    };
    let last = object(json!({ "outcomes": [over.clone()] }));
    assert_eq!(told(declared(&both, &both, false), &both, &both), Ok(Expect::Ok(last.clone())));
    let all = object(json!({ "outcomes": both }));
    assert_eq!(told(declared(&both, &both, true), &both, &both), Ok(Expect::Ok(all)));
    // What was said before the last is compared with trace alone.
    let only = [over];
    assert_eq!(told(declared(&both, &both, false), &only, &both), Ok(Expect::Ok(last)));
    assert!(told(declared(&both, &both, true), &only, &both).is_err());
    let first = [held];
    assert!(told(declared(&both, &both, false), &first, &both).is_err());
    assert!(told(declared(&both, &both, false), &both, &first).is_err());
    assert!(told(declared(&first, &both, false), &both, &both).is_err());
    assert!(told(declared(&both, &first, false), &both, &both).is_err());
    let differ = expectation_of(
        declared(&both, &first, false),
        vec![Box::new(SaysBoth(ok(&both), ok(&first)))],
    );
    assert!(matches!(differ, Ok(Expect::Any(answers)) if answers.len() == 2));
    let refused = expectation(declared(&both, &both, false), &[rejected("other", "0")]);
    assert!(refused.is_err());
}

#[test]
fn what_is_random_has_its_entries() {
    let entry = |has, lacks| Entry { id: "a".to_owned(), has, lacks };
    let declared = |entries: Vec<Entry>| {
        let mut case = case();
        case.declared = Declared::Random { list: "shards", entries };
        case
    };
    let answer = json!({ "ok": { "shards": [{ "id": "a", "payload": "00" }] } });
    let told = |entries| expectation(declared(entries), std::slice::from_ref(&answer));
    let nothing = Ok(Expect::Ok(Members::new()));
    assert_eq!(told(vec![entry(&["payload"], &["refused"])]), nothing);
    assert!(told(vec![entry(&["refused"], &[])]).is_err());
    assert!(told(vec![entry(&[], &["payload"])]).is_err());
    assert!(told(vec![]).is_err());
    let other = Entry { id: "b".to_owned(), has: &[], lacks: &[] };
    assert!(told(vec![other]).is_err());
    assert!(expectation(declared(vec![]), &[json!({ "ok": { "shares": [] } })]).is_err());
}

#[test]
fn needs_follow_from_the_input() {
    let tags = |input: Value| needs(&object(input));
    assert_eq!(
        tags(json!({ "layouts": ["type8", "type14"], "role": "intermediate" })),
        ["layout:type8", "layout:type14", "role:intermediate"]
    );
    assert_eq!(
        tags(json!({ "role": "final", "layouts": [], "path_key_in_htlc": true })),
        ["path-key"]
    );
    assert_eq!(tags(json!({ "amp_record": { "layout": "type8" } })), ["layout:type8"]);
    assert_eq!(tags(json!({ "scheme": "bp2018" })), ["scheme:bp2018"]);
    assert_eq!(tags(json!({ "invoice": "", "verify": false })), ["invoice:no-verify"]);
    assert_eq!(tags(json!({ "invoice": "", "now": "1" })), ["now"]);
    assert_eq!(
        tags(json!({ "features": ["100"], "context": "init", "known": ["100"] })),
        ["known-features"]
    );
    let cancelled = json!({ "at": "1", "cancel_set": "00" });
    let tick = json!({ "at": "1", "tick": true });
    assert_eq!(tags(json!({ "events": [tick, cancelled] })), ["receiver:cancel-set"]);
    let turns = |of: &Value| json!({ "repeat": { "count": "2", "of": [of] } });
    assert_eq!(tags(json!({ "events": [turns(&cancelled)] })), ["receiver:cancel-set"]);
    assert!(tags(json!({ "events": [tick, turns(&tick)] })).is_empty());
}
