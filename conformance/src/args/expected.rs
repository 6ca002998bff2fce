//! Which failures are expected.

use std::path::PathBuf;

use clap::Args;

/// The failures that are expected.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Judging")]
pub(crate) struct ExpectedFailures {
    /// The failures that are expected, in a file. Without this, and where COMMAND is given: ampwire-expect.toml in the current folder, if it is there
    #[arg(long, value_name = "FILE")]
    pub(crate) expect: Option<PathBuf>,
    /// Expect no failures, also where ampwire-expect.toml is there
    #[arg(long, conflicts_with = "expect")]
    pub(crate) no_expect: bool,
}
