//! The suite: the embedded vectors, or those of a folder, checked before anything is asked.

use core::fmt;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ampwire_vectors::{Expect, RuleFile, Suite as VectorSuite, Vector, content_hash};

/// One vector with its operation.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// The operation that it asks for.
    pub(crate) op: String,
    /// The vector.
    pub(crate) vector: Vector,
}

/// All vectors and rules.
#[derive(Debug, Clone)]
pub(crate) struct Suite {
    /// The suite's version.
    pub(crate) version: String,
    /// The folder, where it isn't the embedded suite.
    pub(crate) folder: Option<PathBuf>,
    /// The vectors, in the order of their files.
    pub(crate) cases: Vec<Case>,
    /// The rules.
    pub(crate) rules: RuleFile,
}

/// Why there is no suite.
#[derive(Debug)]
pub(crate) enum SuiteFault {
    /// The folder can't be read, or holds no vectors.
    Unreadable(String),
    /// The suite contradicts itself.
    Inconsistent(String),
}

impl fmt::Display for SuiteFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(reason) => formatter.write_str(reason),
            Self::Inconsistent(reason) => {
                write!(formatter, "the suite is at fault, not the testee: {reason}")
            }
        }
    }
}

impl Suite {
    /// The embedded suite.
    ///
    /// # Errors
    /// Where it contradicts itself.
    pub(crate) fn embedded() -> Result<Self, SuiteFault> {
        let suite = ampwire_vectors::suite()
            .map_err(|error| SuiteFault::Inconsistent(error.to_string()))?;
        let rules = ampwire_vectors::rules()
            .map_err(|error| SuiteFault::Inconsistent(error.to_string()))?;
        Self::checked(suite, rules, None)
    }

    /// The vectors of a folder: its `v1` folder if it has one, else its own files. Without a `rules.json` there, the rules
    /// are the embedded ones.
    ///
    /// # Errors
    /// Where the folder can't be read, holds no vectors, or its files contradict themselves.
    pub(crate) fn folder(folder: &Path) -> Result<Self, SuiteFault> {
        let inner = folder.join("v1");
        let read = if inner.is_dir() { inner.as_path() } else { folder };
        let mut files = Vec::new();
        let mut rules = None;
        for path in json_files(read)? {
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            if text.trim_start().starts_with('[') {
                let path = path.display();
                let reason = format!("{path}: this is the flat form; only the rich one can be run");
                return Err(SuiteFault::Unreadable(reason));
            }
            if path.file_name().is_some_and(|name| name == "rules.json") {
                rules = Some((path, text));
            } else {
                files.push((path.to_string_lossy().into_owned(), text));
            }
        }
        if files.is_empty() {
            return Err(SuiteFault::Unreadable(format!(
                "{}: no vector files (*.json) here",
                read.display()
            )));
        }
        let inconsistent =
            |error: ampwire_vectors::LoadError| SuiteFault::Inconsistent(error.to_string());
        let suite =
            VectorSuite::parse(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
                .map_err(inconsistent)?;
        let rules = match rules {
            Some((path, text)) => RuleFile::parse(&path.to_string_lossy(), &text),
            None => ampwire_vectors::rules(),
        };
        Self::checked(suite, rules.map_err(inconsistent)?, Some(folder.to_path_buf()))
    }

    /// The embedded suite, read once for all tests: checking it takes a second without optimization.
    #[cfg(test)]
    pub(crate) fn for_tests() -> &'static Self {
        static SUITE: std::sync::LazyLock<Suite> =
            std::sync::LazyLock::new(|| Suite::embedded().unwrap());
        &SUITE
    }

    /// The embedded suite, or that of the folder where one is given.
    ///
    /// # Errors
    /// As [`Self::folder`].
    pub(crate) fn load(folder: Option<&Path>) -> Result<Self, SuiteFault> {
        folder.map_or_else(Self::embedded, Self::folder)
    }

    fn checked(
        suite: VectorSuite,
        rules: RuleFile,
        folder: Option<PathBuf>,
    ) -> Result<Self, SuiteFault> {
        let version =
            suite.files.first().map_or_else(|| rules.suite.clone(), |file| file.suite.clone());
        let mut cases = Vec::new();
        for file in suite.files {
            let op = file.op;
            cases.extend(file.vectors.into_iter().map(|vector| Case { op: op.clone(), vector }));
        }
        let mut suite = Self { version, folder, cases, rules };
        suite.check().map_err(SuiteFault::Inconsistent)?;
        // The hash is that of what is written; asked and compared is what it stands for.
        for case in &mut suite.cases {
            case.vector = case.vector.expanded();
        }
        Ok(suite)
    }

    /// What would make a verdict meaningless: an id twice, a changed content, a rule that isn't there.
    fn check(&self) -> Result<(), String> {
        let rules: BTreeSet<&str> = self.rules.rules.iter().map(|rule| rule.id.as_str()).collect();
        let mut ids = BTreeSet::new();
        for Case { op, vector } in &self.cases {
            let id = &vector.id;
            if !ids.insert(id) {
                return Err(format!("two vectors have the id {id}"));
            }
            let hash = content_hash(op, vector);
            if hash != vector.hash {
                return Err(format!(
                    "{id}: its content has the hash {hash}, the file says {}",
                    vector.hash
                ));
            }
            if matches!(&vector.expect, Expect::Any(alternatives) if alternatives.is_empty()) {
                return Err(format!("{id} allows no answer at all"));
            }
            let named = vector.rules.obeys.iter().chain(&vector.rules.breaks);
            if let Some(unknown) = named.into_iter().find(|rule| !rules.contains(rule.as_str())) {
                return Err(format!("{id} names the rule {unknown}, which doesn't exist"));
            }
        }
        Ok(())
    }

    /// The vector of this id.
    pub(crate) fn find(&self, id: &str) -> Option<&Case> {
        self.cases.iter().find(|case| case.vector.id == id)
    }
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>, SuiteFault> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        // A manifest may stand beside vector files that were copied without their folder.
        if path.extension().is_some_and(|extension| extension == "json")
            && path.file_name().is_some_and(|name| name != "MANIFEST.json")
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn unreadable(path: &Path, error: &std::io::Error) -> SuiteFault {
    SuiteFault::Unreadable(format!("{}: {error}", path.display()))
}
