//! Bytes built from labelled parts.
//!
//! The integers are encoded here a third time, beside the library and the reference, by the few lines below.

use ampwire_vectors::Label;

/// Bytes of which every run has a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labelled {
    bytes: Vec<u8>,
    labels: Vec<Label>,
}

impl Labelled {
    /// No bytes.
    pub fn new() -> Self {
        Self::default()
    }

    /// One part with a name. An empty part has no label.
    pub fn of(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        Self::new().part(name, bytes)
    }

    /// One part with a name and a note on what it says.
    pub fn noted_of(name: &str, bytes: impl AsRef<[u8]>, note: &str) -> Self {
        Self::new().noted(name, bytes, note)
    }

    /// Appends a part.
    pub fn part(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.append(name, bytes.as_ref(), None)
    }

    /// Appends a part with a note.
    pub fn noted(self, name: &str, bytes: impl AsRef<[u8]>, note: &str) -> Self {
        self.append(name, bytes.as_ref(), Some(note.to_owned()))
    }

    /// Appends other labelled bytes.
    pub fn join(mut self, other: Self) -> Self {
        for label in other.labels {
            self.labels.push(Label { offset: label.offset + self.len(), ..label });
        }
        self.bytes.extend(other.bytes);
        self
    }

    fn append(mut self, name: &str, bytes: &[u8], note: Option<String>) -> Self {
        if !bytes.is_empty() {
            let (offset, length) = (self.len(), length_of(bytes));
            self.labels.push(Label { offset, length, name: name.to_owned(), note });
            self.bytes.extend_from_slice(bytes);
        }
        self
    }

    /// One TLV record: type, length and value, all minimal.
    pub fn record(tlv_type: u64, value: Self) -> Self {
        Self::new()
            .noted("type", bigsize(tlv_type), &tlv_type.to_string())
            .noted("length", bigsize(value.len()), &value.len().to_string())
            .join(value)
    }

    /// How many bytes.
    pub fn len(&self) -> u64 {
        length_of(&self.bytes)
    }

    /// Whether there is no byte.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes as hex.
    pub fn hex(&self) -> String {
        hex(&self.bytes)
    }

    /// The labels, in order.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }
}

/// The length as the width that all offsets have.
///
/// # Panics
/// Never: no slice is longer than 64 bits can say.
pub fn length_of(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).expect("lengths fit 64 bits")
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

/// Reads lower-case hex; `None` for anything else.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() % 2 != 0 || text.bytes().any(|digit| digit.is_ascii_uppercase()) {
        return None;
    }
    let digits: Vec<u8> = text
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok()))
        .collect::<Option<_>>()?;
    Some(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// The same for bytes that a case is written with, of which it is known how many there are.
///
/// # Panics
///
/// Where the text is anything else.
pub fn array<const N: usize>(text: &str) -> [u8; N] {
    unhex(text).and_then(|bytes| bytes.try_into().ok()).expect("lower-case hex of this length")
}

/// The four forms of a BigSize, by how many bytes follow the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// One byte in all.
    One,
    /// `fd` and two bytes.
    Two,
    /// `fe` and four bytes.
    Four,
    /// `ff` and eight bytes.
    Eight,
}

/// A minimal BigSize.
pub fn bigsize(value: u64) -> Vec<u8> {
    let width = match value {
        0..=252 => Width::One,
        253..=0xffff => Width::Two,
        0x1_0000..=0xffff_ffff => Width::Four,
        _ => Width::Eight,
    };
    bigsize_in(width, value)
}

/// A BigSize in the form of this width, minimal or not.
pub fn bigsize_in(width: Width, value: u64) -> Vec<u8> {
    let all = value.to_be_bytes();
    match width {
        Width::One => vec![all[7]],
        Width::Two => [&[0xfd], &all[6..]].concat(),
        Width::Four => [&[0xfe], &all[4..]].concat(),
        Width::Eight => [&[0xff], &all[..]].concat(),
    }
}

/// A truncated integer: big-endian without leading zero bytes.
pub fn truncated(value: u64) -> Vec<u8> {
    value.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_labelled_throughout() {
        let record = Labelled::record(253, Labelled::of("value", [0x2a]));
        assert_eq!(record.hex(), "fd00fd012a");
        let spans: Vec<_> =
            record.labels().iter().map(|label| (label.offset, label.length)).collect();
        assert_eq!(spans, [(0, 3), (3, 1), (4, 1)]);
    }

    #[test]
    fn hex_goes_both_ways() {
        assert_eq!(unhex("00ff1a"), Some(vec![0x00, 0xff, 0x1a]));
        assert_eq!(hex(&[0x00, 0xff, 0x1a]), "00ff1a");
        for wrong in ["0", "0G", "FF", "zz"] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }
}
