//! The departures that are known: entries of a data file, each with its reason and evidence.

use crate::compare::{Differences, in_a_word, rule};
use crate::questions::Question;
use ampwire::tlv::TlvReader;
use ampwire_conformance::protocol::Answer;
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
    divergence: Vec<Divergence>,
}

/// One departure. Every condition that is given has to hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Divergence {
    /// A name, for the count.
    pub id: String,
    /// The operation.
    op: String,
    /// All that may differ: `verdict`, members of `ok`, or `class`, `offset`, `tlv_type`.
    differs: BTreeSet<String>,
    /// Our answers in a word: `ok`, or a class. Any where absent.
    ours: Option<BTreeSet<String>>,
    /// Theirs, likewise; `none` for a rejection without a class.
    theirs: Option<BTreeSet<String>>,
    /// The rules that our rejection may name.
    rules: Option<BTreeSet<String>>,
    /// The types that their rejection may name.
    tlv_types: Option<BTreeSet<String>>,
    /// Whether the hop is `final` or `intermediate`.
    role: Option<String>,
    /// Records of the payload, of which each has to be there, before the first fault of framing.
    #[serde(default)]
    has: Vec<u64>,
    /// At least so many records have another type than these.
    strangers: Option<Strangers>,
    /// Members of the input of which at least one is a zero.
    zero: Option<BTreeSet<String>>,
    /// Why it is so, and which side is right.
    reason: String,
    /// Where that can be seen.
    evidence: String,
    /// The rule it is about.
    rule: String,
    #[serde(skip)]
    pub hits: u64,
}

/// How many records there are beside these.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Strangers {
    beside: Vec<u64>,
    at_least: usize,
}

/// The entries of a file. One that is not there has none.
pub fn read(path: &Path) -> Result<Vec<Divergence>, Box<dyn Error>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let file: File = toml::from_str(&fs::read_to_string(path)?)?;
    for entry in &file.divergence {
        if ampwire::rule::find(&entry.rule).is_none() {
            return Err(format!("{}: no rule {}", entry.id, entry.rule).into());
        }
        let rules = entry.rules.iter().flatten();
        if let Some(unknown) = rules.clone().find(|rule| ampwire::rule::find(rule).is_none()) {
            return Err(format!("{}: no rule {unknown}", entry.id).into());
        }
        if entry.reason.trim().is_empty() || entry.evidence.trim().is_empty() {
            return Err(format!("{}: neither reason nor evidence may be empty", entry.id).into());
        }
    }
    Ok(file.divergence)
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
        let types = types(question);
        self.op == question.op
            && differences.is_subset(&self.differs)
            && among(&self.ours, Some(in_a_word(ours)))
            && among(&self.theirs, Some(in_a_word(theirs)))
            && among(&self.rules, rule(ours))
            && among(&self.tlv_types, their_type)
            && self.role.as_deref().is_none_or(|role| question.input["role"] == role)
            && self.has.iter().all(|wanted| types.contains(wanted))
            && self.zero.as_ref().is_none_or(|members| {
                members
                    .iter()
                    .any(|member| question.input.get(member).is_some_and(|value| value == "0"))
            })
            && self.strangers.as_ref().is_none_or(|strangers| {
                let stranger = |record: &&u64| !strangers.beside.contains(record);
                types.iter().filter(stranger).count() >= strangers.at_least
            })
    }
}

/// The types of the records in a question's bytes, as far as they can be read.
fn types(question: &Question) -> Vec<u64> {
    let text = question.input.get("bytes").and_then(|bytes| bytes.as_str()).unwrap_or_default();
    let bytes = hex::decode(text).unwrap_or_default();
    TlvReader::new(&bytes).map_while(Result::ok).map(|record| record.record_type()).collect()
}
