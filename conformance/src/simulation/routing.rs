//! What happens between payer and payee.

use super::part::Way;
use super::run::{Run, What};
use super::{End, Hook, Seen};

/// How long a slow router holds a part at most, in milliseconds.
pub(super) const SLOWEST_MS: u64 = 240_000;

impl<H: Hook> Run<'_, H> {
    /// A part comes to a node.
    pub(super) fn arrive(&mut self, place: usize, node: u32) {
        if node >= self.options.hops {
            self.present(place);
            return;
        }
        if self.draw.happens(self.options.loss) {
            let unreadable = self.draw.happens(self.options.unreadable);
            let end = if unreadable { End::ByPayee(None) } else { End::ByRouter };
            self.see(place, |part| Seen::Lost { part, router: node });
            self.turn_back(place, end, node);
            return;
        }
        if self.draw.happens(self.options.dead) {
            self.tally.dead += 1;
            self.see(place, |part| Seen::Dead { part, router: node });
            if let Some(part) = self.parts.get_mut(place) {
                part.way = Way::Kept;
            }
            return;
        }
        let mut delay = self.delay();
        if self.draw.happens(self.options.slow) {
            self.tally.slow += 1;
            self.see(place, |part| Seen::Slow { part, router: node });
            delay = delay.saturating_add(self.draw.below(SLOWEST_MS));
        }
        if node.saturating_add(1) == self.options.hops {
            self.forward_last(place);
        }
        self.after(delay, What::Arrive { part: place, node: node.saturating_add(1) });
    }

    /// The last router forwards, and may do otherwise than it was told.
    fn forward_last(&mut self, place: usize) {
        let overpays = self.draw.happens(self.options.overpay);
        let underpays = !overpays && self.draw.happens(self.options.underpay);
        let hastens = self.draw.happens(self.options.hasten);
        let options = self.options;
        let Some(part) = self.parts.get_mut(place) else { return };
        let amount = part.amt_to_forward;
        if overpays {
            self.tally.overpaid += 1;
            // Up to as much again: as much as other parts lack, too.
            part.final_msat =
                amount.saturating_add(self.draw.below(options.total_msat)).saturating_add(1);
        }
        if underpays {
            self.tally.underpaid += 1;
            part.final_msat = self.draw.below(amount);
        }
        if hastens {
            self.tally.hastened += 1;
            part.final_expiry = part.outgoing_cltv_value.saturating_sub(1);
        }
        self.hook.forwarded(part);
    }

    /// From a node, what came of a part goes back to the one before.
    pub(super) fn turn_back(&mut self, place: usize, end: End, node: u32) {
        let Some(part) = self.parts.get_mut(place) else { return };
        part.end = Some(end);
        part.way = if node >= self.options.hops { Way::Leaving } else { Way::Back };
        let delay = self.delay();
        self.after(delay, What::Return { part: place, node: node.saturating_sub(1) });
    }

    /// What came of a part comes to a node: the HTLC on the link behind it is gone.
    pub(super) fn come_back(&mut self, place: usize, node: u32) {
        let hops = self.options.hops;
        let Some(part) = self.parts.get_mut(place) else { return };
        let leaves = part.way == Way::Leaving;
        part.way = Way::Back;
        if let Some(End::Settled(_)) = part.end {
            part.settled_links = part.settled_links.saturating_add(1);
            let amount = i128::from(part.link_msat(node, hops));
            let mut ends = self.gains.iter_mut().skip(usize::try_from(node).unwrap_or(0));
            if let (Some(from), Some(to)) = (ends.next(), ends.next()) {
                *from -= amount;
                *to += amount;
            }
        }
        if leaves {
            self.forget(place);
        }
        let Some(part) = self.parts.get_mut(place) else { return };
        if !self.hook.returns(part, node) {
            return;
        }
        if node == 0 {
            self.learn(place);
            return;
        }
        // A router's own failure is as the payee's on the way: what can be read says who it was.
        let garbles = self.draw.happens(self.options.unreadable);
        if let (true, Some(End::ByPayee(code))) = (garbles, &mut part.end) {
            *code = None;
        }
        let delay = self.delay();
        self.after(delay, What::Return { part: place, node: node.saturating_sub(1) });
    }

    /// A block is found. What was kept until its HTLCs expired ends on the chain.
    pub(super) fn block(&mut self) {
        self.height = self.height.saturating_add(1);
        self.tally.blocks += 1;
        self.hook.seen(self.now_ms, &Seen::Block { height: self.height });
        self.announce_block();
        for place in 0..self.parts.len() {
            let Some(part) = self.parts.get_mut(place) else { continue };
            let expired = self.height >= part.first_expiry(self.options.hops);
            if part.way == Way::Kept && expired {
                part.end = Some(End::ByPayee(None));
                self.learn(place);
            }
        }
        self.plan_block();
    }
}
