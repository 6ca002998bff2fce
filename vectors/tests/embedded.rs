//! The embedded files are whole, and agree with each other.

use ampwire_vectors::{
    Expect, FLAT_MANIFEST_SCHEMA, LoadError, SUITE_VERSION, Suite, VectorFile, content_hash,
    file_hash, files, flat_files, from_hex, manifest, rules, suite,
};

#[test]
fn every_file_parses_and_is_in_the_manifest() {
    let manifest = manifest().unwrap();
    for file in files() {
        let entry = manifest
            .find(file.path)
            .unwrap_or_else(|| panic!("{} is not in the manifest", file.path));
        assert_eq!(entry.sha256, file_hash(file.text.as_bytes()), "{}", file.path);
        let parsed = VectorFile::parse(file.path, file.text).unwrap();
        assert_eq!(entry.vectors, parsed.vectors.len().to_string(), "{}", file.path);
        assert_eq!(file.path, format!("v1/{}.json", parsed.op));
    }
    assert_eq!(manifest.files.len(), files().len() + 1, "the vector files and the rules");
}

#[test]
fn the_flat_form_is_whole() {
    let text = |path: &str| flat_files().iter().find(|file| file.path == path).unwrap().text;
    let manifest: serde_json::Value = serde_json::from_str(text("flat/MANIFEST.json")).unwrap();
    assert_eq!(manifest["schema"], FLAT_MANIFEST_SCHEMA);
    assert_eq!(manifest["suite"], SUITE_VERSION);
    let entries = manifest["files"].as_array().unwrap();
    // Beside the files stand the manifest and the sums.
    assert_eq!(entries.len() + 2, flat_files().len());
    for entry in entries {
        let path = format!("flat/{}", entry["path"].as_str().unwrap());
        let text = text(&path);
        assert_eq!(entry["sha256"], file_hash(text.as_bytes()), "{path}");
        let vectors: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
        assert_eq!(entry["vectors"], vectors.len().to_string(), "{path}");
    }
}

#[test]
fn hashes_are_those_of_the_contents() {
    for (op, vector) in suite().unwrap().vectors() {
        assert_eq!(vector.hash, content_hash(op, vector), "{}", vector.id);
    }
}

#[test]
fn every_rule_that_a_vector_names_is_there() {
    let rules = rules().unwrap();
    for (_, vector) in suite().unwrap().vectors() {
        for id in vector.rules.obeys.iter().chain(&vector.rules.breaks) {
            assert!(rules.find(id).is_some(), "{} names {id}", vector.id);
        }
    }
}

#[test]
fn a_vector_is_found_by_its_id() {
    let suite = suite().unwrap();
    let (op, vector) = suite.find("payload/amp-and-everything").unwrap();
    assert_eq!(op, "payload.decode");
    assert!(matches!(vector.expect, Expect::Ok(_)));
    assert!(suite.find("payload/no-such-vector").is_none());
}

#[test]
fn what_is_not_of_this_form_is_refused() {
    let unknown_member = r#"{"schema":"ampwire-vectors-1","suite":"0.1.0","op":"x","header":[],"vectors":[],"more":""}"#;
    let other_schema =
        r#"{"schema":"ampwire-vectors-2","suite":"0.1.0","op":"x","header":[],"vectors":[]}"#;
    for text in ["", "{}", unknown_member, other_schema] {
        let error: LoadError = Suite::parse([("here.json", text)]).unwrap_err();
        assert_eq!(error.path(), "here.json");
        assert!(error.to_string().starts_with("here.json: "), "{error}");
    }
}

#[test]
fn a_file_survives_serde() {
    for file in suite().unwrap().files {
        let text = serde_json::to_string(&file).unwrap();
        assert_eq!(VectorFile::parse("again", &text).unwrap(), file);
    }
}

#[test]
fn hex_is_read_as_the_vectors_write_it() {
    assert_eq!(from_hex(""), Ok(vec![]));
    assert_eq!(from_hex("00127f80fe"), Ok(vec![0x00, 0x12, 0x7f, 0x80, 0xfe]));
    for text in ["0", "000", "0A", "0g", "g0", " 0", "0x", "é", "00é"] {
        assert!(from_hex(text).is_err(), "{text}");
    }
}
