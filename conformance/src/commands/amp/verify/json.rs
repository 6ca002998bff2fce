//! The answer for programs: one object, in the form of `schema/amp-verify-1.schema.json`.

use serde::Serialize;
use serde_json::{Value, json};

use super::invoice::{Htlc, State};
use super::judge::{Judged, SetReport};

/// The name of the form.
const SCHEMA: &str = "ampwire-amp-verify-1";

#[derive(Serialize)]
struct InvoiceObject<'a> {
    place: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    r_hash: Option<String>,
    other_htlcs: usize,
    sets: Vec<SetObject>,
}

/// Amounts are decimal strings.
#[derive(Serialize)]
struct SetObject {
    set_id: String,
    state: &'static str,
    consistent: bool,
    settled: usize,
    held: usize,
    cancelled: usize,
    amount_msat: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_msat: Option<String>,
    faults: Vec<FaultObject>,
    notes: Vec<&'static str>,
}

#[derive(Serialize)]
struct FaultObject {
    fault: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    htlc: Option<Value>,
}

/// The whole object.
pub(super) fn object(judged: &[Judged<'_>]) -> Value {
    let invoices: Vec<InvoiceObject<'_>> = judged.iter().map(invoice).collect();
    json!({
        "schema": SCHEMA,
        "consistent": judged.iter().all(Judged::is_consistent),
        "invoices": invoices,
    })
}

fn invoice<'a>(judged: &'a Judged<'_>) -> InvoiceObject<'a> {
    InvoiceObject {
        place: &judged.invoice.place,
        r_hash: judged.invoice.r_hash.map(hex::encode),
        other_htlcs: judged.invoice.other_htlcs,
        sets: judged.sets.iter().map(set).collect(),
    }
}

fn set(set: &SetReport<'_>) -> SetObject {
    let faults = set.faults.iter().map(|fault| FaultObject {
        fault: fault.kind.name(),
        message: fault.kind.words(),
        htlc: fault.htlc.map(htlc),
    });
    SetObject {
        set_id: set.set_id.to_string(),
        state: set.state().name(),
        consistent: set.faults.is_empty(),
        settled: set.of(State::Settled).len(),
        held: set.of(State::Held).len(),
        cancelled: set.of(State::Cancelled).len(),
        amount_msat: set.sum_msat().to_string(),
        total_msat: set.total_msat().map(|total| total.to_string()),
        faults: faults.collect(),
        notes: set.notes.clone(),
    }
}

fn htlc(htlc: &Htlc) -> Value {
    json!({ "chan_id": htlc.chan_id.to_string(), "htlc_index": htlc.htlc_index.to_string() })
}
