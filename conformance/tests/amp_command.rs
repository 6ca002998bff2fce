//! `ampwire amp split`, `derive` and `reconstruct`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::{ampwire, ampwire_with};

/// The vectors of an operation: derivations that LND computed, that Python's hmac module did, and that are wrong on purpose.
fn vectors(op: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(format!("../vectors/v1/{op}.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

fn scheme(vector: &Value) -> String {
    vector["in"]["scheme"].as_str().unwrap().replace('_', "-")
}

#[test]
fn every_derivation_of_the_vectors() {
    let vectors = vectors("amp.derive");
    assert!(vectors.len() > 10);
    for vector in &vectors {
        let input = &vector["in"];
        let scheme = scheme(vector);
        let mut words = vec!["amp", "derive", "--json", "--scheme", &scheme, "--root", "-"];
        let mut lines = format!("{}\n", input["root"].as_str().unwrap());
        if scheme != "bp2018" {
            words.extend(["--share", "-"]);
            lines.push_str(input["share"].as_str().unwrap());
        }
        let index = input["index"].as_str().unwrap();
        if scheme != "hmac-xor" {
            words.extend(["--index", index]);
        }
        let outcome = ampwire_with(words, lines.as_bytes());
        match vector["expect"].get("ok") {
            Some(ok) => {
                let report = outcome.ends_with(0).report();
                let expected = json!({ "preimage": ok["preimage"], "payment_hash": ok["hash"] });
                assert_eq!(report, expected, "{vector}");
            }
            None => {
                assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(2), ""), "{vector}");
            }
        }
    }
}

#[test]
fn every_set_of_the_vectors() {
    let vectors = vectors("amp.reconstruct");
    assert!(vectors.len() > 30);
    let mut seen = BTreeSet::new();
    for vector in &vectors {
        let scheme = scheme(vector);
        let children = vector["in"]["children"].to_string();
        let words =
            ["amp", "reconstruct", "--json", "--show-root", "--scheme", &scheme, "--from", "-"];
        let outcome = ampwire_with(words, children.as_bytes());
        let empty = vector["in"]["children"] == json!([]);
        let Some(ok) = vector["expect"].get("ok") else {
            // Nothing that claims anything is printed, whatever is wrong.
            assert_eq!(outcome.status, Some(if empty { 2 } else { 1 }), "{vector}");
            outcome.says_nothing_of("preimage").says_nothing_of("root");
            seen.insert("refused");
            continue;
        };
        let report = outcome.ends_with(0).report();
        assert_eq!((&report["right"], &report["root"]), (&json!(true), &ok["root"]), "{vector}");
        let parts = report["parts"].as_array().unwrap();
        let children = ok["children"].as_array().unwrap();
        assert_eq!(parts.len(), children.len());
        for (part, child) in parts.iter().zip(children) {
            assert_eq!(part["preimage"], child["preimage"], "{vector}");
            assert_eq!(part["payment_hash"], child["hash"], "{vector}");
        }
        seen.insert("right");
    }
    assert_eq!(seen.len(), 2);
}

/// A set of three that LND's own package derived.
fn three() -> Value {
    let vectors = vectors("amp.reconstruct");
    let id = "reconstruct/sha256-three-with-hashes";
    vectors.iter().find(|vector| vector["id"] == id).unwrap()["in"]["children"].clone()
}

#[test]
fn which_hashes_differ() {
    let mut children = three();
    children[1]["index"] = json!("77");
    let words = ["amp", "reconstruct", "--from", "-"];
    let outcome = ampwire_with(words, children.to_string().as_bytes());
    outcome
        .ends_with(1)
        .says("part 1  right\n")
        .says("part 2  differs\n")
        .says(children[1]["hash"].as_str().unwrap())
        .says("part 3  right\n")
        .says("1 of 3 hashes differ: a share or an index is wrong, or a part lacks.")
        .says_nothing_of("preimage      ");
    // A share that is wrong changes all of them.
    let mut children = three();
    children[0]["share"] = json!("99".repeat(32));
    let outcome = ampwire_with(words, children.to_string().as_bytes());
    outcome.ends_with(1).says("3 of 3 hashes differ").says_nothing_of("preimage      ");
}

#[test]
fn parts_as_arguments() {
    let children = three();
    let text = |child: &Value, name: &str| child[name].as_str().unwrap().to_owned();
    let arguments: Vec<String> = children
        .as_array()
        .unwrap()
        .iter()
        .map(|child| [text(child, "share"), text(child, "index"), text(child, "hash")].join(":"))
        .collect();
    let words = ["amp", "reconstruct"].map(str::to_owned).into_iter().chain(arguments);
    let outcome = ampwire(words);
    outcome.ends_with(0).says("part 3  right").says("  preimage      ");
    // The root only where it is asked for.
    outcome.says_nothing_of("root");
}

#[test]
fn what_is_split_comes_together_again() {
    for count in ["1", "2", "7", "100"] {
        let split = ampwire(["amp", "split", count, "--reveal", "--json"]);
        let made = split.ends_with(0).report();
        let words = ["amp", "reconstruct", "--from", "-", "--show-root", "--json"];
        let whole = ampwire_with(words, split.stdout.as_bytes()).ends_with(0).report();
        assert_eq!(whole["root"], made["root"]);
        let parts = made["parts"].as_array().unwrap();
        for (one, other) in parts.iter().zip(whole["parts"].as_array().unwrap()) {
            assert_eq!(one["preimage"], other["preimage"]);
        }
        // Nothing is there twice, and nothing is zero.
        let mut values = BTreeSet::from([made["set_id"].as_str().unwrap()]);
        for part in parts {
            for name in ["root_share", "payment_hash", "preimage"] {
                values.insert(part[name].as_str().unwrap());
            }
        }
        assert_eq!(values.len(), 1 + 3 * parts.len());
        assert!(!values.contains(&*"00".repeat(32)));
    }
    let other = || ampwire(["amp", "split", "2", "--json"]).report();
    assert_ne!(other()["set_id"], other()["set_id"]);
}

#[test]
fn a_root_and_indexes_of_ones_own() {
    let root = "5e".repeat(32);
    let words = ["amp", "split", "3", "--root", "-", "--indexes", "0,7,4294967295", "--json"];
    let split = ampwire_with(words, root.as_bytes());
    let made = split.ends_with(0).report();
    let indexes: Vec<&Value> =
        made["parts"].as_array().unwrap().iter().map(|part| &part["child_index"]).collect();
    assert_eq!(indexes, [0_u32, 7, 4_294_967_295].map(Value::from).iter().collect::<Vec<_>>());
    split.says_nothing_of("preimage").says_nothing_of("\"root\"");
    let words = ["amp", "reconstruct", "--from", "-", "--show-root"];
    ampwire_with(words, split.stdout.as_bytes()).ends_with(0).says(&format!("  {root}\n"));
    // One share is the root itself.
    let one = ampwire_with(["amp", "split", "1", "--root", "-"], root.as_bytes());
    one.ends_with(0).says(&format!("root_share    {root}\n"));
    // As base64 it is the same.
    let base64 = "Xl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl4=";
    let one = ampwire_with(["amp", "split", "1", "--root", "-"], base64.as_bytes());
    one.ends_with(0).says(&format!("root_share    {root}\n"));
}

#[test]
fn zero_never() {
    let zero = "00".repeat(32);
    ampwire(["amp", "split", "1", "--root", &zero]).ends_with(2).complains(
        "the shares: an all-zero share can't be split, nor be a half of a split (amp.sha256.split)",
    );
    ampwire(["amp", "split", "2", "--set-id", &zero]).ends_with(2).complains("all zero");
    // Nor is the root shown to everyone as the set's name.
    let root = "5e".repeat(32);
    let outcome = ampwire(["amp", "split", "2", "--root", &root, "--set-id", &root]);
    outcome.ends_with(2).complains("the set_id: it is the root").says_nothing_of("5e5e");
    ampwire(["amp", "split", "0"]).ends_with(2);
    ampwire(["amp", "split", "2", "--indexes", "1"]).ends_with(2).complains("1 for 2 parts");
}

/// A refusal names the part, counted as everywhere, and the rule.
#[test]
fn what_a_scheme_refuses() {
    let [one, two] = ["11", "22"].map(|byte| format!("{}:7", byte.repeat(32)));
    let refused = |scheme: &str, rule: &str| {
        ampwire(["amp", "reconstruct", "--scheme", scheme, &one, &two])
            .ends_with(1)
            .complains("the parts can't be put together: part 2: the index stands twice")
            .complains(rule);
    };
    refused("bp2018", "(amp.bp2018.index-once)");
    refused("hmac-xor", "(amp.hmac-xor.index-once)");
    let root = "11".repeat(32);
    ampwire(["amp", "derive", "--scheme", "hmac-xor", "--root", &root, "--share", &root])
        .ends_with(2)
        .complains("known to everyone (amp.hmac-xor.zero-preimage)");
}

/// Whatever is wrong with a secret, no message shows it.
#[test]
fn messages_show_no_secret() {
    let secret = "5e".repeat(32);
    let long = format!("{secret}5");
    let bad = secret.replacen('e', "z", 1);
    let part = format!("{secret}:x");
    let calls: [&[&str]; 9] = [
        &["split", "2", "--root", &long],
        &["split", "2", "--root", &bad],
        &["derive", "--root", &long, "--share", &secret, "--index", "0"],
        &["derive", "--root", &secret, "--share", &bad, "--index", "0"],
        &["derive", "--root", &secret, "--share", &secret],
        &["derive", "--root", &secret, "--share", &secret, "--index", "0", "--scheme", "bp2018"],
        &["reconstruct", &part],
        &["reconstruct", &secret],
        &["reconstruct", &secret, "--from", "x"],
    ];
    for call in calls {
        let outcome = ampwire(["amp"].iter().chain(call));
        outcome.ends_with(2);
        assert!(!outcome.stderr.contains("5e5e") && outcome.stdout.is_empty(), "{outcome:?}");
    }
    let json = format!("[{{\"share\":\"{secret}\",\"index\":\"{secret}\"}}]");
    for input in [json.as_str(), &secret, &format!("{{\"{secret}\""), &format!("[\"{secret}\"]")] {
        let outcome = ampwire_with(["amp", "reconstruct", "--from", "-"], input.as_bytes());
        outcome.ends_with(2);
        assert!(!outcome.stderr.contains("5e5e") && outcome.stdout.is_empty(), "{outcome:?}");
    }
}

#[test]
fn what_is_missing_is_said() {
    ampwire(["amp"]).ends_with(2);
    ampwire(["amp", "reconstruct"]).ends_with(2);
    ampwire(["amp", "reconstruct", "--from", "nowhere.json"])
        .ends_with(2)
        .complains("nowhere.json");
    let outcome = ampwire_with(["amp", "reconstruct", "--from", "-"], b"[]");
    outcome.ends_with(2).complains("there is no part");
    let outcome = ampwire_with(["amp", "split", "2", "--root", "-"], b"");
    outcome.ends_with(2).complains("the root: there are 0 characters");
}
