//! Questions to an adapter, one after the other, and what was found on the way.

use std::collections::BTreeMap;

use serde_json::Value;

use super::mistake::Mistake;
use super::probe::{Heard, Line, Probe};
use super::reading::{self, Found};
use crate::process::Command;
use crate::protocol::{Answer, Members, request_line};
use crate::session::Limits;

/// After so many breaks there is nothing more to learn.
const BREAKS: usize = 5;

/// Why nothing more can be asked.
#[derive(Debug)]
pub(super) enum Stop {
    Interrupted,
    /// It couldn't be run, or never came to answer. Its mistakes say why.
    Broken(String),
}

/// A conversation with an adapter, over one process or several.
pub(super) struct Talk<'a> {
    pub(super) command: &'a Command,
    pub(super) limits: Limits,
    probe: Option<Probe>,
    next_id: u64,
    /// The id of the question that was answered last.
    answered: Option<String>,
    breaks: usize,
    /// How many questions were asked.
    pub(super) questions: usize,
    /// How often each mistake was seen, and where first.
    pub(super) found: BTreeMap<Mistake, (usize, String)>,
    /// The mistakes, the one that was seen first before the others.
    pub(super) order: Vec<Mistake>,
    /// The first and the number of lines beside the answers.
    pub(super) noise: (usize, Option<String>),
    /// Bytes on standard error.
    pub(super) errors: usize,
}

impl<'a> Talk<'a> {
    pub(super) fn new(command: &'a Command, limits: Limits) -> Self {
        Self {
            command,
            limits,
            probe: None,
            next_id: 1,
            answered: None,
            breaks: 0,
            questions: 0,
            found: BTreeMap::new(),
            order: Vec::new(),
            noise: (0, None),
            errors: 0,
        }
    }

    /// Notes a mistake.
    pub(super) fn found(&mut self, mistake: Mistake, detail: impl Into<String>) {
        let detail = detail.into();
        let order = &mut self.order;
        let entry = self.found.entry(mistake).or_insert_with(|| {
            order.push(mistake);
            (0, detail)
        });
        entry.0 += 1;
    }

    pub(super) fn all_found(&mut self, found: Vec<Found>) {
        for (mistake, detail) in found {
            self.found(mistake, detail);
        }
    }

    /// The process to be asked, a fresh one where there is none.
    pub(super) fn take_probe(&mut self) -> Result<Probe, Stop> {
        if let Some(probe) = self.probe.take() {
            return Ok(probe);
        }
        if self.breaks == BREAKS {
            return Err(Stop::Broken(format!("it broke {BREAKS} times, which is enough")));
        }
        self.answered = None;
        Probe::start(self.command)
            .map_err(|fault| Stop::Broken(format!("it couldn't be run: {fault}")))
    }

    /// Puts a process back that goes on.
    pub(super) fn put_back(&mut self, probe: Probe) {
        self.probe = Some(probe);
    }

    /// Lets go of a process, and takes what it wrote beside its answers.
    pub(super) fn let_go(&mut self, mut probe: Probe) -> String {
        let errors = probe.errors();
        self.errors += errors.len();
        self.noise.0 += probe.noise.count;
        let first = probe.noise.first.into_iter().find(|line| !line.is_empty());
        self.noise.1 = self.noise.1.take().or(first);
        errors
    }

    /// Asks one question.
    pub(super) fn ask(&mut self, op: &str, input: &Members) -> Result<Option<Answer>, Stop> {
        let id = self.next_id.to_string();
        self.next_id += 1;
        let text = request_line(&id, op, input);
        self.exchange(&id, op, &text)
    }

    /// Sends a line, and reads the answer. Where there is none, the process is let go.
    pub(super) fn exchange(
        &mut self,
        id: &str,
        about: &str,
        text: &str,
    ) -> Result<Option<Answer>, Stop> {
        let mut probe = self.take_probe()?;
        self.questions += 1;
        // A long line takes longer.
        let limit = if text.len() > 1 << 16 { self.limits.hello } else { self.limits.case };
        let mut heard = probe.ask(text, limit);
        loop {
            let line = match heard {
                Heard::Answer(line) => line,
                Heard::Interrupted => return Err(Stop::Interrupted),
                silence => {
                    self.broke(about, probe, &silence);
                    return Ok(None);
                }
            };
            if self.is_second(&line) {
                self.found(Mistake::TwoAnswers, format!("after {about}"));
                heard = probe.listen(limit);
                continue;
            }
            let mut found: Vec<Found> = reading::id(&line, id).into_iter().collect();
            let answer = reading::answer(&line, &mut found);
            self.all_found(found);
            if let Some(Answer::Panic(message)) = &answer {
                self.found(Mistake::Panics, format!("{about}: {}", crate::stray::shorten(message)));
            }
            self.answered = Some(id.to_owned());
            self.put_back(probe);
            return Ok(answer);
        }
    }

    /// Whether a line is another answer to the question that was answered last.
    pub(super) fn is_second(&self, line: &Line) -> bool {
        let id = line.members.get("id").and_then(Value::as_str);
        id.is_some() && id == self.answered.as_deref()
    }

    fn broke(&mut self, about: &str, probe: Probe, heard: &Heard) {
        self.breaks += 1;
        let errors = self.let_go(probe);
        let last = errors.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
        let last = if last.is_empty() {
            String::new()
        } else {
            format!("; its last words: {}", crate::stray::shorten(last))
        };
        let seconds = self.limits.case.as_secs_f32();
        match heard {
            Heard::Silence(0) => {
                self.found(Mistake::Breaks, format!("{about}: no answer within {seconds} s{last}"));
            }
            Heard::Silence(bytes) => {
                self.found(
                    Mistake::NoLineFeed,
                    format!("{about}: {bytes} bytes, and no line feed"),
                );
            }
            Heard::Ended(ending) => {
                self.found(Mistake::Breaks, format!("{about}: it {ending}{last}"));
            }
            _ => self.found(Mistake::Breaks, format!("{about}: a flood of output")),
        }
    }

    /// Ends the process there is, if there is one, without a word about how it ends.
    pub(super) fn end(&mut self) {
        if let Some(probe) = self.probe.take() {
            self.let_go(probe);
        }
    }
}
