//! What another implementation does otherwise and is known for: a file in `fuzz/divergences/`, which says
//! when an entry covers a difference and why it is so, and a `witnesses.toml`, which shows each entry at
//! work.

use crate::{Answer, Case, Check, Differences, Entry, Peer, Question, Word};
use ampwire::onion::Role;
use ampwire::rule::{self, RuleId};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

/// The one operation that is compared here. The files have entries for others.
const OP: &str = "payload.decode";

/// All entries about payloads that are read.
pub struct Known(Vec<Divergence>);

/// One of them, with its words read once.
pub struct Divergence {
    entry: Entry,
    differs: Differences,
    /// Sets of words.
    ours: u16,
    theirs: u16,
    rules: Option<Vec<RuleId>>,
    tlv_types: Option<Vec<u64>>,
    role: Option<Role>,
    check: Option<Check>,
    witnesses: Vec<Witness>,
    hits: AtomicU64,
}

/// An entry of `witnesses.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    id: String,
    /// The name of one of the peer's checks, which has to agree too.
    check: Option<String>,
    /// Inputs that the entry covers.
    witness: Vec<Witness>,
}

/// An input on which both differ.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    role: String,
    #[serde(default)]
    path_key_in_htlc: bool,
    #[serde(with = "hex::serde")]
    bytes: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShownFile {
    divergence: Vec<Shown>,
}

impl Known {
    /// Reads both files.
    ///
    /// # Errors
    ///
    /// Where one can't be read; where a condition isn't known here, as it must not be passed over; where
    /// an entry has no witness; and where a witness has no entry.
    pub fn read<P: Peer>(divergences: &str, witnesses: &str) -> Result<Self, String> {
        let told = |error: toml::de::Error| error.to_string();
        let shown: ShownFile = toml::from_str(witnesses).map_err(told)?;
        let mut shown: BTreeMap<_, _> =
            shown.divergence.into_iter().map(|shown| (shown.id.clone(), shown)).collect();

        let file: toml::Table = toml::from_str(divergences).map_err(told)?;
        let mut entries = Vec::new();
        for table in file.get("divergence").and_then(toml::Value::as_array).into_iter().flatten() {
            if table.get("op").and_then(toml::Value::as_str) != Some(OP) {
                continue;
            }
            let entry: Entry = table.clone().try_into().map_err(told)?;
            let id = entry.id.clone();
            let entry = Divergence::new(entry, shown.remove(&id), P::CHECKS);
            entries.push(entry.map_err(|fault| format!("{id}: {fault}"))?);
        }
        match shown.keys().next() {
            Some(id) => Err(format!("{id}: witnesses, but no such divergence")),
            None => Ok(Self(entries)),
        }
    }

    /// The first entry that covers a difference.
    pub fn covering(
        &self,
        question: Question<'_>,
        ours: &Answer<'_>,
        theirs: &Answer<'_>,
        differences: Differences,
    ) -> Option<&Divergence> {
        self.0.iter().find(|entry| entry.covers(question, ours, theirs, differences))
    }

    /// All entries.
    pub fn entries(&self) -> &[Divergence] {
        &self.0
    }

    /// Those that covered anything.
    pub fn met(&self) -> impl Iterator<Item = &Divergence> {
        self.0.iter().filter(|entry| entry.hits() > 0)
    }
}

impl Divergence {
    fn new(entry: Entry, shown: Option<Shown>, checks: &[(&str, Check)]) -> Result<Self, String> {
        let Some(shown) = shown.filter(|shown| !shown.witness.is_empty()) else {
            return Err("it has no witness".to_owned());
        };
        entry.check()?;
        if entry.zero.is_some() {
            return Err(
                "it has a condition on members, and a payload that is read has none".to_owned()
            );
        }
        let rule = |id: &String| rule::find(id).ok_or(format!("no rule {id}"));
        let mut differs = Differences::default();
        for name in &entry.differs {
            differs =
                differs.and(Differences::find(name).ok_or(format!("nothing is called {name}"))?);
        }
        let check = |name: String| {
            let named = checks.iter().find(|(other, _)| *other == name);
            named.map(|(_, check)| *check).ok_or(format!("no check {name}"))
        };
        let hop = |word: &String| role_of(word).ok_or(format!("no role {word}"));
        let number = |text: &String| text.parse().map_err(|_| format!("no type {text}"));
        Ok(Self {
            differs,
            ours: words(entry.ours.as_ref())?,
            theirs: words(entry.theirs.as_ref())?,
            rules: all(entry.rules.as_ref(), rule)?,
            tlv_types: all(entry.tlv_types.as_ref(), number)?,
            role: entry.role.as_ref().map(hop).transpose()?,
            check: shown.check.map(check).transpose()?,
            witnesses: shown.witness,
            hits: AtomicU64::new(0),
            entry,
        })
    }

    /// Its name.
    pub fn id(&self) -> &str {
        &self.entry.id
    }

    /// What shows it.
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// One more difference that it covered.
    pub fn count(&self) {
        self.hits.fetch_add(1, Ordering::Relaxed);
    }

    /// How many differences it covered.
    pub fn hits(&self) -> u64 {
        self.hits.load(Ordering::Relaxed)
    }

    fn covers(
        &self,
        question: Question<'_>,
        ours: &Answer<'_>,
        theirs: &Answer<'_>,
        differences: Differences,
    ) -> bool {
        let their_type = match theirs {
            Answer::Reject(rejected) => rejected.record,
            _ => None,
        };
        differences.without(self.differs).is_empty()
            && self.ours & ours.word().bit() != 0
            && self.theirs & theirs.word().bit() != 0
            && self.role.is_none_or(|role| role == question.role())
            && among(self.rules.as_ref(), ours.rule())
            && among(self.tlv_types.as_ref(), their_type)
            && self.entry.meets(question.bytes())
            && self
                .check
                .is_none_or(|check| check(&Case { entry: &self.entry, question, ours, theirs }))
    }
}

/// The set of these words; of all where there is no list. `none` is also for an error that tells no
/// class of the testee protocol.
fn words(names: Option<&BTreeSet<String>>) -> Result<u16, String> {
    let Some(names) = names else { return Ok(u16::MAX) };
    names.iter().try_fold(0, |set, name| {
        let word = Word::find(name).ok_or(format!("no answer is called {name}"))?;
        let more = if word == Word::NONE { Word::NOT_CANONICAL.bit() } else { 0 };
        Ok(set | word.bit() | more)
    })
}

/// Reads each of a list that may be absent.
fn all<T>(
    list: Option<&BTreeSet<String>>,
    read: impl Fn(&String) -> Result<T, String>,
) -> Result<Option<Vec<T>>, String> {
    list.map(|list| list.iter().map(read).collect()).transpose()
}

/// Whether a value is there and in the list. Anything is where there is no list.
fn among<T: PartialEq>(list: Option<&Vec<T>>, value: Option<T>) -> bool {
    list.is_none_or(|list| value.is_some_and(|value| list.contains(&value)))
}

impl Witness {
    /// The question that it is.
    ///
    /// # Panics
    ///
    /// Where the role is neither `final` nor `intermediate`.
    pub fn to_question(&self) -> Vec<u8> {
        let role = role_of(&self.role).expect("a witness's role");
        Question::write(role, self.path_key_in_htlc, &self.bytes)
    }
}

fn role_of(word: &str) -> Option<Role> {
    match word {
        "final" => Some(Role::Final),
        "intermediate" => Some(Role::Intermediate),
        _ => None,
    }
}
