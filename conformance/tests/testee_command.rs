//! `ampwire testee`: the built-in codec's side of the protocol.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use support::AMPWIRE;

fn testee(profile: &str, input: &[u8]) -> Output {
    let mut child = Command::new(AMPWIRE)
        .args(["testee", "--profile", profile])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || pipe.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    output
}

fn answers(output: &Output) -> Vec<Value> {
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_end_of_input_is_the_end() {
    for profile in ["amp", "bystander"] {
        let output = testee(profile, b"");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    }
}

#[test]
fn it_shakes_hands_and_knows_no_canary() {
    let input = b"{\"id\":\"0\",\"op\":\"hello\",\"in\":{\"protocol\":\"1\",\"suite\":\"0.1.0\"}}\n{\"id\":\"1\",\"op\":\"x-canary-5f1d07\",\"in\":{}}\n";
    let output = testee("bystander", input);
    let answers = answers(&output);
    assert_eq!(answers[0]["hello"]["protocol"], "1");
    assert_eq!(answers[0]["hello"]["profiles"], serde_json::json!(["bystander"]));
    assert_eq!(answers[1]["id"], "1");
    assert!(answers[1]["unsupported"]["why"].is_string());
}

#[test]
fn a_line_that_is_no_request_is_described_and_passed_over() {
    let mut input =
        b"hello?\n{\"id\":\"1\",\"id\":\"2\",\"op\":\"hello\",\"in\":{}}\n\xff\xfe\n".to_vec();
    input.extend(vec![b'x'; 5 << 20]);
    input.extend(b"\n{\"id\":\"9\",\"op\":\"bigsize.decode\",\"in\":{\"bytes\":\"01\"}}\n");
    // The last line may lack its line feed.
    input.extend(b"{\"id\":\"10\",\"op\":\"bigsize.decode\",\"in\":{\"bytes\":\"02\"}}");
    let output = testee("amp", &input);
    assert_eq!(output.status.code(), Some(0));
    let answers = answers(&output);
    assert_eq!(answers.len(), 2);
    assert_eq!((&answers[0]["id"], &answers[0]["ok"]["value"]), (&"9".into(), &"1".into()));
    assert_eq!((&answers[1]["id"], &answers[1]["ok"]["value"]), (&"10".into(), &"2".into()));
    let errors = String::from_utf8(output.stderr).unwrap();
    for words in ["not JSON", "stands twice", "a line of 5242880 bytes"] {
        assert!(errors.contains(words), "{errors}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let mut child = Command::new(AMPWIRE)
        .arg("testee")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(b"{\"id\":\"1\",\"op\":\"bigsize.decode\",\"in\":{\"bytes\":\"01\"}}\n")
        .unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}
