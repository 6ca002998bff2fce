//! A summary in Markdown, for the page of a CI job: what ran, what is red and why, and the first failures in full.

use core::fmt::Write;

use super::outcome::Outcome;
use super::plain::cut;
use super::{Report, RunReport, Runner, SuiteReport, VectorReport, words};
use crate::render::human::plural;
use crate::verdict::Verdict;

/// How many rows the table of red vectors has. GitHub refuses a page of more than a mebibyte.
const ROWS: usize = 200;
/// How many of them are shown in full.
const BLOCKS: usize = 10;
/// The longest of these, in characters.
const BLOCK: usize = 8000;

/// The report as Markdown.
pub(crate) fn render(report: &Report) -> String {
    let mut page = String::from("## Ampwire conformance\n");
    // Writing to a String can't fail, here and below.
    if let Some(problem) = words::of_report(report) {
        let _ = writeln!(page, "\n**{}**", escaped(&problem));
    }
    for run in &report.runs {
        one(&mut page, report, run);
    }
    page.push_str(&made_of(&report.suite, &report.runner));
    page
}

/// Of which vectors a page is made, and by which program.
pub(crate) fn made_of(suite: &SuiteReport, runner: &Runner) -> String {
    format!("\nVectors {}, ampwire {}.\n", escaped(&suite.version), escaped(&runner.version))
}

fn one(page: &mut String, report: &Report, run: &RunReport) {
    let version = words::version(run).map(|version| format!(" {version}")).unwrap_or_default();
    let _ = writeln!(page, "\n### {}{}", escaped(&words::testee(run)), escaped(&version));
    if let Some(problem) = words::of_run(run) {
        let _ = writeln!(page, "\n**{}**", escaped(&problem));
    }
    let summary = &run.summary;
    let red: Vec<&VectorReport> =
        run.vectors.iter().filter(|vector| Outcome::of(vector).is_red()).collect();
    let outcome = match red.len() {
        _ if summary.ran == 0 => "so nothing is shown".to_owned(),
        0 if words::of_run(run).is_some() => "and then the run ended".to_owned(),
        0 if words::of_report(report).is_some() => "none of them red".to_owned(),
        0 => "all as expected".to_owned(),
        count => format!("**{count} not as expected**"),
    };
    let _ = writeln!(
        page,
        "\nRan {} of {}, {outcome}. Compared {} of {} members, and the class of {} of {} rejections.",
        summary.ran,
        plural(summary.selected, "vector"),
        summary.members_compared,
        summary.members,
        summary.classes_compared,
        summary.rejections
    );
    counts(page, run);
    if !red.is_empty() {
        table(page, &red);
        blocks(page, report, run, &red);
    }
    for warning in &run.warnings {
        let _ = writeln!(page, "\nNote: {}", escaped(&cut(warning, 600)));
    }
}

fn counts(page: &mut String, run: &RunReport) {
    let mut counts: Vec<(&str, usize)> = Verdict::ALL
        .into_iter()
        .map(|verdict| (verdict.word(), run.summary.of(verdict)))
        .chain([("not run", run.summary.not_run)])
        .collect();
    counts.retain(|(_, count)| *count > 0);
    if counts.is_empty() {
        return;
    }
    page.push_str("\n| verdict | vectors |\n| --- | ---: |\n");
    for (word, count) in counts {
        let _ = writeln!(page, "| {} | {count} |", word.to_lowercase());
    }
}

fn table(page: &mut String, red: &[&VectorReport]) {
    page.push_str(
        "\n| verdict | vector | level | operation | why |\n| --- | --- | --- | --- | --- |\n",
    );
    for vector in red.iter().take(ROWS) {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} |",
            vector.verdict.word().to_lowercase(),
            escaped(&cut(&vector.id, 300)),
            vector.level.as_str(),
            escaped(&cut(&vector.op, 300)),
            escaped(&words::why(vector))
        );
    }
    if let Some(more) = red.len().checked_sub(ROWS).filter(|more| *more > 0) {
        let _ =
            writeln!(page, "\n{more} more are not in this table; the JSON report has them all.");
    }
}

fn blocks(page: &mut String, report: &Report, run: &RunReport, red: &[&VectorReport]) {
    let shown = red.len().min(BLOCKS);
    let _ = writeln!(page, "\n<details><summary>{shown} of them in full</summary>");
    for vector in red.iter().take(BLOCKS) {
        let block = cut(&words::details(report, run, vector), BLOCK);
        let fence = fence(&block);
        let _ = writeln!(page, "\n{fence}text\n{block}\n{fence}");
    }
    page.push_str("\n</details>\n");
}

/// A fence that nothing in this text closes.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

/// A text that is nothing but text, in a cell of a table too: no markup, no HTML, nobody called by name, no link.
pub(crate) fn escaped(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // As entities: these mean something beyond Markdown, to HTML and to GitHub.
            '&' => markdown.push_str("&amp;"),
            '<' => markdown.push_str("&lt;"),
            '>' => markdown.push_str("&gt;"),
            '@' => markdown.push_str("&#64;"),
            ':' => markdown.push_str("&#58;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '!' | '|' | '~' | '$' => {
                markdown.push('\\');
                markdown.push(c);
            }
            '\n' | '\r' => markdown.push(' '),
            c => markdown.push(c),
        }
    }
    markdown
}

#[cfg(test)]
mod tests;
