//! A testee as a process: started in a group of its own, its three pipes moved without ever blocking, killed as a group.
//!
//! | file | concept |
//! |---|---|
//! | `unix` | all that is particular to Unix: process groups, `poll`, signals |
//! | `portable` | the same interface with threads, for other systems: job objects on Windows |
//! | `ending` | how a process ended, in words |
//! | `lines` | lines out of a byte stream, bounded |
//! | `memory` | how much memory a process and its descendants hold |
//! | `tail` | the last bytes of a stream |
//! | `start` | the command, and why it couldn't be started |

mod ending;
mod lines;
mod memory;
#[cfg(feature = "cli")]
#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "portable.rs")]
mod platform;
// On Unix the threads are not used, but tested all the same.
#[cfg(all(unix, test, feature = "cli"))]
mod portable;
mod start;
mod tail;
#[cfg(all(unix, test, feature = "cli"))]
mod tests;

pub(crate) use ending::Ending;
pub(crate) use lines::{LineBuffer, Overlong};
pub(crate) use memory::MemoryLimit;
#[cfg(feature = "cli")]
pub(crate) use memory::{INTERVAL, Watch};
#[cfg(feature = "cli")]
pub(crate) use platform::Process;
pub(crate) use start::{Command, StartFault, quote};
pub(crate) use tail::Tail;

/// Bytes on their way to a process, and how far they have come.
#[derive(Debug, Default)]
pub(crate) struct Outgoing {
    bytes: Vec<u8>,
    sent: usize,
}

impl Outgoing {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, sent: 0 }
    }

    pub(crate) fn rest(&self) -> &[u8] {
        self.bytes.get(self.sent..).unwrap_or_default()
    }

    pub(crate) fn advance(&mut self, count: usize) {
        self.sent += count;
    }

    /// How many bytes there are in all, sent or not.
    pub(crate) fn length(&self) -> usize {
        self.bytes.len()
    }
}

/// The state of a process's output after a turn of [`Process::pump`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pumped {
    /// Bytes of standard output arrived.
    Output,
    /// Something else moved: input was taken, or standard error arrived.
    Moved,
    /// Nothing moved in the time given.
    Idle,
    /// Standard output is closed, and nothing is left in it.
    Closed,
}

/// The most that one turn reads from a pipe, in bytes.
pub(crate) const CHUNK: usize = 64 * 1024;
