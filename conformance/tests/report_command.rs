//! `ampwire report`: every format of one report with every verdict and with texts that mean harm, and what changed between two.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::path::PathBuf;

use serde_json::{Value, json};
use support::{Outcome, Suite, ampwire};
use tempfile::TempDir;

/// What a terminal, XML, Markdown, TAP, YAML or a workflow's log would obey.
const HOSTILE: &str = "]]> <b>&amp;\"'| a::error::b %0A # SKIP \\# TODO\n::error::x\n  ...\nok 1\u{1b}[2J\u{0}\u{85}\u{202e}\u{ffff}```\n</details>";

fn vector(id: &str, verdict: &str, red: bool, more: Value) -> Value {
    let mut vector = json!({
        "id": id, "hash": "0123456789abcdef", "op": "bigsize.decode", "level": "must", "status": "stable",
        "rules": { "obeys": [], "breaks": [] }, "verdict": verdict, "red": red,
        "expected": { "ok": { "length": "1", "value": "1" } }, "members_compared": 0, "members": 2, "microseconds": 1500,
    });
    let Value::Object(more) = more else { panic!("not an object: {more}") };
    vector.as_object_mut().unwrap().extend(more);
    vector
}

fn every_verdict() -> Vec<Value> {
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
fn report(vectors: &[Value]) -> Value {
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

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, report: &Value) -> String {
        std::fs::write(self.path(name), report.to_string()).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }
}

#[track_caller]
fn rendered(report: &Value, words: &[&str]) -> String {
    let folder = Folder::new();
    let path = folder.write("report.json", report);
    let outcome = ampwire(["report", &path].iter().chain(words));
    outcome.ends_with(0);
    assert_eq!(outcome.stderr, "");
    outcome.stdout
}

fn compared(before: &Value, after: &Value) -> Outcome {
    let folder = Folder::new();
    let (before, after) = (folder.write("before", before), folder.write("after", after));
    ampwire(["report", "compare", &before, &after])
}

/// All verdicts, and again with every text that a testee can choose set to what means harm.
fn hostile() -> Value {
    let mut report = report(&every_verdict());
    let run = &mut report["runs"][0];
    run["hello"]["name"] = json!(HOSTILE);
    run["hello"]["version"] = json!(HOSTILE);
    run["warnings"] = json!([HOSTILE]);
    run["command"] = json!(["./adapter", HOSTILE]);
    for vector in run["vectors"].as_array_mut().unwrap() {
        if let Some(exception) = vector.get_mut("exception") {
            exception["reason"] = json!(HOSTILE);
            exception["url"] = json!(HOSTILE);
        }
        let id = format!("{} {HOSTILE}", vector["id"].as_str().unwrap());
        vector["id"] = json!(id);
        vector["reasons"] = json!([HOSTILE, HOSTILE]);
        vector["stderr"] = json!(HOSTILE);
        vector["actual"] = json!({ "ok": { HOSTILE: HOSTILE } });
        vector["differences"] = json!([{ "member": HOSTILE, "actual": HOSTILE, "hint": HOSTILE }]);
    }
    report["exceptions"]["file"] = json!(HOSTILE);
    report["exceptions"]["stale"] = json!([{ "line": 3, "id": HOSTILE, "why": HOSTILE }]);
    report["exit_status"] = json!(2);
    report
}

/// What a text looks like where all of it can be shown.
fn harmless(text: &str) -> String {
    text.replace('\n', "\u{21b5}")
        .replace(['\u{1b}', '\u{0}', '\u{85}', '\u{202e}', '\u{ffff}'], "\u{fffd}")
}

#[test]
fn each_format_of_every_verdict() {
    let report = report(&every_verdict());
    for format in ["terminal", "junit", "tap", "markdown", "github"] {
        insta::assert_snapshot!(format, rendered(&report, &["--format", format]));
    }
    insta::assert_snapshot!("terminal-verbose", rendered(&report, &["--verbose"]));
    insta::assert_snapshot!(
        "junit-reproducible",
        rendered(&report, &["--format", "junit", "--reproducible"])
    );
}

