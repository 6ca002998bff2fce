//! `--exec`, a process a vector: each way in which such a process can end has its exact verdict.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use support::{AMPWIRE, Outcome, Suite, ampwire, file, hostile, keeps_to, vector};

/// A program in a shell that reads a `BigSize` as the tests' suite has them. What it does with `fd00fd` is put in.
const BIGSIZE: &str = r#"
read -r hex
case "$hex" in
  fd00fd) HERE ;;
  '') exit 1 ;;
  fd*) exit 1 ;;
  *) echo "value=$((0x$(echo "$hex" | cut -c1-2)))"; echo length=1 ;;
esac
"#;

fn shell(here: &str) -> String {
    BIGSIZE.replace("HERE", here)
}

/// Runs a shell program on the vectors for `bigsize.decode`.
fn plain(options: &[&str], script: &str) -> Outcome {
    let suite = Suite::new();
    let own = ["--exec", "--op", "bigsize.decode", "--profile", "amp"];
    let time = if options.contains(&"--timeout") { &[][..] } else { &["--timeout", "1s"] };
    let options: Vec<&str> = own.iter().chain(time).chain(options).copied().collect();
    suite.check(&options, &["sh", "-c", script])
}

/// Only `bigsize/three-bytes` is red, with this verdict and these words.
#[track_caller]
fn only(outcome: &Outcome, verdict: &str, words: &str) {
    outcome.ends_with(1);
    let report = outcome.report();
    keeps_to("report-1", &report);
    let vectors = report["runs"][0]["vectors"].as_array().unwrap();
    let red: Vec<&Value> = vectors.iter().filter(|vector| vector["red"] == true).collect();
    let [red] = red[..] else { panic!("{outcome:#?}") };
    assert_eq!((&red["id"], &red["verdict"]), (&json!("bigsize/three-bytes"), &json!(verdict)));
    let told = format!("{} {}", red["reasons"], red["differences"]);
    assert!(told.contains(words), "{words:?} is not in {red:#}");
}

