//! What must never happen.

/// Something that must never happen, and when it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Breach {
    pub(crate) at_ms: u64,
    pub(crate) kind: BreachKind,
    /// The part, where it is one's.
    pub(crate) part: Option<u64>,
}

/// What must never happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BreachKind {
    /// Some parts of a set are settled, and others are not.
    Partial,
    /// A preimage is revealed while a part that is outstanding is not with the payee.
    Early,
    /// An HTLC, or something that is kept of one, never comes to an end.
    Stuck,
    /// Millisatoshi are gained or lost by a node that did what it should.
    Money,
    /// A set that is all there is held, or an HTLC is failed that nothing is wrong with.
    NoCause,
    /// What is presented again is answered in another way.
    Replay,
    /// A preimage does not have the part's hash.
    WrongPreimage,
    /// A hash is offered twice, or a `set_id` again after the payee has failed a part of it.
    Twice,
    /// Payer or payee refuses a step that is right, or the payer takes one that is wrong.
    Step,
}

impl BreachKind {
    /// All of them.
    pub(crate) const ALL: [Self; 9] = [
        Self::Partial,
        Self::Early,
        Self::Stuck,
        Self::Money,
        Self::NoCause,
        Self::Replay,
        Self::WrongPreimage,
        Self::Twice,
        Self::Step,
    ];

    /// A name for programs.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Partial => "partial",
            Self::Early => "early",
            Self::Stuck => "stuck",
            Self::Money => "money",
            Self::NoCause => "no_cause",
            Self::Replay => "replay",
            Self::WrongPreimage => "wrong_preimage",
            Self::Twice => "twice",
            Self::Step => "step",
        }
    }

    /// Words for people.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Partial => "sets that were settled in part",
            Self::Early => "preimages revealed for a strict subset",
            Self::Stuck => "HTLCs that never came to an end",
            Self::Money => "millisatoshi that were made or lost",
            Self::NoCause => "HTLCs held or failed without a cause",
            Self::Replay => "replays that were answered in another way",
            Self::WrongPreimage => "preimages that do not fit",
            Self::Twice => "hashes or set_ids that were used again",
            Self::Step => "right steps refused, or wrong ones taken",
        }
    }
}
