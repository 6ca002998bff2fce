//! One vector, opened: what was asked, what was expected, what each testee answered, and what that is about.

use ampwire_vectors::{Expect, Members};
use maud::{Markup, html};
use serde_json::Value;

use super::table::{Column, Row, Table};
use super::units::Units;
use super::{labels, members, tone};
use crate::compare::Difference;
use crate::expect::ExceptionReport;
use crate::protocol::operations;
use crate::render::reproduce::Reproduce;
use crate::render::value;
use crate::report::asked::{Asked, Neighbour, RuleText};
use crate::report::outcome::Outcome;
use crate::report::{Report, VectorReport, plain, words};

/// How many lines of standard error are shown.
const STDERR_LINES: usize = 20;
/// The longest message of a refusal that was expected, in characters.
const MESSAGE: usize = 200;

/// All of a row's vector.
pub(crate) fn body(table: &Table<'_>, row: &Row<'_>, first: &VectorReport) -> Markup {
    let columns = table.columns.as_slice();
    let groups = groups(columns, row);
    let asked = first.asked.as_ref();
    html! {
        div.body id=(row.place) {
            @if let Some(asked) = asked {
                p { (asked.comment) }
                (question(first, asked))
            }
            @if groups.iter().all(Group::is_plain) { p { span.label { "expected" } (expected(first)) } }
            @for group in &groups {
                @if group.is_plain() { (plain_answer(columns, &groups, group)) } @else { (answer(columns, group)) }
            }
            @if let (Some(asked), Some(near)) = (asked, asked.and_then(|asked| asked.near.as_ref())) {
                (neighbour(table, asked, near))
            }
            (rules(columns, "breaks", &first.rules.breaks, asked.is_some()))
            (rules(columns, "obeys", &first.rules.obeys, asked.is_some()))
            @if asked.is_some() {
                p.muted.about {
                    a href=(format!("#{}", row.place)) { "link to this vector" }
                    " · " (first.status.as_str()) " · hash " code { (first.hash) }
                }
            }
        }
    }
}

/// Those of whom the same is to be said.
struct Group<'a> {
    columns: Vec<usize>,
    vector: &'a VectorReport,
}

impl Group<'_> {
    /// Whether nothing more is to be said than what was expected.
    fn is_plain(&self) -> bool {
        matches!(Outcome::of(self.vector), Outcome::Passed | Outcome::Skipped)
    }
}

fn groups<'a>(columns: &[Column<'_>], row: &Row<'a>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for (index, vector) in row.cells.iter().enumerate() {
        let Some(vector) = *vector else { continue };
        let same = |group: &&mut Group<'_>| columns.len() > 1 && said_alike(group.vector, vector);
        match groups.iter_mut().find(same) {
            Some(group) => group.columns.push(index),
            None => groups.push(Group { columns: vec![index], vector }),
        }
    }
    groups
}

fn said_alike(one: &VectorReport, other: &VectorReport) -> bool {
    let verdict = |vector: &VectorReport| {
        (vector.verdict, vector.would_be, vector.red, vector.reasons.clone())
    };
    let beside = |vector: &VectorReport| {
        let exception = vector.exception.as_ref().map(crate::render::expected::grounds);
        (vector.actual.clone(), exception, vector.stderr.clone(), vector.stray.count)
    };
    let passed = Outcome::of(one) == Outcome::Passed;
    one.hash == other.hash
        && verdict(one) == verdict(other)
        && (passed || beside(one) == beside(other))
}

