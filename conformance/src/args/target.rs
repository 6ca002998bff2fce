//! Which testee: a command, or a name in `ampwire.toml`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

/// The testee of a run.
#[derive(Debug, Clone, Default, Args)]
#[command(mut_arg("config", |config| config.requires("testee")))]
pub(crate) struct Target {
    /// The testee and its arguments. No shell reads them
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
    /// The testee that ampwire.toml has under this name, with its folder, environment, times, profile, and expected failures
    #[arg(long, value_name = "NAME", conflicts_with = "command")]
    pub(crate) testee: Option<String>,
    #[command(flatten)]
    pub(crate) file: TesteesFile,
}

/// The file that has them by their names.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct TesteesFile {
    /// The file of testees, instead of ampwire.toml in the current folder
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}
