//! In which file a vector stands, for ever.
//!
//! The place follows from what never changes under an id: the operation, who runs it, whether several answers are right,
//! the version that brought it, the id, and how long its input and expectation are. So neither a new vector nor a new
//! word moves one that is there; one that is withdrawn leaves a gap.

use std::collections::BTreeMap;

use ampwire_vectors::{Expect, Profile, Vector, VectorFile};
use serde_json::Value;

use super::{TOKENS, form, is_large, tokens};

/// The tokens around the content of a vector, at most: three members, and a list of up to six rules.
const WORDS: usize = 14;

/// The vectors of one file, also those that are left out of it.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The path below the `flat` folder.
    pub path: String,
    /// The operation.
    pub op: &'a str,
    /// The vectors, in order.
    pub vectors: Vec<&'a Vector>,
}

/// All vectors by file.
///
/// # Errors
/// As [`form::content`], and a version that is none.
pub fn parts(files: &[VectorFile]) -> Result<Vec<Part<'_>>, String> {
    let mut groups: BTreeMap<(String, &str), Vec<_>> = BTreeMap::new();
    for file in files {
        for vector in &file.vectors {
            let order = (version(&vector.since)?, vector.id.as_str());
            groups.entry((name(&file.op, vector), &file.op)).or_default().push((order, vector));
        }
    }
    let mut parts = Vec::new();
    for ((name, op), mut vectors) in groups {
        vectors.sort_by(|(left, _), (right, _)| left.cmp(right));
        for (index, vectors) in
            filled(op, vectors.into_iter().map(|(_, vector)| vector))?.into_iter().enumerate()
        {
            let path = match index {
                0 => format!("{name}.json"),
                _ => format!("{name}-{}.json", index + 1),
            };
            parts.push(Part { path, op, vectors });
        }
    }
    Ok(parts)
}

/// Who runs it, in a folder's name, and the operation; apart, where several answers are right.
fn name(op: &str, vector: &Vector) -> String {
    let who = match vector.profiles.as_slice() {
        [Profile::Amp] => "amp",
        [Profile::Bystander] => "bystander",
        _ => "everyone",
    };
    let any = if matches!(vector.expect, Expect::Any(_)) { ".any" } else { "" };
    format!("{who}/{op}{any}")
}

/// Fills one file after the other. Who is left out for its level or status has room kept: either may change.
fn filled<'a>(
    op: &str,
    vectors: impl Iterator<Item = &'a Vector>,
) -> Result<Vec<Vec<&'a Vector>>, String> {
    let mut parts: Vec<Vec<&Vector>> = vec![Vec::new()];
    let mut used = 1;
    for vector in vectors {
        let room = if is_large(op, vector)? {
            0
        } else {
            tokens(&Value::Object(form::content(op, vector)?)) + WORDS
        };
        if used + room >= TOKENS {
            parts.push(Vec::new());
            used = 1;
        }
        used += room;
        if let Some(part) = parts.last_mut() {
            part.push(vector);
        }
    }
    Ok(parts)
}

/// A version's numbers, for their order.
fn version(text: &str) -> Result<Vec<u32>, String> {
    text.split('.')
        .map(|number| number.parse().map_err(|_| format!("{text} is no version")))
        .collect()
}
