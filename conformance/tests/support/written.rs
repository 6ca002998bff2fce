//! Requests that were exported, and the right answers to them.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Outcome, Suite, ampwire, ampwire_with, keeps_to};

/// A suite, its requests and the right answers to them.
pub(crate) struct Written {
    pub(crate) suite: Suite,
    pub(crate) folder: TempDir,
    pub(crate) requests: Vec<String>,
    pub(crate) answers: Vec<String>,
}

impl Written {
    pub(crate) fn new() -> Self {
        let suite = Suite::new();
        let path = suite.path().to_str().unwrap().to_owned();
        let export = ampwire(["export", "--vectors", &path]);
        export.ends_with(0);
        let requests = lines(&export.stdout);
        let answers = answers(&export.stdout);
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("requests.jsonl"), &export.stdout).unwrap();
        Self { suite, folder, requests, answers }
    }

    pub(crate) fn requests_file(&self) -> PathBuf {
        self.folder.path().join("requests.jsonl")
    }

    /// Judges this text.
    pub(crate) fn judge_text(&self, options: &[&str], text: &str) -> Outcome {
        self.judge_bytes(options, text.as_bytes())
    }

    pub(crate) fn judge_bytes(&self, options: &[&str], bytes: &[u8]) -> Outcome {
        let (suite, requests) = (self.suite.path().to_str().unwrap(), self.requests_file());
        let words = ["judge", "--vectors", suite].into_iter().chain(options.iter().copied());
        ampwire_with(words.chain([requests.to_str().unwrap(), "-"]), bytes)
    }

    /// Judges these lines.
    pub(crate) fn judge(&self, options: &[&str], answers: &[String]) -> Outcome {
        self.judge_text(options, &text(answers))
    }

    /// The place of the answer to the case with these bytes.
    pub(crate) fn place(&self, bytes: &str) -> usize {
        let place = self.requests.iter().position(|line| {
            let request: Value = serde_json::from_str(line).unwrap();
            request["in"]["bytes"] == bytes
        });
        place.unwrap()
    }

    /// The answers, that to the case `fd00fd` changed.
    pub(crate) fn changed(&self, change: impl FnOnce(Value) -> String) -> Vec<String> {
        let mut answers = self.answers.clone();
        let place = self.place("fd00fd");
        answers[place] = change(serde_json::from_str(&answers[place]).unwrap());
        answers
    }

    /// Only `bigsize/three-bytes` is red, with this verdict and these words.
    #[track_caller]
    pub(crate) fn only(&self, answers: &[String], verdict: &str, words: &str) {
        let outcome = self.judge(&["--json"], answers);
        outcome.ends_with(1);
        let report = outcome.report();
        keeps_to("report-1", &report);
        let red: Vec<&Value> = report["runs"][0]["vectors"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|vector| vector["red"] == true)
            .collect();
        let [red] = red[..] else { panic!("{red:#?}") };
        assert_eq!((&red["id"], &red["verdict"]), (&json!("bigsize/three-bytes"), &json!(verdict)));
        assert!(red["reasons"].to_string().contains(words), "{red:#}");
    }
}

pub(crate) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

pub(crate) fn text(lines: &[String]) -> String {
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// What the built-in testee answers.
pub(crate) fn answers(requests: &str) -> Vec<String> {
    let outcome = ampwire_with(["testee"], requests.as_bytes());
    outcome.ends_with(0);
    lines(&outcome.stdout)
}
