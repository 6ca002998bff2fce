//! The flat form: every vector in it or told to be left out, in a file that it never leaves.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "functions of tests, which clippy does not see as such"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ampwire_vectors::{Level, Profile, Status, VectorFile, flat_files, suite};
use ampwire_vectors_generate::flat::{self, parts, tokens};
use ampwire_vectors_generate::lint::Tree;
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn rich() -> Vec<VectorFile> {
    suite().unwrap().files
}

/// The file of each vector, also of those that are left out.
fn places(files: &[VectorFile]) -> BTreeMap<String, String> {
    let parts = parts::parts(files).unwrap();
    let place = |part: &parts::Part<'_>| {
        let path = part.path.clone();
        part.vectors.iter().map(|vector| (vector.id.clone(), path.clone())).collect::<Vec<_>>()
    };
    parts.iter().flat_map(place).collect()
}

#[test]
fn tokens_are_counted_as_jsmn_does() {
    assert_eq!(tokens(&json!("a")), 1);
    assert_eq!(tokens(&json!([])), 1);
    assert_eq!(tokens(&json!({})), 1);
    assert_eq!(tokens(&json!(["a", true])), 3);
    // The object, its two names and two values, and the one item.
    assert_eq!(tokens(&json!({ "a": "0", "b": ["c"] })), 6);
}

