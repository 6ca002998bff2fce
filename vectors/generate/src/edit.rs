//! The edit between a rejection and its nearest valid neighbour.
//!
//! An edit is found by comparing two inputs, written in words that a reader understands, read back from these words by
//! the lint, and applied. So the words in a file can't drift from what the inputs say.
//!
//! ```text
//! insert 00 at offset 66; replace 41 by 42 at offset 1
//! delete 2 bytes at offset 9
//! set role to intermediate; remove path_key_in_htlc; add records.1 as {"type":"5","value":""}
//! replace "p5" by "pn" at character 24; delete 1 character at character 40; sign with 4242…42; checksum
//! ```
//!
//! Offsets count in the neighbour's bytes, of an invoice in its characters, also where there are several edits. `sign` puts
//! the signature of this private key in the place of the one that is there, `checksum` a checksum that fits; both come
//! after everything else.

use ampwire_vectors::{Members, canonical_json};
use serde_json::Value;

use crate::bytes::{hex, length_of, unhex};
use crate::invoice::Checksum;

mod alignment;
mod text;

/// The member that holds an invoice.
const INVOICE: &str = "invoice";

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Bytes put in before this offset.
    Insert {
        /// Offset in the neighbour's bytes.
        offset: u64,
        /// The new bytes.
        bytes: Vec<u8>,
    },
    /// Bytes taken out from this offset on.
    Delete {
        /// Offset in the neighbour's bytes.
        offset: u64,
        /// How many bytes.
        length: u64,
    },
    /// Bytes exchanged for others.
    Replace {
        /// Offset in the neighbour's bytes.
        offset: u64,
        /// The neighbour's bytes.
        old: Vec<u8>,
        /// The new bytes.
        new: Vec<u8>,
    },
    /// Characters put in before this one of an invoice.
    InsertText {
        /// Offset in the neighbour's text.
        offset: u64,
        /// The new characters.
        text: String,
    },
    /// Characters taken out of an invoice.
    DeleteText {
        /// Offset in the neighbour's text.
        offset: u64,
        /// How many characters.
        length: u64,
    },
    /// Characters of an invoice exchanged for others.
    ReplaceText {
        /// Offset in the neighbour's text.
        offset: u64,
        /// The neighbour's characters.
        old: String,
        /// The new characters.
        new: String,
    },
    /// The signature made anew.
    Sign {
        /// The private key.
        key: [u8; 32],
    },
    /// The checksum made anew.
    Checksum {
        /// With which constant.
        kind: Checksum,
    },
    /// A member of the input set, new or not.
    Set {
        /// Names and indexes, joined by dots.
        path: String,
        /// The new value.
        value: Value,
    },
    /// A member or item taken out.
    Remove {
        /// Names and indexes, joined by dots.
        path: String,
    },
    /// An item appended to a list.
    Add {
        /// The list's path and the item's index.
        path: String,
        /// The item.
        value: Value,
    },
}

/// The smallest edit that leads from the neighbour's input to the other.
pub fn difference(neighbour: &Members, other: &Members) -> Vec<Edit> {
    let mut edits = Vec::new();
    let text = |members: &Members, name: &str| {
        members.get(name).and_then(Value::as_str).map(str::to_owned)
    };
    let bytes = |members: &Members| text(members, "bytes").as_deref().and_then(unhex);
    let mut compared = "";
    if let (Some(old), Some(new)) = (bytes(neighbour), bytes(other)) {
        compared = "bytes";
        edits.extend(alignment::difference(&old, &new));
    } else if let (Some(old), Some(new)) = (text(neighbour, INVOICE), text(other, INVOICE)) {
        compared = INVOICE;
        edits.extend(text::difference(&old, &new));
    }
    let rest = |members: &Members| -> Members {
        members
            .iter()
            .filter(|(name, _)| *name != compared)
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    };
    compare_members("", &rest(neighbour), &rest(other), &mut edits);
    edits
}

fn compare_members(path: &str, old: &Members, new: &Members, edits: &mut Vec<Edit>) {
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match (old.get(name), new.get(name)) {
            (Some(old), Some(new)) => compare(&path, old, new, edits),
            (Some(_), None) => edits.push(Edit::Remove { path }),
            (None, Some(new)) => edits.push(Edit::Set { path, value: new.clone() }),
            (None, None) => {}
        }
    }
}

