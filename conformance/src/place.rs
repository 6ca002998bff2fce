//! Where a mistake stands in a text file: what is said of every file that a person writes for the runner.

use std::path::Path;

use toml::Spanned;

/// A mistake with its place: file, line and column.
pub(crate) fn at(path: &Path, text: &str, offset: usize, message: &str) -> String {
    let (line, column) = position(text, offset);
    format!("{}:{line}:{column}: {message}", path.display())
}

/// Refuses a file whose `schema` is not the one that is read here.
pub(crate) fn schema(
    path: &Path,
    text: &str,
    found: &Spanned<String>,
    wanted: &str,
) -> Result<(), String> {
    if found.get_ref() == wanted {
        return Ok(());
    }
    let words = format!("`schema` is {:?}; this runner reads {wanted:?}", found.get_ref());
    Err(at(path, text, found.span().start, &words))
}

/// A mistake that the TOML reader found, with its place where it names one.
pub(crate) fn of_toml(path: &Path, text: &str, error: &toml::de::Error) -> String {
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
