//! `ampwire check-adapter`: each mistake of a beginner has its own words and its advice, and a right adapter has none.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use support::{AMPWIRE, Outcome, Suite, ampwire};
use tempfile::TempDir;

/// The vectors that the adapter takes: checking all of them takes a second without optimization, each time.
static VECTORS: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    for file in ampwire_vectors::all_files() {
        let name = file.path.rsplit('/').next().unwrap();
        if ["tlv.", "bigsize.", "amp_record.", "tu16."].iter().any(|start| name.starts_with(start))
        {
            fs::write(folder.path().join(name), file.text).unwrap();
        }
    }
    folder
});

/// Runs the command on the adapter with this mistake.
fn adapter(mistake: &str) -> Outcome {
    let name = format!("wrong_adapter{}", std::env::consts::EXE_SUFFIX);
    let path = Path::new(AMPWIRE).with_file_name("examples").join(name);
    assert!(path.exists(), "cargo build --package ampwire-conformance --examples");
    let times = [
        "--vectors",
        VECTORS.path().to_str().unwrap(),
        "--timeout",
        "500ms",
        "--hello-timeout",
        "1s",
        "--exit-timeout",
        "500ms",
    ];
    let command = ["--", path.to_str().unwrap(), mistake];
    ampwire(["check-adapter"].iter().chain(&times).chain(&command))
}

/// How often a word stands at the start of a line.
fn count(outcome: &Outcome, word: &str) -> usize {
    outcome.stdout.lines().filter(|line| line.trim_start().starts_with(word)).count()
}

#[test]
fn a_right_adapter_is_right() {
    let outcome = adapter("none");
    outcome.ends_with(0).says("The adapter is written rightly.").says("ampwire check -- ");
    assert_eq!((count(&outcome, "WRONG"), count(&outcome, "note")), (0, 0), "{outcome:#?}");
    for profile in ["amp", "bystander"] {
        let outcome = ampwire(["check-adapter", "--", AMPWIRE, "testee", "--profile", profile]);
        outcome.ends_with(0).says("payload.decode as ").says(profile);
        assert_eq!((count(&outcome, "WRONG"), count(&outcome, "note")), (0, 0), "{outcome:#?}");
    }
}

/// The one mistake of this adapter, with what to do about it.
#[track_caller]
fn one(mistake: &str, what: &str, advice: &str) {
    let outcome = adapter(mistake);
    outcome.ends_with(1).says(&format!("WRONG {what}")).says(advice);
    outcome.says("The adapter is not right yet: one thing is to be changed.");
    assert_eq!(count(&outcome, "WRONG"), 1, "{outcome:#?}");
}

#[test]
fn what_stands_around_an_answer() {
    for (mistake, what, advice) in [
        ("id-as-number", "the id comes back as a number: 0 for \"0\"", "keep the id as the string"),
        (
            "id-through-a-number",
            "the id doesn't come back as it was: \"17\" for \"0017\"",
            "don't read a number from it",
        ),
        ("id-is-lost", "the id doesn't come back as it was", "copy it"),
        ("answers-twice", "two answers to one request", "write one line for each request"),
        (
            "no-verdict",
            "an answer hasn't exactly one of ok, reject",
            "`reject` without members is fine",
        ),
        (
            "verdict-as-boolean",
            "an answer hasn't exactly one of ok, reject",
            "{\"id\":…,\"ok\":{…}}",
        ),
        ("two-verdicts", "an answer hasn't exactly one of ok, reject", "{\"id\":…,\"ok\":{…}}"),
        ("null-verdicts", "members that aren't there are written as null: `reject`", "omitempty"),
        ("a-key-twice", "a key stands twice in one object: \"ok\"", "let a JSON library write it"),
    ] {
        one(mistake, what, advice);
    }
}

#[test]
fn what_stands_in_an_answer() {
    for (mistake, what, advice) in [
        (
            "numbers",
            "integers are written as JSON numbers: `amp_record.decode: child_index` is ",
            "a string of decimal digits",
        ),
        (
            "nulls",
            "members that aren't there are written as null: `reject.message`",
            "leave out what isn't there",
        ),
        ("upper-case", "hex digits are in upper case", "write hex in lower case"),
        ("prefix", "hex has a prefix", "two hex digits for each byte"),
        (
            "own-classes",
            "a rejection has a class that the protocol doesn't have: \"EOF\"",
            "take a class from the list",
        ),
    ] {
        one(mistake, what, advice);
    }
}

