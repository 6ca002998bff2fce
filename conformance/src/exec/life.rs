//! One process from its start to its end.

use std::time::{Duration, Instant};

use crate::interrupt;
use crate::process::{
    Command, Ending, INTERVAL, MemoryLimit, Outgoing, Process, Pumped, StartFault, Tail, Watch,
};
use crate::protocol::{Garbage, MAX_LINE};
use crate::session::{Broken, How};

/// How long one wait lasts before interrupts and exits are looked for.
const SLICE: Duration = Duration::from_millis(50);

/// What one process may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) time: Duration,
    pub(super) memory: Option<MemoryLimit>,
}

/// What a process has left behind.
#[derive(Debug)]
pub(super) struct Life {
    pub(super) output: Vec<u8>,
    pub(super) errors: String,
    pub(super) ending: Ending,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Fault {
    /// The program couldn't be started.
    Start(StartFault),
    /// It was started, and broke.
    Broken(Broken),
    /// The run has been asked to end.
    Interrupted,
}

impl Life {
    /// Runs the command with this standard input, until it ends. With it end all processes that it has started and left.
    ///
    /// # Errors
    /// Where it can't be started, doesn't end in time, or writes more than a line may have.
    pub(super) fn of(command: &Command, input: Vec<u8>, limits: Bounds) -> Result<Self, Fault> {
        let limit = limits.time;
        let deadline = Instant::now() + limit;
        let mut process = Process::start(command).map_err(Fault::Start)?;
        let mut memory = limits.memory.map(|limit| Watch::new(process.id(), limit));
        let slice = if memory.is_some() { INTERVAL } else { SLICE };
        let mut outgoing = Outgoing::new(input);
        let (mut output, mut errors) = (Vec::new(), Tail::default());
        let mut open = true;
        let ending = loop {
            if open && outgoing.rest().is_empty() {
                process.close_input();
                open = false;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let pumped = process.pump(left.min(slice), &mut outgoing, &mut output, &mut errors);
            if output.len() > MAX_LINE {
                let garbage = Garbage::Overlong(MAX_LINE);
                let how = How::Garbage { garbage, line: String::new() };
                return Err(broken(process, errors, how));
            }
            if matches!(pumped, Pumped::Closed | Pumped::Idle) {
                if let Some(ending) = process.ending() {
                    break ending;
                }
            }
            if let Some(limit) = memory.as_mut().and_then(Watch::passed) {
                return Err(broken(process, errors, How::Crash(Ending::Memory(limit))));
            }
            if interrupt::requested() {
                return Err(Fault::Interrupted);
            }
            if left.is_zero() {
                let closed = pumped == Pumped::Closed;
                let how = How::Hang { limit, partial: 0, closed, unread: false };
                return Err(broken(process, errors, how));
            }
        };
        // What it wrote just before its end still counts. What a child of its goes on writing doesn't.
        while output.len() <= MAX_LINE
            && process.pump(Duration::ZERO, &mut outgoing, &mut output, &mut errors)
                == Pumped::Output
        {}
        process.kill();
        process.drain_errors(&mut errors);
        Ok(Self { output, errors: errors.take(), ending })
    }

    /// It ended as it should not.
    pub(super) fn crash(self) -> Fault {
        Fault::Broken(Broken { how: How::Crash(self.ending), errors: self.errors })
    }

    /// What it wrote has no meaning.
    pub(super) fn garbage(self, garbage: Garbage, line: &[u8]) -> Fault {
        let line = crate::stray::shorten(&String::from_utf8_lossy(line));
        Fault::Broken(Broken { how: How::Garbage { garbage, line }, errors: self.errors })
    }
}

fn broken(mut process: Process, mut errors: Tail, how: How) -> Fault {
    process.kill();
    process.drain_errors(&mut errors);
    Fault::Broken(Broken { how, errors: errors.take() })
}
