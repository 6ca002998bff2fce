//! `ampwire report compare`: what changed between two reports, and whether it got worse.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use serde_json::{Value, json};
use support::reports::{Change, Folder, every_verdict, report, stale, vector};
use support::{Outcome, ampwire};

fn compared(before: &Value, after: &Value) -> Outcome {
    let folder = Folder::new();
    let (before, after) = (folder.write("before", before), folder.write("after", after));
    ampwire(["report", "compare", &before, &after])
}

#[test]
fn the_same_report_twice_is_no_change() {
    let report = report(&every_verdict());
    compared(&report, &report)
        .ends_with(0)
        .says("0 worse, 0 better, 0 otherwise, 0 added, 0 removed, 14 the same");
}

#[test]
fn what_changed() {
    let before = report(&every_verdict());
    let mut vectors = every_verdict();
    vectors[0]["verdict"] = json!("fail");
    vectors[0]["red"] = json!(true);
    vectors[1]["verdict"] = json!("unsupported");
    vectors[1]["reasons"] = json!(["no bigsize.decode"]);
    vectors[2]["verdict"] = json!("crash");
    vectors[3]["verdict"] = json!("pass");
    vectors[3]["red"] = json!(false);
    vectors[4]["reasons"] = json!(["it ended by signal 11"]);
    vectors[9]["actual"] = json!({ "ok": { "records": [] } });
    vectors[11]["would_be"] = json!("fail");
    vectors.push(vector("tlv/new", "pass", false, json!({ "op": "tlv.decode" })));
    vectors.push(vector("tlv/new-red", "fail", true, json!({ "op": "tlv.decode" })));
    vectors.remove(5);
    let mut after = report(&vectors);
    let with_same_suite = compared(&before, &after);
    with_same_suite
        .ends_with(1)
        .says("tlv/hang: hang → not there, with the same vectors and options");
    after["suite"]["version"] = json!("0.2.0");
    after["runs"][0]["hello"]["version"] = json!("1.3.0");
    let outcome = compared(&before, &after);
    outcome.ends_with(1);
    insta::assert_snapshot!("compare", outcome.stdout);
}

#[test]
fn each_way_to_get_worse_and_none_beside() {
    let before = report(&every_verdict());
    let cases: [(&str, Change<'_>, i32); 8] = [
        (
            "fewer members",
            &|report| report["runs"][0]["vectors"][0]["members_compared"] = json!(1),
            1,
        ),
        ("no class", &|report| report["runs"][0]["vectors"][1]["class_compared"] = json!(false), 1),
        (
            "crash for fail",
            &|report| report["runs"][0]["vectors"][2]["verdict"] = json!("crash"),
            1,
        ),
        ("fail for crash", &|report| report["runs"][0]["vectors"][4]["verdict"] = json!("fail"), 0),
        ("interrupted", &|report| report["runs"][0]["interrupted"] = json!(true), 1),
        ("another run", &|report| report["runs"] = json!([]), 1),
        ("other times", &|report| report["runs"][0]["vectors"][0]["microseconds"] = json!(1), 0),
        ("another version", &|report| report["runs"][0]["hello"]["version"] = json!("2"), 0),
    ];
    for (what, change, status) in cases {
        let mut after = before.clone();
        change(&mut after);
        let outcome = compared(&before, &after);
        assert_eq!(outcome.status, Some(status), "{what}: {outcome:#?}");
    }
    // Back from what was worse is better, and a failure that is gone is.
    let mut fixed = before.clone();
    fixed["runs"][0]["vectors"][2]["verdict"] = json!("pass");
    fixed["runs"][0]["vectors"][2]["red"] = json!(false);
    compared(&before, &fixed).ends_with(0).says("better (1):\n  bigsize/fail: fail → pass");
    compared(&fixed, &before).ends_with(1).says("worse (1):\n  bigsize/fail: pass → fail");
}

/// The file of expected failures makes no testee better or worse: what it covers was a failure and stays one.
#[test]
fn an_expected_failure_is_no_fix() {
    let vectors = every_verdict();
    let at = |verdict: &str| {
        let found = vectors.iter().find(|vector| vector["verdict"] == verdict).unwrap();
        let mut found = found.clone();
        found["id"] = json!("tlv/one");
        found["hash"] = json!("0123456789abcdef");
        found["op"] = json!("tlv.decode");
        found["differences"] = json!([]);
        found["members_compared"] = json!(0);
        // Each verdict on one answer that is wrong, or on the one that is right.
        let right = matches!(verdict, "pass" | "unexpected_pass");
        found["actual"] = json!({ "ok": { "wrong": !right } });
        found
    };
    let compare = |before: &Value, after: &Value| {
        compared(&report(std::slice::from_ref(before)), &report(std::slice::from_ref(after)))
    };
    for (before, after, list) in [
        ("fail", "expected_failure", "otherwise"),
        ("deployed", "expected_failure", "otherwise"),
        ("expected_failure", "deployed", "otherwise"),
        ("pass", "unexpected_pass", "otherwise"),
        ("unexpected_pass", "pass", "otherwise"),
        ("expected_failure", "pass", "better"),
        ("expected_failure", "unexpected_pass", "better"),
        ("fail", "unexpected_pass", "better"),
        ("crash", "expected_failure", "better"),
        ("expected_failure", "fail", "worse"),
        ("expected_failure", "crash", "worse"),
        ("pass", "expected_failure", "worse"),
        ("unexpected_pass", "expected_failure", "worse"),
        ("unexpected_pass", "fail", "worse"),
    ] {
        let outcome = compare(&at(before), &at(after));
        let status = i32::from(list == "worse");
        assert_eq!(outcome.status, Some(status), "{before} → {after}: {outcome:#?}");
        assert!(
            outcome.stdout.contains(&format!("{list} (1):")),
            "{before} → {after}: {}",
            outcome.stdout
        );
    }
    // Another wrong answer under the same entry.
    let mut other = at("expected_failure");
    other["actual"] = json!({ "ok": { "wrong": "otherwise" } });
    compare(&at("expected_failure"), &other).ends_with(0).says("with another answer");
    // Stale entries make a run red, and a later one that lacks them is better.
    let fine = report(&every_verdict()[..1]);
    let mut with_stale = fine.clone();
    stale(&mut with_stale);
    compared(&fine, &with_stale).ends_with(1).says("tlv/gone");
    compared(&with_stale, &fine).ends_with(0).says("better (1):");
    let mut without = fine.clone();
    without["exceptions"] = Value::Null;
    compared(&without, &fine).ends_with(0).says("note: expected failures of none → known.toml");
}
