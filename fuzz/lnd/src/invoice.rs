//! LND's answers about invoices, as its adapter packs them (`adapters/lnd/core/compact_invoice.go`).

use crate::{Lnd, border};
use ampwire_fuzz_peer::Packed;
use ampwire_fuzz_peer::invoice::{Habits, Invoice, InvoiceAnswer, InvoicePeer, Model, lnd};
use std::sync::LazyLock;

/// The classes that LND's errors tell apart, by their numbers in the compact form.
const CLASSES: [Option<&str>; 14] = [
    None,
    Some("truncated"),
    Some("bad_length"),
    Some("not_minimal"),
    None,
    Some("unknown_even"),
    Some("missing"),
    Some("forbidden"),
    Some("bad_value"),
    Some("limit"),
    Some("bad_encoding"),
    Some("bad_amount"),
    Some("bad_padding"),
    Some("bad_signature"),
];

/// The networks, by their numbers.
const NETWORKS: [&str; 4] = ["bitcoin", "testnet", "signet", "regtest"];

impl InvoicePeer for Lnd {
    const NAME: &'static str = "LND";
    const MODEL: Model = lnd::model;

    /// # Panics
    ///
    /// Where the file can't be read, or doesn't fit the model.
    fn habits() -> &'static Habits {
        static LISTED: LazyLock<Habits> = LazyLock::new(|| {
            Habits::read(crate::DIVERGENCES, lnd::HABITS).unwrap_or_else(|error| panic!("{error}"))
        });
        &LISTED
    }

    fn ask(text: &str) -> InvoiceAnswer {
        border::ask_invoice(text, read)
    }
}

/// Reads an answer.
///
/// # Panics
///
/// Where it isn't one: the adapter and this package don't fit together.
fn read(compact: &[u8]) -> InvoiceAnswer {
    let mut rest = Packed::new(compact);
    match rest.byte() {
        0 => InvoiceAnswer::Ok(Box::new(accepted(rest))),
        1 => InvoiceAnswer::Reject(CLASSES[usize::from(rest.byte())].map(str::to_owned)),
        2 => InvoiceAnswer::Panic(String::from_utf8_lossy(rest.rest()).into_owned()),
        verdict => panic!("the adapter gave a verdict {verdict}"),
    }
}

fn accepted(mut rest: Packed<'_>) -> Invoice {
    // The order is that of the bytes.
    let mut invoice = Invoice {
        network: NETWORKS[usize::from(rest.byte())].to_owned(),
        timestamp: rest.integer(),
        payment_hash: rest.array::<32>().to_vec(),
        payee: rest.array::<33>().to_vec(),
        expiry: i64::from_be_bytes(rest.array()).into(),
        min_final_cltv_expiry_delta: rest.integer(),
        ..Invoice::default()
    };
    for _ in 0..rest.narrow() {
        invoice.features.push(u16::from_be_bytes(rest.array()).into());
    }
    for _ in 0..rest.narrow() {
        let entries = rest.narrow();
        let entries = (0..entries).flat_map(|_| rest.array::<51>());
        let hint = entries.collect();
        invoice.route_hints.push(hint);
    }
    let members = u16::from_be_bytes(rest.array());
    let has = |member: u32| members & (1 << member) != 0;
    invoice.amount_msat = has(0).then(|| rest.integer());
    invoice.payment_secret = has(1).then(|| rest.array::<32>().to_vec());
    invoice.description = has(2).then(|| rest.bytes().to_vec());
    invoice.description_hash = has(3).then(|| rest.array::<32>().to_vec());
    if has(4) {
        invoice.fallbacks.push((rest.byte(), rest.bytes().to_vec()));
    }
    invoice.payment_metadata = has(5).then(|| rest.bytes().to_vec());
    invoice
}
