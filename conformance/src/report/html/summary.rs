//! The head of a page: what ran of what, what is red, and what else has to be known before a vector is looked at.

use maud::{Markup, html};

use super::members;
use super::table::{Column, Table};
use super::tone;
use crate::exit;
use crate::protocol::ErrorDetail;
use crate::render::human::plural;
use crate::report::outcome::Outcome;
use crate::report::{EMBEDDED, Report, RunReport, words};
use crate::verdict::Verdict;

/// How many stray lines are shown.
const STRAY_LINES: usize = 20;

/// The outcome in one sentence, and whether it is good.
pub(crate) fn outcome(reports: &[&Report], table: &Table<'_>) -> (String, bool) {
    let good = reports.iter().all(|report| report.exit_status == exit::SUCCESS);
    if let ([_, _, ..], true) = (reports, table.columns.len() > 1) {
        let differ = table.rows.iter().filter(|row| row.differs()).count();
        let testees = table.columns.len();
        return (
            format!(
                "{testees} testees differ in {differ} of {}",
                plural(table.rows.len(), "vector")
            ),
            good,
        );
    }
    let sum = |of: fn(&RunReport) -> usize| {
        table.columns.iter().map(|column| of(column.run)).sum::<usize>()
    };
    let (ran, red) = (sum(|run| run.summary.ran), sum(red));
    let broken = table.columns.iter().any(|column| words::of_run(column.run).is_some());
    let sentence = match red {
        _ if ran == 0 => "Nothing ran".to_owned(),
        0 if good => format!("All {} as expected", plural(ran, "answer")),
        0 if broken => format!("The run ended early, after {}", plural(ran, "vector")),
        0 => "No vector is red, and the run is".to_owned(),
        red => format!("{red} of {} not as expected", plural(ran, "answer")),
    };
    (sentence, good)
}

fn red(run: &RunReport) -> usize {
    run.vectors.iter().filter(|vector| Outcome::of(vector).is_red()).count()
}

/// The heading.
pub(crate) fn heading(reports: &[&Report], table: &Table<'_>) -> Markup {
    let (sentence, good) = outcome(reports, table);
    html! {
        p.eyebrow { "Ampwire conformance" @if let [column] = table.columns.as_slice() { " · " bdi { (column.name) } } }
        h1.bad[!good && reports.len() == 1] { (sentence) }
        @if let [report] = reports { p { (status(report.exit_status)) } }
    }
}

fn status(status: u8) -> String {
    let words = match status {
        exit::SUCCESS => return "Exit status 0.".to_owned(),
        exit::UNEXPECTED => "something was not as expected",
        exit::USAGE => "an expected failure matches nothing",
        exit::TESTEE => "the testee could not be run, or is broken",
        exit::NOTHING_RAN => "nothing ran",
        exit::INTERRUPTED => "interrupted",
        _ => "a fault of the suite itself",
    };
    format!("Exit status {status}: {words}.")
}

/// What is wrong beyond the vectors, a card for each run, and the expected failures.
pub(crate) fn overview(reports: &[&Report], table: &Table<'_>) -> Markup {
    html! {
        @for report in reports {
            @if let Some(problem) = words::of_report(report) { p.note.bad { (problem) } }
        }
        div.cards {
            @for (index, column) in table.columns.iter().enumerate() { (card(table, index, column, reports.len() > 1)) }
        }
        @for report in reports { (exceptions(report)) }
    }
}

