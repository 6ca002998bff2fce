//! `ampwire expect`: the file of expected failures, written from a run and brought up to date.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use support::expected::{Place, entry, wrong_value};

#[test]
fn a_file_written_from_a_run_makes_the_next_run_green() {
    let place = Place::new();
    let outcome = place.expect(&[], &["always-accept"]);
    outcome.ends_with(0);
    insta::assert_snapshot!("expect_written", place.shown(&outcome) + "---\n" + &place.text());
    place
        .check(&[], &["always-accept"])
        .ends_with(0)
        .says("(9 todo), 0 unexpected passes, 0 stale");
    place.check(&[], &["right"]).ends_with(1).says("9 unexpected passes");
    // What is there is not overwritten.
    let text = place.text();
    place.expect(&[], &["right"]).ends_with(2).complains("is there already; --update");
    assert_eq!(place.text(), text);
    place
        .expect(&["--update"], &["always-accept"])
        .ends_with(0)
        .says("it is up to date with 9 expected");
    assert_eq!(place.text(), text);
}

#[test]
fn the_class_of_another_reason_is_written() {
    let place = Place::new();
    let mode = ["other-class", "fd00"];
    place.expect(&[], &mode).ends_with(0).says("nothing fails, so there is nothing to write");
    place.expect(&["--strict-reasons"], &mode).ends_with(0).says("1 added");
    assert!(place.text().contains("got = \"reason\"\nclass = \"conflict\"\n"), "{}", place.text());
    place.check(&["--strict-reasons"], &mode).ends_with(0);
}

#[test]
fn an_update_keeps_what_people_wrote() {
    let place = Place::with(
        "
# About all of it.

# The values.
[[expect]]
id = \"bigsize/three-bytes\" # here too
got = \"value\"
members = [\"value\"]
kind = \"bug\"
reason = \"Off by one.\"
url = \"https://example.org/1\"

# About what follows.

# This one passes.
[[expect]]
id = \"bigsize/one\"
got = \"reject\"
kind = \"wontfix\"
reason = \"Too small.\"

# Nothing to do with this testee.
[[expect]]
id = \"tlv/*\"
got = \"reject\"
kind = \"todo\"
when = { name = \"another\" }

# A list, of which a part is over.
[[expect]]
id = [
  \"bigsize/cut\", # this
  \"bigsize/rest-is-left\",
  \"bigsize/gone\",
]
got = \"reject\"
kind = \"todo\"

# Another failure by now.
[[expect]]
id = \"bigsize/not-minimal\"
got = \"unsupported\"
kind = \"wontfix\"
reason = \"Never.\"
",
    );
    // The testee accepts what is not minimal, and is right in all else but one value.
    let outcome = place.expect(&["--update", "--skip", "bigsize/cut"], &["wrong-value-and-lax"]);
    outcome.ends_with(0);
    insta::assert_snapshot!("expect_updated", place.shown(&outcome) + "---\n" + &place.text());
    place
        .check(&["--skip", "bigsize/cut"], &["wrong-value-and-lax"])
        .ends_with(0)
        .says("2 expected failures (1 bug, 1 todo)");
}

#[test]
fn a_glob_of_which_a_part_passes_becomes_the_rest() {
    let place = Place::with(&entry("bigsize/{cut,empty,not-minimal}", "ok", ""));
    place
        .expect(&["--update", "--only", "bigsize/{cut,not-minimal}"], &["wrong-value-and-lax"])
        .ends_with(0)
        .says("removed   bigsize/cut: passes");
    assert!(
        place.text().contains("id = [\"bigsize/empty\", \"bigsize/not-minimal\"]"),
        "{}",
        place.text()
    );
}

#[test]
fn a_testee_beside_another_gets_entries_of_its_own() {
    let other = entry("bigsize/three-bytes", "reject", "when = { name = \"another\" }");
    let place = Place::with(&other);
    place.expect(&["--update"], &["wrong-value"]).ends_with(0).says("1 added");
    assert!(
        place.text().ends_with("when = { name = \"ampwire\" }\nkind = \"todo\"\n"),
        "{}",
        place.text()
    );
    place.check(&[], &["wrong-value"]).ends_with(0).says("1 expected failure (1 todo)");
    let other = entry(
        "bigsize/three-bytes",
        "reject",
        "when = { name = \"ampwire\", version = \"<0.0.1\" }",
    );
    place.write(&other);
    place.expect(&["--update"], &["wrong-value"]).ends_with(0);
    let version = format!("version = \"={}\"", env!("CARGO_PKG_VERSION").trim_end_matches(".0"));
    assert!(place.text().contains(&version), "{}", place.text());
    place.check(&[], &["wrong-value"]).ends_with(0).says("1 expected failure (1 todo)");
}

#[test]
fn what_breaks_is_never_written() {
    for (mode, words) in [
        ("exit", "still red bigsize/three-bytes: a crash is never expected"),
        ("hang", "a hang is never expected"),
        ("wrong-id", "garbage is never expected"),
        ("panic", "a panic is never expected"),
    ] {
        let place = Place::new();
        place.expect(&[], &[mode]).ends_with(1).says(words).says("so nothing is written");
        assert!(!place.file().exists(), "{mode}");
    }
}

#[test]
fn an_entry_that_is_over_is_for_people_to_prolong() {
    let place = Place::with(&(wrong_value() + "until = 2001-01-01\n"));
    let text = place.text();
    place.expect(&["--update"], &["wrong-value"]).ends_with(1).says("covers this until 2001-01-01");
    assert_eq!(place.text(), text);
}

#[test]
fn no_file_without_a_whole_run() {
    let place = Place::new();
    place.expect(&[], &["right"]).ends_with(0).says("nothing fails, so there is nothing to write");
    place.expect(&[], &["hello-exits"]).ends_with(3).says("the testee is at fault");
    place.expect(&[], &["bystander"]).ends_with(4);
    place.expect(&[], &["always-exit"]).ends_with(1).says("so nothing is written");
    place.expect(&["--update"], &["right"]).ends_with(2).complains("ampwire-expect.toml: ");
    place.expect(&["--only", "nosuch/*"], &["right"]).ends_with(2).complains("matches no vector");
    place.expect(&[], &[]).ends_with(2).complains("<COMMAND>");
    place
        .expect(&["--file", "no/such/e.toml"], &["wrong-value"])
        .ends_with(2)
        .complains("no/such/e.toml: ");
    assert!(!place.file().exists());
    place
        .expect(&["--help"], &[])
        .ends_with(0)
        .says("look at each")
        .says("Examples:")
        .says("Exit status:");
}

#[test]
fn the_last_entry_may_go() {
    let place = Place::with(&wrong_value());
    place
        .expect(&["--update"], &["right"])
        .ends_with(0)
        .says("removed   bigsize/three-bytes: passes");
    assert_eq!(place.text(), "schema = \"ampwire-expect-1\"\n");
    place
        .check(&[], &["right"])
        .ends_with(0)
        .says("0 expected failures, 0 unexpected passes, 0 stale");
    place.write("expect = [{ id = \"bigsize/one\", got = \"reject\", kind = \"todo\" }]\n");
    place
        .expect(&["--update"], &["right"])
        .ends_with(2)
        .complains("write each entry as [[expect]]");
}
