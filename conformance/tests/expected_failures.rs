//! Expected failures: the file, the verdicts, and the exit statuses.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::Suite;
use support::expected::{Place, entry, wrong_value};

fn vector<'a>(report: &'a Value, id: &str) -> &'a Value {
    let vectors = report["runs"][0]["vectors"].as_array().unwrap();
    vectors.iter().find(|vector| vector["id"] == id).unwrap()
}

#[test]
fn an_expected_failure_is_not_red_and_always_said() {
    let place = Place::with(&wrong_value());
    for options in [&[][..], &["-q"][..]] {
        place
            .check(options, &["wrong-value"])
            .ends_with(0)
            .says("ran 10 of 11 vectors, all as expected")
            .says("ampwire-expect.toml: 1 expected failure (1 todo), 0 unexpected passes, 0 stale")
            .says_nothing_of("bigsize/three-bytes");
    }
    place.check(&["-v"], &["wrong-value"]).ends_with(0).says(
        "expected failure bigsize/three-bytes  (must, bigsize.decode, would be fail)  value, todo",
    );
}

#[test]
fn the_report_has_the_entry() {
    let place = Place::with(
        "[[expect]]\nid = \"bigsize/three-bytes\"\ngot = \"value\"\nmembers = [\"value\"]\nkind = \"bug\"\nreason = \"Off by one.\"\n\
         url = \"https://example.org/1\"\n",
    );
    let report = place.check(&["--json"], &["wrong-value"]);
    report.ends_with(0);
    let report = report.report();
    let exceptions = json!({ "file": "ampwire-expect.toml", "entries": 1, "stale": [] });
    assert_eq!(report["exceptions"], exceptions);
    let found = vector(&report, "bigsize/three-bytes");
    assert_eq!(found["verdict"], "expected_failure");
    assert_eq!(found["would_be"], "fail");
    assert_eq!(
        found["exception"],
        json!({ "line": 3, "got": "value", "kind": "bug", "reason": "Off by one.", "url": "https://example.org/1" })
    );
    let report = place.check(&["--json"], &["right"]).report();
    assert_eq!(vector(&report, "bigsize/three-bytes")["verdict"], "unexpected_pass");
    assert_eq!(report["runs"][0]["summary"]["unexpected_pass"], 1);
    assert_eq!(
        place.check(&["--json", "--no-expect"], &["right"]).report()["exceptions"],
        Value::Null
    );
}

#[test]
fn the_terminal() {
    let place = Place::with(
        &(wrong_value()
            + &entry("bigsize/one", "reject", "")
            + &entry("tlv/*", "reject", "when = { name = \"another\" }")
            + &entry("bigsize/no-such", "ok", "")),
    );
    let outcome = place.check(&[], &["wrong-value"]);
    outcome.ends_with(2);
    insta::assert_snapshot!("expected_failures", place.shown(&outcome));
}

#[test]
fn an_unexpected_pass_is_red() {
    let place = Place::with(&wrong_value());
    place
        .check(&[], &["right"])
        .ends_with(1)
        .says("UNEXPECTED PASS bigsize/three-bytes")
        .says("passes, and the entry at ampwire-expect.toml:3 expects it to fail")
        .says("1 unexpected pass, 0 stale");
    place.check(&["-x", "-q"], &["right"]).ends_with(1).says("UNEXPECTED PASS");
}

#[test]
fn another_failure_than_the_expected_one_is_red() {
    let place = Place::with(&wrong_value());
    for (mode, words) in [
        ("lacks-member", "`value (length)`, not `value (value)`"),
        ("always-reject", "`reject`, not `value (value)`"),
        ("unsupported", "`unsupported`, not `value (value)`"),
    ] {
        let outcome = place.check(&["--only", "bigsize/three-bytes"], &[mode]);
        outcome
            .ends_with(1)
            .says("fails otherwise than the entry at ampwire-expect.toml:3")
            .says(words);
    }
}

#[test]
fn a_testee_that_breaks_is_red_whatever_the_file_says() {
    let id = "bigsize/three-bytes";
    for got in ["reject", "ok", "reason", "unsupported"] {
        let place = Place::with(&entry(id, got, ""));
        for (mode, verdict) in
            [("exit", "CRASH"), ("hang", "HANG"), ("wrong-id", "GARBAGE"), ("panic", "PANIC")]
        {
            if mode != "hang" || got == "ok" {
                let outcome = place.check(&["--only", id], &[mode]);
                outcome.ends_with(1).says(verdict).says("0 expected failures");
            }
        }
    }
}

#[test]
fn what_is_stale_ends_with_2() {
    for (entry, words) in [
        (
            entry("bigsize/nosuch", "ok", ""),
            "STALE ampwire-expect.toml:3: bigsize/nosuch: no vector has this id",
        ),
        (entry("nosuch/*", "ok", ""), "nosuch/*: this glob matches no vector"),
        (entry("bigsize/withdrawn", "ok", ""), "bigsize/withdrawn: this vector is withdrawn"),
        (
            entry("bigsize/one", "reject", "hash = \"0123456789abcdef\""),
            "bigsize/one: its content has the hash ",
        ),
    ] {
        let place = Place::with(&entry);
        place
            .check(&[], &["right"])
            .ends_with(2)
            .says(words)
            .says("0 unexpected passes, 1 stale")
            .says("exit status 2: an expected failure matches nothing");
        // What is stale outweighs what is red, and hides nothing of it.
        place.check(&[], &["wrong-value"]).ends_with(2).says(words).says("FAIL ");
        let report = place.check(&["--json"], &["right"]);
        assert_eq!(report.report()["exceptions"]["stale"][0]["line"], 3);
    }
}

