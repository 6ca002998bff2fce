//! `ampwire inspect --each`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    reason = "tests"
)]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};
use support::{AMPWIRE, BOUND, Outcome, inspect_with, keeps_to};

/// A payload, a blank line, a comment, no hex, a payload with a fault between spaces, no text, features.
const MIXED: &[u8] =
    b"020203e804020320\n\n # note\n02g0\n  0200 0400 1400 \r\n\xff\xfe\n40004100\n";

fn each(words: &[&str], input: &[u8]) -> Outcome {
    inspect_with(&[&["--each"], words].concat(), input, "80")
}

/// The answers, each on its line, the number of the line in each.
#[track_caller]
fn answers(outcome: &Outcome) -> Vec<Value> {
    let lines = outcome.stdout.lines().enumerate();
    let answers = lines.map(|(index, line)| {
        let answer: Value = serde_json::from_str(line).unwrap();
        assert_eq!(answer["line"], json!(index + 1));
        answer
    });
    answers.collect()
}

#[test]
fn a_line_of_json_for_each_line() {
    let outcome = each(&[], MIXED);
    outcome.ends_with(1).complains(
        "ampwire: 7 lines: 2 right, 1 with a fault, 2 that can't be read, 2 blank or comment\n",
    );
    let answers = answers(&outcome);
    assert_eq!(answers.len(), 7);
    for answer in &answers {
        keeps_to("inspect-each-1", answer);
    }
    let kind = |index: usize| answers[index]["kind"].as_str();
    assert_eq!((kind(0), kind(4), kind(6)), (Some("payload"), Some("payload"), Some("features")));
    assert_eq!(answers[0].get("fault"), None);
    assert_eq!(answers[4]["fault"]["rule"]["id"], "bolt4.payload.unknown-even");
    assert_eq!(answers[4]["fault"]["offset"], json!(4));
    assert_eq!(answers[1], json!({ "line": 2, "skipped": "blank" }));
    assert_eq!(answers[2], json!({ "line": 3, "skipped": "comment" }));
    assert_eq!(answers[3]["error"], "character 3, 'g', is no hex digit");
    assert!(answers[5]["error"].as_str().unwrap().starts_with("character 1, byte 0xff"));
}

#[test]
fn each_line_says_what_it_says_alone() {
    for (words, hex) in [
        (&[][..], "020203e804020320"),
        (
            &["--reveal"],
            "020203e80402032008201111111111111111111111111111111111111111111111111111111111111111",
        ),
        (&["--as", "tlv"], "020203e8"),
        (&["--role", "intermediate"], "020203e804020320"),
        (&["--as", "features", "--context", "init"], "01000000000000"),
    ] {
        let mut answer = answers(&each(words, hex.as_bytes()))[0].clone();
        let alone = inspect_with(&[words, &["--json", hex]].concat(), b"", "80");
        let mut alone: Value = serde_json::from_str(&alone.stdout).unwrap();
        answer.as_object_mut().unwrap().remove("line");
        alone.as_object_mut().unwrap().remove("schema");
        assert_eq!(answer, alone, "{words:?}");
    }
}

/// BOLT 11's cup of coffee.
const COFFEE: &str = "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh";

#[test]
fn invoices_have_their_members() {
    let changed = COFFEE.replace("xysxxats", "xysxxatq");
    let cut = &COFFEE[..200];
    let input = format!("{COFFEE}\nlightning:{}\n{changed}\n{cut}\nl\n", COFFEE.to_uppercase());
    let outcome = each(&[], input.as_bytes());
    outcome.ends_with(1).complains("ampwire: 5 lines: 2 right, 3 with a fault\n");
    let answers = answers(&outcome);
    for answer in &answers {
        keeps_to("inspect-each-1", answer);
    }
    let expected = json!({
        "line": 1, "kind": "invoice", "length": 271, "amp": "none", "signature_check": "right",
        "invoice": {
            "network": "bitcoin", "amount_msat": "250000000", "hrp_amount": "2500u",
            "timestamp": "1496314658",
            "payment_hash": "0001020304050607080900010203040506070809000102030405060708090102",
            "description": "1 cup coffee",
            "payee": "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad",
            "expiry": "60", "features": ["8", "14"], "order": "spdx9",
            "signature": "e59e3ffbd3945e4334879158d31e89b076dff54f3fa7979ae79df2db9dcaf5896cbfe1a478b8d2307e92c88139464cb7e6ef26e414c4abe33337961ddc5e8ab1",
            "recovery_id": "1",
        },
    });
    assert_eq!(answers[0], expected);
    assert_eq!(answers[1]["invoice"]["upper_case"], json!(true));
    assert_eq!(
        (&answers[1]["length"], &answers[1]["signature_check"]),
        (&json!(281), &json!("right"))
    );
    assert_eq!(answers[2]["fault"]["rule"]["id"], "bolt11.text.checksum");
    assert_eq!(answers[2]["invoice"]["amount_msat"], "250000000");
    assert_eq!(answers[2]["invoice"].get("payee"), None);
    // Where characters are missing, nobody knows which member has the secret.
    assert_eq!(
        (answers[3].get("invoice"), &answers[3]["signature_check"]),
        (None, &json!("not_checked"))
    );
    assert_eq!(answers[4]["fault"]["rule"]["id"], "bolt11.text.separator");
    // With the secret, where it is asked for.
    let secret = "1111111111111111111111111111111111111111111111111111111111111111";
    outcome.says_nothing_of(secret);
    let outcome = each(&["--reveal"], COFFEE.as_bytes());
    assert_eq!(self::answers(&outcome)[0]["invoice"]["payment_secret"], secret);
    // As hex, an invoice is not asked for.
    each(&["--as", "payload"], COFFEE.as_bytes()).ends_with(1).says("is no hex digit");
}

