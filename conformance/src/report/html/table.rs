//! Several runs side by side: a column a run, a row a vector.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::outcome::Outcome;
use crate::report::{Report, RunReport, VectorReport, words};

/// One run.
#[derive(Debug)]
pub(crate) struct Column<'a> {
    pub(crate) report: &'a Report,
    pub(crate) run: &'a RunReport,
    /// What it is called at the head of a column: no two are called the same.
    pub(crate) name: String,
}

/// One vector, and what became of it in each run.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) id: &'a str,
    /// The name of its place in the page.
    pub(crate) place: String,
    /// One a column. Not there where the run has no such vector.
    pub(crate) cells: Vec<Option<&'a VectorReport>>,
}

/// All of it.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    pub(crate) columns: Vec<Column<'a>>,
    /// The worst first, and among equals as they ran.
    pub(crate) rows: Vec<Row<'a>>,
    /// The places that there are.
    places: BTreeSet<String>,
}

impl<'a> Table<'a> {
    /// All runs of these reports.
    pub(crate) fn of(reports: &'a [&'a Report]) -> Self {
        let runs =
            reports.iter().flat_map(|report| report.runs.iter().map(move |run| (report, run)));
        let mut columns: Vec<Column<'_>> =
            runs.map(|(report, run)| Column { report, run, name: words::testee(run) }).collect();
        tell_apart(&mut columns);
        let mut rows: Vec<Row<'_>> = Vec::new();
        let mut places = BTreeMap::new();
        for (index, column) in columns.iter().enumerate() {
            let mut seen = BTreeMap::<&str, usize>::new();
            for vector in &column.run.vectors {
                let id = vector.id.as_str();
                let times = seen.entry(id).or_default();
                *times += 1;
                let row = *places.entry((id, *times)).or_insert_with(|| {
                    let place = place(id, rows.len(), *times);
                    rows.push(Row { id, place, cells: vec![None; columns.len()] });
                    rows.len() - 1
                });
                if let Some(cell) = rows.get_mut(row).and_then(|row| row.cells.get_mut(index)) {
                    *cell = Some(vector);
                }
            }
        }
        rows.sort_by_key(|row| core::cmp::Reverse(row.gravity()));
        let places = rows.iter().map(|row| row.place.clone()).collect();
        Self { columns, rows, places }
    }

    /// Whether the page has a place for this id.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.places.contains(id)
    }
}

impl<'a> Row<'a> {
    /// The vector as the first run has it that says most.
    pub(crate) fn first(&self) -> Option<&'a VectorReport> {
        let mut there = self.cells.iter().flatten();
        let asked = self.cells.iter().flatten().find(|vector| vector.asked.is_some());
        asked.or_else(|| there.next()).copied()
    }

    /// The worst that became of it.
    pub(crate) fn worst(&self) -> Outcome {
        self.cells
            .iter()
            .flatten()
            .map(|vector| Outcome::of(vector))
            .max_by_key(|o| gravity(*o))
            .unwrap_or(Outcome::Skipped)
    }

    fn gravity(&self) -> u8 {
        gravity(self.worst())
    }

    /// Whether those who were asked don't agree.
    pub(crate) fn differs(&self) -> bool {
        let mut asked =
            self.cells.iter().flatten().filter(|vector| Outcome::of(vector) != Outcome::Skipped);
        let first = asked.next();
        asked.any(|vector| first.is_some_and(|first| !same(first, vector)))
    }
}

/// The same verdict, and where that is no pass the same answer, but for what a refusal says beside.
fn same(one: &VectorReport, other: &VectorReport) -> bool {
    let kind = |vector: &VectorReport| {
        vector.actual.as_ref().and_then(|actual| actual.as_object()?.keys().next().cloned())
    };
    (one.verdict, one.would_be, kind(one)) == (other.verdict, other.would_be, kind(other))
        && one.differences == other.differences
}

/// The higher, the more it asks to be seen.
fn gravity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Skipped => 0,
        Outcome::Passed => 1,
        Outcome::Accepted => 2,
        Outcome::Tolerated => 3,
        Outcome::Failed => 4,
        Outcome::Broke => 5,
    }
}

/// The id itself where it can be one, so that a link to it reads well; a slash keeps it apart from the page's own names.
fn place(id: &str, number: usize, times: usize) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let usable = times == 1 && id.len() <= 200 && id.contains('/') && id.chars().all(plain);
    if usable && !id.starts_with("row/") { id.to_owned() } else { format!("row/{number}") }
}

/// The same name twice gets the version, and where that doesn't help a number.
fn tell_apart(columns: &mut [Column<'_>]) {
    for with_version in [true, false] {
        let mut counts = BTreeMap::<String, usize>::new();
        for column in columns.iter() {
            *counts.entry(column.name.clone()).or_default() += 1;
        }
        let mut numbers = BTreeMap::<String, usize>::new();
        for column in columns.iter_mut().filter(|column| counts.get(&column.name) > Some(&1)) {
            if with_version {
                if let Some(version) = words::version(column.run) {
                    column.name = format!("{} {version}", column.name);
                }
            } else {
                let number = numbers.entry(column.name.clone()).or_default();
                *number += 1;
                column.name = format!("{} #{number}", column.name);
            }
        }
    }
}
