//! `ampwire check`: the suite against a testee, or against the built-in codec as a process of its own.

use std::path::Path;

use ampwire_vectors::{Level, Profile};

use super::written::Files;
use super::{Failure, finish};
use crate::args::{
    Check, DEFAULT_HELLO_TIMEOUT, DEFAULT_SCENARIO_TIMEOUT, DEFAULT_TIMEOUT, LevelName,
    ProfileName, duration, usual_limits,
};
use crate::expect::{DEFAULT_FILE, Exceptions, File};
use crate::process::Command;
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
use crate::testees::{self, builtin_command};
use crate::{exit, interrupt};

/// Runs the command.
pub(crate) fn execute(arguments: &Check, no_color: bool) -> Result<u8, Failure> {
    let named = Named::find(arguments)?;
    let settled = named.as_ref().map(|named| named.settled(arguments));
    let (asked, arguments) = (arguments, settled.as_ref().unwrap_or(arguments));
    let suite = Suite::load(arguments.suite.folder.as_deref())?;
    let cases = select(&suite, &arguments.selection.patterns())?;
    let exceptions = exceptions(arguments, &suite)?;
    let file = exceptions.as_ref().map(ExceptionsReport::new);
    // Before the run: a file that can't be written must not cost one.
    let files = Files::create(&arguments.files)?;
    interrupt::install();
    let mut output =
        if arguments.json { Output::stderr(no_color) } else { Output::stdout(no_color) };
    let mut runs = Vec::new();
    for testee in testees(arguments, named.as_ref())? {
        let meant = cases.iter().filter(|case| {
            testee.builtin.is_none_or(|profile| case.vector.profiles.contains(&profile))
        });
        let meant: Vec<&Case> = meant.copied().collect();
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
        let options = options(arguments, exceptions.as_ref());
        let mut report = run(&testee.command, &meant, &options, &mut human);
        if let Some(note) = profile_note(arguments, &report) {
            output.line(&format!("  note: {note}"));
            report.warnings.push(note);
        }
        let stop = report.interrupted || (arguments.fail_fast && report.summary.red > 0);
        runs.push(report);
        if stop {
            break;
        }
    }
    if let Some(file) = &file {
        output.lines(&expected::stale(file));
    }
    let status = status(&runs, file.as_ref().is_some_and(|file| !file.stale.is_empty()));
    if let Some(words) = exit::words(status) {
        output.line(&words);
    }
    let report = report(arguments, &suite, file, runs, status);
    files.write(&report, status)?;
    if arguments.json {
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

/// The failures that are expected. A file that nobody named is for the testee that stands in the same folder, not for the built-in codec.
fn exceptions(arguments: &Check, suite: &Suite) -> Result<Option<Exceptions>, Failure> {
    let default = Path::new(DEFAULT_FILE);
    match &arguments.expect {
        Some(path) => read_exceptions(path, suite).map(Some),
        None if arguments.no_expect || arguments.command.is_empty() || !default.exists() => {
            Ok(None)
        }
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
        return Ok(vec![named.testee()?]);
    }
    if let Some((program, words)) = arguments.command.split_first() {
        let command = Command::new(program, words.to_vec());
        return Ok(vec![Testee { command, builtin: None, named: None }]);
    }
    let profiles = match arguments.selection.profile {
        Some(profile) => vec![Profile::from(profile)],
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
        let (judging, times) = (&arguments.judging, &arguments.times);
        if judging.level != LevelName::Should {
            options.extend(["--level".to_owned(), Level::from(judging.level).as_str().to_owned()]);
        }
        for (set, name) in [
            (judging.strict_reasons, "--strict-reasons"),
            (judging.accept_deployed, "--accept-deployed"),
            (arguments.no_expect, "--no-expect"),
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
        if let Some(file) = &arguments.expect {
            options.extend(["--expect".to_owned(), file.to_string_lossy().into_owned()]);
        }
        let folder = arguments.suite.folder.iter();
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

/// A testee that `ampwire.toml` has.
struct Named {
    entry: testees::Testee,
    options: Vec<String>,
}

impl Named {
    /// The testee that was named, if one was.
    fn find(arguments: &Check) -> Result<Option<Self>, Failure> {
        let Some(name) = &arguments.named.testee else { return Ok(None) };
        let config = arguments.named.config.as_deref();
        let file = testees::File::read(config).map_err(Failure::usage)?;
        let entry = file.find(name).map_err(Failure::usage)?.clone();
        let mut options = vec!["--testee".to_owned(), name.clone()];
        if let Some(config) = config {
            options.extend(["--config".to_owned(), config.to_string_lossy().into_owned()]);
        }
        Ok(Some(Self { entry, options }))
    }

    /// The arguments with what the file says, where the command line says nothing else.
    fn settled(&self, arguments: &Check) -> Check {
        let mut settled = arguments.clone();
        let builtin = self.entry.builtin();
        let profile = builtin.or(self.entry.profile).map(ProfileName::from);
        settled.selection.profile = settled.selection.profile.or(profile);
        settled.selection.skip.extend(self.entry.skip.iter().cloned());
        settled.judging.accept_deployed |= self.entry.accept_deployed;
        if !settled.no_expect && settled.expect.is_none() {
            settled.expect.clone_from(&self.entry.expect);
        }
        let (limits, usual) = (self.entry.limits(arguments.times.limits()), usual_limits());
        let times = &mut settled.times;
        for (time, usual, limit) in [
            (&mut times.timeout, usual.case, limits.case),
            (&mut times.scenario_timeout, usual.scenario, limits.scenario),
            (&mut times.hello_timeout, usual.hello, limits.hello),
            (&mut times.exit_timeout, usual.exit, limits.exit),
        ] {
            if *time == usual {
                *time = limit;
            }
        }
        settled
    }

    fn testee(&self) -> Result<Testee, Failure> {
        let command = self.entry.command().map_err(|words| Failure {
            message: format!("the testee {}: {words}", self.entry.name),
            status: exit::TESTEE,
        })?;
        let builtin = self.entry.builtin();
        Ok(Testee { command, builtin, named: Some(self.options.clone()) })
    }
}

fn options<'a>(arguments: &Check, exceptions: Option<&'a Exceptions>) -> RunOptions<'a> {
    RunOptions {
        limits: arguments.times.limits(),
        strictness: arguments.judging.strictness(),
        profile: arguments.selection.profile.map(Profile::from),
        fail_fast: arguments.fail_fast,
        exceptions,
    }
}

fn verbosity(arguments: &Check) -> Verbosity {
    match (arguments.quiet, arguments.verbose) {
        (true, _) => Verbosity::Quiet,
        (false, true) => Verbosity::Verbose,
        (false, false) => Verbosity::Normal,
    }
}

/// Why a testee with nothing to run has nothing to run, where a profile is the reason.
fn profile_note(arguments: &Check, report: &RunReport) -> Option<String> {
    let wanted = Profile::from(arguments.selection.profile?);
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
    let selection = &arguments.selection;
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
            level: arguments.judging.level.into(),
            strict_reasons: arguments.judging.strict_reasons,
            accept_deployed: arguments.judging.accept_deployed,
            fail_fast: arguments.fail_fast,
            profile: selection.profile.map(|profile| Profile::from(profile).as_str().to_owned()),
            only: selection.only.clone(),
            skip: selection.skip.clone(),
            rules: selection.rules.clone(),
            ops: selection.ops.clone(),
        },
        exceptions,
        runs,
        rules: Vec::new(),
        exit_status: status,
    };
    asked::add(&mut report, suite);
    report
}
