//! `ampwire.toml`: the testees that a project compares, by name.
//!
//! | file | concept |
//! |---|---|
//! | `file` | the file read, with the place of every mistake |
//! | `variables` | `${NAME}` in a command or a path |
//! | `testee` | one testee: how it is run, and whether it is there |

mod file;
mod testee;
mod variables;

pub(crate) use file::File;
pub(crate) use testee::{Testee, builtin_command};

/// The file that is read where nobody names one.
pub(crate) const DEFAULT_FILE: &str = "ampwire.toml";
/// The name of the file's form.
pub(crate) const SCHEMA: &str = "ampwire-testees-1";
