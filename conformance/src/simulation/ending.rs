//! What is looked at when all is over.

use ampwire::amp::payer::Status;

use super::run::Run;
use super::{BreachKind, End, Hook, Part};

impl<H: Hook> Run<'_, H> {
    pub(super) fn look_at_the_end(&mut self) {
        for (kind, is_broken) in [
            (BreachKind::Stuck, self.is_stuck()),
            (BreachKind::Partial, self.is_partial()),
            (BreachKind::Money, self.is_money_wrong()),
        ] {
            if is_broken {
                self.breach(kind, None);
            }
        }
    }

    fn is_stuck(&self) -> bool {
        let held = self.payee.held_htlcs() > 0 || self.payee.held_sets() > 0;
        let kept = self.payee.answers().next().is_some() || self.payee.next_deadline().is_some();
        let ended = self.payer.status().is_end() && self.parts.iter().all(Part::is_done);
        held || kept || !ended || !self.held.is_empty()
    }

    /// Of each set all parts are settled that were outstanding, or none; and they make the total, or nothing.
    fn is_partial(&self) -> bool {
        let settled_msat: u64 = self.ended_settled().map(|part| part.amt_to_forward).sum();
        let whole = settled_msat == self.options.total_msat;
        let one_set = {
            let mut sets = self.ended_settled().map(|part| part.set_id);
            let first = sets.next();
            sets.all(|set_id| Some(set_id) == first)
        };
        let payee_settled = self.parts.iter().filter(|part| part.is_settled()).count();
        let known = self.ended_settled().count() == payee_settled;
        let said = match self.payer.status() {
            Status::Settled { settled_msat } => settled_msat,
            _ => 0,
        };
        !(whole || settled_msat == 0) || !one_set || !known || said != settled_msat
    }

    fn ended_settled(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| matches!(part.end, Some(End::Settled(_))))
    }

    /// Every link of a part is settled or none is. What the payer lost and the payee gained is what the parts say; a router gains its fee,
    /// or pays for having forwarded too much.
    fn is_money_wrong(&self) -> bool {
        let hops = self.options.hops;
        let torn = self.parts.iter().any(|part| {
            let all = matches!(part.end, Some(End::Settled(_)));
            part.settled_links != if all { hops } else { 0 }
        });
        let expected = |node: u32| -> i128 {
            let parts = self.ended_settled();
            let node_gains = parts.map(|part| {
                let paid = if node == hops { 0 } else { part.link_msat(node, hops) };
                let got = node.checked_sub(1).map_or(0, |link| part.link_msat(link, hops));
                i128::from(got) - i128::from(paid)
            });
            node_gains.sum()
        };
        let wrong = (0..=hops).zip(&self.gains).any(|(node, gain)| *gain != expected(node));
        let sum: i128 = self.gains.iter().sum();
        let earned = self.gains.last().copied().unwrap_or(0);
        let spent = -self.gains.first().copied().unwrap_or(0);
        let total = i128::from(self.options.total_msat);
        // What was told to forward is the total; a router may have added to it.
        let unpaid = earned != 0 && earned < total;
        // The payer never pays more than the total and the fees of the parts that were settled.
        let routers = i128::from(hops.saturating_sub(1)) * i128::from(super::Options::FEE_MSAT);
        let settled = i128::try_from(self.ended_settled().count()).unwrap_or(0);
        let dear = hops > 1 && spent > total + routers * settled;
        torn || wrong || sum != 0 || unpaid || dear
    }
}
