//! A testee that misbehaves in one named way, for the runner's own tests.
//!
//! `hostile_testee MODE [HEX]`: all answers come from the built-in codec, except that to the case with these `bytes` (`fd00fd`
//! where none are given). Modes that begin with `always-` do it to every case, those with `hello-` in the handshake; those that
//! end in `-and-lax` accept what is not minimal besides. Modes of several cases (`previous`, `warm-up`, `leaks-state`, `lies-about-ops`) count
//! the cases or look at the operation, and not at the bytes.

#![allow(clippy::unwrap_used, reason = "a test program: what it can't do is to be seen at once")]

use std::io::{self, BufRead, Write};
use std::process::{Child, Command, Stdio, abort, exit};
use std::thread::sleep;
use std::time::Duration;

use ampwire_conformance::builtin;
use ampwire_conformance::protocol::{Answer, ErrorDetail, Members, Profile, Request};
use serde_json::{Value, json};

const LONG: Duration = Duration::from_secs(60);

fn main() {
    let mut words = std::env::args().skip(1);
    let mode = words.next().unwrap_or_default();
    let bytes = words.next().unwrap_or_else(|| "fd00fd".to_owned());
    match mode.as_str() {
        "never-reads" => sleep(LONG),
        "eats-memory-alone" => eat_memory(),
        _ => {}
    }
    let mut before = Vec::new();
    for line in io::stdin().lock().lines() {
        let request = Request::from_line(line.unwrap().as_bytes()).unwrap();
        let case = request.op != "hello" && !request.op.starts_with("x-canary-");
        let here = request.input.get("bytes").and_then(Value::as_str) == Some(&bytes);
        if case {
            before.push(request.clone());
        }
        if request.op == "hello" {
            hello(&mode, &request);
        } else if let (true, Some(answer)) = (case, over_several(&mode, &request, &before)) {
            say(&answer);
        } else if mode.ends_with("-canary-too")
            || (case && mode.starts_with("always-"))
            || (case && here)
        {
            misbehave(&mode, &request);
        } else if case && mode.ends_with("-and-lax") && not_minimal(&request) {
            say(&Answer::ok([]).to_json(&request.id));
        } else {
            say(&right(&request));
        }
    }
    match mode.as_str() {
        "stays" => sleep(LONG),
        "ends-badly" => exit(9),
        "last-word" => say(&json!({ "id": "2", "ok": {} })),
        _ => {}
    }
}

/// The answer of a mode that is not about one case: these cases came so far, this one too.
fn over_several(mode: &str, request: &Request, asked: &[Request]) -> Option<Value> {
    let wrong = || Answer::ok([]).to_json(&request.id);
    match mode {
        // What was asked before, and not this.
        "previous" => {
            let before = asked.iter().rev().nth(1)?;
            Some(right(&Request { id: request.id.clone(), ..before.clone() }))
        }
        // Right only in a process that has been asked something.
        "warm-up" if asked.len() == 1 => Some(wrong()),
        // Right only in a process that hasn't been asked much.
        "leaks-state" if asked.len() > 5 => Some(wrong()),
        "leaks-state-and-breaks" if asked.len() > 5 => {
            if asked.len() == 7 {
                exit(7);
            }
            Some(wrong())
        }
        "lies-about-ops" if request.op == "tlv.decode" => {
            Some(Answer::unsupported("unknown op").to_json(&request.id))
        }
        _ => None,
    }
}

/// Takes memory until it is killed, or has more than any test allows.
fn eat_memory() {
    let mut eaten = Vec::new();
    for _ in 0..64 {
        // Not zero: a page that was never written is not there.
        eaten.push(vec![1_u8; 16 << 20]);
        sleep(Duration::from_millis(10));
    }
    sleep(LONG);
    drop(eaten);
}

/// A child that sleeps: this program, since not every system has one that does nothing else.
fn sleeper() -> Child {
    let mut sleeper = Command::new(std::env::current_exe().unwrap());
    sleeper.arg("never-reads").stdin(Stdio::null()).spawn().unwrap()
}

