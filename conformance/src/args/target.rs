//! A testee by its name in `ampwire.toml`.

use std::path::PathBuf;

use clap::Args;

/// Which testee of the file.
#[derive(Debug, Clone, Default, Args)]
#[command(mut_arg("config", |config| config.requires("testee")))]
pub(crate) struct Named {
    /// The testee that ampwire.toml has under this name, with its folder, environment, times, profile, and expected failures
    #[arg(long, value_name = "NAME", conflicts_with = "command")]
    pub(crate) testee: Option<String>,
    #[command(flatten)]
    pub(crate) file: TesteesFile,
}

/// The file that has them.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct TesteesFile {
    /// The file of testees, instead of ampwire.toml in the current folder
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}
