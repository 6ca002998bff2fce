//! How far it has come, on a terminal that shows nothing else.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::tally::Tally;

/// A bar on standard error. None where that is no terminal, or where the answers go to one.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// For an input of so many bytes, where that is known.
    pub(super) fn new(size: Option<u64>) -> Self {
        if io::stdout().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr());
        let template = if size.is_some() {
            "{bar:16} {percent:>3}%  {eta} left  {wide_msg}"
        } else {
            "{elapsed}  {wide_msg}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// So many more bytes are answered; all in all, these lines.
    pub(super) fn step(&self, size: usize, tally: Tally) {
        if !self.0.is_hidden() {
            self.0.set_message(tally.to_string());
            self.0.inc(u64::try_from(size).unwrap_or(u64::MAX));
        }
    }

    pub(super) fn end(&self) {
        self.0.finish_and_clear();
    }
}
