//! Ampwire's payer and payee behind lines of JSON, to meet nodes on loopback.
//!
//! ```text
//! ampwire-live payer STATE     a payment; its state is in the file STATE, and is read from there if it exists
//! ampwire-live payee STATE     a payee, likewise
//! ```
//!
//! One object a line goes in, one a line comes out. The first line sets the machine up, each further one
//! is an event. Numbers are decimal strings and bytes lower-case hex, as in the testee protocol, whose
//! `receiver.run` and `sender.run` have most of the members.

mod event;
mod payee;
mod payer;
mod random;
mod state;

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

/// Whatever ends the program early. The text goes to standard error.
type Fault = Box<dyn Error>;

/// A machine that is told events.
trait Machine {
    /// What comes of one event.
    fn handle(&mut self, event: &Value) -> Result<Value, Fault>;
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let run = match arguments[..] {
        ["payer", state] => run(|order| payer::Paying::begin(order, Path::new(state))),
        ["payee", state] => run(|order| payee::Receiving::begin(order, Path::new(state))),
        _ => Err("usage: ampwire-live payer|payee STATE".into()),
    };
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("ampwire-live: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// Sets a machine up by the first line, and tells it each further one.
fn run<M: Machine>(begin: impl FnOnce(&Value) -> Result<M, Fault>) -> Result<(), Fault> {
    let mut lines = io::stdin().lock().lines();
    let mut output = io::stdout().lock();
    let Some(first) = lines.next() else { return Ok(()) };
    let mut machine = begin(&serde_json::from_str(&first?)?)?;
    for line in lines {
        let answer = machine.handle(&serde_json::from_str(&line?)?)?;
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(())
}
