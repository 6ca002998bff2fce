//! `ampwire export` and `ampwire judge`: what was answered elsewhere is judged as what is answered here, and never green for a
//! wrong reason.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::fs;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::written::{Written, text};
use support::{AMPWIRE, ampwire, ampwire_with, keeps_to};

#[test]
fn right_answers_are_right() {
    let written = Written::new();
    let outcome = written.judge(&[], &written.answers);
    outcome.ends_with(0).says("ran 10 of 11 vectors, all as expected").says("1 (no x-flight)");
    // Without the requests, by the same selection.
    let path = written.suite.path().to_str().unwrap();
    ampwire_with(["judge", "--vectors", path, "-"], text(&written.answers).as_bytes())
        .ends_with(0)
        .says("ran 10 of 11 vectors, all as expected");
    // A file, and an end without its line feed.
    let file = written.folder.path().join("answers.jsonl");
    fs::write(&file, text(&written.answers).trim_end()).unwrap();
    ampwire(["judge", "--vectors", path, file.to_str().unwrap()]).ends_with(0);
}

#[test]
fn the_whole_suite_through_pipes_as_the_readme_has_it() {
    for profile in ["amp", "bystander"] {
        let script =
            format!("{AMPWIRE} export | {AMPWIRE} testee --profile {profile} | {AMPWIRE} judge -");
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains("all as expected"), "{said}");
    }
}

#[test]
fn the_order_of_the_answers_does_not_matter_and_is_noted() {
    let written = Written::new();
    let backwards: Vec<String> = written.answers.iter().rev().cloned().collect();
    written
        .judge(&[], &backwards)
        .ends_with(0)
        .says("ran 10 of 11 vectors, all as expected")
        .says("note: 10 answers came in another order than asked");
}

#[test]
fn a_missing_answer_has_a_verdict_of_its_own() {
    let written = Written::new();
    let mut fewer = written.answers.clone();
    fewer.remove(written.place("fd00fd"));
    written.only(&fewer, "missing", "there is no answer to this");
    written.judge(&[], &fewer).says("MISSING").says("note: 10 of 11 requests are answered");
    // What is below the level, too.
    let mut fewer = written.answers.clone();
    fewer.remove(written.place("02"));
    written.judge(&[], &fewer).ends_with(1).says("MISSING      bigsize/may");
}

#[test]
fn a_missing_answer_is_never_an_expected_failure() {
    let written = Written::new();
    let mut fewer = written.answers.clone();
    fewer.remove(written.place("fd00fd"));
    let expect = written.folder.path().join("expect.toml");
    let entry = "schema = \"ampwire-expect-1\"\n[[expect]]\nid = \"bigsize/three-bytes\"\ngot = \"reject\"\nkind = \"todo\"\n";
    fs::write(&expect, entry).unwrap();
    written
        .judge(&["--expect", expect.to_str().unwrap()], &fewer)
        .ends_with(1)
        .says("which a missing answer never is");
}

#[test]
fn cut_off_answers_are_red_wherever_they_end() {
    let written = Written::new();
    let whole = text(&written.answers);
    let last = whole.len() - 1;
    for end in (0..last).step_by(7).chain(last - 8..last) {
        let outcome = written.judge_text(&[], &whole[..end]);
        assert!(matches!(outcome.status, Some(1 | 3)), "{end}: {outcome:#?}");
        assert!(!outcome.stdout.contains("all as expected"), "{end}: {outcome:#?}");
    }
    let cut = whole.len() - 10;
    written.judge_text(&[], &whole[..cut]).ends_with(3).says("the end of the file cuts it off");
    written.judge_text(&[], "").ends_with(3).says("the input is empty");
    let hello_only = &written.answers[..1];
    written.judge(&[], hello_only).ends_with(3).says("no answer to the canary");
    written.judge(&[], &written.answers[..2]).ends_with(1).says("10 missing");
}

#[test]
fn two_answers_are_garbage_also_where_they_are_equal() {
    let written = Written::new();
    let twice = written.changed(|answer| format!("{answer}\n{answer}"));
    written.only(&twice, "garbage", "two answers to one request");
    let mut later = written.answers.clone();
    later.push(json!({ "id": id(&written), "reject": {} }).to_string());
    written.only(&later, "garbage", "two answers to one request");
}

