//! The testees of saved reports.

use std::collections::{BTreeMap, BTreeSet};

use super::{Failure, Gathered};
use crate::args::Matrix as Arguments;
use crate::matrix::Party;
use crate::report::saved::Saved;
use crate::report::{Options, Report, RunReport};

/// Takes the runs of all reports, each as a testee.
///
/// # Errors
/// A file that can't be read or is no report.
pub(super) fn read_all(arguments: &Arguments, asked: Options) -> Result<Gathered, Failure> {
    let (mut reports, mut notes, mut stale) = (Vec::new(), Vec::new(), false);
    for path in &arguments.from {
        let report = Saved::read(path, arguments.reproducible)?.report;
        let exceptions = report.exceptions.iter();
        for (file, entry) in
            exceptions.flat_map(|file| file.stale.iter().map(move |entry| (file, entry)))
        {
            stale = true;
            notes.push(format!("{}:{}: {}: {}", file.file, entry.line, entry.id, entry.why));
        }
        reports.push(report);
    }
    let options = options(asked, &reports, &mut notes);
    let runs: Vec<RunReport> = reports.into_iter().flat_map(|report| report.runs).collect();
    let names = names(&runs);
    let parties = names.into_iter().zip(runs).map(|(name, run)| Party::new(name, run)).collect();
    Ok(Gathered { parties, left_out: Vec::new(), notes, stale, options })
}

/// The runs were judged as their reports say; the selection alone is of this call.
fn options(asked: Options, reports: &[Report], notes: &mut Vec<String>) -> Options {
    let Some(first) = reports.first() else { return asked };
    let judged = |report: &Report| (report.options.level, report.options.strict_reasons);
    if reports.iter().any(|report| judged(report) != judged(first)) {
        notes.push(
            "the reports were not judged alike: --level or --strict-reasons differs".to_owned(),
        );
    }
    if reports.iter().any(|report| report.suite.version != first.suite.version) {
        notes.push("the reports are of different versions of the vectors".to_owned());
    }
    Options {
        level: first.options.level,
        strict_reasons: first.options.strict_reasons,
        accept_deployed: first.options.accept_deployed,
        ..asked
    }
}

/// A name for each run: what the testee calls itself, with what tells it from others of the name.
fn names(runs: &[RunReport]) -> Vec<String> {
    let forms: [fn(&RunReport) -> String; 3] = [
        |run| run.hello.as_ref().map_or_else(|| "unknown".to_owned(), |hello| word(&hello.name)),
        |run| run.hello.as_ref().map_or_else(String::new, |hello| word(&hello.version)),
        |run| {
            let profiles = |hello: &crate::protocol::Hello| {
                hello.profiles.iter().map(|profile| word(profile)).collect::<Vec<_>>().join("+")
            };
            run.hello.as_ref().map_or_else(String::new, profiles)
        },
    ];
    let mut names: Vec<String> = runs.iter().map(forms[0]).collect();
    for form in &forms[1..] {
        let taken = counted(&names);
        for (name, run) in names.iter_mut().zip(runs) {
            let more = form(run);
            if taken.get(name).is_some_and(|count| *count > 1) && !more.is_empty() {
                *name = format!("{name}-{more}");
            }
        }
    }
    let counts = counted(&names);
    let mut taken: BTreeSet<String> = names.iter().cloned().collect();
    for name in &mut names {
        if counts.get(name).is_some_and(|count| *count > 1) {
            let numbered = (1_usize..).map(|number| format!("{name}-{number}"));
            let free = numbered.into_iter().find(|name| !taken.contains(name));
            *name = free.unwrap_or_default();
            taken.insert(name.clone());
        }
    }
    names
}

fn counted(names: &[String]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name.clone()).or_default() += 1;
    }
    counts
}

/// A name that stands above a column: short, and of plain characters.
fn word(text: &str) -> String {
    let fits = |character: char| character.is_ascii_alphanumeric() || "._+-".contains(character);
    text.chars().map(|character| if fits(character) { character } else { '_' }).take(32).collect()
}
