//! One testee against the selected vectors: asks each, judges, and keeps the report.
//!
//! | file | concept |
//! |---|---|
//! | `order` | in which order, and which part of a divided run |
//! | `work` | the cases dealt out, to one source or to several at a time |
//! | `collect` | the verdicts brought into order, and where the run ends |
//! | `alone` | what was not as expected, asked again in a fresh process |

pub(crate) mod alone;
mod collect;
pub(crate) mod order;
mod work;

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use collect::Collector;
use order::Seed;
use work::Work;

use crate::classes::Classes;
use crate::expect::{Exceptions, Failure, exceptions_not_run};
use crate::interrupt;
use crate::protocol::{Hello, Profile};
use crate::report::{
    FaultReport, RulesReport, RunReport, StrayReport, Summary, VectorReport, kept,
};
use crate::session::{Broken, How, Limits};
use crate::source::{Halt, Source, Sources};
use crate::stray::Stray;
use crate::suite::Case;
use crate::verdict::{Reaction, Strictness, judge};

/// How a run goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RunOptions<'a> {
    /// How much time things may take.
    pub(crate) limits: Limits,
    /// How strictly it is judged.
    pub(crate) strictness: Strictness,
    /// Take the testee in this profile alone.
    pub(crate) profile: Option<Profile>,
    /// Whether the first red vector ends the run.
    pub(crate) fail_fast: bool,
    /// The failures that are expected.
    pub(crate) exceptions: Option<&'a Exceptions>,
    /// What its messages mean, where it has no classes.
    pub(crate) classes: Option<&'a Classes>,
    /// In what way the cases are asked.
    pub(crate) course: Course,
}

/// In what way the cases are asked. The verdicts of a sound testee don't hang on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course {
    /// How many are asked at a time, each in a source of its own.
    pub(crate) jobs: usize,
    /// The seed of the order; without one, it is the suite's.
    pub(crate) seed: Option<Seed>,
    /// Whether what is not as expected is asked again alone.
    pub(crate) alone: bool,
}

impl Default for Course {
    fn default() -> Self {
        Self { jobs: 1, seed: None, alone: true }
    }
}

/// Who wants to know how a run goes. Everything is told once and in order.
pub(crate) trait Observer {
    /// The testee has shaken hands; so many vectors will run.
    fn begins(&mut self, hello: &Hello, selected: usize);
    /// The verdict on this vector is final.
    fn judged(&mut self, case: &Case, report: &VectorReport);
    /// The run is over.
    fn ends(&mut self, report: &RunReport);
}

/// Runs the cases that are meant for this testee.
pub(crate) fn run(
    sources: &dyn Sources,
    cases: &[&Case],
    options: &RunOptions<'_>,
    observer: &mut impl Observer,
) -> RunReport {
    let begun = Instant::now();
    let mut report = RunReport {
        command: sources.words(),
        hello: None,
        jobs: options.course.jobs,
        seed: options.course.seed,
        fault: None,
        interrupted: false,
        warnings: Vec::new(),
        summary: Summary::default(),
        stray_lines: Vec::new(),
        vectors: Vec::new(),
    };
    let mut stray = Stray::default();
    match sources.start(&mut stray) {
        Ok(mut source) => {
            let hello = source.hello().clone();
            let meant: Vec<&Case> = cases
                .iter()
                .copied()
                .filter(|case| is_for(&hello, options.profile, case))
                .collect();
            observer.begins(&hello, meant.len());
            let found = ask_all(sources, source.as_mut(), &hello, &meant, options, observer);
            drop(source);
            stray.add(&found.stray);
            report.vectors = found.vectors;
            report.warnings = found.warnings;
            if let Some(halt) = found.halt {
                halted(halt, &mut report);
            } else if options.course.alone && sources.remembers() {
                let early = alone::ask_again(sources, &hello, &meant, options, &mut report.vectors);
                report.warnings.extend(early);
            }
            report.summary = Summary::count(meant.len(), &report.vectors);
            report.summary.exceptions_not_run = options
                .exceptions
                .map_or(0, |exceptions| exceptions_not_run(exceptions, &report.vectors));
            report.summary.restarts = found.restarts;
            report.warnings.extend(nothing_compared(&hello, &report.vectors));
            let notes = options.classes.map(|classes| classes.notes(&report.vectors));
            report.warnings.extend(notes.into_iter().flatten());
            report.hello = Some(hello);
        }
        Err(halt) => halted(halt, &mut report),
    }
    // Also where it came so late that nothing was left to ask.
    report.interrupted |= interrupt::requested();
    report.summary.stray_lines = stray.count;
    report.stray_lines = stray.first;
    report.summary.milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    observer.ends(&report);
    report
}

/// What came of asking.
struct Found {
    /// In the order of `cases`.
    vectors: Vec<VectorReport>,
    halt: Option<Halt>,
    restarts: usize,
    warnings: Vec<String>,
    stray: Stray,
}

