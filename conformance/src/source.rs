//! Where answers come from: what a run asks, whatever stands behind it, and why it can't be asked any more.

use core::fmt;
use std::time::Duration;

use crate::protocol::{Answer, Hello, Members};
use crate::session::{Broken, StartError};
use crate::stray::Stray;

/// Makes sources of one testee. A run may need several: one for each job, and one for a case that is asked again alone.
pub(crate) trait Sources {
    /// How the testee is called in reports: the program and its arguments.
    fn words(&self) -> Vec<String>;

    /// Makes one that has not been asked anything.
    ///
    /// # Errors
    /// Where it can't be. What it wrote beside its answers up to then is added to `stray`.
    fn start<'a>(&'a self, stray: &mut Stray) -> Result<Box<dyn Source + 'a>, Halt>;

    /// Whether what a source was asked before may bear on its next answer, and another one can be made that was asked nothing.
    fn remembers(&self) -> bool {
        false
    }

    /// Over how many cases a testee may break and be started anew. None: no matter how many.
    fn patience(&self) -> Option<usize> {
        None
    }

    /// The same for several threads, where each may have a source of its own.
    fn shared(&self) -> Option<&(dyn Sources + Sync)> {
        None
    }
}

/// What answers one case after the other.
pub(crate) trait Source {
    /// The testee's description of itself.
    fn hello(&self) -> &Hello;

    /// Looks whether the testee broke after its last answer.
    fn settle(&mut self) -> Option<Broken> {
        None
    }

    /// Asks one case, which may take so long.
    fn ask(&mut self, op: &str, input: &Members, limit: Duration) -> Asking;

    /// Ends it. Says how the testee broke over the case asked last after all, and a warning where the end was not as it should be.
    fn finish(&mut self) -> (Option<Broken>, Option<String>) {
        (None, None)
    }

    /// Takes what the testee wrote beside its answers since this was asked last.
    fn take_stray(&mut self) -> Stray {
        Stray::default()
    }
}

/// What came of asking one case. An error where nothing can be asked any more, with what came to light about the case before.
pub(crate) type Asking = Result<Step, (Option<Broken>, Halt)>;

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
    /// It broke again and again: it was started anew so many times.
    KeptBreaking(usize),
    /// Another process of it said something else about itself.
    OtherHello,
    /// Answers that were written elsewhere have no meaning, for this reason.
    Answers(String),
}

impl fmt::Display for FaultKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => error.fmt(formatter),
            Self::Restart(error) => write!(formatter, "started anew after it broke, {error}"),
            Self::Unasked(broken) => {
                write!(formatter, "before it was asked a case, {}", broken.how)
            }
            Self::KeptBreaking(restarts) => {
                write!(formatter, "it kept breaking: started anew {restarts} times, and no more")
            }
            Self::OtherHello => formatter
                .write_str("started another time, it describes itself otherwise than before"),
            Self::Answers(reason) => formatter.write_str(reason),
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
    /// What is wrong, with what the testee said last where it broke.
    pub(crate) fn fault(kind: FaultKind) -> Self {
        let broken = match &kind {
            FaultKind::Start(StartError::Hello(broken) | StartError::Canary(broken))
            | FaultKind::Restart(StartError::Hello(broken) | StartError::Canary(broken))
            | FaultKind::Unasked(broken) => Some(broken.clone()),
            _ => None,
        };
        Self::Fault(Box::new(Fault { kind, broken }))
    }
}
