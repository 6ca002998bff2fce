//! One vector that was not as expected, with all that helps to see why.

use ampwire_vectors::Expect;
use serde_json::Value;

use super::reproduce::Reproduce;
use super::style::{self, BOLD, DIM, paint};
use super::written::Written;
use super::{bytes, rule, value};
use crate::protocol::operations;
use crate::report::{VectorReport, words};
use crate::suite::{Case, Suite};
use crate::verdict::Verdict;

/// How many lines of standard error are shown.
const STDERR_LINES: usize = 10;
/// How many stray lines are shown.
const STRAY_LINES: usize = 3;
/// How many members that differ are shown.
const DIFFERENCES: usize = 20;
/// How many rules are shown with their sentence.
const RULES: usize = 3;

/// The first line of a vector's entry: verdict, id, level and operation.
pub(crate) fn headline(report: &VectorReport) -> String {
    let word = paint(style::of(report.verdict, report.red), format!("{:<12}", report.verdict));
    let would_be = report.would_be.filter(|verdict| *verdict != Verdict::Pass);
    let would_be = would_be
        .map(|verdict| format!(", would be {}", verdict.word().to_lowercase()))
        .unwrap_or_default();
    let grounds = paint(DIM, format!("({}, {}{would_be})", report.level.as_str(), report.op));
    format!("{word} {}  {grounds}", paint(BOLD, &report.id))
}

/// The whole entry. Where the vector isn't at hand, what the report itself knows.
pub(crate) fn block(
    report: &VectorReport,
    source: Option<(&Case, &Suite)>,
    reproduce: &Reproduce,
) -> String {
    let mut block = Block { lines: vec![headline(report)] };
    let written = Written::wrongly(report);
    if let Some((case, _)) = source {
        block.lines.push(format!("    {}", case.vector.comment));
        // What has to be written is shown beside what was.
        block.entry("asked", if written.is_some() { members(case) } else { input_lines(case) });
    }
    let drawn = operations::is_drawn(&report.op);
    let fields = |lines: fn(&Written) -> Vec<String>| {
        written.iter().flat_map(lines).map(|line| format!("  {line}"))
    };
    block.entry("expected", expected(report).into_iter().chain(fields(Written::expected)));
    let answered = [value::answer(report.actual.as_ref())];
    block.entry("answered", answered.into_iter().chain(fields(Written::answered)));
    block.entry("why", report.reasons.iter().cloned());
    block.entry(
        "differs",
        // What is judged by rules has no members that differ: why says it all.
        report.differences.iter().take(if drawn { 0 } else { DIFFERENCES }).map(|difference| {
            let hint =
                difference.hint.as_ref().map(|hint| format!("  ({hint})")).unwrap_or_default();
            format!(
                "{}: expected {}, answered {}{hint}",
                paint(BOLD, &difference.member),
                value::optional(difference.expected.as_ref()),
                value::optional(difference.actual.as_ref()),
            )
        }),
    );
    block.entry("alone", words::leak(report));
    let near = source.and_then(|(case, _)| case.vector.near.as_ref());
    block.entry(
        "nearest",
        near.map(|near| format!("{} is valid; to get here: {}", near.id, near.edit)),
    );
    block.entry("known", report.same_as.iter().map(|known| format!("the answer of {known}")));
    let suite = source.map(|(_, suite)| suite);
    rules(&mut block, "breaks", &report.rules.breaks, suite);
    rules(&mut block, "obeys", &report.rules.obeys, suite);
    block.entry("stray", report.stray.first.iter().take(STRAY_LINES).cloned());
    let stderr: Vec<String> = report.stderr.lines().map(crate::stray::shorten).collect();
    block.entry("stderr", stderr.iter().skip(stderr.len().saturating_sub(STDERR_LINES)).cloned());
    block.entry("again", reproduce.again(&report.id));
    let raw = |case: &Case| reproduce.raw(&case.vector.id, &case.op, &case.vector.input);
    block.entry("raw", source.and_then(|(case, _)| raw(case)));
    block.lines.join("\n")
}

/// The expectation in words; one of a form that this version doesn't know, as it stands.
fn expected(report: &VectorReport) -> Vec<String> {
    serde_json::from_value(report.expected.clone())
        .map_or_else(|_| vec![value::value(&report.expected)], |expect| value::expectation(&expect))
}

/// The request's members; where the bytes have labels, one line a label. Marked is the item at fault in the input.
pub(crate) fn input_lines(case: &Case) -> Vec<String> {
    let Some((found, in_input)) = bytes::labelled(&case.vector) else { return members(case) };
    let fault = match &case.vector.expect {
        Expect::Reject(rejection) => {
            rejection.offset.as_ref().and_then(|offset| offset.parse().ok())
        }
        Expect::Ok(_) | Expect::Any(_) => None,
    };
    let members = case.vector.input.iter().filter(|(name, _)| !(in_input && *name == "bytes"));
    let heading = if in_input { "bytes:" } else { "the expected bytes:" };
    let labelled = bytes::lines(&found, &case.vector.map, fault);
    let labelled = labelled.into_iter().map(|line| format!("  {line}"));
    members.map(member).chain([heading.to_owned()]).chain(labelled).collect()
}

/// The request's members, without labels.
fn members(case: &Case) -> Vec<String> {
    let lines: Vec<String> = case.vector.input.iter().map(member).collect();
    if lines.is_empty() { vec!["nothing but the operation".to_owned()] } else { lines }
}

fn member((name, member): (&String, &Value)) -> String {
    format!("{name}: {}", value::value(member))
}

fn rules(block: &mut Block, label: &str, ids: &[String], suite: Option<&Suite>) {
    let lines = |id: &String| match suite {
        Some(suite) => rule::lines(&suite.rules, id),
        None => vec![id.clone()],
    };
    let shown = ids.iter().take(RULES).flat_map(lines);
    let rest: Vec<&str> = ids.iter().skip(RULES).map(String::as_str).collect();
    let rest = (!rest.is_empty()).then(|| format!("and {}", rest.join(", ")));
    block.entry(label, shown.chain(rest));
}

struct Block {
    lines: Vec<String>,
}

impl Block {
    /// Lines with a label before the first; nothing where there are none.
    fn entry(&mut self, label: &str, lines: impl IntoIterator<Item = String>) {
        for (index, line) in lines.into_iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            self.lines.push(format!("    {} {line}", paint(DIM, format!("{label:<9}"))));
        }
    }
}
