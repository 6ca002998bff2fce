//! Vectors that are asked of nobody's program unless someone wants that: what a released implementation answers to them is not to be
//! published yet, and a CI's log is public.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::value::Datetime;

use crate::suite::Case;

/// The name of the file's form.
const SCHEMA: &str = "ampwire-withheld-1";
const FILE: &str = include_str!("../withheld.toml");

/// The list.
#[derive(Debug, Clone)]
pub(crate) struct Withheld {
    ids: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    schema: String,
    #[serde(default)]
    withheld: Vec<RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    id: String,
    since: Datetime,
    review: Datetime,
}

impl Withheld {
    /// The list of this program.
    ///
    /// # Errors
    /// Where it can't be read: a fault of the suite.
    pub(crate) fn embedded() -> Result<Self, String> {
        Self::parse(FILE)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let raw: RawFile =
            toml::from_str(text).map_err(|error| format!("withheld.toml: {}", error.message()))?;
        if raw.schema != SCHEMA {
            return Err(format!("withheld.toml: `schema` is {:?}, not {SCHEMA:?}", raw.schema));
        }
        let mut ids = BTreeSet::new();
        for RawEntry { id, since, review } in raw.withheld {
            if since.time.is_some()
                || review.time.is_some()
                || since.to_string() >= review.to_string()
            {
                return Err(format!(
                    "withheld.toml: {id}: two days are needed, `review` the later"
                ));
            }
            if !ids.insert(id.clone()) {
                return Err(format!("withheld.toml: {id} stands twice"));
            }
        }
        Ok(Self { ids })
    }

    /// Takes the vectors of the list out, and says how many they were.
    pub(crate) fn leave_out(&self, cases: &mut Vec<&Case>) -> usize {
        let before = cases.len();
        cases.retain(|case| !self.ids.contains(&case.vector.id));
        before - cases.len()
    }
}

/// What is said where vectors were left out.
pub(crate) fn note(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 vector is withheld; --withheld asks it too".to_owned()),
        count => Some(format!("{count} vectors are withheld; --withheld asks them too")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::Suite;

    #[test]
    fn the_list_is_of_vectors_that_there_are() {
        let withheld = Withheld::embedded().unwrap();
        let suite = Suite::for_tests();
        let known = |id: &String| suite.cases.iter().any(|case| case.vector.id == *id);
        let unknown: Vec<&String> = withheld.ids.iter().filter(|id| !known(id)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn what_is_on_the_list_is_left_out() {
        let suite = Suite::for_tests();
        let mut cases: Vec<&Case> = suite.cases.iter().take(3).collect();
        let id = cases[1].vector.id.clone();
        let text = format!(
            "schema = \"{SCHEMA}\"\n[[withheld]]\nid = \"{id}\"\nsince = 2026-01-31\nreview = 2026-05-01"
        );
        assert_eq!(Withheld::parse(&text).unwrap().leave_out(&mut cases), 1);
        assert_eq!(cases.len(), 2);
        assert!(cases.iter().all(|case| case.vector.id != id));
    }

    #[test]
    fn mistakes_are_told() {
        let entry =
            |days: &str| format!("schema = \"{SCHEMA}\"\n[[withheld]]\nid = \"a/b\"\n{days}");
        for (text, words) in [
            ("schema = \"x\"".to_owned(), "`schema` is \"x\""),
            (entry("since = 2026-01-31"), "missing field `review`"),
            (entry("since = 2026-01-31\nreview = 2026-01-31"), "a/b: two days are needed"),
            (entry("since = 2026-01-31\nreview = 2026-05-01T00:00:00Z"), "two days are needed"),
            (entry("implementation = \"x\""), "unknown field `implementation`"),
        ] {
            let fault = Withheld::parse(&text).unwrap_err();
            assert!(fault.contains(words), "{fault}");
        }
        let twice = entry("since = 2026-01-31\nreview = 2026-05-01")
            + "\n[[withheld]]\nid = \"a/b\"\nsince = 2026-01-31\nreview = 2026-05-01";
        assert!(Withheld::parse(&twice).unwrap_err().contains("a/b stands twice"));
    }
}
