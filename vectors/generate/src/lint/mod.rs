//! Everything that must hold of the committed files, whoever wrote them.
//!
//! The checks read the files alone, not the cases: a vector that was added or changed by hand is held to the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ampwire_vectors::{Expect, Manifest, RuleFile, Status, Vector, VectorFile};

mod coverage;
mod departures;
mod flat;
mod form;
mod vectors;

pub use departures::Departures;

/// What the lint found.
#[derive(Clone, Debug)]
pub struct Report {
    /// What there is, in words.
    pub summary: String,
    /// What is wrong, one line each.
    pub problems: Vec<String>,
}

/// The files as they are.
#[derive(Clone, Debug)]
pub struct Tree {
    /// `spec/rules.toml`.
    pub source_rules: RuleFile,
    /// Texts by their path below the `vectors` folder: `v1/*.json`, `MANIFEST.json`, and all of `flat`.
    pub texts: BTreeMap<String, String>,
    /// The schemas, by file name.
    pub schemas: BTreeMap<String, serde_json::Value>,
    /// `spec/departures.md`, and what the adapters list.
    pub departures: Departures,
}

/// The parsed files.
struct Parsed {
    files: Vec<(String, VectorFile)>,
    rules: RuleFile,
    manifest: Manifest,
}

impl Parsed {
    /// Every vector that counts, with its operation.
    fn vectors(&self) -> impl Iterator<Item = (&str, &Vector)> {
        self.files
            .iter()
            .flat_map(|(_, file)| file.vectors.iter().map(|vector| (file.op.as_str(), vector)))
            .filter(|(_, vector)| vector.status != Status::Withdrawn)
    }
}

impl Tree {
    /// Reads the files below the repository's root.
    ///
    /// # Errors
    /// The first file that can't be read.
    pub fn load(root: &Path) -> Result<Self, String> {
        let folder = root.join("vectors");
        let mut texts = BTreeMap::new();
        let mut schemas = BTreeMap::new();
        for name in names(&folder.join("v1"))? {
            texts.insert(format!("v1/{name}"), read(&folder.join("v1").join(&name))?);
        }
        texts.insert("MANIFEST.json".to_owned(), read(&folder.join("MANIFEST.json"))?);
        for path in crate::tree::below(&folder, "flat") {
            let text = read(&folder.join(&path))?;
            texts.insert(path, text);
        }
        for name in names(&folder.join("schema"))? {
            let text = read(&folder.join("schema").join(&name))?;
            let schema =
                serde_json::from_str(&text).map_err(|error| format!("schema/{name}: {error}"))?;
            schemas.insert(name, schema);
        }
        let departures = Departures::load(root)?;
        Ok(Self { source_rules: crate::rules::read(root)?, texts, schemas, departures })
    }

    /// Checks everything.
    pub fn check(&self) -> Report {
        let mut problems = form::schemas(self);
        match self.parse() {
            Ok(parsed) => {
                problems.extend(form::canonical(self, &parsed));
                problems.extend(form::manifest(self, &parsed));
                problems.extend(form::size(self));
                problems.extend(flat::check(self, &parsed));
                problems.extend(vectors::check(&parsed));
                problems.extend(coverage::check(&parsed));
                problems.extend(self.departures.check(&parsed));
                Report { summary: summary(&parsed), problems }
            }
            Err(problem) => {
                problems.push(problem);
                Report { summary: "the files can't be read".to_owned(), problems }
            }
        }
    }

    fn parse(&self) -> Result<Parsed, String> {
        let text = |path: &str| self.texts.get(path).ok_or_else(|| format!("{path} is not there"));
        let mut files = Vec::new();
        for (path, text) in &self.texts {
            if path.starts_with("v1/") && path != "v1/rules.json" {
                files.push((
                    path.clone(),
                    VectorFile::parse(path, text).map_err(|error| error.to_string())?,
                ));
            }
        }
        let rules = RuleFile::parse("v1/rules.json", text("v1/rules.json")?)
            .map_err(|error| error.to_string())?;
        let manifest = Manifest::parse("MANIFEST.json", text("MANIFEST.json")?)
            .map_err(|error| error.to_string())?;
        Ok(Parsed { files, rules, manifest })
    }
}

/// Reads and checks the files below the repository's root.
///
/// # Errors
/// As [`Tree::load`].
pub fn lint(root: &Path) -> Result<Report, String> {
    Ok(Tree::load(root)?.check())
}

fn names(folder: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    Ok(names)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn summary(parsed: &Parsed) -> String {
    let (mut ok, mut reject, mut any) = (0, 0, 0);
    for (_, vector) in parsed.vectors() {
        match vector.expect {
            Expect::Ok(_) => ok += 1,
            Expect::Reject(_) => reject += 1,
            Expect::Any(_) => any += 1,
        }
    }
    format!(
        "{} vectors of {} operations ({ok} ok, {reject} reject, {any} any), {} rules",
        ok + reject + any,
        parsed.files.len(),
        parsed.rules.rules.len()
    )
}
