//! What is said of a testee, of a vector and of a run that ended early: the same in every format.

use super::plain::cut;
use super::{Report, RunReport, VectorReport};
use crate::exit;
use crate::render::human::plural;
use crate::render::reproduce::Reproduce;
use crate::render::style;
use crate::render::{expected, failure};
use crate::verdict::Verdict;

/// The longest reason on one line, in characters.
const WHY: usize = 300;

/// The testee by its name and profiles: what stays the same from version to version.
pub(crate) fn testee(run: &RunReport) -> String {
    let Some(hello) = &run.hello else {
        return run.command.first().map_or_else(|| "the testee".to_owned(), |word| cut(word, 100));
    };
    let profiles: Vec<&str> = hello.profiles.iter().map(String::as_str).collect();
    cut(&format!("{} ({})", hello.name, profiles.join(" and ")), 100)
}

/// The testee's version, where it said one.
pub(crate) fn version(run: &RunReport) -> Option<String> {
    run.hello.as_ref().map(|hello| cut(&hello.version, 100))
}

/// The verdict in lower case, with what it would be if the vector had weight.
pub(crate) fn verdict(vector: &VectorReport) -> String {
    let word = vector.verdict.word().to_lowercase();
    match vector.would_be {
        Some(would_be) if would_be != Verdict::Pass => {
            format!("{word}, would be {}", would_be.word().to_lowercase())
        }
        _ => word,
    }
}

/// That a vector was answered otherwise when it was asked again alone, where it was.
pub(crate) fn leak(vector: &VectorReport) -> Option<String> {
    let alone = vector.alone.as_ref().filter(|_| vector.leaks())?;
    let what = match (alone.verdict, alone.reasons.first()) {
        (Verdict::Pass, _) => "it passes".to_owned(),
        (verdict, Some(reason)) => format!("{}: {reason}", verdict.word().to_lowercase()),
        (verdict, None) => format!("{}, with another answer", verdict.word().to_lowercase()),
    };
    Some(cut(&format!("state leak: alone, in a fresh process, {what}"), WHY))
}

/// Why a vector has its verdict, on one line. Empty where nothing is to be said.
pub(crate) fn why(vector: &VectorReport) -> String {
    let parts = [grounds(vector), leak(vector).unwrap_or_default()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("; ")
}

fn grounds(vector: &VectorReport) -> String {
    if let (Verdict::ExpectedFailure, Some(exception)) = (vector.verdict, &vector.exception) {
        return cut(&expected::grounds(exception), WHY);
    }
    if let Some(reason) = vector.reasons.first() {
        return cut(reason, WHY);
    }
    let members: Vec<&str> =
        vector.differences.iter().map(|difference| difference.member.as_str()).collect();
    if members.is_empty() {
        String::new()
    } else {
        cut(&format!("differs in {}", members.join(", ")), WHY)
    }
}

/// The verdict and why.
pub(crate) fn verdict_and_why(vector: &VectorReport) -> String {
    let (verdict, why) = (verdict(vector), why(vector));
    if why.is_empty() { verdict } else { format!("{verdict}: {why}") }
}

/// All that the report knows of a vector, as the terminal shows it, without colour.
pub(crate) fn details(report: &Report, run: &RunReport, vector: &VectorReport) -> String {
    let block = failure::block(vector, None, &Reproduce::saved(report, run));
    style::plain(&block)
}

/// What is wrong with a run beyond its vectors: it must not look whole where it isn't.
pub(crate) fn of_run(run: &RunReport) -> Option<String> {
    let left = match run.summary.not_run {
        0 => String::new(),
        left => format!("; {left} of {} were not run", plural(run.summary.selected, "vector")),
    };
    let why = match &run.fault {
        Some(fault) => format!("the testee is at fault: {}", fault.message),
        None if run.interrupted => "the run was interrupted".to_owned(),
        None if run.summary.not_run > 0 => "the run ended early".to_owned(),
        None => return None,
    };
    Some(cut(&format!("{why}{left}"), 2 * WHY))
}

/// What is wrong with a report that no vector and no run of it tells: a status that isn't a success is never left out.
pub(crate) fn of_report(report: &Report) -> Option<String> {
    let stale = stale(report);
    let told = report
        .runs
        .iter()
        .any(|run| of_run(run).is_some() || run.vectors.iter().any(|vector| vector.red));
    let problem = match report.exit_status {
        exit::SUCCESS => None,
        exit::USAGE if stale.is_some() => None,
        _ if told => None,
        exit::NOTHING_RAN => Some("nothing ran".to_owned()),
        status => Some(format!("the exit status is {status}, and no vector tells why")),
    };
    match (problem, stale) {
        (Some(problem), Some(stale)) => Some(format!("{problem}; {stale}")),
        (problem, stale) => problem.or(stale),
    }
}

/// The entries for expected failures that match nothing: with them, a run is red whatever its vectors say.
fn stale(report: &Report) -> Option<String> {
    let exceptions = report.exceptions.as_ref()?;
    let entries = exceptions.stale.iter();
    let entries: Vec<String> =
        entries.map(|stale| format!("line {}: {}: {}", stale.line, stale.id, stale.why)).collect();
    let count = match entries.len() {
        0 => return None,
        1 => "an expected failure matches nothing".to_owned(),
        count => format!("{count} expected failures match nothing"),
    };
    Some(cut(&format!("{}: {count}: {}", exceptions.file, entries.join("; ")), 2 * WHY))
}