fn compare(path: &str, old: &Value, new: &Value, edits: &mut Vec<Edit>) {
    match (old, new) {
        _ if old == new => {}
        (Value::Object(old), Value::Object(new)) => compare_members(path, old, new, edits),
        (Value::Array(old), Value::Array(new))
            if [old, new].iter().all(|list| list.iter().all(Value::is_object)) =>
        {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                compare(&format!("{path}.{index}"), old, new, edits);
            }
            for index in (new.len()..old.len()).rev() {
                edits.push(Edit::Remove { path: format!("{path}.{index}") });
            }
            for (index, value) in new.iter().enumerate().skip(old.len()) {
                edits.push(Edit::Add { path: format!("{path}.{index}"), value: value.clone() });
            }
        }
        _ => edits.push(Edit::Set { path: path.to_owned(), value: new.clone() }),
    }
}

/// Edits in words.
pub fn words(edits: &[Edit]) -> String {
    let parts: Vec<String> = edits
        .iter()
        .map(|edit| match edit {
            Edit::Insert { offset, bytes } => format!("insert {} at offset {offset}", hex(bytes)),
            Edit::Delete { offset, length: 1 } => format!("delete 1 byte at offset {offset}"),
            Edit::Delete { offset, length } => format!("delete {length} bytes at offset {offset}"),
            Edit::Replace { offset, old, new } => {
                format!("replace {} by {} at offset {offset}", hex(old), hex(new))
            }
            Edit::Set { path, value } => format!("set {path} to {}", value_words(value)),
            Edit::Remove { path } => format!("remove {path}"),
            Edit::Add { path, value } => format!("add {path} as {}", value_words(value)),
            other => text::words(other).unwrap_or_default(),
        })
        .collect();
    parts.join("; ")
}

/// A value as words: a plain string stands without quotes.
fn value_words(value: &Value) -> String {
    match value {
        Value::String(text)
            if !text.is_empty()
                && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
                && !["true", "false"].contains(&text.as_str()) =>
        {
            text.clone()
        }
        other => canonical_json(other),
    }
}

/// Reads edits from their words.
///
/// # Errors
/// The part that is not of a known form.
pub fn parse(words: &str) -> Result<Vec<Edit>, String> {
    words
        .split("; ")
        .map(|part| parse_one(part).ok_or_else(|| format!("{part:?} is no edit")))
        .collect()
}

fn parse_one(part: &str) -> Option<Edit> {
    if let Some(edit) = text::parse(part) {
        return Some(edit);
    }
    let (verb, rest) = part.split_once(' ')?;
    match verb {
        "insert" => {
            let (bytes, offset) = rest.split_once(" at offset ")?;
            Some(Edit::Insert { offset: offset.parse().ok()?, bytes: unhex(bytes)? })
        }
        "delete" => {
            let (length, offset) = rest.split_once(" at offset ")?;
            let length = length.strip_suffix(" bytes").or_else(|| length.strip_suffix(" byte"))?;
            Some(Edit::Delete { offset: offset.parse().ok()?, length: length.parse().ok()? })
        }
        "replace" => {
            let (bytes, offset) = rest.split_once(" at offset ")?;
            let (old, new) = bytes.split_once(" by ")?;
            Some(Edit::Replace { offset: offset.parse().ok()?, old: unhex(old)?, new: unhex(new)? })
        }
        "set" => {
            let (path, value) = rest.split_once(" to ")?;
            Some(Edit::Set { path: path.to_owned(), value: parse_value(value)? })
        }
        "remove" => Some(Edit::Remove { path: rest.to_owned() }),
        "add" => {
            let (path, value) = rest.split_once(" as ")?;
            Some(Edit::Add { path: path.to_owned(), value: parse_value(value)? })
        }
        _ => None,
    }
}

fn parse_value(words: &str) -> Option<Value> {
    if words.starts_with(['"', '[', '{']) || ["true", "false"].contains(&words) {
        serde_json::from_str(words).ok()
    } else {
        Some(Value::String(words.to_owned()))
    }
}

