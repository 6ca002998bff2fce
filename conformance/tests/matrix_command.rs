//! `ampwire matrix`, `ampwire check --testee` and `ampwire expect --testee`: the file of testees, who differs from whom, what is known, and the exit statuses.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::fmt::Write;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;
use support::{AMPWIRE, Outcome, Suite, hostile, keeps_to};
use tempfile::TempDir;

/// A folder with `ampwire.toml`, and the tests' suite beside it.
struct Place {
    suite: Suite,
    folder: TempDir,
}

impl Place {
    /// With these testees, each a name, the mode of the hostile testee, and further members.
    fn with(testees: &[(&str, &str, &str)]) -> Self {
        let place = Self { suite: Suite::new(), folder: tempfile::tempdir().unwrap() };
        let mut text = String::from("schema = \"ampwire-testees-1\"\n");
        for (name, mode, more) in testees {
            // What it calls itself is what it is called here: the hostile testee would be taken for the built-in codec.
            let script = format!(
                "{} {mode} | sed -u 's/\"name\":\"ampwire\"/\"name\":\"{name}\"/'",
                hostile().display()
            );
            write!(text, "\n[[testee]]\nname = {name:?}\ncommand = [\"sh\", \"-c\", {script:?}]\ntimeout = \"1s\"\n{more}\n").unwrap();
        }
        place.write("ampwire.toml", &text);
        place
    }

    fn builtin(self) -> Self {
        let text = fs::read_to_string(self.folder.path().join("ampwire.toml")).unwrap();
        self.write(
            "ampwire.toml",
            &format!("{text}\n[[testee]]\nname = \"ampwire\"\nbuiltin = \"amp\"\n"),
        );
        self
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    fn run(&self, words: &[&str]) -> Outcome {
        let begun = Instant::now();
        let output = Command::new(AMPWIRE)
            .args(words)
            .args(["--vectors", self.suite.path().to_str().unwrap()])
            .current_dir(self.folder.path())
            .env("COLUMNS", "80")
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

    fn matrix(&self, options: &[&str]) -> Outcome {
        let words: Vec<&str> = ["matrix"].into_iter().chain(options.iter().copied()).collect();
        self.run(&words)
    }

    /// The matrix as JSON, which keeps to its schema.
    #[track_caller]
    fn json(&self, options: &[&str]) -> Value {
        let options: Vec<&str> = ["--json"].into_iter().chain(options.iter().copied()).collect();
        let matrix = self.matrix(&options).report();
        keeps_to("matrix-1", &matrix);
        matrix
    }
}

fn row<'a>(matrix: &'a Value, id: &str) -> &'a Value {
    let rows = matrix["rows"].as_array().unwrap();
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no {id} in {rows:#?}"))
}

fn pair<'a>(matrix: &'a Value, first: &str, second: &str) -> &'a Value {
    let pairs = matrix["pairs"].as_array().unwrap();
    pairs.iter().find(|pair| pair["testees"][0] == first && pair["testees"][1] == second).unwrap()
}

