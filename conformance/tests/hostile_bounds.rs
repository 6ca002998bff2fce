//! Every way in which a testee is known to misbehave, in one table: its verdict and exit status, at most two seconds more than it may take, and
//! a runner that stays small.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::{AMPWIRE, Suite, hostile};

/// The time for one question.
const LIMIT: Duration = Duration::from_secs(1);
/// What a run may take beyond the questions that it waits for.
const BEYOND: Duration = Duration::from_secs(2);
/// What the runner may hold, in KiB.
const MEMORY: u64 = 200 * 1024;

/// How a run has to end.
struct Expected {
    status: i32,
    /// Verdicts beside those of a right testee, by name.
    verdicts: &'static [(&'static str, usize)],
    /// How many questions are waited for to the end of their time.
    waits: u32,
    /// Words of the reason or of the fault.
    words: &'static str,
}

const fn ends(
    status: i32,
    verdicts: &'static [(&'static str, usize)],
    waits: u32,
    words: &'static str,
) -> Expected {
    Expected { status, verdicts, waits, words }
}

/// How one run ended.
#[derive(Debug)]
struct Measured {
    status: Option<i32>,
    report: Value,
    took: Duration,
    /// The most memory that the runner held, in KiB.
    peak: u64,
}

/// Runs `ampwire check` on the tests' suite, and measures it from outside.
fn measured(options: &[&str], command: &[&str]) -> Measured {
    let suite = Suite::new();
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let begun = Instant::now();
    let mut child = Command::new(AMPWIRE)
        .args(["check", "--vectors", suite.path().to_str().unwrap(), "--timeout", "1s"])
        .args(["--hello-timeout", "1s", "--no-alone", "--json"])
        .args(options)
        .arg("--")
        .args(command)
        .stdin(Stdio::null())
        .stdout(File::create(&report).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak = 0;
    let status = loop {
        // The high-water mark only rises, so the last reading is the peak.
        peak = peak.max(high_water(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{command:?} doesn't end");
        std::thread::sleep(Duration::from_millis(2));
    };
    let took = begun.elapsed();
    let text = fs::read_to_string(&report).unwrap();
    let report = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    Measured { status: status.code(), report, took, peak }
}

/// The most that a process has held, in KiB; 0 where it is gone.
fn high_water(id: u32) -> u64 {
    let status = fs::read_to_string(Path::new("/proc").join(id.to_string()).join("status"));
    let status = status.unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or(0, |line| line.trim().trim_end_matches(" kB").parse().unwrap())
}

#[track_caller]
fn check(name: &str, expected: &Expected, options: &[&str], command: &[&str]) {
    let measured = measured(options, command);
    assert_eq!(measured.status, Some(expected.status), "{name}: {measured:#?}");
    let most = LIMIT * expected.waits + BEYOND;
    assert!(measured.took < most, "{name} took {:?} of {most:?}", measured.took);
    assert!((1..MEMORY).contains(&measured.peak), "{name}: {} KiB", measured.peak);
    let run = &measured.report["runs"][0];
    let mut found = BTreeMap::new();
    for vector in run["vectors"].as_array().unwrap() {
        let red = vector["red"] == true || vector["verdict"] == "other_reason";
        if red {
            *found.entry(vector["verdict"].as_str().unwrap()).or_insert(0_usize) += 1;
        }
    }
    assert_eq!(found, expected.verdicts.iter().copied().collect(), "{name}: {measured:#?}");
    let grounds = format!("{} {}", run["fault"], run["vectors"]);
    assert!(grounds.contains(expected.words), "{name}: {:?} is not in {grounds}", expected.words);
}

/// The modes of the hostile testee, what they need, and how they end.
#[rustfmt::skip]
const MODES: [(&str, &[&str], Expected); 48] = [
    // Answers that are wrong.
    ("always-accept",          &[], ends(1, &[("fail", 9)], 0, "accepted, and must be refused")),
    ("always-reject",          &[], ends(1, &[("fail", 5)], 0, "refused, and must be accepted")),
    ("previous",               &[], ends(1, &[("fail", 6), ("other_reason", 1)], 0, "value")),
    ("warm-up",                &[], ends(1, &[("fail", 1)], 0, "bigsize/one")),
    ("leaks-state",            &[], ends(1, &[("fail", 4)], 0, "bigsize/should")),
    ("wrong-value",            &[], ends(1, &[("fail", 1)], 0, "254")),
    ("number",                 &[], ends(1, &[("fail", 1)], 0, "253")),
    ("lacks-member",           &[], ends(1, &[("fail", 1)], 0, "length")),
    ("unsupported",            &[], ends(1, &[("unsupported", 1)], 0, "declared bigsize.decode in its handshake")),
    ("lies-about-ops",         &[], ends(1, &[("unsupported", 2)], 0, "declared tlv.decode in its handshake")),
    ("panic",                  &[], ends(1, &[("panic", 1)], 0, "index out of range")),
    // Ends.
    ("exit",                   &[], ends(1, &[("crash", 1)], 0, "exited with status 7")),
    ("exit-zero",              &[], ends(1, &[("crash", 1)], 0, "exited with status 0")),
    ("abort",                  &[], ends(1, &[("crash", 1)], 0, "signal 6 (SIGABRT)")),
    ("answers-and-exits",      &[], ends(1, &[("crash", 1)], 0, "after its answer to this case")),
    ("errors-then-exit",       &[], ends(1, &[("crash", 1)], 0, "the last words")),
    ("orphan",                 &[], ends(1, &[("crash", 1)], 0, "exited with status 3")),
    ("always-exit",            &[], ends(1, &[("crash", 10)], 0, "exited with status 7")),
    ("eats-memory",            &["--max-rss", "100M"], ends(1, &[("crash", 1)], 0, "held more memory than --max-rss allows (100 MiB)")),
    ("child-eats-memory",      &["--max-rss", "100M"], ends(1, &[("crash", 1)], 0, "held more memory than --max-rss allows (100 MiB)")),
    // No end.
    ("hang",                   &[], ends(1, &[("hang", 1)], 1, "no answer within 1 s")),
    ("drip",                   &[], ends(1, &[("hang", 1)], 1, "bytes, no newline: flush?")),
    ("stray-drip",             &[], ends(1, &[("hang", 1)], 1, "no answer within 1 s")),
    ("no-newline",             &[], ends(1, &[("hang", 1)], 1, "bytes, no newline: flush?")),
    ("errors-endless",         &[], ends(1, &[("hang", 1)], 1, "bytes before this")),
    ("forks",                  &[], ends(1, &[("hang", 1)], 1, "no answer within 1 s")),
    // Output without a meaning.
    ("wrong-id",               &[], ends(1, &[("garbage", 1)], 0, "wrong id")),
    ("no-id",                  &[], ends(1, &[("garbage", 1)], 0, "without `id`")),
    ("number-id",              &[], ends(1, &[("garbage", 1)], 0, "`id` is not a string")),
    ("two-answers",            &[], ends(1, &[("garbage", 1)], 0, "two answers")),
    ("two-answers-late",       &[], ends(1, &[("garbage", 1)], 0, "two answers")),
    ("early",                  &[], ends(1, &[("garbage", 1)], 0, "two answers")),
    ("left-over",              &[], ends(1, &[("garbage", 1)], 0, "5 bytes beside the answer")),
    ("duplicate-keys",         &[], ends(1, &[("garbage", 1)], 0, "stands twice")),
    ("duplicate-inner",        &[], ends(1, &[("garbage", 1)], 0, "stands twice")),
    ("bad-utf8",               &[], ends(1, &[("garbage", 1)], 0, "not UTF-8")),
    ("several-verdicts",       &[], ends(1, &[("garbage", 1)], 0, "several verdicts in one answer: ok, reject")),
    ("no-verdict",             &[], ends(1, &[("garbage", 1)], 0, "none of `ok`, `reject`")),
    ("long-line",              &[], ends(1, &[("garbage", 1)], 0, "more than 4194304 bytes")),
    ("endless-line",           &[], ends(1, &[("garbage", 1)], 0, "more than 4194304 bytes")),
    ("stray-flood",            &[], ends(1, &[("garbage", 1)], 0, "a flood")),
    // Noise that does no harm.
    ("always-errors-flood",    &[], ends(0, &[], 0, "")),
    ("always-stray",           &[], ends(0, &[], 0, "INFO decoding")),
    // Handshakes.
    ("hello-late",             &[], ends(3, &[], 1, "no answer within 1 s")),
    ("hello-version",          &[], ends(3, &[], 0, "it speaks protocol")),
    ("hello-and-more",         &[], ends(3, &[], 0, "two answers")),
    ("accept-canary-too",      &[], ends(3, &[], 0, "where only `unsupported` is true")),
    ("hello-changes-crash",    &[], ends(3, &[("crash", 1)], 0, "it describes itself otherwise")),
];

#[test]
fn every_mode_has_its_verdict_in_bounded_time_and_memory() {
    let program = hostile();
    for (mode, options, expected) in &MODES {
        check(mode, expected, options, &[program.to_str().unwrap(), mode]);
    }
}

#[test]
fn programs_that_are_no_testee_end_as_fast() {
    let ignores = format!("trap '' TERM INT HUP; {} hang; true", hostile().display());
    for (name, command, expected) in [
        ("yes", &["yes"][..], ends(3, &[], 0, "a flood")),
        ("cat", &["cat"], ends(3, &[], 0, "repeats the request")),
        ("true", &["true"], ends(3, &[], 0, "exited with status 0")),
        ("zeros", &["cat", "/dev/zero"], ends(3, &[], 0, "more than 4194304 bytes")),
        ("noise", &["cat", "/dev/urandom"], ends(3, &[], 0, "not UTF-8")),
        ("sleep", &["sh", "-c", "sleep 60; true"], ends(3, &[], 1, "it never read the question")),
        ("a shell before it", &["sh", "-c", &ignores], ends(1, &[("hang", 1)], 1, "no answer")),
    ] {
        check(name, &expected, &[], command);
    }
}

#[test]
fn nothing_of_a_testee_outlives_its_run() {
    let folder = tempfile::tempdir().unwrap();
    let pid = folder.path().join("pid");
    let script = format!("echo $$ > {}; exec {} forks", pid.display(), hostile().display());
    let measured = measured(&[], &["sh", "-c", &script]);
    assert_eq!(measured.status, Some(1));
    let group = fs::read_to_string(&pid).unwrap();
    // The one that was started anew has written its own.
    assert_eq!(support::running_in(group.trim()), Vec::<String>::new());
}

/// A testee that answers every question with this `value`, red, and the vectors of its report.
fn answers_with(value: &str) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let answer = folder.path().join("answer");
    fs::write(&answer, format!("{{\"value\":{value}}}}}\n")).unwrap();
    let script = r#"
        while IFS= read -r line; do
          id=${line#*\"id\":\"}
          id=${id%%\"*}
          case $line in
          *'"hello"'*) echo '{"id":"0","hello":{"protocol":"1","name":"long","version":"1","profiles":["amp"],"ops":["bigsize.decode"]}}' ;;
          *x-canary*) printf '{"id":"%s","unsupported":{}}\n' "$id" ;;
          *) printf '{"id":"%s","ok":' "$id"; cat "$0" ;;
          esac
        done"#;
    let measured = measured(&[], &["sh", "-c", script, answer.to_str().unwrap()]);
    assert_eq!(measured.status, Some(1), "{measured:#?}");
    assert!((1..MEMORY).contains(&measured.peak), "{} KiB", measured.peak);
    let mut vectors = measured.report["runs"][0]["vectors"].as_array().unwrap().clone();
    vectors.retain(|vector| vector["verdict"] != "unsupported");
    vectors
}

#[test]
fn of_long_answers_little_is_kept() {
    let long = format!("\"{}\"", "1".repeat(4_000_000));
    let list = format!(
        "[{}\"\"]",
        "\"12345678901234567890123456789012345678901234567890\",".repeat(60_000)
    );
    for value in [long, list] {
        let vectors = answers_with(&value);
        assert!(vectors.len() >= 8, "{}", vectors.len());
        for vector in vectors {
            let text = vector.to_string();
            assert!(text.len() < 50_000, "{}", text.len());
            assert!(text.contains("shortened by ampwire: "), "{text}");
        }
    }
}

#[test]
fn an_answer_of_countless_objects_is_not_read() {
    // Half a million objects in 4 MiB would take some 300 MiB.
    let vectors = answers_with(&format!("[{}{{}}]", "{\"a\":1},".repeat(450_000)));
    for vector in vectors {
        assert_eq!(vector["verdict"], "garbage", "{vector}");
        assert!(vector.to_string().contains("more than 65536 JSON values"), "{vector}");
    }
}
