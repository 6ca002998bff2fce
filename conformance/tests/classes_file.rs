//! `--classes`: what an implementation's messages mean, where it has no classes.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::fs;

use serde_json::json;
use support::{Outcome, Suite, file, vector};

/// Refuses everything, with a message that depends on the input.
const TESTEE: &str = r#"while IFS= read -r line; do
id=${line#*\"id\":\"}
id=${id%%\"*}
case $line in
*hello*) echo '{"id":"0","hello":{"protocol":"1","name":"texts","version":"1","profiles":["amp"],"ops":["bigsize.decode"]}}' ;;
*x-canary*) echo "{\"id\":\"$id\",\"unsupported\":{}}" ;;
*fd00fc*) echo "{\"id\":\"$id\",\"reject\":{\"message\":\"a leading zero\"}}" ;;
*fd00*) echo "{\"id\":\"$id\",\"reject\":{\"message\":\"a leading zero, perhaps\"}}" ;;
*) echo "{\"id\":\"$id\",\"reject\":{\"message\":\"it is a secret\"}}" ;;
esac
done"#;

const FILE: &str = r#"
schema = "ampwire-classes-1"

[[refusal]]
message = "^a leading zero"
class = "not_minimal"

[[refusal]]
message = "overflow"
class = "bad_value"
"#;

fn check(options: &[&str]) -> Outcome {
    let refused = |id: &str, bytes: &str, class: &str| {
        let expect = json!({ "reject": { "class": [class] } });
        vector(id, json!({ "in": { "bytes": bytes }, "expect": expect }))
    };
    let suite = Suite::of(&[file(
        "bigsize.decode",
        &[
            refused("bigsize/not-minimal", "fd00fc", "not_minimal"),
            refused("bigsize/cut", "fd00", "truncated"),
            refused("bigsize/empty", "", "truncated"),
        ],
    )]);
    let path = suite.path().join("classes.toml");
    fs::write(&path, FILE).unwrap();
    let file = path.to_str().unwrap();
    let options: Vec<&str> =
        ["--classes", file].into_iter().chain(options.iter().copied()).collect();
    suite.check(&options, &["sh", "-c", TESTEE])
}

#[test]
fn reasons_are_compared_by_what_the_messages_mean() {
    let outcome = check(&[]);
    outcome
        .ends_with(0)
        .says("2 pass, 1 other reason")
        .says("compared the class of 2 of 3 rejections")
        .says("refused as `not_minimal`, by its message; right is truncated")
        .says("no pattern knows this message: it is a secret")
        .says("classes.toml:9: no message matched: overflow");
}

#[test]
fn what_no_pattern_knows_is_red_where_reasons_are_strict() {
    let outcome = check(&["--strict-reasons"]);
    outcome
        .ends_with(1)
        .says("2 not as expected")
        .says("it gives no message that ")
        .says(" --strict-reasons --classes ");
}

#[test]
fn the_report_names_the_file() {
    let report = check(&["--json"]).report();
    support::keeps_to("report-1", &report);
    assert!(report["options"]["classes"].as_str().unwrap().ends_with("classes.toml"), "{report}");
}

#[test]
fn a_file_that_is_not_there_is_a_mistake() {
    let words = ["check", "--classes", "nowhere.toml", "--", "true"];
    support::ampwire(words).ends_with(2).complains("nowhere.toml: No such file");
}
