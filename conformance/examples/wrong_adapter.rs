//! An adapter with one beginner's mistake, for the tests of `ampwire check-adapter`: `wrong_adapter MISTAKE`. Beside it, all is right.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test program: what it can't do is to be seen at once"
)]

use std::io::{self, BufRead, Read, Write};
use std::process::exit;
use std::thread::sleep;
use std::time::Duration;

use ampwire_conformance::builtin;
use ampwire_conformance::protocol::{Answer, ErrorDetail, Hello, Profile, Rejection, Request};
use serde_json::{Value, json};

const LONG: Duration = Duration::from_secs(60);

fn main() {
    let mistake = std::env::args().nth(1).unwrap_or_default();
    let mut adapter = Adapter { mistake, asked: 0, greeted: false, buffer: Vec::new() };
    adapter.serve();
}

struct Adapter {
    mistake: String,
    asked: usize,
    greeted: bool,
    buffer: Vec<u8>,
}

impl Adapter {
    fn serve(&mut self) {
        match self.mistake.as_str() {
            "prints-a-banner" => self.say("adapter 1.0 is ready"),
            "exits-at-once" => exit(3),
            "never-answers" => sleep(LONG),
            "wants-a-line-first" => {
                eprintln!("no configuration");
                exit(2);
            }
            _ => {}
        }
        if self.mistake == "reads-to-the-end" {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).unwrap();
            for line in text.lines() {
                self.line(line);
            }
        } else {
            for line in io::stdin().lock().lines() {
                self.line(&line.unwrap());
            }
        }
        match self.mistake.as_str() {
            "never-flushes" => self.flush(),
            "stays" => sleep(LONG),
            "ends-badly" => exit(1),
            "says-goodbye" => self.say(r#"{"id":"0","ok":{}}"#),
            _ => {}
        }
    }

    fn flush(&mut self) {
        io::stdout().write_all(&std::mem::take(&mut self.buffer)).unwrap();
        io::stdout().flush().unwrap();
    }

    fn say(&mut self, text: &str) {
        self.buffer.extend(text.bytes());
        if self.mistake != "no-line-feed" {
            self.buffer.push(b'\n');
        }
        if self.mistake != "never-flushes" || self.buffer.len() > 8192 {
            self.flush();
        }
    }

    fn line(&mut self, line: &str) {
        if self.mistake == "short-lines" && line.len() > 65536 {
            eprintln!("bufio.Scanner: token too long");
            exit(1);
        }
        let request = Request::from_line(line.as_bytes()).unwrap();
        self.asked += 1;
        let id = self.id(&request.id);
        if request.op == "hello" {
            self.greeted = true;
            let hello = self.hello();
            let text = json!({ "id": id, "hello": hello }).to_string();
            return self.say(&if self.mistake == "no-hello-member" {
                json!({ "id": id, "ok": hello }).to_string()
            } else {
                text
            });
        }
        let (answer, text) = self.answer(&request);
        let mut answer = answer.to_json("");
        answer.as_object_mut().unwrap().insert("id".to_owned(), id);
        let line = text.unwrap_or_else(|| answer.to_string());
        self.say(&line);
        if self.mistake == "answers-twice" {
            self.say(&line);
        }
    }

    fn id(&self, id: &str) -> Value {
        match self.mistake.as_str() {
            "id-as-number" => id.parse::<u64>().map_or_else(|_| json!(id), |id| json!(id)),
            "id-through-a-number" => json!(id.parse::<u64>().unwrap_or_default().to_string()),
            "id-is-lost" => Value::Null,
            _ => json!(id),
        }
    }

    fn hello(&self) -> Value {
        let mut hello: Hello = builtin::hello(Profile::Amp);
        hello.ops.retain(|op| {
            op.starts_with("tlv.") || op.starts_with("bigsize.") || op.starts_with("amp_record.")
        });
        // What is longer takes longer to make, and shows no more.
        hello.max_line = Some("1048576".to_owned());
        match self.mistake.as_str() {
            "another-hello" => hello.version = std::process::id().to_string(),
            "misspells-an-operation" => drop(hello.ops.insert("tlv.decoed".to_owned())),
            "misspells-a-capability" => drop(hello.can.insert("layout:14".to_owned())),
            "misspells-a-member" => {
                hello.omits = [("tlv.decode".to_owned(), ["record".to_owned()].into())].into();
            }
            "declares-nothing" => hello.ops.clear(),
            "declares-too-little" => drop(hello.ops.remove("tlv.encode")),
            "omits-what-it-reports" => {
                hello.omits = [("bigsize.decode".to_owned(), ["length".to_owned()].into())].into();
            }
            "classes-undeclared" => hello.errors = ErrorDetail::None,
            "speaks-of-2" => "2".clone_into(&mut hello.protocol),
            _ => {}
        }
        json!(hello)
    }

