//! The cases of a run, dealt out in order to whoever asks next: one source, or several at a time.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::{RunOptions, judged};
use crate::protocol::{Answer, Hello, operations, request_line};
use crate::report::VectorReport;
use crate::session::Broken;
use crate::source::{FaultKind, Halt, Source, Sources};
use crate::stray::Stray;
use crate::suite::Case;
use crate::verdict::Reaction;

/// What all who ask have in common.
pub(super) struct Work<'a> {
    pub(super) hello: &'a Hello,
    pub(super) options: &'a RunOptions<'a>,
    /// In the order in which they are asked.
    pub(super) cases: &'a [&'a Case],
    /// After how many cases over which the testee broke no more are asked.
    patience: Option<usize>,
    /// The place of the next case.
    next: AtomicUsize,
    /// The place of the first case that doesn't matter any more.
    end: AtomicUsize,
    /// The places of the cases over which the testee broke.
    broken: Mutex<BTreeSet<usize>>,
}

/// What becomes known while cases are asked.
pub(super) enum Event {
    /// A verdict that nothing can change any more.
    Judged(Box<Judged>),
    /// The case at this place couldn't be asked.
    Halted(usize, Halt),
    /// One of those who ask has ended.
    Ended {
        /// What was not as it should be and has no verdict.
        warning: Option<String>,
        /// What the testee wrote beside its answers.
        stray: Stray,
    },
}

/// A case and what became of it.
pub(super) struct Judged {
    /// Its place in the order.
    pub(super) place: usize,
    /// Whether it was asked.
    pub(super) asked: bool,
    /// Whether the testee broke over it.
    pub(super) broke: bool,
    pub(super) report: VectorReport,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        hello: &'a Hello,
        options: &'a RunOptions<'a>,
        cases: &'a [&'a Case],
        patience: Option<usize>,
    ) -> Self {
        Self {
            hello,
            options,
            cases,
            patience,
            next: AtomicUsize::new(0),
            end: AtomicUsize::new(cases.len()),
            broken: Mutex::default(),
        }
    }

    /// From this place on, no case matters any more.
    pub(super) fn stop_at(&self, place: usize) {
        self.end.fetch_min(place, Ordering::Relaxed);
    }

    /// How often the testee may break, where that has an end, and it has broken too often before this place.
    fn impatient(&self, place: usize) -> Option<usize> {
        let broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        // Only what stands before it: with several at a time, others may be far ahead.
        self.patience.filter(|patience| broken.range(..place).count() > *patience)
    }

    fn broke_at(&self, place: usize) {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).insert(place);
    }

    fn take(&self) -> Option<(usize, &'a Case)> {
        let place = self.next.fetch_add(1, Ordering::Relaxed);
        let case = self.cases.get(place)?;
        (place < self.end.load(Ordering::Relaxed)).then_some((place, *case))
    }

    /// Asks as long as there are cases, with a source of its own.
    pub(super) fn serve_another(
        &self,
        sources: &(dyn Sources + Sync),
        tell: &mut dyn FnMut(Event),
    ) {
        let mut stray = Stray::default();
        match sources.start(&mut stray) {
            Ok(mut source) if source.hello() == self.hello => {
                self.serve(source.as_mut(), tell);
                tell(Event::Ended { warning: None, stray });
            }
            Ok(_) => {
                // It would have had the next case.
                if let Some((place, _)) = self.take() {
                    self.stop_at(place);
                    tell(Event::Halted(place, Halt::fault(FaultKind::OtherHello)));
                }
            }
            // Those that run can do its work as well.
            Err(halt) => {
                let warning = match halt {
                    Halt::Fault(fault) => {
                        Some(format!("fewer jobs than asked for: {}", fault.kind))
                    }
                    Halt::Interrupted => None,
                };
                tell(Event::Ended { warning, stray });
            }
        }
    }

    /// Asks as long as there are cases.
    pub(super) fn serve(&self, source: &mut dyn Source, tell: &mut dyn FnMut(Event)) {
        let mut asking = Asking { work: self, last: None, tell };
        while let Some((place, case)) = self.take() {
            if let Err(halt) = asking.one(source, place, case) {
                self.stop_at(place);
                (asking.tell)(Event::Halted(place, halt));
                break;
            }
        }
        let (broken, warning) = source.finish();
        asking.last_one_broke(broken);
        asking.settled();
        (asking.tell)(Event::Ended { warning, stray: source.take_stray() });
    }
}

