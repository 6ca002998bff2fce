//! What every form says alike.

use serde_json::Value;

use super::model::{
    By, Cell, Cluster, Counts, Deviation, Ground, How, Matrix, Pair, Row, Standing, Testee,
};
use crate::protocol::operations;
use crate::render::human::plural;
use crate::render::value;
use crate::report::plain::cut;

/// The longest reason on one line, in characters.
const WHY: usize = 300;

/// The longest description of a testee.
const WHAT: usize = 80;

/// The counts in a sentence.
pub(super) fn summary(counts: &Counts) -> String {
    let parts: Vec<String> = [
        (counts.alike, "alike"),
        (counts.new, "new"),
        (counts.known, "known"),
        (counts.weightless, "without weight"),
        (counts.allowed, "where several answers are right"),
        (counts.reason, "refused for different reasons"),
        (counts.single, "answered by one alone"),
    ]
    .into_iter()
    .filter(|(count, word)| *count > 0 || *word == "new")
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    format!("{}: {}", plural(counts.questions, "question"), parts.join(", "))
}

/// A heading for the clusters of a standing.
pub(super) const fn heading(standing: Standing) -> &'static str {
    match standing {
        Standing::New => "New: otherwise than expected, and nothing explains it",
        Standing::Known => "Known: otherwise than expected, with a reason on file",
        Standing::Weightless => {
            "Without weight: otherwise than the suite has it, where that binds nobody"
        }
        Standing::Allowed => "Several answers are right, and not all give the same",
        Standing::Reason => "Refused by all, not by all for the same reason",
        Standing::Alike => "Alike",
        Standing::Single => "Answered by one alone",
    }
}

/// Names in a sentence.
pub(super) fn names(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What the testees of a cluster do. Where all are right, most of them are the others.
pub(super) fn deviations(cluster: &Cluster) -> String {
    let mut deviations: Vec<&Deviation> = cluster.deviations.iter().collect();
    let mut parts = Vec::new();
    if cluster.standing == Standing::Allowed && deviations.len() > 1 {
        // The few first.
        deviations.sort_by_key(|deviation| deviation.testees.len());
        if let Some(most) = deviations.last().copied().filter(|most| most.testees.len() > 2) {
            deviations.pop();
            let others = format!("the {} others", most.testees.len());
            parts.push(format!("{others} {}", does(most, cluster.standing)));
        }
    }
    let few = deviations.iter().map(|deviation| {
        format!("{} {}", names(&deviation.testees), does(deviation, cluster.standing))
    });
    let few: Vec<String> = few.chain(parts).collect();
    few.join("; ")
}

fn does(deviation: &Deviation, standing: Standing) -> String {
    let several = deviation.testees.len() > 1;
    let verb = |one: &'static str, more: &'static str| if several { more } else { one };
    let right = standing == Standing::Allowed;
    match deviation.how {
        How::Panic => verb("panics", "panic").to_owned(),
        How::Crash => verb("crashes", "crash").to_owned(),
        How::Hang => verb("hangs", "hang").to_owned(),
        How::Garbage => verb("writes garbage", "write garbage").to_owned(),
        How::Accepts if right => verb("accepts", "accept").to_owned(),
        How::Refuses if right => verb("refuses", "refuse").to_owned(),
        How::Accepts => format!("{} what is to be refused", verb("accepts", "accept")),
        How::Refuses => format!("{} what is to be accepted", verb("refuses", "refuse")),
        How::Value => {
            format!("{} other values: {}", verb("has", "have"), deviation.members.join(", "))
        }
        How::Reason => {
            let class = deviation.class.as_ref().map(|class| format!(": {class}"));
            format!("{} another reason{}", verb("gives", "give"), class.unwrap_or_default())
        }
        How::Unsupported => {
            let declares = verb("declares", "declare");
            format!("{} unsupported, and {declares} the operation", verb("says", "say"))
        }
    }
}

/// What is on file about a difference, one text a source.
pub(super) fn grounds(grounds: &[Ground]) -> Vec<String> {
    let mut texts = Vec::new();
    let deployed: Vec<&str> = grounds
        .iter()
        .filter(|ground| ground.by == By::Deployed)
        .map(|ground| ground.text.split(" (").next().unwrap_or_default())
        .collect();
    if !deployed.is_empty() {
        texts.push(format!("deployed: {}", deployed.join("; ")));
    }
    for ground in grounds.iter().filter(|ground| ground.by != By::Deployed) {
        let text = cut(&ground.text, WHY);
        let kind = ground.kind.map(|kind| format!("{}: ", kind.as_str())).unwrap_or_default();
        let rule = ground.rule.as_ref().map(|rule| format!("perhaps this departure from {rule}: "));
        let url = ground.url.as_ref().map(|url| format!(" {url}")).unwrap_or_default();
        texts.push(format!("{kind}{}{text}{url}", rule.unwrap_or_default()));
    }
    texts
}

/// What a testee is, in a few words.
pub(super) fn what(testee: &Testee) -> String {
    let Some(implementation) = &testee.implementation else {
        return "never shook hands".to_owned();
    };
    let name = if *implementation == testee.name { "" } else { implementation };
    let version = testee.version.as_deref().unwrap_or_default();
    cut(format!("{name} {version}, {}", testee.profiles.join(" and ")).trim(), WHAT)
}

/// Two testees, the earlier one first.
pub(super) fn pair<'a>(matrix: &'a Matrix, first: &Testee, second: &Testee) -> Option<&'a Pair> {
    matrix.pairs.iter().find(|pair| pair.testees[0] == first.name && pair.testees[1] == second.name)
}

