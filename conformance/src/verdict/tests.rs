//! Verdicts for every kind of answer.

use std::time::Duration;

use ampwire_vectors::{Vector, content_hash};
use serde_json::{Value, json};

use super::*;
use crate::process::Ending;
use crate::protocol::Garbage;

const OP: &str = "bigsize.decode";

fn vector(changes: Value) -> Vector {
    let mut base = json!({
        "id": "bigsize/one", "hash": "", "comment": "One.", "status": "stable", "since": "0.1.0", "level": "must",
        "profiles": ["amp"], "rules": { "obeys": [], "breaks": [] }, "needs": [], "in": { "bytes": "01" },
        "expect": { "ok": { "value": "1", "length": "1" } },
        "source": { "kind": "generated", "from": "a test" },
    });
    let (Value::Object(base_members), Value::Object(changes)) = (&mut base, changes) else {
        panic!("objects")
    };
    base_members.extend(changes);
    let mut vector: Vector = serde_json::from_value(base).unwrap();
    vector.hash = content_hash(OP, &vector);
    vector
}

fn rejecting() -> Vector {
    vector(
        json!({ "expect": { "reject": { "class": ["truncated", "order"], "offset": "3", "tlv_type": "14" } } }),
    )
}

fn hello(errors: ErrorDetail) -> Hello {
    Hello { errors, ..Hello::default() }
}

const STRICTNESS: Strictness =
    Strictness { level: Level::Should, reasons: false, accept_deployed: false };

/// Without a file that says what messages mean.
fn judge(
    op: &str,
    vector: &Vector,
    hello: &Hello,
    reaction: &Reaction,
    strictness: Strictness,
) -> Judgement {
    super::judge(op, vector, hello, reaction, strictness, None)
}

fn judged(vector: &Vector, answer: Answer) -> Judgement {
    judge(OP, vector, &hello(ErrorDetail::Class), &Reaction::Answered(answer), STRICTNESS)
}

fn right() -> Answer {
    Answer::ok([("value", "1".into()), ("length", "1".into())])
}

fn wrong() -> Answer {
    Answer::ok([("value", "2".into()), ("length", "1".into())])
}

fn rejection(members: Value) -> Answer {
    Answer::Reject(serde_json::from_value(members).unwrap())
}

#[test]
fn an_expected_value() {
    let judgement = judged(&vector(json!({})), right());
    assert_eq!((judgement.verdict, judgement.red), (Verdict::Pass, false));
    assert_eq!((judgement.compared, judgement.members), (2, 2));
    let judgement = judged(&vector(json!({})), wrong());
    assert_eq!((judgement.verdict, judgement.red), (Verdict::Fail, true));
    assert_eq!(judgement.differences.len(), 1);
    let judgement = judged(&vector(json!({})), rejection(json!({})));
    assert_eq!((judgement.verdict, judgement.red), (Verdict::Fail, true));
    assert_eq!(judgement.reasons, ["refused, and must be accepted"]);
    let judgement = judged(&vector(json!({})), Answer::ok([]));
    assert_eq!((judgement.verdict, judgement.differences.len()), (Verdict::Fail, 2));
}

#[test]
fn an_expected_rejection() {
    let full = json!({ "class": "order", "offset": "3", "tlv_type": "14" });
    assert_eq!(judged(&rejecting(), rejection(full)).verdict, Verdict::Pass);
    assert_eq!(
        judged(&rejecting(), rejection(json!({ "class": "truncated" }))).verdict,
        Verdict::Pass
    );
    for (other, words) in [
        (json!({ "class": "missing" }), "refused as `missing`; right is truncated or order"),
        (json!({ "class": "order", "offset": "4" }), "`offset` is 4; right is 3"),
        (json!({ "class": "order", "tlv_type": "8" }), "`tlv_type` is 8; right is 14"),
    ] {
        let judgement = judged(&rejecting(), rejection(other));
        assert_eq!((judgement.verdict, judgement.red), (Verdict::OtherReason, false));
        assert!(judgement.reasons[0].contains(words), "{:?}", judgement.reasons);
    }
    let judgement = judged(&rejecting(), right());
    assert_eq!((judgement.verdict, judgement.red), (Verdict::Fail, true));
    assert_eq!(judgement.reasons, ["accepted, and must be refused"]);
}

