//! The table of `spec/departures.md` says what the vectors say.

use std::collections::BTreeMap;

use ampwire_vectors::{Answer, Expect, Vector};

use super::Parsed;

/// A column of the table, and the family of the vectors that are asked of that implementation.
const COLUMNS: [(usize, &str, &str); 2] = [(2, "lnd", "payload"), (3, "ldk", "bystander")];

/// The column with the names of vectors.
const VECTORS: usize = 4;

pub(super) fn check(document: &str, parsed: &Parsed) -> Vec<String> {
    let vectors: BTreeMap<&str, &Vector> =
        parsed.vectors().map(|(_, vector)| (vector.id.as_str(), vector)).collect();
    let mut problems = Vec::new();
    let mut rows = 0;
    for line in document.lines().filter(|line| line.starts_with("| ")).skip(1) {
        rows += 1;
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let names = cells.get(VECTORS).copied().unwrap_or_default();
        for (column, implementation, family) in COLUMNS {
            let said = cells.get(column).copied().unwrap_or_default();
            for name in names.split(", ") {
                let id =
                    if name.contains('/') { name.to_owned() } else { format!("{family}/{name}") };
                let problem = match vectors.get(id.as_str()) {
                    None => format!("{id} is no vector"),
                    Some(vector) => match verdict(vector, implementation) {
                        Some(known) if known != said => {
                            format!(
                                "of {id}, {implementation} {known} it, and the table says {said}"
                            )
                        }
                        None if !["reads", "refuses"].contains(&said) => {
                            format!("{said} is nothing that {implementation} could do with {id}")
                        }
                        _ => continue,
                    },
                };
                problems.push(format!("spec/departures.md: {problem}"));
            }
        }
    }
    if rows == 0 {
        problems.push("spec/departures.md: there is no table".to_owned());
    }
    problems
}

/// What an implementation does, as far as the vector says it: where several answers are right, it doesn't.
fn verdict(vector: &Vector, implementation: &str) -> Option<&'static str> {
    let deployed =
        vector.deployed.iter().find(|deployed| deployed.implementation == implementation);
    match (deployed.map(|deployed| &deployed.answer), &vector.expect) {
        (Some(Answer::Ok(_)), _) | (None, Expect::Ok(_)) => Some("reads"),
        (Some(Answer::Reject(_)), _) | (None, Expect::Reject(_)) => Some("refuses"),
        (None, Expect::Any(_)) => None,
    }
}