/// Applies edits to the neighbour's input.
///
/// # Errors
/// The edit that does not fit the input.
pub fn apply(neighbour: &Members, edits: &[Edit]) -> Result<Members, String> {
    let mut input = Value::Object(neighbour.clone());
    for edit in edits.iter().filter(|edit| is_member_edit(edit)) {
        apply_to_members(&mut input, edit)
            .ok_or_else(|| format!("can't {}", words(core::slice::from_ref(edit))))?;
    }
    let byte_edits: Vec<&Edit> = edits.iter().filter(|edit| is_byte_edit(edit)).collect();
    if !byte_edits.is_empty() {
        let bytes = input.get_mut("bytes").ok_or("the neighbour has no bytes")?;
        let mut all = bytes.as_str().and_then(unhex).ok_or("the neighbour's bytes are not hex")?;
        // From the last to the first, so that every offset still counts in the neighbour's bytes.
        for edit in byte_edits.into_iter().rev() {
            apply_to_bytes(&mut all, edit)
                .ok_or_else(|| format!("can't {}", words(core::slice::from_ref(edit))))?;
        }
        *bytes = Value::String(hex(&all));
    }
    let text_edits: Vec<&Edit> =
        edits.iter().filter(|edit| !is_member_edit(edit) && !is_byte_edit(edit)).collect();
    if !text_edits.is_empty() {
        let invoice = input.get_mut(INVOICE).ok_or("the neighbour has no invoice")?;
        let old = invoice.as_str().ok_or("the neighbour's invoice is no text")?;
        *invoice = Value::String(text::apply(old, &text_edits).ok_or("can't edit the invoice so")?);
    }
    match input {
        Value::Object(members) => Ok(members),
        _ => Err("the input is no object".to_owned()),
    }
}

/// How many places an edit changes. A signature or a checksum made anew follows from the others.
pub fn places(edits: &[Edit]) -> usize {
    edits.iter().filter(|edit| !matches!(edit, Edit::Sign { .. } | Edit::Checksum { .. })).count()
}

fn is_member_edit(edit: &Edit) -> bool {
    matches!(edit, Edit::Set { .. } | Edit::Remove { .. } | Edit::Add { .. })
}

fn is_byte_edit(edit: &Edit) -> bool {
    matches!(edit, Edit::Insert { .. } | Edit::Delete { .. } | Edit::Replace { .. })
}

fn apply_to_bytes(all: &mut Vec<u8>, edit: &Edit) -> Option<()> {
    let (offset, length, new) = match edit {
        Edit::Insert { offset, bytes } => (*offset, 0, bytes.as_slice()),
        Edit::Delete { offset, length } => (*offset, *length, [].as_slice()),
        Edit::Replace { offset, old, new } => (*offset, length_of(old), new.as_slice()),
        _ => return None,
    };
    let start = usize::try_from(offset).ok()?;
    let end = start.checked_add(usize::try_from(length).ok()?)?;
    let target = all.get(start..end)?;
    if let Edit::Replace { old, .. } = edit {
        if target != old {
            return None;
        }
    }
    all.splice(start..end, new.iter().copied());
    Some(())
}

