//! `ampwire inspect` with invoices.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    reason = "tests"
)]

mod support;

use std::process::{Command, Stdio};

use ampwire::symbols::Checksum;
use serde_json::{Value, json};
use support::{AMPWIRE, Outcome, inspect_with, keeps_to};

/// BOLT 11's cup of coffee.
const COFFEE: &str = "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9vdx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh";

/// As LND makes an AMP invoice, signed with the key of BOLT 11's examples.
const AMP: &str = "lnbc1pj48ugqpp5g3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zqdqvw35hqgr2v9eqcqzzsxq9z0rgqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q8pqqqsgq39feugh6fw4u4x4rxgrrhma0eg6l8tslmydmcg9fpqr4vej6c6q56h8rfs44zlg7e7scey22zm3wyndkw5kf769205wfenvpfyk8qeqp2fxvsg";

/// AMP offered and not demanded.
const AMP_OPTIONAL: &str = "lnbcrt1pj48ugqpp5g3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zqdqsv45hg6r9wgs8wctecqzzsxq9z0rgqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q8zqqqsgq4lp6xjyxuprmjukzwvrgzpp99vzewl7r4t78xfu5qsmc246uhek8vp30e3p79l5qw3pu0whu6rms4szsjv4h8k5craw34eg3332tv2spypd9at";

/// With every field, and a description that moves the cursor.
const EVERYTHING: &str = "lnbc21000000005n1pj48ugqpp5g3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zqdpswa5hg6pqv4mx2unew35xjmn88gspkkenx9kjpe5h5hnfetq2mq9qypqxcqpjxqyzh7dfppqqurswpc8qurswpc8qurswpc8qurswpc8r9yq0n326hr8v9zprg8gsvezcch06gfaqqhde2aj730yg0durunfhv66rp4qqqqf5sqqyqqqqlgqqqqn3qqjqp7w9t2uvas5gydqazpnytrzalfp85qzah9tkt69u3pahs0jdxantgvx5qqqpxjqqqsqqqraqqqqzwyqzgqnp4q0n326hr8v9zprg8gsvezcch06gfaqqhde2aj730yg0durunfhv66sp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qyysgq2qrqqqst6gzvdpqym3ptpcepx6u2cr7qdlmap3l3fg9zhu2s7rk0r5pztx279nfl6c95fpsxsw7yg8wvcnprw5v5sds26lz7dmhrt58n0t8gcqt4d8lh";

/// The same with a signature of zeros.
const WRONG_SIGNATURE: &str = "lnbc21000000005n1pj48ugqpp5g3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zqdpswa5hg6pqv4mx2unew35xjmn88gspkkenx9kjpe5h5hnfetq2mq9qypqxcqpjxqyzh7dfppqqurswpc8qurswpc8qurswpc8qurswpc8r9yq0n326hr8v9zprg8gsvezcch06gfaqqhde2aj730yg0durunfhv66rp4qqqqf5sqqyqqqqlgqqqqn3qqjqp7w9t2uvas5gydqazpnytrzalfp85qzah9tkt69u3pahs0jdxantgvx5qqqpxjqqqsqqqraqqqqzwyqzgqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qyysgq2qrqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqmrgm3c";

/// BOLT 11's invoice of an unknown required feature.
const FEATURE_100: &str = "lnbc25m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5vdhkven9v5sxyetpdeessp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q4psqqqqqqqqqqqqqqqqsgqtqyx5vggfcsll4wu246hz02kp85x4katwsk9639we5n5yngc3yhqkm35jnjw4len8vrnqnf5ejh0mzj9n3vz2px97evektfm2l6wqccp3y7372";

fn inspect(words: &[&str]) -> Outcome {
    inspect_with(words, b"", "80")
}

