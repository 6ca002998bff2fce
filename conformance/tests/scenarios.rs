//! Scenarios in every way in which vectors are run: outcomes are compared by HTLC and event, what is drawn is judged by rules.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::fs;

use ampwire_conformance::Check;
use ampwire_conformance::builtin::Builtin;
use ampwire_conformance::protocol::Profile;
use serde_json::{Value, json};
use support::{AMPWIRE, Outcome, Suite, ampwire, ampwire_in, file, keeps_to, vector};

const PREIMAGE: &str = "7777777777777777777777777777777777777777777777777777777777777777";
/// Its SHA-256.
const HASH: &str = "e29442e61ad354e5cb0831e2e8359e8fb50cf024ad5a8f407c8f9de63bdf7371";

fn secret() -> String {
    "11".repeat(32)
}

/// An HTLC of half of 1000 msat, without AMP.
fn htlc(at: &str, id: &str) -> Value {
    let payload = format!("020201f404030c35120822{}03e8", secret());
    json!({"at": at, "htlc": {"id": id, "amount_msat": "500", "payment_hash": HASH, "cltv_expiry": "800018", "payload": payload}})
}

fn receiver(id: &str, events: &Value, more: Value) -> Value {
    let mut members = json!({"in": {
        "config": {"scheme": "sha256", "layouts": ["type14"], "accept_spontaneous": false,
            "min_final_cltv_expiry_delta": "18", "block_height": "800000"},
        "invoices": [{"payment_secret": secret(), "payment_hash": HASH, "amp": false,
            "preimage": PREIMAGE, "amount_msat": "1000"}],
        "events": events,
    }});
    let Value::Object(more) = more else { panic!() };
    members.as_object_mut().unwrap().extend(more);
    vector(id, members)
}

/// A suite of all three operations, which the built-in codec answers rightly.
fn suite() -> Suite {
    let settled = |id: &str| json!({"event": "2", "id": id, "settled": PREIMAGE});
    let ticks = json!({"repeat": {"count": "1", "of": [{"at": "1", "tick": true}]}});
    let two = json!([htlc("0", "a"), ticks, htlc("2", "b")]);
    // Without `trace` it does not matter that nothing is said of the first at the first event.
    let last = json!({"ok": {"outcomes": [settled("b"), settled("a")]}});
    let all = json!({"ok": {"outcomes":
        [{"event": "0", "id": "a", "held": true}, settled("b"), settled("a")]}});
    let many = json!([{"repeat": {"count": "3", "of": [htlc("0", "x{n}")]}}]);
    let failed = |event: &str, id: &str| {
        let data = format!("{:016x}{:08x}", 500, 800_000);
        json!({"event": event, "id": id, "failed":
            {"name": "incorrect_or_unknown_payment_details", "data": data}})
    };
    let settled_at = |event: &str, id: &str| json!({"event": event, "id": id, "settled": PREIMAGE});
    let either = json!({"any": [
        {"ok": {"outcomes": [{"event": "0", "id": "a", "held": true}]}},
        {"ok": {"outcomes": [{"repeat": {"count": "2", "of": [settled_at("1", "x{n}")]}}, failed("2", "x2")]}},
    ]});
    Suite::of(&[
        file(
            "receiver.run",
            &[
                receiver("receiver/last", &two, json!({"expect": last})),
                receiver("receiver/trace", &two, json!({"expect": all, "trace": true})),
                receiver("receiver/either", &many, json!({"expect": either})),
            ],
        ),
        file(
            "shares.run",
            &[
                vector(
                    "shares/two",
                    json!({"in": {"events": [{"new": {"id": "a", "last": false}},
                        {"new": {"id": "b", "last": true}}]}, "expect": {"ok": {}}}),
                ),
                vector(
                    "shares/twice",
                    json!({"in": {"events": [{"cancel": {"id": "a"}}]},
                        "expect": {"reject": {"class": ["bad_value"]}}}),
                ),
            ],
        ),
        file(
            "sender.run",
            &[vector(
                "sender/claimed",
                json!({"in": {
                    "config": {"total_msat": "1000", "payment_secret": secret(),
                        "outgoing_cltv_value": "800040", "max_parts": "16"},
                    "events": [{"repeat": {"count": "10", "of":
                        [{"send": {"id": "p{n}", "amount_msat": "100"}}]}}, {"settled": {"id": "p3"}}],
                }, "expect": {"ok": {}}}),
            )],
        ),
    ])
}

