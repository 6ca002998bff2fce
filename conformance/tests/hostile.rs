//! Testees that misbehave: each gets its exact verdict on exactly the right vector, and the run ends in bounded time.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use serde_json::Value;
use support::{Outcome, Suite};

/// The verdicts of a JSON report that are not `pass`, by id, except the one that is always unsupported.
fn not_passed(outcome: &Outcome) -> Vec<(String, String)> {
    let report = outcome.report();
    let vectors = report["runs"][0]["vectors"].as_array().unwrap();
    let text = |vector: &Value, name: &str| vector[name].as_str().unwrap().to_owned();
    let observed_pass =
        |vector: &&Value| vector["verdict"] == "observed" && vector["would_be"] == "pass";
    vectors
        .iter()
        .filter(|vector| {
            vector["verdict"] != "pass" && vector["id"] != "bigsize/needs" && !observed_pass(vector)
        })
        .map(|vector| (text(vector, "id"), text(vector, "verdict")))
        .collect()
}

/// Misbehaves on one vector alone; all others pass, before it and after it.
#[track_caller]
fn blamed(mode: &str, verdict: &str, words: &str) {
    let suite = Suite::new();
    let outcome = suite.hostile(&["--json"], &[mode]);
    outcome.ends_with(1);
    assert_eq!(
        not_passed(&outcome),
        [("bigsize/three-bytes".to_owned(), verdict.to_owned())],
        "{outcome:#?}"
    );
    let report = outcome.report();
    let vector = report["runs"][0]["vectors"]
        .as_array()
        .unwrap()
        .iter()
        .find(|vector| vector["verdict"] == verdict);
    let reasons = vector.unwrap()["reasons"].to_string();
    assert!(reasons.contains(words), "{words:?} is not in {reasons}");
    let summary = &report["runs"][0]["summary"];
    assert_eq!(
        (&summary["ran"], &summary["selected"]),
        (&Value::from(10), &Value::from(11)),
        "{summary}"
    );
}

#[test]
fn a_crash_is_a_crash_whatever_the_status() {
    blamed("exit", "crash", "exited with status 7");
    blamed("exit-zero", "crash", "exited with status 0");
    blamed("abort", "crash", if cfg!(windows) { "0xc0000409" } else { "signal 6 (SIGABRT)" });
}

#[test]
fn a_crash_brings_the_last_words() {
    let suite = Suite::new();
    suite.hostile(&[], &["errors-then-exit"]).ends_with(1).says("CRASH").says("the last words");
}

#[test]
fn a_grandchild_that_holds_the_pipes_delays_nothing() {
    blamed("orphan", "crash", "exited with status 3");
}

#[test]
fn no_answer_is_a_hang() {
    blamed("hang", "hang", "no answer within 1 s");
    // Each byte comes in time. The deadline is for the whole answer.
    blamed("drip", "hang", "bytes, no newline: flush?");
    blamed("no-newline", "hang", "44 bytes, no newline: flush?");
}

/// By a shell.
#[cfg(unix)]
#[test]
fn a_closed_output_is_a_hang_with_its_reason() {
    let suite = Suite::new();
    let hello = r#"{"id":"0","hello":{"protocol":"1","name":"x","version":"1","profiles":["amp"],"ops":["bigsize.decode"]}}"#;
    let unknown = r#"{"id":"1","unsupported":{"why":"unknown"}}"#;
    let script = format!(
        "read -r a; echo '{hello}'; read -r a; echo '{unknown}'; read -r a; exec 1>&-; sleep 60"
    );
    let outcome =
        suite.check(&["--timeout", "1s", "--only", "bigsize/one"], &["sh", "-c", &script]);
    outcome.ends_with(1).says("HANG").says("no answer within 1 s; it closed its standard output");
}

/// By a shell.
#[cfg(unix)]
#[test]
fn a_hang_behind_a_shell_is_a_hang() {
    let suite = Suite::new();
    let script = format!("trap '' TERM INT HUP; {} hang; true", support::hostile().display());
    let outcome = suite.check(&["--timeout", "1s", "--json"], &["sh", "-c", &script]);
    outcome.ends_with(1);
    assert_eq!(not_passed(&outcome), [("bigsize/three-bytes".to_owned(), "hang".to_owned())]);
}

