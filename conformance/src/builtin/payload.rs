//! `payload.decode` and `payload.encode`.

use ampwire::onion::{
    Layout, Layouts, OnionError, PayloadBuilder, PayloadRules, PayloadView, PaymentData, PublicKey,
    Role,
};
use ampwire::secret::{PaymentSecret, Preimage};
use serde_json::{Value, json};

use super::{amp_record, input, refusal, scalars, tlv};
use crate::protocol::{Answer, Class, Members, Rejection};

pub(super) fn decode(members: &Members) -> Result<Answer, Rejection> {
    let role = match input::text(input::required(members, "role")?, "role")? {
        "final" => Role::Final,
        "intermediate" => Role::Intermediate,
        _ => return Err(input::refuse(Class::Other, "role", "is neither final nor intermediate")),
    };
    let path_key_in_htlc =
        input::optional(members, "path_key_in_htlc", input::boolean)?.unwrap_or(false);
    let rules = PayloadRules::new(role, layouts(members)?).path_key_in_htlc(path_key_in_htlc);
    let bytes = input::the_bytes(members)?;
    let payload = parse(&bytes, rules).map_err(refusal::onion)?;
    Ok(Answer::Ok(payload_members(&payload)))
}

/// Parsing leaves it to the caller whether a point is on the curve; this testee wants to know.
fn parse(bytes: &[u8], rules: PayloadRules) -> Result<PayloadView<'_>, OnionError> {
    let payload = PayloadView::parse(bytes, rules)?;
    payload.check_points()?;
    Ok(payload)
}

pub(super) fn layouts(members: &Members) -> Result<Layouts, Rejection> {
    let list = input::list(input::required(members, "layouts")?, "layouts")?
        .iter()
        .map(|value| amp_record::layout(value, "layouts"))
        .collect::<Result<Vec<Layout>, Rejection>>()?;
    Ok(match (list.contains(&Layout::Type14), list.contains(&Layout::Type8)) {
        (false, false) => Layouts::NONE,
        (true, false) => Layouts::DEPLOYED,
        (false, true) => Layouts::TYPE8,
        (true, true) => Layouts::BOTH,
    })
}

fn payload_members(payload: &PayloadView<'_>) -> Members {
    let mut members = Members::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            members.insert(name.to_owned(), value);
        }
    };
    let number = |value: u64| Value::from(value.to_string());
    let data = |bytes: &[u8]| Value::from(hex::encode(bytes));
    put("amt_to_forward", payload.amt_to_forward().map(number));
    put("outgoing_cltv_value", payload.outgoing_cltv_value().map(u64::from).map(number));
    put("short_channel_id", payload.short_channel_id().map(number));
    put("payment_data", payload.payment_data().as_ref().map(payment_data_json));
    put("encrypted_recipient_data", payload.encrypted_recipient_data().map(data));
    put("current_path_key", payload.current_path_key().map(|key| data(key.as_bytes())));
    put("amp_record", payload.amp_record().as_ref().map(amp_record::to_json));
    put("payment_metadata", payload.payment_metadata().map(data));
    put("total_amount_msat", payload.total_amount_msat().map(number));
    put("keysend_preimage", payload.keysend_preimage().map(|preimage| data(preimage.reveal())));
    let other: Vec<Value> = payload
        .other_records()
        .map(|record| tlv::record_json(record.record_type(), record.value()))
        .collect();
    put("other", (!other.is_empty()).then_some(Value::Array(other)));
    members
}

fn payment_data_json(data: &PaymentData) -> Value {
    json!({
        "payment_secret": hex::encode(data.payment_secret.reveal()),
        "total_msat": data.total_msat.to_string(),
    })
}

pub(super) fn encode(members: &Members) -> Result<Answer, Rejection> {
    let mut builder = PayloadBuilder::new();
    if let Some(msat) = input::optional(members, "amt_to_forward", input::integer)? {
        builder = builder.amt_to_forward(msat);
    }
    if let Some(height) = input::optional(members, "outgoing_cltv_value", input::integer)? {
        builder = builder.outgoing_cltv_value(height);
    }
    if let Some(id) = input::optional(members, "short_channel_id", input::integer)? {
        builder = builder.short_channel_id(id);
    }
    if let Some(msat) = input::optional(members, "total_amount_msat", input::integer)? {
        builder = builder.total_amount_msat(msat);
    }
    if let Some(data) = input::optional(members, "payment_data", payment_data)? {
        builder = builder.payment_data(data);
    }
    let amp_record =
        |value: &Value, name: &str| amp_record::from_members(input::object(value, name)?);
    if let Some(record) = input::optional(members, "amp_record", amp_record)? {
        builder = builder.amp_record(record);
    }
    if let Some(data) = input::optional(members, "encrypted_recipient_data", input::bytes)? {
        builder = builder.encrypted_recipient_data(data);
    }
    if let Some(key) = input::optional(members, "current_path_key", path_key)? {
        builder = builder.current_path_key(key);
    }
    if let Some(metadata) = input::optional(members, "payment_metadata", input::bytes)? {
        builder = builder.payment_metadata(metadata);
    }
    if let Some(preimage) = input::optional(members, "keysend_preimage", input::array)? {
        builder = builder.keysend_preimage(Preimage::new(preimage));
    }
    for (record_type, value) in input::optional(members, "other", tlv::records)?.unwrap_or_default()
    {
        builder = builder.other_record(record_type, value);
    }
    Ok(scalars::written(&builder.build().map_err(refusal::onion)?))
}

fn payment_data(value: &Value, name: &str) -> Result<PaymentData, Rejection> {
    let members = input::object(value, name)?;
    let total_msat = input::integer(input::required(members, "total_msat")?, "total_msat")?;
    let secret = input::array(input::required(members, "payment_secret")?, "payment_secret")?;
    Ok(PaymentData { payment_secret: PaymentSecret::new(secret), total_msat })
}

fn path_key(value: &Value, name: &str) -> Result<PublicKey, Rejection> {
    let bad = || input::refuse(Class::BadValue, name, "is not a compressed point of the curve");
    let key = PublicKey::new(input::array(value, name)?).ok_or_else(bad)?;
    if key.check_point() { Ok(key) } else { Err(bad()) }
}
