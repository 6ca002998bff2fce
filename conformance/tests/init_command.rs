//! `ampwire init`: what it writes, what it leaves alone, and that it writes all or nothing. That the adapters work is seen by
//! `.ci/init/run`, which has their compilers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ampwire_conformance::protocol::operations;
use support::{Outcome, ampwire};
use tempfile::TempDir;

/// For each language the file that is the user's, what builds the adapter, and what runs it.
const LANGUAGES: [(&str, &str, &str, &str); 6] = [
    ("go", "adapter.go", "go build -o ampwire-adapter .", "./ampwire-adapter"),
    ("python", "adapter.py", "", "python3 adapter.py"),
    ("node", "adapter.js", "", "node adapter.js"),
    (
        "kotlin",
        "src/main/kotlin/Adapter.kt",
        "mvn -q -B package",
        "java -jar target/ampwire-adapter.jar",
    ),
    (
        "rust",
        "src/main.rs",
        "cargo build --release --target-dir target",
        "target/release/ampwire-adapter",
    ),
    ("c", "adapter.c", "make", "./ampwire-adapter"),
];

fn init(language: &str, folder: &Path, options: &[&str]) -> Outcome {
    let words = ["init", language, folder.to_str().unwrap()];
    ampwire(words.into_iter().chain(options.iter().copied()))
}

/// Every file below a folder, by its path there.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
                let name = name.replace(std::path::MAIN_SEPARATOR, "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn written(language: &str, options: &[&str]) -> (TempDir, BTreeMap<String, String>) {
    let folder = tempfile::tempdir().unwrap();
    let adapter = folder.path().join("adapter");
    init(language, &adapter, options).ends_with(0);
    // Nothing is left beside it.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let found = files(&adapter);
    (folder, found)
}

#[test]
fn every_file_of_the_templates_is_written_as_it_stands() {
    let shared = files(Path::new("templates/shared"));
    for (language, ..) in LANGUAGES {
        let (_folder, found) = written(language, &[]);
        let mut expected = files(&Path::new("templates").join(language));
        // Under its own name, cargo would take the folder for a package that is none of this one's.
        if let Some(text) = expected.remove("Cargo.toml.txt") {
            expected.insert("Cargo.toml".to_owned(), text);
        }
        expected.extend(shared.clone());
        assert_eq!(found, expected, "{language}");
    }
}

#[test]
fn the_name_and_the_profile_are_all_that_changes() {
    for (language, yours, ..) in LANGUAGES {
        let (_one, before) = written(language, &[]);
        let (_other, after) = written(language, &["--name", "my.wallet-9", "--profile", "amp"]);
        for (path, text) in &before {
            let quoted =
                text.matches("\"bystander\"").count() + text.matches("'bystander'").count();
            assert_eq!(quoted, usize::from(path == yours), "{language}: {path}");
            let expected = text
                .replace("my-implementation", "my.wallet-9")
                .replace("\"bystander\"", "\"amp\"")
                .replace("'bystander'", "'amp'");
            assert_eq!(after[path], expected, "{language}: {path}");
        }
        assert!(after[yours].contains("my.wallet-9"), "{language}");
    }
}

#[test]
fn the_text_the_workflow_and_the_command_say_the_same() {
    for (language, yours, build, run) in LANGUAGES {
        let folder = tempfile::tempdir().unwrap();
        let outcome = init(language, &folder.path().join("an adapter"), &["--name", "x"]);
        let check = format!("ampwire check -- {run}");
        // A backslash stands in double quotes.
        let quoted = if cfg!(windows) { "an adapter\"" } else { "an adapter'" };
        outcome.ends_with(0).says(&check).says(quoted).says(yours);
        outcome.says(if build.is_empty() { "bigsize.decode" } else { build });
        let next = outcome.stdout.split_once("Next:\n").unwrap().1;
        assert_eq!(next.lines().count(), 3, "{next}");
        let found = files(&folder.path().join("an adapter"));
        for line in [check.as_str(), build] {
            assert!(found["README.md"].contains(&format!("    {line}")), "{language}: {line}");
        }
        let workflow = &found[".github/workflows/ampwire.yml"];
        assert!(workflow.contains(&format!("junit.xml -- {run}\n")), "{language}");
        assert!(workflow.contains(&format!("run: {build}")), "{language}");
        for path in found.keys().filter(|path| !path.starts_with('.')) {
            let named = format!("`{path}`");
            assert!(
                path == "README.md" || found["README.md"].contains(&named),
                "{language}: {path}"
            );
        }
    }
}

