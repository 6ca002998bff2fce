//! The library's layers: each module may use those above it in the table, never one below.

#![allow(clippy::unwrap_used, reason = "a test")]

mod source;

use source::{Source, sources};

/// From the top down. What stands here is what `lib.rs` declares.
const LAYERS: [&str; 13] = [
    "canary",
    "rule",
    "secret",
    "wire",
    "symbols",
    "feature",
    "tlv",
    "onion",
    "bolt11",
    "amp",
    "explain",
    "arbitrary",
    "check",
];

/// Layers that stand beside each other and do not use one another, though the table puts one above;
/// and the folders in the one below for which that does not hold.
const APART: [(&str, &str, [&str; 2]); 1] = [("amp", "onion", ["amp/payee/", "amp/payer/"])];

#[test]
fn the_table_has_every_module() {
    let lib = sources().into_iter().find(|file| file.path == "lib.rs").unwrap();
    let mut declared: Vec<String> = lib
        .text
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    declared.sort();
    let mut table = LAYERS.to_vec();
    table.sort_unstable();
    assert_eq!(declared, table);
}

#[test]
fn every_use_points_up() {
    let mut uses = 0;
    for file in sources().iter().filter(|file| file.path != "lib.rs") {
        let here = place(file.layer()).unwrap();
        for (number, used) in used_layers(file) {
            uses += 1;
            let there = place(&used).unwrap_or_else(|| {
                panic!("src/{}:{number}: {used} is no layer", file.path);
            });
            let apart = APART.iter().any(|(below, above, except)| {
                let excepted = except.iter().any(|folder| file.path.starts_with(folder));
                file.layer() == *below && used == *above && !excepted
            });
            assert!(there <= here && !apart, "src/{}:{number}: uses {used}", file.path);
        }
    }
    // The search finds something at all.
    assert!(uses > 50, "{uses}");
}

/// A layer is named from the crate's root and in no other way, so that the search sees it.
#[test]
fn layers_are_named_from_the_root() {
    for file in sources() {
        for (number, line) in file.lines() {
            for layer in LAYERS {
                let path = format!("super::{layer}::");
                assert!(!line.contains(&path), "src/{}:{number}: {path}", file.path);
            }
        }
    }
}

fn place(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|name| *name == layer)
}

/// Every `crate::layer` outside comments, with its line.
fn used_layers(file: &Source) -> Vec<(usize, String)> {
    let code = |line: &&str| !line.trim_start().starts_with("//");
    let mut used = Vec::new();
    for (number, line) in file.lines().filter(|(_, line)| code(line)) {
        for after in line.split("crate::").skip(1) {
            // `use crate::{…}` would hide layers from this search.
            assert!(!after.starts_with('{'), "src/{}:{number}: {line}", file.path);
            let end = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
            used.push((number, after[..end].to_owned()));
        }
    }
    used
}
