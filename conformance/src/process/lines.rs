//! Lines out of a byte stream, none longer than a limit.

/// A line is longer than the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overlong;

/// Bytes that have arrived and are not yet taken as lines.
#[derive(Debug)]
pub(crate) struct LineBuffer {
    bytes: Vec<u8>,
    /// Where the first byte not yet taken stands. Moving the rest for each line would cost the square of a flood.
    start: usize,
    /// Up to where no line feed was found. Searching again from the start would cost the square of a long line.
    searched: usize,
    limit: usize,
}

impl LineBuffer {
    /// A buffer for lines of at most `limit` bytes, without their line feed.
    pub(crate) const fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), start: 0, searched: 0, limit }
    }

    /// Where arriving bytes are appended.
    pub(crate) fn arriving(&mut self) -> &mut Vec<u8> {
        if self.start > 0 {
            self.bytes.drain(..self.start);
            self.searched -= self.start;
            self.start = 0;
        }
        &mut self.bytes
    }

    /// The next whole line, without its line feed.
    ///
    /// # Errors
    /// As soon as a line, whole or not, is longer than the limit.
    pub(crate) fn next_line(&mut self) -> Result<Option<Vec<u8>>, Overlong> {
        let unsearched = self.bytes.get(self.searched..).unwrap_or_default();
        let Some(found) = unsearched.iter().position(|&byte| byte == b'\n') else {
            self.searched = self.bytes.len();
            return if self.partial() > self.limit { Err(Overlong) } else { Ok(None) };
        };
        let end = self.searched + found;
        let line = self.bytes.get(self.start..end).unwrap_or_default().to_vec();
        self.start = end + 1;
        self.searched = self.start;
        if line.len() > self.limit { Err(Overlong) } else { Ok(Some(line)) }
    }

    /// How many bytes wait for their line feed. Exact after [`Self::next_line`] has given `None`.
    pub(crate) fn partial(&self) -> usize {
        self.bytes.len() - self.start
    }

    /// The bytes that wait for their line feed.
    pub(crate) fn waiting(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// Changes the limit.
    pub(crate) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_out_however_the_bytes_arrive() {
        let text = b"one\n\nthree\r\nfour";
        for size in 1..=text.len() {
            let mut buffer = LineBuffer::new(100);
            let mut lines = Vec::new();
            for chunk in text.chunks(size) {
                buffer.arriving().extend_from_slice(chunk);
                while let Some(line) = buffer.next_line().unwrap() {
                    lines.push(String::from_utf8(line).unwrap());
                }
            }
            assert_eq!(lines, ["one", "", "three\r"]);
            assert_eq!((buffer.partial(), buffer.waiting()), (4, &b"four"[..]));
        }
    }

    #[test]
    fn the_limit_is_the_last_length_allowed() {
        let mut buffer = LineBuffer::new(4);
        buffer.arriving().extend_from_slice(b"1234\n1234");
        assert_eq!(buffer.next_line(), Ok(Some(b"1234".to_vec())));
        assert_eq!(buffer.next_line(), Ok(None));
        buffer.arriving().push(b'5');
        assert_eq!(buffer.next_line(), Err(Overlong));
        let mut buffer = LineBuffer::new(4);
        buffer.arriving().extend_from_slice(b"12345\n");
        assert_eq!(buffer.next_line(), Err(Overlong));
    }
}
