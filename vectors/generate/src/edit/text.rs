//! Edits of an invoice's text.
//!
//! What is signed, the signature and the checksum are compared apart: a signature or a checksum that follows from what
//! stands before it is not shown as a hundred changed letters but named as what it is, and made anew when the edit is
//! applied.

use crate::bytes::{length_of, unhex};
use crate::edit::{Edit, alignment};
use crate::invoice::{Checksum, KEYS, Split, checksum, hrp_and_data, letters, sign};

/// The edits that make `new` of `old`.
pub(super) fn difference(old: &str, new: &str) -> Vec<Edit> {
    if old == new {
        return Vec::new();
    }
    if let (Some(from), Some(to)) = (Split::of(old), Split::of(new)) {
        if let Some(kind) = kind_of_checksum(&to) {
            return in_parts(&from, &to, kind);
        }
    }
    letters_between(old, new, 0)
}

fn in_parts(from: &Split<'_>, to: &Split<'_>, kind: Checksum) -> Vec<Edit> {
    let signed_by =
        KEYS.iter().find(|key| signature_of(to.signed, key).as_deref() == Some(to.signature));
    let old = format!("{}{}", from.signed, from.signature);
    let mut edits = match signed_by {
        Some(key) if !from.signature.is_empty() => {
            let mut edits = letters_between(from.signed, to.signed, 0);
            if !edits.is_empty() || from.signature != to.signature {
                edits.push(Edit::Sign { key: *key });
            }
            edits
        }
        _ if from.signature.len() == to.signature.len() => {
            let mut edits = letters_between(from.signed, to.signed, 0);
            let offset = length_of(from.signed.as_bytes());
            edits.extend(letters_between(from.signature, to.signature, offset));
            edits
        }
        _ => letters_between(&old, &format!("{}{}", to.signed, to.signature), 0),
    };
    edits.push(Edit::Checksum { kind });
    edits
}

/// The kind of a checksum, if it fits what stands before it.
fn kind_of_checksum(split: &Split<'_>) -> Option<Checksum> {
    let text = format!("{}{}", split.signed, split.signature);
    let right = |kind| checksum_of(&text, kind).as_deref() == Some(split.checksum);
    [Checksum::Bech32, Checksum::Bech32m].into_iter().find(|kind| right(*kind))
}

fn letters_between(old: &str, new: &str, offset: u64) -> Vec<Edit> {
    let text = |bytes: Vec<u8>| {
        String::from_utf8(bytes).expect("edits of ASCII, or of whole characters of it")
    };
    alignment::difference(old.as_bytes(), new.as_bytes())
        .into_iter()
        .map(|edit| match edit {
            Edit::Insert { offset: at, bytes } => {
                Edit::InsertText { offset: offset + at, text: text(bytes) }
            }
            Edit::Delete { offset: at, length } => Edit::DeleteText { offset: offset + at, length },
            Edit::Replace { offset: at, old, new } => {
                Edit::ReplaceText { offset: offset + at, old: text(old), new: text(new) }
            }
            other => other,
        })
        .collect()
}

/// The checksum for a text without one, in the text's case.
fn checksum_of(text: &str, kind: Checksum) -> Option<String> {
    let (hrp, data) = hrp_and_data(text)?;
    Some(in_case_of(text, checksum(kind, &hrp, &data)))
}

/// The signature's letters for a text that ends before it, in the text's case.
fn signature_of(text: &str, key: &[u8; 32]) -> Option<String> {
    let (hrp, data) = hrp_and_data(text)?;
    Some(in_case_of(text, letters(&sign(key, &hrp, &data).symbols())))
}

fn in_case_of(text: &str, letters: String) -> String {
    if text.bytes().any(|letter| letter.is_ascii_uppercase()) {
        letters.to_ascii_uppercase()
    } else {
        letters
    }
}

/// The edits in words.
pub(super) fn words(edit: &Edit) -> Option<String> {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    Some(match edit {
        Edit::InsertText { offset, text } => {
            format!("insert {} at character {offset}", quoted(text))
        }
        Edit::DeleteText { offset, length: 1 } => {
            format!("delete 1 character at character {offset}")
        }
        Edit::DeleteText { offset, length } => {
            format!("delete {length} characters at character {offset}")
        }
        Edit::ReplaceText { offset, old, new } => {
            format!("replace {} by {} at character {offset}", quoted(old), quoted(new))
        }
        Edit::Sign { key } => format!("sign with {}", crate::bytes::hex(key)),
        Edit::Checksum { kind: Checksum::Bech32 } => "checksum".to_owned(),
        Edit::Checksum { kind: Checksum::Bech32m } => "checksum of bech32m".to_owned(),
        _ => return None,
    })
}

/// Reads an edit from its words, if they are of a text.
pub(super) fn parse(part: &str) -> Option<Edit> {
    match part {
        "checksum" => return Some(Edit::Checksum { kind: Checksum::Bech32 }),
        "checksum of bech32m" => return Some(Edit::Checksum { kind: Checksum::Bech32m }),
        _ => {}
    }
    if let Some(key) = part.strip_prefix("sign with ") {
        return Some(Edit::Sign { key: unhex(key)?.try_into().ok()? });
    }
    let (what, offset) = part.rsplit_once(" at character ")?;
    let offset = offset.parse().ok()?;
    let (verb, rest) = what.split_once(' ')?;
    let text = |quoted: &str| serde_json::from_str::<String>(quoted).ok();
    match verb {
        "insert" => Some(Edit::InsertText { offset, text: text(rest)? }),
        "delete" => {
            let length =
                rest.strip_suffix(" characters").or_else(|| rest.strip_suffix(" character"))?;
            Some(Edit::DeleteText { offset, length: length.parse().ok()? })
        }
        "replace" => {
            let (old, new) = rest.split_once(" by ")?;
            Some(Edit::ReplaceText { offset, old: text(old)?, new: text(new)? })
        }
        _ => None,
    }
}

/// Applies the edits to a text: letters first, then the signature, then the checksum.
pub(super) fn apply(neighbour: &str, edits: &[&Edit]) -> Option<String> {
    let mut text = neighbour.to_owned();
    // From the last to the first, so that every offset still counts in the neighbour's text.
    for edit in edits.iter().rev() {
        let (offset, old_length, new) = match edit {
            Edit::InsertText { offset, text } => (*offset, 0, text.as_str()),
            Edit::DeleteText { offset, length } => (*offset, *length, ""),
            Edit::ReplaceText { offset, old, new } => {
                (*offset, length_of(old.as_bytes()), new.as_str())
            }
            _ => continue,
        };
        let start = usize::try_from(offset).ok()?;
        let end = start.checked_add(usize::try_from(old_length).ok()?)?;
        let target = text.get(start..end)?;
        if let Edit::ReplaceText { old, .. } = edit {
            if target != old {
                return None;
            }
        }
        text.replace_range(start..end, new);
    }
    for edit in edits {
        let split = Split::of(&text);
        text = match edit {
            Edit::Sign { key } => {
                let split = split.filter(|split| !split.signature.is_empty())?;
                let signature = signature_of(split.signed, key)?;
                format!("{}{signature}{}", split.signed, split.checksum)
            }
            Edit::Checksum { kind } => {
                let split = split?;
                let text = format!("{}{}", split.signed, split.signature);
                let sum = checksum_of(&text, *kind)?;
                format!("{text}{sum}")
            }
            _ => continue,
        };
    }
    Some(text)
}
