//! The two implementations that are asked what they make of an input.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use ampwire_vectors::{Class, Members, Profile};
use serde_json::{Value, json};

/// What an implementation answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A result.
    Ok(Members),
    /// A refusal.
    Reject {
        /// Its class.
        class: Option<Class>,
        /// Where.
        offset: Option<String>,
        /// Which record.
        tlv_type: Option<String>,
    },
    /// Anything else: never right.
    Neither(String),
}

impl Given {
    /// Reads an answer of the testee protocol.
    pub fn from_json(answer: &Value) -> Self {
        let text =
            |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        if let Some(Value::Object(result)) = answer.get("ok") {
            return Self::Ok(result.clone());
        }
        match answer.get("reject") {
            Some(refusal) => Self::Reject {
                class: text(refusal, "class").and_then(|name| Class::from_name(&name)),
                offset: text(refusal, "offset"),
                tlv_type: text(refusal, "tlv_type"),
            },
            None => Self::Neither(answer.to_string()),
        }
    }
}

/// An implementation that can be asked.
pub trait Oracle {
    /// Its name, for messages.
    fn name(&self) -> &'static str;

    /// Its answer.
    ///
    /// # Errors
    /// Where it can't be asked any more.
    fn answer(&mut self, profile: Profile, op: &str, input: &Members) -> Result<Given, String>;
}

/// The project's own codec.
#[cfg(feature = "codec")]
#[derive(Debug)]
pub struct Codec;

#[cfg(feature = "codec")]
impl Oracle for Codec {
    fn name(&self) -> &'static str {
        "codec"
    }

    fn answer(&mut self, profile: Profile, op: &str, input: &Members) -> Result<Given, String> {
        Ok(Given::from_json(&ampwire_conformance::builtin::answer(profile, op, input).to_json("0")))
    }
}

/// The executable reference, as a testee in a process of its own.
#[derive(Debug)]
pub struct Reference {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    count: u64,
}

impl Reference {
    /// Starts the reference below this root.
    ///
    /// # Errors
    /// Where it can't be started or does not say hello.
    pub fn start(root: &Path) -> Result<Self, String> {
        let script = root.join("spec/reference/testee.py");
        let mut child = Command::new("python3")
            .arg(&script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("python3 can't be started: {error}"))?;
        let requests = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().ok_or("no pipe from the reference")?);
        let mut reference = Self { child, requests, answers, count: 0 };
        let hello = reference.exchange(
            "hello",
            &json!({ "protocol": "1", "suite": ampwire_vectors::SUITE_VERSION }),
        )?;
        if hello.get("hello").is_none() {
            return Err(format!("the reference does not say hello: {hello}"));
        }
        Ok(reference)
    }

    fn exchange(&mut self, op: &str, input: &Value) -> Result<Value, String> {
        let id = self.count.to_string();
        self.count += 1;
        let requests = self.requests.as_mut().ok_or("no pipe to the reference")?;
        let request = json!({ "id": id, "op": op, "in": input });
        writeln!(requests, "{request}")
            .and_then(|()| requests.flush())
            .map_err(|error| format!("the reference takes no request: {error}"))?;
        let mut line = String::new();
        self.answers
            .read_line(&mut line)
            .map_err(|error| format!("the reference gives no answer: {error}"))?;
        let answer: Value =
            serde_json::from_str(&line).map_err(|error| format!("{error} in {line:?}"))?;
        if answer.get("id") != Some(&Value::String(id)) {
            return Err(format!("the reference answers with another id: {answer}"));
        }
        Ok(answer)
    }
}

impl Oracle for Reference {
    fn name(&self) -> &'static str {
        "reference"
    }

    fn answer(&mut self, _profile: Profile, op: &str, input: &Members) -> Result<Given, String> {
        Ok(Given::from_json(&self.exchange(op, &Value::Object(input.clone()))?))
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        // End of input is the sign to stop.
        self.requests = None;
        let _ = self.child.wait();
    }
}
