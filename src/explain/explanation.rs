use super::spans::Spans;
use super::{Fault, Kind, Refusal, SignatureCheck, Span};
use crate::onion::{Layout, Role};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Bytes, explained.
#[derive(Clone, PartialEq, Eq)]
pub struct Explanation<'a> {
    pub(super) input: &'a [u8],
    pub(super) kind: Kind,
    pub(super) taken: Taken,
    pub(super) spans: Vec<Span<'a>>,
    pub(super) fault: Option<Fault>,
    pub(super) summary: String,
    pub(super) notes: Vec<String>,
    pub(super) signature: Option<SignatureCheck>,
}

/// What the bytes were read as, where they alone don't say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Taken {
    pub(super) role: Option<Role>,
    pub(super) path_key_in_htlc: Option<bool>,
    pub(super) layout: Option<Layout>,
}

impl<'a> Explanation<'a> {
    pub(super) fn new(
        input: &'a [u8],
        kind: Kind,
        taken: Taken,
        spans: Spans<'a>,
        refusal: Option<Refusal>,
        what: &str,
    ) -> Self {
        let spans = spans.finish(refusal.is_some());
        let fault = refusal.map(|refusal| Fault::new(refusal, &spans, input.len()));
        let hedge = if fault.is_some() { "as far as it can be read: " } else { "" };
        let summary = alloc::format!("{hedge}{what}");
        let (notes, signature) = (Vec::new(), None);
        Self { input, kind, taken, spans, fault, summary, notes, signature }
    }

    /// The bytes.
    pub const fn input(&self) -> &'a [u8] {
        self.input
    }

    /// What the bytes were explained as.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// For a hop payload: the hop it was read for. Where that was not said, it is the one for which
    /// the bytes are right, or the one that they look more like.
    pub const fn role(&self) -> Option<Role> {
        self.taken.role
    }

    /// For a hop payload: whether it was read as if `update_add_htlc` carried a path key. Where that
    /// was not said, it is what the bytes need.
    pub const fn path_key_in_htlc(&self) -> Option<bool> {
        self.taken.path_key_in_htlc
    }

    /// For the value of an AMP record: the layout it was read in.
    pub const fn layout(&self) -> Option<Layout> {
        self.taken.layout
    }

    /// What it is, in plain words and without secrets.
    pub fn summary(&self) -> &str {
        &self.summary
    }

    /// What follows from it, in plain words and without secrets: one sentence or two each, what matters
    /// most first. Invoices have them.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// For an invoice: what came of looking at its signature. That takes
    /// [`check_points`](Self::check_points).
    pub const fn signature(&self) -> Option<SignatureCheck> {
        self.signature
    }

    /// The fields, over every byte of the input, in order.
    pub fn spans(&self) -> &[Span<'a>] {
        &self.spans
    }

    /// The error that the parser gives. `None` where the bytes are right.
    pub const fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }
}

/// Shows no bytes: they can be secrets.
impl fmt::Debug for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explanation")
            .field("kind", &self.kind)
            .field("taken", &self.taken)
            .field("summary", &self.summary)
            .field("spans", &self.spans)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}
