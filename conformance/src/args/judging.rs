//! What `check` and `expect` have in common: how strictly a run is judged, and how long things may take.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{
    DEFAULT_EXIT_TIMEOUT, DEFAULT_HELLO_TIMEOUT, DEFAULT_SCENARIO_TIMEOUT, DEFAULT_TIMEOUT,
    LevelName, duration,
};
use crate::classes::Classes;
use crate::commands::Failure;
use crate::process::MemoryLimit;
use crate::session::Limits;
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
    /// Ask also the vectors whose answers are not to be published yet; keep what comes out to yourself
    #[arg(long, help_heading = "Selection")]
    pub(crate) withheld: bool,
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

    /// What the testee's messages mean, read from the file.
    ///
    /// # Errors
    /// Every mistake in the file.
    pub(crate) fn classes(&self) -> Result<Option<Classes>, Failure> {
        self.classes.as_deref().map(Classes::read).transpose().map_err(Failure::usage)
    }
}

/// How long things may take.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Time")]
pub(crate) struct Times {
    /// The time for one case, all of it: 2s, 500ms
    #[arg(long, value_name = "TIME", default_value = DEFAULT_TIMEOUT, value_parser = duration)]
    pub(crate) timeout: Duration,
    /// The time for one case of receiver.run or sender.run
    #[arg(long, value_name = "TIME", default_value = DEFAULT_SCENARIO_TIMEOUT, value_parser = duration)]
    pub(crate) scenario_timeout: Duration,
    /// The time from the testee's start to its answer to hello
    #[arg(long, value_name = "TIME", default_value = DEFAULT_HELLO_TIMEOUT, value_parser = duration)]
    pub(crate) hello_timeout: Duration,
    /// The time from the end of its input to the testee's exit
    #[arg(long, value_name = "TIME", default_value = DEFAULT_EXIT_TIMEOUT, value_parser = duration)]
    pub(crate) exit_timeout: Duration,
    /// The memory that the testee and its children may hold: 512M, 2G. More is a crash
    #[arg(long, value_name = "SIZE", value_parser = memory, help_heading = "Running")]
    pub(crate) max_rss: Option<MemoryLimit>,
}

/// Reads an amount of memory: a whole number with `K`, `M` or `G`, or with nothing, which is bytes.
fn memory(text: &str) -> Result<MemoryLimit, String> {
    let units = [('K', 10), ('M', 20), ('G', 30)];
    let (number, shift) = units
        .into_iter()
        .find_map(|(unit, shift)| Some((text.strip_suffix(unit)?, shift)))
        .unwrap_or((text, 0));
    match number.parse::<u64>().ok().and_then(|number| number.checked_mul(1 << shift)) {
        Some(bytes) if bytes > 0 => Ok(MemoryLimit(bytes)),
        _ => Err("an amount of memory is a whole number with K, M or G: 512M".to_owned()),
    }
}

impl Default for Times {
    /// The times where none are given.
    fn default() -> Self {
        let time = |text| duration(text).unwrap_or_default();
        Self {
            timeout: time(DEFAULT_TIMEOUT),
            scenario_timeout: time(DEFAULT_SCENARIO_TIMEOUT),
            hello_timeout: time(DEFAULT_HELLO_TIMEOUT),
            exit_timeout: time(DEFAULT_EXIT_TIMEOUT),
            max_rss: None,
        }
    }
}

impl Times {
    /// The same for the run.
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            hello: self.hello_timeout,
            case: self.timeout,
            scenario: self.scenario_timeout,
            exit: self.exit_timeout,
            memory: self.max_rss,
        }
    }
}