#[test]
fn a_reason_counts_only_as_deep_as_it_is_promised_and_asked_for() {
    let reaction = Reaction::Answered(rejection(json!({ "class": "missing" })));
    let shallow = judge(OP, &rejecting(), &hello(ErrorDetail::None), &reaction, STRICTNESS);
    assert_eq!(shallow.verdict, Verdict::Pass);
    let strict = Strictness { reasons: true, ..STRICTNESS };
    let judgement = judge(OP, &rejecting(), &hello(ErrorDetail::Class), &reaction, strict);
    assert_eq!((judgement.verdict, judgement.red), (Verdict::OtherReason, true));
    // An error that could be of several classes has none. That is honest, and counted.
    let silent = Reaction::Answered(rejection(json!({ "offset": "9" })));
    for (errors, strictness, verdict) in [
        (ErrorDetail::None, STRICTNESS, Verdict::Pass),
        (ErrorDetail::None, strict, Verdict::Pass),
        (ErrorDetail::Class, STRICTNESS, Verdict::Pass),
        (ErrorDetail::Class, strict, Verdict::OtherReason),
    ] {
        let judgement = judge(OP, &rejecting(), &hello(errors), &silent, strictness);
        assert_eq!((judgement.verdict, judgement.class_compared), (verdict, Some(false)));
    }
}

#[test]
fn a_message_is_compared_by_what_a_file_says_it_means() {
    let text = r#"
        schema = "ampwire-classes-1"
        [[refusal]]
        message = "leading zero"
        class = ["order", "duplicate"]
        [[refusal]]
        message = "too long"
        class = "bad_length"
    "#;
    let classes = Classes::parse(std::path::Path::new("c.toml"), text).unwrap();
    let strict = Strictness { reasons: true, ..STRICTNESS };
    let judged = |answer: Value, strictness| {
        let reaction = Reaction::Answered(rejection(answer));
        let hello = hello(ErrorDetail::None);
        super::judge(OP, &rejecting(), &hello, &reaction, strictness, Some(&classes))
    };
    let right = judged(json!({ "message": "a leading zero" }), strict);
    assert_eq!((right.verdict, right.class_compared), (Verdict::Pass, Some(true)));
    let other = judged(json!({ "message": "value too long" }), STRICTNESS);
    assert_eq!((other.verdict, other.red), (Verdict::OtherReason, false));
    assert_eq!(
        other.reasons,
        ["refused as `bad_length`, by its message; right is truncated or order"]
    );
    let unknown = json!({ "message": "no" });
    let lax = judged(unknown.clone(), STRICTNESS);
    assert_eq!((lax.verdict, lax.class_compared), (Verdict::Pass, Some(false)));
    let strict = judged(unknown, strict);
    assert_eq!((strict.verdict, strict.red), (Verdict::OtherReason, true));
    assert_eq!(strict.reasons, ["it gives no message that c.toml knows"]);
}

#[test]
fn any_of_several() {
    let either = vector(json!({ "expect": { "any": [
        { "ok": { "value": "1", "length": "1" } },
        { "reject": { "class": ["missing"] } },
    ] } }));
    assert_eq!(judged(&either, right()).verdict, Verdict::Pass);
    assert_eq!(judged(&either, rejection(json!({ "class": "missing" }))).verdict, Verdict::Pass);
    assert_eq!(
        judged(&either, rejection(json!({ "class": "order" }))).verdict,
        Verdict::OtherReason
    );
    let judgement = judged(&either, wrong());
    assert_eq!((judgement.verdict, judgement.differences.len()), (Verdict::Fail, 1));
}

