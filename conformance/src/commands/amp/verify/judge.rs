//! Whether a set is consistent. What is settled has to be right in all; what is held or cancelled, as far as it is there.

use std::collections::BTreeMap;

use ampwire::amp::{Part, sha256};
use ampwire::secret::SetId;

use super::invoice::{Htlc, Invoice, SetState, State};

/// An invoice, judged set by set.
pub(super) struct Judged<'a> {
    pub(super) invoice: &'a Invoice,
    pub(super) sets: Vec<SetReport<'a>>,
}

impl Judged<'_> {
    pub(super) fn is_consistent(&self) -> bool {
        self.sets.iter().all(|set| set.faults.is_empty())
    }
}

/// What there is of a set, and what is wrong with it.
pub(super) struct SetReport<'a> {
    pub(super) set_id: SetId,
    pub(super) htlcs: Vec<&'a Htlc>,
    pub(super) said: Option<SetState>,
    pub(super) faults: Vec<Fault<'a>>,
    pub(super) notes: Vec<&'static str>,
}

/// Something that is not consistent.
pub(super) struct Fault<'a> {
    pub(super) kind: FaultKind,
    /// Where it is one HTLC's.
    pub(super) htlc: Option<&'a Htlc>,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// The set's name is all zero.
    SetIdZero,
    /// HTLCs of a settled set are held.
    HeldBesideSettled,
    /// The hash that follows from the shares and the index is another.
    Hash,
    /// Not one hash of the set follows from the shares.
    Root,
    /// The preimage does not have the hash.
    Preimage,
    /// Settled, without a preimage.
    PreimageLacks,
    /// HTLCs of the set have different totals.
    TotalsDiffer,
    /// The settled HTLCs make less than the total.
    BelowTotal { sum_msat: u64, total_msat: u64 },
    /// The total is below the invoice's amount, or zero.
    TotalTooLow { total_msat: u64, value_msat: u64 },
    /// The set is said to be settled and its HTLCs are not, or the other way round.
    State { said: State },
    /// What is said to be paid is not what the settled HTLCs make.
    Paid { said_msat: u64, sum_msat: u64 },
}

impl FaultKind {
    /// A name for programs.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::SetIdZero => "set_id_zero",
            Self::HeldBesideSettled => "held_beside_settled",
            Self::Hash => "hash",
            Self::Root => "root",
            Self::Preimage => "preimage",
            Self::PreimageLacks => "preimage_lacks",
            Self::TotalsDiffer => "totals_differ",
            Self::BelowTotal { .. } => "below_total",
            Self::TotalTooLow { .. } => "total_too_low",
            Self::State { .. } => "state",
            Self::Paid { .. } => "paid",
        }
    }

    /// Words for people.
    pub(super) fn words(self) -> String {
        match self {
            Self::SetIdZero => "the set_id is all zero".to_owned(),
            Self::HeldBesideSettled => "it is held, and the set is settled".to_owned(),
            Self::Hash => "its hash does not follow from the shares and its index".to_owned(),
            Self::Root => {
                "no hash follows from the shares: a share is wrong, or an HTLC lacks".to_owned()
            }
            Self::Preimage => "its preimage does not have its hash".to_owned(),
            Self::PreimageLacks => "it is settled without a preimage".to_owned(),
            Self::TotalsDiffer => "its total is not that of the others".to_owned(),
            Self::BelowTotal { sum_msat, total_msat } => {
                format!("settled for {sum_msat} msat, and the total is {total_msat} msat")
            }
            Self::TotalTooLow { total_msat: 0, .. } => "the total is zero".to_owned(),
            Self::TotalTooLow { total_msat, value_msat } => {
                format!(
                    "the total is {total_msat} msat, and the invoice asks for {value_msat} msat"
                )
            }
            Self::State { said: State::Settled } => {
                "the set is said to be settled, and its HTLCs are not".to_owned()
            }
            Self::State { said } => {
                format!("the set is said to be {}, and HTLCs of it are settled", said.name())
            }
            Self::Paid { said_msat, sum_msat } => {
                format!("{said_msat} msat are said to be paid, and settled are {sum_msat} msat")
            }
        }
    }
}

/// Judges an invoice's sets, in the order of their names.
pub(super) fn judge(invoice: &Invoice) -> Judged<'_> {
    let mut sets: BTreeMap<SetId, SetReport<'_>> = BTreeMap::new();
    let empty = |set_id| SetReport {
        set_id,
        htlcs: Vec::new(),
        said: None,
        faults: Vec::new(),
        notes: Vec::new(),
    };
    for htlc in &invoice.htlcs {
        sets.entry(htlc.set_id).or_insert_with(|| empty(htlc.set_id)).htlcs.push(htlc);
    }
    for (set_id, said) in &invoice.sets {
        sets.entry(*set_id).or_insert_with(|| empty(*set_id)).said = Some(*said);
    }
    let mut sets: Vec<SetReport<'_>> = sets.into_values().collect();
    for set in &mut sets {
        set.judge(invoice.value_msat);
    }
    Judged { invoice, sets }
}

impl<'a> SetReport<'a> {
    /// What became of the set, as its HTLCs show, or as is said where none is listed.
    pub(super) fn state(&self) -> State {
        let listed = |state| self.htlcs.iter().any(|htlc| htlc.state == state);
        let told = self.said.map(|said| said.state).filter(|_| self.htlcs.is_empty());
        match told {
            Some(state) => state,
            None if listed(State::Settled) => State::Settled,
            None if listed(State::Held) => State::Held,
            None => State::Cancelled,
        }
    }

