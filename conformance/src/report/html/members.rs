//! Members of questions and answers: flat, one a line, and beside each other where two differ.

use ampwire_vectors::Members;
use maud::{Markup, html};
use serde_json::Value;

use super::units::{self, Parting};
use crate::compare::Difference;
use crate::render::value;

/// The longest text that is shown whole, in characters.
const WHOLE: usize = 3000;
/// How deep values are taken apart. No operation's go deeper.
const DEEPEST: usize = 8;
/// How many members of one answer are shown.
const MOST: usize = 500;

/// A member with its dotted name, and its value as a text.
type Flat = (String, String);

/// The members of a value, one a leaf.
pub(crate) fn flat(value: &Value) -> Vec<Flat> {
    let mut found = Vec::new();
    walk(String::new(), value, 0, &mut found);
    found
}

fn walk(name: String, value: &Value, depth: usize, found: &mut Vec<Flat>) {
    let join = |inner: &str| {
        if name.is_empty() { inner.to_owned() } else { format!("{name}.{inner}") }
    };
    match value {
        _ if found.len() >= MOST => {}
        Value::Object(members) if depth < DEEPEST && !(members.is_empty() && depth > 0) => {
            for (inner, value) in members {
                walk(join(inner), value, depth + 1, found);
            }
        }
        Value::Array(items) if depth < DEEPEST && items.iter().any(|item| !item.is_string()) => {
            for (index, item) in items.iter().enumerate() {
                walk(format!("{name}[{index}]"), item, depth + 1, found);
            }
        }
        Value::Array(items) => {
            let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            let text = if depth < DEEPEST { texts.join(" ") } else { value.to_string() };
            found.push((name, if items.is_empty() { "none".to_owned() } else { text }));
        }
        Value::String(text) if text.is_empty() => found.push((name, "(empty)".to_owned())),
        Value::String(text) => found.push((name, text.clone())),
        Value::Number(number) => found.push((name, format!("{number} (a JSON number)"))),
        other => found.push((name, other.to_string())),
    }
}

/// A text in full, a very long one by its two ends and its length.
pub(crate) fn text(text: &str) -> Markup {
    let count = text.len();
    if count <= WHOLE || text.chars().nth(WHOLE).is_none() {
        return html! { (text) };
    }
    let characters = text.chars().count();
    let start: String = text.chars().take(WHOLE / 2).collect();
    let end: String = text.chars().skip(characters - 100).collect();
    html! { (start) span.muted { "… " (characters) " characters …" } (end) }
}

/// Members on one line, long ones shortened: for what needs no comparing.
pub(crate) fn line(kind: &str, members: &Value) -> Markup {
    html! {
        code {
            (kind)
            @for (name, value) in flat(members) {
                "  "
                @if !name.is_empty() { i { (name) } " " }
                (value::middle(&value))
            }
        }
    }
}

/// Members in a table of two columns.
pub(crate) fn list(members: &[Flat]) -> Markup {
    html! {
        table.plain.members {
            tbody {
                @for (name, value) in members {
                    tr { th scope="row" { code { (name) } } td { code { (text(value)) } } }
                }
            }
        }
    }
}

/// What was expected beside what was answered. Rows that differ are marked; what wasn't compared says nothing.
pub(crate) fn side_by_side(expected: &Value, actual: &Value, differences: &[Difference]) -> Markup {
    let is_compared =
        |name: &str| differences.iter().any(|difference| covers(&difference.member, name));
    beside(&flat(expected), &flat(actual), ["expected", "answered"], is_compared)
}

/// The members in which two inputs differ, but for what is read. Nothing where there are none.
pub(crate) fn differing(right: &Members, asked: &Members) -> Option<Markup> {
    let of = |members: &Members, others: &Members| {
        let read = |name: &str| matches!(name, "bytes" | "invoice");
        let members =
            members.iter().filter(|(name, value)| !read(name) && others.get(*name) != Some(value));
        flat(&Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect()))
    };
    let (right, asked) = (of(right, asked), of(asked, right));
    if right.is_empty() && asked.is_empty() {
        return None;
    }
    Some(beside(&right, &asked, ["right", "asked"], |_| true))
}

