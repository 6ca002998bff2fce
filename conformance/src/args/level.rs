//! The levels by their names.

use ampwire_vectors::Level;
use clap::ValueEnum;

/// A level by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LevelName {
    Must,
    Should,
    May,
    Info,
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Must => Self::Must,
            LevelName::Should => Self::Should,
            LevelName::May => Self::May,
            LevelName::Info => Self::Info,
        }
    }
}
