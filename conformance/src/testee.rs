//! The testee's side of the protocol: a trait for what is under test, and the loop that serves it.

use std::io::{self, BufRead, Write};
use std::panic::{self, AssertUnwindSafe};

use serde_json::json;

use crate::protocol::{Answer, Hello, MAX_LINE, Members, Request};

/// An implementation under test.
pub trait Testee {
    /// Its description of itself.
    fn hello(&self) -> Hello;

    /// Its answer to one case. For an operation that it doesn't know, [`Answer::Unsupported`].
    /// A panic is caught by [`serve`] and reported as [`Answer::Panic`].
    fn answer(&mut self, op: &str, input: &Members) -> Answer;
}

/// Serves a testee, one request a line, until the input ends.
///
/// A line that is no request, or that is longer than [`MAX_LINE`], gets no answer: there is no id to answer to. It is described
/// on `errors`, and the next line is read.
///
/// # Errors
/// When a stream can't be read or written.
pub fn serve(
    testee: &mut impl Testee,
    mut input: impl BufRead,
    mut output: impl Write,
    mut errors: impl Write,
) -> io::Result<()> {
    let mut line = Vec::new();
    while let Some(length) = next_line(&mut input, &mut line)? {
        if length > MAX_LINE {
            writeln!(errors, "ampwire testee: a line of {length} bytes; the most is {MAX_LINE}")?;
            continue;
        }
        match Request::from_line(&line) {
            Ok(request) => {
                let answer = respond(testee, &request);
                // One write for the line and its end: the reader wakes up once.
                output.write_all(format!("{answer}\n").as_bytes())?;
                output.flush()?;
            }
            Err(fault) => writeln!(errors, "ampwire testee: not a request: {fault}")?,
        }
    }
    Ok(())
}

fn respond(testee: &mut impl Testee, request: &Request) -> serde_json::Value {
    if request.op == "hello" {
        return json!({ "id": request.id, "hello": testee.hello() });
    }
    // The testee is used again after a panic. The built-in one has no state that a panic could leave half changed.
    let answered =
        panic::catch_unwind(AssertUnwindSafe(|| testee.answer(&request.op, &request.input)));
    answered
        .unwrap_or_else(|payload| Answer::Panic(panic_message(payload.as_ref())))
        .to_json(&request.id)
}

pub(crate) fn panic_message(payload: &(dyn core::any::Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "a panic without a text".to_owned()
    }
}

/// Reads the next line into `line`, without its line feed, and returns its full length; `None` at the end of input.
/// Of a line longer than [`MAX_LINE`] only the first bytes are kept.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<usize>> {
    line.clear();
    let mut length = 0;
    let mut any = false;
    loop {
        let chunk = match input.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            return Ok(any.then_some(length));
        }
        any = true;
        let end = chunk.iter().position(|&byte| byte == b'\n');
        let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
        length += part.len();
        let room = (MAX_LINE + 1).saturating_sub(line.len());
        line.extend(part.iter().take(room));
        let used = part.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            return Ok(Some(length));
        }
    }
}
