//! The matrix on a terminal: who is there, who differs from whom, and in what, the most urgent first.

use anstyle::Style;

use super::model::{Cluster, Matrix, Row, Standing, Testee};
use super::words;
use crate::exit;
use crate::render::human::plural;
use crate::render::style::{BOLD, DIM, GREEN, RED, YELLOW, paint};
use crate::render::wrap::{width, wrap};
use crate::report::plain::cut;

/// The longest reason that is shown where nobody asked for all, in characters.
const GROUND: usize = 160;
/// How many ids of a cluster are shown then.
const IDS: usize = 3;
/// The longest answer that is shown, in characters.
const ANSWER: usize = 240;

/// The lines of the matrix.
pub(crate) fn lines(matrix: &Matrix, columns: usize, all: bool) -> Vec<String> {
    let mut page = Page { lines: Vec::new(), columns, all };
    page.testees(matrix);
    page.pairs(matrix);
    for standing in
        [Standing::New, Standing::Known, Standing::Weightless, Standing::Allowed, Standing::Reason]
    {
        page.clusters(matrix, standing);
    }
    if all {
        page.grid(matrix);
    }
    page.end(matrix);
    page.lines
}

struct Page {
    lines: Vec<String>,
    columns: usize,
    all: bool,
}

impl Page {
    fn line(&mut self, text: impl Into<String>) {
        self.lines.push(text.into().trim_end().to_owned());
    }

    /// A text behind a margin, in as many lines as it takes.
    fn text(&mut self, margin: &str, style: Style, text: &str) {
        let blank = " ".repeat(width(margin));
        for (place, line) in
            wrap(text, self.columns.saturating_sub(width(margin))).iter().enumerate()
        {
            let margin = if place == 0 { margin } else { blank.as_str() };
            self.line(format!("{margin}{}", paint(style, line)));
        }
    }

    fn testees(&mut self, matrix: &Matrix) {
        let name = |testee: &Testee| testee.name.len();
        let names = matrix.testees.iter().map(name).max().unwrap_or(0).max(6);
        let head = format!("     {:names$}  answers    new  known  what it is", "testee");
        self.line(paint(DIM, head));
        for (place, testee) in matrix.testees.iter().enumerate() {
            let new = format!("{:>5}", testee.new);
            let new = if testee.new > 0 { paint(RED, new) } else { new };
            self.line(format!(
                "{:>3}  {}{}  {:>7}  {new}  {:>5}  {}",
                place + 1,
                paint(BOLD, &testee.name),
                " ".repeat(names.saturating_sub(testee.name.len())),
                testee.answers,
                testee.known,
                paint(DIM, words::what(testee))
            ));
            if let Some(problem) = &testee.problem {
                self.text("       ", RED, problem);
            }
        }
        for left_out in &matrix.left_out {
            self.text("  -  ", DIM, &format!("{} is left out: {}", left_out.name, left_out.why));
        }
    }

    fn pairs(&mut self, matrix: &Matrix) {
        let count = matrix.testees.len();
        if count < 2 {
            return;
        }
        self.line("");
        self.line(paint(
            DIM,
            "     how many answers of two differ; * where something new is among them",
        ));
        let cell = |first: &Testee, second: &Testee| {
            let pair = words::pair(matrix, first, second);
            pair.map_or_else(String::new, |pair| match (pair.compared, pair.new) {
                (0, _) => "-".to_owned(),
                (_, 0) => pair.differ.to_string(),
                _ => format!("{}*", pair.differ),
            })
        };
        let names = matrix.testees.iter().map(|testee| testee.name.len()).max().unwrap_or(0);
        let head: Vec<String> = (1..count).map(|place| format!("{place:>6}")).collect();
        self.line(paint(DIM, format!("     {:names$}{}", "", head.concat())));
        for (place, testee) in matrix.testees.iter().enumerate().skip(1) {
            let cells: Vec<String> = matrix
                .testees
                .iter()
                .take(place)
                .map(|other| {
                    let text = format!("{:>6}", cell(other, testee));
                    if text.ends_with('*') { paint(RED, text) } else { text }
                })
                .collect();
            self.line(format!("{:>3}  {:names$}{}", place + 1, testee.name, cells.concat()));
        }
    }

