//! Text of others made harmless: a testee writes names, messages and lines as it likes, and none of it may steer what shows it.

use serde_json::Value;

/// The text on one line, without what a terminal, a browser or an XML reader would obey or refuse. A line feed stays visible.
pub(crate) fn line(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { '\u{21b5}' } else { harmless(c) }).collect()
}

/// The same with its lines left as they are.
fn lines(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { harmless(c) }).collect()
}

fn harmless(c: char) -> char {
    match c {
        '\t' => ' ',
        // Line ends that only some readers know; what changes the direction of writing; what is no character to XML and YAML.
        '\u{2028}'
        | '\u{2029}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{061c}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{feff}' => '\u{fffd}',
        // The last two of each plane are no characters, to HTML no more than to XML.
        c if c.is_control() || u32::from(c) & 0xfffe == 0xfffe => '\u{fffd}',
        c => c,
    }
}

/// A text of at most so many characters. What is cut off is never cut off silently.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let mut characters = text.chars();
    let mut start: String = characters.by_ref().take(most).collect();
    if characters.next().is_some() {
        start.push('…');
    }
    start
}

/// Every text of a report, names of members too. Standard error alone keeps its lines.
pub(crate) fn value(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(line(&text)),
        Value::Array(items) => Value::Array(items.into_iter().map(self::value).collect()),
        Value::Object(members) => Value::Object(members.into_iter().map(member).collect()),
        other => other,
    }
}

fn member((name, content): (String, Value)) -> (String, Value) {
    match content {
        Value::String(text) if name == "stderr" => (name, Value::String(lines(&text))),
        content => (line(&name), value(content)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_is_left_that_steers() {
        assert_eq!(line("a\u{1b}[2Jb\u{7f}\u{85}\0"), "a\u{fffd}[2Jb\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(line("one\r\ntwo\tthree"), "one\u{fffd}\u{21b5}two three");
        assert_eq!(line("\u{202e}\u{2066}\u{2028}\u{ffff}\u{feff}"), "\u{fffd}".repeat(5));
        assert_eq!(line("\u{fffe}\u{1fffe}\u{10ffff}\u{fdd0}"), "\u{fffd}".repeat(4));
        assert_eq!(line("é | :: %0A ]]> \u{1f980}"), "é | :: %0A ]]> \u{1f980}");
    }

    #[test]
    fn names_of_members_too_and_lines_of_standard_error_stay() {
        assert_eq!(
            value(json!({ "a\nb": ["\u{7}", 1, null], "stderr": "one\n\u{1b}two" })),
            json!({ "a\u{21b5}b": ["\u{fffd}", 1, null], "stderr": "one\n\u{fffd}two" })
        );
    }

    #[test]
    fn a_cut_is_seen() {
        assert_eq!((cut("ééé", 3), cut("éééé", 3)), ("ééé".to_owned(), "ééé…".to_owned()));
    }
}
