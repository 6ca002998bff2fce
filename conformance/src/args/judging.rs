//! How strictly a run is judged.

use std::path::PathBuf;

use clap::Args;

use super::LevelName;
use crate::classes::Classes;
use crate::commands::Failure;
use crate::suite::Case;
use crate::verdict::Strictness;
use crate::withheld::Withheld;

/// How strictly a run is judged.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Judging")]
pub(crate) struct Judging {
    /// The lowest level that can make the run red; what is below is run and shown
    #[arg(long, value_name = "LEVEL", default_value = "should")]
    pub(crate) level: LevelName,
    /// A rejection for another reason than expected is red
    #[arg(long)]
    pub(crate) strict_reasons: bool,
    /// Accept an answer that a deployed implementation is known to give
    #[arg(long)]
    pub(crate) accept_deployed: bool,
    /// What the testee's messages mean: a file with a class for each, for an implementation that has no classes
    #[arg(long, value_name = "FILE")]
    pub(crate) classes: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) withheld: WithheldVectors,
}

impl Judging {
    /// The same for the run.
    pub(crate) fn strictness(&self) -> Strictness {
        Strictness {
            level: self.level.into(),
            reasons: self.strict_reasons,
            accept_deployed: self.accept_deployed,
        }
    }

    /// What the testee's messages mean, read from the file.
    ///
    /// # Errors
    /// Every mistake in the file.
    pub(crate) fn classes(&self) -> Result<Option<Classes>, Failure> {
        self.classes.as_deref().map(Classes::read).transpose().map_err(Failure::usage)
    }
}

/// Whether the vectors are asked whose answers are not to be published yet.
#[derive(Debug, Clone, Args)]
pub(crate) struct WithheldVectors {
    /// Ask also the vectors whose answers are not to be published yet; keep what comes out to yourself
    #[arg(long, help_heading = "Selection")]
    pub(crate) withheld: bool,
}

impl WithheldVectors {
    /// Takes out the vectors that are withheld, where they are not asked for, and says how many they were.
    ///
    /// # Errors
    /// Where the list can't be read.
    pub(crate) fn leave_out(&self, cases: &mut Vec<&Case>) -> Result<usize, Failure> {
        if self.withheld {
            return Ok(0);
        }
        let withheld = Withheld::embedded().map_err(Failure::suite)?;
        Ok(withheld.leave_out(cases))
    }
}
