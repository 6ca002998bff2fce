//! What is different between two reports: of the same testee in two versions, or before and after a change.

use std::collections::BTreeMap;

use super::outcome::Outcome;
use super::{Report, RunReport, VectorReport, words};
use crate::protocol::operations;
use crate::verdict::Verdict;

/// What is different, in words.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// New failures, and whatever shows less than before.
    pub(crate) worse: Vec<String>,
    /// Failures that are gone, and what is asked now and wasn't before.
    pub(crate) better: Vec<String>,
    /// Other verdicts and other wrong answers.
    pub(crate) otherwise: Vec<String>,
    /// Vectors that only the later report has.
    pub(crate) added: Vec<String>,
    /// Vectors that only the earlier report has.
    pub(crate) removed: Vec<String>,
    /// In what the reports differ, beside the vectors.
    pub(crate) notes: Vec<String>,
    /// How many vectors have the same verdict and answer.
    pub(crate) same: usize,
}

/// Compares an earlier report with a later one.
pub(crate) fn compare(before: &Report, after: &Report) -> Changes {
    let mut changes = Changes { notes: notes(before, after), ..Changes::default() };
    let same_suite = changes.notes.is_empty();
    let (pairs, gone, new) = pair(&before.runs, &after.runs);
    let prefix = |run: &RunReport| {
        if before.runs.len().max(after.runs.len()) > 1 {
            format!("{}: ", words::testee(run))
        } else {
            String::new()
        }
    };
    for (before, after) in pairs {
        let (name, prefix) = (words::testee(before), prefix(after));
        for (what, old, new) in [
            ("testee", name, words::testee(after)),
            (
                "version",
                words::version(before).unwrap_or_default(),
                words::version(after).unwrap_or_default(),
            ),
        ] {
            if old != new {
                changes.notes.push(format!("{prefix}{what} {old} → {new}"));
            }
        }
        runs(&mut changes, &prefix, before, after, same_suite);
    }
    for run in gone {
        let text = format!("{}: the whole run is not in the later report", words::testee(run));
        if same_suite { changes.worse.push(text) } else { changes.removed.push(text) }
    }
    for run in new {
        let prefix = format!("{}: ", words::testee(run));
        ended_early(&mut changes, &prefix, None, run);
        for vector in &run.vectors {
            added(&mut changes, &prefix, vector);
        }
    }
    match (words::of_report(before), words::of_report(after)) {
        (None, Some(problem)) => changes.worse.push(problem),
        (Some(_), Some(problem)) => changes.notes.push(problem),
        (Some(was), None) => changes.better.push(format!("no more: {was}")),
        (None, None) => {}
    }
    if file(before) != file(after) {
        let named = |report| file(report).unwrap_or("none");
        changes.notes.push(format!("expected failures of {} → {}", named(before), named(after)));
    }
    changes
}

/// The file of expected failures. It makes no other question of a vector.
fn file(report: &Report) -> Option<&str> {
    report.exceptions.as_ref().map(|exceptions| exceptions.file.as_str())
}

/// What makes it another question, so that a vector may be missing for a good reason.
fn notes(before: &Report, after: &Report) -> Vec<String> {
    let mut notes = Vec::new();
    for (what, old, new) in [
        ("vectors", &before.suite.version, &after.suite.version),
        ("vectors of", &before.suite.source, &after.suite.source),
    ] {
        if old != new {
            notes.push(format!("{what} {old} → {new}"));
        }
    }
    if before.options != after.options {
        notes.push("the options of the two runs differ".to_owned());
    }
    notes
}

type Pairs<'a> = (Vec<(&'a RunReport, &'a RunReport)>, Vec<&'a RunReport>, Vec<&'a RunReport>);

/// The runs of the same testee, whatever its version; where one is left on each side, these two.
fn pair<'a>(before: &'a [RunReport], after: &'a [RunReport]) -> Pairs<'a> {
    let mut left: Vec<&RunReport> = after.iter().collect();
    let (mut pairs, mut gone) = (Vec::new(), Vec::new());
    for run in before {
        let name = words::testee(run);
        match left.iter().position(|other| words::testee(other) == name) {
            Some(place) => pairs.push((run, left.remove(place))),
            None => gone.push(run),
        }
    }
    if let ([one], [other]) = (gone.as_slice(), left.as_slice()) {
        pairs.push((one, other));
        return (pairs, Vec::new(), Vec::new());
    }
    (pairs, gone, left)
}

fn runs(
    changes: &mut Changes,
    prefix: &str,
    before: &RunReport,
    after: &RunReport,
    same_suite: bool,
) {
    ended_early(changes, prefix, Some(before), after);
    let mut later: BTreeMap<&str, &VectorReport> =
        after.vectors.iter().map(|vector| (vector.id.as_str(), vector)).collect();
    for vector in &before.vectors {
        match later.remove(vector.id.as_str()) {
            Some(other) => both(changes, prefix, vector, other),
            None if same_suite => changes.worse.push(format!(
                "{prefix}{}: {} → not there, with the same vectors and options",
                vector.id,
                words::verdict(vector)
            )),
            None => {
                let was = words::verdict(vector);
                changes.removed.push(format!("{prefix}{}: was {was}", vector.id));
            }
        }
    }
    for vector in &after.vectors {
        if later.contains_key(vector.id.as_str()) {
            added(changes, prefix, vector);
        }
    }
}

