//! Expected failures: the file, the verdicts, the exit statuses, and the command that writes the file.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use support::{AMPWIRE, Outcome, Suite, hostile};
use tempfile::TempDir;

/// A folder that is the current one, with the tests' suite beside it.
struct Place {
    suite: Suite,
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { suite: Suite::new(), folder: tempfile::tempdir().unwrap() }
    }

    /// With a file of these entries.
    fn with(entries: &str) -> Self {
        let place = Self::new();
        place.write(entries);
        place
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("ampwire-expect.toml")
    }

    fn write(&self, entries: &str) {
        fs::write(self.file(), format!("schema = \"ampwire-expect-1\"\n{entries}")).unwrap();
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    /// `ampwire COMMAND` on the suite with these options, and the hostile testee in this mode.
    fn run(&self, command: &str, options: &[&str], mode: &[&str]) -> Outcome {
        let program = hostile();
        let mut words = vec![command, "--vectors", self.suite.path().to_str().unwrap()];
        words.extend(["--timeout", "1s"]);
        words.extend(options);
        if !mode.is_empty() {
            words.extend(["--", program.to_str().unwrap()]);
            words.extend(mode);
        }
        support::ampwire_in(self.folder.path(), words)
    }

    fn check(&self, options: &[&str], mode: &[&str]) -> Outcome {
        self.run("check", options, mode)
    }

    fn expect(&self, options: &[&str], mode: &[&str]) -> Outcome {
        self.run("expect", options, mode)
    }

    /// What was said, without the folders of this machine.
    fn shown(&self, outcome: &Outcome) -> String {
        format!("{}{}", outcome.stdout, outcome.stderr)
            .replace(hostile().to_str().unwrap(), "adapter")
            .replace(AMPWIRE, "ampwire")
            .replace(self.suite.path().to_str().unwrap(), "SUITE")
    }
}

fn entry(id: &str, got: &str, more: &str) -> String {
    format!("[[expect]]\nid = \"{id}\"\ngot = \"{got}\"\nkind = \"todo\"\n{more}\n")
}

fn wrong_value() -> String {
    entry("bigsize/three-bytes", "value", "members = [\"value\"]")
}

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
