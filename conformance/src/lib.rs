//! The conformance runner of Ampwire: runs the vectors against any implementation, as a process that speaks the testee protocol.
//!
//! The program is `ampwire`; this library is what it is made of. Public are the [`protocol`], the [`testee`] loop with which a Rust
//! implementation becomes a testee, and the [`builtin`] one.
//!
//! From top to bottom, each layer using only those below:
//!
//! | module | concept |
//! |---|---|
//! | `cli` `args` `commands` | the command line: what was asked for, and the exit status |
//! | `render` `report` `matrix` | what people read, and what programs read: of a run, and of several beside each other |
//! | `run` | the selected vectors against one testee, in order |
//! | `expect` | expected failures: a file of entries, a verdict in their light, a file made from a report |
//! | `select` `suite` | which vectors |
//! | `testees` | `ampwire.toml`: which testees |
//! | `verdict` `compare` | what an answer is worth |
//! | `supervise` | a testee kept alive, with the blame where it belongs |
//! | `session` | one running testee: handshake, canary, one question at a time |
//! | `process` | a process group and its pipes, never waited for without a limit |
//! | [`protocol`] | the protocol as types |

mod args;
pub mod builtin;
pub mod cli;
mod commands;
mod compare;
mod exit;
mod expect;
mod interrupt;
mod matrix;
mod place;
mod process;
pub mod protocol;
mod render;
mod report;
mod run;
mod select;
mod session;
mod stray;
mod suite;
mod supervise;
pub mod testee;
mod testees;
mod verdict;
