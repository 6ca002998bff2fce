//! One running testee: handshake, canary, and one question at a time, each with a deadline for all of it.

use core::fmt;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::interrupt;
use crate::process::{
    Command, Ending, LineBuffer, MemoryLimit, Outgoing, Overlong, Pumped, StartFault, Tail,
};
#[cfg(feature = "cli")]
use crate::process::{INTERVAL, Process, Watch};
use crate::protocol::{
    Answer, Garbage, Hello, HelloFault, Line, MAX_LINE, Members, PROTOCOL, Reply, glued_answer,
    read_line, request_line,
};
use crate::stray::Stray;

/// How much time things may take. Each is the total for one question, not the time without a byte.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// From the start to the answer to `hello`.
    pub(crate) hello: Duration,
    /// One case.
    pub(crate) case: Duration,
    /// One case of an operation that runs a whole scenario.
    pub(crate) scenario: Duration,
    /// From the end of the input to the testee's exit.
    pub(crate) exit: Duration,
    /// The memory that it may hold with its children.
    pub(crate) memory: Option<MemoryLimit>,
}

/// How long one wait lasts before interrupts and exits are looked for.
const SLICE: Duration = Duration::from_millis(50);

/// How long a line that has begun may take to end when nothing was asked: `print` without a buffer writes the text and the line
/// feed one after the other.
const SETTLE: Duration = Duration::from_millis(50);

/// How long a testee has, after its last answer, to end by itself and be blamed for it. Below [`SETTLE`].
const LAST_LOOK: Duration = Duration::from_millis(40);

#[cfg(feature = "cli")]
/// A testee that has shaken hands.
#[derive(Debug)]
pub(crate) struct Session {
    process: Process,
    /// Its memory, where that has a limit.
    memory: Option<Watch>,
    lines: LineBuffer,
    errors: Tail,
    stray: Stray,
    hello: Hello,
    next_id: u64,
    /// The id of the request answered last.
    answered: Option<String>,
}

/// What became of a question.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Asked {
    /// It was answered.
    Answered(Answer),
    /// The testee broke over it.
    Broke(Broken),
    /// The testee broke before it had read the question: what it was asked before is to blame.
    BrokeBefore(Broken),
    /// The testee broke, over this question or the one before: it takes a fresh process to tell.
    BrokeSomewhere(Broken),
    /// The run has been asked to end.
    Interrupted,
}

/// A testee that is of no use any more.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Broken {
    /// How it broke.
    pub(crate) how: How,
    /// The last bytes of its standard error.
    pub(crate) errors: String,
}

/// How a testee broke.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum How {
    /// It ended.
    Crash(Ending),
    /// It gave no answer in time.
    Hang {
        /// The time that it had.
        limit: Duration,
        /// Bytes of a line that never ended.
        partial: usize,
        /// It closed its standard output.
        closed: bool,
        /// It never read the question.
        unread: bool,
    },
    /// It wrote what has no meaning.
    Garbage {
        /// What is wrong.
        garbage: Garbage,
        /// The line, shortened.
        line: String,
    },
    /// Its answers were written down elsewhere, and this one is not there.
    Missing,
}

impl fmt::Display for How {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Crash(ending) => write!(formatter, "it {ending}"),
            Self::Hang { limit, partial, closed, unread } => {
                write!(formatter, "no answer within {}", seconds(*limit))?;
                if *partial > 0 {
                    write!(formatter, "; {partial} bytes, no newline: flush?")?;
                }
                if *closed {
                    formatter.write_str("; it closed its standard output")?;
                }
                if *unread {
                    formatter.write_str("; it never read the question")?;
                }
                Ok(())
            }
            Self::Garbage { garbage, .. } => garbage.fmt(formatter),
            Self::Missing => formatter.write_str("there is no answer to this"),
        }
    }
}

