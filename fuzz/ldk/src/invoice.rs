//! LDK's answers about invoices, as its adapter gives them to callers in the same process.

use crate::{DIVERGENCES, Ldk};
use ampwire_fuzz_peer::invoice::{Habits, Invoice, InvoiceAnswer, InvoicePeer, Model, ldk};
use ampwire_testee_ldk::answer::Failure;
use ampwire_testee_ldk::invoice::{Invoice as TheirInvoice, RouteHintEntry};
use ampwire_testee_ldk::stable::Testee;
use std::sync::LazyLock;

impl InvoicePeer for Ldk {
    const NAME: &'static str = "LDK";
    const MODEL: Model = ldk::model;

    /// # Panics
    ///
    /// Where the file can't be read, or doesn't fit the model.
    fn habits() -> &'static Habits {
        static LISTED: LazyLock<Habits> = LazyLock::new(|| {
            Habits::read(DIVERGENCES, ldk::HABITS).unwrap_or_else(|error| panic!("{error}"))
        });
        &LISTED
    }

    /// # Panics
    ///
    /// Where LDK could not be asked: that is no answer.
    fn ask(text: &str) -> InvoiceAnswer {
        thread_local!(static LDK: Testee = Testee::new());
        match LDK.with(|ldk| ldk.decode_invoice(text)) {
            Ok(invoice) => InvoiceAnswer::Ok(Box::new(accepted(invoice))),
            Err(Failure::Refused(refusal)) => {
                InvoiceAnswer::Reject(refusal.class.map(str::to_owned))
            }
            Err(Failure::Lacking(why)) => panic!("LDK could not be asked: {why}"),
        }
    }
}

/// With BOLT 11's defaults: the adapter tells what is written.
fn accepted(invoice: TheirInvoice) -> Invoice {
    let features = invoice.features.unwrap_or_default();
    Invoice {
        network: invoice.network.to_owned(),
        amount_msat: invoice.amount_msat,
        timestamp: invoice.timestamp,
        payment_hash: invoice.payment_hash.map(Vec::from).unwrap_or_default(),
        payment_secret: Some(invoice.payment_secret.to_vec()),
        description: invoice.description.map(String::into_bytes),
        description_hash: invoice.description_hash.map(Vec::from),
        payee: invoice.payee.to_vec(),
        expiry: invoice.expiry.map_or(ldk::EXPIRY, i128::from),
        min_final_cltv_expiry_delta: invoice.min_final_cltv_expiry_delta.unwrap_or(ldk::BLOCKS),
        fallbacks: invoice.fallbacks,
        route_hints: invoice
            .route_hints
            .iter()
            .map(|hint| hint.iter().flat_map(entry).collect())
            .collect(),
        features: features.into_iter().map(|bit| u32::try_from(bit).expect("a bit")).collect(),
        payment_metadata: invoice.payment_metadata,
    }
}

/// An entry's bytes.
fn entry(entry: &RouteHintEntry) -> Vec<u8> {
    [
        entry.node_id.as_slice(),
        &entry.short_channel_id.to_be_bytes(),
        &entry.fee_base_msat.to_be_bytes(),
        &entry.fee_proportional_millionths.to_be_bytes(),
        &entry.cltv_expiry_delta.to_be_bytes(),
    ]
    .concat()
}
