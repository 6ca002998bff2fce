//! A file without what is no longer so. Comments, order and layout of the rest stay.

use std::collections::BTreeMap;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, RawString, Table, Value};

use super::{Written, foreseen};
use crate::expect::entry::is_glob;
use crate::expect::exceptions::Exceptions;
use crate::report::VectorReport;
use crate::verdict::Verdict;

/// The text of the file, less what passes, fails otherwise or is stale.
pub(super) fn without_what_passes(
    text: &str,
    exceptions: &Exceptions,
    vectors: &[VectorReport],
    written: &mut Written,
) -> Result<String, String> {
    let mut document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    if exceptions.entries.is_empty() {
        return Ok(text.to_owned());
    }
    let tables = document.get_mut("expect").and_then(Item::as_array_of_tables_mut);
    let tables = tables.ok_or_else(|| {
        format!(
            "{}: write each entry as [[expect]], to have them updated",
            exceptions.path.display()
        )
    })?;
    let reports: BTreeMap<&str, &VectorReport> =
        vectors.iter().map(|vector| (vector.id.as_str(), vector)).collect();
    let mut emptied = Vec::new();
    for index in 0..exceptions.entries.len() {
        let gone = gone(index, exceptions, &reports, written);
        if gone.is_empty() {
            continue;
        }
        let left = remaining(index, exceptions, &gone);
        match tables.get_mut(index) {
            Some(_) if left.is_empty() => emptied.push(index),
            Some(table) => set_ids(table, &left),
            None => {}
        }
    }
    let mut loose = String::new();
    for index in emptied.into_iter().rev() {
        remove(tables, index, &mut loose);
    }
    if tables.is_empty() {
        document.remove("expect");
    }
    Ok(format!("{document}{loose}"))
}

/// The patterns and ids of an entry that go. What stays or goes is noted.
fn gone(
    index: usize,
    exceptions: &Exceptions,
    reports: &BTreeMap<&str, &VectorReport>,
    written: &mut Written,
) -> Vec<String> {
    let Some(entry) = exceptions.entries.get(index) else { return Vec::new() };
    let mut gone = Vec::new();
    for id in exceptions.covered(index) {
        let judged = reports.get(id).copied().filter(|vector| {
            vector.exception.as_ref().is_some_and(|exception| exception.index == index)
        });
        let Some(vector) = judged else { continue };
        let why = match (vector.verdict, &vector.failure) {
            (Verdict::UnexpectedPass, _) => "passes".to_owned(),
            (Verdict::Fail | Verdict::OtherReason | Verdict::Unsupported, Some(failure))
                if vector.red && !foreseen(vector) =>
            {
                let because = if entry.reason.is_empty() {
                    String::new()
                } else {
                    format!(": {}", entry.reason)
                };
                format!(
                    "fails otherwise: `{failure}`, not `{}` ({}{because})",
                    entry.failure(),
                    entry.kind.as_str()
                )
            }
            _ => {
                written.kept.push(id.to_owned());
                continue;
            }
        };
        gone.push(id.to_owned());
        written.removed.push((id.to_owned(), why));
    }
    for stale in exceptions.stale.iter().filter(|stale| stale.line == entry.line) {
        gone.push(stale.id.clone());
        written.removed.push((stale.id.clone(), stale.why.clone()));
    }
    gone
}

/// The patterns that stay. A glob of which a part is gone becomes the ids of the rest.
fn remaining(index: usize, exceptions: &Exceptions, gone: &[String]) -> Vec<String> {
    let Some(entry) = exceptions.entries.get(index) else { return Vec::new() };
    let mut left = Vec::new();
    for pattern in entry.patterns.iter().filter(|pattern| !gone.contains(pattern)) {
        let ids = exceptions.covered_by(index, pattern);
        if is_glob(pattern) && ids.iter().any(|id| gone.contains(id)) {
            left.extend(ids.into_iter().filter(|id| !gone.contains(id)));
        } else {
            left.push(pattern.clone());
        }
    }
    left
}

