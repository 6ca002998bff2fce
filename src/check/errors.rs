//! What holds for every error.

use super::naive::Fault;
use crate::onion::OnionError;
use crate::rule::{self, Class, RuleId};
use crate::tlv::TlvError;
use crate::wire::WireError;
use alloc::string::ToString;
use core::error::Error;

/// The rule is in the table and says something, and the error has words.
pub(super) fn named(rule: RuleId, error: &dyn Error) {
    assert_eq!(rule::find(rule.id()), Some(rule), "{rule} is not in the table");
    assert!(!rule.sentence().is_empty() && !rule.source().is_empty(), "{rule} says nothing");
    assert!(!error.to_string().is_empty(), "an error without words: {error:?}");
}

/// The error of a scalar is the fault that the second decoder found.
pub(super) fn wire(error: WireError, fault: &Fault) {
    named(error.rule(), &error);
    same(error.rule().class(), Some(error.offset()), None, fault, &error);
}

/// The error of a stream is the fault that the second decoder found.
pub(super) fn tlv(error: TlvError, fault: &Fault) {
    named(error.rule(), &error);
    same(error.rule().class(), Some(error.offset()), error.record(), fault, &error);
}

/// The error of a payload is the fault that the second decoder found.
pub(super) fn onion(error: OnionError, fault: &Fault) {
    named(error.rule(), &error);
    same(error.rule().class(), error.offset(), error.record(), fault, &error);
}

fn same(
    class: Class,
    offset: Option<usize>,
    record: Option<u64>,
    fault: &Fault,
    error: &dyn Error,
) {
    assert_eq!(
        (class.as_str(), offset, record),
        (fault.class, Some(fault.offset), fault.record),
        "the second decoder finds another fault than: {error}"
    );
}

/// The offset is that of a byte that is there. There is none to point at in an empty input, nor in an
/// empty value of the wrong length that ends the input: there it is the input's end.
pub(super) fn points_inside(class: Class, offset: usize, input: &[u8]) {
    let inside = offset < input.len();
    let at_end = offset == input.len() && (input.is_empty() || class == Class::BadLength);
    assert!(inside || at_end, "offset {offset} of {} bytes ({class})", input.len());
}
