//! `ampwire inspect`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    reason = "tests"
)]

mod support;

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::{Value, json};
use support::{AMPWIRE, BOUND, Outcome, ampwire, inspect_with, keeps_to};

/// A final hop's payload behind its length, as LND's own code writes it.
const FINAL: &str = "7b020203e804020320082211111111111111111111111111111111111111111111111111111111\
    111111110bb80e412222222222222222222222222222222222222222222222222222222222222222333333333333333\
    3333333333333333333333333333333333333333333333333051003010203fe000100010109";

fn inspect(words: &[&str]) -> Outcome {
    inspect_with(words, b"", "80")
}

/// Pseudo-random bytes (xorshift64), the same ones every time.
fn random(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_be_bytes()[3]
    };
    std::iter::repeat_with(next).take(length).collect()
}

#[test]
fn plain_words_first_then_the_fields() {
    let outcome = inspect(&[FINAL]);
    outcome.ends_with(0);
    let expected = "\
Guessed: hop payload behind its length, 124 bytes.
Final hop of an AMP payment, part of set 33333333…, index 5, 1,000 of 3,000
msat, expiry at block 800, with payment_metadata, with custom record 65537

byte hex  bytes             field                  says
   0   0  7b                length                 123 bytes
   1   1  02                type                   2 amt_to_forward
   2   2  02                length                 2 bytes
   3   3  03e8                amt_to_forward       1,000 msat
";
    assert!(outcome.stdout.starts_with(expected), "{}", outcome.stdout);
    outcome.says("  11   b  (32 hidden)         payment_secret\n");
    outcome.says("\n2 secrets are hidden; --reveal shows them.\n");
}

#[test]
fn secrets_are_shown_only_when_asked_for() {
    for more in [&[][..], &["--json"]] {
        let words = [&[FINAL], more].concat();
        inspect(&words).says_nothing_of("1111111111").says_nothing_of("2222222222");
        let words = [&words[..], &["--reveal"]].concat();
        inspect(&words).says("1111111111").says("2222222222").says_nothing_of("hidden");
    }
    // Also where a byte was lost and everything stands one byte further on.
    for index in (0..FINAL.len()).step_by(2) {
        let lost = format!("{}{}", &FINAL[..index], &FINAL[index + 2..]);
        inspect(&[&lost]).says_nothing_of("11111111111111111111");
    }
}

#[test]
fn the_fault_is_marked_and_its_rule_is_said() {
    let hex = "020203e80402032006080aae600000010000080101";
    let expected = "
  20  14  (1 hidden)          payment_secret       malformed
          ^^ here

Fault at byte 20 (0x14), record type 8: payment_data has 32 to 40 bytes and an
AMP record of type 8 has 68, this has 1
  amp.record.type8-or-payment-data
";
    let outcome = inspect(&["--role", "intermediate", hex]);
    outcome.ends_with(1).says(expected);
    let outcome = inspect(&["--role", "intermediate", hex, "--reveal"]);
    outcome.ends_with(1).says(&expected.replace("(1 hidden)", "01        "));
    inspect(&["020203e8"])
        .ends_with(1)
        .says("Fault, record type 4: outgoing_cltv_value is missing\n");
    // What is at fault is an empty value.
    inspect(&["0200", "0400", "0600"]).ends_with(1).says("malformed\n          ^^ here\n");
}

#[test]
fn the_kind_is_guessed_said_and_can_be_told() {
    inspect(&["40004100"])
        .ends_with(0)
        .says("Guessed: feature vector, 4 bytes. Also right as: TLV stream (--as tlv).");
    inspect(&["--as", "tlv", "40004100"]).ends_with(0).says("As asked: TLV stream, 4 bytes.");
    inspect(&["ffff"]).ends_with(1).says("Right as nothing that is read here");
    inspect(&["020203e8"]).ends_with(1).says("Right only as: TLV stream (--as tlv).");
    inspect(&["0a0101"]).ends_with(0).says("Read as if update_add_htlc carried a path key");
    inspect(&["0a0101", "--path-key=no"]).ends_with(1).says("bolt4.blinded.path-key-missing");
    inspect(&["0a0101", "--path-key"]).ends_with(0).says_nothing_of("Read as if");
    inspect(&["--layouts", "none", FINAL]).ends_with(1).says("amp.record.type14-not-accepted");
    let metadata = "01000000000000";
    inspect(&["--as", "features", "--context", "init", metadata])
        .ends_with(1)
        .says("has no place in init");
    inspect(&["40160e0000"])
        .ends_with(0)
        .says("invalid_onion_payload (PERM|22): record 14, offset 0");
}