fn card(table: &Table<'_>, index: usize, column: &Column<'_>, with_status: bool) -> Markup {
    let (run, summary) = (column.run, &column.run.summary);
    let filter = |verdict: Verdict| {
        let testee =
            if table.columns.len() > 1 { format!("&testee={index}") } else { String::new() };
        format!("#verdict={}{testee}", verdict.word().to_lowercase().replace(' ', "%20"))
    };
    let counts = Verdict::ALL
        .into_iter()
        .map(|verdict| (verdict, summary.of(verdict)))
        .filter(|(_, count)| *count > 0);
    html! {
        section.card aria-labelledby=(format!("run-{index}")) {
            h2 id=(format!("run-{index}")) { bdi { (column.name) } }
            p.muted { bdi { (about(run)) } @if with_status { " · exit status " (column.report.exit_status) } }
            @if let Some(problem) = words::of_run(run) { (fault(run, &problem)) }
            p { strong { "Ran " (summary.ran) " of " (plural(summary.selected, "vector")) } ", " (so(run)) "." }
            (bar(run))
            ul.counts {
                @for (verdict, count) in counts {
                    li { a href=(filter(verdict)) { span class=(tone_of(run, verdict)) { (verdict.word().to_lowercase()) } " " b { (count) } } }
                }
                @if summary.not_run > 0 { li { span.verdict.bad { "not run" } " " b { (summary.not_run) } } }
            }
            p.muted.number {
                "Compared " (summary.members_compared) " of " (plural(summary.members, "member"))
                ", and the class of " (summary.classes_compared) " of " (plural(summary.rejections, "rejection")) "."
                @if summary.restarts > 0 { " Started anew " (plural(summary.restarts, "time")) "." }
                @if summary.milliseconds > 0 { " Took " (summary.milliseconds) " ms." }
            }
            @for warning in &run.warnings { p.note { (members::text(warning)) } }
            @if summary.stray_lines > 0 {
                details.note {
                    summary { (plural(summary.stray_lines, "stray line")) " on standard output, which is for answers" }
                    pre { @for line in run.stray_lines.iter().take(STRAY_LINES) { (line) "\n" } }
                }
            }
        }
    }
}

fn about(run: &RunReport) -> String {
    let Some(hello) = &run.hello else { return "It never said what it is".to_owned() };
    let words = [words::version(run).unwrap_or_default(), hello.language.clone()];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn fault(run: &RunReport, problem: &str) -> Markup {
    html! {
        div.note.bad {
            p { strong { (problem) } }
            @if let Some(fault) = &run.fault {
                @if let Some(line) = &fault.line { p { "The line: " code { (members::text(line)) } } }
                @if !fault.stderr.is_empty() { p { "Standard error:" } pre { (members::text(&fault.stderr)) } }
            }
        }
    }
}

fn so(run: &RunReport) -> String {
    match red(run) {
        _ if run.summary.ran == 0 => "so nothing is shown".to_owned(),
        0 if words::of_run(run).is_some() => "and then the run ended".to_owned(),
        0 => "none of them red".to_owned(),
        count => format!("{count} not as expected"),
    }
}

/// The class of a verdict's badge: as the worst vector that has it.
fn tone_of(run: &RunReport, verdict: Verdict) -> &'static str {
    let of = run.vectors.iter().filter(|vector| vector.verdict == verdict).map(Outcome::of);
    tone::verdict(of.max().unwrap_or(Outcome::Skipped))
}

/// What became of the vectors, as lengths. The numbers stand below it.
fn bar(run: &RunReport) -> Markup {
    let count = |outcomes: &[Outcome]| {
        run.vectors.iter().filter(|vector| outcomes.contains(&Outcome::of(vector))).count()
    };
    let parts = [
        ("bad", count(&[Outcome::Failed, Outcome::Broke])),
        ("odd", count(&[Outcome::Tolerated, Outcome::Accepted])),
        ("good", count(&[Outcome::Passed])),
        ("idle", count(&[Outcome::Skipped]) + run.summary.not_run),
    ];
    let all = parts.iter().map(|(_, count)| count).sum::<usize>().max(1);
    // One vector of thousands has to be seen too.
    let width = |count: usize| if count == 0 { 0 } else { (count * 1000 / all).max(6) };
    let mut from = 0;
    let parts = parts.map(|(class, count)| {
        let start = from;
        from += width(count);
        (class, start, width(count))
    });
    html! {
        svg.bar viewBox=(format!("0 0 {} 10", from.max(1))) preserveAspectRatio="none" aria-hidden="true" {
            @for (class, start, width) in parts {
                @if width > 0 { rect class=(class) x=(start) y="0" width=(width) height="10" {} }
            }
        }
    }
}

