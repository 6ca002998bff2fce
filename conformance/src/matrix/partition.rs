//! Which testees say the same.
//!
//! A testee that leaves out a member agrees with everyone about it, so that to say the same is not transitive: it can fit two groups
//! that differ. Those who report most are placed first, and who fits several groups in the end is in none.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::said::{Reason, Said};

/// The groups of those who say the same, by their places in the list that was given.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Partition {
    pub(super) groups: Vec<Vec<usize>>,
    /// Those who fit several groups.
    pub(super) undecided: Vec<usize>,
    /// The members in which those who accept differ.
    pub(super) members: Vec<String>,
}

type Leaves = BTreeMap<String, Option<Value>>;

/// The groups by verdict and values; why something is refused doesn't count.
pub(super) fn by_answer(said: &[Option<Said>]) -> Partition {
    let mut partition = Partition::default();
    let mut accepting = Vec::new();
    let mut refusing = Vec::new();
    let mut broken = BTreeMap::<_, Vec<usize>>::new();
    for (place, said) in said.iter().enumerate() {
        match said {
            Some(Said::Ok(leaves)) => accepting.push((place, leaves)),
            Some(Said::Reject(_)) => refusing.push(place),
            Some(Said::Broke(verdict)) => broken.entry(*verdict).or_default().push(place),
            None => {}
        }
    }
    by_values(&accepting, &mut partition);
    partition.groups.extend(Some(refusing).filter(|group| !group.is_empty()));
    partition.groups.extend(broken.into_values());
    partition.groups.sort();
    partition
}

fn by_values(accepting: &[(usize, &Leaves)], partition: &mut Partition) {
    partition.members = differing(accepting);
    let reported = |leaves: &Leaves| {
        partition.members.iter().filter(|member| leaves.contains_key(*member)).count()
    };
    let mut order: Vec<(usize, &Leaves)> = accepting.to_vec();
    order.sort_by_key(|(place, leaves)| (core::cmp::Reverse(reported(leaves)), *place));
    let mut groups: Vec<(Leaves, Vec<usize>)> = Vec::new();
    for (place, leaves) in order {
        let told: Leaves = leaves
            .iter()
            .filter(|(member, _)| partition.members.contains(member))
            .map(|(member, value)| (member.clone(), value.clone()))
            .collect();
        let fits = |(values, _): &(Leaves, _)| {
            told.iter().all(|(member, value)| values.get(member).is_none_or(|other| other == value))
        };
        let fitting: Vec<usize> =
            groups.iter().enumerate().filter(|(_, group)| fits(group)).map(|(at, _)| at).collect();
        match fitting.as_slice() {
            [] => groups.push((told, vec![place])),
            [one] => {
                if let Some((values, members)) = groups.get_mut(*one) {
                    values.extend(told);
                    members.push(place);
                }
            }
            _ => partition.undecided.push(place),
        }
    }
    for (_, mut group) in groups {
        group.sort_unstable();
        partition.groups.push(group);
    }
    partition.undecided.sort_unstable();
}

/// The members that have two values among those who report them.
fn differing(accepting: &[(usize, &Leaves)]) -> Vec<String> {
    let members: BTreeSet<&String> =
        accepting.iter().flat_map(|(_, leaves)| leaves.keys()).collect();
    let differs = |member: &&String| {
        let mut values = accepting.iter().filter_map(|(_, leaves)| leaves.get(*member));
        values.next().is_some_and(|first| values.any(|other| other != first))
    };
    members.into_iter().filter(differs).cloned().collect()
}

/// The groups of those who refuse, by their reasons. Who gives none is in none.
pub(super) fn by_reason(said: &[Option<Said>]) -> Vec<(&Reason, Vec<usize>)> {
    let mut groups: Vec<(&Reason, Vec<usize>)> = Vec::new();
    for (place, said) in said.iter().enumerate() {
        let Some(Said::Reject(Some(reason))) = said else { continue };
        match groups.iter_mut().find(|(other, _)| *other == reason) {
            Some((_, group)) => group.push(place),
            None => groups.push((reason, vec![place])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::Verdict;

    #[expect(clippy::unnecessary_wraps, reason = "as the list has it")]
    fn ok(members: &[(&str, Option<&str>)]) -> Option<Said> {
        let leaf = |(name, value): &(&str, Option<&str>)| {
            ((*name).to_owned(), value.map(|value| Value::from(value.to_owned())))
        };
        Some(Said::Ok(members.iter().map(leaf).collect()))
    }

    #[expect(clippy::unnecessary_wraps, reason = "as the list has it")]
    fn reject(class: Option<&str>) -> Option<Said> {
        Some(Said::Reject(class.map(|class| Reason::Other(class.to_owned()))))
    }

    #[test]
    fn what_is_not_reported_is_no_difference() {
        let all = ok(&[("a", Some("1")), ("b", Some("2"))]);
        let first = ok(&[("a", Some("1"))]);
        let nothing = ok(&[]);
        let partition = by_answer(&[first.clone(), all.clone(), nothing.clone()]);
        assert_eq!(partition.groups, [[0, 1, 2]]);
        assert_eq!(partition.members, [""; 0]);
        // Where the others differ, who says nothing is with neither, and who says something with one of them.
        let other = ok(&[("a", Some("3")), ("b", Some("2"))]);
        let partition = by_answer(&[nothing, first, other, all]);
        assert_eq!(partition.groups, [vec![1, 3], vec![2]]);
        assert_eq!((partition.undecided, partition.members), (vec![0], vec!["a".to_owned()]));
    }

    #[test]
    fn two_who_each_report_another_part_are_not_joined_by_chance() {
        // The first says a, the second b; a third contradicts both.
        let partition = by_answer(&[
            ok(&[("a", Some("1"))]),
            ok(&[("b", Some("1"))]),
            ok(&[("a", Some("2")), ("b", Some("2"))]),
        ]);
        assert_eq!(partition.groups, [vec![0, 1], vec![2]]);
    }

    #[test]
    fn an_absent_member_is_a_value_and_a_missing_one_is_not() {
        let partition = by_answer(&[ok(&[("a", None)]), ok(&[("a", Some(""))]), ok(&[])]);
        assert_eq!(partition.groups, [[0], [1]]);
        assert_eq!(partition.undecided, [2]);
    }

    #[test]
    fn verdicts_and_those_who_broke() {
        let partition = by_answer(&[
            reject(Some("order")),
            ok(&[]),
            None,
            reject(None),
            Some(Said::Broke(Verdict::Panic)),
            Some(Said::Broke(Verdict::Hang)),
            Some(Said::Broke(Verdict::Panic)),
        ]);
        assert_eq!(partition.groups, [vec![0, 3], vec![1], vec![4, 6], vec![5]]);
        assert_eq!(partition.undecided, [0; 0]);
    }

    #[test]
    fn reasons_count_where_they_are_given() {
        let said =
            [reject(Some("order")), reject(None), reject(Some("limit")), reject(Some("order"))];
        let groups: Vec<Vec<usize>> =
            by_reason(&said).into_iter().map(|(_, group)| group).collect();
        assert_eq!(groups, [vec![0, 3], vec![2]]);
    }
}
