//! What became of expected failures.

use super::human::plural;
use super::style::{RED, paint};
use crate::expect::{ExceptionReport, Kind};
use crate::report::{ExceptionsReport, RunReport};
use crate::verdict::Verdict;

/// The line of a run's summary: always there where a file was used, so that nobody is green by it unawares.
pub(crate) fn summary(exceptions: &ExceptionsReport, report: &RunReport) -> String {
    let summary = &report.summary;
    let of_kind = |kind: Kind| {
        let vectors =
            report.vectors.iter().filter(|vector| vector.verdict == Verdict::ExpectedFailure);
        vectors
            .filter(|vector| {
                vector.exception.as_ref().is_some_and(|exception| exception.kind == kind)
            })
            .count()
    };
    let kinds = Kind::ALL.into_iter().map(|kind| (of_kind(kind), kind.as_str()));
    let kinds: Vec<String> = kinds
        .filter(|(count, _)| *count > 0)
        .map(|(count, kind)| format!("{count} {kind}"))
        .collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    let passes = match summary.unexpected_pass {
        1 => "1 unexpected pass".to_owned(),
        count => format!("{count} unexpected passes"),
    };
    let not_run = match summary.exceptions_not_run {
        0 => String::new(),
        1 => ", 1 entry not run".to_owned(),
        count => format!(", {count} entries not run"),
    };
    format!(
        "{}: {}{kinds}, {passes}, {} stale{not_run}",
        exceptions.file,
        plural(summary.expected_failure, "expected failure"),
        exceptions.stale.len(),
    )
}

/// What in the file matches nothing, one a line.
pub(crate) fn stale(exceptions: &ExceptionsReport) -> Vec<String> {
    let lines = exceptions.stale.iter().map(|stale| {
        format!(
            "{} {}:{}: {}: {}",
            paint(RED, "STALE"),
            exceptions.file,
            stale.line,
            stale.id,
            stale.why
        )
    });
    lines.collect()
}

/// Why a failure was expected, in words.
pub(crate) fn grounds(exception: &ExceptionReport) -> String {
    let url = exception.url.as_ref().map(|url| format!(" ({url})")).unwrap_or_default();
    let reason =
        if exception.reason.is_empty() { String::new() } else { format!(": {}", exception.reason) };
    format!("{}, {}{reason}{url}", exception.got.as_str(), exception.kind.as_str())
}
