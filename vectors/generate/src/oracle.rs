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

    /// Its answer to `receiver.run` with a timeout of each HTLC, where `answer` has one of the set.
    ///
    /// # Errors
    /// Where it can't be asked any more.
    fn answer_with_timeouts_of_each_htlc(&mut self, input: &Members) -> Result<Given, String>;
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

    fn answer_with_timeouts_of_each_htlc(&mut self, input: &Members) -> Result<Given, String> {
        let answer = ampwire_conformance::builtin::answer_with_timeouts_of_each_htlc(input);
        Ok(Given::from_json(&answer.to_json("0")))
    }
}

/// The executable reference. It plays one profile and has one kind of timeout, so there are several processes.
#[derive(Debug)]
pub struct Reference {
    processes: Vec<(Profile, Process)>,
    of_each_htlc: Process,
}

impl Reference {
    /// Starts the reference below this root, once for each profile.
    ///
    /// # Errors
    /// Where it can't be started or does not say hello in that profile.
    pub fn start(root: &Path) -> Result<Self, String> {
        let script = root.join("spec/reference/testee.py");
        let start = |profile| Ok((profile, Process::start(&script, profile, "set")?));
        let processes: Result<_, String> =
            [Profile::Amp, Profile::Bystander].into_iter().map(start).collect();
        let of_each_htlc = Process::start(&script, Profile::Amp, "htlc")?;
        Ok(Self { processes: processes?, of_each_htlc })
    }
}

impl Oracle for Reference {
    fn name(&self) -> &'static str {
        "reference"
    }

    fn answer(&mut self, profile: Profile, op: &str, input: &Members) -> Result<Given, String> {
        let (_, process) = self
            .processes
            .iter_mut()
            .find(|(played, _)| *played == profile)
            .ok_or("no reference plays this profile")?;
        Ok(Given::from_json(&process.exchange(op, &Value::Object(input.clone()))?))
    }

    fn answer_with_timeouts_of_each_htlc(&mut self, input: &Members) -> Result<Given, String> {
        let input = Value::Object(input.clone());
        Ok(Given::from_json(&self.of_each_htlc.exchange("receiver.run", &input)?))
    }
}

/// The reference as a testee in a process of its own.
#[derive(Debug)]
struct Process {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    count: u64,
}

impl Process {
    fn start(script: &Path, profile: Profile, timeout_of: &str) -> Result<Self, String> {
        let mut child = Command::new("python3")
            .arg(script)
            .args(["--profile", profile.as_str(), "--timeout-of", timeout_of])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("python3 can't be started: {error}"))?;
        let requests = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().ok_or("no pipe from the reference")?);
        let mut process = Self { child, requests, answers, count: 0 };
        let answer = process.exchange(
            "hello",
            &json!({ "protocol": "1", "suite": ampwire_vectors::SUITE_VERSION }),
        )?;
        let hello = answer
            .get("hello")
            .ok_or_else(|| format!("the reference does not say hello: {answer}"))?;
        if hello.get("profiles") != Some(&json!([profile.as_str()])) {
            return Err(format!("the reference does not play {}: {hello}", profile.as_str()));
        }
        Ok(process)
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

impl Drop for Process {
    fn drop(&mut self) {
        // End of input is the sign to stop.
        self.requests = None;
        let _ = self.child.wait();
    }
}
