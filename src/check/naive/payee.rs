//! A second payee: one list of HTLCs, looked through from the start for every question. It knows HTLCs by
//! what is in them and reads no payload.

use super::sha256::sha256;
use alloc::vec::Vec;

/// An HTLC, payload and all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Offer {
    pub(in super::super) id: u64,
    pub(in super::super) amount: u64,
    pub(in super::super) hash: [u8; 32],
    pub(in super::super) expiry: u32,
    pub(in super::super) amt_to_forward: u64,
    pub(in super::super) outgoing_cltv_value: u32,
    /// In `payment_data`.
    pub(in super::super) secret: Option<[u8; 32]>,
    /// In `payment_data`, or in type 18.
    pub(in super::super) total: u64,
    /// In the AMP record: share, set, index.
    pub(in super::super) amp: Option<([u8; 32], [u8; 32], u32)>,
    pub(in super::super) keysend: Option<[u8; 32]>,
    pub(in super::super) metadata: Option<Vec<u8>>,
    pub(in super::super) custom: Option<u64>,
}

/// An invoice.
#[derive(Debug, Clone)]
pub(in super::super) struct Invoice {
    pub(in super::super) secret: [u8; 32],
    pub(in super::super) amp: bool,
    pub(in super::super) preimage: Option<[u8; 32]>,
    pub(in super::super) amount: Option<u64>,
    pub(in super::super) expires_at: Option<u64>,
    pub(in super::super) delta: u32,
    pub(in super::super) metadata: Option<Vec<u8>>,
    pub(in super::super) cancelled: bool,
}

/// What is sent for an HTLC.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Sent {
    Held,
    Preimage([u8; 32]),
    /// The failure's code and numbers; the offset of a record is not known here.
    Failure(u16, Vec<u64>),
    Conflict,
}

/// `payment_secret` and `set_id`, as far as there are.
type Name = (Option<[u8; 32]>, Option<[u8; 32]>);

#[derive(Debug, Clone)]
struct Entry {
    offer: Offer,
    name: Name,
    at: u64,
    height: u32,
    spontaneous: bool,
    sent: Sent,
}

/// Most held sets and HTLCs of an invoice, most held sets, most HTLCs that are known.
pub(in super::super) type Most = (usize, usize, usize, usize);

#[derive(Debug, Clone)]
pub(in super::super) struct Payee {
    pub(in super::super) invoices: Vec<Invoice>,
    pub(in super::super) accept_spontaneous: bool,
    pub(in super::super) each_htlc: bool,
    pub(in super::super) timeout: u64,
    pub(in super::super) delta: u32,
    pub(in super::super) most: Most,
    pub(in super::super) at: u64,
    pub(in super::super) height: u32,
    entries: Vec<Entry>,
    /// When each set that is held began.
    began: Vec<(Name, u64)>,
    settled: Vec<Name>,
}

type Out = Vec<(u64, Sent)>;

impl Payee {
    pub(in super::super) fn new(invoices: Vec<Invoice>, at: u64, height: u32) -> Self {
        Self {
            invoices,
            accept_spontaneous: false,
            each_htlc: false,
            timeout: 120,
            delta: 19,
            most: (usize::MAX, usize::MAX, usize::MAX, usize::MAX),
            at,
            height,
            entries: Vec::new(),
            began: Vec::new(),
            settled: Vec::new(),
        }
    }

    fn held(&self, name: &Name) -> Vec<&Entry> {
        let of = |entry: &&Entry| entry.sent == Sent::Held && entry.name == *name;
        self.entries.iter().filter(of).collect()
    }

    fn details(amount: u64, height: u32) -> Sent {
        Sent::Failure(0x400f, Vec::from([amount, height.into()]))
    }

    /// Fails all held entries that this is true for.
    fn fail(&mut self, in_time: bool, which: impl Fn(&Entry) -> bool) -> Out {
        let mut out = Vec::new();
        for entry in &mut self.entries {
            if entry.sent == Sent::Held && which(entry) {
                entry.sent = if in_time {
                    Self::details(entry.offer.amount, entry.height)
                } else {
                    Sent::Failure(23, Vec::new())
                };
                out.push((entry.offer.id, entry.sent.clone()));
            }
        }
        self.sweep();
        out
    }

