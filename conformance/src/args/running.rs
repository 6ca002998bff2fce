//! In what way `check` asks: how many at a time, which part, in which order.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::str::FromStr;

use clap::Args;

use super::Part;
use crate::run::Course;
use crate::run::order::Seed;

/// In what way the vectors are asked.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Running")]
pub(crate) struct Running {
    /// How many processes of the testee are asked at a time. The report is the same
    #[arg(short, long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: u16,
    #[command(flatten)]
    pub(crate) part: Part,
    /// Ask in another order. The seed is shown, and repeats it
    #[arg(
        long,
        value_name = "SEED",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = Shuffle::RANDOM
    )]
    pub(crate) shuffle: Option<Shuffle>,
    /// Don't ask again, alone in a fresh process, what was not as expected
    #[arg(long)]
    pub(crate) no_alone: bool,
}

impl Running {
    /// The same for the run.
    pub(crate) fn course(&self) -> Course {
        Course {
            jobs: self.jobs.into(),
            seed: self.shuffle.map(|Shuffle(seed)| seed),
            alone: !self.no_alone,
        }
    }
}

/// Another order, by its seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shuffle(pub(crate) Seed);

impl Shuffle {
    const RANDOM: &str = "random";
}

impl FromStr for Shuffle {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == Self::RANDOM {
            // The standard library's hasher is seeded anew for each.
            let random = RandomState::new().hash_one(text) & u64::from(Seed::MAX);
            return Seed::try_from(random).map(Self).map_err(|error| error.to_string());
        }
        text.parse().map(Self).map_err(|_| format!("a seed is a number from 0 to {}", Seed::MAX))
    }
}