fn not_minimal(request: &Request) -> bool {
    request.input.get("bytes").and_then(Value::as_str) == Some("fd00fc")
}

/// The built-in codec's answer.
fn right(request: &Request) -> Value {
    builtin::answer(Profile::Amp, &request.op, &request.input).to_json(&request.id)
}

fn say(answer: &Value) {
    write(format!("{answer}\n").as_bytes());
}

fn write(bytes: &[u8]) {
    let mut output = io::stdout().lock();
    output.write_all(bytes).and_then(|()| output.flush()).unwrap();
}

fn hello(mode: &str, request: &Request) {
    let mut hello = builtin::hello(Profile::Amp);
    match mode {
        "hello-hangs" => sleep(LONG),
        "hello-late" => sleep(Duration::from_millis(1500)),
        "hello-exits" => exit(4),
        "hello-version" => "2".clone_into(&mut hello.protocol),
        "hello-nameless" => hello.name.clear(),
        "hello-profiles" => hello.profiles = ["something".to_owned()].into(),
        "hello-is-ok" => return say(&Answer::ok([]).to_json(&request.id)),
        "hello-member" => {
            return say(&json!({ "id": request.id, "hello": { "protocol": "1", "name": "x" } }));
        }
        "hello-changes-crash" => hello.version = format!("{}", std::process::id()),
        "hello-no-ops" => hello.ops.clear(),
        "omits" => {
            hello.omits = [("bigsize.decode".to_owned(), ["length".to_owned()].into())].into();
        }
        "omits-all" => {
            let members = ["length".to_owned(), "value".to_owned()].into();
            hello.omits = [("bigsize.decode".to_owned(), members)].into();
        }
        "no-classes" => hello.errors = ErrorDetail::None,
        "escape" => "evil\u{1b}[2Jname".clone_into(&mut hello.name),
        "bystander" => hello.profiles = ["bystander".to_owned()].into(),
        _ => {}
    }
    let hello = json!({ "id": request.id, "hello": hello });
    if mode == "hello-and-more" {
        // To the canary, before that is asked.
        return write(format!("{hello}\n{}\n", Answer::unsupported("").to_json("1")).as_bytes());
    }
    say(&hello);
    if mode == "hello-and-exit" {
        exit(0);
    }
}

