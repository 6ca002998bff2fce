//! In what way vectors are asked: how many at a time, which part, in which order, and again alone.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::{Outcome, Suite, ampwire};

/// A run's exit status, and its report without what differs by chance.
fn reproducible(suite: &Suite, options: &[&str], mode: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    let file = file.to_str().unwrap();
    let options: Vec<&str> = options.iter().copied().chain(["--report", file]).collect();
    let outcome = suite.hostile(&options, &[mode]);
    let report = ampwire(["report", file, "--reproducible", "--format", "json"]);
    report.ends_with(0);
    (outcome.status, report.stdout)
}

#[test]
fn the_report_is_the_same_however_many_are_asked_at_a_time() {
    let (small, many) = (Suite::new(), support::many());
    for (suite, mode, options) in [
        (&small, "right", &[][..]),
        (&small, "wrong-value", &[]),
        (&small, "other-class", &[]),
        (&small, "exit", &[]),
        (&small, "hang", &[]),
        (&small, "wrong-id", &[]),
        (&small, "no-newline", &[]),
        (&small, "two-answers", &[]),
        (&small, "left-over", &[]),
        (&small, "answers-and-exits", &[]),
        (&small, "always-stray", &[]),
        (&small, "ends-badly", &[]),
        (&small, "always-reject", &["-x"]),
        (&many, "always-exit", &[]),
        (&many, "always-answers-and-exits", &[]),
        (&many, "always-reject", &[]),
    ] {
        let one = reproducible(suite, options, mode);
        for jobs in ["2", "5"] {
            let with_jobs: Vec<&str> = options.iter().copied().chain(["--jobs", jobs]).collect();
            let several = reproducible(suite, &with_jobs, mode);
            let lines = one.1.lines().zip(several.1.lines());
            let other: Vec<_> = lines.filter(|(one, several)| one != several).take(5).collect();
            assert!(one == several, "{mode} with {jobs} jobs: {other:#?}");
        }
    }
}

#[test]
fn a_testee_of_which_only_one_can_run_is_asked_by_one() {
    let suite = Suite::new();
    let folder = tempfile::tempdir().unwrap();
    let lock = folder.path().join("lock");
    let script = format!(
        "mkdir {lock} || exit 9; exec {program} stays",
        lock = lock.display(),
        program = support::hostile().display()
    );
    // The first stays, so that the others find the lock however late they come.
    suite
        .check(&["--jobs", "3", "--exit-timeout", "2s"], &["sh", "-c", &script])
        .ends_with(0)
        .says("ran 10 of 11 vectors, all as expected")
        .says("note: fewer jobs than asked for: no handshake");
}

