//! `ampwire inspect`: what bytes and invoices mean.
//!
//! | file | concept |
//! |---|---|
//! | `input` | hex or raw bytes, from the arguments or standard input |
//! | `text` | all of it for people |
//! | `rows` | the fields as rows that fit a width |
//! | `wrap` | text and its width on a terminal |
//! | `json` | all of it for programs |
//! | `invoice_json` | an invoice for programs |
//! | `each` | many inputs, one a line |

mod each;
mod input;
mod invoice_json;
mod json;
mod rows;
mod text;
mod wrap;

use std::io::{self, IsTerminal};

use ampwire::explain::{Explanation, Guess, Kind, Reading};

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

impl<'a> Answer<'a> {
    /// Explains bytes as this, or as what they are guessed to be.
    fn of(bytes: &'a [u8], reading: Reading, kind: Option<Kind>) -> Self {
        let guess = if kind.is_none() { Some(reading.guess(bytes)) } else { None };
        let guessed = guess.as_ref().map(Guess::kind);
        // One of both is there.
        let kind = kind.or(guessed).unwrap_or(Kind::TlvStream);
        Self { explanation: reading.explain(kind, bytes).check_points(), guess }
    }
}

/// Runs the command.
pub(crate) fn execute(arguments: &Inspect, no_color: bool) -> Result<u8, Failure> {
    if arguments.each {
        return each::execute(arguments, no_color);
    }
    let bytes = read(arguments, no_color).map_err(|fault| Failure::usage(fault.to_string()))?;
    let answer = Answer::of(&bytes, arguments.reading(), arguments.kind.map(Kind::from));
    let mut output = Output::stdout(no_color);
    if arguments.json {
        let object = json::object(&answer, arguments.reveal);
        output.line(&object.map_err(|error| Failure::usage(error.to_string()))?);
    } else {
        text::write(&mut output, &answer, arguments, wrap::terminal_width());
    }
    let right = answer.explanation.fault().is_none();
    finish(output, if right { exit::SUCCESS } else { exit::UNEXPECTED })
}

fn read(arguments: &Inspect, no_color: bool) -> Result<Vec<u8>, input::Fault> {
    let kind = arguments.kind.map(Kind::from);
    let from_stdin = match arguments.input.as_slice() {
        [] => true,
        [only] => only == "-",
        _ => false,
    };
    if !from_stdin {
        return input::from_arguments(&arguments.input, kind);
    }
    let stdin = io::stdin();
    if stdin.is_terminal() {
        let what = if arguments.binary { "bytes" } else { "hex or an invoice" };
        let hint =
            format!("ampwire: reading {what} from the terminal, to the end of input (Ctrl-D)");
        Output::stderr(no_color).line(&hint);
    }
    if arguments.binary { input::raw(stdin.lock()) } else { input::text(stdin.lock(), kind) }
}
