//! How long things may take, and how much memory.

use std::time::Duration;

use clap::Args;

use crate::process::MemoryLimit;
use crate::session::Limits;

/// The time for one case, where none is given.
pub(crate) const DEFAULT_TIMEOUT: &str = "2s";
/// The time for one case of a scenario, where none is given.
pub(crate) const DEFAULT_SCENARIO_TIMEOUT: &str = "20s";
/// The time for the handshake, where none is given.
pub(crate) const DEFAULT_HELLO_TIMEOUT: &str = "30s";
/// The time to exit, where none is given.
const DEFAULT_EXIT_TIMEOUT: &str = "5s";

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

/// Reads a time: a whole number with `s` or `ms`, or with nothing, which is seconds.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit): (&str, fn(u64) -> Duration) =
        match (text.strip_suffix("ms"), text.strip_suffix('s')) {
            (Some(number), _) => (number, Duration::from_millis),
            (None, Some(number)) => (number, Duration::from_secs),
            (None, None) => (text, Duration::from_secs),
        };
    match number.parse::<u64>() {
        // A day is more than anyone waits, and far from where clocks overflow.
        Ok(value) if value > 0 && unit(value) <= Duration::from_secs(86_400) => Ok(unit(value)),
        _ => {
            Err("a time is a whole number from 1 with s or ms, at most a day: 2s, 500ms".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        assert_eq!(duration("2"), Ok(Duration::from_secs(2)));
        assert_eq!(duration("2s"), Ok(Duration::from_secs(2)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        for text in ["", "s", "0", "0ms", "-1", "1.5s", "2m", "99999999999999999999", "86401"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
