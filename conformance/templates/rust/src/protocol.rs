//! The testee protocol of ampwire, version 1: one JSON object a line in, one a line out.
//!
//! Nothing in here is about your implementation. Leave it as it is, and write `main.rs`.

use std::any::Any;
use std::fmt::{Display, Write as _};
use std::io::{self, BufRead, Read, Write};
use std::panic::{catch_unwind, AssertUnwindSafe};

use serde_json::{json, Map, Value};

/// The longest line in bytes, without its line feed.
const MAX_LINE: usize = 4 * 1024 * 1024;

/// What is under test.
pub trait Testee {
    /// What it says of itself.
    fn hello(&self) -> Value;
    /// The members of `ok`, or why there are none. A panic is caught.
    fn answer(&mut self, op: &str, given: &Input) -> Result<Value, Refusal>;
}

/// Why there is no `ok`.
pub enum Refusal {
    /// The implementation refuses the input.
    Reject(Reject),
    /// It can't do this; the text says why.
    Unsupported(String),
}

/// A rejection. All that is said about it is optional.
#[derive(Default)]
pub struct Reject(Map<String, Value>);

impl Reject {
    /// With a message, which is never compared.
    pub fn because(message: impl Display) -> Self {
        Self::default().with("message", message)
    }

    /// Of a class by its name in the protocol.
    pub fn class(self, name: &str) -> Self {
        self.with("class", name)
    }

    /// At this offset, from the first byte of the input on.
    pub fn offset(self, offset: usize) -> Self {
        self.with("offset", offset)
    }

    /// At a record of this type.
    pub fn tlv_type(self, tlv_type: u64) -> Self {
        self.with("tlv_type", tlv_type)
    }

    fn with(mut self, name: &str, value: impl Display) -> Self {
        self.0.insert(name.to_owned(), value.to_string().into());
        self
    }
}

impl From<Reject> for Refusal {
    fn from(reject: Reject) -> Self {
        Self::Reject(reject)
    }
}

/// The members of a request's `in`.
pub struct Input(Map<String, Value>);

impl Input {
    /// A member that is a string.
    pub fn text(&self, name: &str) -> Result<&str, Refusal> {
        let text = self.0.get(name).and_then(Value::as_str);
        text.ok_or_else(|| malformed(&format!("`{name}` is not a string")))
    }

    /// A member that is bytes in lower-case hex.
    pub fn bytes(&self, name: &str) -> Result<Vec<u8>, Refusal> {
        let fault =
            || Reject::because(format!("`{name}` is not lower-case hex")).class("bad_encoding");
        let digit = |&letter: &u8| match letter {
            b'0'..=b'9' => Some(letter - b'0'),
            b'a'..=b'f' => Some(letter - b'a' + 10),
            _ => None,
        };
        let bytes = self
            .text(name)?
            .as_bytes()
            .chunks(2)
            .map(|pair| match pair {
                [high, low] => Some(digit(high)? << 4 | digit(low)?),
                _ => None,
            });
        Ok(bytes.collect::<Option<Vec<u8>>>().ok_or_else(fault)?)
    }
}

/// Bytes in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Answers standard input until it ends.
pub fn serve(testee: &mut impl Testee) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    while let Some(line) = next_line(&mut input)? {
        let text = answer_line(testee, &line);
        output.write_all(text.as_bytes())?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

/// The next line without its end. Of a line that is too long only a part is kept, so that memory is bounded.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let most = MAX_LINE as u64 + 2;
    if input.take(most).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else {
        skip_line(input)?;
    }
    Ok(Some(line))
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let mut rest = Vec::new();
        if input.take(64 * 1024).read_until(b'\n', &mut rest)? == 0 || rest.last() == Some(&b'\n') {
            return Ok(());
        }
    }
}

/// One answer for one line, whatever is in it.
fn answer_line(testee: &mut impl Testee, line: &[u8]) -> String {
    let request = read_request(line);
    // The empty id is nobody's, so no answer is taken for another's.
    let id = request
        .as_ref()
        .ok()
        .and_then(|request| request["id"].as_str());
    let id = id.unwrap_or_default().to_owned();
    let verdict = request.and_then(|request| answer(testee, request));
    let text = write(&id, verdict.unwrap_or_else(refused));
    if text.len() <= MAX_LINE {
        return text;
    }
    let why = format!("the answer has {} bytes", text.len());
    write(&id, refused(Refusal::Unsupported(why)))
}

fn answer(testee: &mut impl Testee, mut request: Value) -> Result<(&'static str, Value), Refusal> {
    let input = request["in"].take();
    let (Some(_), Some(op), Value::Object(members)) =
        (request["id"].as_str(), request["op"].as_str(), input)
    else {
        return Err(malformed(
            "it has the strings `id` and `op` and the object `in`",
        ));
    };
    if op == "hello" {
        return Ok(("hello", testee.hello()));
    }
    // The testee is used again after a panic: what it keeps must not be left half changed.
    match catch_unwind(AssertUnwindSafe(|| testee.answer(op, &Input(members)))) {
        Ok(answer) => Ok(("ok", answer?)),
        Err(panic) => Ok(("panic", json!({ "message": panic_message(panic.as_ref()) }))),
    }
}

fn refused(refusal: Refusal) -> (&'static str, Value) {
    match refusal {
        Refusal::Reject(Reject(members)) => ("reject", members.into()),
        Refusal::Unsupported(why) => ("unsupported", json!({ "why": why })),
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a text".to_owned())
}

fn read_request(line: &[u8]) -> Result<Value, Refusal> {
    if line.len() > MAX_LINE {
        return Err(malformed(&format!("a line of more than {MAX_LINE} bytes")));
    }
    match serde_json::from_slice(line) {
        Ok(Value::Object(members)) => Ok(Value::Object(members)),
        Ok(_) => Err(malformed("it is not an object")),
        Err(error) => Err(malformed(&error.to_string())),
    }
}

fn malformed(why: &str) -> Refusal {
    Reject::because(format!("malformed request: {why}"))
        .class("other")
        .into()
}

fn write(id: &str, (verdict, members): (&str, Value)) -> String {
    json!({ "id": id, verdict: members }).to_string()
}
