//! A report in a format, and the files that get it at the end of a run.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Failure;
use crate::args::{self, Format};
use crate::exit;
use crate::report::saved::Saved;
use crate::report::{Report, github, html, junit, markdown, tap};

/// The report in a format other than the terminal's.
pub(crate) fn rendered(saved: &Saved, format: Format) -> Result<String, Failure> {
    match format {
        Format::Junit => junit::render(&saved.report).map_err(|error| unrendered(&error)),
        Format::Tap => Ok(tap::render(&saved.report)),
        Format::Markdown => Ok(markdown::render(&saved.report)),
        Format::Html => Ok(html::render(&[&saved.report])),
        Format::Github => Ok(github::render(&saved.report)),
        // The terminal's form is written while it is made; as a text, a report is its JSON.
        Format::Json | Format::Terminal => json(&saved.json),
    }
}

fn json(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| unrendered(&error))?;
    Ok(text + "\n")
}

fn unrendered(error: &dyn core::fmt::Display) -> Failure {
    Failure { message: format!("the report couldn't be rendered: {error}"), status: exit::SUITE }
}

/// A file that can't be written.
pub(crate) fn fault(path: &Path, error: &io::Error) -> Failure {
    Failure::usage(format!("{}: {error}", path.display()))
}

/// Files that wait for the end of a run.
pub(crate) struct Files {
    files: Vec<(Format, PathBuf, File)>,
}

impl Files {
    /// Makes the files that were asked for. They stay empty until the run has ended: no reader takes that for a success.
    pub(crate) fn create(asked: &args::Files) -> Result<Self, Failure> {
        let asked = [
            (Format::Json, &asked.report),
            (Format::Junit, &asked.junit),
            (Format::Tap, &asked.tap),
            (Format::Markdown, &asked.markdown),
            (Format::Html, &asked.html),
        ];
        let mut files: Vec<(Format, PathBuf, File)> = Vec::new();
        for (format, path) in asked {
            if let Some(path) = path {
                // Of two in one file, the second would be all that is left. What is no file (/dev/null) may be there twice.
                if path.is_file() && files.iter().any(|(_, taken, _)| taken == path) {
                    let path = path.display();
                    return Err(Failure::usage(format!("{path}: two reports can't be one file")));
                }
                let file = File::create(path).map_err(|error| fault(path, &error))?;
                files.push((format, path.clone(), file));
            }
        }
        Ok(Self { files })
    }

    /// Writes the report to each. What couldn't be written must not look like a success.
    pub(crate) fn write(self, report: &Report, status: u8) -> Result<(), Failure> {
        if self.files.is_empty() {
            return Ok(());
        }
        let grave = |failure: Failure| Failure {
            status: if status == exit::SUCCESS { failure.status } else { status },
            ..failure
        };
        let saved = Saved::from_report(report).map_err(|error| grave(error.into()))?;
        for (format, path, mut file) in self.files {
            let text = match format {
                // As `--json` writes it, in the same order.
                Format::Json => json(report),
                other => rendered(&saved, other),
            };
            let text = text.map_err(grave)?;
            file.write_all(text.as_bytes()).map_err(|error| grave(fault(&path, &error)))?;
        }
        Ok(())
    }
}
