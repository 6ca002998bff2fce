//! A whole run for people: a line when it begins, what was not as expected, and a summary.

use std::collections::BTreeMap;

use super::output::Output;
use super::progress::Progress;
use super::reproduce::Reproduce;
use super::style::{BOLD, DIM, GREEN, RED, YELLOW, paint};
use super::{expected, failure};
use crate::exit;
use crate::protocol::Hello;
use crate::report::{ExceptionsReport, Report, RunReport, VectorReport, words};
use crate::run::Observer;
use crate::run::alone::{ALONE, HANGS, is_due};
use crate::suite::{Case, Suite};
use crate::verdict::Verdict;

/// How many failures are shown in full where nobody asked for all: the first ones tell most.
const BLOCKS: usize = 12;
/// And how many of one operation: one fault in a decoder must not fill the screen alone.
const BLOCKS_OF_OPERATION: usize = 3;

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verbosity {
    /// The summary alone.
    Summary,
    /// Red vectors, one line each, and the summary.
    Quiet,
    /// What was not as expected, the first failures in full, and the summary.
    Normal,
    /// Every vector, and every failure in full.
    Verbose,
}

/// Shows one run.
pub(crate) struct Human<'a> {
    output: &'a mut Output,
    progress: Progress,
    verbosity: Verbosity,
    /// The vectors themselves. Not there where a saved report is shown: it stands for itself.
    suite: Option<&'a Suite>,
    reproduce: Reproduce,
    exceptions: Option<&'a ExceptionsReport>,
    /// How many failures of each operation were shown in full.
    blocks: BTreeMap<String, usize>,
}

impl<'a> Human<'a> {
    /// Shows a run on this stream.
    pub(crate) fn new(
        output: &'a mut Output,
        verbosity: Verbosity,
        suite: &'a Suite,
        reproduce: Reproduce,
        exceptions: Option<&'a ExceptionsReport>,
    ) -> Self {
        Self {
            output,
            progress: Progress::new(verbosity != Verbosity::Quiet),
            verbosity,
            suite: Some(suite),
            reproduce,
            exceptions,
            blocks: BTreeMap::new(),
        }
    }

    /// Shows a saved report as its runs were shown, as far as the report knows: the input and the rules' sentences are the suite's.
    pub(crate) fn show(report: &Report, output: &'a mut Output, verbosity: Verbosity) {
        for run in &report.runs {
            let mut human = Human {
                output: &mut *output,
                progress: Progress::new(false),
                verbosity,
                suite: None,
                reproduce: Reproduce::saved(report, run),
                exceptions: report.exceptions.as_ref(),
                blocks: BTreeMap::new(),
            };
            if let Some(hello) = &run.hello {
                human.begins(hello, run.summary.selected);
            }
            for vector in &run.vectors {
                human.entry(None, vector);
            }
            human.ends(run);
        }
        if let Some(exceptions) = &report.exceptions {
            output.lines(&expected::stale(exceptions));
        }
        if let Some(words) = exit::words(report.exit_status) {
            output.line(&words);
        }
    }

    fn line(&mut self, text: &str) {
        let output = &mut *self.output;
        self.progress.suspended(|| output.line(text));
    }

    /// How many failures were shown in full.
    fn shown(&self) -> usize {
        self.blocks.values().sum()
    }

    fn entry(&mut self, case: Option<&Case>, report: &VectorReport) {
        if self.verbosity == Verbosity::Summary {
            return;
        }
        let verbose = self.verbosity == Verbosity::Verbose;
        let expected = match report.verdict {
            Verdict::Pass | Verdict::Unsupported | Verdict::ExpectedFailure => true,
            Verdict::Observed => report.would_be == Some(Verdict::Pass),
            _ => false,
        };
        let of_operation = self.blocks.get(&report.op).copied().unwrap_or(0);
        let room = self.shown() < BLOCKS && of_operation < BLOCKS_OF_OPERATION;
        // What passes needs no block to be understood.
        let full = report.red && report.verdict != Verdict::UnexpectedPass;
        if full && self.verbosity != Verbosity::Quiet && (verbose || room) {
            self.blocks.insert(report.op.clone(), of_operation + 1);
            let source = case.zip(self.suite);
            let block = failure::block(report, source, &self.reproduce);
            self.line(&format!("{block}\n"));
        } else if report.red || verbose || (!expected && self.verbosity == Verbosity::Normal) {
            self.line(&format!("{}{}", failure::headline(report), grounds(report)));
        }
        if verbose && !report.unknown_members.is_empty() {
            self.line(&format!(
                "    members that the protocol doesn't know: {}",
                report.unknown_members.join(", ")
            ));
        }
    }
}

