//! Who looks on, or, in tests, meddles.

use ampwire::amp::payee::{Action, FailReason};
use ampwire::amp::payer::Status;

use super::{Breach, Part};

/// Looks on at a run. What it meddles with is for tests, which plant faults: the simulation has to find them.
pub(crate) trait Hook {
    /// Something happened, at this millisecond.
    fn seen(&mut self, _at_ms: u64, _seen: &Seen<'_>) {}

    /// A part is about to be sent.
    fn sent(&mut self, _part: &mut Part) {}

    /// The last router is about to forward a part.
    fn forwarded(&mut self, _part: &mut Part) {}

    /// The payee answers.
    fn answers(&mut self, _parts: &[Part], _actions: &mut Vec<Action>) {}

    /// What came of a part reaches this node, counted from the payer, who is 0. Whether it goes on.
    fn returns(&mut self, _part: &mut Part, _node: u32) -> bool {
        true
    }
}

/// Nobody looks on.
pub(crate) struct Nobody;

impl Hook for Nobody {}

/// What happened.
#[derive(Debug)]
pub(crate) enum Seen<'a> {
    /// The payer sends a part.
    Sent { part: &'a Part },
    /// A router fails it.
    Lost { part: &'a Part, router: u32 },
    /// A router holds it back.
    Slow { part: &'a Part, router: u32 },
    /// A router keeps it.
    Dead { part: &'a Part, router: u32 },
    /// It comes to the payee, for the first time or again.
    Arrives { part: &'a Part, again: bool },
    /// The payee holds it.
    Held { part: &'a Part },
    /// The payee settles it.
    Settled { part: &'a Part },
    /// The payee fails it.
    Failed { part: &'a Part, name: Option<&'static str>, reason: FailReason },
    /// The payee's answer is lost with the connection.
    AnswerLost { part: &'a Part },
    /// The payer learns what came of it.
    Ended { part: &'a Part },
    /// The payer gives up.
    GivesUp,
    /// The payer crashed, and goes on from its state.
    PayerRestarts,
    /// The payee did.
    PayeeRestarts,
    /// A block.
    Block { height: u32 },
    /// Something happened that must not.
    Breach(&'a Breach),
    /// The payment's end.
    Over(Status),
}
