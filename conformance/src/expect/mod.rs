//! Expected failures: data that says which vectors a testee is known to fail, and how. They still run.
//!
//! | file | concept |
//! |---|---|
//! | `file` | `ampwire-expect.toml` read, with the place of every mistake |
//! | `entry` | one entry: how the testee fails, and why that is so |
//! | `when` | for which testee and which of its versions an entry is |
//! | `date` | the day after which an entry covers no more |
//! | `failure` | how a testee failed, in the words of an entry |
//! | `exceptions` | the entries of a file laid over a suite: what each covers, what is stale |
//! | `apply` | a verdict as it is where an entry has foreseen it, or has not |
//! | `write` | a file written from a run, or brought up to date by one |

mod apply;
mod date;
mod entry;
mod exceptions;
mod failure;
mod file;
mod when;
#[cfg(feature = "cli")]
pub(crate) mod write;

pub(crate) use apply::ExceptionReport;
pub(crate) use entry::Kind;
pub(crate) use exceptions::{Exceptions, Stale, exceptions_not_run};
pub(crate) use failure::Failure;
pub(crate) use file::File;

/// The file that is read where nobody names one.
pub(crate) const DEFAULT_FILE: &str = "ampwire-expect.toml";
/// The name of the file's form.
pub(crate) const SCHEMA: &str = "ampwire-expect-1";
