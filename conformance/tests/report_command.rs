//! `ampwire report`: every format of one report with every verdict, what is no report, and the files that a run writes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use serde_json::{Value, json};
use support::reports::{Change, Folder, every_verdict, rendered, report, stale, vector};
use support::{Suite, ampwire};

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