/// A run that ended early shows less than it seems.
fn ended_early(changes: &mut Changes, prefix: &str, before: Option<&RunReport>, after: &RunReport) {
    let was = before.and_then(words::of_run);
    match words::of_run(after) {
        Some(problem) if was.is_none() => changes.worse.push(format!("{prefix}{problem}")),
        Some(problem) => changes.notes.push(format!("{prefix}{problem}")),
        None => changes.better.extend(was.map(|was| format!("{prefix}no more: {was}"))),
    }
}

fn added(changes: &mut Changes, prefix: &str, vector: &VectorReport) {
    let text = format!("{prefix}{}: new, {}", vector.id, words::verdict_and_why(vector));
    if Outcome::of(vector).is_red() { changes.worse.push(text) } else { changes.added.push(text) }
}

fn both(changes: &mut Changes, prefix: &str, before: &VectorReport, after: &VectorReport) {
    let (was, is) = (standing(before), standing(after));
    let content = if before.hash == after.hash { "" } else { " (the vector has changed)" };
    let id = &after.id;
    let arrow = format!(
        "{prefix}{id}{content}: {} → {}",
        words::verdict(before),
        words::verdict_and_why(after)
    );
    let list = if excepted(before, after) {
        &mut changes.otherwise
    } else if lost_exception(before, after)
        || is.is_red() && is > was
        || is == Outcome::Skipped && was != Outcome::Skipped
    {
        &mut changes.worse
    } else if is < was && (was.is_red() || was == Outcome::Skipped) {
        &mut changes.better
    } else if let Some(less) = shows_less(before, after) {
        changes.worse.push(format!("{prefix}{id}{content}: {less}"));
        return;
    } else if before.verdict != after.verdict || before.would_be != after.would_be || was != is {
        &mut changes.otherwise
    } else if is != Outcome::Passed && !same_answer(before, after) {
        changes
            .otherwise
            .push(format!("{prefix}{id}{content}: {}, with another answer", words::verdict(after)));
        return;
    } else {
        changes.same += 1;
        return;
    };
    list.push(arrow);
}

/// Whether two answers are one. What is drawn anew each time never stands there twice: of such an answer, what was found in it.
fn same_answer(before: &VectorReport, after: &VectorReport) -> bool {
    let accepted = |vector: &VectorReport| {
        vector.actual.as_ref().is_some_and(|actual| actual.get("ok").is_some())
    };
    if operations::is_drawn(&before.op) && accepted(before) && accepted(after) {
        return before.differences == after.differences;
    }
    before.actual == after.actual
}

/// What became of a vector without the file of expected failures: an entry in it makes nothing better, and none of its own worse.
fn standing(vector: &VectorReport) -> Outcome {
    match (vector.verdict, vector.would_be) {
        (Verdict::ExpectedFailure, _) => Outcome::Failed,
        (Verdict::UnexpectedPass, Some(Verdict::OtherReason)) => Outcome::Accepted,
        (Verdict::UnexpectedPass, _) => Outcome::Passed,
        _ => Outcome::of(vector),
    }
}

/// Whether an expected failure makes a run red now.
fn lost_exception(before: &VectorReport, after: &VectorReport) -> bool {
    before.verdict == Verdict::ExpectedFailure
        && after.verdict != Verdict::UnexpectedPass
        && Outcome::of(after).is_red()
}

/// Whether nothing but the file of expected failures is different: the same answer to the same vector is neither better nor worse,
/// unless it makes a run red that it didn't.
fn excepted(before: &VectorReport, after: &VectorReport) -> bool {
    let of_file = |vector: &VectorReport| {
        matches!(vector.verdict, Verdict::ExpectedFailure | Verdict::UnexpectedPass)
    };
    (of_file(before) || of_file(after))
        && before.verdict != after.verdict
        && before.hash == after.hash
        && same_answer(before, after)
        && standing(before) != Outcome::Broke
        && !lost_exception(before, after)
}

/// The same verdict can rest on less: members that aren't reported any more, a rejection without its class.
fn shows_less(before: &VectorReport, after: &VectorReport) -> Option<String> {
    if before.hash != after.hash {
        return None;
    }
    if after.members_compared < before.members_compared && after.members == before.members {
        return Some(format!(
            "{} of {} members are compared, and were {}",
            after.members_compared, after.members, before.members_compared
        ));
    }
    (before.class_compared == Some(true) && after.class_compared == Some(false))
        .then(|| "the class of its rejection is not compared any more".to_owned())
}

impl Changes {
    /// Whether something got worse.
    pub(crate) fn is_worse(&self) -> bool {
        !self.worse.is_empty()
    }

    /// The changes for people: each group with its count, then one line for it all.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.notes.iter().map(|note| format!("note: {note}")).collect();
        for (title, group) in self.groups() {
            if !group.is_empty() {
                lines.push(format!("{title} ({}):", group.len()));
                lines.extend(group.iter().map(|line| format!("  {line}")));
            }
        }
        let counts: Vec<String> =
            self.groups().iter().map(|(title, group)| format!("{} {title}", group.len())).collect();
        lines.push(format!("{}, {} the same", counts.join(", "), self.same));
        lines
    }

    fn groups(&self) -> [(&'static str, &[String]); 5] {
        [
            ("worse", &self.worse),
            ("better", &self.better),
            ("otherwise", &self.otherwise),
            ("added", &self.added),
            ("removed", &self.removed),
        ]
    }
}