/// Gives an entry these ids, with as little change as can be.
fn set_ids(table: &mut Table, left: &[String]) {
    let Some(item) = table.get_mut("id") else { return };
    if let Some(array) = item.as_array_mut() {
        keep(array, left);
        let there: Vec<String> =
            array.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        left.iter().filter(|id| !there.contains(id)).for_each(|id| array.push(id));
    } else if let [id] = left {
        *item = toml_edit::value(id);
    } else {
        *item = toml_edit::value(left.iter().map(String::as_str).collect::<Array>());
    }
}

/// Takes all other ids out of a list, each with its comments: on the lines above it, and behind it.
fn keep(array: &mut Array, left: &[String]) {
    // What stands behind an item and its comma is before the next one, up to the end of the line.
    let prefixes = array.iter().map(|value| raw(value.decor().prefix()));
    let mut parts: Vec<(String, String)> = prefixes
        .chain([raw(Some(array.trailing()))])
        .map(|text| {
            let end = text.find('\n').unwrap_or(if text.contains('#') { text.len() } else { 0 });
            let (behind, above) = text.split_at(end);
            (behind.to_owned(), above.to_owned())
        })
        .collect();
    let stays: Vec<bool> = array
        .iter()
        .map(|value| value.as_str().is_none_or(|text| left.iter().any(|id| id == text)))
        .collect();
    let mut behind = parts.first().map(|(behind, _)| behind.clone()).unwrap_or_default();
    for (index, stays) in stays.iter().enumerate() {
        if *stays {
            let after = parts.get(index + 1).map(|(behind, _)| behind.clone());
            let before = core::mem::replace(&mut behind, after.unwrap_or_default());
            if let (Some((_, above)), Some(value)) = (parts.get(index), array.get_mut(index)) {
                value.decor_mut().set_prefix(format!("{before}{above}"));
            }
        }
    }
    if let Some((_, above)) = parts.pop() {
        array.set_trailing(format!("{behind}{above}"));
    }
    let mut stays = stays.into_iter();
    array.retain(|_| stays.next().unwrap_or(true));
}

fn raw(text: Option<&RawString>) -> String {
    text.and_then(RawString::as_str).unwrap_or_default().to_owned()
}

/// Takes an entry out, with the comment right above it. Comments that an empty line parts from it stay, for what follows.
fn remove(tables: &mut ArrayOfTables, index: usize, loose: &mut String) {
    let prefix = raw(tables.get(index).and_then(|table| table.decor().prefix()));
    tables.remove(index);
    let Some(end) = prefix.rfind("\n\n") else { return };
    let Some(apart) = prefix.get(..=end).filter(|apart| apart.contains('#')) else { return };
    match tables.get_mut(index) {
        Some(next) => {
            let joined = format!("{apart}{}", raw(next.decor().prefix()));
            next.decor_mut().set_prefix(joined);
        }
        None => loose.insert_str(0, apart),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn kept(before: &str, left: &[&str], after: &str) {
        let mut document: DocumentMut = format!("id = {before}\n").parse().unwrap();
        let left: Vec<String> = left.iter().map(|id| (*id).to_owned()).collect();
        keep(document["id"].as_array_mut().unwrap(), &left);
        assert_eq!(document.to_string(), format!("id = {after}\n"));
    }

    #[test]
    fn comments_in_a_list_stay_with_their_ids() {
        let list = "[ # all\n  \"a\", # of a\n  # of b\n  \"b\", # of b too\n  \"c\", # of c\n]";
        kept(list, &["a", "b", "c"], list);
        kept(list, &["a", "c"], "[ # all\n  \"a\", # of a\n  \"c\", # of c\n]");
        kept(list, &["b"], "[ # all\n  # of b\n  \"b\", # of b too\n]");
        kept(list, &["a", "b"], "[ # all\n  \"a\", # of a\n  # of b\n  \"b\", # of b too\n]");
        kept("[\"a\", \"b\", \"c\"]", &["a", "c"], "[\"a\", \"c\"]");
        kept("[\"a\", \"b\"]", &["a"], "[\"a\"]");
    }
}