/// Why there is no session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum StartError {
    /// The command can't be started.
    Start(StartFault),
    /// It started, and broke over `hello`.
    Hello(Broken),
    /// Its description can't be used.
    BadHello(HelloFault),
    /// It broke over the canary.
    Canary(Broken),
    /// It answered the canary with something else than `unsupported`.
    CanaryAnswered(&'static str),
    /// The run has been asked to end.
    Interrupted,
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(fault) => write!(formatter, "couldn't be run: {fault}"),
            Self::Hello(broken) => {
                write!(formatter, "no handshake: instead of an answer to hello, {}", broken.how)
            }
            Self::BadHello(fault) => {
                write!(formatter, "its answer to hello can't be used: {fault}")
            }
            Self::Canary(broken) => {
                write!(formatter, "asked for an operation that nobody has, {}", broken.how)
            }
            Self::CanaryAnswered(verdict) => write!(
                formatter,
                "asked for an operation that nobody has, it said `{verdict}` where only `unsupported` is true"
            ),
            Self::Interrupted => formatter.write_str("interrupted"),
        }
    }
}

#[cfg(feature = "cli")]
impl Session {
    /// Starts a testee, shakes hands, and tries the canary.
    ///
    /// # Errors
    /// Where one of them fails. Its stray lines up to then are added to `stray`.
    pub(crate) fn start(
        command: &Command,
        limits: &Limits,
        stray: &mut Stray,
    ) -> Result<Self, StartError> {
        let process = Process::start(command).map_err(StartError::Start)?;
        let memory = limits.memory.map(|limit| Watch::new(process.id(), limit));
        let mut session = Self {
            process,
            memory,
            lines: LineBuffer::new(MAX_LINE),
            errors: Tail::default(),
            stray: Stray::default(),
            hello: Hello::default(),
            next_id: 0,
            answered: None,
        };
        let shaken = session.shake_hands(limits).and_then(|()| session.try_canary(limits));
        stray.add(&session.take_stray());
        shaken.map(|()| session)
    }

    fn shake_hands(&mut self, limits: &Limits) -> Result<(), StartError> {
        let members = [("protocol", PROTOCOL), ("suite", ampwire_vectors::SUITE_VERSION)];
        let input =
            members.into_iter().map(|(name, text)| (name.to_owned(), json!(text))).collect();
        let hello = match self.exchange("hello", &input, limits.hello) {
            Ok(Reply::Hello(hello)) => hello,
            Ok(Reply::Answer(_)) => {
                return Err(StartError::Hello(self.garbage(Garbage::WrongKind, b"")));
            }
            Err(Stop::Broke(broken) | Stop::BrokeBefore(broken) | Stop::BrokeSomewhere(broken)) => {
                return Err(StartError::Hello(broken));
            }
            Err(Stop::Interrupted) => return Err(StartError::Interrupted),
        };
        hello.check().map_err(StartError::BadHello)?;
        self.lines.set_limit(hello.max_line());
        self.hello = *hello;
        Ok(())
    }

    /// Asks for an operation with a name that can't be known: who answers that, answers anything.
    fn try_canary(&mut self, limits: &Limits) -> Result<(), StartError> {
        // An answer that is there before its question would be taken for it.
        self.settle().map_err(StartError::Canary)?;
        let verdict = match self.ask(&canary(), &Members::new(), limits.case) {
            Asked::Answered(Answer::Unsupported(_)) => return Ok(()),
            Asked::Answered(answer) => answer.verdict(),
            Asked::Broke(broken) | Asked::BrokeBefore(broken) | Asked::BrokeSomewhere(broken) => {
                return Err(StartError::Canary(broken));
            }
            Asked::Interrupted => return Err(StartError::Interrupted),
        };
        Err(StartError::CanaryAnswered(verdict))
    }

    /// The testee's description of itself.
    pub(crate) const fn hello(&self) -> &Hello {
        &self.hello
    }

    /// Asks one question.
    pub(crate) fn ask(&mut self, op: &str, input: &Members, limit: Duration) -> Asked {
        match self.exchange(op, input, limit) {
            Ok(Reply::Answer(answer)) => Asked::Answered(answer),
            Ok(Reply::Hello(_)) => Asked::Broke(self.garbage(Garbage::WrongKind, b"")),
            Err(Stop::Broke(broken)) => Asked::Broke(broken),
            Err(Stop::BrokeBefore(broken)) => Asked::BrokeBefore(broken),
            Err(Stop::BrokeSomewhere(broken)) => Asked::BrokeSomewhere(broken),
            Err(Stop::Interrupted) => Asked::Interrupted,
        }
    }

