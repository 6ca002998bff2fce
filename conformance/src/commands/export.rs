//! `ampwire export`: the requests of a selection, to be answered elsewhere.

use std::fs::File;

use super::written::fault;
use super::{Failure, finish};
use crate::args::ExportRequests;
use crate::exit;
use crate::render::output::Output;
use crate::select::select;
use crate::suite::Suite;
use crate::transcript::export::Export;

/// Runs the command.
pub(crate) fn execute(arguments: &ExportRequests, no_color: bool) -> Result<u8, Failure> {
    let suite = Suite::load(arguments.suite.folder.as_deref())?;
    let patterns = arguments.selection.patterns();
    let selected = select(&suite, &patterns)?;
    if let Some(message) = arguments.part.empty(&selected) {
        return Err(Failure { message, status: exit::NOTHING_RAN });
    }
    let mut cases = arguments.part.of(&selected);
    arguments.withheld.leave_out(&mut cases)?;
    if cases.is_empty() {
        return Err(Failure {
            message: "each pattern matches something, and together they leave no vector".to_owned(),
            status: exit::NOTHING_RAN,
        });
    }
    let export = Export::new(&suite, &patterns, arguments.part.reported(), &cases);
    let mut output = match &arguments.output.output {
        Some(path) => Output::file(File::create(path).map_err(|error| fault(path, &error))?),
        None => Output::plain_stdout(),
    };
    for line in export.lines() {
        output.text(&line);
        if output.has_failed() {
            break;
        }
    }
    if let Some(path) = &arguments.output.output {
        let mut messages = Output::stderr(no_color);
        messages.line(&format!("{}: {} requests", path.display(), export.header.requests));
    }
    finish(output, exit::SUCCESS)
}
