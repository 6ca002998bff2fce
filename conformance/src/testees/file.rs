//! `ampwire.toml` read. Every mistake has its line and column.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ampwire_vectors::Profile;
use serde::{Deserialize, Deserializer, de};
use toml::Spanned;

use super::testee::{Run, Testee, Times, beside};
use super::variables::{Expanded, Lookup, expand};
use super::{DEFAULT_FILE, SCHEMA};
use crate::args::duration;
use crate::place;
use crate::process::Command;

/// The longest name: it stands above a column.
const LONGEST_NAME: usize = 32;

/// A file of testees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Its testees in order, those that are not enabled too.
    pub(crate) testees: Vec<Testee>,
}

impl File {
    /// Reads a file; where none is named, `ampwire.toml` in the current folder.
    ///
    /// # Errors
    /// Every mistake in it, one a line, each with its place.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, String> {
        let named = path.is_some();
        let path = path.unwrap_or_else(|| Path::new(DEFAULT_FILE));
        let text = fs::read_to_string(path).map_err(|error| {
            let hint = if named { "" } else { "; --config names another file, and `ampwire matrix --help` shows what one looks like" };
            format!("{}: {error}{hint}", path.display())
        })?;
        Self::parse(path, &text, &|name| std::env::var(name).ok())
    }

    fn parse(path: &Path, text: &str, lookup: Lookup<'_>) -> Result<Self, String> {
        let raw: RawFile = place::form(path, text, SCHEMA, |raw: &RawFile| &raw.schema)?;
        let mut lines = BTreeMap::new();
        let start = |raw: &RawTestee| raw.name.span().start;
        let testees = place::entries(path, text, raw.testee, start, |raw, line| {
            let testee = raw.check(line, path, lookup)?;
            let name = &testee.name;
            if let Some(other) = lines.get(name) {
                return Err(format!(
                    "there is a testee of the name {name:?} already, in line {other}"
                ));
            }
            lines.insert(name.clone(), line);
            Ok(testee)
        })?;
        if testees.is_empty() {
            return Err(format!("{}: it has no [[testee]]", path.display()));
        }
        Ok(Self { path: path.to_path_buf(), testees })
    }

    /// The testee of this name.
    ///
    /// # Errors
    /// Where there is none, the names that there are.
    pub(crate) fn find(&self, name: &str) -> Result<&Testee, String> {
        self.testees.iter().find(|testee| testee.name == name).ok_or_else(|| {
            let names: Vec<&str> = self.testees.iter().map(|testee| testee.name.as_str()).collect();
            format!(
                "{} has no testee of the name {name:?}; it has {}",
                self.path.display(),
                names.join(", ")
            )
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    schema: Spanned<String>,
    #[serde(default)]
    testee: Vec<RawTestee>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTestee {
    name: Spanned<String>,
    command: Option<Vec<String>>,
    #[serde(default, deserialize_with = "profile")]
    builtin: Option<Profile>,
    folder: Option<String>,
    #[serde(default)]
    environment: BTreeMap<String, String>,
    expect: Option<String>,
    classes: Option<String>,
    #[serde(default, deserialize_with = "profile")]
    profile: Option<Profile>,
    #[serde(default)]
    skip: Vec<String>,
    #[serde(default, deserialize_with = "time")]
    timeout: Option<Duration>,
    #[serde(default, deserialize_with = "time")]
    scenario_timeout: Option<Duration>,
    #[serde(default, deserialize_with = "time")]
    hello_timeout: Option<Duration>,
    #[serde(default, deserialize_with = "time")]
    exit_timeout: Option<Duration>,
    #[serde(default)]
    accept_deployed: bool,
    #[serde(default = "yes")]
    enabled: bool,
    #[serde(default)]
    optional: bool,
}

const fn yes() -> bool {
    true
}

impl RawTestee {
    /// Checks what the types don't, and replaces variables.
    fn check(self, line: usize, file: &Path, lookup: Lookup<'_>) -> Result<Testee, String> {
        let mut words = Words { lookup, lacking: None };
        let mut path_of = |path: &Option<String>| match path {
            Some(path) => words.expanded(path).map(|path| Some(beside(file, &path))),
            None => Ok(None),
        };
        let (expect, classes) = (path_of(&self.expect)?, path_of(&self.classes)?);
        let run = self.run(file, &mut words)?;
        let name = self.name.into_inner();
        let fits =
            |character: char| character.is_ascii_alphanumeric() || "._+-".contains(character);
        if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(fits) {
            return Err(format!(
                "`name` is {name:?}; it is one to {LONGEST_NAME} letters, digits, dots, hyphens, underscores and plus signs"
            ));
        }
        Ok(Testee {
            line,
            name,
            run: words.lacking.map_or(run, Run::Lacking),
            expect,
            classes,
            profile: self.profile,
            skip: self.skip,
            accept_deployed: self.accept_deployed,
            enabled: self.enabled,
            optional: self.optional,
            times: Times {
                case: self.timeout,
                scenario: self.scenario_timeout,
                hello: self.hello_timeout,
                exit: self.exit_timeout,
            },
        })
    }

    fn run(&self, file: &Path, words: &mut Words<'_>) -> Result<Run, String> {
        let command = match (&self.command, self.builtin) {
            (Some(command), None) => command,
            (None, Some(profile)) => {
                if self.folder.is_some() || !self.environment.is_empty() {
                    return Err("`folder` and `environment` go with `command` alone".to_owned());
                }
                return Ok(Run::Builtin(profile));
            }
            (Some(_), Some(_)) => {
                return Err(
                    "it has `command` and `builtin`; a testee is one or the other".to_owned()
                );
            }
            (None, None) => {
                return Err(
                    "it has no `command`, a list of the program and its arguments; nor `builtin`, the profile of the built-in codec"
                        .to_owned(),
                );
            }
        };
        let mut command = command.iter();
        let program = command.next().map(|program| words.expanded(program)).transpose()?;
        let Some(program) = program.filter(|program| !program.is_empty()) else {
            return Err("`command` is empty: a list of the program and its arguments".to_owned());
        };
        let mut arguments = Vec::new();
        for argument in command {
            arguments.push(words.expanded(argument)?.into());
        }
        let mut environment = Vec::new();
        for (name, value) in &self.environment {
            if name.is_empty() || name.contains(['=', '\0']) {
                return Err(format!("`environment` has {name:?}, which is no name of a variable"));
            }
            environment.push((name.clone(), words.expanded(value)?));
        }
        let folder = words.expanded(self.folder.as_deref().unwrap_or_default())?;
        let folder = Some(beside(file, &folder)).filter(|folder| !folder.as_os_str().is_empty());
        Ok(Run::Program(Command { program: program.into(), arguments, folder, environment }))
    }
}

/// The words of an entry, and the first variable that one of them lacks.
struct Words<'a> {
    lookup: Lookup<'a>,
    lacking: Option<String>,
}

impl Words<'_> {
    fn expanded(&mut self, text: &str) -> Result<String, String> {
        if text.contains('\0') {
            return Err(format!("{text:?} has a NUL, which no argument can have"));
        }
        match expand(text, self.lookup)? {
            Expanded::Text(text) => Ok(text),
            Expanded::Lacking(name) => {
                self.lacking.get_or_insert(name);
                Ok(text.to_owned())
            }
        }
    }
}

fn profile<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Profile>, D::Error> {
    let name = String::deserialize(deserializer)?;
    crate::protocol::profile_from_name(&name)
        .map(Some)
        .ok_or_else(|| de::Error::custom(format!("{name:?} is neither \"amp\" nor \"bystander\"")))
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let text = String::deserialize(deserializer)?;
    duration(&text).map(Some).map_err(|words| de::Error::custom(format!("{text:?}: {words}")))
}

#[cfg(test)]
mod tests;
