//! `ampwire amp simulate`: a payment as it happens, or many, counted.
//!
//! | file | concept |
//! |---|---|
//! | `trace` | a payment as it happens |
//! | `summary` | many payments, for people and for programs |

mod summary;
mod trace;

use self::summary::Summary;
use self::trace::{Recorder, Trace};
use super::Failure;
use super::bytes::random;
use crate::args::Simulate;
use crate::commands::finish;
use crate::exit;
use crate::interrupt;
use crate::render::output::Output;
use crate::render::progress::Progress;
use crate::simulation::{Nobody, Options, simulate};

/// After so many runs the progress is told.
const STEP: u64 = 1_000;

/// Runs the command.
pub(super) fn execute(arguments: &Simulate, no_color: bool) -> Result<u8, Failure> {
    let options = arguments.options();
    let seed = arguments.seed.unwrap_or_else(fresh_seed);
    if arguments.runs == 1 {
        one(arguments, &options, seed, no_color)
    } else {
        many(arguments, &options, seed, no_color)
    }
}

/// A seed of few digits, which can be read out.
fn fresh_seed() -> u64 {
    let mut bytes = [0; 32];
    random(&mut bytes);
    let [a, b, c, d, ..] = bytes;
    u32::from_le_bytes([a, b, c, d]).into()
}

fn one(arguments: &Simulate, options: &Options, seed: u64, no_color: bool) -> Result<u8, Failure> {
    let mut output = Output::stdout(no_color);
    let mut summary = Summary::new(seed, options);
    if arguments.json {
        let mut recorder = Recorder::default();
        let outcome = simulate(seed, options, &mut recorder).map_err(Failure::usage)?;
        summary.add(seed, &outcome);
        output.line(&summary.object(Some(recorder.events)).to_string());
    } else {
        output.line(&format!("seed {seed}"));
        let mut trace = Trace::new(&mut output);
        let outcome = simulate(seed, options, &mut trace).map_err(Failure::usage)?;
        summary.add(seed, &outcome);
        summary.write_breaches(&mut output);
    }
    finish(output, summary.status())
}

fn many(arguments: &Simulate, options: &Options, seed: u64, no_color: bool) -> Result<u8, Failure> {
    interrupt::install();
    let mut errors = Output::stderr(no_color);
    let mut progress = Progress::new(!arguments.quiet);
    progress.begin(usize::try_from(arguments.runs.div_ceil(STEP)).unwrap_or(usize::MAX));
    let mut summary = Summary::new(seed, options);
    for run in 0..arguments.runs {
        if interrupt::requested() {
            break;
        }
        let seed = seed.wrapping_add(run);
        let outcome = simulate(seed, options, &mut Nobody).map_err(Failure::usage)?;
        summary.add(seed, &outcome);
        if run % STEP == STEP - 1 {
            progress.step("thousand payments", &mut errors);
        }
    }
    progress.end();
    let mut output = Output::stdout(no_color);
    if arguments.json {
        output.line(&summary.object(None).to_string());
    } else {
        summary.write(&mut output);
    }
    let interrupted = summary.runs() < arguments.runs;
    finish(output, if interrupted { exit::INTERRUPTED } else { summary.status() })
}
