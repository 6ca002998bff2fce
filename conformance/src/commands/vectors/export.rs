//! `ampwire vectors export`: the embedded files into a folder, all of them or none.

use std::fs;
use std::path::{Path, PathBuf};

use super::form::Form;
use crate::args::Export;
use crate::commands::{Failure, finish};
use crate::exit;
use crate::render::output::Output;

/// Runs the command.
pub(crate) fn execute(arguments: &Export, no_color: bool) -> Result<u8, Failure> {
    let fault = |path: &Path, error: &std::io::Error| {
        Failure::usage(format!("{}: {error}", path.display()))
    };
    let mut writing = Vec::new();
    let mut differing = Vec::new();
    let mut same = 0;
    let form = if arguments.flat { Form::Flat } else { Form::Rich };
    for file in form.files() {
        let path = arguments.folder.join(file.path);
        match fs::read(&path) {
            Ok(bytes) if bytes == file.text.as_bytes() => same += 1,
            Ok(_) => {
                differing.push(path.display().to_string());
                writing.push((path, file.text));
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                writing.push((path, file.text));
            }
            Err(error) => return Err(fault(&path, &error)),
        }
    }
    if !differing.is_empty() && !arguments.force {
        return Err(Failure::usage(format!(
            "nothing was written: {} would be overwritten; --force does so",
            differing.join(", ")
        )));
    }
    // All bytes are on disk before the first file changes its name, so that a full disk leaves no half of a suite.
    let mut staged = Staged(Vec::new());
    for (path, text) in &writing {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| fault(parent, &error))?;
        }
        let temporary = temporary(path);
        staged.0.push(temporary.clone());
        fs::write(&temporary, text).map_err(|error| fault(&temporary, &error))?;
    }
    for ((path, _), temporary) in writing.iter().zip(&staged.0) {
        fs::rename(temporary, path).map_err(|error| fault(path, &error))?;
    }
    let mut output = Output::stdout(no_color);
    let there = if same == 0 { String::new() } else { format!(", {same} were there already") };
    let version = ampwire_vectors::SUITE_VERSION;
    output.line(&format!(
        "suite {version}, {} form, in {}: {} files written{there}",
        form.name(),
        arguments.folder.display(),
        writing.len()
    ));
    finish(output, exit::SUCCESS)
}

fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!(".{name}.{}", std::process::id()))
}

/// Files that are removed again, where they still bear these names.
struct Staged(Vec<PathBuf>);

impl Drop for Staged {
    fn drop(&mut self) {
        for path in &self.0 {
            // Renamed already, or never made.
            let _ = fs::remove_file(path);
        }
    }
}
