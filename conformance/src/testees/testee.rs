//! One testee of the file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ampwire_vectors::Profile;

use crate::process::Command;
use crate::session::Limits;

/// One testee, as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Testee {
    /// The line of its entry, from 1.
    pub(crate) line: usize,
    /// Its name in the file: what the columns of a matrix are called.
    pub(crate) name: String,
    /// How it is run.
    pub(super) run: Run,
    /// The file of its expected failures.
    pub(crate) expect: Option<PathBuf>,
    /// The file that says what its messages mean.
    pub(crate) classes: Option<PathBuf>,
    /// Take it in this profile alone.
    pub(crate) profile: Option<Profile>,
    /// Vectors that it isn't asked, by their ids.
    pub(crate) skip: Vec<String>,
    /// A deployed implementation's known answer is accepted.
    pub(crate) accept_deployed: bool,
    /// Not run unless it is asked for by its name.
    pub(crate) enabled: bool,
    /// Left out where it isn't there.
    pub(crate) optional: bool,
    pub(super) times: Times,
}

/// How a testee is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    /// The built-in codec in this profile.
    Builtin(Profile),
    /// A program.
    Program(Command),
    /// A program, in whose words a variable has no value.
    Lacking(String),
}

/// How long things may take, where the file says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Times {
    pub(super) case: Option<Duration>,
    pub(super) scenario: Option<Duration>,
    pub(super) hello: Option<Duration>,
    pub(super) exit: Option<Duration>,
}

impl Testee {
    /// The command, or why there is none.
    pub(crate) fn command(&self) -> Result<Command, String> {
        match &self.run {
            Run::Builtin(profile) => builtin_command(*profile),
            Run::Lacking(variable) => {
                Err(format!("the variable {variable} is not set, and the entry needs it"))
            }
            Run::Program(command) => match command.lacking() {
                Some(fault) => Err(fault.to_string()),
                None => Ok(command.clone()),
            },
        }
    }

    /// The command as it is written, whether or not it is there.
    #[cfg(test)]
    pub(crate) fn program(&self) -> Option<&Command> {
        match &self.run {
            Run::Program(command) => Some(command),
            Run::Builtin(_) | Run::Lacking(_) => None,
        }
    }

    /// The profile, where it is the built-in codec.
    pub(crate) const fn builtin(&self) -> Option<Profile> {
        match self.run {
            Run::Builtin(profile) => Some(profile),
            Run::Program(_) | Run::Lacking(_) => None,
        }
    }

    /// How long things may take: as the file says, or else as usual.
    pub(crate) fn limits(&self, usual: Limits) -> Limits {
        let times = self.times;
        Limits {
            hello: times.hello.unwrap_or(usual.hello),
            case: times.case.unwrap_or(usual.case),
            scenario: times.scenario.unwrap_or(usual.scenario),
            exit: times.exit.unwrap_or(usual.exit),
            memory: usual.memory,
        }
    }
}

/// The built-in codec as a process like any other, so that it is supervised and judged like any other.
///
/// # Errors
/// Where this program doesn't find itself.
pub(crate) fn builtin_command(profile: Profile) -> Result<Command, String> {
    let program = std::env::current_exe()
        .map_err(|error| format!("this program doesn't find itself: {error}"))?;
    let words = ["testee", "--profile", profile.as_str()].map(OsString::from);
    Ok(Command::new(program, words.to_vec()))
}

/// A path of the file, which starts at the file's folder.
pub(super) fn beside(file: &Path, path: &str) -> PathBuf {
    let folder = file.parent().unwrap_or_else(|| Path::new(""));
    if path.is_empty() { folder.to_path_buf() } else { folder.join(path) }
}
