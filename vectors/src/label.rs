//! A name for a run of bytes, or of an invoice's characters.

use serde::{Deserialize, Serialize};

/// A labelled run of bytes: in JSON `[offset, length, name]` or `[offset, length, name, note]`, all strings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Label {
    /// The first byte.
    pub offset: u64,
    /// How many bytes.
    pub length: u64,
    /// What they are: `type`, `length`, or a field's name.
    pub name: String,
    /// What they say, or what is wrong with them.
    pub note: Option<String>,
}

impl From<Label> for Vec<String> {
    fn from(label: Label) -> Self {
        let mut parts = vec![label.offset.to_string(), label.length.to_string(), label.name];
        parts.extend(label.note);
        parts
    }
}

impl TryFrom<Vec<String>> for Label {
    type Error = String;

    fn try_from(parts: Vec<String>) -> Result<Self, Self::Error> {
        let number = |text: &str| -> Result<u64, String> {
            text.parse().map_err(|_| format!("{text:?} in a label is not a decimal number"))
        };
        match parts.as_slice() {
            [offset, length, name] => Ok(Self {
                offset: number(offset)?,
                length: number(length)?,
                name: name.clone(),
                note: None,
            }),
            [offset, length, name, note] => Ok(Self {
                offset: number(offset)?,
                length: number(length)?,
                name: name.clone(),
                note: Some(note.clone()),
            }),
            _ => Err("a label has three or four parts".to_owned()),
        }
    }
}