#[test]
fn a_right_program_is_right_and_its_cost_is_told() {
    let right = shell("echo value=253; echo length=3");
    plain(&[], &right)
        .ends_with(0)
        .says("sh unknown (amp): ran 8 of 9 vectors, all as expected")
        .says("compared 10 of 10 members, the class of 0 of 3 rejections")
        .says("a process a vector: 8 of them in 0.")
        .says(" a second");
    plain(&["--name", "mine"], &right).ends_with(0).says("mine unknown (amp)");
    // An object on standard output, and an end without a line feed.
    let object = shell(r#"printf '{"value":"253","length":"3"}'"#);
    plain(&[], &object).ends_with(0);
    // It may talk on standard error as much as it likes.
    let talks = shell("yes error | head -c 200000 >&2; echo value=253; echo length=3");
    plain(&[], &talks).ends_with(0);
}

#[test]
fn each_end_has_its_verdict() {
    for (here, verdict, words) in [
        ("exit 1", "fail", "refused, and must be accepted"),
        ("echo value=254; echo length=3", "fail", "254"),
        ("echo value=253", "fail", "length"),
        ("exit 0", "fail", "value"),
        ("exit 89", "unsupported", "declared bigsize.decode"),
        ("echo later; exit 89", "unsupported", "later"),
        ("exit 2", "crash", "it exited with status 2"),
        ("exit 127", "crash", "it exited with status 127"),
        ("kill -SEGV $$", "crash", "signal 11 (SIGSEGV)"),
        ("sleep 60", "hang", "no answer within 1 s"),
        (
            "echo value=253; echo length=3; exec 1>&- 2>&-; sleep 60",
            "hang",
            "closed its standard output",
        ),
        ("echo value=253; echo value=253; echo length=3", "garbage", "stands twice"),
        ("echo '{}{}'", "garbage", "not one JSON object"),
        ("echo '{\"value\":1,\"value\":2}'", "garbage", "stands twice"),
        ("printf 'value=\\377'", "garbage", "not UTF-8"),
        ("yes noise | head -n 1001", "garbage", "a flood"),
        (
            "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done",
            "garbage",
            "more than 4194304 bytes",
        ),
        (
            "echo Traceback '(most recent call last):' >&2; echo IndexError: 3 >&2; exit 1",
            "panic",
            "IndexError: 3",
        ),
        (
            "echo 'Exception in thread \"main\" java.lang.Error: x' >&2; exit 1",
            "panic",
            "java.lang.Error: x",
        ),
    ] {
        only(&plain(&["--json"], &shell(here)), verdict, words);
    }
}

#[test]
fn a_rejection_may_have_a_class_and_an_exception_is_none() {
    let refuses =
        |how: &str| format!("read -r hex; case \"$hex\" in fd00) {how}; exit 1 ;; esac; exit 2");
    let cut = |options: &[&str], how: &str| {
        let options: Vec<&str> = ["--only", "bigsize/cut"].iter().chain(options).copied().collect();
        plain(&options, &refuses(how))
    };
    cut(&[], "true").ends_with(0);
    cut(&["--strict-reasons"], "echo class=truncated; echo offset=0; echo message=x").ends_with(0);
    cut(&["--strict-reasons"], "echo class=order").ends_with(1).says("refused as `order`");
    cut(&["--strict-reasons"], "echo class=truncated; echo offset=1").ends_with(1);
    cut(&["--strict-reasons"], "true").ends_with(1).says("gives no class");
    cut(&[], r#"echo '{"class":7}'"#).ends_with(1).says("`class` is 7");
    // Uncaught, it is a panic where a rejection is right as well.
    cut(&[], "echo 'Traceback (most recent call last):' >&2").ends_with(1).says("PANIC");
    cut(&[], "printf 'x.js:1\\nError: boom\\n    at y\\n\\nNode.js v22.0.0\\n' >&2")
        .ends_with(1)
        .says("PANIC")
        .says("Error: boom");
    cut(&[], "echo 'a Traceback, quoted' >&2").ends_with(0);
}

#[test]
fn who_always_says_the_same_is_red() {
    for program in ["true", "false", "cat", "yes"] {
        let suite = Suite::new();
        let options = [
            "--exec",
            "--op",
            "bigsize.decode",
            "--profile",
            "amp",
            "--verdict-only",
            "--timeout",
            "1s",
        ];
        suite.check(&options, &[program]).ends_with(1);
    }
}

#[test]
fn the_verdict_alone_is_compared_where_that_is_asked_for() {
    let silent = "read -r hex; case \"$hex\" in fd00fd) exit 0 ;; '' | fd*) exit 1 ;; esac";
    plain(&[], silent).ends_with(1).says("differs   length: expected \"3\", answered nothing");
    plain(&["--verdict-only"], silent)
        .ends_with(0)
        .says("compared 0 of 10 members")
        .says("it omits every member");
}

#[test]
fn log_lines_do_no_harm() {
    let noisy = shell("echo INFO decoding; echo value=253; echo length=3");
    plain(&[], &noisy).ends_with(0).says("1 stray line").says("INFO decoding");
}

#[test]
fn no_process_is_left_behind_and_none_holds_up_the_run() {
    let marker = format!("4711{}", std::process::id());
    let script = shell(&format!("sleep {marker} & echo value=253; echo length=3; exit 0"));
    let outcome = plain(&[], &script);
    outcome.ends_with(0);
    assert!(outcome.took < Duration::from_secs(5), "{outcome:#?}");
    let hangs = shell(&format!("(trap '' TERM INT HUP; sleep {marker}) & wait"));
    only(&plain(&["--json"], &hangs), "hang", "no answer within 1 s");
    let left = Command::new("pgrep").args(["-f", &format!("sleep {marker}")]).output().unwrap();
    assert!(left.stdout.is_empty(), "{left:?}");
}

#[test]
fn placeholders_tell_what_standard_input_does_not() {
    let payload = |id: &str, role: &str| {
        vector(
            id,
            json!({ "in": { "bytes": "00", "role": role, "layouts": ["type14", "type8"] }, "expect": { "ok": {} } }),
        )
    };
    let suite = Suite::of(&[
        file(
            "payload.decode",
            &[payload("payload/final", "final"), payload("payload/middle", "intermediate")],
        ),
        file(
            "tu16.encode",
            &[vector(
                "tu16/one",
                json!({ "in": { "value": "1" }, "expect": { "ok": { "bytes": "01" } } }),
            )],
        ),
    ]);
    let script = r#"
case "$1,$2,$3" in
  payload.decode,final,type14+type14,type8) exit 0 ;;
  payload.decode,intermediate,type14+type14,type8) exit 0 ;;
  tu16.encode,,type14+) read -r value; [ "$value" = 1 ] && echo bytes=01 ;;
  x-canary-*) exit 89 ;;
  *) exit 3 ;;