    fn clusters(&mut self, matrix: &Matrix, standing: Standing) {
        let clusters: Vec<&Cluster> =
            matrix.clusters.iter().filter(|cluster| cluster.standing == standing).collect();
        if clusters.is_empty() {
            return;
        }
        let rows: usize = clusters.iter().map(|cluster| cluster.rows.len()).sum();
        self.line("");
        let style = if standing == Standing::New { RED } else { BOLD };
        let count = format!("{} in {}", plural(rows, "vector"), plural(clusters.len(), "way"));
        self.text("", style, &format!("{} ({count})", words::heading(standing)));
        let most = match standing {
            _ if self.all => usize::MAX,
            Standing::New => 20,
            Standing::Known => 8,
            _ => 4,
        };
        for cluster in clusters.iter().take(most) {
            self.cluster(matrix, cluster);
        }
        if clusters.len() > most {
            let left: usize = clusters.iter().skip(most).map(|cluster| cluster.rows.len()).sum();
            let ways = plural(clusters.len() - most, "more way");
            self.line(paint(
                DIM,
                format!("     {ways}, {}; --all shows them", plural(left, "vector")),
            ));
        }
    }

    fn cluster(&mut self, matrix: &Matrix, cluster: &Cluster) {
        let style = match cluster.standing {
            Standing::New => RED,
            Standing::Known => BOLD,
            _ => YELLOW,
        };
        let alone = if cluster.alone { "the built-in codec stands alone: " } else { "" };
        let head = format!("{}: {alone}{}", cluster.op, words::deviations(cluster));
        self.text(&format!("{:>4} ", cluster.rows.len()), style, &head);
        for ground in words::grounds(&cluster.grounds) {
            let most = if self.all { usize::MAX } else { GROUND };
            self.text("       ", Style::new(), &cut(&ground, most));
        }
        let new = cluster.standing == Standing::New;
        if !new && !self.all {
            return;
        }
        if !cluster.as_expected.is_empty() {
            let names = words::names(&cluster.as_expected);
            self.text("       ", GREEN, &format!("as expected: {names}"));
        }
        if let Some(row) = words::row(matrix, &cluster.example) {
            self.example(row);
            let first = row.cells.iter().find(|cell| cell.is_new());
            if let (true, Some(cell), Some(again)) = (new, first, &matrix.again) {
                let id = cell.id.as_deref().unwrap_or(&row.id);
                let again = format!("       {again} {} --only {id}", cell.testee);
                self.line(paint(DIM, again));
            }
        }
        self.ids(cluster);
    }

    fn example(&mut self, row: &Row) {
        let comment = row.comment.as_deref().unwrap_or_default();
        self.text("       ", Style::new(), &format!("{}  {comment}", row.id));
        for (answer, who) in words::answers(row) {
            let answer = cut(&answer, ANSWER);
            self.text("         ", Style::new(), &format!("{who}: {answer}"));
        }
    }

    /// The ids beside the example's.
    fn ids(&mut self, cluster: &Cluster) {
        let ids: Vec<&str> =
            cluster.rows.iter().filter(|id| **id != cluster.example).map(String::as_str).collect();
        let most = if self.all { usize::MAX } else { IDS };
        let mut text = ids.iter().take(most).copied().collect::<Vec<&str>>().join(", ");
        if ids.len() > most {
            text = format!("{text} and {} more", ids.len() - most);
        }
        if !text.is_empty() {
            self.text("       also ", DIM, &text);
        }
    }

    /// Every row, one character a testee.
    fn grid(&mut self, matrix: &Matrix) {
        self.line("");
        self.line(paint(BOLD, "Every question"));
        self.line(paint(
            DIM,
            "     + as expected   ~ for another reason   X otherwise   k known   o without weight   ! broke   ? leaves it open   . no answer",
        ));
        let places = 1..=matrix.testees.len();
        let head: String = places.map(|place| (place % 10).to_string()).collect();
        self.line(paint(DIM, format!("     {head}")));
        for row in &matrix.rows {
            let marks: String =
                matrix.testees.iter().map(|testee| words::mark(row, &testee.name)).collect();
            self.line(format!("     {marks}  {:<10}  {}", row.standing.word(), row.id));
        }
    }

    fn end(&mut self, matrix: &Matrix) {
        self.line("");
        for note in &matrix.notes {
            self.text("", YELLOW, &format!("note: {note}"));
        }
        let style = match matrix.summary.new {
            0 if matrix.exit_status == exit::SUCCESS && matrix.summary.compared > 0 => GREEN,
            _ => RED,
        };
        self.text("", style, &words::summary(&matrix.summary));
        if let Some(words) = exit::words(matrix.exit_status) {
            self.line(words);
        }
    }
}
