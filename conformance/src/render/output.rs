//! A stream to write to. Writing to it can't fail where it is called: what went wrong is asked for once, at the end.

#[cfg(feature = "cli")]
use std::fs::File;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

#[cfg(feature = "cli")]
use anstream::{AutoStream, ColorChoice};

use super::style;

/// Standard output or standard error.
pub(crate) struct Output {
    stream: Box<dyn Write>,
    fault: Option<io::Error>,
}

impl Output {
    #[cfg(feature = "cli")]
    /// Standard output, coloured where it is a terminal that wants it.
    pub(crate) fn stdout(no_color: bool) -> Self {
        Self::new(AutoStream::new(io::stdout(), choice(&io::stdout(), no_color)))
    }

    #[cfg(feature = "cli")]
    /// Standard error, coloured where it is a terminal that wants it.
    pub(crate) fn stderr(no_color: bool) -> Self {
        Self::new(AutoStream::new(io::stderr(), choice(&io::stderr(), no_color)))
    }

    #[cfg(feature = "cli")]
    /// Standard output, for much that has no colour: what is written goes through unread.
    pub(crate) fn plain_stdout() -> Self {
        Self::new(io::stdout())
    }

    #[cfg(feature = "cli")]
    /// A file, without colour.
    pub(crate) fn file(file: File) -> Self {
        Self::new(AutoStream::never(file))
    }

    /// A text in memory, and where it can be read.
    pub(crate) fn memory() -> (Self, Memory) {
        let memory = Memory::default();
        (Self::new(memory.clone()), memory)
    }

    fn new(stream: impl Write + 'static) -> Self {
        Self { stream: Box::new(stream), fault: None }
    }

    /// Writes a text and a line feed. After a failure nothing more is written.
    pub(crate) fn line(&mut self, text: &str) {
        if self.fault.is_none() {
            // One write for both: lines of two programs on one terminal don't mix within.
            self.fault = self.stream.write_all(format!("{text}\n").as_bytes()).err();
        }
    }

    /// Writes bytes as they are. After a failure nothing more is written.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        if self.fault.is_none() {
            self.fault = self.stream.write_all(bytes).err();
        }
    }

    /// Whether something couldn't be written: then nothing more will be.
    pub(crate) const fn has_failed(&self) -> bool {
        self.fault.is_some()
    }

    /// Writes a text as it is.
    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Writes several lines.
    pub(crate) fn lines(&mut self, texts: &[String]) {
        for text in texts {
            self.line(text);
        }
    }

    /// Ends the writing.
    ///
    /// # Errors
    /// Where something couldn't be written, except that the reader went away: `| head` is no fault.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        let result = self.fault.take().map_or_else(|| self.stream.flush(), Err);
        result.or_else(
            |error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) },
        )
    }
}

/// A text in memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<Vec<u8>>>);

impl Memory {
    /// What was written, without colour.
    pub(crate) fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        style::plain(&String::from_utf8_lossy(&bytes))
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(feature = "cli")]
fn choice(stream: &impl anstream::stream::RawStream, no_color: bool) -> ColorChoice {
    if no_color { ColorChoice::Never } else { AutoStream::choice(stream) }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closed(io::ErrorKind);

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_broken_pipe_is_no_fault_and_a_full_disk_is() {
        for (kind, fine) in [(io::ErrorKind::BrokenPipe, true), (io::ErrorKind::StorageFull, false)]
        {
            let mut output = Output::new(Closed(kind));
            output.line("one");
            output.line("two");
            assert_eq!(output.finish().is_ok(), fine);
        }
    }
}
