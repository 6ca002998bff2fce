//! What is in a field.

use super::fallback::is_known;
use super::{
    Description, Fallback, InvoiceError, InvoiceErrorKind, InvoiceRules, RouteHintEntry,
    RouteHintView, Tag,
};
use crate::canary::{Canary, planted};
use crate::feature::FeaturesView;
use crate::onion::PublicKey;
use crate::secret::{PaymentHash, PaymentSecret};
use crate::symbols::{SymbolBytes, Symbols};

/// The symbols of 32 bytes.
const SYMBOLS_OF_32: usize = 52;
/// The symbols of 33 bytes.
const SYMBOLS_OF_33: usize = 53;

/// What is in a field of an invoice. `Debug` does not show secrets.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum FieldValue<'a> {
    /// `p`: the hash of the preimage. In an invoice that AMP pays it is a name and nothing more.
    PaymentHash(PaymentHash),
    /// `s`: the secret that the final hop's payload has to carry.
    PaymentSecret(PaymentSecret),
    /// `d`: what the payment is for.
    Description(Description<'a>),
    /// `h`: the SHA-256 of a description that is given elsewhere.
    DescriptionHash([u8; 32]),
    /// `n`: the payee's public key.
    Payee(PublicKey),
    /// `x`: for how many seconds after the timestamp the invoice may be paid.
    Expiry(u64),
    /// `c`: `min_final_cltv_expiry_delta`, in blocks.
    MinFinalCltvExpiryDelta(u64),
    /// `f`: an address on the chain to fall back on.
    Fallback(Fallback),
    /// `r`: a private route.
    RouteHint(RouteHintView<'a>),
    /// `9`: the features.
    Features(FeaturesView<'a>),
    /// `m`: what the final hop's payload has to give back.
    PaymentMetadata(SymbolBytes<'a>),
    /// A known tag in a form that readers skip: a `p`, `s`, `h` or `n` of the wrong length, or an `f` of
    /// a version from 19 up.
    Skipped,
    /// A field that may stand once, and one before it counted. Nobody looks at it.
    Repeated,
    /// A tag that means nothing here.
    Unknown,
}

impl FieldValue<'_> {
    /// Whether the field says something: it is neither skipped, nor repeated, nor unknown.
    pub const fn counts(&self) -> bool {
        !matches!(self, Self::Skipped | Self::Repeated | Self::Unknown)
    }
}

/// Whether a field of this tag counts once at most.
pub(super) const fn counts_once(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::PAYMENT_HASH
            | Tag::PAYMENT_SECRET
            | Tag::DESCRIPTION
            | Tag::DESCRIPTION_HASH
            | Tag::PAYEE
            | Tag::EXPIRY
            | Tag::MIN_FINAL_CLTV_EXPIRY_DELTA
            | Tag::PAYMENT_METADATA
            | Tag::FEATURES
    )
}

/// A field's symbols and where they start, while they are read.
#[derive(Clone, Copy)]
struct Value<'a> {
    tag: Tag,
    symbols: Symbols<'a>,
    offset: usize,
    rules: InvoiceRules,
}

/// Reads the value of a field whose symbols start at `offset` of the text.
#[inline]
pub(super) fn read(
    tag: Tag,
    symbols: Symbols<'_>,
    offset: usize,
    rules: InvoiceRules,
) -> Result<FieldValue<'_>, InvoiceError> {
    let value = Value { tag, symbols, offset, rules };
    match tag {
        Tag::PAYMENT_HASH => {
            value.fixed(SYMBOLS_OF_32, |bytes| Ok(FieldValue::PaymentHash(PaymentHash(bytes))))
        }
        Tag::PAYMENT_SECRET => value
            .fixed(SYMBOLS_OF_32, |bytes| Ok(FieldValue::PaymentSecret(PaymentSecret::new(bytes)))),
        Tag::DESCRIPTION_HASH => {
            value.fixed(SYMBOLS_OF_32, |bytes| Ok(FieldValue::DescriptionHash(bytes)))
        }
        Tag::PAYEE => value.fixed(SYMBOLS_OF_33, |bytes| {
            // rule: bolt11.n.point
            PublicKey::new(bytes)
                .map(FieldValue::Payee)
                .ok_or_else(|| value.error(InvoiceErrorKind::PayeeNotAPoint))
        }),
        Tag::DESCRIPTION => {
            let bytes = value.bytes(symbols)?;
            // rule: bolt11.d.utf-8
            Description::new(bytes)
                .map(FieldValue::Description)
                .ok_or_else(|| value.error(InvoiceErrorKind::DescriptionNotUtf8))
        }
        // rule: bolt11.m.kept
        Tag::PAYMENT_METADATA => value.bytes(symbols).map(FieldValue::PaymentMetadata),
        Tag::EXPIRY => value.integer().map(FieldValue::Expiry),
        Tag::MIN_FINAL_CLTV_EXPIRY_DELTA => {
            value.integer().map(FieldValue::MinFinalCltvExpiryDelta)
        }
        Tag::FEATURES => {
            value.minimal()?;
            // rule: bolt11.9.bits; rule: bolt11.9.omitted
            // A field is never too long for a feature vector.
            Ok(FeaturesView::from_symbols(symbols)
                .map_or(FieldValue::Unknown, FieldValue::Features))
        }
        Tag::FALLBACK => value.fallback(),
        Tag::ROUTE_HINT => value.route_hint(),
        // rule: bolt11.field.unknown
        _ => Ok(FieldValue::Unknown),
    }
}