    /// The HTLCs in this state.
    pub(super) fn of(&self, state: State) -> Vec<&'a Htlc> {
        self.htlcs.iter().copied().filter(|htlc| htlc.state == state).collect()
    }

    /// What the HTLCs of the set's own state make.
    pub(super) fn sum_msat(&self) -> u64 {
        sum_msat(&self.of(self.state()))
    }

    /// The total that the HTLCs of the set's own state name.
    pub(super) fn total_msat(&self) -> Option<u64> {
        self.of(self.state()).first().map(|htlc| htlc.mpp_total_amt_msat)
    }

    fn judge(&mut self, value_msat: u64) {
        if self.htlcs.is_empty() {
            self.notes.push("none of its HTLCs is listed: nothing could be checked");
            return;
        }
        self.judge_preimages();
        let settled = self.of(State::Settled);
        if settled.is_empty() {
            self.judge_held(value_msat);
        } else {
            self.judge_settled(&settled, value_msat);
        }
        self.judge_said(&settled);
    }

    fn add(&mut self, kind: FaultKind, htlc: Option<&'a Htlc>) {
        self.faults.push(Fault { kind, htlc });
    }

    // rule: amp.payer.verify
    fn judge_preimages(&mut self) {
        for htlc in self.htlcs.clone() {
            match &htlc.preimage {
                Some(preimage)
                    if bitcoin_hashes::sha256::hash(preimage.reveal()).to_byte_array()
                        != htlc.payment_hash.0 =>
                {
                    self.add(FaultKind::Preimage, Some(htlc));
                }
                None if htlc.state == State::Settled => {
                    self.add(FaultKind::PreimageLacks, Some(htlc));
                }
                _ => {}
            }
        }
    }

    fn judge_held(&mut self, value_msat: u64) {
        let held = self.of(State::Held);
        if held.is_empty() {
            return;
        }
        self.judge_totals(&held, value_msat);
        let total = held.first().map_or(0, |htlc| htlc.mpp_total_amt_msat);
        if sum_msat(&held) < total {
            self.notes.push("not complete yet: the shares can't be checked");
        } else if differing(&held).is_empty() {
            self.notes.push("complete, and right");
        } else {
            // What counts is what the onions told to forward, which is not listed.
            self.notes.push(
                "the amounts make the total, and hashes do not follow: a router paid too much, or a share is wrong",
            );
        }
    }

    fn judge_settled(&mut self, settled: &[&'a Htlc], value_msat: u64) {
        // rule: amp.payee.set-id-zero
        if self.set_id.is_zero() {
            self.add(FaultKind::SetIdZero, None);
        }
        // rule: amp.payee.set-settled
        for held in self.of(State::Held) {
            self.add(FaultKind::HeldBesideSettled, Some(held));
        }
        // rule: amp.payee.reconstruct
        let differing = differing(settled);
        if differing.len() == settled.len() && settled.len() > 1 {
            self.add(FaultKind::Root, None);
        } else {
            for htlc in differing {
                self.add(FaultKind::Hash, Some(htlc));
            }
        }
        self.judge_totals(settled, value_msat);
        // rule: amp.payee.complete
        let total_msat = settled.first().map_or(0, |htlc| htlc.mpp_total_amt_msat);
        let sum_msat = sum_msat(settled);
        if sum_msat < total_msat {
            self.add(FaultKind::BelowTotal { sum_msat, total_msat }, None);
        }
    }

    // rule: amp.payee.total-equal, and rule: amp.payee.total-least
    fn judge_totals(&mut self, htlcs: &[&'a Htlc], value_msat: u64) {
        let Some(total_msat) = htlcs.first().map(|htlc| htlc.mpp_total_amt_msat) else { return };
        for htlc in htlcs.iter().filter(|htlc| htlc.mpp_total_amt_msat != total_msat) {
            self.add(FaultKind::TotalsDiffer, Some(htlc));
        }
        if total_msat == 0 || total_msat < value_msat {
            self.add(FaultKind::TotalTooLow { total_msat, value_msat }, None);
        }
    }

    fn judge_said(&mut self, settled: &[&'a Htlc]) {
        let Some(SetState { state, amt_paid_msat }) = self.said else { return };
        if (state == State::Settled) == settled.is_empty() {
            self.add(FaultKind::State { said: state }, None);
        } else if state == State::Settled && amt_paid_msat != sum_msat(settled) {
            let sum_msat = sum_msat(settled);
            self.add(FaultKind::Paid { said_msat: amt_paid_msat, sum_msat }, None);
        }
    }
}

fn sum_msat(htlcs: &[&Htlc]) -> u64 {
    htlcs.iter().fold(0, |sum, htlc| sum.saturating_add(htlc.amt_msat))
}

/// Those whose hash does not follow from the shares of all.
fn differing<'a>(htlcs: &[&'a Htlc]) -> Vec<&'a Htlc> {
    let parts: Vec<Part> = htlcs.iter().map(|htlc| htlc.part).collect();
    // It fails for no part at all, and there is one.
    let Ok(set) = sha256::reconstruct(&parts) else { return Vec::new() };
    let pairs = htlcs.iter().copied().zip(&set.children);
    pairs
        .filter(|(htlc, child)| htlc.payment_hash != child.payment_hash)
        .map(|(htlc, _)| htlc)
        .collect()
}
