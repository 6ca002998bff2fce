//! What stands around an invoice that someone copied: space, and the scheme of a URI.

use super::characters::Characters;
use crate::explain::Value;

/// The scheme, in lower case.
const SCHEME: &[u8] = b"lightning:";

/// An input taken apart.
#[derive(Clone, Copy)]
pub(super) struct Envelope<'a> {
    /// Bytes of space before all.
    space_before: usize,
    /// Bytes of the scheme; 0 where there is none.
    scheme: usize,
    /// What should be the invoice.
    pub(super) invoice: &'a [u8],
    /// Bytes of space behind all.
    space_after: usize,
}

impl<'a> Envelope<'a> {
    pub(super) fn of(input: &'a [u8]) -> Self {
        let trimmed = input.trim_ascii_start();
        let space_before = input.len().saturating_sub(trimmed.len());
        let scheme = match trimmed.split_at_checked(SCHEME.len()) {
            Some((start, rest))
                if start.eq_ignore_ascii_case(SCHEME) && !rest.starts_with(b"//") =>
            {
                SCHEME.len()
            }
            _ => 0,
        };
        let rest = trimmed.get(scheme..).unwrap_or_default();
        let invoice = rest.trim_ascii_end();
        let space_after = rest.len().saturating_sub(invoice.len());
        Self { space_before, scheme, invoice, space_after }
    }

    /// Where the invoice starts.
    pub(super) const fn start(&self) -> usize {
        self.space_before.saturating_add(self.scheme)
    }

    pub(super) const fn has_scheme(&self) -> bool {
        self.scheme > 0
    }

    pub(super) const fn has_space(&self) -> bool {
        self.space_before > 0 || self.space_after > 0
    }

    pub(super) fn before(&self, spans: &mut Characters<'a>) {
        if self.space_before > 0 {
            spans.plain(self.space_before, "space", Value::Bytes);
        }
        if self.scheme > 0 {
            spans.plain(self.scheme, "uri_scheme", Value::Bytes);
        }
    }

    pub(super) fn after(&self, spans: &mut Characters<'a>) {
        if self.space_after > 0 {
            spans.plain(self.space_after, "space", Value::Bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around() {
        let cases: [(&[u8], &[u8], usize); 8] = [
            (b"", b"", 0),
            (b" \n", b"", 2),
            (b"lnbc1", b"lnbc1", 0),
            (b" lnbc1\r\n", b"lnbc1", 1),
            (b"LIGHTNING:LNBC1", b"LNBC1", 10),
            (b"\tlightning:lnbc1 ", b"lnbc1", 11),
            (b"lightning://lnbc1", b"lightning://lnbc1", 0),
            (b"lightning:", b"", 10),
        ];
        for (input, invoice, start) in cases {
            let envelope = Envelope::of(input);
            assert_eq!((envelope.invoice, envelope.start()), (invoice, start));
        }
    }
}
