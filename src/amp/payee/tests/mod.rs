//! Each position of the specification's sections 8 and 10, kept and broken.

mod arrival;
mod orders;
mod owner;
mod settling;
#[cfg(feature = "serde")]
mod storing;
mod time;

use super::*;
use crate::amp::{Shard, ShareTree};
use crate::onion::{AmpRecord, Failure, Layout, Layouts, Payload, PayloadBuilder, PaymentData};
use crate::secret::{PaymentHash, PaymentSecret, Preimage, Root, SetId, Share};
use crate::wire::Encode;
use alloc::vec::Vec;

const NOW: u64 = 1_700_000_000;
const HEIGHT: u32 = 800_000;
const DELTA: u32 = 19;
const SECRET: PaymentSecret = PaymentSecret::new([0x11; 32]);
const OTHER_SECRET: PaymentSecret = PaymentSecret::new([0x12; 32]);
const SET: SetId = SetId([0x33; 32]);
const PREIMAGE: Preimage = Preimage::new([0x44; 32]);

fn id(id: u64) -> HtlcId {
    HtlcId { channel: 7, id }
}

fn config() -> PayeeConfig {
    PayeeConfig::new(Layouts::DEPLOYED, DELTA)
}

fn payee_with(config: PayeeConfig, invoices: &[PayeeInvoice]) -> Payee {
    let mut payee = Payee::new(config, NOW, HEIGHT);
    for invoice in invoices {
        payee.add_invoice(invoice.clone()).unwrap();
    }
    payee
}

/// A payee with an AMP invoice of 1000 msat.
fn payee() -> Payee {
    payee_with(config(), &[amp_invoice()])
}

fn amp_invoice() -> PayeeInvoice {
    PayeeInvoice::amp(&SECRET).amount_msat(1_000)
}

fn mpp_invoice() -> PayeeInvoice {
    PayeeInvoice::mpp(&SECRET, PREIMAGE).amount_msat(1_000)
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    bitcoin_hashes::sha256::hash(bytes).to_byte_array()
}

/// The shards of a payment that is split so many ways. Not random, and not fit for secrets.
fn shards(seed: u8, count: u64) -> Vec<Shard> {
    let mut next = 0_u64;
    let mut random = |bytes: &mut [u8; 32]| {
        next += 1;
        *bytes = sha256(&[&[seed][..], &next.to_be_bytes()].concat());
    };
    let mut tree = ShareTree::of_root(Root::new([seed; 32])).unwrap();
    let ids: Vec<u64> = (0..count).collect();
    tree.all_shards(&ids, &mut random).unwrap()
}

/// An HTLC in the making: by AMP, to the invoice, and right in everything.
#[derive(Clone)]
struct Offer {
    id: u64,
    amount_msat: u64,
    payment_hash: PaymentHash,
    cltv_expiry: u32,
    amt_to_forward: u64,
    outgoing_cltv_value: u32,
    payment_data: Option<PaymentData>,
    amp_record: Option<AmpRecord>,
    metadata: Option<Vec<u8>>,
    total_amount_msat: Option<u64>,
    keysend: Option<Preimage>,
    custom: Vec<u64>,
}

impl Offer {
    fn amp(id: u64, amount_msat: u64, total_msat: u64, shard: &Shard) -> Self {
        Self {
            amp_record: Some(AmpRecord {
                layout: Layout::Type14,
                root_share: shard.share,
                set_id: SET,
                child_index: shard.child_index,
            }),
            payment_hash: shard.payment_hash,
            ..Self::mpp(id, amount_msat, total_msat)
        }
    }

    fn type8(id: u64, amount_msat: u64, total_msat: u64, shard: &Shard) -> Self {
        let mut offer = Self::amp(id, amount_msat, total_msat, shard);
        offer.payment_data = None;
        offer.total_amount_msat = Some(total_msat);
        if let Some(record) = &mut offer.amp_record {
            record.layout = Layout::Type8;
        }
        offer
    }

    fn mpp(id: u64, amount_msat: u64, total_msat: u64) -> Self {
        Self {
            id,
            amount_msat,
            payment_hash: PaymentHash(sha256(PREIMAGE.reveal())),
            cltv_expiry: HEIGHT + 40,
            amt_to_forward: amount_msat,
            outgoing_cltv_value: HEIGHT + 40,
            payment_data: Some(PaymentData { payment_secret: SECRET, total_msat }),
            amp_record: None,
            metadata: None,
            total_amount_msat: None,
            keysend: None,
            custom: Vec::new(),
        }
    }

