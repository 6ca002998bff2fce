//! The testees of `ampwire.toml`, run side by side.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use ampwire_vectors::Profile;

use super::{Failure, Gathered};
use crate::args::{Matrix as Arguments, Times};
use crate::classes::Classes;
use crate::commands::check::read_exceptions;
use crate::expect::Exceptions;
use crate::matrix::{LeftOut, Party};
use crate::process::Command;
use crate::protocol::Hello;
use crate::render::output::Output;
use crate::render::progress::Progress;
use crate::report::saved::of_run;
use crate::report::{ExceptionsReport, Options, RunReport, VectorReport};
use crate::run::{Course, Observer, RunOptions, run};
use crate::select::{Patterns, select};
use crate::suite::{Case, Suite};
use crate::supervise::Supervised;
use crate::testees::{File, Testee};
use crate::verdict::Strictness;
use crate::{exit, interrupt};

/// A testee that is there, with all that its run needs.
struct Ready<'a> {
    entry: &'a Testee,
    command: Command,
    cases: Vec<&'a Case>,
    exceptions: Option<Exceptions>,
    classes: Option<Classes>,
    profile: Option<Profile>,
}

/// Runs the testees that were asked for.
///
/// # Errors
/// A mistake in the file or in a file that it names, and a testee that has to be there and isn't.
pub(super) fn run_all<'a>(
    arguments: &Arguments,
    suite: &'a Suite,
    cases: &[&'a Case],
    options: Options,
    no_color: bool,
) -> Result<Gathered, Failure> {
    let file = File::read(arguments.file.config.as_deref()).map_err(Failure::usage)?;
    let entries = chosen(&file, &arguments.testees)?;
    let (mut ready, mut left_out, mut lacking) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        match entry.command() {
            Ok(command) => ready.push(prepare(arguments, suite, cases, entry, command)?),
            Err(why) if entry.optional && !arguments.require_all => {
                left_out.push(LeftOut { name: entry.name.clone(), why });
            }
            Err(why) => lacking.push(format!(
                "{}:{}: the testee {}: {why}",
                file.path.display(),
                entry.line,
                entry.name
            )),
        }
    }
    if !lacking.is_empty() {
        return Err(Failure { message: lacking.join("\n"), status: exit::TESTEE });
    }
    if ready.is_empty() {
        return Err(Failure {
            message: "no testee is there to be run".to_owned(),
            status: exit::NOTHING_RAN,
        });
    }
    let runs = side_by_side(arguments, &ready, no_color);
    let (mut parties, mut notes, mut stale) = (Vec::new(), Vec::new(), false);
    for (ready, report) in ready.iter().zip(runs) {
        let file = ready.exceptions.as_ref().map(ExceptionsReport::new);
        if let Some(file) = file.as_ref().filter(|file| !file.stale.is_empty()) {
            stale = true;
            notes.extend(file.stale.iter().map(|entry| {
                format!(
                    "{}: {}:{}: {}: {}",
                    ready.entry.name, file.file, entry.line, entry.id, entry.why
                )
            }));
        }
        if report.hello.is_some() && report.summary.selected == 0 {
            notes.push(format!("{}: no vector is selected for it", ready.entry.name));
        }
        notes.extend(report.warnings.iter().map(|note| format!("{}: {note}", ready.entry.name)));
        let run = of_run(&report, file.as_ref(), arguments.reproducible)?;
        parties.push(Party::new(ready.entry.name.clone(), run));
    }
    Ok(Gathered { parties, left_out, notes, stale, options })
}

/// The testees that were named, each once and in the file's order; where none was, those that are enabled.
fn chosen<'a>(file: &'a File, names: &[String]) -> Result<Vec<&'a Testee>, Failure> {
    for name in names {
        file.find(name).map_err(Failure::usage)?;
    }
    let wanted = |testee: &&Testee| {
        if names.is_empty() { testee.enabled } else { names.contains(&testee.name) }
    };
    Ok(file.testees.iter().filter(wanted).collect())
}

