use serde_json::json;

use super::*;
use crate::verdict::Verdict;

fn vector(id: &str, verdict: &str, red: bool) -> Value {
    json!({
        "id": id, "hash": "00", "op": "bigsize.decode", "level": "must", "status": "stable",
        "rules": { "obeys": [], "breaks": [] }, "verdict": verdict, "red": red, "expected": { "ok": {} },
        "members_compared": 0, "members": 0, "microseconds": 7,
    })
}

fn report() -> Value {
    json!({
        "schema": "ampwire-report-1", "runner": { "name": "ampwire", "version": "0.1.0" },
        "suite": { "version": "0.1.0", "source": "embedded", "vectors": 2 }, "protocol": "1",
        "options": { "level": "should", "strict_reasons": false, "accept_deployed": false, "fail_fast": false,
            "profile": null, "only": [], "skip": [], "rules": [], "ops": [] },
        "runs": [{
            "command": ["./adapter"], "hello": null, "fault": null, "interrupted": false, "warnings": [],
            "summary": { "selected": 2, "ran": 2, "not_run": 0 }, "stray_lines": [],
            "vectors": [vector("b/two", "pass", false), vector("a/one", "pass", false)],
        }],
        "exit_status": 0,
    })
}

fn parse(json: &Value) -> Result<Saved, String> {
    Saved::parse(json.to_string().as_bytes(), false)
}

#[track_caller]
fn refused(bytes: &[u8], words: &str) {
    let fault = Saved::parse(bytes, false).unwrap_err();
    assert!(fault.contains(words), "{fault}");
}

#[test]
fn what_is_no_report_is_refused_with_the_place() {
    for empty in ["", " \r\n\t"] {
        refused(empty.as_bytes(), "it is empty");
    }
    let whole = serde_json::to_string_pretty(&report()).unwrap();
    refused(&whole.as_bytes()[..whole.len() / 2], "cut off");
    let last_line = format!("at line {}", whole[..whole.len() / 2].lines().count());
    refused(&whole.as_bytes()[..whole.len() / 2], &last_line);
    refused(b"{\n  nonsense", "not JSON: key must be a string at line 2 column 3");
    refused(format!("{whole}\n{whole}").as_bytes(), "trailing characters");
    refused(b"{\"schema\":\"\xff\"}", "not JSON");
    refused(b"[]", "no member `schema`");
    refused(b"{\"schema\":\"ampwire-report-2\"}", "its schema is \"ampwire-report-2\"");
    refused(b"{\"schema\":1}", "its schema is 1");
    refused(b"{\"schema\":\"ampwire-report-1\"}", "missing field `runner`");
    refused("[".repeat(100_000).as_bytes(), "recursion limit");
}

#[test]
fn a_member_of_another_kind_is_named_by_its_path() {
    let mut unknown = report();
    unknown["runs"][0]["vectors"][1]["verdict"] = json!("dubious\u{1b}[2J");
    let fault = parse(&unknown).unwrap_err();
    assert!(fault.starts_with("at runs[0].vectors[1].verdict: unknown variant"), "{fault}");
    assert!(!fault.contains('\u{1b}'), "{fault}");
    let mut number = report();
    number["runs"][0]["summary"]["pass"] = json!(-1);
    assert!(parse(&number).unwrap_err().starts_with("at runs[0].summary.pass: "));
}

#[test]
fn a_report_that_contradicts_itself_is_refused() {
    for (pointer, value, words) in [
        ("/runs/0/vectors/0/red", json!(true), "b/two is red"),
        ("/runs/0/summary/ran", json!(0), "nothing ran"),
        ("/runs", json!([]), "nothing ran"),
        ("/runs/0/interrupted", json!(true), "ended early"),
        ("/runs/0/fault", json!({ "message": "m", "line": null, "stderr": "" }), "ended early"),
        ("/runs/0/summary/selected", json!(3), "and 2 are here"),
        ("/runs/0/vectors", json!([]), "and 0 are here"),
        ("/runs/0/summary/not_run", json!(u64::MAX), "not run"),
    ] {
        let mut wrong = report();
        *wrong.pointer_mut(pointer).unwrap() = value;
        let fault = parse(&wrong).unwrap_err();
        assert!(fault.contains(words), "{pointer}: {fault}");
    }
}

#[test]
fn older_and_later_reports_are_read() {
    // The summary of this one has few counts: an older version wrote it.
    let mut later = report();
    later["x_new"] = json!({ "of": "a later version" });
    later["runs"][0]["vectors"][0]["x_new"] = json!(1);
    let saved = parse(&later).unwrap();
    assert_eq!(saved.json, later);
    assert_eq!(saved.report.runs[0].vectors[0].verdict, Verdict::Pass);
}

#[test]
fn every_verdict_is_read_as_it_is_written() {
    for verdict in Verdict::ALL {
        let written = serde_json::to_value(verdict).unwrap();
        assert_eq!(serde_json::from_value::<Verdict>(written).unwrap(), verdict);
    }
}

#[test]
fn an_endless_file_ends() {
    let error = read_limited(io::repeat(b' ')).unwrap_err().to_string();
    assert!(error.contains("more than 256 MiB"), "{error}");
}

#[test]
fn equal_results_are_equal_bytes() {
    let reproducible = |report: &Value| {
        let saved = Saved::parse(report.to_string().as_bytes(), true).unwrap();
        saved.json.to_string()
    };
    let plain = reproducible(&report());
    let mut other = report();
    other["runs"][0]["vectors"].as_array_mut().unwrap().reverse();
    other["runs"][0]["vectors"][0]["microseconds"] = json!(8);
    other["runs"][0]["vectors"][0]["stderr"] = json!("pid 7");
    other["runs"][0]["summary"]["milliseconds"] = json!(9);
    other["runs"][0]["command"] = json!(["elsewhere/adapter"]);
    other["runs"][0]["stray_lines"] = json!(["at 10 o'clock"]);
    assert_ne!(reproducible(&other), plain);
    // Standard error is there or not; what it says differs by chance.
    other["runs"][0]["vectors"][0].as_object_mut().unwrap().remove("stderr");
    other["runs"][0]["summary"].as_object_mut().unwrap().remove("milliseconds");
    assert_eq!(reproducible(&other), plain);
    other["runs"][0]["vectors"][0]["verdict"] = json!("unsupported");
    assert_ne!(reproducible(&other), plain);
}
