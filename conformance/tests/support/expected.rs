//! A folder with a file of expected failures, and `ampwire` run in it.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::{AMPWIRE, Outcome, Suite, ampwire_in, hostile};

/// A folder that is the current one, with the tests' suite beside it.
pub(crate) struct Place {
    pub(crate) suite: Suite,
    pub(crate) folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { suite: Suite::new(), folder: tempfile::tempdir().unwrap() }
    }

    /// With a file of these entries.
    pub(crate) fn with(entries: &str) -> Self {
        let place = Self::new();
        place.write(entries);
        place
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("ampwire-expect.toml")
    }

    pub(crate) fn write(&self, entries: &str) {
        fs::write(self.file(), format!("schema = \"ampwire-expect-1\"\n{entries}")).unwrap();
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    /// `ampwire COMMAND` on the suite with these options, and the hostile testee in this mode.
    pub(crate) fn run(&self, command: &str, options: &[&str], mode: &[&str]) -> Outcome {
        let program = hostile();
        let mut words = vec![command, "--vectors", self.suite.path().to_str().unwrap()];
        words.extend(["--timeout", "1s"]);
        words.extend(options);
        if !mode.is_empty() {
            words.extend(["--", program.to_str().unwrap()]);
            words.extend(mode);
        }
        ampwire_in(self.folder.path(), words)
    }

    pub(crate) fn check(&self, options: &[&str], mode: &[&str]) -> Outcome {
        self.run("check", options, mode)
    }

    pub(crate) fn expect(&self, options: &[&str], mode: &[&str]) -> Outcome {
        self.run("expect", options, mode)
    }

    /// What was said, without the folders of this machine.
    pub(crate) fn shown(&self, outcome: &Outcome) -> String {
        format!("{}{}", outcome.stdout, outcome.stderr)
            .replace(hostile().to_str().unwrap(), "adapter")
            .replace(AMPWIRE, "ampwire")
            .replace(self.suite.path().to_str().unwrap(), "SUITE")
    }
}

pub(crate) fn entry(id: &str, got: &str, more: &str) -> String {
    format!("[[expect]]\nid = \"{id}\"\ngot = \"{got}\"\nkind = \"todo\"\n{more}\n")
}

pub(crate) fn wrong_value() -> String {
    entry("bigsize/three-bytes", "value", "members = [\"value\"]")
}
