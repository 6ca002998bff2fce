//! Times. What else the machine does only ever makes a run slower, so of many runs the fastest counts.

use std::time::{Duration, Instant};

/// Nanoseconds a run takes, on average over `span`.
pub fn nanoseconds(span: Duration, mut run: impl FnMut()) -> f64 {
    let mut runs = 1_u32;
    // As many runs between two looks at the clock as make looking at it not count.
    while time_of(runs, &mut run) < Duration::from_micros(100) {
        runs = runs.saturating_mul(2);
    }
    let (start, mut blocks) = (Instant::now(), 0_u32);
    while start.elapsed() < span {
        time_of(runs, &mut run);
        blocks += 1;
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(blocks) / f64::from(runs)
}

fn time_of(runs: u32, run: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    (0..runs).for_each(|_| run());
    start.elapsed()
}

/// The fastest block of each of two.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// The fastest block of the first.
    pub first: Duration,
    /// The fastest block of the second.
    pub second: Duration,
}

impl Pair {
    /// How many times the time of the second the first takes.
    pub fn ratio(&self) -> f64 {
        self.first.as_secs_f64() / self.second.as_secs_f64()
    }
}

/// Runs blocks of the two by turns, so that both see the same machine.
pub fn by_turns(rounds: u32, mut first: impl FnMut(), mut second: impl FnMut()) -> Pair {
    let mut fastest = Pair { first: Duration::MAX, second: Duration::MAX };
    for round in 0..rounds {
        // Each goes first in every other round.
        if round % 2 == 0 {
            fastest.first = fastest.first.min(time_of(1, &mut first));
            fastest.second = fastest.second.min(time_of(1, &mut second));
        } else {
            fastest.second = fastest.second.min(time_of(1, &mut second));
            fastest.first = fastest.first.min(time_of(1, &mut first));
        }
    }
    fastest
}
