//! Lines of a stream, in batches of about one read. What is held is bounded, however long a line is.

use std::io::{self, Read};

/// How much is read at a time.
const CHUNK: usize = 64 * 1024;

/// The longest line that is looked at, in bytes. The longest Lightning message takes half of it as plain hex.
pub(super) const LONGEST: usize = 256 * 1024;

/// Lines that stand one after the other.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Batch {
    /// The number of the first line, counted from 1.
    pub(super) first: u64,
    /// How many bytes of the stream it stands for.
    pub(super) size: usize,
    pub(super) lines: Lines,
}

/// The lines of a batch.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// A text of one line or more, without the last line feed.
    Text(Vec<u8>),
    /// One line that is longer than [`LONGEST`], and not held.
    Overlong,
}

/// The batches of a stream, in order. After an error there is none.
pub(super) struct Batches<R> {
    stream: R,
    /// What has come and is in no batch.
    pending: Vec<u8>,
    /// Up to where there is no line feed in it.
    searched: usize,
    /// How many bytes are gone of a line that is too long.
    skipped: usize,
    next_line: u64,
    ended: bool,
}

impl<R: Read> Batches<R> {
    pub(super) const fn new(stream: R) -> Self {
        Self { stream, pending: Vec::new(), searched: 0, skipped: 0, next_line: 1, ended: false }
    }

    /// A batch as soon as there is a whole line, so that who writes slowly is answered at once.
    fn read(&mut self) -> io::Result<Option<Batch>> {
        loop {
            if let Some(batch) = self.whole_lines() {
                return Ok(Some(batch));
            }
            if self.ended {
                return Ok(self.last_line());
            }
            self.fill()?;
        }
    }

    /// The whole lines that have come.
    fn whole_lines(&mut self) -> Option<Batch> {
        let new = self.pending.get(self.searched..).unwrap_or_default();
        if self.skipped > 0 {
            let feed = new.iter().position(|byte| *byte == b'\n');
            let gone = feed.map_or(self.pending.len(), |feed| feed.saturating_add(1));
            self.pending.drain(..gone);
            self.skipped = self.skipped.saturating_add(gone);
            return feed.map(|_| self.overlong());
        }
        if let Some(feed) = new.iter().rposition(|byte| *byte == b'\n') {
            let end = self.searched.saturating_add(feed);
            let rest = self.pending.split_off(end.saturating_add(1));
            let mut text = core::mem::replace(&mut self.pending, rest);
            let size = text.len();
            text.truncate(end);
            self.searched = self.pending.len();
            return Some(self.text(text, size));
        }
        self.searched = self.pending.len();
        if self.pending.len() > LONGEST {
            self.skipped = self.pending.len();
            self.searched = 0;
            self.pending = Vec::new();
        }
        None
    }

    /// What stands behind the last line feed, at the end of the stream.
    fn last_line(&mut self) -> Option<Batch> {
        if self.skipped > 0 {
            return Some(self.overlong());
        }
        let text = core::mem::take(&mut self.pending);
        self.searched = 0;
        let size = text.len();
        (size > 0).then(|| self.text(text, size))
    }

    /// Adds what the stream gives, or notes its end.
    fn fill(&mut self) -> io::Result<()> {
        let before = self.pending.len();
        self.pending.resize(before.saturating_add(CHUNK), 0);
        let read = loop {
            match self.stream.read(self.pending.get_mut(before..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let length = *read.as_ref().unwrap_or(&0);
        self.pending.truncate(before.saturating_add(length));
        self.ended = length == 0;
        read.map(drop)
    }

    fn text(&mut self, text: Vec<u8>, size: usize) -> Batch {
        let lines =
            text.split(|byte| *byte == b'\n').fold(0, |lines: u64, _| lines.saturating_add(1));
        self.batch(lines, size, Lines::Text(text))
    }

    fn overlong(&mut self) -> Batch {
        let size = core::mem::take(&mut self.skipped);
        self.batch(1, size, Lines::Overlong)
    }

    const fn batch(&mut self, count: u64, size: usize, lines: Lines) -> Batch {
        let first = self.next_line;
        self.next_line = first.saturating_add(count);
        Batch { first, size, lines }
    }
}

impl<R: Read> Iterator for Batches<R> {
    type Item = io::Result<Batch>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = self.read();
        if batch.is_err() {
            // What came before the error is not a whole line.
            self.pending.clear();
            self.skipped = 0;
        }
        batch.transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives so many bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(self.0.len()).min(buffer.len());
            let (now, later) = self.0.split_at(length);
            buffer[..length].copy_from_slice(now);
            self.0 = later;
            Ok(length)
        }
    }

    /// The lines with their numbers; `None` for one that is too long.
    fn lines(stream: impl Read) -> Vec<(u64, Option<Vec<u8>>)> {
        let mut lines = Vec::new();
        for batch in Batches::new(stream).map(Result::unwrap) {
            match batch.lines {
                Lines::Overlong => lines.push((batch.first, None)),
                Lines::Text(text) => {
                    let numbers = batch.first..;
                    let texts = text.split(|byte| *byte == b'\n');
                    lines.extend(numbers.zip(texts).map(|(n, text)| (n, Some(text.to_vec()))));
                }
            }
        }
        lines
    }

    #[test]
    fn lines_come_out_however_the_bytes_arrive() {
        for text in ["", "\n", "\n\n", "one", "one\n", "one\n\nthree\r\nfour", "a\nb\n\n"] {
            let expected: Vec<_> =
                (1..).zip(text.split_terminator('\n').map(|line| Some(line.into()))).collect();
            for size in 1..=text.len().max(1) {
                assert_eq!(lines(Slow(text.as_bytes(), size)), expected, "{text:?} by {size}");
            }
        }
    }

    #[test]
    fn sizes_add_up_to_the_stream() {
        let text = [&b"one\n"[..], &vec![b'x'; LONGEST + 70_000], b"\nthree\n\nfive"].concat();
        for size in [1000, 65_536, 1 << 20] {
            let sizes = Batches::new(Slow(&text, size)).map(|batch| batch.unwrap().size);
            assert_eq!(sizes.sum::<usize>(), text.len());
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_not_held_and_counts_as_one() {
        for (before, after) in [("", ""), ("one\ntwo\n", ""), ("", "\nnext\nlast"), ("one\n", "\n")]
        {
            let long = [before.as_bytes(), &vec![b'x'; 5 * LONGEST], after.as_bytes()].concat();
            let short = [before, "x", after].concat();
            for size in [999, 65_536] {
                let mut expected = lines(short.as_bytes());
                for (_, text) in &mut expected {
                    if text.as_deref() == Some(b"x") {
                        *text = None;
                    }
                }
                assert_eq!(lines(Slow(&long, size)), expected);
            }
        }
        let mut endless = Batches::new(io::repeat(b'x').take(100_000_000));
        assert_eq!(endless.next().unwrap().unwrap().lines, Lines::Overlong);
        assert!(endless.pending.capacity() < LONGEST + 2 * CHUNK);
    }

    #[test]
    fn an_error_ends_it() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
        }
        let mut batches = Batches::new((&b"one\ntwo"[..]).chain(Broken));
        assert_eq!(batches.next().unwrap().unwrap().lines, Lines::Text(b"one".to_vec()));
        assert!(batches.next().unwrap().is_err());
    }
}