/// The built-in codec with its answers changed by a program of sed.
fn changed(script: &str) -> Vec<String> {
    let command = format!("{AMPWIRE} testee | sed -u '{script}'");
    ["sh", "-c", &command].map(str::to_owned).to_vec()
}

const LATE: &str = r#"s/"event":"2","id":"a"/"event":"1","id":"a"/"#;
const UNCLAIMED: &str = r#"s/,"settled":true//"#;
const WRONG_INDEX: &str = r#"s/"index":"[0-9]*"/"index":"1"/g"#;

fn check(options: &[&str], script: &str) -> Outcome {
    let command = changed(script);
    let command: Vec<&str> = command.iter().map(String::as_str).collect();
    suite().check(options, &command)
}

/// The vectors that are red, each with what was found.
fn red(outcome: &Outcome) -> Vec<(String, String)> {
    let report = outcome.report();
    keeps_to("report-1", &report);
    let vectors = report["runs"][0]["vectors"].as_array().unwrap().clone();
    let red = vectors.iter().filter(|vector| vector["red"] == true);
    let told = |vector: &Value| {
        let reasons = vector["reasons"].as_array().into_iter().flatten();
        reasons.map(|reason| reason.as_str().unwrap()).collect::<Vec<_>>().join("; ")
    };
    red.map(|vector| (vector["id"].as_str().unwrap().to_owned(), told(vector))).collect()
}

#[test]
fn right_answers_pass_in_every_way() {
    let suite = suite();
    let all = "ran 6 of 6 vectors, all as expected";
    suite.check(&[], &[]).ends_with(0).says(all).says("compared 5 of 5 members");
    suite.check(&[], &[AMPWIRE, "testee"]).ends_with(0).says(all);
    let passed = Check::new().vectors(suite.path()).run(&mut Builtin { profile: Profile::Amp });
    assert_eq!(passed.unwrap().ran(), 6);
    let path = suite.path().to_str().unwrap();
    let requests = ampwire(["export", "--vectors", path]).ends_with(0).stdout.clone();
    assert!(!requests.contains("repeat"), "{requests}");
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("requests"), requests).unwrap();
    let answered = std::process::Command::new(AMPWIRE)
        .arg("testee")
        .stdin(fs::File::open(place.path().join("requests")).unwrap())
        .output()
        .unwrap();
    fs::write(place.path().join("answers"), answered.stdout).unwrap();
    ampwire_in(place.path(), ["judge", "--vectors", path, "answers"]).ends_with(0).says(all);
    ampwire(["check-adapter", "--vectors", path, "--", AMPWIRE, "testee"]).ends_with(0);
}

#[test]
fn a_wrong_outcome_is_named_by_htlc_and_event() {
    let outcome = check(&["--json"], LATE);
    let why = "HTLC a: settled at event 1, right is settled at event 2".to_owned();
    let found = red(outcome.ends_with(1));
    assert_eq!(
        found,
        [("receiver/last".to_owned(), why.clone()), ("receiver/trace".to_owned(), why)]
    );
    check(&[], LATE).ends_with(1).says("HTLC a: settled at event 1").says("outcomes.a: expected");
    // Only the trace looks at what was said before the last answer.
    let silent = r#"s/{"event":"0","held":true,"id":"a"},//"#;
    let found = red(check(&["--json", "--only", "receiver/*"], silent).ends_with(1));
    let why = "HTLC a: settled at event 2, right is held at event 0";
    assert_eq!(found, [("receiver/trace".to_owned(), why.to_owned())]);
    // Of several whole answers the nearest is shown.
    let other = r#"s/"event":"2","failed"/"event":"1","failed"/"#;
    let found = red(check(&["--json"], other).ends_with(1));
    let why = "HTLC x2: failed with incorrect_or_unknown_payment_details at event 1, right is failed with \
        incorrect_or_unknown_payment_details at event 2";
    assert_eq!(found, [("receiver/either".to_owned(), why.to_owned())]);
}

