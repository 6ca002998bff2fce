use super::text::{SIGNATURE_LEN, TIMESTAMP_LEN, Text};
use super::value::{self, FieldValue, counts_once};
use super::{InvoiceError, InvoiceErrorKind, InvoiceRules, Tag};
use crate::canary::{Canary, planted};
use crate::symbols::Symbols;
use core::fmt;
use core::iter::FusedIterator;

/// The most symbols that a field's value can have: what its length can say.
pub(super) const LONGEST_FIELD: usize = 1023;
/// The symbols of a tag and a length.
const HEADER_LEN: usize = 3;

/// A field of an invoice: its tag, its value, and where it stands.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    tag: Tag,
    symbols: Symbols<'a>,
    offset: usize,
    value: Result<FieldValue<'a>, InvoiceError>,
}

impl<'a> Field<'a> {
    /// The tag.
    pub const fn tag(&self) -> Tag {
        self.tag
    }

    /// Where the field starts, with its tag: counted in characters from the start of the text.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Where its value starts, behind tag and length.
    pub const fn value_offset(&self) -> usize {
        self.offset.saturating_add(HEADER_LEN)
    }

    /// Where it ends: the next field or the signature starts there.
    pub const fn end(&self) -> usize {
        self.value_offset().saturating_add(self.symbols.len())
    }

    /// The value as it is written.
    pub const fn symbols(&self) -> Symbols<'a> {
        self.symbols
    }

    /// What the value says.
    ///
    /// # Errors
    ///
    /// What is wrong with it. In an invoice that was read strictly nothing is.
    pub const fn value(&self) -> Result<FieldValue<'a>, InvoiceError> {
        self.value
    }

    /// Whether the field says something: it has nothing wrong, and is neither skipped, nor repeated, nor
    /// unknown.
    pub const fn counts(&self) -> bool {
        matches!(&self.value, Ok(value) if value.counts())
    }
}

impl fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("tag", &self.tag)
            .field("offset", &self.offset)
            .field("symbols", &self.symbols)
            .field("value", &self.value)
            .finish()
    }
}

/// The fields of an invoice, in the order of the text. It ends where no further field can be told.
#[derive(Clone)]
pub struct Fields<'a> {
    walk: FieldWalk<'a>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(text: &Text<'a>, rules: InvoiceRules) -> Self {
        Self { walk: FieldWalk::new(text, rules) }
    }

    /// No fields at all.
    pub(super) fn none() -> Self {
        let (rest, rules) = (Symbols::default(), InvoiceRules::new());
        Self { walk: FieldWalk { rest, left: 0, offset: 0, counted: 0, rules } }
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        self.walk.step()?.ok()
    }
}

impl FusedIterator for Fields<'_> {}

impl fmt::Debug for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// The one walk over the fields, for all who read them.
#[derive(Clone)]
pub(super) struct FieldWalk<'a> {
    /// The symbols to come that can be read.
    rest: Symbols<'a>,
    /// How many there are up to the signature.
    left: usize,
    /// Where they start in the text.
    offset: usize,
    /// A bit for each tag of which a field counted.
    counted: u32,
    rules: InvoiceRules,
}

impl<'a> FieldWalk<'a> {
    /// From behind the timestamp to the signature.
    #[inline]
    pub(super) fn new(text: &Text<'a>, rules: InvoiceRules) -> Self {
        let left = text.data_len.saturating_sub(TIMESTAMP_LEN + SIGNATURE_LEN);
        let end = TIMESTAMP_LEN.saturating_add(left).min(text.data.len());
        let rest = text.data.get_range(TIMESTAMP_LEN..end).unwrap_or_default();
        let offset = text.data_offset().saturating_add(TIMESTAMP_LEN);
        Self { rest, left, offset, counted: 0, rules }
    }

    /// The next field, or why there is none although symbols are left. Nothing comes after that.
    #[inline]
    pub(super) fn step(&mut self) -> Option<Result<Field<'a>, InvoiceError>> {
        let (offset, left) = (self.offset, core::mem::take(&mut self.left));
        if left == 0 {
            return None;
        }
        // rule: bolt11.field.framing
        let Some(available) = left.checked_sub(HEADER_LEN) else {
            return Some(Err(InvoiceError::at(InvoiceErrorKind::FieldHeaderTruncated, offset)));
        };
        let (header, rest) = self.rest.split_at_checked(HEADER_LEN)?;
        let tag = Tag::new(header.get(0)?)?;
        let high = usize::from(header.get(1)?);
        let declared = high * 32 + usize::from(header.get(2)?);
        // rule: bolt11.field.complete
        let Some(left) = available.checked_sub(declared) else {
            let kind = InvoiceErrorKind::FieldTruncated { declared, available };
            return Some(Err(InvoiceError::at(kind, offset.saturating_add(1)).of_field(tag)));
        };
        let (symbols, rest) = rest.split_at_checked(declared)?;

        let bit = 1_u32 << tag.symbol();
        let value_offset = offset.saturating_add(HEADER_LEN);
        // rule: bolt11.field.first-counts
        let value = if self.counted & bit == 0 || planted(Canary::InvoiceLast) {
            value::read(tag, symbols, value_offset, self.rules)
        } else {
            Ok(FieldValue::Repeated)
        };
        let field = Field { tag, symbols, offset, value };
        if counts_once(tag) && field.counts() {
            self.counted |= bit;
        }
        *self = Self { rest, left, offset: field.end(), counted: self.counted, rules: self.rules };
        Some(Ok(field))
    }
}
