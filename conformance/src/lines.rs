//! Lines of a stream of any size, none kept that is longer than the protocol allows.

use std::io::{self, BufRead};

use crate::protocol::MAX_LINE;

/// One line of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Read {
    /// A line, without its line feed.
    Line(Vec<u8>),
    /// The last one, without a line feed.
    Unended(Vec<u8>),
    /// A line that is longer than the protocol allows, by its length. Its bytes are gone.
    Overlong(usize),
}

/// Reads the next line; `None` at the end.
pub(crate) fn next(input: &mut impl BufRead) -> io::Result<Option<Read>> {
    let mut line = Vec::new();
    let (mut any, mut length) = (false, 0_usize);
    loop {
        let chunk = match input.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            return Ok(any.then(|| read(line, length, Read::Unended)));
        }
        any = true;
        let end = chunk.iter().position(|&byte| byte == b'\n');
        let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
        length = length.saturating_add(part.len());
        if length > MAX_LINE {
            line.clear();
        } else {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            return Ok(Some(read(line, length, Read::Line)));
        }
    }
}

fn read(line: Vec<u8>, length: usize, whole: fn(Vec<u8>) -> Read) -> Read {
    if length > MAX_LINE { Read::Overlong(length) } else { whole(line) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut input: &[u8]) -> Vec<Read> {
        let mut lines = Vec::new();
        while let Some(line) = next(&mut input).unwrap() {
            lines.push(line);
        }
        lines
    }

    #[test]
    fn lines_and_their_ends() {
        assert_eq!(all(b""), []);
        assert_eq!(all(b"\n"), [Read::Line(Vec::new())]);
        assert_eq!(all(b"one\ntwo"), [Read::Line(b"one".to_vec()), Read::Unended(b"two".to_vec())]);
    }

    #[test]
    fn the_limit_is_the_last_length_allowed() {
        let longest = [&b"x".repeat(MAX_LINE)[..], b"\nnext\n"].concat();
        assert!(
            matches!(&all(&longest)[..], [Read::Line(line), Read::Line(_)] if line.len() == MAX_LINE)
        );
        let longer = [&b"x".repeat(MAX_LINE + 1)[..], b"\nnext\n"].concat();
        assert_eq!(all(&longer), [Read::Overlong(MAX_LINE + 1), Read::Line(b"next".to_vec())]);
        assert_eq!(all(&b"x".repeat(MAX_LINE + 1)), [Read::Overlong(MAX_LINE + 1)]);
    }
}
