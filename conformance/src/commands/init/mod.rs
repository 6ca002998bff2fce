//! `ampwire init`: an adapter to begin with, in one of six languages.

mod place;
mod templates;

use std::path::{Component, Path};

use ampwire_vectors::Profile;
use clap::ValueEnum;

use super::{Failure, finish};
use crate::args::{Init, LanguageName};
use crate::exit;
use crate::render::output::Output;
use crate::render::style::{BOLD, DIM, paint};
use place::{Placed, place};
use templates::Language;

/// A question to ask by hand where nothing has to be built.
const TRY: &str = r#"printf '%s\n' '{"id":"1","op":"bigsize.decode","in":{"bytes":"fd00fd"}}'"#;

/// Runs the command.
pub(crate) fn execute(arguments: &Init, no_color: bool) -> Result<u8, Failure> {
    let mut output = Output::stdout(no_color);
    let Some(name) = arguments.language else {
        for name in LanguageName::value_variants() {
            output.line(&in_list(*name));
        }
        return finish(output, exit::SUCCESS);
    };
    let language = templates::find(name);
    let profile = arguments.profile.into();
    let files: Vec<(&str, String)> = language
        .files
        .iter()
        .map(|file| (file.path, filled(file.text, &arguments.name, profile)))
        .collect();
    let placed = place(&arguments.folder, &files, arguments.force).map_err(Failure::usage)?;
    output.lines(&account(arguments, language, &placed));
    output.line("");
    output.line("Next:");
    for command in next(&arguments.folder, language) {
        output.line(&format!("  {command}"));
    }
    finish(output, exit::SUCCESS)
}

fn in_list(name: LanguageName) -> String {
    let language = templates::find(name);
    let word = name.to_possible_value().map_or_else(String::new, |word| word.get_name().to_owned());
    format!("{word:<7} {}", language.needs)
}

/// The two things in which adapters differ from their templates.
fn filled(template: &str, name: &str, profile: Profile) -> String {
    let mut text = template.replace("my-implementation", name);
    for mark in ['"', '\''] {
        let quoted = |profile: &str| format!("{mark}{profile}{mark}");
        text = text.replace(&quoted("bystander"), &quoted(profile.as_str()));
    }
    text
}

/// What was done, in words.
fn account(arguments: &Init, language: &Language, placed: &[Placed]) -> Vec<String> {
    let folder = arguments.folder.display();
    let mut lines = vec![format!(
        "{folder}: an adapter in {} for {} ({})",
        language.title,
        arguments.name,
        Profile::from(arguments.profile).as_str()
    )];
    let width = language.files.iter().map(|file| file.path.len()).max().unwrap_or_default();
    for (file, placed) in language.files.iter().zip(placed) {
        let path = paint(BOLD, format!("{:<width$}", file.path));
        let done = match placed {
            Placed::Written => "",
            Placed::Overwritten => " (overwritten)",
            Placed::AsItWas => " (as it was)",
        };
        lines.push(format!("  {path}  {}{done}", paint(DIM, file.about)));
    }
    lines
}

/// The next commands, as a shell takes them.
fn next(folder: &Path, language: &Language) -> Vec<String> {
    let mut commands = Vec::new();
    if folder.components().any(|part| part != Component::CurDir) {
        // A folder that is no UTF-8 can't be quoted, and is shown as it can be.
        let name = folder.to_string_lossy();
        let quoted = shlex::try_quote(&name).map_or_else(|_| name.to_string(), Into::into);
        let separator = if quoted.starts_with('-') { "-- " } else { "" };
        commands.push(format!("cd {separator}{quoted}"));
    }
    commands.extend(language.build.map(str::to_owned));
    if commands.len() < 2 {
        commands.push(format!("{TRY} | {}", language.run));
    }
    commands.push(format!("ampwire check -- {}", language.run));
    commands
}