    /// Looks, before the next question, at what came after the last answer: a second answer, bytes that are no line, an exit.
    ///
    /// # Errors
    /// How the testee broke; what it was asked last is to blame.
    pub(crate) fn settle(&mut self) -> Result<(), Broken> {
        self.look(Duration::ZERO)
    }

    /// As [`Self::settle`], for as long as this at least.
    fn look(&mut self, least: Duration) -> Result<(), Broken> {
        let mut nothing = Outgoing::default();
        let begun = Instant::now();
        let mut wait = Duration::ZERO;
        loop {
            let pumped =
                self.process.pump(wait, &mut nothing, self.lines.arriving(), &mut self.errors);
            while let Some(line) = self.next_line()? {
                if self.judge(&line)?.is_some() {
                    return Err(self.garbage(Garbage::SecondAnswer, &line));
                }
            }
            let partial = self.lines.partial();
            let late = begun.elapsed() > SETTLE;
            if pumped == Pumped::Closed {
                if let Some(ending) = self.process.ending() {
                    return Err(self.crash(ending));
                }
            }
            if partial > 0 && late {
                let rest = self.lines.waiting().to_vec();
                return Err(self.garbage(Garbage::LeftOver(partial), &rest));
            }
            let early = begun.elapsed() < least;
            if late || (pumped == Pumped::Idle && partial == 0 && !early) {
                return Ok(());
            }
            // Without a reason to wait, a testee that logs a line for each question would cost a wait for each.
            let unfinished = partial > 0 || pumped == Pumped::Closed || early;
            wait = if unfinished { Duration::from_millis(5) } else { Duration::ZERO };
        }
    }

