//! A small suite of the tests' own, the hostile testee, and the `ampwire` command with its time taken.

#![allow(dead_code, reason = "each test program uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

pub(crate) mod expected;
pub(crate) mod reports;
pub(crate) mod written;

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ampwire_vectors::{VectorFile, content_hash};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The `ampwire` command.
pub(crate) const AMPWIRE: &str = env!("CARGO_BIN_EXE_ampwire");

/// No run of a test may take longer, whatever the testee does: less than the minute for which some testees sleep, and more than a busy
/// machine needs. How long a run may take is measured in `hostile_bounds`.
pub(crate) const BOUND: Duration = Duration::from_secs(40);

/// How one call ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) took: Duration,
}

impl Outcome {
    /// Checks the exit status, and that it came in time.
    #[track_caller]
    pub(crate) fn ends_with(&self, status: i32) -> &Self {
        assert_eq!(self.status, Some(status), "{self:#?}");
        assert!(self.took < BOUND, "{self:#?}");
        self
    }

    /// Checks that standard output has these words.
    #[track_caller]
    pub(crate) fn says(&self, words: &str) -> &Self {
        assert!(self.stdout.contains(words), "no {words:?} in {self:#?}");
        self
    }

    /// Checks that standard output doesn't have these words.
    #[track_caller]
    pub(crate) fn says_nothing_of(&self, words: &str) -> &Self {
        assert!(!self.stdout.contains(words), "{words:?} in {self:#?}");
        self
    }

    /// Checks that standard error has these words.
    #[track_caller]
    pub(crate) fn complains(&self, words: &str) -> &Self {
        assert!(self.stderr.contains(words), "no {words:?} in {self:#?}");
        self
    }

