//! A conversation with an adapter that may do anything: nothing of what it says is refused here, all of it is kept to be looked at.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::interrupt;
use crate::process::{Command, Ending, LineBuffer, Outgoing, Process, Pumped, StartFault, Tail};
use crate::protocol::{MAX_LINE, Members, StrictJsonFault, strict_json_from_slice};
use crate::stray::Stray;

const SLICE: Duration = Duration::from_millis(50);

/// One running adapter.
pub(super) struct Probe {
    process: Process,
    lines: LineBuffer,
    /// The question, as far as it isn't sent.
    outgoing: Outgoing,
    errors: Tail,
    pub(super) noise: Stray,
}

/// What came after a question.
#[derive(Debug)]
pub(super) enum Heard {
    /// A line that is a JSON object with an id, or with something that an answer has.
    Answer(Line),
    /// Nothing that is a line, in the time given; so many bytes without a line feed.
    Silence(usize),
    /// It ended.
    Ended(Ending),
    /// A line longer than the protocol allows, or more noise than anyone needs.
    Flood,
    /// The run has been asked to end.
    Interrupted,
}

/// One line that may be an answer.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) members: Members,
    pub(super) duplicate: Option<String>,
}

impl Probe {
    pub(super) fn start(command: &Command) -> Result<Self, StartFault> {
        Ok(Self {
            process: Process::start(command)?,
            lines: LineBuffer::new(MAX_LINE),
            outgoing: Outgoing::default(),
            errors: Tail::default(),
            noise: Stray::default(),
        })
    }

    /// Sends a text, and waits for a line that may be an answer.
    pub(super) fn ask(&mut self, text: &str, limit: Duration) -> Heard {
        self.noise.new_exchange();
        self.outgoing = Outgoing::new(text.as_bytes().to_vec());
        self.listen(limit)
    }

    /// Waits for one more line that may be an answer.
    pub(super) fn listen(&mut self, limit: Duration) -> Heard {
        let deadline = Instant::now() + limit;
        let mut ending = None;
        loop {
            loop {
                match self.lines.next_line() {
                    Ok(Some(line)) => match read(&line) {
                        Some(line) => return Heard::Answer(line),
                        None => {
                            if self.noise.push(&String::from_utf8_lossy(&line)) {
                                return Heard::Flood;
                            }
                        }
                    },
                    Ok(None) => break,
                    Err(_) => return Heard::Flood,
                }
            }
            if let Some(ending) = ending {
                return Heard::Ended(ending);
            }
            if interrupt::requested() {
                return Heard::Interrupted;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Heard::Silence(self.lines.partial());
            }
            let pumped = self.pump(left.min(SLICE));
            if matches!(pumped, Pumped::Closed | Pumped::Idle) {
                ending = self.process.ending();
                while ending.is_some() && self.pump(Duration::ZERO) == Pumped::Output {}
            }
        }
    }

    fn pump(&mut self, wait: Duration) -> Pumped {
        self.process.pump(wait, &mut self.outgoing, self.lines.arriving(), &mut self.errors)
    }

    /// Ends its input, and waits for a line or the end.
    pub(super) fn end_input(&mut self, limit: Duration) -> Heard {
        self.process.close_input();
        self.outgoing = Outgoing::default();
        self.listen(limit)
    }

    /// What it wrote to standard error.
    pub(super) fn errors(&mut self) -> String {
        self.process.drain_errors(&mut self.errors);
        self.errors.take()
    }
}

/// A line that may be an answer; nothing for a log line.
fn read(line: &[u8]) -> Option<Line> {
    let (value, duplicate) = match strict_json_from_slice(line) {
        Ok(value) => (value, None),
        Err(StrictJsonFault::DuplicateKey(key)) => (serde_json::from_slice(line).ok()?, Some(key)),
        Err(StrictJsonFault::NotJson(_)) => return None,
    };
    let Value::Object(members) = value else { return None };
    let answers = ["ok", "reject", "unsupported", "panic", "hello"];
    let known =
        members.contains_key("id") || answers.iter().any(|name| members.contains_key(*name));
    known.then_some(Line { members, duplicate })
}
