use super::naive::payee as naive;
use crate::amp::payee::{
    Action, Event, Htlc, HtlcId, Limits, MppTimeout, Payee, PayeeConfig, PayeeInvoice,
};
use crate::amp::{Shard, ShareTree};
use crate::arbitrary::{PayeeScenario, PayeeStep};
use crate::onion::{AmpRecord, Failure, Layout, Layouts, PayloadBuilder, PaymentData};
use crate::secret::{PaymentHash, PaymentSecret, Preimage, Root, SetId, Share};
use crate::wire::Encode;
use alloc::vec::Vec;

const NOW: u64 = 1_700_000_000;
const HEIGHT: u32 = 800_000;
const PREIMAGE: [u8; 32] = [0x44; 32];

/// A payee and a second, slow one answer alike, whatever happens, and so does one that is stored and loaded
/// after each step; what was answered once stays so; no preimage is out for a strict subset of what is
/// whole; once every deadline is past nothing is held, and once every HTLC is resolved none is known. The
/// order in which right parts arrive does not matter.
pub fn payee(scenario: &PayeeScenario) {
    let (mut ours, mut second) = (Stored::new(scenario), model(scenario));
    for step in &scenario.steps {
        let (at, height) = (second.at, second.height);
        let (actions, expected) = match *step {
            PayeeStep::Offer { payment, part, fault, id } => {
                let offer = offer(payment, part, fault, id);
                (ours.give(at, &offer), second.offer(&offer))
            }
            PayeeStep::Wait(seconds) => {
                let seconds = u64::from(seconds);
                (ours.handle(at + seconds, Event::Tick), second.pass(seconds))
            }
            PayeeStep::Block(more) => {
                let height = if more < 128 {
                    height + u32::from(more)
                } else {
                    height + u32::from(more) - 256
                };
                (ours.handle(at, Event::Block { height }), second.block(height))
            }
            PayeeStep::CancelSet(payment) => {
                let set_id = [payment + 1; 32];
                let event = Event::CancelSet { set_id: SetId(set_id) };
                (ours.handle(at, event), second.cancel_set(set_id))
            }
            PayeeStep::CancelInvoice(number) => {
                let secret = PaymentSecret::new(secret(number));
                let event = Event::CancelInvoice { payment_secret: secret };
                (ours.handle(at, event), second.cancel_invoice(number.into()))
            }
            PayeeStep::Resolved(id) => {
                second.resolved(id.into());
                let id = HtlcId { channel: 1, id: id.into() };
                (ours.handle(at, Event::Resolved { id }), Vec::new())
            }
        };
        same(&actions, expected, *step);
        let known: Vec<Action> = ours.payee.answers().collect();
        same(&known, second.known(), *step);
    }
    let at = second.at;
    same(&ours.handle(at + 500, Event::Tick), second.pass(500), PayeeStep::Wait(0));
    let payee = &ours.payee;
    assert_eq!((payee.held_sets(), payee.held_htlcs(), payee.next_deadline()), (0, 0, None));
    let known: Vec<HtlcId> = payee.answers().map(|action| action.id()).collect();
    for id in known {
        same(&ours.handle(at + 500, Event::Resolved { id }), Vec::new(), PayeeStep::Wait(0));
    }
    assert_eq!(ours.payee.answers().count(), 0);
    any_order(scenario);
}

/// A payee, and one that is loaded from its stored state before each event.
struct Stored {
    payee: Payee,
    #[cfg(feature = "serde")]
    config: PayeeConfig,
    #[cfg(feature = "serde")]
    loaded: Payee,
}

impl Stored {
    fn new(scenario: &PayeeScenario) -> Self {
        let payee = built(scenario);
        Self {
            #[cfg(feature = "serde")]
            config: config(scenario),
            #[cfg(feature = "serde")]
            loaded: payee.clone(),
            payee,
        }
    }

    fn give(&mut self, at: u64, offer: &naive::Offer) -> Vec<Action> {
        let payload = payload(offer);
        self.handle(at, Event::Htlc(htlc(offer, &payload)))
    }

    /// Both do the same. In which order they answer for several sets is free.
    fn handle(&mut self, at: u64, event: Event<'_>) -> Vec<Action> {
        let actions = self.payee.handle(at, event);
        #[cfg(feature = "serde")]
        {
            let state = self.loaded.to_state();
            self.loaded = Payee::from_state(self.config.clone(), &state).unwrap();
            assert!(self.loaded.to_state() == state);
            let mut loaded = self.loaded.handle(at, event);
            loaded.sort_by_key(Action::id);
            let mut ours = actions.clone();
            ours.sort_by_key(Action::id);
            assert_eq!(loaded, ours);
            assert!(self.loaded.to_state() == self.payee.to_state());
            assert_eq!(self.loaded.next_deadline(), self.payee.next_deadline());
        }
        actions
    }
}

