//! The answers of a file, each at the request that it answers, and what has no meaning.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use serde_json::Value;

use super::export::{CANARY, Export, HELLO};
use crate::lines::{self, Read};
use crate::protocol::{Answer, Garbage, Hello, Line, MAX_LINE, Reply, read_line};
use crate::session::{Broken, How};
use crate::stray::{Stray, shorten};

/// How many bytes of answers are kept in all. The whole suite has less than a fiftieth of that.
const KEPT: usize = 64 << 20;

/// What became of one request.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kept {
    /// The first answer.
    pub(super) answer: Option<Answer>,
    /// Why it has no meaning after all.
    pub(super) broken: Option<Broken>,
}

/// The answers of a file.
#[derive(Debug)]
pub(crate) struct Answers {
    /// The place of each request's id among the requests.
    places: BTreeMap<String, usize>,
    /// What the testee says about itself, in a file of its own or in an answer.
    hello: Option<Hello>,
    /// Whether it was in a file of its own.
    hello_given: bool,
    hello_answered: bool,
    pub(super) canary: Option<Answer>,
    kept: BTreeMap<String, Kept>,
    /// Bytes of the answers that are kept.
    size: usize,
    /// Lines that are no answers.
    pub(super) stray: Stray,
    loose: Loose,
    /// How many lines there were.
    lines: usize,
    /// The place of the request that was answered last.
    last: Option<usize>,
    out_of_order: usize,
}

/// Lines that are no log, and that belong to no request.
#[derive(Debug, Default)]
struct Loose {
    count: usize,
    first: Option<String>,
}

impl Answers {
    /// Reads the answers to these requests. What it holds does not grow with the file.
    ///
    /// # Errors
    /// Where the file can't be read.
    pub(crate) fn read(
        input: impl BufRead,
        export: &Export<'_>,
        hello: Option<Hello>,
    ) -> io::Result<Self> {
        Self::read_at_most(KEPT, input, export, hello)
    }

    fn read_at_most(
        most: usize,
        mut input: impl BufRead,
        export: &Export<'_>,
        hello: Option<Hello>,
    ) -> io::Result<Self> {
        let places = export.ids().enumerate().map(|(place, id)| (id.to_owned(), place)).collect();
        let mut answers = Self {
            places,
            hello_given: hello.is_some(),
            hello,
            hello_answered: false,
            canary: None,
            kept: BTreeMap::new(),
            size: 0,
            stray: Stray::default(),
            loose: Loose::default(),
            lines: 0,
            last: None,
            out_of_order: 0,
        };
        while let Some(line) = lines::next(&mut input)? {
            answers.lines += 1;
            match line {
                Read::Line(line) => answers.line(&line),
                // A complete answer is one also where an editor took the last line feed away.
                Read::Unended(line) if serde_json::from_slice::<Value>(&line).is_ok() => {
                    answers.line(&line);
                }
                Read::Unended(line) => answers.loose("the end of the file cuts it off", &line),
                Read::Overlong(_) => {
                    answers.loose(&Garbage::Overlong(MAX_LINE).to_string(), b"");
                }
            }
            if answers.size > most {
                answers.loose(&format!("the answers up to here have over {most} bytes"), b"");
                break;
            }
        }
        Ok(answers)
    }

    fn line(&mut self, line: &[u8]) {
        match read_line(line) {
            Ok(Line::Stray(text)) => {
                // A flood is counted like any other: it can't keep anyone waiting here.
                self.stray.push(&text);
            }
            Ok(Line::Reply { id, reply }) => self.reply(id, reply, line),
            Err(garbage) => match id_of(line).filter(|id| self.places.contains_key(id)) {
                Some(id) => self.broken(id, garbage, line),
                None => self.loose(&garbage.to_string(), line),
            },
        }
    }

