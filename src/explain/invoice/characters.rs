//! The spans of an invoice as they are collected: every character once, in order.

use crate::bolt11::Tag;
use crate::explain::{MAX_SPANS, Span, Value};
use alloc::vec::Vec;

/// The spans so far, and the characters that have none yet.
pub(super) struct Characters<'a> {
    list: Vec<Span<'a>>,
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Characters<'a> {
    pub(super) const fn new(input: &'a [u8]) -> Self {
        Self { list: Vec::new(), rest: input, offset: 0 }
    }

    /// Whether nothing more is to be listed one by one.
    pub(super) fn is_full(&self) -> bool {
        self.list.len() >= MAX_SPANS
    }

    /// The next characters are this, in no field and no secret.
    pub(super) fn plain(&mut self, length: usize, name: &'static str, value: Value<'a>) {
        self.add(length, name, None, 0, value, false);
    }

    /// The next characters are this, in no field, and can be a secret.
    pub(super) fn hidden(&mut self, length: usize, name: &'static str, value: Value<'a>) {
        self.add(length, name, None, 0, value, true);
    }

    /// The next characters are the tag or the length of a field.
    pub(super) fn header(&mut self, length: usize, name: &'static str, tag: Tag, value: Value<'a>) {
        self.add(length, name, Some(tag), 0, value, false);
    }

    /// The next characters are the value of a field, or a part of it.
    pub(super) fn value(
        &mut self,
        length: usize,
        name: &'static str,
        tag: Tag,
        value: Value<'a>,
        secret: bool,
    ) {
        self.add(length, name, Some(tag), 1, value, secret);
    }

    fn add(
        &mut self,
        length: usize,
        name: &'static str,
        tag: Option<Tag>,
        depth: u8,
        value: Value<'a>,
        secret: bool,
    ) {
        let length = length.min(self.rest.len());
        let (bytes, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, &[]));
        let (offset, record) = (self.offset, None);
        self.list.push(Span { offset, bytes, name, depth, record, tag, value, secret });
        self.rest = rest;
        self.offset = offset.saturating_add(length);
    }

    pub(super) fn finish(self) -> Vec<Span<'a>> {
        self.list
    }
}
