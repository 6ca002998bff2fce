//! `ampwire check`: the suite against a testee, or against the built-in codec as a process of its own.

use std::path::Path;

use ampwire_vectors::{Level, Profile};

use super::named::Named;
use super::sources::{cost, sources};
use super::written::Files;
use super::{Failure, finish};
use crate::args::{
    Check, DEFAULT_HELLO_TIMEOUT, DEFAULT_SCENARIO_TIMEOUT, DEFAULT_TIMEOUT, LevelName, duration,
};
use crate::classes::Classes;
use crate::expect::{DEFAULT_FILE, Exceptions, File};
use crate::process::{Command, MemoryLimit};
use crate::protocol::PROTOCOL;
use crate::render::expected;
use crate::render::human::{Human, Verbosity};
use crate::render::output::Output;
use crate::render::reproduce::Reproduce;
use crate::report::{
    EMBEDDED, ExceptionsReport, Options, Report, RunReport, Runner, SCHEMA, SuiteReport, asked,
};
use crate::run::{RunOptions, run};
use crate::select::select;
use crate::suite::{Case, Suite};
use crate::testees::builtin_command;
use crate::withheld::note;
use crate::{exit, interrupt};

/// Runs the command.
pub(crate) fn execute(arguments: &Check, no_color: bool) -> Result<u8, Failure> {
    let named = Named::find(&arguments.target)?;
    let settled = named.as_ref().map(|named| settled(arguments, named));
    let (asked, arguments) = (arguments, settled.as_ref().unwrap_or(arguments));
    let suite = Suite::load(arguments.trial.suite.folder.as_deref())?;
    let selected = select(&suite, &arguments.trial.selection.patterns())?;
    let part = arguments.running.part;
    let cases = part.of(&selected);
    let exceptions = exceptions(arguments, &suite, !arguments.target.command.is_empty())?;
    let judging = &arguments.trial.judging;
    let classes = judging.classes()?;
    let file = exceptions.as_ref().map(ExceptionsReport::new);
    // Before the run: a file that can't be written must not cost one.
    let files = Files::create(&arguments.shown.files)?;
    interrupt::install();
    let mut output =
        if arguments.shown.json { Output::stderr(no_color) } else { Output::stdout(no_color) };
    let mut runs = Vec::new();
    let empty = part.empty(&selected);
    if let Some(words) = &empty {
        output.line(words);
    }
    let testees = if empty.is_some() { Vec::new() } else { testees(arguments, named.as_ref())? };
    for testee in testees {
        let meant = cases.iter().filter(|case| {
            testee.builtin.is_none_or(|profile| case.vector.profiles.contains(&profile))
        });
        let mut meant: Vec<&Case> = meant.copied().collect();
        let withheld = match testee.builtin {
            // What our own codec answers is no secret.
            Some(_) => None,
            None => note(judging.withheld.leave_out(&mut meant)?),
        };
        if let (Some(profile), true) = (testee.builtin, meant.is_empty()) {
            output.line(&format!(
                "the built-in codec as {}: no vector is selected for it",
                profile.as_str()
            ));
            continue;
        }
        let reproduce = testee.reproduce(asked);
        let mut human =
            Human::new(&mut output, verbosity(arguments), &suite, reproduce, file.as_ref());
        let options = options(arguments, exceptions.as_ref(), classes.as_ref());
        let sources = sources(
            &testee.command,
            &arguments.exec,
            arguments.trial.selection.profile(),
            &meant,
            &options.limits,
        )?;
        let mut report = run(sources.as_ref(), &meant, &options, &mut human);
        if let Some(words) = cost(&arguments.exec, &report) {
            output.line(&words);
        }
        if let Some(note) = profile_note(arguments, &report) {
            output.line(&format!("  note: {note}"));
            report.warnings.push(note);
        }
        if let Some(note) = withheld {
            output.line(&format!("  note: {note}"));
            report.warnings.push(note);
        }
        let stop = report.interrupted || (arguments.fail_fast && report.summary.red > 0);
        runs.push(report);
        if stop {
            break;
        }
    }
    conclude(arguments, &suite, file, runs, files, output)
}

