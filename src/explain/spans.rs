//! Spans as they are collected: every byte once, in order.

use super::{Span, Value};
use crate::canary::{Canary, planted};
use crate::onion::types;
use alloc::vec::Vec;

/// About how many spans an explanation has at most. Where there is more, the last one says how much
/// more; a few above it can be the frame, and the fields of the record that came last.
///
/// A hop payload has at most 1300 bytes, and so 650 records of three spans.
pub const MAX_SPANS: usize = 8192;

/// The name of the value of a record that has no name.
pub(super) const NAMELESS: &str = "value";

/// The spans so far, and the bytes that have none yet.
pub(super) struct Spans<'a> {
    list: Vec<Span<'a>>,
    rest: &'a [u8],
    offset: usize,
    /// What follows can stand under a wrong name.
    doubtful: bool,
}

/// Where a span stands: how deep, and in which record.
#[derive(Clone, Copy)]
pub(super) struct Place {
    depth: u8,
    record: Option<u64>,
}

impl Place {
    /// At the top, in no record.
    pub(super) const TOP: Self = Self { depth: 0, record: None };

    /// The type or the length of a record.
    pub(super) const fn header_of(record: u64) -> Self {
        Self { depth: 0, record: Some(record) }
    }

    /// In the value of a record.
    pub(super) const fn inside(record: u64) -> Self {
        Self { depth: 1, record: Some(record) }
    }
}

impl<'a> Spans<'a> {
    pub(super) const fn new(input: &'a [u8]) -> Self {
        Self { list: Vec::new(), rest: input, offset: 0, doubtful: false }
    }

    /// The bytes that have no span yet.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether nothing more is to be listed one by one.
    pub(super) fn is_full(&self) -> bool {
        self.list.len() >= MAX_SPANS
    }

    /// From here on, bytes can stand under a wrong name.
    pub(super) fn doubt(&mut self) {
        self.doubtful = true;
    }

    /// Whether bytes can stand under a wrong name.
    pub(super) const fn is_doubtful(&self) -> bool {
        self.doubtful
    }

    /// The next bytes are this. There can't be more of them than there are.
    pub(super) fn push(
        &mut self,
        length: usize,
        name: &'static str,
        place: Place,
        value: Value<'a>,
    ) {
        self.add(length, name, place, value, false);
    }

    /// The next bytes are this, and a secret.
    pub(super) fn push_secret(
        &mut self,
        length: usize,
        name: &'static str,
        place: Place,
        value: Value<'a>,
    ) {
        self.add(length, name, place, value, true);
    }

    fn add(
        &mut self,
        length: usize,
        name: &'static str,
        Place { depth, record }: Place,
        value: Value<'a>,
        secret: bool,
    ) {
        let length = length.min(self.rest.len());
        let (bytes, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, &[]));
        let raw = matches!(value, Value::Bytes | Value::Malformed | Value::Unread);
        self.doubtful |= matches!(value, Value::Malformed | Value::Unread);
        // What is left over behind a payload was never looked at.
        let strange = matches!(value, Value::NotListed { .. } | Value::LeftOver);
        let secret = secret || strange || (raw && self.doubtful);
        let offset = self.offset;
        self.list.push(Span { offset, bytes, name, depth, record, tag: None, value, secret });
        self.rest = rest;
        self.offset = self.offset.saturating_add(length);
    }

    /// The spans, with all marked that may be a secret: where bytes can stand under a wrong name, also
    /// those before the place where it was noticed; where there is another fault, what has no name.
    pub(super) fn finish(mut self, has_fault: bool) -> Vec<Span<'a>> {
        for span in &mut self.list {
            let is_custom = span.record.is_some_and(|record| record >= types::CUSTOM_START);
            let is_raw = match span.value {
                Value::Bytes => true,
                // A custom record that reads as text, and stands before anything broken, is text.
                Value::Text(_) => !is_custom,
                _ => false,
            };
            let is_nameless = span.name == NAMELESS && !is_custom;
            let doubtful = self.doubtful && !planted(Canary::ExplainSecret);
            span.secret |= is_raw && (doubtful || (has_fault && is_nameless));
        }
        self.list
    }
}
