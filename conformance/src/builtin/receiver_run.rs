//! `receiver.run`: the library's payee, told a scenario.

use ampwire::amp::payee::{
    Action, Event, Htlc, HtlcId, MppTimeout, Payee, PayeeConfig, PayeeErrorKind, PayeeInvoice,
};
use ampwire::onion::Failure;
use ampwire::secret::{PaymentHash, PaymentSecret, Preimage, SetId};
use ampwire::wire::Encode;
use bitcoin_hashes::sha256;
use serde_json::{Value, json};

use super::{derivation, input, payload, refusal};
use crate::protocol::{Answer, Class, Members, Rejection};

/// What runs out: a set as a whole, or each HTLC by itself. Both are sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Timeout {
    OfSet,
    OfEachHtlc,
}

/// Where an HTLC comes from makes no difference to the payee: all come by one channel.
const CHANNEL: u64 = 0;

/// `mpp_timeout` where it is left out.
const DEFAULT_SECONDS: u64 = 120;

pub(super) fn run(members: &Members, timeout: Timeout) -> Result<Answer, Rejection> {
    let mut payee = payee(input::object(input::required(members, "config")?, "config")?, timeout)?;
    for invoice in input::list(input::required(members, "invoices")?, "invoices")? {
        let invoice = read_invoice(input::object(invoice, "invoices")?)?;
        add_invoice(&mut payee, invoice)?;
    }
    let mut names = Names::default();
    let mut outcomes = Vec::new();
    let events = input::list(input::required(members, "events")?, "events")?;
    for (number, event) in events.iter().enumerate() {
        let actions = happen(&mut payee, input::object(event, "events")?, &mut names)?;
        outcomes.extend(actions.iter().map(|action| outcome(number, action, &names)));
    }
    Ok(Answer::ok([("outcomes", outcomes.into())]))
}

fn payee(config: &Members, timeout: Timeout) -> Result<Payee, Rejection> {
    let delta = "min_final_cltv_expiry_delta";
    let delta = input::integer(input::required(config, delta)?, delta)?;
    let height = input::integer(input::required(config, "block_height")?, "block_height")?;
    let spontaneous = input::required(config, "accept_spontaneous")?;
    let mut settings = PayeeConfig::new(payload::layouts(config)?, delta)
        .undeployed_scheme(derivation::scheme(config)?)
        .accept_spontaneous(input::boolean(spontaneous, "accept_spontaneous")?);
    let seconds: u64 =
        input::optional(config, "mpp_timeout", input::integer)?.unwrap_or(DEFAULT_SECONDS);
    let timeout = match timeout {
        Timeout::OfSet => MppTimeout::of_set(seconds),
        Timeout::OfEachHtlc => MppTimeout::of_each_htlc(seconds),
    };
    settings = settings.mpp_timeout(timeout.map_err(refusal::payee)?);
    for known in input::optional(config, "known_custom_types", input::integers)?.unwrap_or_default()
    {
        settings = settings.known_custom_type(known);
    }
    // The first event's time is the first that the payee is told.
    Ok(Payee::new(settings, 0, height))
}

fn read_invoice(members: &Members) -> Result<PayeeInvoice, Rejection> {
    let bytes32 = |name| input::array(input::required(members, name)?, name);
    let payment_secret = PaymentSecret::new(bytes32("payment_secret")?);
    let payment_hash: [u8; 32] = bytes32("payment_hash")?;
    let amp = input::boolean(input::required(members, "amp")?, "amp")?;
    let preimage: Option<[u8; 32]> = input::optional(members, "preimage", input::array)?;
    if let Some(preimage) = preimage {
        if sha256::Hash::hash(&preimage).to_byte_array() != payment_hash {
            return Err(input::refuse(Class::Mismatch, "payment_hash", "is not the preimage's"));
        }
    }
    let mut invoice = match (amp, preimage.map(Preimage::new)) {
        (true, None) => PayeeInvoice::amp(&payment_secret),
        (true, Some(preimage)) => PayeeInvoice::amp_or_mpp(&payment_secret, preimage),
        (false, Some(preimage)) => PayeeInvoice::mpp(&payment_secret, preimage),
        (false, None) => return Err(input::refuse(Class::Other, "preimage", "is missing")),
    };
    if let Some(msat) = input::optional(members, "amount_msat", input::integer)? {
        invoice = invoice.amount_msat(msat);
    }
    if let Some(seconds) = input::optional(members, "expires_at", input::integer)? {
        invoice = invoice.expires_at(seconds);
    }
    let delta = input::optional(members, "min_final_cltv_expiry_delta", input::integer)?;
    if let Some(blocks) = delta {
        invoice = invoice.min_final_cltv_expiry_delta(blocks);
    }
    if let Some(metadata) = input::optional(members, "payment_metadata", input::bytes)? {
        invoice = invoice.payment_metadata(metadata);
    }
    Ok(invoice)
}

