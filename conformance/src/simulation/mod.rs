//! Payments by AMP that are simulated: the library's payer and payee, and between them routers that lose, keep, reorder, overpay and
//! underpay, connections that break, and nodes that crash.
//!
//! A run follows from its seed and its options alone, and takes no time but the processor's: the clock is a number. What has to hold is
//! judged by what the simulation itself keeps of parts and amounts, never by what payer and payee say of themselves.
//!
//! | file | concept |
//! |---|---|
//! | `options` | how likely what is |
//! | `generator` | numbers that look random and follow from a seed |
//! | `part` | one part on its way: its HTLCs, link by link |
//! | `run` | one payment from its first part to its end |
//! | `sending` | what the payer does |
//! | `routing` | what happens between payer and payee |
//! | `receiving` | what the payee does, and whether it had cause |
//! | `breach` | what must never happen |
//! | `ending` | what is looked at when all is over |
//! | `tally` | counts over many runs |
//! | `hook` | who looks on, or, in tests, meddles |

mod breach;
mod ending;
mod generator;
mod hook;
mod options;
mod part;
mod receiving;
mod routing;
mod run;
mod sending;
mod tally;

pub(crate) use breach::{Breach, BreachKind};
pub(crate) use hook::{Hook, Nobody, Seen};
pub(crate) use options::{Chance, Options};
pub(crate) use part::{End, Part};
pub(crate) use run::{Outcome, simulate};
pub(crate) use tally::Tally;

#[cfg(test)]
mod tests;
