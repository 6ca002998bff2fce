//! How a payment stands: what the story and the answers before tell of it.

use std::collections::{BTreeMap, BTreeSet};

use super::derivation::{Bytes32, hash, hash_of, is_zero, xor};
use super::sent::Sent;
use super::{Findings, MAX_PARTS};

/// Failures of BOLT 4 that have the bit PERM: no use in trying again.
const PERMANENT: &[&str] = &[
    "permanent_node_failure",
    "required_node_feature_missing",
    "invalid_onion_version",
    "invalid_onion_hmac",
    "invalid_onion_key",
    "permanent_channel_failure",
    "required_channel_feature_missing",
    "unknown_next_peer",
    "incorrect_or_unknown_payment_details",
    "invalid_onion_payload",
    "invalid_onion_blinding",
];

/// In a set of more parts, only the newest is looked at before all is out: else the effort grows with the square.
const ALL_LOOKED_AT: usize = 100;

/// What the payment is about.
pub(super) struct Order {
    pub(super) total_msat: u64,
    pub(super) payment_secret: Bytes32,
    pub(super) outgoing_cltv_value: u32,
    pub(super) max_parts: u64,
}

/// Why a part may be refused, and by what rule it has to be, if it has to.
pub(super) struct Refusable {
    /// Sending it breaks these rules, each for a reason.
    pub(super) must: Vec<(&'static str, String)>,
    /// It is left to the payer's care.
    pub(super) may: bool,
}

/// A part that was sent.
struct Part {
    id: String,
    /// The place of its entry in the answer.
    entry: usize,
    amount_msat: u64,
    sent: Sent,
    fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Outstanding,
    Claimed,
    FailedByRouter,
    FailedByPayee,
}

/// The payment, event by event.
pub(super) struct Payment {
    pub(super) order: Order,
    parts: Vec<Part>,
    hashes: BTreeSet<Bytes32>,
    /// The root of each set that was all out once.
    roots: BTreeMap<Bytes32, Bytes32>,
    given_up: bool,
}

impl Payment {
    pub(super) fn new(order: Order) -> Self {
        Self {
            order,
            parts: Vec::new(),
            hashes: BTreeSet::new(),
            roots: BTreeMap::new(),
            given_up: false,
        }
    }

    /// Those that may still arrive. One that was claimed counts.
    fn out(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| matches!(part.fate, Fate::Outstanding | Fate::Claimed))
    }

    fn any(&self, fate: Fate) -> bool {
        self.parts.iter().any(|part| part.fate == fate)
    }

