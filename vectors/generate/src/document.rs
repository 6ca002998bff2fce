//! The canonical form of a file.
//!
//! Two spaces of indent, LF, one member or item a line. What holds nothing but strings and lists of
//! strings stands on one line, except files, vectors and rules themselves; so does a map. Members of
//! a vector are in the order of its form, those of `in` and `ok` are sorted.

use ampwire_vectors::{
    Answer, Deployed, Expect, Label, Manifest, Members, Rejection, Rule, RuleFile, Vector,
    VectorFile,
};
use serde_json::Value;

/// JSON whose members keep the order they were given in.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Text(String),
    Bool(bool),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
    /// A list or an object that is never put on one line.
    Open(Box<Node>),
    /// A list that always is.
    Row(Vec<Node>),
}

/// A vector file in canonical form.
pub fn vector_file(file: &VectorFile) -> String {
    render(&members([
        ("schema", text(&file.schema)),
        ("suite", text(&file.suite)),
        ("op", text(&file.op)),
        ("header", open(lines(&file.header))),
        ("vectors", Node::List(file.vectors.iter().map(vector).collect())),
    ]))
}

/// The rule file in canonical form.
pub fn rule_file(file: &RuleFile) -> String {
    render(&members([
        ("schema", text(&file.schema)),
        ("suite", text(&file.suite)),
        ("rules", Node::List(file.rules.iter().map(rule).collect())),
    ]))
}

/// The manifest in canonical form.
pub fn manifest(manifest: &Manifest) -> String {
    let files = manifest.files.iter().map(|entry| {
        members([
            ("path", text(&entry.path)),
            ("sha256", text(&entry.sha256)),
            ("vectors", text(&entry.vectors)),
        ])
    });
    render(&members([
        ("schema", text(&manifest.schema)),
        ("suite", text(&manifest.suite)),
        ("files", Node::List(files.collect())),
    ]))
}

/// A JSON object in canonical form, with its members sorted and one a line.
pub fn sorted_members_open(value: &Value) -> String {
    render(&open(sorted(value)))
}

fn vector(vector: &Vector) -> Node {
    let profiles: Vec<&str> = vector.profiles.iter().map(|profile| profile.as_str()).collect();
    let mut list = vec![
        ("id", text(&vector.id)),
        ("hash", text(&vector.hash)),
        ("comment", text(&vector.comment)),
        ("status", text(vector.status.as_str())),
        ("since", text(&vector.since)),
        ("level", text(vector.level.as_str())),
        ("profiles", lines(&profiles)),
        (
            "rules",
            members([
                ("obeys", lines(&vector.rules.obeys)),
                ("breaks", lines(&vector.rules.breaks)),
            ]),
        ),
        ("needs", lines(&vector.needs)),
        ("in", sorted_members(&vector.input)),
        ("expect", expect(&vector.expect)),
    ];
    if vector.trace {
        list.push(("trace", Node::Bool(true)));
    }
    if !vector.deployed.is_empty() {
        list.push(("deployed", Node::List(vector.deployed.iter().map(deployed).collect())));
    }
    if let Some(near) = &vector.near {
        list.push(("near", members([("id", text(&near.id)), ("edit", text(&near.edit))])));
    }
    if !vector.map.is_empty() {
        list.push(("map", Node::Row(vector.map.iter().map(label).collect())));
    }
    list.push((
        "source",
        members([("kind", text(vector.source.kind.as_str())), ("from", text(&vector.source.from))]),
    ));
    open(Node::Object(list.into_iter().map(|(name, node)| (name.to_owned(), node)).collect()))
}

fn expect(expect: &Expect) -> Node {
    match expect {
        Expect::Ok(result) => members([("ok", sorted_members(result))]),
        Expect::Reject(refusal) => members([("reject", rejection(refusal))]),
        Expect::Any(answers) => {
            members([("any", Node::List(answers.iter().map(answer).collect()))])
        }
    }
}

fn answer(answer: &Answer) -> Node {
    match answer {
        Answer::Ok(result) => members([("ok", sorted_members(result))]),
        Answer::Reject(refusal) => members([("reject", rejection(refusal))]),
    }
}

fn rejection(rejection: &Rejection) -> Node {
    sorted(&rejection.to_value())
}

fn deployed(deployed: &Deployed) -> Node {
    members([
        ("implementation", text(&deployed.implementation)),
        ("versions", text(&deployed.versions)),
        ("answer", answer(&deployed.answer)),
        ("evidence", text(&deployed.evidence)),
    ])
}

fn label(label: &Label) -> Node {
    lines(&Vec::<String>::from(label.clone()))
}

