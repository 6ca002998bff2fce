use super::Value;
use crate::bolt11::Tag;
use core::fmt;

/// Some bytes of the input, with the name of the field they are. Of an invoice, which is ASCII, a byte
/// is a character.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Span<'a> {
    pub(super) offset: usize,
    pub(super) bytes: &'a [u8],
    pub(super) name: &'static str,
    pub(super) depth: u8,
    pub(super) record: Option<u64>,
    pub(super) tag: Option<Tag>,
    pub(super) value: Value<'a>,
    pub(super) secret: bool,
}

impl<'a> Span<'a> {
    /// The first byte, counted from the start of the input.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// How many bytes there are. An integer of zero, or an empty value, has none.
    pub const fn length(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes, also where they are a secret.
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The field's name in the BOLTs, for example `payment_secret`; `type` and `length` of a record;
    /// `value` where the record has no name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// How deep the field stands: 0 for what the input is made of, and the types, tags and lengths of
    /// records and of an invoice's fields, 1 for what is in their value.
    pub const fn depth(&self) -> u8 {
        self.depth
    }

    /// The type of the record that the span is in.
    pub const fn record(&self) -> Option<u64> {
        self.record
    }

    /// The tag of the invoice's field that the span is in.
    pub const fn tag(&self) -> Option<Tag> {
        self.tag
    }

    /// What the bytes say.
    pub const fn value(&self) -> Value<'a> {
        self.value
    }

    /// Whether the bytes are a secret, or may contain one: a tool hides them unless it is asked to
    /// show them.
    pub const fn is_secret(&self) -> bool {
        self.secret
    }
}

/// Shows no bytes: they can be secrets.
impl fmt::Debug for Span<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Span {{ {}: {} bytes at {}", self.name, self.bytes.len(), self.offset)?;
        if let Some(record) = self.record {
            write!(f, ", record {record}")?;
        }
        if let Some(tag) = self.tag {
            write!(f, ", field {tag}")?;
        }
        if self.secret { f.write_str(", secret }") } else { write!(f, ", {:?} }}", self.value) }
    }
}
