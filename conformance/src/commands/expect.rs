//! `ampwire expect`: the failures of a testee, written to a file of expected failures.

use std::fs;
use std::path::Path;

use super::named::Named;
use super::sources::sources;
use super::{Failure, finish};
use crate::args::Expect;
use crate::expect::write::{self, Written};
use crate::expect::{DEFAULT_FILE, Exceptions, File};
use crate::process::Command;
use crate::render::human::{Human, Verbosity, plural};
use crate::render::output::Output;
use crate::render::reproduce::Reproduce;
use crate::report::{ExceptionsReport, RunReport};
use crate::run::{Course, RunOptions, run};
use crate::select::select;
use crate::suite::Suite;
use crate::withheld::note;
use crate::{exit, interrupt};

/// Runs the command.
pub(crate) fn execute(arguments: &Expect, no_color: bool) -> Result<u8, Failure> {
    let named = Named::find(&arguments.target)?;
    let (mut trial, mut times) = (arguments.trial.clone(), arguments.times.clone());
    if let Some(named) = &named {
        named.settle(&mut trial, &mut times);
    }
    let path = path(arguments, named.as_ref())?;
    let suite = Suite::load(trial.suite.folder.as_deref())?;
    let mut cases = select(&suite, &trial.selection.patterns())?;
    let builtin = named.as_ref().and_then(Named::builtin);
    let withheld = match builtin {
        // What our own codec answers is no secret.
        Some(_) => None,
        None => note(trial.judging.withheld.leave_out(&mut cases)?),
    };
    let before = before(path, arguments.update, &suite)?;
    let classes = trial.judging.classes()?;
    let command = match (&named, arguments.target.command.split_first()) {
        (Some(named), _) => named.command()?,
        (None, Some((program, words))) => Command::new(program, words.to_vec()),
        (None, None) => return Err(Failure::usage("there is no testee")),
    };
    interrupt::install();
    let mut output = Output::stdout(no_color);
    output.lines(withheld.as_slice());
    let exceptions = before.as_ref().map(|(_, exceptions)| exceptions);
    let reproduce = Reproduce {
        program: "ampwire".to_owned(),
        options: Vec::new(),
        suite: Vec::new(),
        testee: Some(command.clone()),
        builtin,
        named: named.as_ref().map(|named| named.options.clone()),
    };
    let options = RunOptions {
        limits: times.limits(),
        strictness: trial.judging.strictness(),
        profile: trial.selection.profile(),
        fail_fast: false,
        exceptions,
        classes: classes.as_ref(),
        course: Course { alone: false, ..Course::default() },
    };
    let of_file = exceptions.map(ExceptionsReport::new);
    let mut human =
        Human::new(&mut output, Verbosity::Summary, &suite, reproduce, of_file.as_ref());
    let profile = trial.selection.profile();
    let sources = sources(&command, &arguments.exec, profile, &cases, &options.limits)?;
    let report = run(sources.as_ref(), &cases, &options, &mut human);
    if let Some(status) = ended_early(&report) {
        output.line(&format!("{} is left as it is", path.display()));
        return finish(output, status);
    }
    let written = written(&report, before.as_ref())?;
    if written.changes() {
        check(path, &written.text, &suite)?;
        fs::write(path, &written.text)
            .map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
    }
    output.lines(&account(path, &written));
    finish(output, if written.left.is_empty() { exit::SUCCESS } else { exit::UNEXPECTED })
}

/// The file to write: that of the options, or else the one that `ampwire check` reads for this testee.
fn path<'a>(arguments: &'a Expect, named: Option<&'a Named>) -> Result<&'a Path, Failure> {
    match (&arguments.file, named) {
        (Some(path), _) => Ok(path),
        (None, None) => Ok(Path::new(DEFAULT_FILE)),
        (None, Some(named)) => named.expect().ok_or_else(|| {
            Failure::usage(format!(
                "the testee {} has no `expect` in its entry, which would say what the file is called; --file says it too",
                named.name()
            ))
        }),
    }
}

/// The file as it is, where it is to be updated. One that is there and is not to be updated is left alone.
fn before(
    path: &Path,
    update: bool,
    suite: &Suite,
) -> Result<Option<(String, Exceptions)>, Failure> {
    if !update {
        return if path.exists() {
            let words =
                format!("{} is there already; --update brings it up to date", path.display());
            Err(Failure::usage(words))
        } else {
            Ok(None)
        };
    }
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
    let file = File::parse(path, &text).map_err(Failure::usage)?;
    let exceptions = Exceptions::new(file, suite).map_err(Failure::usage)?;
    Ok(Some((text, exceptions)))
}

/// Why this run says too little for a file to be made of it.
fn ended_early(report: &RunReport) -> Option<u8> {
    if report.interrupted {
        Some(exit::INTERRUPTED)
    } else if report.fault.is_some() {
        Some(exit::TESTEE)
    } else if report.summary.ran == 0 {
        Some(exit::NOTHING_RAN)
    } else {
        None
    }
}

fn written(report: &RunReport, before: Option<&(String, Exceptions)>) -> Result<Written, Failure> {
    let Some(hello) = &report.hello else {
        return Err(Failure {
            message: "the testee never said who it is".to_owned(),
            status: exit::TESTEE,
        });
    };
    match before {
        Some((text, exceptions)) => {
            write::update(text, exceptions, hello, &report.vectors).map_err(Failure::usage)
        }
        None => Ok(write::new(hello, &report.vectors)),
    }
}

/// A file that the next run wouldn't take must not be written.
fn check(path: &Path, text: &str, suite: &Suite) -> Result<(), Failure> {
    let file = File::parse(path, text);
    let exceptions = file.and_then(|file| Exceptions::new(file, suite));
    match exceptions {
        Ok(exceptions) if exceptions.stale.is_empty() => Ok(()),
        Ok(_) => Err(fault("it would have stale entries")),
        Err(words) => Err(fault(&words)),
    }
}

fn fault(words: &str) -> Failure {
    let message = format!("a fault of this program, the file is not written: {words}");
    Failure { message, status: exit::SUITE }
}

/// What was done, in words.
fn account(path: &Path, written: &Written) -> Vec<String> {
    let file = path.display();
    let mut lines = Vec::new();
    for (id, why) in &written.removed {
        lines.push(format!("  removed   {id}: {why}"));
    }
    for (id, why) in &written.left {
        lines.push(format!("  still red {id}: {why}"));
    }
    let mut parts = vec![format!("{} added as \"todo\"", written.added.len())];
    if !written.kept.is_empty() || !written.removed.is_empty() || written.not_run > 0 {
        parts.push(format!("{} kept", written.kept.len()));
        parts.push(format!("{} removed", written.removed.len()));
    }
    if written.not_run > 0 {
        let entries = if written.not_run == 1 { "entry" } else { "entries" };
        parts.push(format!("{} {entries} not run and left alone", written.not_run));
    }
    lines.push(if written.changes() {
        format!("{file}: {}", parts.join(", "))
    } else if written.left.is_empty() && written.kept.is_empty() {
        format!("{file}: nothing fails, so there is nothing to write")
    } else if written.kept.is_empty() {
        format!("{file}: there is nothing that an entry could cover, so nothing is written")
    } else {
        format!("{file}: it is up to date with {}", plural(written.kept.len(), "expected failure"))
    });
    lines
}
