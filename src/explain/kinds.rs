//! Each kind of bytes, and who explains it.

use super::{Explanation, Kind, Reading};
use super::{amp_record, failure_message, feature_vector, hop_payload, invoice, tlv_records};

impl Reading {
    /// Explains bytes as this.
    pub fn explain(self, kind: Kind, bytes: &[u8]) -> Explanation<'_> {
        match kind {
            Kind::FramedPayload | Kind::Payload => hop_payload::explain(bytes, kind, self),
            Kind::TlvStream => tlv_records::explain(bytes),
            Kind::Failure => failure_message::explain(bytes),
            Kind::AmpRecord => amp_record::explain(bytes, self.layouts),
            Kind::Features => feature_vector::explain(bytes, self.context),
            Kind::Invoice => invoice::explain(bytes),
        }
    }
}

#[cfg(feature = "secp256k1")]
impl Explanation<'_> {
    /// The same explanation, with a point that is not on the curve as a fault, and, for an invoice, a
    /// signature that is not right. As everywhere, reading does not judge that by itself, so that it
    /// does the same with and without the feature.
    #[must_use]
    pub fn check_points(self) -> Self {
        match self.kind {
            Kind::Invoice => invoice::explain_checked(self.input),
            _ => hop_payload::check_points(self),
        }
    }
}
