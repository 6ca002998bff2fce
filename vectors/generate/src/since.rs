//! Which version of the suite brought a vector: what the committed files say, and of a new one this version.
//!
//! It is the one thing that the cases don't know. In which file of the flat form a vector stands follows from it.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use ampwire_vectors::VectorFile;

/// Gives each vector that is in the files below the root already the version that it has there.
///
/// # Errors
/// A file that is there and can't be read.
pub fn keep(root: &Path, files: &mut [VectorFile]) -> Result<(), String> {
    for file in files {
        let path = format!("vectors/v1/{}.json", file.op);
        let text = match fs::read_to_string(root.join(&path)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(format!("{path}: {error}")),
        };
        let committed = VectorFile::parse(&path, &text).map_err(|error| error.to_string())?;
        let known: BTreeMap<&str, &str> = committed
            .vectors
            .iter()
            .map(|vector| (vector.id.as_str(), vector.since.as_str()))
            .collect();
        for vector in &mut file.vectors {
            if let Some(since) = known.get(vector.id.as_str()) {
                vector.since = (*since).to_owned();
            }
        }
    }
    Ok(())
}
