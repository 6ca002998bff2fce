//! The matrix as one HTML file: who differs from whom, and every way to differ, to be filtered and opened. Without scripts all of it can
//! be read.

use maud::{Markup, html};

use super::model::{Cluster, How, Matrix, Row, Standing, Testee};
use super::words;
use crate::render::human::plural;
use crate::report::html::page::Page;

const STYLE: &str = include_str!("matrix.css");
const SCRIPT: &str = include_str!("matrix.js");

/// The matrix as a page.
pub(crate) fn render(matrix: &Matrix) -> String {
    let outcome = outcome(matrix);
    let title = format!("{outcome} · Ampwire matrix");
    let broken = matrix.testees.iter().any(|testee| testee.problem.is_some());
    Page {
        title: &title,
        good: Some(matrix.summary.new == 0 && matrix.summary.compared > 0 && !broken),
        styles: &[STYLE],
        scripts: &[SCRIPT],
        header: html! {
            p.eyebrow { "Ampwire matrix" }
            h1 { (outcome) }
            p.muted { (words::summary(&matrix.summary)) "." }
        },
        main: html! {
            (remarks(matrix))
            (testees(matrix))
            (filter(matrix))
            @for standing in [Standing::New, Standing::Known, Standing::Weightless, Standing::Allowed, Standing::Reason] {
                (section(matrix, standing))
            }
            p #nothing.muted hidden { "Nothing here is otherwise with this filter." }
        },
        footer: html! {
            p { "Vectors " (matrix.suite.version) ", ampwire " (matrix.runner.version) ". The data behind this page: " code { "ampwire matrix --json" } "." }
        },
    }
    .render()
}

/// The heading: what is new, or that nothing is.
fn outcome(matrix: &Matrix) -> String {
    let testees = plural(matrix.testees.len(), "testee");
    match matrix.summary.new {
        0 if matrix.summary.compared == 0 => format!("{testees}, and nothing to compare"),
        0 => format!("{testees}, nothing new"),
        1 => format!("{testees}, 1 new difference"),
        new => format!("{testees}, {new} new differences"),
    }
}

fn remarks(matrix: &Matrix) -> Markup {
    html! {
        @for testee in &matrix.testees {
            @if let Some(problem) = &testee.problem {
                div.note.bad { bdi { (testee.name) } ": " bdi { (problem) } }
            }
        }
        @for note in &matrix.notes {
            div.note { bdi { (note) } }
        }
        @for left_out in &matrix.left_out {
            div.note.idle { bdi { (left_out.name) } " is left out: " bdi { (left_out.why) } }
        }
    }
}

