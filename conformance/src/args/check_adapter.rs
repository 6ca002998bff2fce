//! The command line of `ampwire check-adapter`.

use std::ffi::OsString;

use clap::Args;

use super::{SuiteChoice, Times};

/// Says whether an adapter is written rightly, before anyone asks whether the implementation is right.
#[derive(Debug, Args)]
#[command(after_help = EXIT_STATUSES, after_long_help = EXIT_STATUSES)]
pub(crate) struct CheckAdapter {
    /// The adapter and its arguments. No shell reads them
    #[arg(last = true, value_name = "COMMAND", required = true)]
    pub(crate) command: Vec<OsString>,
    #[command(flatten)]
    pub(crate) suite: SuiteChoice,
    #[command(flatten)]
    pub(crate) times: Times,
}

const EXIT_STATUSES: &str = "\
Exit status:
  0    the adapter is written rightly
  1    something has to be changed
  2    usage
  3    the adapter could not be run, or never came to answer
  4    it declares no operation that a vector asks for
  5    a fault of the suite itself
  130  interrupted";