/// The text with its last six characters made the right checksum.
fn with_checksum(text: &str) -> String {
    let (start, _) = text.split_at(text.len() - 6);
    let (hrp, data) = start.rsplit_once('1').unwrap();
    let (checksum, _) = Checksum::of_hrp(hrp).text(data).unwrap();
    format!("{start}{}", checksum.finish())
}

/// What is shown of an invoice, with how the program ended.
#[track_caller]
fn shown(invoice: &str, status: i32) -> String {
    let outcome = inspect(&[invoice]);
    outcome.ends_with(status);
    assert!(outcome.stderr.is_empty(), "{outcome:?}");
    outcome.stdout
}

#[test]
fn an_amp_invoice() {
    insta::assert_snapshot!(shown(AMP, 0));
}

#[test]
fn amp_on_offer() {
    inspect(&[AMP_OPTIONAL]).ends_with(0).says("\nAMP optional: by AMP it can be paid many times;");
}

#[test]
fn an_invoice_with_everything() {
    insta::assert_snapshot!(shown(EVERYTHING, 0));
}

#[test]
fn a_wrong_checksum() {
    insta::assert_snapshot!(shown(&COFFEE.replace("xysxxats", "xysxxatq"), 1));
}

#[test]
fn a_character_outside_the_alphabet() {
    insta::assert_snapshot!(shown(&COFFEE.replace("xysxxats", "xysxxbts"), 1));
}

#[test]
fn letters_of_both_cases() {
    insta::assert_snapshot!(shown(&COFFEE.replacen("qzpu", "qzPu", 1), 1));
}

#[test]
fn an_unknown_network() {
    insta::assert_snapshot!(shown(&with_checksum(&COFFEE.replace("lnbc", "lnxy")), 1));
}

#[test]
fn without_payment_secret() {
    let field = &COFFEE[17..72];
    insta::assert_snapshot!(shown(&with_checksum(&COFFEE.replace(field, "")), 1));
}

#[test]
fn a_wrong_signature() {
    insta::assert_snapshot!(shown(WRONG_SIGNATURE, 1));
}

#[test]
fn a_text_that_is_cut() {
    insta::assert_snapshot!(shown(&COFFEE[..200], 1));
}

