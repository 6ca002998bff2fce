//! What most commands ask for: which vectors, of which suite, and how strictly the answers are judged.

use clap::Args;

use super::{Judging, Selection, SuiteChoice};
use crate::report::Options;

/// What is asked, and how strictly it is judged.
#[derive(Debug, Clone, Args)]
pub(crate) struct Trial {
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) suite: SuiteChoice,
    #[command(flatten)]
    pub(crate) judging: Judging,
}

impl Trial {
    /// The same for a report, of a run that asks all of it from a testee that stays.
    pub(crate) fn reported(&self) -> Options {
        let (selection, judging) = (&self.selection, &self.judging);
        Options {
            level: judging.level.into(),
            strict_reasons: judging.strict_reasons,
            accept_deployed: judging.accept_deployed,
            fail_fast: false,
            profile: selection.profile().map(|profile| profile.as_str().to_owned()),
            only: selection.only.clone(),
            skip: selection.skip.clone(),
            rules: selection.rules.clone(),
            ops: selection.ops.clone(),
            classes: judging.classes.as_ref().map(|file| file.to_string_lossy().into_owned()),
            exec: Vec::new(),
            shard: None,
        }
    }
}
