//! `MANIFEST.json`: what the suite consists of.

use serde::{Deserialize, Serialize};

/// The list of all files with their hashes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always [`MANIFEST_SCHEMA`](crate::MANIFEST_SCHEMA).
    pub schema: String,
    /// The version of the suite.
    pub suite: String,
    /// The files, sorted by path.
    pub files: Vec<ManifestEntry>,
}

impl Manifest {
    /// The entry of a file, by its path below the `vectors` folder.
    pub fn find(&self, path: &str) -> Option<&ManifestEntry> {
        self.files.iter().find(|entry| entry.path == path)
    }
}

/// One file of the suite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestEntry {
    /// The path below the `vectors` folder, with forward slashes.
    pub path: String,
    /// SHA-256 of the file: 64 hex digits.
    pub sha256: String,
    /// How many vectors it has. Decimal; `0` for the rule file.
    pub vectors: String,
}
