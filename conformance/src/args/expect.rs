//! The command line of `ampwire expect`.

use std::path::PathBuf;

use clap::Args;

use super::{ExecOptions, Target, Times, Trial};

/// Runs the suite against a testee and writes its failures to a file of expected failures.
#[derive(Debug, Args)]
#[command(after_help = EXIT_STATUSES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_STATUSES}"))]
#[command(mut_arg("command", |command| command.required_unless_present("testee")))]
pub(crate) struct Expect {
    #[command(flatten)]
    pub(crate) target: Target,
    /// The file. Without this ampwire-expect.toml, or with --testee the one that ampwire.toml names
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Bring a file up to date: what passes goes, new failures come, all else stays as it is with its comments
    #[arg(long)]
    pub(crate) update: bool,
    #[command(flatten)]
    pub(crate) trial: Trial,
    #[command(flatten)]
    pub(crate) times: Times,
    #[command(flatten)]
    pub(crate) exec: ExecOptions,
}

const EXIT_STATUSES: &str = "\
Exit status:
  0    the file covers every failure, or there was none
  1    something stays red that no entry can cover, or that an entry no longer covers
  2    usage, a file that is there already, or can't be read or written
  3    the testee could not be run, or is broken; no file is written
  4    nothing ran; no file is written
  5    a fault of the suite itself
  130  interrupted; no file is written";

const EXAMPLES: &str = "\
Examples:
  ampwire expect -- ./adapter                     writes ampwire-expect.toml
  ampwire expect --update -- ./adapter            after a fix, or with new vectors
  ampwire expect --file lnd.toml --accept-deployed -- ./adapter
  ampwire expect --testee lnd                     as ampwire.toml has it";