/// The right parts among those of the scenario, each once, end alike whatever the order they arrive in.
fn any_order(scenario: &PayeeScenario) {
    let mut parts: Vec<(u8, u8)> = Vec::new();
    for step in &scenario.steps {
        if let PayeeStep::Offer { payment, part, fault: 0, .. } = *step {
            if !parts.contains(&(payment, part)) {
                parts.push((payment, part));
            }
        }
    }
    // Where there is no room for all it matters who comes first.
    let scenario = PayeeScenario { small_limits: false, ..scenario.clone() };
    let ends = |parts: &[(u8, u8)]| -> Vec<Action> {
        let mut payee = built(&scenario);
        for (payment, part) in parts {
            let offer = offer(*payment, *part, 0, payment * 3 + part);
            let payload = payload(&offer);
            let _ = payee.handle(NOW, Event::Htlc(htlc(&offer, &payload)));
        }
        payee.answers().collect()
    };
    let as_given = ends(&parts);
    parts.reverse();
    assert_eq!(ends(&parts), as_given);
    parts.sort_unstable();
    assert_eq!(ends(&parts), as_given);
}

fn same(actions: &[Action], mut expected: Vec<(u64, naive::Sent)>, step: PayeeStep) {
    let mut found: Vec<(u64, naive::Sent)> =
        actions.iter().map(|action| (action.id().id, sent(action))).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{step:?}");
}

fn sent(action: &Action) -> naive::Sent {
    match action {
        Action::Hold { .. } => naive::Sent::Held,
        Action::Settle { preimage, .. } => naive::Sent::Preimage(*preimage.reveal()),
        Action::Conflict { .. } => naive::Sent::Conflict,
        Action::Fail { failure, .. } => {
            let numbers = match failure {
                Failure::InvalidOnionPayload { record_type, .. } => Vec::from([*record_type]),
                Failure::IncorrectOrUnknownPaymentDetails { htlc_msat, height } => {
                    Vec::from([*htlc_msat, u64::from(*height)])
                }
                Failure::FinalIncorrectCltvExpiry { cltv_expiry } => {
                    Vec::from([u64::from(*cltv_expiry)])
                }
                Failure::FinalIncorrectHtlcAmount { incoming_htlc_amt } => {
                    Vec::from([*incoming_htlc_amt])
                }
                Failure::MppTimeout => Vec::new(),
                other => panic!("{other:?}"),
            };
            naive::Sent::Failure(failure.code(), numbers)
        }
    }
}

fn secret(number: u8) -> [u8; 32] {
    [0x10 + number; 32]
}

fn config(scenario: &PayeeScenario) -> PayeeConfig {
    let timeout = if scenario.each_htlc { MppTimeout::of_each_htlc } else { MppTimeout::of_set };
    let mut config = PayeeConfig::new(Layouts::BOTH, 19)
        .accept_spontaneous(scenario.accept_spontaneous)
        .mpp_timeout(timeout(90).unwrap());
    if scenario.small_limits {
        let limits = Limits { sets_per_invoice: 1, htlcs_per_invoice: 2, sets: 2, htlcs: 6 };
        config = config.limits(limits);
    }
    config
}

/// Three invoices: by AMP and with everything; by AMP and of any amount; without AMP.
fn built(scenario: &PayeeScenario) -> Payee {
    let secret = |number| PaymentSecret::new(secret(number));
    let mut payee = Payee::new(config(scenario), NOW, HEIGHT);
    let invoices = [
        PayeeInvoice::amp(&secret(0))
            .amount_msat(600)
            .expires_at(NOW + 100)
            .min_final_cltv_expiry_delta(30)
            .payment_metadata([7]),
        PayeeInvoice::amp(&secret(1)),
        PayeeInvoice::mpp(&secret(2), Preimage::new(PREIMAGE)).amount_msat(600),
    ];
    for invoice in invoices {
        payee.add_invoice(invoice).unwrap();
    }
    payee
}

fn model(scenario: &PayeeScenario) -> naive::Payee {
    let invoice = |number, amp| naive::Invoice {
        secret: secret(number),
        amp,
        preimage: (!amp).then_some(PREIMAGE),
        amount: None,
        expires_at: None,
        delta: 0,
        metadata: None,
        cancelled: false,
    };
    let mut invoices = Vec::from([invoice(0, true), invoice(1, true), invoice(2, false)]);
    invoices[0].amount = Some(600);
    invoices[0].expires_at = Some(NOW + 100);
    invoices[0].delta = 30;
    invoices[0].metadata = Some(Vec::from([7]));
    invoices[2].amount = Some(600);
    let mut payee = naive::Payee::new(invoices, NOW, HEIGHT);
    payee.accept_spontaneous = scenario.accept_spontaneous;
    payee.each_htlc = scenario.each_htlc;
    payee.timeout = 90;
    if scenario.small_limits {
        payee.most = (1, 2, 2, 6);
    }
    payee
}

