//! The command lines of `ampwire export` and `ampwire judge`.

use std::path::PathBuf;

use clap::Args;

use super::{
    Check, ExecOptions, ExpectedFailures, OutputFile, Part, Running, Selection, Shown, SuiteChoice,
    Target, Times, Trial, WithheldVectors,
};

/// Writes the requests of a selection, one a line, for a testee that can't be run here.
#[derive(Debug, Args)]
#[command(after_help = EXPORT_EXIT_STATUSES, after_long_help = format!("{EXPORT_EXAMPLES}\n\n{EXPORT_EXIT_STATUSES}"))]
pub(crate) struct ExportRequests {
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) suite: SuiteChoice,
    #[command(flatten)]
    pub(crate) withheld: WithheldVectors,
    #[command(flatten, next_help_heading = "Selection")]
    pub(crate) part: Part,
    #[command(flatten, next_help_heading = "Output")]
    pub(crate) output: OutputFile,
}

/// Judges answers that were written elsewhere.
#[derive(Debug, Args)]
#[command(after_help = JUDGE_EXIT_STATUSES, after_long_help = format!("{JUDGE_EXAMPLES}\n\n{JUDGE_EXIT_STATUSES}"))]
#[command(mut_arg("expect", |expect| expect.help(EXPECT)))]
pub(crate) struct Judge {
    /// The requests, as exported, if they are there, and the answers; - is standard input
    #[arg(value_name = "[REQUESTS] ANSWERS", required = true, num_args = 1..=2)]
    pub(crate) files: Vec<PathBuf>,
    /// What the testee says about itself, in a file: its answer to hello, or the object in it
    #[arg(long, value_name = "FILE")]
    pub(crate) hello: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) trial: Trial,
    #[command(flatten, next_help_heading = "Selection")]
    pub(crate) part: Part,
    #[command(flatten)]
    pub(crate) expected: ExpectedFailures,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// Here is always a testee that the file in the current folder can be for.
const EXPECT: &str = "The failures that are expected, in a file. Without this: ampwire-expect.toml in the current folder, if it is there";

impl Judge {
    /// The same as a call of `ampwire check`, with another selection and part where the requests say which.
    pub(crate) fn as_check(&self, selection: Selection, part: Part) -> Check {
        Check {
            target: Target::default(),
            trial: Trial { selection, ..self.trial.clone() },
            expected: self.expected.clone(),
            times: Times::default(),
            exec: ExecOptions::default(),
            running: Running { jobs: 1, part, shuffle: None, no_alone: false },
            fail_fast: false,
            shown: self.shown.clone(),
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
  ampwire export --shard 1/3 > part.jsonl                   one of three parts
  ampwire export --only 'payload/*' | ./adapter | ampwire judge --only 'payload/*' -";

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
  ampwire judge --hello hello.json requests.jsonl answers.jsonl";
