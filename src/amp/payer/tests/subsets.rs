//! What a payee can claim of all that ever left a payer, in any order, with whatever routers put on it, and
//! also where a part reaches it that a router failed towards the payer.

use super::world::World;
use super::*;
use crate::amp::parts::payment_hash;
use crate::amp::payee::{self, Htlc, HtlcId, Payee, PayeeConfig, PayeeInvoice};
use crate::onion::Layouts;
use crate::wire::Encode;
use alloc::collections::BTreeSet;

/// More parts than these are not tried in every order, but in the one in which they were sent.
const IN_EVERY_ORDER: usize = 5;
/// More parts than these of one set are not tried.
const MOST: usize = 8;

/// The amounts and the fates of the parts of one set, in the order they were sent. Sets that are alike in
/// this differ only in what was drawn at random.
type Seen = Vec<(u64, u8)>;

#[derive(Default)]
pub(super) struct Subsets {
    seen: BTreeSet<Seen>,
    /// How many HTLCs were given to a payee, and how often it claimed.
    pub(super) given: usize,
    pub(super) claims: usize,
}

impl Subsets {
    /// Gives every subset of the parts of each set to a payee, read from the bytes of their payloads. It
    /// claims nothing, or at least the total.
    pub(super) fn look(&mut self, world: &World) {
        let sets: BTreeSet<SetId> = world.hops.iter().map(set_id).collect();
        for set in sets {
            let hops: Vec<&FinalHop> = world.hops.iter().filter(|hop| set_id(hop) == set).collect();
            let fate = |hop: &FinalHop| match world.payer.parts[&hop.id].fate {
                machine::Fate::Outstanding => 0,
                machine::Fate::FailedByRouter => 1,
                machine::Fate::FailedByPayee => 2,
                machine::Fate::Settled(_) => 3,
            };
            let seen = hops.iter().map(|hop| (amount(hop), fate(hop))).collect();
            if hops.len() <= MOST && self.seen.insert(seen) {
                let mut payee = Payee::new(PayeeConfig::new(Layouts::DEPLOYED, 19), 0, 800_000);
                let invoice = PayeeInvoice::amp(&SECRET).amount_msat(world.total);
                payee.add_invoice(invoice).unwrap();
                self.go(&payee, &hops, world, hops.len() <= IN_EVERY_ORDER);
            }
        }
    }

    /// Goes on with each of these parts, and with none.
    fn go(&mut self, payee: &Payee, left: &[&FinalHop], world: &World, every_order: bool) {
        for (place, hop) in left.iter().enumerate() {
            let mut payee = payee.clone();
            self.give(&mut payee, hop, world);
            let mut rest = left[place + 1..].to_vec();
            if every_order {
                rest.extend(&left[..place]);
            }
            self.go(&payee, &rest, world, every_order);
        }
    }

    /// The last router put more on it than the payee needs for everything.
    fn give(&mut self, payee: &mut Payee, hop: &FinalHop, world: &World) {
        let payload = hop.payload.to_vec();
        let htlc = Htlc {
            id: HtlcId { channel: 1, id: hop.id },
            amount_msat: amount(hop) + world.total,
            payment_hash: hop.payment_hash,
            cltv_expiry: CLTV,
            payload: &payload,
        };
        self.given += 1;
        let mut claimed = 0;
        for action in payee.handle(0, payee::Event::Htlc(htlc)) {
            if let payee::Action::Settle { id, preimage } = action {
                let hop = world.hops.iter().find(|hop| hop.id == id.id).unwrap();
                assert_eq!(payment_hash(&preimage), hop.payment_hash);
                claimed += amount(hop);
            }
        }
        assert!(claimed == 0 || claimed >= world.total, "{claimed} of {} msat", world.total);
        self.claims += usize::from(claimed > 0);
    }
}

fn amount(hop: &FinalHop) -> u64 {
    hop.payload.amt_to_forward().unwrap()
}
