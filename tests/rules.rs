//! The rules: the library's table is the one in `spec/rules.toml`, and each rule stands at the lines
//! that enforce it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

mod source;

use ampwire::rule::{self, Authority, Level};
use source::{Source, root, sources};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Rules that no line of the library enforces, and why.
const NOT_AT_A_LINE: [(&str, &str); 1] =
    [("bolt4.payload.amount-limit", "amounts are not judged here; either answer stands")];

fn spec() -> Vec<toml::Table> {
    let text = fs::read_to_string(root().join("spec/rules.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let rules = table["rule"].as_array().unwrap();
    rules.iter().map(|rule| rule.as_table().unwrap().clone()).collect()
}

#[test]
fn the_table_is_the_specification() {
    let spec = spec();
    assert_eq!(rule::all().len(), spec.len());
    for (rule, entry) in rule::all().zip(&spec) {
        let field = |name: &str| entry[name].as_str().unwrap();
        assert_eq!(rule.id(), field("id"));
        let level = match rule.level() {
            Level::Must => "must",
            Level::Should => "should",
            Level::May => "may",
            other => panic!("{other:?}"),
        };
        assert_eq!(level, field("level"), "{rule}");
        let authority = match rule.authority() {
            Authority::Bolt => "bolt",
            Authority::Blip => "blip",
            Authority::Deployed => "deployed",
            Authority::Ampwire => "ampwire",
            other => panic!("{other:?}"),
        };
        assert_eq!(authority, field("authority"), "{rule}");
        assert_eq!(rule.class().as_str(), field("class"), "{rule}");
        assert_eq!(rule.source(), field("source"), "{rule}");
        assert_eq!(rule.sentence(), field("sentence"), "{rule}");
        assert!(["reader", "writer", "both"].contains(&field("side")), "{rule}");
        assert_eq!(rule::find(rule.id()), Some(rule));
    }
}

#[test]
fn every_comment_names_a_rule() {
    for (id, places) in commented() {
        assert!(rule::find(&id).is_some(), "no rule {id}, named at {places:?}");
    }
}

#[test]
fn every_rule_stands_where_it_is_enforced() {
    let commented = commented();
    let ids: BTreeSet<String> = commented.into_keys().collect();
    let except = |id: &str| NOT_AT_A_LINE.iter().any(|(except, _)| *except == id);
    let lacking: Vec<&str> =
        rule::all().map(rule::RuleId::id).filter(|id| !ids.contains(*id) && !except(id)).collect();
    assert!(lacking.is_empty(), "no comment `rule: …` at a line of src for {lacking:#?}");
    for (id, _) in NOT_AT_A_LINE {
        assert!(rule::find(id).is_some() && !ids.contains(id), "a stale exception: {id}");
    }
}

/// Every rule that an error can carry is also at a line that enforces it, and not at its error alone.
#[test]
fn every_rule_of_an_error_is_enforced() {
    let commented = commented();
    let mut rules = 0;
    for file in sources() {
        for (number, line) in file.lines() {
            let Some(id) = line.split("rule!(\"").nth(1).and_then(|rest| rest.split('"').next())
            else {
                continue;
            };
            rules += 1;
            assert!(
                commented.contains_key(id),
                "src/{}:{number}: {id} is enforced nowhere",
                file.path
            );
        }
    }
    assert!(rules > 40, "{rules}");
}

/// The ids behind `rule: ` in comments, each with its places.
fn commented() -> BTreeMap<String, Vec<String>> {
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let code = |file: &Source| !["rule", "arbitrary", "check"].contains(&file.layer());
    for file in sources().into_iter().filter(code) {
        for (number, line) in file.lines() {
            let Some((_, comment)) = line.split_once("//") else { continue };
            for after in comment.split("rule: ").skip(1) {
                let end = after
                    .find(|c: char| {
                        !(c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c))
                    })
                    .unwrap_or(after.len());
                let id = after[..end].trim_end_matches('.');
                ids.entry(id.to_owned()).or_default().push(format!("src/{}:{number}", file.path));
            }
        }
    }
    ids
}
