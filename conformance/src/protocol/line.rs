//! One line of a testee's output, judged: an answer, a stray line, or garbage.

use core::fmt;

use serde_json::Value;

use super::strict_json::{self, StrictJsonFault};
use super::{Answer, Hello, Members, Rejection};

/// A line that does no harm.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// Nothing that claims to be an answer: a log line that went the wrong way. Counted and shown.
    Stray(String),
    /// An answer to the request with this id.
    Reply {
        /// The id as the testee sent it.
        id: String,
        /// What it says.
        reply: Reply,
    },
}

/// What an answer says.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The answer to `hello`.
    Hello(Box<Hello>),
    /// The answer to a case.
    Answer(Answer),
}

/// Output that has no meaning in the protocol. Never passes, and the testee is started anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Garbage {
    /// The line is not UTF-8.
    NotUtf8,
    /// A key stands twice in one object.
    DuplicateKey(String),
    /// The id is not a string.
    IdNotAString,
    /// An answer without an id.
    NoId,
    /// An id, but none of the members that would make the line an answer.
    NoVerdict {
        /// The line has an `op`: the testee repeats the request.
        echo: bool,
    },
    /// More than one of the members of which exactly one may be there.
    SeveralVerdicts(Vec<&'static str>),
    /// The answer's member is there, but not of the form it has to have.
    Malformed(String),
    /// The answer belongs to another request than the one in flight.
    WrongId {
        /// The id of the request in flight.
        expected: String,
        /// The id of the answer.
        found: String,
    },
    /// An answer to a request that was answered already.
    SecondAnswer,
    /// A description of itself where an answer to a case was due, or the other way round.
    WrongKind,
    /// Bytes after an answer, or before the next one, that make no line.
    LeftOver(usize),
    /// A line longer than this many bytes.
    Overlong(usize),
    /// More JSON values in one line than this.
    TooManyValues(usize),
    /// More lines that nobody asked for than this, within one case.
    Flood(usize),
}

impl fmt::Display for Garbage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 => formatter.write_str("a line that is not UTF-8"),
            Self::DuplicateKey(key) => {
                write!(formatter, "the key {key:?} stands twice in one object")
            }
            Self::IdNotAString => formatter.write_str("`id` is not a string"),
            Self::NoId => formatter.write_str("an answer without `id`"),
            Self::NoVerdict { echo: true } => formatter
                .write_str("a line with `op` and without an answer: it repeats the request"),
            Self::NoVerdict { echo: false } => formatter
                .write_str("a line with `id` and none of `ok`, `reject`, `unsupported`, `panic`"),
            Self::SeveralVerdicts(names) => {
                write!(formatter, "several verdicts in one answer: {}", names.join(", "))
            }
            Self::Malformed(reason) => formatter.write_str(reason),
            Self::WrongId { expected, found } => {
                write!(formatter, "wrong id: {found:?} where {expected:?} was asked")
            }
            Self::SecondAnswer => formatter.write_str("two answers to one request"),
            Self::WrongKind => formatter
                .write_str("`hello` stands only in the answer to hello, and there it has to"),
            Self::LeftOver(count) => {
                write!(formatter, "{count} bytes beside the answer that are no line of their own")
            }
            Self::Overlong(limit) => write!(formatter, "a line of more than {limit} bytes"),
            Self::TooManyValues(limit) => {
                write!(formatter, "a line of more than {limit} JSON values")
            }
            Self::Flood(limit) => {
                write!(formatter, "a flood: more than {limit} stray lines for one request")
            }
        }
    }
}

const VERDICTS: [&str; 5] = ["hello", "ok", "reject", "unsupported", "panic"];

/// How many JSON values a line may have. The longest right answers have some thousands; a line of 4 MiB could have half a million
/// objects, and take a hundred times its length in memory.
const MOST_VALUES: usize = 65_536;