/// The row of this id.
pub(super) fn row<'a>(matrix: &'a Matrix, id: &str) -> Option<&'a Row> {
    matrix.rows.iter().find(|row| row.id == id)
}

/// The answers to a question, what is expected first: each with those who give it. Where those who accept differ, no more than that.
pub(super) fn answers(row: &Row) -> Vec<(String, String)> {
    let mut answers = vec![(expected(row), vec!["expected".to_owned()])];
    let any = row.expected.get("any").is_some();
    let answered = |cell: &&Cell| {
        (cell.actual.is_some() || cell.how.is_some()) && !row.undecided.contains(&cell.testee)
    };
    for cell in row.cells.iter().filter(answered) {
        let answer = said(row, cell);
        let same = answers.iter_mut().enumerate().find(|(place, (other, _))| match place {
            0 => cell.how.is_none() && !any,
            _ => *other == answer,
        });
        match same {
            Some((_, (_, who))) => who.push(cell.testee.clone()),
            None => answers.push((answer, vec![cell.testee.clone()])),
        }
    }
    if !row.undecided.is_empty() {
        answers.push(("leaves out what differs".to_owned(), row.undecided.clone()));
    }
    answers.into_iter().map(|(answer, who)| (answer, who.join(", "))).collect()
}

/// An expectation in words.
fn expected(row: &Row) -> String {
    let one = |answer: &Value| serde_json::from_value(told(row, answer)).ok();
    let expect = match row.expected.get("any").and_then(Value::as_array) {
        Some(answers) => {
            answers.iter().map(one).collect::<Option<Vec<_>>>().map(ampwire_vectors::Expect::Any)
        }
        None => serde_json::from_value(told(row, &row.expected)).ok(),
    };
    expect
        .map_or_else(|| value::value(&row.expected), |expect| value::expectation(&expect).join(" "))
}

/// What a testee said, without its words for people, which no two have in common.
fn said(row: &Row, cell: &Cell) -> String {
    let Some(actual) = &cell.actual else {
        let reason = cell.reasons.first().cloned();
        return reason.unwrap_or_else(|| cell.verdict.word().to_lowercase());
    };
    if cell.how == Some(How::Unsupported) {
        return "unsupported".to_owned();
    }
    if cell.how == Some(How::Value) && !operations::is_compared_by_members(&row.op) {
        return cell.reasons.join("; ");
    }
    let mut actual = told(row, actual);
    if let Some(rejection) = actual.get_mut("reject").and_then(Value::as_object_mut) {
        rejection.remove("message");
        if rejection.is_empty() {
            return "reject".to_owned();
        }
    }
    value::answer(Some(&actual))
}

/// An answer with those members alone in which the answers of a row differ; all of it where they don't.
fn told(row: &Row, answer: &Value) -> Value {
    let Some(members) = answer
        .get("ok")
        .filter(|_| !row.members.is_empty() && operations::is_compared_by_members(&row.op))
    else {
        return answer.clone();
    };
    let mut told = serde_json::Map::new();
    for member in &row.members {
        let pointer = format!("/{}", member.replace('.', "/"));
        if let Some(value) = members.pointer(&pointer) {
            told.insert(member.clone(), value.clone());
        }
    }
    serde_json::json!({ "ok": told })
}

/// One character for what a testee said to a question.
pub(super) fn mark(row: &Row, name: &str) -> char {
    let Some(cell) = row.cells.iter().find(|cell| cell.testee == name) else { return ' ' };
    match (cell.how, cell.group) {
        (Some(How::Panic | How::Crash | How::Hang | How::Garbage), _) => '!',
        (Some(How::Reason), _) => '~',
        (Some(_), _) if cell.is_known() => 'k',
        (Some(_), _) if cell.is_weightless() => 'o',
        (Some(_), _) => 'X',
        (None, None) if row.undecided.contains(&cell.testee) => '?',
        (None, None) if cell.actual.is_none() => '.',
        (None, _) => '+',
    }
}