    /// Sets of which nothing is held have no beginning.
    fn sweep(&mut self) {
        let names: Vec<Name> = self.began.iter().map(|(name, _)| *name).collect();
        for name in names {
            if self.held(&name).is_empty() {
                self.began.retain(|(other, _)| *other != name);
            }
        }
    }

    pub(in super::super) fn pass(&mut self, seconds: u64) -> Out {
        self.at += seconds;
        let (at, timeout, each, began) =
            (self.at, self.timeout, self.each_htlc, self.began.clone());
        self.fail(false, |entry| {
            let set = began.iter().find(|(name, _)| *name == entry.name).unwrap().1;
            at >= timeout + if each { entry.at } else { set }
        })
    }

    pub(in super::super) fn block(&mut self, height: u32) -> Out {
        self.height = height;
        let near: Vec<Name> = self
            .entries
            .iter()
            .filter(|entry| entry.sent == Sent::Held && entry.offer.expiry < height + self.delta)
            .map(|entry| entry.name)
            .collect();
        self.fail(true, |entry| near.contains(&entry.name))
    }

    pub(in super::super) fn cancel_set(&mut self, set_id: [u8; 32]) -> Out {
        self.fail(true, |entry| entry.name.1 == Some(set_id))
    }

    pub(in super::super) fn cancel_invoice(&mut self, number: usize) -> Out {
        self.invoices[number].cancelled = true;
        let secret = Some(self.invoices[number].secret);
        self.fail(true, |entry| entry.name.0 == secret && !entry.spontaneous)
    }

    pub(in super::super) fn resolved(&mut self, id: u64) {
        self.entries.retain(|entry| entry.offer.id != id);
        self.sweep();
    }

    pub(in super::super) fn offer(&mut self, offer: &Offer) -> Out {
        let known = self.entries.iter().find(|entry| entry.offer.id == offer.id);
        if let Some(entry) = known {
            let facts = |offer: &Offer| (offer.amount, offer.hash, offer.expiry);
            let same = facts(&entry.offer) == facts(offer);
            let sent = if same { entry.sent.clone() } else { Sent::Conflict };
            return Vec::from([(offer.id, sent)]);
        }
        match self.refusal(offer) {
            Some(sent) => Vec::from([(offer.id, sent)]),
            None => self.take(offer),
        }
    }

    /// What a newcomer is refused with.
    fn refusal(&self, offer: &Offer) -> Option<Sent> {
        if let Some(custom) = offer.custom {
            return Some(Sent::Failure(0x4016, Vec::from([custom])));
        }
        if offer.amount < offer.amt_to_forward {
            return Some(Sent::Failure(19, Vec::from([offer.amount])));
        }
        if offer.expiry < offer.outgoing_cltv_value {
            return Some(Sent::Failure(18, Vec::from([offer.expiry.into()])));
        }
        let wrong = self.unknown(offer) || self.full(offer);
        wrong.then(|| Self::details(offer.amount, self.height))
    }

    fn invoice(&self, offer: &Offer) -> Option<&Invoice> {
        let secret = offer.secret?;
        self.invoices.iter().find(|invoice| invoice.secret == secret)
    }

    /// Whether nobody is told why.
    fn unknown(&self, offer: &Offer) -> bool {
        let name = name(offer);
        let keysend = offer.amp.is_none() && offer.secret.is_none();
        let total = if keysend { offer.amt_to_forward } else { offer.total };
        let expired_at = offer.expiry.checked_sub(self.height);
        if total == 0 || expired_at.is_none_or(|blocks| blocks < self.delta) {
            return true;
        }
        let held = self.held(&name);
        let sum: u128 = held.iter().map(|entry| u128::from(entry.offer.amt_to_forward)).sum();
        if !keysend
            && (held.iter().any(|entry| entry.offer.total != total)
                || sum + u128::from(offer.amt_to_forward) > u128::from(u64::MAX)
                || self.settled.contains(&name)
                || offer.secret == Some([0; 32])
                || offer.amp.is_some_and(|(_, set_id, _)| set_id == [0; 32]))
        {
            return true;
        }
        let Some(invoice) = self.invoice(offer) else {
            let fits = offer.keysend.is_some_and(|preimage| sha256(&preimage) == offer.hash);
            let mpp = offer.amp.is_none() && offer.secret.is_some();
            return mpp || !self.accept_spontaneous || (keysend && !fits);
        };
        let kind = match (offer.amp, invoice.preimage) {
            (Some(_), _) => invoice.amp,
            (None, Some(preimage)) => sha256(&preimage) == offer.hash,
            (None, None) => false,
        };
        let late = invoice.expires_at.is_some_and(|at| self.at > at) && held.is_empty();
        let metadata = invoice.metadata.is_none() || invoice.metadata == offer.metadata;
        let amount = invoice.amount.is_none_or(|amount| (amount..=2 * amount).contains(&total));
        let blocks = expired_at.is_some_and(|blocks| blocks >= invoice.delta);
        !kind || invoice.cancelled || late || !metadata || !amount || !blocks
    }