/// Who is there, and behind each who differs from whom.
fn testees(matrix: &Matrix) -> Markup {
    let columns = matrix.testees.len().saturating_sub(1);
    html! {
        section aria-labelledby="who" {
            h2 #who { "Who differs from whom" }
            p.muted { "How many answers of two differ. What is new in them is red." span.scripted { " A number shows these alone." } }
            div.scroll tabindex="0" role="region" aria-labelledby="who" {
                table.plain.pairs {
                    thead {
                        tr {
                            th.number scope="col" { span.unseen { "Number" } }
                            th scope="col" { "Testee" }
                            th.number scope="col" { "Answers" }
                            th.number scope="col" { "New" }
                            th.number scope="col" { "Known" }
                            @for (place, testee) in matrix.testees.iter().enumerate().take(columns) {
                                th.number.pair scope="col" title=(testee.name) { "≠ " (place + 1) span.unseen { " " (testee.name) } }
                            }
                        }
                    }
                    tbody {
                        @for (place, testee) in matrix.testees.iter().enumerate() {
                            tr {
                                td.number.muted { (place + 1) }
                                th scope="row" { bdi { (testee.name) } " " span.muted { bdi { (words::what(testee)) } } }
                                td.number { (testee.answers) }
                                td.number { @if testee.new > 0 { span.verdict.bad { (testee.new) } } @else { "0" } }
                                td.number { (testee.known) }
                                @for (column, other) in matrix.testees.iter().enumerate().take(columns) {
                                    td.number.pair {
                                        @if column < place { (pair(matrix, other, testee)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn pair(matrix: &Matrix, first: &Testee, second: &Testee) -> Markup {
    let Some(pair) = words::pair(matrix, first, second) else { return html! {} };
    if pair.compared == 0 {
        return html! { span.muted title="no question was answered by both" { "–" } };
    }
    let words = format!(
        "{} and {} differ in {} of {} answers, {} of them new",
        first.name, second.name, pair.differ, pair.compared, pair.new
    );
    let place = |testee: &Testee| matrix.testees.iter().position(|other| other.name == testee.name);
    let new = pair.new > 0;
    html! {
        @if pair.differ == 0 {
            span.muted title=(words) { "0" }
        } @else {
            button.count.scripted.bad[new] type="button" aria-pressed="false" data-first=[place(first)] data-second=[place(second)] title=(words) aria-label=(words) {
                (pair.differ)
            }
            span.plainly.bad[new] title=(words) { (pair.differ) }
        }
    }
}

fn filter(matrix: &Matrix) -> Markup {
    html! {
        form #filter.scripted role="search" aria-label="Ways to differ" {
            label { span.unseen { "Words" } input #words type="search" placeholder="words: an id, an operation, a reason" autocomplete="off" spellcheck="false"; }
            label { span.unseen { "Testee" }
                select #testee {
                    option value="" { "every testee" }
                    @for testee in &matrix.testees { option { (testee.name) } }
                }
            }
            button #clear type="button" { "Clear" }
            p #count.muted role="status" {}
            p.muted.keys { kbd { "/" } " words, " kbd { "Esc" } " clears" }
        }
    }
}

fn section(matrix: &Matrix, standing: Standing) -> Markup {
    let clusters: Vec<&Cluster> =
        matrix.clusters.iter().filter(|cluster| cluster.standing == standing).collect();
    let rows: usize = clusters.iter().map(|cluster| cluster.rows.len()).sum();
    html! {
        @if !clusters.is_empty() {
            section.standing aria-label=(standing.word()) {
                h2 { (words::heading(standing)) " " span.muted.number { (plural(rows, "vector")) " in " (plural(clusters.len(), "way")) } }
                @for cluster in &clusters {
                    (self::cluster(matrix, cluster))
                }
            }
        }
    }
}

fn cluster(matrix: &Matrix, cluster: &Cluster) -> Markup {
    let rows: Vec<&Row> = cluster.rows.iter().filter_map(|id| words::row(matrix, id)).collect();
    let who: Vec<&str> = cluster
        .deviations
        .iter()
        .flat_map(|deviation| deviation.testees.iter().map(String::as_str))
        .collect();
    let open = cluster.standing == Standing::New;
    html! {
        details.cluster open[open] data-who=(who.join(" ")) {
            summary {
                span.verdict.number.(tone(cluster)) { (cluster.rows.len()) }
                " " code.op { (cluster.op) } " "
                span.does {
                    @if cluster.alone { strong { "the built-in codec stands alone: " } }
                    bdi { (words::deviations(cluster)) }
                }
                @for ground in words::grounds(&cluster.grounds) {
                    span.ground.muted { bdi { (ground) } }
                }
            }
            div.body {
                @if !cluster.as_expected.is_empty() {
                    p { "As expected: " bdi { (words::names(&cluster.as_expected)) } "." }
                }
                @for ground in &cluster.grounds {
                    @if let Some(url) = ground.url.as_ref().filter(|url| url.starts_with("https://")) {
                        p { a href=(url) rel="noreferrer" { (url) } }
                    }
                }
                @for row in &rows {
                    (self::row(matrix, row, row.id == cluster.example))
                }
            }
        }
    }
}

/// One question: what is expected, and who says what.
fn row(matrix: &Matrix, row: &Row, open: bool) -> Markup {
    html! {
        details.row id=(row.id) open[open] data-groups=(groups(matrix, row)) {
            summary { code { (row.id) } " " span.muted { (row.level.as_str()) @if let Some(comment) = &row.comment { " · " bdi { (comment) } } } }
            div.scroll {
                table.plain {
                    thead.unseen { tr { th scope="col" { "Who" } th scope="col" { "Says" } } }
                    tbody {
                        @for (answer, who) in words::answers(row) {
                            tr { th scope="row" { bdi { (who) } } td { code { (answer) } } }
                        }
                    }
                }
            }
            @if !row.also.is_empty() {
                p.muted { "The other profile is asked the same as " code { (row.also.join(", ")) } "." }
            }
            @if let (Some(again), Some(cell)) = (&matrix.again, row.cells.iter().find(|cell| cell.is_otherwise())) {
                p.command { code { (again) " " (cell.testee) " --only " (cell.id.as_ref().unwrap_or(&row.id)) } }
            }
        }
    }
}

/// The place of each testee's group, for the numbers of the table; a hyphen where it has none. Reasons are no difference there.
fn groups(matrix: &Matrix, row: &Row) -> String {
    let group = |testee: &Testee| {
        let cell = row.cells.iter().find(|cell| cell.testee == testee.name);
        let group = cell.and_then(|cell| cell.group).filter(|_| row.standing != Standing::Reason);
        group.map_or_else(|| "-".to_owned(), |group| group.to_string())
    };
    matrix.testees.iter().map(group).collect::<Vec<String>>().join(" ")
}

fn tone(cluster: &Cluster) -> &'static str {
    let breaks = cluster.deviations.iter().any(|deviation| deviation.how <= How::Garbage);
    match cluster.standing {
        Standing::New => "bad",
        _ if breaks => "bad",
        Standing::Known | Standing::Weightless => "odd",
        Standing::Allowed | Standing::Reason | Standing::Alike | Standing::Single => "idle",
    }
}
