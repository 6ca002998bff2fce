//! Files that a person writes for the runner, and where in them a mistake stands.

use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Spanned;

/// The text of a file.
///
/// # Errors
/// That it can't be read, with its name.
pub(crate) fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// A text read as TOML of this form, whose name stands in it as `schema`.
///
/// # Errors
/// The first mistake in its form, with its place.
pub(crate) fn form<T: DeserializeOwned>(
    path: &Path,
    text: &str,
    name: &str,
    found: impl Fn(&T) -> &Spanned<String>,
) -> Result<T, String> {
    let raw: T = toml::from_str(text).map_err(|error| of_toml(path, text, &error))?;
    schema(path, text, found(&raw), name)?;
    Ok(raw)
}

/// The entries of a text, each checked with its line.
///
/// # Errors
/// Every mistake in them, one a line, each with its place: where its entry has `start`.
pub(crate) fn entries<Raw, Entry>(
    path: &Path,
    text: &str,
    raw: Vec<Raw>,
    start: impl Fn(&Raw) -> usize,
    mut check: impl FnMut(Raw, usize) -> Result<Entry, String>,
) -> Result<Vec<Entry>, String> {
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    for raw in raw {
        let start = start(&raw);
        match check(raw, position(text, start).0) {
            Ok(entry) => entries.push(entry),
            Err(words) => faults.push(at(path, text, start, &words)),
        }
    }
    if faults.is_empty() { Ok(entries) } else { Err(faults.join("\n")) }
}

/// A mistake with its place: file, line and column.
pub(crate) fn at(path: &Path, text: &str, offset: usize, message: &str) -> String {
    let (line, column) = position(text, offset);
    format!("{}:{line}:{column}: {message}", path.display())
}

/// Refuses a file whose `schema` is not the one that is read here.
fn schema(path: &Path, text: &str, found: &Spanned<String>, wanted: &str) -> Result<(), String> {
    if found.get_ref() == wanted {
        return Ok(());
    }
    let words = format!("`schema` is {:?}; this runner reads {wanted:?}", found.get_ref());
    Err(at(path, text, found.span().start, &words))
}

/// A mistake that the TOML reader found, with its place where it names one.
fn of_toml(path: &Path, text: &str, error: &toml::de::Error) -> String {
    let message = error.message().replace('\n', "; ");
    match error.span() {
        Some(span) => at(path, text, span.start, &message),
        None => format!("{}: {message}", path.display()),
    }
}

/// Line and column of an offset, both from 1.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before.get(start..).unwrap_or_default().chars().count();
    (before.matches('\n').count() + 1, column + 1)
}

#[cfg(test)]
mod tests {
    use super::position;

    #[test]
    fn columns_count_characters() {
        assert_eq!(position("é = 1", 3), (1, 3));
        assert_eq!(position("a\nbc", 3), (2, 2));
        assert_eq!(position("", 9), (1, 1));
    }
}
