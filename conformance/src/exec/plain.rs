//! Hex or text in, an exit status out: for shells, C and a first five minutes.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::life::{Bounds, Fault, Life};
use super::{members, placeholders};
use crate::process::{Command, Ending, quote};
use crate::protocol::{
    Answer, ErrorDetail, Garbage, Hello, Members, PROTOCOL, Profile, Rejection, operations,
};
use crate::stray::Stray;
use crate::suite::Case;

/// The exit status that refuses.
const REFUSED: i32 = 1;
/// The exit status for what the program doesn't implement.
const UNSUPPORTED: i32 = 89;

/// The member that goes to standard input, the first that is there.
const MAIN: [&str; 3] = ["bytes", "invoice", "value"];

/// What is left on standard error by a program that died of an exception nobody caught. Python, Node.js and the JVM then exit with
/// status 1, which would be a rejection.
const UNCAUGHT: [&str; 3] =
    ["Traceback (most recent call last):", "Exception in thread \"", "Node.js v"];

/// What the runner knows of a program that says nothing about itself.
#[derive(Debug, Clone)]
pub(crate) struct Plain {
    pub(super) hello: Hello,
    /// The members that a placeholder can stand for.
    names: Vec<String>,
    /// Members of requests that the program can't know.
    untold: Vec<String>,
}

/// What the user says about the program.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declared<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) profile: Profile,
    pub(crate) can: &'a [String],
    /// No member of an answer is compared.
    pub(crate) verdict_only: bool,
}

impl Plain {
    /// A program that implements the operations of these cases.
    ///
    /// # Errors
    /// Where a case can't be put to it in this form.
    pub(crate) fn new(
        command: &Command,
        cases: &[&Case],
        declared: Declared<'_>,
    ) -> Result<Self, String> {
        let ops: BTreeSet<String> = cases.iter().map(|case| case.op.clone()).collect();
        for case in cases {
            let nested = case.vector.input.iter().find(|(_, value)| is_nested(value));
            if let Some((name, _)) = nested {
                return Err(format!(
                    "{} can't be asked in the plain form, because its `{name}` has members of its own: \
                     leave it out with --op, or take --exec=json",
                    case.op
                ));
            }
        }
        if ops.len() > 1 && !placeholders::names_op(command) {
            return Err(format!(
                "the program doesn't learn which of {} operations is meant: put {{op}} into the command, or choose one with --op",
                ops.len()
            ));
        }
        let names: BTreeSet<String> =
            cases.iter().flat_map(|case| case.vector.input.keys().cloned()).collect();
        let all = |op: &String| {
            let members = operations::find(op).map_or(&[][..], |operation| operation.members);
            let all = members.iter().flat_map(|member| with_parents(member)).collect();
            (op.clone(), all)
        };
        let hello = Hello {
            protocol: PROTOCOL.to_owned(),
            name: declared.name.map_or_else(|| file_name(command), str::to_owned),
            version: "unknown".to_owned(),
            language: String::new(),
            profiles: [declared.profile.as_str().to_owned()].into(),
            can: declared.can.iter().cloned().collect(),
            omits: if declared.verdict_only { ops.iter().map(all).collect() } else { [].into() },
            ops,
            errors: ErrorDetail::Class,
            max_line: None,
        };
        let asked =
            cases.iter().filter(|case| case.vector.needs.iter().all(|tag| hello.can.contains(tag)));
        let untold = untold(command, asked.copied());
        Ok(Self { hello, names: names.into_iter().collect(), untold })
    }

    /// What is worth a note about the command.
    pub(super) fn note(&self) -> Option<String> {
        (!self.untold.is_empty()).then(|| {
            format!(
                "the program isn't told {}: a placeholder in the command, such as {{role}}, tells it",
                self.untold.join(", ")
            )
        })
    }

