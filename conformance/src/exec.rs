//! A process a vector: a program that is started anew for each, and says what it has to say in one life.
//!
//! The rules stand in `spec/testee-protocol.md`. A process has the same limits as a testee that stays: one deadline for all of it, a
//! group of its own that is killed as a group, and no more output than a line may have.
//!
//! | file | concept |
//! |---|---|
//! | `life` | one process from its start to its end |
//! | `json` | a request line in, an answer line out |
//! | `plain` | hex or text in, an exit status out |
//! | `members` | what the plain form writes: `name=value` lines, or an object |
//! | `placeholders` | `{op}` and the like in a command |

mod json;
mod life;
mod members;
mod placeholders;
pub(crate) mod plain;

use std::time::{Duration, Instant};

use crate::process::Command;
use crate::protocol::{Answer, Hello, Members};
use crate::session::{Broken, Limits, StartError};
use crate::source::{Asking, FaultKind, Halt, Source, Sources, Step};
use crate::stray::Stray;
use crate::supervise::RESTARTS;
use life::{Bounds, Fault};

/// A program that is started anew for every vector.
#[derive(Debug)]
pub(crate) struct Exec<'a> {
    command: &'a Command,
    limits: &'a Limits,
    form: Form,
}

/// What is said between the runner and a process.
#[derive(Debug)]
pub(crate) enum Form {
    /// A request line in, an answer line out.
    Json,
    /// Hex or text in, an exit status out.
    Plain(Box<plain::Plain>),
}

impl<'a> Exec<'a> {
    pub(crate) const fn new(command: &'a Command, limits: &'a Limits, form: Form) -> Self {
        Self { command, limits, form }
    }

    /// Asks one question of a process of its own.
    fn ask(
        &self,
        id: u64,
        op: &str,
        input: &Members,
        limit: Duration,
        stray: &mut Stray,
    ) -> Result<Answer, Fault> {
        let limits = Bounds { time: limit, memory: self.limits.memory };
        match &self.form {
            Form::Json => {
                json::ask(self.command, &id.to_string(), op, input, limits, stray, json::answer)
            }
            Form::Plain(plain) => plain.ask(self.command, op, input, limits, stray),
        }
    }

    fn hello(&self, stray: &mut Stray) -> Result<Hello, Halt> {
        let limits = Bounds { time: self.limits.hello, memory: self.limits.memory };
        let hello = match &self.form {
            Form::Json => {
                json::hello(self.command, limits, stray).map_err(|fault| match fault {
                    Fault::Broken(broken) => start(StartError::Hello(broken)),
                    fault => halt(fault),
                })?
            }
            Form::Plain(plain) => plain.hello.clone(),
        };
        hello.check().map_err(|fault| start(StartError::BadHello(fault)))?;
        Ok(hello)
    }

    /// Asks for an operation that nobody has, where the program learns of operations at all.
    fn try_canary(&self, stray: &mut Stray) -> Result<(), Halt> {
        if matches!(&self.form, Form::Plain(_)) && !placeholders::names_op(self.command) {
            return Ok(());
        }
        let op = crate::session::canary();
        match self.ask(1, &op, &Members::new(), self.limits.hello, stray) {
            Ok(Answer::Unsupported(_)) => Ok(()),
            Ok(answer) => Err(start(StartError::CanaryAnswered(answer.verdict()))),
            Err(Fault::Broken(broken)) => Err(start(StartError::Canary(broken))),
            Err(fault) => Err(halt(fault)),
        }
    }
}

fn start(error: StartError) -> Halt {
    Halt::fault(FaultKind::Start(error))
}

fn halt(fault: Fault) -> Halt {
    match fault {
        Fault::Start(fault) => start(StartError::Start(fault)),
        Fault::Broken(broken) => Halt::fault(FaultKind::Unasked(broken)),
        Fault::Interrupted => Halt::Interrupted,
    }
}

impl Sources for Exec<'_> {
    fn words(&self) -> Vec<String> {
        self.command.words().collect()
    }

    fn patience(&self) -> Option<usize> {
        Some(RESTARTS)
    }

    fn shared(&self) -> Option<&(dyn Sources + Sync)> {
        Some(self)
    }

    fn start<'b>(&'b self, stray: &mut Stray) -> Result<Box<dyn Source + 'b>, Halt> {
        let hello = self.hello(stray)?;
        self.try_canary(stray)?;
        Ok(Box::new(Lives { of: self, hello, stray: Stray::default(), next_id: 2 }))
    }
}

/// One process after the other.
struct Lives<'a> {
    of: &'a Exec<'a>,
    hello: Hello,
    stray: Stray,
    next_id: u64,
}

impl Source for Lives<'_> {
    fn hello(&self) -> &Hello {
        &self.hello
    }

    fn ask(&mut self, op: &str, input: &Members, limit: Duration) -> Asking {
        let begun = Instant::now();
        let mut stray = Stray::default();
        let id = self.next_id;
        self.next_id += 1;
        let answered = self.of.ask(id, op, input, limit, &mut stray);
        self.stray.add(&stray);
        let reaction = match answered {
            Ok(answer) => Ok(answer),
            Err(Fault::Broken(broken)) => Err(broken),
            Err(fault) => return Err((None, halt(fault))),
        };
        Ok(Step { before: None, reaction, took: begun.elapsed(), stray })
    }

    fn finish(&mut self) -> (Option<Broken>, Option<String>) {
        match &self.of.form {
            Form::Json => (None, None),
            Form::Plain(plain) => (None, plain.note()),
        }
    }

    fn take_stray(&mut self) -> Stray {
        std::mem::take(&mut self.stray)
    }
}
