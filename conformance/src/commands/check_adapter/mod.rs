//! `ampwire check-adapter`: is this adapter written rightly, before anyone asks whether the implementation is right?
//!
//! | file | concept |
//! |---|---|
//! | `mistake` | what can be wrong, and what to do about it |
//! | `probe` | one process, which may say anything |
//! | `reading` | an answer read for what is meant by it |
//! | `talk` | questions, and what was found on the way |
//! | `hello` | the handshake, and why there is none |
//! | `steps` | what is tried, one thing after the other |
//! | `operation` | of that, each declared operation |

mod hello;
mod mistake;
mod operation;
mod probe;
mod reading;
mod steps;
mod talk;

use self::mistake::{Grade, Mistake};
use self::steps::Steps;
use self::talk::{Stop, Talk};
use super::{Failure, finish};
use crate::args::CheckAdapter;
use crate::process::Command;
use crate::render::output::Output;
use crate::render::style::{BOLD, DIM, GREEN, RED, YELLOW, paint};
use crate::suite::Suite;
use crate::{exit, interrupt};

/// Runs the command.
pub(crate) fn execute(arguments: &CheckAdapter, no_color: bool) -> Result<u8, Failure> {
    let suite = Suite::load(arguments.suite.folder.as_deref())?;
    let Some((program, words)) = arguments.command.split_first() else {
        return Err(Failure::usage("there is no adapter"));
    };
    let command = Command::new(program, words.to_vec());
    interrupt::install();
    let mut output = Output::stdout(no_color);
    let talk = Talk::new(&command, arguments.times.limits());
    let mut steps = Steps::new(talk, &suite, &mut output);
    let done = steps.all();
    let Steps { mut talk, ops, output: shown, .. } = steps;
    talk.end();
    let status = match &done {
        Err(Stop::Interrupted) => exit::INTERRUPTED,
        Err(Stop::Broken(_)) => exit::TESTEE,
        Ok(()) if ops == 0 => exit::NOTHING_RAN,
        Ok(()) if wrong(&talk) > 0 => exit::UNEXPECTED,
        Ok(()) => exit::SUCCESS,
    };
    if let Err(Stop::Broken(why)) = &done {
        shown.line(&format!("  {} {why}", paint(RED, "WRONG")));
    }
    shown.line("");
    shown.line(&verdict(status, &talk));
    finish(output, status)
}

fn wrong(talk: &Talk<'_>) -> usize {
    talk.order.iter().filter(|mistake| mistake.grade() == Grade::Wrong).count()
}

/// A mistake with its place and what to do.
fn told(talk: &Talk<'_>, mistake: Mistake) -> Vec<String> {
    let (count, detail) = talk.found.get(&mistake).cloned().unwrap_or_default();
    let word = match mistake.grade() {
        Grade::Wrong => paint(RED, "WRONG"),
        Grade::Note => paint(YELLOW, "note "),
    };
    let more = match count {
        0 | 1 => String::new(),
        2 => " (and once more)".to_owned(),
        count => format!(" (and {} times more)", count - 1),
    };
    let detail = if detail.is_empty() { String::new() } else { format!(": {detail}{more}") };
    vec![
        format!("  {word} {}{detail}", paint(BOLD, mistake.what())),
        format!("        {}", paint(DIM, mistake.advice())),
    ]
}

/// All of it in a few words.
fn verdict(status: u8, talk: &Talk<'_>) -> String {
    let again = format!("ampwire check -- {}", talk.command.quoted());
    match status {
        exit::SUCCESS => format!(
            "{} Whether the implementation is right is the next question:\n  {again}",
            paint(GREEN, "The adapter is written rightly.")
        ),
        exit::INTERRUPTED => "Interrupted.".to_owned(),
        exit::NOTHING_RAN => format!(
            "{} A vector is only asked where its operation is in `ops` of the answer to hello.",
            paint(RED, "The adapter declares no operation that a vector asks for.")
        ),
        exit::TESTEE => format!(
            "{} Begin with what is said above, and try it by hand:\n  printf '%s\\n' '{}' | {}",
            paint(RED, "The adapter doesn't get as far as to answer questions."),
            r#"{"id":"0","op":"hello","in":{"protocol":"1"}}"#,
            talk.command.quoted()
        ),
        _ => {
            let things = match wrong(talk) {
                1 => "one thing is to be changed".to_owned(),
                count => format!("{count} things are to be changed, the first one first"),
            };
            format!(
                "{} Until then `ampwire check` would tell more about the adapter than about the implementation.",
                paint(RED, format!("The adapter is not right yet: {things}."))
            )
        }
    }
}
