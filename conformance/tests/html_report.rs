//! The HTML page of a report: all of it is there, nothing of it is anybody else's markup, and equal results are equal pages. How it behaves is
//! tried in a browser, by `.ci/html/run`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{AMPWIRE, Suite, ampwire, keeps_to};
use tempfile::TempDir;

/// What HTML, a style sheet, a script, an attribute or a link would obey.
const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'><b onclick=\"alert(3)\">&lt;]]>--><style>*{}</style>\u{202e}\u{0}\n{{}}";

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    /// These reports in one page.
    #[track_caller]
    fn page(&self, reports: &[&Value], options: &[&str]) -> String {
        let paths: Vec<String> = reports
            .iter()
            .enumerate()
            .map(|(number, report)| {
                let path = self.path(&format!("{number}.json"));
                fs::write(&path, report.to_string()).unwrap();
                path
            })
            .collect();
        let words = ["report", "--format", "html"].into_iter().chain(options.iter().copied());
        let outcome = ampwire(words.chain(paths.iter().map(String::as_str)));
        outcome.ends_with(0);
        assert_eq!(outcome.stderr, "");
        outcome.stdout
    }
}

/// A real report: one vector is accepted that must be refused, and one answer is another's.
fn report() -> Value {
    let suite = Suite::new();
    suite.hostile(&["--json"], &["wrong-value-and-lax"]).report()
}

fn find<'a>(report: &'a mut Value, id: &str) -> &'a mut Value {
    let vectors = report["runs"][0]["vectors"].as_array_mut().unwrap();
    vectors.iter_mut().find(|vector| vector["id"] == id).unwrap()
}

/// The row of a vector, to its end.
#[track_caller]
fn row<'a>(page: &'a str, place: &str) -> &'a str {
    let rows: Vec<&str> = page.split("<li").collect();
    rows.into_iter()
        .find(|row| row.contains(&format!("id=\"{place}\"")))
        .unwrap_or_else(|| panic!("no {place} in {page}"))
}

