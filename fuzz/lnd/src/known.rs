//! What LND does otherwise and is known for: `fuzz/divergences/lnd.toml`, which says when an entry
//! covers a difference and why it is so, and `witnesses.toml`, which shows each entry at work.

use crate::checks::{self, Check};
use crate::{Answer, Differences, Question, Word};
use ampwire::onion::Role;
use ampwire::rule::{self, RuleId};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

const DIVERGENCES: &str = include_str!("../../divergences/lnd.toml");
const WITNESSES: &str = include_str!("../witnesses.toml");

/// The one operation that is compared here. The file has entries for others.
const OP: &str = "payload.decode";

/// All entries about payloads that are read.
pub struct Known(Vec<Divergence>);

/// One thing that LND does otherwise. Every condition has to hold.
pub struct Divergence {
    /// A name, for the count.
    pub id: String,
    differs: Differences,
    /// Sets of words.
    ours: u16,
    theirs: u16,
    rules: Option<Vec<RuleId>>,
    tlv_types: Option<Vec<u64>>,
    role: Option<Role>,
    has: Vec<u64>,
    pub(crate) strangers: Option<Strangers>,
    check: Option<Check>,
    witnesses: Vec<Witness>,
    hits: AtomicU64,
}

/// An entry of `divergences/lnd.toml`. What each condition means stands there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    #[serde(rename = "op")]
    _op: String,
    differs: Vec<String>,
    ours: Option<Vec<String>>,
    theirs: Option<Vec<String>>,
    rules: Option<Vec<String>>,
    tlv_types: Option<Vec<String>>,
    role: Option<String>,
    #[serde(default)]
    has: Vec<u64>,
    strangers: Option<Strangers>,
    rule: String,
    reason: String,
    evidence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Strangers {
    pub(crate) beside: Vec<u64>,
    at_least: usize,
}

/// An entry of `witnesses.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    id: String,
    /// A function of `checks.rs`, which has to agree too.
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
    /// The entries of both files.
    ///
    /// # Panics
    ///
    /// Where a file can't be read, or the two don't fit together.
    pub fn listed() -> &'static Self {
        static LISTED: LazyLock<Known> = LazyLock::new(|| {
            Known::read(DIVERGENCES, WITNESSES).unwrap_or_else(|error| panic!("{error}"))
        });
        &LISTED
    }

    /// Reads both files.
    ///
    /// # Errors
    ///
    /// Where one can't be read; where a condition isn't known here, as it must not be passed over; where
    /// an entry has no witness; and where a witness has no entry.
    pub fn read(divergences: &str, witnesses: &str) -> Result<Self, String> {
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
            let entry = Divergence::new(entry, shown.remove(&id));
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
        self.0.iter().find(|entry| entry.covers(self, question, ours, theirs, differences))
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
    fn new(entry: Entry, shown: Option<Shown>) -> Result<Self, String> {
        let Some(shown) = shown.filter(|shown| !shown.witness.is_empty()) else {
            return Err("it has no witness".to_owned());
        };
        if entry.reason.trim().is_empty() || entry.evidence.trim().is_empty() {
            return Err("neither reason nor evidence may be empty".to_owned());
        }
        let rule = |id: &String| rule::find(id).ok_or(format!("no rule {id}"));
        rule(&entry.rule)?;
        let mut differs = Differences::default();
        for name in &entry.differs {
            differs =
                differs.and(Differences::find(name).ok_or(format!("nothing is called {name}"))?);
        }
        let check = |name: String| checks::find(&name).ok_or(format!("no check {name}"));
        let hop = |word: String| role_of(&word).ok_or(format!("no role {word}"));
        let number = |text: &String| text.parse().map_err(|_| format!("no type {text}"));
        Ok(Self {
            id: entry.id,
            differs,
            ours: words(entry.ours)?,
            theirs: words(entry.theirs)?,
            rules: all(entry.rules, rule)?,
            tlv_types: all(entry.tlv_types, number)?,
            role: entry.role.map(hop).transpose()?,
            has: entry.has,
            strangers: entry.strangers,
            check: shown.check.map(check).transpose()?,
            witnesses: shown.witness,
            hits: AtomicU64::new(0),
        })
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
        known: &Known,
        question: Question<'_>,
        ours: &Answer<'_>,
        theirs: &Answer<'_>,
        differences: Differences,
    ) -> bool {
        let their_type = match theirs {
            Answer::Reject(rejected) => rejected.record,
            _ => None,
        };
        let strangers = |strangers: &Strangers| {
            let stranger = |found: &u64| !strangers.beside.contains(found);
            question.types().filter(stranger).count() >= strangers.at_least
        };
        differences.without(self.differs).is_empty()
            && self.ours & ours.word().bit() != 0
            && self.theirs & theirs.word().bit() != 0
            && self.role.is_none_or(|role| role == question.role())
            && among(self.rules.as_ref(), ours.rule())
            && among(self.tlv_types.as_ref(), their_type)
            && self.has.iter().all(|wanted| question.types().any(|found| found == *wanted))
            && self.strangers.as_ref().is_none_or(strangers)
            && self.check.is_none_or(|check| {
                check(&checks::Case { known, entry: self, question, ours, theirs })
            })
    }
}

/// The set of these words; of all where there is no list. `none` is also for LND's error that tells no
/// class of the testee protocol.
fn words(names: Option<Vec<String>>) -> Result<u16, String> {
    let Some(names) = names else { return Ok(u16::MAX) };
    names.iter().try_fold(0, |set, name| {
        let word = Word::find(name).ok_or(format!("no answer is called {name}"))?;
        let more = if word == Word::NONE { Word::NOT_CANONICAL.bit() } else { 0 };
        Ok(set | word.bit() | more)
    })
}

/// Reads each of a list that may be absent.
fn all<T>(
    list: Option<Vec<String>>,
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