    fn full(&self, offer: &Offer) -> bool {
        let (sets_each, htlcs_each, sets, htlcs) = self.most;
        if self.entries.len() >= htlcs {
            return true;
        }
        if offer.amp.is_none() && offer.secret.is_none() {
            return false;
        }
        let (here, name) = (self.invoice(offer).map(|invoice| invoice.secret), name(offer));
        let of_here = |name: &Name| {
            self.invoices
                .iter()
                .map(|invoice| invoice.secret)
                .find(|secret| name.0 == Some(*secret))
                == here
        };
        let begins = !self.began.iter().any(|(other, _)| *other == name);
        let sets_here = self.began.iter().filter(|(name, _)| of_here(name)).count();
        let held_here =
            self.entries.iter().filter(|entry| entry.sent == Sent::Held && of_here(&entry.name));
        held_here.count() >= htlcs_each
            || (begins && (sets_here >= sets_each || self.began.len() >= sets))
    }

    fn take(&mut self, offer: &Offer) -> Out {
        let name = name(offer);
        let mut entry = Entry {
            offer: offer.clone(),
            name,
            at: self.at,
            height: self.height,
            spontaneous: self.invoice(offer).is_none(),
            sent: Sent::Held,
        };
        if offer.amp.is_none() && offer.secret.is_none() {
            entry.sent = Sent::Preimage(offer.keysend.unwrap());
            let out = Vec::from([(offer.id, entry.sent.clone())]);
            self.entries.push(entry);
            return out;
        }
        self.entries.push(entry);
        if !self.began.iter().any(|(other, _)| *other == name) {
            self.began.push((name, self.at));
        }
        let held = self.held(&name);
        let sum: u64 = held.iter().map(|entry| entry.offer.amt_to_forward).sum();
        if sum < offer.total {
            return Vec::from([(offer.id, Sent::Held)]);
        }
        let mut root = [0; 32];
        for (share, _, _) in held.iter().filter_map(|entry| entry.offer.amp) {
            (0..32).for_each(|i| root[i] ^= share[i]);
        }
        let preimage = |offer: &Offer| match offer.amp {
            Some((share, _, index)) => sha256(&[&root[..], &share, &index.to_be_bytes()].concat()),
            None => self.invoice(offer).unwrap().preimage.unwrap(),
        };
        let preimages: Vec<[u8; 32]> = held.iter().map(|entry| preimage(&entry.offer)).collect();
        let fits = held
            .iter()
            .zip(&preimages)
            .all(|(entry, preimage)| sha256(preimage) == entry.offer.hash);
        if !fits {
            return self.fail(true, |entry| entry.name == name);
        }
        let ids: Vec<u64> = held.iter().map(|entry| entry.offer.id).collect();
        let mut out = Vec::new();
        for (id, preimage) in ids.into_iter().zip(preimages) {
            let entry = self.entries.iter_mut().find(|entry| entry.offer.id == id).unwrap();
            entry.sent = Sent::Preimage(preimage);
            out.push((id, entry.sent.clone()));
        }
        self.settled.push(name);
        self.sweep();
        out
    }

    /// The ids that are held, and all that are known with what was sent for them.
    pub(in super::super) fn known(&self) -> Out {
        let mut known: Out =
            self.entries.iter().map(|entry| (entry.offer.id, entry.sent.clone())).collect();
        known.sort();
        known
    }
}

fn name(offer: &Offer) -> Name {
    (offer.secret, offer.amp.map(|(_, set_id, _)| set_id))
}
