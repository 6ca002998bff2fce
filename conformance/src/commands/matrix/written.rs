//! The matrix in its forms, to standard output and to files.

use std::fs::File;
use std::path::PathBuf;

use super::Failure;
use crate::args::{Matrix as Arguments, MatrixFormat};
use crate::commands::finish;
use crate::commands::written::fault;
use crate::exit;
use crate::matrix::{Matrix, html, markdown, terminal};
use crate::render::output::Output;
use crate::render::wrap::terminal_width;

/// How wide a matrix for a file is.
const FILE_COLUMNS: usize = 120;

/// Where the matrix goes.
pub(super) struct Files {
    outputs: Vec<(MatrixFormat, Option<PathBuf>, Output, usize)>,
    all: bool,
}

impl Files {
    /// Makes the files that were asked for. They stay empty until the runs have ended: no reader takes that for a success.
    pub(super) fn create(arguments: &Arguments, no_color: bool) -> Result<Self, Failure> {
        let format = if arguments.json { MatrixFormat::Json } else { arguments.format };
        let mut outputs = Vec::new();
        let asked = [
            (format, &arguments.output.output),
            (MatrixFormat::Json, &arguments.report),
            (MatrixFormat::Markdown, &arguments.markdown),
            (MatrixFormat::Html, &arguments.html),
        ];
        for (format, path) in asked {
            if let Some(path) = path {
                let file = File::create(path).map_err(|error| fault(path, &error))?;
                outputs.push((format, Some(path.clone()), Output::file(file), FILE_COLUMNS));
            }
        }
        if arguments.output.output.is_none() {
            outputs.push((format, None, Output::stdout(no_color), terminal_width()));
        }
        Ok(Self { outputs, all: arguments.all })
    }

    /// Writes the matrix to each, and gives its exit status. What couldn't be written must not look like a success.
    pub(super) fn write(self, matrix: &Matrix) -> Result<u8, Failure> {
        let status = matrix.exit_status;
        for (format, path, mut output, columns) in self.outputs {
            match format {
                MatrixFormat::Terminal => output.lines(&terminal::lines(matrix, columns, self.all)),
                MatrixFormat::Markdown => output.text(&markdown::render(matrix)),
                MatrixFormat::Html => output.text(&html::render(matrix)),
                MatrixFormat::Json => {
                    let text = serde_json::to_string_pretty(matrix).map_err(|error| Failure {
                        message: format!("the matrix couldn't be rendered: {error}"),
                        status: exit::SUITE,
                    })?;
                    output.line(&text);
                }
            }
            finish(output, status).map_err(|failure| match path {
                Some(path) => Failure {
                    message: format!("{}: {}", path.display(), failure.message),
                    ..failure
                },
                None => failure,
            })?;
        }
        Ok(status)
    }
}
