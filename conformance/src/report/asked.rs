//! What a vector asked, kept in the report where the answer was not plainly right: a page or a file then shows it without the vectors.

use std::collections::{BTreeMap, BTreeSet};

use ampwire_vectors::{Authority, Expect, Label, Members, Rule, RuleLevel, Vector};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::outcome::Outcome;
use super::{Report, VectorReport};
use crate::suite::{Case, Suite};

/// The question of one vector.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// What the vector shows, in one sentence.
    pub(crate) comment: String,
    /// The request's `in`.
    #[serde(rename = "in")]
    pub(crate) input: Members,
    /// Labels of the input's bytes, or of those of the expected answer where the input has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) map: Vec<Label>,
    /// The nearest input that is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) near: Option<Neighbour>,
}

/// The nearest valid vector of the same operation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Neighbour {
    /// Its id.
    pub(crate) id: String,
    /// What turns its input into the one that was asked.
    pub(crate) edit: String,
    /// Its input. Not there where the suite lacks it.
    #[serde(rename = "in", default, skip_serializing_if = "Option::is_none")]
    pub(crate) input: Option<Members>,
    /// Labels of its bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) map: Vec<Label>,
}

/// A rule that these vectors name, as the table of rules has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RuleText {
    pub(crate) id: String,
    pub(crate) level: RuleLevel,
    pub(crate) authority: Authority,
    /// Document and section.
    pub(crate) source: String,
    /// The rule in words.
    pub(crate) sentence: String,
}

impl From<&Rule> for RuleText {
    fn from(rule: &Rule) -> Self {
        Self {
            id: rule.id.clone(),
            level: rule.level,
            authority: rule.authority,
            source: rule.source.clone(),
            sentence: rule.sentence.clone(),
        }
    }
}

/// Adds the questions to a report, and the rules that they are about. What passed as expected needs neither, and what was not asked has
/// no answer to explain: that keeps a report of the whole suite small.
pub(crate) fn add(report: &mut Report, suite: &Suite) {
    let cases: BTreeMap<&str, &Case> =
        suite.cases.iter().map(|case| (case.vector.id.as_str(), case)).collect();
    let labels = Labels::of(suite);
    let mut named = BTreeSet::new();
    for vector in report.runs.iter_mut().flat_map(|run| &mut run.vectors) {
        if !needs_words(vector) {
            continue;
        }
        let Some(case) = cases.get(vector.id.as_str()) else { continue };
        named.extend(vector.rules.breaks.iter().chain(&vector.rules.obeys).cloned());
        let near = case.vector.near.as_ref().map(|near| {
            let there = cases.get(near.id.as_str());
            Neighbour {
                id: near.id.clone(),
                edit: near.edit.clone(),
                input: there.map(|case| case.vector.input.clone()),
                map: there.map(|case| labels.find(case)).unwrap_or_default(),
            }
        });
        vector.asked = Some(Asked {
            comment: case.vector.comment.clone(),
            input: case.vector.input.clone(),
            map: labels.find(case),
            near,
        });
    }
    let named = suite.rules.rules.iter().filter(|rule| named.contains(&rule.id));
    report.rules = named.map(RuleText::from).collect();
}

fn needs_words(vector: &VectorReport) -> bool {
    !matches!(Outcome::of(vector), Outcome::Passed | Outcome::Skipped)
}

/// Labels by the bytes that they are about: of several vectors with the same bytes one alone has them, and what an encoder has to write is
/// labelled where the decoder reads it.
struct Labels<'a>(BTreeMap<(String, &'a str), &'a [Label]>);

impl<'a> Labels<'a> {
    fn of(suite: &'a Suite) -> Self {
        let labelled = suite.cases.iter().filter(|case| !case.vector.map.is_empty());
        Self(labelled.filter_map(|case| Some((key(case)?, case.vector.map.as_slice()))).collect())
    }

    fn find(&self, case: &Case) -> Vec<Label> {
        let own = Some(case.vector.map.as_slice()).filter(|map| !map.is_empty());
        let found = own.or_else(|| self.0.get(&key(case)?).copied());
        found.unwrap_or_default().to_vec()
    }
}

fn key(case: &Case) -> Option<(String, &str)> {
    Some((case.op.replace(".encode", ".decode"), text(&case.vector)?))
}

/// What is read, or what has to be written.
fn text(vector: &Vector) -> Option<&str> {
    let of = |members: &'_ Members| {
        ["bytes", "invoice"].iter().find(|name| members.contains_key(**name)).copied()
    };
    let (members, name) = match (of(&vector.input), &vector.expect) {
        (Some(name), _) => (&vector.input, name),
        (None, Expect::Ok(members)) => (members, of(members)?),
        (None, Expect::Reject(_) | Expect::Any(_)) => return None,
    };
    members.get(name).and_then(Value::as_str)
}