fn rule(rule: &Rule) -> Node {
    let mut list = vec![
        ("id", text(&rule.id)),
        ("level", text(rule.level.as_str())),
        ("authority", text(rule.authority.as_str())),
        ("source", text(&rule.source)),
        ("side", text(rule.side.as_str())),
        ("class", text(rule.class.as_str())),
        ("sentence", text(&rule.sentence)),
    ];
    for (name, reason) in [("no_obey", &rule.no_obey), ("no_break", &rule.no_break)] {
        list.extend(reason.as_ref().map(|reason| (name, text(reason))));
    }
    if !rule.departure.is_empty() {
        let departures = rule.departure.iter().map(|departure| {
            members([
                ("implementation", text(&departure.implementation)),
                ("versions", text(&departure.versions)),
                ("does", text(&departure.does)),
                ("evidence", text(&departure.evidence)),
            ])
        });
        list.push(("departure", Node::List(departures.collect())));
    }
    open(Node::Object(list.into_iter().map(|(name, node)| (name.to_owned(), node)).collect()))
}

fn open(node: Node) -> Node {
    Node::Open(Box::new(node))
}

fn text(value: &str) -> Node {
    Node::Text(value.to_owned())
}

fn lines<T: AsRef<str>>(values: &[T]) -> Node {
    Node::List(values.iter().map(|value| text(value.as_ref())).collect())
}

fn members<const N: usize>(list: [(&str, Node); N]) -> Node {
    Node::Object(list.into_iter().map(|(name, node)| (name.to_owned(), node)).collect())
}

fn sorted_members(list: &Members) -> Node {
    let mut list: Vec<(String, Node)> =
        list.iter().map(|(name, value)| (name.clone(), sorted(value))).collect();
    list.sort_by(|left, right| left.0.cmp(&right.0));
    Node::Object(list)
}

fn sorted(value: &Value) -> Node {
    match value {
        Value::String(value) => text(value),
        Value::Bool(value) => Node::Bool(*value),
        Value::Array(items) => Node::List(items.iter().map(sorted).collect()),
        Value::Object(list) => sorted_members(list),
        Value::Null | Value::Number(_) => {
            panic!("the files have neither null nor bare numbers: {value}")
        }
    }
}

fn render(node: &Node) -> String {
    let mut out = String::new();
    write(node, 0, &mut out);
    out.push('\n');
    out
}

fn is_text(node: &Node) -> bool {
    matches!(node, Node::Text(_) | Node::Bool(_))
}

/// Whether this stands on one line: nothing in it but strings and lists of strings.
fn on_one_line(node: &Node) -> bool {
    match node {
        Node::Text(_) | Node::Bool(_) | Node::Row(_) => true,
        Node::List(items) => items.iter().all(is_text),
        Node::Object(list) => list.iter().all(|(_, item)| match item {
            Node::List(items) => items.iter().all(is_text),
            item => is_text(item),
        }),
        Node::Open(_) => false,
    }
}

fn write(node: &Node, depth: usize, out: &mut String) {
    if on_one_line(node) {
        return write_on_one_line(node, out);
    }
    let inner = if let Node::Open(inner) = node { inner } else { node };
    match inner {
        Node::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                line(index, depth + 1, out);
                write(item, depth + 1, out);
            }
            line(0, depth, out);
            out.push(']');
        }
        Node::Object(list) => {
            out.push('{');
            for (index, (name, item)) in list.iter().enumerate() {
                line(index, depth + 1, out);
                out.push_str(&quoted(name));
                out.push_str(": ");
                write(item, depth + 1, out);
            }
            line(0, depth, out);
            out.push('}');
        }
        Node::Text(_) | Node::Bool(_) | Node::Row(_) | Node::Open(_) => write(inner, depth, out),
    }
}

fn write_on_one_line(node: &Node, out: &mut String) {
    match node {
        Node::Text(value) => out.push_str(&quoted(value)),
        Node::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::List(items) => write_items(items, ", ", out),
        Node::Row(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                match item {
                    Node::List(parts) => write_items(parts, ",", out),
                    item => write_on_one_line(item, out),
                }
            }
            out.push(']');
        }
        Node::Object(list) => {
            out.push('{');
            for (index, (name, item)) in list.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                out.push_str(&quoted(name));
                out.push_str(": ");
                write_on_one_line(item, out);
            }
            out.push('}');
        }
        Node::Open(node) => write_on_one_line(node, out),
    }
}

fn write_items(items: &[Node], separator: &str, out: &mut String) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        out.push_str(if index > 0 { separator } else { "" });
        write_on_one_line(item, out);
    }
    out.push(']');
}

/// Starts the line of an item; a comma ends the one before.
fn line(index: usize, depth: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

fn quoted(value: &str) -> String {
    Value::String(value.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_holds_only_strings_stands_on_one_line() {
        let node = sorted(
            &json!({ "b": ["1", "2"], "a": [{ "z": [], "y": "0" }, true], "c": { "d": {} } }),
        );
        let expected = "\
{
  \"a\": [
    {\"y\": \"0\", \"z\": []},
    true
  ],
  \"b\": [\"1\", \"2\"],
  \"c\": {
    \"d\": {}
  }
}
";
        assert_eq!(render(&node), expected);
    }

    #[test]
    fn what_is_open_never_stands_on_one_line() {
        let node = open(members([("id", text("a/b"))]));
        assert_eq!(render(&node), "{\n  \"id\": \"a/b\"\n}\n");
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(quoted("a \"b\"\n"), "\"a \\\"b\\\"\\n\"");
    }
}
