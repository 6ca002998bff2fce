//! The tables of `spec/departures.md` say what the vectors say, and the lists beside the adapters.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use ampwire_vectors::{Answer, Expect, Level, Vector};

use super::Parsed;

/// What a column may be headed by, and the implementation's name in vectors and lists.
const COLUMNS: [(&str, &str); 4] = [
    ("LND", "lnd"),
    ("LDK", "ldk"),
    ("bolt11", "bolt11"),
    ("light-bolt11-decoder", "light-bolt11-decoder"),
];

/// The two packages of npm, which have one list.
const NPM: [&str; 2] = ["bolt11", "light-bolt11-decoder"];

/// The document, and the vectors that an implementation is known to answer otherwise without their own `deployed` saying so.
#[derive(Clone, Debug)]
pub struct Departures {
    /// `spec/departures.md`.
    pub document: String,
    listed: BTreeSet<(&'static str, String)>,
}

impl Departures {
    /// Reads them below the repository's root.
    pub(super) fn load(root: &Path) -> Result<Self, String> {
        let read = |path: &str| {
            fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))
        };
        let mut listed = BTreeSet::new();
        for (implementation, path) in
            [("lnd", "adapters/lnd/departures"), ("ldk", "adapters/ldk/departures")]
        {
            listed.extend(entries(&read(path)?).map(|id| (implementation, id.to_owned())));
        }
        for entry in entries(&read("adapters/npm/departures")?) {
            let (which, id) = entry.split_once(' ').unwrap_or_default();
            let named = NPM.into_iter().filter(|package| which == "both" || which == *package);
            listed.extend(named.map(|package| (package, id.to_owned())));
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
        let listed = self.listed.contains(&(implementation, vector.id.clone()));
        match &vector.expect {
            // Otherwise than to refuse is to read; otherwise than to read is to refuse, or to read something else.
            Expect::Reject(_) if listed => Some(reads(true)),
            Expect::Any(_) => None,
            _ if listed || vector.level < Level::Should => None,
            expect => Some(reads(matches!(expect, Expect::Ok(_)))),
        }
    }
}

/// The lines that are no comments.
fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}
