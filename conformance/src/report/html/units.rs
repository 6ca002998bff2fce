//! Bytes and texts in units, a byte or a character each: where two of them part, and how a run of units is shown.

use core::ops::Range;

use ampwire_vectors::{Label, Members};
use maud::{Markup, html};
use serde_json::Value;

use crate::compare::same_at_the_start;

/// Up to how many units a run is shown whole.
const WHOLE: usize = 96;
/// How many units are shown around what is marked, and at the ends of a run of which nothing is.
const AROUND: usize = 24;

/// What an operation reads, in pieces that labels count.
#[derive(Debug, Clone)]
pub(crate) struct Units {
    /// Each as it is written: a byte in hex, or a character.
    pub(crate) pieces: Vec<String>,
    /// What one is called.
    pub(crate) noun: &'static str,
}

impl Units {
    /// Bytes in hex; nothing where the text isn't that.
    pub(crate) fn bytes(value: Option<&Value>) -> Option<Self> {
        let bytes = hex::decode(value?.as_str()?).ok()?;
        Some(Self {
            pieces: bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
            noun: "byte",
        })
    }

    /// The bytes or the invoice that was given to read.
    pub(crate) fn input(members: &Members) -> Option<Self> {
        let invoice = || {
            let text = members.get("invoice")?.as_str()?;
            Some(Self { pieces: text.chars().map(String::from).collect(), noun: "character" })
        };
        Self::bytes(members.get("bytes")).or_else(invoice)
    }

    /// What a label is about; nothing where it reaches beyond the end.
    pub(crate) fn of(&self, label: &Label) -> Option<Range<usize>> {
        let start = usize::try_from(label.offset).ok()?;
        let end = start.checked_add(usize::try_from(label.length).ok()?)?;
        self.pieces.get(start..end).map(|_| start..end)
    }
}

/// Where two runs of units part, and where they meet again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parting {
    /// What stands in the one alone.
    pub(crate) one: Range<usize>,
    /// What stands in the other instead.
    pub(crate) other: Range<usize>,
}

impl Parting {
    /// Of these two: all between what is the same at their starts and at their ends.
    pub(crate) fn of<T: PartialEq>(one: &[T], other: &[T]) -> Self {
        let start = same_at_the_start(one, other);
        let most = one.len().min(other.len()) - start;
        let end = one.iter().rev().zip(other.iter().rev()).take(most);
        let end = end.take_while(|(one, other)| one == other).count();
        Self { one: start..one.len() - end, other: start..other.len() - end }
    }

    /// The place in the other run that belongs to a place in the one.
    pub(crate) fn across(&self, place: usize) -> usize {
        if place <= self.one.start {
            place
        } else if place >= self.one.end {
            self.other.end + (place - self.one.end)
        } else {
            place.min(self.other.end)
        }
    }
}

/// Units of a range, with some of them marked. Of a long run, what is around the mark.
pub(crate) fn show(pieces: &[String], range: Range<usize>, marked: &Range<usize>) -> Markup {
    let part =
        |from: usize, to: usize| pieces.get(from..to).map(<[String]>::concat).unwrap_or_default();
    let mark = marked.start.clamp(range.start, range.end)..marked.end.clamp(range.start, range.end);
    let left_out = |count: usize| html! { @if count > 0 { span.muted { "…" (count) "…" } } };
    if range.len() <= WHOLE {
        return html! {
            (part(range.start, mark.start))
            @if !mark.is_empty() { mark { (part(mark.start, mark.end)) } }
            (part(mark.end, range.end))
        };
    }
    if mark.is_empty() {
        let (start, end) = (range.start + AROUND, range.end - AROUND);
        return html! { (part(range.start, start)) (left_out(end - start)) (part(end, range.end)) };
    }
    let start = mark.start.saturating_sub(AROUND).max(range.start);
    let end = (mark.end + AROUND).min(range.end);
    let cut = (mark.start + WHOLE).min(mark.end);
    html! {
        (left_out(start - range.start))
        (part(start, mark.start))
        mark { (part(mark.start, cut)) (left_out(mark.end - cut)) }
        (part(mark.end, end))
        (left_out(range.end - end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parting(one: &str, other: &str) -> Parting {
        Parting::of(one.as_bytes(), other.as_bytes())
    }

    #[test]
    fn two_texts_part_once() {
        assert_eq!(parting("abcdef", "abXdef"), Parting { one: 2..3, other: 2..3 });
        assert_eq!(parting("abcdef", "abdef"), Parting { one: 2..3, other: 2..2 });
        assert_eq!(parting("aaa", "aaaa"), Parting { one: 3..3, other: 3..4 });
        assert_eq!(parting("", "ab"), Parting { one: 0..0, other: 0..2 });
        assert_eq!(parting("ab", "ab"), Parting { one: 2..2, other: 2..2 });
    }

    #[test]
    fn places_before_and_behind_belong_together() {
        let longer = parting("abcdef", "abXYZdef");
        let across: Vec<usize> = (0..=6).map(|place| longer.across(place)).collect();
        assert_eq!(across, [0, 1, 2, 5, 6, 7, 8]);
        let shorter = parting("abcdef", "abf");
        let across: Vec<usize> = (0..=6).map(|place| shorter.across(place)).collect();
        assert_eq!(across, [0, 1, 2, 2, 2, 2, 3]);
        let same = parting("abc", "abd");
        assert_eq!((0..=3).map(|place| same.across(place)).collect::<Vec<_>>(), [0, 1, 2, 3]);
    }

    #[test]
    fn a_mark_is_seen_also_in_a_long_run() {
        let pieces: Vec<String> = (0..1000).map(|number| format!("{:02x}", number % 256)).collect();
        let shown = show(&pieces, 0..1000, &(500..501)).into_string();
        assert!(shown.contains("<mark>f4</mark>f5f6"), "{shown}");
        assert!(shown.contains("…476…") && shown.contains("…475…"), "{shown}");
        assert_eq!(show(&pieces, 0..3, &(900..901)).into_string(), "000102");
        let none = show(&pieces, 0..1000, &(0..0)).into_string();
        assert!(none.contains("…952…"), "{none}");
        let all = show(&pieces, 0..1000, &(0..1000)).into_string();
        assert!(all.contains("…904…"), "{all}");
    }

    #[test]
    fn a_label_beyond_the_end_is_about_nothing() {
        let units = Units::bytes(Some(&Value::from("0102"))).unwrap();
        let label = |offset, length| Label { offset, length, name: String::new(), note: None };
        assert_eq!(units.of(&label(0, 2)), Some(0..2));
        assert_eq!(units.of(&label(1, 2)), None);
        assert_eq!(units.of(&label(u64::MAX, 1)), None);
        assert_eq!(units.of(&label(2, u64::MAX)), None);
    }
}
