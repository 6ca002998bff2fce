//! The command lines of `ampwire vectors`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{LevelName, Selection, SuiteChoice};

/// What to do with the vectors.
#[derive(Debug, Subcommand)]
pub(crate) enum Vectors {
    /// List vectors, one a line
    List(List),
    /// Show one vector with its bytes and rules
    Show(Show),
    /// Check a vendored copy against the embedded files
    Verify(Verify),
    /// Write the embedded files to a folder
    Export(Export),
}

/// Lists the vectors, without the withdrawn ones.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Ids, as with --only
    #[arg(value_name = "GLOB")]
    pub(crate) globs: Vec<String>,
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// Only vectors of this level (repeatable)
    #[arg(long = "level", value_name = "LEVEL", help_heading = "Selection")]
    pub(crate) levels: Vec<LevelName>,
    #[command(flatten)]
    pub(crate) suite: SuiteChoice,
    /// As one JSON list
    #[arg(long)]
    pub(crate) json: bool,
}

/// Shows one vector.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The vector's id
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) suite: SuiteChoice,
    /// As JSON, as it stands in its file
    #[arg(long, conflicts_with = "request")]
    pub(crate) json: bool,
    /// The request line that a testee gets, and nothing else
    #[arg(long)]
    pub(crate) request: bool,
}

/// Compares a folder with the embedded files: what is missing, what is extra, what differs, and how.
///
/// Either form is recognised, also where both are there. Exit status: 0 equal, 1 something differs, 2 no copy is there.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The folder of the copy, or the one its files lie in
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Files that aren't there are fine: only those that are there are compared
    #[arg(long)]
    pub(crate) partial: bool,
}

/// Writes the embedded files, with their manifest, to a folder.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The folder; it is made where it isn't there
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Write the flat form: plain arrays without the rest, smaller files, less than 1 MB in all
    #[arg(long)]
    pub(crate) flat: bool,
    /// Overwrite files that differ
    #[arg(long)]
    pub(crate) force: bool,
}
