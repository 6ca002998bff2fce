//! A testee that `ampwire.toml` has: what the file says of it stands where the command line says nothing else.

use std::path::Path;

use ampwire_vectors::Profile;

use super::Failure;
use crate::args::{ProfileName, Target, Times, Trial};
use crate::process::Command;
use crate::{exit, testees};

/// A testee, and the options that named it.
pub(super) struct Named {
    entry: testees::Testee,
    /// The options, for asking it again.
    pub(super) options: Vec<String>,
}

impl Named {
    /// The testee that was named, if one was.
    pub(super) fn find(target: &Target) -> Result<Option<Self>, Failure> {
        let Some(name) = &target.testee else { return Ok(None) };
        let config = target.file.config.as_deref();
        let file = testees::File::read(config).map_err(Failure::usage)?;
        let entry = file.find(name).map_err(Failure::usage)?.clone();
        let mut options = vec!["--testee".to_owned(), name.clone()];
        if let Some(config) = config {
            options.extend(["--config".to_owned(), config.to_string_lossy().into_owned()]);
        }
        Ok(Some(Self { entry, options }))
    }

    /// Puts in what the file says, where the command line says nothing else.
    pub(super) fn settle(&self, trial: &mut Trial, times: &mut Times) {
        let profile = self.builtin().or(self.entry.profile).map(ProfileName::from);
        trial.selection.profile = trial.selection.profile.or(profile);
        trial.selection.skip.extend(self.entry.skip.iter().cloned());
        trial.judging.accept_deployed |= self.entry.accept_deployed;
        if trial.judging.classes.is_none() {
            trial.judging.classes.clone_from(&self.entry.classes);
        }
        let (limits, usual) = (self.entry.limits(times.limits()), Times::default().limits());
        for (time, usual, limit) in [
            (&mut times.timeout, usual.case, limits.case),
            (&mut times.scenario_timeout, usual.scenario, limits.scenario),
            (&mut times.hello_timeout, usual.hello, limits.hello),
            (&mut times.exit_timeout, usual.exit, limits.exit),
        ] {
            if *time == usual {
                *time = limit;
            }
        }
    }

    /// Its name in the file.
    pub(super) fn name(&self) -> &str {
        &self.entry.name
    }

    /// The file of its expected failures.
    pub(super) fn expect(&self) -> Option<&Path> {
        self.entry.expect.as_deref()
    }

    /// The profile, where it is the built-in codec.
    pub(super) const fn builtin(&self) -> Option<Profile> {
        self.entry.builtin()
    }

    /// Its command.
    ///
    /// # Errors
    /// Where it isn't there.
    pub(super) fn command(&self) -> Result<Command, Failure> {
        self.entry.command().map_err(|words| Failure {
            message: format!("the testee {}: {words}", self.entry.name),
            status: exit::TESTEE,
        })
    }
}