fn beside(
    expected: &[Flat],
    actual: &[Flat],
    heads: [&str; 2],
    is_compared: impl Fn(&str) -> bool,
) -> Markup {
    let find = |members: &[Flat], name: &str| {
        members.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone())
    };
    let mut names: Vec<&String> = expected.iter().map(|(name, _)| name).collect();
    names.extend(actual.iter().map(|(name, _)| name).filter(|name| find(expected, name).is_none()));
    html! {
        table.plain.members.compared {
            thead { tr { th scope="col" { "member" } th scope="col" { (heads[0]) } th scope="col" { (heads[1]) } } }
            tbody {
                @for name in names {
                    @let (wanted, got) = (find(expected, name), find(actual, name));
                    @let differs = wanted != got && is_compared(name);
                    tr.differs[differs] {
                        th scope="row" { code { (name) } @if differs { span.unseen { " differs" } } }
                        @match (&wanted, &got) {
                            (Some(wanted), Some(got)) if differs => {
                                @let (wanted, got) = marked(wanted, got);
                                td data-is=(heads[0]) { code { (wanted) } }
                                td data-is=(heads[1]) { code { (got) } }
                            }
                            _ => {
                                td data-is=(heads[0]) { (absent_or(wanted.as_deref())) }
                                td data-is=(heads[1]) { (absent_or(got.as_deref())) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn absent_or(found: Option<&str>) -> Markup {
    html! { @match found { Some(value) => code { (text(value)) }, None => span.muted { "not there" } } }
}

/// Whether a difference is about this member: about itself or about what it is a part of.
fn covers(difference: &str, name: &str) -> bool {
    name.strip_prefix(difference)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
}

/// Two texts with what differs marked in each. Where nothing is the same, marking all of it would say nothing.
fn marked(one: &str, other: &str) -> (Markup, Markup) {
    let pieces = |text: &str| text.chars().map(String::from).collect::<Vec<String>>();
    let (one, other) = (pieces(one), pieces(other));
    let parting = Parting::of(&one, &other);
    if parting.one == (0..one.len()) {
        let whole = |text: &[String]| html! { (self::text(&text.concat())) };
        return (whole(&one), whole(&other));
    }
    (
        units::show(&one, 0..one.len(), &parting.one),
        units::show(&other, 0..other.len(), &parting.other),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_flat_and_nothing_is_lost() {
        let value = json!({
            "a": { "b": "1", "c": [] }, "d": ["1", "2"], "e": [{ "f": "" }, { "f": null }], "g": {}, "h": 7, "i": true,
        });
        let flat: Vec<String> =
            flat(&value).iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(
            flat,
            [
                "a.b=1",
                "a.c=none",
                "d=1 2",
                "e[0].f=(empty)",
                "e[1].f=null",
                "g={}",
                "h=7 (a JSON number)",
                "i=true"
            ]
        );
    }

    #[test]
    fn depth_and_number_have_an_end() {
        let deep = (0..100).fold(json!("x"), |inner, _| json!([{ "a": inner }]));
        assert_eq!(flat(&deep).len(), 1);
        assert_eq!(flat(&json!(vec![json!({ "a": "1" }); 10_000])).len(), MOST);
    }

    #[test]
    fn only_what_was_compared_and_differs_is_marked() {
        let difference = |member: &str| Difference {
            member: member.to_owned(),
            expected: None,
            actual: None,
            hint: None,
        };
        let (expected, actual) = (
            json!({ "a": "00112233", "ab": "1", "c": { "d": "1" } }),
            json!({ "a": "0011ff33", "ab": "2" }),
        );
        let shown =
            side_by_side(&expected, &actual, &[difference("a"), difference("c")]).into_string();
        assert_eq!(shown.matches("class=\"differs\"").count(), 2, "{shown}");
        assert!(
            shown.contains("0011<mark>22</mark>33") && shown.contains("0011<mark>ff</mark>33"),
            "{shown}"
        );
        assert_eq!(shown.matches("not there").count(), 1);
    }

    #[test]
    fn a_very_long_text_is_cut_in_the_open() {
        let long = "é".repeat(10_000);
        let shown = text(&long).into_string();
        assert!(shown.contains("… 10000 characters …") && shown.chars().count() < 2000, "{shown}");
        assert_eq!(text(&"é".repeat(3000)).into_string().chars().count(), 3000);
    }
}
