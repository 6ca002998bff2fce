use super::{Explanation, Guess, Kind};
use super::{
    amp_record, failure_message, feature_vector, guess, hop_payload, invoice, tlv_records,
};
use crate::feature::Context;
use crate::onion::{Layouts, Role};

/// How bytes are to be read: what is known beside them. What is not said is tried.
///
/// ```
/// use ampwire::explain::{Kind, Reading};
/// use ampwire::onion::{Layouts, Role};
///
/// let reading = Reading::new(Layouts::DEPLOYED).role(Role::Intermediate);
/// let explanation = reading.explain(Kind::Payload, &[0x02, 0x00, 0x04, 0x00]);
/// assert_eq!(explanation.fault().unwrap().to_string(), "short_channel_id is missing at an intermediate hop");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub(super) layouts: Layouts,
    pub(super) role: Option<Role>,
    pub(super) path_key_in_htlc: Option<bool>,
    pub(super) context: Option<Context>,
}

impl Reading {
    /// A reading where AMP records are accepted in these layouts and nothing else is known.
    pub const fn new(layouts: Layouts) -> Self {
        Self { layouts, role: None, path_key_in_htlc: None, context: None }
    }

    /// Hop payloads are for this hop.
    #[must_use]
    pub const fn role(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }

    /// Whether `update_add_htlc` carried a path key.
    #[must_use]
    pub const fn path_key_in_htlc(mut self, yes: bool) -> Self {
        self.path_key_in_htlc = Some(yes);
        self
    }

    /// Feature vectors stand there, and are judged by who implements AMP. Where it is not said, only
    /// what holds in every place is judged: that a feature comes with those it needs. Whether a
    /// feature is known is then not asked.
    #[must_use]
    pub const fn context(mut self, context: Context) -> Self {
        self.context = Some(context);
        self
    }

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

    /// Guesses what bytes are. The order in which it is tried stands at [`Guess`].
    pub fn guess(self, bytes: &[u8]) -> Guess {
        guess::guess(bytes, self)
    }
}
