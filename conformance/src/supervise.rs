//! A testee kept alive: started anew after it broke, with the blame where it belongs, and not for ever.

use core::fmt;
use std::time::{Duration, Instant};

use crate::process::{Command, Ending};
use crate::protocol::{Answer, Hello, Members};
use crate::session::{Asked, Broken, Limits, Session, StartError};
use crate::stray::Stray;

/// How often a testee may be started anew in one run.
pub(crate) const RESTARTS: usize = 20;

/// A testee under supervision.
#[derive(Debug)]
pub(crate) struct Supervisor<'a> {
    command: &'a Command,
    limits: &'a Limits,
    session: Option<Session>,
    /// Whether the running process has been asked a case.
    asked: bool,
    hello: Hello,
    /// How often it was started anew.
    pub(crate) restarts: usize,
    /// All of its stray lines.
    pub(crate) stray: Stray,
}

/// What became of one case, and what came to light about the one before.
#[derive(Debug)]
pub(crate) struct Step {
    /// After it had answered the case before, the testee broke.
    pub(crate) before: Option<Broken>,
    /// This case's answer, or how the testee broke over it.
    pub(crate) reaction: Result<Answer, Broken>,
    /// From the question to the answer.
    pub(crate) took: Duration,
    /// Stray lines that came with this case.
    pub(crate) stray: Stray,
}

/// Why no further case can be asked.
#[derive(Debug)]
pub(crate) enum Halt {
    /// The testee couldn't be run, or is broken.
    Fault(Box<Fault>),
    /// The run has been asked to end.
    Interrupted,
}

/// A testee that couldn't be run, or is broken.
#[derive(Debug)]
pub(crate) struct Fault {
    /// What is wrong.
    pub(crate) kind: FaultKind,
    /// How the testee broke, if that shows anything.
    pub(crate) broken: Option<Broken>,
}

/// What is wrong with a testee.
#[derive(Debug)]
pub(crate) enum FaultKind {
    /// It didn't come up.
    Start(StartError),
    /// It came up once, and not again.
    Restart(StartError),
    /// It broke without having been asked a case.
    Unasked(Broken),
    /// It broke again and again.
    KeptBreaking,
    /// After a restart it said something else about itself.
    OtherHello,
}

impl fmt::Display for FaultKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => error.fmt(formatter),
            Self::Restart(error) => write!(formatter, "started anew after it broke, {error}"),
            Self::Unasked(broken) => {
                write!(formatter, "before it was asked a case, {}", broken.how)
            }
            Self::KeptBreaking => {
                write!(formatter, "it kept breaking: started anew {RESTARTS} times, and no more")
            }
            Self::OtherHello => formatter.write_str(
                "started anew after it broke, it describes itself otherwise than before",
            ),
        }
    }
}

impl From<StartError> for Halt {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Interrupted => Self::Interrupted,
            error => Self::fault(FaultKind::Start(error)),
        }
    }
}

impl Halt {
    fn fault(kind: FaultKind) -> Self {
        let broken = match &kind {
            FaultKind::Start(StartError::Hello(broken) | StartError::Canary(broken))
            | FaultKind::Restart(StartError::Hello(broken) | StartError::Canary(broken))
            | FaultKind::Unasked(broken) => Some(broken.clone()),
            _ => None,
        };
        Self::Fault(Box::new(Fault { kind, broken }))
    }
}

impl<'a> Supervisor<'a> {
    /// Starts the testee.
    ///
    /// # Errors
    /// Where it doesn't come up. Its stray lines are added to `stray`.
    pub(crate) fn start(
        command: &'a Command,
        limits: &'a Limits,
        stray: &mut Stray,
    ) -> Result<Self, Halt> {
        let session = Session::start(command, limits, stray)?;
        let hello = session.hello().clone();
        Ok(Self {
            command,
            limits,
            session: Some(session),
            asked: false,
            hello,
            restarts: 0,
            stray: stray.clone(),
        })
    }

    /// The testee's description of itself.
    pub(crate) const fn hello(&self) -> &Hello {
        &self.hello
    }

    /// Asks one case.
    ///
    /// # Errors
    /// Where the testee can't be asked any more. What came to light about the case before then stands in the halt's fault.
    pub(crate) fn ask(
        &mut self,
        op: &str,
        input: &Members,
        limit: Duration,
    ) -> Result<Step, (Option<Broken>, Halt)> {
        let mut before = None;
        let mut suspected = None;
        loop {
            let mut session = match self.take_session() {
                Ok(session) => session,
                Err(halt) => return Err((before, halt)),
            };
            let settled = session.settle();
            self.stray.add(&session.take_stray());
            let begun = Instant::now();
            let asked = match settled {
                Ok(()) => session.ask(op, input, limit),
                Err(broken) => Asked::BrokeBefore(broken),
            };
            let took = begun.elapsed();
            let stray = session.take_stray();
            self.stray.add(&stray);
            let reaction = match asked {
                Asked::Answered(answer) => {
                    self.session = Some(session);
                    // Alone it does well: it was the case before.
                    before = before.or(suspected.take());
                    Ok(answer)
                }
                // A process that was asked nothing has nobody before to blame.
                Asked::BrokeBefore(broken) if !self.asked => {
                    return Err((before, Halt::fault(FaultKind::Unasked(broken))));
                }
                Asked::BrokeBefore(broken) => {
                    before = Some(broken);
                    continue;
                }
                Asked::BrokeSomewhere(broken) if self.asked => {
                    suspected = Some(broken);
                    continue;
                }
                // In a fresh process there is no case before to blame.
                Asked::Broke(broken) | Asked::BrokeSomewhere(broken) => Err(broken),
                Asked::Interrupted => return Err((before, Halt::Interrupted)),
            };
            self.asked = true;
            return Ok(Step { before, reaction, took, stray });
        }
    }

    fn take_session(&mut self) -> Result<Session, Halt> {
        if let Some(session) = self.session.take() {
            return Ok(session);
        }
        if self.restarts == RESTARTS {
            return Err(Halt::fault(FaultKind::KeptBreaking));
        }
        self.restarts += 1;
        self.asked = false;
        let session = Session::start(self.command, self.limits, &mut self.stray).map_err(
            |error| match error {
                StartError::Interrupted => Halt::Interrupted,
                error => Halt::fault(FaultKind::Restart(error)),
            },
        )?;
        if *session.hello() == self.hello {
            Ok(session)
        } else {
            Err(Halt::fault(FaultKind::OtherHello))
        }
    }

    /// Ends the input and waits for the testee's end. Says how the case asked last broke after all, and a warning where the end
    /// was not as it should be.
    pub(crate) fn finish(&mut self) -> (Option<Broken>, Option<String>) {
        let Some(session) = self.session.take() else {
            return (None, None);
        };
        match session.finish(self.limits.exit) {
            Ok((ending, stray)) => {
                self.stray.add(&stray);
                (None, ending_warning(ending, self.limits.exit))
            }
            Err(broken) => (Some(broken), None),
        }
    }
}

fn ending_warning(ending: Option<Ending>, limit: Duration) -> Option<String> {
    match ending {
        Some(Ending::Exit(0)) => None,
        Some(ending) => {
            Some(format!("at the end of its input it {ending}; the protocol asks for status 0"))
        }
        None => Some(format!(
            "at the end of its input it didn't exit within {} s, and was killed",
            limit.as_secs_f32()
        )),
    }
}
