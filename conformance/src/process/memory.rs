//! How much memory a process and its descendants hold, watched from outside.
//!
//! What is resident counts, and not what is reserved: the runtimes of Go and of the JVM reserve far more addresses than they use, and a
//! limit on addresses ends them at once. A page that several processes share counts for each of them.

use core::fmt;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

#[cfg(feature = "cli")]
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// How often it is looked. What is taken in between is not seen before the next time.
pub(crate) const INTERVAL: Duration = Duration::from_millis(25);

/// The most that a testee may hold, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MemoryLimit(pub(crate) u64);

impl fmt::Display for MemoryLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(u32, &str); 3] = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
        let whole = UNITS.into_iter().find(|(shift, _)| self.0 % (1 << shift) == 0);
        match whole {
            Some((shift, unit)) => write!(formatter, "{} {unit}", self.0 >> shift),
            None => write!(formatter, "{} bytes", self.0),
        }
    }
}

#[cfg(feature = "cli")]
/// Watches one process with all that come from it.
#[derive(Debug)]
pub(crate) struct Watch {
    limit: MemoryLimit,
    system: System,
    /// The process and its descendants, also those whose parent is gone.
    family: BTreeSet<Pid>,
    due: Instant,
}

#[cfg(feature = "cli")]
impl Watch {
    /// Watches the process with this id.
    pub(crate) fn new(id: u32, limit: MemoryLimit) -> Self {
        let family = [Pid::from_u32(id)].into();
        Self { limit, system: System::new(), family, due: Instant::now() }
    }

    /// The limit, where it is passed. Most calls do nothing: it is looked now and then.
    pub(crate) fn passed(&mut self) -> Option<MemoryLimit> {
        if Instant::now() < self.due {
            return None;
        }
        let kind = ProcessRefreshKind::nothing().with_memory().without_tasks();
        self.system.refresh_processes_specifics(ProcessesToUpdate::All, true, kind);
        let processes = self.system.processes();
        self.family.retain(|id| processes.contains_key(id));
        loop {
            let before = self.family.len();
            let born = processes.iter().filter(|(_, process)| {
                process.parent().is_some_and(|parent| self.family.contains(&parent))
            });
            let born: Vec<Pid> = born.map(|(id, _)| *id).collect();
            self.family.extend(born);
            if self.family.len() == before {
                break;
            }
        }
        let held: u64 = self.family.iter().filter_map(|id| Some(processes.get(id)?.memory())).sum();
        // From the end: with very many processes, looking takes its time too.
        self.due = Instant::now() + INTERVAL;
        (held > self.limit.0).then_some(self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_in_words() {
        for (bytes, words) in [
            (1 << 30, "1 GiB"),
            (512 << 20, "512 MiB"),
            (1536 << 10, "1536 KiB"),
            (1000, "1000 bytes"),
        ] {
            assert_eq!(MemoryLimit(bytes).to_string(), words);
        }
    }

    #[test]
    fn this_process_holds_more_than_a_kibibyte_and_less_than_all() {
        let watch = |limit| Watch::new(std::process::id(), MemoryLimit(limit)).passed();
        assert_eq!(watch(1 << 10), Some(MemoryLimit(1 << 10)));
        assert_eq!(watch(1 << 50), None);
    }
}
