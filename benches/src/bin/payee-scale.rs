//! What a payee takes for an HTLC when it has many, against one that has few, in time; and what memory a
//! held HTLC takes. Fails where many cost more than the bar.
//!
//! Both payees get the same number of HTLCs, in sets of 10. One gets all of them; the other is a new one
//! after every 1,000. In each, every set has its first HTLC before any has its second, which is the
//! worst order: what an HTLC belongs to was last looked at as many HTLCs ago as there are sets.
//!
//! Not in instructions: what many cost more is waiting for memory.

use ampwire::amp::ShareTree;
use ampwire::amp::payee::{Action, Event, Htlc, HtlcId, Payee, PayeeConfig, PayeeInvoice};
use ampwire::onion::{AmpRecord, Layout, Layouts, PayloadBuilder, PaymentData};
use ampwire::secret::{PaymentHash, PaymentSecret, Root, SetId};
use ampwire::wire::Encode;
use ampwire_benches::random::Random;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// With many, an HTLC takes at most so many times the time it takes with few.
const BAR: f64 = 1.5;
/// How often it is tried: a machine that does much else at the same time can spoil a measurement.
const ATTEMPTS: u32 = 5;
/// How often the whole is done in an attempt. Of each stretch the fastest counts.
const ROUNDS: usize = 8;
/// The HTLCs of a set.
const PARTS: usize = 10;
const FEW: usize = 1_000;
const MANY: usize = 100_000;
/// As many invoices as the sets have room for, with the limits that a payee has by itself.
const INVOICES: usize = 10;
/// HTLCs between two looks at the clock: so few that most stretches are not interrupted.
const STRETCH: usize = 100;

const AT: u64 = 1_700_000_000;
const HEIGHT: u32 = 800_000;

/// An HTLC, and its payload.
#[derive(Clone)]
struct Arrival {
    payment_hash: PaymentHash,
    payload: Vec<u8>,
}

/// The fastest times of the stretches, added up: of those in which HTLCs are held, and of those in which
/// each completes its set.
#[derive(Clone, Copy, Default)]
struct Times {
    held: Duration,
    settling: Duration,
}

impl Times {
    fn per_htlc(self) -> f64 {
        (self.held + self.settling).as_secs_f64() * 1e9 / MANY as f64
    }

    fn per_held(self) -> f64 {
        self.held.as_secs_f64() * 1e9 / (MANY - MANY / PARTS) as f64
    }
}

fn main() -> ExitCode {
    let (few, many) = (arrivals(FEW), arrivals(MANY));
    for attempt in 1..=ATTEMPTS {
        let (of_few, of_many) = measure(&few, &many);
        let whole = of_many.per_htlc() / of_few.per_htlc();
        let held = of_many.per_held() / of_few.per_held();
        println!(
            "payee: {:.0} ns an HTLC with {MANY} of them, {whole:.2} times that with {FEW} ({:.0} ns), at most {BAR}",
            of_many.per_htlc(),
            of_few.per_htlc(),
        );
        println!(
            "payee: {:.0} ns an HTLC until it is held, {held:.2} times that with {FEW} ({:.0} ns), at most {BAR}",
            of_many.per_held(),
            of_few.per_held(),
        );
        if whole.max(held) <= BAR {
            return ExitCode::SUCCESS;
        }
        eprintln!("attempt {attempt} of {ATTEMPTS} is over the bar");
    }
    ExitCode::FAILURE
}

/// Both, by turns.
fn measure(few: &[Arrival], many: &[Arrival]) -> (Times, Times) {
    let (mut of_few, mut of_many) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        keep_fastest(&mut of_few, &run(few, FEW));
        keep_fastest(&mut of_many, &run(many, MANY));
    }
    (sum(&of_few, FEW), sum(&of_many, MANY))
}

fn keep_fastest(fastest: &mut Vec<Duration>, times: &[Duration]) {
    fastest.resize(times.len(), Duration::MAX);
    for (fastest, time) in fastest.iter_mut().zip(times) {
        *fastest = (*fastest).min(*time);
    }
}

