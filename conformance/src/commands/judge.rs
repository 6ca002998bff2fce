//! `ampwire judge`: answers that were written elsewhere, judged as `ampwire check` judges.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use serde_json::Value;

use super::Failure;
use super::check::{conclude, exceptions, options, profile_note, verbosity};
use super::written::{Files, fault};
use crate::args::{Judge, Part, ProfileName, Selection};
use crate::protocol::{Hello, MAX_LINE, Profile, profile_from_name, strict_json_from_slice};
use crate::render::human::Human;
use crate::render::output::Output;
use crate::render::reproduce::Reproduce;
use crate::render::style::{RED, paint};
use crate::report::{ExceptionsReport, FaultReport};
use crate::run::run;
use crate::select::select;
use crate::suite::Suite;
use crate::transcript::answers::Answers;
use crate::transcript::export::{Export, Header};
use crate::transcript::source::Transcript;

/// Runs the command.
pub(crate) fn execute(arguments: &Judge, no_color: bool) -> Result<u8, Failure> {
    let suite = Suite::load(arguments.trial.suite.folder.as_deref())?;
    let (requests, answers) = match &arguments.files[..] {
        [requests, answers] => (Some(requests), answers),
        [answers] => (None, answers),
        _ => return Err(Failure::usage("there are no answers")),
    };
    if requests.is_some_and(|requests| is_stdin(requests) && is_stdin(answers)) {
        return Err(Failure::usage("only one of the two can be standard input"));
    }
    let requests = requests.map(|path| Requests::open(path)).transpose()?;
    let (selection, part) = match &requests {
        Some(requests) => requests.selection(&arguments.trial.selection, arguments.part)?,
        None => (arguments.trial.selection.clone(), arguments.part),
    };
    let check = arguments.as_check(selection, part);
    let patterns = check.trial.selection.patterns();
    let selected = select(&suite, &patterns)?;
    let mut cases = part.of(&selected);
    check.trial.judging.withheld.leave_out(&mut cases)?;
    let export = Export::new(&suite, &patterns, part.reported(), &cases);
    if let Some(requests) = requests {
        requests.compare(&export)?;
    }
    let hello = arguments.hello.as_deref().map(read_hello).transpose()?;
    let exceptions = exceptions(&check, &suite, true)?;
    let classes = check.trial.judging.classes()?;
    let file = exceptions.as_ref().map(ExceptionsReport::new);
    // Before the answers are read: they may come from a program that runs for long.
    let files = Files::create(&check.shown.files)?;
    let answers =
        Answers::read(open(answers)?, &export, hello).map_err(|error| fault(answers, &error))?;
    let loose = answers.loose_in_words();
    let mut output =
        if check.shown.json { Output::stderr(no_color) } else { Output::stdout(no_color) };
    if let Some(words) = part.empty(&selected) {
        output.line(&words);
    }
    let report = {
        let transcript = Transcript::new(answers);
        let reproduce = nothing_to_reproduce();
        let mut human =
            Human::new(&mut output, verbosity(&check), &suite, reproduce, file.as_ref());
        let mut report = run(
            &transcript,
            &cases,
            &options(&check, exceptions.as_ref(), classes.as_ref()),
            &mut human,
        );
        if let Some(note) = profile_note(&check, &report) {
            output.line(&format!("  note: {note}"));
            report.warnings.push(note);
        }
        // What belongs to no vector makes the whole of it doubtful.
        if let (Some(message), None) = (loose, &report.fault) {
            output.line(&format!("{} {message}", paint(RED, "the answers are at fault:")));
            report.fault = Some(FaultReport { message, line: None, stderr: String::new() });
        }
        report
    };
    conclude(&check, &suite, file, vec![report], files, output)
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if is_stdin(path) {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(|error| fault(path, &error))?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// A file of requests, of which the first line has been read.
struct Requests<'a> {
    path: &'a Path,
    first: Vec<u8>,
    rest: Box<dyn BufRead>,
    header: Header,
}

impl<'a> Requests<'a> {
    fn open(path: &'a Path) -> Result<Self, Failure> {
        let mut rest = open(path)?;
        let first = read_line(&mut rest).map_err(|error| fault(path, &error))?;
        let header = Header::from_line(&first).map_err(|reason| wrong(path, &reason))?;
        Ok(Self { path, first, rest, header })
    }

    /// Which vectors were selected when they were written, and which part of them.
    fn selection(&self, given: &Selection, part: Part) -> Result<(Selection, Part), Failure> {
        let any =
            [&given.only, &given.skip, &given.rules, &given.ops].iter().any(|all| !all.is_empty());
        if any || given.profile.is_some() || part != Part::default() {
            return Err(Failure::usage(format!(
                "{} says which vectors were selected: leave the options for that out",
                self.path.display()
            )));
        }
        let selection = &self.header.selection;
        let profile = match selection.profile.as_deref() {
            None => None,
            Some(name) => match profile_from_name(name) {
                Some(Profile::Amp) => Some(ProfileName::Amp),
                Some(Profile::Bystander) => Some(ProfileName::Bystander),
                None => {
                    return Err(wrong(self.path, &format!("nobody knows its profile {name:?}")));
                }
            },
        };
        let shard = selection.shard.as_deref().map(str::parse).transpose();
        let shard = shard.map_err(|reason: String| wrong(self.path, &reason))?;
        let selection = Selection {
            only: selection.only.clone(),
            skip: selection.skip.clone(),
            rules: selection.rules.clone(),
            ops: selection.ops.clone(),
            profile,
        };
        Ok((selection, Part { shard }))
    }

    /// Whether they are, to the byte, what this program would write: else the answers are to other questions.
    fn compare(mut self, export: &Export<'_>) -> Result<(), Failure> {
        if self.header != export.header {
            let (theirs, ours) = (&self.header, &export.header);
            let reason = format!(
                "it was made of another suite: {} with {} requests ({}), where this program has {} with {} ({})",
                theirs.suite, theirs.requests, theirs.hash, ours.suite, ours.requests, ours.hash
            );
            return Err(wrong(self.path, &reason));
        }
        let mut line = std::mem::take(&mut self.first);
        for (index, expected) in export.lines().enumerate() {
            if line != expected.as_bytes() {
                let what = if line.is_empty() {
                    "is missing: the file is cut off"
                } else {
                    "is not what was exported"
                };
                return Err(wrong(self.path, &format!("line {} {what}", index + 1)));
            }
            line = read_line(&mut self.rest).map_err(|error| fault(self.path, &error))?;
        }
        if line.is_empty() {
            Ok(())
        } else {
            Err(wrong(self.path, "there are more lines than were exported"))
        }
    }
}

/// A line with its line feed, or as much of it as a line can have.
fn read_line(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let most = u64::try_from(MAX_LINE + 1).unwrap_or(u64::MAX);
    input.take(most).read_until(b'\n', &mut line)?;
    Ok(line)
}

fn wrong(path: &Path, reason: &str) -> Failure {
    Failure::usage(format!("{}: {reason}", path.display()))
}

/// A description of itself that a testee has not given in its answers: the object, or the answer that has it.
fn read_hello(path: &Path) -> Result<Hello, Failure> {
    let file = File::open(path).map_err(|error| fault(path, &error))?;
    let mut text = Vec::new();
    let most = u64::try_from(MAX_LINE).unwrap_or(u64::MAX);
    file.take(most).read_to_end(&mut text).map_err(|error| fault(path, &error))?;
    let value = strict_json_from_slice(&text).map_err(|fault| wrong(path, &fault.to_string()))?;
    let object = match value {
        Value::Object(mut members) => members.remove("hello").unwrap_or(Value::Object(members)),
        _ => return Err(wrong(path, "it is no JSON object")),
    };
    let hello: Hello =
        serde_json::from_value(object).map_err(|error| wrong(path, &error.to_string()))?;
    hello.check().map_err(|fault| wrong(path, &fault.to_string()))?;
    Ok(hello)
}

/// What was answered elsewhere can't be asked again here.
fn nothing_to_reproduce() -> Reproduce {
    Reproduce {
        program: "ampwire".to_owned(),
        options: Vec::new(),
        suite: Vec::new(),
        testee: None,
        builtin: None,
        named: None,
    }
}