fn id(written: &Written) -> Value {
    let answer: Value = serde_json::from_str(&written.answers[written.place("fd00fd")]).unwrap();
    answer["id"].clone()
}

#[test]
fn garbage_with_an_id_is_blamed_on_its_request() {
    let written = Written::new();
    let id = id(&written);
    for (line, words) in [
        (json!({ "id": id, "ok": {}, "reject": {} }).to_string(), "several verdicts"),
        (json!({ "id": id, "value": "253" }).to_string(), "none of `ok`"),
        (json!({ "id": id, "op": "bigsize.decode", "in": {} }).to_string(), "repeats the request"),
        (json!({ "id": id, "ok": [] }).to_string(), "`ok` is not an object"),
        (json!({ "id": id, "reject": { "offset": 3 } }).to_string(), "`reject.offset` is 3"),
        (format!("{{\"id\":{id},\"ok\":{{\"value\":\"253\",\"value\":\"253\",\"length\":\"3\"}}}}"), "stands twice"),
        (json!({ "id": id, "hello": { "protocol": "1", "name": "x", "version": "1", "profiles": ["amp"], "ops": [] } }).to_string(), "`hello` stands only"),
    ] {
        written.only(&written.changed(|_| line), "garbage", words);
    }
    let panics = json!({ "id": id, "panic": { "message": "index out of range" } }).to_string();
    written.only(&written.changed(|_| panics), "panic", "index out of range");
}

