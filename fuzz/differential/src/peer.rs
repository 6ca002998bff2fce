//! The other implementation: a process that speaks the testee protocol, one line a question.

use ampwire_conformance::protocol::{
    Answer, Hello, Line, Members, PROTOCOL, Reply, Request, read_line,
};
use serde_json::{Value, json};
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A running peer.
pub struct Peer {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    asked: u64,
    pub hello: Hello,
}

impl Peer {
    /// Starts a program and shakes hands.
    pub fn start(program: &str, arguments: &[String]) -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let input = process.stdin.take().ok_or("no standard input")?;
        let output = BufReader::new(process.stdout.take().ok_or("no standard output")?);
        let mut peer = Self { process, input, output, asked: 0, hello: Hello::default() };
        let hello = json!({ "protocol": PROTOCOL, "suite": env!("CARGO_PKG_VERSION") });
        let Value::Object(hello) = hello else { return Err("no object".into()) };
        match peer.exchange("hello", &hello)? {
            Reply::Hello(hello) => peer.hello = *hello,
            Reply::Answer(answer) => return Err(format!("no greeting but {answer:?}").into()),
        }
        peer.hello.check()?;
        Ok(peer)
    }

    /// Whether it says that it implements the operation.
    pub fn implements(&self, op: &str) -> bool {
        self.hello.ops.contains(op)
    }

    /// Asks one question.
    pub fn ask(&mut self, op: &str, input: &Members) -> Result<Answer, Box<dyn Error>> {
        match self.exchange(op, input)? {
            Reply::Answer(answer) => Ok(answer),
            Reply::Hello(_) => Err("a greeting where an answer was due".into()),
        }
    }

    fn exchange(&mut self, op: &str, input: &Members) -> Result<Reply, Box<dyn Error>> {
        let id = self.asked.to_string();
        self.asked += 1;
        let request = Request { id: id.clone(), op: op.to_owned(), input: input.clone() };
        self.input.write_all(request.to_line().as_bytes())?;
        self.input.flush()?;
        loop {
            let mut line = Vec::new();
            if self.output.read_until(b'\n', &mut line)? == 0 {
                return Err(format!("it ended in the middle of {}", request.to_line()).into());
            }
            match read_line(&line)
                .map_err(|garbage| format!("{garbage}: {}", line.escape_ascii()))?
            {
                Line::Stray(_) => {}
                Line::Reply { id: answered, reply } if answered == id => return Ok(reply),
                Line::Reply { id: answered, .. } => {
                    return Err(format!("an answer to {answered}, asked was {id}").into());
                }
            }
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // There is nothing left to ask, and nobody to tell that it was gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