#[test]
fn secrets_are_hidden() {
    let secret = "11".repeat(32);
    let line = format!("020203e8040203200820{secret}\n");
    each(&[], line.as_bytes()).ends_with(0).says_nothing_of(&secret);
    each(&["--reveal"], line.as_bytes()).ends_with(0).says(&secret);
}

#[test]
fn the_exit_status_says_what_there_was() {
    each(&[], b"0200 0400\n# all right\n").ends_with(0);
    each(&[], b"0200 0400\n020203e8\n").ends_with(1);
    each(&[], b"0200 0400\nnonsense\n").ends_with(1);
    for nothing in [&b""[..], b"\n", b"# nothing\n\n"] {
        each(&[], nothing).ends_with(2).complains("nothing to inspect in standard input");
    }
    each(&["no-such-file"], b"").ends_with(2).complains("\"no-such-file\" can't be read");
    each(&["src"], b"").ends_with(2).complains("can't be read");
    each(&["one", "two"], b"").ends_with(2).complains("--each takes one file");
    each(&["--binary"], b"").ends_with(2).complains("cannot be used with");
    each(&["--jobs", "0"], b"").ends_with(2).complains("--jobs");
    inspect_with(&["--jobs", "2", "0200"], b"", "80").ends_with(2).complains("--each");
}

#[test]
fn a_file_is_read_as_standard_input_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lines.txt");
    fs::write(&path, MIXED).unwrap();
    let from_file = each(&[path.to_str().unwrap()], b"");
    assert_eq!(from_file.stdout, each(&["-"], MIXED).stdout);
    assert_eq!(from_file.stderr, each(&[], MIXED).stderr);
}

#[test]
fn the_order_is_kept_on_any_number_of_threads() {
    // Lines that take very different times.
    let line = |index: usize| match index % 7 {
        0 => format!("{:02x}", index % 256).repeat(2000),
        1 => String::new(),
        other => format!("0202{:04x}0400", index * 8 + other + 256),
    };
    let input: Vec<String> = (0..3000).map(line).collect();
    let input = input.join("\n");
    let one = each(&["--jobs", "1"], input.as_bytes());
    assert_eq!(answers(&one).len(), 3000);
    for jobs in ["2", "3", "16"] {
        let outcome = each(&["--jobs", jobs], input.as_bytes());
        assert!(outcome.stdout == one.stdout && outcome.stderr == one.stderr, "{jobs}");
    }
}

#[test]
fn a_line_that_is_too_long_is_one_error() {
    let long = "00".repeat(10_000_000);
    let input = format!("0200 0400\n{long}\n0200 0400");
    let outcome = each(&[], input.as_bytes());
    outcome.ends_with(1).complains("3 lines: 2 right, 1 that can't be read");
    let error = json!({ "line": 2, "error": "the line has more than 262144 bytes" });
    assert_eq!(answers(&outcome)[1], error);
    // The longest that is read, and one more.
    for (length, fits) in [(262_144, true), (262_146, false)] {
        let outcome = each(&["--as", "features"], "00".repeat(length / 2).as_bytes());
        assert_eq!(answers(&outcome)[0].get("error").is_none(), fits, "{length}");
    }
}

#[test]
fn every_byte_in_a_line_is_answered() {
    for byte in 0..=u8::MAX {
        let line = [b"02", &[byte][..], b"00 0400\n0200 0400"].concat();
        let count = if byte == b'\n' { 3 } else { 2 };
        assert_eq!(answers(&each(&["--jobs", "1"], &line)).len(), count, "{byte}");
    }
}

fn start(words: &[&str]) -> Child {
    Command::new(AMPWIRE)
        .args(["inspect", "--each"])
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn who_writes_slowly_is_answered_at_once() {
    let mut child = start(&[]);
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for number in 1..=5 {
        stdin.write_all(b"0200 0400\n").unwrap();
        let mut line = String::new();
        // It would wait for ever here.
        stdout.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(answer["line"], json!(number));
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let begun = Instant::now();
    let mut child = start(&[]);
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    stdin.write_all(b"0200 0400\n").unwrap();
    let mut first = [0; 8];
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    // More input than the queues hold, and its end is never seen.
    let lines = b"0200 0400\n".repeat(100_000);
    while stdin.write_all(&lines).is_ok() {}
    let output = child.wait_with_output().unwrap();
    assert_eq!((&first, output.status.code()), (b"{\"line\":", Some(0)));
    assert!(output.stderr.is_empty() && begun.elapsed() < BOUND, "{output:?}");
}
