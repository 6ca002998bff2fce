use super::fields::LONGEST_FIELD;
use crate::symbols::SymbolBytes;
use crate::wire::Encode;
use core::fmt;

/// What a payment is for (BOLT 11, `d`): UTF-8, read where it stands.
///
/// [`Display`](fmt::Display) writes it as it is, with control characters and line ends; so does
/// `to_string`. Who shows it to a person has to look at that: a stranger wrote it.
#[derive(Clone, Copy)]
pub struct Description<'a>(SymbolBytes<'a>);

impl<'a> Description<'a> {
    /// A description of these bytes; `None` where they are not UTF-8.
    // rule: bolt11.d.utf-8
    pub(super) fn new(bytes: SymbolBytes<'a>) -> Option<Self> {
        with_text(bytes, |text| text.is_some()).then_some(Self(bytes))
    }

    /// A description of bytes that were found to be UTF-8 before.
    pub(super) const fn checked_before(bytes: SymbolBytes<'a>) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn bytes(&self) -> SymbolBytes<'a> {
        self.0
    }

    /// The length in bytes.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no character: a description may be empty.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives the text to `take`, without a copy on the heap.
    pub fn with_str<T>(&self, take: impl FnOnce(&str) -> T) -> T {
        with_text(self.0, |text| take(text.unwrap_or_default()))
    }
}

/// Gives bytes of a field to `take` as text, if they are UTF-8.
fn with_text<T>(bytes: SymbolBytes<'_>, take: impl FnOnce(Option<&str>) -> T) -> T {
    // What one field can hold.
    let mut buffer = [0; LONGEST_FIELD * 5 / 8];
    let length = bytes.encode_to_slice(&mut buffer).ok();
    let text = length.and_then(|length| buffer.get(..length));
    take(text.and_then(|text| core::str::from_utf8(text).ok()))
}

impl fmt::Display for Description<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_str(|text| f.pad(text))
    }
}

impl fmt::Debug for Description<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_str(|text| write!(f, "Description({text:?})"))
    }
}

impl PartialEq<str> for Description<'_> {
    fn eq(&self, other: &str) -> bool {
        self.with_str(|text| text == other)
    }
}

impl PartialEq<&str> for Description<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}
