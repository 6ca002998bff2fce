//! `ampwire vectors verify`: has a vendored copy drifted?

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ampwire_vectors::EmbeddedFile;

use crate::args::Verify;
use crate::commands::{Failure, finish};
use crate::exit;
use crate::render::output::Output;
use crate::render::style::{GREEN, RED, paint};

/// Runs the command.
pub(crate) fn execute(arguments: &Verify, no_color: bool) -> Result<u8, Failure> {
    let files: Vec<EmbeddedFile> = ampwire_vectors::all_files().collect();
    let layout = Layout::of(&arguments.folder)?;
    let mut findings = Vec::new();
    let mut same = 0;
    for file in &files {
        let path = layout.path(file);
        match fs::read(&path) {
            Ok(bytes) if bytes == file.text.as_bytes() => same += 1,
            Ok(bytes) => findings.push(("changed", path, changed(&bytes, file.text))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // The manifest lists what a whole copy has: without it there is nothing wrong with the vectors.
                if !arguments.partial && file.path.starts_with("v1/") {
                    findings.push(("missing", path, String::new()));
                }
            }
            Err(error) => findings.push(("unreadable", path, format!(": {error}"))),
        }
    }
    for path in layout.extra(&files)? {
        findings.push(("extra", path, String::new()));
    }
    if same == 0 && findings.iter().all(|(what, ..)| *what == "missing" || *what == "extra") {
        return Err(Failure::usage(format!(
            "{}: no file of the suite is here",
            arguments.folder.display()
        )));
    }
    let mut output = Output::stdout(no_color);
    for (what, path, why) in &findings {
        output.line(&format!("{} {}{why}", paint(RED, format!("{what:<8}")), path.display()));
    }
    let version = ampwire_vectors::SUITE_VERSION;
    if findings.is_empty() {
        output
            .line(&format!("{}: {same} files, equal to suite {version}", paint(GREEN, "verified")));
    } else {
        output.line(&format!(
            "{} of {} differ from suite {version}",
            findings.len(),
            same + findings.len()
        ));
    }
    finish(output, if findings.is_empty() { exit::SUCCESS } else { exit::UNEXPECTED })
}

/// What lies behind a difference that is none of content.
fn changed(bytes: &[u8], expected: &str) -> String {
    let without_returns: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != b'\r').collect();
    if without_returns == expected.as_bytes() {
        return " (only line ends: git may have rewritten them)".to_owned();
    }
    let manifest = ampwire_vectors::manifest().ok();
    let suite = manifest.map(|manifest| manifest.suite).unwrap_or_default();
    let named = serde_json::from_slice::<serde_json::Value>(bytes).ok();
    let found = named.as_ref().and_then(|value| value.get("suite")?.as_str()).unwrap_or_default();
    if !found.is_empty() && found != suite {
        format!(" (it is of suite {found})")
    } else {
        String::new()
    }
}

/// Where the files of a copy lie.
struct Layout {
    folder: PathBuf,
    /// The copy has the `v1` folder; else its files lie directly in it.
    nested: bool,
}

impl Layout {
    fn of(folder: &Path) -> Result<Self, Failure> {
        match fs::metadata(folder) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(Failure::usage(format!("{}: not a folder", folder.display()))),
            Err(error) => return Err(Failure::usage(format!("{}: {error}", folder.display()))),
        }
        Ok(Self { folder: folder.to_path_buf(), nested: folder.join("v1").is_dir() })
    }

    fn path(&self, file: &EmbeddedFile) -> PathBuf {
        let path =
            if self.nested { file.path } else { file.path.rsplit('/').next().unwrap_or(file.path) };
        self.folder.join(path)
    }

    /// JSON files among the vectors that the suite doesn't have.
    fn extra(&self, files: &[EmbeddedFile]) -> Result<Vec<PathBuf>, Failure> {
        let folder = if self.nested { self.folder.join("v1") } else { self.folder.clone() };
        let known: BTreeSet<PathBuf> = files.iter().map(|file| self.path(file)).collect();
        let fault =
            |error: std::io::Error| Failure::usage(format!("{}: {error}", folder.display()));
        let mut extra = Vec::new();
        for entry in fs::read_dir(&folder).map_err(fault)? {
            let path = entry.map_err(fault)?.path();
            if path.extension().is_some_and(|extension| extension == "json")
                && !known.contains(&path)
            {
                extra.push(path);
            }
        }
        extra.sort();
        Ok(extra)
    }
}
