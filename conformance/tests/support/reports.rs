//! Reports made by hand, and what becomes of them.

use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::ampwire;

pub(crate) fn vector(id: &str, verdict: &str, red: bool, more: Value) -> Value {
    let mut vector = json!({
        "id": id, "hash": "0123456789abcdef", "op": "bigsize.decode", "level": "must", "status": "stable",
        "rules": { "obeys": [], "breaks": [] }, "verdict": verdict, "red": red,
        "expected": { "ok": { "length": "1", "value": "1" } }, "members_compared": 0, "members": 2, "microseconds": 1500,
    });
    let Value::Object(more) = more else { panic!("not an object: {more}") };
    vector.as_object_mut().unwrap().extend(more);
    vector
}

pub(crate) fn every_verdict() -> Vec<Value> {
    vec![
        vector(
            "bigsize/one",
            "pass",
            false,
            json!({ "actual": { "ok": { "length": "1", "value": "1" } }, "members_compared": 2 }),
        ),
        vector(
            "bigsize/reason",
            "other_reason",
            false,
            json!({ "expected": { "reject": { "class": ["truncated"], "offset": "0" } }, "actual": { "reject": { "class": "order" } },
                "reasons": ["refused as `order`; right is truncated"], "class_compared": true, "members": 0 }),
        ),
        vector(
            "bigsize/fail",
            "fail",
            true,
            json!({ "actual": { "ok": { "length": "1", "value": "2" } }, "members_compared": 2,
                "rules": { "obeys": ["bolt1.bigsize.minimal"], "breaks": [] },
                "differences": [{ "member": "value", "expected": "1", "actual": "2", "hint": "off by one" }],
                "same_as": ["lnd 0.1 (its test)"] }),
        ),
        vector(
            "tlv/panic",
            "panic",
            true,
            json!({ "op": "tlv.decode", "reasons": ["index out of range"], "actual": { "panic": "index out of range" } }),
        ),
        vector(
            "tlv/crash",
            "crash",
            true,
            json!({ "op": "tlv.decode", "reasons": ["it ended with exit status 0"], "stderr": "first\nlast\n" }),
        ),
        vector(
            "tlv/hang",
            "hang",
            true,
            json!({ "op": "tlv.decode", "reasons": ["no answer in 2 s"] }),
        ),
        vector(
            "tlv/garbage",
            "garbage",
            true,
            json!({ "op": "tlv.decode", "reasons": ["the answer has two verdicts"], "stray": { "count": 1, "first": ["log"] } }),
        ),
        vector(
            "tlv/undeclared",
            "unsupported",
            false,
            json!({ "op": "tlv.decode", "reasons": ["no x-flight"] }),
        ),
        vector(
            "tlv/declared",
            "unsupported",
            true,
            json!({ "op": "tlv.decode", "reasons": ["it says unsupported, and declared tlv.decode"], "actual": { "unsupported": "" } }),
        ),
        vector(
            "tlv/deployed",
            "deployed",
            false,
            json!({ "op": "tlv.decode", "reasons": ["accepted, and must be refused"], "same_as": ["lnd"], "actual": { "ok": {} } }),
        ),
        vector(
            "tlv/observed",
            "observed",
            false,
            json!({ "op": "tlv.decode", "level": "may", "would_be": "fail", "reasons": ["accepted, and must be refused"], "actual": { "ok": {} } }),
        ),
        vector(
            "tlv/observed-pass",
            "observed",
            false,
            json!({ "op": "tlv.decode", "level": "info", "would_be": "pass", "actual": { "ok": {} } }),
        ),
        vector(
            "tlv/expected-failure",
            "expected_failure",
            false,
            json!({ "op": "tlv.decode", "would_be": "fail", "reasons": ["accepted, and must be refused"], "actual": { "ok": {} },
                "exception": { "line": 4, "got": "ok", "kind": "bug", "reason": "It takes what it is given.",
                    "url": "https://example.org/1" } }),
        ),
        vector(
            "tlv/unexpected-pass",
            "unexpected_pass",
            true,
            json!({ "op": "tlv.decode", "would_be": "pass", "actual": { "ok": {} },
                "reasons": ["passes, and the entry at known.toml:11 expects it to fail: take it out there"],
                "exception": { "line": 11, "got": "ok", "kind": "todo", "reason": "" } }),
        ),
    ]
}

/// A report of these vectors, with the counts that belong to them.
pub(crate) fn report(vectors: &[Value]) -> Value {
    let count =
        |verdict: &str| vectors.iter().filter(|vector| vector["verdict"] == verdict).count();
    let sum =
        |member: &str| vectors.iter().map(|vector| vector[member].as_u64().unwrap()).sum::<u64>();
    let red = vectors.iter().filter(|vector| vector["red"] == json!(true)).count();
    json!({
        "schema": "ampwire-report-1", "runner": { "name": "ampwire", "version": "0.1.0" },
        "suite": { "version": "0.1.0", "source": "embedded", "vectors": 20 }, "protocol": "1",
        "options": { "level": "should", "strict_reasons": false, "accept_deployed": true, "fail_fast": false,
            "profile": null, "only": [], "skip": [], "rules": [], "ops": [] },
        "exceptions": { "file": "known.toml", "entries": 3, "stale": [] },
        "runs": [{
            "command": ["./adapter", "--flag"],
            "hello": { "protocol": "1", "name": "example", "version": "1.2.3", "language": "go", "profiles": ["amp"],
                "ops": ["bigsize.decode", "tlv.decode"], "can": [], "errors": "class" },
            "fault": null, "interrupted": false, "warnings": [],
            "summary": {
                "selected": vectors.len(), "ran": vectors.iter().filter(|vector| vector["id"] != "tlv/undeclared").count(), "not_run": 0,
                "pass": count("pass"), "other_reason": count("other_reason"), "fail": count("fail"), "panic": count("panic"),
                "crash": count("crash"), "hang": count("hang"), "garbage": count("garbage"), "unsupported": count("unsupported"),
                "deployed": count("deployed"), "observed": count("observed"), "red": red,
                "expected_failure": count("expected_failure"), "unexpected_pass": count("unexpected_pass"), "exceptions_not_run": 1,
                "members_compared": sum("members_compared"), "members": sum("members"), "rejections": 1, "classes_compared": 1,
                "stray_lines": 0, "restarts": 3, "milliseconds": 42,
            },
            "stray_lines": [], "vectors": vectors,
        }],
        "exit_status": u8::from(red > 0),
    })
}

pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, report: &Value) -> String {
        std::fs::write(self.path(name), report.to_string()).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }
}

#[track_caller]
pub(crate) fn rendered(report: &Value, words: &[&str]) -> String {
    let folder = Folder::new();
    let path = folder.write("report.json", report);
    let outcome = ampwire(["report", &path].iter().chain(words));
    outcome.ends_with(0);
    assert_eq!(outcome.stderr, "");
    outcome.stdout
}

/// An entry for an expected failure that matches nothing, as the runner reports it.
pub(crate) fn stale(report: &mut Value) {
    report["exceptions"]["stale"] =
        json!([{ "line": 7, "id": "tlv/gone", "why": "no vector has this id" }]);
    report["exit_status"] = json!(2);
}

/// A change of a report.
pub(crate) type Change<'a> = &'a dyn Fn(&mut Value);
