//! A request line of the testee protocol in, an answer line out, in a process of its own.

use serde_json::json;

use super::life::{Bounds, Fault, Life};
use crate::process::{Command, Ending};
use crate::protocol::{
    Answer, Garbage, Hello, Line, Members, PROTOCOL, Reply, read_line, request_line,
};
use crate::stray::Stray;

/// Asks the program what it is.
pub(super) fn hello(command: &Command, limits: Bounds, stray: &mut Stray) -> Result<Hello, Fault> {
    let members = [("protocol", PROTOCOL), ("suite", ampwire_vectors::SUITE_VERSION)];
    let input = members.into_iter().map(|(name, text)| (name.to_owned(), json!(text))).collect();
    ask(command, "0", "hello", &input, limits, stray, |reply| match reply {
        Reply::Hello(hello) => Some(*hello),
        Reply::Answer(_) => None,
    })
}

/// The answer in a reply.
pub(super) fn answer(reply: Reply) -> Option<Answer> {
    match reply {
        Reply::Answer(answer) => Some(answer),
        Reply::Hello(_) => None,
    }
}

/// Asks one question, for what `wanted` takes from the reply.
pub(super) fn ask<T>(
    command: &Command,
    id: &str,
    op: &str,
    input: &Members,
    limits: Bounds,
    stray: &mut Stray,
    wanted: impl FnOnce(Reply) -> Option<T>,
) -> Result<T, Fault> {
    let life = Life::of(command, request_line(id, op, input).into_bytes(), limits)?;
    match (reply_in(&life.output, id, stray), life.ending) {
        (Ok(Some(reply)), Ending::Exit(0)) => {
            wanted(reply).ok_or_else(|| life.garbage(Garbage::WrongKind, b""))
        }
        // Without an answer, or with one and an end that takes it back.
        (Ok(_), _) => Err(life.crash()),
        (Err((garbage, text)), _) => Err(life.garbage(garbage, &text)),
    }
}

/// The one answer in an output, or the line that has no meaning.
fn reply_in(
    output: &[u8],
    id: &str,
    stray: &mut Stray,
) -> Result<Option<Reply>, (Garbage, Vec<u8>)> {
    let mut answer = None;
    // The last line may lack its line feed: the end of the process ends it too.
    for line in output.split(|&byte| byte == b'\n') {
        let garbage = |garbage| (garbage, line.to_vec());
        match read_line(line).map_err(garbage)? {
            Line::Stray(text) => {
                if !text.is_empty() && stray.push(&text) {
                    return Err(garbage(Garbage::Flood(Stray::FLOOD)));
                }
            }
            Line::Reply { id: found, .. } if found != id => {
                return Err(garbage(Garbage::WrongId { expected: id.to_owned(), found }));
            }
            Line::Reply { .. } if answer.is_some() => return Err(garbage(Garbage::SecondAnswer)),
            Line::Reply { reply, .. } => answer = Some(reply),
        }
    }
    Ok(answer)
}