#[test]
fn the_parts_make_up_the_whole() {
    let suite = Suite::new();
    let ids = |options: &[&str]| {
        let options: Vec<&str> = ["--json"].iter().chain(options).copied().collect();
        let outcome = suite.hostile(&options, &["right"]);
        let vectors = outcome.report()["runs"][0]["vectors"].as_array().unwrap().clone();
        vectors.iter().map(|vector| vector["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let mut found: Vec<String> =
        ["1/3", "2/3", "3/3"].iter().flat_map(|part| ids(&["--shard", part])).collect();
    assert!(ids(&["--shard", "1/3"]).len() < 11);
    let mut all = ids(&[]);
    found.sort();
    all.sort();
    assert_eq!(found, all);
    let report = suite.hostile(&["--json", "--shard", "2/3"], &["right"]).report();
    assert_eq!(report["options"]["shard"], "2/3");
    for wrong in ["0/3", "4/3", "3", "1/0"] {
        suite.hostile(&["--shard", wrong], &["right"]).ends_with(2);
    }
}

#[test]
fn an_empty_part_is_no_success_and_says_what_it_is() {
    let suite = Suite::new();
    let part = |part: &str| suite.hostile(&["--only", "bigsize/one", "--shard", part], &["right"]);
    let outcomes: Vec<Outcome> = (1..=4).map(|index| part(&format!("{index}/4"))).collect();
    let (full, empty): (Vec<_>, Vec<_>) =
        outcomes.iter().partition(|outcome| outcome.status == Some(0));
    assert_eq!((full.len(), empty.len()), (1, 3));
    for outcome in empty {
        outcome.ends_with(4).says("is empty: of 1 selected vector, the other parts have all");
        outcome.says("exit status 4: nothing ran");
    }
}

/// The ids in the order in which they were judged.
fn order(outcome: &Outcome) -> Vec<String> {
    let ids = outcome.stdout.split_whitespace();
    ids.filter(|word| word.starts_with("bigsize/")).map(str::to_owned).collect()
}

#[test]
fn the_seed_that_is_shown_repeats_the_order() {
    let suite = support::many();
    let run = |option: &[&str]| {
        let options: Vec<&str> = ["--verbose"].iter().chain(option).copied().collect();
        let outcome = suite.hostile(&options, &["right"]);
        outcome.ends_with(0);
        outcome
    };
    let plain = order(&run(&[]));
    let shuffled = run(&["--shuffle"]);
    let (_, seed) = shuffled.stdout.split_once("--shuffle=").unwrap();
    let seed = seed.split(' ').next().unwrap();
    let again = order(&run(&[&format!("--shuffle={seed}")]));
    assert_eq!(order(&shuffled), again);
    assert_ne!(again, plain);
    let sorted = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!((sorted(&again), again.len()), (sorted(&plain), 30));
    assert_ne!(order(&run(&["--shuffle=1"])), order(&run(&["--shuffle=2"])));
    // The report stays in the suite's order, and has the seed.
    let report = suite.hostile(&["--json", "--shuffle=1"], &["right"]).report();
    let run = &report["runs"][0];
    assert_eq!(run["seed"], 1);
    assert_eq!(run["vectors"][0]["id"], "bigsize/number-0");
    assert_eq!(run["vectors"][29]["id"], "bigsize/number-29");
    suite.hostile(&["--shuffle=x"], &["right"]).ends_with(2);
}

/// What came of a vector that was asked again alone.
fn alone(report: &Value, id: &str) -> Value {
    let vectors = report["runs"][0]["vectors"].as_array().unwrap();
    vectors.iter().find(|vector| vector["id"] == id).unwrap()["alone"].clone()
}

#[test]
fn what_fails_in_a_long_process_alone_is_a_state_leak_and_red() {
    let suite = Suite::new();
    let outcome = suite.hostile(&[], &["leaks-state"]);
    outcome
        .ends_with(1)
        .says("tried again alone, in a fresh process: 4, 4 with another outcome")
        .says("bigsize/should: state leak: alone, in a fresh process, it passes");
    let report = suite.hostile(&["--json"], &["leaks-state"]).report();
    support::keeps_to("report-1", &report);
    let summary = &report["runs"][0]["summary"];
    assert_eq!((&summary["asked_alone"], &summary["state_leaks"]), (&4.into(), &4.into()));
    let leak = alone(&report, "bigsize/should");
    assert_eq!((&leak["verdict"], &leak["same"]), (&"pass".into(), &false.into()));
    assert_eq!(leak["actual"]["ok"]["value"], "3");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    std::fs::write(&file, report.to_string()).unwrap();
    for format in ["terminal", "junit", "tap", "markdown", "github"] {
        ampwire(["report", file.to_str().unwrap(), "--format", format])
            .ends_with(0)
            .says("state leak");
    }
}

#[test]
fn what_fails_alone_too_is_no_state_leak() {
    let suite = Suite::new();
    for (mode, count) in [("warm-up", 1), ("wrong-value", 1), ("exit", 1), ("other-class", 1)] {
        let report = suite.hostile(&["--json"], &[mode]).report();
        support::keeps_to("report-1", &report);
        let summary = &report["runs"][0]["summary"];
        assert_eq!((&summary["asked_alone"], &summary["state_leaks"]), (&count.into(), &0.into()));
    }
    suite
        .hostile(&[], &["warm-up"])
        .ends_with(1)
        .says("FAIL         bigsize/one")
        .says("tried again alone, in a fresh process: 1, the same outcome");
    suite.hostile(&[], &["right"]).ends_with(0).says_nothing_of("again alone");
}

#[test]
fn another_outcome_that_is_wrong_as_well_is_a_state_leak_too() {
    let suite = Suite::new();
    let outcome = suite.hostile(&["--shuffle=1", "--json"], &["leaks-state-and-breaks"]);
    outcome.ends_with(1);
    let report = outcome.report();
    let broken = report["runs"][0]["vectors"]
        .as_array()
        .unwrap()
        .iter()
        .find(|vector| vector["verdict"] == "crash")
        .unwrap();
    assert_eq!(broken["alone"]["same"], false);
}

#[test]
fn asking_again_has_an_end_and_can_be_left_out() {
    let suite = support::many();
    suite
        .hostile(&[], &["always-reject"])
        .ends_with(1)
        .says("tried again alone, in a fresh process: 20 of 30 (at most 20, and 3 that hang)");
    let hangs = suite
        .check(&["--timeout", "200ms"], &[support::hostile().to_str().unwrap(), "always-hang"]);
    hangs.ends_with(3).says_nothing_of("again alone");
    let few = Suite::new();
    few.check(&["--timeout", "200ms"], &[support::hostile().to_str().unwrap(), "always-hang"])
        .ends_with(1)
        .says("tried again alone, in a fresh process: 3 of 10 (at most 20, and 3 that hang)");
    let outcome = suite.hostile(&["--no-alone"], &["always-reject"]);
    outcome.ends_with(1).says_nothing_of("again alone");
}

#[test]
fn an_amount_of_memory_is_a_number_with_a_unit() {
    let suite = Suite::new();
    suite.hostile(&["--max-rss", "1G"], &["right"]).ends_with(0);
    for wrong in ["0", "1T", "M", "-1", "1.5G", "99999999999999999999"] {
        suite.hostile(&[&format!("--max-rss={wrong}")], &["right"]).ends_with(2);
    }
}

#[test]
fn the_help_says_what_a_testee_is_and_has_the_statuses_once() {
    for words in [&["check", "--help"][..], &["check", "-h"], &["--help"]] {
        let help = ampwire(words);
        help.ends_with(0);
        assert_eq!(help.stdout.matches("Exit status:").count(), 1, "{}", help.stdout);
        assert_eq!(help.stdout.matches("130  interrupted").count(), 1);
    }
    ampwire(["check", "--help"]).says("one JSON object a line").says("Examples:");
}
