//! Where in a TOML file a mistake is.

use std::path::Path;

/// A message with its place: `file:line:column: message`.
pub(crate) fn at(path: &Path, text: &str, offset: usize, message: &str) -> String {
    let (line, column) = position(text, offset);
    format!("{}:{line}:{column}: {message}", path.display())
}

/// What the reader of TOML says, with its place where it has one.
pub(crate) fn fault(path: &Path, text: &str, error: &toml::de::Error) -> String {
    let message = error.message().replace('\n', "; ");
    match error.span() {
        Some(span) => at(path, text, span.start, &message),
        None => format!("{}: {message}", path.display()),
    }
}

/// Line and column of an offset, both from 1.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before.get(start..).unwrap_or_default().chars().count();
    (before.matches('\n').count() + 1, column + 1)
}
