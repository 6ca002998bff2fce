//! `ampwire amp simulate`. That planted faults are found, the simulation's own tests show.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::{AMPWIRE, ampwire, keeps_to};

fn simulate(words: &[&str]) -> support::Outcome {
    ampwire(["amp", "simulate"].iter().chain(words))
}

#[test]
fn a_payment_is_told_as_it_happens_and_follows_from_its_seed() {
    let seven = simulate(&["--seed", "7"]);
    seven.ends_with(0).says("seed 7\n").says("part 1 sent: ").says("  the payment is ");
    assert_eq!(simulate(&["--seed", "7"]).stdout, seven.stdout);
    assert_ne!(simulate(&["--seed", "8"]).stdout, seven.stdout);
    // Without a seed it is drawn, and named.
    let fresh = simulate(&[]);
    let seed = fresh.stdout.lines().next().unwrap().strip_prefix("seed ").unwrap().to_owned();
    assert_eq!(simulate(&["--seed", &seed]).stdout, fresh.stdout);
    let times: Vec<f64> = seven
        .stdout
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().next().unwrap().parse().unwrap())
        .collect();
    assert!(times.len() > 20 && times.is_sorted());
}

#[test]
fn one_for_programs() {
    let report = simulate(&["--seed", "7", "--json", "--loss", "20"]).ends_with(0).report();
    keeps_to("amp-simulate-1", &report);
    let events = report["events"].as_array().unwrap();
    let count = |name: &str| events.iter().filter(|event| event["event"] == name).count();
    assert_eq!(json!(count("sent")), report["counts"]["parts"]);
    assert_eq!((count("over"), count("breach")), (1, 0));
    assert_eq!((&report["runs"], &report["options"]["loss"]), (&json!(1), &json!("20")));
}

#[test]
fn many_are_counted() {
    let words = ["--seed", "100", "--runs", "300", "--parts", "4", "--loss", "10.5", "-q"];
    let text = simulate(&words);
    text.ends_with(0)
        .says("300 payments, seeds 100 to 399\n")
        .says("  sets that were settled in part                       0\n")
        .says_nothing_of("Alone");
    let report = simulate(&[&words[..], &["--json"]].concat()).ends_with(0).report();
    keeps_to("amp-simulate-1", &report);
    let number = |name: &str| report[name].as_u64().unwrap();
    assert_eq!((number("runs"), number("settled") + number("given_up")), (300, 300));
    assert_eq!(report["paid_msat"], (number("settled") * 1_000_000).to_string());
    // Every part has come to one end.
    let counted = |name: &str| report["counts"][name].as_u64().unwrap();
    let ends = ["parts_settled", "failed_by_router", "failed_by_payee", "unreadable"];
    assert_eq!(counted("parts"), ends.into_iter().map(counted).sum::<u64>());
    assert_eq!((&report["right"], report.get("events")), (&json!(true), None));
    // The sum of single runs.
    let alone: u64 = (100..110)
        .map(|seed| {
            let seed = seed.to_string();
            let words = ["--seed", &seed, "--parts", "4", "--loss", "10.5", "--json"];
            simulate(&words).report()["counts"]["parts"].as_u64().unwrap()
        })
        .sum();
    let words = ["--seed", "100", "--runs", "10", "--parts", "4", "--loss", "10.5", "--json"];
    assert_eq!(simulate(&words).report()["counts"]["parts"], Value::from(alone));
}

#[test]
fn options_are_checked() {
    for words in [
        &["--loss", "101"][..],
        &["--loss", "-1"],
        &["--replays", "x"],
        &["--parts", "0"],
        &["--hops", "0"],
        &["--total", "0"],
        &["--mpp-timeout", "59"],
        &["--runs", "0"],
        &["--seed", "-1"],
    ] {
        simulate(words).ends_with(2);
    }
    simulate(&["--loss", "101"]).complains("a chance is 0 to 100 percent");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let mut child = Command::new(AMPWIRE)
        .args(["amp", "simulate", "--seed", "1", "--parts", "200", "--replays", "50"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::with_capacity(8, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((line.as_str(), output.status.code()), ("seed 1\n", Some(0)));
    assert!(output.stderr.is_empty(), "{output:?}");
}
