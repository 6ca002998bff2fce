//! The conformance runner of Ampwire: runs the vectors against any implementation, as a process that speaks the testee protocol.
//!
//! The program is `ampwire`; this library is what it is made of. Public are the [`protocol`], the [`testee`] loop with which a Rust
//! implementation becomes a testee, the [`builtin`] one, and [`Check`], with which a crate tests itself in its own tests:
//!
//! ```
//! use ampwire_conformance::protocol::{Answer, Class, Hello, Members};
//! use ampwire_conformance::testee::Testee;
//! # fn my_parse(bytes: &[u8]) -> Option<u16> {
//! #     match bytes {
//! #         [] => Some(0),
//! #         [0, ..] => None,
//! #         [low] => Some(u16::from(*low)),
//! #         [high, low] => Some(u16::from_be_bytes([*high, *low])),
//! #         _ => None,
//! #     }
//! # }
//!
//! struct Mine;
//!
//! impl Testee for Mine {
//!     fn hello(&self) -> Hello {
//!         Hello::new("mine", "1.0", ["amp"], ["tu16.decode"])
//!     }
//!
//!     fn answer(&mut self, op: &str, input: &Members) -> Answer {
//!         match op {
//!             "tu16.decode" => {
//!                 let bytes = hex::decode(input["bytes"].as_str().unwrap()).unwrap();
//!                 match my_parse(&bytes) {
//!                     Some(value) => Answer::ok([("value", value.to_string().into())]),
//!                     None => Answer::reject(Class::Other),
//!                 }
//!             }
//!             _ => Answer::unsupported("not here"),
//!         }
//!     }
//! }
//!
//! // In a #[test]:
//! ampwire_conformance::check(&mut Mine).unwrap();
//! ```
//!
//! Without the feature `cli`, which is on by default, the program and what only a command line needs are left out.
//!
//! From top to bottom, each layer using only those below:
//!
//! | module | concept |
//! |---|---|
//! | `cli` `args` `commands` | the command line: what was asked for, and the exit status |
//! | `in_process` | the same for a crate's own tests |
//! | `render` `report` `matrix` | what people read, and what programs read: of a run, and of several beside each other |
//! | `run` | the selected vectors against one testee, in order |
//! | `expect` | expected failures: a file of entries, a verdict in their light, a file made from a report |
//! | `classes` | what an implementation's messages mean, where it has no classes |
//! | `select` `withheld` `suite` `near` | which vectors, and which name was meant |
//! | `testees` | `ampwire.toml`: which testees |
//! | `verdict` `compare` `outcomes` `drawn` | what an answer is worth |
//! | `source` | where answers come from |
//! | `exec` | from a process for each vector |
//! | `transcript` | from a file that was written elsewhere |
//! | `supervise` | a testee kept alive, with the blame where it belongs |
//! | `session` | one running testee: handshake, canary, one question at a time |
//! | `process` | a process group and its pipes, never waited for without a limit |
//! | `simulation` | payments by AMP over paths that lose, reorder and replay, and what must never happen |
//! | `invoice_object` | an invoice as the protocol writes it |
//! | `lines` | the lines of a stream, none longer than the protocol allows |
//! | [`protocol`] | the protocol as types |

// What only a command line uses is not taken out piece by piece.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

#[cfg(feature = "cli")]
mod args;
pub mod builtin;
mod classes;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
mod commands;
mod compare;
mod drawn;
#[cfg(feature = "cli")]
mod exec;
mod exit;
mod expect;
mod in_process;
mod interrupt;
mod invoice_object;
mod lines;
#[cfg(feature = "cli")]
mod matrix;
mod near;
mod outcomes;
mod place;
mod process;
pub mod protocol;
mod render;
mod report;
mod run;
mod select;
mod session;
#[cfg(feature = "cli")]
mod simulation;
mod source;
mod stray;
mod suite;
#[cfg(feature = "cli")]
mod supervise;
pub mod testee;
#[cfg(feature = "cli")]
mod testees;
#[cfg(feature = "cli")]
mod transcript;
mod verdict;
#[cfg(feature = "cli")]
mod withheld;

pub use ampwire_vectors::Level;
pub use in_process::{Check, Failed, Passed, check};
