//! The command line of `ampwire matrix`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{OutputFile, TesteesFile, Trial};

/// Runs several testees, and says who differs from whom.
#[derive(Debug, Args)]
#[command(after_help = EXIT_STATUSES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_STATUSES}"))]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct Matrix {
    /// Only this testee of the file (repeatable), also where it is not enabled. Without this, all that are enabled
    #[arg(long = "testee", value_name = "NAME", help_heading = "Testees")]
    pub(crate) testees: Vec<String>,
    #[command(flatten, next_help_heading = "Testees")]
    pub(crate) file: TesteesFile,
    /// A testee that isn't there is an error, also where the file says that it is optional
    #[arg(long, help_heading = "Testees")]
    pub(crate) require_all: bool,
    /// Run nothing: take the answers from reports that `ampwire check --report` has written. They are judged as they were then
    #[arg(long, value_name = "REPORT", num_args = 1.., conflicts_with_all = ["testees", "config", "require_all", "jobs"], help_heading = "Testees")]
    pub(crate) from: Vec<PathBuf>,
    /// So many testees side by side. Otherwise as many as there are processors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Testees")]
    pub(crate) jobs: Option<u16>,
    #[command(flatten)]
    pub(crate) trial: Trial,
    /// The exit status is 1 where something is new: otherwise than expected, and nothing explains it
    #[arg(long, help_heading = "Judging")]
    pub(crate) fail_on_new: bool,
    /// Show everything: where nobody differs, every way to differ, and every vector
    #[arg(long, help_heading = "Output")]
    pub(crate) all: bool,
    /// How to show it
    #[arg(short, long, value_name = "FORMAT", default_value = "terminal", help_heading = "Output")]
    pub(crate) format: MatrixFormat,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "Output")]
    pub(crate) json: bool,
    #[command(flatten, next_help_heading = "Output")]
    pub(crate) output: OutputFile,
    /// Write it as JSON to this file too
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) report: Option<PathBuf>,
    /// Write it as Markdown to this file too
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) markdown: Option<PathBuf>,
    /// Write it as one HTML file too
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) html: Option<PathBuf>,
    /// The same bytes for the same answers: no times and no paths
    #[arg(long, help_heading = "Output")]
    pub(crate) reproducible: bool,
}

/// A form of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MatrixFormat {
    /// For a terminal, as wide as it is
    Terminal,
    /// A summary for the page of a CI job
    Markdown,
    /// One file for a browser, which needs nothing else
    Html,
    /// For programs
    Json,
}

const EXIT_STATUSES: &str = "\
Exit status:
  0    the testees were compared, whatever they answered
  1    with --fail-on-new: something is otherwise than expected, and nothing explains it
  2    usage, or a pattern that matches nothing; with --fail-on-new also an expected failure that matches nothing
  3    a testee could not be run, or is broken
  4    nothing ran
  5    a fault of the suite itself
  130  interrupted";

const EXAMPLES: &str = "\
Examples:
  ampwire matrix                                  all testees of ampwire.toml
  ampwire matrix --testee lnd --testee ldk        these two
  ampwire matrix --only 'payload/*' --all         every payload, also where nobody differs
  ampwire matrix --fail-on-new --html matrix.html
  ampwire matrix --from lnd.json ldk.json         two reports of `ampwire check`

ampwire.toml:
  schema = \"ampwire-testees-1\"

  [[testee]]
  name = \"ours\"
  command = [\"./adapter\", \"--flag\"]
  expect = \"ampwire-expect.toml\"

  [[testee]]
  name = \"ampwire\"
  builtin = \"amp\"";
