//! Text and its width on a terminal.

use std::env;

/// Where nothing says how wide lines may be.
const USUAL: usize = 80;
/// Wider than this is hard to read.
const WIDEST: usize = 120;
/// Narrower than this nothing is laid out: lines are broken by the terminal then.
const NARROWEST: usize = 24;

/// How wide a line may be: as `COLUMNS` says, or the terminal.
pub(crate) fn terminal_width() -> usize {
    let told = env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok());
    let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = told.filter(|width| *width > 0).or_else(seen).unwrap_or(USUAL);
    width.clamp(NARROWEST, WIDEST)
}

/// About how many columns a text takes: from where scripts begin whose characters are wide, two a character. Too many rather than
/// too few.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

fn width_of(character: char) -> usize {
    if character < '\u{1100}' || ('\u{2000}'..'\u{2300}').contains(&character) { 1 } else { 2 }
}

/// A text in lines of at most so many columns, broken at spaces where there are any.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0_usize;
    for word in text.split_inclusive(' ') {
        let needed = width(word.trim_end());
        if used > 0 && used.saturating_add(needed) > columns {
            lines.push(core::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        for character in word.chars() {
            let wide = width_of(character);
            if used.saturating_add(wide) > columns {
                lines.push(core::mem::take(&mut line).trim_end().to_owned());
                used = 0;
                if character == ' ' {
                    continue;
                }
            }
            line.push(character);
            used = used.saturating_add(wide);
        }
    }
    let last = line.trim_end();
    if !last.is_empty() || lines.is_empty() {
        lines.push(last.to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_spaces() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 8), [""]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("日本語日本語", 5), ["日本", "語日", "本語"]);
    }

    #[test]
    fn no_line_is_too_wide_and_nothing_is_lost() {
        let text = "a bb  ccc dddd eeeee ffffffffffffffffffffffff 日本 \u{2026} end ";
        let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
        for columns in 2..40 {
            let lines = wrap(text, columns);
            assert!(lines.iter().all(|line| width(line) <= columns), "{columns}: {lines:?}");
            assert_eq!(letters(&lines.concat()), letters(text));
        }
    }
}
