//! New entries as text.

use std::collections::BTreeMap;

use ampwire_vectors::Class;
use toml_edit::Value;

use super::Written;
use crate::expect::exceptions::Exceptions;
use crate::expect::failure::{Failure, Got};
use crate::expect::when::{Version, When};
use crate::expect::{Kind, SCHEMA};
use crate::protocol::Hello;
use crate::report::VectorReport;

/// How a new file begins.
pub(super) fn header(hello: &Hello) -> String {
    let name = crate::stray::shorten(&hello.name);
    format!(
        "# Vectors that {name} is known to fail, and how. `ampwire check` still runs them, and is red where one passes.\n\
         # The kind of an entry: bug or disagree (each with a url), wontfix, or todo where nobody has looked yet.\n\
         schema = {}\n",
        quoted(SCHEMA)
    )
}

/// Entries for these failures: one for those that fail alike, in the order of their first ids.
pub(super) fn entries(
    hello: &Hello,
    exceptions: Option<&Exceptions>,
    failures: &[&VectorReport],
    written: &mut Written,
) -> String {
    let mut groups = BTreeMap::<(&str, Failure, Option<String>), Vec<&str>>::new();
    for vector in failures {
        let Some(failure) = &vector.failure else { continue };
        match condition(hello, exceptions, vector) {
            Ok(when) => {
                let key = (vector.op.as_str(), pinned(failure), when);
                groups.entry(key).or_default().push(&vector.id);
                written.added.push(vector.id.clone());
            }
            Err(why) => written.left.push((vector.id.clone(), why)),
        }
    }
    written.added.sort();
    let mut groups: Vec<_> = groups.into_iter().collect();
    for (_, ids) in &mut groups {
        ids.sort_unstable();
    }
    groups.sort_by(|(_, ids), (_, others)| ids.cmp(others));
    let texts =
        groups.iter().map(|((op, failure, when), ids)| entry(op, failure, when.as_deref(), ids));
    texts.collect()
}

/// The failure as an entry pins it: a refusal that must not be is one whatever its class.
fn pinned(failure: &Failure) -> Failure {
    let known = |class: &String| Class::ALL.iter().any(|known| known.as_str() == class);
    let class = failure.class.clone().filter(known).filter(|_| failure.got == Got::Reason);
    let members = if failure.got == Got::Value { failure.members.clone() } else { [].into() };
    Failure { got: failure.got, members, class }
}

/// The condition that a new entry needs: one where there are entries for the same vector and other testees.
fn condition(
    hello: &Hello,
    exceptions: Option<&Exceptions>,
    vector: &VectorReport,
) -> Result<Option<String>, String> {
    // The entry that was for this testee is out of the file by now.
    let own = vector.exception.as_ref().map(|exception| exception.index);
    let others: Vec<&When> = exceptions
        .into_iter()
        .flat_map(|exceptions| exceptions.covering(&vector.id))
        .filter(|(index, _)| Some(*index) != own)
        .map(|(_, entry)| &entry.when)
        .collect();
    if others.is_empty() {
        return Ok(None);
    }
    let free = |when: &When| others.iter().all(|other| !other.meets(when));
    let named = When { name: Some(hello.name.clone()), version: None };
    if free(&named) {
        return Ok(Some(format!("{{ name = {} }}", quoted(&hello.name))));
    }
    let version = Version::parse(&hello.version).map(|version| format!("={version}"));
    let exact =
        version.filter(|version| free(&When { version: When::versions(version), ..named.clone() }));
    exact
        .map(|version| {
            Some(format!("{{ name = {}, version = {} }}", quoted(&hello.name), quoted(&version)))
        })
        .ok_or_else(|| "entries for other versions leave no room for this one".to_owned())
}

fn entry(op: &str, failure: &Failure, when: Option<&str>, ids: &[&str]) -> String {
    let mut lines = vec![
        String::new(),
        format!("# {op}: {}", failure.got.words()),
        "[[expect]]".to_owned(),
        format!("id = {}", list(ids.iter().copied())),
        format!("got = {}", quoted(failure.got.as_str())),
    ];
    if !failure.members.is_empty() {
        lines.push(format!("members = {}", list(failure.members.iter().map(String::as_str))));
    }
    lines.extend(failure.class.as_ref().map(|class| format!("class = {}", quoted(class))));
    lines.extend(when.map(|when| format!("when = {when}")));
    lines.push(format!("kind = {}\n", quoted(Kind::Todo.as_str())));
    lines.join("\n")
}

/// One text, or a list of several; a list of many has one a line.
pub(super) fn list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let texts: Vec<String> = texts.map(quoted).collect();
    match texts.as_slice() {
        [one] if one.contains('/') => one.clone(),
        [first, rest @ ..] if rest.len() < 3 && first.len() < 30 => {
            format!("[{}]", texts.join(", "))
        }
        _ => format!("[\n  {},\n]", texts.join(",\n  ")),
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
