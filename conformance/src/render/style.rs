//! The few colours, each with a meaning.

use core::fmt::Display;

use anstyle::{AnsiColor, Style};

use crate::verdict::Verdict;

/// Not as expected.
pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
/// As expected.
pub(crate) const GREEN: Style = AnsiColor::Green.on_default().bold();
/// Worth a look.
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default();
/// Beside the point.
pub(crate) const DIM: Style = Style::new().dimmed();
/// A name that matters.
pub(crate) const BOLD: Style = Style::new().bold();

/// The text in this style.
pub(crate) fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// The text without any style.
pub(crate) fn plain(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // What sets a style ends with the first `m`.
        plain.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    plain
}

/// The style of a verdict, red or not.
pub(crate) fn of(verdict: Verdict, red: bool) -> Style {
    match verdict {
        _ if red => RED,
        Verdict::Pass => GREEN,
        Verdict::OtherReason | Verdict::Deployed | Verdict::Observed | Verdict::ExpectedFailure => {
            YELLOW
        }
        _ => DIM,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_style() {
        let styled = format!("a {} and {}m", paint(RED, "mm"), paint(DIM, ""));
        assert!(styled.contains('\u{1b}'));
        assert_eq!(plain(&styled), "a mm and m");
        assert_eq!(plain("no style"), "no style");
    }
}