impl<'a> Value<'a> {
    #[cold]
    const fn error(&self, kind: InvoiceErrorKind) -> InvoiceError {
        InvoiceError::at(kind, self.offset).of_field(self.tag)
    }

    /// Some of the field's symbols as bytes.
    #[inline]
    fn bytes(&self, symbols: Symbols<'a>) -> Result<SymbolBytes<'a>, InvoiceError> {
        // rule: bolt11.field.padding
        symbols.to_bytes().map_err(|_| {
            let last = self.offset.saturating_add(self.symbols.len().saturating_sub(1));
            InvoiceError::at(InvoiceErrorKind::Padding, last).of_field(self.tag)
        })
    }

    /// Bytes of a fixed number, for which the field has `expected` symbols.
    #[inline]
    fn fixed<const N: usize>(
        &self,
        expected: usize,
        make: impl FnOnce([u8; N]) -> Result<FieldValue<'a>, InvoiceError>,
    ) -> Result<FieldValue<'a>, InvoiceError> {
        // rule: bolt11.field.fixed-length
        let actual = self.symbols.len();
        if actual != expected {
            return if self.rules.refuse_wrong_lengths {
                Err(self.error(InvoiceErrorKind::FixedLength { expected, actual }))
            } else {
                Ok(FieldValue::Skipped)
            };
        }
        // So many symbols are so many bytes.
        self.bytes(self.symbols)?.to_array().map_or(Ok(FieldValue::Skipped), make)
    }

    /// Refuses a zero symbol in front.
    fn minimal(&self) -> Result<(), InvoiceError> {
        // rule: bolt11.field.integer-minimal
        if self.symbols.get(0) == Some(0) {
            return Err(self.error(InvoiceErrorKind::NotMinimal));
        }
        Ok(())
    }

    fn integer(&self) -> Result<u64, InvoiceError> {
        if !(planted(Canary::InvoiceExpiry) && self.tag == Tag::EXPIRY) {
            self.minimal()?;
        }
        // rule: bolt11.field.integer-range
        self.symbols.to_u64().ok_or_else(|| self.error(InvoiceErrorKind::IntegerRange))
    }

    fn fallback(&self) -> Result<FieldValue<'a>, InvoiceError> {
        let wrong = |actual| Err(self.error(InvoiceErrorKind::FallbackProgram { actual }));
        let Some((version, program)) = self.symbols.get(0).zip(self.symbols.split_at_checked(1))
        else {
            return wrong(0);
        };
        // rule: bolt11.f.version
        if !is_known(version) {
            return Ok(FieldValue::Skipped);
        }
        let program = self.bytes(program.1)?;
        // rule: bolt11.f.program
        match Fallback::of_known(version, program) {
            Some(fallback) => Ok(FieldValue::Fallback(fallback)),
            None => wrong(program.len()),
        }
    }

    fn route_hint(&self) -> Result<FieldValue<'a>, InvoiceError> {
        let bytes = self.bytes(self.symbols)?;
        // rule: bolt11.r.entries
        if bytes.is_empty() || bytes.len() % RouteHintEntry::LEN != 0 {
            return Err(self.error(InvoiceErrorKind::RouteHintLength { actual: bytes.len() }));
        }
        // rule: bolt11.r.point
        let starts = (0..bytes.len()).step_by(RouteHintEntry::LEN);
        match starts.enumerate().find(|(_, at)| !matches!(bytes.get(*at), Some(0x02 | 0x03))) {
            None => Ok(FieldValue::RouteHint(RouteHintView::checked_before(bytes))),
            Some((entry, _)) => Err(route_hint_not_a_point(self.offset, entry)),
        }
    }
}

/// A route hint's entry whose node is no point, in a field whose value starts at `offset`.
#[cold]
pub(super) const fn route_hint_not_a_point(offset: usize, entry: usize) -> InvoiceError {
    // The symbol that holds the entry's first bit.
    let place = entry.saturating_mul(RouteHintEntry::LEN * 8) / 5;
    InvoiceError::at(InvoiceErrorKind::RouteHintNotAPoint, offset.saturating_add(place))
        .of_field(Tag::ROUTE_HINT)
}
