//! The rows that differ alike: the same testees, in the same way, at the same operation, for the same known reason.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Cell, Cluster, Deviation, Ground, How, Row, Standing};
use super::said::class_of;

/// What makes rows alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Signature {
    standing: Standing,
    others_alone: bool,
    op: String,
    deviations: Vec<Deviation>,
    grounds: Vec<Ground>,
}

/// The clusters of these rows, the most urgent first: what is new, in it the built-in codec against all others, then those who break.
pub(super) fn clusters(rows: &[Row], order: &[String]) -> Vec<Cluster> {
    let mut found = BTreeMap::<Signature, Vec<&Row>>::new();
    for row in rows.iter().filter(|row| row.standing.differs()) {
        found.entry(signature(row, order)).or_default().push(row);
    }
    let mut clusters: Vec<Cluster> = found
        .into_iter()
        .filter_map(|(signature, rows)| cluster(signature, &rows, order))
        .collect();
    clusters.sort_by_key(|cluster| {
        let breaks = cluster.deviations.iter().map(|deviation| deviation.how).min();
        let gravest = breaks.filter(|how| *how <= How::Garbage);
        (
            cluster.standing,
            !cluster.alone,
            gravest.is_none(),
            core::cmp::Reverse(cluster.rows.len()),
        )
    });
    clusters
}

fn signature(row: &Row, order: &[String]) -> Signature {
    let grounds: BTreeSet<Ground> =
        row.cells.iter().flat_map(|cell| cell.grounds.clone()).collect();
    Signature {
        standing: row.standing,
        others_alone: !row.alone,
        op: row.op.clone(),
        deviations: deviations(row, order),
        grounds: grounds.into_iter().collect(),
    }
}

/// Who does otherwise than expected. Where all are right: who does what.
fn deviations(row: &Row, order: &[String]) -> Vec<Deviation> {
    let mut found = BTreeMap::<(How, Vec<String>, Option<String>), BTreeSet<usize>>::new();
    for cell in &row.cells {
        let Some(how) = deviation(row, cell) else { continue };
        let class = (how == How::Reason).then(|| class_of(cell.actual.as_ref())).flatten();
        let place = order.iter().position(|name| *name == cell.testee).unwrap_or(usize::MAX);
        found.entry((how, cell.members.clone(), class)).or_default().insert(place);
    }
    let name = |place: usize| order.get(place).cloned();
    found
        .into_iter()
        .map(|((how, members, class), testees)| Deviation {
            testees: testees.into_iter().filter_map(name).collect(),
            how,
            members,
            class,
        })
        .collect()
}

fn deviation(row: &Row, cell: &Cell) -> Option<How> {
    if row.standing != Standing::Allowed {
        return cell.how.filter(|how| {
            *how != How::Reason || row.standing == Standing::Reason || row.standing == Standing::New
        });
    }
    let accepts = cell.actual.as_ref()?.get("ok").is_some();
    cell.group.map(|_| if accepts { How::Accepts } else { How::Refuses })
}

fn cluster(signature: Signature, rows: &[&Row], order: &[String]) -> Option<Cluster> {
    let example = rows.iter().min_by_key(|row| (row.size, row.id.as_str()))?;
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let as_expected: BTreeSet<&str> = cells()
        .filter(|cell| cell.how.is_none() && cell.group.is_some())
        .map(|cell| cell.testee.as_str())
        .collect();
    Some(Cluster {
        standing: signature.standing,
        alone: !signature.others_alone,
        op: signature.op,
        deviations: signature.deviations,
        grounds: signature.grounds,
        as_expected: order
            .iter()
            .filter(|name| as_expected.contains(name.as_str()))
            .cloned()
            .collect(),
        example: example.id.clone(),
        rows: rows.iter().map(|row| row.id.clone()).collect(),
    })
}
