//! A second payer: a list of parts, from which everything else is counted anew. It draws nothing, and so
//! knows no share: what it says is what may be sent, and how the payment stands.

use crate::amp::payer::{PayerErrorKind, Status};
use alloc::vec::Vec;

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Fate {
    Out,
    Router,
    Payee,
    Settled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Part {
    pub(in super::super) id: u64,
    pub(in super::super) amount: u64,
    /// The number of its root.
    pub(in super::super) attempt: usize,
    pub(in super::super) fate: Fate,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Payer {
    pub(in super::super) total: u64,
    pub(in super::super) max_parts: usize,
    pub(in super::super) fresh: bool,
    pub(in super::super) parts: Vec<Part>,
    pub(in super::super) attempt: usize,
    given_up: bool,
}

impl Payer {
    pub(in super::super) fn new(total: u64, max_parts: usize, fresh: bool) -> Self {
        Self { total, max_parts, fresh, parts: Vec::new(), attempt: 0, given_up: false }
    }

    fn of_fate(&self, fate: Fate) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.fate == fate)
    }

    pub(in super::super) fn out(&self) -> Vec<Part> {
        let mut out: Vec<Part> = self.of_fate(Fate::Out).copied().collect();
        out.sort_unstable_by_key(|part| part.id);
        out
    }

    pub(in super::super) fn out_msat(&self) -> u64 {
        self.of_fate(Fate::Out).map(|part| part.amount).sum()
    }

    pub(in super::super) fn settled_msat(&self) -> u64 {
        self.of_fate(Fate::Settled).map(|part| part.amount).sum()
    }

    fn find(&self, id: u64) -> Option<&Part> {
        self.parts.iter().find(|part| part.id == id)
    }

    /// Whether the payee may know a share of this root that is not out.
    fn spent(&self) -> bool {
        self.parts.iter().any(|part| {
            part.attempt == self.attempt
                && (part.fate == Fate::Payee || (self.fresh && part.fate == Fate::Router))
        })
    }

    fn any_settled(&self) -> bool {
        self.of_fate(Fate::Settled).next().is_some()
    }

    pub(in super::super) fn next_id(&self) -> u64 {
        self.parts.iter().map(|part| part.id).max().map_or(1, |id| id + 1)
    }

    /// All that speaks against sending such a part.
    pub(in super::super) fn against(&self, id: u64, amount: u64) -> Vec<PayerErrorKind> {
        let lacks = self.total - self.out_msat();
        let places = self.max_parts - self.of_fate(Fate::Out).count();
        let mut against = Vec::new();
        let mut when = |condition: bool, kind| {
            if condition {
                against.push(kind);
            }
        };
        when(self.given_up || self.any_settled(), PayerErrorKind::Over);
        when(self.find(id).is_some(), PayerErrorKind::PartTwice);
        when(self.spent(), PayerErrorKind::PayeeFailed);
        when(amount == 0, PayerErrorKind::AmountZero);
        when(lacks == 0, PayerErrorKind::NothingLacks);
        when(amount > lacks, PayerErrorKind::AmountTooLarge);
        when(places == 0 || (places == 1 && amount < lacks), PayerErrorKind::TooManyParts);
        against
    }

    pub(in super::super) fn sent(&mut self, id: u64, amount: u64) {
        self.parts.push(Part { id, amount, attempt: self.attempt, fate: Fate::Out });
    }

    /// A part has come to this end. Gives what speaks against it.
    pub(in super::super) fn ends(&mut self, id: u64, fate: Fate, code: u16) -> Vec<PayerErrorKind> {
        let Some(part) = self.parts.iter_mut().find(|part| part.id == id) else {
            return Vec::from([PayerErrorKind::PartUnknown]);
        };
        if part.fate == Fate::Out {
            part.fate = fate;
            self.given_up |= code & 0x4000 != 0;
            if self.of_fate(Fate::Out).count() == 0 && self.spent() && !self.any_settled() {
                self.attempt += 1;
            }
            return Vec::new();
        }
        if part.fate == fate { Vec::new() } else { Vec::from([PayerErrorKind::PartResolved]) }
    }

    pub(in super::super) fn give_up(&mut self) {
        self.given_up = true;
    }

    pub(in super::super) fn status(&self) -> Status {
        let out = self.of_fate(Fate::Out).count();
        if self.any_settled() {
            let settled_msat = self.settled_msat();
            return if out > 0 { Status::Settling } else { Status::Settled { settled_msat } };
        }
        if self.given_up {
            return if out > 0 { Status::GivingUp } else { Status::GivenUp };
        }
        if self.spent() {
            Status::Draining
        } else if self.out_msat() == self.total {
            Status::AllOut
        } else {
            Status::Open
        }
    }
}
