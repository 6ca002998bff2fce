//! What people and programs get to read.
//!
//! | file | concept |
//! |---|---|
//! | `output` | a stream to write to, with colour or without, that survives a broken pipe |
//! | `style` | the few colours |
//! | `progress` | a bar on a terminal, plain lines elsewhere; `no_progress` where there is no command line |
//! | `bytes` | bytes with their labels |
//! | `value` | JSON values and answers, shortened |
//! | `written` | what an encoder wrote beside what it has to write, with the names of the fields |
//! | `rule` | rules in words |
//! | `reproduce` | the commands that repeat one case |
//! | `failure` | one vector that was not as expected, in full |
//! | `expected` | what became of expected failures |
//! | `human` | a whole run |
//! | `wrap` | text and its width on a terminal |

pub(crate) mod bytes;
pub(crate) mod expected;
pub(crate) mod failure;
pub(crate) mod human;
pub(crate) mod output;
#[cfg_attr(not(feature = "cli"), path = "no_progress.rs")]
pub(crate) mod progress;
pub(crate) mod reproduce;
pub(crate) mod rule;
pub(crate) mod style;
pub(crate) mod value;
#[cfg(feature = "cli")]
pub(crate) mod wrap;
mod written;
