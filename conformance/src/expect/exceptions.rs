//! The entries of a file laid over a suite: which vectors each covers, and which entries are stale.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ampwire_vectors::Status;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::entry::{Entry, is_glob};
use super::file::File;
use crate::protocol::Hello;
use crate::report::VectorReport;
use crate::select::Pattern;
use crate::suite::{Case, Suite};

/// How many vectors one glob may cover. One that takes more hides what it was not written for.
const WIDEST: usize = 20;

/// The entries of a file, and what they cover.
#[derive(Debug, Clone)]
pub(crate) struct Exceptions {
    pub(crate) path: PathBuf,
    pub(crate) entries: Vec<Entry>,
    /// What matches nothing any more, in the order of the file.
    pub(crate) stale: Vec<Stale>,
    /// Where each covered vector stands in `entries`: more than once only where no testee meets both conditions.
    covers: BTreeMap<String, Vec<usize>>,
    /// The day on which this is judged.
    pub(super) today: Date,
}

/// A part of an entry that matches nothing: a red run, as its author thinks that it covers something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stale {
    /// The line of the entry, from 1.
    pub(crate) line: usize,
    /// The id or glob.
    pub(crate) id: String,
    /// What is wrong with it.
    pub(crate) why: String,
}

impl Exceptions {
    /// Lays the entries of a file over the suite.
    ///
    /// # Errors
    /// A glob that is none or matches too much, a vector that two entries cover for the same testee.
    pub(crate) fn new(file: File, suite: &Suite) -> Result<Self, String> {
        Self::on(file, suite, Date::today())
    }

    pub(super) fn on(file: File, suite: &Suite, today: Date) -> Result<Self, String> {
        let File { path, entries } = file;
        let mut exceptions =
            Self { path, entries, stale: Vec::new(), covers: BTreeMap::new(), today };
        let mut faults = Vec::new();
        for index in 0..exceptions.entries.len() {
            faults.extend(exceptions.lay(index, suite));
        }
        if faults.is_empty() { Ok(exceptions) } else { Err(faults.join("\n")) }
    }

    /// Lays one entry over the suite; what comes back are its mistakes.
    fn lay(&mut self, index: usize, suite: &Suite) -> Vec<String> {
        let Some(entry) = self.entries.get(index).cloned() else { return Vec::new() };
        let mut faults = Vec::new();
        for text in &entry.patterns {
            match matching(text, suite) {
                Err(words) => faults.push(format!("{}: {words}", self.place(&entry))),
                Ok(Matching::Nothing(why)) => self.stale(&entry, text, why),
                Ok(Matching::Vectors(cases)) => {
                    for case in cases {
                        let vector = &case.vector;
                        match &entry.hash {
                            Some(hash) if *hash != vector.hash => {
                                let why = format!("its content has the hash {} now", vector.hash);
                                self.stale(&entry, text, why);
                            }
                            _ => faults.extend(self.cover(index, &entry, &vector.id)),
                        }
                    }
                }
            }
        }
        faults
    }

    fn stale(&mut self, entry: &Entry, id: &str, why: String) {
        self.stale.push(Stale { line: entry.line, id: id.to_owned(), why });
    }

    fn cover(&mut self, index: usize, entry: &Entry, id: &str) -> Option<String> {
        let others = self.covers.entry(id.to_owned()).or_default();
        let twice = others.iter().find_map(|other| {
            self.entries.get(*other).filter(|other| other.when.meets(&entry.when))
        });
        let fault = twice.map(|other| {
            let other = other.line;
            format!("{}: {id} is covered already, by the entry in line {other}", self.place(entry))
        });
        if let Some(others) = self.covers.get_mut(id) {
            others.push(index);
        }
        fault
    }

    /// Where an entry stands, as `file:line`.
    pub(crate) fn place(&self, entry: &Entry) -> String {
        format!("{}:{}", self.path.display(), entry.line)
    }

    /// The entry that covers this vector for this testee, with its index.
    pub(crate) fn find(&self, id: &str, hello: &Hello) -> Option<(usize, &Entry)> {
        self.covering(id).find(|(_, entry)| entry.when.holds(hello))
    }

    /// The entries that cover this vector, for whatever testee, with their indexes.
    pub(crate) fn covering(&self, id: &str) -> impl Iterator<Item = (usize, &Entry)> {
        let indexes = self.covers.get(id).into_iter().flatten();
        indexes.filter_map(|index| Some((*index, self.entries.get(*index)?)))
    }

    /// The vectors that this entry covers, for whatever testee.
    pub(crate) fn covered(&self, index: usize) -> impl Iterator<Item = &str> {
        self.covers
            .iter()
            .filter(move |(_, indexes)| indexes.contains(&index))
            .map(|(id, _)| id.as_str())
    }

    /// Those of them that this one of its patterns matches.
    pub(crate) fn covered_by(&self, index: usize, pattern: &str) -> Vec<String> {
        let glob = Pattern::new("id", pattern, '/').ok();
        let matches =
            |id: &&str| *id == pattern || glob.as_ref().is_some_and(|glob| glob.matches(id));
        self.covered(index).filter(matches).map(str::to_owned).collect()
    }
}

/// How many entries had nothing to say: of another testee, or about vectors that were not selected, not asked, or have no weight.
pub(crate) fn exceptions_not_run(exceptions: &Exceptions, vectors: &[VectorReport]) -> usize {
    let judged: BTreeSet<usize> = vectors
        .iter()
        .filter_map(|vector| vector.exception.as_ref().map(|exception| exception.index))
        .collect();
    // What is stale as a whole is counted as that.
    let alive = |index: &usize| exceptions.covered(*index).next().is_some();
    let entries = 0..exceptions.entries.len();
    entries.filter(|index| alive(index) && !judged.contains(index)).count()
}

enum Matching<'a> {
    Vectors(Vec<&'a Case>),
    Nothing(String),
}

fn matching<'a>(text: &str, suite: &'a Suite) -> Result<Matching<'a>, String> {
    let glob = is_glob(text);
    let pattern = if glob {
        Some(Pattern::new("id", text, '/').map_err(|fault| fault.to_string())?)
    } else {
        None
    };
    let matches = |case: &&Case| {
        pattern
            .as_ref()
            .map_or_else(|| case.vector.id == text, |pattern| pattern.matches(&case.vector.id))
    };
    let all: Vec<&Case> = suite.cases.iter().filter(matches).collect();
    let live: Vec<&Case> =
        all.iter().copied().filter(|case| case.vector.status != Status::Withdrawn).collect();
    if live.len() > WIDEST {
        return Err(format!(
            "the glob {text} matches {} vectors; at most {WIDEST}, so that it hides nothing that it wasn't written for",
            live.len()
        ));
    }
    Ok(match (live.is_empty(), all.is_empty(), glob) {
        (false, ..) => Matching::Vectors(live),
        (true, false, false) => Matching::Nothing("this vector is withdrawn".to_owned()),
        (true, false, true) => {
            Matching::Nothing("this glob matches only withdrawn vectors".to_owned())
        }
        (true, true, false) => Matching::Nothing("no vector has this id".to_owned()),
        (true, true, true) => Matching::Nothing("this glob matches no vector".to_owned()),
    })
}

#[cfg(test)]
mod tests;