/// Judges one line, without its line feed.
///
/// # Errors
/// Where the line is garbage.
pub fn read_line(bytes: &[u8]) -> Result<Line, Garbage> {
    let text = core::str::from_utf8(bytes).map_err(|_| Garbage::NotUtf8)?;
    if text.trim_start().starts_with('{') && has_more_values(bytes, MOST_VALUES) {
        return Err(Garbage::TooManyValues(MOST_VALUES));
    }
    let mut members = match strict_json::from_slice(bytes) {
        Ok(Value::Object(members)) => members,
        Ok(_) | Err(StrictJsonFault::NotJson(_)) => return Ok(Line::Stray(text.to_owned())),
        Err(StrictJsonFault::DuplicateKey(key)) => return Err(Garbage::DuplicateKey(key)),
    };
    let id = match members.remove("id") {
        Some(Value::String(id)) => id,
        Some(_) => return Err(Garbage::IdNotAString),
        // Structured logging is JSON too. Only what looks like an answer is held against the testee.
        None if VERDICTS.iter().any(|name| members.get(*name).is_some_and(Value::is_object)) => {
            return Err(Garbage::NoId);
        }
        None => return Ok(Line::Stray(text.to_owned())),
    };
    let mut verdicts = VERDICTS.into_iter().filter_map(|name| Some((name, members.remove(name)?)));
    let reply = match (verdicts.next(), verdicts.next()) {
        (None, _) => return Err(Garbage::NoVerdict { echo: members.contains_key("op") }),
        (Some((name, value)), None) => read_reply(name, value).map_err(Garbage::Malformed)?,
        (Some((first, _)), Some((second, _))) => {
            let names = [first, second].into_iter().chain(verdicts.map(|(name, _)| name));
            return Err(Garbage::SeveralVerdicts(names.collect()));
        }
    };
    Ok(Line::Reply { id, reply })
}

/// Whether a JSON text has more values than this, without building them: each but the first comes behind a comma, a bracket or a brace.
fn has_more_values(json: &[u8], most: usize) -> bool {
    if json.len() <= most {
        return false;
    }
    let (mut values, mut in_text, mut escaped) = (1, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => values += 1,
            _ => {}
        }
    }
    values > most
}

/// In how long a line, and from how many of its braces on, an answer is looked for. What was left of a log line or of a second
/// answer is short; in what is long or full of braces, looking would take a hostile testee's time rather than ours.
const GLUED_LINE: usize = 64 * 1024;
const GLUED_STARTS: usize = 16;

/// Where an answer with this id starts in a line that isn't one: bytes were left in front of it.
pub(crate) fn glued_answer(line: &[u8], id: &str) -> Option<usize> {
    if line.len() > GLUED_LINE {
        return None;
    }
    let starts = line
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, byte)| **byte == b'{')
        .map(|(index, _)| index)
        .take(GLUED_STARTS);
    let answers = |start: &usize| {
        let rest = line.get(*start..).unwrap_or_default();
        matches!(read_line(rest), Ok(Line::Reply { id: found, .. }) if found == id)
    };
    starts.into_iter().find(answers)
}

fn read_reply(name: &str, value: Value) -> Result<Reply, String> {
    let Value::Object(members) = value else {
        return Err(format!("`{name}` is not an object"));
    };
    Ok(Reply::Answer(match name {
        "ok" => Answer::Ok(members),
        "reject" => Answer::Reject(Rejection {
            class: text(name, &members, "class")?,
            message: text(name, &members, "message")?,
            offset: text(name, &members, "offset")?,
            tlv_type: text(name, &members, "tlv_type")?,
        }),
        "unsupported" => Answer::Unsupported(text(name, &members, "why")?.unwrap_or_default()),
        "panic" => Answer::Panic(text(name, &members, "message")?.unwrap_or_default()),
        _ => {
            let hello = serde_json::from_value(Value::Object(members))
                .map_err(|error| format!("`hello`: {error}"))?;
            return Ok(Reply::Hello(Box::new(hello)));
        }
    }))
}

