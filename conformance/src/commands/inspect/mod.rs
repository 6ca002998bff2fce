//! `ampwire inspect`: what bytes and invoices mean.
//!
//! | file | concept |
//! |---|---|
//! | `input` | hex or raw bytes, from the arguments or standard input |
//! | `text` | all of it for people |
//! | `rows` | the fields as rows that fit a width |
//! | `json` | all of it for programs |
//! | `invoice_json` | an invoice for programs |
//! | `each` | many inputs, one a line |

mod each;
mod input;
mod invoice_json;
mod json;
mod rows;
mod text;

use std::io::{self, IsTerminal};

use ampwire::explain::{Explanation, Kind, Reading};

use self::input::Input;
use super::{Failure, finish};
use crate::args::Inspect;
use crate::exit;
use crate::render::output::Output;
use crate::render::wrap::terminal_width;

/// Bytes explained, and how it came to be as that.
struct Answer<'a> {
    explanation: Explanation<'a>,
    /// The guess; `None` where it was said what the bytes are.
    guess: Option<Guessed>,
}

/// What bytes were guessed to be.
struct Guessed {
    /// Whether they are right as that.
    fits: bool,
    /// What else they are right as.
    others: Vec<Kind>,
}

impl<'a> Answer<'a> {
    /// Explains an input as this, or as what it is guessed to be.
    fn of(input: &'a Input<'_>, reading: Reading, kind: Option<Kind>) -> Self {
        let bytes: &'a [u8] = &input.bytes;
        if let Some(kind) = kind {
            let explanation = reading.explain(kind, bytes).check_points();
            return Self { explanation, guess: None };
        }
        let guess = reading.guess(bytes);
        // Text that is no hex is meant to be an invoice, whatever its bytes are.
        let kind = if input.is_invoice { Kind::Invoice } else { guess.kind() };
        let explanation = reading.explain(kind, bytes).check_points();
        let guessed = if kind == Kind::Invoice {
            Guessed { fits: explanation.fault().is_none(), others: Vec::new() }
        } else {
            Guessed { fits: guess.fits(), others: guess.others().to_vec() }
        };
        Self { explanation, guess: Some(guessed) }
    }
}

/// Runs the command.
pub(crate) fn execute(arguments: &Inspect, no_color: bool) -> Result<u8, Failure> {
    if arguments.each {
        return each::execute(arguments, no_color);
    }
    let input = read(arguments, no_color).map_err(|fault| Failure::usage(fault.to_string()))?;
    let answer = Answer::of(&input, arguments.reading(), arguments.kind.map(Kind::from));
    let mut output = Output::stdout(no_color);
    if arguments.json {
        let object = json::object(&answer, arguments.reveal);
        output.line(&object.map_err(|error| Failure::usage(error.to_string()))?);
    } else {
        text::write(&mut output, &answer, arguments, terminal_width());
    }
    let right = answer.explanation.fault().is_none();
    finish(output, if right { exit::SUCCESS } else { exit::UNEXPECTED })
}

fn read(arguments: &Inspect, no_color: bool) -> Result<Input<'static>, input::Fault> {
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
    if arguments.binary { input::binary(stdin.lock()) } else { input::text(stdin.lock(), kind) }
}
