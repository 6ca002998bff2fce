//! The matrix as Markdown, for the page of a CI job.

use core::fmt::Write;

use super::model::{Cluster, Matrix, Row, Standing, Testee};
use super::words;
use crate::render::human::plural;
use crate::report::markdown::{escaped, made_of};
use crate::report::plain::cut;

/// How many clusters of a standing are shown. GitHub refuses a page of more than a mebibyte.
const CLUSTERS: usize = 100;
/// How many ids of a cluster are shown.
const IDS: usize = 30;
/// The longest answer, in characters.
const ANSWER: usize = 400;

/// The matrix as Markdown.
pub(crate) fn render(matrix: &Matrix) -> String {
    let mut page = String::from("## Ampwire matrix\n");
    // Writing to a String can't fail, here and below.
    let _ = writeln!(page, "\n{}.", escaped(&words::summary(&matrix.summary)));
    for note in &matrix.notes {
        let _ = writeln!(page, "\nNote: {}", escaped(note));
    }
    testees(&mut page, matrix);
    clusters(&mut page, matrix, Standing::New);
    for standing in [Standing::Known, Standing::Weightless, Standing::Allowed, Standing::Reason] {
        clusters(&mut page, matrix, standing);
    }
    page.push_str(&made_of(&matrix.suite, &matrix.runner));
    page
}

/// Who is there, and on the right who differs from whom.
fn testees(page: &mut String, matrix: &Matrix) {
    page.push_str("\n| | testee | answers | new | known |");
    for place in 1..matrix.testees.len() {
        let _ = write!(page, " ≠ {place} |");
    }
    page.push_str("\n| ---: | --- | ---: | ---: | ---: |");
    page.push_str(&" ---: |".repeat(matrix.testees.len().saturating_sub(1)));
    page.push('\n');
    for (place, testee) in matrix.testees.iter().enumerate() {
        let new = if testee.new > 0 { format!("**{}**", testee.new) } else { "0".to_owned() };
        let _ = write!(
            page,
            "| {} | {} | {} | {new} | {} |",
            place + 1,
            who(testee),
            testee.answers,
            testee.known
        );
        for (column, other) in
            matrix.testees.iter().enumerate().take(matrix.testees.len().saturating_sub(1))
        {
            let _ = write!(
                page,
                " {} |",
                if column < place { differ(matrix, other, testee) } else { String::new() }
            );
        }
        page.push('\n');
    }
    for testee in &matrix.testees {
        if let Some(problem) = &testee.problem {
            let _ = writeln!(page, "\n**{}: {}**", escaped(&testee.name), escaped(problem));
        }
    }
    for left_out in &matrix.left_out {
        let _ =
            writeln!(page, "\n{} is left out: {}", escaped(&left_out.name), escaped(&left_out.why));
    }
}

fn who(testee: &Testee) -> String {
    let what = words::what(testee);
    format!("{} ({})", escaped(&testee.name), escaped(&what))
}

/// In how many answers two differ.
fn differ(matrix: &Matrix, first: &Testee, second: &Testee) -> String {
    match words::pair(matrix, first, second) {
        None => String::new(),
        Some(pair) if pair.compared == 0 => "–".to_owned(),
        Some(pair) if pair.new > 0 => format!("**{}**", pair.differ),
        Some(pair) => pair.differ.to_string(),
    }
}

fn clusters(page: &mut String, matrix: &Matrix, standing: Standing) {
    let clusters: Vec<&Cluster> =
        matrix.clusters.iter().filter(|cluster| cluster.standing == standing).collect();
    if clusters.is_empty() {
        return;
    }
    let rows: usize = clusters.iter().map(|cluster| cluster.rows.len()).sum();
    let count = format!("{} in {}", plural(rows, "vector"), plural(clusters.len(), "way"));
    let heading = words::heading(standing);
    if standing == Standing::New {
        let _ = writeln!(page, "\n### {heading} ({count})");
        for cluster in clusters.iter().take(CLUSTERS) {
            full(page, matrix, cluster);
        }
    } else {
        let _ = writeln!(page, "\n<details><summary>{heading} ({count})</summary>");
        page.push_str(
            "\n| | operation | who | on file | vectors |\n| ---: | --- | --- | --- | --- |\n",
        );
        for cluster in clusters.iter().take(CLUSTERS) {
            folded(page, cluster);
        }
        page.push_str("\n</details>\n");
    }
    if let Some(more) = clusters.len().checked_sub(CLUSTERS).filter(|more| *more > 0) {
        let _ = writeln!(page, "\n{more} more ways are in the JSON alone.");
    }
}

/// A cluster with the answers to its smallest example.
fn full(page: &mut String, matrix: &Matrix, cluster: &Cluster) {
    let alone = if cluster.alone { "the built-in codec stands alone: " } else { "" };
    let _ = writeln!(
        page,
        "\n**{} × {}: {alone}{}**",
        cluster.rows.len(),
        escaped(&cluster.op),
        escaped(&words::deviations(cluster))
    );
    for ground in words::grounds(&cluster.grounds) {
        let _ = writeln!(page, "\n{}", escaped(&ground));
    }
    if let Some(row) = words::row(matrix, &cluster.example) {
        example(page, row);
    }
    let _ = writeln!(page, "\nVectors: {}", ids(cluster));
}

fn example(page: &mut String, row: &Row) {
    let comment = row.comment.as_deref().unwrap_or_default();
    let _ = writeln!(page, "\n{} ({}): {}", escaped(&row.id), row.level.as_str(), escaped(comment));
    page.push_str("\n| who | says |\n| --- | --- |\n");
    for (answer, who) in words::answers(row) {
        let _ = writeln!(page, "| {} | {} |", escaped(&who), escaped(&cut(&answer, ANSWER)));
    }
}

fn folded(page: &mut String, cluster: &Cluster) {
    let alone = if cluster.alone { "the built-in codec stands alone: " } else { "" };
    let _ = writeln!(
        page,
        "| {} | {} | {alone}{} | {} | {} |",
        cluster.rows.len(),
        escaped(&cluster.op),
        escaped(&words::deviations(cluster)),
        escaped(&words::grounds(&cluster.grounds).join("; ")),
        ids(cluster)
    );
}

fn ids(cluster: &Cluster) -> String {
    let shown: Vec<String> = cluster.rows.iter().take(IDS).map(|id| escaped(id)).collect();
    let more = match cluster.rows.len().saturating_sub(IDS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", shown.join(", "))
}
