//! The requests that `ampwire export` writes, and whether `ampwire judge` takes them for its own: of which suite, selection and part.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::written::{Written, answers, lines, text};
use support::{AMPWIRE, Outcome, Suite, ampwire, ampwire_with, file, keeps_to, vector};

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