fn prepare<'a>(
    arguments: &Arguments,
    suite: &'a Suite,
    cases: &[&'a Case],
    entry: &'a Testee,
    command: Command,
) -> Result<Ready<'a>, Failure> {
    let exceptions = match &entry.expect {
        Some(path) => Some(read_exceptions(path, suite)?),
        None => None,
    };
    let path = entry.classes.as_ref().or(arguments.trial.judging.classes.as_ref());
    let classes = path.map(|path| Classes::read(path)).transpose().map_err(Failure::usage)?;
    let patterns = Patterns { skip: entry.skip.clone(), ..Patterns::default() };
    let taken = select(suite, &patterns).map_err(|fault| {
        Failure::usage(format!("the testee {}: `skip` for {fault}", entry.name))
    })?;
    let ids: std::collections::BTreeSet<&str> =
        taken.iter().map(|case| case.vector.id.as_str()).collect();
    let builtin = entry.builtin();
    let mut meant: Vec<&Case> = cases
        .iter()
        .copied()
        .filter(|case| {
            ids.contains(case.vector.id.as_str())
                && builtin.is_none_or(|profile| case.vector.profiles.contains(&profile))
        })
        .collect();
    if builtin.is_none() {
        arguments.trial.judging.withheld.leave_out(&mut meant)?;
    }
    let asked = arguments.trial.selection.profile();
    Ok(Ready {
        entry,
        command,
        cases: meant,
        exceptions,
        classes,
        profile: asked.or(entry.profile),
    })
}

/// Runs them all, so many at a time.
fn side_by_side(arguments: &Arguments, ready: &[Ready<'_>], no_color: bool) -> Vec<RunReport> {
    let processors = || thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.map_or_else(processors, usize::from).min(ready.len());
    let waiting: Mutex<VecDeque<usize>> = Mutex::new((0..ready.len()).collect());
    let (told, telling) = channel();
    let mut reports: Vec<Option<RunReport>> = ready.iter().map(|_| None).collect();
    thread::scope(|scope| {
        for _ in 0..jobs {
            let (told, waiting) = (told.clone(), &waiting);
            scope.spawn(move || {
                let next = || waiting.lock().ok()?.pop_front();
                while let Some((place, one)) =
                    next().and_then(|place| Some((place, ready.get(place)?)))
                {
                    let report = run_one(arguments, one, told.clone());
                    // The receiver lives as long as any of these threads.
                    let _ = told.send(Told::Ended(place, Box::new(report)));
                    if interrupt::requested() {
                        break;
                    }
                }
            });
        }
        drop(told);
        let mut progress = Progress::new(true);
        let mut output = Output::stderr(no_color);
        progress.begin(ready.iter().map(|one| one.cases.len()).sum());
        for told in telling {
            match told {
                Told::Step(id) => progress.step(&id, &mut output),
                Told::Ended(place, report) => {
                    if let Some(slot) = reports.get_mut(place) {
                        *slot = Some(*report);
                    }
                }
            }
        }
        progress.end();
    });
    // Interrupted before its turn: as a run that was interrupted at its start.
    let missing = |(report, one): (Option<RunReport>, &Ready<'_>)| {
        report.unwrap_or_else(|| RunReport {
            command: one.command.words().collect(),
            hello: None,
            fault: None,
            interrupted: true,
            warnings: Vec::new(),
            summary: crate::report::Summary::default(),
            stray_lines: Vec::new(),
            vectors: Vec::new(),
            jobs: 1,
            seed: None,
        })
    };
    reports.into_iter().zip(ready).map(missing).collect()
}

fn run_one(arguments: &Arguments, ready: &Ready<'_>, told: Sender<Told>) -> RunReport {
    let judging = arguments.trial.judging.strictness();
    let limits = ready.entry.limits(Times::default().limits());
    let options = RunOptions {
        limits,
        strictness: Strictness {
            accept_deployed: judging.accept_deployed || ready.entry.accept_deployed,
            ..judging
        },
        profile: ready.profile,
        fail_fast: false,
        exceptions: ready.exceptions.as_ref(),
        classes: ready.classes.as_ref(),
        course: Course { alone: false, ..Course::default() },
    };
    let sources = Supervised::new(&ready.command, &limits);
    run(&sources, &ready.cases, &options, &mut Teller { told })
}

/// What a run tells while it goes on.
enum Told {
    /// A vector is done.
    Step(String),
    /// The run is over.
    Ended(usize, Box<RunReport>),
}

struct Teller {
    told: Sender<Told>,
}

impl Observer for Teller {
    fn begins(&mut self, _: &Hello, _: usize) {}

    fn judged(&mut self, _: &Case, report: &VectorReport) {
        let _ = self.told.send(Told::Step(report.id.clone()));
    }

    fn ends(&mut self, _: &RunReport) {}
}
