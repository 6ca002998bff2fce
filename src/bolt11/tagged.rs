//! The fields of an invoice that is being written, and their order.

use super::{Fallback, InvoiceError, InvoiceErrorKind, RawField, RouteHintEntry, Tag};
use crate::canary::{Canary, planted};
use crate::feature::Features;
use crate::onion::PublicKey;
use crate::symbols::{SymbolsBuf, symbol_of};
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;

/// The most symbols a field's value has: its length is written in two.
pub(super) const MAX_VALUE: usize = 1023;

/// The most bytes a field's value has.
pub(super) const MAX_BYTES: usize = MAX_VALUE * 5 / 8;

/// The most entries of a route hint that a field's value has room for.
pub(super) const MAX_ENTRIES: usize = MAX_BYTES / RouteHintEntry::LEN;

/// What a field says.
#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    Bytes(&'a [u8]),
    Integer(u64),
    Fallback(&'a Fallback),
    RouteHint(&'a [RouteHintEntry]),
    Features(&'a Features),
    /// The key that the invoice is signed with, which is known when it is.
    Payee,
    /// Nothing that counts: the field is written as it is.
    Raw(&'a RawField),
}

/// A field to write.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    pub(super) tag: Tag,
    pub(super) content: Content<'a>,
}

impl<'a> Field<'a> {
    pub(super) const fn bytes(tag: Tag, bytes: &'a [u8]) -> Self {
        Self { tag, content: Content::Bytes(bytes) }
    }

    /// Writes tag, length and value. No value is longer than its length can say: that was checked.
    pub(super) fn put(&self, out: &mut SymbolsBuf, payee: &PublicKey) {
        let mut value = SymbolsBuf::new();
        match self.content {
            Content::Bytes(bytes) => value.push_bytes(bytes),
            Content::Integer(0) if planted(Canary::InvoiceZero) => value.push(0),
            Content::Integer(integer) => value.push_integer(integer),
            Content::Fallback(fallback) => {
                value.push(fallback.version());
                value.push_bytes(fallback.program());
            }
            Content::RouteHint(entries) => {
                let bytes: Vec<u8> = entries.iter().flat_map(RouteHintEntry::to_bytes).collect();
                value.push_bytes(&bytes);
            }
            Content::Features(features) => {
                let text = features.to_symbols();
                text.bytes().filter_map(symbol_of).for_each(|symbol| value.push(symbol));
            }
            Content::Payee => value.push_bytes(payee.as_bytes()),
            Content::Raw(field) => value.push_symbols(field.symbols()),
        }
        out.push(self.tag.symbol());
        out.push_fixed(u64::try_from(value.len()).unwrap_or(u64::MAX), 2);
        out.push_symbols(value.as_symbols());
    }
}

/// Puts the fields that count and those that are written as they are into one sequence: the order
/// asked for, else in the order given, those that count first.
///
/// A field that is written as it is stands where it says. Of those that say nothing, and of those that
/// count, the ones of a tag take the places of that tag from left to right.
// rule: bolt11.write.order
pub(super) fn arrange<'a>(
    mut fields: Vec<Field<'a>>,
    raw: &'a [RawField],
    order: Option<&[Tag]>,
) -> Result<Vec<Field<'a>>, InvoiceError> {
    let mismatch = || InvoiceError::new(InvoiceErrorKind::OrderMismatch);
    let as_it_is = |raw: &'a RawField| Field { tag: raw.tag(), content: Content::Raw(raw) };
    let Some(order) = order else {
        // A place among all has a meaning only where all places are given.
        if raw.iter().any(|field| field.position().is_some()) {
            return Err(mismatch());
        }
        fields.extend(raw.iter().map(as_it_is));
        return Ok(fields);
    };
    if order.len() != fields.len().saturating_add(raw.len()) {
        return Err(mismatch());
    }
    let mut places: Vec<Option<Field<'a>>> = vec![None; order.len()];
    for field in raw {
        let Some(position) = field.position() else { continue };
        match places.get_mut(position) {
            Some(place @ None) if order.get(position) == Some(&field.tag()) => {
                *place = Some(as_it_is(field));
            }
            _ => return Err(mismatch()),
        }
    }
    let placeless = raw.iter().filter(|field| field.position().is_none()).map(as_it_is);
    // For each tag, what lies before is taken: it is looked at once.
    let mut nexts = [0_usize; 32];
    for field in fields.into_iter().chain(placeless) {
        let next = nexts.get_mut(usize::from(field.tag.symbol())).ok_or_else(mismatch)?;
        let free = places
            .iter_mut()
            .zip(order)
            .enumerate()
            .skip(*next)
            .find(|(_, (place, tag))| **tag == field.tag && place.is_none());
        let (position, (place, _)) = free.ok_or_else(mismatch)?;
        *place = Some(field);
        *next = position.saturating_add(1);
    }
    // As many fields as places, and each has one.
    places.into_iter().collect::<Option<Vec<_>>>().ok_or_else(mismatch)
}

/// Checks, field by field, that what is written as it is may be written so: that a reader skips it.
///
/// A field that counts once is skipped behind the one that does. That one takes the first place of its
/// tag that nobody claims; without a place in the order it stands before all that claim none.
// rule: bolt11.write.unknown
pub(super) fn check_raw(
    fields: &[Field<'_>],
    raw: &[RawField],
    order: Option<&[Tag]>,
    amp: bool,
) -> Result<(), InvoiceError> {
    let claimed: BTreeSet<usize> = raw.iter().filter_map(RawField::position).collect();
    let mut places = [None; 32];
    for (position, tag) in order.unwrap_or_default().iter().enumerate() {
        if let Some(place @ None) = places.get_mut(usize::from(tag.symbol())) {
            *place = Some(position).filter(|position| !claimed.contains(position));
        }
    }
    let counted = fields.iter().fold(0, |tags, field| tags | bit(field.tag));
    for field in raw {
        let error = |kind| Err(InvoiceError::new(kind).of_field(field.tag()));
        // rule: amp.invoice.blinded-paths
        if amp && field.tag() == Tag::BLINDED_PATH {
            return error(InvoiceErrorKind::BlindedPathsWithAmp);
        }
        // Of a fallback address and a route hint, several count.
        let many = matches!(field.tag(), Tag::FALLBACK | Tag::ROUTE_HINT);
        let place = places.get(usize::from(field.tag().symbol())).copied().flatten();
        let behind = match (place, field.position()) {
            (Some(place), Some(position)) => place < position,
            // Where the order has no place for the field that counts, it is refused for that.
            _ => true,
        };
        let repeats = !many && counted & bit(field.tag()) != 0 && behind;
        if !field.is_always_skipped() && !repeats {
            return error(InvoiceErrorKind::FieldWouldCount);
        }
    }
    Ok(())
}

fn bit(tag: Tag) -> u32 {
    1 << tag.symbol()
}