    fn keysend(id: u64, amount_msat: u64) -> Self {
        Self { payment_data: None, keysend: Some(PREIMAGE), ..Self::mpp(id, amount_msat, 0) }
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn set_id(self, set_id: SetId) -> Self {
        self.with(|offer| {
            if let Some(record) = &mut offer.amp_record {
                record.set_id = set_id;
            }
        })
    }

    fn secret(self, payment_secret: PaymentSecret) -> Self {
        self.with(|offer| {
            if let Some(data) = &mut offer.payment_data {
                data.payment_secret = payment_secret;
            }
        })
    }

    fn expiring(self, height: u32) -> Self {
        self.with(|offer| {
            offer.cltv_expiry = height;
            offer.outgoing_cltv_value = height;
        })
    }

    /// The payload, by way of the record writer: a payer's builder would refuse some of these.
    fn payload(&self) -> Vec<u8> {
        let mut builder = PayloadBuilder::new()
            .amt_to_forward(self.amt_to_forward)
            .outgoing_cltv_value(self.outgoing_cltv_value);
        let without_data = self.payment_data.is_none();
        if let Some(data) = self.payment_data {
            builder = builder.payment_data(data);
        }
        if let Some(record) = self.amp_record {
            if without_data && record.layout == Layout::Type14 {
                // What a payer must not write is put together from what it may.
                let data = PaymentData { payment_secret: SECRET, total_msat: 0 };
                let payload = builder.payment_data(data).amp_record(record).build().unwrap();
                return without_record(&payload, 8);
            }
            builder = builder.amp_record(record);
        }
        if let Some(total) = self.total_amount_msat {
            builder = builder.total_amount_msat(total);
        }
        if let Some(metadata) = &self.metadata {
            builder = builder.payment_metadata(metadata.clone());
        }
        if let Some(preimage) = self.keysend {
            builder = builder.keysend_preimage(preimage);
        }
        for record_type in &self.custom {
            builder = builder.other_record(*record_type, Vec::from([9]));
        }
        builder.build().unwrap().to_vec()
    }

    fn give(&self, payee: &mut Payee, at: u64) -> Vec<Action> {
        let payload = self.payload();
        let htlc = Htlc {
            id: id(self.id),
            amount_msat: self.amount_msat,
            payment_hash: self.payment_hash,
            cltv_expiry: self.cltv_expiry,
            payload: &payload,
        };
        payee.handle(at, Event::Htlc(htlc))
    }
}

fn without_record(payload: &Payload, record_type: u64) -> Vec<u8> {
    let bytes = payload.to_vec();
    let stream = crate::tlv::TlvStream::parse(&bytes).unwrap();
    let left = stream.iter().filter(|record| record.record_type() != record_type);
    left.flat_map(|record| record.to_vec()).collect()
}

/// What became of an HTLC, in a form that is short to write.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Held,
    Settled,
    Failed(&'static str, Vec<u8>),
    Conflict,
}

/// `incorrect_or_unknown_payment_details` with this amount and height.
fn unknown(htlc_msat: u64, height: u32) -> Outcome {
    let failure = Failure::IncorrectOrUnknownPaymentDetails { htlc_msat, height };
    Outcome::Failed("incorrect_or_unknown_payment_details", failure.to_vec())
}

fn timed_out() -> Outcome {
    Outcome::Failed("mpp_timeout", Vec::from([0, 23]))
}

fn outcomes(actions: &[Action]) -> Vec<(u64, Outcome)> {
    let outcome = |action: &Action| match action {
        Action::Hold { .. } => Outcome::Held,
        Action::Settle { .. } => Outcome::Settled,
        Action::Fail { failure, .. } => Outcome::Failed(failure.name().unwrap(), failure.to_vec()),
        Action::Conflict { .. } => Outcome::Conflict,
    };
    actions.iter().map(|action| (action.id().id, outcome(action))).collect()
}

/// The one answer to an HTLC.
#[track_caller]
fn only(actions: &[Action]) -> Outcome {
    match &outcomes(actions)[..] {
        [(_, outcome)] => outcome.clone(),
        others => panic!("{others:?}"),
    }
}

/// Gives the HTLC and asserts that it is failed for this reason, by this rule, and that nothing changed.
#[track_caller]
fn refused(payee: &Payee, offer: &Offer, reason: FailReason, rule: &str) {
    refused_at(payee, offer, NOW, reason, rule);
}

#[track_caller]
fn refused_at(payee: &Payee, offer: &Offer, at: u64, reason: FailReason, rule: &str) {
    let mut after = payee.clone();
    let actions = offer.give(&mut after, at);
    match &actions[..] {
        [Action::Fail { id: failed, failure, reason: given }] => {
            assert_eq!((*failed, *given), (id(offer.id), reason));
            assert_eq!(given.rule().id(), rule);
            let code = failure.code();
            let only_details = !matches!(
                reason,
                FailReason::Payload(_)
                    | FailReason::Blinded
                    | FailReason::CustomEven { .. }
                    | FailReason::HtlcAmount
                    | FailReason::HtlcExpiry
            );
            assert_eq!(code == 0x400f, only_details, "{reason}");
            if only_details {
                let outcome = outcomes(&actions).remove(0).1;
                assert_eq!(outcome, unknown(offer.amount_msat, payee.height));
            }
        }
        others => panic!("{others:?}"),
    }
    unchanged(payee, &after);
}

/// Nothing is recorded that was not before, and nothing is gone.
#[track_caller]
fn unchanged(before: &Payee, after: &Payee) {
    assert!(before.answers().eq(after.answers()));
    assert_eq!((before.held_sets(), before.held_htlcs()), (after.held_sets(), after.held_htlcs()));
    assert_eq!(before.next_deadline(), after.next_deadline());
    assert_eq!(before.spontaneous, after.spontaneous);
    let held =
        |payee: &Payee| -> Vec<key::SetKey> { payee.sets.iter().map(|(_, set)| set.key).collect() };
    assert!(held(before) == held(after));
    assert!(before.names.settled().keys().eq(after.names.settled().keys()));
}

/// What the indexes say is what the sets say.
#[track_caller]
fn consistent(payee: &Payee) {
    let sorted = |numbers: &mut dyn Iterator<Item = usize>| {
        let mut numbers: Vec<usize> = numbers.collect();
        numbers.sort_unstable();
        numbers
    };
    let sets = sorted(&mut payee.sets.iter().map(|(number, _)| number));
    assert_eq!(sorted(&mut payee.deadlines.iter().map(|(_, number)| *number)), sets);
    assert_eq!(sorted(&mut payee.expiries.iter().map(|(_, number)| *number)), sets);
    assert_eq!(payee.sets.len(), sets.len());
    let mut held = 0;
    for (number, set) in payee.sets.iter() {
        let mut sum = 0;
        let numbers = payee.in_order(set);
        assert_eq!((numbers.len(), numbers.last().copied()), (set.htlcs, set.newest));
        for record in numbers {
            let record = payee.records.get(record).unwrap();
            let htlc = record.held().unwrap();
            assert_eq!(htlc.set, number);
            assert!(record.cltv_expiry >= set.least_expiry);
            sum += htlc.amt_to_forward;
            held += 1;
        }
        assert_eq!(sum, set.sum_msat);
        assert!(set.htlcs > 0 && !set.is_complete());
        assert!(payee.deadlines.contains(&(set.deadline, number)) && set.deadline > payee.at);
        assert!(payee.expiries.contains(&(set.least_expiry, number)));
        assert_eq!(payee.names.get(&set.key, &payee.sets), Some(names::Name::Held(number)));
    }
    assert_eq!(held, payee.held_htlcs());
    assert_eq!(held, payee.recorded().filter(|record| record.held().is_some()).count());
    assert_eq!(payee.htlcs.len(), payee.records.len());
    for (id, number) in &payee.htlcs {
        assert_eq!(payee.records.get(*number).unwrap().id, *id);
    }
    let loads = payee.invoices.values().map(|invoice| invoice.load);
    let loads: Vec<_> = loads.chain([payee.spontaneous]).collect();
    assert_eq!(loads.iter().map(|load| load.sets).sum::<usize>(), payee.sets.len());
    assert_eq!(loads.iter().map(|load| load.htlcs).sum::<usize>(), held);
}
