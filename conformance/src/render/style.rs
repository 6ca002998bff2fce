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