/// Says how it all ended, and writes the report to where it was asked for.
pub(super) fn conclude(
    arguments: &Check,
    suite: &Suite,
    file: Option<ExceptionsReport>,
    runs: Vec<RunReport>,
    files: Files,
    mut output: Output,
) -> Result<u8, Failure> {
    if let Some(file) = &file {
        output.lines(&expected::stale(file));
    }
    let status = status(&runs, file.as_ref().is_some_and(|file| !file.stale.is_empty()));
    if let Some(words) = exit::words(status) {
        output.line(&words);
    }
    let report = report(arguments, suite, file, runs, status);
    files.write(&report, status)?;
    if arguments.shown.json {
        let text = serde_json::to_string_pretty(&report)
            .map_err(|error| Failure::usage(error.to_string()))?;
        let mut stdout = Output::stdout(true);
        stdout.line(&text);
        // Standard error may be closed by now; the report is what was asked for.
        let _ = output.finish();
        return finish(stdout, status);
    }
    finish(output, status)
}

/// The arguments with what `ampwire.toml` says of the testee.
fn settled(arguments: &Check, named: &Named) -> Check {
    let mut settled = arguments.clone();
    named.settle(&mut settled.trial, &mut settled.times);
    let expected = &mut settled.expected;
    if !expected.no_expect && expected.expect.is_none() {
        expected.expect = named.expect().map(Path::to_path_buf);
    }
    settled
}

/// The failures that are expected. A file that nobody named is for the testee that stands in the same folder, not for the built-in codec.
pub(super) fn exceptions(
    arguments: &Check,
    suite: &Suite,
    has_testee: bool,
) -> Result<Option<Exceptions>, Failure> {
    let default = Path::new(DEFAULT_FILE);
    match &arguments.expected.expect {
        Some(path) => read_exceptions(path, suite).map(Some),
        None if arguments.expected.no_expect || !has_testee || !default.exists() => Ok(None),
        None => read_exceptions(default, suite).map(Some),
    }
}

/// A file of expected failures, laid over the suite.
pub(super) fn read_exceptions(path: &Path, suite: &Suite) -> Result<Exceptions, Failure> {
    let file = File::read(path).map_err(Failure::usage)?;
    Exceptions::new(file, suite).map_err(Failure::usage)
}

/// A testee that is to be run.
struct Testee {
    command: Command,
    /// The profile, where it is the built-in codec.
    builtin: Option<Profile>,
    /// The options that name it, where `ampwire.toml` has it.
    named: Option<Vec<String>>,
}

fn testees(arguments: &Check, named: Option<&Named>) -> Result<Vec<Testee>, Failure> {
    if let Some(named) = named {
        return Ok(vec![Testee {
            command: named.command()?,
            builtin: named.builtin(),
            named: Some(named.options.clone()),
        }]);
    }
    if let Some((program, words)) = arguments.target.command.split_first() {
        let command = Command::new(program, words.to_vec());
        return Ok(vec![Testee { command, builtin: None, named: None }]);
    }
    if arguments.exec.exec.is_some() {
        return Err(Failure::usage("--exec is for a COMMAND, and there is none"));
    }
    let profiles = match arguments.trial.selection.profile() {
        Some(profile) => vec![profile],
        None => vec![Profile::Amp, Profile::Bystander],
    };
    let testee = |profile: Profile| {
        let command = builtin_command(profile)
            .map_err(|message| Failure { message, status: exit::TESTEE })?;
        Ok(Testee { command, builtin: Some(profile), named: None })
    };
    profiles.into_iter().map(testee).collect()
}

