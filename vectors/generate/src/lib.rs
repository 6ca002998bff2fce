//! Writes the vectors of Ampwire, and checks them.
//!
//! A vector is declared as a [`case::Case`]: an input built from labelled parts, and the answer that follows from how it
//! was built. Two implementations that share no code, the project's codec in Rust and the executable reference in
//! Python, answer the same input; only where all three agree is a vector written.
//!
//! | module | what |
//! |---|---|
//! | [`bytes`] | bytes built from labelled parts, hex, the encodings of integers |
//! | [`case`] | one declared case |
//! | [`cases`] | all cases, one file a family |
//! | [`invoice`] | the text of an invoice from raw parts: symbols, checksum, signature |
//! | [`edit`] | the edit between a rejection and its nearest valid neighbour: found, written, read, applied |
//! | [`oracle`] | the two implementations that are asked |
//! | [`produce`] | cases and answers into vectors |
//! | [`scenario`] | outcomes of a payee's scenario, in the form in which they are compared |
//! | [`since`] | which version of the suite brought a vector |
//! | [`document`] | the canonical form of a file |
//! | [`flat`] | the same vectors as plain arrays, for those who copy files |
//! | [`rules`] | `spec/rules.toml` and what is made from it |
//! | [`tree`] | the files on disk: written, or compared |
//! | [`lint`] | everything that must hold of the committed files |

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a tool for developers: a case that is declared wrongly stops it, with the words of the panic"
)]

pub mod bytes;
pub mod case;
pub mod cases;
pub mod document;
pub mod edit;
pub mod flat;
pub mod invoice;
pub mod lint;
pub mod oracle;
pub mod produce;
pub mod rules;
pub mod scenario;
pub mod since;
pub mod tree;
