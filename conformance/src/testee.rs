//! The testee's side of the protocol: a trait for what is under test, and the loop that serves it.

use std::io::{self, BufRead, Write};
use std::panic::{self, AssertUnwindSafe};

use serde_json::json;

use crate::lines::{self, Read};
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
    while let Some(line) = lines::next(&mut input)? {
        let line = match line {
            Read::Line(line) | Read::Unended(line) => line,
            Read::Overlong(length) => {
                writeln!(
                    errors,
                    "ampwire testee: a line of {length} bytes; the most is {MAX_LINE}"
                )?;
                continue;
            }
        };
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
