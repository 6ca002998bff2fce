//! TAP 14, the Test Anything Protocol: one line a vector, with YAML below those that are red.

use core::fmt::Write;

use super::outcome::Outcome;
use super::{Report, VectorReport, words};

/// The report as TAP.
pub(crate) fn render(report: &Report) -> String {
    let several = report.runs.len() > 1;
    let mut tap = Tap::default();
    for run in &report.runs {
        let testee = words::testee(run);
        let version = words::version(run).map(|version| format!(" {version}")).unwrap_or_default();
        tap.comment(&format!("{testee}{version}"));
        for vector in &run.vectors {
            let name = if several { format!("{testee}: {}", vector.id) } else { vector.id.clone() };
            tap.vector(&name, vector, || words::details(report, run, vector));
        }
        if let Some(problem) = words::of_run(run) {
            tap.problem(&testee, &problem);
        }
    }
    if let Some(problem) = words::of_report(report) {
        tap.problem("the report", &problem);
    }
    format!("TAP version 14\n1..{}\n{}", tap.count, tap.text)
}

#[derive(Default)]
struct Tap {
    count: usize,
    text: String,
}

impl Tap {
    fn vector(&mut self, name: &str, vector: &VectorReport, details: impl FnOnce() -> String) {
        let why = escaped(&words::verdict_and_why(vector));
        match Outcome::of(vector) {
            Outcome::Passed => self.test("ok", name, ""),
            Outcome::Accepted => {
                self.test("ok", name, "");
                self.comment(&words::verdict_and_why(vector));
            }
            // Not as expected, and not to be counted: what a TODO is.
            Outcome::Tolerated => self.test("not ok", name, &format!(" # TODO {why}")),
            Outcome::Skipped => self.test("ok", name, &format!(" # SKIP {why}")),
            Outcome::Failed | Outcome::Broke => {
                self.test("not ok", name, "");
                self.diagnostic(
                    &words::verdict_and_why(vector),
                    &words::verdict(vector),
                    &details(),
                );
            }
        }
    }

    fn problem(&mut self, name: &str, words: &str) {
        self.test("not ok", &format!("{name}: the whole run"), "");
        self.diagnostic(words, "error", "");
    }

    fn test(&mut self, result: &str, name: &str, directive: &str) {
        self.count += 1;
        self.line(&format!("{result} {} - {}{directive}", self.count, escaped(name)));
    }

    fn comment(&mut self, words: &str) {
        self.line(&format!("# {words}"));
    }

    /// A block of YAML. Every text is in JSON's quotes, which are YAML's too.
    fn diagnostic(&mut self, message: &str, severity: &str, details: &str) {
        self.line("  ---");
        self.line(&format!("  message: {}", quoted(message)));
        self.line(&format!("  severity: {}", quoted(severity)));
        if !details.is_empty() {
            self.line("  details:");
            for line in details.lines() {
                self.line(&format!("    - {}", quoted(line)));
            }
        }
        self.line("  ...");
    }

    fn line(&mut self, line: &str) {
        // Writing to a String can't fail.
        let _ = writeln!(self.text, "{line}");
    }
}

/// A description: `#` would begin a directive, and `\` is what takes that from it.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('#', "\\#")
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_no_directive() {
        assert_eq!(escaped("a # SKIP b \\# TODO"), "a \\# SKIP b \\\\\\# TODO");
        assert_eq!(quoted("a\n...\"\\"), r#""a\n...\"\\""#);
    }
}
