//! The file's form, and every mistake in it.

use super::*;

fn parse(text: &str) -> Result<File, String> {
    File::parse(Path::new("e.toml"), text)
}

fn with(entry: &str) -> Result<Entry, String> {
    let text = format!("schema = \"ampwire-expect-1\"\n\n[[expect]]\n{entry}");
    parse(&text).map(|file| file.entries.into_iter().next().unwrap())
}

#[test]
fn an_entry_with_everything() {
    let entry = with(
        "id = \"payload/one\"\ngot = \"value\"\nmembers = [\"b\", \"a\"]\nkind = \"bug\"\nreason = \"Why.\"\nurl = \"https://example.org/1\"\n\
         hash = \"a6f75124e0a9eac3\"\nwhen = { name = \"lnd\", version = \"<0.21\" }\nuntil = 2027-03-01\n",
    )
    .unwrap();
    assert_eq!((entry.line, entry.patterns.as_slice()), (4, &["payload/one".to_owned()][..]));
    assert_eq!(entry.failure().to_string(), "value (a, b)");
    assert_eq!((entry.kind, entry.reason.as_str()), (Kind::Bug, "Why."));
    assert_eq!(entry.url.as_deref(), Some("https://example.org/1"));
    assert_eq!(entry.hash.as_deref(), Some("a6f75124e0a9eac3"));
    assert_eq!(entry.when.name.as_deref(), Some("lnd"));
    assert_eq!(entry.until.unwrap().to_string(), "2027-03-01");
}

#[test]
fn an_entry_with_little() {
    let entry = with("id = [\"a/b\", \"c/*\"]\ngot = \"ok\"\nkind = \"todo\"\n").unwrap();
    assert_eq!(entry.patterns, ["a/b", "c/*"]);
    assert_eq!((entry.reason.as_str(), entry.url, entry.until), ("", None, None));
    assert_eq!(parse("schema = \"ampwire-expect-1\"\n").unwrap().entries, []);
}

#[test]
fn every_mistake_has_its_place() {
    let base = "id = \"a/b\"\ngot = \"ok\"\nkind = \"todo\"\n";
    for (entry, words) in [
        ("got = \"ok\"\nkind = \"todo\"\n".to_owned(), "e.toml:3:1: missing field `id`"),
        (format!("{base}reasons = \"x\"\n"), "e.toml:7:1: unknown field `reasons`"),
        (format!("{base}until = \"2027-03-01\"\n"), "e.toml:7:9: "),
        (
            format!("{base}until = 2027-03-01T00:00:00Z\n"),
            "e.toml:4:6: `until` is 2027-03-01T00:00:00Z; it is a day alone",
        ),
        (format!("{base}until = 2027-02-30\n"), "e.toml:7:"),
        (format!("{base}when = {{ name = \"x\", os = \"linux\" }}\n"), "unknown field `os`"),
        (
            format!("{base}when = {{ version = \"0.21\" }}\n"),
            "e.toml:7:20: \"0.21\" is no range of versions",
        ),
        (format!("{base}class = \"order\"\n"), "e.toml:4:6: `class` goes with"),
        (format!("{base}members = [\"value\"]\n"), "`members` goes with `got = \"value\"` alone"),
        (format!("{base}id = \"a/c\"\n"), "e.toml:7:1: duplicate key"),
        (base.replace("\"ok\"", "\"crash\""), "e.toml:5:7: unknown variant `crash`"),
        (base.replace("\"ok\"", "\"value\""), "`got = \"value\"` needs `members`"),
        (base.replace("\"ok\"", "\"value\"\nmembers = []"), "`got = \"value\"` needs `members`"),
        (base.replace("\"ok\"", "\"reject\"\nclass = \"ordre\""), "unknown variant `ordre`"),
        (base.replace("todo", "fixme"), "e.toml:6:8: unknown variant `fixme`"),
        (base.replace("todo", "bug"), "e.toml:4:6: `kind = \"bug\"` needs a `reason`"),
        (base.replace("todo", "wontfix"), "`kind = \"wontfix\"` needs a `reason`"),
        (base.replace("\"todo\"", "\"bug\"\nreason = \"x\""), "`kind = \"bug\"` needs a `url`"),
        (
            base.replace("\"todo\"", "\"disagree\"\nreason = \"x\"\nurl = \" \""),
            "`kind = \"disagree\"` needs a `url`",
        ),
        (
            base.replace("\"a/b\"", "3"),
            "e.toml:4:6: invalid type: integer `3`, expected an id, a glob of ids, or a list of them",
        ),
        (base.replace("\"a/b\"", "[]"), "`id` is empty"),
        (base.replace("\"a/b\"", "\"\""), "`id` is empty"),
        (base.replace("\"a/b\"", "[\"a/b\", 3]"), "invalid type: integer `3`, expected a string"),
        (base.replace("\"a/b\"", "\"a/*\"\nhash = \"00\""), "`hash` goes with one id"),
        (base.replace("\"a/b\"", "[\"a/b\", \"a/c\"]\nhash = \"00\""), "`hash` goes with one id"),
        (base.replace("\"a/b\"", "\"a/b"), "e.toml:4:10: "),
    ] {
        let fault = with(&entry).unwrap_err();
        assert!(fault.starts_with("e.toml:") && fault.contains(words), "{words}: {fault}");
        assert!(!fault.contains('\n'), "{fault}");
    }
}

#[test]
fn mistakes_of_several_entries_come_together() {
    let entry = "[[expect]]\nid = \"a/b\"\ngot = \"ok\"\nkind = \"bug\"\n";
    let fault = parse(&format!("schema = \"ampwire-expect-1\"\n{entry}{entry}")).unwrap_err();
    let lines: Vec<&str> = fault.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[0].starts_with("e.toml:3:6: ") && lines[1].starts_with("e.toml:7:6: "),
        "{fault}"
    );
}

#[test]
fn a_file_of_another_form_is_refused() {
    for (text, words) in [
        ("", "missing field `schema`"),
        ("schema = \"ampwire-expect-2\"\n", "e.toml:1:10: `schema` is \"ampwire-expect-2\""),
        ("schema = \"ampwire-expect-1\"\n[[xfail]]\n", "e.toml:2:3: unknown field `xfail`"),
        ("schema = \"ampwire-expect-1\"\nexpect = 3\n", "e.toml:2:10: invalid type"),
    ] {
        let fault = parse(text).unwrap_err();
        assert!(fault.contains(words), "{words}: {fault}");
    }
    let fault = File::read(Path::new("no/such/e.toml")).unwrap_err();
    assert!(fault.starts_with("no/such/e.toml: "), "{fault}");
}

#[test]
fn the_example_of_the_readme_is_one() {
    let readme = include_str!("../../../README.md");
    let text = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let file = parse(text).unwrap();
    assert_eq!(file.entries.len(), 2);
    let suite = crate::suite::Suite::for_tests();
    let exceptions = crate::expect::Exceptions::new(file, suite).unwrap();
    assert_eq!(exceptions.stale, []);
}
