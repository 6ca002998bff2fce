//! The departures that are known: entries of a data file, each with its reason and evidence.

use crate::compare::{Differences, in_a_word, rule};
use crate::questions::Question;
use ampwire_conformance::protocol::Answer;
use ampwire_fuzz_peer::Entry;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The file of a peer: what it does otherwise than this library.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    divergence: Vec<Entry>,
}

/// One departure, and how often it was met.
pub struct Divergence {
    pub entry: Entry,
    pub hits: u64,
}

/// The entries of a file. One that is not there has none.
pub fn read(path: &Path) -> Result<Vec<Divergence>, Box<dyn Error>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let file: File = toml::from_str(&fs::read_to_string(path)?)?;
    for entry in &file.divergence {
        entry.check().map_err(|fault| format!("{}: {fault}", entry.id))?;
    }
    // Those about invoices are the models'.
    let others = file.divergence.into_iter().filter(|entry| entry.op != "invoice.decode");
    Ok(others.map(|entry| Divergence { entry, hits: 0 }).collect())
}

impl Divergence {
    /// Whether this is the departure at hand.
    pub fn covers(
        &self,
        question: &Question,
        ours: &Answer,
        theirs: &Answer,
        differences: &Differences,
    ) -> bool {
        let among = |words: &Option<BTreeSet<String>>, word: Option<&str>| {
            words.as_ref().is_none_or(|words| word.is_some_and(|word| words.contains(word)))
        };
        let their_type = match theirs {
            Answer::Reject(rejection) => rejection.tlv_type.as_deref(),
            _ => None,
        };
        let entry = &self.entry;
        let given = |member: &String| question.input.get(member);
        entry.op == question.op
            && differences.is_subset(&entry.differs)
            && among(&entry.ours, Some(in_a_word(ours)))
            && among(&entry.theirs, Some(in_a_word(theirs)))
            && among(&entry.rules, rule(ours))
            && among(&entry.tlv_types, their_type)
            && entry.role.as_deref().is_none_or(|role| question.input["role"] == role)
            && entry.meets(&bytes(question))
            && entry.zero.as_ref().is_none_or(|members| {
                members.iter().any(|member| given(member).is_some_and(|value| value == "0"))
            })
    }
}

/// The payload that is asked about. None where something is to be written.
fn bytes(question: &Question) -> Vec<u8> {
    let text = question.input.get("bytes").and_then(|bytes| bytes.as_str()).unwrap_or_default();
    hex::decode(text).unwrap_or_default()
}
