//! A testee by its name in `ampwire.toml`.

use std::path::PathBuf;

use clap::Args;

/// Which testee of the file.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Named {
    /// The testee that ampwire.toml has under this name, with its folder, environment, times, profile, and expected failures
    #[arg(long, value_name = "NAME", conflicts_with = "command")]
    pub(crate) testee: Option<String>,
    /// The file of testees, instead of ampwire.toml in the current folder
    #[arg(long, value_name = "FILE", requires = "testee")]
    pub(crate) config: Option<PathBuf>,
}
