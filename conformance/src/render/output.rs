//! A stream to write to. Writing to it can't fail where it is called: what went wrong is asked for once, at the end.

use std::fs::File;
use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};

/// Standard output or standard error.
pub(crate) struct Output {
    stream: Box<dyn Write>,
    fault: Option<io::Error>,
}

impl Output {
    /// Standard output, coloured where it is a terminal that wants it.
    pub(crate) fn stdout(no_color: bool) -> Self {
        Self::new(AutoStream::new(io::stdout(), choice(&io::stdout(), no_color)))
    }

    /// Standard error, coloured where it is a terminal that wants it.
    pub(crate) fn stderr(no_color: bool) -> Self {
        Self::new(AutoStream::new(io::stderr(), choice(&io::stderr(), no_color)))
    }

    /// Standard output, for much that has no colour: what is written goes through unread.
    pub(crate) fn plain_stdout() -> Self {
        Self::new(io::stdout())
    }

    /// A file, without colour.
    pub(crate) fn file(file: File) -> Self {
        Self::new(AutoStream::never(file))
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