fn exceptions(report: &Report) -> Markup {
    let Some(exceptions) = &report.exceptions else { return html! {} };
    let sum =
        |verdict: Verdict| report.runs.iter().map(|run| run.summary.of(verdict)).sum::<usize>();
    let not_run = report.runs.iter().map(|run| run.summary.exceptions_not_run).max().unwrap_or(0);
    html! {
        div.note.bad[!exceptions.stale.is_empty()].idle[exceptions.stale.is_empty()] {
            p {
                strong { "Expected failures" } ", from " code { (exceptions.file) } ": "
                (exceptions.entries) @if exceptions.entries == 1 { " entry" } @else { " entries" }
                ", " (sum(Verdict::ExpectedFailure)) " failed as they say, "
                (sum(Verdict::UnexpectedPass)) " passed unexpectedly, " (exceptions.stale.len()) " stale, " (not_run) " not run."
            }
            @if !exceptions.stale.is_empty() {
                ul {
                    @for stale in &exceptions.stale {
                        li { "line " (stale.line) ": " code { (members::text(&stale.id)) } ": " (members::text(&stale.why)) }
                    }
                }
            }
        }
    }
}

/// How it was asked and judged, for who wants to know.
pub(crate) fn settings(reports: &[&Report]) -> Markup {
    html! {
        details.settings {
            summary { "How it was run and judged" }
            @for report in reports { (settings_of(report)) }
        }
    }
}

fn settings_of(report: &Report) -> Markup {
    let options = &report.options;
    let yes = |set: bool| if set { "yes" } else { "no" }.to_owned();
    let mut lines = vec![
        ("level that counts", format!("{} and above", options.level.as_str())),
        ("strict reasons", yes(options.strict_reasons)),
        ("deployed answers accepted", yes(options.accept_deployed)),
        ("stops at the first red", yes(options.fail_fast)),
        (
            "vectors",
            format!(
                "{}, {} in all, {}",
                report.suite.version,
                report.suite.vectors,
                if report.suite.source == EMBEDDED {
                    "those of the program".to_owned()
                } else {
                    report.suite.source.clone()
                }
            ),
        ),
        ("protocol", report.protocol.clone()),
    ];
    lines.extend(options.profile.iter().map(|profile| ("profile", profile.clone())));
    for (name, patterns) in [
        ("only", &options.only),
        ("skipped", &options.skip),
        ("rules", &options.rules),
        ("operations", &options.ops),
    ] {
        if !patterns.is_empty() {
            lines.push((name, patterns.join(" ")));
        }
    }
    for run in &report.runs {
        if !run.command.is_empty() {
            lines.push(("command", crate::process::quote(run.command.iter().map(String::as_str))));
        }
        let Some(hello) = &run.hello else { continue };
        let omits = hello.omits.iter().map(|(op, members)| {
            format!("{op}: {}", members.iter().cloned().collect::<Vec<_>>().join(" "))
        });
        let errors = match hello.errors {
            ErrorDetail::Class => "yes",
            ErrorDetail::None => "no",
        };
        lines.push(("gives classes of refusals", errors.to_owned()));
        let lists = [
            ("implements", hello.ops.iter().cloned().collect::<Vec<_>>().join(" ")),
            ("can", hello.can.iter().cloned().collect::<Vec<_>>().join(" ")),
            ("can't report", omits.collect::<Vec<_>>().join("; ")),
        ];
        lines.extend(lists.into_iter().filter(|(_, list)| !list.is_empty()));
    }
    html! {
        table.plain.members {
            tbody { @for (name, value) in lines { tr { th scope="row" { (name) } td { bdi { (members::text(&value)) } } } } }
        }
    }
}

/// Where the page comes from.
pub(crate) fn footer(reports: &[&Report]) -> Markup {
    let from: std::collections::BTreeSet<String> = reports
        .iter()
        .map(|report| {
            format!(
                "vectors {}, {} {}",
                report.suite.version, report.runner.name, report.runner.version
            )
        })
        .collect();
    html! {
        p { "Made from the report alone: " (from.into_iter().collect::<Vec<_>>().join("; ")) "." }
        p.scripted.keys {
            kbd { "/" } " filter  " kbd { "j" } " " kbd { "k" } " or " kbd { "↓" } " " kbd { "↑" } " move  "
            kbd { "Enter" } " open  " kbd { "Esc" } " close  "
        }
    }
}
