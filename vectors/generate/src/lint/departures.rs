//! The tables of `spec/departures.md` say what the vectors say, and the files of expected failures beside the adapters.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ampwire_vectors::{Answer, Expect, Level, Vector};
use globset::{GlobBuilder, GlobMatcher};
use serde::Deserialize;

use super::Parsed;

/// What a column may be headed by, and the implementation's name in vectors and in `when`.
const COLUMNS: [(&str, &str); 4] = [
    ("LND", "lnd"),
    ("LDK", "ldk"),
    ("bolt11", "bolt11"),
    ("light-bolt11-decoder", "light-bolt11-decoder"),
];

/// The file of expected failures of each adapter, and what it answers for. In the file of several, `when` tells them apart.
const FILES: [(&str, &[&str]); 3] = [
    ("adapters/lnd/ampwire-expect.toml", &["lnd"]),
    ("adapters/ldk/ampwire-expect.toml", &["ldk"]),
    ("adapters/npm/ampwire-expect.toml", &["bolt11", "light-bolt11-decoder"]),
];

/// The document, and the vectors that an implementation is known to answer otherwise without their own `deployed` saying so.
#[derive(Clone, Debug)]
pub struct Departures {
    /// `spec/departures.md`.
    pub document: String,
    listed: Vec<(&'static str, GlobMatcher)>,
}

/// A file of expected failures, as far as it names vectors. `ampwire check --expect` reads all of it, and strictly.
#[derive(Deserialize)]
struct ExpectFile {
    #[serde(default)]
    expect: Vec<ExpectEntry>,
}

#[derive(Deserialize)]
struct ExpectEntry {
    id: Ids,
    when: Option<When>,
}

/// One id or glob, or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Ids {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
struct When {
    name: Option<String>,
}

impl Departures {
    /// Reads them below the repository's root.
    pub(super) fn load(root: &Path) -> Result<Self, String> {
        let read = |path: &str| {
            fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))
        };
        let mut listed = Vec::new();
        for (path, implementations) in FILES {
            let found = entries(&read(path)?, implementations);
            listed.extend(found.map_err(|error| format!("{path}: {error}"))?);
        }
        Ok(Self { document: read("spec/departures.md")?, listed })
    }

    pub(super) fn check(&self, parsed: &Parsed) -> Vec<String> {
        let vectors: BTreeMap<&str, &Vector> =
            parsed.vectors().map(|(_, vector)| (vector.id.as_str(), vector)).collect();
        let mut problems = Vec::new();
        let mut rows = 0;
        let mut header: Vec<&str> = Vec::new();
        for line in self.document.lines() {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            if !line.starts_with('|') {
                header.clear();
            } else if header.is_empty() {
                header = cells;
            } else if !line.starts_with("|-") {
                rows += 1;
                problems.extend(self.row(&header, &cells, &vectors));
            }
        }
        if rows == 0 {
            problems.push("there is no table".to_owned());
        }
        problems.iter().map(|problem| format!("spec/departures.md: {problem}")).collect()
    }

    fn row(
        &self,
        header: &[&str],
        cells: &[&str],
        vectors: &BTreeMap<&str, &Vector>,
    ) -> Vec<String> {
        let mut problems = Vec::new();
        let columns: BTreeMap<&str, &str> =
            header.iter().copied().zip(cells.iter().copied()).collect();
        let names = columns.get("vectors").copied().unwrap_or_default();
        for (title, implementation) in COLUMNS {
            let Some(said) = columns.get(title) else { continue };
            let family = match implementation {
                _ if columns.contains_key("an invoice with") => "invoice",
                "lnd" => "payload",
                _ => "bystander",
            };
            for name in names.split(", ") {
                let id =
                    if name.contains('/') { name.to_owned() } else { format!("{family}/{name}") };
                let known =
                    vectors.get(id.as_str()).map(|vector| self.verdict(vector, implementation));
                match known {
                    None => problems.push(format!("{id} is no vector")),
                    Some(Some(known)) if known != *said => problems.push(format!(
                        "of {id}, {implementation} {known} it, and the table says {said}"
                    )),
                    Some(None) if !["reads", "refuses"].contains(said) => problems.push(format!(
                        "{said} is nothing that {implementation} could do with {id}"
                    )),
                    Some(_) => {}
                }
            }
        }
        problems
    }

    /// What an implementation does, as far as it is known: where several answers are right, or no answer is held against it, it
    /// isn't.
    fn verdict(&self, vector: &Vector, implementation: &'static str) -> Option<&'static str> {
        let deployed =
            vector.deployed.iter().find(|deployed| deployed.implementation == implementation);
        let reads = |reads: bool| if reads { "reads" } else { "refuses" };
        if let Some(deployed) = deployed {
            return Some(reads(matches!(deployed.answer, Answer::Ok(_))));
        }
        let listed = self
            .listed
            .iter()
            .any(|(listed, id)| *listed == implementation && id.is_match(&vector.id));
        match &vector.expect {
            // Otherwise than to refuse is to read; otherwise than to read is to refuse, or to read something else.
            Expect::Reject(_) if listed => Some(reads(true)),
            Expect::Any(_) => None,
            _ if listed || vector.level < Level::Should => None,
            expect => Some(reads(matches!(expect, Expect::Ok(_)))),
        }
    }
}

/// What a file lists for each of these implementations. An entry for another one would be read by nobody.
fn entries(
    text: &str,
    implementations: &[&'static str],
) -> Result<Vec<(&'static str, GlobMatcher)>, String> {
    let file: ExpectFile = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut entries = Vec::new();
    for entry in file.expect {
        let name = entry.when.and_then(|when| when.name);
        let meant: Vec<&'static str> = implementations
            .iter()
            .copied()
            .filter(|implementation| name.as_deref().is_none_or(|name| name == *implementation))
            .collect();
        if meant.is_empty() {
            return Err(format!("there is no implementation {}", name.unwrap_or_default()));
        }
        let ids = match entry.id {
            Ids::One(id) => vec![id],
            Ids::Several(ids) => ids,
        };
        for id in ids {
            // As the runner reads them: `*` stays within one part of an id.
            let glob = GlobBuilder::new(&id).literal_separator(true).build();
            let matcher = glob.map_err(|error| error.to_string())?.compile_matcher();
            entries.extend(meant.iter().map(|meant| (*meant, matcher.clone())));
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_for_those_whom_it_names() {
        let text = |ids: &str, when: &str| format!("[[expect]]\nid = {ids}\n{when}\n");
        let both = ["bolt11", "light-bolt11-decoder"];
        let listed = |text: &str, id: &str| -> Vec<&str> {
            let found = entries(text, &both).unwrap();
            found.into_iter().filter(|(_, glob)| glob.is_match(id)).map(|(name, _)| name).collect()
        };
        let several = text("[\"invoice/a\", \"invoice/b-*\"]", "");
        assert_eq!(listed(&several, "invoice/a"), both);
        assert_eq!(listed(&several, "invoice/b-1"), both);
        assert!(listed(&several, "invoice/b").is_empty());
        let one = text("\"invoice/a\"", "when = { name = \"bolt11\" }");
        assert_eq!(listed(&one, "invoice/a"), ["bolt11"]);
        assert!(listed(&text("\"*\"", ""), "invoice/a").is_empty());
        let other = text("\"invoice/a\"", "when = { name = \"bolt12\" }");
        assert!(entries(&other, &both).unwrap_err().contains("bolt12"));
    }
}
