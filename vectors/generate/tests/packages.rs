//! The packages in four languages: one version, that of the suite, one licence, and loaders that stay small.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "functions of tests, which clippy does not see as such"
)]

use std::fs;
use std::path::Path;

use ampwire_vectors::SUITE_VERSION;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(path: &str) -> serde_json::Value {
    serde_json::from_str(&read(path)).unwrap()
}

fn toml(path: &str) -> toml::Value {
    toml::from_str(&read(path)).unwrap()
}

#[test]
fn every_package_has_the_version_of_the_suite() {
    let of = |value: &toml::Value| value.as_str().unwrap().to_owned();
    for (package, version) in [
        ("crate", of(&toml("../Cargo.toml")["workspace"]["package"]["version"])),
        ("npm", json("package.json")["version"].as_str().unwrap().to_owned()),
        ("Python", of(&toml("pyproject.toml")["project"]["version"])),
        (
            "npm's example",
            json("examples/javascript/package.json")["devDependencies"]["ampwire-vectors"]
                .as_str()
                .unwrap()
                .to_owned(),
        ),
    ] {
        assert_eq!(version, SUITE_VERSION, "{package}");
    }
    assert_eq!(toml("Cargo.toml")["package"]["version"]["workspace"].as_bool(), Some(true));
    // Go has the version in a tag alone; the example and the README ask for it.
    let asked = format!("ampwire.example/vectors v{SUITE_VERSION}\n");
    assert!(read("examples/go/go.mod").contains(&asked));
    assert!(read("README.md").contains(&format!("ampwire.example/vectors@v{SUITE_VERSION} ")));
    let required =
        of(&toml("examples/rust/Cargo.toml")["dev-dependencies"]["ampwire-vectors"]["version"]);
    assert!(SUITE_VERSION.starts_with(&format!("{required}.")), "{required}");
}

#[test]
fn every_package_names_the_same_licences() {
    let licence = toml("Cargo.toml")["package"]["license"].as_str().unwrap().to_owned();
    assert!(licence.contains("CC0-1.0"));
    assert_eq!(json("package.json")["license"], licence.as_str());
    assert_eq!(toml("pyproject.toml")["project"]["license"].as_str(), Some(licence.as_str()));
    assert_eq!(json("flat/MANIFEST.json")["licence"], licence.as_str());
    assert!(json("package.json")["files"].as_array().unwrap().contains(&"LICENSE-*".into()));
    // Of Go the licence is what lies beside go.mod.
    assert!(read("LICENSE-CC0").contains("CC0 1.0 Universal"));
}

#[test]
fn every_loader_is_at_most_a_hundred_lines_long() {
    for path in [
        "vectors.go",
        "repeat.go",
        "javascript/index.js",
        "javascript/repeat.js",
        "python/ampwire_vectors/__init__.py",
        "python/ampwire_vectors/_repeat.py",
    ] {
        let lines = read(path).lines().count();
        assert!((20..=100).contains(&lines), "{path} has {lines} lines");
    }
}