#[test]
fn a_wrong_draw_is_named_by_its_rule() {
    let outcome = check(&["--json"], UNCLAIMED);
    let why = "amp.payer.verify: shards[3]: it was claimed with the right preimage, and the payer does not say so";
    assert_eq!(red(outcome.ends_with(1)), [("sender/claimed".to_owned(), why.to_owned())]);
    // Asked again alone it is drawn anew, and the same is found.
    let outcome = check(&["--only", "shares/two"], WRONG_INDEX);
    outcome.ends_with(1).says("amp.shares.kept: shares[0]").says_nothing_of("state leak");
}

#[test]
fn a_process_a_vector_answers_scenarios_too() {
    // Reads one request, and hands it on to the testee behind a handshake.
    let script = r#"read -r line; printf '%s\n' '{"id":"h","op":"hello","in":{"protocol":"1","suite":"0"}}' "$line" \
        | AMPWIRE testee | tail -n 1"#;
    let script = script.replace("AMPWIRE", AMPWIRE);
    suite()
        .check(&["--exec=json", "--profile", "amp"], &["sh", "-c", &script])
        .ends_with(0)
        .says("ran 6 of 6 vectors, all as expected");
}

#[test]
fn the_matrix_and_the_page_tell_what_was_found() {
    let suite = suite();
    let place = tempfile::tempdir().unwrap();
    let testee = |name: &str, script: &str| {
        let script = format!("{script};s/\"name\":\"ampwire\"/\"name\":\"{name}\"/");
        format!("[[testee]]\nname = {name:?}\ncommand = {:?}\n", changed(&script))
    };
    let text = format!(
        "schema = \"ampwire-testees-1\"\n{}{}{}",
        testee("late", LATE),
        testee("unclaimed", UNCLAIMED),
        testee("right", "s/x/x/")
    );
    fs::write(place.path().join("ampwire.toml"), text).unwrap();
    let path = suite.path().to_str().unwrap();
    let matrix = ampwire_in(place.path(), ["matrix", "--vectors", path]);
    matrix.ends_with(0).says("receiver/last").says("sender/claimed").says_nothing_of("shares/two");
    matrix.says("HTLC a: settled at event 1, right is settled at event 2");
    matrix.says("amp.payer.verify: shards[3]");
    // Clusters are of what went wrong, not of the HTLCs that it went wrong with.
    matrix.says("receiver.run: late has other values: outcomes\n");
    matrix.says("sender.run: unclaimed has other values: amp.payer.verify\n");
    let words = ["check", "--vectors", path, "--html", "page.html", "--testee", "late"];
    ampwire_in(place.path(), words).ends_with(1);
    let page = fs::read_to_string(place.path().join("page.html")).unwrap();
    assert!(page.contains("HTLC a: settled at event 1") && page.contains("outcomes.a"));
}

#[test]
fn what_is_drawn_anew_is_no_other_answer() {
    let place = tempfile::tempdir().unwrap();
    let suite = suite();
    let path = suite.path().to_str().unwrap();
    let command = changed(WRONG_INDEX);
    for report in ["one.json", "other.json"] {
        let mut words = vec!["check", "--vectors", path, "--report", report, "--"];
        words.extend(command.iter().map(String::as_str));
        ampwire_in(place.path(), words).ends_with(1);
    }
    ampwire_in(place.path(), ["report", "compare", "one.json", "other.json"])
        .says_nothing_of("with another answer");
    let [one, other] = ["one.json", "other.json"].map(|report| {
        let words = ["report", "--reproducible", "--format", "json", report];
        let outcome = ampwire_in(place.path(), words);
        assert!(outcome.stdout.contains("amp.shares.kept"), "{outcome:#?}");
        outcome.stdout
    });
    assert_eq!(one, other);
    // Nor is it for who asks twice.
    let mut words = vec!["check-adapter", "--vectors", path, "--"];
    words.extend(command.iter().map(String::as_str));
    ampwire(words).says_nothing_of("and then");
}
