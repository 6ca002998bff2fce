//! Annotations of a GitHub job: at most ten, the gravest first, since the rest would vanish without a word.

use super::outcome::Outcome;
use super::plain::cut;
use super::{Report, words};

/// How many annotations of a step are shown.
const MOST: usize = 10;
/// The longest text of one, in characters.
const TEXT: usize = 3000;

struct Annotation {
    /// The lower, the graver.
    grade: u8,
    title: String,
    text: String,
}

/// Of an annotation that is an error and not a warning.
const LAST_ERROR: u8 = 2;

/// The report as workflow commands, one a line.
pub(crate) fn render(report: &Report) -> String {
    let mut annotations = all(report);
    annotations.sort_by_key(|annotation| annotation.grade);
    if annotations.len() > MOST {
        let rest = annotations.split_off(MOST - 1);
        let errors = rest.iter().filter(|annotation| annotation.grade <= LAST_ERROR).count();
        let warnings = rest.len() - errors;
        let counts = [(errors, "error"), (warnings, "warning")];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts
            .map(|(count, noun)| format!("{count} {noun}{}", if *count == 1 { "" } else { "s" }))
            .collect();
        annotations.push(Annotation {
            grade: if errors > 0 { LAST_ERROR } else { LAST_ERROR + 1 },
            title: "ampwire".to_owned(),
            text: format!("and {} more; the report has them all", counts.join(" and ")),
        });
    }
    annotations.iter().map(line).collect()
}

fn all(report: &Report) -> Vec<Annotation> {
    let mut annotations = Vec::new();
    annotations.extend(words::of_report(report).map(|text| Annotation {
        grade: 0,
        title: "ampwire".to_owned(),
        text,
    }));
    for run in &report.runs {
        let testee = words::testee(run);
        let beside = |grade: u8, text: String| Annotation { grade, title: testee.clone(), text };
        annotations.extend(words::of_run(run).map(|text| beside(0, text)));
        for vector in &run.vectors {
            let grade = match Outcome::of(vector) {
                Outcome::Broke => 1,
                Outcome::Failed => LAST_ERROR,
                Outcome::Passed | Outcome::Accepted | Outcome::Tolerated | Outcome::Skipped => {
                    continue;
                }
            };
            let title = format!("{} {}", vector.verdict.word(), vector.id);
            let text = words::details(report, run, vector);
            annotations.push(Annotation { grade, title, text: format!("{testee}\n{text}") });
        }
        annotations
            .extend(run.warnings.iter().map(|warning| beside(LAST_ERROR + 1, warning.clone())));
    }
    annotations
}

fn line(annotation: &Annotation) -> String {
    let command = if annotation.grade <= LAST_ERROR { "error" } else { "warning" };
    let title = property(&cut(&annotation.title, 200));
    format!("::{command} title={title}::{}\n", data(&cut(&annotation.text, TEXT)))
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, where colon and comma part things too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_early() {
        assert_eq!(data("100%\r\n::error::x,%0A"), "100%25%0D%0A::error::x,%250A");
        assert_eq!(property("a::b,c=d%\n"), "a%3A%3Ab%2Cc=d%25%0A");
    }
}