fn sum(stretches: &[Duration], each: usize) -> Times {
    let mut times = Times::default();
    for (number, time) in stretches.iter().enumerate() {
        // The last of each set come last.
        if number * STRETCH % each < each - each / PARTS {
            times.held += *time;
        } else {
            times.settling += *time;
        }
    }
    times
}

/// The time of each stretch, where a new payee gets each so many HTLCs.
fn run(arrivals: &[Arrival], each: usize) -> Vec<Duration> {
    let mut times = Vec::with_capacity(MANY / STRETCH);
    for arrivals in arrivals.chunks(each) {
        let mut payee = payee();
        let mut next = 0;
        for stretch in arrivals.chunks(STRETCH) {
            let start = Instant::now();
            for arrival in stretch {
                next += 1;
                let actions = black_box(offer(&mut payee, next, black_box(arrival)));
                assert!(matches!(actions[..], [Action::Hold { .. }] | [Action::Settle { .. }, ..]));
            }
            times.push(start.elapsed());
        }
        assert_eq!((payee.held_sets(), payee.answers().count()), (0, each));
    }
    times
}

fn payee() -> Payee {
    let mut payee = Payee::new(PayeeConfig::new(Layouts::DEPLOYED, 19), AT, HEIGHT);
    for number in 0..INVOICES {
        payee.add_invoice(PayeeInvoice::amp(&secret(number))).expect("each has its own secret");
    }
    payee
}

fn secret(number: usize) -> PaymentSecret {
    PaymentSecret::new(Random::new(number as u64).bytes32())
}

fn offer(payee: &mut Payee, id: u64, arrival: &Arrival) -> Vec<Action> {
    let htlc = Htlc {
        id: HtlcId { channel: 1, id },
        amount_msat: 1,
        payment_hash: arrival.payment_hash,
        cltv_expiry: HEIGHT + 40,
        payload: &arrival.payload,
    };
    payee.handle(AT, Event::Htlc(htlc))
}

/// All HTLCs, for payees that get so many each.
fn arrivals(each: usize) -> Vec<Arrival> {
    let mut random = Random::new(1);
    let mut arrivals = Vec::with_capacity(MANY);
    for _ in 0..MANY / each {
        let sets: Vec<Vec<Arrival>> =
            (0..each / PARTS).map(|number| set(number % INVOICES, &mut random)).collect();
        let mut sets: Vec<_> = sets.iter().map(|set| set.iter()).collect();
        for _ in 0..PARTS {
            // Copied in this order, so that the next one lies next in memory, whatever its set.
            arrivals.extend(sets.iter_mut().filter_map(Iterator::next).cloned());
        }
    }
    assert_eq!(arrivals.len(), MANY);
    arrivals
}

/// The HTLCs of a set to this invoice.
fn set(invoice: usize, random: &mut Random) -> Vec<Arrival> {
    let mut tree = ShareTree::of_root(Root::new(random.bytes32())).expect("it is not zero");
    let set_id = SetId(random.bytes32());
    let ids: Vec<u64> = (0..PARTS as u64).collect();
    let mut fill = |bytes: &mut [u8; 32]| *bytes = random.bytes32();
    let shards = tree.all_shards(&ids, &mut fill).expect("the generator is none that gives zeros");
    let arrival = |shard: ampwire::amp::Shard| {
        let payload = PayloadBuilder::new()
            .amt_to_forward(1)
            .outgoing_cltv_value(HEIGHT + 40)
            .payment_data(PaymentData { payment_secret: secret(invoice), total_msat: PARTS as u64 })
            .amp_record(AmpRecord {
                layout: Layout::Type14,
                root_share: shard.share,
                set_id,
                child_index: shard.child_index,
            })
            .build()
            .expect("it is what a payer writes");
        Arrival { payment_hash: shard.payment_hash, payload: payload.to_vec() }
    };
    shards.into_iter().map(arrival).collect()
}
