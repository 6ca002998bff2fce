//! A payment by `ampwire::amp::payer`.
//!
//! The first line has `payment_secret`, `total_msat` and `max_parts`, and optionally `other`, a list of
//! {`type`, `value`}. Events are {`send`: {`id`, `amount_msat`, `outgoing_cltv_value`}}, {`failed`:
//! {`id`, `by`, `code`}} with `by` `router` or `payee` and a code where the failure was read, {`settled`:
//! {`id`, `preimage`}}, and {`plan`: {`parts`}}, which changes nothing.
//!
//! An answer has `status`, `lacks_msat` and `next_id`, and, as the event asks for it, `amounts`,
//! `send` ({`id`, `payment_hash`, `payload`}) and `refused`. The state is stored before it is given.

use std::path::Path;

use ampwire::amp::payer::{Action, Event, Payer, PayerConfig, PayerState, Status};
use ampwire::secret::{PaymentSecret, Preimage};
use ampwire::wire::Encode;
use serde_json::{Map, Value, json};

use crate::event::{bytes, bytes32, list, number, optional, text};
use crate::random::SystemRandom;
use crate::state::StateFile;
use crate::{Fault, Machine};

/// A payment, and where its state is kept.
pub(crate) struct Paying {
    payer: Payer,
    random: SystemRandom,
    state: StateFile,
}

impl Paying {
    /// The payment of the stored state, where there is one; else a new one.
    pub(crate) fn begin(order: &Value, state: &Path) -> Result<Self, Fault> {
        let state = StateFile::at(state);
        let payer = match state.load::<PayerState>()? {
            Some(stored) => Payer::from_state(&stored)?,
            None => Payer::new(config(order)?)?,
        };
        Ok(Self { payer, random: SystemRandom::open()?, state })
    }
}

impl Machine for Paying {
    fn handle(&mut self, event: &Value) -> Result<Value, Fault> {
        let mut answer = Map::new();
        if let Some(plan) = event.get("plan") {
            let amounts = self.payer.plan(number(plan, "parts")?);
            let amounts = amounts.iter().map(u64::to_string).collect();
            answer.insert("amounts".to_owned(), amounts);
        } else {
            let actions = self.payer.handle(read(event)?, &mut self.random);
            if self.random.failed {
                return Err("the operating system gave no randomness".into());
            }
            self.state.store(&self.payer.to_state())?;
            for action in &actions {
                answer.extend(written(action)?);
            }
        }
        answer.insert("status".to_owned(), name(self.payer.status())?.into());
        answer.insert("lacks_msat".to_owned(), self.payer.lacks_msat().to_string().into());
        answer.insert("next_id".to_owned(), self.payer.next_id().map(|id| id.to_string()).into());
        Ok(answer.into())
    }
}

fn config(order: &Value) -> Result<PayerConfig, Fault> {
    let secret = PaymentSecret::new(bytes32(order, "payment_secret")?);
    let mut config =
        PayerConfig::new(secret, number(order, "total_msat")?, number(order, "max_parts")?);
    for record in optional(order, "other", list)?.unwrap_or_default() {
        config = config.other_record(number(record, "type")?, bytes(record, "value")?);
    }
    Ok(config)
}

fn read(event: &Value) -> Result<Event, Fault> {
    if let Some(send) = event.get("send") {
        return Ok(Event::Send {
            id: number(send, "id")?,
            amt_to_forward: number(send, "amount_msat")?,
            outgoing_cltv_value: number(send, "outgoing_cltv_value")?,
        });
    }
    if let Some(failed) = event.get("failed") {
        let id = number(failed, "id")?;
        return match text(failed, "by")? {
            "router" => Ok(Event::FailedByRouter { id }),
            "payee" => Ok(Event::FailedByPayee { id, code: optional(failed, "code", number)? }),
            other => Err(format!("`by` is neither router nor payee: {other}").into()),
        };
    }
    if let Some(settled) = event.get("settled") {
        let preimage = Preimage::new(bytes32(settled, "preimage")?);
        return Ok(Event::Settled { id: number(settled, "id")?, preimage });
    }
    Err("an event that is none".into())
}

/// What an action adds to the answer.
fn written(action: &Action) -> Result<Option<(String, Value)>, Fault> {
    Ok(match action {
        Action::Send(hop) => {
            let send = json!({
                "id": hop.id.to_string(),
                "payment_hash": hex::encode(hop.payment_hash.as_bytes()),
                "payload": hex::encode(hop.payload.to_vec()),
            });
            Some(("send".to_owned(), send))
        }
        Action::Refused { error, .. } => Some(("refused".to_owned(), error.to_string().into())),
        // It is the status.
        Action::Ended(_) => None,
        _ => return Err("an action that is not known here".into()),
    })
}

fn name(status: Status) -> Result<&'static str, Fault> {
    Ok(match status {
        Status::Open => "open",
        Status::AllOut => "all_out",
        Status::Draining => "draining",
        Status::Settling => "settling",
        Status::GivingUp => "giving_up",
        Status::Settled { .. } => "settled",
        Status::GivenUp => "given_up",
        _ => return Err("a status that is not known here".into()),
    })
}
