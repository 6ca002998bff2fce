//! What `check` and `expect` have in common: how strictly a run is judged, and how long things may take.

use std::time::Duration;

use clap::Args;

use super::{
    DEFAULT_EXIT_TIMEOUT, DEFAULT_HELLO_TIMEOUT, DEFAULT_SCENARIO_TIMEOUT, DEFAULT_TIMEOUT,
    LevelName, duration,
};
use crate::session::Limits;
use crate::verdict::Strictness;

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
}

/// What stands where nobody says a time.
pub(crate) fn usual_limits() -> Limits {
    let usual = |text: &str| duration(text).unwrap_or(Duration::from_secs(1));
    Limits {
        hello: usual(DEFAULT_HELLO_TIMEOUT),
        case: usual(DEFAULT_TIMEOUT),
        scenario: usual(DEFAULT_SCENARIO_TIMEOUT),
        exit: usual(DEFAULT_EXIT_TIMEOUT),
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
        }
    }
}
