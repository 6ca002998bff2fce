//! The handshake, and why there is none.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::mistake::Mistake;
use super::probe::{Heard, Line, Probe};
use super::reading;
use super::talk::{Stop, Talk};
use crate::protocol::{Hello, Members, PROTOCOL, operations, profile_from_name, request_line};
use crate::suite::Suite;

/// So many questions fill any buffer that a language has for standard output.
const QUESTIONS: usize = 4000;
/// How long a buffer that is full may take to arrive.
const BUFFERED: Duration = Duration::from_secs(5);

fn request(suite: &Suite) -> String {
    let members = [("protocol", PROTOCOL), ("suite", suite.version.as_str())];
    let input = members.into_iter().map(|(name, text)| (name.to_owned(), json!(text))).collect();
    request_line("0", "hello", &input)
}

/// Shakes hands with a fresh process.
pub(super) fn shake(talk: &mut Talk<'_>, suite: &Suite) -> Result<Hello, Stop> {
    let mut probe = talk.take_probe()?;
    let line = match probe.ask(&request(suite), talk.limits.hello) {
        Heard::Answer(line) => line,
        Heard::Interrupted => return Err(Stop::Interrupted),
        Heard::Ended(ending) => {
            let errors = talk.let_go(probe);
            let tail: Vec<&str> = errors.lines().rev().take(3).collect();
            let words: Vec<&str> = tail.into_iter().rev().collect();
            talk.found(Mistake::NeverAnswers, format!("asked for hello, it {ending}"));
            let words =
                if words.is_empty() { String::new() } else { format!(": {}", words.join(" / ")) };
            return Err(Stop::Broken(format!("it {ending} before it answered{words}")));
        }
        Heard::Flood => {
            talk.let_go(probe);
            talk.found(Mistake::NeverAnswers, "a flood of output");
            return Err(Stop::Broken("asked for hello, it writes without an end".to_owned()));
        }
        Heard::Silence(bytes) => {
            talk.let_go(probe);
            let seconds = talk.limits.hello.as_secs_f32();
            let (mistake, why) = if bytes > 0 {
                (Mistake::NoLineFeed, format!("{bytes} bytes, and no line feed"))
            } else {
                why_silent(talk, suite)?
            };
            talk.found(mistake, why);
            return Err(Stop::Broken(format!("no answer to hello within {seconds} s")));
        }
    };
    if let Some((mistake, detail)) = reading::id(&line, "0") {
        talk.found(mistake, detail);
    }
    let hello = described(&line);
    talk.put_back(probe);
    match hello {
        Ok(hello) => Ok(hello),
        Err(why) => {
            talk.found(Mistake::BadHello, why);
            Err(Stop::Broken("without a handshake nothing can be asked".to_owned()))
        }
    }
}

fn described(line: &Line) -> Result<Hello, String> {
    let Some(hello) = line.members.get("hello") else {
        let text = Value::Object(line.members.clone()).to_string();
        return Err(format!("there is no `hello` in {}", crate::stray::shorten(&text)));
    };
    let hello: Hello = serde_json::from_value(hello.clone()).map_err(|error| error.to_string())?;
    hello.check().map_err(|fault| fault.to_string())?;
    Ok(hello)
}

/// Why an adapter that says nothing says nothing: asked more than any buffer holds, and then left without input, it shows.
fn why_silent(talk: &mut Talk<'_>, suite: &Suite) -> Result<(Mistake, String), Stop> {
    let mut probe = talk.take_probe()?;
    let many: String = (1..=QUESTIONS)
        .map(|id| request_line(&id.to_string(), "x-canary", &Members::new()))
        .collect();
    let heard = probe.ask(&format!("{}{many}", request(suite)), talk.limits.hello.min(BUFFERED));
    let told = match heard {
        Heard::Interrupted => return Err(Stop::Interrupted),
        Heard::Answer(_) | Heard::Flood => {
            (Mistake::NotFlushed, format!("the first came after {QUESTIONS} more questions"))
        }
        Heard::Silence(bytes) if bytes > 0 => {
            (Mistake::NoLineFeed, format!("{bytes} bytes, and no line feed"))
        }
        Heard::Ended(ending) => (Mistake::NeverAnswers, format!("it {ending}")),
        Heard::Silence(_) => match end_of_input(&mut probe, talk.limits.hello.min(BUFFERED)) {
            Heard::Interrupted => return Err(Stop::Interrupted),
            Heard::Answer(_) | Heard::Flood => (Mistake::ReadsToTheEnd, String::new()),
            Heard::Silence(bytes) if bytes > 0 => {
                (Mistake::NoLineFeed, format!("{bytes} bytes, and no line feed"))
            }
            _ => (Mistake::NeverAnswers, "not even at the end of its input".to_owned()),
        },
    };
    talk.let_go(probe);
    Ok(told)
}

fn end_of_input(probe: &mut Probe, limit: Duration) -> Heard {
    probe.end_input(limit)
}

/// Names in a description that the protocol doesn't have: a typo there means that something is never asked.
pub(super) fn unknown_names(hello: &Hello, suite: &Suite) -> Vec<String> {
    let mut unknown = Vec::new();
    for name in hello.profiles.iter().filter(|name| profile_from_name(name).is_none()) {
        unknown.push(format!("profile {name:?}"));
    }
    for op in hello.ops.iter().filter(|op| operations::find(op).is_none()) {
        unknown.push(format!("operation {op:?}"));
    }
    let tags: BTreeSet<&str> = suite
        .cases
        .iter()
        .flat_map(|case| case.vector.needs.iter().map(String::as_str))
        .chain(TAGS)
        .collect();
    for tag in hello.can.iter().filter(|tag| !tags.contains(tag.as_str())) {
        unknown.push(format!("capability {tag:?}"));
    }
    for (op, members) in &hello.omits {
        let Some(operation) = operations::find(op) else {
            unknown.push(format!("operation {op:?} in `omits`"));
            continue;
        };
        let known = |member: &String| {
            operation.members.iter().any(|name| {
                *name == member.as_str()
                    || name.strip_prefix(member.as_str()).is_some_and(|rest| rest.starts_with('.'))
            })
        };
        // Of some operations the members depend on the case.
        if !operation.members.is_empty() {
            let lost = members.iter().filter(|member| !known(member));
            unknown.extend(lost.map(|member| format!("member {member:?} of {op} in `omits`")));
        }
    }
    unknown
}

/// The tags of the protocol, which a small suite may not need.
const TAGS: [&str; 11] = [
    "layout:type14",
    "layout:type8",
    "scheme:sha256",
    "scheme:bp2018",
    "scheme:hmac_xor",
    "path-key",
    "role:intermediate",
    "invoice:no-verify",
    "known-features",
    "now",
    "receiver:cancel-set",
];
