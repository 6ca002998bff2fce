//! A testee kept alive: started anew after it broke, with the blame where it belongs, and not for ever.

use std::time::{Duration, Instant};

use crate::process::{Command, Ending};
use crate::protocol::{Hello, Members};
use crate::session::{Asked, Broken, Limits, Session, StartError};
use crate::source::{Asking, FaultKind, Halt, Source, Sources, Step};
use crate::stray::Stray;

/// How often a testee may be started anew in one run.
pub(crate) const RESTARTS: usize = 20;

/// The supervised processes of one command.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Supervised<'a> {
    command: &'a Command,
    limits: &'a Limits,
}

impl<'a> Supervised<'a> {
    /// Processes of this command.
    pub(crate) const fn new(command: &'a Command, limits: &'a Limits) -> Self {
        Self { command, limits }
    }
}

impl Sources for Supervised<'_> {
    fn words(&self) -> Vec<String> {
        self.command.words().collect()
    }

    fn start<'b>(&'b self, stray: &mut Stray) -> Result<Box<dyn Source + 'b>, Halt> {
        let session = Session::start(self.command, self.limits, stray)?;
        Ok(Box::new(Supervisor {
            of: *self,
            hello: session.hello().clone(),
            session: Some(session),
            asked: false,
            settled: false,
            stray: Stray::default(),
        }))
    }

    fn remembers(&self) -> bool {
        true
    }

    fn patience(&self) -> Option<usize> {
        Some(RESTARTS)
    }

    fn shared(&self) -> Option<&(dyn Sources + Sync)> {
        Some(self)
    }
}

/// A testee under supervision.
#[derive(Debug)]
struct Supervisor<'a> {
    of: Supervised<'a>,
    session: Option<Session>,
    /// Whether the running process has been asked a case.
    asked: bool,
    /// Whether nothing can have come since that was looked for.
    settled: bool,
    hello: Hello,
    /// Its stray lines.
    stray: Stray,
}

impl Source for Supervisor<'_> {
    fn hello(&self) -> &Hello {
        &self.hello
    }

    fn settle(&mut self) -> Option<Broken> {
        // A process that was asked nothing has nobody to blame: asking it finds the fault.
        let mut session = self.session.take_if(|_| self.asked)?;
        let settled = session.settle();
        self.stray.add(&session.take_stray());
        if settled.is_ok() {
            self.settled = true;
            self.session = Some(session);
        }
        settled.err()
    }

    fn ask(&mut self, op: &str, input: &Members, limit: Duration) -> Asking {
        let mut before = None;
        let mut suspected = None;
        loop {
            let mut session = match self.take_session() {
                Ok(session) => session,
                Err(halt) => return Err((before, halt)),
            };
            let settled =
                if core::mem::take(&mut self.settled) { Ok(()) } else { session.settle() };
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

    fn finish(&mut self) -> (Option<Broken>, Option<String>) {
        let Some(session) = self.session.take() else {
            return (None, None);
        };
        match session.finish(self.of.limits.exit) {
            Ok((ending, stray)) => {
                self.stray.add(&stray);
                (None, ending_warning(ending, self.of.limits.exit))
            }
            Err(broken) => (Some(broken), None),
        }
    }

    fn take_stray(&mut self) -> Stray {
        core::mem::take(&mut self.stray)
    }
}

impl Supervisor<'_> {
    fn take_session(&mut self) -> Result<Session, Halt> {
        if let Some(session) = self.session.take() {
            return Ok(session);
        }
        self.asked = false;
        let session =
            Session::start(self.of.command, self.of.limits, &mut self.stray).map_err(|error| {
                match error {
                    StartError::Interrupted => Halt::Interrupted,
                    error => Halt::fault(FaultKind::Restart(error)),
                }
            })?;
        if *session.hello() == self.hello {
            Ok(session)
        } else {
            Err(Halt::fault(FaultKind::OtherHello))
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