fn names(columns: &[Column<'_>], group: &Group<'_>) -> String {
    let names = group.columns.iter().filter_map(|index| columns.get(*index));
    names.map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// What was answered as expected, or not asked. It must not fill the page: most answers are so.
fn plain_answer(columns: &[Column<'_>], groups: &[Group<'_>], group: &Group<'_>) -> Markup {
    let vector = group.vector;
    let message =
        vector.actual.as_ref().and_then(|actual| actual.pointer("/reject/message")?.as_str());
    html! {
        @if groups.len() > 1 {
            h3 { bdi { (names(columns, group)) } ": " span class=(tone::verdict(Outcome::of(vector))) { (words::verdict(vector)) } }
        } @else if let (Some(message), [_]) = (message, columns) {
            p { span.label { "answered" } (plain::cut(message, MESSAGE)) }
        }
        @for reason in &vector.reasons { p { (reason) } }
        (beside(vector))
    }
}

fn expected(vector: &VectorReport) -> Markup {
    match serde_json::from_value::<Expect>(vector.expected.clone()) {
        Ok(Expect::Ok(ok)) => members::line("ok", &Value::Object(ok)),
        Ok(other) => html! {
            span {
                @for (index, line) in value::expectation(&other).iter().enumerate() {
                    @if index > 0 { br; }
                    code { (line) }
                }
            }
        },
        // A form that this version doesn't know.
        Err(_) => html! { code { (members::text(&vector.expected.to_string())) } },
    }
}

fn question(vector: &VectorReport, asked: &Asked) -> Markup {
    let labelled = labelled(vector, asked);
    let in_input = matches!(labelled, Some((_, Side::Input)));
    let shown = |name: &str| !(in_input && matches!(name, "bytes" | "invoice"));
    let others = asked.input.iter().filter(|(name, _)| shown(name.as_str()));
    let others = Value::Object(others.map(|(name, value)| (name.clone(), value.clone())).collect());
    let others = members::flat(&others);
    html! {
        h3 { "Asked " code { (vector.op) } }
        @if !others.is_empty() { (members::list(&others)) }
        @if let Some((units, Side::Input)) = &labelled { (labels::list(units, &asked.map, fault(vector))) }
    }
}

/// Whose bytes a vector's labels are about.
enum Side {
    Input,
    Expected,
}

fn labelled(vector: &VectorReport, asked: &Asked) -> Option<(Units, Side)> {
    if asked.map.is_empty() {
        return None;
    }
    let input = Units::input(&asked.input).map(|units| (units, Side::Input));
    input.or_else(|| Some((written(Some(&vector.expected))?, Side::Expected)))
}

/// The bytes or the invoice that an answer has written.
fn written(answer: Option<&Value>) -> Option<Units> {
    Units::input(answer?.get("ok")?.as_object()?)
}

/// Where the input is wrong, as the expectation has it.
fn fault(vector: &VectorReport) -> Option<u64> {
    vector.expected.pointer("/reject/offset")?.as_str()?.parse().ok()
}

/// What some of them answered, and what it is worth.
fn answer(columns: &[Column<'_>], group: &Group<'_>) -> Markup {
    let vector = group.vector;
    let hints = vector
        .differences
        .iter()
        .filter_map(|difference| Some((&difference.member, difference.hint.as_ref()?)));
    let of = group.columns.first().and_then(|index| columns.get(*index));
    html! {
        h3 {
            @if columns.len() > 1 { bdi { (names(columns, group)) } ": " } @else { "Answer: " }
            span class=(tone::verdict(Outcome::of(vector))) { (words::verdict(vector)) }
        }
        @for reason in &vector.reasons { p { (reason) } }
        @if let Some(exception) = &vector.exception { (expected_failure(of.map(|column| column.report), exception)) }
        (expected_and_answered(vector))
        @for (member, hint) in hints { p { code { (member) } ": " (hint) } }
        @if let Some(bytes) = written_wrong(vector) { (bytes) }
        @for known in &vector.same_as { p.note { "This is the answer of " (known) "." } }
        (beside(vector))
        @if let Some(again) = of.and_then(|column| Reproduce::saved(column.report, column.run).again(&vector.id)) {
            (command("again", &again))
        }
        @if let (Some(column), Some(asked)) = (of, &vector.asked) {
            @if let Some(raw) = Reproduce::saved(column.report, column.run).raw(&vector.id, &vector.op, &asked.input) {
                (command("raw", &raw))
            }
        }
    }
}

fn expected_and_answered(vector: &VectorReport) -> Markup {
    let ok = |value: Option<&Value>| value.and_then(|value| value.get("ok")).cloned();
    let (expected, actual) = (ok(Some(&vector.expected)), ok(vector.actual.as_ref()));
    let by_members = operations::is_compared_by_members(&vector.op);
    if let (true, Some(expected), Some(actual)) = (by_members, &expected, &actual) {
        // What an encoder has written stands below, with labels; where it is all, not here too.
        let alone = |members: &Value| members.as_object().is_some_and(|members| members.len() == 1);
        if alone(expected) && alone(actual) && written_wrong(vector).is_some() {
            return html! {};
        }
        return members::side_by_side(expected, actual, &vector.differences);
    }
    let side = |of: fn(&Difference) -> Option<&Value>| {
        let there = vector
            .differences
            .iter()
            .filter_map(|difference| Some((difference.member.clone(), of(difference)?.clone())));
        Value::Object(there.collect())
    };
    html! {
        table.plain.members {
            tbody {
                tr { th scope="row" { "expected" } td { (self::expected(vector)) } }
                tr { th scope="row" { "answered" } td {
                    @match vector.actual.as_ref().and_then(Value::as_object) {
                        Some(actual) => @for (kind, content) in actual { (members::line(kind, content)) },
                        None => span.muted { "no answer" },
                    }
                } }
            }
        }
        @if !vector.differences.is_empty() {
            p.muted { "It differs, from the nearest of what is right, in:" }
            (members::side_by_side(&side(|difference| difference.expected.as_ref()), &side(|difference| difference.actual.as_ref()), &vector.differences))
        }
    }
}

/// Bytes that the testee wrote, beside those that are right, where they differ.
fn written_wrong(vector: &VectorReport) -> Option<Markup> {
    let (expected, actual) = (written(Some(&vector.expected))?, written(vector.actual.as_ref())?);
    if expected.pieces == actual.pieces {
        return None;
    }
    let asked = vector.asked.as_ref()?;
    let heads = ["expected", "answered"];
    Some(match labelled(vector, asked) {
        Some((_, Side::Expected)) => labels::side_by_side(&expected, &actual, &asked.map, heads),
        _ => labels::without_labels(&expected, &actual, heads),
    })
}

fn expected_failure(report: Option<&Report>, exception: &ExceptionReport) -> Markup {
    let file = report
        .and_then(|report| report.exceptions.as_ref())
        .map(|exceptions| exceptions.file.as_str());
    html! {
        div.note {
            p {
                "Expected to fail as " code { (exception.got.as_str()) } ", " strong { (exception.kind.as_str()) }
                @if !exception.reason.is_empty() { ": " bdi { (members::text(&exception.reason)) } }
            }
            @if let Some(url) = &exception.url { p { (link(url)) } }
            @if let Some(file) = file { p.muted { (file) ":" (exception.line) } }
        }
    }
}

/// A link where it leads to a web page, and else its text: others wrote it.
fn link(url: &str) -> Markup {
    if url.starts_with("https://") || url.starts_with("http://") {
        html! { a href=(url) rel="noopener noreferrer" { bdi { (url) } } }
    } else {
        html! { code { (members::text(url)) } }
    }
}

/// What came beside the answer.
fn beside(vector: &VectorReport) -> Markup {
    let stderr: Vec<&str> = vector.stderr.lines().collect();
    let cut = stderr.len().saturating_sub(STDERR_LINES);
    html! {
        @if !vector.unknown_members.is_empty() {
            p.muted { "Members that the protocol doesn't know: " code { (members::text(&vector.unknown_members.join(", "))) } }
        }
        @if vector.stray.count > 0 {
            p.muted { "Stray lines on standard output: " (vector.stray.count) }
            pre { @for line in &vector.stray.first { (members::text(line)) "\n" } }
        }
        @if !stderr.is_empty() {
            p.muted { "Standard error" @if cut > 0 { ", the last " (STDERR_LINES) " lines" } }
            pre { @for line in stderr.iter().skip(cut) { (members::text(line)) "\n" } }
        }
    }
}

fn command(label: &str, line: &str) -> Markup {
    html! {
        div.command {
            span.label { (label) }
            code { (members::text(line)) }
            button.scripted.copy type="button" aria-label=(format!("copy the command: {label}")) { "copy" }
        }
    }
}

/// The nearest input that is right, and what is different in it.
fn neighbour(table: &Table<'_>, asked: &Asked, near: &Neighbour) -> Markup {
    let heads = ["right", "asked"];
    let units = |members: &Members| Units::input(members);
    let both = near.input.as_ref().and_then(|right| Some((units(right)?, units(&asked.input)?)));
    let others = near.input.as_ref().map(|right| members::differing(right, &asked.input));
    html! {
        h3 { "The nearest that is right" }
        p {
            @if table.has(&near.id) { a.vector href=(format!("#{}", near.id)) { (near.id) } } @else { bdi { (near.id) } }
            "; to get from it to what was asked: " (near.edit)
        }
        @if let Some((right, asked)) = both.filter(|(right, asked)| right.pieces != asked.pieces) {
            @if near.map.is_empty() { (labels::without_labels(&right, &asked, heads)) } @else { (labels::side_by_side(&right, &asked, &near.map, heads)) }
        }
        @if let Some(others) = others.flatten() { (others) }
    }
}

/// The rules of a vector, in full where there is something to understand.
fn rules(columns: &[Column<'_>], label: &str, ids: &[String], in_full: bool) -> Markup {
    let find = |id: &str| {
        columns.iter().flat_map(|column| &column.report.rules).find(|rule| rule.id == id)
    };
    html! {
        @if ids.is_empty() {}
        @else if in_full {
            dl.rules {
                @for id in ids {
                    dt {
                        span.label { (label) }
                        a href=(format!("#rule={}", percent(id))) { (id) }
                        @if let Some(rule) = find(id) { span.muted { " " (authority(rule)) } }
                    }
                    dd {
                        @match find(id) {
                            Some(rule) => (rule.sentence),
                            None => span.muted { "The report doesn't have its sentence." },
                        }
                    }
                }
            }
        } @else {
            p { span.label { (label) } code.rules { (ids.join(" ")) } }
        }
    }
}

fn authority(rule: &RuleText) -> String {
    format!("{}, {}", rule.level.as_str(), rule.source)
}

/// A text in a fragment: what isn't plain there as percent and hex.
fn percent(text: &str) -> String {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