#[test]
fn forty_columns() {
    let outcome = inspect_with(&[COFFEE], b"", "40");
    outcome.ends_with(0);
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn an_unknown_feature_that_is_required() {
    inspect(&[FEATURE_100]).ends_with(0).says(
        "\nRequires feature 100, which is unknown here: a wallet that doesn't know it can't\npay this.\n",
    );
}

#[test]
fn what_there_is_too_little_of() {
    for (text, says) in [
        ("l", "Fault at character 0: there is no separator 1"),
        ("lightning:", "Fault at character 10: there is no separator 1"),
        ("lnbc", "Fault at character 0: there is no separator 1"),
        ("lnbc1", "Fault at character 4: the checksum has 6 characters, there are 0"),
        ("ln1qqqqqq", "Fault at character 3: the checksum is wrong"),
        ("lnbc 1", "(it is the\nbyte 0x20)"),
    ] {
        inspect(&[text]).ends_with(1).says(says).says("Guessed: invoice, ");
    }
    inspect(&["--as", "invoice", "1"])
        .ends_with(1)
        .says("As asked: invoice, 1 character.")
        .says("nothing before it\n")
        .says_nothing_of("it is");
    inspect(&["--as", "invoice", ""]).ends_with(2).complains("the input is empty");
    inspect_with(&["--as", "invoice"], b"", "80").ends_with(2).complains("the input is empty");
}

#[test]
fn it_comes_in_many_forms() {
    let expected = inspect(&[COFFEE]).stdout;
    let fields = |text: &str| text.split_once("\n\n").unwrap().1.to_owned();
    let newline = format!("{COFFEE}\n");
    for (words, input) in [
        (&[][..], newline.as_bytes()),
        (&["-"], COFFEE.as_bytes()),
        (&["--binary"], COFFEE.as_bytes()),
        (&["--as", "invoice"], COFFEE.as_bytes()),
    ] {
        let outcome = inspect_with(words, input, "80");
        outcome.ends_with(0).says("The payee is 03e7156ae33b0a20").says("(52 hidden)");
        assert_eq!(
            outcome.stdout.contains("   9  1        "),
            expected.contains("   9  1        ")
        );
    }
    inspect(&[&format!(" lightning:{COFFEE} ")])
        .ends_with(0)
        .says("lightning: and the space around it are no part of the invoice.");
    let upper = inspect(&[&COFFEE.to_uppercase()]);
    upper.ends_with(0);
    assert_eq!(fields(&upper.stdout).to_lowercase(), fields(&expected).to_lowercase());
}

#[test]
fn the_secret_is_shown_only_when_asked_for() {
    let secret = "1111111111111111";
    for invoice in [COFFEE, AMP, EVERYTHING, WRONG_SIGNATURE] {
        for words in [&[invoice][..], &[invoice, "--json"]] {
            let joined = |outcome: &Outcome| outcome.stdout.replace(['\n', ' '], "");
            let hidden = inspect(words);
            assert!(
                !joined(&hidden).contains(secret)
                    && !joined(&hidden).contains("zyg3zyg3zyg3zyg3zyg3g3zyg3zygs")
            );
            assert!(!hidden.stdout.contains("zygs"), "{hidden:?}");
            let revealed = inspect(&[words, &["--reveal"]].concat());
            assert!(
                joined(&revealed).contains(secret) && revealed.stdout.contains("zygs"),
                "{revealed:?}"
            );
        }
    }
    for length in 30..COFFEE.len() {
        let outcome = inspect(&[&COFFEE[..length], "--json"]);
        outcome.says_nothing_of("zyg3zyg3zyg").says_nothing_of(secret);
    }
}

#[test]
fn what_a_stranger_wrote_moves_no_cursor() {
    for columns in ["24", "40", "80", "120"] {
        let outcome = inspect_with(&[EVERYTHING], b"", columns);
        outcome.ends_with(0).says_nothing_of("\u{1b}");
    }
    let answer = inspect(&[EVERYTHING, "--json"]).report();
    assert_eq!(answer["invoice"]["description"], "with everything: \u{1b}[31m 日本\n");
}

#[test]
fn no_line_is_wider_than_it_may_be() {
    for columns in [24_usize, 30, 40, 60, 80, 100, 120] {
        for text in [AMP, EVERYTHING, WRONG_SIGNATURE, &COFFEE[..200], "lnbc1", "l"] {
            let outcome = inspect_with(&[text], b"", &columns.to_string());
            for line in outcome.stdout.lines() {
                // A wide character takes two columns.
                let width: usize = line.chars().map(|it| if it > '\u{2fff}' { 2 } else { 1 }).sum();
                assert!(width <= columns, "{columns}: {line:?}");
                assert_eq!(line, line.trim_end());
            }
        }
    }
}

#[test]
fn colour_is_for_terminals() {
    inspect(&[AMP]).says_nothing_of("\u{1b}");
    let mut command = Command::new(AMPWIRE);
    command.args(["inspect", AMP]).env("CLICOLOR_FORCE", "1").env_remove("NO_COLOR");
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains('\u{1b}'));
}

#[track_caller]
fn json_of(text: &str, words: &[&str]) -> Value {
    let answer = inspect(&[&["--json", text], words].concat()).report();
    keeps_to("inspect-1", &answer);
    let mut end = 0;
    for span in answer["spans"].as_array().unwrap() {
        assert_eq!(span["offset"], json!(end), "{span}");
        end += span["length"].as_u64().unwrap();
        let shown = span.get("text").map(|text| text.as_str().unwrap().len());
        assert!(shown.is_none_or(|shown| json!(shown) == span["length"]), "{span}");
    }
    assert_eq!(answer["length"], json!(end));
    answer
}