#[test]
fn junit_of_hostile_texts_is_read_as_it_was_meant() {
    let text = rendered(&hostile(), &["-f", "junit"]);
    let document = roxmltree::Document::parse(&text).unwrap();
    let of = |name: &'static str| {
        document.descendants().filter(move |node| node.has_tag_name(name)).collect::<Vec<_>>()
    };
    let cases = of("testcase");
    // The vectors, and one for the stale entry.
    assert_eq!(cases.len(), 15);
    assert!(cases.iter().any(|case| {
        case.attribute("name") == Some(&format!("tlv/crash {}", harmless(HOSTILE)))
    }));
    let failures: Vec<_> = of("failure");
    assert_eq!((failures.len(), of("error").len(), of("skipped").len()), (3, 5, 3));
    for node in &failures {
        assert!(node.attribute("message").unwrap().ends_with(&harmless(HOSTILE)), "{text}");
        assert!(node.text().unwrap().contains(&harmless(HOSTILE)));
    }
    let sum = |attribute: &str| {
        of("testsuite")
            .iter()
            .map(|suite| {
                suite.attribute(attribute).map_or(0, |count| count.parse::<u32>().unwrap())
            })
            .sum::<u32>()
    };
    assert_eq!((sum("tests"), sum("failures"), sum("errors"), sum("skipped")), (15, 3, 5, 3));
}

#[test]
fn tap_of_hostile_texts_has_one_line_a_vector() {
    let text = rendered(&hostile(), &["-f", "tap"]);
    assert!(text.starts_with("TAP version 14\n1..15\n"), "{text}");
    let results: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("ok ") || line.starts_with("not ok "))
        .collect();
    assert_eq!(results.len(), 15, "{text}");
    let directive = |line: &&&str| {
        // A hash that no backslash takes its meaning from.
        let unescaped = line.replace("\\\\", "").replace("\\#", "");
        unescaped.contains(" # ")
    };
    assert_eq!(results.iter().filter(directive).count(), 3, "{text}");
    // Nothing but the blocks' own ends.
    let ends = text.lines().filter(|line| line.trim() == "...").count();
    assert_eq!(ends, text.lines().filter(|line| line.trim() == "---").count());
    assert_eq!(ends, 8);
    for line in text.lines().filter(|line| line.starts_with("  message: ")) {
        let message: Value = serde_json::from_str(&line["  message: ".len()..]).unwrap();
        assert!(message.as_str().unwrap().ends_with(&harmless(HOSTILE)), "{line}");
    }
}

#[test]
fn annotations_of_hostile_texts_are_one_line_each() {
    let text = rendered(&hostile(), &["-f", "github"]);
    assert_eq!(text.lines().count(), 9, "{text}");
    for line in text.lines() {
        assert!(
            line.starts_with("::error title=") || line.starts_with("::warning title="),
            "{line}"
        );
        // The title ends at the first colons; none of its own are left.
        let rest = line.split_once(" title=").unwrap().1;
        assert!(!rest.split_once("::").unwrap().0.contains([':', ',']), "{line}");
        assert!(line.contains("%250A"), "{line}");
        assert!(!line.chars().any(char::is_control), "{line}");
    }
}

#[test]
fn ten_annotations_the_gravest_first_and_the_rest_counted() {
    let mut vectors: Vec<Value> = (0..30)
        .map(|number| {
            vector(&format!("bigsize/{number}"), "fail", true, json!({ "reasons": ["wrong"] }))
        })
        .collect();
    vectors.push(vector("bigsize/crash", "crash", true, json!({ "reasons": ["it ended"] })));
    let mut report = report(&vectors);
    report["runs"][0]["warnings"] = json!(["one", "two"]);
    let text = rendered(&report, &["-f", "github"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 10);
    assert!(lines[0].starts_with("::error title=CRASH bigsize/crash::"), "{text}");
    assert!(lines[1].starts_with("::error title=FAIL bigsize/0::"), "{text}");
    assert_eq!(
        lines[9],
        "::error title=ampwire::and 22 errors and 2 warnings more; the report has them all"
    );
    let ten: Vec<Value> = vectors.drain(..10).collect();
    let text = rendered(&self::report(&ten), &["-f", "github"]);
    assert_eq!((text.lines().count(), text.contains("more;")), (10, false));
}

#[test]
fn a_terminal_is_not_steered() {
    for words in [&["-v"][..], &["-f", "markdown"], &["-f", "tap"], &["-f", "github"]] {
        let text = rendered(&hostile(), words);
        let steering = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!text.contains(steering), "{text:?}");
        assert!(!text.lines().any(|line| line.starts_with("::error::x") || line == "ok 1"));
    }
}