#[test]
fn every_vector_is_there_once_or_told_to_be_left_out() {
    let manifest = flat_files().iter().find(|file| file.path == "flat/MANIFEST.json").unwrap();
    let manifest: Value = serde_json::from_str(manifest.text).unwrap();
    let mut found = BTreeMap::new();
    for file in flat_files().iter().filter(|file| file.path.matches('/').count() == 2) {
        let Value::Array(vectors) = serde_json::from_str(file.text).unwrap() else { panic!() };
        for vector in vectors {
            let id = vector["id"].as_str().unwrap().to_owned();
            assert_eq!(vector.get("answers").is_some(), file.path.contains(".any"), "{id}");
            assert_eq!(found.insert(id, file.path), None);
        }
    }
    let left_out: BTreeMap<&str, &str> = manifest["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["id"].as_str().unwrap(), entry["why"].as_str().unwrap()))
        .collect();
    let files = rich();
    let all: Vec<_> = files
        .iter()
        .flat_map(|file| file.vectors.iter().map(|vector| (file.op.as_str(), vector)))
        .collect();
    assert_eq!(found.len() + left_out.len(), all.len());
    for (op, vector) in all {
        let Some(path) = found.get(&vector.id) else {
            let why = left_out[vector.id.as_str()];
            match (vector.status, vector.level) {
                (Status::Staging | Status::Withdrawn, _) => assert_eq!(why, "status"),
                (Status::Stable, Level::May | Level::Info) => assert_eq!(why, "level"),
                (Status::Stable, Level::Must | Level::Should) if flat::SCENARIOS.contains(&op) => {
                    assert_eq!(why, "scenario");
                }
                (Status::Stable, Level::Must | Level::Should) => assert_eq!(why, "size"),
            }
            continue;
        };
        let folder = match vector.profiles.as_slice() {
            [Profile::Amp] => "flat/amp/",
            [Profile::Bystander] => "flat/bystander/",
            [Profile::Amp, Profile::Bystander] => "flat/everyone/",
            other => panic!("{other:?}"),
        };
        assert!(path.starts_with(folder), "{}: {path}", vector.id);
    }
    // The invoice of 60,000 characters, and few others.
    assert!(left_out.contains_key("invoice/60000-characters"));
    let large = left_out.values().filter(|why| **why == "size").count();
    assert!((1..40).contains(&large), "{large}");
}

/// What is released stays where it is: whoever copied a file finds the same vectors in it, and more at the end of the last.
#[test]
fn no_vector_is_moved_by_a_later_version() {
    let before = rich();
    let mut after = before.clone();
    for file in &mut after {
        // In front of all others by name and place, and so many that each operation gets new files.
        let model = file.vectors.clone();
        for round in 0..12 {
            for (index, vector) in model.iter().enumerate() {
                let mut added = vector.clone();
                added.id = format!("a/{round}-{index}-{}", file.op.replace(['.', '_'], "-"));
                added.since = "0.10.0".to_owned();
                file.vectors.insert(0, added);
            }
        }
    }
    let (before, after) = (places(&before), places(&after));
    assert!(after.len() > 12 * before.len());
    for (id, place) in &before {
        assert_eq!(Some(place), after.get(id), "{id}");
    }
    let grown: BTreeSet<_> =
        after.values().filter(|place| !before.values().any(|known| known == *place)).collect();
    assert!(grown.contains(&"everyone/tlv.decode-2.json".to_owned()), "{grown:?}");
}

#[test]
fn no_vector_is_moved_by_new_words_a_new_level_or_a_withdrawal() {
    let before = rich();
    let mut after = before.clone();
    for (index, vector) in after.iter_mut().flat_map(|file| &mut file.vectors).enumerate() {
        match index % 4 {
            0 => vector.comment.push_str(" Said at greater length."),
            1 => vector.status = Status::Withdrawn,
            2 => vector.level = Level::Info,
            _ if !vector.rules.breaks.is_empty() => {
                vector.rules.breaks.push("bolt1.tlv.ascending".to_owned());
            }
            _ => {}
        }
    }
    assert_eq!(places(&before), places(&after));
}

#[test]
fn an_earlier_version_comes_first_by_its_numbers() {
    let mut files = rich();
    files.retain(|file| file.op == "tu16.decode");
    let vectors = &mut files[0].vectors;
    vectors[0].since = "0.10.0".to_owned();
    vectors[1].since = "0.9.0".to_owned();
    let (last, first) = (vectors[0].id.clone(), vectors[1].id.clone());
    vectors.truncate(2);
    let parts = parts::parts(&files).unwrap();
    let ids: Vec<&str> = parts[0].vectors.iter().map(|vector| vector.id.as_str()).collect();
    assert_eq!(ids, [first, last]);
    files[0].vectors[0].since = "next".to_owned();
    assert_eq!(parts::parts(&files).unwrap_err(), "next is no version");
}

#[test]
fn two_members_of_one_name_are_an_error() {
    let mut files = rich();
    files.retain(|file| file.op == "tu16.decode");
    files[0].vectors[0].input.insert("comment".to_owned(), "x".into());
    let problem = flat::files(&files).unwrap_err();
    assert!(problem.contains("in the flat form, comment would stand twice"), "{problem}");
}

/// Changes the texts and says what the lint finds, the schemas aside: they take long.
fn after(change: impl FnOnce(&mut BTreeMap<String, String>)) -> String {
    let mut tree = Tree::load(&root()).unwrap();
    tree.schemas.values_mut().for_each(|schema| *schema = Value::Bool(true));
    change(&mut tree.texts);
    tree.check().problems.join("\n")
}

const TLV: &str = "flat/everyone/tlv.decode.json";

#[test]
fn what_is_not_as_the_rich_form_says_is_found() {
    let found = after(|texts| {
        let text = texts[TLV].replacen("\"valid\":true", "\"valid\":false", 1);
        texts.insert(TLV.to_owned(), text);
        texts.remove("flat/SHA256SUMS");
        texts.insert("flat/everyone/more.json".to_owned(), "[]".to_owned());
    });
    let expected = [
        "flat/SHA256SUMS is not there",
        "flat/everyone/tlv.decode.json is not what the rich files say",
        "flat/everyone/more.json is not of the flat form",
    ];
    assert_eq!(found, expected.join("\n"));
}

#[test]
fn what_has_no_place_in_the_form_is_found() {
    let list = |items: usize| format!("[{}\"\"]", "\"\",".repeat(items - 1));
    let found = after(|texts| {
        texts.insert("flat/everyone/a.json".to_owned(), list(4_998));
        texts.insert("flat/everyone/b.json".to_owned(), list(4_999));
        texts.insert("flat/everyone/c.json".to_owned(), "[{\"a\": null}]".to_owned());
        texts.insert("flat/everyone/d.json".to_owned(), "[[1]]".to_owned());
        texts.insert("flat/everyone/e.json".to_owned(), " ".repeat(1_000_000));
    });
    let of = |name: &str| {
        let path = format!("flat/everyone/{name}.json ");
        found.lines().filter(|line| line.starts_with(&path)).skip(1).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(of("a"), "");
    assert_eq!(of("b"), "flat/everyone/b.json has 5000 JSON tokens, fewer than 5000 are fine");
    for name in ["c", "d"] {
        assert!(of(name).ends_with("has null or a number without quotes"), "{found}");
    }
    assert!(found.contains("bytes, fewer than 1000000 are fine"), "{found}");
}

/// What the schema says beside what every vector of the suite keeps.
#[test]
fn the_schema_is_strict_about_the_form() {
    let tree = Tree::load(&root()).unwrap();
    let schema = jsonschema::validator_for(&tree.schemas["flat-1.schema.json"]).unwrap();
    let accepted =
        json!({ "id": "a/b", "comment": "C.", "level": "must", "bytes": "", "valid": true });
    let refused = json!({ "id": "a/b", "comment": "C.", "level": "should", "valid": false, "breaks": ["bolt1.a"], "reject_class": ["order"] });
    let several = json!({ "id": "a/b", "comment": "C.", "level": "must", "answers": [
        { "valid": true, "value": "1" }, { "valid": false, "reject_class": ["order"] } ] });
    let with = |vector: &Value, name: &str, value: Value| {
        let mut vector = vector.clone();
        vector[name] = value;
        json!([vector])
    };
    let without = |vector: &Value, name: &str| {
        let mut vector = vector.clone();
        vector.as_object_mut().unwrap().remove(name);
        json!([vector])
    };
    for vector in [&accepted, &refused, &several] {
        assert!(schema.is_valid(&json!([vector])), "{vector}");
        for name in ["id", "comment", "level"] {
            assert!(!schema.is_valid(&without(vector, name)), "{vector} without {name}");
        }
        assert!(!schema.is_valid(&with(vector, "level", json!("may"))));
        assert!(!schema.is_valid(&with(vector, "bytes", Value::Null)));
        assert!(!schema.is_valid(&with(vector, "bytes", json!([{ "a": 1 }]))));
    }
    assert!(!schema.is_valid(&json!([])));
    assert!(!schema.is_valid(&json!({})));
    assert!(!schema.is_valid(&without(&accepted, "valid")));
    assert!(!schema.is_valid(&with(&accepted, "valid", json!("either"))));
    assert!(!schema.is_valid(&with(&accepted, "breaks", json!(["bolt1.a"]))));
    assert!(!schema.is_valid(&with(&accepted, "reject_class", json!(["order"]))));
    assert!(!schema.is_valid(&with(&accepted, "answers", several["answers"].clone())));
    for name in ["valid", "breaks", "reject_class"] {
        assert!(!schema.is_valid(&without(&refused, name)), "{name}");
    }
    assert!(!schema.is_valid(&with(&refused, "reject_class", json!(["no such class"]))));
    assert!(!schema.is_valid(&with(&refused, "reject_offset", json!("01"))));
    assert!(!schema.is_valid(&without(&several, "answers")));
    assert!(!schema.is_valid(&with(&several, "valid", json!(true))));
    assert!(!schema.is_valid(&with(&several, "answers", json!([{ "valid": true }]))));
    assert!(!schema.is_valid(&with(
        &several,
        "answers",
        json!([{ "valid": true }, { "valid": false }])
    )));
}
