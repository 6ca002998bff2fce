//! One attempt: a root, a `set_id`, and the shares that are out.

use super::machine::PartRecord;
use super::{FinalHop, PayerConfig, PayerError, PayerErrorKind};
use crate::amp::{AmpError, Random, Scheme, Shard, ShareTree, bp2018, sha256};
use crate::canary::{Canary, planted};
use crate::onion::{AmpRecord, Layout, PayloadBuilder, PaymentData};
use crate::secret::{PaymentHash, Root, SetId};

#[derive(Debug, Clone)]
pub(super) struct Attempt {
    pub(super) set_id: SetId,
    /// The shares of all parts that did not fail.
    pub(super) tree: ShareTree,
    /// The payee knows a share that came back: nothing more is made of this root.
    pub(super) spent: bool,
}

/// An attempt that has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Earlier {
    pub(super) set_id: SetId,
    /// The SHA-256 of the root, by which it would be known again.
    pub(super) root_sha256: [u8; 32],
}

impl Attempt {
    // rule: amp.payer.fresh
    pub(super) fn random(
        earlier: &[Earlier],
        random: &mut impl Random,
    ) -> Result<Self, PayerError> {
        let tree = ShareTree::random(random).map_err(|_| PayerErrorKind::NotFresh)?;
        let mut set_id = SetId([0; 32]);
        random.fill(&mut set_id.0);
        let again = earlier.first().filter(|_| planted(Canary::PayerSetId));
        let set_id = again.map_or(set_id, |earlier| earlier.set_id);
        let attempt = Self { set_id, tree, spent: false };
        if again.is_none() && !attempt.is_fresh(earlier) {
            return Err(PayerErrorKind::NotFresh.into());
        }
        Ok(attempt)
    }

    /// Whether root and `set_id` are not zero, not alike, and not those of an earlier attempt.
    pub(super) fn is_fresh(&self, earlier: &[Earlier]) -> bool {
        let new = self.earlier();
        let known = |old: &Earlier| old.set_id == new.set_id || old.root_sha256 == new.root_sha256;
        let alike = *self.tree.root() == Root::new(self.set_id.0);
        !self.set_id.is_zero() && !alike && !earlier.iter().any(known)
    }

    pub(super) fn earlier(&self) -> Earlier {
        let root = bitcoin_hashes::sha256::hash(self.tree.root().reveal());
        Earlier { set_id: self.set_id, root_sha256: root.to_byte_array() }
    }

    /// Takes a share for a part, the last one all that is kept, and gives the part's hash.
    pub(super) fn add(
        &mut self,
        config: &PayerConfig,
        id: u64,
        last: bool,
        random: &mut impl Random,
    ) -> Result<PaymentHash, AmpError> {
        let shard =
            if last { self.tree.last_shard(id, random) } else { self.tree.new_shard(id, random) };
        shard.map(|shard| self.payment_hash(config.scheme, &shard))
    }

    /// Takes a part's share back.
    pub(super) fn take_back(&mut self, id: u64) -> Result<(), AmpError> {
        self.tree.cancel(id)
    }

    pub(super) fn payment_hash(&self, scheme: Scheme, shard: &Shard) -> PaymentHash {
        let root = self.tree.root();
        match scheme {
            Scheme::Bp2018 => bp2018::derive(root, shard.child_index).payment_hash,
            // No payer derives by the third.
            _ => sha256::derive(root, &shard.share, shard.child_index).payment_hash,
        }
    }

    pub(super) fn final_hop(
        &self,
        config: &PayerConfig,
        id: u64,
        part: &PartRecord,
    ) -> Result<FinalHop, PayerError> {
        let shard = self.tree.shard(id).ok_or(PayerErrorKind::PartUnknown)?;
        // rule: amp.payer.same-set
        let payload = config
            .base_payload()
            .amt_to_forward(part.amt_to_forward)
            .outgoing_cltv_value(part.outgoing_cltv_value)
            .amp_record(AmpRecord {
                layout: Layout::Type14,
                root_share: shard.share,
                set_id: self.set_id,
                child_index: shard.child_index,
            })
            .build()?;
        Ok(FinalHop { id, payment_hash: part.payment_hash, payload })
    }
}

impl PayerConfig {
    /// What all parts have in common.
    // rule: amp.payer.same-set
    pub(super) fn base_payload(&self) -> PayloadBuilder {
        let data = PaymentData { payment_secret: self.payment_secret, total_msat: self.total_msat };
        let mut builder = PayloadBuilder::new().payment_data(data);
        if let Some(metadata) = &self.payment_metadata {
            builder = builder.payment_metadata(metadata.clone());
        }
        for (record_type, value) in &self.other_records {
            builder = builder.other_record(*record_type, value.clone());
        }
        builder
    }
}