#[test]
fn a_run_that_ended_early_is_no_small_green_one() {
    let whole = every_verdict();
    let (passes, fault) =
        (&whole[..1], json!({ "message": "it could not be started", "line": null, "stderr": "" }));
    let early = |change: Change<'_>| {
        let mut report = report(passes);
        change(&mut report);
        report
    };
    let reports = [
        early(&|report| {
            report["runs"][0]["interrupted"] = json!(true);
            report["exit_status"] = json!(130);
        }),
        early(&|report| {
            report["runs"][0]["fault"] = fault.clone();
            report["exit_status"] = json!(3);
        }),
        early(&|report| {
            report["runs"][0]["summary"]["selected"] = json!(9);
            report["runs"][0]["summary"]["not_run"] = json!(8);
            report["exit_status"] = json!(1);
        }),
        early(&|report| {
            report["runs"] = json!([]);
            report["exit_status"] = json!(4);
        }),
        early(&|report| report["exit_status"] = json!(1)),
        early(&|report| stale(report)),
    ];
    for report in reports {
        let junit = rendered(&report, &["-f", "junit"]);
        assert!(junit.contains("errors=\"1\"") && junit.contains("<error "), "{junit}");
        let tap = rendered(&report, &["-f", "tap"]);
        assert!(tap.lines().any(|line| line.starts_with("not ok ")), "{tap}");
        assert!(rendered(&report, &["-f", "github"]).starts_with("::error "));
        let markdown = rendered(&report, &["-f", "markdown"]);
        assert!(markdown.contains("\n**") && !markdown.contains("all as expected"), "{markdown}");
    }
}

/// An entry for an expected failure that matches nothing, as the runner reports it.
fn stale(report: &mut Value) {
    report["exceptions"]["stale"] =
        json!([{ "line": 7, "id": "tlv/gone", "why": "no vector has this id" }]);
    report["exit_status"] = json!(2);
}

#[test]
fn every_format_says_why_stale_entries_are_red() {
    for vectors in [&every_verdict()[..1], &every_verdict()] {
        let mut report = report(vectors);
        stale(&mut report);
        for format in ["terminal", "junit", "tap", "markdown", "github"] {
            let text = rendered(&report, &["-f", format]);
            assert!(text.contains("tlv/gone") && text.contains("known.toml"), "{format}: {text}");
        }
        assert!(rendered(&report, &[]).ends_with("an expected failure matches nothing\n"));
        // Green and stale is a contradiction.
        report["exit_status"] = json!(0);
        let folder = Folder::new();
        let path = folder.write("report.json", &report);
        ampwire(["report", &path]).ends_with(2).complains("at exit_status");
    }
}

#[test]
fn a_report_without_expected_failures_is_read() {
    // As versions wrote it that knew nothing of them.
    let mut older = report(&every_verdict()[..12]);
    older.as_object_mut().unwrap().remove("exceptions");
    let summary = older["runs"][0]["summary"].as_object_mut().unwrap();
    for name in ["expected_failure", "unexpected_pass", "exceptions_not_run"] {
        summary.remove(name);
    }
    for format in ["terminal", "junit", "tap", "markdown", "github"] {
        let text = rendered(&older, &["-f", format]);
        assert!(text.contains("bigsize/fail") && !text.contains("expected failure"), "{text}");
    }
}

