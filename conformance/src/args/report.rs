//! The command line of `ampwire report`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Renders a saved report, or does something else with one.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = EXIT_STATUSES,
    after_long_help = format!("{EXAMPLES}\n\n{EXIT_STATUSES}")
)]
pub(crate) struct Report {
    #[command(subcommand)]
    pub(crate) command: Option<ReportCommand>,
    #[command(flatten)]
    pub(crate) render: Option<Render>,
}

/// What else to do with reports.
#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    /// Say what changed between two reports
    ///
    /// Worse is a new failure, also in a new vector; a failure that became a crash, a hang, a panic or garbage; a vector that isn't asked
    /// any more, or of which less is compared; a vector that is missing with the same vectors and options; a run that ended early; an
    /// expected failure that makes the run red now, or matches nothing. The file of expected failures makes no testee better or worse: a
    /// failure that it covers is still one, and one that is gone is better, also as an unexpected pass.
    Compare(Compare),
}

/// What to render, and how.
#[derive(Debug, Args)]
pub(crate) struct Render {
    /// The report; - is standard input. Several make one page, in the format html
    #[arg(value_name = "REPORT", required = true)]
    pub(crate) reports: Vec<PathBuf>,
    /// How to render it
    #[arg(short, long, value_name = "FORMAT", default_value = "terminal")]
    pub(crate) format: Format,
    // Not `OutputFile`: what is optional as a whole can't have another struct of options in it.
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The same bytes for the same results: no times, no paths, nothing that the testee wrote beside its answers, vectors by id
    #[arg(long)]
    pub(crate) reproducible: bool,
    /// Of the terminal's form: show every vector, and every failure in full
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// A form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// As `ampwire check` shows it
    Terminal,
    /// JUnit XML
    Junit,
    /// TAP 14
    Tap,
    /// A summary for the page of a CI job
    Markdown,
    /// GitHub's annotations, ten at most
    Github,
    /// One page that needs nothing else, with a filter; of several reports, side by side
    Html,
    /// The report itself
    Json,
}

/// Compares an earlier report with a later one, vector by vector.
#[derive(Debug, Args)]
#[command(after_help = COMPARE_EXIT_STATUSES)]
pub(crate) struct Compare {
    /// The earlier report
    #[arg(value_name = "BEFORE")]
    pub(crate) before: PathBuf,
    /// The later report
    #[arg(value_name = "AFTER")]
    pub(crate) after: PathBuf,
}

const EXIT_STATUSES: &str = "\
Exit status:
  0    rendered
  2    usage, or a file that is no report";

const COMPARE_EXIT_STATUSES: &str = "\
Exit status:
  0    nothing got worse
  1    something got worse
  2    usage, or a file that is no report";

const EXAMPLES: &str = "\
Examples:
  ampwire check --report report.json -- ./adapter
  ampwire report report.json                            as it was shown
  ampwire report report.json --format junit --output junit.xml
  ampwire report report.json --format markdown >> \"$GITHUB_STEP_SUMMARY\"
  ampwire report report.json --format github            ten annotations at most
  ampwire report report.json --format html --output report.html
  ampwire report lnd.json ldk.json -f html -o matrix.html   side by side
  ampwire report compare yesterday.json today.json";