#[test]
fn who_differs_from_whom() {
    // The mode gives another value for fd00fd, and accepts fd00fc, which is not minimal.
    let place = Place::with(&[
        ("good", "", ""),
        ("lax", "wrong-value-and-lax", ""),
        ("brief", "omits", ""),
    ]);
    let place = place.builtin();
    let matrix = place.json(&[]);
    assert_eq!(matrix["exit_status"], 0);
    let names: Vec<&str> = matrix["testees"]
        .as_array()
        .unwrap()
        .iter()
        .map(|testee| testee["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["good", "lax", "brief", "ampwire"]);
    let other = row(&matrix, "bigsize/three-bytes");
    assert_eq!(other["groups"], serde_json::json!([["good", "brief", "ampwire"], ["lax"]]));
    assert_eq!((&other["standing"], &other["cells"][1]["how"]), (&"new".into(), &"value".into()));
    let accepted = row(&matrix, "bigsize/not-minimal");
    assert_eq!(accepted["groups"], serde_json::json!([["good", "brief", "ampwire"], ["lax"]]));
    assert_eq!(accepted["cells"][1]["how"], "accepts");
    // Nobody differs in the rest, and the testee that omits a length differs from nobody.
    assert_eq!(matrix["rows"].as_array().unwrap().len(), 2);
    assert_eq!(matrix["summary"]["new"], 2);
    assert_eq!(
        (&pair(&matrix, "good", "lax")["differ"], &pair(&matrix, "good", "lax")["new"]),
        (&2.into(), &2.into())
    );
    assert_eq!(pair(&matrix, "good", "brief")["differ"], 0);
    assert_eq!(matrix["clusters"].as_array().unwrap().len(), 2);
    assert_eq!(matrix["testees"][3]["builtin"], true);
    let all = place.json(&["--all"]);
    assert_eq!(all["rows"].as_array().unwrap().len(), 10);
    assert_eq!(all["clusters"], matrix["clusters"]);
    place.matrix(&["--fail-on-new"]).ends_with(1).says("lax accepts what is to be refused");
    place.matrix(&["--fail-on-new", "--testee", "good", "--testee", "brief"]).ends_with(0);
}

#[test]
fn the_builtin_codec_alone_comes_first() {
    let place =
        Place::with(&[("one", "wrong-value-and-lax", ""), ("two", "wrong-value-and-lax", "")]);
    let place = place.builtin();
    let matrix = place.json(&[]);
    assert_eq!(
        (&matrix["clusters"][0]["alone"], &matrix["clusters"][1]["alone"]),
        (&true.into(), &true.into())
    );
    place.matrix(&[]).says("the built-in codec stands alone");
    // One other implementation is no majority.
    let matrix = place.json(&["--testee", "one", "--testee", "ampwire"]);
    assert_eq!(matrix["clusters"][0]["alone"], false);
}

#[test]
fn what_is_known_is_no_news() {
    let entries = |first: &str| {
        format!(
            "schema = \"ampwire-expect-1\"\n[[expect]]\nid = \"{first}\"\ngot = \"ok\"\nkind = \"bug\"\nreason = \"It takes any form.\"\n\
             url = \"https://example.org/7\"\n[[expect]]\nid = \"bigsize/three-bytes\"\ngot = \"value\"\nmembers = [\"value\"]\nkind = \"todo\"\n"
        )
    };
    let place =
        Place::with(&[("good", "", ""), ("lax", "wrong-value-and-lax", "expect = \"lax.toml\"")]);
    place.write("lax.toml", &entries("bigsize/not-minimal"));
    let matrix = place.json(&["--fail-on-new"]);
    assert_eq!((&matrix["exit_status"], &matrix["summary"]["known"]), (&0.into(), &2.into()));
    let ground = &row(&matrix, "bigsize/not-minimal")["cells"][1]["grounds"][0];
    assert_eq!(
        (&ground["by"], &ground["kind"], &ground["url"]),
        (&"expected_failure".into(), &"bug".into(), &"https://example.org/7".into())
    );
    place.matrix(&[]).ends_with(0).says("bug: It takes any form. https://example.org/7");
    // An entry for what passes, and one for nothing.
    place.write("lax.toml", &entries("bigsize/cut"));
    let matrix = place.matrix(&["--fail-on-new"]);
    matrix.ends_with(1).says("lax: 1 expected failure passes");
    place.write("lax.toml", &entries("bigsize/gone"));
    place.matrix(&["--fail-on-new"]).ends_with(2).says("lax.toml:3: bigsize/gone");
    place.matrix(&[]).ends_with(0).says("lax.toml:3: bigsize/gone");
}

#[test]
fn a_testee_that_breaks_is_never_known_to() {
    let place = Place::with(&[("good", "", ""), ("fragile", "exit", "expect = \"e.toml\"")]);
    place.write(
        "e.toml",
        "schema = \"ampwire-expect-1\"\n[[expect]]\nid = \"bigsize/three-bytes\"\ngot = \"reject\"\nkind = \"todo\"\n",
    );
    let matrix = place.json(&[]);
    let row = row(&matrix, "bigsize/three-bytes");
    assert_eq!((&row["standing"], &row["cells"][1]["how"]), (&"new".into(), &"crash".into()));
    assert_eq!(row["cells"][1].get("grounds"), None);
}

#[test]
fn a_testee_that_is_not_there() {
    let missing = "optional = true\n[[testee]]\nname = \"gone\"\ncommand = [\"./gone\"]";
    let place = Place::with(&[("good", "", missing)]);
    place.matrix(&[]).ends_with(3).complains("the testee gone: `./gone` doesn't exist");
    let place = Place::with(&[("good", "", &format!("{missing}\noptional = true"))]);
    let matrix = place.json(&[]);
    assert_eq!(matrix["left_out"][0]["name"], "gone");
    place.matrix(&[]).ends_with(0).says("gone is left out: `./gone` doesn't exist");
    place.matrix(&["--require-all"]).ends_with(3).complains("the testee gone");
    place.matrix(&["--testee", "gone"]).ends_with(4).complains("no testee is there");
    let place = Place::with(&[("good", "", &format!("{missing}\nenabled = false"))]);
    place.matrix(&[]).ends_with(0).says_nothing_of("gone");
    place.matrix(&["--testee", "gone"]).ends_with(3);
}

#[test]
fn a_broken_testee_ends_with_3_and_the_others_are_compared() {
    let place = Place::with(&[
        ("good", "", ""),
        ("silent", "hello-exits", "optional = true"),
        ("lax", "wrong-value-and-lax", ""),
    ]);
    let matrix = place.json(&[]);
    assert_eq!((&matrix["exit_status"], &matrix["summary"]["new"]), (&3.into(), &2.into()));
    assert!(
        matrix["testees"][1]["problem"].as_str().unwrap().starts_with("the testee is at fault")
    );
    place.matrix(&["--fail-on-new"]).ends_with(3).says("never shook hands");
    // Alone, nobody is alike.
    let matrix = place.json(&["--testee", "good", "--testee", "silent"]);
    assert_eq!(
        (&matrix["summary"]["alike"], &matrix["summary"]["single"]),
        (&0.into(), &10.into())
    );
}

#[test]
fn mistakes_of_the_call_and_of_the_file() {
    let place = Place::with(&[("good", "", "")]);
    place.matrix(&["--only", "bigsiez/*"]).ends_with(2).complains("--only bigsiez/*");
    place.matrix(&["--testee", "godo"]).ends_with(2).complains("it has good");
    place.matrix(&["--config", "none.toml"]).ends_with(2).complains("none.toml");
    place.matrix(&["--from", "x.json", "--testee", "good"]).ends_with(2);
    place.matrix(&["--output", "no/such/folder"]).ends_with(2);
    place.write("ampwire.toml", "schema = \"ampwire-testees-1\"\n[[testees]]\n");
    place.matrix(&[]).ends_with(2).complains("ampwire.toml:2:3: unknown field `testees`");
    let place = Place::with(&[("good", "", "skip = [\"bigsiez/*\"]")]);
    place.matrix(&[]).ends_with(2).complains("the testee good: `skip`");
}

#[test]
fn selected_vectors_and_skipped_ones() {
    let place =
        Place::with(&[("good", "", "skip = [\"bigsize/*\"]"), ("lax", "wrong-value-and-lax", "")]);
    let matrix = place.json(&["--all"]);
    assert_eq!(row(&matrix, "bigsize/one")["cells"].as_array().unwrap().len(), 1);
    assert_eq!(row(&matrix, "tlv/order")["cells"].as_array().unwrap().len(), 2);
    let matrix = place.json(&["--all", "--op", "tlv.*"]);
    assert_eq!(matrix["summary"]["questions"], 2);
}

#[test]
fn reports_that_were_saved_make_the_same_matrix() {
    let place = Place::with(&[("good", "", ""), ("lax", "wrong-value-and-lax", "")]);
    for name in ["good", "lax"] {
        let file = format!("{name}.json");
        place.run(&["check", "--quiet", "--testee", name, "--report", &file]);
    }
    let live = place.json(&["--all"]);
    let saved = place.json(&["--all", "--from", "good.json", "lax.json"]);
    for member in ["pairs", "clusters", "rows", "summary"] {
        assert_eq!(live[member], saved[member], "{member}");
    }
    place
        .matrix(&["--from", "good.json", "lax.json", "--fail-on-new"])
        .ends_with(1)
        .says_nothing_of("ampwire check");
    place.matrix(&[]).says("ampwire check --testee lax --only bigsize/");
    // The same testee twice gets two names.
    let twice = place.json(&["--from", "good.json", "good.json"]);
    assert_eq!(
        (&twice["testees"][0]["name"], &twice["testees"][1]["name"]),
        (&"good-0.1.0-amp-1".into(), &"good-0.1.0-amp-2".into())
    );
    place.write("cut.json", place.read("good.json").get(..500).unwrap());
    place
        .matrix(&["--from", "good.json", "cut.json"])
        .ends_with(2)
        .complains("cut.json: the report is cut off");
}

#[test]
fn a_vector_that_changed_since_is_not_compared() {
    let place = Place::with(&[("good", "", "")]);
    place.run(&["check", "--quiet", "--testee", "good", "--report", "good.json"]);
    let mut report: Value = serde_json::from_str(&place.read("good.json")).unwrap();
    let vectors = report["runs"][0]["vectors"].as_array_mut().unwrap();
    let one = vectors.iter_mut().find(|vector| vector["id"] == "bigsize/one").unwrap();
    one["hash"] = "0000000000000000".into();
    place.write("other.json", &report.to_string());
    let matrix = place.json(&["--all", "--from", "good.json", "other.json"]);
    assert_eq!(row(&matrix, "bigsize/one")["cells"].as_array().unwrap().len(), 1);
    assert!(matrix["notes"][0].as_str().unwrap().contains("1 vector has another content"));
}

#[test]
fn equal_answers_are_equal_bytes() {
    let place =
        Place::with(&[("good", "", ""), ("lax", "always-stray-and-lax", "expect = \"./e.toml\"")]);
    place.write("e.toml", "schema = \"ampwire-expect-1\"\n");
    for format in ["json", "markdown", "terminal", "html"] {
        let options = ["--reproducible", "--format", format];
        let (first, second) = (place.matrix(&options), place.matrix(&options));
        assert_eq!(first.stdout, second.stdout, "{format}");
        assert!(!first.stdout.contains(place.folder.path().to_str().unwrap()), "{format}");
    }
}

#[test]
fn what_a_testee_calls_itself_steers_nothing() {
    let place = Place::with(&[
        ("good", "", ""),
        ("evil", "escape", ""),
        ("class", "class-escape fd00", ""),
    ]);
    for format in ["terminal", "markdown", "html", "json"] {
        let outcome = place.matrix(&["--no-color", "--all", "--format", format]);
        outcome.ends_with(0).says("evil");
        assert!(!outcome.stdout.contains('\u{1b}'), "{format}");
    }
}

#[test]
fn files_beside_what_is_shown() {
    let place = Place::with(&[("good", "", ""), ("lax", "wrong-value-and-lax", "")]);
    place
        .matrix(&[
            "--report",
            "m.json",
            "--markdown",
            "m.md",
            "--output",
            "m.txt",
            "--html",
            "m.html",
        ])
        .ends_with(0)
        .says_nothing_of("lax");
    keeps_to("matrix-1", &serde_json::from_str(&place.read("m.json")).unwrap());
    assert!(place.read("m.md").starts_with("## Ampwire matrix\n"));
    assert!(place.read("m.txt").contains("lax accepts what is to be refused"));
    assert!(place.read("m.html").contains("lax accepts what is to be refused"));
}

#[test]
fn check_takes_a_testee_of_the_file() {
    let place = Place::with(&[(
        "lax",
        "wrong-value-and-lax",
        "expect = \"lax.toml\"\nskip = [\"tlv/*\"]\nenabled = false",
    )]);
    place.write(
        "lax.toml",
        "schema = \"ampwire-expect-1\"\n[[expect]]\nid = \"bigsize/not-minimal\"\ngot = \"ok\"\nkind = \"todo\"\n",
    );
    let outcome = place.run(&["check", "--testee", "lax"]);
    outcome.ends_with(1).says("1 expected failure").says("ran 8 of 9 vectors, 1 not as expected");
    outcome.says("check --testee lax --only bigsize/three-bytes");
    place.run(&["check", "--testee", "lax", "--no-expect"]).ends_with(1).says("2 not as expected");
    place.run(&["check", "--testee", "xal"]).ends_with(2).complains("it has lax");
    place.run(&["check", "--config", "ampwire.toml"]).ends_with(2);
    place.run(&["check", "--testee", "lax", "--", "true"]).ends_with(2);
    let place = Place::with(&[]);
    place.write(
        "ampwire.toml",
        "schema = \"ampwire-testees-1\"\n[[testee]]\nname = \"x\"\ncommand = [\"./x\"]\noptional = true\n[[testee]]\nname = \"b\"\nbuiltin = \"amp\"\n",
    );
    place
        .run(&["check", "--testee", "x"])
        .ends_with(3)
        .complains("the testee x: `./x` doesn't exist");
    place.run(&["check", "--testee", "b"]).ends_with(0).says("ran 10 of 11 vectors");
}

#[test]
fn expect_takes_a_testee_of_the_file() {
    let more = "expect = \"known.toml\"\nskip = [\"tlv/*\"]\naccept_deployed = true";
    let place = Place::with(&[("lax", "wrong-value-and-lax", more), ("right", "right", "")]);
    place.write("known.toml", "");
    place.run(&["expect", "--testee", "lax"]).ends_with(2).complains("known.toml is there already");
    fs::remove_file(place.folder.path().join("known.toml")).unwrap();
    // It writes what the check of this testee reads.
    place.run(&["expect", "--testee", "lax"]).ends_with(0).says("known.toml: 2 added");
    assert!(!place.folder.path().join("ampwire-expect.toml").exists());
    place.run(&["check", "--testee", "lax"]).ends_with(0).says("2 expected failures (2 todo)");
    place.run(&["expect", "--testee", "lax", "--update"]).ends_with(0).says("it is up to date");
    // The options come first.
    place.run(&["expect", "--testee", "lax", "--file", "other.toml"]).ends_with(0);
    assert_eq!(place.read("other.toml"), place.read("known.toml"));
    // A file that check wouldn't read is none that it writes.
    place
        .run(&["expect", "--testee", "right"])
        .ends_with(2)
        .complains("the testee right has no `expect` in its entry");
    place.run(&["expect", "--testee", "right", "--file", "x.toml"]).ends_with(0);
    place.run(&["expect", "--testee", "lxa"]).ends_with(2).complains("it has lax, right");
    place.run(&["expect", "--testee", "lax", "--", "true"]).ends_with(2);
    place.run(&["expect"]).ends_with(2).complains("<COMMAND>...");
    let place = Place::with(&[]);
    place.write(
        "ampwire.toml",
        "schema = \"ampwire-testees-1\"\n[[testee]]\nname = \"x\"\ncommand = [\"./x\"]\n[[testee]]\nname = \"b\"\nbuiltin = \"amp\"\n",
    );
    let words = ["--file", "x.toml"];
    place
        .run(&[&["expect", "--testee", "x"], &words[..]].concat())
        .ends_with(3)
        .complains("the testee x: `./x` doesn't exist");
    place
        .run(&[&["expect", "--testee", "b"], &words[..]].concat())
        .ends_with(0)
        .says("nothing fails");
}

#[test]
fn a_command_runs_in_its_folder_with_its_environment() {
    let place = Place::with(&[]);
    fs::create_dir(place.folder.path().join("inner")).unwrap();
    let script = format!("#!/bin/sh\ntest \"$LEVEL\" = two && exec {}\n", hostile().display());
    place.write("inner/adapter", &script);
    place.write(
        "ampwire.toml",
        "schema = \"ampwire-testees-1\"\n[[testee]]\nname = \"x\"\ncommand = [\"sh\", \"./adapter\"]\nfolder = \"inner\"\nenvironment = { LEVEL = \"two\" }\n",
    );
    // From another folder, too: paths start at the file.
    place.run(&["check", "--testee", "x"]).ends_with(0);
    fs::create_dir(place.folder.path().join("elsewhere")).unwrap();
    let outcome = Command::new(AMPWIRE)
        .args(["check", "--testee", "x", "--config", "../ampwire.toml", "--vectors"])
        .arg(place.suite.path())
        .current_dir(place.folder.path().join("elsewhere"))
        .output()
        .unwrap();
    assert_eq!(outcome.status.code(), Some(0), "{outcome:?}");
}