#[test]
fn entries_outside_of_the_selection_are_counted_and_not_stale() {
    let place = Place::with(
        &(wrong_value() + &entry("tlv/order", "ok", "") + &entry("bigsize/needs", "reject", "")),
    );
    place
        .check(&["--only", "bigsize/*"], &["wrong-value"])
        .ends_with(0)
        .says("1 expected failure (1 todo), 0 unexpected passes, 0 stale, 2 entries not run");
    // Nor is what has no weight at this level.
    let place = Place::with(&entry("bigsize/may", "ok", ""));
    place.check(&[], &["right"]).ends_with(0).says("0 stale, 1 entry not run");
    place.check(&["--level", "may"], &["right"]).ends_with(1).says("UNEXPECTED PASS bigsize/may");
}

#[test]
fn reasons_are_expected_to_differ_only_where_they_are_judged() {
    let place = Place::with(&entry("bigsize/cut", "reason", "class = \"conflict\""));
    let mode = ["other-class", "fd00"];
    place.check(&["--strict-reasons"], &mode).ends_with(0).says("1 expected failure");
    place.check(&[], &mode).ends_with(0).says("0 expected failures").says("1 entry not run");
    place.check(&["--strict-reasons"], &["right"]).ends_with(1).says("UNEXPECTED PASS");
    place.check(&[], &["right"]).ends_with(0);
}

#[test]
fn one_file_serves_with_deployed_answers_accepted_and_without() {
    let mut place = Place::with(&entry("bigsize/departed", "ok", ""));
    place.suite = Suite::of(&[support::file("bigsize.decode", &[support::departed()])]);
    for options in [&[][..], &["--accept-deployed"][..]] {
        place.check(options, &["right"]).ends_with(0).says("1 expected failure");
    }
    place.write(&entry("bigsize/departed", "unsupported", ""));
    place.check(&["--accept-deployed"], &["right"]).ends_with(1).says("`ok`, not `unsupported`");
    // An answer that is accepted needs no entry, and is written into none.
    fs::remove_file(place.file()).unwrap();
    place.expect(&["--accept-deployed"], &["right"]).ends_with(0).says("nothing fails");
    place.expect(&[], &["right"]).ends_with(0).says("1 added");
}

#[test]
fn a_class_that_a_testee_makes_up_cannot_write_to_the_terminal() {
    let place = Place::with(&entry("bigsize/one", "ok", ""));
    let mode = ["class-escape", "01"];
    let outcome = place.check(&["--only", "bigsize/one", "-q"], &mode);
    outcome.ends_with(1).says("`reject (evil\u{fffd}[2J)`, not `ok`").says_nothing_of("\u{1b}");
    // Nor does it get into a file.
    fs::remove_file(place.file()).unwrap();
    place.expect(&["--only", "bigsize/one"], &mode).ends_with(0);
    assert!(!place.text().contains("evil"), "{}", place.text());
}

#[test]
fn an_entry_ends_with_its_day() {
    let place = Place::with(&(wrong_value() + "until = 2001-01-01\n"));
    place
        .check(&[], &["wrong-value"])
        .ends_with(1)
        .says("the entry at ampwire-expect.toml:3 covers this until 2001-01-01");
    place.write(&(wrong_value() + "until = 9999-12-31\n"));
    place.check(&[], &["wrong-value"]).ends_with(0);
}

#[test]
fn a_file_with_mistakes_is_a_mistake_in_the_call() {
    for (entries, words) in [
        ("[[expect]]\nid = \"x\"\n", "ampwire-expect.toml:2:1: missing field `got`"),
        ("[[expect\n", "ampwire-expect.toml:2:"),
        (
            &(wrong_value() + &wrong_value()),
            "bigsize/three-bytes is covered already, by the entry in line 3",
        ),
        (&entry("bigsize/[", "ok", ""), "ampwire-expect.toml:3: id bigsize/[: "),
    ] {
        let place = Place::with(entries);
        place.check(&[], &["right"]).ends_with(2).complains(words);
        place.expect(&["--update"], &["right"]).ends_with(2).complains(words);
    }
}

#[test]
fn which_file_is_taken() {
    let place = Place::with(&wrong_value());
    place.check(&["--no-expect"], &["wrong-value"]).ends_with(1).says_nothing_of("expect.toml:");
    // The file is for the testee in the folder, not for the built-in codec.
    place.check(&[], &[]).ends_with(0).says_nothing_of("expect.toml");
    place.check(&["--expect", "ampwire-expect.toml"], &[]).ends_with(1).says("UNEXPECTED PASS");
    place.check(&["--expect", "nosuch.toml"], &["right"]).ends_with(2).complains("nosuch.toml: ");
    place.check(&["--expect", "x.toml", "--no-expect"], &["right"]).ends_with(2);
    fs::rename(place.file(), place.folder.path().join("other.toml")).unwrap();
    place.check(&[], &["wrong-value"]).ends_with(1);
    let outcome = place.check(&["--expect", "other.toml"], &["lacks-member"]);
    outcome.ends_with(1).says("--expect other.toml -- ");
    place
        .check(&["--expect", "other.toml"], &["wrong-value"])
        .ends_with(0)
        .says("other.toml: 1 exp");
}

#[test]
fn the_files_of_the_adapters_match_vectors() {
    let mut files = 0;
    for folder in fs::read_dir("../adapters").unwrap() {
        let file = folder.unwrap().path().join("ampwire-expect.toml");
        if file.exists() {
            files += 1;
            // The built-in codec is right where they are not. What counts is that nothing is stale.
            let words = ["check", "--json", "--profile", "amp", "--expect", file.to_str().unwrap()];
            let report = support::ampwire(words).report();
            assert_eq!(report["exceptions"]["stale"], json!([]), "{}", file.display());
        }
    }
    assert!(files >= 2);
}