fn add_invoice(payee: &mut Payee, invoice: PayeeInvoice) -> Result<(), Rejection> {
    let error = match payee.add_invoice(invoice) {
        Ok(()) => return Ok(()),
        Err(error) => error,
    };
    match error.kind() {
        // No payment finds it, whether the payee has it or not.
        PayeeErrorKind::ZeroPaymentSecret => Ok(()),
        _ => Err(Rejection::new(Class::Duplicate).because(error.to_string())),
    }
}

/// The names of the HTLCs. The payee counts them.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn number(&mut self, name: &str) -> HtlcId {
        let place = self.0.iter().position(|known| known == name).unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        });
        HtlcId { channel: CHANNEL, id: u64::try_from(place).unwrap_or(u64::MAX) }
    }

    fn name(&self, id: HtlcId) -> &str {
        usize::try_from(id.id).ok().and_then(|place| self.0.get(place)).map_or("", String::as_str)
    }
}

fn happen(payee: &mut Payee, event: &Members, names: &mut Names) -> Result<Vec<Action>, Rejection> {
    let at = input::integer(input::required(event, "at")?, "at")?;
    let kinds = ["htlc", "block_height", "cancel_set", "cancel_invoice", "tick"];
    let (kind, value) = input::one_of(event, &kinds)?;
    let event = match kind {
        "htlc" => return arrive(payee, at, input::object(value, kind)?, names),
        "block_height" => Event::Block { height: input::integer(value, kind)? },
        "cancel_set" => Event::CancelSet { set_id: SetId(input::array(value, kind)?) },
        "cancel_invoice" => {
            let payment_secret = PaymentSecret::new(input::array(value, kind)?);
            Event::CancelInvoice { payment_secret }
        }
        _ => Event::Tick,
    };
    Ok(payee.handle(at, event))
}

fn arrive(
    payee: &mut Payee,
    at: u64,
    htlc: &Members,
    names: &mut Names,
) -> Result<Vec<Action>, Rejection> {
    let member = |name| input::required(htlc, name);
    let payload = input::bytes(member("payload")?, "payload")?;
    let htlc = Htlc {
        id: names.number(input::text(member("id")?, "id")?),
        amount_msat: input::integer(member("amount_msat")?, "amount_msat")?,
        payment_hash: PaymentHash(input::array(member("payment_hash")?, "payment_hash")?),
        cltv_expiry: input::integer(member("cltv_expiry")?, "cltv_expiry")?,
        payload: &payload,
    };
    Ok(payee.handle(at, Event::Htlc(htlc)))
}

fn outcome(event: usize, action: &Action, names: &Names) -> Value {
    let (answer, value) = match action {
        Action::Settle { preimage, .. } => ("settled", hex::encode(preimage.reveal()).into()),
        Action::Fail { failure, .. } => ("failed", failed(failure)),
        Action::Hold { .. } => ("held", true.into()),
        Action::Conflict { .. } => {
            ("error", "an HTLC of this id with another hash, amount or expiry is known".into())
        }
        // The library may learn to say more: that is no answer that anyone expects.
        _ => ("error", "an answer that the protocol does not have".into()),
    };
    let mut members = Members::new();
    members.insert("event".to_owned(), event.to_string().into());
    members.insert("id".to_owned(), names.name(action.id()).into());
    members.insert(answer.to_owned(), value);
    members.into()
}

fn failed(failure: &Failure<'_>) -> Value {
    let bytes = failure.to_vec();
    // Behind the code's two bytes.
    let data = bytes.get(2..).unwrap_or_default();
    let name = failure.name().map_or_else(|| failure.code().to_string(), str::to_owned);
    if data.is_empty() {
        json!({"name": name})
    } else {
        json!({"name": name, "data": hex::encode(data)})
    }
}

#[cfg(test)]
mod tests;
