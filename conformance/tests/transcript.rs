//! `ampwire export` and `ampwire judge`: what was answered elsewhere is judged as what is answered here, and never green for a
//! wrong reason.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::{AMPWIRE, Outcome, Suite, ampwire, ampwire_with, file, keeps_to, vector};
use tempfile::TempDir;

/// A suite, its requests and the right answers to them.
struct Written {
    suite: Suite,
    folder: TempDir,
    requests: Vec<String>,
    answers: Vec<String>,
}

impl Written {
    fn new() -> Self {
        let suite = Suite::new();
        let path = suite.path().to_str().unwrap().to_owned();
        let export = ampwire(["export", "--vectors", &path]);
        export.ends_with(0);
        let requests = lines(&export.stdout);
        let answers = answers(&export.stdout);
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("requests.jsonl"), &export.stdout).unwrap();
        Self { suite, folder, requests, answers }
    }

    fn requests_file(&self) -> PathBuf {
        self.folder.path().join("requests.jsonl")
    }

    /// Judges this text.
    fn judge_text(&self, options: &[&str], text: &str) -> Outcome {
        self.judge_bytes(options, text.as_bytes())
    }

    fn judge_bytes(&self, options: &[&str], bytes: &[u8]) -> Outcome {
        let (suite, requests) = (self.suite.path().to_str().unwrap(), self.requests_file());
        let words = ["judge", "--vectors", suite].into_iter().chain(options.iter().copied());
        ampwire_with(words.chain([requests.to_str().unwrap(), "-"]), bytes)
    }

    /// Judges these lines.
    fn judge(&self, options: &[&str], answers: &[String]) -> Outcome {
        self.judge_text(options, &text(answers))
    }

    /// The place of the answer to the case with these bytes.
    fn place(&self, bytes: &str) -> usize {
        let place = self.requests.iter().position(|line| {
            let request: Value = serde_json::from_str(line).unwrap();
            request["in"]["bytes"] == bytes
        });
        place.unwrap()
    }

    /// The answers, that to the case `fd00fd` changed.
    fn changed(&self, change: impl FnOnce(Value) -> String) -> Vec<String> {
        let mut answers = self.answers.clone();
        let place = self.place("fd00fd");
        answers[place] = change(serde_json::from_str(&answers[place]).unwrap());
        answers
    }

    /// Only `bigsize/three-bytes` is red, with this verdict and these words.
    #[track_caller]
    fn only(&self, answers: &[String], verdict: &str, words: &str) {
        let outcome = self.judge(&["--json"], answers);
        outcome.ends_with(1);
        let report = outcome.report();
        keeps_to("report-1", &report);
        let red: Vec<&Value> = report["runs"][0]["vectors"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|vector| vector["red"] == true)
            .collect();
        let [red] = red[..] else { panic!("{red:#?}") };
        assert_eq!((&red["id"], &red["verdict"]), (&json!("bigsize/three-bytes"), &json!(verdict)));
        assert!(red["reasons"].to_string().contains(words), "{red:#}");
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn text(lines: &[String]) -> String {
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// What the built-in testee answers.
fn answers(requests: &str) -> Vec<String> {
    let outcome = ampwire_with(["testee"], requests.as_bytes());
    outcome.ends_with(0);
    lines(&outcome.stdout)
}

#[test]
fn requests_tell_nothing_but_the_question() {
    let written = Written::new();
    // Eleven vectors that are not withdrawn, hello, and the canary.
    assert_eq!(written.requests.len(), 13);
    let hello: Value = serde_json::from_str(&written.requests[0]).unwrap();
    assert_eq!(hello["op"], "hello");
    assert_eq!(hello["in"]["export"]["requests"], "11");
    assert_eq!(hello["in"]["export"]["suite"], "0.1.0");
    let canary: Value = serde_json::from_str(&written.requests[1]).unwrap();
    assert!(canary["op"].as_str().unwrap().starts_with("x-canary-"));
    for line in &written.requests[2..] {
        let request: Value = serde_json::from_str(line).unwrap();
        let members: Vec<&String> = request.as_object().unwrap().keys().collect();
        assert_eq!(members.len(), 3, "{request}");
        assert!(!line.contains("bigsize/") && !line.contains("tlv/"), "{line}");
    }
    // The same bytes each time.
    let path = written.suite.path().to_str().unwrap();
    assert_eq!(lines(&ampwire(["export", "--vectors", path]).stdout), written.requests);
}

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
fn requests_that_are_not_ours_are_refused() {
    let written = Written::new();
    let path = written.requests_file();
    let whole = text(&written.requests);
    let weaker = whole.replace("fd00fd", "fd00fe");
    let middle = whole.len() / 2;
    for (requests, words) in [
        ("", "no request"),
        ("hello\n", "no request"),
        ("{\"id\":\"0\",\"op\":\"hello\",\"in\":{}}\n", "doesn't say what was exported"),
        (
            &whole.replace("ampwire-export-1", "ampwire-export-9"),
            "its form is \"ampwire-export-9\"",
        ),
        (&whole.replacen("0.1.0", "0.0.9", 1), "it was made of another suite"),
        (&whole[..middle], "line "),
        (&weaker, "is not what was exported"),
        (&format!("{whole}{}", written.requests[2]), "more lines than were exported"),
    ] {
        fs::write(&path, requests).unwrap();
        written.judge(&[], &written.answers).ends_with(2).complains(words);
    }
    fs::write(&path, text(&written.requests[..5])).unwrap();
    written
        .judge(&[], &written.answers)
        .ends_with(2)
        .complains("line 6 is missing: the file is cut off");
    fs::write(&path, &whole).unwrap();
    written
        .judge(&["--only", "tlv/*"], &written.answers)
        .ends_with(2)
        .complains("says which vectors were selected");
    fs::remove_file(&path).unwrap();
    written.judge(&[], &written.answers).ends_with(2).complains("requests.jsonl");
}

#[test]
fn a_selection_goes_with_the_requests() {
    let suite = Suite::new();
    let path = suite.path().to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let requests = folder.path().join("requests.jsonl");
    let options =
        ["--vectors", path, "--only", "bigsize/*", "--skip", "bigsize/*e*", "--profile", "amp"];
    let words = ["export"].into_iter().chain(options);
    ampwire(words.chain(["--output", requests.to_str().unwrap()]))
        .ends_with(0)
        .complains("4 requests");
    let answers = text(&answers(&fs::read_to_string(&requests).unwrap()));
    let judge = |words: &[&str]| {
        ampwire_with(["judge"].iter().chain(words).chain(&["-"]), answers.as_bytes())
    };
    judge(&["--vectors", path, requests.to_str().unwrap()]).ends_with(0).says("ran 4 of 4 vectors");
    judge(&options).ends_with(0).says("ran 4 of 4 vectors");
    // Held against more than was asked, the rest is missing; against less, answers are over.
    judge(&["--vectors", path]).ends_with(1).says("MISSING");
    judge(&["--vectors", path, "--only", "bigsize/cut"])
        .ends_with(3)
        .says("3 lines belong to no request")
        .says("another selection");
    // Both files can't be standard input.
    ampwire(["judge", "-", "-"]).ends_with(2).complains("only one of the two");
    // The requests may come that way.
    let file = folder.path().join("answers.jsonl");
    fs::write(&file, &answers).unwrap();
    let requests = fs::read(&requests).unwrap();
    ampwire_with(["judge", "--vectors", path, "-", file.to_str().unwrap()], &requests).ends_with(0);
}

#[test]
fn a_part_goes_with_the_requests() {
    let suite = Suite::new();
    let path = suite.path().to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let whole: Vec<String> = lines(&ampwire(["export", "--vectors", path]).stdout);
    let mut asked = Vec::new();
    for shard in ["1/2", "2/2"] {
        let requests = folder.path().join("requests.jsonl");
        let file = requests.to_str().unwrap();
        ampwire(["export", "--vectors", path, "--shard", shard, "--output", file]).ends_with(0);
        let text_of = fs::read_to_string(&requests).unwrap();
        asked.extend(lines(&text_of).split_off(2));
        let answers = text(&answers(&text_of));
        let judge = |words: &[&str]| {
            let words =
                ["judge", "--json", "--vectors", path].into_iter().chain(words.iter().copied());
            ampwire_with(words.chain(["-"]), answers.as_bytes())
        };
        // It is the part that check takes, and the report says which.
        let checked = suite.check(&["--json", "--shard", shard, "--profile", "amp"], &[]);
        let ids = |outcome: &Outcome| {
            let report = outcome.report();
            assert_eq!(report["options"]["shard"], shard);
            keeps_to("report-1", &report);
            let vectors = report["runs"][0]["vectors"].as_array().unwrap().clone();
            vectors.iter().map(|vector| vector["id"].to_string()).collect::<Vec<_>>()
        };
        for words in [&[file][..], &["--shard", shard]] {
            let judged = judge(words);
            judged.ends_with(0);
            assert_eq!(ids(&judged), ids(&checked), "{shard}");
        }
        // Held against the whole, the other part is missing; against the other part, these answers are over.
        judge(&[]).ends_with(1).says("\"missing\"");
        let other = if shard == "1/2" { "2/2" } else { "1/2" };
        judge(&["--shard", other]).ends_with(3);
        judge(&["--shard", shard, file]).ends_with(2).complains("says which vectors were selected");
        // A part that nobody has.
        fs::write(&requests, text_of.replace(shard, "3/2")).unwrap();
        judge(&[file]).ends_with(2).complains("a part is I/N");
        fs::write(&requests, text_of.replace(shard, other)).unwrap();
        judge(&[file]).ends_with(2).complains("it was made of another suite");
    }
    // All are in one of the two, none in both.
    let mut expected = whole[2..].to_vec();
    asked.sort();
    expected.sort();
    assert_eq!(asked, expected);
}

#[test]
fn a_part_without_a_vector_is_nothing() {
    let suite = Suite::new();
    let path = suite.path().to_str().unwrap();
    let options = ["--vectors", path, "--only", "bigsize/one", "--shard"];
    let empty: Vec<&str> = ["1/2", "2/2"]
        .into_iter()
        .filter(|shard| {
            ampwire(["export"].into_iter().chain(options).chain([*shard])).status != Some(0)
        })
        .collect();
    let [empty] = empty[..] else { panic!("one of the two has it: {empty:?}") };
    ampwire(["export"].into_iter().chain(options).chain([empty])).ends_with(4).complains(&format!(
        "part {empty} is empty: of 1 selected vector, the other parts have all"
    ));
    let answers = text(&answers(&ampwire(["export", "--vectors", path]).stdout)[..2]);
    let words = ["judge"].into_iter().chain(options).chain([empty, "-"]);
    ampwire_with(words, answers.as_bytes()).ends_with(4).says(&format!("part {empty} is empty"));
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
fn equal_requests_are_asked_once_and_count_for_all_their_vectors() {
    let asks =
        |id: &str, expect: Value| vector(id, json!({ "in": { "bytes": "01" }, "expect": expect }));
    let right = json!({ "ok": { "value": "1", "length": "1" } });
    let suite = Suite::of(&[file(
        "bigsize.decode",
        &[
            asks("bigsize/one", right),
            asks("bigsize/other", json!({ "reject": { "class": ["order"] } })),
        ],
    )]);
    let path = suite.path().to_str().unwrap();
    let export = ampwire(["export", "--vectors", path]);
    assert_eq!(export.stdout.lines().count(), 3);
    ampwire_with(["judge", "--vectors", path, "-"], text(&answers(&export.stdout)).as_bytes())
        .ends_with(1)
        .says("ran 2 of 2 vectors")
        .says("FAIL         bigsize/other");
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

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let mut child = Command::new(AMPWIRE)
        .arg("export")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 100];
    let mut pipe = child.stdout.take().unwrap();
    pipe.read_exact(&mut first).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
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
