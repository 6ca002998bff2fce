//! Times how invoices are read, here and in the crate `lightning-invoice`, on the same text in the same run:
//! without looking at the signature, which is the part that the two do differently. Fails where ours is not
//! so many times faster as it has to be, or where it allocates.

use ampwire::bolt11::{InvoiceView, VerifiedInvoice};
use ampwire_benches::clock::{self, Pair};
use ampwire_benches::invoices;
use lightning_invoice::{Bolt11Invoice, SignedRawBolt11Invoice};
use std::hint::black_box;
use std::process::ExitCode;

/// How many times faster ours has to be without the signature.
const BAR: f64 = 5.0;
/// How often it is tried: a machine that does much else at the same time can spoil a measurement.
const ATTEMPTS: u32 = 5;
/// Blocks of each side in an attempt; a block is all invoices once.
const ROUNDS: u32 = 1000;

fn main() -> ExitCode {
    let invoices = invoices::invoices();
    let ours = || {
        for text in black_box(&invoices) {
            black_box(&InvoiceView::parse_unverified(text).expect("a right invoice"));
        }
    };
    let theirs = || {
        for text in black_box(&invoices) {
            black_box(&text.parse::<SignedRawBolt11Invoice>().expect("a right invoice"));
        }
    };
    let allocations = allocation_counter::measure(ours).count_total;
    let allocated = allocation_counter::measure(theirs).count_total;
    println!("allocations: {allocations}, theirs {allocated}, in {} invoices", invoices.len());
    if allocations > 0 {
        eprintln!("reading an invoice allocates");
        return ExitCode::FAILURE;
    }
    verified(&invoices);
    for attempt in 1..=ATTEMPTS {
        let pair = clock::by_turns(ROUNDS, theirs, ours);
        say("read without the signature", pair, invoices.len());
        if pair.ratio() >= BAR {
            return ExitCode::SUCCESS;
        }
        eprintln!("attempt {attempt} of {ATTEMPTS}: less than {BAR} times faster");
    }
    ExitCode::FAILURE
}

/// With the signature both wait for libsecp256k1: no bar. AMP invoices are left out here, which the other
/// side refuses, as it has to.
fn verified(invoices: &[String]) {
    let invoices: Vec<&String> =
        invoices.iter().filter(|text| text.parse::<Bolt11Invoice>().is_ok()).collect();
    assert!(invoices.len() >= invoices::COUNT / 2, "{} are left", invoices.len());
    let theirs = || {
        for text in black_box(&invoices) {
            black_box(&text.parse::<Bolt11Invoice>().expect("a right invoice"));
        }
    };
    let ours = || {
        for text in black_box(&invoices) {
            black_box(&VerifiedInvoice::parse(text).expect("a right invoice"));
        }
    };
    say("read with the signature", clock::by_turns(20, theirs, ours), invoices.len());
}

fn say(what: &str, pair: Pair, count: usize) {
    let each = |time: std::time::Duration| time.as_secs_f64() * 1e9 / count as f64;
    let (theirs, ours) = (each(pair.first), each(pair.second));
    println!(
        "{what}: {ours:.0} ns an invoice, theirs {theirs:.0} ns, {:.2} times faster",
        pair.ratio()
    );
}
