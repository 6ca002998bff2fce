//! Entries laid over a suite.

use std::path::Path;

use super::*;

fn lay(entries: &str) -> Result<Exceptions, String> {
    let text = format!("schema = \"ampwire-expect-1\"\n{entries}");
    let file = File::parse(Path::new("e.toml"), &text).unwrap();
    Exceptions::new(file, Suite::for_tests())
}

fn entry(id: &str, more: &str) -> String {
    format!("[[expect]]\nid = {id}\ngot = \"ok\"\nkind = \"todo\"\n{more}\n")
}

#[test]
fn ids_and_globs_cover() {
    let suite = Suite::for_tests();
    let one = &suite.cases[0].vector;
    let globbed: Vec<&str> = suite
        .cases
        .iter()
        .map(|case| case.vector.id.as_str())
        .filter(|id| id.starts_with("payload/amp-index-"))
        .collect();
    assert!((2..=20).contains(&globbed.len()), "{globbed:?}");
    let entries = entry(&format!("\"{}\"", one.id), &format!("hash = \"{}\"", one.hash))
        + &entry("\"payload/amp-index-*\"", "");
    let exceptions = lay(&entries).unwrap();
    assert_eq!(exceptions.stale, []);
    assert_eq!(exceptions.covered(0).collect::<Vec<_>>(), [one.id.as_str()]);
    let mut covered: Vec<&str> = exceptions.covered(1).collect();
    covered.sort_by_key(|id| globbed.iter().position(|other| other == id));
    assert_eq!(covered, globbed);
    assert_eq!(exceptions.find(&one.id, &Hello::default()).unwrap().0, 0);
    assert!(exceptions.find("payload/final", &Hello::default()).is_none());
}

#[test]
fn what_matches_nothing_is_stale() {
    let suite = Suite::for_tests();
    let id = &suite.cases[0].vector.id;
    let entries = entry("[\"payload/no-such\", \"nosuch/*\"]", "")
        + &entry(&format!("\"{id}\""), "hash = \"0000000000000000\"");
    let exceptions = lay(&entries).unwrap();
    let stale: Vec<(usize, &str, &str)> = exceptions
        .stale
        .iter()
        .map(|stale| (stale.line, stale.id.as_str(), stale.why.as_str()))
        .collect();
    let changed = format!("its content has the hash {} now", suite.cases[0].vector.hash);
    assert_eq!(
        stale,
        [
            (3, "payload/no-such", "no vector has this id"),
            (3, "nosuch/*", "this glob matches no vector"),
            (8, id.as_str(), changed.as_str()),
        ]
    );
    // And covers nothing.
    assert!(exceptions.find(id, &Hello::default()).is_none());
}

#[test]
fn a_withdrawn_vector_is_stale() {
    let mut suite = Suite::for_tests().clone();
    suite.cases[0].vector.status = Status::Withdrawn;
    let id = suite.cases[0].vector.id.clone();
    let text =
        format!("schema = \"ampwire-expect-1\"\n{}", entry(&format!("[\"{id}\", \"{id}*\"]"), ""));
    suite.cases.retain(|case| !case.vector.id.starts_with(&id) || case.vector.id == id);
    let file = File::parse(Path::new("e.toml"), &text).unwrap();
    let exceptions = Exceptions::new(file, &suite).unwrap();
    let why: Vec<&str> = exceptions.stale.iter().map(|stale| stale.why.as_str()).collect();
    assert_eq!(why, ["this vector is withdrawn", "this glob matches only withdrawn vectors"]);
}

#[test]
fn mistakes() {
    for (entries, words) in [
        (entry("\"payload/[\"", ""), "e.toml:3: id payload/[: "),
        (entry("\"**\"", ""), "e.toml:3: the glob ** matches "),
        (
            entry("\"payload/final\"", "") + &entry("\"payload/final\"", ""),
            "e.toml:8: payload/final is covered already, by the entry in line 3",
        ),
        (
            entry("\"payload/amp-index-largest\"", "")
                + &entry("\"payload/amp-index-*\"", "when = { name = \"x\" }"),
            "is covered already",
        ),
        (entry("[\"payload/final\", \"payload/final\"]", ""), "is covered already"),
    ] {
        let fault = lay(&entries).unwrap_err();
        assert!(fault.contains(words), "{words}: {fault}");
    }
}

#[test]
fn two_entries_share_a_vector_where_no_testee_meets_both() {
    let entries = entry("\"payload/final\"", "when = { version = \"<2\" }")
        + &entry("\"payload/final\"", "when = { version = \">=2\" }");
    let exceptions = lay(&entries).unwrap();
    let find = |version: &str| {
        let hello = Hello { version: version.to_owned(), ..Hello::default() };
        exceptions.find("payload/final", &hello).map(|(index, _)| index)
    };
    assert_eq!((find("1.9"), find("2.0"), find("dev")), (Some(0), Some(1), None));
}
