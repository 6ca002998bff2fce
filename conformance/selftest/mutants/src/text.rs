//! A text with insertions.

use std::ops::Range;

/// What is put into a text: something before a range of it, and something behind.
#[derive(Debug)]
pub(crate) struct Insertion {
    /// The range that it is about, in bytes.
    pub(crate) range: Range<usize>,
    /// Comes before what is inserted for ranges that are inside.
    pub(crate) before: Vec<Piece>,
    /// Comes behind it.
    pub(crate) behind: String,
}

/// A part of what is inserted.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) text: String,
    /// The mutant that this part is.
    pub(crate) mutant: Option<u32>,
}

/// The text with the insertions, the blanked ranges filled with blanks, and where in it each mutant is.
pub(crate) fn apply(
    source: &str,
    insertions: Vec<Insertion>,
    blanked: &[Range<usize>],
) -> (String, Vec<(u32, usize, usize)>) {
    // At one place: first what ends there, from the inside out, then what begins there, from the outside in.
    let mut events: Vec<(usize, u8, usize, usize, Vec<Piece>)> = Vec::new();
    for (number, insertion) in insertions.into_iter().enumerate() {
        let Range { start, end } = insertion.range;
        let behind = vec![Piece { text: insertion.behind, mutant: None }];
        events.push((end, 0, usize::MAX - start, usize::MAX - number, behind));
        events.push((start, 1, usize::MAX - end, number, insertion.before));
    }
    events.sort_by_key(|(place, side, inside, number, _)| (*place, *side, *inside, *number));
    let mut text = String::new();
    let mut mutants = Vec::new();
    let mut done = 0;
    for (place, _, _, _, pieces) in events {
        copy(source, done..place, blanked, &mut text);
        done = place;
        for piece in pieces {
            let start = text.len();
            text.push_str(&piece.text);
            mutants.extend(piece.mutant.map(|id| (id, start, text.len())));
        }
    }
    copy(source, done..source.len(), blanked, &mut text);
    (text, mutants)
}

fn copy(source: &str, range: Range<usize>, blanked: &[Range<usize>], text: &mut String) {
    for (offset, character) in source[range.clone()].char_indices() {
        let place = range.start + offset;
        let blank = blanked.iter().any(|blanked| blanked.contains(&place));
        text.push(if blank { ' ' } else { character });
    }
}