esac"#;
    let options = ["--exec", "--profile", "amp"];
    let command = ["sh", "-c", script, "sh", "{op}", "{role}", "type14+{layouts}"];
    suite.check(&options, &command).ends_with(0).says("ran 3 of 3 vectors");
    // A program that answers what nobody has is not tested.
    let answers = ["sh", "-c", "exit 1", "sh", "{op}"];
    suite
        .check(&options, &answers)
        .ends_with(3)
        .says("it said `reject` where only `unsupported` is true");
    // One that can't know what is meant, neither.
    suite.check(&options, &["true"]).ends_with(2).complains("put {op} into the command");
    let blind = ["--exec", "--profile", "amp", "--op", "payload.decode"];
    suite
        .check(&blind, &["true"])
        .ends_with(0)
        .says("note: the program isn't told `layouts` of payload.decode, `role` of payload.decode");
}

#[test]
fn jobs_and_a_limit_on_memory_are_those_of_any_testee() {
    let right = shell("echo value=253; echo length=3");
    plain(&["--jobs", "4"], &right).ends_with(0).says("ran 8 of 9 vectors, all as expected");
    // A program that always crashes is not started for ever.
    let suite = Suite::of(&[file(
        "tlv.decode",
        &(0..30)
            .map(|n| vector(&format!("tlv/{n}"), json!({ "in": { "bytes": format!("{n:02}") } })))
            .collect::<Vec<Value>>(),
    )]);
    let options = ["--exec", "--profile", "amp", "--op", "tlv.decode"];
    suite.check(&options, &["sh", "-c", "exit 7"]).ends_with(3).says("it kept breaking");
    if cfg!(target_os = "linux") {
        let greedy = shell("head -c 400M /dev/zero | tail -c 300M >/dev/null");
        let outcome = plain(&["--json", "--max-rss", "60M", "--timeout", "10s"], &greedy);
        only(&outcome, "crash", "--max-rss allows");
    }
}

#[test]
fn what_can_not_be_put_in_this_form_is_said_before_the_run() {
    let suite = Suite::of(&[file(
        "tlv.encode",
        &[vector(
            "tlv/one",
            json!({ "in": { "records": [{ "type": "1", "value": "" }] }, "expect": { "ok": { "bytes": "0100" } } }),
        )],
    )]);
    suite
        .check(&["--exec", "--profile", "amp"], &["true"])
        .ends_with(2)
        .complains("tlv.encode can't be asked in the plain form")
        .complains("--exec=json");
    let long = "00".repeat(60_000);
    let suite = Suite::of(&[file(
        "tlv.decode",
        &[vector(
            "tlv/long",
            json!({ "in": { "bytes": long }, "expect": { "reject": { "class": [] } } }),
        )],
    )]);
    let options = ["--exec", "--profile", "amp", "--op", "tlv.decode"];
    suite.check(&options, &["false", "{bytes}"]).ends_with(1).says("take it from standard input");
    suite.check(&options, &["false"]).ends_with(0);
}

#[test]
fn usage() {
    let suite = Suite::new();
    for (options, command, words) in [
        (&["--exec"][..], &["true"][..], "--profile amp, or --profile bystander"),
        (&["--exec"], &[], "there is none"),
        (&["--exec=lines"], &["true"], "invalid value"),
        (&["--name", "x"], &["true"], "go with --exec"),
        (&["--verdict-only"], &["true"], "go with --exec"),
        (&["--exec=json", "--can", "x"], &["true"], "the program says that itself"),
    ] {
        suite.check(options, command).ends_with(2).complains(words);
    }
    let options = ["--exec", "--profile", "amp", "--op", "tlv.decode"];
    suite.check(&options, &["./no/such/program"]).ends_with(3).says("doesn't exist");
}