fn text(verdict: &str, members: &Members, name: &str) -> Result<Option<String>, String> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(format!("`{verdict}.{name}` is {other}; it is a string or not there")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(text: &str) -> Answer {
        match read_line(text.as_bytes()) {
            Ok(Line::Reply { reply: Reply::Answer(answer), .. }) => answer,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn the_four_answers() {
        let Value::Object(members) = json!({ "value": "17" }) else { unreachable!() };
        assert_eq!(answer(r#"{"id":"7","ok":{"value":"17"}}"#), Answer::Ok(members));
        let rejection = Rejection { class: Some("order".to_owned()), ..Rejection::default() };
        assert_eq!(
            answer(r#"{"id":"7","reject":{"class":"order","more":1}}"#),
            Answer::Reject(rejection)
        );
        assert_eq!(
            answer(r#"{"id":"7","unsupported":{"why":"no"}}"#),
            Answer::Unsupported("no".to_owned())
        );
        assert_eq!(answer("{\"id\":\"7\",\"panic\":{}}\r"), Answer::Panic(String::new()));
    }

    #[test]
    fn what_claims_nothing_is_stray() {
        for line in [
            "",
            "starting up",
            "{",
            "17",
            "[1]",
            r#"{"level":"info","message":"x"}"#,
            r#"{"ok":true}"#,
        ] {
            assert_eq!(read_line(line.as_bytes()), Ok(Line::Stray(line.to_owned())));
        }
    }

    #[test]
    fn what_has_too_many_values_is_not_read() {
        let of = |values: usize| format!(r#"{{"id":"7","ok":{{"a":[{}1]}}}}"#, "1,".repeat(values));
        for garbage in [of(70_000), of(70_000).replace('1', "{}")] {
            assert_eq!(read_line(garbage.as_bytes()), Err(Garbage::TooManyValues(MOST_VALUES)));
        }
        let text = r#",[{\",\\\\"#.repeat(70_000);
        assert_eq!(
            answer(&format!(r#"{{"id":"7","panic":{{"message":"{text}"}}}}"#)).verdict(),
            "panic"
        );
        assert_eq!(answer(&of(60_000)).verdict(), "ok");
        // Nor is it read that this is no JSON: a log line may have as many commas as it likes.
        let log = ",".repeat(70_000);
        assert_eq!(read_line(log.as_bytes()), Ok(Line::Stray(log)));
    }

    #[test]
    fn an_answer_is_found_behind_what_was_left() {
        assert_eq!(glued_answer(br#"{"id"{"id":"7","ok":{}}"#, "7"), Some(5));
        assert_eq!(glued_answer(br#"no line{"id":"7","ok":{}}"#, "7"), Some(7));
        for line in
            [&br#"{"id"{"id":"8","ok":{}}"#[..], b"{{{{", b"", br#"{"x":{"id":"7","ok":{}}}"#]
        {
            assert_eq!(glued_answer(line, "7"), None);
        }
    }

    #[test]
    fn garbage_says_what_is_wrong() {
        for (line, words) in [
            (&b"\xff\xfe"[..], "not UTF-8"),
            (br#"{"id":"7","ok":{},"ok":{}}"#, "stands twice"),
            (br#"{"id":7,"ok":{}}"#, "`id` is not a string"),
            (br#"{"ok":{}}"#, "without `id`"),
            (br#"{"id":"7"}"#, "none of"),
            (br#"{"id":"0","op":"hello","in":{}}"#, "repeats the request"),
            (br#"{"id":"7","ok":{},"reject":{}}"#, "several verdicts in one answer: ok, reject"),
            (br#"{"id":"7","ok":[]}"#, "`ok` is not an object"),
            (br#"{"id":"7","reject":{"offset":3}}"#, "`reject.offset` is 3"),
            (br#"{"id":"7","reject":{"class":null}}"#, "`reject.class` is null"),
            (br#"{"id":"0","hello":{"name":"x"}}"#, "`hello`: missing field"),
        ] {
            let garbage = read_line(line).unwrap_err().to_string();
            assert!(garbage.contains(words), "{garbage}");
        }
    }
}