#[test]
fn what_is_no_report_is_an_error_and_writes_nothing() {
    let folder = Folder::new();
    let (path, output) = (folder.path("report"), folder.path("out"));
    let whole = report(&every_verdict()).to_string();
    let mut other = report(&[]);
    other["schema"] = json!("ampwire-report-9");
    for (text, words) in [
        (String::new(), "it is empty"),
        (whole[..whole.len() - 2].to_owned(), "cut off: EOF"),
        ("<xml/>".to_owned(), "not JSON: expected value at line 1 column 1"),
        (other.to_string(), "its schema is \"ampwire-report-9\""),
        (whole.replace("\"hang\"", "\"hung\""), "at runs[0]"),
    ] {
        std::fs::write(&path, text).unwrap();
        let (path, output) = (path.to_str().unwrap(), output.to_str().unwrap());
        let outcome = ampwire(["report", path, "-f", "junit", "-o", output]);
        outcome.ends_with(2).complains(words).complains(path);
        assert_eq!(outcome.stdout, "");
        ampwire(["report", "compare", path, path]).ends_with(2).complains(words);
    }
    assert!(!output.exists());
    ampwire(["report", folder.path("nowhere").to_str().unwrap()]).ends_with(2).complains("nowhere");
    ampwire(["report", folder.path("").to_str().unwrap()]).ends_with(2);
    ampwire(["report"]).ends_with(2);
    ampwire(["report", path.to_str().unwrap(), "-f", "pdf"]).ends_with(2).complains("pdf");
}

#[test]
fn a_run_writes_what_its_report_renders_later() {
    let suite = Suite::new();
    let folder = Folder::new();
    let path = |name: &str| folder.path(name).to_str().unwrap().to_owned();
    let (json, junit, tap, markdown) = (path("r.json"), path("r.xml"), path("r.tap"), path("r.md"));
    let options =
        ["--json", "--report", &json, "--junit", &junit, "--tap", &tap, "--markdown", &markdown];
    for mode in ["wrong-value", "panic", "always-accept", "exit", "right"] {
        let outcome = suite.hostile(&options, &[mode]);
        assert_eq!(std::fs::read_to_string(&json).unwrap(), outcome.stdout);
        for (file, format) in [(&junit, "junit"), (&tap, "tap"), (&markdown, "markdown")] {
            let later = ampwire(["report", &json, "--format", format]);
            later.ends_with(0);
            assert_eq!(std::fs::read_to_string(file).unwrap(), later.stdout, "{mode} {format}");
            let output = path("later");
            ampwire(["report", &json, "--format", format, "--output", &output]).ends_with(0);
            assert_eq!(std::fs::read_to_string(&output).unwrap(), later.stdout);
        }
    }
    // Two runs of the same: equal in every format.
    suite.hostile(&options, &["wrong-value"]).ends_with(1);
    let other = path("other.json");
    suite.hostile(&["--report", &other], &["wrong-value"]).ends_with(1);
    for format in ["terminal", "junit", "tap", "markdown", "github", "json"] {
        let render = |file: &str| ampwire(["report", file, "--reproducible", "-f", format]).stdout;
        assert_eq!(render(&json), render(&other), "{format}");
        assert!(!render(&json).contains("hostile_testee"), "{format}");
    }
}

#[test]
fn a_file_that_cannot_be_written_costs_no_run() {
    let suite = Suite::new();
    let folder = Folder::new();
    let nowhere = folder.path("no/such/folder.xml");
    let outcome = suite.hostile(&["--junit", nowhere.to_str().unwrap()], &["right"]);
    outcome.ends_with(2).complains("folder.xml");
    assert_eq!(outcome.stdout, "");
    let both = folder.path("both");
    let both = both.to_str().unwrap();
    suite
        .hostile(&["--tap", both, "--junit", both], &["right"])
        .ends_with(2)
        .complains("two reports can't be one file");
    if std::path::Path::new("/dev/full").exists() {
        suite.hostile(&["--tap", "/dev/full"], &["right"]).ends_with(2).complains("/dev/full");
        suite
            .hostile(&["--tap", "/dev/full"], &["wrong-value"])
            .ends_with(1)
            .complains("/dev/full");
    }
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

type Change<'a> = &'a dyn Fn(&mut Value);

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
