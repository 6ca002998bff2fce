//! `ampwire report`: a saved report in another form, or what changed between two.

use std::fs::File;
use std::path::PathBuf;

use super::written::{fault, rendered};
use super::{Failure, finish};
use crate::args::{Format, Render, Report, ReportCommand};
use crate::exit;
use crate::render::human::{Human, Verbosity};
use crate::render::output::Output;
use crate::report::saved::Saved;
use crate::report::{changes, html};

/// Runs the command.
pub(crate) fn execute(arguments: &Report, no_color: bool) -> Result<u8, Failure> {
    match (&arguments.command, &arguments.render) {
        (Some(ReportCommand::Compare(compare)), _) => {
            let before = Saved::read(&compare.before, false)?;
            let after = Saved::read(&compare.after, false)?;
            let changes = changes::compare(&before.report, &after.report);
            let mut output = Output::stdout(no_color);
            output.lines(&changes.lines());
            finish(output, if changes.is_worse() { exit::UNEXPECTED } else { exit::SUCCESS })
        }
        (None, Some(render)) => show(render, no_color),
        (None, None) => Err(Failure::usage("which report? `ampwire report --help` says more")),
    }
}

fn show(render: &Render, no_color: bool) -> Result<u8, Failure> {
    // All of it before the file is made: a fault must not leave an empty one.
    let read = |path: &PathBuf| Saved::read(path, render.reproducible);
    let saved = render.reports.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let text = match (render.format, saved.as_slice()) {
        (Format::Html, _) => {
            let reports: Vec<_> = saved.iter().map(|saved| &saved.report).collect();
            Some(html::render(&reports))
        }
        (Format::Terminal, [_]) => None,
        (other, [saved]) => Some(rendered(saved, other)?),
        _ => return Err(Failure::usage("several reports at once have one form: --format html")),
    };
    let mut output = match &render.output {
        Some(path) => Output::file(File::create(path).map_err(|error| fault(path, &error))?),
        None => Output::stdout(no_color),
    };
    if let Some(text) = text {
        output.text(&text);
    } else if let [saved] = saved.as_slice() {
        let verbosity = if render.verbose { Verbosity::Verbose } else { Verbosity::Normal };
        Human::show(&saved.report, &mut output, verbosity);
    }
    finish(output, exit::SUCCESS)
}
