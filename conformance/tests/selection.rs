//! Selection and the suite itself: a typo is never a green run.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;

use serde_json::json;
use support::{Suite, ampwire, file, vector};

#[test]
fn a_pattern_that_matches_nothing_is_an_error() {
    let suite = Suite::new();
    for (options, words) in [
        (["--only", "bigsize/nosuch*"], "--only bigsize/nosuch*: this pattern matches no vector"),
        (["--only", "bigsize"], "matches no vector"),
        (["--skip", "nosuch/*"], "--skip nosuch/*: this pattern matches no vector"),
        (["--rule", "bolt1.nosuch"], "--rule bolt1.nosuch: this pattern matches no rule"),
        (["--rule", "amp.**"], "matches rules, but no vector has one of them"),
        (["--rule", "bolt1.bigsize.minmal"], "matches no rule; there is bolt1.bigsize.minimal"),
        (["--op", "bigsize.decod"], "vector asks for; there is bigsize.decode"),
        (["--op", "invoice.*"], "--op invoice.*: this pattern matches no operation"),
        (["--only", "bigsize/withdrawn"], "matches only withdrawn vectors"),
        (["--only", "bigsize/["], "--only bigsize/[: "),
        (["--level", "sometimes"], "invalid value 'sometimes'"),
        (["--timeout", "0"], "a time is a whole number from 1"),
    ] {
        suite.check(&options, &["true"]).ends_with(2).complains(words);
    }
    // A variable that is empty, before which the command should stand, is no wish for the built-in codec.
    ampwire(["check", "--"]).ends_with(2).complains("nothing stands behind `--`");
    // One good pattern doesn't excuse another.
    suite
        .check(&["--only", "bigsize/*", "--only", "typo/*"], &["true"])
        .ends_with(2)
        .complains("typo/*");
}

#[test]
fn patterns_choose() {
    let suite = Suite::new();
    for (options, selected) in [
        (&["--only", "bigsize/*"][..], 9),
        (&["--only", "**"][..], 11),
        (&["--only", "bigsize/one", "--only", "tlv/*"][..], 3),
        (&["--only", "bigsize/*", "--skip", "bigsize/*e*"][..], 4),
        (&["--rule", "bolt1.bigsize.*"][..], 4),
        (&["--op", "tlv.decode"][..], 2),
    ] {
        suite.hostile(options, &["right"]).ends_with(0).says(&format!(" of {selected} vectors"));
    }
    suite.hostile(&["--skip", "**"], &["right"]).ends_with(4).says("exit status 4: nothing ran");
}

#[test]
fn a_folder_that_is_no_suite_is_a_mistake_in_the_call() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    ampwire(["check", "--vectors", path]).ends_with(2).complains("no vector files");
    ampwire(["check", "--vectors", "no/such/folder"]).ends_with(2).complains("no/such/folder");
}

#[test]
fn a_suite_that_contradicts_itself_is_not_run() {
    let suite = Suite::new();
    let path = suite.path().join("v1/bigsize.decode.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"253\"", "\"254\"")).unwrap();
    suite
        .check(&[], &["true"])
        .ends_with(5)
        .complains("the suite is at fault, not the testee: bigsize/three-bytes");
    fs::write(&path, "{").unwrap();
    suite.check(&[], &["true"]).ends_with(5).complains("bigsize.decode.json");
    let twice = Suite::of(&[file(
        "bigsize.decode",
        &[vector("bigsize/one", json!({})), vector("bigsize/one", json!({}))],
    )]);
    twice.check(&[], &["true"]).ends_with(5).complains("two vectors have the id bigsize/one");
    let ruled = json!({ "rules": { "obeys": ["no.such.rule"], "breaks": [] } });
    let unruled = Suite::of(&[file("bigsize.decode", &[vector("bigsize/one", ruled)])]);
    unruled
        .check(&[], &["true"])
        .ends_with(5)
        .complains("the rule no.such.rule, which doesn't exist");
}

#[test]
fn the_files_of_a_suite_may_lie_in_the_folder_itself() {
    let suite = Suite::new();
    let inner = suite.path().join("v1");
    ampwire(["check", "--vectors", inner.to_str().unwrap()]).ends_with(0);
}

#[test]
fn usage() {
    ampwire(["check", "--nosuch"]).ends_with(2);
    ampwire(["nosuch"]).ends_with(2);
    ampwire::<&str>([]).ends_with(2);
    for words in [
        &["--help"][..],
        &["check", "--help"],
        &["vectors", "list", "--help"],
        &["--version"],
        &["testee", "-h"],
    ] {
        ampwire(words).ends_with(0);
    }
    ampwire(["check", "--help"])
        .says("Exit status:")
        .says("130  interrupted")
        .says("--accept-deployed");
}