/// Runs the hostile testee, which answers in the protocol's lines, in a process a vector.
fn json_form(options: &[&str], mode: &[&str]) -> Outcome {
    let suite = Suite::new();
    let options: Vec<&str> = ["--exec=json"].iter().chain(options).copied().collect();
    suite.hostile(&options, mode)
}

#[test]
fn the_same_lines_as_a_testee_that_stays() {
    json_form(&[], &["right"]).ends_with(0).says("ran 10 of 11 vectors, all as expected");
    for (mode, verdict, words) in [
        ("exit", "crash", "exited with status 7"),
        ("exit-zero", "crash", "exited with status 0"),
        ("abort", "crash", "signal 6"),
        ("hang", "hang", "no answer within 1 s"),
        ("orphan", "crash", "exited with status 3"),
        ("wrong-id", "garbage", "wrong id"),
        ("number-id", "garbage", "`id` is not a string"),
        ("two-answers", "garbage", "two answers"),
        ("two-answers-late", "garbage", "two answers"),
        ("duplicate-keys", "garbage", "stands twice"),
        ("bad-utf8", "garbage", "not UTF-8"),
        ("endless-line", "garbage", "more than 4194304 bytes"),
        ("stray-flood", "garbage", "more than 4194304 bytes"),
        ("repeats-hello", "garbage", "`hello` stands only"),
        ("panic", "panic", "index out of range"),
        ("unsupported", "unsupported", "declared bigsize.decode"),
        ("wrong-value", "fail", "254"),
    ] {
        only(&json_form(&["--json"], &[mode]), verdict, words);
    }
    // It crashes after its answer: the end takes the answer back.
    let program = hostile();
    let script = format!("{} right; case \"$?\" in 0) exit 9 ;; esac", program.display());
    let suite = Suite::new();
    suite
        .check(&["--exec=json"], &["sh", "-c", &script])
        .ends_with(3)
        .says("instead of an answer to hello, it exited with status 9");
    json_form(&[], &["accept-canary-too"]).ends_with(3).says("it said `ok`");
    json_form(&[], &["hello-version"]).ends_with(3).says("it speaks protocol \"2\"");
}

#[test]
fn failures_can_be_repeated_and_expected() {
    let suite = Suite::new();
    let wrong = shell("echo value=254; echo length=3");
    let outcome = plain(&[], &wrong);
    outcome
        .ends_with(1)
        .says("--only bigsize/three-bytes --vectors ")
        .says("--exec --op bigsize.decode --profile amp -- sh -c ")
        .says("printf '%s\\n' fd00fd | sh -c ")
        .says("; echo $?");
    let folder = tempfile::tempdir().unwrap();
    let (file, report) = (folder.path().join("expect.toml"), folder.path().join("report.json"));
    let (file, report) = (file.to_str().unwrap(), report.to_str().unwrap());
    let own = ["--exec", "--op", "bigsize.decode", "--profile", "amp"];
    let vectors = ["--vectors", suite.path().to_str().unwrap()];
    let command = ["--", "sh", "-c", &wrong];
    ampwire(["expect", "--file", file].iter().chain(&vectors).chain(&own).chain(&command))
        .ends_with(0)
        .says("1 added");
    plain(&["--expect", file, "--report", report], &wrong).ends_with(0).says("1 expected failure");
    plain(&["--report", report], &wrong).ends_with(1);
    ampwire(["report", report])
        .ends_with(0)
        .says("--exec --op bigsize.decode --profile amp -- sh -c ");
}

#[test]
fn an_interrupt_ends_the_run_and_the_process() {
    let suite = Suite::new();
    let marker = format!("4712{}", std::process::id());
    let child = Command::new(AMPWIRE)
        .args(["check", "--exec", "--op", "bigsize.decode", "--profile", "amp", "--timeout", "60s"])
        .args(["--vectors", suite.path().to_str().unwrap(), "--", "sleep", &marker])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(700));
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let left = Command::new("pgrep").args(["-f", &format!("sleep {marker}")]).output().unwrap();
    assert!(left.stdout.is_empty(), "{left:?}");
}