    /// Whether a part of this id and amount may, or has to be, refused.
    pub(super) fn refusable(&self, id: &str, amount_msat: u64) -> Refusable {
        let (mut count, mut sum) = (0_u64, 0_u64);
        for part in self.out() {
            count += 1;
            sum = sum.saturating_add(part.amount_msat);
        }
        let lacks = self.order.total_msat.saturating_sub(sum);
        let reasons = [
            (self.out().any(|part| part.id == id), "amp.shares.id-once", "its id is outstanding"),
            (amount_msat == 0, "amp.payer.no-subset", "it is a part of nothing"),
            (amount_msat > lacks, "amp.payer.no-subset", "it is more than what lacks"),
            (count >= self.order.max_parts, MAX_PARTS, "as many as may be are outstanding"),
            (self.any(Fate::Claimed), "amp.payer.verify", "a part was claimed before"),
            (self.given_up, "amp.payer.retry-payee", "the payee has refused the payment for good"),
        ];
        let must: Vec<(&'static str, String)> = reasons
            .into_iter()
            .filter(|(is, _, _)| *is)
            .map(|(_, rule, why)| (rule, why.to_owned()))
            .collect();
        let last_place = count + 1 == self.order.max_parts && amount_msat < lacks;
        let may = !must.is_empty() || last_place || self.any(Fate::FailedByPayee);
        Refusable { must, may }
    }

    /// Takes a part in that was sent, and looks at it beside those before.
    pub(super) fn send(
        &mut self,
        id: &str,
        entry: usize,
        amount_msat: u64,
        sent: Sent,
        findings: &mut Findings,
    ) {
        let place = format!("shards[{entry}]");
        let mut add =
            |rule, why: &str| findings.add(rule, place.as_str(), format!("part {id}: {why}"));
        if !self.hashes.insert(sent.payment_hash) {
            add("amp.payer.hash-once", "its payment_hash was offered before");
        }
        let failed = || self.parts.iter().filter(|part| part.fate == Fate::FailedByPayee);
        if failed().any(|part| part.sent.share == sent.share) {
            add("amp.payer.retry-payee", "the payee knows its share from a part that it failed");
        }
        if failed().any(|part| part.sent.set_id == sent.set_id) {
            add("amp.payer.retry-payee", "the payee failed a part of this set_id");
        }
        if self.out().any(|part| part.sent.set_id != sent.set_id) {
            add("amp.payer.same-set", "parts of another set_id are outstanding");
        }
        let set_id = sent.set_id;
        let id = id.to_owned();
        self.parts.push(Part { id, entry, amount_msat, sent, fate: Fate::Outstanding });
        self.look_at_set(&set_id, findings);
    }

    /// A part failed. What is not outstanding stays as it is.
    pub(super) fn fail(
        &mut self,
        id: &str,
        by_payee: bool,
        failure: Option<&str>,
        findings: &mut Findings,
    ) {
        let Some(part) = self.outstanding(id) else { return };
        part.fate = if by_payee { Fate::FailedByPayee } else { Fate::FailedByRouter };
        let set_id = part.sent.set_id;
        self.given_up |= by_payee && failure.is_some_and(|name| PERMANENT.contains(&name));
        self.look_at_set(&set_id, findings);
    }

    /// A part was claimed, with the right preimage where none is given. A wrong one changes nothing.
    pub(super) fn claim(&mut self, id: &str, preimage: Option<&[u8]>) {
        let Some(part) = self.outstanding(id) else { return };
        if preimage.is_none_or(|preimage| hash_of(preimage) == part.sent.payment_hash) {
            part.fate = Fate::Claimed;
        }
    }

    fn outstanding(&mut self, id: &str) -> Option<&mut Part> {
        self.parts.iter_mut().find(|part| part.id == id && part.fate == Fate::Outstanding)
    }

    /// The entries of the parts that were claimed.
    pub(super) fn claimed(&self) -> BTreeSet<usize> {
        let claimed = self.parts.iter().filter(|part| part.fate == Fate::Claimed);
        claimed.map(|part| part.entry).collect()
    }

    /// Whether the hashes of a set follow from the shares that are out, once all of the root is, and not before.
    fn look_at_set(&mut self, set_id: &Bytes32, findings: &mut Findings) {
        let of_set = |part: &&Part| part.sent.set_id == *set_id;
        let out: Vec<&Part> = self.out().filter(of_set).collect();
        if out.is_empty() {
            return;
        }
        let sum = out.iter().fold(0, |sum: u64, part| sum.saturating_add(part.amount_msat));
        let complete = sum >= self.order.total_msat;
        let root = xor(out.iter().map(|part| &part.sent.share));
        let offered: Vec<&Part> = self.parts.iter().filter(of_set).collect();
        let skipped =
            if complete || offered.len() <= ALL_LOOKED_AT { 0 } else { offered.len() - 1 };
        for part in offered.into_iter().skip(skipped) {
            let follows = part.sent.payment_hash == hash(&root, &part.sent.share, part.sent.index);
            let why = match (complete, follows) {
                (true, false) => {
                    "all parts are out, and its hash does not follow from their shares"
                }
                (false, true) => "its hash follows from the shares of parts that are not all",
                _ => continue,
            };
            let place = format!("shards[{}]", part.entry);
            findings.add("amp.shares.kept", place, format!("part {}: {why}", part.id));
        }
        if !complete {
            return;
        }
        let last = out.iter().map(|part| part.entry).max().unwrap_or_default();
        let place = format!("shards[{last}]");
        if is_zero(&root) {
            findings.add("amp.payer.fresh", place.as_str(), "the root of its set is all zero");
        }
        if root == *set_id {
            findings.add("amp.payer.fresh", place.as_str(), "the root of its set is the set_id");
        }
        if self.roots.iter().any(|(other, known)| other != set_id && *known == root) {
            findings.add("amp.payer.fresh", place, "the root of its set was that of another");
        }
        self.roots.insert(*set_id, root);
    }
}
