use crate::{Answer, Peer};
use ampwire::onion::{PayloadRules, PayloadView, Role};
use ampwire::tlv::{Record, TlvReader};
use std::fmt;

/// A payload, and the hop that it is read for.
///
/// It is what a fuzzer gives: in the first byte bit 0 is set for an intermediate hop and bit 1 for a path
/// key in `update_add_htlc`, the other bits mean nothing; the payload follows.
#[derive(Clone, Copy)]
pub struct Question<'a>(&'a [u8]);

impl<'a> Question<'a> {
    const INTERMEDIATE: u8 = 1;
    const PATH_KEY_IN_HTLC: u8 = 2;

    /// The question that these bytes are. None where not even the first is there.
    pub const fn read(bytes: &'a [u8]) -> Option<Self> {
        if bytes.is_empty() { None } else { Some(Self(bytes)) }
    }

    /// The bytes of a question.
    pub fn write(role: Role, path_key_in_htlc: bool, payload: &[u8]) -> Vec<u8> {
        let mut first = 0;
        if role == Role::Intermediate {
            first |= Self::INTERMEDIATE;
        }
        if path_key_in_htlc {
            first |= Self::PATH_KEY_IN_HTLC;
        }
        [&[first], payload].concat()
    }

    /// The same hop with another payload.
    pub fn with_payload(self, payload: &[u8]) -> Vec<u8> {
        [&self.0[..1], payload].concat()
    }

    /// All of it.
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The payload.
    pub fn bytes(self) -> &'a [u8] {
        &self.0[1..]
    }

    /// Which hop.
    pub fn role(self) -> Role {
        if self.0[0] & Self::INTERMEDIATE == 0 { Role::Final } else { Role::Intermediate }
    }

    /// Whether `update_add_htlc` has a path key.
    pub fn path_key_in_htlc(self) -> bool {
        self.0[0] & Self::PATH_KEY_IN_HTLC != 0
    }

    /// The records, as far as they can be read.
    pub fn records(self) -> impl Iterator<Item = Record<'a>> {
        TlvReader::new(self.bytes()).map_while(Result::ok)
    }

    /// Their types.
    pub fn types(self) -> impl Iterator<Item = u64> {
        self.records().map(|record| record.record_type())
    }

    /// A record of this type.
    pub fn record(self, record_type: u64) -> Option<Record<'a>> {
        self.records().find(|record| record.record_type() == record_type)
    }

    /// What Ampwire says: the payload with the layouts that the other is compared on, and its point.
    pub fn ours<P: Peer>(self) -> Answer<'a> {
        let rules =
            PayloadRules::new(self.role(), P::LAYOUTS).path_key_in_htlc(self.path_key_in_htlc());
        let checked = PayloadView::parse(self.bytes(), rules)
            .and_then(|view| view.check_points().map(|()| view));
        Answer::ours(checked, P::OTHER_FROM)
    }
}

impl fmt::Display for Question<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let role = match self.role() {
            Role::Final => "final",
            Role::Intermediate => "intermediate",
        };
        let path_key = if self.path_key_in_htlc() { "a" } else { "no" };
        write!(f, "{role}, {path_key} path key in update_add_htlc")
    }
}