#[test]
fn what_breaks_never_passes_at_no_level() {
    for level in ["must", "should", "may", "info"] {
        for status in ["stable", "staging"] {
            let vector = vector(
                json!({ "level": level, "status": status, "expect": { "reject": { "class": ["order"] } } }),
            );
            for (how, verdict) in [
                (How::Crash(Ending::Exit(0)), Verdict::Crash),
                (
                    How::Hang {
                        limit: Duration::from_secs(2),
                        partial: 3,
                        closed: false,
                        unread: false,
                    },
                    Verdict::Hang,
                ),
                (How::Garbage { garbage: Garbage::NotUtf8, line: String::new() }, Verdict::Garbage),
            ] {
                let reaction =
                    Reaction::Broke { broken: Broken { how, errors: String::new() }, answer: None };
                let strictness = Strictness { accept_deployed: true, ..STRICTNESS };
                let judgement =
                    judge(OP, &vector, &hello(ErrorDetail::None), &reaction, strictness);
                assert_eq!((judgement.verdict, judgement.red), (verdict, true));
            }
            let judgement = judged(&vector, Answer::Panic("index out of range".to_owned()));
            assert_eq!((judgement.verdict, judgement.red), (Verdict::Panic, true));
        }
    }
}

#[test]
fn unsupported_is_grey_only_where_it_was_declared_so() {
    let judgement = judge(
        OP,
        &vector(json!({})),
        &hello(ErrorDetail::None),
        &Reaction::NotAsked("no such op".to_owned()),
        STRICTNESS,
    );
    assert_eq!((judgement.verdict, judgement.red), (Verdict::Unsupported, false));
    let judgement = judged(&vector(json!({})), Answer::unsupported("regtest only"));
    assert_eq!((judgement.verdict, judgement.red), (Verdict::Unsupported, true));
}

#[test]
fn what_has_no_weight_is_observed() {
    for (level, status, gate, observed) in [
        ("may", "stable", Level::Should, true),
        ("may", "stable", Level::May, false),
        ("should", "stable", Level::Should, false),
        ("should", "stable", Level::Must, true),
        ("info", "stable", Level::Info, false),
        ("must", "staging", Level::Info, true),
    ] {
        let vector = vector(json!({ "level": level, "status": status }));
        let strictness = Strictness { level: gate, ..STRICTNESS };
        let judgement =
            judge(OP, &vector, &hello(ErrorDetail::None), &Reaction::Answered(wrong()), strictness);
        let expected =
            if observed { (Verdict::Observed, Some(Verdict::Fail)) } else { (Verdict::Fail, None) };
        assert_eq!((judgement.verdict, judgement.would_be), expected, "{level} {status} {gate:?}");
        assert_eq!(judgement.red, !observed);
    }
}

#[test]
fn a_deployed_answer_is_named_and_accepted_only_when_asked_for() {
    let departed = vector(json!({ "deployed": [
        { "implementation": "lnd", "versions": "0.21.0-beta", "answer": { "reject": {} }, "evidence": "seen" },
    ] }));
    let accept = Strictness { accept_deployed: true, ..STRICTNESS };
    let reaction = Reaction::Answered(rejection(json!({ "class": "order" })));
    let judgement = judge(OP, &departed, &hello(ErrorDetail::Class), &reaction, STRICTNESS);
    assert_eq!((judgement.verdict, judgement.red), (Verdict::Fail, true));
    assert_eq!(judgement.same_as, ["lnd 0.21.0-beta (seen)"]);
    let judgement = judge(OP, &departed, &hello(ErrorDetail::Class), &reaction, accept);
    assert_eq!((judgement.verdict, judgement.red), (Verdict::Deployed, false));
    let judgement =
        judge(OP, &departed, &hello(ErrorDetail::Class), &Reaction::Answered(wrong()), accept);
    assert_eq!((judgement.verdict, judgement.red), (Verdict::Fail, true));
    let judgement =
        judge(OP, &departed, &hello(ErrorDetail::Class), &Reaction::Answered(right()), accept);
    assert_eq!((judgement.verdict, judgement.red), (Verdict::Pass, false));
}
