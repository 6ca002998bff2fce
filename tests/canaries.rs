//! The planted bugs: each is listed, planted and given to a target, and no one gets them by accident.

#![allow(clippy::unwrap_used, reason = "a test")]

mod source;

use source::{root, sources};
use std::collections::BTreeSet;
use std::fs;

/// The bugs of `src/canary.rs`: in the code, and in the environment.
fn listed() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("src/canary.rs")).unwrap();
    let (_, rest) = text.split_once("\ncanaries! {").unwrap();
    let (list, _) = rest.split_once("\n}").unwrap();
    let lines = list.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .filter(|line| !line.starts_with("///"))
        .map(|line| {
            let (canary, name) = line.split_once(' ').unwrap();
            (canary.to_owned(), name.trim_matches(['"', ';']).to_owned())
        })
        .collect()
}

/// Bugs and targets, as `fuzz/canaries` has them.
fn given() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("fuzz/canaries")).unwrap();
    let (_, rest) = text.split_once("\ncanaries='\n").unwrap();
    let (list, _) = rest.split_once("\n'").unwrap();
    let words = |line: &str| {
        let (bug, target) = line.split_once(' ').unwrap();
        (bug.to_owned(), target.trim().to_owned())
    };
    list.lines().map(words).collect()
}

#[test]
fn every_bug_has_a_target() {
    let names: Vec<String> = listed().into_iter().map(|(_, name)| name).collect();
    let given = given();
    let mut bugs: Vec<String> = given.iter().map(|(bug, _)| bug.clone()).collect();
    assert!(names.len() >= 12);
    let mut sorted = names.clone();
    sorted.sort();
    bugs.sort();
    assert_eq!(bugs, sorted, "src/canary.rs and fuzz/canaries differ");
    assert_eq!(BTreeSet::from_iter(&bugs).len(), bugs.len(), "a bug stands twice");

    // Every target has something that it must find.
    let given: BTreeSet<String> = given.into_iter().map(|(_, target)| target).collect();
    let targets = fs::read_dir(root().join("fuzz/fuzz_targets")).unwrap();
    let targets: BTreeSet<String> = targets
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|file| file.strip_suffix(".rs").unwrap().to_owned())
        .collect();
    assert_eq!(given, targets);
}

#[test]
fn every_bug_is_planted_once() {
    let code: String = sources()
        .iter()
        .filter(|file| file.path != "canary.rs")
        .map(|file| file.text.as_str())
        .collect();
    let listed = listed();
    for (canary, _) in &listed {
        let planted = code.matches(&format!("planted(Canary::{canary})")).count();
        assert_eq!(planted, 1, "{canary}");
    }
    assert_eq!(code.matches("planted(").count(), listed.len());
}

/// The checks themselves are right whatever is planted: they are what finds it.
#[test]
fn checks_have_no_bug() {
    for file in sources() {
        let shared = ["check", "arbitrary"].contains(&file.layer());
        for (number, line) in file.lines() {
            assert!(!(shared && line.contains("canary")), "src/{}:{number}: {line}", file.path);
        }
    }
}

/// Who depends on the library has no bug planted, whatever else is turned on, and so it is here.
#[test]
fn nobody_gets_them_by_accident() {
    let text = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let features = manifest["features"].as_table().unwrap();
    for (name, turns_on) in features {
        let turned_on = turns_on.as_array().unwrap().iter().map(|other| other.as_str().unwrap());
        assert!(turned_on.into_iter().all(|other| other != "canary"), "{name}");
    }
    assert!(features.contains_key("canary"));
    // Of the packages beside it only the fuzz targets can, and do not by themselves.
    let others =
        ["vectors", "vectors/generate", "conformance", "benches", "fuzz/lnd", "tests/no_std"];
    for other in others.into_iter().chain(["adapters/ldk", "fuzz/differential"]) {
        let text = fs::read_to_string(root().join(other).join("Cargo.toml")).unwrap();
        assert!(!text.contains("canary"), "{other}");
    }
    let text = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    let manifest: toml::Table = text.parse().unwrap();
    let features = manifest["features"].as_table().unwrap();
    assert_eq!(features.keys().collect::<Vec<_>>(), ["canary"]);
    assert!(!manifest["dependencies"]["ampwire"].to_string().contains("canary"));
    assert_eq!(text.matches("ampwire/canary").count(), 1);
}
