//! The list of vectors: a line each, that opens in place. All of it is there without scripts; with them it can be filtered.

use core::fmt::Write;

use maud::{Markup, html};

use super::table::{Row, Table};
use super::{tone, vector};
use crate::report::outcome::Outcome;
use crate::report::{VectorReport, words};
use crate::verdict::Verdict;

pub(crate) const STYLE: &str = include_str!("rows.css");
pub(crate) const SCRIPT: &str = include_str!("rows.js");

/// More testees than this don't get a column each: their verdicts stand in a line below.
const COLUMNS: usize = 8;

/// What is special to the columns of this table, as a style sheet: the policy of the page allows no style on an element. The names of
/// the testees stand here once, and not in each of thousands of rows.
pub(crate) fn style(table: &Table<'_>) -> String {
    let mut style = String::new();
    if table.columns.len() < 2 {
        return style;
    }
    // Writing to a String can't fail, here and below.
    let _ = writeln!(style, ":root {{ --testees: {}; }}", table.columns.len());
    for (index, column) in table.columns.iter().enumerate() {
        let name = in_style(&column.name);
        let _ = writeln!(
            style,
            "summary .cells > :nth-child({})::before {{ content: \"{name} \"; }}",
            index + 1
        );
    }
    style
}

/// A text in a string of a style sheet: all but letters and digits by number, so that nothing ends it.
fn in_style(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            escaped.push(c);
        } else {
            let _ = write!(escaped, "\\{:x} ", u32::from(c));
        }
    }
    escaped
}

fn in_columns(table: &Table<'_>) -> bool {
    (2..=COLUMNS).contains(&table.columns.len())
}

/// The filter and the list. With `differing` it begins with those rows alone in which the testees don't agree, or one is red.
pub(crate) fn list(table: &Table<'_>, differing: bool) -> Markup {
    let several = table.columns.len() > 1;
    let class = if !several {
        "rows single"
    } else if in_columns(table) {
        "rows columns"
    } else {
        "rows many"
    };
    html! {
        section #vectors tabindex="-1" aria-labelledby="vectors-head" {
            h2 #vectors-head { "Vectors" }
            (filter(table))
            div class=(class) data-differing[differing] {
                div.head aria-hidden="true" {
                    @if !several { span.cells { "verdict" } }
                    span.id { "vector" }
                    @if several { span.cells { @for column in &table.columns { span { (column.name) } } } }
                    @else { span.why { "why" } }
                    span.op { "operation" }
                    span.level { "level" }
                }
                ol #rows { @for row in &table.rows { (line(table, row)) } }
                p #nothing.scripted hidden { "No vector is like that. " button type="button" { "Show all" } }
            }
        }
    }
}

fn line(table: &Table<'_>, row: &Row<'_>) -> Markup {
    let Some(first) = row.first() else { return html! {} };
    let several = table.columns.len() > 1;
    html! {
        li data-x[several && (row.differs() || row.worst().is_red())] {
            details {
                summary {
                    @if several {
                        bdi.id { (row.id) }
                        span.cells {
                            @for cell in &row.cells { (self::cell(*cell)) " " }
                        }
                    } @else {
                        span.cells { (cell(Some(first))) }
                        " " bdi.id { (row.id) }
                        " " bdi.why { (why(first)) }
                    }
                    " " span.op { (first.op) }
                    " " span.level { (first.level.as_str()) }
                }
                (vector::body(table, row, first))
            }
        }
    }
}

/// Why, on one line, with what the verdict would be if the vector had weight.
fn why(vector: &VectorReport) -> String {
    let why = words::why(vector);
    match vector.would_be.filter(|_| vector.verdict == Verdict::Observed) {
        Some(would_be) if would_be != Verdict::Pass => {
            format!("would be {}: {why}", would_be.word().to_lowercase())
        }
        _ => why,
    }
}

/// What became of a vector in one run.
fn cell(vector: Option<&VectorReport>) -> Markup {
    html! {
        @if let Some(vector) = vector { b class=(tone::verdict(Outcome::of(vector))) { (vector.verdict.word().to_lowercase()) } }
        @else { b.none { "–" } }
    }
}

/// The controls. They need scripts, and take their room before these have run.
fn filter(table: &Table<'_>) -> Markup {
    let several = table.columns.len() > 1;
    let count = |verdict: Verdict| {
        let has =
            |row: &&Row<'_>| row.cells.iter().flatten().any(|vector| vector.verdict == verdict);
        table.rows.iter().filter(has).count()
    };
    let counts = Verdict::ALL
        .into_iter()
        .map(|verdict| (verdict, count(verdict)))
        .filter(|(_, count)| *count > 0);
    html! {
        form #filter.scripted role="search" aria-label="Filter the vectors" {
            div.words {
                label for="words" { "Filter" }
                input #words type="search" placeholder="words in it, or bytes" autocomplete="off" spellcheck="false" aria-keyshortcuts="/";
                kbd aria-hidden="true" { "/" }
            }
            div.second {
                div.verdicts role="group" aria-label="Verdict" {
                    @for (verdict, count) in counts {
                        @let word = verdict.word().to_lowercase();
                        button type="button" aria-pressed="false" data-verdict=(word) { (word) " " b { (count) } }
                    }
                }
                @if several {
                    label.check { input #differ type="checkbox"; " only what differs or is red" }
                }
            }
            div.choices {
                @if several {
                    select #testee aria-label="Whose verdict" {
                        option value="" { "testee" }
                        @for (index, column) in table.columns.iter().enumerate() { option value=(index) { (column.name) } }
                    }
                }
                select #op aria-label="Operation" { option value="" { "operation" } }
                select #level aria-label="Level" { option value="" { "level" } }
                select #rule aria-label="Rule" { option value="" { "rule" } }
                span.count { span #count role="status" { (table.rows.len()) " of " (table.rows.len()) } }
                button #reset type="button" { "Reset" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_string_of_the_style_sheet() {
        assert_eq!(in_style("lnd 0.21"), "lnd\\20 0\\2e 21");
        assert_eq!(in_style("\"}\n</style>\\é"), "\\22 \\7d \\a \\3c \\2f style\\3e \\5c \\e9 ");
    }
}
