//! The testee protocol over a pair of streams: one JSON object a line in, one a line out.

use std::io::{self, BufRead, Read, Write};

use serde_json::Value;

use crate::answer::{Answer, Failure, Members};

/// The longest line of the protocol in bytes, without its end.
pub const MAX_LINE: usize = 4 << 20;

/// What answers the requests.
pub trait Testee {
    /// The answer to the handshake.
    fn greet(&self) -> Value;

    /// The answer to any other request: the operation and its `in`.
    fn run(&self, op: &str, arguments: Value) -> Answer;
}

/// Answers the requests on `requests` until it ends, one at a time. A request that makes no sense is answered too.
///
/// # Errors
/// That of a stream that broke.
pub fn serve(
    testee: &impl Testee,
    mut requests: impl BufRead,
    mut answers: impl Write,
) -> io::Result<()> {
    while let Some(line) = read_line(&mut requests)? {
        let mut text = respond(testee, &line);
        text.push('\n');
        answers.write_all(text.as_bytes())?;
        answers.flush()?;
    }
    Ok(())
}

enum Line {
    Whole(Vec<u8>),
    TooLong,
}

/// The next line without its end. One that is too long is read to its end and dropped: memory is bounded, and the next line
/// is a new request.
fn read_line(requests: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let limit = u64::try_from(MAX_LINE).unwrap_or(u64::MAX).saturating_add(1);
    requests.by_ref().take(limit).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > MAX_LINE {
        skip_line(requests)?;
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(Line::Whole(line)))
}

fn skip_line(requests: &mut impl BufRead) -> io::Result<()> {
    loop {
        let part = requests.fill_buf()?;
        let end = part.iter().position(|&byte| byte == b'\n');
        let used = end.map_or(part.len(), |end| end + 1);
        let ended = end.is_some() || part.is_empty();
        requests.consume(used);
        if ended {
            return Ok(());
        }
    }
}

fn respond(testee: &impl Testee, line: &Line) -> String {
    let (id, member) = match request(line) {
        Ok((id, op, _)) if op == "hello" => (id, ("hello", testee.greet())),
        Ok((id, op, arguments)) => (id, testee.run(&op, arguments).into_member()),
        // There is no id to return; the empty one is sure not to be taken for another request's.
        Err(failure) => (String::new(), Answer::from(Err(failure)).into_member()),
    };
    let text = encode(&id, member);
    if text.len() <= MAX_LINE {
        return text;
    }
    let why = format!("the answer has more than {MAX_LINE} bytes");
    encode(&id, Answer::Unsupported(why).into_member())
}

fn request(line: &Line) -> Result<(String, String, Value), Failure> {
    let Line::Whole(line) = line else {
        return Err(Failure::malformed(&format!("a line has more than {MAX_LINE} bytes")));
    };
    let value =
        serde_json::from_slice(line).map_err(|error| Failure::malformed(&error.to_string()))?;
    let Value::Object(mut members) = value else { return Err(Failure::malformed("not an object")) };
    let mut text = |name: &str| match members.remove(name) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(Failure::malformed(&format!("{name} is missing or no string"))),
    };
    let (id, op) = (text("id")?, text("op")?);
    Ok((id, op, members.remove("in").unwrap_or(Value::Null)))
}

fn encode(id: &str, (name, value): (&str, Value)) -> String {
    let mut members = Members::new();
    members.insert("id".to_owned(), id.into());
    members.insert(name.to_owned(), value);
    Value::Object(members).to_string()
}
