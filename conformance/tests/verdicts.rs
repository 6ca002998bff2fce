//! Answers of every kind, from a testee that otherwise behaves: verdict, exit status and what is shown.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use serde_json::{Value, json};
use support::{Suite, file, vector};

/// The verdicts of a run, by id.
fn verdict(report: &Value, id: &str) -> String {
    let vectors = report["runs"][0]["vectors"].as_array().unwrap();
    let vector = vectors.iter().find(|vector| vector["id"] == id).unwrap();
    vector["verdict"].as_str().unwrap().to_owned()
}

#[test]
fn the_built_in_codec_is_right_in_both_profiles() {
    let outcome = support::ampwire(["check"]);
    outcome.ends_with(0);
    outcome
        .says("(rust, amp): ran ")
        .says("(rust, bystander): ran ")
        .says("all as expected")
        .says("compared ");
}

#[test]
fn a_profile_without_vectors_is_named() {
    let suite = Suite::new();
    let outcome = suite.check(&[], &[]);
    outcome.ends_with(0).says("the built-in codec as bystander: no vector is selected for it");
    suite.check(&["--profile", "bystander"], &[]).ends_with(4).says("exit status 4: nothing ran");
}

#[test]
fn another_value_is_red_and_told_member_by_member() {
    let suite = Suite::new();
    let outcome = suite.hostile(&[], &["wrong-value"]);
    outcome
        .ends_with(1)
        .says("value: expected \"253\", answered \"254\"")
        .says("ran 10 of 11 vectors, 1 not as expected");
    suite
        .hostile(&[], &["number"])
        .ends_with(1)
        .says("a JSON number: every integer is a decimal string");
    suite.hostile(&[], &["null"]).ends_with(1).says("null: a member that isn't there is left out");
    suite
        .hostile(&[], &["lacks-member"])
        .ends_with(1)
        .says("length: expected \"3\", answered nothing");
    suite
        .hostile(&[], &["offset-number", "fd00"])
        .ends_with(1)
        .says("`reject.offset` is 0; it is a string");
}

#[test]
fn an_unknown_member_is_ignored_and_shown_when_asked() {
    let suite = Suite::new();
    suite.hostile(&[], &["unknown-member"]).ends_with(0).says_nothing_of("extra");
    suite
        .hostile(&["-v"], &["unknown-member"])
        .ends_with(0)
        .says("members that the protocol doesn't know: extra");
}

#[test]
fn another_reason_is_shown_and_red_only_when_asked() {
    let suite = Suite::new();
    for (mode, words) in [
        ("other-class", "refused as `conflict`; right is truncated"),
        ("other-offset", "the class is right, `offset` is 1; right is 0"),
    ] {
        suite
            .hostile(&[], &[mode, "fd00"])
            .ends_with(0)
            .says("other reason bigsize/cut")
            .says(words)
            .says("1 other reason");
        suite.hostile(&["--strict-reasons"], &[mode, "fd00"]).ends_with(1).says(words);
    }
}

#[test]
fn a_rejection_without_a_class_is_right_and_counted() {
    let suite = Suite::new();
    suite.hostile(&[], &["no-class", "fd00"]).ends_with(0).says("the class of 3 of 4 rejections");
    let strict = suite.hostile(&["--strict-reasons"], &["no-class", "fd00"]);
    strict.ends_with(1).says("it gives no class, and its handshake promises one");
    let silent = suite.hostile(&["--strict-reasons"], &["no-classes"]);
    silent.ends_with(0).says("the class of 0 of 4 rejections");
}

#[test]
fn what_is_omitted_is_counted() {
    let suite = Suite::new();
    suite
        .hostile(&["--op", "bigsize.*"], &["right"])
        .ends_with(0)
        .says("compared 10 of 10 members");
    suite.hostile(&["--op", "bigsize.*"], &["omits"]).ends_with(0).says("compared 5 of 10 members");
    let outcome = suite.hostile(&["--op", "bigsize.*"], &["omits-all"]);
    outcome
        .ends_with(0)
        .says("compared 0 of 10 members")
        .says("note: bigsize.decode: it omits every member");
}

#[test]
fn unsupported_is_red_where_it_was_declared() {
    let suite = Suite::new();
    let outcome = suite.hostile(&[], &["unsupported"]);
    outcome
        .ends_with(1)
        .says("it says unsupported, and declared bigsize.decode in its handshake")
        .says("not today");
    suite.hostile(&["--only", "bigsize/needs"], &["right"]).ends_with(4).says("1 (no x-flight)");
}

#[test]
fn levels_decide_what_is_red() {
    let suite = Suite::new();
    let only = |id: &'static str, level: &'static str| ["--only", id, "--level", level];
    for (id, bytes, level, status) in [
        ("bigsize/may", "02", "may", 1),
        ("bigsize/may", "02", "should", 0),
        ("bigsize/should", "03", "should", 1),
        ("bigsize/should", "03", "must", 0),
        ("bigsize/one", "01", "must", 1),
    ] {
        let outcome = suite.hostile(&only(id, level), &["always-reject", bytes]);
        outcome.ends_with(status);
        if status == 0 {
            outcome.says("would be fail").says("1 observed (1 not as expected)");
        }
    }
}

#[test]
fn a_deployed_answer_is_grey_only_when_asked() {
    let suite = Suite::of(&[file(
        "bigsize.decode",
        &[
            support::departed(),
            vector(
                "bigsize/one",
                json!({ "in": { "bytes": "01" }, "expect": { "ok": { "value": "1", "length": "1" } } }),
            ),
        ],
    )]);
    suite.hostile(&[], &["right"]).ends_with(1).says("the answer of lnd 0.21.0-beta (seen)");
    let outcome = suite.hostile(&["--accept-deployed", "--json"], &["right"]);
    outcome.ends_with(0);
    assert_eq!(verdict(&outcome.report(), "bigsize/departed"), "deployed");
}

#[test]
fn a_profile_that_the_testee_lacks_leaves_nothing() {
    let suite = Suite::new();
    suite.hostile(&[], &["bystander"]).ends_with(4).says("ran 0 of 0 vectors");
    let both = Suite::of(&[file(
        "bigsize.decode",
        &[vector(
            "bigsize/one",
            json!({
                "profiles": ["amp", "bystander"], "in": { "bytes": "01" }, "expect": { "ok": { "value": "1", "length": "1" } },
            }),
        )],
    )]);
    both.hostile(&["--profile", "amp"], &["bystander"])
        .ends_with(4)
        .says("the testee doesn't declare the profile amp");
    both.hostile(&["--profile", "bystander"], &["bystander"]).ends_with(0);
}

/// They are for a POSIX shell.
#[cfg(unix)]
#[test]
fn every_failure_comes_with_commands_that_repeat_it() {
    let suite = Suite::new();
    let outcome = suite.hostile(&[], &["wrong-value"]);
    let line = |label: &str| {
        let line =
            outcome.stdout.lines().find(|line| line.trim_start().starts_with(label)).unwrap();
        line.trim_start().trim_start_matches(label).trim().to_owned()
    };
    let shell =
        |script: &str| std::process::Command::new("sh").args(["-c", script]).output().unwrap();
    let again = shell(&line("again"));
    assert_eq!(again.status.code(), Some(1));
    let text = String::from_utf8(again.stdout).unwrap();
    assert!(text.contains("ran 1 of 1 vector, 1 not as expected"), "{text}");
    let raw = shell(&line("raw"));
    assert_eq!(
        String::from_utf8(raw.stdout).unwrap(),
        "{\"id\":\"1\",\"ok\":{\"length\":\"3\",\"value\":\"254\"}}\n"
    );
}
