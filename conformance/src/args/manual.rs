//! The arguments of `completions` and `man`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

/// Writes the completions of a shell to standard output.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ampwire completions bash > ~/.local/share/bash-completion/completions/ampwire
  ampwire completions zsh > \"${fpath[1]}/_ampwire\"
  ampwire completions fish > ~/.config/fish/completions/ampwire.fish")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// Writes the manual pages: the page of `ampwire` to standard output, or the pages of all commands to a folder.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ampwire man | man -l -
  ampwire man --dir ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// Write the pages of all commands to this folder; it is made where it isn't there
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}