#[test]
fn the_question_is_in_the_report_where_the_answer_was_not_plainly_right() {
    let mut report = report();
    keeps_to("report-1", &report);
    assert_eq!(find(&mut report, "bigsize/one").get("asked"), None);
    let asked = find(&mut report, "bigsize/not-minimal")["asked"].clone();
    assert_eq!(asked["in"], json!({ "bytes": "fd00fc" }));
    assert_eq!(
        asked["near"],
        json!({ "id": "bigsize/three-bytes", "edit": "change some bytes", "in": { "bytes": "fd00fd" },
            "map": [["0", "1", "prefix", "two bytes follow"], ["1", "2", "value", "253"]] })
    );
    assert!(find(&mut report, "bigsize/three-bytes")["asked"]["map"].is_array());
    let rules: Vec<&Value> =
        report["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    assert_eq!(rules, ["bolt1.bigsize.minimal"]);
    let right = Suite::new().check(&["--json"], &[AMPWIRE, "testee"]).report();
    assert!(!right.to_string().contains("\"asked\""), "{right}");
    assert_eq!(right.get("rules"), None);
}

#[test]
fn a_failure_is_told_in_full() {
    let page = Folder::new().page(&[&report()], &[]);
    let row = row(&page, "bigsize/not-minimal");
    for words in [
        "accepted, and must be refused",
        "The vector bigsize/not-minimal.",
        "reject not_minimal, offset 0",
        "<a class=\"vector\" href=\"#bigsize/three-bytes\">",
        "change some bytes",
        // The labels of the neighbour, and what is other in the bytes that were asked.
        "two bytes follow",
        "00<mark>fd</mark>",
        "00<mark>fc</mark>",
        "href=\"#rule=bolt1.bigsize.minimal\"",
        "A BigSize is as short as it can be.",
        "BOLT 1, a section",
        "ampwire check --only bigsize/not-minimal",
    ] {
        assert!(row.contains(words), "no {words} in {row}");
    }
    // The worst first, and what passed behind it.
    let place = |id: &str| page.find(&format!("<div class=\"body\" id=\"{id}\"")).unwrap();
    assert!(place("bigsize/not-minimal") < place("bigsize/one"), "{page}");
}

#[test]
fn a_page_needs_nothing_else_and_may_do_nothing_else() {
    let page = Folder::new().page(&[&report()], &[]);
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{page}");
    let policy = page.split_once("Content-Security-Policy\" content=\"").unwrap().1;
    let policy = policy.split_once('"').unwrap().0;
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(
        !policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"),
        "{policy}"
    );
    for loads in [
        " src=",
        "@import",
        "url(",
        "<iframe",
        "<object",
        "<link rel=\"stylesheet",
        " style=",
        " onclick=",
    ] {
        assert!(!page.contains(loads), "{loads}");
    }
}

/// A report in which every text that a testee or a file can choose means harm.
fn hostile() -> Value {
    let mut report = report();
    let run = &mut report["runs"][0];
    run["hello"]["name"] = json!(HOSTILE);
    run["hello"]["version"] = json!(HOSTILE);
    run["hello"]["language"] = json!(HOSTILE);
    run["hello"]["ops"] = json!([HOSTILE]);
    run["hello"]["omits"] = json!({ HOSTILE: [HOSTILE] });
    run["command"] = json!(["./adapter", HOSTILE]);
    run["warnings"] = json!([HOSTILE]);
    run["stray_lines"] = json!([HOSTILE]);
    run["summary"]["stray_lines"] = json!(1);
    run["fault"] = json!({ "message": HOSTILE, "line": HOSTILE, "stderr": HOSTILE });
    for (number, vector) in run["vectors"].as_array_mut().unwrap().iter_mut().enumerate() {
        vector["id"] = json!(format!("{number} {HOSTILE}"));
        for member in ["op", "hash"] {
            vector[member] = json!(HOSTILE);
        }
        vector["rules"] = json!({ "obeys": [HOSTILE], "breaks": [HOSTILE, "x"] });
        vector["reasons"] = json!([HOSTILE]);
        vector["stderr"] = json!(HOSTILE);
        vector["stray"] = json!({ "count": 1, "first": [HOSTILE] });
        vector["unknown_members"] = json!([HOSTILE]);
        vector["same_as"] = json!([HOSTILE]);
        vector["expected"] = json!({ "ok": { HOSTILE: HOSTILE, "bytes": "00ff" } });
        vector["actual"] = json!({ "ok": { HOSTILE: [HOSTILE], "bytes": "01ff" } });
        vector["differences"] = json!([{ "member": HOSTILE, "actual": HOSTILE, "hint": HOSTILE }]);
        vector["exception"] = json!({ "line": 1, "got": "ok", "kind": "bug", "reason": HOSTILE, "url": format!("javascript:alert(4)//{HOSTILE}") });
        let label = json!(["0", "18446744073709551615", HOSTILE, HOSTILE]);
        vector["asked"] = json!({
            "comment": HOSTILE, "in": { "bytes": "00", HOSTILE: { HOSTILE: [null, 1, HOSTILE] } }, "map": [label, ["0", "1", HOSTILE]],
            "near": { "id": HOSTILE, "edit": HOSTILE, "in": { "bytes": "01" }, "map": [label, ["0", "1", HOSTILE, HOSTILE]] },
        });
    }
    report["rules"] = json!([{ "id": HOSTILE.replace('\n', "\u{21b5}"), "level": "must", "authority": "bolt", "source": HOSTILE, "sentence": HOSTILE }]);
    report["exceptions"] = json!({ "file": HOSTILE, "entries": 1, "stale": [{ "line": 3, "id": HOSTILE, "why": HOSTILE }] });
    report["suite"]["version"] = json!(HOSTILE);
    report["suite"]["source"] = json!(HOSTILE);
    report["options"]["only"] = json!([HOSTILE]);
    report["exit_status"] = json!(3);
    report
}

#[test]
fn texts_that_mean_harm_are_text() {
    let (one, other) = (hostile(), report());
    for reports in [vec![&one], vec![&one, &other, &one]] {
        let page = Folder::new().page(&reports, &[]);
        // What the shell itself has: two scripts and one style sheet.
        for (tag, times) in [
            ("<script", 2),
            ("</script", 2),
            ("<style", 1),
            ("</style", 1),
            ("<img", 0),
            ("onclick=\"", 0),
            ("--><", 0),
        ] {
            assert_eq!(page.matches(tag).count(), times, "{tag}");
        }
        assert!(page.matches("&lt;img src=x onerror=alert(2)&gt;").count() > 100);
        assert!(!page.contains("href=\"javascript:"), "a link that runs something");
        assert!(!page.contains(['\u{202e}', '\u{0}']), "a character that steers");
        // An attribute holds its text, quotes and all.
        let alone: String =
            page.split("<script").map(|part| part.rsplit("</script>").next().unwrap()).collect();
        assert!(!alone.contains("\"'>"), "an attribute ended early");
    }
}

#[test]
fn only_web_pages_are_linked() {
    for (url, link) in [
        ("https://example.org/?a=\"b", true),
        ("http://example.org/", true),
        ("javascript:alert(1)", false),
        ("data:text/html,x", false),
        ("HTTPS:x", false),
    ] {
        let mut report = report();
        let vector = find(&mut report, "bigsize/not-minimal");
        vector["exception"] =
            json!({ "line": 1, "got": "ok", "kind": "bug", "reason": "It is known.", "url": url });
        let page = Folder::new().page(&[&report], &[]);
        let row = row(&page, "bigsize/not-minimal");
        assert_eq!(
            row.contains(&format!("href=\"{}\"", url.replace('"', "&quot;"))),
            link,
            "{url}: {row}"
        );
        assert!(row.contains(&url.replace('"', "&quot;")) && row.contains("It is known."), "{row}");
    }
}

#[test]
fn very_long_texts_are_cut_and_the_page_stays_small() {
    let mut report = report();
    let long = "é<".repeat(2_000_000);
    let vector = find(&mut report, "bigsize/not-minimal");
    vector["actual"] =
        json!({ "ok": { "value": long, "list": vec![json!({ "a": "b" }); 100_000] } });
    vector["reasons"] = json!(["accepted, and must be refused"]);
    vector["asked"]["in"]["bytes"] = json!("ab".repeat(1_000_000));
    let page = Folder::new().page(&[&report], &[]);
    assert!(page.len() < 400_000, "{}", page.len());
    assert!(page.contains("characters"), "the cut is not told");
}

#[test]
fn an_older_report_is_a_page_too() {
    let mut report = report();
    report.as_object_mut().unwrap().remove("rules");
    for vector in report["runs"][0]["vectors"].as_array_mut().unwrap() {
        vector.as_object_mut().unwrap().remove("asked");
    }
    let page = Folder::new().page(&[&report], &[]);
    let row = row(&page, "bigsize/not-minimal");
    for words in ["reject not_minimal", "accepted, and must be refused", "bolt1.bigsize.minimal"] {
        assert!(row.contains(words), "no {words} in {row}");
    }
}

#[test]
fn several_testees_stand_side_by_side() {
    let (wrong, mut right) =
        (report(), Suite::new().check(&["--json"], &[AMPWIRE, "testee"]).report());
    let page = Folder::new().page(&[&wrong, &right], &[]);
    // The same name and version twice: told apart by a number.
    let heads = page.split_once("<div class=\"head\"").unwrap().1.split_once("</div>").unwrap().0;
    assert!(heads.contains("#1</span>") && heads.contains("#2</span>"), "{heads}");
    assert!(page.contains("data-differing"), "all rows are shown at first");
    let rows: Vec<&str> = page.split("<li").filter(|row| row.contains("class=\"body\"")).collect();
    let differ: Vec<&&str> = rows.iter().filter(|row| row.starts_with(" data-x>")).collect();
    // One accepted that must be refused, and one with another value.
    assert_eq!(
        (rows.len(), differ.len()),
        (wrong["runs"][0]["vectors"].as_array().unwrap().len(), 2)
    );
    let row = row(&page, "bigsize/not-minimal");
    assert!(row.contains(">FAIL<") || row.contains(">fail<"), "{row}");
    assert!(row.contains("verdict bad") && row.contains("verdict good"), "{row}");
    right["runs"][0]["hello"]["name"] = json!("other \"}</style>");
    let page = Folder::new().page(&[&wrong, &right], &[]);
    assert!(page.contains("content: \"other\\20 \\22 \\7d \\3c \\2f style\\3e "), "{page}");
}

#[test]
fn several_reports_have_one_form() {
    let folder = Folder::new();
    let path = folder.path("report.json");
    fs::write(&path, report().to_string()).unwrap();
    for format in ["terminal", "junit", "json"] {
        let outcome = ampwire(["report", &path, &path, "--format", format]);
        outcome.ends_with(2).complains("--format html");
        assert_eq!(outcome.stdout, "");
    }
}

#[test]
fn equal_results_are_equal_pages() {
    let (one, mut other) = (report(), report());
    other["runs"][0]["summary"]["milliseconds"] = json!(98765);
    other["runs"][0]["command"] = json!(["/elsewhere/adapter"]);
    other["suite"]["source"] = json!("/elsewhere/vectors");
    other["runs"][0]["vectors"].as_array_mut().unwrap().reverse();
    let folder = Folder::new();
    let page = |report: &Value| folder.page(&[report], &["--reproducible"]);
    assert_eq!(page(&one), page(&other));
    assert!(!page(&other).contains("elsewhere"));
    assert_ne!(folder.page(&[&one], &[]), folder.page(&[&other], &[]));
}

#[test]
fn check_writes_the_page_that_report_makes() {
    let (suite, folder) = (Suite::new(), Folder::new());
    let (page, report) = (folder.path("page.html"), folder.path("report.json"));
    let outcome = suite.hostile(&["--html", &page, "--report", &report], &["wrong-value-and-lax"]);
    outcome.ends_with(1);
    let written = fs::read_to_string(&page).unwrap();
    assert_eq!(ampwire(["report", &report, "--format", "html"]).stdout, written);
    assert!(written.contains("<title>2 of 10 answers not as expected"), "{written}");
    suite.hostile(&["--html", &folder.path("no/such/folder.html")], &["right"]).ends_with(2);
}

#[test]
fn a_run_without_an_answer_is_told_and_is_no_green() {
    let outcome = Suite::new().check(&["--json"], &["/no/such/program"]);
    let page = Folder::new().page(&[&outcome.report()], &[]);
    assert!(page.contains("<title>Nothing ran"), "{page}");
    assert!(page.contains("the testee is at fault") && page.contains("Exit status 3"), "{page}");
}
