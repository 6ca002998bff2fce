//! A crate that tests itself in its own tests: the same verdicts and the same words, without a process.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;

use ampwire_conformance::builtin::Builtin;
use ampwire_conformance::protocol::{Answer, Hello, Members, Profile, Rejection};
use ampwire_conformance::testee::Testee;
use ampwire_conformance::{Check, Level, check};

/// The built-in codec, changed for one operation.
struct Changed {
    op: &'static str,
    change: fn(&Members, Answer) -> Answer,
}

impl Testee for Changed {
    fn hello(&self) -> Hello {
        BUILTIN.hello()
    }

    fn answer(&mut self, op: &str, input: &Members) -> Answer {
        let answer = BUILTIN.clone().answer(op, input);
        if op == self.op || self.op == "*" { (self.change)(input, answer) } else { answer }
    }
}

const BUILTIN: Builtin = Builtin { profile: Profile::Amp };

fn changed(op: &'static str, change: fn(&Members, Answer) -> Answer) -> Changed {
    Changed { op, change }
}

#[test]
fn what_is_right_passes_and_says_how_much() {
    for profile in [Profile::Amp, Profile::Bystander] {
        let passed = check(&mut Builtin { profile }).unwrap();
        assert!(passed.ran() > 1000 && passed.ran() == passed.selected(), "{passed}");
        assert_eq!(passed.members(), passed.members_compared());
        assert!(passed.to_string().contains("all as expected"), "{passed}");
        assert!(!passed.to_string().contains('\u{1b}'), "{passed}");
    }
}