#[test]
fn what_has_no_meaning_is_garbage() {
    blamed("wrong-id", "garbage", "wrong id");
    blamed("number-id", "garbage", "`id` is not a string");
    blamed("no-id", "garbage", "without `id`");
    blamed("duplicate-keys", "garbage", "stands twice");
    blamed("duplicate-inner", "garbage", "\\\"value\\\" stands twice");
    blamed("bad-utf8", "garbage", "not UTF-8");
    blamed("several-verdicts", "garbage", "several verdicts in one answer: ok, reject");
    blamed("no-verdict", "garbage", "none of `ok`, `reject`, `unsupported`, `panic`");
    blamed("repeats-hello", "garbage", "`hello` stands only in the answer to hello");
}

#[test]
fn lines_and_floods_are_bounded() {
    blamed("long-line", "garbage", "more than 4194304 bytes");
    blamed("endless-line", "garbage", "more than 4194304 bytes");
    blamed("stray-flood", "garbage", "a flood");
}

#[test]
fn what_comes_after_an_answer_is_blamed_on_its_vector() {
    blamed("two-answers", "garbage", "two answers");
    blamed("two-answers-late", "garbage", "two answers");
    blamed("left-over", "garbage", "5 bytes beside the answer");
    blamed("answers-and-exits", "crash", "after its answer to this case, which was `ok`");
}

#[test]
fn a_panic_never_passes_also_where_a_rejection_is_expected() {
    blamed("panic", "panic", "index out of range");
    let suite = Suite::new();
    let outcome = suite.hostile(&["--json"], &["panic", "fd00"]);
    outcome.ends_with(1);
    assert_eq!(not_passed(&outcome), [("bigsize/cut".to_owned(), "panic".to_owned())]);
    for (mode, verdict) in [("exit", "crash"), ("hang", "hang"), ("wrong-id", "garbage")] {
        let outcome = suite.hostile(&["--json"], &[mode, "fd00"]);
        outcome.ends_with(1);
        assert_eq!(not_passed(&outcome), [("bigsize/cut".to_owned(), verdict.to_owned())]);
    }
}

#[test]
fn breaking_is_red_at_every_level() {
    let suite = Suite::new();
    for (mode, verdict) in
        [("panic", "PANIC"), ("exit", "CRASH"), ("hang", "HANG"), ("no-id", "GARBAGE")]
    {
        suite.hostile(&["--only", "bigsize/may"], &[mode, "02"]).ends_with(1).says(verdict);
    }
}

#[test]
fn accepting_everything_and_refusing_everything_are_red() {
    let suite = Suite::new();
    let accepting = suite.hostile(&["--json"], &["always-accept"]);
    accepting.ends_with(1);
    // With no members, even what is rightly accepted fails.
    let failed = not_passed(&accepting);
    assert_eq!(failed.len(), 10, "{failed:?}");
    let refusing = suite.hostile(&["--json"], &["always-reject"]);
    refusing.ends_with(1);
    // What must be refused is; what must be accepted, and the one of them without weight, is not.
    let failed = not_passed(&refusing);
    assert_eq!(failed.iter().filter(|(_, verdict)| verdict == "fail").count(), 5, "{failed:?}");
    assert_eq!(failed.len(), 6, "{failed:?}");
}

#[test]
fn who_answers_what_nobody_knows_is_not_tested() {
    let suite = Suite::new();
    suite
        .hostile(&[], &["accept-canary-too"])
        .ends_with(3)
        .says("it said `ok` where only `unsupported` is true");
    suite
        .hostile(&[], &["reject-canary-too"])
        .ends_with(3)
        .says("it said `reject` where only `unsupported` is true");
}

#[test]
fn noise_does_no_harm_and_is_counted() {
    let suite = Suite::new();
    let outcome = suite.hostile(&[], &["always-stray"]);
    outcome
        .ends_with(0)
        .says("ran 10 of 11 vectors, all as expected")
        .says("20 stray lines")
        .says("INFO decoding");
    suite.hostile(&[], &["deep"]).ends_with(0).says("1 stray line ");
    suite
        .hostile(&[], &["always-errors-flood"])
        .ends_with(0)
        .says("ran 10 of 11 vectors, all as expected");
}

