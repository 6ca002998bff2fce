//! `ampwire vectors` and `ampwire explain`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{Suite, ampwire};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_copy_is_exported_and_verified() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("deep/copy");
    let export = || ampwire(["vectors", "export", text(&copy)]);
    export().ends_with(0).says("files written");
    ampwire(["vectors", "verify", text(&copy)]).ends_with(0).says("verified");
    ampwire(["vectors", "verify", text(&copy.join("v1"))]).ends_with(0).says("verified");
    ampwire(["check", "--vectors", text(&copy)]).ends_with(0);
    // Once more changes nothing.
    export().ends_with(0).says("0 files written");
    let mut names = fs::read_dir(copy.join("v1")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.all(|name| !name.to_str().unwrap().starts_with('.')));
}

#[test]
fn a_copy_that_drifted_is_told_file_by_file() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path();
    ampwire(["vectors", "export", text(copy)]).ends_with(0);
    let verify = || ampwire(["vectors", "verify", text(copy)]);
    let path = copy.join("v1/bigsize.decode.json");
    let original = fs::read_to_string(&path).unwrap();
    fs::write(&path, original.replace('\n', "\r\n")).unwrap();
    verify().ends_with(1).says("line ends").says("bigsize.decode.json: each line ends in CR LF");
    fs::write(&path, original.replacen("\"suite\": \"", "\"suite\": \"9", 1)).unwrap();
    verify().ends_with(1).says("edited ").says("bigsize.decode.json: it is of suite 9");
    // What differs is overwritten only when that is asked for, and else nothing is.
    fs::remove_file(copy.join("v1/tlv.decode.json")).unwrap();
    ampwire(["vectors", "export", text(copy)]).ends_with(2).complains("--force");
    assert!(!copy.join("v1/tlv.decode.json").exists());
    fs::write(copy.join("v1/of-our-own.json"), "{}").unwrap();
    verify().ends_with(1).says("missing").says("extra").says("3 of ").says("--partial");
    fs::remove_file(copy.join("v1/of-our-own.json")).unwrap();
    fs::write(&path, &original).unwrap();
    verify().ends_with(1).says("missing");
    ampwire(["vectors", "verify", "--partial", text(copy)]).ends_with(0).says("1 are not here");
    ampwire(["vectors", "export", "--force", text(copy)]).ends_with(0);
    verify().ends_with(0);
}

#[test]
fn a_flat_copy_is_exported_and_verified() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("ampwire");
    let verify = |path: &Path| ampwire(["vectors", "verify", text(path)]);
    ampwire(["vectors", "export", "--flat", text(&copy)]).ends_with(0).says("flat form");
    verify(&copy).ends_with(0).says("verified").says("flat form");
    verify(&copy.join("everyone")).ends_with(0).says("flat form");
    ampwire(["check", "--vectors", text(&copy.join("everyone"))])
        .ends_with(2)
        .complains("this is the flat form; only the rich one can be run");
    // Who has no AMP leaves its folder out, and still notices a file that is gone.
    fs::remove_dir_all(copy.join("amp")).unwrap();
    verify(&copy).ends_with(0).says("are not here");
    fs::remove_file(copy.join("everyone/tlv.decode.json")).unwrap();
    verify(&copy).ends_with(1).says("missing").says("tlv.decode.json");
    // The manifest may be left away.
    fs::remove_file(copy.join("MANIFEST.json")).unwrap();
    ampwire(["vectors", "verify", "--partial", text(&copy)]).ends_with(0);
    verify(&copy).ends_with(1).says("without the manifest");
}

#[test]
fn files_out_of_their_folders_are_recognised() {
    let folder = tempfile::tempdir().unwrap();
    let (copy, own) = (folder.path().join("ampwire"), folder.path().join("own"));
    ampwire(["vectors", "export", "--flat", text(&copy)]).ends_with(0);
    fs::create_dir(&own).unwrap();
    for path in ["everyone/tlv.decode.json", "bystander/payload.decode.json"] {
        fs::copy(copy.join(path), own.join(path.rsplit('/').next().unwrap())).unwrap();
    }
    let partial = || ampwire(["vectors", "verify", "--partial", text(&own)]);
    partial().ends_with(0).says("verified: 2 files").says("flat form");
    ampwire(["vectors", "verify", text(&own)]).ends_with(1).says("missing");
    let path = own.join("payload.decode.json");
    let changed = fs::read_to_string(&path).unwrap().replacen("\"level\":\"must\",", "", 1);
    fs::write(&path, changed).unwrap();
    partial().ends_with(1).says("1 changed: bystander/").says("(level)");
}

