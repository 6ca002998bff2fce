//! Which vectors ask the same.
//!
//! Much is asked twice, of implementations of AMP and of those without: in a hop payload only `layouts` differs, which each profile
//! has its own of. Where both are expected to say the same, it is one question: so that an implementation of AMP is compared with one
//! without.

use std::collections::{BTreeMap, BTreeSet};

use ampwire_vectors::{Profile, canonical_json};
use serde_json::{Value, json};

use super::gather::Party;
use crate::suite::{Case, Suite};

/// One question: the vectors that ask it, the first of which names it.
#[derive(Debug)]
pub(super) struct Question<'a> {
    pub(super) ids: Vec<&'a str>,
    /// The vector in the suite at hand.
    pub(super) case: Option<&'a Case>,
}

/// The questions of these vectors, in their order; then, if `strangers` are wanted, what only the reports have.
pub(super) fn questions<'a>(
    selected: &[&'a Case],
    suite: &Suite,
    parties: &'a [Party],
    strangers: bool,
) -> Vec<Question<'a>> {
    let mut questions: Vec<Question<'a>> = Vec::new();
    let mut open = BTreeMap::<String, Vec<usize>>::new();
    for case in selected {
        let id = case.vector.id.as_str();
        let twin = match case.vector.profiles.as_slice() {
            [Profile::Amp] => {
                open.entry(question(case)).or_default().push(questions.len());
                None
            }
            // The first of those that ask the same: it is the plainest.
            [Profile::Bystander] => open
                .get_mut(&question(case))
                .filter(|open| !open.is_empty())
                .map(|open| open.remove(0)),
            _ => None,
        };
        match twin.and_then(|twin| questions.get_mut(twin)) {
            Some(question) => question.ids.push(id),
            None => questions.push(Question { ids: vec![id], case: Some(case) }),
        }
    }
    if strangers {
        let mut seen = BTreeSet::new();
        let vectors = parties.iter().flat_map(|party| &party.run.vectors);
        for vector in vectors.filter(|vector| suite.find(&vector.id).is_none()) {
            if seen.insert(vector.id.as_str()) {
                questions.push(Question { ids: vec![&vector.id], case: None });
            }
        }
    }
    questions
}

/// What is asked and what is expected, without what each profile has its own of.
fn question(case: &Case) -> String {
    let mut input = case.vector.input.clone();
    input.remove("layouts");
    canonical_json(&json!({
        "op": case.op,
        "in": Value::Object(input),
        "expect": case.vector.expect.to_value(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_payload_for_both_profiles_is_one_question() {
        let suite = Suite::for_tests();
        let selected: Vec<&Case> = suite.cases.iter().collect();
        let found = questions(&selected, suite, &[], true);
        let of = |id: &str| found.iter().find(|question| question.ids.contains(&id)).unwrap();
        assert_eq!(of("payload/final").ids, ["payload/final", "bystander/final"]);
        assert_eq!(of("payload/final").case.unwrap().vector.id, "payload/final");
        // An AMP record is read by the one and refused by the other.
        assert_eq!(of("payload/amp").ids, ["payload/amp"]);
        assert_eq!(of("bystander/amp").ids, ["bystander/amp"]);
        // Nothing is lost.
        let all: usize = found.iter().map(|question| question.ids.len()).sum();
        assert_eq!(all, suite.cases.len());
        assert!(found.iter().all(|question| question.ids.len() <= 2));
        assert!(found.len() < all - 100);
    }
}