#[test]
fn the_text_on_invoices_has_every_member() {
    let text = fs::read_to_string("templates/shared/INVOICES.md").unwrap();
    let (_, rest) = text.split_once("```json\n").unwrap();
    let (list, table) = rest.split_once("```").unwrap();
    let list: Vec<String> = serde_json::from_str(list).unwrap();
    let operation = operations::find("invoice.decode").unwrap();
    assert_eq!(list, operation.members);
    for member in operation.members {
        assert!(table.contains(&format!("`{member}`")), "{member}");
    }
}

#[test]
fn what_is_there_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("adapter.py"), "mine").unwrap();
    fs::write(folder.path().join("notes.txt"), "mine too").unwrap();
    let before = files(folder.path());
    let outcome = init("python", folder.path(), &[]);
    outcome.ends_with(2).complains("nothing was written").complains("adapter.py would be");
    assert!(!outcome.stderr.contains("README.md"), "{outcome:?}");
    assert_eq!(files(folder.path()), before);

    init("python", folder.path(), &["--force"]).ends_with(0).says("(overwritten)");
    let after = files(folder.path());
    assert_eq!(after["notes.txt"], "mine too");
    assert_ne!(after["adapter.py"], "mine");
    assert_eq!(after.len(), 8);

    // Once more is nothing at all, and needs no leave.
    let again = init("python", folder.path(), &[]);
    assert_eq!(again.ends_with(0).stdout.matches("(as it was)").count(), 7);
    assert_eq!(files(folder.path()), after);
}

#[cfg(unix)]
#[test]
fn what_fails_half_way_is_taken_back() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("README.md"), "mine").unwrap();
    // The last file's folder can't be made.
    symlink("nowhere", folder.path().join(".github")).unwrap();
    let outcome = init("kotlin", folder.path(), &["--force"]);
    outcome.ends_with(2).complains("nothing was written").complains(".github");
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [".github", "README.md"]);
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_and_not_written_through() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("precious"), "mine").unwrap();
    std::os::unix::fs::symlink("precious", folder.path().join("wire.py")).unwrap();
    init("python", folder.path(), &[]).ends_with(2).complains("wire.py");
    init("python", folder.path(), &["--force"]).ends_with(0);
    assert_eq!(fs::read_to_string(folder.path().join("precious")).unwrap(), "mine");
    assert!(!folder.path().join("wire.py").is_symlink());
}

#[test]
fn a_file_or_a_folder_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    for options in [&[][..], &["--force"]] {
        init("c", &file, options).ends_with(2).complains("nothing was written");
        init("c", &file.join("below"), options).ends_with(2).complains("nothing was written");
    }
    fs::create_dir_all(folder.path().join("dir/Makefile")).unwrap();
    init("c", &folder.path().join("dir"), &["--force"]).ends_with(2).complains("it is a folder");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(files(folder.path()).len(), 1);
}

#[test]
fn a_folder_by_any_name() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["plain", "deep/er", "slash/", "dot/.", "./-q", "with space"] {
        let outcome = init("node", &folder.path().join(name), &[]);
        outcome.ends_with(0).says("  cd ");
        assert_eq!(files(&folder.path().join(name)).len(), 8, "{name}");
    }
    // What can't be made leaves nothing. To Windows, `gone/..` is the folder that is there.
    if cfg!(unix) {
        let gone = folder.path().join("gone/..");
        init("node", &gone, &[]).ends_with(2).complains("nothing was written");
        assert!(!folder.path().join("gone").exists());
    }
}

#[test]
fn usage() {
    for words in [
        &["init"][..],
        &["init", "cobol"],
        &["init", "c", "x", "--name", "a\"b"],
        &["init", "c", "--list"],
    ] {
        ampwire(words).ends_with(2);
    }
    let list = ampwire(["init", "--list"]);
    for (language, ..) in LANGUAGES {
        list.ends_with(0).says(&format!("{language} "));
    }
}
