//! One question with all its answers: who says the same, and what that means.

use std::collections::BTreeSet;

use ampwire_vectors::RuleFile;
use serde_json::Value;

use super::gather::Party;
use super::known::grounds;
use super::model::{Cell, How, Row, Standing};
use super::partition::{Partition, by_answer, by_reason};
use super::questions::Question;
use super::said::{Reason, Said, plain_verdict};
use crate::compare::Difference;
use crate::protocol::operations;
use crate::report::VectorReport;
use crate::verdict::Verdict;

/// A testee that has something to say to a question.
struct Voice<'a> {
    party: &'a Party,
    vector: &'a VectorReport,
}

/// The row of a question; none where nobody was asked it.
pub(super) fn row(
    question: &Question<'_>,
    parties: &[Party],
    rules: &RuleFile,
    strict_reasons: bool,
) -> Option<Row> {
    let voices: Vec<Voice<'_>> =
        parties.iter().filter_map(|party| voice(question, party)).collect();
    let first = voices.first()?.vector;
    let said: Vec<Option<Said>> = voices
        .iter()
        .map(|voice| {
            voice.party.run.hello.as_ref().and_then(|hello| Said::new(voice.vector, hello))
        })
        .collect();
    let partition = by_answer(&said);
    let mut cells: Vec<Cell> = voices.iter().map(|voice| cell(question, voice, rules)).collect();
    let reasons = by_reason(&said);
    let one_refuses = partition.groups.len() == 1 && reasons.len() > 1;
    let by_reason = one_refuses && cells.iter().all(|cell| !cell.is_otherwise());
    let mut groups = if by_reason {
        reasons.into_iter().map(|(reason, group)| (*reason == Reason::Right, group)).collect()
    } else {
        sided(&partition, &cells)
    };
    groups.sort_by_key(|(expected, group)| (!expected, group.first().copied()));
    for (place, (_, group)) in groups.iter().enumerate() {
        for member in group {
            if let Some(cell) = cells.get_mut(*member) {
                cell.group = Some(place);
            }
        }
    }
    let alone = alone(&groups, &voices);
    let name = |place: &usize| voices.get(*place).map(|voice| voice.party.name.clone());
    let names = |group: &[usize]| group.iter().filter_map(name).collect::<Vec<String>>();
    let case = question.case;
    Some(Row {
        id: question.ids.first().map(|id| (*id).to_owned())?,
        also: question.ids.iter().skip(1).map(|id| (*id).to_owned()).collect(),
        op: first.op.clone(),
        level: first.level,
        comment: case.map(|case| case.vector.comment.clone()),
        expected: first.expected.clone(),
        standing: standing(&cells, &partition, by_reason, strict_reasons),
        alone,
        groups: groups.iter().map(|(_, group)| names(group)).collect(),
        undecided: names(&partition.undecided),
        members: partition.members.clone(),
        cells,
        size: case
            .map_or(0, |case| serde_json::to_string(&case.vector.input).unwrap_or_default().len()),
    })
}

/// What this testee says: where it was asked for both profiles, the one that isn't as expected.
fn voice<'a>(question: &Question<'_>, party: &'a Party) -> Option<Voice<'a>> {
    let asked = question.ids.iter().filter_map(|id| party.vector(id));
    // One that changed since is another question.
    let hash = |vector: &&VectorReport| {
        question
            .case
            .is_none_or(|case| case.vector.id != vector.id || case.vector.hash == vector.hash)
    };
    let vector = asked.filter(hash).max_by_key(|vector| plain_verdict(vector) != Verdict::Pass)?;
    Some(Voice { party, vector })
}

fn cell(question: &Question<'_>, voice: &Voice<'_>, rules: &RuleFile) -> Cell {
    let vector = voice.vector;
    let how = how(vector);
    let otherwise = how.is_some_and(|how| how != How::Reason);
    let grounds = match &voice.party.run.hello {
        Some(hello) if otherwise && !is_broken(how) => grounds(vector, hello, rules),
        _ => Vec::new(),
    };
    let members = members(vector);
    Cell {
        testee: voice.party.name.clone(),
        id: (question.ids.first() != Some(&vector.id.as_str())).then(|| vector.id.clone()),
        verdict: vector.verdict,
        would_be: vector.would_be,
        group: None,
        actual: vector.actual.clone(),
        reasons: vector.reasons.clone(),
        how,
        members: if how == Some(How::Value) { members } else { Vec::new() },
        grounds,
    }
}

