//! `onion_failure.decode` and `onion_failure.encode`.

use ampwire::onion::Failure;
use serde_json::Value;

use super::{input, refusal, scalars};
use crate::protocol::{Answer, Class, Members, Rejection};

pub(super) fn decode(members: &Members) -> Result<Answer, Rejection> {
    let bytes = input::the_bytes(members)?;
    let failure = Failure::parse(&bytes).map_err(refusal::failure)?;
    let mut answer = Members::new();
    let mut put = |name: &str, value: String| {
        answer.insert(name.to_owned(), Value::from(value));
    };
    match failure.name() {
        Some(name) => put("name", name.to_owned()),
        None => put("code", failure.code().to_string()),
    }
    match failure {
        Failure::InvalidOnionPayload { record_type, offset } => {
            put("type", record_type.to_string());
            put("offset", offset.to_string());
        }
        Failure::IncorrectOrUnknownPaymentDetails { htlc_msat, height } => {
            put("htlc_msat", htlc_msat.to_string());
            put("height", height.to_string());
        }
        Failure::FinalIncorrectCltvExpiry { cltv_expiry } => {
            put("cltv_expiry", cltv_expiry.to_string());
        }
        Failure::FinalIncorrectHtlcAmount { incoming_htlc_amt } => {
            put("incoming_htlc_amt", incoming_htlc_amt.to_string());
        }
        Failure::InvalidOnionBlinding { sha256_of_onion } => {
            put("sha256_of_onion", hex::encode(sha256_of_onion));
        }
        // No data, or data that has no name.
        _ => {}
    }
    Ok(Answer::Ok(answer))
}

pub(super) fn encode(members: &Members) -> Result<Answer, Rejection> {
    fn number<T: core::str::FromStr>(members: &Members, name: &str) -> Result<T, Rejection> {
        input::integer(input::required(members, name)?, name)
    }
    let failure = match input::text(input::required(members, "name")?, "name")? {
        "invalid_onion_payload" => Failure::InvalidOnionPayload {
            record_type: number(members, "type")?,
            offset: number(members, "offset")?,
        },
        "incorrect_or_unknown_payment_details" => Failure::IncorrectOrUnknownPaymentDetails {
            htlc_msat: number(members, "htlc_msat")?,
            height: number(members, "height")?,
        },
        "mpp_timeout" => Failure::MppTimeout,
        "final_incorrect_cltv_expiry" => {
            Failure::FinalIncorrectCltvExpiry { cltv_expiry: number(members, "cltv_expiry")? }
        }
        "final_incorrect_htlc_amount" => Failure::FinalIncorrectHtlcAmount {
            incoming_htlc_amt: number(members, "incoming_htlc_amt")?,
        },
        "invalid_onion_blinding" => Failure::InvalidOnionBlinding {
            sha256_of_onion: input::array(
                input::required(members, "sha256_of_onion")?,
                "sha256_of_onion",
            )?,
        },
        other => {
            return Err(input::refuse(
                Class::Other,
                "name",
                &format!("is {other:?}, which has no name here"),
            ));
        }
    };
    Ok(scalars::written(&failure))
}
