use core::fmt;

/// What bytes can be explained as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A hop payload behind its length.
    FramedPayload,
    /// A hop payload without its length.
    Payload,
    /// A TLV stream of any meaning.
    TlvStream,
    /// A failure message: code and data.
    Failure,
    /// The value of an AMP record, without type and length.
    AmpRecord,
    /// A feature vector, as bytes.
    Features,
    /// An invoice, as text: `lightning:` before it and space around it don't matter.
    Invoice,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::FramedPayload,
        Self::Payload,
        Self::TlvStream,
        Self::Failure,
        Self::AmpRecord,
        Self::Features,
        Self::Invoice,
    ];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FramedPayload => "hop payload behind its length",
            Self::Payload => "hop payload",
            Self::TlvStream => "TLV stream",
            Self::Failure => "failure message",
            Self::AmpRecord => "value of an AMP record",
            Self::Features => "feature vector",
            Self::Invoice => "invoice",
        })
    }
}
