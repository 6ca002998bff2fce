//! Files into a folder: all of them or none, and none overwritten that nobody gave up.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What became of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// It is new.
    Written,
    /// There was another one.
    Overwritten,
    /// It was there, with the same text.
    AsItWas,
}

/// Writes the files, each by its path in the folder, and says of each what became of it.
///
/// # Errors
/// A sentence, and everything is as it was: where files would be overwritten without `force`, and where one can't be written.
pub(super) fn place(
    folder: &Path,
    files: &[(&str, String)],
    force: bool,
) -> Result<Vec<Placed>, String> {
    // `new/.` is a folder's name only once it is there.
    let folder: &Path = &folder.components().collect::<PathBuf>();
    if matches!(fs::symlink_metadata(folder), Err(error) if error.kind() == ErrorKind::NotFound) {
        return place_at_once(folder, files);
    }
    let mut placed = Vec::new();
    for (path, text) in files {
        placed.push(before(&folder.join(path), text)?);
    }
    let paths = files.iter().zip(&placed).filter(|(_, placed)| **placed == Placed::Overwritten);
    let paths: Vec<&str> = paths.map(|((path, _), _)| *path).collect();
    if !force && !paths.is_empty() {
        let folder = folder.display();
        let paths = paths.join(", ");
        return Err(format!(
            "nothing was written: in {folder}, {paths} would be overwritten; --force does so"
        ));
    }
    let mut writing = Writing::default();
    for ((path, text), placed) in files.iter().zip(&placed) {
        if *placed != Placed::AsItWas {
            writing.stage(&folder.join(path), text)?;
        }
    }
    writing.rename()?;
    Ok(placed)
}

/// A folder that isn't there gets its name when all is in it.
fn place_at_once(folder: &Path, files: &[(&str, String)]) -> Result<Vec<Placed>, String> {
    let staged = beside(folder, "new");
    let mut writing = Writing::default();
    for (path, text) in files {
        writing.stage(&staged.join(path), text)?;
    }
    writing.rename()?;
    // Not over what came in the meantime.
    if fs::symlink_metadata(folder).is_ok() {
        writing.undo();
        return Err(format!("{}: it is there since a moment ago", folder.display()));
    }
    if let Err(error) = fs::rename(&staged, folder) {
        writing.undo();
        return Err(fault(folder, error));
    }
    Ok(vec![Placed::Written; files.len()])
}

/// What writing a file would do to what is there.
fn before(path: &Path, text: &str) -> Result<Placed, String> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => Err(fault(path, "it is a folder")),
        // A link is replaced; where it leads to stays as it is.
        Ok(found) if !found.is_file() => Ok(Placed::Overwritten),
        Ok(_) => match fs::read(path) {
            Ok(bytes) if bytes == text.as_bytes() => Ok(Placed::AsItWas),
            Ok(_) => Ok(Placed::Overwritten),
            Err(error) => Err(fault(path, error)),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Placed::Written),
        Err(error) => Err(fault(path, error)),
    }
}

fn fault(path: &Path, what: impl Display) -> String {
    format!("nothing was written: {}: {what}", path.display())
}

/// A name that nobody else has, in the same folder.
fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!(".{name}.{}.{what}", std::process::id()))
}

/// What was done so far, to be undone where the rest fails.
#[derive(Default)]
struct Writing {
    /// Folders that were made, the outer ones first.
    folders: Vec<PathBuf>,
    files: Vec<Staged>,
}

struct Staged {
    path: PathBuf,
    /// The new text, before it has the file's name.
    new: PathBuf,
    /// What had the name before, once it lost it.
    old: Option<PathBuf>,
    renamed: bool,
}

impl Writing {
    /// Writes a text beside the file's place, with the folders that it takes.
    fn stage(&mut self, path: &Path, text: &str) -> Result<(), String> {
        let staged =
            Staged { path: path.to_owned(), new: beside(path, "new"), old: None, renamed: false };
        let written = self.folder_of(path).and_then(|()| {
            let mut file = File::create_new(&staged.new)?;
            self.files.push(staged);
            file.write_all(text.as_bytes())
        });
        written.map_err(|error| {
            self.undo();
            fault(path, error)
        })
    }

    fn folder_of(&mut self, path: &Path) -> io::Result<()> {
        let missing = path
            .ancestors()
            .skip(1)
            .take_while(|folder| !folder.as_os_str().is_empty() && fs::metadata(folder).is_err());
        let mut missing: Vec<&Path> = missing.collect();
        missing.reverse();
        for folder in missing {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    /// Gives all files their names.
    fn rename(&mut self) -> Result<(), String> {
        for staged in &mut self.files {
            if let Err(error) = staged.rename() {
                let fault = fault(&staged.path, error);
                self.undo();
                return Err(fault);
            }
        }
        for old in self.files.iter().filter_map(|staged| staged.old.as_ref()) {
            // All is written; what can't be removed does no harm.
            let _ = fs::remove_file(old);
        }
        Ok(())
    }

    /// Takes everything back, the last thing first. What can't be is left: there is nothing better to do.
    fn undo(&mut self) {
        for staged in self.files.drain(..).rev() {
            let _ = fs::remove_file(if staged.renamed { &staged.path } else { &staged.new });
            if let Some(old) = staged.old {
                let _ = fs::rename(old, staged.path);
            }
        }
        for folder in self.folders.drain(..).rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Staged {
    fn rename(&mut self) -> io::Result<()> {
        if fs::symlink_metadata(&self.path).is_ok() {
            let old = beside(&self.path, "old");
            fs::rename(&self.path, &old)?;
            self.old = Some(old);
        }
        fs::rename(&self.new, &self.path)?;
        self.renamed = true;
        Ok(())
    }
}