#[test]
fn a_failure_reads_as_on_the_terminal() {
    let mut lax = changed("bigsize.decode", |_, answer| match answer {
        Answer::Reject(_) => Answer::ok([("value", "0".into()), ("length", "1".into())]),
        answer => answer,
    });
    let failed = Check::new().only("bigsize/**").run(&mut lax).unwrap_err();
    let text = failed.to_string();
    for words in [
        "FAIL         bigsize/",
        "accepted, and must be refused",
        "breaks    bolt1.bigsize.minimal",
        "not as expected",
        "One of them alone: Check::new().only(\"bigsize/",
    ] {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
    assert!(!text.contains('\u{1b}'), "{text}");
    assert!(!failed.vectors().is_empty());
    assert!(failed.vectors().iter().all(|id| id.starts_with("bigsize/")));
    // What `unwrap` shows can be read.
    assert!(format!("{failed:?}").starts_with("not conformant\nampwire 0.1.0"), "{failed:?}");
}

#[test]
fn a_panic_is_caught_and_never_a_rejection() {
    let mut panics = changed("tu16.decode", |_, answer| match answer {
        Answer::Reject(_) => panic!("index out of range"),
        answer => answer,
    });
    let failed = Check::new().op("tu16.decode").run(&mut panics).unwrap_err();
    let text = failed.to_string();
    assert!(text.contains("PANIC") && text.contains("index out of range"), "{text}");
}

#[test]
fn who_answers_what_nobody_knows_is_not_tested() {
    let failed = check(&mut changed("*", |_, _| Answer::ok([]))).unwrap_err();
    assert!(
        failed.to_string().contains("it said `ok` where only `unsupported` is true"),
        "{failed}"
    );
    assert!(failed.vectors().is_empty());
}

struct Odd(fn() -> Hello);

impl Testee for Odd {
    fn hello(&self) -> Hello {
        (self.0)()
    }

    fn answer(&mut self, op: &str, _: &Members) -> Answer {
        Answer::unsupported(op)
    }
}

#[test]
fn a_description_that_can_not_be_used_is_a_failure() {
    let nameless = || Hello::new("", "1", ["amp"], ["tlv.decode"]);
    let failed = check(&mut Odd(nameless)).unwrap_err();
    assert!(failed.to_string().contains("`name` is empty"), "{failed}");
    let failed = check(&mut Odd(|| panic!("no hello today"))).unwrap_err();
    assert!(failed.to_string().contains("it panicked: no hello today"), "{failed}");
    // Nothing is declared, so nothing is asked, so nothing is shown.
    let failed = check(&mut Odd(|| Hello::new("x", "1", ["amp"], []))).unwrap_err();
    assert!(failed.to_string().contains("Nothing ran."), "{failed}");
    // Declared, and then not there.
    let declares = || Hello::new("x", "1", ["amp"], ["tlv.decode"]);
    let failed = check(&mut Odd(declares)).unwrap_err();
    assert!(failed.to_string().contains("declared tlv.decode in its handshake"), "{failed}");
}

#[test]
fn options_are_those_of_check() {
    let run = |check: Check| check.run(&mut BUILTIN.clone());
    let few =
        run(Check::new().only("bigsize/*").skip("bigsize/*-*").profile(Profile::Amp)).unwrap();
    let more = run(Check::new().only("bigsize/*").level(Level::Info).strict_reasons()).unwrap();
    assert!(few.ran() < more.ran());
    run(Check::new().rule("bolt1.tlv.**").accept_deployed()).unwrap();
    for (check, words) in [
        (Check::new().only("no/such"), "matches no vector"),
        (Check::new().skip("**"), "Nothing ran."),
        (Check::new().op("no.such"), "matches no operation"),
        (Check::new().rule("no.such"), "matches no rule"),
        (Check::new().vectors("no/such/folder"), "no/such/folder"),
        (Check::new().expect_file("no/such/file"), "no/such/file"),
        (Check::new().profile(Profile::Bystander), "Nothing ran."),
    ] {
        let failed = run(check.clone()).unwrap_err();
        assert!(failed.to_string().contains(words), "{check:?}: {failed}");
    }
    // Another reason is a failure where that is asked for.
    let other = || {
        changed("tlv.decode", |_, answer| match answer {
            Answer::Reject(mut rejection) => {
                rejection.class = Some("insecure".to_owned());
                Answer::Reject(rejection)
            }
            answer => answer,
        })
    };
    Check::new().op("tlv.decode").run(&mut other()).unwrap();
    Check::new().op("tlv.decode").strict_reasons().run(&mut other()).unwrap_err();
}

#[test]
fn expected_failures_are_expected_and_stale_ones_are_not() {
    let refuses = || {
        changed("bigsize.decode", |input, answer| {
            if input["bytes"] == "fd00fd" { Answer::Reject(Rejection::default()) } else { answer }
        })
    };
    let failed = Check::new().op("bigsize.decode").run(&mut refuses()).unwrap_err();
    let path = std::env::temp_dir().join(format!("ampwire-in-process-{}.toml", std::process::id()));
    let entry = |id: &str| format!("[[expect]]\nid = {id:?}\ngot = \"reject\"\nkind = \"todo\"\n");
    let file = |ids: &[String]| {
        let entries: String = ids.iter().map(|id| entry(id)).collect::<Vec<_>>().concat();
        fs::write(&path, format!("schema = \"ampwire-expect-1\"\n{entries}")).unwrap();
        Check::new().op("bigsize.decode").expect_file(&path)
    };
    let expecting = file(failed.vectors());
    let passed = expecting.run(&mut refuses()).unwrap();
    assert!(passed.to_string().contains("expected failure"), "{passed}");
    // Once it passes, the entry has to go.
    let failed_now = expecting.run(&mut BUILTIN.clone()).unwrap_err();
    assert!(failed_now.to_string().contains("UNEXPECTED PASS"), "{failed_now}");
    let mut ids = failed.vectors().to_vec();
    ids.push("bigsize/gone".to_owned());
    let stale = file(&ids).run(&mut refuses()).unwrap_err();
    assert!(stale.to_string().contains("bigsize/gone"), "{stale}");
    fs::remove_file(&path).unwrap();
}