fn misbehave(mode: &str, request: &Request) {
    let id = &request.id;
    let answer = right(request);
    let text = answer.to_string();
    let twice = || format!("{answer}\n{answer}\n");
    match mode {
        "always-accept" | "accept-canary-too" => say(&Answer::ok([]).to_json(id)),
        "always-reject" | "reject-canary-too" | "no-class" => {
            say(&json!({ "id": id, "reject": {} }));
        }
        "exit" | "hello-changes-crash" | "always-exit" => exit(7),
        "exit-zero" => exit(0),
        "abort" => abort(),
        "hang" | "always-hang" => sleep(LONG),
        "eats-memory" => eat_memory(),
        "child-eats-memory" => {
            let mut eater = Command::new(std::env::current_exe().unwrap());
            eater.arg("eats-memory-alone").stdin(Stdio::null()).spawn().unwrap().wait().unwrap();
        }
        "forks" => {
            // Each holds the pipes, and none of them ends by itself in time.
            let sleepers: Vec<_> = (0..100).map(|_| sleeper()).collect();
            for mut sleeper in sleepers {
                sleeper.wait().unwrap();
            }
        }
        "errors-endless" => loop {
            eprint!("{}", "a line of standard error\n".repeat(1000));
        },
        "stray-drip" => loop {
            write(b"still working\n");
            sleep(Duration::from_millis(50));
        },
        "early" => {
            // The next question is answered before it is asked.
            let next = (id.parse::<u32>().unwrap() + 1).to_string();
            write(format!("{answer}\n{}\n", Answer::ok([]).to_json(&next)).as_bytes());
        }
        "orphan" => {
            // The grandchild holds the pipes open after the testee is gone.
            drop(sleeper());
            exit(3);
        }
        "drip" => {
            for byte in text.bytes() {
                write(&[byte]);
                sleep(Duration::from_millis(100));
            }
        }
        "no-newline" => {
            write(text.as_bytes());
            sleep(LONG);
        }
        "errors-flood" | "always-errors-flood" => {
            eprint!("{}", "a line of standard error\n".repeat(12_000));
            say(&answer);
        }
        "errors-then-exit" => {
            eprintln!("the last words");
            exit(1);
        }
        "stray" | "always-stray" => {
            write(b"INFO decoding\n{\"level\":\"info\"}\n");
            say(&answer);
        }
        "stray-flood" => loop {
            write(&b"noise\n".repeat(1000));
        },
        "deep" => {
            write(format!("{}\n", "[".repeat(200_000)).as_bytes());
            say(&answer);
        }
        "wrong-id" => say(&json!({ "id": "99", "ok": {} })),
        "number-id" => say(&json!({ "id": 4, "ok": {} })),
        "no-id" => say(&json!({ "ok": {} })),
        "two-answers" => write(twice().as_bytes()),
        "two-answers-late" => {
            say(&answer);
            sleep(Duration::from_millis(100));
            say(&answer);
        }
        "left-over" => write(format!("{answer}\n{{\"id\"").as_bytes()),
        "left-over-before" => write(format!("wait:{answer}\n").as_bytes()),
        "duplicate-keys" => write(
            format!("{{\"id\":\"{id}\",\"reject\":{{}},{}\n", text.trim_start_matches('{'))
                .as_bytes(),
        ),
        "duplicate-inner" => {
            write(format!("{{\"id\":\"{id}\",\"ok\":{{\"value\":\"0\",\"value\":\"253\",\"length\":\"3\"}}}}\n").as_bytes());
        }
        "bad-utf8" => write(b"{\"id\":\"4\",\"ok\":{\"value\":\"\xff\"}}\n"),
        "several-verdicts" => say(&json!({ "id": id, "ok": {}, "reject": {} })),
        "no-verdict" => say(&json!({ "id": id, "value": "253" })),
        "repeats-hello" => say(&json!({ "id": id, "hello": builtin::hello(Profile::Amp) })),
        "long-line" => write(
            format!("{{\"id\":\"{id}\",\"ok\":{{\"value\":\"{}\"}}}}\n", "0".repeat(5 << 20))
                .as_bytes(),
        ),
        "endless-line" => loop {
            write(&b"x".repeat(65536));
        },
        "panic" => say(&json!({ "id": id, "panic": { "message": "index out of range" } })),
        "answers-and-exits" | "always-answers-and-exits" => {
            say(&answer);
            exit(0);
        }
        "unsupported" => say(&Answer::unsupported("not today").to_json(id)),
        "wrong-value" | "wrong-value-and-lax" => changed(answer, "value", json!("254")),
        "number" => changed(answer, "value", json!(253)),
        "null" => changed(answer, "value", Value::Null),
        "lacks-member" => say(&json!({ "id": id, "ok": { "value": "253" } })),
        "unknown-member" => changed(answer, "extra", json!({ "a": 1 })),
        "other-class" => say(&json!({ "id": id, "reject": { "class": "conflict" } })),
        "class-escape" => say(&json!({ "id": id, "reject": { "class": "evil\u{1b}[2J" } })),
        "other-offset" => {
            say(&json!({ "id": id, "reject": { "class": "truncated", "offset": "1" } }));
        }
        "offset-number" => {
            say(&json!({ "id": id, "reject": { "class": "truncated", "offset": 0 } }));
        }
        _ => say(&answer),
    }
}

fn changed(mut answer: Value, member: &str, value: Value) {
    let members: Option<&mut Members> = answer.get_mut("ok").and_then(Value::as_object_mut);
    members.unwrap().insert(member.to_owned(), value);
    say(&answer);
}