    /// The answer, or a line that is none.
    #[expect(clippy::too_many_lines, reason = "one arm a mistake")]
    fn answer(&mut self, request: &Request) -> (Answer, Option<String>) {
        let op = request.op.as_str();
        let mut right = builtin::answer(Profile::Amp, op, &request.input);
        let declared = self.hello()["ops"].as_array().unwrap().contains(&json!(op));
        if !declared && self.mistake != "declares-too-little" {
            right = Answer::unsupported("unknown op");
        }
        let case = !matches!(right, Answer::Unsupported(_));
        let line = |content: &str| Some(format!("{{\"id\":{},{content}}}", json!(request.id)));
        let text = match self.mistake.as_str() {
            "refuses-what-it-does-not-know" if !case => {
                return (Answer::Reject(Rejection::default()), None);
            }
            "accepts-what-it-does-not-know" if !case => return (Answer::ok([]), None),
            "refuses-what-it-has-not-declared" if !case && !op.starts_with("x-") => {
                return (Answer::Reject(Rejection::default()), None);
            }
            "declares-too-much" if op == "amp_record.encode" => {
                return (Answer::unsupported("not yet"), None);
            }
            _ if !case => return (right, None),
            "always-refuses" => return (Answer::Reject(Rejection::default()), None),
            "always-accepts" => return (Answer::ok([]), None),
            "ignores-errors" => match right {
                Answer::Reject(_) => {
                    let value = json!(self.asked.to_string());
                    return (Answer::ok([("value", value)]), None);
                }
                right => return (right, None),
            },
            "misnames-members" => match right {
                Answer::Ok(members) => {
                    let renamed = members.into_iter().map(|(name, value)| (name + "s", value));
                    return (Answer::Ok(renamed.collect()), None);
                }
                right => return (right, None),
            },
            "no-verdict" => line("\"result\":\"ok\""),
            "verdict-as-boolean" => line("\"ok\":true"),
            "two-verdicts" => line("\"ok\":{},\"reject\":{}"),
            "null-verdicts" => match &right {
                Answer::Ok(members) => line(&format!("\"ok\":{},\"reject\":null", json!(members))),
                _ => None,
            },
            "a-key-twice" => match &right {
                Answer::Ok(members) => line(&format!("\"ok\":{{}},\"ok\":{}", json!(members))),
                _ => None,
            },
            "numbers" => {
                return (
                    rewritten(right, &|text| {
                        text.parse::<u64>().map_or_else(|_| json!(text), |number| json!(number))
                    }),
                    None,
                );
            }
            "nulls" => match right {
                Answer::Ok(ref members) => {
                    let mut members = members.clone();
                    drop(members.insert("message".to_owned(), Value::Null));
                    if op == "amp_record.decode" {
                        // A member that the protocol has, and that isn't there.
                        drop(members.insert("amp_record".to_owned(), Value::Null));
                    }
                    return (Answer::Ok(members), None);
                }
                ref right => {
                    let mut answer = right.to_json(&request.id);
                    answer["reject"]["message"] = Value::Null;
                    Some(answer.to_string())
                }
            },
            "upper-case" => return (rewritten(right, &|text| json!(text.to_uppercase())), None),
            "prefix" => {
                return (
                    rewritten(right, &|text| {
                        if text.len() > 4 { json!(format!("0x{text}")) } else { json!(text) }
                    }),
                    None,
                );
            }
            "own-classes" => match right {
                Answer::Reject(mut rejection) => {
                    rejection.class = Some("EOF".to_owned());
                    return (Answer::Reject(rejection), None);
                }
                right => return (right, None),
            },
            "never-a-class" => match right {
                Answer::Reject(_) => return (Answer::Reject(Rejection::default()), None),
                right => return (right, None),
            },
            "crashes" if matches!(right, Answer::Reject(_)) => {
                eprintln!("index out of range");
                exit(134);
            }
            "hangs" if matches!(right, Answer::Reject(_)) => {
                sleep(LONG);
                None
            }
            "panics" if matches!(right, Answer::Reject(_)) => {
                return (Answer::Panic("index out of range".to_owned()), None);
            }
            "remembers" => match right {
                Answer::Reject(rejection) => {
                    return (Answer::Reject(rejection.at(self.asked)), None);
                }
                right => return (right, None),
            },
            "strict-about-members" => {
                if request.input.keys().any(|name| name.starts_with("x_")) {
                    return (Answer::Reject(Rejection::default()), None);
                }
                None
            }
            "takes-nothing-for-zero" if request.input.is_empty() => return (Answer::ok([]), None),
            "takes-any-hex" if !hex(request) => return (Answer::ok([]), None),
            "wants-hello" if !self.greeted => return (Answer::Reject(Rejection::default()), None),
            _ => None,
        };
        (right, text)
    }
}

fn hex(request: &Request) -> bool {
    request.input.get("bytes").and_then(Value::as_str).is_none_or(|bytes| {
        bytes.len() % 2 == 0 && bytes.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// The members of `ok`, each text written otherwise.
fn rewritten(answer: Answer, change: &impl Fn(&str) -> Value) -> Answer {
    fn walk(value: &mut Value, change: &impl Fn(&str) -> Value) {
        match value {
            Value::String(text) => *value = change(text),
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, change)),
            Value::Object(members) => members.values_mut().for_each(|member| walk(member, change)),
            _ => {}
        }
    }
    match answer {
        Answer::Ok(mut members) => {
            members.values_mut().for_each(|member| walk(member, change));
            Answer::Ok(members)
        }
        other => other,
    }
}