    /// The JSON report.
    #[track_caller]
    pub(crate) fn report(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// Runs `ampwire` with these words.
pub(crate) fn ampwire<S: AsRef<OsStr>>(words: impl IntoIterator<Item = S>) -> Outcome {
    ampwire_in(Path::new("."), words)
}

/// The same in this folder.
pub(crate) fn ampwire_in<S: AsRef<OsStr>>(
    folder: &Path,
    words: impl IntoIterator<Item = S>,
) -> Outcome {
    let begun = Instant::now();
    let output = Command::new(AMPWIRE)
        .args(words)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Outcome {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        took: begun.elapsed(),
    }
}

/// Runs `ampwire` with these words and this standard input.
pub(crate) fn ampwire_with<S: AsRef<OsStr>>(
    words: impl IntoIterator<Item = S>,
    input: &[u8],
) -> Outcome {
    fed(Command::new(AMPWIRE).args(words), input)
}

/// Runs `ampwire inspect` with these words, this standard input and so many columns.
pub(crate) fn inspect_with(words: &[&str], input: &[u8], columns: &str) -> Outcome {
    fed(Command::new(AMPWIRE).arg("inspect").args(words).env("COLUMNS", columns), input)
}

/// Runs a command with this standard input.
fn fed(command: &mut Command, input: &[u8]) -> Outcome {
    let begun = Instant::now();
    let mut child = command
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // Where the program doesn't read to the end, writing fails, and that is fine.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Outcome {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        took: begun.elapsed(),
    }
}

/// The processes of a group that run, as the system describes them. Without /proc, none.
pub(crate) fn running_in(group: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let states =
        entries.filter_map(|entry| fs::read_to_string(entry.unwrap().path().join("stat")).ok());
    // `pid (name) state parent group …`: a zombie waits to be collected and runs no more.
    let runs = |stat: &String| {
        let words: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
        words[2] == group && words[0] != "Z"
    };
    states.filter(runs).collect()
}

/// The hostile testee's program. Cargo builds examples with the tests, but not where one test program is asked for by name.
pub(crate) fn hostile() -> PathBuf {
    let name = format!("hostile_testee{}", std::env::consts::EXE_SUFFIX);
    let path = Path::new(AMPWIRE).with_file_name("examples").join(name);
    assert!(
        path.exists(),
        "{} isn't there: cargo build --package ampwire-conformance --examples",
        path.display()
    );
    path
}

/// The tests' own suite in a folder.
pub(crate) struct Suite {
    folder: TempDir,
}

impl Suite {
    /// Eleven vectors: enough to tell every verdict from every other.
    pub(crate) fn new() -> Self {
        Self::of(&[
            file(
                "bigsize.decode",
                &[
                    vector(
                        "bigsize/one",
                        json!({ "in": { "bytes": "01" }, "expect": ok("1", "1") }),
                    ),
                    vector(
                        "bigsize/three-bytes",
                        json!({
                            "in": { "bytes": "fd00fd" },
                            "expect": ok("253", "3"),
                            "rules": { "obeys": ["bolt1.bigsize.minimal"], "breaks": [] },
                            "map": [["0", "1", "prefix", "two bytes follow"], ["1", "2", "value", "253"]],
                        }),
                    ),
                    vector(
                        "bigsize/rest-is-left",
                        json!({ "in": { "bytes": "01ff" }, "expect": ok("1", "1") }),
                    ),
                    rejection(
                        "bigsize/not-minimal",
                        "fd00fc",
                        "not_minimal",
                        "bolt1.bigsize.minimal",
                    ),
                    rejection("bigsize/cut", "fd00", "truncated", "bolt1.bigsize.complete"),
                    rejection("bigsize/empty", "", "truncated", "bolt1.bigsize.complete"),
                    vector(
                        "bigsize/may",
                        json!({ "level": "may", "in": { "bytes": "02" }, "expect": ok("2", "1") }),
                    ),
                    vector(
                        "bigsize/should",
                        json!({ "level": "should", "in": { "bytes": "03" }, "expect": ok("3", "1") }),
                    ),
                    vector(
                        "bigsize/needs",
                        json!({ "needs": ["x-flight"], "in": { "bytes": "04" }, "expect": ok("4", "1") }),
                    ),
                    vector(
                        "bigsize/withdrawn",
                        json!({ "status": "withdrawn", "in": { "bytes": "05" }, "expect": ok("9", "9") }),
                    ),
                ],
            ),
            file(
                "tlv.decode",
                &[
                    vector(
                        "tlv/two-records",
                        json!({
                            "in": { "bytes": "010003012a" },
                            "expect": { "ok": { "records": [{ "type": "1", "value": "" }, { "type": "3", "value": "2a" }] } },
                        }),
                    ),
                    vector(
                        "tlv/order",
                        json!({
                            "in": { "bytes": "03000100" },
                            "expect": { "reject": { "class": ["order"], "offset": "2", "tlv_type": "1" } },
                            "rules": { "obeys": [], "breaks": ["bolt1.tlv.ascending"] },
                            "near": { "id": "tlv/two-records", "edit": "swap the records" },
                        }),
                    ),
                ],
            ),
        ])
    }

    /// A suite of these files, with a few rules of its own.
    pub(crate) fn of(files: &[Value]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("v1")).unwrap();
        fs::write(folder.path().join("v1/rules.json"), rules().to_string()).unwrap();
        for file in files {
            // Read and hashed by the same code as the embedded files.
            let mut typed: VectorFile = serde_json::from_value(file.clone()).unwrap();
            for vector in &mut typed.vectors {
                vector.hash = content_hash(&typed.op, vector);
            }
            let path = folder.path().join("v1").join(format!("{}.json", typed.op));
            fs::write(path, serde_json::to_string_pretty(&typed).unwrap()).unwrap();
        }
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// `ampwire check` on this suite, with these options, against this command; with no command, against the built-in codec.
    pub(crate) fn check(&self, options: &[&str], command: &[&str]) -> Outcome {
        let path = self.path().to_str().unwrap();
        let words = ["check", "--vectors", path].into_iter().chain(options.iter().copied());
        let separator = (!command.is_empty()).then_some("--");
        ampwire(words.chain(separator).chain(command.iter().copied()))
    }

