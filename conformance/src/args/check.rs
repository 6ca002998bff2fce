//! The command line of `ampwire check`.

use clap::Args;

use super::{ExecOptions, ExpectedFailures, Running, Shown, Target, Times, Trial};
use crate::exit;

/// Runs the suite.
#[derive(Debug, Clone, Args)]
#[command(after_help = exit::table(), after_long_help = format!("{EXAMPLES}\n\n{}", exit::table()))]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) target: Target,
    #[command(flatten)]
    pub(crate) trial: Trial,
    #[command(flatten)]
    pub(crate) expected: ExpectedFailures,
    #[command(flatten)]
    pub(crate) times: Times,
    #[command(flatten)]
    pub(crate) exec: ExecOptions,
    #[command(flatten)]
    pub(crate) running: Running,
    /// Stop at the first red vector
    #[arg(short = 'x', long, help_heading = "Judging")]
    pub(crate) fail_fast: bool,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

const EXAMPLES: &str = "\
Examples:
  ampwire check                              the built-in codec
  ampwire check -- ./adapter --flag          a program, with its arguments
  ampwire check --only 'payload/amp-*' -- ./adapter
  ampwire check --rule 'bolt1.tlv.**' --json -- python3 adapter.py
  ampwire check --report report.json --junit junit.xml -- ./adapter
  ampwire check --expect known.toml -- ./adapter
  ampwire check --exec --op tlv.decode --profile bystander -- ./decode-a-stream
  ampwire check --jobs 4 --shuffle -- ./adapter
  ampwire check --testee lnd                 as ampwire.toml has it";
