//! `invoice.final_payload`.

use ampwire::bolt11::{Part, Payer, VerifiedInvoice};

use super::{input, refusal, scalars};
use crate::protocol::{Answer, Members, Profile, Rejection};

pub(super) fn final_payload(profile: Profile, members: &Members) -> Result<Answer, Rejection> {
    let text = input::text(input::required(members, "invoice")?, "invoice")?;
    let mut payer = match profile {
        Profile::Bystander => Payer::without_amp(),
        Profile::Amp => Payer::with_amp(),
    };
    if let Some(now) = input::optional(members, "now", input::integer)? {
        payer = payer.at(now);
    }
    let invoice = VerifiedInvoice::parse(text).map_err(refusal::invoice)?;
    // Whether the invoice is paid at all comes before the numbers of the part.
    payer.check(&invoice).map_err(refusal::invoice)?;
    let number = |name| input::integer(input::required(members, name)?, name);
    let outgoing_cltv_value =
        input::integer(input::required(members, "outgoing_cltv_value")?, "outgoing_cltv_value")?;
    let part = Part {
        amount_msat: number("amount_msat")?,
        total_msat: number("total_msat")?,
        outgoing_cltv_value,
    };
    let payload = payer.final_payload(&invoice, part).map_err(refusal::invoice)?;
    Ok(scalars::written(&payload.build().map_err(refusal::onion)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// BOLT 11's example with metadata: 10 milli-bitcoin, second 1496314658, features 8, 14 and 48.
    const METADATA: &str = "lnbc10m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdp9wpshjmt9de6zqmt9w3skgct5vysxjmnnd9jx2mq8q8a04uqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q2gqqqqqqsgq7hf8he7ecf7n4ffphs6awl9t6676rrclv9ckg3d3ncn7fct63p6s365duk5wrk202cfy3aj5xnnp5gs3vrdvruverwwq7yzhkf5a3xqpd05wjc";

    fn ask(profile: Profile, changes: &Value) -> Result<String, String> {
        let mut input = json!({"invoice": METADATA, "amount_msat": "1000000000",
            "total_msat": "1000000000", "outgoing_cltv_value": "800000"});
        for (name, value) in changes.as_object().unwrap() {
            input[name] = value.clone();
        }
        match final_payload(profile, input.as_object().unwrap()) {
            Ok(Answer::Ok(members)) => Ok(members["bytes"].as_str().unwrap().to_owned()),
            Ok(other) => panic!("{other:?}"),
            Err(rejection) => Err(rejection.class.unwrap()),
        }
    }

    #[test]
    fn what_the_final_hop_gets() {
        let secret = "11".repeat(32);
        let expected = format!("02043b9aca0004030c35000824{secret}3b9aca00100401fafaf0");
        for profile in [Profile::Amp, Profile::Bystander] {
            assert_eq!(ask(profile, &json!({})).as_ref(), Ok(&expected));
            assert_eq!(ask(profile, &json!({"now": "1496318258"})).as_ref(), Ok(&expected));
        }
    }

    #[test]
    fn what_is_refused() {
        let broken = METADATA.replace("05wjc", "05wjd");
        for (changes, class) in [
            (json!({"invoice": broken}), "bad_checksum"),
            (json!({"now": "1496318259"}), "forbidden"),
            (json!({"outgoing_cltv_value": "4294967296"}), "bad_value"),
            (json!({"amount_msat": "0"}), "bad_amount"),
            (json!({"amount_msat": "1000000001"}), "bad_amount"),
            (json!({"total_msat": "2000000001"}), "bad_amount"),
            (json!({"amount_msat": "999999999"}), "forbidden"),
            // The earlier of two.
            (json!({"now": "1496318259", "outgoing_cltv_value": "4294967296"}), "forbidden"),
            (json!({"amount_msat": "0", "outgoing_cltv_value": "4294967296"}), "bad_value"),
        ] {
            for profile in [Profile::Amp, Profile::Bystander] {
                assert_eq!(ask(profile, &changes), Err(class.to_owned()), "{changes}");
            }
        }
    }
}
