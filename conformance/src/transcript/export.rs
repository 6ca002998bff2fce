//! The request lines of a selection, and what the first says about them.

use std::collections::BTreeSet;

use ampwire_vectors::{canonical_json, file_hash};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::protocol::{Members, PROTOCOL, Request, request_line};
use crate::select::Patterns;
use crate::suite::{Case, Suite};

/// The name of the form.
const SCHEMA: &str = "ampwire-export-1";
/// The id of the request for `hello`.
pub(super) const HELLO: &str = "hello";
/// The id of the canary.
pub(super) const CANARY: &str = "canary";

/// What an export says about itself, in the `in` of its first request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    /// Always [`SCHEMA`].
    pub(crate) schema: String,
    /// The suite's version.
    pub(crate) suite: String,
    /// Which vectors were selected, in the words of the options.
    pub(crate) selection: SelectionHeader,
    /// How many requests there are, without `hello` and the canary: a decimal number.
    pub(crate) requests: String,
    /// Of the ids of all of them.
    pub(crate) hash: String,
}

/// Which vectors were selected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SelectionHeader {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) only: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) skip: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) rules: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) ops: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) profile: Option<String>,
    /// The part of the selection, as `2/3`. Not there where it was all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shard: Option<String>,
}

impl SelectionHeader {
    fn new(patterns: &Patterns, shard: Option<String>) -> Self {
        Self {
            only: patterns.only.clone(),
            skip: patterns.skip.clone(),
            rules: patterns.rules.clone(),
            ops: patterns.ops.clone(),
            profile: patterns.profile.map(|profile| profile.as_str().to_owned()),
            shard,
        }
    }
}

/// The id of a request: from its content, so that two equal ones are one.
pub(super) fn id(op: &str, input: &Members) -> String {
    let mut hash = file_hash(canonical_json(&json!({ "op": op, "in": input })).as_bytes());
    hash.truncate(16);
    hash
}

/// All requests of a selection.
#[derive(Debug)]
pub(crate) struct Export<'a> {
    pub(crate) header: Header,
    /// Cases with an id of their own, in the order of the suite.
    requests: Vec<(String, &'a Case)>,
}

impl<'a> Export<'a> {
    /// The requests of these cases, which these patterns have selected, in this part of all.
    pub(crate) fn new(
        suite: &Suite,
        patterns: &Patterns,
        shard: Option<String>,
        cases: &[&'a Case],
    ) -> Self {
        let mut seen = BTreeSet::new();
        let mut requests = Vec::new();
        for case in cases {
            let id = id(&case.op, &case.vector.input);
            if seen.insert(id.clone()) {
                requests.push((id, *case));
            }
        }
        let ids: Vec<&str> = requests.iter().map(|(id, _)| id.as_str()).collect();
        let mut hash = file_hash(ids.join("\n").as_bytes());
        hash.truncate(32);
        let header = Header {
            schema: SCHEMA.to_owned(),
            suite: suite.version.clone(),
            selection: SelectionHeader::new(patterns, shard),
            requests: requests.len().to_string(),
            hash,
        };
        Self { header, requests }
    }

    /// The ids of the cases' requests, in order.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.requests.iter().map(|(id, _)| id.as_str())
    }

    /// The lines, each with its line feed: `hello`, the canary, and the cases.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> + '_ {
        let hello = [
            ("protocol".to_owned(), json!(PROTOCOL)),
            ("suite".to_owned(), json!(self.header.suite)),
            ("export".to_owned(), json!(self.header)),
        ];
        let hello = request_line(HELLO, "hello", &hello.into_iter().collect());
        // A name that is another for other requests: nobody can have it.
        let name = self.header.hash.get(..6).unwrap_or_default();
        let canary = request_line(CANARY, &format!("x-canary-{name}"), &Members::new());
        let cases =
            self.requests.iter().map(|(id, case)| request_line(id, &case.op, &case.vector.input));
        [hello, canary].into_iter().chain(cases)
    }
}

impl Header {
    /// Reads what an export says about itself from its first line.
    ///
    /// # Errors
    /// A sentence that says what the line lacks.
    pub(crate) fn from_line(line: &[u8]) -> Result<Self, String> {
        let request = Request::from_line(line)
            .map_err(|fault| format!("its first line is no request: {fault}"))?;
        let Some(header) = request.input.get("export") else {
            return Err("its first line doesn't say what was exported".to_owned());
        };
        let schema = header.get("schema").and_then(Value::as_str).unwrap_or_default();
        if schema != SCHEMA {
            return Err(format!("its form is {schema:?}; this program knows {SCHEMA:?}"));
        }
        serde_json::from_value(header.clone())
            .map_err(|error| format!("what its first line says about the export: {error}"))
    }
}
