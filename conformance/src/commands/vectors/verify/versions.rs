//! What a copy's own manifest says of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ampwire_vectors::file_hash;
use serde_json::Value;

/// The manifest that lies with a copy, of whichever version and form. Both forms have these members.
pub(super) struct CopiedManifest {
    pub(super) suite: String,
    hashes: BTreeMap<String, String>,
}

impl CopiedManifest {
    /// Reads it, if it is there and says which suite it is of.
    pub(super) fn read(path: &Path) -> Option<Self> {
        let value: Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        let suite = value.get("suite")?.as_str()?.to_owned();
        let entry = |entry: &Value| {
            let text = |name: &str| Some(entry.get(name)?.as_str()?.to_owned());
            Some((text("path")?, text("sha256")?))
        };
        let hashes = value.get("files")?.as_array()?.iter().filter_map(entry).collect();
        Some(Self { suite, hashes })
    }

    /// Whether it lists the file with these bytes, whatever git made of the line ends.
    pub(super) fn lists(&self, path: &str, bytes: &[u8]) -> bool {
        self.lists_any(|listed| listed == path, bytes)
    }

    /// Whether it lists a file that is meant with these bytes.
    pub(super) fn lists_any(&self, is_meant: impl Fn(&str) -> bool, bytes: &[u8]) -> bool {
        let hash = file_hash(&without_returns(bytes));
        self.hashes.iter().any(|(path, listed)| is_meant(path) && *listed == hash)
    }
}

/// The bytes with each CR LF as LF.
pub(super) fn without_returns(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    for (index, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(index + 1) != Some(&b'\n') {
            plain.push(*byte);
        }
    }
    plain
}