impl Observer for Human<'_> {
    fn begins(&mut self, hello: &Hello, selected: usize) {
        if self.verbosity != Verbosity::Quiet {
            self.line(&format!("{}: {}", testee(hello), plural(selected, "vector")));
        }
        self.progress.begin(selected);
    }

    fn judged(&mut self, case: &Case, report: &VectorReport) {
        self.entry(Some(case), report);
        self.progress.step(&report.id, self.output);
    }

    fn ends(&mut self, report: &RunReport) {
        self.progress.end();
        for line in summary(report, self.exceptions, self.shown(), self.verbosity) {
            self.output.line(&line);
        }
    }
}

/// Why, on the rest of a line.
fn grounds(report: &VectorReport) -> String {
    if report.verdict == Verdict::ExpectedFailure {
        let grounds = report.exception.as_ref().map(expected::grounds);
        return grounds.map(|grounds| format!("  {grounds}")).unwrap_or_default();
    }
    if let Some(reason) = report.reasons.first() {
        return format!("  {reason}");
    }
    let members: Vec<&str> =
        report.differences.iter().map(|difference| difference.member.as_str()).collect();
    if members.is_empty() { String::new() } else { format!("  differs in {}", members.join(", ")) }
}

/// The testee in a few words.
fn testee(hello: &Hello) -> String {
    let profiles: Vec<&str> = hello.profiles.iter().map(String::as_str).collect();
    let language =
        if hello.language.is_empty() { String::new() } else { format!("{}, ", hello.language) };
    let name = crate::stray::shorten(&format!("{} {}", hello.name, hello.version));
    format!("{} ({language}{})", paint(BOLD, name), profiles.join(" and "))
}

/// The end of a run. It always says how many of how many ran, so that "all passed" can't mean "nothing ran".
fn summary(
    report: &RunReport,
    exceptions: Option<&ExceptionsReport>,
    blocks: usize,
    verbosity: Verbosity,
) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(fault) = &report.fault {
        lines.push(format!("{} {}", paint(RED, "the testee is at fault:"), fault.message));
        if let Some(line) = &fault.line {
            lines.push(format!("  the line: {line}"));
        }
        let stderr: Vec<String> = fault.stderr.lines().map(crate::stray::shorten).collect();
        let last = stderr.iter().skip(stderr.len().saturating_sub(10));
        lines.extend(last.map(|line| format!("  {} {line}", paint(DIM, "stderr"))));
    }
    if report.interrupted {
        lines.push(paint(RED, "interrupted"));
    }
    if let Some(hello) = &report.hello {
        lines.push(format!("{}: {}", testee(hello), outcome(report)));
        let expected = exceptions.map(|exceptions| expected::summary(exceptions, report));
        let counts = counts(report).into_iter().chain(expected);
        lines.extend(counts.map(|line| format!("  {line}")));
    }
    if report.summary.stray_lines > 0 {
        let first = report
            .stray_lines
            .first()
            .map(|line| format!("; the first: {line}"))
            .unwrap_or_default();
        let count = plural(report.summary.stray_lines, "stray line");
        lines.push(paint(
            YELLOW,
            format!("  {count} on standard output, which is for answers{first}"),
        ));
    }
    lines.extend(report.warnings.iter().map(|warning| paint(YELLOW, format!("  note: {warning}"))));
    let full = report.summary.red.saturating_sub(report.summary.unexpected_pass);
    if verbosity == Verbosity::Normal && full > blocks {
        let more = full - blocks;
        lines
            .push(format!("  {more} more red vectors are not shown in full; --verbose shows them"));
    }
    lines
}

