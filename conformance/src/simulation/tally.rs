//! Counts over many runs.

use core::ops::AddAssign;

/// What happened, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) settled: u64,
    pub(crate) given_up: u64,
    /// What the payee got, in millisatoshi.
    pub(crate) paid_msat: u128,
    pub(crate) sets: u64,
    pub(crate) parts: u64,
    pub(crate) parts_settled: u64,
    pub(crate) failed_by_router: u64,
    pub(crate) failed_by_payee: u64,
    pub(crate) unreadable: u64,
    pub(crate) timeouts: u64,
    pub(crate) replays: u64,
    pub(crate) answers_lost: u64,
    pub(crate) overpaid: u64,
    pub(crate) underpaid: u64,
    pub(crate) hastened: u64,
    pub(crate) slow: u64,
    pub(crate) dead: u64,
    pub(crate) crashes: u64,
    pub(crate) blocks: u64,
    /// Simulated time, in milliseconds.
    pub(crate) took_ms: u128,
}

impl Tally {
    /// All counts of what can happen on the way, with names for programs.
    pub(crate) const fn events(&self) -> [(&'static str, u64); 16] {
        [
            ("sets", self.sets),
            ("parts", self.parts),
            ("parts_settled", self.parts_settled),
            ("failed_by_router", self.failed_by_router),
            ("failed_by_payee", self.failed_by_payee),
            ("unreadable", self.unreadable),
            ("timeouts", self.timeouts),
            ("replays", self.replays),
            ("answers_lost", self.answers_lost),
            ("overpaid", self.overpaid),
            ("underpaid", self.underpaid),
            ("hastened", self.hastened),
            ("slow", self.slow),
            ("dead", self.dead),
            ("crashes", self.crashes),
            ("blocks", self.blocks),
        ]
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.settled += other.settled;
        self.given_up += other.given_up;
        self.paid_msat += other.paid_msat;
        self.sets += other.sets;
        self.parts += other.parts;
        self.parts_settled += other.parts_settled;
        self.failed_by_router += other.failed_by_router;
        self.failed_by_payee += other.failed_by_payee;
        self.unreadable += other.unreadable;
        self.timeouts += other.timeouts;
        self.replays += other.replays;
        self.answers_lost += other.answers_lost;
        self.overpaid += other.overpaid;
        self.underpaid += other.underpaid;
        self.hastened += other.hastened;
        self.slow += other.slow;
        self.dead += other.dead;
        self.crashes += other.crashes;
        self.blocks += other.blocks;
        self.took_ms += other.took_ms;
    }
}
