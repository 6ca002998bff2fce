//! What the messages of an implementation mean: a file of patterns, each with the classes that it stands for.
//!
//! Many implementations have no more than a text for why they refuse. Its words are never compared, but a project can say once,
//! as data, which class each means; then its reasons are compared like anyone's. A message may be true of several faults: it has
//! several classes then, and is right where one of them is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ampwire_vectors::Class;
use regex::Regex;
use serde::Deserialize;
use toml::Spanned;

use crate::place;
use crate::protocol::Rejection;
use crate::report::VectorReport;
use crate::select::Pattern;
use crate::stray;

/// The name of the file's form.
const SCHEMA: &str = "ampwire-classes-1";
/// How many messages that no pattern knows are told one by one.
const SHOWN: usize = 5;

/// The patterns of a file.
#[derive(Debug)]
pub(crate) struct Classes {
    path: PathBuf,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    line: usize,
    message: Regex,
    op: Option<Pattern>,
    classes: Vec<Class>,
}

impl Classes {
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
        let start = |raw: &RawEntry| raw.message.span().start;
        let entries = place::entries(path, text, raw.refusal, start, RawEntry::check)?;
        Ok(Self { path: path.to_path_buf(), entries })
    }

    /// The file's path, as it was given.
    pub(crate) fn file(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// What a refusal's message means: the classes of the first pattern that knows it. A class that the testee gives by itself is
    /// its own word, and needs no reading.
    pub(crate) fn of(&self, op: &str, rejection: &Rejection) -> &[Class] {
        let message = rejection.message.as_deref().filter(|_| rejection.class.is_none());
        let index = message.and_then(|message| self.entry(op, message));
        index.and_then(|index| self.entries.get(index)).map_or(&[], |entry| &entry.classes)
    }

    fn entry(&self, op: &str, message: &str) -> Option<usize> {
        self.entries.iter().position(|entry| {
            entry.op.as_ref().is_none_or(|pattern| pattern.matches(op))
                && entry.message.is_match(message)
        })
    }

    /// What the file lacks and what it has too much of, after a run: messages that no pattern knows, and patterns that no message
    /// matched.
    pub(crate) fn notes(&self, vectors: &[VectorReport]) -> Vec<String> {
        let mut unknown = BTreeMap::<String, usize>::new();
        let mut used = vec![false; self.entries.len()];
        for vector in vectors {
            let reject = vector.actual.as_ref().and_then(|answer| answer.get("reject"));
            let Some(reject) = reject.filter(|reject| reject.get("class").is_none()) else {
                continue;
            };
            let Some(message) = reject.get("message").and_then(|message| message.as_str()) else {
                continue;
            };
            match self.entry(&vector.op, message).and_then(|index| used.get_mut(index)) {
                Some(used) => *used = true,
                None => *unknown.entry(stray::shorten(message)).or_default() += 1,
            }
        }
        let mut notes: Vec<String> = unknown
            .iter()
            .take(SHOWN)
            .map(|(message, count)| {
                let times = if *count == 1 { String::new() } else { format!(" ({count} times)") };
                format!("{}: no pattern knows this message{times}: {message}", self.path.display())
            })
            .collect();
        if unknown.len() > SHOWN {
            notes.push(format!(
                "{}: and {} other messages that no pattern knows",
                self.path.display(),
                unknown.len() - SHOWN
            ));
        }
        let unused = self.entries.iter().zip(&used).filter(|(_, used)| !**used);
        notes.extend(unused.map(|(entry, _)| {
            let message = entry.message.as_str();
            format!("{}:{}: no message matched: {message}", self.path.display(), entry.line)
        }));
        notes
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    schema: Spanned<String>,
    #[serde(default)]
    refusal: Vec<RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    message: Spanned<String>,
    op: Option<String>,
    class: OneOrMore,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a class of the protocol by its name, or a list of them")]
enum OneOrMore {
    One(Class),
    More(Vec<Class>),
}

impl RawEntry {
    fn check(self, line: usize) -> Result<Entry, String> {
        let text = self.message.into_inner();
        if text.is_empty() {
            return Err("`message` is empty, and would match everything".to_owned());
        }
        let message = Regex::new(&text).map_err(|error| {
            // The crate draws a picture of several lines; its last line is the sentence.
            let words = error.to_string();
            let last = words.lines().last().unwrap_or_default().trim_start_matches("error: ");
            format!("`message` is no regular expression: {last}")
        })?;
        let op = self.op.map(|op| Pattern::new("`op`", &op, '.')).transpose();
        let classes = match self.class {
            OneOrMore::One(class) => vec![class],
            OneOrMore::More(classes) => classes,
        };
        if classes.is_empty() {
            return Err("`class` is empty".to_owned());
        }
        Ok(Entry { line, message, op: op.map_err(|fault| fault.to_string())?, classes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        schema = "ampwire-classes-1"
        [[refusal]]
        message = "not minimally encoded"
        op = "payload.*"
        class = "not_minimal"
        [[refusal]]
        message = "^tlv stream is not canonical$"
        class = ["order", "duplicate"]
    "#;

    fn parse(text: &str) -> Result<Classes, String> {
        Classes::parse(Path::new("c.toml"), text)
    }

    fn saying(message: &str) -> Rejection {
        Rejection::default().because(message)
    }

    #[test]
    fn the_first_pattern_that_knows_a_message_says_what_it_means() {
        let classes = parse(FILE).unwrap();
        let of = |op: &str, message: &str| classes.of(op, &saying(message)).to_vec();
        assert_eq!(of("payload.decode", "uint not minimally encoded"), [Class::NotMinimal]);
        assert_eq!(of("tlv.decode", "uint not minimally encoded"), []);
        assert_eq!(
            of("tlv.decode", "tlv stream is not canonical"),
            [Class::Order, Class::Duplicate]
        );
        assert_eq!(of("tlv.decode", "the tlv stream is not canonical"), []);
        let own = Rejection::new(Class::Other).because("tlv stream is not canonical");
        assert_eq!(classes.of("tlv.decode", &own), [], "its own class is its own word");
        assert_eq!(classes.of("tlv.decode", &Rejection::default()), []);
    }

    #[test]
    fn mistakes_have_their_place() {
        for (text, words) in [
            ("schema = \"x\"", "c.toml:1:10: `schema` is \"x\"; this runner reads"),
            ("", "missing field `schema`"),
            (
                "schema = \"ampwire-classes-1\"\n[[refusal]]\nmessage = \"(\"\nclass = \"order\"",
                "c.toml:3:11: `message` is no regular expression: unclosed group",
            ),
            (
                "schema = \"ampwire-classes-1\"\n[[refusal]]\nmessage = \"\"\nclass = \"order\"",
                "c.toml:3:11: `message` is empty",
            ),
            (
                "schema = \"ampwire-classes-1\"\n[[refusal]]\nmessage = \"a\"\nclass = []",
                "c.toml:3:11: `class` is empty",
            ),
            (
                "schema = \"ampwire-classes-1\"\n[[refusal]]\nmessage = \"a\"\nclass = \"odd\"",
                "c.toml:4:9: a class of the protocol by its name, or a list of them",
            ),
            (
                "schema = \"ampwire-classes-1\"\n[[refusal]]\nmessage = \"a\"\nclass = \"order\"\nop = \"[\"",
                "c.toml:3:11: `op` [: ",
            ),
            (
                "schema = \"ampwire-classes-1\"\n[[refusal]]\nmessage = \"a\"\nclas = \"order\"",
                "unknown field `clas`",
            ),
        ] {
            let fault = parse(text).unwrap_err();
            assert!(fault.contains(words), "{fault}");
        }
    }
}