fn outcome(report: &RunReport) -> String {
    let summary = &report.summary;
    let ran = format!("ran {} of {}", summary.ran, plural(summary.selected, "vector"));
    let broken = report.fault.is_some() || report.interrupted;
    match summary.red {
        0 if broken => format!("{ran}, {}", paint(RED, "and then the run ended")),
        0 if summary.ran == 0 => format!("{ran}, {}", paint(RED, "so nothing is shown")),
        0 => format!("{ran}, {}", paint(GREEN, "all as expected")),
        red => format!("{ran}, {}", paint(RED, format!("{red} not as expected"))),
    }
}

fn counts(report: &RunReport) -> Vec<String> {
    let summary = &report.summary;
    let mut lines = Vec::new();
    let verdicts = Verdict::ALL.into_iter().filter(|verdict| summary.of(*verdict) > 0);
    let part = |verdict: Verdict| {
        let note = if verdict == Verdict::Observed { observed_note(report) } else { String::new() };
        format!("{} {}{note}", summary.of(verdict), verdict.word().to_lowercase())
    };
    let mut parts: Vec<String> = verdicts.map(part).collect();
    if summary.not_run > 0 {
        parts.push(format!("{} not run", summary.not_run));
    }
    if !parts.is_empty() {
        lines.push(parts.join(", "));
    }
    let unasked = report
        .vectors
        .iter()
        .filter(|vector| vector.verdict == Verdict::Unsupported && vector.actual.is_none());
    let mut lacking = BTreeMap::<&str, usize>::new();
    for reason in unasked.filter_map(|vector| vector.reasons.first()) {
        *lacking.entry(reason).or_default() += 1;
    }
    if !lacking.is_empty() {
        let parts: Vec<String> =
            lacking.iter().map(|(reason, count)| format!("{count} ({reason})")).collect();
        lines.push(paint(DIM, format!("unsupported, as declared: {}", parts.join(", "))));
    }
    let members = format!("{} of {}", summary.members_compared, plural(summary.members, "member"));
    let classes = format!(
        "the class of {} of {}",
        summary.classes_compared,
        plural(summary.rejections, "rejection")
    );
    let compared =
        [(summary.members > 0).then_some(members), (summary.rejections > 0).then_some(classes)];
    let compared: Vec<String> = compared.into_iter().flatten().collect();
    if !compared.is_empty() {
        lines.push(format!("compared {}", compared.join(", ")));
    }
    if summary.restarts > 0 {
        lines.push(format!("started anew {}", plural(summary.restarts, "time")));
    }
    if let Some(seed) = report.seed {
        lines.push(format!("asked in another order: --shuffle={seed} repeats it"));
    }
    lines.extend(alone(report));
    lines
}

/// What was asked again alone, and which answers hang on what was asked before.
fn alone(report: &RunReport) -> Vec<String> {
    let summary = &report.summary;
    if summary.asked_alone == 0 {
        return Vec::new();
    }
    let due = report.vectors.iter().filter(|vector| is_due(vector)).count();
    let rest = if due > summary.asked_alone {
        format!(" of {due} (at most {ALONE}, and {HANGS} that hang)")
    } else {
        String::new()
    };
    let otherwise = match summary.state_leaks {
        0 => "the same outcome".to_owned(),
        count => paint(RED, format!("{count} with another outcome")),
    };
    let tried = summary.asked_alone;
    let mut lines =
        vec![format!("tried again alone, in a fresh process: {tried}{rest}, {otherwise}")];
    let leaks = report.vectors.iter().filter_map(|vector| {
        Some(format!("  {}: {}", paint(BOLD, &vector.id), words::leak(vector)?))
    });
    lines.extend(leaks);
    lines
}

/// What the vectors without weight would have shown.
fn observed_note(report: &RunReport) -> String {
    let otherwise = report
        .vectors
        .iter()
        .filter(|vector| vector.verdict == Verdict::Observed)
        .filter(|vector| vector.would_be != Some(Verdict::Pass));
    match otherwise.count() {
        0 => " (as expected)".to_owned(),
        count => format!(" ({count} not as expected)"),
    }
}

/// A count with its noun.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