/// Asks all cases: this source, and others beside it where several are wanted.
fn ask_all(
    sources: &dyn Sources,
    source: &mut dyn Source,
    hello: &Hello,
    cases: &[&Case],
    options: &RunOptions<'_>,
    observer: &mut impl Observer,
) -> Found {
    let mut ordered: Vec<(usize, &Case)> = cases.iter().copied().enumerate().collect();
    if let Some(seed) = options.course.seed {
        ordered.sort_by_key(|(_, case)| order::place(seed, &case.vector.id));
    }
    let (places, in_order): (Vec<usize>, Vec<&Case>) = ordered.into_iter().unzip();
    let patience = sources.patience();
    let work = Work::new(hello, options, &in_order, patience);
    let mut collector = Collector::new(&work, observer, patience);
    let (sender, events) = mpsc::channel();
    thread::scope(|scope| {
        if let Some(shared) = sources.shared() {
            for _ in 1..options.course.jobs.min(cases.len()) {
                let (sender, work) = (sender.clone(), &work);
                // Who collects is there until the last one has ended.
                scope.spawn(move || {
                    work.serve_another(shared, &mut |event| drop(sender.send(event)));
                });
            }
        }
        drop(sender);
        work.serve(source, &mut |event| {
            collector.take(event);
            for event in events.try_iter() {
                collector.take(event);
            }
        });
        for event in &events {
            collector.take(event);
        }
    });
    let Collector { told, halt, restarts, warnings, stray, .. } = collector;
    let mut vectors: Vec<(usize, VectorReport)> = places.into_iter().zip(told).collect();
    vectors.sort_by_key(|(place, _)| *place);
    let vectors = vectors.into_iter().map(|(_, vector)| vector).collect();
    // A source that is made for each question was never started anew.
    let restarts = if sources.remembers() { restarts } else { 0 };
    Found { vectors, halt, restarts, warnings, stray }
}

/// Whether one of the testee's profiles, or the one that was asked for, runs this vector.
fn is_for(hello: &Hello, wanted: Option<Profile>, case: &Case) -> bool {
    let mut profiles =
        hello.profiles().filter(|profile| wanted.is_none_or(|wanted| wanted == *profile));
    profiles.any(|profile| case.vector.profiles.contains(&profile))
}

fn judged(
    case: &Case,
    hello: &Hello,
    reaction: &Reaction,
    options: &RunOptions<'_>,
    took: Duration,
    stray: Stray,
) -> VectorReport {
    let vector = &case.vector;
    let strictness = options.strictness;
    let mut judgement = judge(&case.op, vector, hello, reaction, strictness, options.classes);
    kept::judgement(&mut judgement, vector);
    let failure = match reaction {
        Reaction::Answered(answer) => Failure::of(&judgement, answer),
        Reaction::NotAsked(_) | Reaction::Broke { .. } => None,
    };
    let exception = options.exceptions.and_then(|exceptions| {
        exceptions.apply(&vector.id, hello, reaction, strictness, &mut judgement)
    });
    let (actual, stderr) = match reaction {
        Reaction::NotAsked(_) => (None, String::new()),
        Reaction::Answered(answer) => (Some(kept::answer(answer, vector)), String::new()),
        Reaction::Broke { broken, answer } => {
            let answer = answer.as_ref().map(|answer| kept::answer(answer, vector));
            (answer, broken.errors.clone())
        }
    };
    VectorReport {
        id: vector.id.clone(),
        hash: vector.hash.clone(),
        op: case.op.clone(),
        level: vector.level,
        status: vector.status,
        rules: RulesReport {
            obeys: vector.rules.obeys.clone(),
            breaks: vector.rules.breaks.clone(),
        },
        verdict: judgement.verdict,
        would_be: judgement.would_be,
        red: judgement.red,
        reasons: judgement.reasons,
        differences: judgement.differences,
        expected: vector.expect.to_value(),
        actual,
        failure,
        exception,
        same_as: judgement.same_as,
        alone: None,
        members_compared: judgement.compared,
        members: judgement.members,
        class_compared: judgement.class_compared,
        unknown_members: judgement.unknown,
        stray: StrayReport::from(stray),
        stderr,
        asked: None,
        microseconds: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
    }
}

fn halted(halt: Halt, report: &mut RunReport) {
    match halt {
        Halt::Interrupted => report.interrupted = true,
        Halt::Fault(fault) => {
            let message = fault.kind.to_string();
            let (line, stderr) = match fault.broken {
                Some(Broken { how: How::Garbage { line, .. }, errors }) => {
                    (Some(line).filter(|line| !line.is_empty()), errors)
                }
                Some(Broken { errors, .. }) => (None, errors),
                None => (None, String::new()),
            };
            report.fault = Some(FaultReport { message, line, stderr });
        }
    }
}

/// Operations of which not one member was compared, because the testee omits them all: that shows less than it seems.
fn nothing_compared(hello: &Hello, vectors: &[VectorReport]) -> Vec<String> {
    let idle = hello.omits.keys().filter(|op| {
        let of_op = || vectors.iter().filter(|vector| vector.op == **op);
        of_op().map(|vector| vector.members).sum::<usize>() > 0
            && of_op().all(|vector| vector.members_compared == 0)
    });
    idle.map(|op| {
        format!("{op}: it omits every member, so this shows only what it accepts and refuses")
    })
    .collect()
}
