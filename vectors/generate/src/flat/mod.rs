//! The flat form: the vectors as plain JSON arrays, for projects that copy files and have a loader of their own.
//!
//! Everything in it follows from the rich files; [`files`] is the whole of it, and the lint compares the result byte for
//! byte. How a vector looks is in [`form`], in which file it stands in [`parts`].

use ampwire_vectors::{
    FLAT_MANIFEST_SCHEMA, SUITE_VERSION, Status, Vector, VectorFile, canonical_json, file_hash,
};
use serde_json::{Value, json};

use crate::document;
use crate::tree::Files;

pub mod form;
pub mod parts;

/// A file has fewer JSON tokens than this, as jsmn counts them: Core Lightning reads test vectors into a fixed array of so many.
pub const TOKENS: usize = 5_000;

/// All files of the form together, in bytes.
pub const BYTES: usize = 1_000_000;

/// Input and expectation of a vector, as canonical JSON, in bytes. What has more stays in the rich form: the largest invoice alone
/// would take an eighth of the room.
pub const LARGEST: usize = 2_000;

/// The operations that run a scenario. None of them is in the form.
pub const SCENARIOS: &[&str] = &["receiver.run", "sender.run", "shares.run"];

/// Why a vector of the rich form has no place in the flat one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// It has no weight, or no longer.
    Status,
    /// Nobody has to do as it says.
    Level,
    /// It tells a scenario, a list of events: one of them is as large as twenty other vectors, and room is short.
    Scenario,
    /// It has more than [`LARGEST`] bytes.
    Size,
}

impl LeftOut {
    /// The reason as the manifest writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Level => "level",
            Self::Scenario => "scenario",
            Self::Size => "size",
        }
    }
}

/// Every file of the flat form, by its path below the repository's root.
///
/// # Errors
/// A vector that can't be told flat.
pub fn files(vectors: &[VectorFile]) -> Result<Files, String> {
    let mut files = Files::new();
    let mut entries = Vec::new();
    let mut left_out = Vec::new();
    for part in parts::parts(vectors)? {
        let mut lines = Vec::new();
        for vector in part.vectors {
            match reason(part.op, vector)? {
                None => lines.push(canonical_json(&form::flat(part.op, vector)?)),
                Some(reason) => left_out.push((part.op, vector.id.as_str(), reason)),
            }
        }
        if lines.is_empty() {
            continue;
        }
        let text = format!("[\n{}\n]\n", lines.join(",\n"));
        entries.push(json!({
            "path": part.path,
            "sha256": file_hash(text.as_bytes()),
            "vectors": lines.len().to_string(),
        }));
        files.insert(part.path, text);
    }
    entries.sort_by_key(|entry| entry["path"].to_string());
    left_out.sort_unstable_by_key(|(op, id, _)| (*op, *id));
    let left_out: Vec<Value> = left_out
        .into_iter()
        .map(|(op, id, reason)| json!({ "id": id, "op": op, "why": reason.as_str() }))
        .collect();
    let manifest = json!({
        "schema": FLAT_MANIFEST_SCHEMA,
        "suite": SUITE_VERSION,
        "licence": "CC0-1.0 OR MIT OR Apache-2.0",
        "files": entries,
        "left_out": left_out,
    });
    files.insert("MANIFEST.json".to_owned(), document::sorted_members_open(&manifest));
    let sums: Vec<String> = files
        .iter()
        .map(|(path, text)| format!("{}  {path}\n", file_hash(text.as_bytes())))
        .collect();
    files.insert("SHA256SUMS".to_owned(), sums.concat());
    Ok(files.into_iter().map(|(path, text)| (format!("vectors/flat/{path}"), text)).collect())
}

/// Why the vector is left out, if it is.
///
/// # Errors
/// As [`form::content`].
pub fn reason(op: &str, vector: &Vector) -> Result<Option<LeftOut>, String> {
    use ampwire_vectors::Level;
    Ok(if vector.status != Status::Stable {
        Some(LeftOut::Status)
    } else if !matches!(vector.level, Level::Must | Level::Should) {
        Some(LeftOut::Level)
    } else if SCENARIOS.contains(&op) {
        Some(LeftOut::Scenario)
    } else if is_large(op, vector)? {
        Some(LeftOut::Size)
    } else {
        None
    })
}

/// Whether the vector is larger than the form has room for.
///
/// # Errors
/// As [`form::content`].
pub fn is_large(op: &str, vector: &Vector) -> Result<bool, String> {
    Ok(canonical_json(&Value::Object(form::content(op, vector)?)).len() > LARGEST)
}

/// How many tokens jsmn makes of a text of this value: one for each object, list and scalar, and one for each name.
pub fn tokens(value: &Value) -> usize {
    match value {
        Value::Object(members) => {
            1 + members.values().map(|member| 1 + tokens(member)).sum::<usize>()
        }
        Value::Array(items) => 1 + items.iter().map(tokens).sum::<usize>(),
        _ => 1,
    }
}
