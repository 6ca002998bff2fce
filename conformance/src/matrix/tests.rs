//! A matrix with everything in it: what each answer means, and every form.

#![expect(clippy::needless_pass_by_value, reason = "a value that is written where it is given")]

use ampwire_vectors::{Level, RuleFile};
use serde_json::{Value, json};

use super::model::{Cluster, How, Matrix, Row, Standing};
use super::{LeftOut, Party, Wanted, html, markdown, matrix, terminal};
use crate::report::{Options, RunReport, SuiteReport};
use crate::suite::Suite;

/// A suite without vectors, whose one rule says something of an implementation.
fn suite() -> Suite {
    let rules: RuleFile = serde_json::from_value(json!({ "schema": "ampwire-rules-1", "suite": "0.1.0", "rules": [{
        "id": "bolt1.tlv.ascending", "level": "must", "authority": "bolt", "source": "BOLT 1", "side": "both", "class": "order",
        "sentence": "Types are strictly ascending.",
        "departure": [
            { "implementation": "lnd", "versions": "0.20, 0.21", "does": "takes any order", "evidence": "seen" },
            { "implementation": "ldk", "versions": "0.1", "does": "takes no order", "evidence": "seen" },
        ],
    }] }))
    .unwrap();
    Suite { version: "0.1.0".to_owned(), folder: None, cases: Vec::new(), rules }
}

fn party(name: &str, more: Value, vectors: &[Value]) -> Party {
    let mut hello = json!({ "protocol": "1", "name": name, "version": "0.21", "language": "go", "profiles": ["amp"],
        "ops": ["tlv.decode", "payload.decode"], "errors": "class" });
    hello.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let run: RunReport = serde_json::from_value(json!({
        "command": ["x"], "hello": hello, "fault": null, "interrupted": false, "warnings": [], "stray_lines": [], "vectors": vectors,
        "summary": { "selected": vectors.len(), "ran": vectors.len() },
    }))
    .unwrap();
    Party::new(name.to_owned(), run)
}

/// What became of a vector. Where it is not said: it expects a refusal for its order, as the testee answers.
fn vector(id: &str, verdict: &str, more: Value) -> Value {
    let mut vector = json!({
        "id": id, "hash": "0123456789abcdef", "op": "tlv.decode", "level": "must", "status": "stable",
        "rules": { "obeys": [], "breaks": ["bolt1.tlv.ascending"] }, "verdict": verdict, "red": verdict == "fail",
        "expected": { "reject": { "class": ["order", "duplicate"] } }, "actual": { "reject": { "class": "order" } },
        "members_compared": 0, "members": 0, "microseconds": 7,
    });
    vector.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    vector
}

fn ok() -> Value {
    json!({ "actual": { "ok": { "records": [] } }, "reasons": ["accepted, and must be refused"] })
}

fn read(payload: Value) -> Value {
    json!({ "op": "payload.decode", "expected": { "ok": { "amt_to_forward": "1", "outgoing_cltv_value": "2" } }, "actual": { "ok": payload } })
}

fn with(base: Value, more: Value) -> Value {
    let mut base = base;
    base.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    base
}

