//! Bytes and characters under their labels, one line a label: alone, or beside others.

use ampwire_vectors::Label;
use maud::{Markup, html};

use super::units::{self, Parting, Units};

/// Units with their labels. The line of the unit at `fault` is marked.
pub(crate) fn list(units: &Units, map: &[Label], fault: Option<u64>) -> Markup {
    let is_here = |label: &Label| {
        fault.is_some_and(|fault| {
            fault == label.offset || (fault > label.offset && fault - label.offset < label.length)
        })
    };
    html! {
        table.plain.units {
            (head(&[units.noun], "s"))
            tbody {
                @for label in map {
                    @let here = is_here(label);
                    tr.here[here] {
                        td.number { (label.offset) }
                        td {
                            code {
                                @match units.of(label) {
                                    Some(range) => (units::show(&units.pieces, range, &(0..0))),
                                    None => "(beyond the end)",
                                }
                            }
                        }
                        td { (label.name) @if here { strong { " ← at fault" } } }
                        td { (label.note.as_deref().unwrap_or_default()) }
                    }
                }
            }
        }
    }
}

/// Two runs of units under the labels of the one: what stands in it, and what in the other. Lines that are alike are quiet.
pub(crate) fn side_by_side(one: &Units, other: &Units, map: &[Label], heads: [&str; 2]) -> Markup {
    let parting = Parting::of(&one.pieces, &other.pieces);
    html! {
        table.plain.units.compared {
            (head(&heads, ""))
            tbody {
                @for (label, range) in map.iter().filter_map(|label| Some((label, one.of(label)?))) {
                    @let across = parting.across(range.start)..parting.across(range.end);
                    @let differs = one.pieces.get(range.clone()) != other.pieces.get(across.clone());
                    tr.differs[differs] {
                        td.number { (label.offset) }
                        td data-is=(heads[0]) { code { (units::show(&one.pieces, range, &parting.one)) } }
                        td data-is=(heads[1]) {
                            @if across.is_empty() { span.muted { "not there" } }
                            @else { code { (units::show(&other.pieces, across, &parting.other)) } }
                        }
                        td { (label.name) }
                        td { (label.note.as_deref().unwrap_or_default()) }
                    }
                }
            }
        }
    }
}

fn head(heads: &[&str], ending: &str) -> Markup {
    html! {
        thead {
            tr {
                th.number scope="col" { "at" }
                @for head in heads { th scope="col" { (head) (ending) } }
                th scope="col" { "field" }
                th scope="col" { "says" }
            }
        }
    }
}

/// The same where nothing has labels.
pub(crate) fn without_labels(one: &Units, other: &Units, heads: [&str; 2]) -> Markup {
    let parting = Parting::of(&one.pieces, &other.pieces);
    let whole = |units: &Units, marked| units::show(&units.pieces, 0..units.pieces.len(), marked);
    html! {
        p.muted { "They part at " (one.noun) " " (parting.one.start) "." }
        table.plain.members {
            tbody {
                tr { th scope="row" { (heads[0]) } td { code { (whole(one, &parting.one)) } } }
                tr { th scope="row" { (heads[1]) } td { code { (whole(other, &parting.other)) } } }
            }
        }
    }
}