#[test]
fn points_are_checked() {
    let off = format!("0a01010c2102{}05", "00".repeat(31));
    inspect(&[&off]).ends_with(1).says("bolt4.blinded.path-key-point");
}

#[test]
fn hex_comes_in_many_forms() {
    for words in [
        &["0X0200,0x04:00"][..],
        &["02", "00", "04", "00"],
        &["'02000400'"],
        &["02000400\n"],
        &["-"],
        &[],
    ] {
        inspect_with(words, b" 02 00\r\n04 00\n", "80").ends_with(0).says("amt_to_forward");
    }
    inspect_with(&["--binary"], &[2, 0, 4, 0], "80").ends_with(0).says("amt_to_forward");
    inspect_with(&["--binary", "-"], &[2, 0, 4, 0], "80").ends_with(2);
}

#[test]
fn what_is_no_input_is_said() {
    for words in [&[""][..], &["-"], &[], &["--binary"], &["--as", "tlv", "0x"]] {
        inspect(words).ends_with(2).complains("the input is empty");
    }
    inspect(&["02g0"]).ends_with(2).complains("character 3, 'g', is no hex digit");
    inspect(&["020"]).ends_with(2).complains("3 hex digits");
    inspect(&["--as", "tlv", "lnbc1"])
        .ends_with(2)
        .complains("an invoice is read with --as invoice");
    inspect_with(&[], &[0x7f, 0x45], "80").ends_with(2).complains("--binary");
    inspect(&["--as", "offer", "00"]).ends_with(2).complains("possible values");
}

#[test]
fn no_line_is_wider_than_it_may_be() {
    let broken = "020203e803fe0c350008";
    for columns in [24_usize, 30, 40, 60, 80, 100, 120] {
        for hex in [FINAL, broken, "024100", "400f0000", "ffff"] {
            let outcome = inspect_with(&[hex], b"", &columns.to_string());
            for line in outcome.stdout.lines() {
                // An id of a rule has no place to be broken at.
                assert!(line.chars().count() <= columns, "{columns}: {line:?}");
                assert_eq!(line, line.trim_end());
            }
        }
    }
    // Nonsense is no width.
    for columns in ["0", "-1", "wide", "99999999999999999999"] {
        inspect_with(&["0200"], b"", columns).ends_with(0);
    }
}

#[test]
fn there_is_no_colour_where_there_is_no_terminal() {
    inspect(&[FINAL]).says_nothing_of("\u{1b}");
    let colour = |variable: Option<&str>, words: &[&str]| {
        let mut command = Command::new(AMPWIRE);
        command.arg("inspect").args(words).arg(FINAL).env("CLICOLOR_FORCE", "1");
        if let Some(variable) = variable {
            command.env(variable, "1").env_remove("CLICOLOR_FORCE");
        }
        let output = command.stdin(Stdio::null()).output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains('\u{1b}')
    };
    assert!(colour(None, &[]));
    assert!(!colour(Some("NO_COLOR"), &[]));
    assert!(!colour(None, &["--no-color"]));
}

#[test]
fn text_from_outside_moves_no_cursor() {
    // A custom record that would turn the terminal red.
    let hex = "02000400fe00010001051b5b33316d";
    inspect(&[hex]).ends_with(0).says_nothing_of("\u{1b}").says("1b5b33316d");
}

