//! What is on file about an answer that is not as expected.

use ampwire_vectors::RuleFile;

use super::model::{By, Ground};
use crate::protocol::Hello;
use crate::report::VectorReport;
use crate::verdict::Verdict;

/// All that is known of a testee that answers otherwise than expected.
pub(super) fn grounds(vector: &VectorReport, hello: &Hello, rules: &RuleFile) -> Vec<Ground> {
    let mut grounds = Vec::new();
    if let (Verdict::ExpectedFailure, Some(entry)) = (vector.verdict, &vector.exception) {
        let text =
            if entry.reason.is_empty() { "nobody has looked at it yet" } else { &entry.reason };
        grounds.push(Ground {
            by: By::ExpectedFailure,
            text: text.to_owned(),
            kind: Some(entry.kind),
            url: entry.url.clone(),
            rule: None,
        });
    }
    for known in &vector.same_as {
        grounds.push(Ground {
            by: By::Deployed,
            text: known.clone(),
            kind: None,
            url: None,
            rule: None,
        });
    }
    // What a rule says of an implementation may be about another of the rule's vectors: it is told only where nothing else is.
    if grounds.is_empty() {
        grounds.extend(departures(vector, hello, rules));
    }
    grounds
}

/// What the vector's rules say of this implementation in this version.
fn departures(vector: &VectorReport, hello: &Hello, rules: &RuleFile) -> Vec<Ground> {
    let ids = vector.rules.breaks.iter().chain(&vector.rules.obeys);
    let rules = ids.filter_map(|id| rules.find(id));
    let of_testee = rules.flat_map(|rule| {
        let departures = rule.departure.iter().filter(|departure| {
            departure.implementation == hello.name
                && departure.versions.split(", ").any(|version| version == hello.version)
        });
        departures.map(|departure| Ground {
            by: By::Departure,
            text: departure.does.clone(),
            kind: None,
            url: None,
            rule: Some(rule.id.clone()),
        })
    });
    of_testee.collect()
}