    /// The same against the hostile testee in a mode, with a second for each case.
    pub(crate) fn hostile(&self, options: &[&str], mode: &[&str]) -> Outcome {
        let program = hostile();
        let options: Vec<&str> =
            ["--timeout", "1s"].into_iter().chain(options.iter().copied()).collect();
        let command: Vec<&str> =
            [program.to_str().unwrap()].into_iter().chain(mode.iter().copied()).collect();
        self.check(&options, &command)
    }
}

/// One vector file.
pub(crate) fn file(op: &str, vectors: &[Value]) -> Value {
    json!({ "schema": "ampwire-vectors-1", "suite": "0.1.0", "op": op, "header": ["For tests."], "vectors": vectors })
}

/// A vector with these members besides the usual ones.
pub(crate) fn vector(id: &str, members: Value) -> Value {
    let mut vector = json!({
        "id": id, "hash": "", "comment": format!("The vector {id}."), "status": "stable", "since": "0.1.0", "level": "must",
        "profiles": ["amp"], "rules": { "obeys": [], "breaks": [] }, "needs": [], "in": {}, "expect": { "ok": {} },
        "source": { "kind": "generated", "from": "a test" },
    });
    let Value::Object(members) = members else { panic!("not an object: {members}") };
    vector.as_object_mut().unwrap().extend(members);
    vector
}

/// A vector that a deployed implementation is known to answer otherwise: as the built-in codec does.
pub(crate) fn departed() -> Value {
    vector(
        "bigsize/departed",
        json!({
            "in": { "bytes": "fd00fd" },
            "expect": { "reject": { "class": ["other"] } },
            "deployed": [{
                "implementation": "lnd", "versions": "0.21.0-beta", "evidence": "seen",
                "answer": { "ok": { "value": "253", "length": "3" } },
            }],
        }),
    )
}

/// Thirty vectors: more than a testee may break over, and than are asked again alone.
pub(crate) fn many() -> Suite {
    let vector = |number: u8| {
        let members = json!({ "in": { "bytes": format!("{number:02x}") }, "expect": ok(&number.to_string(), "1") });
        vector(&format!("bigsize/number-{number}"), members)
    };
    Suite::of(&[file("bigsize.decode", &(0..30).map(vector).collect::<Vec<_>>())])
}

fn rules() -> Value {
    let rule = |id: &str, class: &str, sentence: &str| {
        json!({
            "id": id, "level": "must", "authority": "bolt", "source": "BOLT 1, a section", "side": "both", "class": class,
            "sentence": sentence,
        })
    };
    json!({ "schema": "ampwire-rules-1", "suite": "0.1.0", "rules": [
        rule("bolt1.bigsize.minimal", "not_minimal", "A BigSize is as short as it can be."),
        rule("bolt1.bigsize.complete", "truncated", "A BigSize has all of its bytes."),
        rule("bolt1.tlv.ascending", "order", "Types are strictly ascending."),
        rule("amp.record.lonely", "other", "A rule that no vector is about."),
    ] })
}

fn rejection(id: &str, bytes: &str, class: &str, rule: &str) -> Value {
    vector(
        id,
        json!({
            "in": { "bytes": bytes },
            "expect": { "reject": { "class": [class], "offset": "0" } },
            "rules": { "obeys": [], "breaks": [rule] },
            "near": { "id": "bigsize/three-bytes", "edit": "change some bytes" },
        }),
    )
}

fn ok(value: &str, length: &str) -> Value {
    json!({ "ok": { "value": value, "length": length } })
}

/// Checks that an object keeps to a schema as published, and has no member that it lacks.
#[track_caller]
pub(crate) fn keeps_to(name: &str, object: &Value) {
    let mut schema = published(name);
    close(&mut schema);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(object)
        .take(5)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?} in {object}");
}

/// A schema, with what it takes from others put in.
fn published(name: &str) -> Value {
    let text = fs::read_to_string(format!("schema/{name}.schema.json")).unwrap();
    let mut schema = serde_json::from_str(&text).unwrap();
    put_in(&mut schema);
    schema
}

fn put_in(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                let (file, pointer) = reference.split_once(".schema.json#").unwrap();
                *schema = published(file).pointer(pointer).unwrap().clone();
            } else {
                members.values_mut().for_each(put_in);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(put_in),
        _ => {}
    }
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("properties").is_some_and(Value::is_object)
                && members.contains_key("type")
            {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
            members.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}