#[test]
fn what_belongs_to_no_request_makes_all_of_it_red() {
    let written = Written::new();
    for (line, words) in [
        (&br#"{"id":"99","ok":{}}"#[..], "an answer to \"99\", which was not asked"),
        (br#"{"id":7,"ok":{}}"#, "`id` is not a string"),
        (br#"{"ok":{}}"#, "without `id`"),
        (b"\xff\xfe", "not UTF-8"),
        (br#"{"id":"canary","unsupported":{}}"#, "a second answer to the canary"),
        (br#"{"id":"hello","ok":{}}"#, "\"hello\", which was not asked"),
        (&b"x".repeat(5 << 20), "a line of more than 4194304 bytes"),
    ] {
        let bytes = [text(&written.answers).as_bytes(), line, b"\n"].concat();
        let outcome = written.judge_bytes(&[], &bytes);
        outcome.ends_with(3).says("all as expected").says("the answers are at fault").says(words);
        // It is in the report as well, and in what is made of it.
        let outcome = written.judge_bytes(&["--json"], &bytes);
        let report = outcome.report();
        keeps_to("report-1", &report);
        assert_eq!(report["exit_status"], 3);
        assert!(report["runs"][0]["fault"]["message"].is_string());
    }
    let twice = [text(&written.answers), format!("{}\n", written.answers[0])].concat();
    written.judge_text(&[], &twice).ends_with(3).says("a second answer to hello");
}

#[test]
fn log_lines_do_no_harm_and_are_counted() {
    let written = Written::new();
    let mut noisy = Vec::new();
    for answer in &written.answers {
        noisy.extend([
            "INFO decoding".to_owned(),
            "{\"level\":\"info\"}".to_owned(),
            answer.clone(),
        ]);
    }
    written.judge(&[], &noisy).ends_with(0).says("26 stray lines").says("INFO decoding");
}

#[test]
fn who_answers_what_nobody_has_is_not_judged() {
    let written = Written::new();
    let mut answers = written.answers.clone();
    answers[1] = json!({ "id": "canary", "reject": {} }).to_string();
    written
        .judge(&[], &answers)
        .ends_with(3)
        .says("it said `reject` where only `unsupported` is true");
    answers.remove(0);
    written.judge(&[], &answers).ends_with(3).says("there is no answer to hello in 12 lines");
    let mut other = written.answers.clone();
    other[0] = other[0].replace("\"protocol\":\"1\"", "\"protocol\":\"2\"");
    written.judge(&[], &other).ends_with(3).says("it speaks protocol \"2\"");
}

#[test]
fn hello_may_stand_in_a_file() {
    let written = Written::new();
    let path = written.folder.path().join("hello.json");
    let without = &written.answers[1..];
    for text in [
        written.answers[0].clone(),
        serde_json::from_str::<Value>(&written.answers[0]).unwrap()["hello"].to_string(),
    ] {
        fs::write(&path, text).unwrap();
        let options = ["--hello", path.to_str().unwrap()];
        written.judge(&options, without).ends_with(0).says("all as expected");
        written.judge(&options, &written.answers).ends_with(0);
    }
    let options = ["--hello", path.to_str().unwrap()];
    let mut other = written.answers.clone();
    other[0] = other[0].replace("\"name\":\"ampwire\"", "\"name\":\"other\"");
    written.judge(&options, &other).ends_with(3).says("another than that of --hello");
    for (text, words) in [
        ("{", "not JSON"),
        ("[]", "no JSON object"),
        ("{}", "missing field"),
        (r#"{"protocol":"2","name":"x","version":"1","profiles":["amp"],"ops":[]}"#, "protocol"),
    ] {
        fs::write(&path, text).unwrap();
        written.judge(&options, without).ends_with(2).complains(words);
    }
    written.judge(&["--hello", "no/such/file"], without).ends_with(2).complains("no/such/file");
}

#[test]
fn usage() {
    ampwire(["judge"]).ends_with(2);
    ampwire(["judge", "a", "b", "c"]).ends_with(2);
    ampwire(["judge", "no/such/answers"]).ends_with(2).complains("no/such/answers");
    ampwire(["export", "--only", "no/such"]).ends_with(2).complains("matches no vector");
    ampwire(["export", "--skip", "**"]).ends_with(4).complains("leave no vector");
    ampwire(["export", "--output", "no/such/folder/file"]).ends_with(2).complains("no/such/folder");
    ampwire(["export", "--help"]).ends_with(0);
    ampwire(["judge", "--help"]).ends_with(0).says("130  interrupted");
}

#[test]
fn reports_are_those_of_check() {
    let written = Written::new();
    let folder = written.folder.path();
    let (report, junit) = (folder.join("report.json"), folder.join("junit.xml"));
    let mut fewer = written.answers.clone();
    fewer.remove(written.place("fd00fd"));
    let options = ["--report", report.to_str().unwrap(), "--junit", junit.to_str().unwrap()];
    written.judge(&options, &fewer).ends_with(1);
    let saved: Value = serde_json::from_str(&fs::read_to_string(&report).unwrap()).unwrap();
    keeps_to("report-1", &saved);
    assert_eq!(saved["runs"][0]["summary"]["missing"], 1);
    assert_eq!(saved["runs"][0]["command"], json!([]));
    let junit = fs::read_to_string(&junit).unwrap();
    assert!(junit.contains("there is no answer to this"), "{junit}");
    for format in ["terminal", "markdown", "tap", "github", "json"] {
        ampwire(["report", report.to_str().unwrap(), "--format", format])
            .ends_with(0)
            .says("there is no answer to this")
            .says_nothing_of("again ");
    }
}

#[test]
fn a_huge_file_is_read_in_bounded_memory() {
    let written = Written::new();
    // 200 MB of noise, and the answers behind: more than the program may hold.
    let path = written.suite.path().to_str().unwrap();
    let answers = written.folder.path().join("answers");
    fs::write(&answers, text(&written.answers)).unwrap();
    let script = format!(
        "ulimit -v 150000; (yes 'a line of a log that is of no use to anyone' | head -c 200000000; echo; cat {}) | {AMPWIRE} judge --vectors {path} -",
        answers.display()
    );
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said} {}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("stray lines"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_kill_ends_the_waiting_for_answers() {
    use std::os::unix::process::ExitStatusExt;
    let mut child = Command::new(AMPWIRE)
        .args(["judge", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let status = child.wait().unwrap();
    // Not SIGINT: what a script starts in the background ignores that, and so would the child.
    assert_eq!(status.signal(), Some(15));
}
