//! Every verdict in the light of an entry.

use std::path::Path;

use serde_json::json;

use super::*;
use crate::compare::Difference;
use crate::expect::File;
use crate::expect::date::Date;
use crate::process::Ending;
use crate::protocol::{Answer, Rejection};
use crate::session::{Broken, How};
use crate::suite::Suite;

const ID: &str = "payload/final";

/// The one entry, on the day of the test.
fn exceptions(more: &str) -> Exceptions {
    let text = format!(
        "schema = \"ampwire-expect-1\"\n[[expect]]\nid = \"{ID}\"\nkind = \"todo\"\n{more}\n"
    );
    let file = File::parse(Path::new("e.toml"), &text).unwrap();
    Exceptions::new(file, Suite::for_tests()).unwrap()
}

fn judgement(verdict: Verdict, red: bool, members: &[&str]) -> Judgement {
    let difference = |member: &&str| Difference {
        member: (*member).to_owned(),
        expected: None,
        actual: None,
        hint: None,
    };
    Judgement {
        verdict,
        would_be: None,
        red,
        reasons: Vec::new(),
        differences: members.iter().map(difference).collect(),
        compared: 0,
        members: 0,
        unknown: Vec::new(),
        class_compared: None,
        same_as: Vec::new(),
    }
}

fn rejection(class: &str) -> Answer {
    Answer::Reject(Rejection { class: Some(class.to_owned()), ..Rejection::default() })
}

struct Outcome {
    verdict: Verdict,
    red: bool,
    would_be: Option<Verdict>,
    reasons: String,
    used: bool,
}

fn judged(more: &str, strict: bool, answer: Answer, judgement: Judgement) -> Outcome {
    reaction(more, strict, &Reaction::Answered(answer), judgement)
}

fn reaction(more: &str, strict: bool, reaction: &Reaction, mut judgement: Judgement) -> Outcome {
    let strictness = Strictness {
        level: ampwire_vectors::Level::Should,
        reasons: strict,
        accept_deployed: false,
    };
    let hello = Hello { name: "lnd".to_owned(), version: "0.20".to_owned(), ..Hello::default() };
    let used = exceptions(more).apply(ID, &hello, reaction, strictness, &mut judgement);
    Outcome {
        verdict: judgement.verdict,
        red: judgement.red,
        would_be: judgement.would_be,
        reasons: judgement.reasons.join("; "),
        used: used.is_some(),
    }
}

fn ok() -> Answer {
    Answer::ok([("value", json!("1"))])
}

#[test]
fn the_failure_that_is_foreseen_is_expected() {
    let fail = |members: &[&str]| judgement(Verdict::Fail, true, members);
    for (more, strict, answer, judgement, would_be) in [
        ("got = \"ok\"", false, ok(), fail(&[]), Verdict::Fail),
        (
            "got = \"value\"\nmembers = [\"b\", \"a\"]",
            false,
            ok(),
            fail(&["a", "b"]),
            Verdict::Fail,
        ),
        ("got = \"reject\"", false, rejection("order"), fail(&[]), Verdict::Fail),
        (
            "got = \"reject\"\nclass = \"order\"",
            false,
            rejection("order"),
            fail(&[]),
            Verdict::Fail,
        ),
        (
            "got = \"reason\"",
            true,
            rejection("order"),
            judgement(Verdict::OtherReason, true, &[]),
            Verdict::OtherReason,
        ),
        (
            "got = \"unsupported\"",
            false,
            Answer::unsupported("no"),
            judgement(Verdict::Unsupported, true, &[]),
            Verdict::Unsupported,
        ),
        // Accepted by an option or not: the entry is about the answer.
        ("got = \"ok\"", false, ok(), judgement(Verdict::Deployed, false, &[]), Verdict::Fail),
    ] {
        let outcome = judged(more, strict, answer, judgement);
        assert_eq!((outcome.verdict, outcome.red), (Verdict::ExpectedFailure, false), "{more}");
        assert_eq!((outcome.would_be, outcome.used), (Some(would_be), true), "{more}");
    }
}

#[test]
fn another_failure_is_red() {
    let fail = |members: &[&str]| judgement(Verdict::Fail, true, members);
    for (more, strict, answer, judgement, words) in [
        ("got = \"reject\"", false, ok(), fail(&[]), "`ok`, not `reject`"),
        ("got = \"ok\"", false, ok(), fail(&["a"]), "`value (a)`, not `ok`"),
        (
            "got = \"value\"\nmembers = [\"a\"]",
            false,
            ok(),
            fail(&["a", "b"]),
            "`value (a, b)`, not `value (a)`",
        ),
        ("got = \"value\"\nmembers = [\"a\"]", false, ok(), fail(&["b"]), "`value (b)`, not"),
        (
            "got = \"reject\"\nclass = \"order\"",
            false,
            rejection("missing"),
            fail(&[]),
            "`reject (missing)`, not `reject (order)`",
        ),
        (
            "got = \"reason\"\nclass = \"order\"",
            true,
            rejection("missing"),
            judgement(Verdict::OtherReason, true, &[]),
            "`reason (missing)`, not `reason (order)`",
        ),
        (
            "got = \"reject\"",
            false,
            ok(),
            judgement(Verdict::Deployed, false, &[]),
            "`ok`, not `reject`",
        ),
    ] {
        let outcome = judged(more, strict, answer, judgement);
        assert!(outcome.red && outcome.used, "{more}");
        assert!(matches!(outcome.verdict, Verdict::Fail | Verdict::OtherReason), "{more}");
        assert!(outcome.reasons.contains(words), "{words}: {}", outcome.reasons);
        assert!(outcome.reasons.contains("e.toml:3"), "{}", outcome.reasons);
    }
}