#[test]
fn a_handshake_that_fails_ends_the_run_with_the_right_words() {
    let suite = Suite::new();
    for (mode, words) in [
        ("hello-hangs", "no handshake: instead of an answer to hello, no answer within 1 s"),
        // Only Unix says what was read.
        (
            "never-reads",
            if cfg!(unix) { "it never read the question" } else { "no answer within 1 s" },
        ),
        ("hello-exits", "no handshake: instead of an answer to hello, it exited with status 4"),
        ("hello-version", "it speaks protocol \"2\", this runner speaks \"1\""),
        ("hello-nameless", "`name` is empty"),
        ("hello-profiles", "names neither \"amp\" nor \"bystander\""),
        ("hello-is-ok", "`hello` stands only in the answer to hello"),
        ("hello-member", "`hello`: missing field"),
        ("hello-and-exit", "it exited with status 0"),
    ] {
        suite
            .hostile(&["--hello-timeout", "1s"], &[mode])
            .ends_with(3)
            .says(words)
            .says_nothing_of("as expected\n");
    }
}

#[test]
fn who_declares_nothing_has_shown_nothing() {
    let suite = Suite::new();
    suite
        .hostile(&[], &["hello-no-ops"])
        .ends_with(4)
        .says("ran 0 of 11 vectors")
        .says("exit status 4: nothing ran");
}

#[test]
fn restarts_have_an_end() {
    let suite = support::many();
    for mode in ["always-exit", "always-answers-and-exits"] {
        let outcome = suite.hostile(&["--json"], &[mode]);
        outcome.ends_with(3);
        let run = &outcome.report()["runs"][0];
        assert!(
            run["fault"]["message"].as_str().unwrap().contains("started anew 20 times"),
            "{outcome:#?}"
        );
        assert_eq!(run["summary"]["restarts"], 20);
        assert_eq!(run["summary"]["crash"], 21, "each crash is the fault of one vector");
        assert_eq!(run["summary"]["not_run"], 9);
    }
}

#[test]
fn a_testee_that_changes_is_not_tested_further() {
    let suite = Suite::new();
    let outcome = suite.hostile(&[], &["hello-changes-crash"]);
    outcome.ends_with(3).says("it describes itself otherwise");
    // Where it isn't known what was read, it takes the other time to say whose crash it was.
    if cfg!(unix) {
        outcome.says("CRASH");
    }
}

#[test]
fn an_end_that_is_not_as_it_should_be_is_noted() {
    let suite = Suite::new();
    suite
        .hostile(&[], &["ends-badly"])
        .ends_with(0)
        .says("note: at the end of its input it exited with status 9");
    suite
        .hostile(&["--exit-timeout", "300ms"], &["stays"])
        .ends_with(0)
        .says("it didn't exit within 0.3 s");
    let outcome = suite.hostile(&["--json"], &["last-word"]);
    outcome.ends_with(1);
    assert_eq!(not_passed(&outcome), [("tlv/order".to_owned(), "garbage".to_owned())]);
}

#[test]
fn what_a_testee_says_does_not_reach_the_terminal_as_a_command() {
    let suite = Suite::new();
    suite.hostile(&[], &["escape"]).ends_with(0).says_nothing_of("\u{1b}");
}

#[test]
fn fail_fast_stops_at_the_first() {
    let suite = Suite::new();
    let outcome = suite.hostile(&["-x", "--json"], &["always-reject"]);
    outcome.ends_with(1);
    let summary = &outcome.report()["runs"][0]["summary"];
    assert_eq!(
        (&summary["fail"], &summary["ran"]),
        (&Value::from(1), &Value::from(1)),
        "{summary}"
    );
}

#[test]
fn bytes_before_an_answer_are_blamed_on_the_vector_that_brings_them() {
    blamed("left-over-before", "garbage", "5 bytes beside the answer");
}
