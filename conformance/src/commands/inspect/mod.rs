//! `ampwire inspect`: what bytes mean.
//!
//! | file | concept |
//! |---|---|
//! | `input` | hex or raw bytes, from the arguments or standard input |
//! | `text` | all of it for people |
//! | `rows` | the fields as rows that fit a width |
//! | `wrap` | text and its width on a terminal |
//! | `json` | all of it for programs |

mod input;
mod json;
mod rows;
mod text;
mod wrap;

use std::io::{self, IsTerminal};

use ampwire::explain::{Explanation, Guess};

use super::{Failure, finish};
use crate::args::Inspect;
use crate::exit;
use crate::render::output::Output;

/// Bytes explained, and how it came to be as that.
struct Answer<'a> {
    explanation: Explanation<'a>,
    /// The guess; `None` where it was said what the bytes are.
    guess: Option<Guess>,
}

/// Runs the command.
pub(crate) fn execute(arguments: &Inspect, no_color: bool) -> Result<u8, Failure> {
    let bytes = read(arguments, no_color).map_err(|fault| Failure::usage(fault.to_string()))?;
    let reading = arguments.reading();
    let guess = if arguments.kind.is_none() { Some(reading.guess(&bytes)) } else { None };
    let kind = match (arguments.kind, &guess) {
        (Some(name), _) => name.into(),
        (None, Some(guess)) => guess.kind(),
        (None, None) => return Err(Failure::usage("there is nothing to guess")),
    };
    let explanation = reading.explain(kind, &bytes).check_points();
    let answer = Answer { explanation, guess };
    let mut output = Output::stdout(no_color);
    if arguments.json {
        let object = json::object(&answer, arguments);
        output.line(&object.map_err(|error| Failure::usage(error.to_string()))?);
    } else {
        text::write(&mut output, &answer, arguments, wrap::terminal_width());
    }
    let right = answer.explanation.fault().is_none();
    finish(output, if right { exit::SUCCESS } else { exit::UNEXPECTED })
}

fn read(arguments: &Inspect, no_color: bool) -> Result<Vec<u8>, input::Fault> {
    let from_stdin = match arguments.hex.as_slice() {
        [] => true,
        [only] => only == "-",
        _ => false,
    };
    if !from_stdin {
        return input::from_arguments(&arguments.hex);
    }
    let stdin = io::stdin();
    if stdin.is_terminal() {
        let what = if arguments.binary { "bytes" } else { "hex" };
        let hint =
            format!("ampwire: reading {what} from the terminal, to the end of input (Ctrl-D)");
        Output::stderr(no_color).line(&hint);
    }
    if arguments.binary { input::raw(stdin.lock()) } else { input::hex(stdin.lock()) }
}