/// The shards of a payment, the same each time.
fn shards(payment: u8) -> Vec<Shard> {
    let mut next = 0_u8;
    let mut random = |bytes: &mut [u8; 32]| {
        next += 1;
        *bytes = bitcoin_hashes::sha256::hash(&[payment, next]).to_byte_array();
    };
    let mut tree = ShareTree::of_root(Root::new([payment + 1; 32])).unwrap();
    tree.all_shards(&[0, 1, 2], &mut random).unwrap()
}

/// A part of 200 of 600 msat: payments 0 to 2 to the invoices, 3 spontaneous in type 14, 4 in type 8.
fn offer(payment: u8, part: u8, fault: u8, id: u8) -> naive::Offer {
    let shard = shards(payment)[usize::from(part)];
    let amp = payment != 2;
    let expiry = HEIGHT + 40 + u32::from(id);
    let mut offer = naive::Offer {
        id: id.into(),
        amount: 200,
        hash: shard.payment_hash.0,
        expiry,
        amt_to_forward: 200,
        outgoing_cltv_value: expiry,
        secret: (payment < 4).then(|| secret(payment)),
        total: 600,
        amp: amp.then(|| (*shard.share.reveal(), [payment + 1; 32], shard.child_index)),
        keysend: None,
        metadata: (payment == 0).then(|| Vec::from([7])),
        custom: None,
    };
    if !amp {
        offer.hash = bitcoin_hashes::sha256::hash(&PREIMAGE).to_byte_array();
    }
    spoil(&mut offer, fault);
    offer
}

/// Changes one thing, which is not always wrong.
fn spoil(offer: &mut naive::Offer, fault: u8) {
    match fault {
        1 => offer.amount -= 1,
        2 => offer.amount += 400,
        3 => offer.expiry -= 1,
        4 => offer.outgoing_cltv_value -= 1,
        5 => offer.secret = offer.secret.map(|_| secret(0)),
        6 => offer.secret = offer.secret.map(|_| [0; 32]),
        7 => offer.total = 601,
        8 => offer.total = 599,
        9 => offer.total = 1_201,
        10 => offer.amp = offer.amp.map(|(share, _, index)| (share, [0; 32], index)),
        11 => offer.amp = offer.amp.map(|(share, set_id, index)| (share, set_id, index ^ 1)),
        12 => offer.metadata = None,
        13 => offer.custom = Some(65_536),
        14 => offer.hash = [9; 32],
        15 => offer.amt_to_forward = 0,
        16 => {
            // Keysend, with a preimage that fits.
            offer.amp = None;
            offer.secret = None;
            offer.keysend = Some(PREIMAGE);
            offer.hash = bitcoin_hashes::sha256::hash(&PREIMAGE).to_byte_array();
        }
        _ => {}
    }
}

fn payload(offer: &naive::Offer) -> Vec<u8> {
    let mut builder = PayloadBuilder::new()
        .amt_to_forward(offer.amt_to_forward)
        .outgoing_cltv_value(offer.outgoing_cltv_value);
    if let Some(secret) = offer.secret {
        let payment_secret = PaymentSecret::new(secret);
        builder = builder.payment_data(PaymentData { payment_secret, total_msat: offer.total });
    } else if offer.amp.is_some() {
        builder = builder.total_amount_msat(offer.total);
    }
    if let Some((share, set_id, child_index)) = offer.amp {
        let layout = if offer.secret.is_some() { Layout::Type14 } else { Layout::Type8 };
        let (root_share, set_id) = (Share::new(share), SetId(set_id));
        builder = builder.amp_record(AmpRecord { layout, root_share, set_id, child_index });
    }
    if let Some(preimage) = offer.keysend {
        builder = builder.keysend_preimage(Preimage::new(preimage));
    }
    if let Some(metadata) = &offer.metadata {
        builder = builder.payment_metadata(metadata.clone());
    }
    if let Some(custom) = offer.custom {
        builder = builder.other_record(custom, Vec::new());
    }
    builder.build().unwrap().to_vec()
}

fn htlc<'a>(offer: &naive::Offer, payload: &'a [u8]) -> Htlc<'a> {
    Htlc {
        id: HtlcId { channel: 1, id: offer.id },
        amount_msat: offer.amount,
        payment_hash: PaymentHash(offer.hash),
        cltv_expiry: offer.expiry,
        payload,
    }
}
