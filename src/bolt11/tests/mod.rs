//! Reading, line by line of the contract: what is refused, in which order and where, and what is read.

mod amounts;
mod fields;
mod lenient;
mod official;
mod robust;
#[cfg(feature = "secp256k1")]
mod signatures;
mod text;

use super::{InvoiceError, InvoiceErrorKind, InvoiceView, LenientInvoice};
use crate::symbols::Checksum;
use alloc::string::String;
use alloc::{format, vec::Vec};

/// The timestamp of BOLT 11's examples.
const TIMESTAMP: &str = "pvjluez";
/// Fields that every invoice has: `p`, `s` and an empty `d`.
const P: &str = "pp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypq";
const S: &str = "sp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs";
const D: &str = "dqq";

/// Data behind a human-readable part, with its checksum.
fn whole(hrp: &str, data: &str) -> String {
    let checksum = Checksum::of_hrp(hrp).text(data).unwrap().0.finish();
    format!("{hrp}1{data}{checksum}")
}

/// An invoice of these fields, with a signature of zeros.
fn unsigned(fields: &str) -> String {
    whole("lnbc", &format!("{TIMESTAMP}{fields}{}", "q".repeat(104)))
}

/// An invoice that has what it needs, and these fields behind.
fn with(fields: &str) -> String {
    unsigned(&format!("{P}{S}{D}{fields}"))
}

/// Where the fields start that [`with`] is given.
fn start() -> usize {
    "lnbc1".len() + TIMESTAMP.len() + P.len() + S.len() + D.len()
}

/// A field of a tag and a value.
fn field(tag: char, value: &str) -> String {
    let character = |symbol: usize| crate::symbols::character_of(u8::try_from(symbol).unwrap());
    format!("{tag}{}{}{value}", character(value.len() / 32), character(value.len() % 32))
}

/// Bytes as symbols, bit by bit.
fn symbols(bytes: &[u8]) -> String {
    let bits: Vec<u8> =
        bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    bits.chunks(5)
        .map(|bits| (0..5).fold(0, |symbol, place| symbol << 1 | bits.get(place).unwrap_or(&0)))
        .map(crate::symbols::character_of)
        .collect()
}

/// What a strict reader says, which is also what a lenient one finds first.
#[track_caller]
fn refused(text: &str) -> InvoiceError {
    let Err(error) = InvoiceView::parse_unverified(text) else { panic!("taken: {text}") };
    let lenient = LenientInvoice::parse_unverified(text);
    assert_eq!(lenient.findings().first(), Some(&error), "{text}");
    error
}

#[track_caller]
fn refused_at(text: &str, kind: InvoiceErrorKind, offset: usize) {
    let error = refused(text);
    assert_eq!((error.kind(), error.offset()), (kind, Some(offset)), "{text}");
}

#[track_caller]
fn missing(text: &str, kind: InvoiceErrorKind) {
    let error = refused(text);
    assert_eq!((error.kind(), error.offset()), (kind, None), "{text}");
}

/// What is taken, without a look at the signature.
#[track_caller]
fn taken(text: &str) -> InvoiceView<'_> {
    match InvoiceView::parse_unverified(text) {
        Ok(invoice) => {
            assert!(LenientInvoice::parse_unverified(text).findings().is_empty(), "{text}");
            invoice
        }
        Err(error) => panic!("{error}: {text}"),
    }
}
