/// What a reader of invoices accepts where the specification leaves it open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct InvoiceRules {
    pub(super) refuse_wrong_lengths: bool,
}

impl InvoiceRules {
    /// The rules as deployed readers have them: a `p`, `s`, `h` or `n` field of the wrong length is
    /// skipped.
    pub const fn new() -> Self {
        Self { refuse_wrong_lengths: false }
    }

    /// Refuses an invoice that has a `p`, `s`, `h` or `n` field of the wrong length. BOLT 11 asks for
    /// that in its text, and for the opposite in its examples.
    pub const fn refuse_wrong_lengths(mut self) -> Self {
        self.refuse_wrong_lengths = true;
        self
    }
}
