//! One testee against the selected vectors: asks each in turn, judges, and keeps the report.

use std::time::{Duration, Instant};

use crate::expect::{Exceptions, Failure, exceptions_not_run};
use crate::interrupt;
use crate::process::Command;
use crate::protocol::{Answer, Hello, Profile, operations, request_line};
use crate::report::{
    FaultReport, RulesReport, RunReport, StrayReport, Summary, VectorReport, answer_value,
};
use crate::session::{Broken, How, Limits};
use crate::stray::Stray;
use crate::suite::Case;
use crate::supervise::{Halt, Supervisor};
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
    command: &Command,
    cases: &[&Case],
    options: &RunOptions<'_>,
    observer: &mut impl Observer,
) -> RunReport {
    let begun = Instant::now();
    let mut report = RunReport {
        command: command.words().collect(),
        hello: None,
        fault: None,
        interrupted: false,
        warnings: Vec::new(),
        summary: Summary::default(),
        stray_lines: Vec::new(),
        vectors: Vec::new(),
    };
    let mut stray = Stray::default();
    match Supervisor::start(command, &options.limits, &mut stray) {
        Ok(mut supervisor) => {
            let hello = supervisor.hello().clone();
            let cases: Vec<&Case> = cases
                .iter()
                .copied()
                .filter(|case| is_for(&hello, options.profile, case))
                .collect();
            observer.begins(&hello, cases.len());
            let mut run = Run {
                hello: &hello,
                options,
                observer,
                cases: &cases,
                found: Vec::new(),
                told: 0,
                last_asked: None,
            };
            run.ask_all(&mut supervisor, &mut report);
            report.vectors = run.found.into_iter().map(|found| found.report).collect();
            report.summary = Summary::count(cases.len(), &report.vectors);
            report.summary.exceptions_not_run = options
                .exceptions
                .map_or(0, |exceptions| exceptions_not_run(exceptions, &report.vectors));
            report.summary.restarts = supervisor.restarts;
            stray = supervisor.stray;
            report.warnings.extend(nothing_compared(&hello, &report.vectors));
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

/// Whether one of the testee's profiles, or the one that was asked for, runs this vector.
fn is_for(hello: &Hello, wanted: Option<Profile>, case: &Case) -> bool {
    let mut profiles =
        hello.profiles().filter(|profile| wanted.is_none_or(|wanted| wanted == *profile));
    profiles.any(|profile| case.vector.profiles.contains(&profile))
}

struct Run<'a, O> {
    hello: &'a Hello,
    options: &'a RunOptions<'a>,
    observer: &'a mut O,
    cases: &'a [&'a Case],
    found: Vec<Found>,
    /// How many of them the observer knows.
    told: usize,
    /// The case asked last: what comes to light later is its fault.
    last_asked: Option<usize>,
}

/// A vector's report, and what it rests on.
struct Found {
    answer: Option<Answer>,
    took: Duration,
    stray: Stray,
    report: VectorReport,
}

impl<O: Observer> Run<'_, O> {
    fn ask_all(&mut self, supervisor: &mut Supervisor<'_>, report: &mut RunReport) {
        for case in self.cases {
            if let Some(why) = not_asked(self.hello, case) {
                self.found(case, Reaction::NotAsked(why), Duration::ZERO, Stray::default());
                continue;
            }
            let operation = operations::find(&case.op);
            let limits = &self.options.limits;
            let limit = if operation.is_some_and(|operation| operation.scenario) {
                limits.scenario
            } else {
                limits.case
            };
            match supervisor.ask(&case.op, &case.vector.input, limit) {
                Ok(step) => {
                    if let Some(broken) = step.before {
                        self.last_one_broke(broken);
                    }
                    self.tell();
                    self.last_asked = Some(self.found.len());
                    let reaction = match step.reaction {
                        Ok(answer) => Reaction::Answered(answer),
                        Err(broken) => Reaction::Broke { broken, answer: None },
                    };
                    self.found(case, reaction, step.took, step.stray);
                }
                Err((before, halt)) => {
                    if let Some(broken) = before {
                        self.last_one_broke(broken);
                    }
                    self.tell();
                    halted(halt, report);
                    return;
                }
            }
            if self.options.fail_fast && self.found.iter().any(|found| found.report.red) {
                break;
            }
        }
        let (broken, warning) = supervisor.finish();
        if let Some(broken) = broken {
            self.last_one_broke(broken);
        }
        report.warnings.extend(warning);
        self.tell();
    }

    fn found(&mut self, case: &Case, reaction: Reaction, took: Duration, stray: Stray) {
        let report = judged(case, self.hello, &reaction, self.options, took, stray.clone());
        let answer = match reaction {
            Reaction::Answered(answer) => Some(answer),
            Reaction::NotAsked(_) | Reaction::Broke { .. } => None,
        };
        self.found.push(Found { answer, took, stray, report });
    }

    /// The case asked last was answered, and then the testee broke.
    fn last_one_broke(&mut self, broken: Broken) {
        let Some((index, found)) =
            self.last_asked.and_then(|index| Some((index, self.found.get_mut(index)?)))
        else {
            return;
        };
        let Some(case) = self.cases.get(index) else { return };
        let reaction = Reaction::Broke { broken, answer: found.answer.take() };
        found.report =
            judged(case, self.hello, &reaction, self.options, found.took, found.stray.clone());
    }

    /// Tells the observer all verdicts so far: nothing can change them any more.
    fn tell(&mut self) {
        for (case, found) in self.cases.iter().zip(&self.found).skip(self.told) {
            self.observer.judged(case, &found.report);
        }
        self.told = self.found.len();
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
    let mut judgement = judge(&case.op, vector, hello, reaction, strictness);
    let failure = match reaction {
        Reaction::Answered(answer) => Failure::of(&judgement, answer),
        Reaction::NotAsked(_) | Reaction::Broke { .. } => None,
    };
    let exception = options.exceptions.and_then(|exceptions| {
        exceptions.apply(&vector.id, hello, reaction, strictness, &mut judgement)
    });
    let (actual, stderr) = match reaction {
        Reaction::NotAsked(_) => (None, String::new()),
        Reaction::Answered(answer) => (Some(answer_value(answer)), String::new()),
        Reaction::Broke { broken, answer } => {
            (answer.as_ref().map(answer_value), broken.errors.clone())
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
