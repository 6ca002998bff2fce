//! The answers of a file as a source for a run.

use std::time::Duration;

use super::answers::Answers;
use super::export::id;
use crate::protocol::{Answer, Hello, Members};
use crate::session::{Broken, How, StartError};
use crate::source::{Asking, FaultKind, Halt, Source, Sources, Step};
use crate::stray::Stray;

/// Answers that were written elsewhere.
#[derive(Debug)]
pub(crate) struct Transcript {
    answers: Answers,
}

impl Transcript {
    pub(crate) const fn new(answers: Answers) -> Self {
        Self { answers }
    }
}

impl Sources for Transcript {
    fn words(&self) -> Vec<String> {
        Vec::new()
    }

    fn start<'a>(&'a self, stray: &mut Stray) -> Result<Box<dyn Source + 'a>, Halt> {
        let answers = &self.answers;
        stray.add(&answers.stray);
        let fault = |reason| Halt::fault(FaultKind::Answers(reason));
        let hello = answers.hello().map_err(fault)?.clone();
        match &answers.canary {
            Some(Answer::Unsupported(_)) => {}
            Some(answer) => {
                return Err(StartError::CanaryAnswered(answer.verdict()).into());
            }
            None => {
                return Err(fault(
                    "there is no answer to the canary, the second request".to_owned(),
                ));
            }
        }
        Ok(Box::new(Replay { of: self, hello }))
    }
}

/// The answers, asked for one after the other.
struct Replay<'a> {
    of: &'a Transcript,
    hello: Hello,
}

impl Source for Replay<'_> {
    fn hello(&self) -> &Hello {
        &self.hello
    }

    fn ask(&mut self, op: &str, input: &Members, _: Duration) -> Asking {
        let reaction = match self.of.answers.of(&id(op, input)) {
            Some(kept) => match (&kept.broken, &kept.answer) {
                (Some(broken), _) => Err(broken.clone()),
                (None, Some(answer)) => Ok(answer.clone()),
                (None, None) => Err(missing()),
            },
            None => Err(missing()),
        };
        Ok(Step { before: None, reaction, took: Duration::ZERO, stray: Stray::default() })
    }

    fn finish(&mut self) -> (Option<Broken>, Option<String>) {
        (None, self.of.answers.note())
    }
}

fn missing() -> Broken {
    Broken { how: How::Missing, errors: String::new() }
}
