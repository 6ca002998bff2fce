//! Scenarios that must have the result of another one, and one that is written shorter than it is.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "functions of tests, which clippy does not see as such"
)]

use std::collections::BTreeMap;
use std::path::Path;

use ampwire_vectors::{Expect, Vector, VectorFile};
use serde_json::Value;

/// How the comment of a scenario says whose result it has, up to the other one's id.
const SAME: &str = "the same result as ";

fn scenarios() -> BTreeMap<String, Vector> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../v1/receiver.run.json");
    let file = VectorFile::parse("receiver.run", &std::fs::read_to_string(path).unwrap()).unwrap();
    file.vectors.into_iter().map(|vector| (vector.id.clone(), vector.expanded())).collect()
}

/// What becomes of each HTLC in the end, whenever that is.
fn results(vector: &Vector) -> BTreeMap<String, Value> {
    let Expect::Ok(result) = &vector.expect else { panic!("{} has no one result", vector.id) };
    let outcomes = result["outcomes"].as_array().unwrap();
    outcomes
        .iter()
        .map(|outcome| {
            let mut what = outcome.as_object().unwrap().clone();
            what.remove("event");
            (outcome["id"].as_str().unwrap().to_owned(), Value::Object(what))
        })
        .collect()
}

/// The HTLCs by their ids.
fn htlcs(vector: &Vector) -> BTreeMap<String, Value> {
    let events = vector.input["events"].as_array().unwrap();
    events
        .iter()
        .filter_map(|event| event.get("htlc"))
        .map(|htlc| (htlc["id"].as_str().unwrap().to_owned(), htlc.clone()))
        .collect()
}

#[test]
fn what_must_not_matter_does_not() {
    let all = scenarios();
    let mut pairs = 0;
    for vector in all.values() {
        let Some((before, rest)) = vector.comment.split_once(SAME) else { continue };
        let other = &all[rest.trim_end_matches('.')];
        assert_ne!(vector.input, other.input, "{}", vector.id);
        let (mine, theirs) = (results(vector), results(other));
        if before.contains(": for ") {
            // Some HTLCs are others, or there are more: those that are in both stories have one result.
            let (my_htlcs, their_htlcs) = (htlcs(vector), htlcs(other));
            let common: Vec<&String> =
                my_htlcs.keys().filter(|id| their_htlcs.get(*id) == my_htlcs.get(*id)).collect();
            assert!(common.len() >= 2, "{}: {common:?}", vector.id);
            for id in common {
                assert_eq!(mine[id], theirs[id], "{}", vector.id);
            }
        } else {
            assert_eq!(mine, theirs, "{}", vector.id);
        }
        pairs += 1;
    }
    assert!(pairs >= 10, "{pairs}");
}

#[test]
fn a_thousand_parts_are_a_thousand() {
    let thousand = &scenarios()["receiver/thousand-parts"];
    assert_eq!(htlcs(thousand).len(), 1000);
    let results = results(thousand);
    assert_eq!(results.len(), 1000);
    assert!(results.values().all(|result| result.get("settled").is_some()));
    // Eight different parts.
    let mut preimages: Vec<&Value> = results.values().map(|result| &result["settled"]).collect();
    preimages.sort_by_key(|preimage| preimage.as_str());
    preimages.dedup();
    assert_eq!(preimages.len(), 8);
}

/// The ids of one story are not mistaken for each other, and time does not run back.
#[test]
fn events_are_in_order() {
    for vector in scenarios().values() {
        let events = vector.input["events"].as_array().unwrap();
        let times: Vec<u64> =
            events.iter().map(|event| event["at"].as_str().unwrap().parse().unwrap()).collect();
        assert!(times.is_sorted(), "{}", vector.id);
        assert!(!events.is_empty(), "{}", vector.id);
    }
}