#[test]
fn a_pass_is_unexpected() {
    for (verdict, answer) in [(Verdict::Pass, ok()), (Verdict::OtherReason, rejection("order"))] {
        let outcome = judged("got = \"ok\"", false, answer, judgement(verdict, false, &[]));
        assert_eq!((outcome.verdict, outcome.red), (Verdict::UnexpectedPass, true));
        assert_eq!((outcome.would_be, outcome.used), (Some(verdict), true));
        assert!(outcome.reasons.starts_with("passes, and the entry at e.toml:3"));
    }
}

#[test]
fn what_breaks_stays_red_whatever_an_entry_says() {
    for got in ["ok", "reject", "reason", "unsupported"] {
        let more = format!("got = \"{got}\"");
        let panic = Answer::Panic("index out of range".to_owned());
        let outcome = judged(&more, true, panic, judgement(Verdict::Panic, true, &[]));
        assert_eq!((outcome.verdict, outcome.red), (Verdict::Panic, true));
        assert!(outcome.reasons.contains("which a panic never is"), "{}", outcome.reasons);
        let broken = Broken { how: How::Crash(Ending::Exit(1)), errors: String::new() };
        for verdict in [Verdict::Crash, Verdict::Hang, Verdict::Garbage] {
            let broke = Reaction::Broke { broken: broken.clone(), answer: Some(ok()) };
            let outcome = reaction(&more, true, &broke, judgement(verdict, true, &[]));
            assert_eq!((outcome.verdict, outcome.red, outcome.used), (verdict, true, true));
        }
    }
}

#[test]
fn what_has_no_weight_is_left_alone() {
    let observed =
        || Judgement { would_be: Some(Verdict::Pass), ..judgement(Verdict::Observed, false, &[]) };
    let outcome = judged("got = \"ok\"", false, ok(), observed());
    assert_eq!((outcome.verdict, outcome.red, outcome.used), (Verdict::Observed, false, false));
    // A reason has weight only where reasons are asked for.
    for verdict in [Verdict::Pass, Verdict::OtherReason] {
        let answer = rejection("order");
        let outcome = judged("got = \"reason\"", false, answer, judgement(verdict, false, &[]));
        assert_eq!((outcome.verdict, outcome.red, outcome.used), (verdict, false, false));
    }
    let fail = judgement(Verdict::Fail, true, &[]);
    let outcome = judged("got = \"reason\"", false, ok(), fail);
    assert_eq!((outcome.verdict, outcome.red), (Verdict::Fail, true));
    let not_asked = Reaction::NotAsked("no payload.decode".to_owned());
    let outcome =
        reaction("got = \"ok\"", false, &not_asked, judgement(Verdict::Unsupported, false, &[]));
    assert_eq!((outcome.verdict, outcome.red, outcome.used), (Verdict::Unsupported, false, false));
}

#[test]
fn an_entry_for_another_testee_covers_nothing() {
    for when in ["name = \"ldk\"", "version = \"<0.20\"", "name = \"lnd\", version = \">0.20\""] {
        let more = format!("got = \"ok\"\nwhen = {{ {when} }}");
        let outcome = judged(&more, false, ok(), judgement(Verdict::Fail, true, &[]));
        assert_eq!((outcome.verdict, outcome.red, outcome.used), (Verdict::Fail, true, false));
    }
    let more = "got = \"ok\"\nwhen = { name = \"lnd\", version = \"<=0.20\" }";
    let outcome = judged(more, false, ok(), judgement(Verdict::Fail, true, &[]));
    assert_eq!(outcome.verdict, Verdict::ExpectedFailure);
}

#[test]
fn an_entry_ends_with_its_day() {
    let today = Date::today();
    for (until, red) in [
        ("2001-01-01".to_owned(), true),
        (today.to_string(), false),
        ("9999-12-31".to_owned(), false),
    ] {
        let more = format!("got = \"ok\"\nuntil = {until}");
        let failed = judged(&more, false, ok(), judgement(Verdict::Fail, true, &[]));
        assert_eq!(failed.red, red, "{until}");
        assert_eq!(failed.reasons.contains(&format!("e.toml:3 covers this until {until}")), red);
        let passed = judged(&more, false, ok(), judgement(Verdict::Pass, false, &[]));
        assert_eq!((passed.verdict, passed.red), (Verdict::UnexpectedPass, true));
    }
    let more = "got = \"ok\"\nuntil = 2001-01-01";
    let deployed = judged(more, false, ok(), judgement(Verdict::Deployed, false, &[]));
    assert_eq!((deployed.verdict, deployed.red), (Verdict::Fail, true));
}