fn apply_to_members(input: &mut Value, edit: &Edit) -> Option<()> {
    let (path, value) = match edit {
        Edit::Set { path, value } | Edit::Add { path, value } => (path, Some(value)),
        Edit::Remove { path } => (path, None),
        _ => return None,
    };
    let mut steps: Vec<&str> = path.split('.').collect();
    let last = steps.pop()?;
    let mut place = input;
    for step in steps {
        place = match place {
            Value::Object(members) => members.get_mut(step)?,
            Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    match (place, value) {
        (Value::Object(members), Some(value)) if matches!(edit, Edit::Set { .. }) => {
            members.insert(last.to_owned(), value.clone());
        }
        (Value::Object(members), None) => {
            members.remove(last)?;
        }
        (Value::Array(items), Some(value)) if matches!(edit, Edit::Add { .. }) => {
            (last.parse() == Ok(items.len())).then(|| items.push(value.clone()))?;
        }
        (Value::Array(items), Some(value)) => {
            *items.get_mut(last.parse::<usize>().ok()?)? = value.clone();
        }
        (Value::Array(items), None) => {
            let index = last.parse().ok()?;
            (index < items.len()).then(|| items.remove(index))?;
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::case::object;

    fn there_and_back(neighbour: Value, other: Value) -> String {
        let (neighbour, other) = (object(neighbour), object(other));
        let edits = difference(&neighbour, &other);
        let words = words(&edits);
        assert_eq!(parse(&words), Ok(edits.clone()), "{words}");
        assert_eq!(apply(&neighbour, &edits), Ok(other), "{words}");
        words
    }

    #[test]
    fn byte_edits_are_small_and_lead_there() {
        let cases = [
            (
                "0e41000102030405060708",
                "0e4200010203040506070800",
                "replace 41 by 42 at offset 1; insert 00 at offset 11",
            ),
            ("fd00fd", "fd00fc", "replace fd by fc at offset 2"),
            ("0102", "01", "delete 1 byte at offset 1"),
            ("", "fd", "insert fd at offset 0"),
            ("010203040506", "", "delete 6 bytes at offset 0"),
        ];
        for (old, new, expected) in cases {
            assert_eq!(there_and_back(json!({ "bytes": old }), json!({ "bytes": new })), expected);
        }
    }

    #[test]
    fn member_edits_lead_there() {
        let words = there_and_back(
            json!({ "bytes": "00", "role": "final", "path_key_in_htlc": true, "layouts": ["type14"] }),
            json!({ "bytes": "0001", "role": "intermediate", "layouts": [] }),
        );
        assert_eq!(
            words,
            "insert 01 at offset 1; set layouts to []; remove path_key_in_htlc; set role to intermediate"
        );
        let words = there_and_back(
            json!({ "records": [{ "type": "1", "value": "" }, { "type": "2", "value": "00" }] }),
            json!({ "records": [{ "type": "1", "value": "aa" }, { "type": "2", "value": "" }, { "type": "2", "value": "" }] }),
        );
        assert_eq!(
            words,
            "set records.0.value to aa; set records.1.value to \"\"; add records.2 as {\"type\":\"2\",\"value\":\"\"}"
        );
    }

    /// An invoice of nothing but zeros, signed and with a checksum.
    fn invoice(hrp: &str, data: &str) -> String {
        use crate::invoice::{EXAMPLE_KEY, checksum, letters, sign};
        let signature = letters(&sign(&EXAMPLE_KEY, hrp, data).symbols());
        let data = format!("{data}{signature}");
        format!("{hrp}1{data}{}", checksum(Checksum::Bech32, hrp, &data))
    }

    #[test]
    fn edits_of_invoices_name_signature_and_checksum() {
        let key = hex(&crate::invoice::EXAMPLE_KEY);
        let of = |text: &str| json!({ "invoice": text });
        let old = invoice("lnbc", "qqqqqqqpzz");
        let words = there_and_back(of(&old), of(&invoice("lntb", "qqqqqqqpz")));
        let (start, end) = words.split_once("; sign with ").unwrap();
        assert_eq!(
            start,
            "replace \"bc\" by \"tb\" at character 2; delete 1 character at character 14"
        );
        assert_eq!(end, format!("{key}; checksum"));
        // Another signature than that of a known key is a change of letters.
        let body = &old[..old.len() - 6];
        let (data, last) = (&body[5..body.len() - 1], body.len() - 1);
        let other = if body.ends_with('q') { "p" } else { "q" };
        let sum = crate::invoice::checksum(Checksum::Bech32, "lnbc", &format!("{data}{other}"));
        let words = there_and_back(of(&old), of(&format!("lnbc1{data}{other}{sum}")));
        assert!(
            words.ends_with(&format!(" by \"{other}\" at character {last}; checksum")),
            "{words}"
        );
        // A wrong checksum is one as well.
        let words = there_and_back(of(&old), of(&format!("{body}qqqqqq")));
        assert!(words.starts_with("replace ") && !words.contains("checksum"), "{words}");
        // In upper case all is in upper case.
        let words = there_and_back(
            of(&old.to_uppercase()),
            of(&invoice("lnbc", "qqqqqqqzzz").to_uppercase()),
        );
        assert_eq!(
            words,
            format!("replace \"P\" by \"Z\" at character 12; sign with {key}; checksum")
        );
        // A text that is no invoice at all.
        assert_eq!(there_and_back(of("ab"), of("a")), "delete 1 character at character 1");
        assert_eq!(
            there_and_back(of("a"), of("\u{e4}")),
            "replace \"a\" by \"\u{e4}\" at character 0"
        );
    }

    #[test]
    fn an_edit_that_does_not_fit_is_refused() {
        let neighbour = object(json!({ "bytes": "0001" }));
        for words in [
            "replace 41 by 42 at offset 0",
            "delete 3 bytes at offset 0",
            "insert 00 at offset 3",
            "remove role",
        ] {
            let edits = parse(words).unwrap();
            assert!(apply(&neighbour, &edits).is_err(), "{words}");
        }
        assert!(parse("turn it around").is_err());
        let neighbour = object(json!({ "invoice": invoice("lnbc", "qqqqqqq") }));
        for words in [
            "replace \"bd\" by \"bc\" at character 2",
            "insert \"b\" at character 900",
            "delete 7 characters at character 0; checksum",
            "insert 00 at offset 0",
        ] {
            let edits = parse(words).unwrap();
            assert!(apply(&neighbour, &edits).is_err(), "{words}");
        }
    }
}
