use super::tagged::MAX_VALUE;
use super::{InvoiceError, InvoiceErrorKind, Tag};
use crate::symbols::{Symbols, SymbolsBuf};
use core::fmt;

/// A field to be written as it is, owned: a tag, and the symbols of its value.
///
/// So stand in an invoice the fields with a tag that means nothing here, and those that a reader skips:
/// of a wrong length, of an unknown fallback version, or later ones of a tag that counts once.
///
/// ```
/// use ampwire::bolt11::{RawField, Tag};
///
/// let tag = Tag::from_character('2').unwrap();
/// let field = RawField::new(tag, "qqq")?;
/// assert_eq!(field.words(), "qqq");
/// assert!(RawField::new(tag, "1").is_err());
/// # Ok::<(), ampwire::bolt11::InvoiceError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RawField {
    tag: Tag,
    words: SymbolsBuf,
    at: Option<usize>,
}

impl RawField {
    /// A field of this tag, with its value as characters of bech32's alphabet.
    ///
    /// # Errors
    ///
    /// [`NotInAlphabet`](InvoiceErrorKind::NotInAlphabet), or over 1023 characters
    /// [`FieldTooLong`](InvoiceErrorKind::FieldTooLong).
    pub fn new(tag: Tag, words: &str) -> Result<Self, InvoiceError> {
        let error = |kind| InvoiceError::new(kind).of_field(tag);
        // rule: bolt11.text.characters
        let words = Symbols::parse(words).map_err(|_| error(InvoiceErrorKind::NotInAlphabet))?;
        // rule: bolt11.field.longest
        if words.len() > MAX_VALUE {
            return Err(error(InvoiceErrorKind::FieldTooLong { actual: words.len() }));
        }
        Ok(Self::of_symbols(tag, words))
    }

    /// A field of symbols that fit into one.
    pub(super) fn of_symbols(tag: Tag, symbols: Symbols<'_>) -> Self {
        let mut words = SymbolsBuf::new();
        words.push_symbols(symbols);
        Self { tag, words, at: None }
    }

    /// Says where the field stands among all fields, counted from 0. That takes an order to be asked
    /// for too.
    pub fn at(self, position: usize) -> Self {
        Self { at: Some(position), ..self }
    }

    /// The tag.
    pub const fn tag(&self) -> Tag {
        self.tag
    }

    /// The symbols of the value, in lower case.
    pub fn words(&self) -> &str {
        self.words.as_str()
    }

    /// Where the field stands, where that was said.
    pub const fn position(&self) -> Option<usize> {
        self.at
    }

    pub(super) fn symbols(&self) -> Symbols<'_> {
        self.words.as_symbols()
    }

    /// Whether a reader skips the field whatever stands before it.
    // rule: bolt11.write.unknown
    pub(super) fn is_always_skipped(&self) -> bool {
        let symbols = self.symbols();
        match self.tag {
            // rule: bolt11.field.fixed-length
            Tag::PAYMENT_HASH | Tag::PAYMENT_SECRET | Tag::DESCRIPTION_HASH => symbols.len() != 52,
            Tag::PAYEE => symbols.len() != 53,
            // rule: bolt11.f.version
            Tag::FALLBACK => {
                symbols.get(0).is_some_and(|version| !super::fallback::is_known(version))
            }
            // rule: bolt11.field.unknown
            tag => !KNOWN.contains(&tag),
        }
    }
}

/// The tags that mean something here.
const KNOWN: [Tag; 11] = [
    Tag::PAYMENT_HASH,
    Tag::PAYMENT_SECRET,
    Tag::DESCRIPTION,
    Tag::DESCRIPTION_HASH,
    Tag::PAYEE,
    Tag::EXPIRY,
    Tag::MIN_FINAL_CLTV_EXPIRY_DELTA,
    Tag::FALLBACK,
    Tag::ROUTE_HINT,
    Tag::FEATURES,
    Tag::PAYMENT_METADATA,
];

/// The words of a skipped field may be a secret of the wrong length.
impl fmt::Debug for RawField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawField")
            .field("tag", &self.tag)
            .field("words", &self.words)
            .field("at", &self.at)
            .finish()
    }
}
