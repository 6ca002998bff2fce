//! The command line's entry: arguments in, exit status out.

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Arguments, Command};
use crate::commands;
use crate::render::output::Output;
use crate::render::style::{RED, paint};

/// Runs the `ampwire` command with this process's arguments.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let no_color = arguments.no_color;
    let outcome = match &arguments.command {
        Command::Check(check) => commands::check::execute(check, no_color),
        Command::CheckAdapter(adapter) => commands::check_adapter::execute(adapter, no_color),
        Command::Report(report) => commands::report::execute(report, no_color),
        Command::Expect(expect) => commands::expect::execute(expect, no_color),
        Command::Export(export) => commands::export::execute(export, no_color),
        Command::Judge(judge) => commands::judge::execute(judge, no_color),
        Command::Matrix(matrix) => commands::matrix::execute(matrix, no_color),
        Command::Init(init) => commands::init::execute(init, no_color),
        Command::Testee(testee) => commands::testee::execute(testee),
        Command::Vectors(vectors) => commands::vectors::execute(vectors, no_color),
        Command::Explain(explain) => commands::explain::execute(explain, no_color),
        Command::Inspect(inspect) => commands::inspect::execute(inspect, no_color),
        Command::Amp(amp) => commands::amp::execute(amp, no_color),
        Command::Completions(completions) => commands::manual::completions(completions),
        Command::Man(man) => commands::manual::man(man),
    };
    ExitCode::from(outcome.unwrap_or_else(|failure| {
        Output::stderr(no_color).line(&format!("{} {}", paint(RED, "ampwire:"), failure.message));
        failure.status
    }))
}
