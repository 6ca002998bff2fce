//! Texts of a testee that would steer a terminal, a reader of JUnit or TAP, or GitHub.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use serde_json::{Value, json};
use support::reports::{every_verdict, rendered, report};

/// What a terminal, XML, Markdown, TAP, YAML or a workflow's log would obey.
const HOSTILE: &str = "]]> <b>&amp;\"'| a::error::b %0A # SKIP \\# TODO\n::error::x\n  ...\nok 1\u{1b}[2J\u{0}\u{85}\u{202e}\u{ffff}```\n</details>";

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
fn a_terminal_is_not_steered() {
    for words in [&["-v"][..], &["-f", "markdown"], &["-f", "tap"], &["-f", "github"]] {
        let text = rendered(&hostile(), words);
        let steering = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!text.contains(steering), "{text:?}");
        assert!(!text.lines().any(|line| line.starts_with("::error::x") || line == "ok 1"));
    }
}