#[test]
fn what_an_answer_says() {
    for (mistake, what, advice) in [
        (
            "refuses-what-it-does-not-know",
            "it answers an operation that nobody has: `reject`",
            "`reject` says that an input was looked at",
        ),
        (
            "accepts-what-it-does-not-know",
            "it answers an operation that nobody has: `ok`",
            "\"unsupported\"",
        ),
        (
            "always-refuses",
            "it always says the same: amp_record.decode as amp, amp-record",
            "is called at all",
        ),
        ("always-accepts", "it always says the same", "is called at all"),
        (
            "ignores-errors",
            "nothing that is wrong is refused: amp_record.decode as amp, ",
            "hand on the implementation's error",
        ),
        (
            "misnames-members",
            "nothing that is right is accepted with the right members",
            "names and forms of members",
        ),
        (
            "declares-too-much",
            "it says unsupported to what it has declared: amp_record.encode, not yet",
            "out of `ops`",
        ),
        (
            "remembers",
            "the same question gets another answer the second time",
            "let nothing of one question stay",
        ),
        (
            "strict-about-members",
            "members of a request that it doesn't know change its answer",
            "ignore members",
        ),
        (
            "takes-nothing-for-zero",
            "a request that lacks its members isn't refused",
            "class `other`",
        ),
        ("takes-any-hex", "hex that is none isn't refused", "bad_encoding"),
        (
            "wants-hello",
            "without a hello before it, a question gets another answer",
            "one line can be tried by hand",
        ),
        (
            "omits-what-it-reports",
            "it omits what it reports: `length` of bigsize.decode",
            "take it out of `omits`",
        ),
        (
            "panics",
            "it answers panic: amp_record.decode: index out of range",
            "the message says which",
        ),
    ] {
        let outcome = adapter(mistake);
        outcome.ends_with(1).says(&format!("WRONG {what}")).says(advice);
    }
}

#[test]
fn how_it_lives_and_ends() {
    for (mistake, what, advice) in [
        (
            "short-lines",
            "it doesn't take a line that is nearly as long as a line may be: 1048576 bytes; a long line: it exited with status 1; its last words: bufio.Scanner",
            "scanner.Buffer",
        ),
        (
            "stays",
            "it doesn't exit with status 0 when its input ends: after the last question, it is still there",
            "leave the loop",
        ),
        (
            "ends-badly",
            "it doesn't exit with status 0 when its input ends: after the last question, it exited with status 1",
            "return from main",
        ),
        (
            "says-goodbye",
            "it doesn't exit with status 0 when its input ends: after the last question, it answers once more",
            "return from main",
        ),
        (
            "another-hello",
            "started again, it describes itself otherwise",
            "changes from start to start",
        ),
        (
            "misspells-an-operation",
            "its answer to hello names what the protocol doesn't have: operation \"tlv.decoed\"",
            "letter by letter",
        ),
        (
            "misspells-a-capability",
            "its answer to hello names what the protocol doesn't have: capability \"layout:14\"",
            "letter by letter",
        ),
        (
            "misspells-a-member",
            "its answer to hello names what the protocol doesn't have: member \"record\" of tlv.decode in `omits`",
            "letter by letter",
        ),
    ] {
        one(mistake, what, advice);
    }
}

#[test]
fn what_does_no_harm_is_noted() {
    for (mistake, what, advice) in [
        (
            "prints-a-banner",
            "it writes to standard output what is no answer: 4 lines, the first: adapter 1.0 is ready",
            "log to standard error",
        ),
        (
            "classes-undeclared",
            "it gives classes, and its hello doesn't say so",
            "\"errors\":\"class\"",
        ),
        ("never-a-class", "its hello promises classes, and it gave none", "leave `errors` out"),
        (
            "declares-too-little",
            "it answers what it hasn't declared, and rightly",
            "add it to `ops`",
        ),
        (
            "refuses-what-it-has-not-declared",
            "it doesn't say unsupported to what it hasn't declared",
            "answer `unsupported`",
        ),
    ] {
        let outcome = adapter(mistake);
        outcome.ends_with(0).says(&format!("note  {what}")).says(advice);
        assert_eq!((count(&outcome, "WRONG"), count(&outcome, "note")), (0, 1), "{outcome:#?}");
    }
}

