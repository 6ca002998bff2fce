//! The report, the streams that it goes to, and an end from outside.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{AMPWIRE, BOUND, Outcome, Suite, hostile};

#[track_caller]
fn valid(outcome: &Outcome) -> Value {
    let report = outcome.report();
    support::keeps_to("report-1", &report);
    assert_eq!(report["exit_status"], json!(outcome.status.unwrap()));
    for run in report["runs"].as_array().unwrap() {
        let summary = &run["summary"];
        let verdicts = [
            "pass",
            "other_reason",
            "fail",
            "panic",
            "crash",
            "hang",
            "garbage",
            "unsupported",
            "deployed",
            "observed",
            "expected_failure",
            "unexpected_pass",
        ];
        let sum: u64 = verdicts.iter().map(|name| summary[*name].as_u64().unwrap()).sum();
        assert_eq!(
            sum + summary["not_run"].as_u64().unwrap(),
            summary["selected"].as_u64().unwrap(),
            "{summary}"
        );
    }
    report
}

#[test]
fn every_kind_of_report_follows_the_schema() {
    let suite = Suite::new();
    for mode in [
        "right",
        "wrong-value",
        "other-class",
        "panic",
        "exit",
        "no-id",
        "unsupported",
        "always-stray",
        "unknown-member",
        "omits",
        "answers-and-exits",
        "always-accept",
        "always-reject",
        "hello-exits",
        "hello-no-ops",
        "always-exit",
        "errors-then-exit",
    ] {
        let report = valid(&suite.hostile(&["--json"], &[mode]));
        assert_eq!(report["schema"], "ampwire-report-1", "{mode}");
    }
    valid(&suite.hostile(&["--json"], &["hang"]));
    let entry = |id: &str, got: &str| {
        format!("[[expect]]\nid = \"{id}\"\ngot = \"{got}\"\nkind = \"todo\"\n")
    };
    let entries = entry("bigsize/three-bytes", "reject") + &entry("bigsize/nosuch", "ok");
    let file = suite.path().join("expect.toml");
    std::fs::write(&file, format!("schema = \"ampwire-expect-1\"\n{entries}")).unwrap();
    let options = ["--json", "--expect", file.to_str().unwrap()];
    for (mode, status) in [("no-class", 2), ("right", 2), ("wrong-value", 2), ("hello-exits", 3)] {
        let outcome = suite.hostile(&options, &[mode]);
        outcome.ends_with(status);
        valid(&outcome);
    }
    valid(&suite.check(&["--json"], &["./no/such/adapter"]));
    valid(&support::ampwire(["check", "--json"]));
}

#[test]
fn the_report_has_standard_output_for_itself() {
    let suite = Suite::new();
    let outcome = suite.hostile(&["--json"], &["wrong-value"]);
    outcome.ends_with(1).complains("FAIL").complains("ran 10 of 11 vectors");
    valid(&outcome);
}

#[test]
fn verbosity() {
    let suite = Suite::new();
    let quiet = suite.hostile(&["-q"], &["wrong-value"]);
    quiet.ends_with(1).says("FAIL ").says("ran 10 of 11 vectors").says_nothing_of("asked");
    let verbose = suite.hostile(&["-v"], &["wrong-value"]);
    verbose
        .ends_with(1)
        .says("pass         bigsize/one")
        .says("unsupported  bigsize/needs")
        .says("asked");
    suite.hostile(&["-q", "-v"], &["right"]).ends_with(2);
}

#[test]
fn a_failure_in_full() {
    let suite = Suite::new();
    let shown = |mode: &str, bytes: &str| {
        let outcome = suite.hostile(&[], &[mode, bytes]);
        let program = hostile().to_str().unwrap().to_owned();
        outcome
            .stdout
            .replace(&program, "adapter")
            .replace(AMPWIRE, "ampwire")
            .replace(suite.path().to_str().unwrap(), "SUITE")
    };
    insta::assert_snapshot!("wrong_value", shown("wrong-value", "fd00fd"));
    insta::assert_snapshot!("accepted", shown("always-accept", "03000100"));
    insta::assert_snapshot!("crash", shown("errors-then-exit", "fd00"));
    insta::assert_snapshot!("other_reason", shown("other-class", "fd00"));
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let suite = Suite::new();
    let program = hostile();
    let path = suite.path().to_str().unwrap();
    let check =
        ["check", "--vectors", path, "-v", "--", program.to_str().unwrap(), "always-accept"];
    for (words, status) in
        [(&check[..], 1), (&["vectors", "list"], 0), (&["vectors", "list", "--json"], 0)]
    {
        let mut child = Command::new(AMPWIRE)
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut errors = String::new();
        child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(status), "{words:?}: {errors}");
        assert!(!errors.contains("panicked"), "{errors}");
    }
}

#[test]
fn a_full_disk_is_not_a_success() {
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = Command::new(AMPWIRE).args(["vectors", "list"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("couldn't be written"));
}

#[test]
fn an_interrupt_ends_the_run_and_the_testee() {
    for (signal, jobs) in [("INT", "1"), ("TERM", "1"), ("INT", "3")] {
        let suite = Suite::new();
        let path = suite.path().to_str().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let pid = folder.path().join("pid");
        // The shell writes its id, and stays as the testee's parent in the same group.
        let script = format!("echo $$ > {}; {} hang; true", pid.display(), hostile().display());
        let words = ["check", "--vectors", path, "--timeout", "60s", "--jobs", jobs];
        let testee = ["--", "sh", "-c", &script];
        let mut child =
            Command::new(AMPWIRE).args(words).args(testee).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // The first line comes after the handshake; the vector that hangs comes soon after it.
        lines.next().unwrap().unwrap();
        std::thread::sleep(Duration::from_millis(200));
        let begun = Instant::now();
        Command::new("kill")
            .args([&format!("-{signal}"), &child.id().to_string()])
            .status()
            .unwrap();
        let rest: Vec<String> = lines.map(Result::unwrap).collect();
        assert_eq!(child.wait().unwrap().code(), Some(130), "{rest:?}");
        assert!(begun.elapsed() < BOUND);
        assert!(rest.iter().any(|line| line.contains("interrupted")), "{rest:?}");
        let group = std::fs::read_to_string(&pid).unwrap();
        assert_eq!(
            support::running_in(group.trim()),
            Vec::<String>::new(),
            "the testee outlived the run"
        );
    }
}

#[test]
fn colour_only_where_it_is_wanted() {
    let coloured = |variables: &[(&str, &str)], words: &[&str]| {
        let output = Command::new(AMPWIRE)
            .args(["check", "--only", "bigsize/*"])
            .args(words)
            .env_remove("NO_COLOR")
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0));
        output.stdout.contains(&0x1b)
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], &["--no-color"]));
    assert!(!coloured(&[("NO_COLOR", "1")], &[]));
}
