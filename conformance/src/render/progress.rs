//! How far a run has come: a bar on a terminal, elsewhere a plain line now and then.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::Output;

/// How often a plain line is due. A log that is read later needs no more.
const PLAIN: Duration = Duration::from_secs(10);

/// The progress of one run.
pub(crate) struct Progress {
    bar: ProgressBar,
    wanted: bool,
    total: usize,
    done: usize,
    told: Instant,
}

impl Progress {
    /// Progress on standard error; none where it isn't wanted.
    pub(crate) fn new(wanted: bool) -> Self {
        Self { bar: ProgressBar::hidden(), wanted, total: 0, done: 0, told: Instant::now() }
    }

    /// A run of so many vectors begins.
    pub(crate) fn begin(&mut self, total: usize) {
        self.total = total;
        self.done = 0;
        self.told = Instant::now();
        if self.wanted {
            let length = u64::try_from(total).unwrap_or(u64::MAX);
            // The target is hidden by itself where standard error is no terminal.
            self.bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos} of {len}  {wide_msg}") {
                self.bar.set_style(style);
            }
        }
    }

    /// One more vector is done.
    pub(crate) fn step(&mut self, id: &str, output: &mut Output) {
        self.done += 1;
        if !self.wanted {
            return;
        }
        if !self.bar.is_hidden() {
            self.bar.set_message(id.to_owned());
            self.bar.inc(1);
        } else if self.told.elapsed() >= PLAIN {
            self.told = Instant::now();
            output.line(&format!("  {} of {}", self.done, self.total));
        }
    }

    /// Writes without the bar in between.
    pub(crate) fn suspended(&self, write: impl FnOnce()) {
        self.bar.suspend(write);
    }

    /// The run is over.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
