//! A payee by `ampwire::amp::payee`.
//!
//! The first line has `at`, and `config` and `invoices` as in the operation `receiver.run`; each further
//! one is an event of it. An HTLC's `id` is a number, or two with a slash between: its channel's and its own.
//! An answer is the list of outcomes, without their `event`. A failure has `why` beside it: the payee's own
//! reason, in words. The state is stored before the answer is given; where there is one at the start, the
//! invoices are those that it knows.

use std::path::Path;

use ampwire::amp::payee::{
    Action, Event, Htlc, HtlcId, MppTimeout, Payee, PayeeConfig, PayeeInvoice, PayeeState,
};
use ampwire::onion::{Failure, Layouts};
use ampwire::secret::{PaymentHash, PaymentSecret, Preimage, SetId};
use ampwire::wire::Encode;
use serde_json::{Value, json};

use crate::event::{boolean, bytes, bytes32, list, member, number, optional, text};
use crate::state::StateFile;
use crate::{Fault, Machine};

/// A payee, and where its state is kept.
pub(crate) struct Receiving {
    payee: Payee,
    state: StateFile,
}

impl Receiving {
    /// The payee of the stored state, where there is one; else a new one.
    pub(crate) fn begin(order: &Value, state: &Path) -> Result<Self, Fault> {
        let config = member(order, "config")?;
        let height = number(config, "block_height")?;
        let state = StateFile::at(state);
        let payee = if let Some(stored) = state.load::<PayeeState>()? {
            Payee::from_state(read_config(config)?, &stored)?
        } else {
            let mut payee = Payee::new(read_config(config)?, number(order, "at")?, height);
            for each in list(order, "invoices")? {
                payee.add_invoice(invoice(each)?)?;
            }
            payee
        };
        Ok(Self { payee, state })
    }
}

fn id(htlc: &Value) -> Result<HtlcId, Fault> {
    let text = text(htlc, "id")?;
    let (channel, id) = text.split_once('/').unwrap_or(("0", text));
    Ok(HtlcId { channel: channel.parse()?, id: id.parse()? })
}

fn name(id: HtlcId) -> String {
    if id.channel == 0 { id.id.to_string() } else { format!("{}/{}", id.channel, id.id) }
}

fn outcome(action: &Action) -> Result<Value, Fault> {
    let id = name(action.id());
    Ok(match action {
        Action::Hold { .. } => json!({"id": id, "held": true}),
        Action::Settle { preimage, .. } => {
            json!({"id": id, "settled": hex::encode(preimage.reveal())})
        }
        Action::Fail { failure, reason, .. } => {
            json!({"id": id, "failed": written(failure)?, "why": reason.to_string()})
        }
        Action::Conflict { .. } => json!({"id": id, "error": "another HTLC has this id"}),
        _ => return Err("an action that is not known here".into()),
    })
}

impl Machine for Receiving {
    fn handle(&mut self, event: &Value) -> Result<Value, Fault> {
        let at = number(event, "at")?;
        let payload;
        let event = if let Some(htlc) = event.get("htlc") {
            payload = bytes(htlc, "payload")?;
            Event::Htlc(Htlc {
                id: id(htlc)?,
                amount_msat: number(htlc, "amount_msat")?,
                payment_hash: PaymentHash(bytes32(htlc, "payment_hash")?),
                cltv_expiry: number(htlc, "cltv_expiry")?,
                payload: &payload,
            })
        } else if event.get("block_height").is_some() {
            Event::Block { height: number(event, "block_height")? }
        } else if event.get("cancel_set").is_some() {
            Event::CancelSet { set_id: SetId(bytes32(event, "cancel_set")?) }
        } else if event.get("cancel_invoice").is_some() {
            let payment_secret = PaymentSecret::new(bytes32(event, "cancel_invoice")?);
            Event::CancelInvoice { payment_secret }
        } else if event.get("tick").is_some() {
            Event::Tick
        } else {
            return Err("an event that is none".into());
        };
        let actions = self.payee.handle(at, event);
        self.state.store(&self.payee.to_state())?;
        actions.iter().map(outcome).collect()
    }
}

fn read_config(config: &Value) -> Result<PayeeConfig, Fault> {
    // What no node has deployed is not tried on one.
    if text(config, "scheme")? != "sha256" || *list(config, "layouts")? != ["type14"] {
        return Err("the deployed scheme and layout alone are met here".into());
    }
    let mut read =
        PayeeConfig::new(Layouts::DEPLOYED, number(config, "min_final_cltv_expiry_delta")?)
            .accept_spontaneous(boolean(config, "accept_spontaneous")?);
    if let Some(seconds) = optional(config, "mpp_timeout", number)? {
        read = read.mpp_timeout(MppTimeout::of_set(seconds)?);
    }
    Ok(read)
}

fn invoice(members: &Value) -> Result<PayeeInvoice, Fault> {
    let secret = PaymentSecret::new(bytes32(members, "payment_secret")?);
    let preimage = optional(members, "preimage", bytes32)?.map(Preimage::new);
    let mut invoice = match (boolean(members, "amp")?, preimage) {
        (true, None) => PayeeInvoice::amp(&secret),
        (true, Some(preimage)) => PayeeInvoice::amp_or_mpp(&secret, preimage),
        (false, Some(preimage)) => PayeeInvoice::mpp(&secret, preimage),
        (false, None) => return Err("an invoice without `amp` and without `preimage`".into()),
    };
    if let Some(msat) = optional(members, "amount_msat", number)? {
        invoice = invoice.amount_msat(msat);
    }
    if let Some(at) = optional(members, "expires_at", number)? {
        invoice = invoice.expires_at(at);
    }
    if let Some(blocks) = optional(members, "min_final_cltv_expiry_delta", number)? {
        invoice = invoice.min_final_cltv_expiry_delta(blocks);
    }
    if let Some(metadata) = optional(members, "payment_metadata", bytes)? {
        invoice = invoice.payment_metadata(metadata);
    }
    Ok(invoice)
}

fn written(failure: &Failure<'_>) -> Result<Value, Fault> {
    let name = failure.name().ok_or("a failure without a name")?;
    let message = failure.to_vec();
    let data = message.get(2..).unwrap_or_default();
    Ok(if data.is_empty() {
        json!({"name": name})
    } else {
        json!({"name": name, "data": hex::encode(data)})
    })
}