/// The members that differ. Of outcomes that is one, whichever HTLCs it is about; of what is judged by rules it is the rules.
fn members(vector: &VectorReport) -> Vec<String> {
    let name = |difference: &Difference| match difference.expected.as_ref().and_then(Value::as_str)
    {
        Some(rule) if operations::is_drawn(&vector.op) => rule.to_owned(),
        _ if operations::is_compared_by_members(&vector.op) => difference.member.clone(),
        _ => difference.member.split(['.', '[']).next().unwrap_or_default().to_owned(),
    };
    let mut names: Vec<String> = Vec::new();
    for name in vector.differences.iter().map(name) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A testee that breaks is never known to.
fn is_broken(how: Option<How>) -> bool {
    matches!(how, Some(How::Panic | How::Crash | How::Hang | How::Garbage))
}

/// In what an answer is not as expected.
fn how(vector: &VectorReport) -> Option<How> {
    let answered =
        |verdict: &str| vector.actual.as_ref().is_some_and(|actual| actual.get(verdict).is_some());
    match plain_verdict(vector) {
        Verdict::Panic => Some(How::Panic),
        Verdict::Crash => Some(How::Crash),
        Verdict::Hang => Some(How::Hang),
        Verdict::Garbage => Some(How::Garbage),
        Verdict::OtherReason => Some(How::Reason),
        Verdict::Unsupported if answered("unsupported") => Some(How::Unsupported),
        Verdict::Fail if answered("reject") => Some(How::Refuses),
        Verdict::Fail if vector.differences.is_empty() => Some(How::Accepts),
        Verdict::Fail => Some(How::Value),
        _ => None,
    }
}

/// The groups, each with whether it is as expected.
fn sided(partition: &Partition, cells: &[Cell]) -> Vec<(bool, Vec<usize>)> {
    let expected = |group: &[usize]| {
        group.iter().all(|place| cells.get(*place).is_some_and(|cell| !cell.is_otherwise()))
    };
    partition.groups.iter().map(|group| (expected(group), group.clone())).collect()
}

/// Whether the built-in codec says what nobody else does, and all others agree. One other implementation alone is no majority.
fn alone(groups: &[(bool, Vec<usize>)], voices: &[Voice<'_>]) -> bool {
    let [(_, first), (_, second)] = groups else { return false };
    let builtin = |group: &[usize]| {
        group.iter().all(|place| voices.get(*place).is_some_and(|voice| voice.party.builtin))
    };
    let others = match (builtin(first), builtin(second)) {
        (true, false) => second,
        (false, true) => first,
        _ => return false,
    };
    let implementations: BTreeSet<&str> = others
        .iter()
        .filter_map(|place| voices.get(*place)?.party.run.hello.as_ref())
        .map(|hello| hello.name.as_str())
        .collect();
    implementations.len() > 1
}

fn standing(
    cells: &[Cell],
    partition: &Partition,
    by_reason: bool,
    strict_reasons: bool,
) -> Standing {
    let otherwise: Vec<&Cell> = cells.iter().filter(|cell| cell.is_otherwise()).collect();
    if otherwise.iter().any(|cell| cell.is_new()) {
        Standing::New
    } else if otherwise.iter().any(|cell| cell.is_known()) {
        Standing::Known
    } else if !otherwise.is_empty() {
        Standing::Weightless
    } else if by_reason || cells.iter().any(|cell| cell.how == Some(How::Reason)) {
        let weight =
            cells.iter().any(|cell| cell.how == Some(How::Reason) && !cell.is_weightless());
        let red = strict_reasons
            && weight
            && cells.iter().any(|cell| cell.verdict == Verdict::OtherReason);
        if red { Standing::New } else { Standing::Reason }
    } else if partition.groups.len() > 1 {
        Standing::Allowed
    } else if partition.groups.iter().map(Vec::len).sum::<usize>() + partition.undecided.len() < 2 {
        Standing::Single
    } else {
        Standing::Alike
    }
}
