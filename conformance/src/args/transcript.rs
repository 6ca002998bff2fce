//! The command lines of `ampwire export` and `ampwire judge`.

use std::path::PathBuf;

use clap::Args;

use super::{Check, ExecOptions, Files, Judging, Named, Running, Selection, SuiteChoice, Times};

/// Writes the requests of a selection, one a line, for a testee that can't be run here.
#[derive(Debug, Args)]
#[command(after_help = EXPORT_EXIT_STATUSES, after_long_help = EXPORT_EXAMPLES)]
pub(crate) struct ExportRequests {
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) suite: SuiteChoice,
    /// Ask also the vectors whose answers are not to be published yet; keep what comes out to yourself
    #[arg(long, help_heading = "Selection")]
    pub(crate) withheld: bool,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
}

/// Judges answers that were written elsewhere.
#[derive(Debug, Args)]
#[command(after_help = JUDGE_EXIT_STATUSES, after_long_help = JUDGE_EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct Judge {
    /// The requests, as exported, if they are there, and the answers; - is standard input
    #[arg(value_name = "[REQUESTS] ANSWERS", required = true, num_args = 1..=2)]
    pub(crate) files: Vec<PathBuf>,
    /// What the testee says about itself, in a file: its answer to hello, or the object in it
    #[arg(long, value_name = "FILE")]
    pub(crate) hello: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) suite: SuiteChoice,
    #[command(flatten)]
    pub(crate) judging: Judging,
    /// The failures that are expected, in a file. Without this: ampwire-expect.toml in the current folder, if it is there
    #[arg(long, value_name = "FILE", help_heading = "Judging")]
    pub(crate) expect: Option<PathBuf>,
    /// Expect no failures, also where ampwire-expect.toml is there
    #[arg(long, conflicts_with = "expect", help_heading = "Judging")]
    pub(crate) no_expect: bool,
    /// Write the report as JSON to standard output, and all else to standard error
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) files_written: Files,
    /// Show only what is red, one line each, and the summary
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    pub(crate) quiet: bool,
    /// Show every vector, and every failure in full
    #[arg(short, long, help_heading = "Output")]
    pub(crate) verbose: bool,
}

impl Judge {
    /// The same as a call of `ampwire check`, with another selection where the requests say which.
    pub(crate) fn as_check(&self, selection: Selection) -> Check {
        Check {
            command: Vec::new(),
            named: Named::default(),
            selection,
            suite: self.suite.clone(),
            judging: self.judging.clone(),
            expect: self.expect.clone(),
            no_expect: self.no_expect,
            times: Times::default(),
            running: Running { jobs: 1, shard: None, shuffle: None, no_alone: false },
            exec: ExecOptions::default(),
            fail_fast: false,
            json: self.json,
            files: self.files_written.clone(),
            quiet: self.quiet,
            verbose: self.verbose,
        }
    }
}

const EXPORT_EXIT_STATUSES: &str = "\
Exit status:
  0    written
  2    usage, a pattern that matches nothing, or a file that can't be written
  4    the patterns together leave no vector; nothing is written
  5    a fault of the suite itself";

const EXPORT_EXAMPLES: &str = "\
Each line is a request of the testee protocol; the first is hello. There are no names of vectors in it, and no
expectations. The answers are judged by `ampwire judge`, in any order.

Examples:
  ampwire export > requests.jsonl
  ./adapter < requests.jsonl > answers.jsonl                on a phone, in another CI
  ampwire judge requests.jsonl answers.jsonl
  ampwire export --only 'payload/*' | ./adapter | ampwire judge --only 'payload/*' -

Exit status:
  0    written
  2    usage, a pattern that matches nothing, or a file that can't be written
  4    the patterns together leave no vector; nothing is written
  5    a fault of the suite itself";

const JUDGE_EXIT_STATUSES: &str = "\
Exit status:
  0    all as expected
  1    something was not as expected, or an answer is missing
  2    usage, requests of another suite, or a pattern or an expected failure that matches nothing
  3    the answers are broken: no hello, a wrong canary, lines without a meaning, or that nobody asked for
  4    nothing ran
  5    a fault of the suite itself
  130  interrupted";

const JUDGE_EXAMPLES: &str = "\
Without REQUESTS the answers are held against the selection that is given here, which has to be that of the export.

Examples:
  ampwire judge requests.jsonl answers.jsonl
  ampwire judge --report report.json --junit junit.xml requests.jsonl answers.jsonl
  ampwire export | ./adapter | ampwire judge -
  ampwire judge --hello hello.json requests.jsonl answers.jsonl

Exit status:
  0    all as expected
  1    something was not as expected, or an answer is missing
  2    usage, requests of another suite, or a pattern or an expected failure that matches nothing
  3    the answers are broken: no hello, a wrong canary, lines without a meaning, or that nobody asked for
  4    nothing ran
  5    a fault of the suite itself
  130  interrupted";