    /// Asks one question of a process of its own.
    pub(super) fn ask(
        &self,
        command: &Command,
        op: &str,
        input: &Members,
        limits: Bounds,
        stray: &mut Stray,
    ) -> Result<Answer, Fault> {
        let command = match placeholders::filled(command, &self.names, op, input) {
            Ok(command) => command,
            Err(why) => return Ok(Answer::Unsupported(why)),
        };
        let text =
            main_member(input).map(|(_, value)| format!("{}\n", placeholders::text_of(value)));
        let life = Life::of(&command, text.unwrap_or_default().into_bytes(), limits)?;
        let Ending::Exit(status @ (0 | REFUSED | UNSUPPORTED)) = life.ending else {
            return Err(life.crash());
        };
        if status == UNSUPPORTED {
            let said = String::from_utf8_lossy(&life.output);
            return Ok(Answer::Unsupported(said.lines().next().unwrap_or_default().to_owned()));
        }
        if status == REFUSED {
            if let Some(last_words) = uncaught(&life.errors) {
                return Ok(Answer::Panic(last_words));
            }
        }
        let found = match members::read(&life.output, stray) {
            Ok(members) => members,
            Err(garbage) => {
                let output = life.output.clone();
                return Err(life.garbage(garbage, &output));
            }
        };
        if status == 0 {
            return Ok(Answer::Ok(found));
        }
        match rejection(&found) {
            Ok(rejection) => Ok(Answer::Reject(rejection)),
            Err(garbage) => Err(life.garbage(garbage, b"")),
        }
    }
}

/// The members of requests that the command doesn't name, and that aren't on standard input.
fn untold<'a>(command: &Command, cases: impl Iterator<Item = &'a Case>) -> Vec<String> {
    let mut untold = BTreeSet::new();
    for case in cases {
        let main = main_member(&case.vector.input).map(|(name, _)| name);
        let members = case.vector.input.keys().map(String::as_str);
        let hidden =
            members.filter(|name| Some(*name) != main && !placeholders::names(command, name));
        untold.extend(hidden.map(|name| format!("`{name}` of {}", case.op)));
    }
    untold.into_iter().collect()
}

/// The command that puts one case to the program, for a shell.
pub(crate) fn by_hand(command: &Command, op: &str, input: &Members) -> Option<String> {
    let names: Vec<String> = input.keys().cloned().collect();
    let command = placeholders::filled(command, &names, op, input).ok()?.quoted();
    let Some((_, value)) = main_member(input) else {
        return Some(format!("{command} </dev/null; echo $?"));
    };
    let text = quote([placeholders::text_of(value).as_str()]);
    (text.len() <= 2000).then(|| format!("printf '%s\\n' {text} | {command}; echo $?"))
}

fn is_nested(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(|item| item.is_object() || item.is_array()),
        _ => false,
    }
}

fn main_member(input: &Members) -> Option<(&str, &Value)> {
    MAIN.into_iter().find_map(|name| Some((name, input.get(name)?)))
}

/// `a.b` as `a` and `a.b`: who omits all of an object's members omits the object.
fn with_parents(member: &str) -> Vec<String> {
    let dots = member.match_indices('.').map(|(place, _)| place).chain([member.len()]);
    dots.filter_map(|end| member.get(..end)).map(str::to_owned).collect()
}

fn file_name(command: &Command) -> String {
    let name = Path::new(&command.program).file_name().unwrap_or(&command.program);
    name.to_string_lossy().into_owned()
}

/// The last words of a program that died of an exception nobody caught.
fn uncaught(errors: &str) -> Option<String> {
    let marked = |line: &str| UNCAUGHT.iter().any(|mark| line.starts_with(mark));
    let mark = errors.lines().find(|line| marked(line))?;
    let mut lines = errors.lines().map(str::trim).filter(|line| !line.is_empty());
    // Python says what it was at the end, the JVM at the start, Node.js in between.
    let words = if mark.starts_with("Traceback") {
        lines.next_back()
    } else if mark.starts_with("Node.js") {
        lines.find(|line| line.contains("Error"))
    } else {
        Some(mark)
    };
    Some(format!("an exception that nobody caught: {}", words.unwrap_or(mark)))
}

fn rejection(members: &Members) -> Result<Rejection, Garbage> {
    let text = |name: &str| match members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => {
            Err(Garbage::Malformed(format!("`{name}` is {other}; it is a string or not there")))
        }
    };
    Ok(Rejection {
        class: text("class")?,
        message: text("message")?,
        offset: text("offset")?,
        tlv_type: text("tlv_type")?,
    })
}