    fn reply(&mut self, id: String, reply: Reply, line: &[u8]) {
        match (id.as_str(), reply) {
            (HELLO, Reply::Hello(_)) if self.hello_answered => {
                self.loose("a second answer to hello", line);
            }
            (HELLO, Reply::Hello(hello)) => {
                self.hello_answered = true;
                if !self.hello_given {
                    self.hello = Some(*hello);
                } else if self.hello.as_ref() != Some(&*hello) {
                    self.loose("the answer to hello is another than that of --hello", line);
                }
            }
            (CANARY, Reply::Answer(_)) if self.canary.is_some() => {
                self.loose("a second answer to the canary", line);
            }
            (CANARY, Reply::Answer(answer)) => self.canary = Some(answer),
            (_, reply) => {
                let Some(&place) = self.places.get(&id) else {
                    let words = format!(
                        "an answer to {:?}, which was not asked (another selection, or another suite?)",
                        shorten(&id)
                    );
                    return self.loose(&words, line);
                };
                if self.last.is_some_and(|last| last > place) {
                    self.out_of_order += 1;
                }
                self.last = Some(place);
                match reply {
                    Reply::Hello(_) => self.broken(id, Garbage::WrongKind, line),
                    Reply::Answer(_) if self.kept.contains_key(&id) => {
                        self.broken(id, Garbage::SecondAnswer, line);
                    }
                    Reply::Answer(answer) => {
                        self.size += line.len();
                        self.kept.insert(id, Kept { answer: Some(answer), broken: None });
                    }
                }
            }
        }
    }

    fn broken(&mut self, id: String, garbage: Garbage, line: &[u8]) {
        let kept = self.kept.entry(id).or_insert(Kept { answer: None, broken: None });
        // Of several faults the first is shown.
        kept.broken.get_or_insert_with(|| Broken {
            how: How::Garbage { garbage, line: shorten(&String::from_utf8_lossy(line)) },
            errors: String::new(),
        });
    }

    fn loose(&mut self, words: &str, line: &[u8]) {
        self.loose.count += 1;
        let number = self.lines;
        self.loose.first.get_or_insert_with(|| {
            let text = shorten(&String::from_utf8_lossy(line));
            let shown = if text.is_empty() { String::new() } else { format!(": {text}") };
            format!("line {number}: {words}{shown}")
        });
    }

    /// What belongs to no request, in words.
    pub(crate) fn loose_in_words(&self) -> Option<String> {
        let first = self.loose.first.as_ref()?;
        Some(match self.loose.count {
            1 => format!("a line belongs to no request: {first}"),
            count => format!("{count} lines belong to no request; the first is {first}"),
        })
    }

    /// The description of itself, or why there is none that can be used.
    pub(super) fn hello(&self) -> Result<&Hello, String> {
        let Some(hello) = &self.hello else {
            let loose = self.loose_in_words().map(|words| format!("; {words}")).unwrap_or_default();
            return Err(match self.lines {
                0 => "there are no answers at all: the input is empty".to_owned(),
                1 => format!("there is no answer to hello in the one line{loose}"),
                lines => format!("there is no answer to hello in {lines} lines{loose}"),
            });
        };
        hello.check().map_err(|fault| format!("the answer to hello can't be used: {fault}"))?;
        Ok(hello)
    }

    /// What became of the request with this id.
    pub(super) fn of(&self, id: &str) -> Option<&Kept> {
        self.kept.get(id)
    }

    /// What is worth a note about all of it.
    pub(super) fn note(&self) -> Option<String> {
        let mut notes = Vec::new();
        let asked = self.places.len();
        if self.kept.len() < asked {
            let last = self.last.map_or(0, |place| place + 1);
            notes.push(format!(
                "{} of {asked} requests are answered, the last of them is number {last}",
                self.kept.len()
            ));
        }
        if self.out_of_order > 0 {
            notes.push(format!(
                "{} answers came in another order than asked; each counts where it belongs",
                self.out_of_order
            ));
        }
        (!notes.is_empty()).then(|| notes.join("; "))
    }
}

/// The id of a line that is no answer all the same.
fn id_of(line: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(line).ok()?;
    Some(value.get("id")?.as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::select::Patterns;
    use crate::suite::{Case, Suite};

    #[test]
    fn what_is_kept_has_a_limit() {
        let suite = Suite::for_tests();
        let cases: Vec<&Case> = suite.cases.iter().take(10).collect();
        let export = Export::new(suite, &Patterns::default(), None, &cases);
        let lines: Vec<String> = export
            .ids()
            .map(|id| format!("{{\"id\":\"{id}\",\"ok\":{{\"x\":\"{}\"}}}}\n", "0".repeat(100)))
            .collect();
        let text = lines.concat();
        let read = |most| Answers::read_at_most(most, text.as_bytes(), &export, None).unwrap();
        let all = read(text.len());
        assert_eq!((all.kept.len(), all.loose_in_words()), (10, None));
        let some = read(500);
        assert_eq!(some.kept.len(), 4);
        assert_eq!(
            some.loose_in_words().unwrap(),
            "a line belongs to no request: line 4: the answers up to here have over 500 bytes"
        );
    }
}