/// Both forms, as an earlier version would have had them: other vectors, and a manifest that lists those.
#[test]
fn a_copy_of_another_version_is_told_from_an_edited_one() {
    for (form, manifest, path) in [
        (&[][..], "MANIFEST.json", "v1/tlv.decode.json"),
        (&["--flat"][..], "MANIFEST.json", "everyone/tlv.decode.json"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path();
        let words = ["vectors", "export", text(copy)];
        ampwire(words.into_iter().chain(form.iter().copied())).ends_with(0);
        let read = |path: &str| fs::read_to_string(copy.join(path)).unwrap();
        let now = read(path);
        let earlier = now.replacen("tlv/empty", "tlv/nothing", 1).replace("0.1.0", "0.0.9");
        let hash = |text: &str| ampwire_vectors::file_hash(text.as_bytes());
        let list = read(manifest).replace(&hash(&now), &hash(&earlier)).replace("0.1.0", "0.0.9");
        fs::write(copy.join(manifest), &list).unwrap();
        fs::write(copy.join(path), &earlier).unwrap();
        // Also where git has rewritten the ends of its lines.
        for text_then in [earlier.clone(), earlier.replace('\n', "\r\n")] {
            fs::write(copy.join(path), text_then).unwrap();
            let told = ampwire(["vectors", "verify", text(copy)]);
            told.ends_with(1)
                .says("a copy of suite 0.0.9")
                .says("it is compared with suite 0.1.0")
                .says("version  ")
                .says("1 not here: tlv/empty; 1 not in the suite: tlv/nothing");
            assert!(!told.stdout.contains("edited"), "{}", told.stdout);
        }
        fs::write(copy.join(path), earlier.replacen("tlv/nothing", "tlv/own", 1)).unwrap();
        ampwire(["vectors", "verify", text(copy)]).ends_with(1).says("edited ").says("tlv/own");
        // A file that this version has no more.
        fs::write(copy.join(path), &now).unwrap();
        let gone = path.replace("tlv.decode", "tlv.recode");
        fs::write(copy.join(&gone), &earlier).unwrap();
        fs::write(copy.join(manifest), list.replacen(path, &gone, 1)).unwrap();
        ampwire(["vectors", "verify", text(copy)]).ends_with(1).says("suite 0.0.9 has it");
    }
}

#[test]
fn a_folder_without_a_copy_is_a_mistake_in_the_call() {
    let folder = tempfile::tempdir().unwrap();
    for options in [&[][..], &["--partial"]] {
        let words =
            ["vectors", "verify", text(folder.path())].into_iter().chain(options.iter().copied());
        ampwire(words).ends_with(2).complains("no file of the suite is here");
    }
    ampwire(["vectors", "verify", "no/such/folder"]).ends_with(2);
    ampwire(["vectors", "verify", "Cargo.toml"]).ends_with(2).complains("not a folder");
}

#[test]
fn vectors_are_listed() {
    let suite = Suite::new();
    let list = |words: &[&str]| {
        ampwire(
            ["vectors", "list", "--vectors", text(suite.path())]
                .into_iter()
                .chain(words.iter().copied()),
        )
    };
    let count = |words: &[&str]| list(words).ends_with(0).stdout.lines().count();
    assert_eq!(count(&[]), 11);
    assert_eq!(count(&["tlv/*"]), 2);
    assert_eq!(count(&["--level", "may"]), 1);
    assert_eq!(count(&["--level", "may", "--level", "should"]), 2);
    assert_eq!(count(&["--op", "tlv.*", "--rule", "bolt1.tlv.*"]), 1);
    list(&["nosuch/*"]).ends_with(2).complains("nosuch/*: this pattern matches no vector");
    list(&["tlv/*", "--level", "may"]).ends_with(4).complains("together they leave no vector");
    let entries: Value =
        serde_json::from_str(&list(&["tlv/*", "--json"]).ends_with(0).stdout).unwrap();
    assert_eq!(entries[0]["id"], "tlv/two-records");
    assert_eq!(entries[1]["expect"], "reject");
    assert_eq!(entries[1]["rules"]["breaks"][0], "bolt1.tlv.ascending");
}

#[test]
fn a_vector_is_shown() {
    let suite = Suite::new();
    let show = |words: &[&str]| {
        ampwire(
            ["vectors", "show", "--vectors", text(suite.path())]
                .into_iter()
                .chain(words.iter().copied()),
        )
    };
    show(&["bigsize/three-bytes"])
        .ends_with(0)
        .says("prefix  two bytes follow")
        .says("A BigSize is as short as it can be.");
    show(&["tlv/order"])
        .ends_with(0)
        .says("reject order, offset 2, tlv_type 1")
        .says("tlv/two-records is valid");
    show(&["bigsize/withdrawn"]).ends_with(0).says("withdrawn");
    let vector: Value =
        serde_json::from_str(&show(&["tlv/order", "--json"]).ends_with(0).stdout).unwrap();
    assert_eq!((&vector["op"], &vector["in"]["bytes"]), (&"tlv.decode".into(), &"03000100".into()));
    let request = show(&["tlv/order", "--request"]);
    assert_eq!(
        request.stdout,
        "{\"id\":\"1\",\"op\":\"tlv.decode\",\"in\":{\"bytes\":\"03000100\"}}\n"
    );
    show(&["bigsize/orde"]).ends_with(2).complains("there is no vector bigsize/orde");
    show(&["other/order"]).ends_with(2).complains("there is tlv/order");
}

#[test]
fn rules_and_vectors_are_explained() {
    let suite = Suite::new();
    let explain = |name: &str| ampwire(["explain", "--vectors", text(suite.path()), name]);
    let rule = explain("bolt1.tlv.ascending");
    rule.ends_with(0)
        .says("a merged BOLT")
        .says("broken by:")
        .says("tlv/order")
        .says("obeyed by no vector");
    explain("tlv/order").ends_with(0).says("swap the records");
    explain("bolt1.ascending").ends_with(2).complains("there is bolt1.tlv.ascending");
}

#[test]
fn every_embedded_vector_and_rule_can_be_shown() {
    let list = ampwire(["vectors", "list", "--json"]);
    let entries: Value = serde_json::from_str(&list.ends_with(0).stdout).unwrap();
    let ids: Vec<&str> =
        entries.as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    assert!(!ids.is_empty());
    // One of each family is enough: a process for each of hundreds takes its time.
    let mut families = std::collections::BTreeMap::new();
    families.extend(ids.iter().map(|id| (id.split('/').next().unwrap(), *id)));
    for id in families.values() {
        ampwire(["explain", id]).ends_with(0).says("expects");
    }
    let rules = ampwire_vectors::rules().unwrap();
    for rule in rules.rules.iter().step_by(20) {
        ampwire(["explain", rule.id.as_str()]).ends_with(0).says(&rule.sentence);
    }
}
