//! The command of a testee, and why it couldn't be started.

use core::fmt::{self, Write};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command as StdCommand, Stdio};

/// A program and its arguments. No shell reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Command {
    /// The program: a path, or a name that is looked for in `PATH`.
    pub(crate) program: OsString,
    /// Its arguments.
    pub(crate) arguments: Vec<OsString>,
    /// The folder to run it in. The current one where it isn't given.
    pub(crate) folder: Option<PathBuf>,
    /// Variables that it gets beside those of this process.
    pub(crate) environment: Vec<(String, String)>,
}

impl Command {
    /// A program with its arguments, in the current folder.
    pub(crate) fn new(program: impl Into<OsString>, arguments: Vec<OsString>) -> Self {
        Self { program: program.into(), arguments, ..Self::default() }
    }

    /// The same for the system, with a pipe for each of the three streams.
    pub(super) fn prepared(&self) -> StdCommand {
        let mut command = StdCommand::new(self.located());
        command
            .args(&self.arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command
    }

    /// Why it can't be started, as far as that is seen without starting it: the program or its folder isn't there.
    pub(crate) fn lacking(&self) -> Option<StartFault> {
        let fault = || StartFault::new(self, &io::Error::from(io::ErrorKind::NotFound));
        if self.folder.as_deref().is_some_and(|folder| !folder.is_dir()) {
            return Some(fault());
        }
        let located = self.located();
        // What makes a program's name whole where a name has an ending, as on Windows.
        let whole = |path: PathBuf, ending| {
            let mut name = path.into_os_string();
            name.push(ending);
            PathBuf::from(name)
        };
        let there = if located.components().count() > 1 {
            located.exists() || whole(located, std::env::consts::EXE_SUFFIX).is_file()
        } else {
            let folders = std::env::var_os("PATH").unwrap_or_default();
            let endings = ["", std::env::consts::EXE_SUFFIX, ".cmd", ".bat"];
            let mut names = std::env::split_paths(&folders)
                .flat_map(|folder| endings.map(|ending| whole(folder.join(&self.program), ending)));
            names.any(|name| name.is_file())
        };
        (!there).then(fault)
    }

    /// Where the program is. Systems differ in whether a relative path starts at the new folder; here it always does.
    fn located(&self) -> PathBuf {
        let program = Path::new(&self.program);
        match &self.folder {
            Some(folder) if program.components().count() > 1 => {
                let located = folder.join(program);
                std::path::absolute(&located).unwrap_or(located)
            }
            _ => program.to_path_buf(),
        }
    }

    /// The command as it would be typed into a POSIX shell.
    pub(crate) fn quoted(&self) -> String {
        let words: Vec<String> = self.words().collect();
        let command = quote(words.iter().map(String::as_str));
        if self.folder.is_none() && self.environment.is_empty() {
            return command;
        }
        let mut line = String::from("(");
        // Writing to a String can't fail.
        if let Some(folder) = &self.folder {
            let _ = write!(line, "cd {} && ", quote([folder.to_string_lossy().as_ref()]));
        }
        for (name, value) in &self.environment {
            let _ = write!(line, "{name}={} ", quote([value.as_str()]));
        }
        line + &command + ")"
    }

    /// The program and its arguments as text.
    pub(crate) fn words(&self) -> impl Iterator<Item = String> + '_ {
        core::iter::once(&self.program)
            .chain(&self.arguments)
            .map(|word| word.to_string_lossy().into_owned())
    }
}

/// Words as they would be typed into a POSIX shell.
pub(crate) fn quote<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    // A NUL can't be in an argument, so nothing is lost where quoting it fails.
    let quoter = shlex::Quoter::new().allow_nul(true);
    quoter.join(words).unwrap_or_default()
}

/// Why a command couldn't be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StartFault(String);

impl fmt::Display for StartFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl StartFault {
    /// Words for the system's error: it says "permission denied" for three different mistakes.
    pub(crate) fn new(command: &Command, error: &io::Error) -> Self {
        let program = command.program.to_string_lossy();
        let path = command.located();
        let path = path.as_path();
        // Without a slash the name is looked for in PATH, and a file of that name here means nothing.
        let here = path.components().count() > 1;
        if let Some(folder) = command.folder.as_deref().filter(|folder| !folder.is_dir()) {
            return Self(format!("its folder {} doesn't exist", folder.display()));
        }
        let reason = match error.kind() {
            io::ErrorKind::NotFound if here && path.exists() => {
                "is there, but the interpreter that its first line names is not".to_owned()
            }
            io::ErrorKind::NotFound if here => "doesn't exist".to_owned(),
            io::ErrorKind::NotFound => match Path::new(".").join(path) {
                local if local.is_file() => format!("is not in PATH; for the file here, say ./{program}"),
                _ => "doesn't exist, neither here nor in PATH".to_owned(),
            },
            _ if here && path.is_dir() => "is a directory".to_owned(),
            io::ErrorKind::PermissionDenied => "isn't executable (permission denied)".to_owned(),
            // ENOEXEC, which has no kind of its own.
            _ if cfg!(unix) && error.raw_os_error() == Some(8) => {
                "isn't a program for this machine, and has no first line that names an interpreter (#!…)".to_owned()
            }
            // ERROR_BAD_EXE_FORMAT: first lines mean nothing to Windows.
            _ if cfg!(windows) && error.raw_os_error() == Some(193) => {
                "isn't a program; a script needs its interpreter before it".to_owned()
            }
            _ => format!("couldn't be started: {error}"),
        };
        Self(format!("`{program}` {reason}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> Command {
        Command::new(words[0], words[1..].iter().map(OsString::from).collect())
    }

    #[test]
    fn quoting_is_a_shells() {
        assert_eq!(
            command(&["./adapter", "--x", "a b", "it's", ""]).quoted(),
            r#"./adapter --x 'a b' "it's" ''"#
        );
        let placed = Command {
            folder: Some("a b".into()),
            environment: vec![("LEVEL".into(), "1 2".into())],
            ..command(&["./adapter"])
        };
        assert_eq!(placed.quoted(), "(cd 'a b' && LEVEL='1 2' ./adapter)");
    }

    /// What lacks is left out of a comparison; what could be started must not be.
    #[test]
    fn what_is_there_is_not_lacking_with_its_ending_or_without() {
        let program = std::env::current_exe().unwrap();
        let bare = program.with_file_name(program.file_stem().unwrap());
        for program in [program, bare] {
            let command = Command::new(program, Vec::new());
            assert_eq!(command.lacking(), None, "{command:?}");
        }
        assert!(command(&["./no-such-file"]).lacking().is_some());
        assert!(command(&["no-such-file"]).lacking().is_some());
    }

    #[test]
    fn the_words_for_what_isnt_there() {
        let fault = |program: &str, kind: io::ErrorKind| {
            StartFault::new(&command(&[program]), &io::Error::from(kind)).to_string()
        };
        assert_eq!(
            fault("./no-such-file", io::ErrorKind::NotFound),
            "`./no-such-file` doesn't exist"
        );
        assert_eq!(
            fault("no-such-file", io::ErrorKind::NotFound),
            "`no-such-file` doesn't exist, neither here nor in PATH"
        );
        assert_eq!(fault("./src", io::ErrorKind::PermissionDenied), "`./src` is a directory");
        assert_eq!(
            fault("Cargo.toml", io::ErrorKind::NotFound),
            "`Cargo.toml` is not in PATH; for the file here, say ./Cargo.toml"
        );
    }
}
