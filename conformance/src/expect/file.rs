//! `ampwire-expect.toml` read. Every mistake has its line and column.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ampwire_vectors::Class;
use serde::Deserialize;
use serde::de::{self, SeqAccess, Visitor};
use toml::Spanned;
use toml::value::Datetime;

use super::SCHEMA;
use super::date::Date;
use super::entry::{Entry, Kind, is_glob};
use super::failure::Got;
use super::when::When;
use crate::place;

/// A file of expected failures.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct File {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Its entries in order.
    pub(crate) entries: Vec<Entry>,
}

impl File {
    /// Reads a file.
    ///
    /// # Errors
    /// Every mistake in it, one a line, each with its place.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        Self::parse(path, &place::text(path)?)
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, String> {
        let raw: RawFile = place::form(path, text, SCHEMA, |raw: &RawFile| &raw.schema)?;
        let start = |raw: &RawEntry| raw.id.span().start;
        let entries = place::entries(path, text, raw.expect, start, RawEntry::check)?;
        Ok(Self { path: path.to_path_buf(), entries })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    schema: Spanned<String>,
    #[serde(default)]
    expect: Vec<RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    id: Spanned<Ids>,
    got: Got,
    members: Option<BTreeSet<String>>,
    class: Option<Class>,
    kind: Kind,
    #[serde(default)]
    reason: String,
    url: Option<String>,
    hash: Option<String>,
    #[serde(default)]
    when: When,
    until: Option<Datetime>,
}

impl RawEntry {
    /// Checks what the types don't.
    fn check(self, line: usize) -> Result<Entry, String> {
        let patterns = self.id.into_inner().0;
        if patterns.is_empty() || patterns.iter().any(|pattern| pattern.trim().is_empty()) {
            return Err("`id` is empty".to_owned());
        }
        match (self.got, &self.members) {
            (Got::Value, Some(members)) if !members.is_empty() => {}
            (Got::Value, _) => {
                return Err(
                    "`got = \"value\"` needs `members`: those that differ, all of them".to_owned()
                );
            }
            (_, Some(_)) => return Err("`members` goes with `got = \"value\"` alone".to_owned()),
            (_, None) => {}
        }
        if self.class.is_some() && !matches!(self.got, Got::Reject | Got::Reason) {
            return Err(
                "`class` goes with `got = \"reject\"` or `got = \"reason\"` alone".to_owned()
            );
        }
        if self.reason.trim().is_empty() && self.kind != Kind::Todo {
            return Err(format!("`kind = \"{}\"` needs a `reason`", self.kind.as_str()));
        }
        let url = self.url.filter(|url| !url.trim().is_empty());
        if url.is_none() && matches!(self.kind, Kind::Bug | Kind::Disagree) {
            return Err(format!(
                "`kind = \"{}\"` needs a `url`: where it is reported or discussed",
                self.kind.as_str()
            ));
        }
        if self.hash.is_some() && (patterns.len() > 1 || patterns.iter().any(|id| is_glob(id))) {
            return Err("`hash` goes with one id: no two vectors have the same content".to_owned());
        }
        let until = match self.until {
            Some(until) => Some(Date::from_toml(&until).ok_or_else(|| {
                format!("`until` is {until}; it is a day alone, such as 2027-03-01")
            })?),
            None => None,
        };
        Ok(Entry {
            line,
            patterns,
            got: self.got,
            members: self.members.unwrap_or_default(),
            class: self.class.map(|class| class.as_str().to_owned()),
            kind: self.kind,
            reason: self.reason,
            url,
            hash: self.hash,
            when: self.when,
            until,
        })
    }
}

/// One id or glob, or a list of them.
struct Ids(Vec<String>);

impl<'de> Deserialize<'de> for Ids {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdsVisitor)
    }
}

struct IdsVisitor;

impl<'de> Visitor<'de> for IdsVisitor {
    type Value = Ids;

    fn expecting(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("an id, a glob of ids, or a list of them")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Ids, E> {
        Ok(Ids(vec![text.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Ids, A::Error> {
        let mut ids = Vec::new();
        while let Some(id) = items.next_element::<String>()? {
            ids.push(id);
        }
        Ok(Ids(ids))
    }
}

#[cfg(test)]
mod tests;
