//! Bytes and characters with their labels, one line a label.

use ampwire_vectors::{Expect, Label, Vector};
use serde_json::Value;

use super::style::{DIM, YELLOW, paint};

/// Up to how many bytes a run is shown whole.
const WHOLE: usize = 20;
/// Of a longer run, how many bytes are shown from its start and from its end.
const ENDS: (usize, usize) = (8, 4);

/// The bytes that a vector's labels are about, and whether they are those of the input: an encoder's labels are about the
/// bytes of the expected answer.
pub(crate) fn labelled(vector: &Vector) -> Option<(Vec<u8>, bool)> {
    let text = |value: Option<&Value>| hex::decode(value?.as_str()?).ok();
    if vector.map.is_empty() {
        return None;
    }
    if let Some(bytes) = text(vector.input.get("bytes")) {
        return Some((bytes, true));
    }
    match &vector.expect {
        Expect::Ok(members) => Some((text(members.get("bytes"))?, false)),
        Expect::Reject(_) | Expect::Any(_) => None,
    }
}

/// One line a label: offset, bytes, name and note. The line of the byte at `fault` is marked.
pub(crate) fn lines(bytes: &[u8], map: &[Label], fault: Option<u64>) -> Vec<String> {
    lines_in(bytes, map, fault, shorten)
}

/// The same for the characters of a text.
pub(crate) fn text_lines(text: &[u8], map: &[Label], fault: Option<u64>) -> Vec<String> {
    lines_in(text, map, fault, shorten_text)
}

fn lines_in(
    bytes: &[u8],
    map: &[Label],
    fault: Option<u64>,
    show: fn(&[u8]) -> String,
) -> Vec<String> {
    let rows: Vec<(String, String, String)> =
        map.iter().map(|label| row(bytes, label, show)).collect();
    let width = |pick: fn(&(String, String, String)) -> &String| {
        rows.iter().map(|row| pick(row).chars().count()).max().unwrap_or(0)
    };
    let (offset_width, bytes_width) = (width(|row| &row.0), width(|row| &row.1));
    let lines = rows.iter().zip(map).map(|((offset, shown, name), label)| {
        let here = fault.is_some_and(|fault| {
            fault == label.offset || (fault > label.offset && fault - label.offset < label.length)
        });
        let mark = if here { paint(YELLOW, "  ← here") } else { String::new() };
        let line = format!(
            "{}  {shown:<bytes_width$}  {name}",
            paint(DIM, format!("{offset:>offset_width$}"))
        );
        format!("{}{mark}", line.trim_end())
    });
    lines.collect()
}

fn row(bytes: &[u8], label: &Label, show: fn(&[u8]) -> String) -> (String, String, String) {
    let range = || {
        let start = usize::try_from(label.offset).ok()?;
        let end = start.checked_add(usize::try_from(label.length).ok()?)?;
        bytes.get(start..end)
    };
    let shown = range().map_or_else(|| "(beyond the end)".to_owned(), show);
    let name = match &label.note {
        Some(note) => format!("{}  {note}", label.name),
        None => label.name.clone(),
    };
    (label.offset.to_string(), shown, name)
}

/// Bytes as hex, a long run by its two ends and its length.
pub(crate) fn shorten(bytes: &[u8]) -> String {
    if bytes.len() <= WHOLE {
        return hex::encode(bytes);
    }
    let (start, end) = ENDS;
    let first = bytes.get(..start).unwrap_or_default();
    let last = bytes.get(bytes.len() - end..).unwrap_or_default();
    format!("{}…{} ({} bytes)", hex::encode(first), hex::encode(last), bytes.len())
}

/// The same for a text; what isn't printable ASCII is a dot.
fn shorten_text(text: &[u8]) -> String {
    let characters = |bytes: &[u8]| -> String {
        let one = |byte: &u8| if byte.is_ascii_graphic() { char::from(*byte) } else { '·' };
        bytes.iter().map(one).collect()
    };
    if text.len() <= 2 * WHOLE {
        return characters(text);
    }
    let (start, end) = ENDS;
    let first = text.get(..2 * start).unwrap_or_default();
    let last = text.get(text.len() - 2 * end..).unwrap_or_default();
    format!("{}…{} ({} characters)", characters(first), characters(last), text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(offset: u64, length: u64, name: &str, note: Option<&str>) -> Label {
        Label { offset, length, name: name.to_owned(), note: note.map(str::to_owned) }
    }

    #[test]
    fn lines_are_aligned_and_the_fault_is_marked() {
        let mut bytes = vec![0x0e, 0x20];
        bytes.extend([0xab; 32]);
        let map = [
            label(0, 1, "type", Some("14")),
            label(1, 1, "length", None),
            label(2, 32, "root_share", None),
        ];
        let lines: Vec<String> = lines(&bytes, &map, Some(5))
            .iter()
            .map(|line| anstream::adapter::strip_str(line).to_string())
            .collect();
        assert_eq!(
            lines,
            [
                "0  0e                                    type  14",
                "1  20                                    length",
                "2  abababababababab…abababab (32 bytes)  root_share  ← here",
            ]
        );
    }

    #[test]
    fn a_label_beyond_the_end_is_said_and_harmless() {
        let lines = lines(&[1], &[label(0, u64::MAX, "x", None), label(9, 0, "y", None)], None);
        assert!(lines[0].contains("beyond the end"));
    }
}