#[test]
fn who_breaks_is_started_again_and_not_for_ever() {
    adapter("crashes")
        .ends_with(3)
        .says("WRONG it breaks over a question: amp_record.decode: it exited with status 134; its last words: index out of range")
        .says("it broke 5 times, which is enough");
    adapter("hangs").ends_with(3).says("amp_record.decode: no answer within 0.5 s");
}

#[test]
fn who_never_comes_to_answer_is_told_why() {
    for (mistake, what, advice) in [
        (
            "never-flushes",
            "its answers stay in a buffer: the first came after 4000 more questions",
            "flush=True",
        ),
        ("reads-to-the-end", "it answers only when its input has ended", "for line in sys.stdin"),
        ("no-line-feed", "its answer has no line feed at the end", "one line feed"),
        (
            "never-answers",
            "it doesn't answer: not even at the end of its input",
            "one line on standard output",
        ),
        ("exits-at-once", "it doesn't answer: asked for hello, it exited with status 3", "by hand"),
        (
            "wants-a-line-first",
            "it doesn't answer: asked for hello, it exited with status 2",
            "no configuration",
        ),
        (
            "no-hello-member",
            "its answer to hello can't be used: there is no `hello` in {",
            "\"protocol\":\"1\"",
        ),
        (
            "speaks-of-2",
            "its answer to hello can't be used: it speaks protocol \"2\"",
            "\"protocol\":\"1\"",
        ),
    ] {
        adapter(mistake)
            .ends_with(3)
            .says(&format!("WRONG {what}"))
            .says(advice)
            .says("The adapter doesn't get as far as to answer questions.")
            .says("printf '%s\\n' '{\"id\":\"0\",\"op\":\"hello\"");
    }
}

#[test]
fn what_is_no_adapter() {
    let check =
        |words: &[&str]| ampwire(["check-adapter", "--hello-timeout", "1s"].iter().chain(words));
    check(&[]).ends_with(2);
    check(&["--", "./no/such/adapter"])
        .ends_with(3)
        .says("it couldn't be run")
        .says("doesn't exist");
    check(&["--vectors", "no/such/folder", "--", "true"]).ends_with(2).complains("no/such/folder");
    adapter("declares-nothing").ends_with(4).says("declares no operation that a vector asks for");
    check(&["--help"]).ends_with(0).says("130  interrupted");
}

#[cfg(unix)]
#[test]
fn programs_that_are_none_are_told_what_they_are() {
    for (command, words) in [
        (&["cat"][..], "there is no `hello` in {"),
        (&["true"], "it exited with status 0"),
        (&["yes"], "a flood of output"),
        (&["sleep", "60"], "not even at the end of its input"),
    ] {
        let words_of = ["check-adapter", "--hello-timeout", "1s", "--"];
        ampwire(words_of.iter().chain(command)).ends_with(3).says(words);
    }
}

#[test]
fn a_suite_of_ones_own_is_enough() {
    let suite = Suite::new();
    let path = suite.path().to_str().unwrap();
    ampwire(["check-adapter", "--vectors", path, "--", AMPWIRE, "testee"])
        .ends_with(0)
        .says("ok    bigsize.decode as amp");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_and_the_adapter() {
    use std::process::{Command, Stdio};
    let marker = format!("4713{}", std::process::id());
    let suite = Suite::new();
    let path = suite.path().to_str().unwrap();
    let child = Command::new(AMPWIRE)
        .args(["check-adapter", "--vectors", path, "--", "sleep", &marker])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(700));
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Interrupted."));
    let left = Command::new("pgrep").args(["-f", &format!("sleep {marker}")]).output().unwrap();
    assert!(left.stdout.is_empty(), "{left:?}");
}
