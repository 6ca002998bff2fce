//! The two programs as a runner meets them: over pipes.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};

const PROGRAMS: [(&str, &str); 2] = [
    (env!("CARGO_BIN_EXE_ampwire-testee-ldk-stable"), "0.2."),
    (env!("CARGO_BIN_EXE_ampwire-testee-ldk-candidate"), "0.3."),
];

const MAX_LINE: usize = 4 << 20;

fn start(program: &str) -> Child {
    Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

/// Gives a whole input and returns the lines of output. The program must end well.
fn serve(program: &str, input: &[u8]) -> Vec<String> {
    let mut child = start(program);
    let mut requests = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || requests.write_all(&input).unwrap());
    let mut output = String::new();
    child.stdout.take().unwrap().read_to_string(&mut output).unwrap();
    writer.join().unwrap();
    assert!(child.wait().unwrap().success());
    assert!(output.is_empty() || output.ends_with('\n'));
    output.lines().map(str::to_owned).collect()
}

fn for_both(test: impl Fn(&str)) {
    for (program, _) in PROGRAMS {
        test(program);
    }
}

#[test]
fn end_of_input() {
    for_both(|program| assert!(serve(program, b"").is_empty()));
}

#[test]
fn handshake_and_canary() {
    for (program, version) in PROGRAMS {
        let lines = serve(
            program,
            b"{\"id\":\"0\",\"op\":\"hello\",\"in\":{\"protocol\":\"1\",\"suite\":\"0.1.0\"}}\n{\"id\":\"1\",\"op\":\"x-canary-5f1d07\",\"in\":{}}\n",
        );
        let hello: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
        assert_eq!(hello["id"], "0");
        assert_eq!(hello["hello"]["protocol"], "1");
        assert_eq!(hello["hello"]["name"], "ldk");
        assert!(hello["hello"]["version"].as_str().unwrap().starts_with(version));
        assert_eq!(lines[1..], [r#"{"id":"1","unsupported":{"why":"unknown op"}}"#]);
    }
}

#[test]
fn answers_in_order() {
    let input = concat!(
        r#"{"id":"7","op":"bigsize.encode","in":{"value":"253"}}"#,
        "\n",
        r#"{"op":"bigsize.decode","in":{"bytes":"fd00fc"},"id":"a<b","more":1}"#,
        "\n",
        // The last line has no end.
        r#"{"id":"7","op":"bigsize.encode","in":{"value":"1"}}"#,
    );
    let wanted = [
        r#"{"id":"7","ok":{"bytes":"fd00fd"}}"#,
        r#"{"id":"a<b","reject":{"class":"not_minimal","message":"InvalidValue"}}"#,
        r#"{"id":"7","ok":{"bytes":"01"}}"#,
    ];
    for_both(|program| assert_eq!(serve(program, input.as_bytes()), wanted));
}

#[test]
fn nonsense_is_answered() {
    let deep = vec![b'['; 100_000];
    let long = vec![b'x'; MAX_LINE + 1];
    let nonsense: [&[u8]; 15] = [
        b"",
        b"garbage",
        b"{",
        b"[]",
        b"null",
        b"1",
        b"\"text\"",
        b"{}",
        b"\0\xff",
        b"{\"id\":1,\"op\":\"hello\"}",
        b"{\"id\":null,\"op\":\"hello\"}",
        b"{\"id\":\"1\",\"op\":2}",
        b"{\"id\":\"1\"}",
        &deep,
        &long,
    ];
    let mut input = Vec::new();
    for line in nonsense {
        input.extend(
            [line, b"\n{\"id\":\"2\",\"op\":\"bigsize.encode\",\"in\":{\"value\":\"1\"}}\n"]
                .concat(),
        );
    }
    for_both(|program| {
        let lines = serve(program, &input);
        assert_eq!(lines.len(), 2 * nonsense.len());
        for pair in lines.chunks(2) {
            assert!(
                pair[0].starts_with(r#"{"id":"","reject":{"class":"other","message":""#),
                "{}",
                pair[0]
            );
            assert_eq!(pair[1], r#"{"id":"2","ok":{"bytes":"01"}}"#);
        }
    });
}

/// A request whose `in` is none has an id, which is returned.
#[test]
fn a_request_without_arguments() {
    let input = b"{\"id\":\"3\",\"op\":\"bigsize.encode\"}\n{\"id\":\"4\",\"op\":\"bigsize.encode\",\"in\":[]}\n";
    for_both(|program| {
        for (line, id) in serve(program, input).iter().zip(["3", "4"]) {
            assert!(
                line.starts_with(&format!(
                    r#"{{"id":"{id}","reject":{{"class":"other","message":""#
                )),
                "{line}"
            );
        }
    });
}

#[test]
fn longest_line() {
    let (head, tail) = (r#"{"id":"1","op":"bigsize.decode","in":{"bytes":""#, r#""}}"#);
    let line = format!("{head}{}{tail}", "0".repeat(MAX_LINE - head.len() - tail.len()));
    assert_eq!(line.len(), MAX_LINE);
    // An odd number of digits or not, the line is read.
    for_both(|program| {
        for line in [line.clone() + "\n", line.clone()] {
            let lines = serve(program, line.as_bytes());
            assert_eq!(lines.len(), 1);
            assert!(lines[0].starts_with(r#"{"id":"1","#), "{}", lines[0]);
        }
    });
}

/// Records so short that their JSON has more than twice the characters of their hex.
#[test]
fn answer_too_long() {
    let stream: String =
        (0x1_0000..).map(|kind| format!("fe{kind:08x}00")).take((MAX_LINE - 200) / 12).collect();
    let request =
        format!("{{\"id\":\"1\",\"op\":\"tlv.decode\",\"in\":{{\"bytes\":\"{stream}\"}}}}\n");
    for_both(|program| {
        let lines = serve(program, request.as_bytes());
        assert_eq!(lines.len(), 1);
        assert!(lines[0].starts_with(r#"{"id":"1","unsupported":"#), "{:.200}", lines[0]);
    });
}

/// Each answer arrives before the next request is written.
#[test]
fn answers_are_flushed() {
    for_both(|program| {
        let mut child = start(program);
        let mut requests = child.stdin.take().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        for _ in 0..3 {
            requests
                .write_all(b"{\"id\":\"1\",\"op\":\"bigsize.encode\",\"in\":{\"value\":\"5\"}}\n")
                .unwrap();
            requests.flush().unwrap();
            let mut line = String::new();
            answers.read_line(&mut line).unwrap();
            assert_eq!(line, "{\"id\":\"1\",\"ok\":{\"bytes\":\"05\"}}\n");
        }
        drop(requests);
        assert!(child.wait().unwrap().success());
    });
}

#[test]
fn nobody_reads() {
    for_both(|program| {
        let mut child = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut requests = child.stdin.take().unwrap();
        // It may be gone before all is written.
        let _ = requests.write_all(&b"{}\n".repeat(100));
        drop(requests);
        let mut words = String::new();
        child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1));
        assert!(words.starts_with("ampwire-testee-ldk-"), "{words}");
    });
}