fn everything() -> Matrix {
    let right = || read(json!({ "amt_to_forward": "1", "outgoing_cltv_value": "2" }));
    let either = json!({ "expected": { "any": [{ "ok": { "records": [] } }, { "reject": { "class": ["limit"] } }] } });
    let common = |class: &str| {
        vec![
            vector("tlv/alike", "pass", json!({ "actual": { "reject": { "class": class } } })),
            vector("tlv/new", "pass", json!({})),
            vector("tlv/known", "pass", json!({})),
            vector("tlv/deployed", "pass", json!({})),
            vector("tlv/may", "observed", json!({ "level": "may", "would_be": "pass" })),
            vector("tlv/reason", "pass", json!({})),
            vector("payload/value", "pass", right()),
        ]
    };
    let mut ampwire = common("order");
    ampwire.push(vector(
        "tlv/either",
        "pass",
        with(either.clone(), json!({ "actual": { "reject": { "class": "limit" } } })),
    ));
    ampwire.push(vector("tlv/alone", "fail", ok()));
    ampwire.push(vector("tlv/crash", "pass", json!({})));
    let mut reference = common("duplicate");
    reference.push(vector(
        "tlv/either",
        "pass",
        with(either.clone(), json!({ "actual": { "ok": { "records": [] } } })),
    ));
    reference.push(vector("tlv/alone", "pass", json!({})));
    reference.push(vector(
        "tlv/crash",
        "crash",
        json!({ "red": true, "actual": null, "reasons": ["it ended by signal 11"] }),
    ));
    let lnd = vec![
        vector("tlv/alike", "pass", json!({})),
        vector("tlv/new", "fail", ok()),
        vector(
            "tlv/known",
            "expected_failure",
            with(
                ok(),
                json!({ "would_be": "fail", "exception": { "line": 4, "got": "ok", "kind": "bug", "reason": "It takes what it is given.", "url": "https://example.org/1" } }),
            ),
        ),
        vector(
            "tlv/deployed",
            "deployed",
            with(ok(), json!({ "same_as": ["lnd 0.21 (run by adapters/lnd)", "ldk 0.1 (run)"] })),
        ),
        vector("tlv/may", "observed", with(ok(), json!({ "level": "may", "would_be": "fail" }))),
        vector(
            "tlv/reason",
            "other_reason",
            json!({ "actual": { "reject": { "class": "limit", "message": "too long" } } }),
        ),
        vector(
            "payload/value",
            "fail",
            with(
                read(json!({ "amt_to_forward": "3", "outgoing_cltv_value": "2" })),
                json!({ "differences": [{ "member": "amt_to_forward", "expected": "1", "actual": "3" }] }),
            ),
        ),
        vector(
            "tlv/either",
            "pass",
            with(either, json!({ "actual": { "ok": { "records": [] } } })),
        ),
        vector("tlv/alone", "pass", json!({})),
        vector(
            "tlv/unsupported",
            "unsupported",
            json!({ "actual": null, "reasons": ["no tlv.decode"] }),
        ),
        vector(
            "tlv/declared",
            "unsupported",
            json!({ "red": true, "actual": { "unsupported": { "why": "not today" } } }),
        ),
    ];
    // Says nothing of the amount, nor why it refuses.
    let brief = vec![
        vector("payload/value", "pass", read(json!({ "outgoing_cltv_value": "2" }))),
        vector("tlv/reason", "pass", json!({ "actual": { "reject": { "class": "made up" } } })),
    ];
    let omits = json!({ "omits": { "payload.decode": ["amt_to_forward"] }, "errors": "none" });
    let parties = [
        party("ampwire", json!({}), &ampwire),
        party("reference", json!({}), &reference),
        party("lnd", json!({}), &lnd),
        party("brief", omits, &brief),
    ];
    let options = Options {
        level: Level::Should,
        strict_reasons: false,
        accept_deployed: false,
        fail_fast: false,
        profile: None,
        only: Vec::new(),
        skip: Vec::new(),
        rules: Vec::new(),
        ops: Vec::new(),
        classes: None,
        exec: Vec::new(),
        shard: None,
    };
    let wanted = Wanted {
        suite: SuiteReport {
            version: "0.1.0".to_owned(),
            source: "embedded".to_owned(),
            vectors: 0,
        },
        options,
        left_out: vec![LeftOut {
            name: "gone".to_owned(),
            why: "`./gone` doesn't exist".to_owned(),
        }],
        all: true,
        strangers: true,
        notes: vec!["lnd: <b>a | note</b>".to_owned()],
        again: Some("ampwire check --testee".to_owned()),
    };
    matrix(&suite(), &[], &parties, wanted)
}

fn row<'a>(matrix: &'a Matrix, id: &str) -> &'a Row {
    matrix.rows.iter().find(|row| row.id == id).unwrap()
}

