//! The smallest difference of two byte strings, with few places rather than few bytes.

use crate::bytes::length_of;
use crate::edit::Edit;

/// What it costs to start another place, in changed bytes.
const PLACE: u32 = 5;

/// Beyond this many pairs of offsets only a common start and end are kept.
const MOST_PAIRS: usize = 4_000_000;

/// The edits that make `new` of `old`, in order of their offsets.
pub(super) fn difference(old: &[u8], new: &[u8]) -> Vec<Edit> {
    let steps = if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        ends_only(old, new)
    } else {
        cheapest(old, new)
    };
    let mut edits = Vec::new();
    let (mut from, mut to) = (0, 0);
    let mut place: Option<(usize, usize)> = None;
    for step in steps.into_iter().chain([Step::Keep]) {
        if step == Step::Keep {
            if let Some((old_start, new_start)) = place.take() {
                edits.push(edit(old_start, &old[old_start..from], &new[new_start..to]));
            }
        } else if place.is_none() {
            place = Some((from, to));
        }
        from += usize::from(step != Step::Insert);
        to += usize::from(step != Step::Delete);
    }
    edits
}

fn edit(offset: usize, old: &[u8], new: &[u8]) -> Edit {
    let offset = u64::try_from(offset).expect("offsets fit 64 bits");
    match (old, new) {
        ([], new) => Edit::Insert { offset, bytes: new.to_vec() },
        (old, []) => Edit::Delete { offset, length: length_of(old) },
        (old, new) => Edit::Replace { offset, old: old.to_vec(), new: new.to_vec() },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Keep,
    Exchange,
    Delete,
    Insert,
}

fn ends_only(old: &[u8], new: &[u8]) -> Vec<Step> {
    let start = old.iter().zip(new).take_while(|(left, right)| left == right).count();
    let end = old[start..]
        .iter()
        .rev()
        .zip(new[start..].iter().rev())
        .take_while(|(left, right)| left == right)
        .count();
    let mut steps = vec![Step::Keep; start];
    steps.extend(vec![Step::Delete; old.len() - start - end]);
    steps.extend(vec![Step::Insert; new.len() - start - end]);
    steps.extend(vec![Step::Keep; end]);
    steps
}

/// Dynamic programming from the end: the least cost of making the rest of `new` from the rest of `old`, while inside a
/// changed place or not.
fn cheapest(old: &[u8], new: &[u8]) -> Vec<Step> {
    let width = new.len() + 1;
    let cell = |from: usize, to: usize, inside: usize| (from * width + to) * 2 + inside;
    let mut cost = vec![0_u32; (old.len() + 1) * width * 2];
    let mut choice = vec![Step::Keep; cost.len()];
    for from in (0..=old.len()).rev() {
        for to in (0..=new.len()).rev() {
            if from == old.len() && to == new.len() {
                continue;
            }
            for inside in [0, 1] {
                let start = if inside == 1 { 0 } else { PLACE };
                let mut best = (u32::MAX, Step::Keep);
                let mut offer = |price: u32, step: Step| {
                    if price < best.0 {
                        best = (price, step);
                    }
                };
                if from < old.len() && to < new.len() {
                    if old[from] == new[to] {
                        offer(cost[cell(from + 1, to + 1, 0)], Step::Keep);
                    } else {
                        offer(cost[cell(from + 1, to + 1, 1)] + start + 1, Step::Exchange);
                    }
                }
                if from < old.len() {
                    offer(cost[cell(from + 1, to, 1)] + start + 1, Step::Delete);
                }
                if to < new.len() {
                    offer(cost[cell(from, to + 1, 1)] + start + 1, Step::Insert);
                }
                cost[cell(from, to, inside)] = best.0;
                choice[cell(from, to, inside)] = best.1;
            }
        }
    }
    let mut steps = Vec::new();
    let (mut from, mut to, mut inside) = (0, 0, 0);
    while from < old.len() || to < new.len() {
        let step = choice[cell(from, to, inside)];
        from += usize::from(step != Step::Insert);
        to += usize::from(step != Step::Delete);
        inside = usize::from(step != Step::Keep);
        steps.push(step);
    }
    steps
}