impl Testee {
    fn reproduce(&self, arguments: &Check) -> Reproduce {
        let program = std::env::args().next().unwrap_or_else(|| "ampwire".to_owned());
        let mut options = Vec::new();
        let (judging, times) = (&arguments.trial.judging, &arguments.times);
        if judging.level != LevelName::Should {
            options.extend(["--level".to_owned(), Level::from(judging.level).as_str().to_owned()]);
        }
        for (set, name) in [
            (judging.strict_reasons, "--strict-reasons"),
            (judging.accept_deployed, "--accept-deployed"),
            (arguments.expected.no_expect, "--no-expect"),
        ] {
            options.extend(set.then(|| name.to_owned()));
        }
        for (time, default, name) in [
            (times.timeout, DEFAULT_TIMEOUT, "--timeout"),
            (times.scenario_timeout, DEFAULT_SCENARIO_TIMEOUT, "--scenario-timeout"),
            (times.hello_timeout, DEFAULT_HELLO_TIMEOUT, "--hello-timeout"),
        ] {
            if Ok(time) != duration(default) {
                options.extend([name.to_owned(), format!("{}ms", time.as_millis())]);
            }
        }
        if let Some(MemoryLimit(bytes)) = times.max_rss {
            options.extend(["--max-rss".to_owned(), bytes.to_string()]);
        }
        options.extend(arguments.exec.words());
        if arguments.exec.exec.is_some() {
            let selection = &arguments.trial.selection;
            options.extend(selection.ops.iter().flat_map(|op| ["--op".to_owned(), op.clone()]));
            let profile = selection.profile().map(|profile| profile.as_str().to_owned());
            options
                .extend(profile.into_iter().flat_map(|profile| ["--profile".to_owned(), profile]));
        }
        for (file, name) in
            [(&arguments.expected.expect, "--expect"), (&judging.classes, "--classes")]
        {
            if let Some(file) = file {
                options.extend([name.to_owned(), file.to_string_lossy().into_owned()]);
            }
        }
        let folder = arguments.trial.suite.folder.iter();
        let suite = folder
            .flat_map(|folder| ["--vectors".to_owned(), folder.to_string_lossy().into_owned()]);
        Reproduce {
            program,
            options,
            suite: suite.collect(),
            testee: Some(self.command.clone()),
            builtin: self.builtin,
            named: self.named.clone(),
        }
    }
}

pub(super) fn options<'a>(
    arguments: &Check,
    exceptions: Option<&'a Exceptions>,
    classes: Option<&'a Classes>,
) -> RunOptions<'a> {
    RunOptions {
        limits: arguments.times.limits(),
        strictness: arguments.trial.judging.strictness(),
        profile: arguments.trial.selection.profile(),
        fail_fast: arguments.fail_fast,
        exceptions,
        classes,
        course: arguments.running.course(),
    }
}

pub(super) fn verbosity(arguments: &Check) -> Verbosity {
    match (arguments.shown.quiet, arguments.shown.verbose) {
        (true, _) => Verbosity::Quiet,
        (false, true) => Verbosity::Verbose,
        (false, false) => Verbosity::Normal,
    }
}

/// Why a testee with nothing to run has nothing to run, where a profile is the reason.
pub(super) fn profile_note(arguments: &Check, report: &RunReport) -> Option<String> {
    let wanted = arguments.trial.selection.profile()?;
    let hello = report.hello.as_ref()?;
    let declared = hello.profiles().any(|profile| profile == wanted);
    (!declared).then(|| format!("the testee doesn't declare the profile {}", wanted.as_str()))
}

/// The exit status of all runs together. What makes the others doubtful comes first.
fn status(runs: &[RunReport], stale: bool) -> u8 {
    if runs.iter().any(|run| run.interrupted) {
        exit::INTERRUPTED
    } else if runs.iter().any(|run| run.fault.is_some()) {
        exit::TESTEE
    } else if runs.iter().all(|run| run.summary.ran == 0) {
        exit::NOTHING_RAN
    } else if stale {
        exit::USAGE
    } else if runs.iter().any(|run| run.summary.red > 0) {
        exit::UNEXPECTED
    } else {
        exit::SUCCESS
    }
}

fn report(
    arguments: &Check,
    suite: &Suite,
    exceptions: Option<ExceptionsReport>,
    runs: Vec<RunReport>,
    status: u8,
) -> Report {
    let mut report = Report {
        schema: SCHEMA.to_owned(),
        runner: Runner {
            name: "ampwire".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        suite: SuiteReport {
            version: suite.version.clone(),
            source: suite.folder.as_ref().map_or_else(
                || EMBEDDED.to_owned(),
                |folder| folder.to_string_lossy().into_owned(),
            ),
            vectors: suite.cases.len(),
        },
        protocol: PROTOCOL.to_owned(),
        options: Options {
            fail_fast: arguments.fail_fast,
            exec: arguments.exec.words(),
            shard: arguments.running.part.reported(),
            ..arguments.trial.reported()
        },
        exceptions,
        runs,
        rules: Vec::new(),
        exit_status: status,
    };
    asked::add(&mut report, suite);
    report
}