#[test]
fn json_says_the_same() {
    let answer = json_of(AMP, &[]);
    assert_eq!((&answer["kind"], &answer["amp"]), (&json!("invoice"), &json!("required")));
    assert_eq!(answer["signature_check"], "right");
    assert_eq!(answer["guess"], json!({ "fits": true, "others": [] }));
    assert_eq!(answer["notes"][0], "AMP required: a wallet that doesn't know AMP can't pay this.");
    assert_eq!(answer["invoice"]["order"], "pdcxs9");
    let everything = json_of(EVERYTHING, &["--reveal"]);
    let node = "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad";
    let entry = json!({
        "node_id": node, "short_channel_id": ((800_000_u64 << 40) + (1234 << 16) + 1).to_string(), "fee_base_msat": "1000",
        "fee_proportional_millionths": "2500", "cltv_expiry_delta": "144",
    });
    let expected = json!({
        "network": "bitcoin", "amount_msat": "2100000000500", "hrp_amount": "21000000005n",
        "timestamp": "1700000000", "payment_hash": "44".repeat(32), "payment_secret": "11".repeat(32),
        "description": "with everything: \u{1b}[31m 日本\n", "payee": node, "payee_in_field": true,
        "expiry": "90061", "min_final_cltv_expiry_delta": "18",
        "fallbacks": [{ "version": "0", "program": "07".repeat(20) }],
        "route_hints": [[entry, entry]], "features": ["8", "14", "17"], "payment_metadata": "010203",
        "unknown": [{ "tag": "2", "words": "qqq", "at": "10" }], "order": "pdmcxfrns92",
        "signature": everything["invoice"]["signature"], "recovery_id": "0",
    });
    assert_eq!(everything["invoice"], expected);
    let fault = json_of(WRONG_SIGNATURE, &[])["fault"].clone();
    assert_eq!(
        (&fault["offset"], &fault["rule"]["id"]),
        (&json!(420), &json!("bolt11.signature.valid"))
    );
    assert_eq!(json_of(WRONG_SIGNATURE, &[])["signature_check"], "wrong");
    let missing = json_of(&with_checksum(&COFFEE.replace(&COFFEE[17..72], "")), &[]);
    assert_eq!((&missing["fault"]["tag"], missing["fault"].get("offset")), (&json!("s"), None));
    for text in
        ["l", "lnbc1", "lnbc1qqqqqqq", &COFFEE[..200], &COFFEE[..150], "lightning:", "ln\u{e9}1"]
    {
        json_of(text, &[]);
        json_of(text, &["--reveal"]);
    }
}

#[test]
fn long_and_odd_texts_take_no_time() {
    let long = |text: String| {
        let outcome = inspect_with(&["--as", "invoice"], text.as_bytes(), "80");
        outcome.ends_with(1);
        assert!(outcome.stdout.len() < 3_000_000, "{}", outcome.stdout.len());
    };
    long("1".repeat(60_000));
    long("q".repeat(60_000));
    long(format!("lnbc1{}", "q".repeat(60_000)));
    long(with_checksum(&format!("lnbc1pvjluez{}", "dqq".repeat(20_000))));
    long(format!("lnbc{}1{}", "9".repeat(60_000), "q".repeat(200)));
    long(format!("lnbc1{}", "1".repeat(10_000_000)));
    // What is said for programs is bounded too.
    let fields = with_checksum(&format!("lnbc1pvjluez{}", "dqq".repeat(700_000)));
    let outcome = inspect_with(&["--json"], fields.as_bytes(), "80");
    outcome.ends_with(1);
    assert!(outcome.stdout.len() < 6_000_000, "{}", outcome.stdout.len());
    for byte in 0..=u8::MAX {
        if !byte.is_ascii_whitespace() {
            inspect_with(&["--as", "invoice"], &[byte], "80")
                .ends_with(1)
                .says("Fault at character 0");
        }
    }
}
