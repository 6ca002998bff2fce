//! The form of the files: schemas, canonical text, manifest, size.

use ampwire_vectors::{SUITE_VERSION, file_hash};
use serde_json::Value;

use super::{Parsed, Tree};
use crate::document;

/// All rich files together, in bytes. They are written to be read, with labels, comments and one member a line. Where size
/// counts, inputs and expectations alone have to do: that is the flat form, with a limit of its own.
const LARGEST: usize = 3_500_000;

/// Every file against its schema.
pub(super) fn schemas(tree: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, text) in &tree.texts {
        let name = match path.as_str() {
            // No JSON: its text is compared.
            "flat/SHA256SUMS" => continue,
            "flat/MANIFEST.json" => "flat-manifest-1.schema.json",
            path if path.starts_with("flat/") => "flat-1.schema.json",
            "v1/rules.json" => "rules-1.schema.json",
            "MANIFEST.json" => "manifest-1.schema.json",
            _ => "vectors-1.schema.json",
        };
        let Some(schema) = tree.schemas.get(name) else {
            problems.push(format!("schema/{name} is not there"));
            continue;
        };
        let validator = match jsonschema::validator_for(schema) {
            Ok(validator) => validator,
            Err(error) => {
                problems.push(format!("schema/{name}: {error}"));
                continue;
            }
        };
        match serde_json::from_str::<Value>(text) {
            Ok(value) => {
                problems.extend(validator.iter_errors(&value).map(|error| {
                    format!("{path}{}: {}", error.instance_path(), shortened(&error.to_string()))
                }));
            }
            Err(error) => problems.push(format!("{path}: {error}")),
        }
    }
    problems
}

/// A validator's message quotes the value, which may be long.
fn shortened(message: &str) -> String {
    let mut text: String = message.chars().take(300).collect();
    if text.len() < message.len() {
        text.push_str(" …");
    }
    text
}

/// Every file as the generator would write what it says.
pub(super) fn canonical(tree: &Tree, parsed: &Parsed) -> Vec<String> {
    let mut expected: Vec<(&str, String)> = parsed
        .files
        .iter()
        .map(|(path, file)| (path.as_str(), document::vector_file(file)))
        .collect();
    expected.push(("v1/rules.json", document::rule_file(&parsed.rules)));
    expected.push(("MANIFEST.json", document::manifest(&parsed.manifest)));
    let mut problems = Vec::new();
    for (path, text) in expected {
        if tree.texts.get(path) != Some(&text) {
            problems.push(format!("{path} is not in canonical form"));
        }
    }
    for (path, file) in &parsed.files {
        if *path != format!("v1/{}.json", file.op) {
            problems.push(format!("{path} has the vectors of {}", file.op));
        }
        if file.suite != SUITE_VERSION {
            problems.push(format!("{path} is of suite {}", file.suite));
        }
    }
    if parsed.rules != tree.source_rules {
        problems.push("v1/rules.json is not what spec/rules.toml says".to_owned());
    }
    problems
}

/// The manifest lists every file, with its hash and count, and no other.
pub(super) fn manifest(tree: &Tree, parsed: &Parsed) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts.iter().filter(|(path, _)| path.starts_with("v1/")) {
        let Some(entry) = parsed.manifest.find(path) else {
            problems.push(format!("MANIFEST.json does not list {path}"));
            continue;
        };
        if entry.sha256 != file_hash(text.as_bytes()) {
            problems.push(format!("MANIFEST.json has another hash of {path}"));
        }
        let count = parsed
            .files
            .iter()
            .find(|(name, _)| name == path)
            .map_or(0, |(_, file)| file.vectors.len());
        if entry.vectors != count.to_string() {
            problems.push(format!(
                "MANIFEST.json counts {} vectors in {path}, there are {count}",
                entry.vectors
            ));
        }
    }
    let paths: Vec<&str> = parsed.manifest.files.iter().map(|entry| entry.path.as_str()).collect();
    for path in &paths {
        if !tree.texts.contains_key(*path) {
            problems.push(format!("MANIFEST.json lists {path}, which is not there"));
        }
    }
    if !paths.is_sorted_by(|left, right| left < right) {
        problems.push("MANIFEST.json is not sorted, or lists a file twice".to_owned());
    }
    problems
}

/// The files are small enough to be copied into other projects.
pub(super) fn size(tree: &Tree) -> Vec<String> {
    let rich = tree.texts.iter().filter(|(path, _)| !path.starts_with("flat/"));
    let total: usize = rich.map(|(_, text)| text.len()).sum();
    if total < LARGEST {
        Vec::new()
    } else {
        vec![format!("the files have {total} bytes, at most {LARGEST} are fine")]
    }
}
