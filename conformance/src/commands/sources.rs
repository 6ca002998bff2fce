//! Where the answers of a command come from: from a process that stays, or from one for each vector.

use ampwire_vectors::Profile;

use super::Failure;
use crate::args::{ExecForm, ExecOptions};
use crate::exec::plain::{Declared, Plain};
use crate::exec::{Exec, Form};
use crate::process::Command;
use crate::report::RunReport;
use crate::session::Limits;
use crate::source::Sources;
use crate::suite::Case;
use crate::supervise::Supervised;

/// The sources of this command for these cases.
pub(super) fn sources<'a>(
    command: &'a Command,
    options: &ExecOptions,
    profile: Option<Profile>,
    cases: &[&Case],
    limits: &'a Limits,
) -> Result<Box<dyn Sources + 'a>, Failure> {
    let says_something = options.name.is_some() || !options.can.is_empty() || options.verdict_only;
    let form = match options.exec {
        None if says_something => {
            return Err(Failure::usage(
                "--name, --can and --verdict-only go with --exec: a testee says that in its handshake",
            ));
        }
        None => return Ok(Box::new(Supervised::new(command, limits))),
        Some(ExecForm::Json) if says_something => {
            return Err(Failure::usage(
                "--name, --can and --verdict-only are for the plain form: with --exec=json the program says that itself, asked for hello",
            ));
        }
        Some(ExecForm::Json) => Form::Json,
        Some(ExecForm::Plain) => {
            let Some(profile) = profile else {
                return Err(Failure::usage(
                    "with --exec, say which profile the program takes: --profile amp, or --profile bystander",
                ));
            };
            let declared = Declared {
                name: options.name.as_deref(),
                profile,
                can: &options.can,
                verdict_only: options.verdict_only,
            };
            let meant: Vec<&Case> = cases
                .iter()
                .copied()
                .filter(|case| case.vector.profiles.contains(&profile))
                .collect();
            let plain = Plain::new(command, &meant, declared).map_err(Failure::usage)?;
            Form::Plain(Box::new(plain))
        }
    };
    Ok(Box::new(Exec::new(command, limits, form)))
}

/// What a process a vector costs.
pub(super) fn cost(options: &ExecOptions, report: &RunReport) -> Option<String> {
    options.exec?;
    let (ran, milliseconds) = (report.summary.ran, report.summary.milliseconds);
    let each = usize::try_from(milliseconds).ok()?.max(1);
    Some(format!(
        "  a process a vector: {ran} of them in {}.{} s, {} a second",
        milliseconds / 1000,
        milliseconds % 1000 / 100,
        ran * 1000 / each
    ))
}
