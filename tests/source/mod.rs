//! The library's own source, for tests that hold how it is written.

use std::fs;
use std::path::{Path, PathBuf};

/// The package's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A source file.
pub(crate) struct Source {
    /// Below `src`, with slashes: `tlv/reader.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// The module at the top that the file belongs to: `tlv`, or `secret` for `secret.rs`.
    pub(crate) fn layer(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The lines with their numbers, counted from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// All source files, sorted by path.
pub(crate) fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let path = file.strip_prefix(root().join("src")).unwrap().to_str().unwrap();
            Source { path: path.replace('\\', "/"), text: fs::read_to_string(&file).unwrap() }
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
