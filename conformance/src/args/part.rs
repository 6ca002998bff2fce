//! Which part of the selected vectors, of several.

use clap::Args;

use crate::render::human::plural;
use crate::run::order::Shard;
use crate::suite::Case;

/// One part of the vectors, or all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Args)]
pub(crate) struct Part {
    /// Ask only one part of the vectors, of several that make up the whole: 1/3, 2/3, 3/3
    #[arg(long, value_name = "I/N")]
    pub(crate) shard: Option<Shard>,
}

impl Part {
    /// Those of the selected vectors that are in it.
    pub(crate) fn of<'a>(self, selected: &[&'a Case]) -> Vec<&'a Case> {
        let has = |case: &&&Case| self.shard.is_none_or(|shard| shard.has(&case.vector.id));
        selected.iter().filter(has).copied().collect()
    }

    /// What is said where vectors are selected, and none of them is in it.
    pub(crate) fn empty(self, selected: &[&Case]) -> Option<String> {
        let shard = self.shard.filter(|_| !selected.is_empty() && self.of(selected).is_empty())?;
        let count = plural(selected.len(), "selected vector");
        Some(format!("part {shard} is empty: of {count}, the other parts have all"))
    }

    /// The same for a report.
    pub(crate) fn reported(self) -> Option<String> {
        self.shard.map(|shard| shard.to_string())
    }
}
