//! The matrix from the reports of one run each.

use std::collections::{BTreeMap, BTreeSet};

use super::clusters::clusters;
use super::model::{Counts, LeftOut, Matrix, Pair, Row, SCHEMA, Standing, Testee};
use super::questions::questions;
use super::rows::row;
use crate::render::human::plural;
use crate::report::{Options, RunReport, Runner, SuiteReport, VectorReport, words};
use crate::suite::{Case, Suite};
use crate::verdict::Verdict;

/// A testee with the report of its run.
#[derive(Debug)]
pub(crate) struct Party {
    /// What it is called here: no two have the same name.
    pub(crate) name: String,
    /// Whether it is the built-in codec.
    pub(crate) builtin: bool,
    pub(crate) run: RunReport,
    /// Where each vector stands in the run.
    places: BTreeMap<String, usize>,
}

impl Party {
    /// A testee with its run.
    pub(crate) fn new(name: String, run: RunReport) -> Self {
        let places = run.vectors.iter().enumerate();
        let places = places.map(|(place, vector)| (vector.id.clone(), place)).collect();
        let builtin = run.hello.as_ref().is_some_and(|hello| hello.name == crate::builtin::NAME);
        Self { name, builtin, run, places }
    }

    /// What became of this vector.
    pub(super) fn vector(&self, id: &str) -> Option<&VectorReport> {
        self.run.vectors.get(*self.places.get(id)?)
    }
}

/// What the matrix is to show.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) suite: SuiteReport,
    pub(crate) options: Options,
    pub(crate) left_out: Vec<LeftOut>,
    /// Also the questions in whose answers nobody differs.
    pub(crate) all: bool,
    /// Also the vectors that only the reports have.
    pub(crate) strangers: bool,
    /// What else is to be said.
    pub(crate) notes: Vec<String>,
    /// How a testee is asked again, up to its name.
    pub(crate) again: Option<String>,
}

/// Lays the runs of several testees beside each other.
pub(crate) fn matrix(
    suite: &Suite,
    selected: &[&Case],
    parties: &[Party],
    wanted: Wanted,
) -> Matrix {
    let order: Vec<String> = parties.iter().map(|party| party.name.clone()).collect();
    let strict = wanted.options.strict_reasons;
    let mut rows: Vec<Row> = questions(selected, suite, parties, wanted.strangers)
        .iter()
        .filter_map(|question| row(question, parties, &suite.rules, strict))
        .filter(|row| row.cells.iter().any(|cell| cell.group.is_some() || cell.how.is_some()))
        .collect();
    let mut notes = wanted.notes;
    notes.extend(other_contents(suite, parties));
    notes.extend(parties.iter().filter_map(unexpected_passes));
    let clusters = clusters(&rows, &order);
    let (summary, pairs) = (counts(&rows), pairs(&rows, &order));
    let testees = parties.iter().map(|party| testee(party, &rows)).collect();
    if !wanted.all {
        rows.retain(|row| row.standing.differs());
    }
    Matrix {
        schema: SCHEMA,
        runner: Runner {
            name: "ampwire".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        suite: wanted.suite,
        options: wanted.options,
        testees,
        left_out: wanted.left_out,
        summary,
        pairs,
        clusters,
        rows,
        notes,
        exit_status: 0,
        again: wanted.again,
    }
}

fn testee(party: &Party, rows: &[Row]) -> Testee {
    let hello = party.run.hello.as_ref();
    let cells = || rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.testee == party.name);
    Testee {
        name: party.name.clone(),
        implementation: hello.map(|hello| hello.name.clone()),
        version: hello.map(|hello| hello.version.clone()),
        language: hello.map(|hello| hello.language.clone()).unwrap_or_default(),
        profiles: hello.map(|hello| hello.profiles.iter().cloned().collect()).unwrap_or_default(),
        builtin: party.builtin,
        problem: words::of_run(&party.run),
        run: party.run.summary.clone(),
        answers: cells().filter(|cell| cell.group.is_some()).count(),
        new: cells().filter(|cell| cell.is_new()).count(),
        known: cells().filter(|cell| cell.is_otherwise() && cell.is_known()).count(),
    }
}

fn counts(rows: &[Row]) -> Counts {
    let mut counts = Counts { questions: rows.len(), ..Counts::default() };
    for row in rows {
        let voices = row.groups.iter().map(Vec::len).sum::<usize>() + row.undecided.len();
        counts.compared += usize::from(voices > 1);
        let count = match row.standing {
            Standing::New => &mut counts.new,
            Standing::Known => &mut counts.known,
            Standing::Weightless => &mut counts.weightless,
            Standing::Allowed => &mut counts.allowed,
            Standing::Reason => &mut counts.reason,
            Standing::Alike => &mut counts.alike,
            Standing::Single => &mut counts.single,
        };
        *count += 1;
    }
    counts
}

/// Each pair of testees. Reasons alone are no difference between them.
fn pairs(rows: &[Row], order: &[String]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (place, first) in order.iter().enumerate() {
        for second in order.iter().skip(place + 1) {
            let mut pair =
                Pair { testees: [first.clone(), second.clone()], compared: 0, differ: 0, new: 0 };
            for row in rows {
                let cell = |name: &String| {
                    row.cells.iter().find(|cell| cell.testee == *name && cell.group.is_some())
                };
                if let (Some(one), Some(other)) = (cell(first), cell(second)) {
                    let differ = one.group != other.group && row.standing != Standing::Reason;
                    pair.compared += 1;
                    pair.differ += usize::from(differ);
                    pair.new += usize::from(differ && (one.is_new() || other.is_new()));
                }
            }
            pairs.push(pair);
        }
    }
    pairs
}

/// Reports can be about another version of the vectors.
fn other_contents(suite: &Suite, parties: &[Party]) -> Option<String> {
    let hashes: BTreeMap<&str, &str> = suite
        .cases
        .iter()
        .map(|case| (case.vector.id.as_str(), case.vector.hash.as_str()))
        .collect();
    let vectors = parties.iter().flat_map(|party| &party.run.vectors);
    let other: BTreeSet<&str> = vectors
        .filter(|vector| hashes.get(vector.id.as_str()).is_some_and(|hash| *hash != vector.hash))
        .map(|vector| vector.id.as_str())
        .collect();
    let first = other.first()?;
    let has = if other.len() == 1 { "has" } else { "have" };
    Some(format!(
        "{} {has} another content in a report than here, and is not compared there; the first: {first}",
        plural(other.len(), "vector")
    ))
}

fn unexpected_passes(party: &Party) -> Option<String> {
    let passing: Vec<&str> = party
        .run
        .vectors
        .iter()
        .filter(|vector| vector.verdict == Verdict::UnexpectedPass)
        .map(|vector| vector.id.as_str())
        .collect();
    let first = passing.first()?;
    let passes = if passing.len() == 1 { "passes" } else { "pass" };
    Some(format!(
        "{}: {} {passes}, and should go from its file; the first: {first}",
        party.name,
        plural(passing.len(), "expected failure")
    ))
}