#[test]
fn what_each_answer_means() {
    let matrix = everything();
    for (id, standing, groups) in [
        // Both classes are right: nobody differs.
        ("tlv/alike", Standing::Alike, &[&["ampwire", "reference", "lnd"][..]][..]),
        // A rule from which an implementation departs excuses nothing.
        ("tlv/new", Standing::New, &[&["ampwire", "reference"], &["lnd"]]),
        ("tlv/known", Standing::Known, &[&["ampwire", "reference"], &["lnd"]]),
        ("tlv/deployed", Standing::Known, &[&["ampwire", "reference"], &["lnd"]]),
        ("tlv/may", Standing::Weightless, &[&["ampwire", "reference"], &["lnd"]]),
        // A class of a testee that gives none is no reason.
        ("tlv/reason", Standing::Reason, &[&["ampwire", "reference"], &["lnd"]]),
        ("payload/value", Standing::New, &[&["ampwire", "reference"], &["lnd"]]),
        ("tlv/either", Standing::Allowed, &[&["ampwire"], &["reference", "lnd"]]),
        ("tlv/alone", Standing::New, &[&["reference", "lnd"], &["ampwire"]]),
        ("tlv/crash", Standing::New, &[&["ampwire"], &["reference"]]),
        ("tlv/declared", Standing::New, &[]),
    ] {
        let row = row(&matrix, id);
        assert_eq!(
            (row.standing, row.alone),
            (standing, ["tlv/alone", "tlv/either"].contains(&id)),
            "{id}"
        );
        assert_eq!(row.groups, groups, "{id}");
    }
    // Who omits the member in which the others differ is with neither.
    assert_eq!(row(&matrix, "payload/value").undecided, ["brief"]);
    // Nobody has a vote on what nobody answers.
    assert!(matrix.rows.iter().all(|row| row.id != "tlv/unsupported"));
}

#[test]
fn who_differs_from_whom() {
    let matrix = everything();
    let pair = |first: &str, second: &str| {
        let pair = matrix.pairs.iter().find(|pair| pair.testees == [first, second]).unwrap();
        (pair.compared, pair.differ, pair.new)
    };
    // Alone and crash.
    assert_eq!(pair("ampwire", "reference"), (10, 3, 2));
    assert_eq!(pair("ampwire", "lnd"), (9, 7, 3));
    assert_eq!(pair("lnd", "brief"), (0, 0, 0));
    let counts = &matrix.summary;
    assert_eq!((counts.questions, counts.compared), (11, 10));
    assert_eq!((counts.alike, counts.new, counts.known), (1, 5, 2));
    assert_eq!((counts.weightless, counts.allowed, counts.reason), (1, 1, 1));
    let lnd = matrix.testees.iter().find(|testee| testee.name == "lnd").unwrap();
    assert_eq!((lnd.answers, lnd.new, lnd.known), (9, 3, 2));
}

#[test]
fn the_most_urgent_comes_first() {
    let matrix = everything();
    let order: Vec<(Standing, bool, Option<How>)> = matrix
        .clusters
        .iter()
        .map(|cluster: &Cluster| {
            let how = cluster.deviations.first().map(|deviation| deviation.how);
            (cluster.standing, cluster.alone, how)
        })
        .collect();
    assert_eq!(order.first(), Some(&(Standing::New, true, Some(How::Accepts))));
    assert_eq!(order.get(1), Some(&(Standing::New, false, Some(How::Crash))));
    assert!(order.is_sorted_by_key(|(standing, ..)| *standing));
}

#[test]
fn forms() {
    let matrix = everything();
    insta::assert_snapshot!("terminal-80", text(&terminal::lines(&matrix, 80, false)));
    insta::assert_snapshot!("terminal-160-all", text(&terminal::lines(&matrix, 160, true)));
    insta::assert_snapshot!("markdown", markdown::render(&matrix));
}

#[test]
fn a_page_with_all_of_it() {
    let page = html::render(&everything());
    for words in [
        "<h1>4 testees, 5 new differences</h1>",
        "<strong>the built-in codec stands alone: </strong>",
        "deployed: ldk 0.1; lnd 0.21",
        "<a href=\"https://example.org/1\"",
        "<th scope=\"row\"><bdi>brief</bdi></th><td><code>leaves out what differs</code>",
        "<code>ampwire check --testee lnd --only tlv/new</code>",
        "ampwire and reference differ in 3 of 10 answers, 2 of them new",
        // What others wrote is text.
        "lnd: &lt;b&gt;a | note&lt;/b&gt;",
    ] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    // Nothing that the page's own policy forbids, and no attribute twice.
    for forbidden in [" style=", " onclick=", " src=", "<b>a"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    let twice = page
        .split('<')
        .filter(|tag| tag.split('>').next().unwrap_or_default().matches(" class=").count() > 1);
    assert_eq!(twice.count(), 0);
}

fn text(lines: &[String]) -> String {
    anstream::adapter::strip_str(&lines.join("\n")).to_string()
}