/// One who asks.
struct Asking<'a, 'b> {
    work: &'b Work<'a>,
    /// The case asked last: what comes to light later is its fault.
    last: Option<Pending<'a>>,
    tell: &'b mut dyn FnMut(Event),
}

/// A case that was asked, until nothing can change its verdict.
struct Pending<'a> {
    case: &'a Case,
    answer: Option<Answer>,
    took: Duration,
    stray: Stray,
    judged: Box<Judged>,
}

impl<'a> Asking<'a, '_> {
    fn one(&mut self, source: &mut dyn Source, place: usize, case: &'a Case) -> Result<(), Halt> {
        let Work { hello, options, .. } = *self.work;
        if let Some(why) = not_asked(hello, case) {
            let reaction = Reaction::NotAsked(why);
            let report = judged(case, hello, &reaction, options, Duration::ZERO, Stray::default());
            let judged = Judged { place, asked: false, broke: false, report };
            (self.tell)(Event::Judged(Box::new(judged)));
            return Ok(());
        }
        let broken = source.settle();
        self.last_one_broke(broken);
        if let Some(patience) = self.work.impatient(place) {
            return Err(Halt::fault(FaultKind::KeptBreaking(patience)));
        }
        let operation = operations::find(&case.op);
        let limits = &options.limits;
        let limit = if operation.is_some_and(|operation| operation.scenario) {
            limits.scenario
        } else {
            limits.case
        };
        match source.ask(&case.op, &case.vector.input, limit) {
            Ok(step) => {
                self.last_one_broke(step.before);
                self.settled();
                let reaction = match step.reaction {
                    Ok(answer) => Reaction::Answered(answer),
                    Err(broken) => Reaction::Broke { broken, answer: None },
                };
                self.asked(place, case, reaction, step.took, step.stray);
                Ok(())
            }
            Err((before, halt)) => {
                self.last_one_broke(before);
                Err(halt)
            }
        }
    }

    fn asked(
        &mut self,
        place: usize,
        case: &'a Case,
        reaction: Reaction,
        took: Duration,
        stray: Stray,
    ) {
        let Work { hello, options, .. } = *self.work;
        let report = judged(case, hello, &reaction, options, took, stray.clone());
        if options.fail_fast && report.red {
            self.work.stop_at(place + 1);
        }
        let broke = matches!(reaction, Reaction::Broke { .. });
        if broke {
            self.work.broke_at(place);
        }
        let answer = match reaction {
            Reaction::Answered(answer) => Some(answer),
            Reaction::NotAsked(_) | Reaction::Broke { .. } => None,
        };
        let judged = Box::new(Judged { place, asked: true, broke, report });
        self.last = Some(Pending { case, answer, took, stray, judged });
    }

    /// The case asked last was answered, and then the testee broke.
    fn last_one_broke(&mut self, broken: Option<Broken>) {
        let Some(broken) = broken else { return };
        let Some(mut last) = self.last.take() else { return };
        let Work { hello, options, .. } = *self.work;
        let reaction = Reaction::Broke { broken, answer: last.answer.take() };
        last.judged.report = judged(last.case, hello, &reaction, options, last.took, last.stray);
        last.judged.broke = true;
        self.work.broke_at(last.judged.place);
        (self.tell)(Event::Judged(last.judged));
    }

    /// Nothing more comes to light about the case asked last.
    fn settled(&mut self) {
        if let Some(last) = self.last.take() {
            (self.tell)(Event::Judged(last.judged));
        }
    }
}

/// Why a case isn't asked: what it needs, the testee has declared not to have.
fn not_asked(hello: &Hello, case: &Case) -> Option<String> {
    if !hello.ops.contains(&case.op) {
        return Some(format!("no {}", case.op));
    }
    let lacking: Vec<&str> = case
        .vector
        .needs
        .iter()
        .map(String::as_str)
        .filter(|tag| !hello.can.contains(*tag))
        .collect();
    if !lacking.is_empty() {
        return Some(format!("no {}", lacking.join(", ")));
    }
    let length = request_line("", &case.op, &case.vector.input).len();
    // Room for the id.
    (length + 20 > hello.max_line())
        .then(|| format!("a line of {length} bytes is longer than its max_line"))
}