#[test]
fn ten_million_random_bytes_and_a_reader_that_goes_away() {
    let bytes = random(10_000_000);
    for kind in ["framed", "payload", "tlv", "failure", "amp-record", "features", "invoice"] {
        inspect_with(&["--binary", "--as", kind], &bytes, "80");
    }
    let outcome = inspect_with(&["--binary"], &bytes, "80");
    outcome.ends_with(1);
    assert!(outcome.stdout.len() < 4_000_000, "{}", outcome.stdout.len());
    let outcome = inspect_with(&["--binary", "--json"], &bytes, "80");
    outcome.ends_with(1);
    valid(&outcome);

    let mut child = Command::new(AMPWIRE)
        .args(["inspect", "--binary"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    child.stdin.take().unwrap().write_all(&bytes).unwrap();
    let mut first = [0; 8];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!((&first, output.status.code()), (b"Guessed:", Some(1)));
    assert!(output.stderr.is_empty() && begun.elapsed() < BOUND);
}

/// What is long and full of fields is listed up to a point, for programs as for people.
#[test]
fn an_answer_for_programs_is_bounded() {
    let inputs = [vec![0xff; 1 << 21], vec![0; 1 << 21], random(1 << 21)];
    for bytes in inputs {
        for kind in ["framed", "payload", "tlv", "failure", "amp-record", "features"] {
            let outcome = inspect_with(&["--binary", "--json", "--as", kind], &bytes, "80");
            let length = outcome.stdout.len();
            assert!(length < 6_000_000, "{kind} of {:02x}…: {length}", bytes[1]);
        }
    }
}

#[test]
fn more_than_is_ever_held_is_refused() {
    let bytes = vec![0; 17 * 1024 * 1024];
    inspect_with(&["--binary"], &bytes, "80").ends_with(2).complains("more than 16777216 bytes");
}

#[track_caller]
fn valid(outcome: &Outcome) -> Value {
    let answer = outcome.report();
    keeps_to("inspect-1", &answer);
    // Every byte once, in order.
    let mut end = 0;
    for span in answer["spans"].as_array().unwrap() {
        assert_eq!(span["offset"], json!(end), "{span}");
        end += span["length"].as_u64().unwrap();
        let bytes = span.get("bytes").map(|bytes| bytes.as_str().unwrap().len() as u64 / 2);
        let text = span.get("text").map(|text| text.as_str().unwrap().len() as u64);
        assert!(bytes.or(text).is_none_or(|bytes| bytes == span["length"].as_u64().unwrap()));
    }
    assert_eq!(answer["length"], json!(end));
    assert_eq!(answer.get("fault").is_some(), outcome.status == Some(1));
    answer
}

#[test]
fn json_says_the_same() {
    let answer = valid(&inspect(&["--json", FINAL]));
    assert_eq!(answer["kind"], "framed");
    assert_eq!(answer["guess"], json!({ "fits": true, "others": [] }));
    assert_eq!(answer["read_as"], json!({ "role": "final", "path_key_in_htlc": false }));
    let amount = json!({
        "offset": 3, "length": 2, "name": "amt_to_forward", "depth": 1, "record": "2",
        "secret": false, "bytes": "03e8", "says": "1,000 msat",
        "value": { "kind": "number", "number": "1000", "unit": "msat" },
    });
    assert_eq!(answer["spans"][3], amount);
    let secret = json!({
        "offset": 11, "length": 32, "name": "payment_secret", "depth": 1, "record": "8",
        "secret": true, "value": { "kind": "bytes" },
    });
    assert_eq!(answer["spans"][9], secret);
    let inputs = [
        "",
        "0200",
        "020203e8",
        "0a0101",
        "024100",
        "40160e0000",
        "0fff00",
        "ff",
        "02000400fe00746971026869",
        "0200040014",
        "fd0002",
        "0300ff",
        "02000406080102030405060708",
    ];
    for kind in ["framed", "payload", "tlv", "failure", "amp-record", "features", "invoice"] {
        for hex in inputs.iter().skip(1) {
            valid(&inspect(&["--json", "--as", kind, hex]));
            valid(&inspect(&["--json", "--as", kind, hex, "--reveal"]));
        }
    }
    let fault = valid(&inspect(&["--json", "--as", "payload", "0200 0400 1400"]))["fault"].clone();
    assert_eq!(
        (&fault["offset"], &fault["length"], &fault["record"], &fault["rule"]["id"]),
        (&json!(4), &json!(1), &json!("20"), &json!("bolt4.payload.unknown-even"))
    );
}

#[test]
fn the_help_says_what_there_is() {
    let outcome = ampwire(["inspect", "--help"]);
    outcome
        .ends_with(0)
        .says("--reveal")
        .says("ampwire inspect < payload.hex")
        .says("Exit status:");
    ampwire(["--help"]).ends_with(0).says("inspect");
}
