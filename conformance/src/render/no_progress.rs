//! Progress where there is no command line: none.

use super::output::Output;

/// The progress of one run, which nobody sees.
pub(crate) struct Progress;

impl Progress {
    pub(crate) const fn new(_wanted: bool) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "as the one with a bar")]
    pub(crate) const fn begin(&mut self, _total: usize) {}

    #[expect(clippy::unused_self, reason = "as the one with a bar")]
    pub(crate) fn step(&mut self, _id: &str, _output: &mut Output) {}

    #[expect(clippy::unused_self, reason = "as the one with a bar")]
    pub(crate) fn suspended(&self, write: impl FnOnce()) {
        write();
    }

    #[expect(clippy::unused_self, reason = "as the one with a bar")]
    pub(crate) const fn end(&self) {}
}