    /// Ends the input, and waits for the testee's end. Says how it ended; `None` where it had to be killed.
    ///
    /// # Errors
    /// How the testee broke; what it was asked last is to blame.
    pub(crate) fn finish(mut self, limit: Duration) -> Result<(Option<Ending>, Stray), Broken> {
        // Once its input is closed, a testee that ends by itself looks like one that ends as it should.
        self.look(LAST_LOOK)?;
        self.process.close_input();
        let mut nothing = Outgoing::default();
        let deadline = Instant::now() + limit;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let pumped = self.process.pump(
                left.min(SLICE),
                &mut nothing,
                self.lines.arriving(),
                &mut self.errors,
            );
            while let Some(line) = self.next_line()? {
                if self.judge(&line)?.is_some() {
                    return Err(self.garbage(Garbage::SecondAnswer, &line));
                }
            }
            // A grandchild may hold the output open: the exit counts, not the end of the pipe.
            if matches!(pumped, Pumped::Closed | Pumped::Idle) {
                if let Some(ending) = self.process.ending() {
                    return Ok((Some(ending), self.take_stray()));
                }
            }
            if left.is_zero() || interrupt::requested() {
                return Ok((None, self.take_stray()));
            }
        }
    }

    /// Takes the stray lines that came since the last time.
    pub(crate) fn take_stray(&mut self) -> Stray {
        core::mem::take(&mut self.stray)
    }

    fn exchange(&mut self, op: &str, input: &Members, limit: Duration) -> Result<Reply, Stop> {
        let id = self.next_id.to_string();
        self.next_id += 1;
        self.stray.new_exchange();
        // Before the question: what it took for the one before is not this one's fault.
        if let Some(broken) = self.too_much_memory() {
            return Err(Stop::BrokeBefore(broken));
        }
        let mut outgoing = Outgoing::new(request_line(&id, op, input).into_bytes());
        let deadline = Instant::now() + limit;
        let mut closed = false;
        loop {
            while let Some(line) = self.next_line().map_err(Stop::Broke)? {
                match self.judge(&line).map_err(Stop::Broke)? {
                    None => {
                        if let Some(count) = glued_answer(&line, &id) {
                            return Err(Stop::BrokeSomewhere(
                                self.garbage(Garbage::LeftOver(count), &line),
                            ));
                        }
                    }
                    Some((found, reply)) if found == id => {
                        self.answered = Some(id);
                        return Ok(reply);
                    }
                    // The question came in between: the one before is to blame.
                    Some((found, _)) if self.answered.as_deref() == Some(&found) => {
                        return Err(Stop::BrokeBefore(self.garbage(Garbage::SecondAnswer, &line)));
                    }
                    Some((found, _)) => {
                        let garbage = Garbage::WrongId { expected: id, found };
                        return Err(Stop::Broke(self.garbage(garbage, &line)));
                    }
                }
            }
            if let Some(broken) = self.too_much_memory() {
                return Err(Stop::Broke(broken));
            }
            if interrupt::requested() {
                return Err(Stop::Interrupted);
            }
            let wait = deadline.saturating_duration_since(Instant::now());
            if wait.is_zero() {
                return Err(Stop::Broke(self.hang(limit, &outgoing, closed)));
            }
            let slice = if self.memory.is_some() { INTERVAL } else { SLICE };
            let pumped = self.process.pump(
                wait.min(slice),
                &mut outgoing,
                self.lines.arriving(),
                &mut self.errors,
            );
            closed = pumped == Pumped::Closed;
            if matches!(pumped, Pumped::Closed | Pumped::Idle) {
                if let Some(ending) = self.process.ending() {
                    // What it wrote just before its end still counts.
                    let last = self.process.pump(
                        Duration::ZERO,
                        &mut outgoing,
                        self.lines.arriving(),
                        &mut self.errors,
                    );
                    if last != Pumped::Output {
                        let unread = self.process.unread(&outgoing);
                        let broken = self.crash(ending);
                        return Err(match unread {
                            Some(unread) if unread == outgoing.length() => {
                                Stop::BrokeBefore(broken)
                            }
                            Some(_) => Stop::Broke(broken),
                            None => Stop::BrokeSomewhere(broken),
                        });
                    }
                }
            }
        }
    }

    fn next_line(&mut self) -> Result<Option<Vec<u8>>, Broken> {
        self.lines
            .next_line()
            .map_err(|Overlong| self.garbage(Garbage::Overlong(self.hello.max_line()), b""))
    }

    /// Judges a line; `None` is a stray one, which is counted.
    fn judge(&mut self, line: &[u8]) -> Result<Option<(String, Reply)>, Broken> {
        match read_line(line) {
            Ok(Line::Reply { id, reply }) => Ok(Some((id, reply))),
            Ok(Line::Stray(text)) => {
                let flooded = self.stray.push(&text);
                if flooded {
                    Err(self.garbage(Garbage::Flood(Stray::FLOOD), line))
                } else {
                    Ok(None)
                }
            }
            Err(garbage) => Err(self.garbage(garbage, line)),
        }
    }

    /// How it broke, where it holds more memory than it may.
    fn too_much_memory(&mut self) -> Option<Broken> {
        let limit = self.memory.as_mut()?.passed()?;
        Some(self.crash(Ending::Memory(limit)))
    }

    fn garbage(&mut self, garbage: Garbage, line: &[u8]) -> Broken {
        self.broken(How::Garbage {
            garbage,
            line: crate::stray::shorten(&String::from_utf8_lossy(line)),
        })
    }

    fn crash(&mut self, ending: Ending) -> Broken {
        self.broken(How::Crash(ending))
    }

    fn hang(&mut self, limit: Duration, outgoing: &Outgoing, closed: bool) -> Broken {
        let unread = self.process.unread(outgoing) == Some(outgoing.length());
        let partial = self.lines.partial();
        self.broken(How::Hang { limit, partial, closed, unread })
    }

    /// Kills the testee and takes what it said last.
    fn broken(&mut self, how: How) -> Broken {
        self.process.kill();
        self.process.drain_errors(&mut self.errors);
        Broken { how, errors: self.errors.take() }
    }
}

/// An operation with a name that can't be known.
pub(crate) fn canary() -> String {
    let random = RandomState::new().hash_one(Instant::now());
    format!("x-canary-{:06x}", random & 0x00ff_ffff)
}

/// Why an exchange has no reply.
enum Stop {
    Broke(Broken),
    BrokeBefore(Broken),
    BrokeSomewhere(Broken),
    Interrupted,
}

/// A time in words.
fn seconds(time: Duration) -> String {
    if time.subsec_millis() == 0 {
        format!("{} s", time.as_secs())
    } else {
        format!("{} ms", time.as_millis())
    }
}
