//! Reports as one HTML file that needs nothing else: no network, no framework; without scripts all of it can still be read.
//!
//! | file | concept |
//! |---|---|
//! | `page` | the shell that pages share: head, theme, security policy |
//! | `table` | several runs side by side: a column a run, a row a vector |
//! | `summary` | what ran of what, and what is red |
//! | `rows` | the list of vectors, and its filter |
//! | `vector` | one vector, opened |
//! | `labels` | bytes and characters under their labels |
//! | `members` | members of questions and answers, beside each other where they differ |
//! | `units` | bytes and characters, and where two runs of them part |
//! | `tone` | the colour of an outcome |

mod labels;
mod members;
pub(crate) mod page;
mod rows;
mod summary;
mod table;
mod tone;
mod units;
mod vector;

use maud::html;

use self::page::Page;
use self::table::Table;
use super::Report;

/// One page of these reports.
pub(crate) fn render(reports: &[&Report]) -> String {
    let table = Table::of(reports);
    let (outcome, good) = summary::outcome(reports, &table);
    let title = match table.columns.as_slice() {
        [column] => format!("{outcome} · {}", column.name),
        _ => format!("{outcome} · Ampwire conformance"),
    };
    let columns = rows::style(&table);
    Page {
        title: &title,
        good: Some(good),
        styles: &[rows::STYLE, &columns],
        scripts: &[rows::SCRIPT],
        header: summary::heading(reports, &table),
        main: html! {
            (summary::overview(reports, &table))
            (rows::list(&table, reports.len() > 1))
            (summary::settings(reports))
        },
        footer: summary::footer(reports),
    }
    .render()
}
