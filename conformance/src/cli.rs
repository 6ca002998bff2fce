//! The command line's entry: arguments in, exit status out.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Arguments, Command};
use crate::commands;
use crate::exit;
use crate::render::output::Output;
use crate::render::style::{RED, paint};

/// Runs the `ampwire` command with this process's arguments.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let no_color = arguments.no_color;
    if lost_its_command(std::env::args_os()) {
        let line = "nothing stands behind `--`: leave it out to test the built-in codec";
        Output::stderr(no_color).line(&format!("{} {line}", paint(RED, "ampwire:")));
        return ExitCode::from(exit::USAGE);
    }
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

/// Whether the arguments end with the `--` before a command, and nothing else says what is to be tested. `check -- $ADAPTER` without
/// that variable would test the built-in codec, and be green.
fn lost_its_command(arguments: impl Iterator<Item = OsString>) -> bool {
    let arguments: Vec<OsString> = arguments.collect();
    let dashes = arguments.iter().position(|argument| argument == "--");
    let named = arguments.iter().any(|argument| {
        argument == "--testee"
            || argument.to_str().is_some_and(|argument| argument.starts_with("--testee="))
    });
    dashes.is_some_and(|dashes| dashes + 1 == arguments.len()) && !named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_is_lost_is_noticed() {
        for (words, lost) in [
            ("ampwire check --", true),
            ("ampwire check --quiet --", true),
            ("ampwire check", false),
            ("ampwire check -- ./adapter", false),
            ("ampwire check -- ./adapter --", false),
            ("ampwire check --testee ours --", false),
            ("ampwire check --testee=ours --", false),
        ] {
            assert_eq!(lost_its_command(words.split(' ').map(OsString::from)), lost, "{words}");
        }
    }
}
