//! `ampwire amp`: shares, what nodes keep of them, and payments that are simulated.
//!
//! | file | concept |
//! |---|---|
//! | `bytes` | 32 bytes as people and nodes write them, and secrets from standard input |
//! | `split` `derive` `reconstruct` | the derivations by hand |
//! | `parts` | parts of a payment as arguments and as JSON |
//! | `verify` | what a node keeps of its payments |
//! | `simulate` | payments that are simulated, as they happen or counted |

mod bytes;
mod derive;
mod parts;
mod reconstruct;
mod simulate;
mod split;
mod verify;

use ampwire::amp::AmpError;

use super::Failure;
use crate::args::Amp;

/// Runs the command.
pub(crate) fn execute(arguments: &Amp, no_color: bool) -> Result<u8, Failure> {
    match arguments {
        Amp::Split(split) => split::execute(split, no_color),
        Amp::Derive(derive) => derive::execute(derive, no_color),
        Amp::Reconstruct(reconstruct) => reconstruct::execute(reconstruct, no_color),
        Amp::Verify(verify) => verify::execute(verify, no_color),
        Amp::Simulate(simulate) => simulate::execute(simulate, no_color),
    }
}

/// What the library says against it: the part, counted from 1 as everywhere in these commands, and the rule.
fn refusal(error: &AmpError) -> String {
    let part = error.part().map_or(String::new(), |part| format!("part {}: ", part + 1));
    format!("{part}{} ({})", error.kind(), error.rule().id())
}
