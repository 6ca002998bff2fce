//! Each kind of bytes, and who explains it.

use super::{Explanation, Kind, Reading};
use super::{amp_record, failure_message, feature_vector, hop_payload, tlv_records};

impl Reading {
    /// Explains bytes as this.
    pub fn explain(self, kind: Kind, bytes: &[u8]) -> Explanation<'_> {
        match kind {
            Kind::FramedPayload | Kind::Payload => hop_payload::explain(bytes, kind, self),
            Kind::TlvStream => tlv_records::explain(bytes),
            Kind::Failure => failure_message::explain(bytes),
            Kind::AmpRecord => amp_record::explain(bytes, self.layouts),
            Kind::Features => feature_vector::explain(bytes, self.context),
        }
    }
}
