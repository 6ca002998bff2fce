//! Variables of the environment in a text: `${NAME}`, and `${NAME:-what else}` where it may be missing. Nothing else is special.

/// What the environment has. Not the environment itself, so that a test can have one of its own.
pub(super) type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A text with its variables replaced.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Expanded {
    /// All of them were there.
    Text(String),
    /// This one has no value, and no other was given.
    Lacking(String),
}

/// Replaces the variables of a text. An empty value is as good as none where another is given, as in a shell.
///
/// # Errors
/// A `${` that doesn't go on as a variable.
pub(super) fn expand(text: &str, lookup: Lookup<'_>) -> Result<Expanded, String> {
    let mut expanded = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        let Some((inside, after)) = behind.split_once('}') else {
            return Err(format!("{text:?}: `${{` without its `}}`"));
        };
        let (name, otherwise) = match inside.split_once(":-") {
            Some((name, otherwise)) => (name, Some(otherwise)),
            None => (inside, None),
        };
        if !is_name(name) {
            return Err(format!(
                "{text:?}: {name:?} is no name of a variable; it is written ${{NAME}} or ${{NAME:-what else}}"
            ));
        }
        let value = lookup(name).filter(|value| !(value.is_empty() && otherwise.is_some()));
        let Some(value) = value.or_else(|| otherwise.map(str::to_owned)) else {
            return Ok(Expanded::Lacking(name.to_owned()));
        };
        expanded.push_str(before);
        expanded.push_str(&value);
        rest = after;
    }
    expanded.push_str(rest);
    Ok(Expanded::Text(expanded))
}

fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|character| character.is_ascii_alphanumeric() || character == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables() {
        let lookup = |name: &str| match name {
            "FOLDER" => Some("/built".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        };
        for (text, expected) in [
            ("plain $FOLDER $ {} }", Some("plain $FOLDER $ {} }")),
            ("${FOLDER}/x-${FOLDER}", Some("/built/x-/built")),
            ("${FOLDER:-target}", Some("/built")),
            ("a${MISSING:-b}c", Some("abc")),
            ("${EMPTY:-b}|${EMPTY}|${MISSING:-}", Some("b||")),
            ("${MISSING}", None),
            ("${FOLDER}${MISSING}", None),
        ] {
            let expected = expected.map_or_else(
                || Expanded::Lacking("MISSING".to_owned()),
                |text| Expanded::Text(text.to_owned()),
            );
            assert_eq!(expand(text, &lookup), Ok(expected), "{text}");
        }
        for text in ["${", "${FOLDER", "${}", "${a-b}", "${1}", "${A:=b}"] {
            assert!(expand(text, &lookup).is_err(), "{text}");
        }
    }
}
