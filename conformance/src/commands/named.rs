//! A testee that `ampwire.toml` has, checked alone: what the file says of it stands where the command line says nothing else.

use super::Testee;
use crate::args::{Check, ProfileName, Times};
use crate::commands::Failure;
use crate::{exit, testees};

/// A testee, and the options that named it.
pub(super) struct Named {
    entry: testees::Testee,
    options: Vec<String>,
}

impl Named {
    /// The testee that was named, if one was.
    pub(super) fn find(arguments: &Check) -> Result<Option<Self>, Failure> {
        let Some(name) = &arguments.named.testee else { return Ok(None) };
        let config = arguments.named.file.config.as_deref();
        let file = testees::File::read(config).map_err(Failure::usage)?;
        let entry = file.find(name).map_err(Failure::usage)?.clone();
        let mut options = vec!["--testee".to_owned(), name.clone()];
        if let Some(config) = config {
            options.extend(["--config".to_owned(), config.to_string_lossy().into_owned()]);
        }
        Ok(Some(Self { entry, options }))
    }

    /// The arguments with what the file says, where the command line says nothing else.
    pub(super) fn settled(&self, arguments: &Check) -> Check {
        let mut settled = arguments.clone();
        let builtin = self.entry.builtin();
        let profile = builtin.or(self.entry.profile).map(ProfileName::from);
        settled.trial.selection.profile = settled.trial.selection.profile.or(profile);
        settled.trial.selection.skip.extend(self.entry.skip.iter().cloned());
        settled.trial.judging.accept_deployed |= self.entry.accept_deployed;
        if !settled.expected.no_expect && settled.expected.expect.is_none() {
            settled.expected.expect.clone_from(&self.entry.expect);
        }
        if settled.trial.judging.classes.is_none() {
            settled.trial.judging.classes.clone_from(&self.entry.classes);
        }
        let (limits, usual) =
            (self.entry.limits(arguments.times.limits()), Times::default().limits());
        let times = &mut settled.times;
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
        settled
    }

    pub(super) fn testee(&self) -> Result<Testee, Failure> {
        let command = self.entry.command().map_err(|words| Failure {
            message: format!("the testee {}: {words}", self.entry.name),
            status: exit::TESTEE,
        })?;
        let builtin = self.entry.builtin();
        Ok(Testee { command, builtin, named: Some(self.options.clone()) })
    }
}
